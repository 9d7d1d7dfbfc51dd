"""What became of one item of a run."""

from __future__ import annotations

from dataclasses import dataclass

from deepfake_studio.vocabulary import Examination, Exhibit, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What became of one item; ``examination`` is absent when the file could not even be acquired."""

    shown: str
    status: Status
    reason: str | None
    exhibit: Exhibit | None = None
    examination: Examination | None = None
    duplicate_of: str | None = None
    resumed: bool = False
