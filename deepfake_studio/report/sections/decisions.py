"""Appendix: what examiners set aside and why, work before the scores were shown, and whether the case is closed."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Section, Table, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import BlindSession, CaseSnapshot


def wanted(snapshot: CaseSnapshot) -> bool:
    """Whether there is anything to say."""
    closed = snapshot.state is not None and bool(snapshot.state.created_utc)
    return bool(snapshot.tombstones or snapshot.blind_sessions or closed)


def build(snapshot: CaseSnapshot) -> Section:
    """Decisions about the case."""
    blocks: list[Block] = [
        Text(
            say(
                "Nothing is deleted from a case. What is listed here was set aside by an examiner for the reason "
                "stated; its records are kept in the case and covered by the audit chain."
            )
        )
    ]
    if snapshot.state is not None and snapshot.state.created_utc:
        blocks.append(Text(_state(snapshot)))
    if snapshot.tombstones:
        blocks.append(_stones(snapshot))
    if snapshot.blind_sessions:
        blocks.append(_blind(snapshot))
    data = {"state": snapshot.state, "withdrawn": snapshot.tombstones, "blind_sessions": snapshot.blind_sessions}
    return Section(id="decisions", title=say("Set aside, closed, examined blind"), blocks=tuple(blocks), data=data)


def _state(snapshot: CaseSnapshot) -> str:
    state = snapshot.state
    assert state is not None
    told = {"examiner": state.examiner, "utc": facts.utc(state.created_utc), "reason": state.reason}
    if state.closed:
        return say("The case was closed by {examiner} on {utc}: {reason}", **told)
    return say("The case was closed before and opened again by {examiner} on {utc}: {reason}", **told)


def _stones(snapshot: CaseSnapshot) -> Table:
    columns = (Column(say("What")), Column(say("Reason")), Column(say("By")), Column(say("UTC"), "number"))
    rows = tuple((s.description, s.reason, s.examiner, facts.utc(s.created_utc)) for s in snapshot.tombstones)
    return Table(say("Withdrawn"), columns, rows)


def _blind(snapshot: CaseSnapshot) -> Table:
    columns = (
        Column(say("Exhibit")),
        Column(say("Examiner")),
        Column(say("From (UTC)"), "number"),
        Column(say("Scores shown (UTC)"), "number"),
        Column(say("Assessment before")),
        Column(say("Findings stated before")),
    )
    rows = tuple(_row(snapshot, session) for session in snapshot.blind_sessions)
    return Table(say("Work before the scores were shown"), columns, rows)


def _row(snapshot: CaseSnapshot, session: BlindSession) -> tuple[str, ...]:
    return (
        facts.exhibit_name(snapshot, session.exhibit_id),
        session.examiner,
        facts.utc(session.started_utc),
        facts.utc(session.revealed_utc) if session.revealed_utc else say("not yet"),
        session.assessment or say("none written"),
        ", ".join(map(str, session.findings)) or say("none"),
    )
