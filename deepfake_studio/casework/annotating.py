"""Annotated derivatives of examinations that are stored or on screen, and their line in the case's log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deepfake_studio.casework.derivatives import Derivative, Derivatives
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Examination, Exhibit
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore


def draw(
    derivatives: Derivatives,
    client: WorkerClient,
    *,
    exhibit: Exhibit,
    path: str,
    examination: Examination,
    names: Mapping[int, str],
    job: Job,
) -> Derivative:
    """Draw an examination over the file at ``path``, which holds the exhibit's bytes; ``names`` are those of tracks.

    Raises:
        UsageError: nothing was measured.
        StudioError: it cannot be made.
        JobCancelled: the user asked to stop; nothing is left of it.
    """
    here = replace(exhibit, path=path)
    result = ItemResult(shown=path, status=examination.status, reason=None, exhibit=here, examination=examination)
    made = derivatives.of(result, client, job=job, names=names)
    if made is None:
        raise UsageError(f"{path} was not examined with a result, so there is nothing to draw; examine it first.")
    return made


def note(store: CaseStore, number: str, made: Derivative, *, evidence_sha256: str, examination: int) -> None:
    """Write into the audit log that a derivative of an exhibit was made."""
    detail = {"file": str(made.path), "evidence_sha256": evidence_sha256, "examination": examination, **made.facts}
    store.log("derivative.annotated", number, detail=detail)
