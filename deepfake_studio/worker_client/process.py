"""One examination process: started, never forked; read by one thread that lives exactly as long as it does.

The same thread starts the process, because Linux sends the parent-death signal when the *thread* that started a
child ends, not when its process does.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import IO, Any, cast

from deepfake_studio.errors import WorkerDied
from deepfake_studio.worker_client.framing import Message, read_message, write_message

_STDERR_TAIL_BYTES = 16_384
_START_SECONDS = 60.0


def default_command() -> list[str]:
    """How this installation starts its examination process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "worker"]
    return [sys.executable, "-m", "deepfake_studio", "worker"]


class WorkerProcess:
    """A running examination process with an inbox of its messages (``None`` once it has ended)."""

    def __init__(self, *, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._stderr = bytearray()
        self._popen: subprocess.Popen[bytes] | None = None
        self._problem: OSError | None = None
        started = threading.Event()
        arguments = (list(command), dict(environment), started)
        self._reader = threading.Thread(target=self._live, args=arguments, name="worker-reader", daemon=True)
        self._reader.start()
        if not started.wait(_START_SECONDS) or self._popen is None:
            raise WorkerDied(f"The examination process could not be started ({self._problem}); reinstall the program.")

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._running.pid

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._popen is not None
        return self._popen

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._running.poll() is None

    def send(self, header: dict[str, Any]) -> None:
        """Send a message; silently nothing when the process has gone (its inbox says so)."""
        try:
            write_message(cast("IO[bytes]", self._running.stdin), Message(header))  # type: ignore[arg-type]
        except (OSError, ValueError):
            return

    def kill(self) -> None:
        """End the process now and wait for it."""
        self._running.kill()
        self._running.wait()
        self._reader.join()

    def close(self, *, grace_seconds: float = 1.0) -> None:
        """Close its pipe, which ends it; kill it when it does not go."""
        stdin = self._running.stdin
        assert stdin is not None
        try:
            stdin.close()
        except OSError:
            pass  # it went first
        try:
            self._running.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        self._reader.join()

    def ending(self) -> str:
        """How the process ended, in words: a signal's name or an exit code, with its last line of text."""
        self._running.wait()
        code = self._running.returncode
        words = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with code {code}"
        tail = self.stderr_tail()
        return f"{words} ({tail})" if tail else words

    def stderr_tail(self) -> str:
        """The last line that tells something among what the process wrote to its standard error."""
        lines = self._stderr.decode("utf-8", "replace").splitlines()
        fatal = [line for line in lines if line.startswith("Fatal Python error")]
        return (fatal or [line for line in lines if line.strip()] or [""])[-1].strip()[:200]

    def _live(self, command: list[str], environment: dict[str, str], started: threading.Event) -> None:
        try:
            self._popen = _popen(command, environment)
        except OSError as error:
            self._problem = error
            started.set()
            return
        drain = threading.Thread(target=self._drain_stderr, name="worker-stderr", daemon=True)
        drain.start()
        started.set()
        self._read_all()
        self._running.wait()
        drain.join(1.0)
        self._close_pipes()
        self.inbox.put(None)

    def _close_pipes(self) -> None:
        for pipe in (self._running.stdin, self._running.stdout, self._running.stderr):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # unsent bytes for a process that has gone

    def _read_all(self) -> None:
        stdout = self._running.stdout
        assert stdout is not None
        while True:
            try:
                message = read_message(cast(Any, stdout))
            except (ValueError, OSError):
                self._running.kill()
                return
            if message is None:
                return
            self.inbox.put(message)

    def _drain_stderr(self) -> None:
        stderr = self._running.stderr
        assert stderr is not None
        while data := os.read(stderr.fileno(), 4096):
            self._stderr += data
            del self._stderr[:-_STDERR_TAIL_BYTES]


def _popen(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, creationflags=flags)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
