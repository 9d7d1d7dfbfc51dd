"""What a run of `examine` asks of a case; the only writer of its database is this process.

An item counts as acknowledged when its examination is committed. On resume an exhibit is left alone when the case
holds a finished examination of the same bytes by the same detectors, weights and recipe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_studio.drawing import recipe_with
from deepfake_studio.errors import CaseError, StudioError
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DrawnTrack, Examination, Exhibit, ExhibitRecord, Recipe

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore


@dataclass(frozen=True, slots=True)
class Method:
    """What decides a score beside the evidence: the recipe and the SHA-256 of each detector's weights.

    ``whole_frames``: one of them needs no face, so that nothing is settled by there being none. ``methods``: what each
    cuts out and how it aggregates, in words.
    """

    recipe: Recipe
    weights: dict[str, str | None]
    whole_frames: bool = False
    methods: dict[str, str] = field(default_factory=dict)

    def same_as(self, examination: Examination) -> bool:
        """Whether its detectors cut and aggregated as these would; older records do not say and are believed."""
        every = (*examination.detectors, *examination.other_questions)
        said = {r.detector_id: r.method for r in every if r.method is not None}
        return all(self.methods.get(name, method) == method for name, method in said.items())


class Casework:
    """A case open for the length of one run."""

    def __init__(self, store: CaseStore, *, examiner: str, copy: bool, resume: bool) -> None:
        self.store = store
        self._examiner = examiner
        self._copy = copy
        self._resume = resume

    def exhibit(self, exhibit: Exhibit, *, job: Job) -> ExhibitRecord:
        """The record of these bytes, added when the case has none yet."""
        known = self.store.find_by_sha256(exhibit.sha256)
        if known is not None:
            return known
        return self.store.add_exhibit(exhibit, copy=self._copy, job=job)

    def finished(self, record: ExhibitRecord, method: Method) -> Examination | None:
        """A stored examination that need not be repeated; one without a face names no detectors."""
        if not self._resume:
            return None
        sha256, digest = record.exhibit.sha256, recipe_with(method.recipe, self.drawn(record)).digest
        for weights in (method.weights, {}):
            found = self.store.find_examination(
                sha256, detectors=weights, recipe_digest=digest, not_applicable=not method.whole_frames
            )
            if found is not None and method.same_as(found.examination):
                return found.examination
        return None

    def drawn(self, record: ExhibitRecord) -> tuple[DrawnTrack, ...]:
        """Faces that examiners drew in this exhibit, to be measured with those that are found."""
        return self.store.drawn_tracks(record.id)

    def keep(self, record: ExhibitRecord, examination: Examination) -> None:
        """Commit an examination; when this returns, it survives any crash."""
        if examination.media is not None and record.media is None:
            self.store.set_media(record.id, examination.media)
        stored = self.store.store_examination(record.id, examination, examiner=self._examiner)
        self.store.carry_decisions(stored.id)

    def note_failure(self, shown: str, reason: str) -> None:
        """Log an item that could not be acquired, so that the case shows it was attempted."""
        self.store.log("examine.failed", shown, detail={"reason": reason})


def open_or_create(folder: str, *, actor: str) -> tuple[CaseStore, bool]:
    """The case at ``folder`` and whether it was made just now.

    Raises:
        CaseError: it is locked, closed, damaged, of a newer version or not a case.
    """
    from deepfake_studio.case.store import CaseStore

    path = Path(folder)
    if (path / "case.sqlite").is_file():
        store = CaseStore.open(path, actor=actor)
        try:
            store.check_changeable()
        except CaseError:
            store.close()
            raise
        return store, False
    if path.suffix != ".dfcase":  # one that was killed while it was made is made again
        raise CaseError(f"{folder} is not a case; a case is a folder whose name ends in .dfcase.")
    return CaseStore.create(path, number=path.stem, actor=actor), True


def as_sentence(error: Exception, shown: str) -> str:
    """Why an item failed, in one sentence that names the file or the disk."""
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, OSError):
        cause = error.strerror or str(error)
        return f"{error.filename or shown} cannot be read or written ({cause}); check disk and permissions."
    cause = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"Examining {shown} met an error of this program ({cause}); please report it."
