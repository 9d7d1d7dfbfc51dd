"""An exhibit through compressions: copies are made and examined by the examination process, one call each.

A decoder that crashes on one copy therefore costs one row. Both front ends call `run`, and `keep` when there is a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deepfake_studio import paths, wire
from deepfake_studio.casework.batch import Batch
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job
from deepfake_studio.trials.exhibit import Bench, robustness
from deepfake_studio.trials.rungs import CopyRecipe
from deepfake_studio.vocabulary import ExhibitRecord, Robustness, RobustnessRecord

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

FOLDER = "robustness"


def run(path: Path, *, copies: Sequence[CopyRecipe], batch: Batch, job: Job, folder: Path | None = None) -> Robustness:
    """Examine an exhibit through ``copies``; results are kept in ``folder`` and found again.

    Args:
        path: the exhibit, only read.
        copies: of `rungs.ladder` and `rungs.of_profiles`.
        batch: whose examination process does the work.
        job: hears of every copy; ``partial`` gets each `RecompressedResult`.
        folder: of a case, where copies stay as derivatives; without one only the figures stay, in the user's cache.

    Raises:
        StudioError: the exhibit itself cannot be examined.
        JobCancelled: the user asked to stop; finished results stay.
    """
    if not copies:
        raise UsageError("Nothing was asked for; name a ladder or at least one profile.")
    method = batch.method()

    def make_copy(source: Path, out: Path, recipe: CopyRecipe) -> float | None:
        params = {"path": str(source), "out": str(out), "recipe": wire.to_plain(recipe)}
        limits = {"limits": batch.request.limits}
        seconds = batch.request.timeout_seconds
        reply = batch.client.call("sn_copy", {**params, **limits}, job=batch.context.job(), timeout_seconds=seconds)
        return None if reply.value["crf"] is None else float(reply.value["crf"])

    bench = Bench(
        examine_one=batch.measure,
        make_copy=make_copy,
        weights=method.weights,
        recipe_digest=method.recipe.digest,
        folder=folder or paths.user_cache_dir() / FOLDER,
        keep_copies=folder is not None,
    )
    return robustness(path.absolute(), copies=copies, bench=bench, job=job)


def folder_in(store: CaseStore) -> Path:
    """Where a case keeps the copies of its exhibits."""
    folder = store.subfolder("derived") / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def keep(store: CaseStore, exhibit: ExhibitRecord, found: Robustness, *, examiner: str) -> RobustnessRecord:
    """Commit to the case; when this returns, it survives any crash."""
    return store.store_robustness(exhibit.id, found, examiner=examiner)
