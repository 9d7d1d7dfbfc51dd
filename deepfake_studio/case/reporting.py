"""What reports are made from, and which were written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from deepfake_studio.case import folder as layout
from deepfake_studio.case import people, second
from deepfake_studio.case.base import utc_now
from deepfake_studio.case.faults import translated
from deepfake_studio.case.logbook import LogBook, entries_of
from deepfake_studio.case.schema import ReportRow
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import AuditEntry, CaseSnapshot, DetectorSpec, KeyFrame


class ReportBook(LogBook):
    """The part of a case store that serves reports."""

    def snapshot(
        self,
        *,
        key_frames: Sequence[KeyFrame] = (),
        detectors: Sequence[DetectorSpec] = (),
        error_rates: Mapping[str, Mapping[str, str]] | None = None,
        at_sequence: int | None = None,
    ) -> CaseSnapshot:
        """All a report may use, now or as of audit entry ``at_sequence``; evidence inside the case has relative paths.

        Raises:
            CaseError: the log has no such entry.
        """
        with self._read() as session:
            entries = entries_of(session, upto=at_sequence)
            if at_sequence is not None and (not entries or entries[-1].sequence != at_sequence):
                raise CaseError(
                    f"The audit log of {self.folder} has no entry {at_sequence}; it ends at {len(entries)}."
                )
            upto = entries[-1].sequence
            exhibits = self._exhibits(session, include_removed=True, upto=upto, live=False)
            examinations = self._examinations(session, upto=upto, live=False)
            return CaseSnapshot(
                info=self._info(session, upto=upto),
                exhibits=exhibits,
                examinations=examinations,
                findings=self._findings(session, upto=upto),
                bookmarks=self._bookmarks(session, upto=upto),
                robustness=self._robustness(session, upto=upto),
                state=self._state(session, upto=upto),
                tombstones=self._tombstones(session, upto=upto),
                blind_sessions=second.blind_sessions(session, upto=upto),
                people=people.gathered(exhibits, examinations),
                audit=entries,
                audit_sequence=upto,
                audit_head_sha256=entries[-1].sha256,
                public_key=entries[-1].public_key,
                key_frames=tuple(key_frames),
                detectors=tuple(detectors),
                error_rates={k: dict(v) for k, v in (error_rates or {}).items()},
                taken_utc=utc_now(),
            )

    def record_report(
        self,
        path: Path,
        sha256: str,
        format: str,
        *,
        snapshot_sequence: int | None = None,
        examiner: str = "",
        content_sha256: str = "",
    ) -> AuditEntry:
        """Log a report that was written, with the hash of its file and of what all its forms say."""
        stored = layout.inside(self.folder, path) or str(layout.normal(path))
        detail = {"sha256": sha256, "format": format}
        if content_sha256:
            detail["content_sha256"] = content_sha256
        with self._write("report.write", stored, detail=detail) as writing:
            writing.add(
                ReportRow(
                    path=stored,
                    sha256=sha256,
                    format=format,
                    snapshot_sequence=snapshot_sequence,
                    examiner=examiner or self.actor,
                    created_utc=writing.utc,
                )
            )
        if writing.entry is None:
            raise RuntimeError("the transaction ended without an audit entry")
        return writing.entry

    def reports(self) -> tuple[tuple[Path, str], ...]:
        """Path and SHA-256 of every report that was written, oldest first."""
        return tuple((Path(layout.absolute(self.folder, r.path)), r.sha256) for r in self._reports())

    def subfolder(self, name: str) -> Path:
        """The case's folder for ``derived`` files or ``reports``, made if need be.

        Raises:
            CaseError: it cannot be made.
        """
        with translated(self.folder):
            (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name
