"""How long the window's thread is busy with one thing, and what it is busy with.

A *turn* is a synthetic event with all it sets off until the next one; the loop of the window never rests between two.
Of every turn three times are taken: the processor time of the window's thread, the time on the clock, and the time it
waited for a processor because other programs had it (Linux: `/proc/self/task/*/schedstat`). A stall by processor time
is the program's own; a stall by the clock alone may be the neighbours'. A dialog with a loop of its own rests between
its rounds, so these are measured by processor time alone. A second thread looks every few milliseconds where a turn
is, so that a stall comes with its cause.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = str(ROOT / "deepfake_studio") + os.sep
LOOK_SECONDS, PATIENCE_SECONDS, NEAR_SECONDS = 0.008, 0.02, 0.06
_DEEP = 4


def waited_seconds(thread: int) -> float:
    """How long a thread of this process has been ready to run without a processor; 0 where the system does not say."""
    try:
        with open(f"/proc/self/task/{thread}/schedstat", "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@dataclass
class Turn:
    """One turn: when it began, and where it was when it was looked at."""

    name: str
    wall: float
    cpu: float
    waited: float
    rests: bool = False  # a round of a dialog's own loop
    seen: Counter[str] = field(default_factory=Counter)
    gc_seconds: float = 0.0


@dataclass(frozen=True)
class Stall:
    """A turn that took long; seconds. ``own`` is the clock less the wait for a processor."""

    name: str
    cpu: float
    wall: float
    own: float
    cause: str

    def __str__(self) -> str:
        times = f"{self.cpu * 1000:5.0f} ms cpu {self.wall * 1000:6.0f} ms clock {self.own * 1000:6.0f} ms less waiting"
        return f"{times}  after {self.name[:90]}\n{'':12}in {self.cause}"


class Watch:
    """Measures turns between `begin` and `stop`; keeps those over ``NEAR_SECONDS``. Make it in the window's thread."""

    def __init__(self) -> None:
        self.name = ""
        self.turns = 0
        self.long: list[Stall] = []
        self.most_cpu = self.most_wall = 0.0
        self._thread_id, self._ident = threading.get_native_id(), threading.get_ident()
        self._turn: Turn | None = None
        self._inside = False
        self._over = threading.Event()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.aboutToBlock.connect(self._rest)
        self._dispatcher = dispatcher
        gc.callbacks.append(self._collecting)
        self._collected = 0.0
        self._looker = threading.Thread(target=self._look, name="watch", daemon=True)
        self._looker.start()

    def begin(self, name: str) -> None:
        """A turn by the name of what sets it off; the one before ends here."""
        self._end()
        self.name, self._inside = name, True
        self._turn = self._made()

    def returned(self, name: str) -> None:
        """The event itself is over, and what it was turned out; what it set off follows."""
        self.name, self._inside = name, False
        if self._turn is None or self._turn.rests:
            self._end()
            self._turn = self._made()
        self._turn.name = name

    def end(self) -> None:
        """The turn is over."""
        self._end()

    def stop(self) -> None:
        """No more."""
        self._end()
        self._over.set()
        self._looker.join()
        gc.callbacks.remove(self._collecting)
        self._dispatcher.aboutToBlock.disconnect(self._rest)

    def _made(self, *, rests: bool = False) -> Turn:
        cpu, waited = time.thread_time(), waited_seconds(self._thread_id)
        return Turn(self.name, time.monotonic(), cpu, waited, rests)

    def _rest(self) -> None:
        """A loop is about to wait; inside of an event it is that of a dialog."""
        if self._inside:
            self._end()
            self._turn = self._made(rests=True)

    def _end(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None:
            return
        self.turns += 1
        cpu, wall = time.thread_time() - turn.cpu, time.monotonic() - turn.wall
        waited = waited_seconds(self._thread_id) - turn.waited
        if turn.rests:
            wall, waited = cpu, 0.0
        self.most_cpu, self.most_wall = max(self.most_cpu, cpu), max(self.most_wall, wall)
        if max(cpu, wall) > NEAR_SECONDS:
            self.long.append(Stall(turn.name, cpu, wall, max(cpu, wall - waited), _cause(turn)))

    def _collecting(self, phase: str, info: dict[str, int]) -> None:
        turn = self._turn
        if turn is None or threading.get_ident() != self._ident:
            return
        if phase == "start":
            self._collected = time.thread_time()
        else:
            turn.gc_seconds += time.thread_time() - self._collected

    def _look(self) -> None:
        """The thread: where the window's thread is while a turn lasts."""
        while not self._over.wait(LOOK_SECONDS):
            turn = self._turn
            if turn is not None and not turn.rests and time.monotonic() - turn.wall > PATIENCE_SECONDS:
                frame = sys._current_frames().get(self._ident)
                turn.seen[_place(frame)] += 1
                del frame


def _place(frame) -> str:
    """The innermost lines of the program in a stack, and what they called outside of it."""
    inner, ours = "", []
    while frame is not None and len(ours) < _DEEP:
        code = frame.f_code
        if code.co_filename.startswith(PACKAGE):
            ours.append(f"{code.co_filename.removeprefix(PACKAGE)}:{frame.f_lineno} {code.co_name}")
        elif not ours and not inner:
            inner = f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}"
        frame = frame.f_back
    outside = f"{inner} < " if inner and ours else ""
    return outside + " < ".join(ours) if ours else "Qt, called by no line of the program"


def _cause(turn: Turn) -> str:
    """What was seen most often, with its share."""
    collected = f"collector {turn.gc_seconds * 1000:.0f} ms; " if turn.gc_seconds > 0.01 else ""
    total = turn.seen.total()
    if not total:
        return f"{collected}nothing seen"
    most = "; ".join(f"{count}/{total} {place}" for place, count in turn.seen.most_common(3))
    return collected + most


def children() -> list[int]:
    """Processes that this one started and that still run (Linux)."""
    found = []
    for task in Path("/proc/self/task").glob("*/children"):
        found += [int(number) for number in task.read_text().split()]
    return found


def system_threads() -> dict[int, str]:
    """Threads of this process as the system knows them, by number; none where it does not say."""
    return {int(task.name): (task / "comm").read_text().strip() for task in Path("/proc/self/task").glob("*")}
