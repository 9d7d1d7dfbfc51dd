"""What the timeline shows, worked out from an examination without Qt: curves, bars and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets import meanings, words
from deepfake_studio.gui.widgets.boxes import GAP_STEPS, usual_step
from deepfake_studio.gui.widgets.pyramid import Pyramid
from deepfake_studio.vocabulary import (
    DetectorResult,
    Examination,
    Finding,
    Floats,
    LikelihoodRatio,
    ScoreSeries,
)


@dataclass(frozen=True, slots=True)
class Band:
    """A value with its interval that holds for a whole span; ``label`` says whose."""

    start_seconds: float
    stop_seconds: float
    low: float
    value: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class CurveLane:
    """One curve. ``note`` is what must stand beside the name; ``empty`` is what to say where nothing can be drawn.

    Without ``unit`` the values are scores: ``calibrated`` log10 LRs or raw logits; with it a plain measurement.
    ``meaning`` explains the numbers; ``limits`` fixes the range of values shown.
    """

    key: str
    title: str
    note: str
    pyramid: Pyramid
    calibrated: bool
    empty: str = ""
    meaning: str = ""
    unit: str = ""
    bands: tuple[Band, ...] = ()
    limits: tuple[float, float] | None = None

    @property
    def raw(self) -> bool:
        """Whether it shows scores that mean nothing fixed, and must look so."""
        return not self.calibrated and not self.unit

    def words_at(self, seconds: float) -> str:
        """The sample nearest to ``seconds``, exactly and in words."""
        row = self.pyramid.nearest(seconds)
        if row is None:
            return self.empty
        value = float(self.pyramid.values[row])
        if self.unit:
            return words.measured(value, self.unit)
        return words.calibrated(value) if self.calibrated else words.raw(value)


@dataclass(frozen=True, slots=True)
class Bar:
    """A span (or a moment, where both ends are one) with a label; ``row`` keeps bars that overlap apart."""

    kind: str
    id: int
    start_seconds: float
    stop_seconds: float
    label: str
    words: str
    colour: int = 0
    row: int = 0

    def covers(self, seconds: float, slack_seconds: float) -> bool:
        """Whether ``seconds`` lies on the bar, give or take a few pixels."""
        return self.start_seconds - slack_seconds <= seconds <= self.stop_seconds + slack_seconds


def curve_lanes(examination: Examination | None) -> list[CurveLane]:
    """The fused lane first, then a lane per detector in the order of the examination."""
    if examination is None:
        return [_fused(np.empty(0), np.empty(0))]
    timeline = examination.timeline
    pts, values = (timeline.pts_seconds, timeline.log10_lr) if timeline is not None else (np.empty(0), np.empty(0))
    own = timeline.per_detector if timeline is not None else {}
    longest = GAP_STEPS * usual_step([frame.pts_seconds for frame in examination.frames])
    fused = _fused(pts, values, longest, examination.lr)
    return [fused, *(_detector(result, own, longest) for result in examination.detectors)]


def _fused(pts: Floats, values: Floats, longest_seconds: float = 0.0, lr: LikelihoodRatio | None = None) -> CurveLane:
    empty = (
        ""
        if np.isfinite(values).any()
        else tr("No calibrated score: no detector with a calibration has scored a face.")
    )
    pyramid = Pyramid(*with_gaps(pts, values, longest_seconds))
    note = tr("calibrated log10 LR per frame, for looking")
    bands: tuple[Band, ...] = ()
    if lr is not None and not empty:
        said = tr(
            "whole item {signed} [{signed2}, {signed3}]",
            signed=words.signed(lr.log10),
            signed2=words.signed(lr.low),
            signed3=words.signed(lr.high),
        )
        bands = (Band(float(pts[0]), float(pts[-1]), lr.low, lr.log10, lr.high, said),)
    return CurveLane("fused", tr("All detectors"), note, pyramid, True, empty, meaning=meanings.FUSED, bands=bands)


def _detector(result: DetectorResult, own: dict[str, tuple[Floats, Floats]], longest_seconds: float) -> CurveLane:
    key = result.detector_id
    if result.status == "unavailable":
        said = tr("Unavailable: {reason}", reason=told(result.reason or tr("no reason given")))
        return CurveLane(key, key, tr("unavailable"), _nothing(), False, said, meaning=meanings.RAW)
    clips = [s for s in result.series if s.frames_per_score > 1]
    if clips:  # a score every few seconds is all there can be: those are no gaps
        moments = strongest([_curve(s) for s in clips])[0].tolist()
        longest_seconds = max(longest_seconds, GAP_STEPS * usual_step(moments))
    if key in own and np.isfinite(own[key][1]).any():
        pyramid = Pyramid(*with_gaps(*own[key], longest_seconds))
        return CurveLane(key, key, tr("calibrated log10 LR"), pyramid, True, meaning=meanings.DETECTOR)
    series = strongest([_curve(s) for s in result.series])
    pyramid = Pyramid(*with_gaps(*series, longest_seconds))
    empty = "" if len(pyramid) else tr("No face could be scored.")
    return CurveLane(key, key, tr("raw logit, not calibrated"), pyramid, False, empty, meaning=meanings.RAW)


def _curve(series: ScoreSeries) -> tuple[Floats, Floats]:
    return series.pts_seconds, series.logits


def _nothing() -> Pyramid:
    return Pyramid(np.empty(0), np.empty(0))


def strongest(series: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """The highest value over several tracks at each moment."""
    if not series:
        return np.empty(0), np.empty(0)
    pts = np.unique(np.concatenate([moments for moments, _ in series]))
    values = np.full(len(pts), np.nan)
    for moments, own in series:
        rows = np.searchsorted(pts, moments)
        values[rows] = np.fmax(values[rows], own)
    return pts, values


def with_gaps(pts: Floats, values: Floats, longest_seconds: float) -> tuple[Floats, Floats]:
    """The series with breaks where neighbours are further apart than ``longest_seconds`` (0: nothing is known)."""
    rows = np.flatnonzero(np.diff(pts) > longest_seconds) if longest_seconds > 0 else np.empty(0, np.int64)
    half = longest_seconds / (2 * GAP_STEPS)
    # one break just after the last sample and one just before the next: a moment between is nearest to "no score"
    moments = np.stack((pts[rows] + half, pts[rows + 1] - half), 1).ravel()
    where = np.repeat(rows + 1, 2)
    return np.insert(pts, where, moments), np.insert(values, where, np.nan)


def anomaly_bars(examination: Examination | None) -> list[Bar]:
    """One bar per anomaly; ``id`` is its row in the examination."""
    if examination is None:
        return []
    bars = []
    for row, one in enumerate(examination.anomalies):
        whom = "" if one.track_id is None else f" T{one.track_id}"
        said = tr("anomaly {value}: {rstrip}", value=row + 1, rstrip=told(one.description).rstrip("."))
        label = f"A{row + 1}{whom} {words.signed(one.strength)}"
        bars.append(Bar("anomaly", row, one.start_seconds, one.stop_seconds, label, said))
    return packed(bars)


def finding_bars(findings: Iterable[Finding], duration_seconds: float) -> list[Bar]:
    """Findings that were not rejected; a finding without a span covers the whole clip."""
    bars = []
    for one in findings:
        if one.status == "rejected":
            continue
        start = 0.0 if one.start_seconds is None else one.start_seconds
        stop = duration_seconds if one.stop_seconds is None else one.stop_seconds
        label = f"F{one.id} {one.statement}"
        bars.append(
            Bar(
                "finding",
                one.id,
                start,
                max(start, stop),
                label,
                tr("finding {id}: {statement}", id=one.id, statement=one.statement),
            )
        )
    return packed(bars)


def packed(bars: Sequence[Bar]) -> list[Bar]:
    """The bars by start, each in the first row where it overlaps nothing."""
    free: list[float] = []
    out = []
    for bar in sorted(bars, key=lambda b: (b.start_seconds, b.stop_seconds)):
        row = next((r for r, until in enumerate(free) if until < bar.start_seconds), len(free))
        free[row : row + 1] = [bar.stop_seconds]
        fields = (bar.kind, bar.id, bar.start_seconds, bar.stop_seconds, bar.label, bar.words, bar.colour, row)
        out.append(Bar(*fields))
    return out
