"""When which frame is due: the playing clock and the queue of one for frames, without Qt and without its own clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deepfake_studio.vocabulary import Floats

_RATES = (1.0, 2.0, 4.0)
SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)  # by which the rates are multiplied


@dataclass(slots=True)
class Shuttle:
    """Plays along ``duration_seconds`` at ``rate`` (0 = stopped, negative = backwards) times ``speed``.

    With ``loop``, a start and a stop in seconds, it goes round between them for ever.
    """

    duration_seconds: float = 0.0
    rate: float = 0.0
    speed: float = 1.0
    loop: tuple[float, float] | None = None
    _from_seconds: float = 0.0
    _since: float = 0.0

    def faster(self, direction: int, *, position_seconds: float, now: float) -> float:
        """J and L: start in ``direction`` at 1x; the same way again doubles up to 4x. Returns the new rate."""
        same_way = self.rate * direction > 0
        at = _RATES.index(abs(self.rate)) + 1 if same_way else 0
        self.play(direction * _RATES[min(at, len(_RATES) - 1)], position_seconds=position_seconds, now=now)
        return self.rate

    def play(self, rate: float, *, position_seconds: float, now: float) -> None:
        """Run from ``position_seconds`` at ``rate``; ``now`` is a monotonic clock in seconds."""
        self.rate, self._from_seconds, self._since = rate, position_seconds, now

    def stop(self) -> None:
        """K."""
        self.rate = 0.0

    def due_seconds(self, now: float) -> float:
        """The moment of the clip that should be seen at ``now``, within the clip."""
        due = self._from_seconds + self.rate * self.speed * (now - self._since)
        if self.loop is not None and self.loop[1] > self.loop[0]:
            due = self.loop[0] + (due - self.loop[0]) % (self.loop[1] - self.loop[0])
        return min(max(due, 0.0), self.duration_seconds)

    def change_speed(self, steps: int) -> float:
        """The next speed up or down, 0 for the normal one; returns it. Call `play` after it to keep the place."""
        at = SPEEDS.index(self.speed) + steps if steps else SPEEDS.index(1.0)
        self.speed = SPEEDS[min(max(at, 0), len(SPEEDS) - 1)]
        return self.speed

    def at_end(self, now: float) -> bool:
        """Whether playing has come to the end it runs towards; a loop has none."""
        if self.loop is not None:
            return False
        due = self.due_seconds(now)
        return (self.rate > 0 and due >= self.duration_seconds) or (self.rate < 0 and due <= 0.0)


class FrameQueue:
    """At most one frame is asked for at a time; while it is on its way only the newest wish is kept."""

    def __init__(self) -> None:
        self.outstanding: int | None = None
        self._pending: int | None = None

    def want(self, index: int) -> int | None:
        """Wish for frame ``index``; returns the index to ask for now, if any."""
        if self.outstanding is None:
            self.outstanding = index
            return index
        self._pending = None if index == self.outstanding else index
        return None

    def arrived(self, index: int) -> tuple[bool, int | None]:
        """Frame ``index`` came or failed: whether it was the one asked for, and the index to ask for next, if any."""
        if index != self.outstanding:
            return False, None
        self.outstanding, self._pending = self._pending, None
        return True, self.outstanding

    def clear(self) -> None:
        """Forget everything, as when another clip is opened."""
        self.outstanding = self._pending = None


def index_at(pts_seconds: Floats, seconds: float) -> int:
    """Decode index of the frame on screen at ``seconds``: the last that began by then, else the first."""
    # half a microsecond: a time that went through JSON or a readout still finds its own frame
    row = int(np.searchsorted(pts_seconds, seconds + 5e-7, "right")) - 1
    return min(max(row, 0), max(len(pts_seconds) - 1, 0))
