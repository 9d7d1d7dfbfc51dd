"""Examinations one after another in the inference lane.

Nothing is kept here: what comes out is told by signal, and `case_desk` keeps it when there is a case.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from deepfake_studio.casework.batch import Batch, Request, Show
from deepfake_studio.casework.inputs import Item
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DrawnTrack


class Order(NamedTuple):
    """One examination that was asked for; ``exhibit_id`` is None without a case. Ten thousand may be made at once."""

    number: int
    path: str
    plan: str
    exhibit_id: int | None = None
    sha256: str | None = None  # what the file must still be
    case_folder: str = ""
    title: str = ""


class Examiner(QObject):
    """Runs orders one after another; one at a time is in the lane, so that ten thousand are as quick to ask for as one.

    Signals:
        queue_changed(): an order came, began or went; see `waiting` and `running`.
        finished(Order, ItemResult): whatever became of it, failures included.
        cancelled(Order)
    """

    queue_changed = Signal()
    finished = Signal(object, object)
    cancelled = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._numbers = itertools.count(1)
        self._waiting: deque[tuple[Order, Request]] = deque()
        self._task: Task | None = None
        self._next: Order | None = None  # in the lane, begun or not
        self._under_way: dict[int, str] = {}
        self.running: Order | None = None
        self.drawn_of: Callable[[Order], tuple[DrawnTrack, ...]] = lambda order: ()  # asked in the inference lane
        studio.inference_lane.began.connect(self._began)

    @property
    def waiting(self) -> tuple[Order, ...]:
        """Orders that have not begun, in their order."""
        first = () if self._next is None or self._next is self.running else (self._next,)
        return (*first, *(order for order, _ in self._waiting))

    @property
    def waits(self) -> int:
        """How many have not begun."""
        return len(self._waiting) + (self._next is not self.running)

    def exhibits_under_way(self) -> dict[int, str]:
        """What to say of exhibits that run or wait."""
        return dict(self._under_way)

    def said_of_exhibit(self, exhibit_id: int) -> str:
        """The same of one exhibit."""
        return self._under_way.get(exhibit_id, "")

    def said_of(self, path: str) -> str:
        """The same of a clip without a case."""
        if self.running is not None and self.running.exhibit_id is None and self.running.path == path:
            return tr("being examined")
        return "waiting" if any(o.exhibit_id is None and o.path == path for o in self.waiting) else ""

    def examine(
        self,
        path: str,
        *,
        exhibit_id: int | None = None,
        sha256: str | None = None,
        number: str = "",
        case_folder: str = "",
    ) -> Order:
        """Queue a file with the plan and device of the settings."""
        order = self.order(path, exhibit_id=exhibit_id, sha256=sha256, title=number, case_folder=case_folder)
        self.queue((order,))
        return order

    def order(self, path: str, **facts: Any) -> Order:
        """An order with the plan of the settings, for `queue`; ``title`` is the number of an exhibit."""
        return Order(number=next(self._numbers), path=path, plan=self._studio.settings.plan, **facts)

    def queue(self, orders: Sequence[Order]) -> None:
        """Queue orders with the device of the settings."""
        settings, requests = self._studio.settings, dict[str, Request]()
        for order in orders:
            if order.plan not in requests:
                requests[order.plan] = Request(
                    plan=order.plan, detectors=None, device=settings.device,
                    timeout_seconds=settings.timeout_seconds, limits=self._studio.limits(),
                )  # fmt: skip
            self._waiting.append((order, requests[order.plan]))
            if order.exhibit_id is not None:
                self._under_way[order.exhibit_id] = "waiting"
        self._begin_next()
        self.queue_changed.emit()

    def cancel(self) -> None:
        """Stop what runs, with everything that waits behind it."""
        self._drop_waiting()
        if self._task is not None:
            self._task.cancel()

    def _drop_waiting(self) -> None:
        dropped = [order for order, _ in self._waiting]
        self._waiting.clear()
        kept = self._next.exhibit_id if self._next is not None else None
        self._under_way = {key: said for key, said in self._under_way.items() if key == kept}
        if dropped:
            self.queue_changed.emit()
        for order in dropped:
            self.cancelled.emit(order)

    def _begin_next(self) -> None:
        """Hand the lane the next one."""
        if self._task is not None or not self._waiting:
            return
        order, request = self._waiting.popleft()
        what = tr("exhibit {number}", number=order.title) if order.title else Path(order.path).name
        try:
            self._task = self._studio.inference_lane.submit(
                self._work(order, request),
                name=tr("Examining {value}", value=what),
                done=lambda result: self._over(order, lambda: self.finished.emit(order, result)),
                failed=lambda error: self._over(order, lambda: self._studio.tell(error)),
                cancelled=lambda: self._over(order, lambda: self.cancelled.emit(order)),
            )
        except JobCancelled:
            return  # the window is going
        self._next = order

    def _work(self, order: Order, request: Request) -> Callable[[LaneJob], ItemResult]:
        client = self._studio.inference_client

        def work(job: LaneJob) -> ItemResult:
            batch = Batch(client, LaneJobs(job), request)
            item, drawn = Item(order.path, _size(order.path)), self.drawn_of(order)
            result = batch.one(item, show=lambda f, note: job.progress(f, 1.0, note), drawn=drawn)
            _check_unaltered(order, result)
            return result

        return work

    def _began(self, task: Task) -> None:
        self.running = self._next if task is self._task else None
        if self.running is not None and self.running.exhibit_id is not None:
            self._under_way[self.running.exhibit_id] = tr("being examined")
        self.queue_changed.emit()

    def _over(self, order: Order, tell: Callable[[], None]) -> None:
        self._task = self._next = self.running = None
        if order.exhibit_id is not None:
            self._under_way.pop(order.exhibit_id, None)
        self._begin_next()
        self.queue_changed.emit()
        tell()


class LaneJobs:
    """The jobs of one order: all stop with the lane's job."""

    def __init__(self, job: LaneJob) -> None:
        self._job = job

    def job(self, show: Show | None = None) -> Job:
        """A job whose progress goes to ``show``."""
        return Shown(self._job, show or (lambda fraction, note: None))


class Shown:
    """Progress as a fraction to a function; cancelled with the lane's job."""

    def __init__(self, job: LaneJob, show: Show) -> None:
        self._job, self._show = job, show

    def cancelled(self) -> bool:
        """Whether the lane's job was."""
        return self._job.cancelled()

    def partial(self, value: object) -> None:
        """Handed on to the lane's job."""
        self._job.partial(value)

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Raises `JobCancelled` once the lane's job is cancelled, whether or not ``show`` tells that job anything."""
        if self._job.cancelled():
            raise JobCancelled
        self._show(done / total if total else 0.0, note)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _check_unaltered(order: Order, result: ItemResult) -> None:
    if order.sha256 is not None and result.exhibit is not None and result.exhibit.sha256 != order.sha256:
        raise StudioError(tr("{path} is no longer what was acquired; put the acquired file back.", path=order.path))
