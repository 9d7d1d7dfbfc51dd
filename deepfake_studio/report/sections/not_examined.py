"""What could not be examined, or was not, each with its reason."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Section, Table, Text
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import CaseSnapshot, ExaminationRecord, ExhibitRecord

Row = tuple[str, str, str]


def build(snapshot: CaseSnapshot) -> Section:
    """What could not be examined."""
    rows: list[Row] = []
    for exhibit in facts.exhibits(snapshot):
        records = facts.examinations(snapshot, exhibit.id)
        if not records:
            rows.append(
                (
                    say("Exhibit {number}", number=exhibit.number),
                    say("not examined"),
                    say("no examination is in the case"),
                )
            )
        for record in records:
            rows += _of_examination(exhibit, record)
        rows += _audio(exhibit)
    table = Table(
        say("Not examined, and why"), (Column(say("What")), Column(say("Status")), Column(say("Reason"))), tuple(rows)
    )
    blocks: tuple[Block, ...] = (
        (table,) if rows else (Text(say("Every exhibit was examined by every chosen detector.")),)
    )
    data = [{"what": what, "status": status, "reason": reason} for what, status, reason in rows]
    return Section(id="not_examined", title=say("What could not be examined"), blocks=blocks, data=data)


def _of_examination(exhibit: ExhibitRecord, record: ExaminationRecord) -> list[Row]:
    name, examination = facts.examination_name(exhibit, record), record.examination
    if examination.status != "examined":
        return [(name, say(scale.STATUSES[examination.status]), examination.reason or facts.not_stated())]
    rows = [
        (f"{name}: {d.detector_id}", say("unavailable"), d.reason or facts.not_stated())
        for d in facts.by_detector(examination)
        if d.status == "unavailable"
    ]
    rows += [
        (
            say("{name}: track {track_id}", name=name, track_id=t.track_id),
            say("no likelihood ratio"),
            t.reason or say("not calibrated"),
        )
        for t in sorted(examination.track_results, key=lambda t: t.track_id)
        if t.lr is None
    ]
    return rows + _frames(name, record)


def _frames(name: str, record: ExaminationRecord) -> list[Row]:
    coverage = record.examination.coverage
    if coverage is None:
        return []
    rows: list[Row] = []
    if coverage.decode_failures:
        rows.append(
            (
                say("{name}: {failures:,} frames", name=name, failures=coverage.decode_failures),
                say("failed"),
                say("they could not be decoded"),
            )
        )
    left = (coverage.frames_total or 0) - coverage.frames_sampled
    if left > 0:
        rows.append(
            (
                say("{name}: {left:,} frames", name=name, left=left),
                say("not sampled"),
                say("the plan of this examination does not look at them"),
            )
        )
    empty = coverage.frames_sampled - coverage.frames_with_face
    if empty > 0:
        rows.append(
            (
                say("{name}: {empty:,} sampled frames", name=name, empty=empty),
                say("not applicable"),
                say("no face was found in them"),
            )
        )
    return rows


def _audio(exhibit: ExhibitRecord) -> list[Row]:
    count = sum(s.kind == "audio" for s in exhibit.media.streams) if exhibit.media else 0
    streams = say("{count} audio stream", count=count) if count == 1 else say("{count} audio streams", count=count)
    what = f"{say('Exhibit {number}', number=exhibit.number)}: {streams}"
    return [(what, say("not examined"), say("these methods look at pictures only"))] if count else []
