"""The sound of the open clip while it plays at its own pace: samples come in pieces, and what is heard is the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QIODevice, QObject, Signal

from deepfake_studio.gui.widgets import speakers
from deepfake_studio.gui.widgets.speakers import BYTES_A_SECOND, CHANNELS, SAMPLE_BYTES, Silent, Sink

PIECE_SECONDS = 1.0
_AHEAD_SECONDS = 1.5  # less than this is ready: another piece is asked for
_QUANTUM_SECONDS = 0.06  # devices take samples in portions; between two the clock goes on by itself, so far at most
_FRAME_BYTES = CHANNELS * SAMPLE_BYTES


class Feed(QIODevice):
    """Samples on their way to the output: silence where none came in time, which `silence_bytes` counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = bytearray()
        self.ended = False
        self.silence_bytes = 0
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def add(self, data: bytes, *, ended: bool) -> None:
        """More samples; ``ended``: the last."""
        self._data += data
        self.ended = ended

    @property
    def ready_bytes(self) -> int:
        """How much waits to be taken."""
        return len(self._data)

    def readData(self, most: int) -> bytes:
        """What the output takes."""
        most -= most % _FRAME_BYTES
        found = bytes(self._data[:most])
        del self._data[: len(found)]
        if self.ended or len(found) == most:
            return found
        self.silence_bytes += most - len(found)
        return found + bytes(most - len(found))

    def writeData(self, _data: bytes) -> int:
        """Nothing is written here."""
        return 0

    def isSequential(self) -> bool:
        """There is no way back."""
        return True

    def bytesAvailable(self) -> int:
        """As much as is wanted: silence never ends."""
        return BYTES_A_SECOND if not self.ended else len(self._data)


class Voice(QObject):
    """Plays one clip (`playing.Heard`).

    Signals:
        wanted(int, float): samples from this moment on, to be handed to `give` with the number.
        silent(str): there is no output; why. Told once.
    """

    wanted = Signal(int, float)
    silent = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        open_sink: Callable[[QObject], Sink] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._open_sink, self._clock = open_sink, clock
        self._sink: Sink | None = None
        self.problem = ""  # why nothing is heard
        self._feed: Feed | None = None
        self._number = 0  # of the playing that is under way: pieces of an older one are dropped
        self._asked = False
        self._from = self._since = 0.0  # the moment it was begun from, and when
        self._base: float | None = None  # the moment of the first sample that was handed over
        self._next = 0.0  # the moment from which on samples are missing
        self._seen = (0.0, 0.0)  # what was played at the last look that found more, and when that was
        self._volume = 0.8

    # ---- what plays -------------------------------------------------------------------------------------------

    def play(self, seconds: float) -> None:
        """Begin at a moment of the clip, or go on elsewhere."""
        self.hush()
        if not self._ready():
            return
        self._from, self._since, self._next = seconds, self._clock(), seconds
        self._ask()

    def hush(self) -> None:
        """Be silent."""
        self._number += 1
        self._asked, self._base = False, None
        if self._feed is not None:
            assert self._sink is not None
            self._sink.stop()
            self._feed.close()
            self._feed.deleteLater()
            self._feed = None

    def give(self, number: int, data: bytes, *, ended: bool) -> None:
        """The samples that were wanted."""
        if number != self._number:
            return
        self._asked = False
        if self._feed is None:
            self._begin(data, ended)
        else:
            self._feed.add(data, ended=ended)
        self._next += len(data) / BYTES_A_SECOND

    def refuse(self, number: int) -> None:
        """There are none: the file holds no sound, or it cannot be read on."""
        self.give(number, b"", ended=True)

    def _begin(self, data: bytes, ended: bool) -> None:
        """The pictures went on while the samples were fetched: begin where they are."""
        late = int((self._clock() - self._since) * BYTES_A_SECOND / _FRAME_BYTES) * _FRAME_BYTES
        if not data[late:] and ended:
            return  # nothing left to be heard
        late = min(late, len(data))
        self._feed = Feed(self)
        self._feed.add(data[late:], ended=ended)
        self._base = self._from + late / BYTES_A_SECOND
        self._seen = (0.0, self._clock())
        assert self._sink is not None
        self._sink.setVolume(self._volume)
        self._sink.start(self._feed)

    def _ask(self) -> None:
        self._asked = True
        self.wanted.emit(self._number, self._next)

    # ---- the clock --------------------------------------------------------------------------------------------

    def seconds(self) -> float | None:
        """The moment that is heard now; ``None`` while nothing is. Asks for more samples in time."""
        feed, sink = self._feed, self._sink
        if feed is None or sink is None or self._base is None:
            return None
        if not feed.ended and not self._asked and feed.ready_bytes < _AHEAD_SECONDS * BYTES_A_SECOND:
            self._ask()
        played, now = sink.processedUSecs() / 1e6, self._clock()
        if played > self._seen[0]:
            self._seen = (played, now)
        if feed.ended and not feed.ready_bytes and now - self._seen[1] > _QUANTUM_SECONDS:
            return None  # all was heard: the pictures go on by themselves
        running = self._seen[0] + min(now - self._seen[1], _QUANTUM_SECONDS)
        return self._base + max(running - feed.silence_bytes / BYTES_A_SECOND, 0.0)

    # ---- how loud ---------------------------------------------------------------------------------------------

    def set_volume(self, percent: int, *, muted: bool) -> None:
        """0 to 100; by squares, as loudness is felt."""
        self._volume = 0.0 if muted else (percent / 100) ** 2
        if self._sink is not None:
            self._sink.setVolume(self._volume)

    def check(self) -> str:
        """Why nothing will be heard; empty where it will."""
        self._ready()
        return self.problem

    def _ready(self) -> bool:
        """Open the output when it is first needed."""
        if self._sink is None and not self.problem:
            try:
                self._sink = (self._open_sink or speakers.open_sink)(self)
            except Silent as reason:
                self.problem = str(reason)
                self.silent.emit(self.problem)
        return self._sink is not None
