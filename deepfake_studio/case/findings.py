"""What examiners state and mark: findings and bookmarks, each revision kept."""

from __future__ import annotations

import dataclasses
import math
import typing
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deepfake_studio.case import second
from deepfake_studio.case.base import newest
from deepfake_studio.case.schema import AnomalyRow, BookmarkRow, ExaminationRow, FindingRow
from deepfake_studio.case.tracks import TrackBook
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import Bookmark, ExhibitRecord, Finding, Opinion

FindingStatus = Literal["accepted", "edited", "rejected"]


class FindingBook(TrackBook):
    """The part of a case store that keeps findings and bookmarks."""

    def add_finding(
        self,
        exhibit_id: int,
        *,
        statement: str,
        basis: str = "",
        limitations: str = "",
        start_seconds: float | None = None,
        stop_seconds: float | None = None,
        track_id: int | None = None,
        anomaly_id: int | None = None,
        status: FindingStatus = "accepted",
        examiner: str = "",
    ) -> Finding:
        """Enter an examiner's statement, or with status ``rejected`` that an anomaly is none.

        Raises:
            CaseError: no such exhibit, track or anomaly, a span that is none, or an accepted statement that is empty.
        """
        _check_statement(statement, status)
        _check_span(start_seconds, stop_seconds)
        record = self.exhibit(exhibit_id)
        self._check_track(track_id, record)
        self._check_anomaly(anomaly_id, exhibit_id)
        row = FindingRow(
            exhibit_id=exhibit_id,
            examiner=examiner or self.actor,
            revision=1,
            statement=statement,
            basis=basis,
            limitations=limitations,
            start_seconds=start_seconds,
            stop_seconds=stop_seconds,
            track_id=track_id,
            anomaly_id=anomaly_id,
            status=status,
        )
        with self._write("finding.add", f"exhibit {record.number}", detail={"status": status}) as writing:
            row.finding_id = (
                int(writing.session.scalar(select(func.coalesce(func.max(FindingRow.finding_id), 0))) or 0) + 1
            )
            row.created_utc = writing.utc
            writing.add(row)
            writing.subject = f"finding {row.finding_id} on exhibit {record.number}"
        return self.finding(row.finding_id)

    def edit_finding(
        self,
        finding_id: int,
        *,
        statement: str | None = None,
        basis: str | None = None,
        limitations: str | None = None,
        start_seconds: float | None = None,
        stop_seconds: float | None = None,
        examiner: str = "",
    ) -> Finding:
        """Revise a finding; what is ``None`` stays. Earlier revisions stay in the log.

        Raises:
            CaseError: the finding does not exist, its statement would be empty, or its span none.
        """
        given = {
            "statement": statement,
            "basis": basis,
            "limitations": limitations,
            "start_seconds": start_seconds,
            "stop_seconds": stop_seconds,
        }
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return self._revise(finding_id, "finding.edit", {**changes, "status": "edited"}, examiner=examiner)

    def reject_finding(self, finding_id: int, *, reason: str = "", examiner: str = "") -> Finding:
        """Withdraw a finding; ``reason`` becomes its limitation where one is given."""
        changes: dict[str, Any] = {"status": "rejected", **({"limitations": reason} if reason else {})}
        return self._revise(finding_id, "finding.reject", changes, examiner=examiner)

    def accept_finding(self, finding_id: int, *, examiner: str = "") -> Finding:
        """Accept a finding that was rejected before."""
        return self._revise(finding_id, "finding.accept", {"status": "accepted"}, examiner=examiner)

    def findings(
        self, exhibit_id: int | None = None, *, include_rejected: bool = True, include_withdrawn: bool = False
    ) -> tuple[Finding, ...]:
        """The present revision of every finding that was not withdrawn, in the order of their first entry."""
        with self._read() as session:
            found = self._findings(session, exhibit_id=exhibit_id, include_withdrawn=include_withdrawn)
        return tuple(f for f in found if include_rejected or f.status != "rejected")

    def _findings(
        self,
        session: Session,
        *,
        exhibit_id: int | None = None,
        upto: int | None = None,
        include_withdrawn: bool = False,
    ) -> tuple[Finding, ...]:
        query = select(FindingRow).where(FindingRow.id.in_(newest(FindingRow, per=FindingRow.finding_id, upto=upto)))
        query = query if exhibit_id is None else query.where(FindingRow.exhibit_id == exhibit_id)
        gone = {} if include_withdrawn else self._withdrawn(session, "finding", upto=upto)
        rows = [row for row in session.scalars(query.order_by(FindingRow.finding_id)) if row.finding_id not in gone]
        opinions = second.opinions(session, rows, upto=upto)
        authors = _authors(session)
        return tuple(_finding(r, author=authors[r.finding_id], opinions=opinions.get(r.finding_id, ())) for r in rows)

    def finding(self, finding_id: int) -> Finding:
        """The present revision of one finding, withdrawn or not, with what second examiners say of it.

        Raises:
            CaseError: there is none with this number.
        """
        with self._read() as session:
            found = [f for f in self._findings(session, include_withdrawn=True) if f.id == finding_id]
        if not found:
            raise CaseError(f"There is no finding {finding_id} in {self.folder}; list the findings first.")
        return found[0]

    def _revise(self, finding_id: int, action: str, changes: dict[str, Any], *, examiner: str) -> Finding:
        present = self._last_revision(finding_id)
        kept = ("exhibit_id", "finding_id", "statement", "basis", "limitations", "start_seconds", "stop_seconds")
        values = {name: getattr(present, name) for name in (*kept, "track_id", "anomaly_id", "status")} | changes
        _check_statement(values["statement"], values["status"])
        _check_span(values["start_seconds"], values["stop_seconds"])
        row = FindingRow(**values, revision=present.revision + 1, examiner=examiner or self.actor)
        number = self.exhibit(present.exhibit_id).number
        with self._write(action, f"finding {finding_id} on exhibit {number}") as writing:
            row.created_utc = writing.utc
            writing.add(row)
        return self.finding(finding_id)

    def _last_revision(self, finding_id: int) -> FindingRow:
        query = (
            select(FindingRow).where(FindingRow.finding_id == finding_id).order_by(FindingRow.revision.desc()).limit(1)
        )
        with self._read() as session:
            row = session.scalar(query)
        if row is None:
            raise CaseError(f"There is no finding {finding_id} in {self.folder}; list the findings first.")
        return row

    def _check_track(self, track_id: int | None, record: ExhibitRecord) -> None:
        if track_id is None:
            return
        known = [self.track_keys(summary.id) for summary in self.examination_summaries(record.id)]
        if not any(track_id in keys for keys in known):
            there = ", ".join(map(str, sorted(known[-1]))) if known and known[-1] else "none"
            raise CaseError(f"There is no face track {track_id} on exhibit {record.number}; it has: {there}.")

    def _check_anomaly(self, anomaly_id: int | None, exhibit_id: int) -> None:
        if anomaly_id is None:
            return
        query = select(ExaminationRow.exhibit_id).join(AnomalyRow, AnomalyRow.examination_id == ExaminationRow.id)
        with self._read() as session:
            if session.scalar(query.where(AnomalyRow.id == anomaly_id)) != exhibit_id:
                raise CaseError(f"There is no anomaly {anomaly_id} on this exhibit; list its anomalies first.")

    def add_bookmark(self, exhibit_id: int, *, pts_seconds: float, note: str = "", examiner: str = "") -> Bookmark:
        """Mark a moment of an exhibit."""
        record = self.exhibit(exhibit_id)
        with self._write("bookmark.add", f"exhibit {record.number}") as writing:
            first = select(func.coalesce(func.max(BookmarkRow.bookmark_id), 0))
            row = BookmarkRow(
                exhibit_id=exhibit_id,
                examiner=examiner or self.actor,
                created_utc=writing.utc,
                bookmark_id=int(writing.session.scalar(first) or 0) + 1,
                revision=1,
                removed=False,
                pts_seconds=pts_seconds,
                note=note,
            )
            writing.add(row)
        return _bookmark(row)

    def edit_bookmark(
        self, bookmark_id: int, *, pts_seconds: float | None = None, note: str | None = None, examiner: str = ""
    ) -> Bookmark:
        """Move a bookmark or replace its note; what is ``None`` stays."""
        return self._revise_bookmark(bookmark_id, "bookmark.edit", pts_seconds, note, removed=False, examiner=examiner)

    def remove_bookmark(self, bookmark_id: int, *, examiner: str = "") -> Bookmark:
        """Take a bookmark away; its revisions stay in the log."""
        return self._revise_bookmark(bookmark_id, "bookmark.remove", None, None, removed=True, examiner=examiner)

    def bookmarks(self, exhibit_id: int | None = None) -> tuple[Bookmark, ...]:
        """Bookmarks that were not removed, by exhibit and time."""
        with self._read() as session:
            return self._bookmarks(session, exhibit_id=exhibit_id)

    def _bookmarks(
        self, session: Session, *, exhibit_id: int | None = None, upto: int | None = None
    ) -> tuple[Bookmark, ...]:
        table = BookmarkRow
        query = select(table).where(table.id.in_(newest(table, per=table.bookmark_id, upto=upto)), ~table.removed)
        query = query if exhibit_id is None else query.where(table.exhibit_id == exhibit_id)
        gone = self._withdrawn(session, "bookmark", upto=upto)
        ordered = session.scalars(query.order_by(table.exhibit_id, table.pts_seconds, table.id))
        return tuple(_bookmark(row) for row in ordered if row.bookmark_id not in gone)

    def _revise_bookmark(
        self,
        bookmark_id: int,
        action: str,
        pts_seconds: float | None,
        note: str | None,
        *,
        removed: bool,
        examiner: str,
    ) -> Bookmark:
        table = BookmarkRow
        query = select(table).where(table.bookmark_id == bookmark_id).order_by(table.revision.desc()).limit(1)
        with self._read() as session:
            present = session.scalar(query)
        if present is None or present.removed:
            raise CaseError(f"There is no bookmark {bookmark_id} in {self.folder}; list the bookmarks first.")
        with self._write(action, f"bookmark {bookmark_id}") as writing:
            row = BookmarkRow(
                exhibit_id=present.exhibit_id,
                examiner=examiner or self.actor,
                created_utc=writing.utc,
                bookmark_id=bookmark_id,
                revision=present.revision + 1,
                removed=removed,
                pts_seconds=present.pts_seconds if pts_seconds is None else pts_seconds,
                note=present.note if note is None else note,
            )
            writing.add(row)
        return _bookmark(row)


def _check_statement(statement: str, status: str) -> None:
    if status not in typing.get_args(FindingStatus):
        raise CaseError(f"A finding cannot be {status!r}; choose one of {', '.join(typing.get_args(FindingStatus))}.")
    if status != "rejected" and not statement.strip():
        raise CaseError("A finding needs a statement; write what was found.")


def _check_span(start_seconds: float | None, stop_seconds: float | None) -> None:
    given = [t for t in (start_seconds, stop_seconds) if t is not None]
    if not all(math.isfinite(t) and t >= 0 for t in given) or given != sorted(given):
        raise CaseError("The span of a finding starts at 0 s or later and does not stop before it starts.")


def _finding(row: FindingRow, *, author: str, opinions: tuple[Opinion, ...]) -> Finding:
    names = {f.name for f in dataclasses.fields(Finding)} - {"id", "author", "opinions"}
    fields: dict[str, Any] = {name: getattr(row, name) for name in names}
    return Finding(id=row.finding_id, author=author, opinions=opinions, **fields)


def _authors(session: Session) -> dict[int, str]:
    """Who stated each finding first."""
    first = select(FindingRow.finding_id, FindingRow.examiner).where(FindingRow.revision == 1)
    return {finding_id: str(examiner) for finding_id, examiner in session.execute(first)}


def _bookmark(row: BookmarkRow) -> Bookmark:
    fields = {f.name: getattr(row, f.name) for f in dataclasses.fields(Bookmark)}
    return Bookmark(**(fields | {"id": row.bookmark_id}))
