"""A case as a document: key frames, snapshot, report, and its hash into the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.job import Job
from deepfake_studio.worker_client import WorkerClient, keyframes

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
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
    explain: Sequence[str] = (),
) -> str:
    """Verify the case, write its report and record it; returns the file's SHA-256.

    ``explain`` names detectors whose heat maps follow the key frames.
    """
    from deepfake_studio import reporting

    found = _pictures(store, client, limits, job, explain) if kind in _WITH_PICTURES else ()
    written = reporting.export(store, out=out, kind=kind, key_frames=found, hide_folders=hide_folders, job=job)
    return written.sha256


def _pictures(
    store: CaseStore, client: WorkerClient, limits: dict[str, Any], job: Job, explain: Sequence[str]
) -> tuple[KeyFrame, ...]:
    """Key frames of the newest examination of each exhibit."""
    newest = {record.exhibit_id: record for record in store.examinations()}
    return keyframes.fetch(client, newest.values(), limits=limits, job=job, explain=explain)
