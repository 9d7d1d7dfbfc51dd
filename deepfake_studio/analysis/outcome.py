"""What may be said about an item: the outcome with its reason, coverage, words for strength, and limitations.

Source: words by range of LR after the ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), table in
its section on verbal equivalents.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deepfake_studio.analysis import conditions
from deepfake_studio.analysis.calibrate import Calibration, ClassFit
from deepfake_studio.analysis.conditions import UNKNOWN
from deepfake_studio.questions import NOT_CALIBRATED, QUESTIONS, standing
from deepfake_studio.vocabulary import Coverage, DetectorResult, FaceTrack, LikelihoodRatio, Outcome

LEAST_LOG10 = 0.5
_LOW_COVERAGE = 0.5
_WORDS = (
    (6.0, "extremely strong"),
    (4.0, "very strong"),
    (3.0, "strong"),
    (2.0, "moderately strong"),
    (1.0, "moderate"),
)
_WEAK_LOG10 = float(np.log10(2.0))


def outcome(ratio: LikelihoodRatio | None, *, reason: str | None = None) -> tuple[Outcome, str | None]:
    """The outcome of an examined item and, unless something is supported, why not.

    Args:
        ratio: of the item; ``None`` when no calibrated detector scored it.
        reason: why there is no ratio ("not calibrated" when nothing more is known).
    """
    if ratio is None:
        return "inconclusive", reason or NOT_CALIBRATED
    if abs(ratio.log10) < LEAST_LOG10:
        return "inconclusive", f"|log10 LR| is below {LEAST_LOG10:g}"
    if ratio.low <= 0 <= ratio.high:
        return "inconclusive", "the 95 % interval of the likelihood ratio includes 1"
    return ("supports_manipulation" if ratio.log10 > 0 else "supports_no_manipulation"), None


def coverage(
    *, frames_total: int | None, frames_sampled: int, tracks: Sequence[FaceTrack], decode_failures: int
) -> Coverage:
    """How much was looked at; a frame with several faces counts once."""
    rows = np.concatenate([t.frame_rows for t in tracks]) if tracks else np.empty(0, np.int64)
    return Coverage(
        frames_total=frames_total,
        frames_sampled=frames_sampled,
        frames_with_face=len(np.unique(rows)),
        decode_failures=decode_failures,
    )


def words(log10_lr: float) -> str:
    """The strength in words, naming which side it supports; the number always stands beside it."""
    size = abs(log10_lr)
    if size < _WEAK_LOG10:
        return "no or very limited support for either proposition"
    side = "that a face track was manipulated" if log10_lr > 0 else "that no face track was manipulated"
    word = next((text for limit, text in _WORDS if size >= limit), "weak")
    return f"{word} support for the proposition {side}"


def limitations(
    results: Sequence[DetectorResult],
    *,
    calibration: Calibration | None,
    tracks_scored: int,
    coverage: Coverage | None,
    condition: str = UNKNOWN,
    others: Sequence[DetectorResult] = (),
) -> tuple[str, ...]:
    """Sentences that must stand beside the result, in a fixed order; ``others`` answer another question."""
    out = ["Not finding traces of manipulation is not proof of authenticity."]
    if calibration is not None:
        out += [_population(calibration), *_condition(calibration, condition)]
    if tracks_scored > 1:
        out.append(
            f"The item's ratio is that of the strongest of {tracks_scored} tracks, lowered for the number of tracks; "
            "one person seen in several shots counts as several tracks until merged."
        )
    out.extend(_coverage(coverage))
    out.extend(_dissent(results))
    out.extend(
        f"{r.detector_id} took no part: {r.reason}."
        for r in sorted(results, key=lambda r: r.detector_id)
        if r.lr is None
    )
    if calibration is not None:
        outside = sorted(
            r.detector_id for r in results if r.lr is not None and r.detector_id not in calibration.detector_ids
        )
        out.extend(
            f"{name} is not part of calibration {calibration.id} and does not enter the item's ratio."
            for name in outside
        )
    out.extend(
        f"{r.detector_id} was asked another question ({QUESTIONS[r.question].title.lower()}) and is "
        f"{standing(r.question, calibrated=r.lr is not None)}; "
        "it enters neither the ratio nor the outcome."
        for r in sorted(others, key=lambda r: r.detector_id)
    )
    return tuple(out)


def _population(calibration: Calibration) -> str:
    text = (
        f"Calibration {calibration.id}: {calibration.n_manipulated} manipulated and {calibration.n_not} other clips "
        f"({calibration.population}); |log10 LR| cannot exceed {calibration.cap:.2f}, and kinds of manipulation, "
        "compression or people that it lacks may score differently."
    )
    return text if calibration.interval_reason is None else f"{text} It carries {calibration.interval_reason}."


def _condition(calibration: Calibration, condition: str) -> list[str]:
    """Which line of the calibration was read, for calibrations that tell compression classes apart."""
    if not calibration.classes:
        return []
    own = calibration.classes.get(condition)
    if own is None:
        why = calibration.pooled_classes.get(condition, "none of its clips is like this one")
        return [f"Compression class of the file: {condition}; read by the calibration of all classes, since {why}."]
    text = f"Compression class of the file: {condition} ({conditions.WORDS[condition]}); {_counts(own)} of that class"
    weak = ", too few for an interval" if own.few_groups else ""
    return [f"{text} drew its line{weak}."]


def _counts(own: ClassFit) -> str:
    return f"{own.n_manipulated} manipulated and {own.n_not} other clips"


def _coverage(seen: Coverage | None) -> list[str]:
    if seen is None or seen.frames_sampled == 0:
        return []
    out = []
    if seen.frames_with_face < _LOW_COVERAGE * seen.frames_sampled:
        out.append(f"A face was found in {seen.frames_with_face} of {seen.frames_sampled} sampled frames only.")
    if seen.decode_failures:
        out.append(f"{seen.decode_failures} frames could not be decoded and were not examined.")
    return out


def _dissent(results: Sequence[DetectorResult]) -> list[str]:
    """Detectors that point opposite ways are named, whatever the fused ratio says."""
    speaking = [r for r in results if r.lr is not None and abs(r.lr.log10) >= _WEAK_LOG10]
    if len({r.lr.log10 > 0 for r in speaking if r.lr is not None}) < 2:
        return []
    return [f"The detectors disagree: {_each(speaking)}."]


def _each(results: Sequence[DetectorResult]) -> str:
    ordered = sorted(results, key=lambda r: r.detector_id)
    return ", ".join(f"{r.detector_id} with log10 LR {r.lr.log10:.2f}" for r in ordered if r.lr is not None)
