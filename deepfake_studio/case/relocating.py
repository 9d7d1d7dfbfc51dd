"""Evidence that was moved: flagged when it is missing or changed, taken from its new place when its SHA-256 agrees."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from deepfake_studio.case import evidence
from deepfake_studio.case import folder as layout
from deepfake_studio.case.carrying import CarryingBook
from deepfake_studio.case.faults import sentence_for_os
from deepfake_studio.case.schema import LocationRow
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import ExhibitRecord


class RelocationBook(CarryingBook):
    """The part of a case store that finds evidence again."""

    def relocate(self, exhibit_id: int, path: Path, *, reason: str = "", job: Job | None = None) -> ExhibitRecord:
        """Take an exhibit's file from another place from now on; its acquisition record stays as it was.

        Raises:
            CaseError: the file there cannot be read or is not what was acquired; nothing changes then.
            JobCancelled: the user asked to stop.
        """
        record = self.exhibit(exhibit_id)
        self.check_changeable()
        try:
            found = evidence.sha256_of(path, job=job or QuietJob(), note=f"exhibit {record.number}")
        except OSError as error:
            raise CaseError(sentence_for_os(error, path)) from error
        if found != record.exhibit.sha256:
            raise CaseError(
                f"{path} is not exhibit {record.number}: its SHA-256 is {found[:16]}…, acquired was "
                f"{record.exhibit.sha256[:16]}…; choose the file that was acquired."
            )
        return self._move(record, path, reason=reason)

    def _move(self, record: ExhibitRecord, path: Path, *, reason: str) -> ExhibitRecord:
        stored = layout.inside(self.folder, path) or str(layout.normal(path))
        detail = {"to": stored, "from": record.exhibit.path, "sha256": record.exhibit.sha256, "reason": reason}
        return self._about(record.id, "exhibit.relocate", LocationRow(path=stored, reason=reason), detail=detail)

    def relocate_from(self, folder: Path, *, job: Job | None = None) -> tuple[ExhibitRecord, ...]:
        """Look for the files of all missing or changed exhibits below a folder; returns those that were found.

        Only files of the right size are hashed, each once.

        Raises:
            JobCancelled: the user asked to stop; what was found before is kept.
        """
        job, wanted = job or QuietJob(), self._wanted()
        moved = []
        for path, size in _files(folder, set(wanted)):
            try:
                sha256 = evidence.sha256_of(path, job=job, note=path.name)
            except OSError:
                continue  # what cannot be read is not found
            for record in [r for r in wanted[size] if r.exhibit.sha256 == sha256]:
                moved.append(self._move(record, path, reason=f"found below {folder}"))
                wanted[size].remove(record)
        return tuple(moved)

    def _wanted(self) -> dict[int, list[ExhibitRecord]]:
        """Exhibits whose file is not there as acquired, judged without reading them, by size in bytes."""
        lost = {c.exhibit_id for c in self.check_evidence(rehash=False) if c.state != "unaltered"}
        wanted: defaultdict[int, list[ExhibitRecord]] = defaultdict(list)
        for record in self.exhibits():
            if record.id in lost:
                wanted[record.exhibit.size_bytes].append(record)
        return dict(wanted)


def _files(folder: Path, sizes: set[int]) -> Iterator[tuple[Path, int]]:
    for current, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(current) / name
            try:
                size = path.stat().st_size
            except OSError:
                continue
            if size in sizes and path.is_file():
                yield path, size
