"""The queue of the open case: files that are acquired and examined one after another, also after a restart.

The list lies beside the case (`casework.queue`); the inference lane works it off, the lane of the case keeps results.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from deepfake_studio.casework.batch import Batch, Request, Show
from deepfake_studio.casework.inputs import gather
from deepfake_studio.casework.keeping import Casework, Method
from deepfake_studio.casework.queue import QueueItem, WorkQueue
from deepfake_studio.casework.queue_run import QueueJobs, counts, work_off, write_summary
from deepfake_studio.errors import StudioError
from deepfake_studio.gui import reviewing
from deepfake_studio.gui.awake import Awake
from deepfake_studio.gui.case_desk import CaseDesk
from deepfake_studio.gui.examining import LaneJobs
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DrawnTrack, Examination, Exhibit, ExhibitRecord

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

_TICK_MS = 500


class LaneCasework(Casework):
    """Casework from another lane: every step waits for the lane of the case, the only writer of its database."""

    def __init__(self, desk: CaseDesk, folder: Path, *, examiner: str) -> None:
        self._desk, self._case, self._who = desk, folder, examiner

    def _with(self, work: Callable[[Casework], Any]) -> Any:
        def there(store: CaseStore) -> Any:
            return work(Casework(store, examiner=self._who, copy=False, resume=True))

        return self._desk.from_lane(self._case, there)

    def exhibit(self, exhibit: Exhibit, *, job: Job) -> ExhibitRecord:
        """See `Casework`."""
        return self._with(lambda casework: casework.exhibit(exhibit, job=job))  # type: ignore[no-any-return]

    def finished(self, record: ExhibitRecord, method: Method) -> Examination | None:
        """See `Casework`."""
        return self._with(lambda casework: casework.finished(record, method))  # type: ignore[no-any-return]

    def drawn(self, record: ExhibitRecord) -> tuple[DrawnTrack, ...]:
        """See `Casework`."""
        return self._with(lambda casework: casework.drawn(record))  # type: ignore[no-any-return]

    def keep(self, record: ExhibitRecord, examination: Examination) -> None:
        """See `Casework`."""
        self._with(lambda casework: casework.keep(record, examination))

    def note_failure(self, shown: str, reason: str) -> None:
        """See `Casework`."""
        self._with(lambda casework: casework.note_failure(shown, reason))


class QueueDesk(QObject):
    """Signals: changed(): items or their states; left_over(int): a case was opened whose queue is not worked off;
    summarised(str): the table that was written at the end; problem(str); noted(str): a sentence of what was done;
    reordered(tuple, tuple): numbers of the items in the order before, and now."""

    changed = Signal()
    left_over = Signal(int)
    summarised = Signal(str)
    problem = Signal(str)
    noted = Signal(str)
    reordered = Signal(object, object)

    def __init__(self, studio: Studio, desk: CaseDesk) -> None:
        super().__init__(studio)
        self._studio, self._desk = studio, desk
        self.queue: WorkQueue | None = None
        self._folder: Path | None = None
        self._task: Task | None = None
        self._stale = self._reading = False
        self.awake = Awake()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.changed)
        desk.case_changed.connect(self._case_changed)

    @property
    def running(self) -> bool:
        """Whether it is being worked off, or waits for the lane."""
        return self._task is not None

    def items(self) -> tuple[QueueItem, ...]:
        """All items in the order they are worked off; what ran when the program was ended waits again."""
        every = self.queue.items() if self.queue is not None else ()
        if self.running or not self._alone:
            return every
        return tuple(dataclasses.replace(i, state="waiting") if i.state == "running" else i for i in every)

    @property
    def _alone(self) -> bool:
        """Whether nobody else can be working the queue off: who has the case for writing is the only one."""
        return self._desk.state is not None and not self._desk.state.read_only

    def seconds_left(self) -> float | None:
        """What is left at the pace so far."""
        return self.queue.seconds_left() if self.queue is not None else None

    # ---- changing ---------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[str]) -> None:
        """Put files, and all media below folders, at the end."""
        queue, named = self.queue, list(paths)
        if queue is None or not named:
            return

        def work(job: LaneJob) -> tuple[int, int]:
            found = gather(named)
            return len(queue.add(item.shown for item in found.items)), found.skipped

        self._studio.files_lane.submit(work, name=tr("Adding to the queue"), done=self._added, failed=self._fail)

    def _added(self, found: tuple[int, int]) -> None:
        self.changed.emit()
        added, left_out = found
        if not added:
            self.problem.emit(
                tr("No file was added: all wait already, or are no media ({value} left out).", value=left_out)
            )
            return
        said = tr("1 file was added.") if added == 1 else tr("{added:,} files were added.", added=added)
        rest = tr(" Files that are no media and were left out: {skipped}.", skipped=left_out) if left_out else ""
        self.noted.emit(said + rest)

    def change(self, work: Callable[[WorkQueue], Any]) -> None:
        """Move, retry, cancel, clear: one line in the file of the queue."""
        if self.queue is None:
            return
        try:
            work(self.queue)
        except StudioError as error:
            self.problem.emit(told(error))
        self.changed.emit()

    def move(self, steps: Sequence[tuple[int, int]]) -> None:
        """Give items other places (number, place from 1), as one change that can be taken back."""
        before = tuple(item.id for item in self.items())
        for number, place in steps:
            self.change(lambda queue, number=number, place=place: queue.move(number, place))
        after = tuple(item.id for item in self.items())
        if after != before:
            self.reordered.emit(before, after)

    def arrange(self, order: Sequence[int]) -> None:
        """Put the items back into an order; those that came since stay behind, those that are gone are left out."""
        there = {item.id for item in self.items()}
        for place, number in enumerate((number for number in order if number in there), 1):
            self.change(lambda queue, number=number, place=place: queue.move(number, place))

    def start(self) -> None:
        """Work it off with the plan and device of the settings."""
        queue, state = self.queue, self._desk.state
        if queue is None or state is None or self.running:
            return
        if not state.changeable:
            self.problem.emit(tr("This case takes no changes now; reopen it or open it for writing first."))
            return
        request = self._request()
        method = request.parameters() | {"timeout_seconds": request.timeout_seconds}
        self.change(lambda one: (one.unpause(), one.recover(method)))
        client, casework = (
            self._studio.inference_client,
            LaneCasework(self._desk, state.folder, examiner=self._studio.examiner),
        )

        def work(job: LaneJob) -> None:
            jobs = QueueJobs(_Telling(job, queue), queue)
            batch = Batch(client, jobs, request, casework)
            work_off(queue, batch, jobs, started=job.partial, finished=job.partial)

        self._task = self._studio.inference_lane.submit(
            work, name=tr("Working the queue off"), partial=self._moved, done=lambda _: self._over(ended=True),
            failed=self._failed, cancelled=lambda: self._over(ended=False),
        )  # fmt: skip
        self.awake.begin()
        self._tick.start()
        self.changed.emit()

    def pause(self) -> None:
        """Start no further item; the one that runs is finished."""
        self.change(lambda queue: queue.pause())

    def stop(self) -> None:
        """Stop at once; the item that runs waits again."""
        if self._task is not None:
            self._task.cancel()

    def _request(self) -> Request:
        settings = self._studio.settings
        return Request(
            plan=settings.plan, detectors=None, device=settings.device, timeout_seconds=settings.timeout_seconds,
            limits=self._studio.limits(),
        )  # fmt: skip

    # ---- what happens meanwhile -------------------------------------------------------------------------------

    def _moved(self, item: QueueItem) -> None:
        self.changed.emit()
        if item.state != "running":
            self._reread()

    def _reread(self) -> None:
        """The list of exhibits follows; one reading at a time, however fast items end."""
        self._stale = True
        if self._reading or self._desk.state is None:
            return
        self._stale, self._reading = False, True
        self._desk.reread(self._read)

    def _read(self) -> None:
        self._reading = False
        if self._stale:
            self._reread()

    def _failed(self, error: Exception) -> None:
        self._over(ended=False)
        self._fail(error)

    def _over(self, *, ended: bool) -> None:
        self._task = None
        self._tick.stop()
        self.awake.end()
        waits = any(item.state == "waiting" for item in self.items())
        if ended and not waits and self._desk.state is not None:
            self._summarise()
        self.changed.emit()

    def _summarise(self) -> None:
        """What became of every item, beside the reports of the case."""
        items = self.items()

        def work(store: CaseStore, job: LaneJob) -> str:
            reviewing.refuse_blind(store, tr("The summary of the queue shows results"))
            out = store.subfolder("reports") / f"queue-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.csv"
            sha256 = write_summary(items, out)
            store.log("queue.summary", str(out), detail={"sha256": sha256, **counts(items)})
            return str(out)

        self._desk.ask(work, done=self.summarised.emit, failed=self._fail)

    def _case_changed(self, state: CaseState | None) -> None:
        folder = state.folder if state is not None else None
        if folder == self._folder:
            return
        self.stop()
        self._folder, self.queue = folder, WorkQueue(folder) if folder is not None else None
        left = sum(item.state in ("waiting", "running") for item in self.items())
        if left and state is not None and state.changeable:
            self.left_over.emit(left)
        self.changed.emit()

    def shutdown(self) -> None:
        """The window goes; what was not worked off waits for the next time."""
        self._tick.stop()
        self.awake.end()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, StudioError):
            self.problem.emit(told(error))
        else:
            self._studio.tell(error)


class _Telling(LaneJobs):
    """Jobs whose progress is that of the whole queue, for the status bar."""

    def __init__(self, job: LaneJob, queue: WorkQueue) -> None:
        super().__init__(job)
        self._lane_job, self._queue = job, queue

    def job(self, show: Show | None = None) -> Job:
        """A job whose progress goes to ``show`` and to the lane."""

        def both(fraction: float, note: str) -> None:
            items = self._queue.items()
            over = sum(item.state in ("done", "failed", "cancelled") for item in items)
            running = next((item for item in items if item.state == "running"), None)
            name = Path(running.path).name if running is not None else ""
            self._lane_job.progress(over + (running.progress if running is not None else 0.0), len(items), name)
            if show is not None:
                show(fraction, note)

        return super().job(both)
