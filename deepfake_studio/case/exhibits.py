"""The exhibits of a case: what was received, where it lies, what is known about it."""

from __future__ import annotations

import dataclasses
import typing
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deepfake_studio.case import evidence
from deepfake_studio.case import folder as layout
from deepfake_studio.case.base import from_json, newest, to_json
from deepfake_studio.case.schema import (
    AboutExhibit,
    ExhibitRow,
    LocationRow,
    MediaRow,
    NoteRow,
    ReferenceRow,
    RemovalRow,
    TagRow,
)
from deepfake_studio.case.standing import StandingBook, stated
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import Exhibit, ExhibitRecord, ExhibitRole, MediaInfo, Reference

_ROLES: tuple[str, ...] = typing.get_args(ExhibitRole)


class ExhibitBook(StandingBook):
    """The part of a case store that keeps exhibits."""

    def add_exhibit(
        self,
        exhibit: Exhibit,
        *,
        role: ExhibitRole = "questioned",
        received_from: str = "",
        received_utc: str | None = None,
        root_exhibit_number: str | None = None,
        copy: bool = False,
        number: str | None = None,
        note: str = "",
        media: MediaInfo | None = None,
        job: Job | None = None,
    ) -> ExhibitRecord:
        """Enter an acquired file; with ``copy`` a verified working copy goes into the case folder first.

        Raises:
            CaseError: the number is taken, the role or root exhibit does not exist, the copy fails.
            JobCancelled: the user asked to stop while copying; nothing is entered.
        """
        self._check_new(role=role, number=number, root=root_exhibit_number)
        copied = None
        if copy:
            copied = evidence.copy_in(
                Path(exhibit.path), sha256=exhibit.sha256, case=self.folder, job=job or QuietJob()
            )
        with self._write("exhibit.add") as writing:
            row = ExhibitRow(
                number=number or self._free_number(writing.session),
                sha256=exhibit.sha256,
                acquisition=to_json(self._stored_exhibit(exhibit)),
                role=role,
                received_from=received_from,
                received_utc=received_utc,
                root_exhibit_number=root_exhibit_number,
                copied_to=copied,
                added_utc=writing.utc,
            )
            writing.add(row)
            about = {"exhibit_id": row.id, "examiner": self.actor, "created_utc": writing.utc}
            if note:
                writing.add(NoteRow(note=note, **about))
            if media is not None:
                writing.add(MediaRow(media=to_json(media), **about))
            writing.subject = f"exhibit {row.number}"
            writing.detail = {"sha256": exhibit.sha256, "role": role, "copied": copied is not None}
        return self.exhibit(row.id)

    def _check_new(self, *, role: str, number: str | None, root: str | None) -> None:
        if role not in _ROLES:
            raise CaseError(f"An exhibit cannot have the role {role!r}; choose one of {', '.join(_ROLES)}.")
        with self._read() as session:
            taken = set(session.scalars(select(ExhibitRow.number).where(ExhibitRow.number.in_([number, root]))))
        if number is not None and number in taken:
            raise CaseError(f"The exhibit number {number} is taken in {self.folder}; choose another.")
        if root is not None and root not in taken:
            raise CaseError(
                f"There is no exhibit {root} in {self.folder} that this one could derive from; add it first."
            )

    @staticmethod
    def _free_number(session: Session) -> str:
        candidate = int(session.scalar(select(func.coalesce(func.max(ExhibitRow.id), 0))) or 0) + 1
        while session.scalar(select(ExhibitRow.id).where(ExhibitRow.number == str(candidate))) is not None:
            candidate += 1
        return str(candidate)

    def _stored_exhibit(self, exhibit: Exhibit) -> Exhibit:
        relative = layout.inside(self.folder, exhibit.path)
        return exhibit if relative is None else dataclasses.replace(exhibit, path=relative)

    def _live_exhibit(self, exhibit: Exhibit) -> Exhibit:
        path = layout.absolute(self.folder, exhibit.path)
        return exhibit if path == exhibit.path else dataclasses.replace(exhibit, path=path)

    def exhibits(self, *, include_removed: bool = False) -> tuple[ExhibitRecord, ...]:
        """All exhibits in the order they were added; paths can be opened as they are."""
        with self._read() as session:
            return self._exhibits(session, include_removed=include_removed)

    def exhibit(self, exhibit_id: int) -> ExhibitRecord:
        """One exhibit, removed or not.

        Raises:
            CaseError: there is none with this id.
        """
        with self._read() as session:
            found = self._exhibits(session, include_removed=True, only=exhibit_id)
        if not found:
            raise CaseError(f"There is no exhibit with the id {exhibit_id} in {self.folder}; list the case first.")
        return found[0]

    def find_by_sha256(self, sha256: str) -> ExhibitRecord | None:
        """The first exhibit that is not removed and has this content."""
        with self._read() as session:
            ids = session.scalars(
                select(ExhibitRow.id).where(ExhibitRow.sha256 == sha256).order_by(ExhibitRow.id)
            ).all()
            for exhibit_id in ids:
                if found := self._exhibits(session, only=exhibit_id):
                    return found[0]
        return None

    def find_by_number(self, number: str) -> ExhibitRecord | None:
        """The exhibit with this number, removed or not."""
        with self._read() as session:
            exhibit_id = session.scalar(select(ExhibitRow.id).where(ExhibitRow.number == number))
            return None if exhibit_id is None else self._exhibits(session, include_removed=True, only=exhibit_id)[0]

    def set_media(self, exhibit_id: int, media: MediaInfo) -> ExhibitRecord:
        """Keep what probing found."""
        return self._about(exhibit_id, "exhibit.probe", MediaRow(media=to_json(media)))

    def note(self, exhibit_id: int, text: str) -> ExhibitRecord:
        """Replace the note on an exhibit; earlier notes stay in the log."""
        return self._about(exhibit_id, "exhibit.note", NoteRow(note=text))

    def tag(self, exhibit_id: int, tag: str) -> ExhibitRecord:
        """Put a tag on an exhibit."""
        return self._about(exhibit_id, "exhibit.tag", TagRow(tag=tag, present=True), detail={"tag": tag})

    def untag(self, exhibit_id: int, tag: str) -> ExhibitRecord:
        """Take a tag off an exhibit."""
        return self._about(exhibit_id, "exhibit.untag", TagRow(tag=tag, present=False), detail={"tag": tag})

    def remove_exhibit(self, exhibit_id: int, reason: str) -> ExhibitRecord:
        """Set an exhibit aside for a stated reason; its rows and files stay.

        Raises:
            CaseError: no reason was given or the exhibit does not exist.
        """
        why = stated(reason, "An exhibit is removed")
        return self._about(exhibit_id, "exhibit.remove", RemovalRow(removed=True, reason=why), detail={"reason": why})

    def restore_exhibit(self, exhibit_id: int, reason: str) -> ExhibitRecord:
        """Put an exhibit back that was set aside.

        Raises:
            CaseError: no reason was given or the exhibit does not exist.
        """
        why = stated(reason, "An exhibit is put back")
        return self._about(exhibit_id, "exhibit.restore", RemovalRow(removed=False, reason=why), detail={"reason": why})

    def working_path(self, record: ExhibitRecord) -> Path:
        """The file to examine: the working copy where there is one, else the original."""
        return evidence.working_path(record, case=self.folder)

    def check_evidence(
        self, *, rehash: bool = True, exhibit_ids: tuple[int, ...] | None = None, job: Job | None = None
    ) -> tuple[evidence.EvidenceCheck, ...]:
        """Compare the files of exhibits (all that are not removed by default) with their acquisition.

        Raises:
            JobCancelled: the user asked to stop.
        """
        wanted = [r for r in self.exhibits() if exhibit_ids is None or r.id in exhibit_ids]
        return tuple(evidence.check(r, case=self.folder, rehash=rehash, job=job or QuietJob()) for r in wanted)

    def check_set_aside(self, *, job: Job | None = None) -> tuple[evidence.EvidenceCheck, ...]:
        """The same for exhibits that were removed; that their files are gone is no fault, so those are left out.

        Raises:
            JobCancelled: the user asked to stop.
        """
        gone = [r for r in self.exhibits(include_removed=True) if r.removed_reason is not None]
        found = (evidence.check(r, case=self.folder, rehash=True, job=job or QuietJob()) for r in gone)
        return tuple(c for c in found if c.state != "missing")

    def _about(self, exhibit_id: int, action: str, row: AboutExhibit, *, detail: Any = None) -> ExhibitRecord:
        record = self.exhibit(exhibit_id)
        with self._write(action, f"exhibit {record.number}", detail=detail) as writing:
            row.exhibit_id, row.examiner, row.created_utc = exhibit_id, self.actor, writing.utc
            writing.add(row)
        return self.exhibit(exhibit_id)

    def _exhibits(
        self,
        session: Session,
        *,
        include_removed: bool = False,
        only: int | None = None,
        upto: int | None = None,
        live: bool = True,
    ) -> tuple[ExhibitRecord, ...]:
        query = select(*ExhibitRow.__table__.columns).order_by(ExhibitRow.id)
        query = query if only is None else query.where(ExhibitRow.id == only)
        query = query if upto is None else query.where(ExhibitRow.audit_sequence <= upto)
        about = _About(session, only=only, upto=upto, known_media=self._known_media)
        rows = [r for r in session.execute(query) if include_removed or r.id not in about.removed]
        return tuple(self._record(row, about, live=live) for row in rows)

    def _record(self, row: Any, about: _About, *, live: bool) -> ExhibitRecord:
        acquired = from_json(Exhibit, row.acquisition)
        found = about.locations.get(row.id)
        exhibit = acquired if found is None else dataclasses.replace(acquired, path=found)
        return ExhibitRecord(
            id=row.id,
            number=row.number,
            exhibit=self._live_exhibit(exhibit) if live else exhibit,
            role=row.role,
            received_from=row.received_from,
            received_utc=row.received_utc,
            root_exhibit_number=row.root_exhibit_number,
            copied_to=row.copied_to,
            media=about.media.get(row.id),
            note=about.notes.get(row.id, ""),
            tags=tuple(sorted(about.tags[row.id])),
            added_utc=row.added_utc,
            removed_reason=about.removed.get(row.id),
            references=tuple(sorted(about.references[row.id], key=lambda r: (r.kind, r.name))),
            relocated_from=None if found in (None, acquired.path) else acquired.path,
        )


class _About:
    """The newest statements about exhibits, gathered with one query per table."""

    def __init__(
        self, session: Session, *, only: int | None, upto: int | None, known_media: dict[int, MediaInfo]
    ) -> None:
        def rows(table: type[AboutExhibit], *columns: Any, per: Any) -> Any:
            ids = newest(table, per=per, upto=upto)
            ids = ids if only is None else ids.where(table.exhibit_id == only)
            return session.execute(select(table.exhibit_id, *columns).where(table.id.in_(ids)))

        self.media: dict[int, MediaInfo] = {}
        for exhibit_id, row_id, text in rows(MediaRow, MediaRow.id, MediaRow.media, per=MediaRow.exhibit_id):
            if row_id not in known_media:  # rows never change, so what was read once holds
                known_media[row_id] = from_json(MediaInfo, text)
            self.media[exhibit_id] = known_media[row_id]
        self.notes: dict[int, str] = dict(rows(NoteRow, NoteRow.note, per=NoteRow.exhibit_id).all())
        removals = rows(RemovalRow, RemovalRow.removed, RemovalRow.reason, per=RemovalRow.exhibit_id)
        self.removed: dict[int, str] = {exhibit_id: reason for exhibit_id, removed, reason in removals if removed}
        self.tags: defaultdict[int, set[str]] = defaultdict(set)
        for exhibit_id, tag, present in rows(TagRow, TagRow.tag, TagRow.present, per=[TagRow.exhibit_id, TagRow.tag]):
            if present:
                self.tags[exhibit_id].add(tag)
        self.locations: dict[int, str] = dict(rows(LocationRow, LocationRow.path, per=LocationRow.exhibit_id).all())
        self.references: defaultdict[int, set[Reference]] = defaultdict(set)
        table = ReferenceRow
        columns = (table.kind, table.name, table.present)
        for exhibit_id, kind, name, present in rows(table, *columns, per=[table.exhibit_id, table.kind, table.name]):
            if present:
                self.references[exhibit_id].add(Reference(kind=kind, name=name))
