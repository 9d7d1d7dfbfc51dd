"""What a case is about, its log, and whether both still hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case import audit, checking, migrate
from deepfake_studio.case.base import from_json, to_json
from deepfake_studio.case.faults import DamagedRow
from deepfake_studio.case.schema import Audit, InfoRow, KeyRow, ReportRow
from deepfake_studio.case.undoing import UndoBook
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import AuditEntry, CaseInfo, VerifyResult


class LogBook(UndoBook):
    """The part of a case store that describes the case and keeps its log."""

    def info(self) -> CaseInfo:
        """What the case is about."""
        with self._read() as session:
            return self._info(session)

    def update_info(
        self,
        *,
        number: str | None = None,
        title: str | None = None,
        question: str | None = None,
        requested_by: str | None = None,
        examiners: Sequence[str] | None = None,
    ) -> CaseInfo:
        """Revise what the case is about; what is ``None`` stays, earlier revisions stay in the log."""
        given = {"number": number, "title": title, "question": question, "requested_by": requested_by}
        changes = {name: value for name, value in given.items() if value is not None}
        if examiners is not None:
            changes["examiners"] = to_json(list(examiners))
        with self._write("case.describe", detail={"changed": sorted(changes)}) as writing:
            row = _info_row(writing.session)
            columns = (c.key for c in InfoRow.__table__.columns if c.key not in ("id", "audit_sequence"))
            writing.add(InfoRow(**({name: getattr(row, name) for name in columns} | changes)))
        return self.info()

    def _info(self, session: Session, *, upto: int | None = None) -> CaseInfo:
        row = _info_row(session, upto=upto)
        return CaseInfo(
            number=row.number,
            title=row.title,
            question=row.question,
            requested_by=row.requested_by,
            examiners=from_json(tuple[str, ...], row.examiners),
            created_utc=row.created_utc,
            schema_version=migrate.revision(self._driver(session)) or "",
            tool_version=row.tool_version,
        )

    def log(self, action: str, subject: str = "", *, detail: Mapping[str, Any] | None = None) -> AuditEntry:
        """Write an audit entry of its own, for what leaves no other row (``detail`` must have a JSON form)."""
        with self._write(action, subject, detail=detail) as writing:
            pass
        if writing.entry is None:
            raise RuntimeError("the transaction ended without an audit entry")
        return writing.entry

    def log_view(self, subject: str, *, detail: Mapping[str, Any] | None = None) -> AuditEntry:
        """Record that the examiner looked at something."""
        return self.log("view", subject, detail=detail)

    def audit(self) -> tuple[AuditEntry, ...]:
        """The whole log, oldest entry first."""
        with self._read() as session:
            return entries_of(session)

    def head(self) -> tuple[int, str]:
        """Sequence number and SHA-256 of the newest audit entry."""
        with self._read() as session:
            return audit.head(self._driver(session))

    def signing_keys(self) -> tuple[str, ...]:
        """Public keys (hexadecimal) of all installations that wrote to this case, in the order of their first entry."""
        with self._read() as session:
            return tuple(session.scalars(select(KeyRow.public_key).order_by(KeyRow.id)))

    def verify(self, *, evidence: bool = True, job: Job | None = None) -> VerifyResult:
        """Recompute the audit chain from the tables and, with ``evidence``, re-hash every exhibit.

        That the file of an exhibit set aside is gone is no problem; that it was changed is.

        The outcome is logged when the case is open for writing; the result speaks of the log before that entry.

        Raises:
            JobCancelled: the user asked to stop.
        """
        job = job or QuietJob()
        with self._read() as session:
            chain = checking.check_database(self._driver(session), case=self.folder, job=job)
        problems, checked = list(chain.problems), 0
        if evidence:
            try:
                checks = self.check_evidence(job=job)
                checked, aside = len(checks), self.check_set_aside(job=job)
                problems += [c.sentence for c in (*checks, *aside) if c.state != "unaltered"]
                problems += checking.check_reports(self._reports(), case=self.folder, job=job)
            except CaseError as error:  # rows that cannot be read; the chain has said where
                problems.append(str(error))
        result = VerifyResult(
            ok=not problems,
            entries=chain.entries,
            head_sha256=chain.head_sha256,
            first_bad_sequence=chain.first_bad,
            problems=tuple(problems),
            evidence_checked=checked,
        )
        if not self.read_only and chain.first_bad is None:
            self.log("case.verify", detail={"ok": result.ok, "problems": len(problems), "evidence": checked})
        return result

    def _reports(self) -> Sequence[ReportRow]:
        with self._read() as session:
            return session.scalars(select(ReportRow).order_by(ReportRow.id)).all()


def _info_row(session: Session, *, upto: int | None = None) -> InfoRow:
    query = select(InfoRow).order_by(InfoRow.id.desc()).limit(1)
    row = session.scalar(query if upto is None else query.where(InfoRow.audit_sequence <= upto))
    if row is None:
        raise DamagedRow("it does not say what it is about")
    return row


def entries_of(session: Session, *, upto: int | None = None) -> tuple[AuditEntry, ...]:
    """The log up to an entry, oldest first."""
    query = select(Audit.__table__).order_by(Audit.sequence)
    query = query if upto is None else query.where(Audit.sequence <= upto)
    return tuple(AuditEntry(**row) for row in session.execute(query).mappings())
