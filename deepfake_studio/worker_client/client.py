"""Calls into the examination process: one at a time, cancelled within 200 ms, restarted when it dies.

The state of the examination process is disposable, so whoever does not obey is killed and the next call starts a
new one. ``call`` delivers progress and partial results in the calling thread.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from deepfake_studio import errors
from deepfake_studio.errors import JobCancelled, StudioError, WorkerDied
from deepfake_studio.job import Job
from deepfake_studio.wire import to_plain
from deepfake_studio.worker_client.framing import Message
from deepfake_studio.worker_client.process import WorkerProcess, default_command

_POLL_SECONDS = 0.025
_CANCEL_GRACE_SECONDS = 0.15


class WorkerTimeout(WorkerDied):
    """The examination process was stopped because an item took longer than allowed."""


class WorkerBug(StudioError):
    """The examination process met an error of its own; ``trace`` is for the log and the bug report."""

    def __init__(self, message: str, *, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation returned: a plain JSON value (`wire.from_plain` makes the noun) and bytes."""

    value: Any
    blob: bytes = field(default=b"", repr=False)


class WorkerClient:
    """A restartable examination process; methods may be called from any thread, calls run one after another."""

    def __init__(
        self,
        *,
        threads: int | None = None,
        command: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = list(command) if command is not None else default_command()
        self._environment = _environment(threads, environment or {})
        self._turn = threading.Lock()
        self._process: WorkerProcess | None = None
        self._number = 0

    def __enter__(self) -> WorkerClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process number while one runs."""
        process = self._process
        return process.pid if process is not None and process.alive() else None

    def start(self) -> None:
        """Start the process now, so that the first call need not wait for it.

        Raises:
            WorkerDied: it cannot be started.
        """
        if self._process is None or not self._process.alive():
            self._process = WorkerProcess(command=self._command, environment=self._environment)

    def close(self) -> None:
        """End the process; a call in another thread then raises `WorkerDied`."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def kill(self) -> None:
        """End the process at once; the next call starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()

    def call(self, op: str, params: Mapping[str, Any], *, job: Job, timeout_seconds: float | None = None) -> Reply:
        """Run one operation and wait for its reply.

        Raises:
            StudioError: as the operation raised it, class and text.
            WorkerDied: the process ended; the text says how.
            WorkerTimeout: it took longer than ``timeout_seconds`` and was killed.
            JobCancelled: ``job`` was cancelled; takes at most 200 ms.
        """
        with self._my_turn(job):
            self.start()
            process = self._process
            assert process is not None
            self._number += 1
            process.send({"type": "call", "call": self._number, "op": op, "params": to_plain(dict(params))})
            waiting = _Waiting(process, self._number, _subject(params), job, timeout_seconds)
            try:
                return waiting.reply()
            except _Obsolete as obsolete:
                self.kill()
                raise obsolete.error from None
            except BaseException:
                if waiting.unanswered:
                    self.kill()
                raise

    @contextmanager
    def _my_turn(self, job: Job) -> Iterator[None]:
        while not self._turn.acquire(timeout=_POLL_SECONDS):
            if job.cancelled():
                raise JobCancelled
        try:
            yield
        finally:
            self._turn.release()


class _Obsolete(Exception):
    """The process cannot be used any more; ``error`` is what the caller should see."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class _Waiting:
    """One call that has been sent and not yet been answered."""

    def __init__(
        self, process: WorkerProcess, number: int, subject: str, job: Job, timeout_seconds: float | None
    ) -> None:
        self.unanswered = True
        self._process = process
        self._number = number
        self._subject = subject
        self._job = job
        self._timeout_seconds = timeout_seconds
        self._deadline = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        self._give_up_at: float | None = None  # set once cancelling was asked for

    def reply(self) -> Reply:
        while True:
            self._check_clock()
            try:
                message = self._process.inbox.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if message is None:
                raise _Obsolete(self._death())
            if message.header.get("call") == self._number and (reply := self._take(message)) is not None:
                return reply

    def _check_clock(self) -> None:
        now = time.monotonic()
        if self._give_up_at is None and self._job.cancelled():
            self._ask_to_stop()
        if self._give_up_at is not None and now >= self._give_up_at:
            raise _Obsolete(JobCancelled())
        if self._deadline is not None and now >= self._deadline:
            raise _Obsolete(WorkerTimeout(self._too_long()))

    def _too_long(self) -> str:
        allowed = f"{self._timeout_seconds:g} s"
        return f"Examining {self._subject} took longer than {allowed} and was stopped; allow more time."

    def _ask_to_stop(self) -> None:
        self._give_up_at = time.monotonic() + _CANCEL_GRACE_SECONDS
        self._process.send({"type": "cancel", "call": self._number})

    def _death(self) -> Exception:
        if self._give_up_at is not None:
            return JobCancelled()
        return WorkerDied(
            f"The examination process {self._process.ending()} while it worked on {self._subject}; "
            "the file may be damaged in a way its decoder does not survive."
        )

    def _take(self, message: Message) -> Reply | None:
        """The reply in ``message``; ``None`` for progress and partial results."""
        kind, body = message.header["type"], message.header
        if kind in ("progress", "partial"):
            self._report(kind, body)
            return None
        self.unanswered = False
        if kind == "error":
            raise _error(body)
        if kind == "cancelled":
            raise JobCancelled
        return Reply(body["value"], message.blob)

    def _report(self, kind: str, body: dict[str, Any]) -> None:
        if self._give_up_at is not None:
            return
        try:
            if kind == "progress":
                self._job.progress(body["done"], body["total"], body["note"])
            else:
                self._job.partial(body["value"])
        except JobCancelled:
            self._ask_to_stop()


def _error(body: dict[str, Any]) -> Exception:
    """The exception an operation raised, as its own class where it is one of ours."""
    kind = getattr(errors, body["class"], None)
    if isinstance(kind, type) and issubclass(kind, StudioError):
        return kind(body["message"])
    return WorkerBug(body["message"], trace=body.get("trace", ""))


def _subject(params: Mapping[str, Any]) -> str:
    exhibit = params.get("exhibit")
    inner = exhibit.get("path") if isinstance(exhibit, Mapping) else getattr(exhibit, "path", None)
    return str(params.get("path") or inner or "a request")


def _environment(threads: int | None, extra: Mapping[str, str]) -> dict[str, str]:
    """The worker's environment: idle threads must sleep, since a window shares the processor with it."""
    environment = dict(os.environ)
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    environment["PYTHONFAULTHANDLER"] = "1"
    environment["DEEPFAKE_STUDIO_PARENT"] = str(os.getpid())
    if threads is not None:
        environment["OMP_NUM_THREADS"] = str(threads)
    environment.update(extra)
    return environment
