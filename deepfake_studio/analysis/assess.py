"""The one call from raw scores to what an examination says: ratios, outcome, timeline, anomalies, limitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deepfake_studio.analysis import fuse, timeline
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.outcome import limitations, outcome
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


def assess(
    results: Sequence[DetectorResult],
    *,
    tracks: Sequence[FaceTrack],
    calibrations: Mapping[str, Calibration],
    fused: Calibration | None,
    coverage: Coverage | None,
) -> Assessment:
    """Strength of evidence of an examined item.

    Args:
        results: one per detector, with status ``scored`` and series, or ``unavailable``; any order, kept in the answer.
        tracks: the item's face tracks.
        calibrations: by detector id; detectors without one are reported as ``not_calibrated``.
        fused: calibration of the ensemble, if there is one.
        coverage: what was looked at, for the limitations.

    Returns:
        Updated results, ratios per track and item, outcome, timeline, anomalies and limitations.
    """
    detectors = tuple(fuse.detector_result(r, calibrations.get(r.detector_id)) for r in results)
    calibration, why = fuse.item_calibration(detectors, calibrations, fused)
    if not tracks:
        why = fuse.NO_TRACKS
    track_results, ratio = fuse.fuse_item(detectors, calibration, tracks=tracks, reason=why)
    verdict, reason = outcome(ratio, reason=why)
    lanes = timeline.build(detectors, fused=calibration, calibrations=calibrations)
    return Assessment(
        detectors=detectors,
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
        ),
    )
