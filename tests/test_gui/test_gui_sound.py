"""Sound of the player: the pictures follow what is heard, and a machine without sound says so once."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QLoggingCategory, Qt

from deepfake_studio.gui.widgets import speakers
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.speakers import BYTES_A_SECOND, Silent
from deepfake_studio.gui.widgets.voice import Voice
from tests.test_gui.gui_example import SIZE, picture

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
FPS = 30.0
FRAMES = 600


class Output:
    """A device whose clock runs at a pace of its own and that takes samples in portions of 20 ms."""

    def __init__(self, bench, pace):
        self.bench, self.pace, self.feed, self.volume = bench, pace, None, None
        self.taken, self.begun = bytearray(), 0.0

    def start(self, feed):
        self.feed, self.begun, self.taken = feed, self.bench.now, bytearray()

    def stop(self):
        self.feed = None

    def setVolume(self, volume):
        self.volume = volume

    def processedUSecs(self):
        return int(1e6 * len(self.taken) / BYTES_A_SECOND)

    def run(self):
        portion = BYTES_A_SECOND // 50
        while self.feed is not None and len(self.taken) + portion <= (
            self.pace * (self.bench.now - self.begun) * BYTES_A_SECOND
        ):
            found = self.feed.readData(portion)
            if not found:
                return
            self.taken += found


class Bench:
    """A player whose sound comes some time after it is asked for; each sample is the number of its 10 ms."""

    def __init__(self, qtbot, *, pace=1.0, delay=0.0, length=20.0):
        self.now, self.delay, self.length, self.asked = 0.0, delay, length, []
        self.output = Output(self, pace)
        self.player = PlayerWidget(clock=lambda: self.now)
        qtbot.addWidget(self.player)
        self.player.frame_wanted.connect(self.deliver, Qt.ConnectionType.QueuedConnection)
        self.voice = self.player.playing.heard = Voice(
            self.player, open_sink=lambda _: self.output, clock=lambda: self.now
        )
        self.voice.wanted.connect(lambda number, seconds: self.asked.append((self.now + delay, number, seconds)))
        self.player.resize(800, 600)
        self.player.show()
        self.player.set_media(np.arange(FRAMES) / FPS, FPS, SIZE)

    def deliver(self, index):
        self.player.show_frame(index, picture(index), *SIZE, index / FPS, "0" * 64)

    def run(self, seconds):
        """Time passes; gives (position of the pictures, position in the sound that was just taken) at each tick."""
        rows = []
        for _ in range(round(seconds * 100)):
            self.now += 0.01
            while self.asked and self.asked[0][0] <= self.now:
                _, number, start = self.asked.pop(0)
                left = max(self.length - start, 0.0)
                count = round(min(left, 1.0) * 48_000)
                marks = (np.arange(count) + round(start * 48_000)) // 480 % 32_768
                self.voice.give(number, marks.astype("<i2").repeat(2).tobytes(), ended=left <= 1.0)
            self.output.run()
            self.player.playing.tick()
            if self.output.feed is not None and len(self.output.taken):
                heard = np.frombuffer(bytes(self.output.taken[-2:]), "<i2")[0] / 100
                rows.append((self.player.seconds, float(heard)))
        return np.array(rows).reshape(-1, 2)


@pytest.fixture
def make(qtbot):
    made = []

    def bench(**how):
        made.append(Bench(qtbot, **how))
        return made[-1]

    yield bench
    for one in made:
        one.player.close()


@pytest.mark.parametrize("pace", [1.0, 0.97, 1.03])
@pytest.mark.parametrize("delay", [0.0, 0.15])
def test_pictures_stay_within_a_frame_of_what_is_heard(make, pace, delay):
    bench = make(pace=pace, delay=delay)
    bench.player.playing.toggle()
    rows = bench.run(12.0)
    assert len(rows) > 1000
    assert np.abs(rows[20:, 0] - rows[20:, 1]).max() <= 1 / FPS + 0.02  # a portion of the device more
    assert abs(bench.player.seconds - 12.0 * pace) < 0.1 + delay


def test_samples_that_come_too_late_hold_the_pictures_until_they_are_there(make):
    bench = make(delay=0.02)
    bench.player.playing.toggle()
    bench.run(0.5)
    bench.delay = 1.9
    bench.voice.wanted.disconnect()
    bench.asked.clear()
    bench.run(4.0)
    assert bench.player.seconds < 2.2  # what there was has been heard, and nothing ran ahead of it
    number, start = bench.voice._number, bench.voice._next
    bench.asked.append((bench.now, number, start))
    rows = bench.run(0.5)
    assert np.abs(rows[5:, 0] - rows[5:, 1]).max() <= 1 / FPS + 0.02


def test_other_speeds_and_backwards_are_silent_and_the_normal_speed_is_heard_again(make):
    bench = make()
    play = bench.player.playing
    play.toggle()
    bench.run(1.0)
    assert bench.output.feed is not None
    play.set_speed(0.5)
    assert bench.output.feed is None
    before = bench.player.seconds
    bench.run(1.0)
    assert bench.player.seconds == pytest.approx(before + 0.5, abs=0.05)
    play.set_speed(1.0)
    bench.run(0.2)
    assert bench.output.feed is not None
    play.stop()
    assert bench.output.feed is None
    play.shuttle(-1)
    bench.run(0.2)
    assert bench.output.feed is None
    play.stop()


def test_a_seek_and_a_loop_take_the_sound_with_them(make):
    bench = make()
    bench.player.playing.toggle()
    bench.run(0.5)
    bench.player.seek_seconds(10.0)
    rows = bench.run(0.5)
    assert rows[-1] == pytest.approx([10.5, 10.5], abs=0.06)
    cues = bench.player.marking.cues
    cues.set_in(300)
    cues.set_out(329)  # 10.0 to 11.0 s
    cues.loop = True
    bench.player.marking.show()
    rows = bench.run(5.0)
    assert 9.99 <= rows[60:, 1].min() <= rows[60:, 1].max() <= 11.06
    assert np.abs(rows[60:, 0] - rows[60:, 1]).max() < 1.1  # at the turn one is at the end and one at the beginning
    assert np.median(np.abs(rows[60:, 0] - rows[60:, 1])) <= 1 / FPS + 0.02


def test_pictures_go_on_when_the_sound_ends_before_them(make):
    bench = make(length=3.0)
    bench.player.playing.toggle()
    bench.run(6.0)
    assert bench.player.seconds == pytest.approx(6.0, abs=0.15)


def test_volume_and_mute(make):
    bench = make()
    bench.voice.set_volume(50, muted=False)
    bench.player.playing.toggle()
    bench.run(0.1)
    assert bench.output.volume == 0.25
    bench.voice.set_volume(50, muted=True)
    assert bench.output.volume == 0.0
    assert bench.output.feed is not None  # muted sound still is the clock


def test_without_an_output_the_clip_plays_and_one_sentence_says_why(qtbot, make):
    bench = make()
    reasons = []

    def none(_parent):
        raise Silent("No output.")

    voice = Voice(bench.player, open_sink=none, clock=lambda: bench.now)
    voice.silent.connect(reasons.append)
    bench.player.playing.heard = voice
    for _ in range(2):
        bench.player.playing.toggle()
        bench.run(0.5)
        bench.player.playing.toggle()
    assert bench.player.seconds == pytest.approx(1.0, abs=0.1)
    assert (reasons, voice.check()) == (["No output."], "No output.")


def test_a_broken_or_missing_library_is_a_sentence(monkeypatch, qapp):
    monkeypatch.undo()  # the real way to the output
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    with pytest.raises(Silent, match="missing or incomplete"):
        speakers.open_sink(None)
    QLoggingCategory.setFilterRules("")


def test_a_machine_without_a_sound_server_gives_no_warning(monkeypatch, qapp, tmp_path):
    monkeypatch.undo()
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    try:
        speakers.open_sink(None)  # a machine with another kind of output has one
    except Silent as reason:
        assert str(reason).endswith(".")  # noqa: PT017 - either way is right, neither may warn
    QLoggingCategory.setFilterRules("")


def test_the_window_starts_without_the_library_of_sound():
    code = "import sys, deepfake_studio.gui.main_window; print('PySide6.QtMultimedia' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


# ---- in the window --------------------------------------------------------------------------------------------------


def test_the_window_fetches_sound_and_keeps_how_loud(window, qtbot, clip, script, monkeypatch):
    made = []

    class Quiet:
        def start(self, feed):
            made.append(feed)

        def stop(self):
            pass

        def setVolume(self, volume):
            made.append(volume)

        def processedUSecs(self):
            return 0

    monkeypatch.setattr(speakers, "open_sink", lambda _parent: Quiet())
    window.take_paths([str(clip)])
    player, loudness = window.workspace.player, window.workspace.player.transport.loudness
    qtbot.waitUntil(lambda: player.resting)
    assert not any(op == "pcm" for c in script.clients for op, _ in c.calls)  # nothing before it plays
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(made) > 1)
    assert made[0] == pytest.approx(0.64)
    qtbot.keyClick(player, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert made[-1] == 0.0
    assert (loudness.muted, window.studio.settings.muted) == (True, True)
    loudness.slider.setValue(30)
    assert window.studio.settings.volume_percent == 30
    player.stop()
    player.quiet()


def test_a_file_without_sound_is_asked_once(window, qtbot, clip, script, monkeypatch):
    class Never:
        def start(self, feed):
            raise AssertionError

        def stop(self):
            pass

        def setVolume(self, volume):
            pass

    monkeypatch.setattr(speakers, "open_sink", lambda _parent: Never())
    window.take_paths([str(clip.with_name("clip two.mp4"))])
    player = window.workspace.player
    qtbot.waitUntil(lambda: player.resting)
    for _ in range(2):
        player.playing.toggle()
        qtbot.waitUntil(lambda: player.index > 2)
        player.playing.toggle()
        player.seek_index(0)
    assert sum(op == "pcm" for c in script.clients for op, _ in c.calls) == 1
    player.quiet()
