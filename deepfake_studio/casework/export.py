"""A case as a document: key frames, snapshot, report, and its hash into the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job
from deepfake_studio.worker_client import WorkerClient, keyframes

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.report.design import Design
    from deepfake_studio.reporting import Format
    from deepfake_studio.vocabulary import KeyFrame

FORMATS = ("html", "pdf", "docx", "json", "csv")
_WITH_PICTURES = ("html", "pdf", "docx")


def export(
    store: CaseStore,
    *,
    out: Path,
    kind: Format,
    client: WorkerClient,
    limits: dict[str, Any],
    job: Job,
    hide_folders: bool = False,
    design: Design | None = None,
    explain: Sequence[str] = (),
) -> str:
    """Verify the case, write its report and record it; returns the file's SHA-256.

    ``explain`` names detectors whose heat maps follow the key frames.

    Raises:
        UsageError: the design does not fit, or heat maps were asked for where faces are to be hidden.
        StudioError: the report cannot be written.
    """
    from deepfake_studio import reporting
    from deepfake_studio.report.build import USUAL

    design = design or USUAL
    others = "faces" in design.redact
    if others and explain:
        raise UsageError("Heat maps show pictures as detectors saw them; leave out either them or the hiding of faces.")
    pictures = kind in _WITH_PICTURES and design.figures
    found = _pictures(store, client, limits, job, explain, others) if pictures else ()
    written = reporting.export(
        store, out=out, kind=kind, key_frames=found, hide_folders=hide_folders, design=design, job=job
    )
    return written.sha256


def _pictures(
    store: CaseStore, client: WorkerClient, limits: dict[str, Any], job: Job, explain: Sequence[str], others: bool
) -> tuple[KeyFrame, ...]:
    """Key frames of the newest examination of each exhibit."""
    newest = {record.exhibit_id: record for record in store.examinations()}
    return keyframes.fetch(client, newest.values(), limits=limits, job=job, explain=explain, hide_others=others)
