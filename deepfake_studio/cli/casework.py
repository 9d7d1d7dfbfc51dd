"""What a run of `examine` asks of a case; the only writer of its database is this process.

An item counts as acknowledged when its examination is committed. On resume an exhibit is left alone when the case
holds a finished examination of the same bytes by the same detectors, weights and recipe.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_studio.errors import CaseError, StudioError
from deepfake_studio.vocabulary import Examination, Exhibit, ExhibitRecord

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore


@dataclass(frozen=True, slots=True)
class Method:
    """What decides a score beside the evidence: the recipe's digest and each detector's weights."""

    recipe_digest: str
    weights: dict[str, str | None]


class Casework:
    """A case open for the length of one run."""

    def __init__(self, store: CaseStore, *, examiner: str, copy: bool, resume: bool) -> None:
        self.store = store
        self._examiner = examiner
        self._copy = copy
        self._resume = resume

    def exhibit(self, exhibit: Exhibit) -> ExhibitRecord:
        """The record of these bytes, added when the case has none yet."""
        known = self.store.find_by_sha256(exhibit.sha256)
        if known is not None:
            return known
        return self.store.add_exhibit(exhibit, role="questioned", received_from="", copy=self._copy)

    def finished(self, record: ExhibitRecord, method: Method | None) -> Examination | None:
        """A stored examination that need not be repeated."""
        if not self._resume or method is None:
            return None
        for stored in reversed(self.store.examinations(record.id)):
            if _complete(stored.examination, method):
                return stored.examination
        return None

    def keep(self, record: ExhibitRecord, examination: Examination) -> None:
        """Commit an examination; when this returns, it survives any crash."""
        if examination.media is not None and record.media is None:
            self.store.set_media(record.id, examination.media)
        self.store.store_examination(record.id, examination, examiner=self._examiner)

    def note_failure(self, shown: str, reason: str) -> None:
        """Log an item that could not be acquired, so that the case shows it was attempted."""
        self.store.log("examine-failed", f"{shown}: {reason}")


def _complete(examination: Examination, method: Method) -> bool:
    if examination.status not in ("examined", "not_applicable") or examination.recipe is None:
        return False
    used = {result.detector_id: result.weights_sha256 for result in examination.detectors}
    agrees = examination.status == "not_applicable" or used == method.weights
    return examination.recipe.digest == method.recipe_digest and agrees


def open_or_create(folder: str, *, actor: str) -> tuple[CaseStore, bool]:
    """The case at ``folder`` and whether it was made just now.

    Raises:
        CaseError: it is locked, damaged, of a newer version or not a case.
    """
    from deepfake_studio.case.store import CaseStore

    path = Path(folder)
    if path.exists():
        return CaseStore.open(path, actor=actor), False
    if path.suffix != ".dfcase":
        raise CaseError(f"{folder} is not a case; a case is a folder whose name ends in .dfcase.")
    return CaseStore.create(path, number=path.stem, title="", question="", requested_by="", actor=actor), True


def as_sentence(error: Exception, shown: str) -> str:
    """Why an item failed, in one sentence that names the file or the disk."""
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, OSError):
        cause = error.strerror or str(error)
        return f"{error.filename or shown} cannot be read or written ({cause}); check disk and permissions."
    cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"Examining {shown} met an error of this program ({cause}); please report it."
