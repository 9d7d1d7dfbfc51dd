"""The one call from raw scores to what an examination says: ratios, outcome, timeline, anomalies, limitations."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deepfake_studio.analysis import domain, fuse, timeline
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.conditions import UNKNOWN
from deepfake_studio.analysis.outcome import limitations, outcome
from deepfake_studio.questions import NOT_CALIBRATED
from deepfake_studio.vocabulary import (
    Anomaly,
    Coverage,
    DetectorResult,
    FaceTrack,
    LikelihoodRatio,
    Outcome,
    Timeline,
    TrackResult,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What `assess` derives; the fields of an `Examination` by the same names (``reason`` is that of the outcome)."""

    detectors: tuple[DetectorResult, ...]
    track_results: tuple[TrackResult, ...]
    lr: LikelihoodRatio | None
    outcome: Outcome
    reason: str | None
    timeline: Timeline
    anomalies: tuple[Anomaly, ...]
    limitations: tuple[str, ...]
    other_questions: tuple[DetectorResult, ...] = ()


def assess(
    results: Sequence[DetectorResult],
    *,
    tracks: Sequence[FaceTrack],
    calibrations: Mapping[str, Calibration],
    fused: Calibration | None,
    coverage: Coverage | None,
    facts: Mapping[str, float] | None = None,
    condition: str = UNKNOWN,
) -> Assessment:
    """Strength of evidence of an examined item.

    Args:
        results: one per detector, with status ``scored`` and series, or ``unavailable``; any order, kept in the answer.
            Those for other questions are set apart before anything is calibrated and come back by themselves.
        tracks: the item's face tracks.
        calibrations: by detector id; detectors without one are reported as ``not_calibrated``.
        fused: calibration of the ensemble, if there is one.
        coverage: what was looked at, for the limitations.
        facts: of the item (`domain.facts`); outside a calibration's domain nothing is calibrated, with the reason.
        condition: compression class of the file (`conditions.of`), which chooses the line of a calibration.

    Returns:
        Updated results, ratios per track and item, outcome, timeline, anomalies and limitations.
    """
    others = tuple(
        fuse.apart(r, calibrations.get(r.detector_id), condition=condition)
        for r in results
        if r.question != fuse.QUESTION
    )
    results = [r for r in results if r.question == fuse.QUESTION]
    if fused is not None and not fuse.members(results, fused):
        fused = None  # made for other detectors: neither its domain nor its ratio concerns these
    beyond = _beyond([fused, *(calibrations.get(r.detector_id) for r in results)], facts or {})
    detectors = tuple(
        fuse.detector_result(r, None if beyond else calibrations.get(r.detector_id), reason=beyond, condition=condition)
        for r in domain.heard(results, tracks)
    )
    calibration, why = fuse.item_calibration(detectors, calibrations, None if beyond else fused)
    why = beyond or why
    if not tracks:
        why = fuse.NO_TRACKS
    if not results and others:
        why = fuse.NOT_ASKED
    track_results, ratio = fuse.fuse_item(detectors, calibration, tracks=tracks, reason=why, condition=condition)
    if ratio is None and any(r.series for r in results) and all(domain.silent(t) for t in tracks):
        why = f"no face track may speak: {domain.silent(tracks[0])}"
    verdict, reason = outcome(ratio, reason=why)
    lanes = timeline.build(detectors, fused=calibration, calibrations=calibrations)
    return Assessment(
        # every series stays visible, also those of tracks that may not speak
        detectors=tuple(dataclasses.replace(d, series=r.series) for d, r in zip(detectors, results, strict=True)),
        track_results=track_results,
        lr=ratio,
        outcome=verdict,
        reason=reason,
        timeline=lanes,
        anomalies=timeline.anomalies(lanes, calibration_id=calibration.id) if calibration is not None else (),
        limitations=limitations(
            detectors,
            calibration=calibration,
            tracks_scored=sum(t.lr is not None for t in track_results),
            coverage=coverage,
            condition=condition,
            others=others,
        ),
        other_questions=others,
    )


def _beyond(calibrations: Sequence[Calibration | None], facts: Mapping[str, float]) -> str | None:
    found = (domain.outside(c, facts) for c in calibrations if c is not None)
    why = next((text for text in found if text is not None), None)
    return f"{NOT_CALIBRATED} for such an item: {why}" if why else None
