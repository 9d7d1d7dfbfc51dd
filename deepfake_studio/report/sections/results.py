"""Results as measured: the item's likelihood ratio, every detector beside it with dissent shown, and coverage."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Fact, Facts, Figure, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot, Coverage, DetectorResult, Examination, ExaminationRecord

_NO_RATIO = noted("none stated")


def build(snapshot: CaseSnapshot) -> Section:
    """Results per examination."""
    pairs = facts.reported(snapshot)
    blocks: list[Block] = [] if pairs else [Text(say("No examination is in the case."))]
    for exhibit, record in pairs:
        blocks += [Heading(facts.examination_name(exhibit, record)), *_blocks(record)]
    data = [{"examination_id": r.id, "exhibit_number": e.number, **_data(r)} for e, r in pairs]
    return Section(id="results", title=say("Results"), blocks=tuple(blocks), data=data)


def _blocks(record: ExaminationRecord) -> list[Block]:
    examination = record.examination
    blocks: list[Block] = [Facts(_rows(examination))]
    blocks += _edits_after(record)
    if examination.detectors:
        blocks += _dissent(examination)
        if any(d.lr for d in examination.detectors) or examination.lr:
            blocks.append(_figure(examination))
        blocks.append(_detector_table(examination))
    return blocks


def _rows(examination: Examination) -> tuple[Fact, ...]:
    status = say(scale.STATUSES[examination.status])
    if examination.status != "examined":
        return (Fact(say("Status"), status), Fact(say("Reason"), examination.reason or facts.not_stated()))
    rows = [
        Fact(say("Status"), status),
        Fact(say("Outcome"), say(scale.OUTCOMES[examination.outcome]) if examination.outcome else say("none stated")),
    ]
    if examination.reason:
        rows.append(Fact(say("Reason"), examination.reason))
    lr = examination.lr
    if lr is None:
        rows.append(Fact(say("log10 LR"), f"{say(_NO_RATIO)}: {examination.reason or say('not calibrated')}"))
    else:
        rows += [
            Fact(say("log10 LR [95 % interval]"), scale.ratio(lr), "number"),
            Fact(say("In words"), f"{scale.support(lr.log10)} ({scale.ends(lr)})"),
            Fact(say("In plain words"), f"{scale.in_plain_words(lr)} {scale.spread(lr)}"),
            Fact(say("Calibration"), lr.calibration_id),
        ]
    rows.append(Fact(say("Coverage"), _coverage(examination.coverage)))
    return tuple(rows)


def _coverage(coverage: Coverage | None) -> str:
    if coverage is None:
        return facts.not_stated()
    total = say("an unknown number of") if coverage.frames_total is None else f"{coverage.frames_total:,}"
    return say(
        "{sampled:,} of {total} frames sampled; a face in {with_face:,} of them; {failures:,} frames "
        "could not be decoded",
        sampled=coverage.frames_sampled,
        total=total,
        with_face=coverage.frames_with_face,
        failures=coverage.decode_failures,
    )


def _edits_after(record: ExaminationRecord) -> list[Block]:
    """An examiner's later decisions do not change a stored ratio: say so beside it."""
    excluded = facts.excluded(record)
    changed = sorted({e.track_id for e in record.track_edits if e.kind in ("merge", "split", "add")})
    out: list[Block] = []
    if excluded:
        names = ", ".join(str(i) for i in sorted(excluded))
        text = say(
            "The examiner excluded track {names} after this measurement, which does not change the ratio above.",
            names=names,
        )
        out.append(Text(text, "caveat"))
    if changed:
        names = ", ".join(map(str, changed))
        text = say(
            "The examiner changed track {names} after this measurement, which does not change the ratio above.",
            names=names,
        )
        out.append(Text(text, "caveat"))
    return out


def _dissent(examination: Examination) -> list[Block]:
    """Detectors whose own ratio points to the other proposition than the item's, or than one another's."""
    own = [d for d in facts.by_detector(examination) if d.lr is not None]
    item = examination.lr
    against = facts.dissenters(examination)
    if against and item:
        each = ", ".join(f"{d.detector_id} ({scale.ratio(d.lr)})" for d in against if d.lr)
        return [
            Text(
                say(
                    "Dissent: against the item's log10 LR of {number} stands {each}.",
                    number=scale.number(item.log10),
                    each=each,
                ),
                "caveat",
            )
        ]
    sides = {d.lr.log10 > 0 for d in own if d.lr and abs(d.lr.log10) >= scale.LADDER[0][0]}
    if len(sides) == 2:
        return [Text(say("Dissent: the detectors support different propositions; see the table."), "caveat")]
    return []


def _figure(examination: Examination) -> Figure:
    rows = [(say("item (fused)"), examination.lr, examination.reason)]
    rows += [(d.detector_id, d.lr, d.reason or _status(d)) for d in facts.by_detector(examination)]
    words = "; ".join(f"{name}: {scale.ratio(lr) if lr else say(_NO_RATIO)}" for name, lr, _ in rows)
    return Figure(
        drawing="intervals",
        caption=say(
            "log10 LR of the item and of each detector with 95 % intervals on the verbal scale; a detector "
            "without a likelihood ratio is named and has no mark."
        ),
        alternative=words,
        source=tuple(rows),
    )


def _status(result: DetectorResult) -> str:
    return {
        "scored": say("scored"),
        "not_calibrated": say("scored, not calibrated"),
        "unavailable": say("unavailable"),
    }[result.status]


def _detector_table(examination: Examination) -> Table:
    columns = (
        Column(say("Detector")),
        Column(say("Status")),
        Column(say("log10 LR [95 % interval]"), "number"),
        Column(say("In words")),
        Column(say("Raw score (logit)"), "number"),
        Column(say("Reason or calibration")),
    )
    return Table(say("Results per detector"), columns, tuple(_detector_row(d) for d in facts.by_detector(examination)))


def _detector_row(result: DetectorResult) -> tuple[str, ...]:
    logit = say("not measured") if result.logit is None else scale.number(result.logit)
    if result.lr is None:
        reason = result.reason or (say("no calibration") if result.status == "not_calibrated" else facts.not_stated())
        return result.detector_id, _status(result), say(_NO_RATIO), say(_NO_RATIO), logit, reason
    words = scale.support(result.lr.log10)
    basis = result.lr.calibration_id + (f"; {result.reason}" if result.reason else "")
    return result.detector_id, _status(result), scale.ratio(result.lr), words, logit, basis


def _data(record: ExaminationRecord) -> dict[str, object]:
    examination = record.examination
    lr = examination.lr
    return {
        "examiner": record.examiner,
        "status": examination.status,
        "reason": examination.reason,
        "outcome": examination.outcome if examination.status == "examined" else None,
        "log10_lr": lr.log10 if lr else None,
        "log10_lr_interval": [lr.low, lr.high] if lr else None,
        "calibration_id": lr.calibration_id if lr else None,
        "in_words": scale.support(lr.log10) if lr else None,
        "coverage": examination.coverage,
        "detectors": [_detector_data(d) for d in facts.by_detector(examination)],
    }


def _detector_data(result: DetectorResult) -> dict[str, object]:
    return {
        "id": result.detector_id,
        "status": result.status,
        "reason": result.reason,
        "logit": result.logit,
        "log10_lr": result.lr.log10 if result.lr else None,
        "log10_lr_interval": [result.lr.low, result.lr.high] if result.lr else None,
        "calibration_id": result.lr.calibration_id if result.lr else None,
        "weights_sha256": result.weights_sha256,
    }
