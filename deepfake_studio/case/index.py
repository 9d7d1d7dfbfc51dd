"""What a list of exhibits shows and searches, kept in memory and brought up to date from the rows that came since.

A case is append-only, so a reader that knows up to which audit entry it has read needs the later rows only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case import audit, database
from deepfake_studio.case.evidence import State
from deepfake_studio.case.schema import (
    Audited,
    ExaminationRow,
    ExhibitRow,
    FindingRow,
    LocationRow,
    NoteRow,
    ReferenceRow,
    RemovalRow,
    TagRow,
    TombstoneRow,
)
from deepfake_studio.vocabulary import ExhibitRole, Outcome, Reference, Status

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitLine:
    """One exhibit as a list shows it, with its newest examination that holds.

    ``status`` is null where there is none; ``findings`` counts those that are not rejected; ``duplicates`` are other
    exhibits with the same content; ``evidence`` is null until files were looked at.
    """

    id: int
    number: str
    name: str
    path: str
    sha256: str
    size_bytes: int
    role: ExhibitRole
    added_utc: str
    received_from: str
    copied_to: str | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    withdrawn_reason: str | None = None
    examination_id: int | None = None
    status: Status | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    log10_lr: float | None = None
    findings: int = 0
    duplicates: tuple[int, ...] = ()
    evidence: State | None = None
    relocated: bool = False


def folded(text: str) -> str:
    """Text as it is compared in a search: neither case nor the way a letter is composed counts."""
    return unicodedata.normalize("NFKC", text).casefold()


def natural(text: str) -> tuple[Any, ...]:
    """A key that sorts ``K-10`` behind ``K-9``."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in _DIGITS.split(text.casefold()) if p)


def _file_name(path: str) -> str:
    return PureWindowsPath(PurePosixPath(path).name).name or path


class CaseIndex:
    """The lines of a case by exhibit id, and what they are searched by."""

    def __init__(self) -> None:
        self.lines: dict[int, ExhibitLine] = {}
        self.texts: dict[int, str] = {}
        self.keys: dict[int, tuple[Any, ...]] = {}
        self.same: defaultdict[str, list[int]] = defaultdict(list)
        self._seen = 0
        self._examinations: defaultdict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        self._findings: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
        self._gone: set[tuple[str, int]] = set()
        self._dirty: set[int] = set()

    def refresh(self, session: Session) -> None:
        """Read what was written since the last time."""
        newest = audit.head(database.driver(session.connection()))[0]
        if newest == self._seen:
            return
        self._read_exhibits(session)
        self._read_about(session)
        self._read_examinations(session)
        self._read_findings(session)
        self._read_tombstones(session)
        self._settle()
        self._seen = newest

    def _rows(self, session: Session, table: type[Audited], *columns: Any) -> Iterable[Any]:
        query = select(*columns).where(table.audit_sequence > self._seen).order_by(table.id)
        return session.execute(query)

    def _read_exhibits(self, session: Session) -> None:
        t = ExhibitRow
        columns = (t.id, t.number, t.sha256, t.acquisition, t.role, t.received_from, t.copied_to, t.added_utc)
        for row in self._rows(session, t, *columns):
            told = json.loads(row.acquisition)
            self.lines[row.id] = ExhibitLine(
                id=row.id,
                number=row.number,
                name=_file_name(told["path"]),
                path=told["path"],
                sha256=row.sha256,
                size_bytes=told["size_bytes"],
                role=row.role,
                added_utc=row.added_utc,
                received_from=row.received_from,
                copied_to=row.copied_to,
            )
            self.keys[row.id] = natural(row.number)
            self.same[row.sha256].append(row.id)
            self._dirty |= set(self.same[row.sha256])

    def _change(self, exhibit_id: int, **changes: Any) -> None:
        self.lines[exhibit_id] = replace(self.lines[exhibit_id], **changes)
        self._dirty.add(exhibit_id)

    def _read_about(self, session: Session) -> None:
        for exhibit_id, note in self._rows(session, NoteRow, NoteRow.exhibit_id, NoteRow.note):
            self._change(exhibit_id, note=note)
        for exhibit_id, tag, present in self._rows(session, TagRow, TagRow.exhibit_id, TagRow.tag, TagRow.present):
            tags = {*self.lines[exhibit_id].tags} - {tag} | ({tag} if present else set())
            self._change(exhibit_id, tags=tuple(sorted(tags)))
        r = RemovalRow
        for exhibit_id, removed, reason in self._rows(session, r, r.exhibit_id, r.removed, r.reason):
            self._change(exhibit_id, withdrawn_reason=reason if removed else None)
            self._dirty |= set(self.same[self.lines[exhibit_id].sha256])
        for exhibit_id, path in self._rows(session, LocationRow, LocationRow.exhibit_id, LocationRow.path):
            self._change(exhibit_id, path=path, name=_file_name(path), evidence=None, relocated=True)
        f = ReferenceRow
        for exhibit_id, kind, name, present in self._rows(session, f, f.exhibit_id, f.kind, f.name, f.present):
            one = Reference(kind=kind, name=name)
            kept = {*self.lines[exhibit_id].references} - {one} | ({one} if present else set())
            self._change(exhibit_id, references=tuple(sorted(kept, key=lambda e: (e.kind, e.name))))

    def _read_examinations(self, session: Session) -> None:
        t = ExaminationRow
        for row in self._rows(session, t, t.id, t.exhibit_id, t.status, t.reason, t.outcome, t.log10_lr):
            about = {"status": row.status, "reason": row.reason, "outcome": row.outcome, "log10_lr": row.log10_lr}
            self._examinations[row.exhibit_id][row.id] = about
            self._dirty.add(row.exhibit_id)

    def _read_findings(self, session: Session) -> None:
        t = FindingRow
        for row in self._rows(session, t, t.finding_id, t.exhibit_id, t.statement, t.status):
            self._findings[row.exhibit_id][row.finding_id] = (row.statement, row.status)
            self._dirty.add(row.exhibit_id)

    def _read_tombstones(self, session: Session) -> None:
        t = TombstoneRow
        rows = list(self._rows(session, t, t.kind, t.subject_id, t.withdrawn))
        for kind, subject_id, withdrawn in rows:
            self._gone -= {(kind, subject_id)}
            self._gone |= {(kind, subject_id)} if withdrawn else set()
        if rows:
            self._dirty |= self._examinations.keys() | self._findings.keys()

    def _settle(self) -> None:
        """Work out again what changed lines show."""
        for exhibit_id in self._dirty:
            standing = [n for n in self._examinations.get(exhibit_id, ()) if ("examination", n) not in self._gone]
            newest = max(standing, default=None)
            none = {"status": None, "reason": None, "outcome": None, "log10_lr": None}
            about = none if newest is None else self._examinations[exhibit_id][newest]
            stated = [
                statement
                for number, (statement, status) in self._findings.get(exhibit_id, {}).items()
                if status != "rejected" and ("finding", number) not in self._gone
            ]
            line = self.lines[exhibit_id]
            others = (i for i in self.same[line.sha256] if i != exhibit_id)
            twins = tuple(i for i in others if self.lines[i].withdrawn_reason is None)
            line = replace(line, examination_id=newest, findings=len(stated), duplicates=twins, **about)
            self.lines[exhibit_id] = line
            shown = (line.number, line.name, line.note, line.received_from, line.sha256, *line.tags, *stated)
            self.texts[exhibit_id] = folded("\n".join((*shown, *(r.name for r in line.references))))
        self._dirty.clear()

    def set_evidence(self, exhibit_id: int, state: State) -> None:
        """Note what a look at the file of an exhibit found."""
        if self.lines[exhibit_id].evidence != state:
            self.lines[exhibit_id] = replace(self.lines[exhibit_id], evidence=state)

    def tags(self) -> dict[str, int]:
        """Every tag that is in use, with the number of exhibits that carry it."""
        return dict(sorted(Counter(tag for line in self.lines.values() for tag in line.tags).items()))
