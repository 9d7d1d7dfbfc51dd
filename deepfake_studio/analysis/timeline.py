"""Per-frame calibrated scores for looking, and the spans in which they stand out.

Frames of a track depend on one another, so these values are never summed or multiplied; a span is a place to look at,
not evidence of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import fuse
from deepfake_studio.analysis.calibrate import Calibration, natural_log_lr
from deepfake_studio.vocabulary import Anomaly, DetectorResult, Floats, ScoreSeries, Timeline

KIND = "elevated_score"
ENTER_LOG10 = 0.5  # the strength from which an outcome may support manipulation
LEAVE_LOG10 = 0.25
MIN_SAMPLES = 3
MIN_SECONDS = 0.4
_MEDIAN_SAMPLES = 3  # one odd frame (a blink, a bad box) opens no span

Lane = tuple[Floats, Floats]


def frame_log10(calibration: Calibration, logits: Floats) -> Floats:
    """Per-frame log10 LR (F,) of logits (F, D); NaN where every detector abstained or there is no frame calibration."""
    if calibration.frame_coefficients is None or calibration.frame_ranges is None:
        return np.full(len(logits), np.nan)
    limited = np.clip(logits, calibration.frame_ranges[:, 0], calibration.frame_ranges[:, 1])
    values = natural_log_lr(calibration.frame_coefficients, limited, calibration.frame_link) / np.log(10)
    scored = np.isfinite(logits).any(axis=1)
    return np.where(scored, np.clip(values, -calibration.cap, calibration.cap), np.nan)


def build(
    results: Sequence[DetectorResult], *, fused: Calibration | None, calibrations: Mapping[str, Calibration]
) -> Timeline:
    """The fused lane, a lane per track and a lane per calibrated detector.

    Args:
        results: detectors with their series, in any order.
        fused: calibration that speaks for the item; ``None`` leaves the fused and the track lanes empty.
        calibrations: by detector id, for the detectors' own lanes.
    """
    ordered = sorted(results, key=lambda r: r.detector_id)
    per_track: dict[int, Lane] = {}
    if fused is not None:
        members = fuse.members(ordered, fused)
        for track_id in sorted({s.track_id for r in members for s in r.series if s.track_id is not None}):
            per_track[track_id] = _track_lane(members, track_id, fused)
    per_detector = {
        r.detector_id: _strongest(
            [(s.pts_seconds, frame_log10(calibrations[r.detector_id], s.logits[:, None])) for s in r.series]
        )
        for r in ordered
        if r.lr is not None and r.detector_id in calibrations
    }
    pts, values = _strongest(list(per_track.values()))
    return Timeline(pts_seconds=pts, log10_lr=values, per_track=per_track, per_detector=per_detector)


def aligned(series: Sequence[ScoreSeries], detector_ids: Sequence[str]) -> Lane:
    """Moments (F,) and logits (F, D) of several detectors over one track; NaN where one has no score."""
    pts = np.unique(np.concatenate([s.pts_seconds for s in series]))
    logits = np.full((len(pts), len(detector_ids)), np.nan)
    for one in series:
        logits[np.searchsorted(pts, one.pts_seconds), detector_ids.index(one.detector_id)] = one.logits
    return pts, logits


def _track_lane(members: Sequence[DetectorResult], track_id: int, fused: Calibration) -> Lane:
    pts, logits = aligned([s for r in members for s in r.series if s.track_id == track_id], fused.detector_ids)
    return pts, frame_log10(fused, logits)


def _strongest(lanes: Sequence[Lane]) -> Lane:
    if not lanes:
        return np.empty(0), np.empty(0)
    pts = np.unique(np.concatenate([lane[0] for lane in lanes]))
    values = np.full(len(pts), np.nan)
    for lane_pts, lane in lanes:
        rows = np.searchsorted(pts, lane_pts)
        values[rows] = np.fmax(values[rows], lane)
    return pts, values


def anomalies(timeline: Timeline, *, calibration_id: str) -> tuple[Anomaly, ...]:
    """Spans of each track whose score rises above `ENTER_LOG10` and stays above `LEAVE_LOG10`.

    Sorted by track and time; spans of one track never touch. Gaps without a score end a span.
    """
    found: list[Anomaly] = []
    for track_id, (pts, values) in sorted(timeline.per_track.items()):
        for first, last in spans(values):
            if last - first + 1 >= MIN_SAMPLES and pts[last] - pts[first] >= MIN_SECONDS:
                found.append(_anomaly(track_id, pts[first : last + 1], values[first : last + 1], calibration_id))
    return tuple(found)


def spans(values: Floats) -> list[tuple[int, int]]:
    """First and last row of each hysteresis span of the median-smoothed values."""
    smooth = _smoothed(values)
    out: list[tuple[int, int]] = []
    for first, last in _runs(np.greater(smooth, LEAVE_LOG10)):
        if (smooth[first : last + 1] >= ENTER_LOG10).any():
            out.append((first, last))
    return out


def _smoothed(values: Floats) -> Floats:
    if len(values) < _MEDIAN_SAMPLES:
        return values
    padded = np.pad(values, _MEDIAN_SAMPLES // 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _MEDIAN_SAMPLES)
    # a median with a missing neighbour is missing: keep the frame's own value there
    whole: NDArray[np.bool_] = np.asarray(np.isfinite(windows).all(axis=1))
    return np.where(whole, np.median(np.where(np.expand_dims(whole, 1), windows, 0.0), axis=1), values)


def _runs(inside: NDArray[np.bool_]) -> list[tuple[int, int]]:
    # comparisons with NaN are false, so a gap is outside
    marks = np.r_[0, inside.astype(np.int8), 0]
    edges = np.diff(marks)
    return [(int(a), int(b) - 1) for a, b in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)]


def _anomaly(track_id: int, pts: Floats, values: Floats, calibration_id: str) -> Anomaly:
    mean = float(np.nanmean(values))
    return Anomaly(
        kind=KIND,
        start_seconds=float(pts[0]),
        stop_seconds=float(pts[-1]),
        track_id=track_id,
        strength=mean,
        description=(
            f"Per-frame score of track {track_id} stays above log10 LR {LEAVE_LOG10:g} "
            f"(mean {mean:.2f}, {len(pts)} frames, frame calibration {calibration_id}); a place to look, not a finding."
        ),
    )
