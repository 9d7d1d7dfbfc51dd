"""The window of the compression wizard, with made-up examination processes."""

import dataclasses
import json
import math
import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QTableWidget

from deepfake_studio.case import CaseStore
from deepfake_studio.errors import StudioError
from deepfake_studio.gui.items import CaseForm
from deepfake_studio.gui.wizards.sn_charts import HoldingChart, RateChart, ResidualChart, rate_ticks
from deepfake_studio.gui.wizards.sn_wizard import SnWizard
from deepfake_studio.social import wizard_state
from deepfake_studio.social.wizard import PAGES
from deepfake_studio.social.wizard_tables import Curve
from deepfake_studio.vocabulary import DetectorResult

BUSY_MS = 30_000  # the machine may be


@pytest.fixture
def make_wizard(qtbot, make_studio):
    """Windows that are shown."""

    def make():
        made = SnWizard(make_studio())
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def press(qtbot, wizard, button):
    assert button.isEnabled(), wizard.missing.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.desk.busy, timeout=BUSY_MS)


def act(qtbot, wizard):
    press(qtbot, wizard, wizard.action)


def forward(qtbot, wizard):
    press(qtbot, wizard, wizard.forward)


def write(qtbot, line, text):
    line.clear()
    qtbot.keyClicks(line, text)


def fill_pairs(qtbot, wizard):
    page = wizard.pages["pairs"]
    write(qtbot, page.originals.line, "/originals")
    write(qtbot, page.shared.line, "/shared")
    act(qtbot, wizard)


def until(qtbot, wizard, name):
    """Work through the pages before ``name``."""
    fill_pairs(qtbot, wizard)
    while wizard.wizard.page.name != name:
        page = wizard.wizard.page.name
        if page in ("reading", "estimating"):
            act(qtbot, wizard)
        if page == "profile":
            write(qtbot, wizard.pages["profile"].fields["platform"], "App")
            write(qtbot, wizard.pages["profile"].fields["profile_name"], "app-android")
            act(qtbot, wizard)
        forward(qtbot, wizard)


def cells(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_from_two_folders_to_a_profile(qtbot, make_wizard):
    wizard = make_wizard()
    assert wizard.missing.text() == "Choose the folder of originals."
    assert not wizard.forward.isEnabled()
    assert not wizard.action.isEnabled()
    fill_pairs(qtbot, wizard)
    pairs = wizard.pages["pairs"].table
    assert cells(pairs, 3)[4] == "trimmed: begins 1.2 s later"
    assert pairs.item(6, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable == Qt.ItemFlag.NoItemFlags
    forward(qtbot, wizard)
    assert wizard.missing.text() == "Still to be read: 6 of 6 copies."
    act(qtbot, wizard)
    reading = wizard.pages["reading"].table
    assert cells(reading, 0)[1:4] == ["h264", "high", "848x480"]
    assert "holds no video stream" in cells(reading, 4)[8]
    forward(qtbot, wizard)
    act(qtbot, wizard)
    assert cells(wizard.pages["estimating"].table, 4)[1] == "failed"
    assert "estimated CRF" in wizard.pages["estimating"].chart.accessibleDescription()
    forward(qtbot, wizard)
    assert wizard.pages["fit"].table.rowCount() == 5
    assert wizard.pages["fit"].chart.accessibleDescription().count("pair") == 5
    forward(qtbot, wizard)
    assert wizard.missing.text() == "Name the platform."
    profile = wizard.pages["profile"]
    write(qtbot, profile.fields["platform"], "App")
    write(qtbot, profile.fields["profile_name"], "app-android")
    assert "5 pairs; CRF median" in profile.summary.text()
    assert cells(profile.table, 0) == ["Codec", "h264", "5 of 5"]
    act(qtbot, wizard)
    assert profile.saved.text() == "Saved as /profiles/app-android.toml"
    forward(qtbot, wizard)
    assert wizard.pages["emulate"].profile.currentText() == "app-android"
    assert wizard.pages["emulate"].profile.itemText(0) == "app (from documentation, not measured)"


def test_the_curve_grows_while_a_pair_is_estimated(qtbot, make_wizard, script):
    wizard = make_wizard()
    until(qtbot, wizard, "estimating")
    script.hold.set()
    qtbot.mouseClick(wizard.action, Qt.MouseButton.LeftButton)
    chart = wizard.pages["estimating"].chart
    qtbot.waitUntil(lambda: chart.accessibleDescription().count("CRF ") == 2)
    assert "kbit/s" in chart.accessibleDescription()
    assert wizard.activity.isVisible()
    assert not wizard.action.isEnabled()
    qtbot.mouseClick(wizard.activity.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.desk.busy, timeout=BUSY_MS)
    assert not wizard.wizard.state.estimates
    script.hold.clear()
    act(qtbot, wizard)
    assert len(wizard.wizard.state.estimates) == 6


def test_back_never_loses_work_and_unreachable_steps_are_grey(qtbot, make_wizard):
    wizard = make_wizard()
    assert not wizard.steps.item(3).flags() & Qt.ItemFlag.ItemIsEnabled
    assert wizard.steps.item(6).flags() & Qt.ItemFlag.ItemIsEnabled
    until(qtbot, wizard, "fit")
    before = json.dumps(wizard.wizard.state.estimates)
    while wizard.back.isEnabled():
        press(qtbot, wizard, wizard.back)
    assert wizard.wizard.page.name == "pairs"
    wizard.steps.setCurrentRow(3)
    assert wizard.wizard.page.name == "fit"
    assert json.dumps(wizard.wizard.state.estimates) == before
    wizard.show_page("profile")
    wizard.wizard.state.profile_file = ""
    assert wizard.wizard.page.name == "profile"


def test_ticks_and_joining_by_hand(qtbot, make_wizard):
    wizard = make_wizard()
    fill_pairs(qtbot, wizard)
    page = wizard.pages["pairs"]
    for row in range(6):
        page.table.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    assert wizard.missing.text().startswith("Tick a pair, or join")
    page.original.setCurrentIndex(page.original.findText("unused.mov"))
    page.copy.setCurrentIndex(page.copy.findText("VID-002.mp4"))
    qtbot.mouseClick(page.join, Qt.MouseButton.LeftButton)
    assert cells(page.table, 0)[1:4] == ["unused.mov", "VID-002.mp4", "by hand"]
    assert wizard.forward.isEnabled()
    assert "1 pair gives values but hardly their spread" in wizard.missing.text()


def test_a_pair_can_be_estimated_again(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "fit")
    press(qtbot, wizard, wizard.back)
    page = wizard.pages["estimating"]
    assert not wizard.action.isEnabled()
    page.table.selectRow(1)
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert cells(page.table, 1)[1] == "waiting"
    assert wizard.action.isEnabled()


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(2, 2), copy, data, left, none)
    widget.dragEnterEvent(enter)
    if enter.isAccepted():
        widget.dropEvent(QDropEvent(QPointF(2, 2), copy, data, left, none))
    return enter.isAccepted()


def test_files_are_dropped_into_fields(qtbot, make_wizard, clip):
    wizard = make_wizard()
    field = wizard.pages["pairs"].originals
    assert drop(field, clip.parent)
    assert wizard.wizard.state.originals == str(clip.parent)
    assert drop(field, clip, clip.with_name("clip two.mp4"))
    assert wizard.wizard.state.originals.split("\n") == [str(clip), str(clip.with_name("clip two.mp4"))]
    assert field.line.text() == "2 files"
    assert not drop(field, clip.with_name("gone.mp4"))
    assert drop(field, clip)
    assert field.line.text() == "2 files"
    assert drop(field, clip.parent)
    assert wizard.wizard.state.originals == str(clip.parent)
    assert drop(field, clip)
    assert drop(field, clip.with_name("clip two.mp4"))
    assert field.line.text() == "2 files"
    write(qtbot, field.line, "/x")
    assert wizard.wizard.state.originals == "/x"


def test_one_file_alone_is_an_exhibit(qtbot, make_wizard, clip):
    wizard = make_wizard()
    wizard.show_page("robustness")
    assert drop(wizard.pages["robustness"].file, clip, clip.with_name("clip two.mp4"))
    assert wizard.wizard.state.robust_file == str(clip)


def test_what_was_said_goes_when_it_is_answered_or_left(qtbot, make_wizard, clip, tmp_path):
    wizard = make_wizard()
    wizard.examine_exhibit(str(tmp_path / "gone.mp4"))
    act(qtbot, wizard)
    assert len(wizard.messages.texts()) == 1
    wizard.show_page("emulate")
    assert wizard.messages.texts() == []
    wizard.show_page("robustness")
    act(qtbot, wizard)
    assert "gone.mp4 cannot be read" in wizard.messages.texts()[0]
    write(qtbot, wizard.pages["robustness"].file.line, str(clip))
    assert wizard.messages.texts() == []


def test_a_failure_of_another_page_stays_until_that_page_is_left(qtbot, make_wizard, script, tmp_path):
    wizard = make_wizard()
    wizard.examine_exhibit(str(tmp_path / "gone.mp4"))
    qtbot.mouseClick(wizard.action, Qt.MouseButton.LeftButton)
    wizard.show_page("emulate")
    qtbot.waitUntil(lambda: not wizard.desk.busy, timeout=BUSY_MS)
    wizard.show_page("pairs")
    assert "gone.mp4 cannot be read" in wizard.messages.texts()[0]


def test_escape_stops_the_work(qtbot, make_wizard, script):
    wizard = make_wizard()
    until(qtbot, wizard, "estimating")
    script.hold.set()
    qtbot.mouseClick(wizard.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "encoding" in wizard.activity.what.text())
    assert wizard.activity.what.text().startswith("Estimating VID-")
    wizard.activateWindow()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not wizard.desk.busy, timeout=BUSY_MS)
    script.hold.clear()
    assert not wizard.wizard.state.estimates


def test_a_step_that_cannot_be_taken_says_what_it_needs(make_wizard):
    wizard = make_wizard()
    assert wizard.steps.item(3).toolTip() == "Pairs: Choose the folder of originals."
    assert wizard.steps.item(0).toolTip() == PAGES[0].lead


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_closing_keeps_a_draft_and_the_next_window_goes_on(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "fit")
    wizard.close()
    again = make_wizard()
    assert again.wizard.page.name == "fit"
    assert again.pages["fit"].table.rowCount() == 5
    assert again.messages.texts() == ["This is where you stopped last time."]
    anew = next(b for b in again.messages.findChildren(QAbstractButton) if b.text() == "Begin anew")
    qtbot.mouseClick(anew, Qt.MouseButton.LeftButton)
    assert again.wizard.page.name == "pairs"
    assert not wizard_state.draft_file().exists()


def test_every_result_is_in_the_draft_at_once(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "fit")
    assert len(wizard_state.load_draft().estimates) == 6


def test_finishing_without_a_profile_keeps_the_estimates(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "fit")
    wizard.show_page("robustness")
    forward(qtbot, wizard)
    assert not wizard.isVisible()
    assert len(wizard_state.load_draft().estimates) == 6


def test_finishing_leaves_no_draft(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "robustness")
    assert wizard.forward.text() == "&Finish"
    forward(qtbot, wizard)
    assert not wizard.isVisible()
    assert not wizard_state.draft_file().exists()


def test_a_damaged_draft_is_told_and_can_be_discarded(qtbot, make_wizard):
    wizard_state.draft_file().parent.mkdir(parents=True)
    wizard_state.draft_file().write_text("{")
    wizard = make_wizard()
    assert "cannot be read" in wizard.messages.texts()[0]
    discard = next(b for b in wizard.messages.findChildren(QAbstractButton) if b.text() == "Discard it")
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    assert not wizard_state.draft_file().exists()


def test_a_draft_that_cannot_be_written_keeps_the_window_open(qtbot, make_wizard, monkeypatch):
    wizard = make_wizard()
    write(qtbot, wizard.pages["pairs"].originals.line, "/o")

    def full(*_):
        raise StudioError("The draft cannot be written (No space left on device); free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(wizard_state, "save_draft", full)
        assert not wizard.close()
    assert "free some space" in wizard.messages.texts()[0]


# ---- emulating and robustness ----------------------------------------------------------------------------------------


def test_emulating_with_a_known_profile_alone(qtbot, make_wizard, tmp_path):
    wizard = make_wizard()
    wizard.steps.setCurrentRow(5)
    page = wizard.pages["emulate"]
    qtbot.waitUntil(lambda: page.profile.count() == 2)
    assert wizard.missing.text() == "Choose a profile."
    page.profile.setCurrentIndex(1)
    page.profile.activated.emit(1)
    write(qtbot, page.input.line, str(tmp_path))
    write(qtbot, page.output.line, str(tmp_path / "out"))
    assert "choose another place to keep them apart" in wizard.missing.text()
    act(qtbot, wizard)
    assert page.result.text().startswith("3 files written")
    assert cells(page.table, 0) == ["b.mp4", "failed", "b.mp4 is empty; choose another file."]


@pytest.fixture
def following(prepared, script):
    """Copies score less than the exhibit; quarter size has no face."""

    def answer(exhibit):
        from pathlib import Path

        name = Path(exhibit.path).read_bytes().decode()
        found = prepared.examination(exhibit)
        if "quarter" in name:
            return dataclasses.replace(
                found, status="not_applicable", reason="No face was found.", outcome=None, lr=None
            )
        low = "half" in name
        lr = prepared.ratio(0.1, -0.2, 0.5) if low else found.lr
        return dataclasses.replace(found, lr=lr, outcome="inconclusive" if low else found.outcome)

    script.answer = answer


def test_an_exhibit_is_followed_through_compressions(qtbot, make_wizard, clip, following):
    wizard = make_wizard()
    wizard.examine_exhibit(str(clip))
    page = wizard.pages["robustness"]
    qtbot.waitUntil(lambda: page.profiles.count() == 2)
    page.profiles.item(0).setCheckState(Qt.CheckState.Checked)
    write(qtbot, page.ladder, "23,43:full,half,quarter")
    act(qtbot, wizard)
    assert page.table.rowCount() == 8
    assert cells(page.table, 4)[1:3] == ["none", "failed"]
    assert "ran out of memory" in cells(page.table, 4)[4]
    assert cells(page.table, 7)[0] == "app"
    assert "holds down to H.264 CRF 43 at full size" in page.limitation.text()
    assert "as it is: +0.92;" in page.chart.accessibleDescription()
    assert "half size, CRF 23: +0.10, another outcome" in page.chart.accessibleDescription()
    assert any(name == "open: another outcome" for name in legend(page.chart))
    page.system.setCurrentIndex(page.system.findData("blend.lite0"))
    page.system.activated.emit(1)
    assert "as it is: +1.31" in page.chart.accessibleDescription()
    page.set_dark(True)
    page.set_dark(False)
    wizard.close()


def test_a_ladder_that_does_not_exist_is_told_at_once(qtbot, make_wizard, clip):
    wizard = make_wizard()
    wizard.examine_exhibit(str(clip))
    write(qtbot, wizard.pages["robustness"].ladder, "23:tiny")
    qtbot.mouseClick(wizard.action, Qt.MouseButton.LeftButton)
    assert wizard.messages.texts() == ["There is no size 'tiny'; choose from full, half, quarter."]
    assert not wizard.desk.busy


def test_an_exhibit_that_cannot_be_read_is_one_sentence(qtbot, make_wizard, tmp_path):
    wizard = make_wizard()
    wizard.examine_exhibit(str(tmp_path / "gone.mp4"))
    act(qtbot, wizard)
    assert "gone.mp4 cannot be read" in wizard.messages.texts()[0]


def test_a_run_on_an_exhibit_of_the_open_case_is_kept_there(qtbot, window, tmp_path, clip, following):
    folder = tmp_path / "a.dfcase"
    window.desk.create(CaseForm(folder=str(folder), number="7", title="T", examiner="A. Examiner"))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.conductor.add_paths([str(clip)])
    qtbot.waitUntil(lambda: window.workspace.item is not None)
    qtbot.waitUntil(lambda: window.commands.by_text["Robustness…"].isEnabled())
    window.commands.by_text["Robustness…"].trigger()
    wizard = window.sn_wizard
    page = wizard.pages["robustness"]
    assert (page.case.count(), page.file.value) == (1, str(clip))
    write(qtbot, page.ladder, "23:full")
    act(qtbot, wizard)
    qtbot.waitUntil(lambda: any("kept in the case" in text for text in window.messages.texts()))
    assert [f.suffix for f in (folder / "derived" / "robustness").rglob("*.mp4")] == [".mp4"]
    window.conductor.close_case()
    qtbot.waitUntil(lambda: window.desk.state is None)
    with CaseStore.open(folder, read_only=True) as store:
        (record,) = store.robustness()
        assert record.robustness.results[1].name == "full size, CRF 23"
        assert record.examiner == "A. Examiner"


def test_the_main_window_opens_one_wizard_and_takes_it_along(qtbot, window):
    window.commands.by_text["Social networks…"].trigger()
    first = window.sn_wizard
    window.commands.by_text["Social networks…"].trigger()
    assert window.sn_wizard is first
    first.close()
    window.commands.by_text["Social networks…"].trigger()
    assert window.sn_wizard is not first
    window.close()
    assert window.sn_wizard is None


def test_everything_has_a_name_and_can_be_reached_with_keys(make_wizard):
    wizard = make_wizard()
    for page in PAGES:
        assert wizard.pages[page.name].accessibleName()
    for kind in (QAbstractButton, QComboBox, QLineEdit, QTableWidget, QListWidget, RateChart, HoldingChart):
        for widget in wizard.findChildren(kind):
            if widget.objectName().startswith("qt_") or not widget.isVisibleTo(wizard):
                continue
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
    assert len({page.name for page in PAGES}) == wizard.stack.count()


def legend(chart):
    return [text.text for _, text in chart.getPlotItem().legend.items]


def test_points_are_joined_only_where_the_rate_falls(qtbot):
    chart = RateChart()
    qtbot.addWidget(chart)
    points = ((22.0, 900e3), (25.0, 500e3), (26.0, 510e3), (29.0, 300e3))
    chart.show_curves([Curve("a.mp4", "a", points, 26.2, 505e3, (25.7, 26.6))], "a")
    lines = [item.getData()[0].tolist() for item in chart.getPlotItem().listDataItems() if item.opts["symbol"] == "o"]
    assert lines == [[22.0, 25.0], [26.0, 29.0]]
    assert "95 % interval 25.7 to 26.6" in chart.accessibleDescription()
    low, high = chart.getViewBox().viewRange()[0]
    assert low < 22
    assert high > 29


def test_one_point_has_whole_numbers_around_it(qtbot):
    chart = RateChart()
    qtbot.addWidget(chart)
    chart.show_curves([Curve("a.mp4", "a", ((25.0, 500e3),), None, None)], "a")
    assert [text for _, text in chart.getAxis("bottom")._tickLevels[0]] == ["22", "23", "24", "25", "26", "27", "28"]
    assert len(chart.getAxis("left")._tickLevels[0]) >= 2


def test_what_was_not_measured_is_said_and_not_drawn_at_zero(qtbot):
    chart = ResidualChart()
    qtbot.addWidget(chart)
    chart.show_errors([0.0, None])
    assert chart.accessibleDescription() == "pair 1: +0.0 %; pair 2: not measured"
    assert [item.toPlainText() for item in chart.getPlotItem().items if hasattr(item, "toPlainText")] == [
        "not measured"
    ]


def test_a_chart_without_a_ratio_draws_nothing_for_it(qtbot, make_wizard, prepared):
    from deepfake_studio.vocabulary import RecompressedResult

    chart = HoldingChart()
    qtbot.addWidget(chart)
    bare = DetectorResult(detector_id="a.b", status="not_calibrated", reason="x", weights_sha256=None)
    row = RecompressedResult(
        kind="as_is", name="as it is", status="examined", reason=None, outcome="inconclusive", detectors=(bare,)
    )
    chart.show_rows([row], "a.b")
    assert chart.accessibleDescription() == "as it is: no likelihood ratio"
    chart.show_rows([dataclasses.replace(row, lr=prepared.ratio(1.0, 0.5, 1.5))], "fused")
    assert chart.accessibleDescription() == "as it is: +1.00"


@pytest.mark.parametrize(
    ("low_kbps", "high_kbps", "expected"),
    [(115, 200, [120, 140, 160, 180, 200]), (90, 4100, [100, 200, 500, 1000, 2000]), (1, 1e8, None)],
)
def test_an_axis_has_round_numbers_however_small_its_range(low_kbps, high_kbps, expected):
    found = rate_ticks(math.log10(low_kbps), math.log10(high_kbps) + 1e-9)
    assert 3 <= len(found) <= 9
    if expected is not None:
        assert found == pytest.approx(expected)


def test_no_two_visible_controls_of_a_page_share_a_mnemonic(qtbot, make_wizard):
    wizard = make_wizard()
    until(qtbot, wizard, "robustness")
    wizard.pages["robustness"].set_exhibits([SimpleNamespace(number="1", name="a.mp4", working_path="/a.mp4")])
    for page in PAGES:
        wizard.show_page(page.name)
        texts = [w.text() for w in wizard.findChildren(QAbstractButton) if w.isVisible()]
        texts += [w.text() for w in wizard.findChildren(QLabel) if w.isVisible() and w.buddy() is not None]
        found = [match[1].lower() for text in texts if (match := re.search(r"&([^&])", text))]
        assert len(found) == len(set(found)), (page.name, sorted(texts))
