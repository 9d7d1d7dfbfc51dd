"""What surrounds the window: collector, crashes, settings, the messages above the work."""

import gc
import os
import socket
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import Qt

from deepfake_studio.errors import StudioError, WorkerDied
from deepfake_studio.gui import crash, frame_cache
from deepfake_studio.gui.app import make_application
from deepfake_studio.gui.collector import Collector, keep
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.worker_client import WorkerBug


@pytest.fixture
def log(user_folder):
    handlers, crash.log.handlers[:] = list(crash.log.handlers), []
    crash.start_log()
    yield crash.log_file()
    for handler in crash.log.handlers:
        handler.close()
    crash.log.handlers[:] = handlers


def test_cycles_are_collected_in_this_thread_only(qapp):
    collector = Collector()
    try:
        assert not gc.isenabled()
        gc.collect()
        assert collector.collect_if_due() is None
        kept = [[] for _ in range(gc.get_threshold()[0] + 50)]
        assert collector.collect_if_due() == 0
        del kept
    finally:
        collector.stop()
    assert gc.isenabled()


def a_cycle():
    """Something that only the collector can end, and a way to ask whether it is there."""

    class Loop:
        pass

    one = Loop()
    one.me = one
    return weakref.ref(one)


def test_what_lasts_is_set_apart_and_looked_at_when_nobody_looks(qapp):
    collector = Collector()
    try:
        gc.collect()
        there = a_cycle()
        keep()
        assert gc.get_freeze_count() > 1000
        gc.collect()
        assert there() is not None
        collector._looked -= 1000.0
        collector._state_changed(Qt.ApplicationState.ApplicationInactive)
        assert collector._away.isActive()
        collector._state_changed(Qt.ApplicationState.ApplicationActive)
        assert not collector._away.isActive()
        collector._nobody_looks()
        assert there() is None
        again = a_cycle()
        keep()
        collector._nobody_looks()  # not twice in a minute
        assert again() is not None
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert again() is None


def test_much_that_came_at_once_is_set_apart_unseen(qapp):
    collector = Collector()
    try:
        keep()
        before, many = gc.get_freeze_count(), [[] for _ in range(13_000)]
        assert collector.collect_if_due() is None
        assert gc.get_freeze_count() - before >= len(many)
        collector._gathered = 3_000_000
        more, there = [[] for _ in range(13_000)], a_cycle()
        collector.collect_if_due()
        assert there() is None  # so much has gathered that everything was looked at
        assert (len(more), collector._gathered) == (13_000, 0)
    finally:
        collector.stop()


def test_without_a_collector_nothing_is_set_apart():
    keep()
    assert gc.get_freeze_count() == 0


def test_pictures_that_a_crash_left_are_removed_at_the_start(make_studio, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(frame_cache.tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"{frame_cache.PREFIX}left"
    left.mkdir()
    (left / "clip.pack").write_bytes(b"a face")
    (left / "lock").write_text(f"999999999\ndeepfake-studio\n{socket.gethostname()}\n")
    frame_cache.sweep_later(make_studio())
    qtbot.waitUntil(lambda: not left.exists())


def test_an_uncaught_error_is_logged_and_told_in_the_gui_thread(qapp, qtbot, log):
    notice, told = crash.CrashNotice(), []
    notice.crashed.connect(lambda text: told.append((text, threading.get_ident())))
    notice.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        sys.excepthook(ValueError, ValueError("here"), None)
        qtbot.waitUntil(lambda: len(told) == 2)
    finally:
        notice.uninstall()
    assert {text for text, _ in told} == {"ZeroDivisionError: division by zero", "ValueError: here"}
    assert {where for _, where in told} == {threading.get_ident()}
    assert "ZeroDivisionError" in log.read_text()
    assert "ValueError: here" in crash.last_trace()
    assert sys.excepthook is sys.__excepthook__


def test_the_plugin_path_of_opencv_is_forgotten(qapp, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/elsewhere")
    monkeypatch.setattr("deepfake_studio.gui.app.QApplication", lambda argv: qapp)
    make_application(["x"])
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ


@pytest.mark.parametrize(
    ("error", "signal", "text"),
    [
        (StudioError("The disk is full."), "problem", "The disk is full."),
        (WorkerDied("It ended."), "problem", "It ended."),
        (PermissionError(13, "denied", "/x"), "problem", "/x cannot be read"),
        (KeyError("k"), "crashed", "KeyError"),
        (WorkerBug("odd", trace="File worker.py"), "crashed", "WorkerBug: odd"),
    ],
)
def test_whose_fault(make_studio, error, signal, text, log):
    studio, heard = make_studio(), []
    studio.problem.connect(lambda said: heard.append(("problem", said)))
    studio.crashed.connect(lambda said: heard.append(("crashed", said)))
    studio.tell(error)
    assert [kind for kind, _ in heard] == [signal]
    assert heard[0][1].startswith(text)


def test_unreadable_settings_are_told_and_never_written_over(qtbot, user_folder, script):
    from deepfake_studio.gui.studio import Studio

    (user_folder / "settings.toml").write_text("examiner = [broken")
    studio, told = Studio(client=_client), []
    studio.problem.connect(told.append)
    studio.report_settings_problem()
    studio.change_settings(examiner="B")
    assert studio.examiner == "B"
    assert "cannot be read" in told[0]
    assert (user_folder / "settings.toml").read_text() == "examiner = [broken"
    assert studio.shutdown()


class _client:  # noqa: N801 - stands for a callable
    def start(self):
        """Nothing."""

    def close(self):
        """Nothing."""


def test_messages(qtbot):
    bar, pressed = MessageBar(), []
    qtbot.addWidget(bar)
    bar.show_message("one", key="k")
    bar.show_message("two", key="k")
    assert bar.texts() == ["two"]
    bar.show_message("<b>three</b>", actions=(("Do", lambda: pressed.append(1)),))
    message = bar._shown[-1]
    from PySide6.QtWidgets import QLabel, QPushButton

    assert message.findChild(QLabel).text() == "<b>three</b>"
    message.findChildren(QPushButton)[0].click()
    assert pressed == [1]
    assert bar.texts() == ["two"]
    for number in range(10):
        bar.show_message(str(number))
    assert len(bar.texts()) == 4
    bar.clear()
    assert not bar.isVisible()
