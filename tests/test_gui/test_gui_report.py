"""The report designer and the window that verifies a report, with real cases and made-up examination processes."""

import dataclasses
import threading
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from deepfake_studio.casework import previewing
from deepfake_studio.gui.widgets.pages import PagesView
from deepfake_studio.gui.widgets.section_list import SectionList
from deepfake_studio.report import design as designs
from deepfake_studio.report import pages
from deepfake_studio.report.design import Design

BUSY_MS = 30_000
LEFT = Qt.MouseButton.LeftButton
TITLES = {"summary": "Summary", "scope": "Scope", "limitations": "Limitations", "other": "Other", "methods": "Methods"}


# ---- sections --------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(qtbot):
    made = SectionList()
    qtbot.addWidget(made)
    made.set_titles(TITLES, ("other",))
    made.show()
    return made


def names(listed):
    return [listed.item(row).text() for row in range(listed.count())]


def ticked(listed):
    items = [listed.item(row) for row in range(listed.count())]
    return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]


def test_the_usual_sections_are_no_list(listed):
    assert listed.sections() == ()
    assert ticked(listed) == ["Summary", "Scope", "Limitations (always)", "Methods"]
    listed.set_present(("summary", "other", "limitations"))
    assert "Other" in ticked(listed)
    assert listed.sections() == ()


def test_sections_are_moved_with_keys_and_the_summary_stays_in_front(listed):
    listed.setCurrentRow(3)
    for _ in range(5):
        QTest.keyClick(listed, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(listed)[:3] == ["Summary", "Other", "Scope"]
    assert listed.sections() == ("summary", "scope", "limitations", "methods")
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert listed.sections() == ("summary", "other", "scope", "limitations", "methods")
    listed.setCurrentRow(0)
    QTest.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(listed)[0] == "Summary"


def test_what_is_chosen_before_the_titles_are_known_stays(qtbot):
    made = SectionList()
    qtbot.addWidget(made)
    made.set_sections(("summary", "methods", "limitations"))
    assert made.sections() == ("summary", "methods", "limitations")
    made.set_titles(TITLES, ("other",))
    assert made.sections() == ("summary", "methods", "limitations")


def test_limitations_cannot_be_left_out(listed):
    listed.setCurrentRow(2)
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert "Limitations (always)" in ticked(listed)
    listed.set_sections(("limitations", "methods"))
    assert names(listed)[:3] == ["Summary", "Limitations (always)", "Methods"]
    assert listed.sections() == ("limitations", "methods")


def test_titles_come_from_the_sections_themselves():
    found = previewing.titles()
    assert list(found)[:2] == ["summary", "scope"]
    assert found["other_questions"] == "Other questions, not validated"
    assert set(previewing.OPTIONAL) == {"other_questions", "decisions"}


# ---- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot):
    made = PagesView("Preview")
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.asked = []
    made.page_wanted.connect(lambda index, width: made.asked.append((index, width)))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_only_pages_in_sight_are_asked_for(view, qtbot):
    view.set_pages([(595.0, 842.0)] * 40)
    qtbot.waitUntil(lambda: bool(view.asked))
    assert {index for index, _ in view.asked} <= {0, 1}
    width = view.asked[0][1]
    assert not view.drawn(0)
    view.set_page(0, QImage(width, 10, QImage.Format.Format_RGB888), "words of page one")
    assert view.drawn(0)
    assert "Page 1 of 40. words of page one" in view.accessibleDescription()
    view.asked.clear()
    QTest.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: any(index == 39 for index, _ in view.asked))
    assert view.current == 39
    assert view.words(0) == ""  # far away: its picture was let go
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.current == 38
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current == 0


def test_zoom_asks_for_sharper_pages(view, qtbot):
    view.set_pages([(595.0, 842.0)] * 3)
    qtbot.waitUntil(lambda: bool(view.asked))
    before = view.asked[0][1]
    view.asked.clear()
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(view.asked))
    assert view.asked[0][1] == pytest.approx(before * 1.25, abs=2)
    assert view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    view.set_pages([], "Nothing here.")
    assert view.accessibleDescription() == "Nothing here."


# ---- the designer ----------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(window, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "a.dfcase", others=0)
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None, timeout=BUSY_MS)
    return window


def drawn(qtbot, designer, *words):
    """The preview says so, on its first page."""

    def said():
        text = " ".join(designer.pages.words(0).split())
        return designer.pages.drawn(0) and all(word in text for word in words)

    qtbot.waitUntil(said, timeout=BUSY_MS)


SHORT = Design(sections=("summary", "limitations"), figures=False)


@pytest.fixture
def designer(opened, qtbot):
    """The designer with a short report, which is drawn soon."""
    opened.commands.by_text["Design a report…"].trigger()
    made = opened.windows._report
    made.form.set_design(SHORT)
    qtbot.waitUntil(lambda: made.form.sections.count() > 0 and made.pages.count > 0, timeout=BUSY_MS)
    drawn(qtbot, made)
    return made


def test_the_preview_is_the_report_and_writes_nothing(designer, opened, qtbot):
    short = designer.pages.count
    qtbot.mouseClick(designer.form.usual, LEFT)  # all sections, but no figures
    qtbot.waitUntil(lambda: designer.pages.count > short, timeout=BUSY_MS)
    drawn(qtbot, designer, "Examination report", "2026-017")
    assert {"custody", "methods", "tracks"} <= set(designer._shown.sections)
    folder = opened.desk.state.folder
    assert not list((folder / "reports").glob("*"))
    assert designer.place.text() == f"Page 1 of {designer.pages.count}"
    shown = designer._shown
    whole = pypdfium2.PdfDocument(shown.pdf)
    assert len(whole) == designer.pages.count == len(shown.sizes)
    whole.close()
    made = pages.image(shown.pdf, 0, width_px=300)
    assert (made.width_px, len(made.rgb)) == (300, 3 * 300 * made.height_px)
    assert min(made.rgb) < 60 < 250 < max(made.rgb)  # black on white, not an empty page


def test_choices_are_seen_in_the_preview(designer, qtbot, script):
    QTest.keyClick(designer.form.language, Qt.Key.Key_Down)
    QTest.keyClicks(designer.form.laboratory, "Institut fuer Bildforensik")
    drawn(qtbot, designer, "Untersuchungsbericht", "Institut fuer Bildforensik")
    sections = designer.form.sections
    sections.setFocus()
    sections.setCurrentRow([sections.item(r).text() for r in range(sections.count())].index("Key frames"))
    QTest.keyClick(sections, Qt.Key.Key_Space)
    qtbot.mouseClick(designer.form.figures, LEFT, pos=QPoint(10, designer.form.figures.height() // 2))
    qtbot.waitUntil(lambda: designer._shown.sections == ("summary", "limitations", "keyframes"), timeout=BUSY_MS)
    assert any(op == "keyframes" for client in script.clients for op, _ in client.calls)


def test_what_cannot_be_drawn_is_one_sentence_and_the_old_preview_stays(designer, qtbot, tmp_path):
    count = designer.pages.count
    (tmp_path / "logo.png").write_bytes(b"no picture")
    QTest.keyClicks(designer.form.logo.line, str(tmp_path / "logo.png"))
    qtbot.waitUntil(lambda: any("no PNG or JPEG" in t for t in designer.messages.texts()), timeout=BUSY_MS)
    assert designer.pages.count == count
    designer.form.logo.line.clear()
    QTest.keyClicks(designer.form.logo.line, " ")
    qtbot.waitUntil(lambda: not designer.messages.texts(), timeout=BUSY_MS)


def test_the_window_is_free_while_a_preview_is_drawn(designer, qtbot, monkeypatch):
    hold, entered, original = threading.Event(), threading.Event(), previewing.pdf.render

    def slow(document, *, job):
        entered.set()
        while not hold.wait(0.005):
            job.progress(0, 1)
        return original(document, job=job)

    monkeypatch.setattr(previewing.pdf, "render", slow)
    QTest.keyClicks(designer.form.laboratory, "A")
    qtbot.waitUntil(entered.is_set, timeout=BUSY_MS)
    assert designer.state.text() == "Drawing…"
    entered.clear()
    QTest.keyClicks(designer.form.laboratory, "B")  # overtakes the one under way
    qtbot.waitUntil(entered.is_set, timeout=BUSY_MS)
    hold.set()
    drawn(qtbot, designer, "AB")
    assert designer.state.text() == ""


def test_designs_are_saved_and_opened(designer, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "lab.toml"
    QTest.keyClicks(designer.form.laboratory, "The laboratory")
    designer.form.hidden["folders"].setChecked(True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(designer.save_design, LEFT)
    qtbot.waitUntil(file.is_file, timeout=BUSY_MS)
    assert designs.load(file) == dataclasses.replace(SHORT, laboratory="The laboratory", redact=("folders",))
    designs.save(Design(language="de", sections=("limitations", "summary"), figures=False), file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(designer.open_design, LEFT)
    qtbot.waitUntil(lambda: designer.form.language.currentData() == "de", timeout=BUSY_MS)
    assert designer.form.design() == Design(language="de", sections=("summary", "limitations"), figures=False)
    file.write_text("colour = 'red'")
    qtbot.mouseClick(designer.open_design, LEFT)
    qtbot.waitUntil(lambda: any("no choice 'colour'" in t for t in designer.messages.texts()), timeout=BUSY_MS)


def write(qtbot, designer, monkeypatch, out):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(designer.write, LEFT)


def test_a_written_report_has_the_design_and_agrees_with_its_case(designer, opened, qtbot, tmp_path, monkeypatch):
    QTest.keyClicks(designer.form.laboratory, "The laboratory")
    write(qtbot, designer, monkeypatch, tmp_path / "named")
    out = tmp_path / "named.pdf"
    qtbot.waitUntil(lambda: any("Report written to" in t for t in designer.messages.texts()), timeout=BUSY_MS)
    assert "The laboratory" in pages.image(out.read_bytes(), 0, width_px=50).text
    opened.commands.by_text["Verify a report…"].trigger()
    verify = opened.windows._verify
    assert verify.report.value == ""
    QTest.keyClicks(verify.report.line, str(out))
    qtbot.mouseClick(verify.start, LEFT)
    qtbot.waitUntil(lambda: bool(verify.result.text()), timeout=BUSY_MS)
    rows = {verify.checks.item(r, 0).text(): verify.checks.item(r, 1).text() for r in range(verify.checks.rowCount())}
    assert rows["Record in the case"] == rows["Checksum file"] == rows["Head of the audit chain"] == "the same"
    out.write_bytes(out.read_bytes() + b"\n")
    qtbot.mouseClick(verify.start, LEFT)
    qtbot.waitUntil(lambda: "DIFFERS" in verify.result.text(), timeout=BUSY_MS)
    rows = {verify.checks.item(r, 0).text(): verify.checks.item(r, 1).text() for r in range(verify.checks.rowCount())}
    assert rows["Checksum file"] == rows["Record in the case"] == "DIFFERS"


def test_a_report_that_cannot_be_written_is_told_in_the_designer(designer, qtbot, tmp_path, monkeypatch):
    write(qtbot, designer, monkeypatch, tmp_path / "nowhere" / "at all" / "report.pdf")
    qtbot.waitUntil(
        lambda: any("nowhere" in t and "Writing" not in t for t in designer.messages.texts()), timeout=BUSY_MS
    )


def test_what_is_no_report_is_one_sentence(opened, qtbot, tmp_path):
    opened.commands.by_text["Verify a report…"].trigger()
    verify = opened.windows._verify
    assert not verify.start.isEnabled()
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 something else")
    QTest.keyClicks(verify.report.line, str(tmp_path / "other.pdf"))
    QTest.keyClick(verify.report.line, Qt.Key.Key_Tab)
    qtbot.mouseClick(verify.start, LEFT)
    qtbot.waitUntil(lambda: any("is no report of this program" in t for t in verify.messages.texts()), timeout=BUSY_MS)
    assert verify.checks.rowCount() == 0


def test_examining_again_compares_the_scores(designer, opened, qtbot, tmp_path, monkeypatch, script):
    write(qtbot, designer, monkeypatch, tmp_path / "report.json")
    designer.kind.setCurrentIndex(designer.kind.findData("json"))
    assert "letterhead" in designer.about.text()
    write(qtbot, designer, monkeypatch, tmp_path / "again.json")
    qtbot.waitUntil(lambda: any("again.json (SHA" in t for t in designer.messages.texts()), timeout=BUSY_MS)
    opened.commands.by_text["Verify a report…"].trigger()
    verify = opened.windows._verify
    verify.report.set_value(str(tmp_path / "again.json"))
    verify.refresh()
    verify.again.setChecked(True)
    qtbot.mouseClick(verify.start, LEFT)
    qtbot.waitUntil(lambda: bool(verify.result.text()), timeout=BUSY_MS)
    names = [verify.checks.item(r, 0).text() for r in range(verify.checks.rowCount())]
    assert sum("examined again" in name for name in names) == 2
    asked = [params for client in script.clients for op, params in client.calls if op == "examine"]
    assert {params["plan"] for params in asked} == {"standard"}


def test_another_case_is_another_preview(designer, opened, qtbot, prepared, tmp_path):
    other = prepared.make_case(tmp_path / "b.dfcase", others=1)
    opened.desk.open(str(other))
    qtbot.waitUntil(lambda: opened.desk.state is not None and opened.desk.state.folder == other, timeout=BUSY_MS)
    qtbot.waitUntil(lambda: designer.pages.count > 0 and designer.pages.drawn(0), timeout=BUSY_MS)
    opened.conductor.close_case()
    qtbot.waitUntil(lambda: designer.pages.count == 0)
    assert not designer.write.isEnabled()
    assert not opened.commands.by_text["Design a report…"].isEnabled()


def test_every_control_has_a_name_and_can_be_reached(designer, opened, qtbot):
    kinds = (QAbstractButton, QAbstractItemView, QAbstractScrollArea, QComboBox, QLineEdit, QPlainTextEdit)
    opened.commands.by_text["Verify a report…"].trigger()
    for made in (designer, opened.windows._verify):
        nameless = [
            type(w).__name__
            for w in made.findChildren(QWidget)
            if isinstance(w, kinds)
            and w.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not w.objectName().startswith("qt_")
            and "PrivateContainer" not in w.parent().metaObject().className()
            and not (w.accessibleName() or getattr(w, "text", str)())
        ]
        assert nameless == [], made.windowTitle()
        assert made.windowModality() == Qt.WindowModality.NonModal
    designer.activateWindow()
    designer.form.sections.setFocus()
    seen, wanted = set(), {designer.write, designer.pages, designer.form.laboratory, designer.form.address}
    for _ in range(40):
        focused = designer.focusWidget()
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert wanted <= seen
    QTest.keyClick(designer, Qt.Key.Key_Escape)
    assert not designer.isVisible()


def test_closing_the_designer_stops_its_work(designer, opened, qtbot):
    QTest.keyClicks(designer.form.laboratory, "A")
    designer.close()
    assert not designer._later.isActive()
    qtbot.waitUntil(lambda: opened.studio.report_lane.pending == 0, timeout=BUSY_MS)
    assert Path(opened.desk.state.folder).is_dir()
