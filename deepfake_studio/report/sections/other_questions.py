"""Results for questions other than that of manipulated faces: under their own hypotheses, raw where not validated."""

from __future__ import annotations

from collections.abc import Sequence

from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS, WHY_NOT_VALIDATED
from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot, DetectorResult, DetectorSpec, ExaminationRecord, Question

WHY_APART = noted(
    "The score of speech speaks of the sound alone: it takes no part in the fused ratio, in the outcome or in any "
    "other question. A raw score has no fixed meaning and is no strength of evidence."
)


def build(snapshot: CaseSnapshot) -> Section:
    """Other questions; the report leaves the section out where none was asked."""
    pairs = [(e, r) for e, r in facts.reported(snapshot) if r.examination.other_questions]
    asked = sorted({d.question for _, r in pairs for d in r.examination.other_questions})
    blocks: list[Block] = [] if asked else [Text(say("No other question was asked."))]
    for question in asked:
        blocks += _introduction(question)
        for exhibit, record in pairs:
            if all(d.question != question for d in record.examination.other_questions):
                continue
            blocks.append(_table(facts.examination_name(exhibit, record), record, question))
    for spec in _specs(snapshot, pairs):
        blocks += [Heading(say("Detector {number}", number=spec.id)), Facts(_described(spec))]
    data = [{"examination_id": r.id, "exhibit_number": e.number, "results": _data(r)} for e, r in pairs]
    return Section(id="other_questions", title=say("Other questions, not validated"), blocks=tuple(blocks), data=data)


def _introduction(question: Question) -> list[Block]:
    words = QUESTIONS[question]
    ratio = say("none: {standing}", standing=say(NOT_VALIDATED))
    if words.validated:
        ratio = say(
            "under these hypotheses alone, where the detector was calibrated for them; never part of the outcome"
        )
        rows = (Fact(say("H1"), say(words.h1)), Fact(say("H2"), say(words.h2)), Fact(say("Likelihood ratio"), ratio))
        return [Heading(say(words.title)), Facts(rows), Text(say(WHY_APART), "caveat")]
    rows = (Fact(say("H1"), say(words.h1)), Fact(say("H2"), say(words.h2)), Fact(say("Likelihood ratio"), ratio))
    return [
        Heading(say(words.title)),
        Facts(rows),
        Text(say("Not validated. {why}", why=say(WHY_NOT_VALIDATED)), "caveat"),
    ]


def _table(name: str, record: ExaminationRecord, question: Question) -> Table:
    columns = (
        Column(say("Detector")),
        Column(say("Raw score (mean logit)"), "number"),
        Column(say("Frames or windows"), "number"),
        Column(say("Remark")),
        Column(say("Weights used (SHA-256)"), "hash"),
    )
    found = sorted(record.examination.other_questions, key=lambda d: d.detector_id)
    return Table(name, columns, tuple(_row(d) for d in found if d.question == question))


def _row(result: DetectorResult) -> tuple[str, ...]:
    logit = say("not measured") if result.logit is None else scale.number(result.logit)
    return (
        result.detector_id,
        logit,
        str(sum(len(s.logits) for s in result.series)),
        result.reason or _ratio(result),
        result.weights_sha256 or say("none; it gave no score"),
    )


def _ratio(result: DetectorResult) -> str:
    if result.lr is None:
        return say(NOT_VALIDATED)
    ratio = result.lr
    numbers = (scale.number(v) for v in (ratio.log10, ratio.low, ratio.high))
    return say("log10 LR {} [{}, {}], calibration {}").format(*numbers, ratio.calibration_id)


def _specs(snapshot: CaseSnapshot, pairs: Sequence[tuple[object, ExaminationRecord]]) -> list[DetectorSpec]:
    ids = {d.detector_id for _, r in pairs for d in r.examination.other_questions}
    return sorted((s for s in snapshot.detectors if s.id in ids), key=lambda s: s.id)


def _described(spec: DetectorSpec) -> tuple[Fact, ...]:
    return (
        Fact(say("Description"), facts.or_not_stated(spec.description)),
        Fact(say("Licence"), facts.or_not_stated(spec.licence)),
        Fact(say("Source"), facts.or_not_stated(spec.source)),
        Fact(say("What a high score means"), facts.or_not_stated(spec.positive_class)),
        Fact(say("Windows of sound"), _windows(spec))
        if spec.sound
        else Fact(say("Squares of a frame"), _squares(spec)),
        Fact(say("Model card"), spec.card or say("none")),
    )


def _windows(spec: DetectorSpec) -> str:
    assert spec.sound is not None
    seconds = spec.sound.samples / spec.sound.rate_hz
    least = say("at least {least_seconds:g} s of audible sound are needed", least_seconds=spec.sound.least_seconds)
    return say(
        "{seconds:.2f} s of one channel at {rate_hz} Hz; the score is of the windows together; {least}",
        seconds=seconds,
        rate_hz=spec.sound.rate_hz,
        least=least,
    )


def _squares(spec: DetectorSpec) -> str:
    if spec.tiles is None:
        return facts.not_stated()
    at = say("the middle") if spec.tiles.tiles == 1 else say("the middle and the corners")
    whole = say("; and the largest middle square reduced to that") if spec.tiles.whole else ""
    return say(
        "{input_px} px at the frame's own resolution: {at}{whole}; a frame's score is their mean",
        input_px=spec.crop.input_px,
        at=at,
        whole=whole,
    )


def _data(record: ExaminationRecord) -> list[dict[str, object]]:
    return [
        {
            "id": d.detector_id,
            "question": d.question,
            "h1": QUESTIONS[d.question].h1,
            "h2": QUESTIONS[d.question].h2,
            "validated": QUESTIONS[d.question].validated,
            "status": d.status,
            "reason": d.reason,
            "raw_score": d.logit,
            "weights_sha256": d.weights_sha256,
            "series": d.series,
        }
        for d in sorted(record.examination.other_questions, key=lambda d: d.detector_id)
    ]
