"""Taking an edit back by a compensating entry: the log grows, nothing in it is changed.

An edit is taken back by writing again what held before it, under an entry ``edit.undo`` that names it. Taking that
entry back does the edit again, so one rule serves undo and redo.

When adding an edit that can be taken back: its table in `_RULES`, its action in `_EDITS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deepfake_studio.case.base import Writing, from_json, to_json
from deepfake_studio.case.examinations import edit_of, in_force
from deepfake_studio.case.relocating import RelocationBook
from deepfake_studio.case.schema import (
    Audit,
    Audited,
    BookmarkRow,
    ExhibitRow,
    FindingRow,
    InfoRow,
    LocationRow,
    NoteRow,
    OpinionRow,
    ReferenceRow,
    RemovalRow,
    TagRow,
    TombstoneRow,
    TrackEditRow,
)
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import AuditEntry, Exhibit

UNDO = "edit.undo"
_LOOK_BACK = 1000  # entries of the log that an undo list is made from
_EDITS = frozenset(
    {"exhibit.add", "exhibit.note", "exhibit.tag", "exhibit.untag", "exhibit.remove", "exhibit.restore"}
    | {"exhibit.refer", "exhibit.unrefer", "exhibit.relocate"}
    | {"finding.add", "finding.edit", "finding.reject", "finding.accept", "finding.agree", "finding.disagree"}
    | {"bookmark.add", "bookmark.edit", "bookmark.remove"}
    | {"track.edit", "person.rename", "case.describe"}
    | {
        f"{kind}.{what}"
        for kind in ("exhibit", "finding", "examination", "bookmark")
        for what in ("withdraw", "reinstate")
    }
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which rows speak of the same thing, and how a row says that there is nothing."""

    key: tuple[str, ...]
    nothing: Mapping[str, Any] = field(default_factory=dict)
    keeps_examiner: bool = False


_RULES: dict[type[Audited], _Rule] = {
    NoteRow: _Rule(("exhibit_id",), {"note": ""}),
    TagRow: _Rule(("exhibit_id", "tag"), {"present": False}),
    RemovalRow: _Rule(("exhibit_id",), {"removed": False, "reason": "the removal was taken back"}),
    ReferenceRow: _Rule(("exhibit_id", "kind", "name"), {"present": False}),
    TombstoneRow: _Rule(("kind", "subject_id"), {"withdrawn": False, "reason": "the withdrawal was taken back"}),
    OpinionRow: _Rule(("finding_id", "examiner"), {"opinion": "none", "words": ""}, keeps_examiner=True),
    BookmarkRow: _Rule(("bookmark_id",), {"removed": True}),
    FindingRow: _Rule(("finding_id",)),
    LocationRow: _Rule(("exhibit_id",)),
    InfoRow: _Rule(()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditHistory:
    """What can be taken back and what can be done again, newest first; hand an entry's ``sequence`` to `undo`."""

    undo: tuple[AuditEntry, ...]
    redo: tuple[AuditEntry, ...]


class UndoBook(RelocationBook):
    """The part of a case store that takes edits back."""

    def undo(self, sequence: int, *, reason: str = "") -> AuditEntry:
        """Take back the edit of audit entry ``sequence`` by a new entry; that entry can be taken back in turn.

        Raises:
            CaseError: the entry is no edit, or something later was said about the same thing.
        """
        with self._write(UNDO) as writing:
            entry = writing.session.get(Audit, sequence)
            if entry is None or entry.action not in _EDITS | {UNDO}:
                action = "there is no such entry" if entry is None else f"{entry.action} is no edit"
                raise CaseError(f"Audit entry {sequence} of {self.folder} cannot be taken back: {action}.")
            writing.subject = entry.subject
            writing.detail = {"undoes": sequence, "action": entry.action, "reason": reason}
            for row in _compensations(writing, entry, examiner=self.actor):
                writing.add(row)
        if writing.entry is None:
            raise RuntimeError("the transaction ended without an audit entry")
        return writing.entry

    def edit_history(self, *, examiner: str = "") -> EditHistory:
        """The edits of an examiner (by default the one who works) that can be taken back or done again."""
        with self._read() as session:
            query = select(Audit.__table__).where(Audit.actor == (examiner or self.actor))
            rows = session.execute(query.order_by(Audit.sequence.desc()).limit(_LOOK_BACK)).mappings()
            entries = [AuditEntry(**row) for row in rows if row["action"] in _EDITS | {UNDO}]
        return _history(entries)


def _history(entries: list[AuditEntry]) -> EditHistory:
    """Entries newest first. A new edit leaves nothing to be done again, as everywhere."""
    targets = {e.sequence: int(json.loads(e.detail)["undoes"]) for e in entries if e.action == UNDO}
    dead: set[int] = set()
    undo, redo, fresh = [], [], True
    for entry in entries:
        if entry.sequence in dead:
            continue
        target = targets.get(entry.sequence)
        if target is None:
            fresh = False
            undo.append(entry)
            continue
        dead.add(target)
        # an undo of an undo did the edit again: the edit stands, and this entry is how it is taken back once more
        if target in targets:
            undo.append(entry)
            dead.add(targets[target])
        elif fresh:
            redo.append(entry)
    return EditHistory(undo=tuple(undo), redo=tuple(redo))


def _compensations(writing: Writing, entry: Audit, *, examiner: str) -> Iterator[Audited]:
    session, by = writing.session, {"examiner": examiner, "created_utc": writing.utc}
    if entry.action == "exhibit.add":
        exhibit = session.scalars(select(ExhibitRow).where(ExhibitRow.audit_sequence == entry.sequence)).one()
        _refuse_later(session, RemovalRow, {"exhibit_id": exhibit.id}, entry.sequence)
        yield RemovalRow(exhibit_id=exhibit.id, removed=True, reason="adding it was taken back", **by)
        return
    for edit in session.scalars(select(TrackEditRow).where(TrackEditRow.audit_sequence == entry.sequence)).all():
        yield _track_undo(session, edit, by)
    for model, rule in _RULES.items():
        for row in session.scalars(select(model).where(model.audit_sequence == entry.sequence)).all():
            key = {name: getattr(row, name) for name in rule.key}
            _refuse_later(session, model, key, entry.sequence)
            yield _before(session, row, rule, key, by)


def _refuse_later(session: Session, model: type[Audited], key: dict[str, Any], sequence: int) -> None:
    later = select(model.audit_sequence).filter_by(**key).where(model.audit_sequence > sequence)
    settled = _settled(session, sequence)
    found = next((n for n in session.scalars(later.order_by(model.id.desc())) if n not in settled), None)
    if found is not None:
        raise CaseError(
            f"Audit entry {sequence} cannot be taken back: entry {found} says something later about the same thing; "
            "take that back first."
        )


def _settled(session: Session, after: int) -> set[int]:
    """Later entries that say nothing any more: edits that were taken back, with what took them back."""
    query = select(Audit.sequence, Audit.detail).where(Audit.sequence > after, Audit.action == UNDO)
    taken: set[int] = set()
    settled: set[int] = set()
    for sequence, detail in session.execute(query.order_by(Audit.sequence.desc())):
        settled.add(sequence)
        if sequence not in taken:  # else it was taken back itself, and what it took back stands again
            taken.add(int(json.loads(detail)["undoes"]))
    return settled | taken


def _before(session: Session, row: Audited, rule: _Rule, key: dict[str, Any], by: dict[str, str]) -> Audited:
    """The row that says again what held before ``row``."""
    model = type(row)
    query = select(model).filter_by(**key).where(model.audit_sequence < row.audit_sequence)
    past = session.scalar(query.order_by(model.id.desc()).limit(1))
    if past is None and isinstance(row, FindingRow):
        told = {"withdrawn": True, "reason": "stating it was taken back"}
        return TombstoneRow(kind="finding", subject_id=row.finding_id, **told, **by)
    if past is None and isinstance(row, LocationRow):
        told = {"path": _acquired_at(session, row.exhibit_id), "reason": "the relocation was taken back"}
        return LocationRow(exhibit_id=row.exhibit_id, **told, **by)
    names = [c.key for c in model.__table__.columns if c.key not in ("id", "audit_sequence")]
    values = {name: getattr(past or row, name) for name in names}
    values |= dict(rule.nothing) if past is None else {}
    values |= {k: v for k, v in by.items() if k in values and not (rule.keeps_examiner and k == "examiner")}
    if isinstance(row, FindingRow | BookmarkRow):
        highest = select(func.max(model.revision)).filter_by(**key)  # type: ignore[attr-defined]
        values["revision"] = int(session.scalar(highest) or row.revision) + 1
    if isinstance(row, InfoRow):
        values["created_utc"] = row.created_utc  # when the case was made, not when it was described
    return model(**values)


def _acquired_at(session: Session, exhibit_id: int) -> str:
    """Where a file was when it was acquired, as the case keeps paths."""
    text = session.scalars(select(ExhibitRow.acquisition).where(ExhibitRow.id == exhibit_id)).one()
    return from_json(Exhibit, text).path


def _track_undo(session: Session, edit: TrackEditRow, by: dict[str, str]) -> TrackEditRow:
    query = select(TrackEditRow).where(TrackEditRow.examination_id == edit.examination_id)
    every = [edit_of(row) for row in session.scalars(query)]
    if edit.kind == "undo":
        standing = all(e.kind != "undo" or e.data.get("edit") != str(edit.id) for e in every)
    else:
        standing = any(e.id == edit.id for e in in_force(every))
    if not standing:
        raise CaseError(f"The decision about track {edit.track_id} was taken back already; nothing to do.")
    data = to_json({"edit": str(edit.id)})
    return TrackEditRow(examination_id=edit.examination_id, kind="undo", track_id=edit.track_id, data=data, **by)
