"""Batches on several devices at once: in order on each device, the results noted by the thread that asked.

With one device everything happens at once and in place, so that nothing is spent on threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from deepfake_studio.inference.runtime import Runtime

T = TypeVar("T")
_AHEAD = 2  # batches that wait at a device before the one who asks has to wait too: bounds memory


class Teams:
    """One thread per device, where there are several."""

    def __init__(self, runtimes: Sequence[Runtime]) -> None:
        many = len(runtimes) > 1
        self._pools = {run.device: ThreadPoolExecutor(1, f"score {run.device}") for run in runtimes} if many else {}
        self._waiting: dict[str, deque[tuple[Future[Any], Callable[[Any], None]]]] = {d: deque() for d in self._pools}

    def give(self, runtime: Runtime, work: Callable[[], T], note: Callable[[T], None]) -> None:
        """Do ``work`` on the runtime's device and then, in this thread, ``note`` what it returned.

        Raises:
            Whatever ``work`` or one given before it raised.
        """
        if not self._pools:
            note(work())
            return
        waiting = self._waiting[runtime.device]
        waiting.append((self._pools[runtime.device].submit(work), note))
        while len(waiting) > _AHEAD:
            self._take(waiting)

    def settle(self) -> None:
        """Wait for everything and end the threads; see `give` for errors."""
        try:
            for waiting in self._waiting.values():
                while waiting:
                    self._take(waiting)
        finally:
            for pool in self._pools.values():
                pool.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _take(waiting: deque[tuple[Future[Any], Callable[[Any], None]]]) -> None:
        future, note = waiting.popleft()
        note(future.result())


def shared_out(sizes: Sequence[int], count: int) -> list[int]:
    """For each detector the number of its device: the largest first, each to the device with the least so far."""
    load = [0] * count
    out = [0] * len(sizes)
    for row in sorted(range(len(sizes)), key=lambda i: (-sizes[i], i)):
        out[row] = load.index(min(load))
        load[out[row]] += sizes[row] + 1
    return out
