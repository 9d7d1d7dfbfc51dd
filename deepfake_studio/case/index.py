"""What a list of exhibits shows and searches, kept in memory and brought up to date from the rows that came since.

A case is append-only, so a reader that knows up to which audit entry it has read needs the later rows only.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from deepfake_studio.case import audit
from deepfake_studio.case import folder as layout
from deepfake_studio.case.evidence import State
from deepfake_studio.case.schema import unescaped
from deepfake_studio.vocabulary import ExhibitRole, Outcome, Reference, Status

T = TypeVar("T")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitLine:
    """One exhibit as a list shows it, with its newest examination that holds.

    ``status`` is null where there is none; ``findings`` counts those that are not rejected; ``duplicates`` are other
    exhibits with the same content; ``evidence`` is null until files were looked at. ``hidden``: results are left out
    because the examiner works blind. ``path`` can be opened as it is, ``working_path`` is the file to examine;
    ``probed`` says whether what probing found is kept.
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
    working_path: str = ""
    probed: bool = False
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
    hidden: bool = False

    def without_results(self) -> ExhibitLine:
        """As an examiner sees it who works blind on it."""
        nothing: dict[str, Any] = dict.fromkeys(("examination_id", "status", "reason", "outcome", "log10_lr"))
        return replace(self, **nothing, findings=0, hidden=True)


def folded(text: str) -> str:
    """Text as it is compared in a search: neither case nor the way a letter is composed counts."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def natural(text: str) -> tuple[Any, ...]:
    """A key that sorts ``K-10`` behind ``K-9``."""
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in _DIGITS.split(text.casefold()) if p)


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def _changed(held: tuple[T, ...], one: T, *, present: bool) -> tuple[T, ...]:
    """Sorted, with or without ``one``."""
    others = tuple(other for other in held if other != one)
    return tuple(sorted((*others, one))) if present else others  # type: ignore[type-var]


class _Known:
    """What the rows said so far of one exhibit; made into a line when a reader asks."""

    __slots__ = ("acquired_at", "examinations", "facts", "findings", "references", "tags")

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.acquired_at = facts["path"]
        # tuples: ten thousand empty sets and dictionaries cost the collector more than all the rest
        self.tags: tuple[str, ...] = ()
        self.references: tuple[tuple[str, str], ...] = ()
        self.examinations: tuple[tuple[Any, ...], ...] = ()
        self.findings: tuple[tuple[int, str, str], ...] = ()


class CaseIndex:
    """The lines of the case in ``folder`` by exhibit id, and what they are searched by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.lines: dict[int, ExhibitLine] = {}
        self.texts: dict[int, str] = {}
        self.keys: dict[int, tuple[Any, ...]] = {}
        self.same: defaultdict[str, list[int]] = defaultdict(list)
        self._seen = 0
        self._known: dict[int, _Known] = {}
        self._gone: set[tuple[str, int]] = set()
        self._dirty: set[int] = set()

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Read what was written since the last time.

        Raises:
            LookupError, ValueError, TypeError: a row is damaged; the index must not be used again.
            CaseError: a path leads out of the case folder.
        """
        newest = audit.head(connection)[0]
        if newest == self._seen:
            return
        for read in (self._exhibits, self._about, self._examinations, self._findings, self._tombstones):
            read(connection)
        self._settle()
        self._seen = newest

    def _rows(self, connection: sqlite3.Connection, table: str, columns: str) -> Iterable[Any]:
        query = f"SELECT {columns} FROM {table} WHERE audit_sequence > ? ORDER BY id"  # noqa: S608 - names of ours
        return connection.execute(query, (self._seen,))

    def _exhibits(self, connection: sqlite3.Connection) -> None:
        columns = "id, number, sha256, acquisition, role, received_from, copied_to, added_utc"
        for key, number, sha256, acquisition, role, source, copied, added in self._rows(
            connection, "exhibits", columns
        ):
            told = json.loads(acquisition)
            path = layout.absolute(self._folder, told["path"])
            self._known[key] = _Known(
                {
                    "id": key,
                    "number": unescaped(number),
                    "name": _file_name(path),
                    "path": path,
                    "sha256": sha256,
                    "size_bytes": told["size_bytes"],
                    "role": role,
                    "added_utc": added,
                    "received_from": unescaped(source),
                    "copied_to": copied,
                    "working_path": path if copied is None else layout.absolute(self._folder, copied),
                }
            )
            self.keys[key] = natural(number)
            same = self.same[sha256]
            same.append(key)
            self._dirty.update(same)

    def _of(self, exhibit_id: int) -> _Known:
        self._dirty.add(exhibit_id)
        return self._known[exhibit_id]

    def _about(self, connection: sqlite3.Connection) -> None:
        for key, note in self._rows(connection, "exhibit_notes", "exhibit_id, note"):
            self._of(key).facts["note"] = unescaped(note)
        for key, tag, present in self._rows(connection, "exhibit_tags", "exhibit_id, tag, present"):
            known = self._of(key)
            known.tags = _changed(known.tags, unescaped(tag), present=present)
        for (key,) in self._rows(connection, "exhibit_media", "exhibit_id"):
            self._of(key).facts["probed"] = True
        for key, removed, reason in self._rows(connection, "exhibit_removals", "exhibit_id, removed, reason"):
            known = self._of(key)
            known.facts["withdrawn_reason"] = unescaped(reason) if removed else None
            self._dirty.update(self.same[known.facts["sha256"]])
        for key, stored in self._rows(connection, "exhibit_locations", "exhibit_id, path"):
            self._moved(key, layout.absolute(self._folder, unescaped(stored)))
        for key, kind, name, present in self._rows(connection, "exhibit_references", "exhibit_id, kind, name, present"):
            known = self._of(key)
            known.references = _changed(known.references, (kind, unescaped(name)), present=present)

    def _moved(self, key: int, path: str) -> None:
        """A path where the file lies now; the one it was acquired from takes a relocation back."""
        known = self._of(key)
        moved, copied = path != known.acquired_at, known.facts["copied_to"]
        work = path if moved or copied is None else layout.absolute(self._folder, copied)
        known.facts.update(path=path, name=_file_name(path), working_path=work, relocated=moved, evidence=None)

    def _examinations(self, connection: sqlite3.Connection) -> None:
        columns = "id, exhibit_id, status, reason, outcome, log10_lr"
        for row in self._rows(connection, "examinations", columns):
            self._of(row[1]).examinations += (row,)

    def _findings(self, connection: sqlite3.Connection) -> None:
        columns = "finding_id, exhibit_id, statement, status"
        for number, key, statement, status in self._rows(connection, "findings", columns):
            known = self._of(key)
            others = tuple(f for f in known.findings if f[0] != number)
            known.findings = (*others, (number, unescaped(statement), status))

    def _tombstones(self, connection: sqlite3.Connection) -> None:
        rows = list(self._rows(connection, "tombstones", "kind, subject_id, withdrawn"))
        for kind, number, withdrawn in rows:
            (self._gone.add if withdrawn else self._gone.discard)((kind, number))
        if rows:
            self._dirty.update(key for key, known in self._known.items() if known.examinations or known.findings)

    def _settle(self) -> None:
        """Make the lines anew of which something changed."""
        for key in self._dirty:
            line, statements = self._line(key, self._known[key])
            self.lines[key] = line
            shown = (line.number, line.name, line.note, line.received_from, line.sha256, *line.tags, *statements)
            self.texts[key] = folded("\n".join((*shown, *(r.name for r in line.references))))
        self._dirty.clear()

    def _line(self, key: int, known: _Known) -> tuple[ExhibitLine, list[str]]:
        gone, same = self._gone, self.same[known.facts["sha256"]]
        held = [row for row in known.examinations if ("examination", row[0]) not in gone]
        newest, _, status, reason, outcome, log10_lr = held[-1] if held else (None,) * 6
        stated = [
            text for n, text, state in sorted(known.findings) if state != "rejected" and ("finding", n) not in gone
        ]
        twins = tuple(i for i in same if i != key and self._known[i].facts.get("withdrawn_reason") is None)
        references = tuple(Reference(kind=k, name=n) for k, n in known.references)  # type: ignore[arg-type]
        line = ExhibitLine(
            **known.facts,
            tags=known.tags,
            references=references,
            examination_id=newest,
            status=status,
            reason=reason,
            outcome=outcome,
            log10_lr=log10_lr,
            findings=len(stated),
            duplicates=twins,
        )
        return line, stated

    def set_evidence(self, exhibit_id: int, state: State) -> None:
        """Note what a look at the file of an exhibit found."""
        line, known = self.lines.get(exhibit_id), self._known.get(exhibit_id)
        if line is not None and known is not None and line.evidence != state:
            known.facts["evidence"] = state
            self.lines[exhibit_id] = replace(line, evidence=state)

    def tags(self) -> dict[str, int]:
        """Every tag that is in use, with the number of exhibits that carry it."""
        return dict(sorted(Counter(tag for line in self.lines.values() for tag in line.tags).items()))
