"""Reading the second examiner's work: opinions on findings, and work done before the scores were shown."""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deepfake_studio.case.base import newest
from deepfake_studio.case.schema import BlindRow, FindingRow, OpinionRow
from deepfake_studio.custody import OpinionKind
from deepfake_studio.vocabulary import BlindSession, Opinion


@dataclass(frozen=True, slots=True)
class _Span:
    """One blind session as the log holds it: from its start up to, not including, its revelation."""

    exhibit_id: int
    examiner: str
    first: int
    last: float

    def covers(self, *, exhibit_id: int, examiner: str, sequence: int) -> bool:
        """Whether what was written under ``sequence`` was written blind."""
        same = exhibit_id == self.exhibit_id and examiner == self.examiner
        return same and self.first < sequence < self.last


def _steps(session: Session, *, upto: int | None) -> dict[int, list[BlindRow]]:
    query = select(BlindRow).order_by(BlindRow.id)
    query = query if upto is None else query.where(BlindRow.audit_sequence <= upto)
    steps: defaultdict[int, list[BlindRow]] = defaultdict(list)
    for row in session.scalars(query):
        steps[row.session_id].append(row)
    return steps


def _span(steps: Sequence[BlindRow]) -> _Span:
    start = steps[0]
    ends = [row.audit_sequence for row in steps if row.event == "reveal"]
    return _Span(start.exhibit_id, start.examiner, start.audit_sequence, min(ends, default=float("inf")))


def blind_sessions(session: Session, *, upto: int | None = None) -> tuple[BlindSession, ...]:
    """Every session, oldest first, with the findings first stated in it."""
    stated = select(FindingRow).where(FindingRow.revision == 1).order_by(FindingRow.finding_id)
    findings = session.scalars(stated if upto is None else stated.where(FindingRow.audit_sequence <= upto)).all()
    return tuple(_session(number, steps, findings) for number, steps in sorted(_steps(session, upto=upto).items()))


def _session(number: int, steps: Sequence[BlindRow], findings: Iterable[FindingRow]) -> BlindSession:
    span = _span(steps)
    written = [row.words for row in steps if row.event == "assess"]
    return BlindSession(
        id=number,
        exhibit_id=span.exhibit_id,
        examiner=span.examiner,
        started_utc=steps[0].created_utc,
        assessment=written[-1] if written else "",
        revealed_utc=next((row.created_utc for row in steps if row.event == "reveal"), None),
        findings=tuple(
            f.finding_id
            for f in findings
            if span.covers(exhibit_id=f.exhibit_id, examiner=f.examiner, sequence=f.audit_sequence)
        ),
    )


def opinions(
    session: Session, findings: Sequence[FindingRow], *, upto: int | None = None
) -> dict[int, tuple[Opinion, ...]]:
    """What second examiners say now of each finding, by its number; opinions taken back are left out."""
    table = OpinionRow
    ids = newest(table, per=[table.finding_id, table.examiner], upto=upto)
    rows = session.scalars(select(table).where(table.id.in_(ids), table.opinion != "none").order_by(table.id)).all()
    if not rows:
        return {}
    spans = [_span(steps) for steps in _steps(session, upto=upto).values()]
    present = {finding.finding_id: finding for finding in findings}
    found: defaultdict[int, list[Opinion]] = defaultdict(list)
    for row in rows:
        if (finding := present.get(row.finding_id)) is not None:
            found[row.finding_id].append(_opinion(row, finding, spans))
    return {finding_id: tuple(every) for finding_id, every in found.items()}


def _opinion(row: OpinionRow, finding: FindingRow, spans: Iterable[_Span]) -> Opinion:
    return Opinion(
        finding_id=row.finding_id,
        revision=row.revision,
        opinion=typing.cast(OpinionKind, row.opinion),
        words=row.words,
        examiner=row.examiner,
        created_utc=row.created_utc,
        outdated=finding.revision != row.revision,
        blind=any(
            span.covers(exhibit_id=finding.exhibit_id, examiner=row.examiner, sequence=row.audit_sequence)
            for span in spans
        ),
    )
