"""Errors that are shown to people as they stand.

A `StudioError` means that the evidence, the disk or the choice is at fault: its text is one clear sentence that
says what to do. Every other exception is a bug in this program.
"""

from __future__ import annotations


class StudioError(Exception):
    """The evidence, the disk or the choice is at fault; ``str(error)`` is shown as it is."""


class MediaError(StudioError):
    """A file cannot be opened, decoded or trusted to be decoded within the limits."""


class NotApplicable(StudioError):
    """The question cannot be asked of this item (no face, no video stream): an outcome, not a failure."""


class WeightsError(StudioError):
    """Weights are missing, changed, of another architecture or untrained."""


class CaseError(StudioError):
    """A case folder is missing, locked, damaged or of a newer version."""


class UsageError(StudioError):
    """The command line or a setting asks for something that does not exist."""


class WorkerDied(StudioError):
    """The examination process ended unexpectedly while it worked on an item."""


class JobCancelled(Exception):
    """Raised by ``job.progress`` when the user asked to stop; never shown as an error."""
