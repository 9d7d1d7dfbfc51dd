"""Appendix: what examiners set aside and why, work before the scores were shown, and whether the case is closed."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Section, Table, Text
from deepfake_studio.vocabulary import BlindSession, CaseSnapshot


def wanted(snapshot: CaseSnapshot) -> bool:
    """Whether there is anything to say."""
    closed = snapshot.state is not None and bool(snapshot.state.created_utc)
    return bool(snapshot.tombstones or snapshot.blind_sessions or closed)


def build(snapshot: CaseSnapshot) -> Section:
    """Decisions about the case."""
    blocks: list[Block] = [
        Text(
            "Nothing is deleted from a case. What is listed here was set aside by an examiner for the reason stated; "
            "its records are kept in the case and covered by the audit chain."
        )
    ]
    if snapshot.state is not None and snapshot.state.created_utc:
        blocks.append(Text(_state(snapshot)))
    if snapshot.tombstones:
        blocks.append(_stones(snapshot))
    if snapshot.blind_sessions:
        blocks.append(_blind(snapshot))
    data = {"state": snapshot.state, "withdrawn": snapshot.tombstones, "blind_sessions": snapshot.blind_sessions}
    return Section(id="decisions", title="Set aside, closed, examined blind", blocks=tuple(blocks), data=data)


def _state(snapshot: CaseSnapshot) -> str:
    state = snapshot.state
    assert state is not None
    what = "was closed" if state.closed else "was closed before and opened again"
    return f"The case {what} by {state.examiner} on {facts.utc(state.created_utc)}: {state.reason}"


def _stones(snapshot: CaseSnapshot) -> Table:
    columns = (Column("What"), Column("Reason"), Column("By"), Column("UTC", "number"))
    rows = tuple((s.description, s.reason, s.examiner, facts.utc(s.created_utc)) for s in snapshot.tombstones)
    return Table("Withdrawn", columns, rows)


def _blind(snapshot: CaseSnapshot) -> Table:
    columns = (
        Column("Exhibit"),
        Column("Examiner"),
        Column("From (UTC)", "number"),
        Column("Scores shown (UTC)", "number"),
        Column("Assessment before"),
        Column("Findings stated before"),
    )
    rows = tuple(_row(snapshot, session) for session in snapshot.blind_sessions)
    return Table("Work before the scores were shown", columns, rows)


def _row(snapshot: CaseSnapshot, session: BlindSession) -> tuple[str, ...]:
    return (
        facts.exhibit_name(snapshot, session.exhibit_id),
        session.examiner,
        facts.utc(session.started_utc),
        facts.utc(session.revealed_utc) if session.revealed_utc else "not yet",
        session.assessment or "none written",
        ", ".join(map(str, session.findings)) or "none",
    )
