"""Which person: everybody whom an examiner named, with their face tracks in every exhibit and what was measured there.

The program recognises nobody. Who is who is what examiners stated, and this section says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, recorded, say
from deepfake_studio.vocabulary import CaseSnapshot, ExaminationRecord, LikelihoodRatio, Person, PersonTrack

WHO_SAYS = noted(
    "Who is seen was stated by the examiners, who gave the same name to face tracks that show the same person; the "
    "program does not recognise faces. A ratio belongs to a face track: it says whether that face shows traces of "
    "manipulation, not who the person is."
)


def wanted(snapshot: CaseSnapshot) -> bool:
    """Whether anybody was named."""
    return bool(snapshot.people)


def build(snapshot: CaseSnapshot) -> Section:
    """People."""
    blocks: list[Block] = [Text(say(WHO_SAYS))]
    if not wanted(snapshot):
        blocks.append(Text(say("No examiner named a person in this case.")))
    for person in snapshot.people:
        blocks.append(Heading(person.name))
        blocks.append(Text(sentence(snapshot, person), "lead"))
        if person.tracks:
            blocks.append(_table(snapshot, person))
    if nameless := _nameless(snapshot):
        blocks.append(Text(say("Face tracks that nobody named: {tracks}.", tracks="; ".join(nameless)), "small"))
    return Section(id="people", title=say("People"), blocks=tuple(blocks), data=_data(snapshot))


def sentence(snapshot: CaseSnapshot, person: Person) -> str:
    """Where a person is seen, and the strongest measurement on any of the tracks."""
    numbers = list(dict.fromkeys(facts.exhibit_name(snapshot, t.exhibit_id) for t in person.tracks))
    seen = (
        say("Named in {exhibits}.", exhibits=", ".join(numbers)) if numbers else say("Named in no questioned exhibit.")
    )
    parts = [seen]
    if person.references:
        shown = ", ".join(facts.exhibit_name(snapshot, number) for number in person.references)
        parts.append(say("Known genuine reference: {exhibits}.", exhibits=shown))
    if (best := strongest(snapshot, person)) is not None:
        lr, where = best
        told = {"where": where, "ratio": scale.ratio(lr), "support": scale.support(lr.log10)}
        parts.append(say("Strongest measurement: {where}, log10 LR {ratio}: {support}.", **told))
    elif person.tracks:
        parts.append(say("No face track of this person has a calibrated strength of evidence."))
    return " ".join(parts)


def strongest(snapshot: CaseSnapshot, person: Person) -> tuple[LikelihoodRatio, str] | None:
    """The ratio farthest from none of a person's tracks, with the name of the track."""
    found = [
        (lr, say("{exhibit}, track {track}", exhibit=facts.exhibit_name(snapshot, t.exhibit_id), track=part))
        for t in person.tracks
        for part, lr in _ratios(snapshot, t)
    ]
    return max(found, key=lambda pair: abs(pair[0].log10), default=None)


def _record(snapshot: CaseSnapshot, track: PersonTrack) -> ExaminationRecord | None:
    return next((r for r in snapshot.examinations if r.id == track.examination_id), None)


def _ratios(snapshot: CaseSnapshot, track: PersonTrack) -> list[tuple[int, LikelihoodRatio]]:
    record = _record(snapshot, track)
    results = {r.track_id: r.lr for r in record.examination.track_results} if record is not None else {}
    return [(part, lr) for part in track.parts if (lr := results.get(part)) is not None]


def _table(snapshot: CaseSnapshot, person: Person) -> Table:
    columns = (
        Column(say("Exhibit")),
        Column(say("File"), "path"),
        Column(say("Track")),
        Column(say("Span")),
        Column(say("log10 LR [95 % interval]"), "number"),
        Column(say("In words")),
        Column(say("Remark")),
    )
    return Table(say("Face tracks of this person"), columns, tuple(_row(snapshot, t) for t in person.tracks))


def _row(snapshot: CaseSnapshot, track: PersonTrack) -> tuple[str, ...]:
    ratios = _ratios(snapshot, track)
    exhibit = next((e for e in snapshot.exhibits if e.id == track.exhibit_id), None)
    best = max(ratios, key=lambda pair: abs(pair[1].log10), default=None)
    said = "; ".join(scale.ratio(lr) if len(ratios) == 1 else f"{part}: {scale.ratio(lr)}" for part, lr in ratios)
    return (
        exhibit.number if exhibit is not None else str(track.exhibit_id),
        facts.file_name(exhibit.exhibit.path) if exhibit is not None else facts.not_stated(),
        ", ".join(map(str, track.parts)) or str(track.key),
        facts.span(track.start_seconds, track.stop_seconds),
        said or say("none stated"),
        scale.support(best[1].log10) if best is not None else say("no strength of evidence"),
        "; ".join(_remarks(snapshot, track)) or say("none"),
    )


def _remarks(snapshot: CaseSnapshot, track: PersonTrack) -> Iterable[str]:
    if track.by_hand:
        yield say("stated by hand, not measured")
    if track.origin:
        yield recorded(track.origin)
    if _cut(snapshot, track):
        yield say("the ratio is that of the whole track {track}", track=track.parts[0])
    if track.note:
        yield track.note


def _cut(snapshot: CaseSnapshot, track: PersonTrack) -> bool:
    """Whether only a part of a measured track shows this person."""
    record = _record(snapshot, track)
    if record is None or len(track.parts) != 1 or track.start_seconds is None or track.stop_seconds is None:
        return False
    whole = next((t for t in record.examination.tracks if t.id == track.parts[0] and len(t.pts_seconds)), None)
    return whole is not None and (whole.start_seconds < track.start_seconds or whole.stop_seconds > track.stop_seconds)


def _nameless(snapshot: CaseSnapshot) -> list[str]:
    """Measured tracks of each exhibit that belong to nobody and were not set aside."""
    named = {(t.examination_id, part) for p in snapshot.people for t in p.tracks for part in t.parts}
    out = []
    for exhibit in facts.exhibits(snapshot):
        record = facts.lead(snapshot, exhibit.id)
        if record is None:
            continue
        aside = facts.excluded(record)
        left = [t.id for t in record.examination.tracks if (record.id, t.id) not in named and t.id not in aside]
        if left:
            told = {"number": exhibit.number, "tracks": ", ".join(map(str, left))}
            out.append(say("Exhibit {number}: {tracks}", **told))
    return out


def _data(snapshot: CaseSnapshot) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for person in snapshot.people:
        best = strongest(snapshot, person)
        tracks = [
            {
                "exhibit_id": t.exhibit_id,
                "examination_id": t.examination_id,
                "key": t.key,
                "parts": t.parts,
                "start_seconds": t.start_seconds,
                "stop_seconds": t.stop_seconds,
                "by_hand": t.by_hand,
                "origin": t.origin,
                "log10_lr": {str(part): lr.log10 for part, lr in _ratios(snapshot, t)},
            }
            for t in person.tracks
        ]
        strength = best[0].log10 if best is not None else None
        out.append(
            {"name": person.name, "references": person.references, "strongest_log10_lr": strength, "tracks": tracks}
        )
    return out
