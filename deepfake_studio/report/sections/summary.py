"""The first page: the question, what examiners concluded, and what was measured, for a reader without training."""

from __future__ import annotations

from collections import Counter

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot, Examination, ExaminationRecord, ExhibitRecord, Person

# a summary is one page: beyond these the annex is the place
_MOST_FINDINGS = 3
_MOST_EXHIBITS = 5
_MOST_PEOPLE = 5
_STRONGEST = 3  # shown when there are more exhibits
_STATEMENTS, _REASON, _QUESTION, _FILE = 600, 200, 250, 60  # characters

NOT_PROOF = noted(
    "No detection is not proof of authenticity. The strength of evidence above is a measurement by software; it is an "
    "aid and not a conclusion. Only an examiner concludes."
)
_NAMED = noted(
    "People whom examiners named, and in which exhibits: {each}{more}. Each with their face tracks under “People”."
)
HOW_TO_READ = noted(
    "A likelihood ratio (LR) says how much more probable the measurements are under one proposition than under the "
    "other. It does not say how probable the proposition itself is: that also depends on everything else known of the "
    "matter."
)


def build(snapshot: CaseSnapshot) -> Section:
    """The lay summary."""
    blocks: list[Block] = [Facts(_case(snapshot)), Heading(say("What examiners concluded"))]
    blocks += _concluded(snapshot)
    blocks.append(Heading(say("What was measured")))
    blocks += _measured(snapshot)
    blocks += [Text(say(NOT_PROOF), "caveat"), Text(say(HOW_TO_READ), "small")]
    return Section(id="summary", title=say("Summary"), layer="summary", blocks=tuple(blocks), data=_data(snapshot))


def _case(snapshot: CaseSnapshot) -> tuple[Fact, ...]:
    info = snapshot.info
    return (
        Fact(
            say("Question"), facts.shortened(info.question, _QUESTION) or say("No question was recorded for this case.")
        ),
        Fact(say("Asked by"), facts.or_not_stated(info.requested_by)),
        Fact(say("Examiners"), ", ".join(info.examiners) or facts.not_stated()),
        Fact(say("Exhibits"), str(len(facts.exhibits(snapshot)))),
    )


def _concluded(snapshot: CaseSnapshot) -> list[Block]:
    standing = facts.findings(snapshot, rejected=False)
    if not standing:
        return [Text(say("No finding has been stated by an examiner. This report gives measurements only."), "lead")]
    blocks: list[Block] = []
    for finding in standing[:_MOST_FINDINGS]:
        statement = facts.shortened(finding.statement, _STATEMENTS // min(len(standing), _MOST_FINDINGS))
        name = facts.exhibit_name(snapshot, finding.exhibit_id)
        blocks.append(Text(f"{name}: {statement} ({finding.examiner or 'examiner not stated'})", "quote"))
    if len(standing) > _MOST_FINDINGS:
        blocks.append(Text(say("{count} more are in the annex.", count=len(standing) - _MOST_FINDINGS)))
    blocks.append(Text(say("Each in full, with basis and limitation, under “Findings of the examiners”."), "small"))
    return blocks


def _measured(snapshot: CaseSnapshot) -> list[Block]:
    everything = facts.exhibits(snapshot)
    # what is known to be genuine, or was made here, is measured for comparison; no question was asked about it
    pairs = [(e, facts.lead(snapshot, e.id)) for e in everything if e.role == "questioned"]
    compared = len(everything) - len(pairs)
    besides = say("Besides, {count} for comparison (known genuine or derived).", count=compared)
    others = [Text(besides)] if compared else []
    blocks: list[Block] = []
    if not pairs:
        return [Text(say("The case holds no questioned exhibits."), "lead"), *others]
    if many := len(pairs) > _MOST_EXHIBITS:
        blocks.append(_counts(pairs))
    # what supports a proposition comes first, manipulation before none, then the order of the case
    chosen = sorted(pairs, key=lambda p: -abs(_strength(p[1])))[:_STRONGEST] if many else pairs
    rows = tuple(
        (
            say("Exhibit {number}", number=e.number),
            facts.shortened(facts.file_name(e.exhibit.path), _FILE),
            *_sentence(r),
        )
        for e, r in chosen
    )
    columns = (Column(say("Exhibit")), Column(say("File"), "path"), Column(say("Outcome")), Column(say("In words")))
    caption = (
        say("Outcome per exhibit") if len(chosen) == len(pairs) else say("The exhibits with the strongest measurements")
    )
    return [*blocks, Table(caption, columns, rows), *others, *_people(snapshot)]


def _people(snapshot: CaseSnapshot) -> list[Block]:
    """Which person, in a line; the rest is in the annex."""
    named = [person for person in snapshot.people if person.tracks]
    if not named:
        return []
    each = [
        say("{name} ({exhibits})", name=p.name, exhibits=", ".join(dict.fromkeys(_numbers(snapshot, p))))
        for p in named[:_MOST_PEOPLE]
    ]
    more = say(" and {count} more", count=len(named) - _MOST_PEOPLE) if len(named) > _MOST_PEOPLE else ""
    return [Text(say(_NAMED, each="; ".join(each), more=more))]


def _numbers(snapshot: CaseSnapshot, person: Person) -> list[str]:
    numbers = {e.id: e.number for e in snapshot.exhibits}
    return [numbers.get(track.exhibit_id, "") for track in person.tracks]


def _strength(record: ExaminationRecord | None) -> float:
    lr = record.examination.lr if record else None
    return lr.log10 if lr else 0.0


def _outcome(record: ExaminationRecord | None) -> str:
    if record is None:
        return say("not examined")
    examination = record.examination
    if examination.status != "examined" or examination.outcome is None:
        return say(scale.STATUSES[examination.status])
    return say(scale.OUTCOMES[examination.outcome])


def _counts(pairs: list[tuple[ExhibitRecord, ExaminationRecord | None]]) -> Block:
    counted = Counter(_outcome(record) for _, record in pairs)
    each = "; ".join(f"{name}: {count}" for name, count in sorted(counted.items()))
    return Text(say("Of {count} questioned exhibits by outcome: {each}.", count=len(pairs), each=each))


def _sentence(record: ExaminationRecord | None) -> tuple[str, str]:
    if record is None:
        return say("not examined"), say("No examination of this exhibit is in the case.")
    examination = record.examination
    if examination.status != "examined":
        return say(scale.STATUSES[examination.status]), say(
            "Nothing was measured: {reason}", reason=_reason(record, say("reason not stated"))
        )
    if examination.lr is None:
        return _outcome(record), say(
            "No strength of evidence is stated: {reason}", reason=_reason(record, say("not calibrated"))
        )
    words = f"{scale.in_plain_words(examination.lr)} {scale.spread(examination.lr)}{_against(examination)}"
    if examination.outcome == "inconclusive":
        reason = _reason(record, say("the measurements do not support either proposition enough"))
        return _outcome(record), say("No conclusion can be drawn: {reason}. {words}", reason=reason, words=words)
    return _outcome(record), say(
        "{strength} support. {words}", strength=scale.word(examination.lr.log10).capitalize(), words=words
    )


def _reason(record: ExaminationRecord, otherwise: str) -> str:
    return facts.shortened(record.examination.reason or otherwise, _REASON)


def _against(examination: Examination) -> str:
    """Dissent belongs on the first page too."""
    names = ", ".join(d.detector_id for d in facts.dissenters(examination))
    return say(" Of the detectors, {names} points the other way.", names=names) if names else ""


def _data(snapshot: CaseSnapshot) -> dict[str, object]:
    leads = [(e, facts.lead(snapshot, e.id)) for e in facts.exhibits(snapshot)]
    return {
        "question": snapshot.info.question,
        "requested_by": snapshot.info.requested_by,
        "examiners": snapshot.info.examiners,
        "exhibits": [
            {"number": e.number, "examination_id": r.id if r else None, "outcome": _outcome(r)} for e, r in leads
        ],
        "findings": [f.id for f in facts.findings(snapshot, rejected=False)],
    }
