"""The search for faces, or squares of whole frames, over all files, several at once; how many changes no result."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from deepfake_studio.errors import JobCancelled
from deepfake_studio.inference.faces import FaceDetector
from deepfake_studio.job import Job
from deepfake_studio.training.intake import faces, frames
from deepfake_studio.training.intake.cache import Cache, Seen
from deepfake_studio.training.intake.items import Item

_AHEAD = 4  # files waiting for each worker
_CHUNK_BYTES = 1 << 22


class _Stop:
    """The job of a worker: it is asked from the other side and reports nothing."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def progress(self, done: float, total: float, note: str = "") -> None:
        if self.event.is_set():
            raise JobCancelled

    def partial(self, value: object) -> None: ...

    def cancelled(self) -> bool:
        return self.event.is_set()


class _Search:
    """What the workers share. One face search on one thread each: with more, sums could be taken in another order."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.stop = _Stop()
        self._detector: FaceDetector | None = None
        self._lock = threading.Lock()

    def detector(self) -> FaceDetector:
        """Loaded when the first file asks for it: a preparation out of the cache never does."""
        with self._lock:
            if self._detector is None:
                self._detector = FaceDetector(threads=1)
            return self._detector

    def see(self, item: Item) -> Seen:
        """What one file shows, from the cache or by looking."""
        self.stop.progress(0, 0)
        still = faces.is_picture(item.path)
        try:
            data = item.path.read_bytes() if still else None
            sha256 = hashlib.sha256(data).hexdigest() if data is not None else _hash(item.path)
        except FileNotFoundError:
            return Seen(sha256="", fault="missing file")
        except OSError:
            return Seen(sha256="", fault="cannot be opened")
        return self.cache.get(sha256, moving=not still) or self._look(item.path, data, sha256)

    def _look(self, path: Path, data: bytes | None, sha256: str) -> Seen:
        try:
            if self.cache.whole_frames:
                looks = frames.look(path, frames=self.cache.frames, job=self.stop)
            else:
                looks = faces.look(path, data, detector=self.detector(), frames=self.cache.frames, job=self.stop)
            seen = Seen(sha256=sha256, looks=tuple(looks))
        except faces.Unusable as error:
            seen = Seen(sha256=sha256, fault=str(error))
        return self.cache.put(seen, moving=data is None)


def search(items: Sequence[Item], *, cache: Cache, job: Job, workers: int) -> list[Seen]:
    """What every file shows, in the order of ``items``.

    Raises:
        JobCancelled: the user asked to stop; what was seen until then is in the cache.
        OSError: the cache cannot be written.
    """
    shared = _Search(cache)
    pool = ThreadPoolExecutor(max(1, workers), thread_name_prefix="prepare")
    found: list[Seen] = []
    try:
        for item, seen in zip(items, _in_order(pool, shared, items, workers), strict=True):
            found.append(seen)
            job.progress(len(found), len(items), item.name)
    finally:
        shared.stop.event.set()
        pool.shutdown(wait=True, cancel_futures=True)
    return found


def _in_order(pool: ThreadPoolExecutor, shared: _Search, items: Sequence[Item], workers: int) -> Iterator[Seen]:
    waiting: deque[Future[Seen]] = deque()
    for item in items:
        waiting.append(pool.submit(shared.see, item))
        if len(waiting) > max(1, workers) * _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
