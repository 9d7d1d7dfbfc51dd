"""The sentences and tables of the result panel, without Qt. Strength words are those of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.widgets import words
from deepfake_studio.questions import QUESTIONS, standing
from deepfake_studio.report import facts, scale
from deepfake_studio.vocabulary import Coverage, DetectorResult, Examination

Tone = Literal["measured", "uncalibrated", "nothing"]
NOT_PROOF = "The machine measures; only the examiner concludes. No detection is not proof of authenticity."
UNCALIBRATED = (
    "Not calibrated. The numbers below are raw scores of the detectors: they have no fixed meaning, cannot be compared "
    "between detectors and are no strength of evidence."
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The first lines: ``sentence`` for a reader without training, ``detail`` under it, ``tone`` decides the look."""

    sentence: str
    detail: str
    tone: Tone


def summary(item: ItemState, *, under_way: str = "") -> Summary:
    """What was found, how strong it is, what it cannot say; ``under_way`` is what happens to it now, if anything."""
    examination = item.examination
    if item.blind is not None:
        return Summary("The results are hidden.", "You work blind on this exhibit until you reveal them.", "nothing")
    if examination is None and under_way:
        detail = "What was measured stands here as soon as it is known. Cancel (Esc) stops the examination."
        return Summary(f"{_first_upper(under_way)}.", detail, "nothing")
    if examination is None:
        return Summary("Not examined yet.", "Choose a plan and press Examine (Ctrl+E).", "nothing")
    if examination.status == "not_applicable":
        detail = "The question could not be asked of this file. That says nothing about its authenticity."
        return Summary(f"Nothing was measured: {examination.reason or 'reason not stated'}", detail, "nothing")
    if examination.status == "failed":
        detail = "A failed measurement is never a low score."
        return Summary(f"The examination failed: {examination.reason or 'reason not stated'}", detail, "nothing")
    if examination.lr is None:
        reason = examination.reason or "not calibrated"
        return Summary("No strength of evidence can be stated.", f"Inconclusive: {reason}.", "uncalibrated")
    return _measured(examination)


def _measured(examination: Examination) -> Summary:
    lr = examination.lr
    assert lr is not None
    plain = f"{scale.in_plain_words(lr)} {scale.spread(lr)}"
    if examination.outcome == "supports_manipulation":
        sentence = f"The measurements give {scale.word(lr.log10)} support that a face in this item was manipulated."
    elif examination.outcome == "supports_no_manipulation":
        sentence = f"The measurements give {scale.word(lr.log10)} support that no face in this item was manipulated."
    else:
        sentence = "The measurements do not support either proposition enough: inconclusive."
        plain = f"{_first_upper(examination.reason or 'too weak')}. {plain}"
    return Summary(sentence, plain, "measured")


def _first_upper(text: str) -> str:
    """Only the first letter changes: LR stays LR."""
    return text[:1].upper() + text[1:]


def ratio_line(examination: Examination) -> str:
    """The item's log10 LR with interval, and the words of the scale."""
    if examination.lr is None:
        return "log10 LR: none stated"
    return f"log10 LR {scale.ratio(examination.lr)}: {scale.support(examination.lr.log10)}"


def detector_rows(examination: Examination) -> list[tuple[str, str]]:
    """Name, and what it says in numbers with how it stands to the whole below."""
    against = {d.detector_id for d in facts.dissenters(examination)}
    rows = [_detector(d, examination, against) for d in facts.by_detector(examination)]
    rows += [_other(d) for d in examination.other_questions]
    return [(name, f"{number}\n{said}") for name, number, said in rows]


def detector_ids(examination: Examination) -> list[str]:
    """Whose rows those are."""
    return [d.detector_id for d in (*facts.by_detector(examination), *examination.other_questions)]


def _other(result: DetectorResult) -> tuple[str, str, str]:
    """A result for another question, under its name, so that nobody reads it as one about faces."""
    title = QUESTIONS[result.question].title
    state = standing(result.question, calibrated=result.lr is not None)
    number = "no score" if result.logit is None else f"raw logit {words.signed(result.logit)}"
    reason = f": {result.reason}" if result.logit is None and result.reason else ""
    return f"{title}: {result.detector_id}", number, f"another question, {state}{reason}; not fused"


def _detector(result: DetectorResult, examination: Examination, against: set[str]) -> tuple[str, str, str]:
    if result.status == "unavailable":
        return result.detector_id, "unavailable", f"took no part: {result.reason or 'reason not stated'}"
    if result.lr is None:
        number = "no score" if result.logit is None else f"raw logit {words.signed(result.logit)}"
        reason = f": {result.reason}" if result.reason and result.reason != "not calibrated" else ""
        return result.detector_id, number, f"not calibrated{reason}; no strength of evidence"
    number = f"log10 LR {scale.ratio(result.lr)}"
    if result.detector_id in against:
        return result.detector_id, number, f"DISSENTS from the whole: {scale.support(result.lr.log10)}"
    if examination.lr is None:
        return result.detector_id, number, scale.support(result.lr.log10)
    return result.detector_id, number, f"{_with(result)}: {scale.support(result.lr.log10)}"


def _with(result: DetectorResult) -> str:
    assert result.lr is not None
    return "says little" if abs(result.lr.log10) < facts.LEAST_LOG10 else "agrees with the whole"


def track_rows(item: ItemState) -> list[tuple[str, str, str, str]]:
    """Id, name, when it is seen, and its strength."""
    examination = item.examination
    if examination is None:
        return []
    strength = {r.track_id: r for r in examination.track_results}
    out = []
    for track in examination.tracks:
        name = item.track_names.get(track.id, "")
        frames = f"{len(track.frame_rows):,} frames"
        span = f"{words.moment(track.start_seconds)} – {words.moment(track.stop_seconds)}, {frames}"
        result = strength.get(track.id)
        if track.id in item.excluded_tracks:
            said = "set aside by the examiner (the whole was measured with it)"
        elif result is None or result.lr is None:
            said = (result.reason if result is not None else None) or "not calibrated"
        else:
            said = scale.ratio(result.lr)
        out.append((f"T{track.id}", name, span, said))
    return out


def coverage(seen: Coverage | None) -> str:
    """How much was looked at."""
    if seen is None:
        return "Coverage was not recorded."
    total = "an unknown number of" if seen.frames_total is None else f"{seen.frames_total:,}"
    text = f"{seen.frames_sampled:,} of {total} frames were sampled, a face found in {seen.frames_with_face:,} of them."
    failures = f" {seen.decode_failures:,} frames could not be decoded." if seen.decode_failures else ""
    return text + failures


def method(examination: Examination) -> list[tuple[str, str]]:
    """How it was done, for whoever repeats it."""
    rows: list[tuple[str, str]] = []
    if (recipe := examination.recipe) is not None:
        rows += [
            ("Plan", f"{recipe.plan}: {recipe.sampling}"),
            ("Numbers", f"{recipe.dtype} on {recipe.device}, batches of {recipe.batch_size}"),
            ("Face detector", recipe.face_detector),
            ("Recipe", recipe.digest),
        ]
    if examination.lr is not None:
        rows.append(("Calibration", examination.lr.calibration_id))
    every = (*examination.detectors, *examination.other_questions)
    rows += [(f"Weights of {d.detector_id}", d.weights_sha256) for d in every if d.weights_sha256]
    seconds = examination.seconds
    rows.append(("Took", f"{seconds.total:.1f} s (acquiring {seconds.acquire:.1f} s)"))
    rows.append(("Started", examination.started_utc))
    rows += [(name, version) for name, version in sorted(examination.versions.items())]
    return rows
