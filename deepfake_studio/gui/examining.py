"""Files through the examination processes: acquiring and probing in the intake lane, examining in the inference lane.

Nothing is kept here: what comes out is told by signal, and `case_desk` keeps it when there is a case.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from deepfake_studio.casework.batch import Batch, Request, Show
from deepfake_studio.casework.inputs import Item, gather
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DrawnTrack, Exhibit, ExhibitRole, MediaInfo
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerBug


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One examination that was asked for; ``exhibit_id`` is None without a case."""

    number: int
    path: str
    plan: str
    exhibit_id: int | None = None
    sha256: str | None = None  # what the file must still be
    case_folder: str = ""


class Examiner(QObject):
    """Runs orders one after another.

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
        self._tasks: dict[int, tuple[Order, Task]] = {}
        self.running: Order | None = None
        self.drawn_of: Callable[[Order], tuple[DrawnTrack, ...]] = lambda order: ()  # asked in the inference lane
        studio.inference_lane.began.connect(self._began)

    @property
    def waiting(self) -> tuple[Order, ...]:
        """Orders that have not begun, in their order."""
        return tuple(order for order, _ in self._tasks.values() if order is not self.running)

    def exhibits_under_way(self) -> dict[int, str]:
        """What to say of exhibits that run or wait."""
        out = {order.exhibit_id: "waiting" for order in self.waiting if order.exhibit_id is not None}
        if self.running is not None and self.running.exhibit_id is not None:
            out[self.running.exhibit_id] = tr("being examined")
        return out

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
        order = Order(
            number=next(self._numbers),
            path=path,
            plan=self._studio.settings.plan,
            exhibit_id=exhibit_id,
            sha256=sha256,
            case_folder=case_folder,
        )
        title = tr("Examining {value}", value=tr("exhibit {number}", number=number) if number else Path(path).name)
        task = self._studio.inference_lane.submit(
            self._work(order),
            name=title,
            done=lambda result: self._over(order, lambda: self.finished.emit(order, result)),
            failed=lambda error: self._over(order, lambda: self._studio.tell(error)),
            cancelled=lambda: self._over(order, lambda: self.cancelled.emit(order)),
        )
        self._tasks[order.number] = (order, task)
        self.queue_changed.emit()
        return order

    def cancel(self, order: Order | None = None) -> None:
        """Stop one order, or all."""
        for one, task in list(self._tasks.values()):
            if order is None or one.number == order.number:
                task.cancel()

    def _work(self, order: Order) -> Callable[[LaneJob], ItemResult]:
        settings, client, limits = self._studio.settings, self._studio.inference_client, self._studio.limits()
        request = Request(
            plan=order.plan,
            detectors=None,
            device=settings.device,
            timeout_seconds=settings.timeout_seconds,
            limits=limits,
        )

        def work(job: LaneJob) -> ItemResult:
            batch = Batch(client, LaneJobs(job), request)
            item, drawn = Item(order.path, _size(order.path)), self.drawn_of(order)
            result = batch.one(item, show=lambda f, note: job.progress(f, 1.0, note), drawn=drawn)
            _check_unaltered(order, result)
            return result

        return work

    def _began(self, task: Task) -> None:
        self.running = next((order for order, one in self._tasks.values() if one is task), None)
        self.queue_changed.emit()

    def _over(self, order: Order, tell: Callable[[], None]) -> None:
        del self._tasks[order.number]
        if self.running is order:
            self.running = None
        self.queue_changed.emit()
        tell()


class Intake(QObject):
    """Hashes and probes files before they become exhibits.

    Signals:
        acquired(Exhibit, str): with its role, probed(str, MediaInfo): sha256 and facts, refused(str, str): path, why,
        finished(int, int): how many files were acquired and how many files that are no media were left out.
    """

    acquired = Signal(object, str)
    probed = Signal(str, object)
    refused = Signal(str, str)
    finished = Signal(int, int)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio

    def take(self, paths: Iterable[str], *, role: ExhibitRole = "questioned") -> Task:
        """Acquire files and all media below folders, one after another."""
        named, client, limits = list(paths), self._studio.intake_client, self._studio.limits()

        def work(job: LaneJob) -> tuple[int, int]:
            inputs, count = gather(named), 0
            for done, item in enumerate(inputs.items):
                job.progress(done, len(inputs.items), item.path.name)
                try:
                    if item.problem is not None:
                        raise StudioError(item.problem)
                    params = {"path": str(item.path.absolute()), "limits": limits}
                    reply = client.call("acquire", params, job=_Part(job, done, len(inputs.items), item.path.name))
                    exhibit = from_plain(Exhibit, reply.value)
                except StudioError as error:
                    job.partial((item.shown, error))
                    continue
                count += 1
                job.partial((item.shown, exhibit))
            return count, inputs.skipped

        return self._studio.intake_lane.submit(
            work,
            name=tr("Adding exhibits"),
            partial=lambda value: self._told(value, role),
            done=lambda counts: self.finished.emit(*counts),
            failed=self._studio.tell,
        )

    def probe(self, path: str, key: str) -> Task:
        """Read what container and streams state."""
        client, limits = self._studio.intake_client, self._studio.limits()

        def work(job: LaneJob) -> MediaInfo:
            return from_plain(MediaInfo, client.call("probe", {"path": path, "limits": limits}, job=job).value)

        return self._studio.intake_lane.submit(
            work,
            name=tr("Reading {name}", name=Path(path).name),
            done=lambda media: self.probed.emit(key, media),
            failed=self._not_probed,
        )

    def _not_probed(self, error: Exception) -> None:
        """A file that cannot be read is told where it is looked at; only a bug is told here."""
        if not isinstance(error, StudioError) or isinstance(error, WorkerBug):
            self._studio.tell(error)

    def _told(self, value: tuple[str, Exhibit | StudioError], role: ExhibitRole) -> None:
        shown, what = value
        if isinstance(what, StudioError):
            self.refused.emit(shown, str(what))
        else:
            self.acquired.emit(what, role)


class LaneJobs:
    """The jobs of one order: all stop with the lane's job."""

    def __init__(self, job: LaneJob) -> None:
        self._job = job

    def job(self, show: Show | None = None) -> Job:
        """A job whose progress goes to ``show``."""
        return _Shown(self._job, show or (lambda fraction, note: None))


class _Shown:
    """Progress as a fraction to a function; cancelled with the lane's job."""

    def __init__(self, job: LaneJob, show: Show) -> None:
        self._job, self._show = job, show

    def cancelled(self) -> bool:
        return self._job.cancelled()

    def partial(self, value: object) -> None:
        self._job.partial(value)

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Raises `JobCancelled` once the lane's job is cancelled, whether or not ``show`` tells that job anything."""
        if self._job.cancelled():
            raise JobCancelled
        self._show(done / total if total else 0.0, note)


class _Part(_Shown):
    """One file among several."""

    def __init__(self, job: LaneJob, before: int, total: int, name: str) -> None:
        super().__init__(job, lambda fraction, note: job.progress(before + fraction, total, name))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _check_unaltered(order: Order, result: ItemResult) -> None:
    if order.sha256 is not None and result.exhibit is not None and result.exhibit.sha256 != order.sha256:
        raise StudioError(tr("{path} is no longer what was acquired; put the acquired file back.", path=order.path))
