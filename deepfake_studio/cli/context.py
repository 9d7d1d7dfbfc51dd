"""What every command gets beside its arguments: the console, whether to stop, the user's settings."""

from __future__ import annotations

import getpass
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from deepfake_studio.cli.terminal import Console
from deepfake_studio.errors import JobCancelled
from deepfake_studio.settings import Settings

OK, USAGE, FAILED, CANCELLED = 0, 2, 3, 130


@dataclass(slots=True)
class Context:
    """Handed to every command."""

    settings: Settings
    console: Console = field(default_factory=Console)
    stop: threading.Event = field(default_factory=threading.Event)

    def job(self, show: Callable[[float, str], None] | None = None) -> CliJob:
        """A job that stops with Ctrl-C; ``show(fraction, note)`` gets its progress."""
        return CliJob(self.stop, show or (lambda fraction, note: None))

    def actor(self, args: Namespace) -> str:
        """Who is working: ``--examiner``, else the settings, else the login name."""
        return getattr(args, "examiner", None) or self.settings.examiner or _login()


class CliJob:
    """Progress to a function, stopped by Ctrl-C."""

    def __init__(self, stop: threading.Event, show: Callable[[float, str], None]) -> None:
        self._stop = stop
        self._show = show

    def cancelled(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._stop.is_set()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Show how far the work is.

        Raises:
            JobCancelled: Ctrl-C was pressed.
        """
        if self._stop.is_set():
            raise JobCancelled
        self._show(done / total if total else 0.0, note)

    def partial(self, value: object) -> None:
        """Partial results have no place on a command line."""


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) asks to stop, so that what is done is kept; the second one insists."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set handlers; tests call from elsewhere
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"  # no entry for this user number (containers)
