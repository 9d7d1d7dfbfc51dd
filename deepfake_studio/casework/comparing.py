"""The scores of a questioned clip beside those of clips known to be genuine, from what a case keeps; nothing is rerun.

Only like is put beside like: the same detector with the same weights under the same recipe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from deepfake_studio.drawing import recipe_without
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import DetectorResult, ExaminationRecord, ExhibitRecord, Floats

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

MOST = 12  # known-genuine clips that are read; more would not be told apart in one plot


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """One clip: raw logits (N,) of its sampled frames by detector, all tracks together that nobody set aside.

    ``of`` are people or devices that the case says it shows; ``left_out`` says of a detector why it cannot be compared.
    """

    exhibit_id: int
    number: str
    title: str
    questioned: bool
    of: str = ""
    logits: dict[str, Floats] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def gather(store: CaseStore, exhibit_id: int, *, job: Job) -> tuple[Compared, ...]:
    """The exhibit first, then known-genuine ones, those of the same person or device before others.

    Raises:
        CaseError: the exhibit does not exist.
        JobCancelled: the user asked to stop.
    """
    own = store.exhibit(exhibit_id)
    blind = store.blind_exhibits()  # of those nothing measured may be shown to who works here
    others = [e for e in store.exhibits() if e.role == "known_genuine" and e.id not in {exhibit_id, *blind}]
    newest = {s.exhibit_id: s.id for s in store.examination_summaries() if s.status == "examined"}
    mine = _read(store, newest, own)
    wanted = {*_references(own), *(_names(mine) if mine is not None else ())}
    others.sort(key=lambda e: not wanted.intersection(_references(e)))  # the same person or device first
    found = [_compared(own, mine, like=mine, questioned=True)]
    for number, record in enumerate(others[:MOST]):
        job.progress(number, len(others[:MOST]), record.number)
        found.append(_compared(record, _read(store, newest, record), like=mine, questioned=False))
    return tuple(found)


def _read(store: CaseStore, newest: dict[int, int], record: ExhibitRecord) -> ExaminationRecord | None:
    return store.examination(newest[record.id]) if record.id in newest else None


def _compared(
    record: ExhibitRecord, stored: ExaminationRecord | None, *, like: ExaminationRecord | None, questioned: bool
) -> Compared:
    logits: dict[str, Floats] = {}
    left_out: dict[str, str] = {}
    wanted = {} if like is None else {d.detector_id: d for d in like.examination.detectors if d.series}
    for name, mine in wanted.items():
        why = _unlike(name, mine, like, stored)
        if why:
            left_out[name] = why
        elif stored is not None:
            logits[name] = _logits(name, stored)
    return Compared(
        exhibit_id=record.id,
        number=record.number,
        title=record.exhibit.path.replace("\\", "/").rsplit("/", 1)[-1],
        questioned=questioned,
        of=", ".join(dict.fromkeys([*_references(record), *(_names(stored) if stored is not None else ())])),
        logits=logits,
        left_out=left_out,
    )


def _unlike(name: str, mine: DetectorResult, like: ExaminationRecord | None, stored: ExaminationRecord | None) -> str:
    """Why the scores of one detector cannot be put side by side; empty where they can."""
    if stored is None:
        return "not examined"
    theirs = next((d for d in stored.examination.detectors if d.detector_id == name and d.series), None)
    if theirs is None:
        return "not scored by this detector"
    if theirs.weights_sha256 != mine.weights_sha256 or theirs.method != mine.method:
        return "scored with other weights or another method"
    return "" if _recipe(like) == _recipe(stored) else "examined under another recipe"


def _recipe(stored: ExaminationRecord | None) -> str:
    """How found faces were measured; faces that somebody drew besides change nothing about them."""
    recipe = stored.examination.recipe if stored is not None else None
    return recipe_without(recipe).digest if recipe is not None else ""


def _logits(name: str, stored: ExaminationRecord) -> Floats:
    aside: set[int] = set()
    for edit in stored.track_edits:
        if edit.kind == "exclude":
            aside.add(edit.track_id)
        elif edit.kind == "include":
            aside.discard(edit.track_id)
    result = next(d for d in stored.examination.detectors if d.detector_id == name)
    series = [s.logits for s in result.series if s.track_id not in aside]
    values = np.concatenate(series) if series else np.empty(0)
    return values[np.isfinite(values)]


def _names(stored: ExaminationRecord) -> list[str]:
    names = {e.track_id: e.data.get("name", "") for e in stored.track_edits if e.kind == "name"}
    return sorted({name for name in names.values() if name})


def _references(record: ExhibitRecord) -> list[str]:
    """Whom or what a known-genuine exhibit shows."""
    return [reference.name for reference in record.references]
