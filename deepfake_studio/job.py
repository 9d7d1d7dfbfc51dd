"""How long work reports and how it is stopped, without knowing who listens.

A function that takes a ``job`` calls ``job.progress`` often; that call raises `JobCancelled` when the user
asked to stop, so anything that reports can be cancelled.
"""

from __future__ import annotations

from typing import Protocol

from deepfake_studio.errors import JobCancelled


class Job(Protocol):
    """What long work needs from its caller."""

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report ``done`` of ``total`` (same unit, total 0 when unknown).

        Raises:
            JobCancelled: the user asked to stop.
        """

    def partial(self, value: object) -> None:
        """Hand over a result that is useful before the whole is done."""

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""


class QuietJob:
    """A job nobody watches; ``cancel`` may be called from another thread."""

    def __init__(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Ignore the figures.

        Raises:
            JobCancelled: `cancel` was called.
        """
        if self._cancelled:
            raise JobCancelled

    def partial(self, value: object) -> None:
        """Ignore the value."""
