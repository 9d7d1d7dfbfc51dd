"""A case from its making to its report without a mouse: keys go to whatever has the focus, nothing else is called."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QTableView

from deepfake_studio import paths

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


class Keys:
    """A keyboard: every key goes to the widget that has the focus."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    def press(self, key, modifiers=NONE, times=1):
        for _ in range(times):
            QTest.keyClick(self._focus(), key, modifiers)
            QApplication.processEvents()

    def type(self, text):
        QTest.keyClicks(self._focus(), text)
        QApplication.processEvents()

    def _focus(self):
        at = QApplication.focusWidget() or QApplication.activeWindow()
        assert at is not None, "nothing has the keyboard"
        return at

    def tab_to(self, name, most=80):
        """Tab until a control of that name has the focus."""
        for _ in range(most):
            at = QApplication.focusWidget()
            if at is not None and name_of(at) == name:
                return at
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name!r}; it is at {name_of(QApplication.focusWidget())!r}")

    def answer(self, path, key, modifiers):
        """Press a key that opens a file dialog; the path is typed there and Enter pressed."""
        answered = []

        def answer():
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(20, answer)
                return
            self.press(KEY.Key_A, CTRL)
            self.type(str(path))
            QTest.keyClick(self._focus(), KEY.Key_Return)
            answered.append(dialog.windowTitle())

        QTimer.singleShot(20, answer)
        self.press(key, modifiers)
        self.wait(lambda: answered)
        self.window.activateWindow()  # as every window manager does when a dialog goes; there is none in a test

    def wait(self, seen):
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)

    def on_screen(self):
        return "\n".join(w.text() for w in self.window.findChildren(QLabel) if w.isVisible())


def name_of(widget):
    said = widget.accessibleName() if widget is not None else ""
    return said or (widget.text() if hasattr(widget, "text") else "")


def rows(window, name):
    table = next(t for t in window.findChildren(QTableView) if t.accessibleName() == name)
    model = table.model()
    return [[str(model.index(r, c).data() or "") for c in range(model.columnCount())] for r in range(model.rowCount())]


@pytest.fixture
def keys(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Keys(qtbot, window)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_case_without_a_mouse(keys, window, tmp_path):
    make_case(keys, tmp_path / "by keys.dfcase")
    add_sample(keys)
    examine(keys)
    span_to_finding(keys)
    report(keys, tmp_path / "report.html")
    keys.press(KEY.Key_W, CTRL)
    keys.wait(lambda: "Recent cases" in keys.on_screen())
    keys.press(KEY.Key_Q, CTRL)
    keys.wait(lambda: not window.isVisible())
    on_disk(tmp_path / "by keys.dfcase")


def make_case(keys, folder):
    keys.press(KEY.Key_N, CTRL)
    assert isinstance(keys.tab_to("Case number"), QLineEdit)
    keys.press(KEY.Key_A, CTRL)
    keys.type("2026-077")
    keys.tab_to("Title")
    keys.type("By keys")
    assert isinstance(keys.tab_to("Question asked"), QPlainTextEdit)
    keys.type("Was a face replaced?")
    keys.tab_to("Folder")
    keys.press(KEY.Key_A, CTRL)
    keys.type(str(folder))
    keys.press(KEY.Key_Return, CTRL)
    keys.wait(lambda: "2026-077: By keys" in keys.on_screen())


def add_sample(keys):
    keys.answer(paths.sample_dir() / "self_blended.mp4", KEY.Key_I, CTRL)
    keys.wait(lambda: len(rows(keys.window, "Exhibits")) == 1)


def examine(keys):
    keys.tab_to("Exhibits")
    keys.press(KEY.Key_Home)
    keys.press(KEY.Key_E, CTRL)
    keys.wait(lambda: "manipulation" in rows(keys.window, "Exhibits")[0][2])
    keys.press(KEY.Key_1, CTRL)
    keys.wait(lambda: "The measurements give weak support" in keys.on_screen())


def span_to_finding(keys):
    keys.press(KEY.Key_5, CTRL)
    timeline = QApplication.focusWidget()
    assert timeline.accessibleName() == "Timeline"
    keys.press(KEY.Key_Right, times=30)
    keys.wait(lambda: "0:01.200" in timeline.accessibleDescription())
    keys.press(KEY.Key_I)
    keys.press(KEY.Key_Right, times=20)
    keys.press(KEY.Key_O)
    assert "0:01.200" in timeline.accessibleDescription(), "the span is read aloud"
    keys.press(KEY.Key_Return)
    keys.wait(lambda: name_of(QApplication.focusWidget()) == "Statement")
    keys.type("The edge of the face is softer than its surroundings.")
    keys.press(KEY.Key_Return, CTRL)
    keys.wait(lambda: len(rows(keys.window, "Findings")) == 1)


def report(keys, file):
    keys.answer(file, KEY.Key_P, CTRL)
    keys.wait(lambda: "Report written to" in keys.on_screen())
    assert "The edge of the face is softer" in file.read_text("utf-8")


def on_disk(folder):
    """Read with the library, after the window wrote it."""
    from deepfake_studio.case import CaseStore

    with CaseStore.open(folder, read_only=True) as store:
        (finding,) = store.findings()
        assert store.info().number == "2026-077"
        assert len(store.examinations()) == 1
        assert {"report.write", "finding.add"} <= {entry.action for entry in store.audit()}
    assert (finding.start_seconds, finding.stop_seconds) == (1.2, 2.0)
