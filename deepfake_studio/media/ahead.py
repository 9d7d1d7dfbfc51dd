"""Work on ahead of its reader: a generator in a thread of its own behind a short queue."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")
QUEUE_ITEMS = 8
_END = object()


class Ahead(Generic[T]):
    """Runs the generator that ``source`` makes; what it raises arrives in the reader.

    ``seconds`` is how long the generator itself took.
    """

    def __init__(self, source: Callable[[], Iterator[T]], *, name: str) -> None:
        self._source = source
        self._queue: queue.Queue[Any] = queue.Queue(QUEUE_ITEMS)
        self._stop = threading.Event()
        self.seconds = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        last: Any = _END
        started = time.perf_counter()
        try:
            for item in self._source():
                self.seconds += time.perf_counter() - started
                if not self._put(item):
                    return
                started = time.perf_counter()
        except BaseException as error:  # noqa: BLE001 - carried to the reader, which raises it
            last = error
        self.seconds += time.perf_counter() - started
        self._put(last)

    def _put(self, item: Any) -> bool:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def __iter__(self) -> Iterator[T]:
        while True:
            item = self._queue.get()
            if item is _END:
                return
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """Stop the thread and wait for it: an abandoned decoder can crash at exit."""
        self._stop.set()
        self._thread.join()
