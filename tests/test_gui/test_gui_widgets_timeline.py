"""The timeline in a window without a screen."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from deepfake_studio.gui.widgets.timeline import TimelineWidget

_spec = importlib.util.spec_from_file_location("gui_example", Path(__file__).with_name("gui_example.py"))
# the platform without a screen says so at each window with a least size
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
example = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(example)


@pytest.fixture
def timeline(qtbot):
    widget = TimelineWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 560)
    widget.show()
    widget.set_examination(example.examination(), 60.0)
    widget.set_findings(example.findings(), example.bookmarks())
    qtbot.waitExposed(widget)
    return widget


def at(timeline, seconds, row=0):
    """The pixel of a moment in a lane."""
    box = timeline.canvas.rows[row].view.sceneBoundingRect()
    return QPoint(round(timeline.canvas.overlay.x_of(seconds)), round(box.center().y()))


def wheel(timeline, seconds, steps, *, sideways=0):
    point = QPointF(at(timeline, seconds))
    none = Qt.MouseButton.NoButton
    delta = QPoint(120 * sideways, 120 * steps)
    plain = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(point, point, QPoint(), delta, none, plain, Qt.ScrollPhase.NoScrollPhase, False)
    timeline.canvas.wheelEvent(event)


def hover(timeline, where):
    """The cursor comes to a pixel; as an event, so that no window of another test can lie in its way."""
    none, port = Qt.MouseButton.NoButton, timeline.canvas.viewport()
    points = QPointF(where), QPointF(port.mapToGlobal(where))
    event = QMouseEvent(QEvent.Type.MouseMove, *points, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, event)


def test_lanes_and_their_order(timeline):
    names = [row.name.title for row in timeline.canvas.rows]
    assert names[:5] == ["All detectors", "Anomalies", "Findings", "Bookmarks", "Face tracks"]
    assert names[5:9] == ["blend.lite0", "residual.two", "imported.net", "lips.sync"]
    assert names[9:] == ["Picture types", "Quantiser", "Sound level"]


def test_click_and_drag_seek(timeline, qtbot):
    asked = []
    timeline.seek_requested.connect(asked.append)
    port = timeline.canvas.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=at(timeline, 15.0))
    qtbot.mouseMove(port, at(timeline, 30.0))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at(timeline, 30.0))
    assert asked == pytest.approx([15.0, 30.0], abs=0.1)
    qtbot.mouseMove(port, at(timeline, 40.0))
    assert len(asked) == 2


def test_shift_drag_chooses_a_span_and_escape_gives_it_up(timeline, qtbot):
    chosen, cleared, asked = [], [], []
    timeline.span_selected.connect(lambda a, b: chosen.append((a, b)))
    timeline.span_cleared.connect(lambda: cleared.append(True))
    timeline.seek_requested.connect(asked.append)
    port, shift = timeline.canvas.viewport(), Qt.KeyboardModifier.ShiftModifier
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, shift, at(timeline, 40.0))
    qtbot.mouseMove(port, at(timeline, 20.0))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, shift, at(timeline, 20.0))
    assert chosen == [pytest.approx((20.0, 40.0), abs=0.1)]
    assert timeline.span == chosen[0]
    assert asked == []
    qtbot.keyClick(timeline, Qt.Key.Key_Escape)
    assert (timeline.span, cleared) == (None, [True])


def test_wheel_zooms_time_around_the_cursor_only(timeline, qtbot):
    y_before = timeline.canvas.rows[0].view.viewRange()[1]
    x_before = at(timeline, 20.0).x()
    wheel(timeline, 20.0, 5)
    assert timeline.canvas.stop_seconds - timeline.canvas.start_seconds < 30
    assert at(timeline, 20.0).x() == pytest.approx(x_before, abs=2)
    assert timeline.canvas.rows[0].view.viewRange()[1] == y_before
    ranges = {tuple(row.view.viewRange()[0]) for row in timeline.canvas.rows}
    assert ranges == {(timeline.canvas.start_seconds, timeline.canvas.stop_seconds)}
    start = timeline.canvas.start_seconds
    wheel(timeline, 20.0, 0, sideways=-1)
    assert timeline.canvas.start_seconds > start
    qtbot.keyClick(timeline, Qt.Key.Key_F)
    assert (timeline.canvas.start_seconds, timeline.canvas.stop_seconds) == timeline.canvas.limits


def test_right_drag_and_scroll_bar_pan(timeline, qtbot):
    timeline.canvas.set_view(20.0, 30.0)
    port = timeline.canvas.viewport()
    qtbot.mousePress(port, Qt.MouseButton.RightButton, pos=at(timeline, 25.0))
    qtbot.mouseMove(port, at(timeline, 27.0))
    qtbot.mouseRelease(port, Qt.MouseButton.RightButton, pos=at(timeline, 25.0))
    assert timeline.canvas.start_seconds == pytest.approx(18.0, abs=0.1)
    timeline.bar.scroll_bar.setValue(timeline.bar.scroll_bar.maximum())
    assert timeline.canvas.stop_seconds == pytest.approx(60.6, abs=0.02)


def test_playhead_turns_the_page_only_when_it_was_seen(timeline):
    timeline.set_playhead(25.0)
    timeline.canvas.set_view(20.0, 30.0)
    timeline.set_playhead(31.0)
    assert timeline.canvas.start_seconds <= 31.0 <= timeline.canvas.stop_seconds
    timeline.canvas.set_view(50.0, 60.0)  # the user looks elsewhere
    timeline.set_playhead(32.0)
    assert timeline.canvas.start_seconds == pytest.approx(50.0)


def test_readout_has_numbers_and_meaning(timeline):
    hover(timeline, at(timeline, 18.0))
    said = timeline.readout()
    assert "All detectors: log10 LR +1." in said
    assert "times more probable if manipulated" in said
    assert "for looking, not evidence by itself" in said
    assert "imported.net raw logit +" in said
    assert "anomaly 1:" in said
    assert "finding 3: Mouth region" in said
    hover(timeline, at(timeline, 18.0, row=7))
    assert "raw logit" in timeline.readout().splitlines()[0]
    assert "no strength of evidence" in timeline.readout()


def test_double_click_opens_what_lies_there(timeline, qtbot):
    opened = []
    timeline.item_activated.connect(lambda kind, number: opened.append((kind, number)))
    for row, seconds in ((1, 18.0), (2, 18.0), (4, 5.0), (3, 48.6)):
        qtbot.mouseDClick(timeline.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(timeline, seconds, row))
    assert opened == [("anomaly", 0), ("finding", 3), ("track", 1), ("bookmark", 1)]


def test_findings_and_scheme_leave_the_view_alone(timeline):
    timeline.canvas.set_view(10.0, 20.0)
    timeline.set_findings(())
    timeline.set_dark(True)
    assert (timeline.canvas.start_seconds, timeline.canvas.stop_seconds) == (10.0, 20.0)
    timeline.grab()


def test_a_million_samples_draw_as_few_vertices(timeline):
    timeline.set_examination(example.examination(samples=1_000_000, duration=40_000.0), 40_000.0)
    assert 0 < timeline.canvas.vertices <= 64_000
    widths = [row.view.width() for row in timeline.canvas.rows]
    assert timeline.canvas.vertices <= 2 * len(widths) * max(widths) + 100


def test_empty_states(timeline):
    timeline.set_examination(None, 60.0)
    assert "Not examined yet" in timeline.readout()
    timeline.set_examination(None, 0.0)
    assert timeline.readout().strip() == ""
    timeline.grab()
    timeline.set_examination(example.examination(calibrated=False), 60.0)
    assert "no detector with a calibration" in timeline.readout()
    timeline.grab()


def test_painting_keeps_the_count_of_references(timeline, qtbot):
    """PySide6 6.12.0 under Python 3.11 drops a reference to None at each call, until the process dies."""
    timeline.grab()
    before = sys.getrefcount(None)
    for _ in range(100):
        timeline.canvas.overlay.update()
    assert sys.getrefcount(None) > before - 50


def test_no_nan_reaches_the_axis(timeline):
    for start, stop in ((-5.0, -1.0), (100.0, 200.0), (5.0, 5.0)):
        timeline.canvas.set_view(start, stop)
        low, high = timeline.canvas.limits
        assert low <= timeline.canvas.start_seconds < timeline.canvas.stop_seconds <= high
    assert np.isfinite(timeline.canvas.seconds_per_px)
