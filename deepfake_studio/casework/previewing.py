"""A report as it would look now: drawn from the case without writing anything, into the case or beside it.

Evidence is not hashed for it, and nothing is recorded: that happens when the report is written (`casework.export`).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deepfake_studio import reporting
from deepfake_studio.case.store import CaseStore
from deepfake_studio.job import Job
from deepfake_studio.report import build, pages, pdf
from deepfake_studio.report.design import Design
from deepfake_studio.vocabulary import CaseInfo, CaseSnapshot, ExaminationRecord, KeyFrame
from deepfake_studio.worker_client import WorkerClient, keyframes

MOST_WITH_PICTURES = 10  # exhibits; a preview should not decode a thousand files
OPTIONAL = tuple(name for name, make in build.names().items() if make in (build.OPTIONAL, build.LAST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A drawn report: ``sizes`` of its pages in points, ids of its sections, and what it lacks of the real one."""

    sizes: tuple[tuple[float, float], ...]
    sections: tuple[str, ...]
    note: str
    pdf: bytes = field(repr=False)


class Previewer:
    """Draws one case again and again; reads the case and the pictures only when ``version`` or they are new.

    For one thread only.
    """

    def __init__(self, folder: Path, client: WorkerClient) -> None:
        self.folder = folder
        self._client = client
        self._version: object = None
        self._snapshot: CaseSnapshot | None = None
        self._pictures: dict[Hashable, tuple[KeyFrame, ...]] = {}

    def draw(self, design: Design, *, version: object, limits: dict[str, Any], job: Job) -> Preview:
        """The report as PDF.

        Raises:
            StudioError: the case cannot be read, or the design asks for what there is not.
            JobCancelled: the person at the screen went on.
        """
        taken = self._taken(version)
        job.progress(0, 0, "reading the case")
        newest = {record.exhibit_id: record for record in taken.examinations}
        shown = tuple(newest.values())[:MOST_WITH_PICTURES]
        found = self._found(shown, "faces" in design.redact, limits, job) if design.figures else ()
        document = build.build(replace(taken, key_frames=found), design=design)
        drawn = pdf.render(document, job=job)
        few = design.figures and len(newest) > len(shown)
        note = f" Key frames of the first {MOST_WITH_PICTURES} exhibits only." if few else ""
        ids = tuple(section.id for section in document.sections)
        return Preview(pdf=drawn, sizes=pages.sizes(drawn), sections=ids, note=note.strip())

    def _taken(self, version: object) -> CaseSnapshot:
        if self._snapshot is None or version != self._version:
            with CaseStore.open(self.folder, read_only=True) as store:
                self._snapshot = reporting.snapshot(store)
            self._version = version
        return self._snapshot

    def _found(
        self, records: tuple[ExaminationRecord, ...], others: bool, limits: dict[str, Any], job: Job
    ) -> tuple[KeyFrame, ...]:
        """Pictures of the newest examinations; decoding them again at every letter typed would be felt."""
        key = (others, tuple((record.id, len(record.track_edits)) for record in records))
        if key not in self._pictures:
            made = keyframes.fetch(self._client, records, limits=limits, job=job, hide_others=others)
            self._pictures = {**{k: v for k, v in self._pictures.items() if k[1] == key[1]}, key: made}  # type: ignore[index]
        return self._pictures[key]


def titles() -> dict[str, str]:
    """Every section of a report by id, in the usual order, with its English title."""
    empty = CaseInfo(
        number="",
        title="",
        question="",
        requested_by="",
        examiners=(),
        created_utc="",
        schema_version="",
        tool_version="",
    )
    nothing: dict[str, Any] = dict.fromkeys(
        ("exhibits", "examinations", "findings", "bookmarks", "audit", "key_frames", "detectors"), ()
    )
    snapshot = CaseSnapshot(
        info=empty, audit_sequence=0, audit_head_sha256="", public_key="", error_rates={}, taken_utc="", **nothing
    )
    return {name: make(snapshot).title for name, make in build.names().items()}
