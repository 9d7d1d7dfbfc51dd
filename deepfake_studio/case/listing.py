"""Lists of exhibits: search, filters, order, duplicates, missing evidence, and a board that sums a case up.

Made for 10,000 exhibits: the first call reads the case once, later ones only what was written since.
"""

from __future__ import annotations

import json
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import select

from deepfake_studio.case import evidence
from deepfake_studio.case.evidence import State
from deepfake_studio.case.faults import DamagedRow
from deepfake_studio.case.index import CaseIndex, ExhibitLine, folded
from deepfake_studio.case.reporting import ReportBook
from deepfake_studio.case.schema import Audit
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob

Sort = Literal["number", "name", "added", "size", "role", "status", "outcome", "strength", "findings"]
Work = Literal["examined", "not_applicable", "failed", "not_examined"]
SORTS: tuple[str, ...] = typing.get_args(Sort)
_OUTCOMES = ("supports_manipulation", "inconclusive", "supports_no_manipulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to list. Empty tuples filter nothing; ``tags`` must all be there, of the others any one suffices.

    ``text``: every word must occur in number, name, note, tags, source, SHA-256, references or findings.
    """

    text: str = ""
    tags: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    work: tuple[Work, ...] = ()
    roles: tuple[str, ...] = ()
    evidence: tuple[State, ...] = ()
    duplicates: bool = False
    withdrawn: bool = False
    sort: Sort = "number"
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A case in figures: exhibits that hold, by state of work and by outcome; failures with their reasons.

    A failure without a number is that of a file which could not be acquired and is no exhibit.

    ``evidence`` counts what the last look at the files found; exhibits not looked at are in none of its counts.
    ``hidden`` counts those on which whoever asks works blind; they are in no count of work, outcomes and findings.
    """

    exhibits: int
    withdrawn: int
    work: dict[str, int]
    outcomes: dict[str, int]
    failures: tuple[tuple[str, str], ...]
    evidence: dict[str, int]
    duplicates: int
    findings: int
    hidden: int = 0


class ListingBook(ReportBook):
    """The part of a case store that lists exhibits."""

    _index: CaseIndex | None = None
    _looked: Mapping[int, State] = MappingProxyType({})  # what checks found since the index was last used

    def _lines(self) -> CaseIndex:
        with self._read() as session:
            index = self._index or CaseIndex(self.folder)
            self._index = None  # one that met damage half way is not used again
            try:
                index.refresh(self._driver(session))
            except (LookupError, ValueError, TypeError) as error:
                raise DamagedRow(f"a row speaks of something that is not there: {error}") from error
            for exhibit_id, state in self._looked.items():
                index.set_evidence(exhibit_id, state)
            self._looked = {}
            self._index = index
            return index

    def search(self, wanted: Search | None = None) -> tuple[ExhibitLine, ...]:
        """The exhibits that a search describes, in its order; all that hold, by number, without one.

        Raises:
            CaseError: there is no such order.
        """
        wanted = wanted or Search()
        if wanted.sort not in SORTS:
            raise CaseError(f"Exhibits cannot be sorted by {wanted.sort!r}; choose one of {', '.join(SORTS)}.")
        index = self._lines()
        words = folded(wanted.text).split()
        found = [
            line
            for line in self._visible(index)
            if all(word in _text(index, line) for word in words) and _passes(line, wanted)
        ]
        found.sort(key=lambda line: index.keys[line.id])
        if wanted.sort != "number":
            present = [line for line in found if _VALUES[wanted.sort](line) is not None]
            absent = [line for line in found if _VALUES[wanted.sort](line) is None]
            # what has no value stands last in either direction
            return (*sorted(present, key=_VALUES[wanted.sort], reverse=wanted.descending), *absent)
        return tuple(reversed(found) if wanted.descending else found)

    def _visible(self, index: CaseIndex) -> Iterable[ExhibitLine]:
        """The lines as whoever works here may see them: without results where they work blind."""
        blind = self.blind_exhibits()
        if not blind:
            return index.lines.values()
        return (line.without_results() if line.id in blind else line for line in index.lines.values())

    def line(self, exhibit_id: int) -> ExhibitLine:
        """One exhibit as lists show it.

        Raises:
            CaseError: there is none with this id.
        """
        found = self._lines().lines.get(exhibit_id)
        if found is None:
            raise CaseError(f"There is no exhibit with the id {exhibit_id} in {self.folder}; list the case first.")
        return found.without_results() if exhibit_id in self.blind_exhibits() else found

    def tags_in_use(self) -> dict[str, int]:
        """Every tag, with the number of exhibits that carry it."""
        return self._lines().tags()

    def duplicates(self) -> tuple[tuple[ExhibitLine, ...], ...]:
        """Groups of exhibits that hold and have the same content, in the order of their first."""
        index = self._lines()
        groups = []
        for ids in index.same.values():
            group = tuple(index.lines[i] for i in ids if index.lines[i].withdrawn_reason is None)
            groups += [group] if len(group) > 1 else []
        return tuple(groups)

    def look_at_evidence(self, *, job: Job | None = None) -> tuple[ExhibitLine, ...]:
        """See whether every file is there with its size, without reading it; returns those that are not.

        `check_evidence` compares the bytes. Both show in later lists.

        Raises:
            JobCancelled: the user asked to stop.
        """
        index, job = self._lines(), job or QuietJob()
        for number, (exhibit_id, line) in enumerate(list(index.lines.items())):
            job.progress(number, len(index.lines), "evidence")
            seen = evidence.glance(Path(line.working_path), size_bytes=line.size_bytes)
            index.set_evidence(exhibit_id, seen)
        standing = (line for line in index.lines.values() if line.withdrawn_reason is None)
        return tuple(line for line in standing if line.evidence != "unaltered")

    def check_evidence(
        self, *, rehash: bool = True, exhibit_ids: tuple[int, ...] | None = None, job: Job | None = None
    ) -> tuple[evidence.EvidenceCheck, ...]:
        """Compare the files of exhibits with their acquisition, and remember the outcome for lists.

        Raises:
            JobCancelled: the user asked to stop.
        """
        checks = super().check_evidence(rehash=rehash, exhibit_ids=exhibit_ids, job=job)
        self._looked = {**self._looked, **{check.exhibit_id: check.state for check in checks}}
        return checks

    def _unacquired(self, paths: set[str]) -> list[str]:
        """Why files never became exhibits, as the log tells of the last attempt with each."""
        query = select(Audit.subject, Audit.detail).where(Audit.action == "examine.failed").order_by(Audit.sequence)
        with self._read() as session:
            found = {subject: str(json.loads(detail).get("reason", "")) for subject, detail in session.execute(query)}
        return [reason or subject for subject, reason in found.items() if subject not in paths]

    def board(self) -> Board:
        """The case in figures."""
        lines = list(self._visible(self._lines()))
        held = [line for line in lines if line.withdrawn_reason is None]
        outcomes = Counter(line.outcome for line in held if line.outcome is not None)
        evident = Counter(line.evidence for line in held if line.evidence is not None)
        work = Counter(_work(line) for line in held)
        return Board(
            exhibits=len(held),
            withdrawn=len(lines) - len(held),
            work={name: work[name] for name in typing.get_args(Work)},
            outcomes={name: outcomes[name] for name in _OUTCOMES},  # type: ignore[index]
            failures=(
                *((line.number, line.reason or "") for line in held if line.status == "failed"),
                *(("", reason) for reason in self._unacquired({line.path for line in lines})),
            ),
            evidence={name: evident[name] for name in typing.get_args(State)},
            duplicates=sum(bool(line.duplicates) for line in held),
            findings=sum(line.findings for line in held),
            hidden=sum(line.hidden for line in held),
        )


_VALUES: dict[str, Callable[[ExhibitLine], Any]] = {
    "name": lambda line: folded(line.name),
    "added": lambda line: line.added_utc,
    "size": lambda line: line.size_bytes,
    "role": lambda line: line.role,
    "status": lambda line: line.status,
    "outcome": lambda line: None if line.outcome is None else _OUTCOMES.index(line.outcome),
    "strength": lambda line: line.log10_lr,
    "findings": lambda line: line.findings,
}


def _work(line: ExhibitLine) -> str:
    return "hidden" if line.hidden else line.status or "not_examined"


def _text(index: CaseIndex, line: ExhibitLine) -> str:
    """What is searched; statements of findings would tell an examiner who works blind what others found."""
    if not line.hidden:
        return index.texts[line.id]
    return folded("\n".join((line.number, line.name, line.note, line.received_from, line.sha256, *line.tags)))


def _passes(line: ExhibitLine, wanted: Search) -> bool:
    return (
        (wanted.withdrawn or line.withdrawn_reason is None)
        and set(wanted.tags) <= set(line.tags)
        and (not wanted.outcomes or line.outcome in wanted.outcomes)
        and (not wanted.work or _work(line) in wanted.work)
        and (not wanted.roles or line.role in wanted.roles)
        and (not wanted.evidence or line.evidence in wanted.evidence)
        and (not wanted.duplicates or bool(line.duplicates))
    )
