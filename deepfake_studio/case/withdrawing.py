"""Tombstones: an exhibit, finding, examination or bookmark set aside for a reason, and put back for one.

Nothing is deleted. What was withdrawn leaves lists and results, and stays in the audit log and in `tombstones`.
"""

from __future__ import annotations

import typing

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case.base import newest
from deepfake_studio.case.reviewing import ReviewBook
from deepfake_studio.case.schema import BookmarkRow, ExaminationRow, ExhibitRow, FindingRow, RemovalRow, TombstoneRow
from deepfake_studio.case.standing import stated
from deepfake_studio.custody import SubjectKind
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import Tombstone

KINDS: tuple[SubjectKind, ...] = typing.get_args(SubjectKind)
_FINDINGS_SHOW = 80  # characters of a statement in a description


class WithdrawalBook(ReviewBook):
    """The part of a case store that sets things aside."""

    def withdraw(self, kind: SubjectKind, subject_id: int, reason: str, *, examiner: str = "") -> Tombstone:
        """Set a thing aside for a stated reason; its rows and files stay.

        Raises:
            CaseError: no reason, no such thing, or it is withdrawn already.
        """
        return self._bury(kind, subject_id, stated(reason, f"A thing such as this {kind} is withdrawn"), True, examiner)

    def reinstate(self, kind: SubjectKind, subject_id: int, reason: str, *, examiner: str = "") -> Tombstone:
        """Put back what was withdrawn, for a stated reason.

        Raises:
            CaseError: no reason, no such thing, or it is not withdrawn.
        """
        return self._bury(kind, subject_id, stated(reason, f"A thing such as this {kind} is put back"), False, examiner)

    def _bury(self, kind: SubjectKind, subject_id: int, reason: str, withdrawn: bool, examiner: str) -> Tombstone:
        with self._read() as session:
            described = self._described(session, kind, subject_id)
            now = self._is_withdrawn(session, kind, subject_id)
        if now == withdrawn:
            raise CaseError(f"The {described} is {'withdrawn already' if now else 'not withdrawn'}; nothing to do.")
        action = f"{kind}.{'withdraw' if withdrawn else 'reinstate'}"
        who = examiner or self.actor
        with self._write(action, described, detail={"reason": reason, "id": subject_id}) as writing:
            by: dict[str, str] = {"reason": reason, "examiner": who, "created_utc": writing.utc}
            if kind == "exhibit":
                writing.add(RemovalRow(exhibit_id=subject_id, removed=withdrawn, **by))
            else:
                writing.add(TombstoneRow(kind=kind, subject_id=subject_id, withdrawn=withdrawn, **by))
        return Tombstone(kind=kind, subject_id=subject_id, description=described, withdrawn=withdrawn, **by)

    def _is_withdrawn(self, session: Session, kind: str, subject_id: int) -> bool:
        if kind == "exhibit":
            newest_one = select(RemovalRow.removed).where(RemovalRow.exhibit_id == subject_id)
            return bool(session.scalar(newest_one.order_by(RemovalRow.id.desc()).limit(1)))
        return subject_id in self._withdrawn(session, kind)

    def tombstones(self, *, include_reinstated: bool = False) -> tuple[Tombstone, ...]:
        """Everything that is withdrawn now, in the order it was; with ``include_reinstated`` what was put back too."""
        with self._read() as session:
            return self._tombstones(session, include_reinstated=include_reinstated)

    def _tombstones(
        self, session: Session, *, upto: int | None = None, include_reinstated: bool = False
    ) -> tuple[Tombstone, ...]:
        found = [
            *self._exhibit_stones(session, upto),
            *self._stones(session, upto),
            *self._old_bookmarks(session, upto),
        ]
        kept = [stone for stone in found if stone.withdrawn or include_reinstated]
        return tuple(sorted(kept, key=lambda s: (s.created_utc, KINDS.index(s.kind), s.subject_id)))

    def _exhibit_stones(self, session: Session, upto: int | None) -> list[Tombstone]:
        ids = newest(RemovalRow, per=RemovalRow.exhibit_id, upto=upto)
        rows = session.scalars(select(RemovalRow).where(RemovalRow.id.in_(ids))).all()
        return [self._stone(session, "exhibit", r.exhibit_id, r, withdrawn=r.removed, reason=r.reason) for r in rows]

    def _stones(self, session: Session, upto: int | None) -> list[Tombstone]:
        table = TombstoneRow
        ids = newest(table, per=[table.kind, table.subject_id], upto=upto)
        rows = session.scalars(select(table).where(table.id.in_(ids))).all()
        return [
            self._stone(
                session, typing.cast(SubjectKind, r.kind), r.subject_id, r, withdrawn=r.withdrawn, reason=r.reason
            )
            for r in rows
        ]

    def _old_bookmarks(self, session: Session, upto: int | None) -> list[Tombstone]:
        """Bookmarks taken away without a word, as earlier versions let one do."""
        table = BookmarkRow
        rows = session.scalars(
            select(table).where(table.id.in_(newest(table, per=table.bookmark_id, upto=upto)), table.removed)
        )
        why = "no reason was asked for"
        return [self._stone(session, "bookmark", r.bookmark_id, r, withdrawn=True, reason=why) for r in rows.all()]

    def _stone(
        self,
        session: Session,
        kind: SubjectKind,
        subject_id: int,
        row: RemovalRow | TombstoneRow | BookmarkRow,
        *,
        withdrawn: bool,
        reason: str,
    ) -> Tombstone:
        return Tombstone(
            kind=kind,
            subject_id=subject_id,
            description=self._described(session, kind, subject_id),
            withdrawn=withdrawn,
            reason=reason,
            examiner=row.examiner,
            created_utc=row.created_utc,
        )

    def _described(self, session: Session, kind: str, subject_id: int) -> str:
        """The thing in words.

        Raises:
            CaseError: there is none.
        """
        if kind not in KINDS:
            raise CaseError(f"There is nothing called {kind!r} to withdraw; choose one of {', '.join(KINDS)}.")
        found = {
            "exhibit": _exhibit,
            "finding": _finding,
            "examination": _examination,
            "bookmark": _bookmark,
        }[kind](session, subject_id)
        if found is None:
            raise CaseError(f"There is no {kind} {subject_id} in {self.folder}; list the case first.")
        return found


def _number(session: Session, exhibit_id: int) -> str:
    return str(session.scalar(select(ExhibitRow.number).where(ExhibitRow.id == exhibit_id)))


def _exhibit(session: Session, subject_id: int) -> str | None:
    row = session.get(ExhibitRow, subject_id)
    return None if row is None else f"exhibit {row.number}, SHA-256 {row.sha256[:16]}"


def _finding(session: Session, subject_id: int) -> str | None:
    query = select(FindingRow).where(FindingRow.finding_id == subject_id).order_by(FindingRow.revision.desc()).limit(1)
    row = session.scalar(query)
    if row is None:
        return None
    text = row.statement if len(row.statement) <= _FINDINGS_SHOW else f"{row.statement[: _FINDINGS_SHOW - 1]}…"
    return f"finding {subject_id} on exhibit {_number(session, row.exhibit_id)}: {text or 'an anomaly is none'}"


def _examination(session: Session, subject_id: int) -> str | None:
    row = session.get(ExaminationRow, subject_id)
    if row is None:
        return None
    outcome = (row.outcome or row.status).replace("_", " ")
    return f"examination {subject_id} of exhibit {_number(session, row.exhibit_id)} ({outcome}, {row.created_utc[:10]})"


def _bookmark(session: Session, subject_id: int) -> str | None:
    table = BookmarkRow
    row = session.scalar(select(table).where(table.bookmark_id == subject_id).order_by(table.revision.desc()).limit(1))
    if row is None:
        return None
    return f"bookmark {subject_id} on exhibit {_number(session, row.exhibit_id)} at {row.pts_seconds:.3f} s"
