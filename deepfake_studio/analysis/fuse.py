"""From per-frame series to one strength per detector, per track and per item.

The track logit is one number of the frame logits by the detector's aggregator, by default their mean (frames of one
track are not independent, so nothing is summed); the item speaks through its strongest track, given how many tracks
were scored. Detectors that did not score, are not calibrated or carry other weights than their calibration abstain.
Only results for the question of manipulated faces are ever heard here: other questions have other hypotheses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from deepfake_studio.analysis import aggregate, domain
from deepfake_studio.analysis.calibrate import MIN_FRAMES, Calibration, apply, strength
from deepfake_studio.analysis.conditions import UNKNOWN
from deepfake_studio.questions import NOT_CALIBRATED, NOT_VALIDATED, QUESTIONS
from deepfake_studio.vocabulary import (
    MEAN_LOGIT,
    Aggregator,
    DetectorResult,
    FaceTrack,
    LikelihoodRatio,
    Question,
    ScoreSeries,
    TrackResult,
)

QUESTION: Question = "manipulated_face"
NO_TRACKS = "no face track"
NO_VOTE = "not calibrated: every frame lies in the dead zone of its vote"
NOT_ASKED = "no detector of manipulated faces was asked"
OTHER_QUESTION = "it answers another question"

TrackLogits = dict[int, dict[str, float]]


def track_logit(series: ScoreSeries, how: Aggregator = MEAN_LOGIT) -> float | None:
    """The finite frame logits as one by ``how``; ``None`` when there is none, or none outside a dead zone."""
    return aggregate.aggregate(series.logits, how)


def _logits(result: DetectorResult) -> list[float]:
    """One logit per series that has any."""
    every = (track_logit(series, result.aggregator) for series in result.series)
    return [logit for logit in every if logit is not None]


def whole_logit(result: DetectorResult) -> float | None:
    """The logit of an item for a detector that follows no faces: its strongest series; ``None`` where none has any."""
    return max(_logits(result), default=None)


def scored_frames(series: ScoreSeries) -> int:
    """Frames behind the finite logits: a clip counts with all of its frames."""
    return int(np.isfinite(series.logits).sum()) * series.frames_per_score


def track_logits(results: Sequence[DetectorResult], *, min_frames: int = MIN_FRAMES) -> TrackLogits:
    """Track id to detector id to track logit, for tracks with at least ``min_frames`` scored frames."""
    out: TrackLogits = {}
    for result in sorted((r for r in results if r.question == QUESTION), key=lambda r: r.detector_id):
        for series in result.series:
            logit = track_logit(series, result.aggregator)
            if series.track_id is not None and logit is not None and scored_frames(series) >= min_frames:
                out.setdefault(series.track_id, {})[result.detector_id] = logit
    return dict(sorted(out.items()))


def why_not_calibrated(result: DetectorResult, calibration: Calibration | None) -> str | None:
    """The reason a detector's scores cannot become evidence; ``None`` when they can."""
    if result.question != QUESTION:
        return f"{NOT_CALIBRATED}: {OTHER_QUESTION}"
    if calibration is None:
        return NOT_CALIBRATED
    if (other := _other_method(result, calibration)) is not None:
        return other
    if not result.series:
        return NO_TRACKS
    longest = max(scored_frames(series) for series in result.series)
    if longest < calibration.min_frames:
        return f"{NOT_CALIBRATED} for {longest} scored frames of a face; at least {calibration.min_frames} are needed"
    return None


def _other_method(result: DetectorResult, calibration: Calibration) -> str | None:
    """In what a result was made differently from those that a calibration was fitted on."""
    fitted_for = calibration.weights_sha256.get(result.detector_id)
    if fitted_for is not None and fitted_for != result.weights_sha256:
        return f"{NOT_CALIBRATED}: calibration {calibration.id} was fitted for other weights"
    fitted_on = calibration.aggregators.get(result.detector_id, MEAN_LOGIT.text)
    if fitted_on != result.aggregator.text:
        return f"{NOT_CALIBRATED}: calibration {calibration.id} was fitted on {fitted_on}, not {result.aggregator.text}"
    return None


def detector_result(
    result: DetectorResult, calibration: Calibration | None, *, reason: str | None = None, condition: str = UNKNOWN
) -> DetectorResult:
    """``result`` with the logit and the likelihood ratio of its strongest track, or why there is no ratio.

    ``reason`` says why nothing is calibrated for this item, when that is known already; ``condition`` is the
    compression class of the file.
    """
    if result.status == "unavailable":
        return result
    every = _logits(result)
    reason = reason or why_not_calibrated(result, calibration)
    if reason is not None or calibration is None:
        return dataclasses.replace(
            result, status="not_calibrated", reason=reason, logit=max(every, default=None), lr=None
        )
    eligible = [
        logits[result.detector_id] for logits in track_logits([result], min_frames=calibration.min_frames).values()
    ]
    if not eligible:  # every frame inside the dead zone of a vote
        return dataclasses.replace(result, status="not_calibrated", reason=NO_VOTE, logit=None, lr=None)
    ratio = apply(calibration, {result.detector_id: max(eligible)}, n_tracks=len(eligible), condition=condition)
    return dataclasses.replace(result, status="scored", reason=None, logit=max(eligible), lr=ratio)


def not_validated(result: DetectorResult) -> DetectorResult:
    """A result for another question as it may be shown: the mean raw logit, no ratio, and that nobody validated it."""
    if result.status == "unavailable":
        return result
    return dataclasses.replace(
        result, status="not_calibrated", reason=NOT_VALIDATED, logit=max(_logits(result), default=None), lr=None
    )


def apart(result: DetectorResult, calibration: Calibration | None, *, condition: str = UNKNOWN) -> DetectorResult:
    """A result for another question: raw, or with a ratio of its own where that question can be calibrated and was.

    Nothing of it enters the item's ratio; its hypotheses are others.
    """
    if not QUESTIONS[result.question].validated:
        return not_validated(result)
    if result.status == "unavailable":
        return result
    logit = whole_logit(result)
    reason = NOT_CALIBRATED if calibration is None else _other_method(result, calibration)
    if reason is not None or calibration is None or logit is None:
        return dataclasses.replace(result, status="not_calibrated", reason=reason or NO_VOTE, logit=logit, lr=None)
    ratio = apply(calibration, {result.detector_id: logit}, condition=condition)
    return dataclasses.replace(result, status="scored", reason=None, logit=logit, lr=ratio)


def item_calibration(
    results: Sequence[DetectorResult], calibrations: Mapping[str, Calibration], fused: Calibration | None
) -> tuple[Calibration | None, str | None]:
    """Which calibration speaks for the item, or why none does.

    The fused one, when any of its detectors scored with the weights it was fitted for; else that of the only
    calibrated detector. Several detectors without a fused calibration give no item ratio: combining them needs one.
    """
    if fused is not None and members(results, fused):
        return fused, None
    if results and all(r.status == "unavailable" for r in results):
        return None, "; ".join(r.reason or "" for r in results)
    scored = [r.detector_id for r in results if r.status == "scored" and r.lr is not None]
    if len(scored) == 1:
        return calibrations[scored[0]], None
    if scored:
        return None, f"{NOT_CALIBRATED}: no fused calibration covers {' and '.join(sorted(scored))}"
    reasons = sorted({r.reason for r in results if r.reason and r.reason.startswith(NOT_CALIBRATED)}, key=len)
    return None, reasons[-1] if reasons else NOT_CALIBRATED


def fuse_item(
    results: Sequence[DetectorResult],
    calibration: Calibration | None,
    *,
    tracks: Sequence[FaceTrack],
    reason: str | None,
    condition: str = UNKNOWN,
) -> tuple[tuple[TrackResult, ...], LikelihoodRatio | None]:
    """The ratio of every track and of the item (strongest of the scored tracks).

    Args:
        results: of the detectors, in any order; those outside the calibration or with other weights abstain.
        calibration: from `item_calibration`.
        tracks: of the item; a track nobody scored gets a result with a reason.
        reason: why there is no calibration, when there is none.
        condition: compression class of the file.
    """
    logits: TrackLogits = {}
    if calibration is not None:
        logits = track_logits(members(results, calibration), min_frames=calibration.min_frames)
    out: list[TrackResult] = []
    for track in tracks:
        row = logits.get(track.id)
        if row and calibration is not None:
            out.append(TrackResult(track_id=track.id, lr=apply(calibration, row, condition=condition), reason=None))
        else:
            why = reason or domain.silent(track) or _unscored(results, calibration, track.id)
            why = why or _too_short(calibration)
            out.append(TrackResult(track_id=track.id, lr=None, reason=why))
    known = [logits[t.id] for t in tracks if logits.get(t.id)]
    if calibration is None or not known:
        return tuple(out), None
    strongest = max(known, key=lambda row: strength(calibration, row))
    return tuple(out), apply(calibration, strongest, n_tracks=len(known), condition=condition)


def members(results: Sequence[DetectorResult], calibration: Calibration) -> list[DetectorResult]:
    """The results that enter ``calibration``: its detectors, scored, with the weights it was fitted for."""
    return [
        r for r in results if r.detector_id in calibration.detector_ids and why_not_calibrated(r, calibration) is None
    ]


def _unscored(results: Sequence[DetectorResult], calibration: Calibration | None, track_id: int) -> str | None:
    """What the detectors themselves say of a track, when all of the calibration's left it out."""
    inside = [r for r in results if calibration is not None and r.detector_id in calibration.detector_ids]
    reasons = [r.unscored.get(track_id) for r in inside if r.status != "unavailable"]
    return "; ".join(sorted({r for r in reasons if r})) if reasons and all(reasons) else None


def _too_short(calibration: Calibration | None) -> str:
    needed = calibration.min_frames if calibration is not None else MIN_FRAMES
    return f"fewer than {needed} scored frames"
