"""`CaseStore`: a case folder as one object. Every change is one transaction with one signed audit entry.

One thread at a time; calls from several threads wait for one another. Long work (copying and re-hashing evidence)
takes a ``job`` and happens outside transactions.
"""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio import __version__
from deepfake_studio.case import audit, checking, database, heads, migrate, opening
from deepfake_studio.case import folder as layout
from deepfake_studio.case.base import from_json, to_json, utc_now
from deepfake_studio.case.evidence import remove_unfinished
from deepfake_studio.case.faults import DamagedRow, translated
from deepfake_studio.case.findings import FindingBook
from deepfake_studio.case.keys import Signer, installation_signer
from deepfake_studio.case.lock import CaseLock
from deepfake_studio.case.schema import Audit, InfoRow, KeyRow, ReportRow
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import (
    AuditEntry,
    CaseInfo,
    CaseSnapshot,
    DetectorSpec,
    KeyFrame,
    VerifyResult,
)


class CaseStore(FindingBook):
    """An open case; make one with `create` or `open`, use it as a context manager or call `close`."""

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        number: str = "",
        title: str = "",
        question: str = "",
        requested_by: str = "",
        examiners: Sequence[str] = (),
        actor: str = "",
    ) -> CaseStore:
        """Make a case in a folder that does not exist yet or is empty.

        Raises:
            CaseError: the folder holds something, cannot be written, or the disk is full.
        """
        folder, actor = layout.normal(folder), _actor(actor)
        with translated(folder):
            opening.prepare_new(folder)
            signer, lock = installation_signer(), CaseLock.acquire(folder)
            try:
                info = {
                    "number": number,
                    "title": title or folder.stem,
                    "question": question,
                    "requested_by": requested_by,
                }
                _fill(folder, {**info, "examiners": to_json(list(examiners or [actor]))}, actor=actor, signer=signer)
                connection = opening.writable_database(folder)
            except BaseException:
                lock.release()
                raise
        return cls(folder, database.engine(connection), actor=actor, lock=lock, signer=signer)

    @classmethod
    def open(cls, folder: Path, *, actor: str = "", read_only: bool = False) -> CaseStore:
        """Open a case; one of an older schema is copied into its ``backups`` folder and upgraded first.

        Raises:
            CaseError: no case, of a newer version, damaged, or open for writing elsewhere.
        """
        folder, actor = layout.normal(folder), _actor(actor)
        opening.check_is_case(folder)
        with translated(folder):
            if read_only:
                return cls(folder, database.engine(opening.readable_database(folder)), actor=actor)
            signer, lock = installation_signer(), CaseLock.acquire(folder)
            try:
                remove_unfinished(folder)
                connection = opening.writable_database(folder)
            except BaseException:
                lock.release()
                raise
        store = cls(folder, database.engine(connection), actor=actor, lock=lock, signer=signer)
        store._begin_work()
        return store

    def _begin_work(self) -> None:
        try:
            self._log_opening()
        except BaseException:
            self._shut()
            raise

    def _log_opening(self) -> None:
        with self._read() as session:
            connection = self._driver(session)
            remembered = heads.recall(checking.case_uuid(connection), self.folder)
            agrees = remembered is None or checking.sha256_at(connection, remembered[0]) == remembered[1]
        # the memory follows the log from here on, so the log must say that they differed
        self.log(
            "case.open", detail={} if agrees or remembered is None else {"remembered_but_missing": list(remembered)}
        )

    def close(self) -> None:
        """Finish the work with this case, whatever the disk says; further calls do nothing."""
        with self._guard:
            if self._closed:
                return
            try:
                if not self.read_only:
                    self.log("case.close")
            except CaseError:
                pass  # a full disk must not keep the case open; the next opening without a closing before it tells
            finally:
                self._shut()

    def _shut(self) -> None:
        self._closed = True
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- what the case is about --------------------------------------------------------------------------------

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

    # ---- the log -----------------------------------------------------------------------------------------------

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
            return _entries(session)

    def head(self) -> tuple[int, str]:
        """Sequence number and SHA-256 of the newest audit entry."""
        with self._read() as session:
            return audit.head(self._driver(session))

    def signing_keys(self) -> tuple[str, ...]:
        """Public keys (hexadecimal) of all installations that wrote to this case, in the order of their first entry."""
        with self._read() as session:
            return tuple(session.scalars(select(KeyRow.public_key).order_by(KeyRow.id)))

    def verify(self, *, evidence: bool = True, job: Job | None = None) -> VerifyResult:
        """Recompute the audit chain from the tables and, with ``evidence``, re-hash every exhibit that is not removed.

        The outcome is logged when the case is open for writing; the result speaks of the log before that entry.

        Raises:
            JobCancelled: the user asked to stop.
        """
        job = job or QuietJob()
        with self._read() as session:
            chain = checking.check_database(self._driver(session), case=self.folder, job=job)
        checks = self.check_evidence(job=job) if evidence else ()
        problems = [*chain.problems, *(c.sentence for c in checks if c.state != "unaltered")]
        problems += checking.check_reports(self._reports(), case=self.folder, job=job) if evidence else []
        result = VerifyResult(
            ok=not problems,
            entries=chain.entries,
            head_sha256=chain.head_sha256,
            first_bad_sequence=chain.first_bad,
            problems=tuple(problems),
            evidence_checked=len(checks),
        )
        if not self.read_only and chain.first_bad is None:
            self.log("case.verify", detail={"ok": result.ok, "problems": len(problems), "evidence": len(checks)})
        return result

    # ---- reports -----------------------------------------------------------------------------------------------

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
            entries = _entries(session, upto=at_sequence)
            if at_sequence is not None and (not entries or entries[-1].sequence != at_sequence):
                raise CaseError(
                    f"The audit log of {self.folder} has no entry {at_sequence}; it ends at {len(entries)}."
                )
            upto = entries[-1].sequence
            return CaseSnapshot(
                info=self._info(session, upto=upto),
                exhibits=self._exhibits(session, include_removed=True, upto=upto, live=False),
                examinations=self._examinations(session, upto=upto, live=False),
                findings=self._findings(session, upto=upto),
                bookmarks=self._bookmarks(session, upto=upto),
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
        self, path: Path, sha256: str, format: str, *, snapshot_sequence: int | None = None, examiner: str = ""
    ) -> AuditEntry:
        """Log a report that was written, with the hash of its file."""
        stored = layout.inside(self.folder, path) or str(layout.normal(path))
        with self._write("report.write", stored, detail={"sha256": sha256, "format": format}) as writing:
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

    def _reports(self) -> Sequence[ReportRow]:
        with self._read() as session:
            return session.scalars(select(ReportRow).order_by(ReportRow.id)).all()

    def subfolder(self, name: str) -> Path:
        """The case's folder for ``derived`` files or ``reports``, made if need be.

        Raises:
            CaseError: it cannot be made.
        """
        with translated(self.folder):
            (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name


def _actor(actor: str) -> str:
    if actor.strip():
        return actor.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _fill(folder: Path, info: dict[str, str], *, actor: str, signer: Signer) -> None:
    """Write a new database whole under another name, then give it its own: a case exists complete or not at all."""
    connection = opening.unfinished_database(folder)
    store = CaseStore(folder, database.engine(connection), actor=actor, signer=signer)
    try:
        with store._write("case.create", info["number"] or info["title"]) as writing:
            now = {"created_utc": writing.utc, "tool_version": __version__, "case_uuid": str(uuid.uuid4())}
            writing.add(InfoRow(**info, **now))
    finally:
        store._shut()
    opening.finish(folder)


def _info_row(session: Session, *, upto: int | None = None) -> InfoRow:
    query = select(InfoRow).order_by(InfoRow.id.desc()).limit(1)
    row = session.scalar(query if upto is None else query.where(InfoRow.audit_sequence <= upto))
    if row is None:
        raise DamagedRow("it does not say what it is about")
    return row


def _entries(session: Session, *, upto: int | None = None) -> tuple[AuditEntry, ...]:
    query = select(Audit.__table__).order_by(Audit.sequence)
    query = query if upto is None else query.where(Audit.sequence <= upto)
    return tuple(AuditEntry(**row) for row in session.execute(query).mappings())
