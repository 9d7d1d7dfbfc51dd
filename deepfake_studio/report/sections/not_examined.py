"""What could not be examined, or was not, each with its reason."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Section, Table, Text
from deepfake_studio.vocabulary import CaseSnapshot, ExaminationRecord, ExhibitRecord

Row = tuple[str, str, str]


def build(snapshot: CaseSnapshot) -> Section:
    """What could not be examined."""
    rows: list[Row] = []
    for exhibit in facts.exhibits(snapshot):
        records = facts.examinations(snapshot, exhibit.id)
        if not records:
            rows.append((f"Exhibit {exhibit.number}", "not examined", "no examination is in the case"))
        for record in records:
            rows += _of_examination(exhibit, record)
        rows += _audio(exhibit)
    table = Table("Not examined, and why", (Column("What"), Column("Status"), Column("Reason")), tuple(rows))
    blocks: tuple[Block, ...] = (table,) if rows else (Text("Every exhibit was examined by every chosen detector."),)
    data = [{"what": what, "status": status, "reason": reason} for what, status, reason in rows]
    return Section(id="not_examined", title="What could not be examined", blocks=blocks, data=data)


def _of_examination(exhibit: ExhibitRecord, record: ExaminationRecord) -> list[Row]:
    name, examination = facts.examination_name(exhibit, record), record.examination
    if examination.status != "examined":
        return [(name, scale.STATUSES[examination.status], examination.reason or facts.NOT_STATED)]
    rows = [
        (f"{name}: {d.detector_id}", "unavailable", d.reason or facts.NOT_STATED)
        for d in facts.by_detector(examination)
        if d.status == "unavailable"
    ]
    rows += [
        (f"{name}: track {t.track_id}", "no likelihood ratio", t.reason or "not calibrated")
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
        rows.append((f"{name}: {coverage.decode_failures:,} frames", "failed", "they could not be decoded"))
    left = (coverage.frames_total or 0) - coverage.frames_sampled
    if left > 0:
        rows.append((f"{name}: {left:,} frames", "not sampled", "the plan of this examination does not look at them"))
    empty = coverage.frames_sampled - coverage.frames_with_face
    if empty > 0:
        rows.append((f"{name}: {empty:,} sampled frames", "not applicable", "no face was found in them"))
    return rows


def _audio(exhibit: ExhibitRecord) -> list[Row]:
    count = sum(s.kind == "audio" for s in exhibit.media.streams) if exhibit.media else 0
    what = f"Exhibit {exhibit.number}: {count} audio stream{'s' if count > 1 else ''}"
    return [(what, "not examined", "these methods look at pictures only")] if count else []
