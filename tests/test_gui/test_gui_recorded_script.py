"""One working day in the window with real processes: from a folder of twenty clips to a report that is verified.

The hand is synthetic: keys, clicks, drags, posted drops and Qt's own file dialogs. Widgets are found as a person finds
them, by what stands on them or by the name a screen reader says; nothing behind them is called.
"""

import json
import re
import subprocess
import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

from deepfake_studio import paths

CLIPS = 20
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


# ---- material --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Twenty clips of a second each, cut from the sample at twenty moments, so that each has bytes of its own."""
    import imageio_ffmpeg

    made = tmp_path / "from the court"
    made.mkdir()
    for number in range(CLIPS):
        source = paths.sample_dir() / ("self_blended.mp4" if number % 2 else "as_it_is.mp4")
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-ss", f"{0.04 * 3 * (number // 2):.2f}", "-i", str(source),
            "-t", "1.2", "-an", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "22", "-threads", "1",
            str(made / f"clip {number + 1:02d}.mp4"),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
    (made / "letter.txt").write_text("no media")
    return made


@pytest.fixture
def real_window(qtbot):
    """The window as `app.main` makes it, with its own examination processes."""
    from deepfake_studio.gui.main_window import MainWindow

    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


# ---- the hand --------------------------------------------------------------------------------------------------------


class Hand:
    """Finds by name, presses, types, drags, drops, and waits until something is to be seen."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window, self.steps = qtbot, window, []

    def step(self, what):
        self.steps.append((what, time.monotonic()))

    def shown_windows(self):
        return [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, QMenu)]

    def find(self, name, kind=QWidget, within=None):
        """The one control on screen of that name."""
        seen = self._all(within or self.window, kind)
        found = [w for w in seen if _name(w) == name]
        assert len(found) == 1, f"{len(found)} controls are called {name!r}: {sorted({_name(w) for w in seen})}"
        return found[0]

    def _all(self, within, kind):
        return [w for w in (within, *within.findChildren(kind)) if isinstance(w, kind) and w.isVisible()]

    def press(self, name, within=None):
        button = self.find(name, QAbstractButton, within)
        assert button.isEnabled(), f"{name} cannot be pressed"
        self.qtbot.mouseClick(button, LEFT)

    def menu(self, *names):
        """Choose from the menu bar with the mouse, as it is drawn."""
        bar = self.window.menuBar()
        titles = {a.text().replace("&", ""): a for a in bar.actions()}
        self.qtbot.mouseClick(bar, LEFT, NONE, bar.actionGeometry(titles[names[0]]).center())
        menu = titles[names[0]].menu()
        self.wait(lambda: menu.isVisible(), f"menu {names[0]}")
        action = next(a for a in menu.actions() if a.text().replace("&", "") == names[1])
        assert action.isEnabled(), f"{names} cannot be chosen"
        self.qtbot.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())

    def type(self, name, text, within=None):
        field = self.find(name, within=within)
        self.qtbot.mouseClick(field if isinstance(field, QLineEdit) else field.viewport(), LEFT)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)

    def answer_file_dialog(self, path, then):
        """``then`` opens Qt's own dialog; the path is typed there and Enter pressed."""
        answered = []

        def answer():
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(50, answer)
                return
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field, str(path))
            self.qtbot.waitUntil(lambda: field.text() == str(path))
            field.completer().popup().hide()  # its list of folders may arrive late and take the Enter
            QTest.keyClick(field, Qt.Key.Key_Return)
            answered.append(dialog.windowTitle())

        QTimer.singleShot(50, answer)
        then()
        self.wait(lambda: bool(answered), "the file dialog")
        return answered[0]

    def drop(self, words, path):
        """A drag that enters and is dropped over a text on screen; Qt finds who takes it."""
        target = next(w for w in self._all(self.window, QLabel) if words in w.text())
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        at = target.rect().center()
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(at, copy, data, LEFT, NONE)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted(), f"nothing takes files at: {words}"
        dropped = QDropEvent(QPointF(at), copy, data, LEFT, NONE)
        QApplication.sendEvent(target, dropped)
        assert dropped.isAccepted()

    def wait(self, seen, what, seconds=30):
        try:
            self.qtbot.waitUntil(lambda: bool(seen()), timeout=1000 * seconds)
        except Exception as error:
            raise AssertionError(f"waited {seconds} s in vain for: {what}. On screen: {self._everything()}") from error

    def words(self, within=None):
        """Everything that labels say."""
        return "\n".join(w.text() for w in self._all(within or self.window, QLabel) if w.text())

    def _everything(self):
        return "\n".join(f"[{w.windowTitle()}] {self.words(w)[-1500:]}" for w in self.shown_windows())

    def rows(self, name, within=None):
        """What a table says, a tuple a row."""
        table = self.find(name, QTableView, within)
        model = table.model()
        return [
            tuple(str(model.index(r, c).data() or "") for c in range(model.columnCount()))
            for r in range(model.rowCount())
        ]

    def click_row(self, name, row, within=None):
        table = self.find(name, QTableView, within)
        place = table.visualRect(table.model().index(row, 1)).center()
        self.qtbot.mouseClick(table.viewport(), LEFT, NONE, place)

    def tab(self, name):
        for bar in self._all(self.window, QTabBar):
            for at in range(bar.count()):
                if bar.tabText(at).replace("&", "") == name:
                    self.qtbot.mouseClick(bar, LEFT, NONE, bar.tabRect(at).center())
                    return
        raise AssertionError(f"no tab is called {name}")

    def other_window(self, title):
        self.wait(lambda: any(w.windowTitle().startswith(title) for w in self.shown_windows()), f"the window {title}")
        return next(w for w in self.shown_windows() if w.windowTitle().startswith(title))


def _name(widget):
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or re.sub(r"&(?!&)", "", text)


# ---- the day ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(2400)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_case_from_the_drop_to_the_verified_report(real_window, qtbot, folder, tmp_path):
    hand = Hand(qtbot, real_window)
    case, report = tmp_path / "court.dfcase", tmp_path / "report.pdf"
    new_case(hand, case)
    drop_twenty(hand, folder)
    examine_all(hand)
    scrub(hand)
    write_finding(hand, mark_span(hand))
    robustness(hand)
    export_pdf(hand, report)
    close_and_reopen(hand, case)
    verify_case(hand)
    verify_report(hand, report)
    what_is_on_disk(case, report)


def new_case(hand, case):
    hand.step("new case")
    hand.press("New case…")
    hand.type("Case number", "2026-031")
    hand.type("Title", "Twenty clips")
    hand.type("Question asked", "Was a face in one of these clips replaced?")
    hand.type("Examiner", "A. Examiner")
    hand.type("Folder", str(case))
    hand.press("Make case")
    hand.wait(lambda: "2026-031: Twenty clips" in hand.words(), "the case")


def drop_twenty(hand, folder):
    hand.step("drop a folder")
    hand.drop("Drop files or a folder here", folder)
    hand.wait(lambda: "20 files acquired." in hand.words(), "twenty exhibits", 120)
    hand.wait(lambda: len(hand.rows("Exhibits")) == CLIPS, "twenty rows")


def examine_all(hand):
    hand.step("examine")
    plan = hand.find("Plan", QComboBox)
    plan.setFocus()
    QTest.keyClick(plan, Qt.Key.Key_Home)
    QTest.keyClick(plan, Qt.Key.Key_Return)
    table = hand.find("Exhibits", QTableView)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hand.press(f"Examine {CLIPS}")
    done = lambda: sum("manipulation" in row[2] or "inconclusive" in row[2] for row in hand.rows("Exhibits"))  # noqa: E731
    hand.wait(lambda: done() == CLIPS, "twenty results", 1000)


def scrub(hand):
    hand.step("scrub")
    hand.click_row("Exhibits", 1)
    reference = hand.find("Frame reference")
    hand.wait(lambda: "Frame 0" in reference.text(), "the first frame")
    timeline = hand.find("Timeline")
    canvas = _canvas(timeline)
    left, right, y = canvas.width() * 0.4, canvas.width() * 0.8, 30
    seen = set()
    QTest.mousePress(canvas, LEFT, NONE, QPoint(int(left), y))
    for at in range(11):
        QTest.mouseMove(canvas, QPoint(int(left + (right - left) * at / 10), y))
        hand.qtbot.wait(60)
        seen.add(reference.text())
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(int(right), y))
    assert len(seen) > 3, "the picture did not follow the hand"
    player = hand.find("Player")
    player.setFocus()
    QTest.keyClick(player, Qt.Key.Key_Home)
    hand.wait(lambda: "Frame 0" in reference.text(), "Home")
    QTest.keyClick(player, Qt.Key.Key_Right)
    hand.wait(lambda: "Frame 1 " in reference.text() + " ", "one frame on")


def _canvas(timeline):
    """Where the lanes are drawn: what lies under the middle of the timeline takes the mouse."""
    found = timeline.childAt(timeline.width() // 2, 40)
    assert found is not None
    return found


def mark_span(hand):
    hand.step("mark a span")
    canvas = _canvas(hand.find("Timeline"))
    start, stop = QPoint(int(canvas.width() * 0.4), 30), QPoint(int(canvas.width() * 0.7), 30)
    QTest.mousePress(canvas, LEFT, SHIFT, start)
    QTest.mouseMove(canvas, stop)
    QTest.mouseRelease(canvas, LEFT, SHIFT, stop)
    hand.wait(lambda: hand.find("From, in seconds").text() != "", "the span in the finding")
    span = float(hand.find("From, in seconds").text()), float(hand.find("To, in seconds").text())
    assert 0 < span[0] < span[1] < 1.3
    return span


def write_finding(hand, span):
    hand.step("write a finding")
    hand.type("Statement", "The edge of the face is softer than what surrounds it.")
    hand.type("Basis", f"Frames between {span[0]:.2f} s and {span[1]:.2f} s.")
    hand.type("Limitations", "One clip of about one second.")
    hand.press("Save finding")
    findings = lambda: [t for t in hand.window.findChildren(QTableView) if t.accessibleName() == "Findings"]  # noqa: E731
    hand.wait(lambda: findings() and findings()[0].model().rowCount() == 1, "the finding in its table")


def robustness(hand):
    hand.step("robustness")
    hand.menu("Tools", "Robustness…")
    wizard = hand.other_window("Social networks")
    hand.type("Ladder", "28:full", wizard)
    button = next(b for b in wizard.findChildren(QAbstractButton) if b.isVisible() and "xamine" in b.text())
    hand.wait(button.isEnabled, "Examine in the wizard")
    hand.qtbot.mouseClick(button, LEFT)
    hand.wait(lambda: "The robustness examination was kept in the case." in hand.words(), "the kept robustness", 300)
    wizard.close()


def export_pdf(hand, report):
    hand.step("export PDF")
    hand.menu("Case", "Design a report…")
    designer = hand.other_window("Report on")
    hand.wait(lambda: "Page 1 of" in hand.words(designer), "the preview", 120)
    hand.type("Laboratory", "Institute of Image Forensics", designer)
    preview = hand.find("Preview of the report", within=designer)
    hand.wait(lambda: "Institute of Image Forensics" in preview.accessibleDescription(), "the letterhead", 120)
    hand.answer_file_dialog(report, lambda: hand.press("Write report…", designer))
    hand.wait(lambda: "Report written to" in hand.words(designer), "the report", 180)
    hand.press("Close", next(w for w in designer.findChildren(QWidget) if w.accessibleName() == "Messages"))
    designer.close()


def close_and_reopen(hand, case):
    hand.step("close and reopen")
    hand.menu("File", "Close case")
    hand.wait(lambda: "Recent cases" in hand.words(), "the start page")
    hand.answer_file_dialog(case, lambda: hand.press("Open case…"))
    hand.wait(lambda: "2026-031: Twenty clips" in hand.words(), "the case again")
    rows = hand.rows("Exhibits")
    assert len(rows) == CLIPS
    assert not any("not examined" in row[2] for row in rows)


def verify_case(hand):
    hand.step("verify")
    hand.menu("Case", "Verify")
    hand.wait(lambda: "Verified:" in hand.words() and "20 exhibits are unaltered" in hand.words(), "verified", 120)


def verify_report(hand, report):
    hand.step("verify-report")
    hand.menu("Case", "Verify a report…")
    window = hand.other_window("Verify a report")
    hand.answer_file_dialog(report, lambda: hand.press("Choose: Report file", window))
    hand.press("Verify", window)
    hand.wait(lambda: "agrees with its case" in hand.words(window), "the comparison", 120)
    outcomes = {row[0]: row[1] for row in hand.rows("Checks", window)}
    for check in (
        "Checksum file",
        "Record in the case",
        "Content hash",
        "Head of the audit chain",
        "Case and evidence",
    ):
        assert outcomes[check] == "the same", outcomes
    window.close()


def what_is_on_disk(case, report):
    """Read with the library, after the window wrote it."""
    from deepfake_studio.case import CaseStore
    from deepfake_studio.report import pages

    with CaseStore.open(case, read_only=True) as store:
        assert len(store.exhibits()) == CLIPS
        assert len({e.exhibit.sha256 for e in store.exhibits()}) == CLIPS
        assert all(r.examination.recipe.plan == "quick" for r in store.examinations())
        (finding,) = store.findings()
        actions = [entry.action for entry in store.audit()]
        written = next(json.loads(e.detail) for e in store.audit() if e.action == "report.write")
    assert finding.statement.startswith("The edge of the face")
    assert {"exhibit.add", "examination.store", "finding.add", "report.write"} <= set(actions), sorted(set(actions))
    import hashlib

    data = report.read_bytes()
    assert written["sha256"] == hashlib.sha256(data).hexdigest()
    text = " ".join(" ".join(pages.image(data, at, width_px=16).text for at in range(len(pages.sizes(data)))).split())
    for said in ("Institute of Image Forensics", "The edge of the face is softer", "Twenty clips", "clip 20.mp4"):
        assert said in text
