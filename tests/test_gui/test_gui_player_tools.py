"""Marks, loop, speed, keys, proxies, rulers, pixel values, layers and faces of the player, without a screen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeySequence

from deepfake_studio.gui.widgets import deeds, paint
from deepfake_studio.gui.widgets.crop_strip import cells_of
from deepfake_studio.gui.widgets.cues import Cues
from deepfake_studio.gui.widgets.drawn import Drawing
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.shuttle import SPEEDS, Shuttle
from tests.test_gui.gui_example import SIZE, examination, picture

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
FRAMES = 500


class Bench:
    """A player with a clock, whose frames and proxies come when they are given."""

    def __init__(self, qtbot):
        self.seconds, self.asked, self.thumbs, self.dropped = 0.0, [], [], []
        self.spans, self.events = [], []
        self.player = player = PlayerWidget(clock=lambda: self.seconds)
        qtbot.addWidget(player)
        player.frame_wanted.connect(self.asked.append)
        player.proxy_wanted.connect(self.thumbs.append)
        player.frame_obsolete.connect(self.dropped.append)
        player.span_wanted.connect(lambda *span: self.spans.append(span))
        player.rested.connect(lambda index: self.events.append(index))
        player.unrested.connect(lambda: self.events.append(None))
        player.resize(900, 640)
        player.show()
        player.set_media(np.arange(FRAMES) / 25, 25.0, SIZE)

    def deliver(self, index):
        self.player.show_frame(index, picture(index), *SIZE, index / 25, f"{index:064x}")

    def proxy(self, index, of="same"):
        of = index if of == "same" else of
        self.player.show_proxy(index, bytes(3 * 32 * 18), 32, 18, of=of)


@pytest.fixture
def bench(qtbot):
    made = Bench(qtbot)
    yield made
    made.player.close()


# ---- keys -----------------------------------------------------------------------------------------------------------


def test_every_key_means_one_thing_and_every_command_has_an_action(bench):
    keys = [QKeySequence(key).toString() for deed in deeds.TABLE for key in deed.keys]
    assert len(keys) == len(set(keys))
    actions = bench.player.actions()
    assert {a.objectName() for a in actions} == {f"player.{deed.id}" for deed in deeds.TABLE}
    assert all(a.shortcut() and a.toolTip() and a.text() for a in actions)
    assert all(a.shortcutContext() == Qt.ShortcutContext.WidgetShortcut for a in actions)  # lists keep their arrows
    assert set(deeds.MENU) <= {deed.id for deed in deeds.TABLE}
    assert len(deeds.rows()) == len(deeds.TABLE)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_M, Qt.Key.Key_J])
def test_keys_are_the_players_also_when_a_window_passes_them_on(bench, qtbot, key):
    bench.deliver(0)
    qtbot.keyClick(bench.player.transport, key)
    assert bench.player.rate != 0 or bench.player.marking.cues.markers == [0]


def test_a_button_with_the_focus_keeps_its_space_bar(bench, qtbot):
    button = bench.player.transport._buttons["rulers"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert bench.player.view.rulers
    assert bench.player.deeds.actions["rulers"].isChecked()
    assert bench.player.rate == 0


# ---- marks, loop, speed ---------------------------------------------------------------------------------------------


def test_marks_markers_and_the_span_for_a_finding(bench, qtbot):
    player = bench.player
    for index, key in ((100, Qt.Key.Key_I), (200, Qt.Key.Key_O), (150, Qt.Key.Key_M), (300, Qt.Key.Key_M)):
        player.seek_index(index)
        qtbot.keyClick(player, key)
    assert (player.marking.cues.mark_in, player.marking.cues.mark_out, player.marking.cues.markers) == (
        100,
        200,
        [150, 300],
    )
    assert player.transport.span.text() == "In 0:04.000  out 0:08.000  (0:04.040, 101 frames)"
    assert "in at frame 100" in player.transport.slider.accessibleDescription()
    qtbot.keyClick(player, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert player.index == 100
    for wanted in (150, 200, 300, 300):
        qtbot.keyClick(player, Qt.Key.Key_PageDown)
        assert player.index == wanted
    qtbot.keyClick(player, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert bench.spans == [(4.0, 8.0)]
    qtbot.keyClick(player, Qt.Key.Key_M)
    assert player.marking.cues.markers == [150]
    qtbot.keyClick(player, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert not player.marking.cues.marked
    assert not player.deeds.actions["span"].isEnabled()
    player.set_media(np.arange(10) / 25, 25.0, SIZE)
    assert player.marking.cues.markers == []


def test_an_end_on_the_wrong_side_goes():
    cues = Cues()
    cues.set_in(10)
    cues.set_out(5)
    assert (cues.mark_in, cues.span(100)) == (None, (0, 5))
    cues.set_in(50)
    assert cues.span(100) == (50, 99)
    cues.bookmarks = [7]
    assert (cues.before(50), cues.after(0), cues.after(50)) == (7, 7, None)


def test_the_loop_goes_round_between_the_marks(bench, qtbot):
    player = bench.player
    player.marking.cues.set_in(100)
    player.marking.cues.set_out(124)  # one second
    player.marking.show()
    qtbot.keyClick(player, Qt.Key.Key_R)
    qtbot.keyClick(player, Qt.Key.Key_Space)
    assert player.index == 100
    for seconds, index in ((0.6, 115), (1.1, 102), (3.4, 110)):
        bench.seconds = seconds
        player.playing.tick()
        assert player.index == index
    qtbot.keyClick(player, Qt.Key.Key_R)
    bench.seconds += 99
    player.playing.tick()
    assert (player.index, player.rate) == (FRAMES - 1, 0)


def test_speed_multiplies_the_rate_and_keeps_the_place(bench, qtbot):
    player = bench.player
    for _ in range(9):
        qtbot.keyClick(player, Qt.Key.Key_BracketLeft)
    assert player.transport.speed.currentText() == f"{SPEEDS[0]:g}x"
    qtbot.keyClick(player, Qt.Key.Key_L)
    bench.seconds = 10.0
    player.playing.tick()
    assert player.index == 25
    qtbot.keyClick(player, Qt.Key.Key_Backspace)
    bench.seconds = 11.0
    player.playing.tick()
    assert (player.index, player.transport.rate.text(), player.transport.speed.currentText()) == (50, "1x", "1x")
    player.transport.speed.setCurrentIndex(SPEEDS.index(2.0))
    player.transport.speed.activated.emit(SPEEDS.index(2.0))
    bench.seconds = 12.0
    player.playing.tick()
    assert player.index == 100


def test_a_shuttle_runs_backwards_through_a_loop():
    shuttle = Shuttle(duration_seconds=10.0, loop=(2.0, 4.0))
    shuttle.play(-1.0, position_seconds=3.0, now=0.0)
    assert [shuttle.due_seconds(t) for t in (0.5, 1.5, 3.5)] == [2.5, 3.5, 3.5]
    assert not shuttle.at_end(99.0)


# ---- proxies --------------------------------------------------------------------------------------------------------


def test_proxies_while_scrubbing_and_the_frame_itself_when_it_rests(bench, qtbot):
    player = bench.player
    bench.deliver(0)
    player.set_ready(FRAMES - 1)
    for index in (50, 120, 260):
        player.seek_index(index)
    assert (bench.asked, bench.thumbs) == ([0], [50])
    bench.proxy(50)
    assert bench.thumbs == [50, 260]
    bench.proxy(260)
    assert player.view.badge == "PROXY of frame 260"
    assert player.reference() == ""
    assert "Proxy of frame 260" in player.transport.readout.text()
    qtbot.waitUntil(lambda: bench.asked == [0, 260])
    bench.deliver(260)
    assert (player.view.badge, player.resting) == ("", True)
    assert "Frame 260" in player.reference()
    bench.proxy(260)  # too late: never over the frame itself
    assert player.view.badge == ""


def test_without_proxies_every_wish_is_for_the_frame_itself(bench):
    bench.deliver(0)
    bench.player.set_ready(99, 1)
    bench.player.seek_index(400)
    assert (bench.asked, bench.thumbs) == ([0, 400], [])


def test_a_frame_that_is_slow_is_shown_as_a_proxy_meanwhile_and_a_stale_one_is_stopped(bench, qtbot):
    player = bench.player
    bench.deliver(0)
    player.set_ready(FRAMES - 1)
    player.step(300)
    assert bench.asked == [0, 300]
    qtbot.waitUntil(lambda: bench.thumbs == [300])
    player.step(-200)  # behind what is being decoded
    assert bench.dropped == [300]
    player.frame_dropped(300)
    assert bench.asked == [0, 300, 100]
    bench.proxy(300)
    bench.deliver(100)
    assert player.resting


def test_none_near_leaves_what_is_shown(bench):
    bench.deliver(0)
    bench.player.set_ready(FRAMES - 1)
    bench.player.seek_index(80)
    bench.proxy(80, of=None)
    assert bench.player.view.badge == ""
    assert "Frame 0 of" in bench.player.reference()


def test_rest_is_told_once_per_frame_and_never_while_playing(bench):
    player = bench.player
    bench.deliver(0)
    assert bench.events[-1] == 0
    player.step(1)
    assert bench.events[-1] is None
    bench.deliver(1)
    assert bench.events[-1] == 1
    player.playing.shuttle(+1)
    assert bench.events[-1] is None
    player.stop()
    assert bench.events[-1] == 1


# ---- zoom, rulers, pixels -------------------------------------------------------------------------------------------


def test_pixel_values_are_those_of_the_frame_and_never_of_a_proxy_or_a_reduced_picture(bench):
    player = bench.player
    player.resize(500, 400)
    player.show_frame(0, bytes(3 * 320 * 180), 320, 180, 0.0, "b" * 64)
    player.screen.hover(QPoint(100, 50))
    assert "reading" in player.transport.pixel.text()
    assert bench.asked == [0, 0]
    assert player.useful_width() is None
    bench.deliver(0)
    wanted = np.frombuffer(picture(0), np.uint8).reshape(SIZE[1], SIZE[0], 3)[50, 100].tolist()
    assert player.transport.pixel.text() == "x 100  y 50   R {}  G {}  B {}".format(*wanted)
    player.set_ready(FRAMES - 1)
    player.seek_index(90)
    bench.proxy(90)
    assert "no values of a proxy" in player.transport.pixel.text()
    player.screen.hover(None)
    assert player.transport.pixel.text() == ""


def test_the_cursor_finds_its_pixel_at_any_zoom(bench, qtbot):
    player, seen = bench.player, []
    bench.deliver(0)
    player.deeds.trigger("rulers")
    player.view.hovered.connect(seen.append)
    player.view.set_zoom(16.0)
    qtbot.mouseMove(player.view, QPoint(203, 150))
    qtbot.waitUntil(lambda: bool(seen))
    exact = player.view.map_to_media(QPointF(203, 150))
    assert seen[-1] == QPoint(int(exact.x()), int(exact.y()))
    left = player.view.lens.corner.x()
    player.deeds.trigger("pan_right")
    assert player.view.lens.corner.x() < left


@pytest.mark.parametrize(("scale", "step"), [(64.0, 1), (12.0, 5), (1.0, 100), (0.45, 200), (0.02, 5000)])
def test_rulers_count_in_round_steps(scale, step):
    assert paint.step_px(scale) == step


def test_rulers_leave_the_picture_its_room(bench):
    view = bench.player.view
    bench.deliver(0)
    before = view.zoom
    bench.player.deeds.trigger("rulers")
    assert view.zoom < before
    assert view.lens.room.left() == view.lens.room.top() == paint.RULER_PX


# ---- layers and faces -----------------------------------------------------------------------------------------------


def test_layers_are_drawn_where_they_belong_and_can_be_hidden(bench):
    player = bench.player
    bench.deliver(0)
    red = QImage(2, 2, QImage.Format.Format_ARGB32_Premultiplied)
    red.fill(0xFFFF0000)
    player.view.set_zoom(1.0)
    player.view.set_drawings([Drawing(red, QRectF(10, 20, 40, 40))], opacity=1.0)
    image = player.view.grab().toImage()
    corner = player.view.lens.corner.toPoint()
    assert image.pixelColor(corner + QPoint(30, 40)).name() == "#ff0000"
    assert image.pixelColor(corner + QPoint(60, 40)).name() != "#ff0000"


def test_each_track_and_each_part_of_it_can_be_switched_off(bench):
    player = bench.player
    player.set_tracks(examination(), {2: "Speaker"})
    assert list(player.layers.tracks) == [1, 2]
    assert player.layers.tracks[2].text() == "Speaker"
    player.layers.tracks[2].setChecked(False)
    player.layers.names.setChecked(False)
    assert player.view.shows.hidden == {2}
    assert not player.view.shows.names
    player.set_tracks(examination(), {})
    assert player.view.shows.hidden == {2}  # the choice stays
    assert player.layers.detector.count() == 3


def test_cells_are_spread_over_each_track(bench):
    made = examination()
    cells = cells_of(made, 5)
    rows = made.tracks[0].frame_rows
    assert [len(c) for c in cells.values()] == [5, 5]
    assert cells[1][0].index == made.frames[rows[0]].decode_index
    assert cells[1][-1].index == made.frames[rows[-1]].decode_index
    assert cells_of(None, 5) == {}


def test_a_face_that_is_clicked_or_chosen_by_key_goes_there(bench, qtbot):
    player, rows = bench.player, bench.player.strip.rows
    player.deeds.trigger("faces")
    player.set_tracks(examination(), {})
    qtbot.waitUntil(lambda: len(rows.rows[1]) > 3)
    cells = rows.rows[1]
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.place(0, 2).center())
    assert player.index == min(cells[2].index, FRAMES - 1)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Left)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert player.index == cells[1].index
    assert "Face of track 1" in rows.accessibleDescription()


# ---- with processes -------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(window, qtbot, clip, prepared):
    """The window with an examined clip at rest."""
    window.take_paths([str(clip)])
    player = window.workspace.player
    qtbot.waitUntil(lambda: window.conductor.loose is not None and player.resting)
    yield window
    player.quiet()  # a window with a loose clip asks before it goes


def wait_layer(qtbot, window, kind):
    qtbot.waitUntil(lambda: kind in window.workspace.media.layers._drawn)
    return window.workspace.player.layers.layers[kind]


def test_layers_come_for_the_frame_at_rest_and_go_with_it(opened, qtbot, script):
    player, desk = opened.workspace.player, opened.workspace.media.layers
    player.deeds.trigger("layers")
    player.layers.layers["ela"].box.setChecked(True)
    one = wait_layer(qtbot, opened, "ela")
    assert one.said.text() == "N"
    assert one.legend.accessibleName() == "0 levels, 4 levels"
    player.layers.layers["qp"].box.setChecked(True)
    qtbot.waitUntil(lambda: player.layers.layers["qp"].said.text() == "No quantisers.")
    player.step(1)
    assert desk._drawn == {}
    wait_layer(qtbot, opened, "ela")
    one.box.setChecked(False)
    assert desk._drawn == {}
    assert player.view.drawn.drawings == ()


def test_an_answer_for_another_frame_is_dropped(opened, qtbot, script):
    player, desk = opened.workspace.player, opened.workspace.media.layers
    player.deeds.trigger("layers")
    script.hold.set()
    player.layers.layers["flow"].box.setChecked(True)
    qtbot.waitUntil(lambda: "flow" in desk._tasks)
    task, key = desk._tasks["flow"], desk._key
    player.step(1)
    assert task.job.cancelled()
    qtbot.waitUntil(lambda: desk._key not in ((), key))
    script.hold.clear()
    wait_layer(qtbot, opened, "flow")
    assert desk._key == (player.media_number, 1)


def test_frequency_and_heat_are_about_the_chosen_face(opened, qtbot, script):
    player = opened.workspace.player
    player.deeds.trigger("layers")
    track = opened.workspace.item.examination.tracks[0]
    player.seek_index(opened.workspace.item.examination.frames[int(track.frame_rows[2])].decode_index)
    qtbot.waitUntil(lambda: player.resting and player.boxes() != ())
    player.layers.face.setCurrentIndex(player.layers.face.findData(track.id))
    player.layers.layers["spectrum"].box.setChecked(True)
    player.layers.layers["heat"].box.setChecked(True)
    wait_layer(qtbot, opened, "spectrum")
    wait_layer(qtbot, opened, "heat")
    box = next(b for b in player.boxes() if b.track_id == track.id)
    calls = {p["kind"]: p for c in script.clients for op, p in c.calls if op in ("layer", "heat")}
    assert calls["spectrum"]["box"] == calls["heat"]["box"] == [box.x, box.y, box.width, box.height]
    assert calls["heat"]["detector"] == player.layers.detector.currentText()


def test_the_strip_cuts_what_is_seen_and_nothing_before(opened, qtbot, script):
    player = opened.workspace.player
    assert not any(op == "crops" for c in script.clients for op, _ in c.calls)
    player.deeds.trigger("faces")
    qtbot.waitUntil(lambda: player.strip.rows.rows != {} and player.strip.rows.missing() == [])
    assert player.strip.rows.count() >= sum(len(r) for r in player.strip.rows.rows.values())


def test_proxies_of_a_loose_clip_leave_nothing_behind(opened, qtbot, script, user_folder):
    from pathlib import Path

    player, desk = opened.workspace.player, opened.workspace.media.proxies
    qtbot.waitUntil(lambda: player.flow.ready == (99, 1))
    folder = Path(script.folders[-1])
    assert (folder.parent.exists(), folder.parent.name.startswith("deepfake-studio-frames-")) == (True, True)
    assert folder.is_relative_to(user_folder / "cache")
    player.seek_index(70)
    qtbot.waitUntil(lambda: player.resting and player.index == 70)
    assert any(op == "proxy_frame" for c in script.clients for op, _ in c.calls)
    opened.conductor.erase()
    qtbot.waitUntil(lambda: not folder.parent.exists())
    assert desk._path == ""


def test_proxies_of_an_exhibit_lie_in_its_case(window, qtbot, script, tmp_path, prepared):
    folder = prepared.make_case(tmp_path / "A.dfcase", others=0)
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.player.flow.ready == (99, 1))
    assert script.folders[-1] == str(folder / "derived" / "proxies")


# ---- another file, sound --------------------------------------------------------------------------------------------


def said(window):
    return window.workspace.player.compare.said.text()


def test_another_file_beside_the_frame_shares_the_playhead_and_the_zoom(opened, qtbot, script, clip):
    player, pane = opened.workspace.player, opened.workspace.player.compare
    player.deeds.trigger("compare")
    assert "Choose another exhibit" in pane.view._hint
    pane.choose(str(clip), clip.name)
    qtbot.waitUntil(lambda: "Frame 0 of 100" in said(opened))
    assert "SHA-256 cccc" in said(opened)
    player.step(5)
    assert (said(opened), pane.view._hint) == ("", "Follows when the frame rests.")
    qtbot.waitUntil(lambda: "Frame 5 of 100" in said(opened))
    pane.offset.setValue(1.0)
    qtbot.waitUntil(lambda: "Frame 30 of 100" in said(opened))
    pane.mode.setCurrentIndex(1)
    pane.gain.setValue(20)
    qtbot.waitUntil(lambda: said(opened).startswith("Difference times 20: mean 1.25, most 9 levels"))
    assert "brought to the size" in said(opened)
    player.view.set_zoom(0.5)
    wide = player.view.media_size().width() / pane.view.media_size().width()
    assert pane.view.zoom == pytest.approx(0.5 * wide)
    player.view.fit()
    assert pane.view.fitted


def test_a_file_is_asked_for_beside_the_work_and_only_when_it_is_chosen(opened, qtbot, clip):
    from PySide6.QtWidgets import QFileDialog

    player, pane = opened.workspace.player, opened.workspace.player.compare
    player.deeds.trigger("compare")
    pane.other.setCurrentIndex(pane.other.count() - 1)
    pane.mode.setCurrentIndex(1)
    assert player.findChildren(QFileDialog) == []
    pane.other.activated.emit(pane.other.count() - 1)
    asking = player.findChild(QFileDialog)
    assert not asking.isModal()
    asking.fileSelected.emit(str(clip))
    asking.close()
    assert (pane.wish.other, pane.wish.mode) == (str(clip), "difference")
    qtbot.waitUntil(lambda: said(opened).startswith("Difference"))


def test_exhibits_and_derivatives_of_the_case_can_be_compared_with(window, qtbot, tmp_path, prepared):
    folder = prepared.make_case(tmp_path / "A.dfcase", others=1)
    (folder / "derived" / "robustness").mkdir(parents=True)
    (folder / "derived" / "robustness" / "half.mp4").write_bytes(b"x")
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    player = window.workspace.player
    qtbot.waitUntil(lambda: player.resting)
    player.deeds.trigger("compare")
    titles = [player.compare.other.itemText(i) for i in range(player.compare.other.count())]
    assert titles[1:] == [
        "Exhibit 2: as_it_is.mp4", "Exhibit 3: clip 01.mp4", "Derived: robustness/half.mp4", "Another file…",
    ]  # fmt: skip


def test_the_sound_is_read_once_when_its_strip_is_seen(opened, qtbot, script):
    player, strip = opened.workspace.player, opened.workspace.player.sound
    assert not any(op == "sound" for c in script.clients for op, _ in c.calls)
    player.deeds.trigger("sound")
    qtbot.waitUntil(lambda: strip._sound is not None)
    assert strip.said == "aac; Nothing is heard here."
    assert strip._sound.lows[0] == -56
    player.deeds.trigger("sound")
    player.deeds.trigger("sound")
    assert sum(op == "sound" for c in script.clients for op, _ in c.calls) == 1
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, 10))
    assert abs(player.index - 49) <= 1
    assert strip.x_of(player.seconds) == pytest.approx(strip.width() / 2, abs=strip.width() / 60)


def test_a_file_without_sound_says_so(window, qtbot, clip):
    window.take_paths([str(clip.with_name("clip two.mp4"))])
    player = window.workspace.player
    qtbot.waitUntil(lambda: player.resting)
    player.deeds.trigger("sound")
    qtbot.waitUntil(lambda: player.sound._said == "The file holds no sound.")
    player.quiet()


def test_columns_of_a_waveform_hold_the_extremes():
    from deepfake_studio.gui.widgets.sound_strip import columns

    lows, highs = np.array([-1, -5, -2, 0], np.int8), np.array([1, 2, 9, 3], np.int8)
    low, high = columns(lows, highs, np.array([-2, 0, 2, 3, 4, 6]))
    assert (low.tolist(), high.tolist()) == ([0, -5, -2, 0, 0], [0, 2, 9, 3, 0])
