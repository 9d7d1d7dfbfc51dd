"""The player in a window without a screen."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication

from deepfake_studio.gui.widgets.player import PlayerWidget

_spec = importlib.util.spec_from_file_location("gui_example", Path(__file__).with_name("gui_example.py"))
# the platform without a screen says so at each window with a least size
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
example = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(example)
FRAMES = 1500


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


class Desk:
    """A player whose frames come when `deliver` is called."""

    def __init__(self, qtbot):
        self.clock, self.asked, self.positions = Clock(), [], []
        self.player = PlayerWidget(clock=self.clock)
        qtbot.addWidget(self.player)
        self.player.frame_wanted.connect(self.asked.append)
        self.player.position_changed.connect(lambda seconds, index: self.positions.append((seconds, index)))
        self.player.resize(800, 600)
        self.player.show()
        self.player.set_media(np.arange(FRAMES) / 25, 25.0, example.SIZE)

    def deliver(self, index):
        self.player.show_frame(index, example.picture(index), *example.SIZE, index / 25, f"{index:064x}")


@pytest.fixture
def desk(qtbot):
    made = Desk(qtbot)
    yield made
    made.player.close()


def test_one_request_at_a_time_and_the_newest_wins(desk):
    for index in range(1, 200):
        desk.player.seek_index(index)
    assert desk.asked == [0]
    desk.deliver(0)
    assert desk.asked == [0, 199]
    desk.deliver(57)  # nobody waits for it
    assert "Frame 0 of 1,500" in desk.player.reference()
    desk.deliver(199)
    assert desk.asked == [0, 199]
    assert desk.player.reference().startswith("Frame 199 of 1,500 (from 0)   PTS 7.960000 s   SHA-256 0000")
    assert desk.positions[-1] == (7.96, 199)


def test_a_late_frame_of_another_clip_is_dropped(desk):
    old = desk.player.media_number
    desk.player.set_media(np.arange(10) / 25, 25.0, example.SIZE)
    desk.player.show_frame(0, example.picture(), *example.SIZE, 0.0, "f" * 64, media=old)
    assert desk.player.reference() == ""


def test_a_frame_that_fails_is_said_and_the_next_one_is_asked_for(desk):
    desk.player.seek_index(5)
    desk.player.frame_failed(0, "Frame 0 cannot be decoded.")
    assert desk.asked == [0, 5]
    assert desk.player.reference() == ""


@pytest.mark.parametrize(
    ("key", "index"),
    [
        (Qt.Key.Key_Right, 101),
        (Qt.Key.Key_Left, 99),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, FRAMES - 1),
        (Qt.Key.Key_Period, 101),
        (Qt.Key.Key_Comma, 99),
    ],
)
def test_keys_that_move(desk, qtbot, key, index):
    desk.player.seek_index(100)
    qtbot.keyClick(desk.player, key)
    assert desk.player.index == index


def test_shuttle_keys_and_frames_skipped_by_a_slow_worker(desk, qtbot):
    desk.deliver(0)
    for rate in (1.0, 2.0, 4.0):
        qtbot.keyClick(desk.player, Qt.Key.Key_L)
        assert desk.player.rate == rate
    desk.clock.seconds = 1.0
    desk.player.playing.tick()
    desk.clock.seconds = 2.0
    desk.player.playing.tick()
    assert desk.asked == [0, 100]  # 4x: 100 frames a second; the one due now waits its turn
    desk.deliver(100)
    assert desk.asked == [0, 100, 200]
    qtbot.keyClick(desk.player, Qt.Key.Key_J)
    assert desk.player.rate == -1.0
    desk.clock.seconds = 99.0
    desk.player.playing.tick()
    assert (desk.player.index, desk.player.rate) == (0, 0.0)
    qtbot.keyClick(desk.player, Qt.Key.Key_Space)
    assert desk.player.rate == 1.0
    qtbot.keyClick(desk.player, Qt.Key.Key_K)
    assert desk.player.rate == 0.0


def test_playing_stops_at_the_end_and_when_hidden(desk, qtbot):
    desk.player.seek_index(FRAMES - 2)
    desk.player.playing.shuttle(+1)
    desk.clock.seconds = 5.0
    desk.player.playing.tick()
    assert (desk.player.index, desk.player.rate) == (FRAMES - 1, 0.0)
    desk.player.playing.toggle()  # from the end: from the start
    assert (desk.player.index, desk.player.rate) == (0, 1.0)
    desk.player.hide()
    assert desk.player.rate == 0.0
    desk.player.playing.shuttle(+1)  # nobody looks
    assert desk.player.rate == 0.0


def test_the_clock_ticks_by_itself(desk, qtbot):
    desk.player.playing.shuttle(+1)
    desk.clock.seconds = 0.4
    qtbot.waitUntil(lambda: desk.player.index == 10)
    desk.player.stop()


def test_enlarged_pixels_are_not_mixed(desk):
    pixels = np.zeros((360, 640, 3), np.uint8)
    pixels[::2, ::2] = 255
    desk.player.show_frame(0, pixels.tobytes(), 640, 360, 0.0, "a" * 64)
    desk.player.view.set_zoom(8.0, anchor=QPointF(0, 0))
    image = desk.player.view.grab().toImage()
    colours = {QColor(image.pixel(x, y)).name() for x in range(20, 120) for y in range(20, 120)}
    assert colours == {"#000000", "#ffffff"}


def test_zoom_keeps_the_point_under_the_cursor_and_full_pictures_are_asked_for(desk):
    view = desk.player.view
    assert desk.player.useful_width() is None  # the view is larger than the media
    desk.player.resize(600, 400)
    assert desk.player.useful_width() == pytest.approx(min(600, 640 * desk.player.view.height() / 360), abs=2)
    desk.player.show_frame(0, bytes(3 * 320 * 180), 320, 180, 0.0, "b" * 64)
    assert "shown reduced to 320 px of 640" in desk.player.reference()
    anchor = QPointF(130, 120)
    before = view.map_to_media(anchor.toPoint())
    view.set_zoom(3.0, anchor=anchor)
    after = view.map_to_media(anchor.toPoint())
    assert (after - before).manhattanLength() < 1.5
    assert desk.asked == [0, 0]
    view.fit()
    assert view.fitted


def test_boxes_follow_the_frame(desk):
    desk.player.set_tracks(example.examination(), {2: "Speaker"})
    desk.deliver(0)
    assert [box.sampled for box in desk.player.view.drawn.boxes] == [True]
    desk.player.seek_index(3)
    desk.deliver(3)
    assert [box.sampled for box in desk.player.view.drawn.boxes] == [False]
    desk.player.set_tracks(None)
    assert desk.player.view.drawn.boxes == ()


def test_empty_player_has_a_hint_and_dead_keys_do_nothing(desk, qtbot):
    desk.player.clear()
    asked = len(desk.asked)
    for key in (Qt.Key.Key_L, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_F):
        qtbot.keyClick(desk.player, key)
    assert len(desk.asked) == asked
    assert desk.player.rate == 0.0
    assert "Drop a video" in desk.player.view._hint


def test_reference_goes_to_the_clipboard(desk):
    desk.deliver(0)
    desk.player.deeds.trigger("copy")
    assert QGuiApplication.clipboard().text() == desk.player.reference()


def test_every_control_has_a_name(desk):
    from PySide6.QtWidgets import QCheckBox, QComboBox, QScrollArea, QSlider, QToolButton

    kinds = (QToolButton, QSlider, QCheckBox, QComboBox, QScrollArea)
    controls = [control for kind in kinds for control in desk.player.findChildren(kind)]
    assert len(controls) > 30
    assert [c for c in controls if not (c.accessibleName() or (isinstance(c, QCheckBox) and c.text()))] == []
