"""Lanes: one thread with one queue each. Work runs there; what it reports arrives in the GUI thread.

Progress is read by a 20 Hz timer of the GUI thread instead of being sent, so that a busy worker can never flood the
event loop and the newest figure is always the one shown. Everything else comes as one queued signal, in order.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal
from shiboken6 import isValid

from deepfake_studio.errors import JobCancelled, StudioError

PROGRESS_INTERVAL_MS = 50  # 20 Hz
_SHUTDOWN_MS = 10_000


class LaneJob:
    """The `job.Job` of one task. ``latest`` is what the GUI thread reads; any thread may cancel."""

    def __init__(self, partial: Callable[[object], None]) -> None:
        self._cancel = threading.Event()
        self._partial = partial
        self.latest: tuple[float, float, str] | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancel.set()

    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancel.is_set()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Keep the figures for the next tick.

        Raises:
            JobCancelled: the user asked to stop.
        """
        if self._cancel.is_set():
            raise JobCancelled
        self.latest = (float(done), float(total), note)

    def partial(self, value: object) -> None:
        """Hand over a result that is useful before the whole is done."""
        self._partial(value)


class Task:
    """One piece of work in a lane with whom to tell; the callables are called in the GUI thread."""

    def __init__(
        self,
        lane: Lane,
        name: str,
        work: Callable[[LaneJob], Any],
        tell: dict[str, Callable | None],
        owner: QObject | None = None,
    ) -> None:
        self.name = name
        self.owner = owner
        self.work = work
        self.tell = tell
        self.shown: tuple[float, float, str] | None = None
        self.job = LaneJob(lambda value: lane.post("partial", self, value))

    def cancel(self) -> None:
        """Stop it, or keep it from starting."""
        self.job.cancel()

    def heard(self, kind: str) -> Callable | None:
        """Who is told of something."""
        return self.tell.get(kind) if self.owner is None or isValid(self.owner) else None

    def let_go(self) -> None:
        """Drop what the closures hold, here in the GUI thread: the lane's own reference may be the last to go."""
        self.work, self.tell = _nothing, {}


def _nothing(job: LaneJob) -> None:
    """The work of a task that is over."""


class Lane(QThread):
    """A thread that does one task after another. Signals carry the task first and arrive in the GUI thread."""

    began = Signal(object)
    progressed = Signal(object, float, float, str)
    partial = Signal(object, object)
    done = Signal(object, object)
    failed = Signal(object, object)
    cancelled = Signal(object)
    _posted = Signal(str, object, object)

    def __init__(self, name: str, *, at_exit: Callable[[], None] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.at_exit = at_exit
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._open: list[Task] = []  # waiting or running; guarded, since lanes submit to one another
        self._guard = threading.Lock()
        self._closed = False
        self._running_task: Task | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(PROGRESS_INTERVAL_MS)
        self._tick.timeout.connect(self._show_progress)
        self._posted.connect(self._deliver)

    @property
    def pending(self) -> int:
        """How many tasks wait or run."""
        with self._guard:
            return len(self._open)

    def submit(
        self,
        work: Callable[[LaneJob], Any],
        *,
        name: str = "",
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[float, float, str], None] | None = None,
        partial: Callable[[Any], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Queue ``work(job)``; may be called from any thread. Nobody is told once ``owner`` was deleted."""
        tell = {"done": done, "failed": failed, "cancelled": cancelled, "progressed": progressed, "partial": partial}
        task = Task(self, name, work, tell, owner)
        with self._guard:
            if self._closed:
                raise JobCancelled
            self._open.append(task)
        self._tasks.put(task)
        return task

    def wait_for(self, work: Callable[[LaneJob], Any]) -> Any:
        """Run ``work`` here and wait for its result; for other lanes only, never for the GUI thread."""
        answer: Future[Any] = Future()

        def answered(job: LaneJob) -> None:
            try:
                answer.set_result(work(job))
            except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
                answer.set_exception(error)

        self.submit(answered)
        while True:
            try:
                return answer.result(timeout=0.25)
            except FutureTimeout:
                if not answer.done() and self.isFinished():
                    raise JobCancelled from None

    def cancel_all(self, *, named_only: bool = False) -> None:
        """Stop what runs and drop what waits; ``named_only`` leaves tasks without a name, which are short, to end."""
        with self._guard:
            tasks = list(self._open)
        for task in tasks:
            if task.name or not named_only:
                task.cancel()

    def shutdown(self, *, finish: bool = False) -> bool:
        """End the thread; whether it ended in time. Nothing is delivered afterwards.

        Everything is cancelled, or with ``finish`` only tasks with a name: what was typed is still written.
        """
        with self._guard:
            self._closed = True
        self.cancel_all(named_only=finish)
        self._tasks.put(None)
        self._tick.stop()
        return not self.isRunning() or self.wait(_SHUTDOWN_MS)

    def post(self, kind: str, task: Task, value: object = None) -> None:
        """Queue an event for the GUI thread."""
        self._posted.emit(kind, task, value)

    def run(self) -> None:
        """The thread: until `shutdown`."""
        while (task := self._tasks.get()) is not None:
            self._run_one(task)
        if self.at_exit is not None:
            try:
                self.at_exit()
            except (StudioError, OSError):
                pass  # the window is going; what could not be closed is recovered at the next opening

    def _run_one(self, task: Task) -> None:
        if task.job.cancelled():
            self.post("cancelled", task)
            return
        self.post("began", task)
        try:
            value = task.work(task.job)
        except JobCancelled:
            self.post("cancelled", task)
        except Exception as error:  # noqa: BLE001 - the boundary of a lane: the next task must run
            self.post("failed", task, error)
        else:
            self.post("done", task, value)

    def _deliver(self, kind: str, task: Task, value: object) -> None:
        if kind in ("done", "failed", "cancelled"):
            self._finish(task)
        if self._closed:
            return
        if kind == "began":
            self._running_task = task
            self._tick.start()
            self.began.emit(task)
            return
        arguments = () if kind == "cancelled" else (value,)
        if (callback := task.heard(kind)) is not None:
            callback(*arguments)
        getattr(self, kind).emit(task, *arguments)
        if kind != "partial":
            task.let_go()

    def _finish(self, task: Task) -> None:
        if self._running_task is task:
            self._show_progress()
            self._running_task = None
            self._tick.stop()
        with self._guard:
            if task in self._open:
                self._open.remove(task)

    def _show_progress(self) -> None:
        task = self._running_task
        if self._closed or task is None or task.job.latest is None or task.job.latest == task.shown:
            return
        task.shown = task.job.latest
        if (callback := task.heard("progressed")) is not None:
            callback(*task.shown)
        self.progressed.emit(task, *task.shown)
