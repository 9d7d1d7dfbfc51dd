"""Working a queue off: item after item through the examination process, and a table of what became of each."""

from __future__ import annotations

import csv
import hashlib
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from deepfake_studio.casework.batch import Batch, Jobs, Show
from deepfake_studio.casework.inputs import Item
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.casework.queue import QueueItem, QueueState, WorkQueue
from deepfake_studio.errors import CaseError, JobCancelled
from deepfake_studio.job import Job
from deepfake_studio.report import inert
from deepfake_studio.report.csv_writer import guarded

Told = Callable[[QueueItem], None]
_LOOK_SECONDS = 0.2  # how often a running item is asked after, in the file that others may write
_COLUMNS = ("order", "id", "file", "state", "status", "outcome", "log10_lr", "reason", "attempts", "seconds",
            "added_utc", "finished_utc")  # fmt: skip


class QueueJobs:
    """Jobs that also stop when the running item is taken out of the queue."""

    def __init__(self, base: Jobs, queue: WorkQueue) -> None:
        self._base = base
        self._queue = queue
        self.running: int | None = None

    def job(self, show: Show | None = None) -> Job:
        """A job of the run."""
        return _QueueJob(self._base.job(show), self)

    def stopped(self) -> bool:
        """Whether the running item was taken out."""
        return self.running is not None and self._queue.is_cancelled(self.running)


class _QueueJob:
    def __init__(self, base: Job, jobs: QueueJobs) -> None:
        self._base = base
        self._jobs = jobs
        self._looked = 0.0
        self._stopped = False

    def cancelled(self) -> bool:
        if not self._stopped and time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked, self._stopped = time.monotonic(), self._jobs.stopped()
        return self._stopped or self._base.cancelled()

    def progress(self, done: float, total: float, note: str = "") -> None:
        if self.cancelled():
            raise JobCancelled
        self._base.progress(done, total, note)

    def partial(self, value: object) -> None:
        self._base.partial(value)


def work_off(queue: WorkQueue, batch: Batch, jobs: QueueJobs, *, started: Told, finished: Told) -> None:
    """Examine what waits until nothing does or the queue is paused; ``batch.context`` must be ``jobs``.

    Raises:
        JobCancelled: the whole run was stopped; the item that ran waits again.
        UsageError: a choice that is wrong for every item; the item waits again.
    """
    while (item := queue.next()) is not None:
        queue.start(item.id)
        started(queue.item(item.id))
        try:
            _one(queue, batch, jobs, item)
        except BaseException:
            queue.recover()
            raise
        finished(queue.item(item.id))


def _one(queue: WorkQueue, batch: Batch, jobs: QueueJobs, item: QueueItem) -> None:
    began, jobs.running = time.monotonic(), item.id
    try:
        result = batch.one(
            Item(item.path, item.size_bytes), show=lambda fraction, note: queue.progress(item.id, fraction)
        )
    except JobCancelled:
        if not queue.is_cancelled(item.id):
            raise
        return
    finally:
        jobs.running = None
    _finish(queue, item, result, seconds=time.monotonic() - began)


def _finish(queue: WorkQueue, item: QueueItem, result: ItemResult, *, seconds: float) -> None:
    examination = result.examination
    lr = examination.lr if examination is not None else None
    reason = result.reason if result.duplicate_of is None else f"same bytes as {result.duplicate_of}"
    state: QueueState = "failed" if result.status == "failed" else "done"
    told = {"status": result.status, "outcome": examination.outcome if examination is not None else None}
    queue.finish(
        item.id,
        state,
        **told,
        log10_lr=None if lr is None else lr.log10,
        reason=reason,
        seconds=None if result.resumed else round(seconds, 3),
    )


def summary_csv(items: Iterable[QueueItem]) -> bytes:
    """The queue as a table, UTF-8, inert in spreadsheet programs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for order, item in enumerate(items, 1):
        texts = (item.state, item.status, item.outcome)
        figures = (item.attempts, item.seconds)
        reason = None if item.reason is None else inert.line(item.reason)
        row = (order, item.id, inert.line(item.path), *texts, item.log10_lr, reason, *figures)
        writer.writerow([guarded(value) for value in (*row, item.added_utc, item.finished_utc)])
    return out.getvalue().encode("utf-8", "backslashreplace")


def write_summary(items: Iterable[QueueItem], out: Path) -> str:
    """Write the table, whole or not at all; returns its SHA-256.

    Raises:
        CaseError: it cannot be written.
    """
    data = summary_csv(items)
    partial = out.with_name(f".{out.name[:100]}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(out)
    except OSError as error:
        raise CaseError(f"{out} cannot be written ({error.strerror}); choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)
    return hashlib.sha256(data).hexdigest()


def counts(items: Iterable[QueueItem]) -> dict[str, int]:
    """How many items are in each state."""
    found = Counter(item.state for item in items)
    states: tuple[QueueState, ...] = ("waiting", "running", "done", "failed", "cancelled")
    return {state: found[state] for state in states}
