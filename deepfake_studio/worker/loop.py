"""The loop of the examination process: one thread listens, the main thread works.

Requests: ``{"type": "call", "call": n, "op", "params"}`` and ``{"type": "cancel", "call": n}``.
Answers: ``progress``, ``partial``, then exactly one of ``reply``, ``cancelled``, ``error``.
"""

from __future__ import annotations

import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.job import Job
from deepfake_studio.wire import to_plain
from deepfake_studio.worker import confine
from deepfake_studio.worker_client.framing import Message, read_message, write_message

_PROGRESS_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation returns: a noun or plain value, and bytes that need no JSON form."""

    value: Any
    blob: bytes = field(default=b"", repr=False)


Op = Callable[..., Answer]  # op(params, *, job)


class RemoteJob:
    """The job of one call: reports over the pipe, at most 20 times a second."""

    def __init__(self, number: int, send: Callable[[dict[str, Any]], None]) -> None:
        self._number = number
        self._send = send
        self._stop = threading.Event()
        self._last_seconds = 0.0

    def cancel(self) -> None:
        """Make the next report raise."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether the other side asked to stop."""
        return self._stop.is_set()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report; the last step is always sent.

        Raises:
            JobCancelled: the other side asked to stop.
        """
        if self._stop.is_set():
            raise JobCancelled
        now = time.monotonic()
        if now - self._last_seconds < _PROGRESS_SECONDS and not (total and done >= total):
            return
        self._last_seconds = now
        figures = {"done": float(done), "total": float(total), "note": note}
        self._send({"type": "progress", "call": self._number, **figures})

    def partial(self, value: object) -> None:
        """Send a result that is useful before the whole is done."""
        self._send({"type": "partial", "call": self._number, "value": to_plain(value)})


class Loop:
    """Takes calls off a pipe and answers them until the pipe closes."""

    def __init__(self, ops: Mapping[str, Op], *, requests: BinaryIO, replies: BinaryIO) -> None:
        self._ops = ops
        self._requests = requests
        self._replies = replies
        self._write_lock = threading.Lock()
        self._calls: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._jobs: dict[int, RemoteJob] = {}

    def run(self) -> None:
        """Work until the process is ended."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        while True:
            self._answer(self._calls.get())

    def _listen(self) -> None:
        while (message := read_message(self._requests)) is not None:
            request = message.header
            if request["type"] == "cancel":
                if job := self._jobs.get(request["call"]):
                    job.cancel()
                continue
            self._jobs[request["call"]] = RemoteJob(request["call"], self._send)
            self._calls.put(request)
        os._exit(0)  # the parent closed or died; nothing here is worth a tidy end

    def _send(self, header: dict[str, Any], blob: bytes = b"") -> None:
        with self._write_lock:
            try:
                write_message(self._replies, Message(header, blob))
            except OSError:
                os._exit(0)

    def _answer(self, request: dict[str, Any]) -> None:
        number = request["call"]
        header, blob = self._outcome(request, self._jobs[number])
        del self._jobs[number]
        self._send({"call": number, **header}, blob)

    def _outcome(self, request: dict[str, Any], job: Job) -> tuple[dict[str, Any], bytes]:
        try:
            answer = self._ops[request["op"]](request["params"], job=job)
            return {"type": "reply", "value": to_plain(answer.value)}, answer.blob
        except JobCancelled:
            return {"type": "cancelled"}, b""
        except StudioError as error:
            return {"type": "error", "class": type(error).__name__, "message": str(error)}, b""
        except OSError as error:
            return {"type": "error", "class": "MediaError", "message": _system(error, request["params"])}, b""
        except MemoryError:
            text = (
                f"There is not enough memory to {request['op']} this file; close other programs or take a smaller plan."
            )
            return {"type": "error", "class": "MediaError", "message": text}, b""
        except Exception as error:  # noqa: BLE001 - the boundary: a bug must not end the process
            return _bug(request["op"], error), b""


def _system(error: OSError, params: dict[str, Any]) -> str:
    """What the operating system refused, naming the file."""
    name = error.filename or params.get("path") or (params.get("exhibit") or {}).get("path") or "The file"
    return f"{name} cannot be read ({error.strerror or error}); check that it still exists and may be read."


def _bug(op: str, error: Exception) -> dict[str, Any]:
    cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    message = f"The examination process met an error of its own during {op} ({cause}); please report it."
    return {"type": "error", "class": "", "message": message, "trace": traceback.format_exc()}


def main(ops: Mapping[str, Op] | None = None) -> None:
    """Run the examination process on descriptors 0 and 1; returns never."""
    requests, replies = confine.claim_streams()
    confine.confine()
    if ops is None:
        from deepfake_studio.worker.ops import OPS as ops  # noqa: N811 - the table is a constant there
    assert ops is not None
    Loop(ops, requests=requests, replies=replies).run()
