"""Exhibits examined again through compressions: down to where the outcome holds, as a figure and a table."""

from __future__ import annotations

from deepfake_studio.report import facts, robustness_figure, scale
from deepfake_studio.report.document import Block, Column, Figure, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, recorded, say
from deepfake_studio.vocabulary import (
    CaseSnapshot,
    ExhibitRecord,
    HoldingPoint,
    RecompressedResult,
    Robustness,
    RobustnessRecord,
)

NONE = noted(
    "No exhibit was examined again through compressions, so it was not measured down to which compression an outcome "
    "holds."
)
HOW = noted(
    "Each exhibit named here was encoded again at the stated sizes and through the stated platform profiles, and every "
    "copy was examined like the exhibit. What changes between copies comes from compression alone. The copies say how "
    "fragile a measurement is; they say nothing about which platform the exhibit went through."
)


def build(snapshot: CaseSnapshot) -> Section:
    """The newest robustness examination of each exhibit."""
    pairs = [(e, r) for e in facts.exhibits(snapshot) if (r := _newest(snapshot, e.id)) is not None]
    blocks: list[Block] = [Text(say(HOW))] if pairs else [Text(say(NONE), "caveat")]
    for exhibit, record in pairs:
        blocks += [
            Heading(
                say(
                    "Exhibit {number}, robustness examination {examination}",
                    number=exhibit.number,
                    examination=record.id,
                )
            ),
            *_blocks(record),
        ]
    data = [_data(exhibit, record) for exhibit, record in pairs]
    return Section(id="robustness", title=say("Robustness to compression"), blocks=tuple(blocks), data=data)


def _newest(snapshot: CaseSnapshot, exhibit_id: int) -> RobustnessRecord | None:
    own = [r for r in sorted(snapshot.robustness, key=lambda r: r.id) if r.exhibit_id == exhibit_id]
    return own[-1] if own else None


def _blocks(record: RobustnessRecord) -> list[Block]:
    found = record.robustness
    blocks: list[Block] = [Text(found.limitation, "caveat")]
    if any(r.lr is not None for r in found.results):
        blocks.append(_figure(found))
    blocks.append(_table(found))
    if any(d.lr is not None for r in found.results for d in r.detectors):
        blocks.append(_detectors(found))
    if found.holding:
        blocks.append(_holding(found.holding))
    text = say(
        "By {examiner}, {utc} UTC; method recipe ",
        examiner=record.examiner or say("an examiner not stated"),
        utc=facts.utc(record.stored_utc),
    )
    return [*blocks, Text(f"{text}{found.recipe_digest[:16]}.", "small")]


def _figure(found: Robustness) -> Figure:
    return Figure(
        drawing="robustness",
        caption=say(
            "log10 LR of the item (fused, with its 95 % interval as a band or bar) and of each "
            "detector against compression. Zones: an outcome needs |log10 LR| of at least 0.5 and an "
            "interval that does not reach 0. A filled diamond has the outcome of the exhibit as it "
            "is, an open one another; the upright line stands before the first change. No value "
            "passes the limit that its calibration sets. “no LR” marks copies without a likelihood "
            "ratio; their reasons stand in the table."
        ),
        alternative=robustness_figure.alternative(found),
        source=found,
    )


def _table(found: Robustness) -> Table:
    columns = (
        Column(say("Copy")),
        Column(say("Picture (px)")),
        Column(say("kbit/s"), "number"),
        Column(say("Frames with a face"), "number"),
        Column(say("Tracks"), "number"),
        Column(say("log10 LR [95 % interval]"), "number"),
        Column(say("Outcome")),
        Column(say("Reason or note")),
    )
    return Table(say("The exhibit and its copies"), columns, tuple(_row(r) for r in found.results))


def _row(result: RecompressedResult) -> tuple[str, ...]:
    seen = result.coverage
    size = f"{result.width_px}x{result.height_px}" if result.width_px and result.height_px else facts.not_stated()
    return (
        recorded(result.name),
        size,
        facts.not_stated() if result.bitrate_bps is None else f"{result.bitrate_bps / 1000:,.0f}",
        facts.not_stated()
        if seen is None
        else say("{with_face} of {sampled}", with_face=seen.frames_with_face, sampled=seen.frames_sampled),
        facts.not_stated() if result.tracks is None else str(result.tracks),
        say("none stated")
        if result.lr is None
        else scale.ratio(result.lr).replace(", ", ",\u00a0"),  # two lines, not three
        _outcome(result),
        "; ".join(text for text in (result.reason, result.note) if text) or "",
    )


def _outcome(result: RecompressedResult) -> str:
    if result.status != "examined" or result.outcome is None:
        return say(scale.STATUSES[result.status])
    return say(scale.OUTCOMES[result.outcome])


def _detectors(found: Robustness) -> Table:
    ids = sorted({d.detector_id for r in found.results for d in r.detectors})
    columns = (Column(say("Copy")), *(Column(name, "number") for name in ids))
    rows = tuple((recorded(r.name), *(_ratio(r, name) for name in ids)) for r in found.results)
    return Table(say("log10 LR [95 % interval] of each detector"), columns, rows)


def _ratio(result: RecompressedResult, detector_id: str) -> str:
    lr = next((d.lr for d in result.detectors if d.detector_id == detector_id), None)
    return say("none stated") if lr is None else scale.ratio(lr)


def _holding(points: tuple[HoldingPoint, ...]) -> Table:
    columns = (
        Column(say("System")),
        Column(say("Size")),
        Column(say("Same down to CRF")),
        Column(say("First change at CRF")),
        Column(say("To")),
    )
    return Table(say("Where each system's own outcome changes"), columns, tuple(_point(p) for p in points))


def _point(point: HoldingPoint) -> tuple[str, ...]:
    held = say("no step") if point.holds_to_crf is None else f"{point.holds_to_crf:g}"
    if point.changes_at_crf is None:
        return recorded(point.system), recorded(point.size), held, say("none on this ladder"), ""
    to = say(scale.OUTCOMES[point.changes_to]) if point.changes_to else say("no outcome")
    return recorded(point.system), recorded(point.size), held, f"{point.changes_at_crf:g}", to


def _data(exhibit: ExhibitRecord, record: RobustnessRecord) -> dict[str, object]:
    return {
        "robustness_id": record.id,
        "exhibit_number": exhibit.number,
        "examiner": record.examiner,
        "limitation": record.robustness.limitation,
        "results": record.robustness.results,
        "holding": record.robustness.holding,
        "recipe_digest": record.robustness.recipe_digest,
        "versions": record.robustness.versions,
    }
