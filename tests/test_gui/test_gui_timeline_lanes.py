"""Lanes shown, hidden and moved; marks, meanings, measurements; what is uncalibrated looks so."""

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from deepfake_studio.gui.widgets import lane_sources
from deepfake_studio.gui.widgets.lane_order import LaneOrder
from deepfake_studio.gui.widgets.measures import FrameClock, Pictures, Sound
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.vocabulary import DetectorResult, ScoreSeries


def module(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


example = module("gui_example")


@pytest.fixture
def pictures(prepared):
    return Pictures.of(*prepared.picture_lanes(1500, 25))


@pytest.fixture
def timeline(qtbot, pictures, prepared):
    widget = TimelineWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 900)
    widget.show()
    widget.set_examination(example.examination(), 60.0)
    widget.set_findings(example.findings(), example.bookmarks())
    widget.set_pictures(pictures)
    widget.set_sound(Sound.of(*prepared.sound_level(60.0)))
    qtbot.waitExposed(widget)
    return widget


def titles(timeline):
    return [row.name.title for row in timeline.canvas.rows]


def row_of(timeline, key):
    return next(row for row in timeline.canvas.rows if row.key == key)


def name_at(timeline, key):
    """A pixel on the name of a lane."""
    return QPoint(40, round(row_of(timeline, key).view.sceneBoundingRect().center().y()))


def hover(timeline, at):
    """The cursor comes to a pixel; as an event, so that no other window can lie in its way."""
    none, port = Qt.MouseButton.NoButton, timeline.canvas.viewport()
    where = QPointF(at), QPointF(port.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, *where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, event)


# ---- which and in which order ---------------------------------------------------------------------------------------


def test_a_lane_is_hidden_and_shown_again(timeline):
    timeline.show_lane("imported.net", False)
    assert "imported.net" not in titles(timeline)
    timeline.set_findings(())  # built anew: the choice holds
    assert "imported.net" not in titles(timeline)
    shown = timeline.show_lane_list()
    row = next(r for r in range(shown.list.count()) if shown.list.item(r).text() == "imported.net")
    shown.list.item(row).setCheckState(Qt.CheckState.Checked)
    assert "imported.net" in titles(timeline)


def test_lanes_are_moved_by_their_names(timeline, qtbot):
    told = []
    timeline.lanes_changed.connect(lambda: told.append(True))
    port, left = timeline.canvas.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(port, left, pos=name_at(timeline, "residual.two"))
    qtbot.mouseMove(port, name_at(timeline, "anomalies"))
    qtbot.mouseRelease(port, left, pos=name_at(timeline, "anomalies"))
    assert titles(timeline)[:3] == ["All detectors", "residual.two", "Anomalies"]
    qtbot.mousePress(port, left, pos=name_at(timeline, "fused"))
    qtbot.mouseRelease(port, left, pos=name_at(timeline, "anomalies"))
    assert titles(timeline)[:3] == ["residual.two", "Anomalies", "All detectors"]
    assert len(told) == 2
    assert timeline.span is None


def test_the_list_moves_lanes_by_keyboard(timeline, qtbot):
    shown = timeline.show_lane_list()
    shown.list.setCurrentRow(0)
    assert not shown.up.isEnabled()
    shown.down.click()
    assert titles(timeline)[:2] == ["Anomalies", "All detectors"]
    shown._again.click()
    assert titles(timeline)[0] == "All detectors"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_the_list_goes_with_the_timeline(timeline):
    shown = timeline.show_lane_list()
    timeline.hide()
    assert not shown.isVisible()


def test_choices_survive_as_text(timeline, qtbot):
    timeline.show_lane("sound", False)
    text = timeline.lanes_text()
    other = TimelineWidget()
    qtbot.addWidget(other)
    other.set_examination(example.examination(), 60.0)
    other.restore_lanes(text)
    assert "Sound level" not in titles(other)
    other.restore_lanes("no such text")
    assert "Sound level" in titles(other)


def test_new_lanes_stand_where_they_are_proposed():
    order = LaneOrder()
    assert order.arrange(["a", "b", "c"]) == ["a", "b", "c"]
    order.set_order(["c", "a", "b"])
    assert order.arrange(["a", "x", "b", "c"]) == ["c", "a", "x", "b"]
    assert order.arrange(["b", "c"]) == ["c", "b"]


# ---- marks and findings ----------------------------------------------------------------------------------------------


def test_in_and_out_marks_make_a_span_and_a_finding(timeline, qtbot):
    wanted = []
    timeline.span_selected.connect(lambda *span: wanted.append(span))
    assert not timeline.bar.finding_button.isEnabled()
    timeline.set_playhead(10.0)
    qtbot.keyClick(timeline, Qt.Key.Key_I)
    assert timeline.span == (10.0, 60.0)
    timeline.set_playhead(20.0)
    qtbot.keyClick(timeline, Qt.Key.Key_O)
    assert (timeline.span, wanted) == ((10.0, 20.0), [])
    timeline.set_playhead(25.0)
    timeline.bar.in_button.click()  # beyond the end: a new span up to that of the clip
    assert timeline.span == (25.0, 60.0)
    timeline.mark_out(5.0)
    assert timeline.span == (0.0, 5.0)
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert wanted == [(0.0, 5.0)]


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_every_lane_says_what_its_numbers_mean(timeline):
    assert all(row.name.meaning for row in timeline.canvas.rows)
    assert all(row.name.meaning[:40] in row.name.toolTip().replace("&#x27;", "'") for row in timeline.canvas.rows)
    hover(timeline, name_at(timeline, "imported.net"))
    assert "no strength of evidence" in timeline.readout()
    hover(timeline, name_at(timeline, "fused"))
    assert "ten times more probable" in timeline.readout()


def test_the_readout_names_frame_time_and_interval(timeline):
    timeline.set_playhead(18.0)
    said = timeline.readout()
    assert said.startswith("0:18.000, frame 450   All detectors: log10 LR")
    assert "whole item +0.74 [+0.52, +0.91] with 95 % interval" in said
    assert "picture 450: type I, 30,000 bytes, slice quantiser 22" in said
    assert "Sound level −" in said
    assert "dB to full scale" in said


def test_without_the_pictures_only_examined_moments_have_a_frame():
    clock = FrameClock(None, example.examination())
    assert clock.at(0.25) == 6  # a sample
    assert clock.at(0.3) is None
    assert clock.between(0.0, 1.0) == (0, 25)
    assert FrameClock().at(1.0) is None


def test_frames_between_pictures(pictures):
    clock = FrameClock(pictures)
    assert (clock.at(-1.0), clock.at(0.0), clock.at(0.039), clock.at(0.04), clock.at(99.0)) == (None, 0, 0, 1, 1499)
    assert clock.between(1.0, 2.0) == (25, 50)


def inked(timeline, key):
    """How much of the upper left part of a lane is not its plain ground; away from the curve and from words."""
    row, image = row_of(timeline, key), timeline.canvas.grab().toImage()
    box, plain = row.view.sceneBoundingRect().toRect(), QColor(palette(dark=False).lane).rgb()
    spots = [(x, y) for x in range(box.left() + 10, box.left() + 60) for y in range(box.top() + 3, box.bottom() - 3)]
    return sum(image.pixel(x, y) != plain for x, y in spots) / len(spots)


def test_uncalibrated_lanes_are_hatched_and_measurements_plain(timeline):
    timeline.canvas.set_view(30.0, 30.05)  # between samples: hardly any curve
    assert inked(timeline, "imported.net") > 0.15
    assert inked(timeline, "sound") < 0.1
    assert row_of(timeline, "imported.net").lane.raw
    assert not row_of(timeline, "sound").lane.raw


@pytest.mark.parametrize("view", [(0.0, 60.0), (10.0, 10.6), (20.0, 24.0), (59.0, 59.5)])
def test_picture_types_paint_at_every_scale(timeline, view):
    timeline.canvas.set_view(*view)
    assert inked(timeline, "types") > 0.05
    timeline.resize(400, 300)
    timeline.grab()


def test_what_was_not_read_says_why(timeline):
    timeline.set_sound(None, "x.mp4 holds no sound.")
    timeline.set_pictures(None, "Not yet.")
    assert row_of(timeline, "sound").lane.empty == "x.mp4 holds no sound."
    assert row_of(timeline, "qp").lane.empty == "Not yet."
    assert timeline.clock.at(18.1) is None
    unread = Pictures(
        np.arange(3.0), np.full(3, 63, np.uint8), np.full(3, np.nan, np.float32), np.ones(3, np.int32), "x", 0
    )
    assert "state no quantiser" in lane_sources.quantiser_lane(unread).empty


def test_a_detector_of_speech_has_a_lane_of_its_own(timeline):
    found = example.examination()
    pts = np.arange(0.0, 60.0, 2.0)
    series = (ScoreSeries(detector_id="speech.x", track_id=None, pts_seconds=pts, logits=np.sin(pts)),)
    speech = DetectorResult(
        detector_id="speech.x", status="not_calibrated", reason="x", weights_sha256="0" * 64, logit=0.1, series=series,
        question="synthetic_speech",
    )  # fmt: skip
    timeline.set_examination(dataclasses.replace(found, other_questions=(speech,)), 60.0)
    row = row_of(timeline, "other:speech.x")
    assert row.name.title == "Synthetic speech: speech.x"
    assert "Another question" in row.name.meaning
    assert row.lane.raw
    assert row.lane.words_at(2.1).startswith("raw logit +0.91")


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # of the tool tip, without a screen
def test_resting_on_a_name_shows_its_meaning(timeline, qtbot):
    port, at = timeline.canvas.viewport(), name_at(timeline, "imported.net")
    event = QHelpEvent(QEvent.Type.ToolTip, at, port.mapToGlobal(at))
    QApplication.sendEvent(port, event)
    qtbot.waitUntil(lambda: "no strength of evidence" in QToolTip.text())
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())  # it would lie in the way of the next test


def test_the_menu_of_a_lane(timeline):
    menu = timeline.lane_menu(row_of(timeline, "residual.two"))
    assert menu.actions()[0].text() == "Hide “residual.two”"
    menu.actions()[0].trigger()
    assert "residual.two" not in titles(timeline)
