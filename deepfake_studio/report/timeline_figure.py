"""The timeline of an examination: fused lane, a lane per detector, face tracks and anomalies on one time axis.

Nothing is told by colour alone: every lane has its name, spans have numbers and hatching.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from deepfake_studio.report import canvas, facts, lanes
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import DetectorResult, Examination, Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH_INCHES = 9.0
_LANE_INCHES, _EMPTY_INCHES, _ROW_INCHES, _MARGIN_INCHES = 0.95, 0.36, 0.24, 0.75
_NAME_AT = -0.245  # in widths of an axis, just inside the left edge
_NAME_LETTERS = 24
_MOST_ROWS = 12
_FUSED_NOTE = noted("log10 LR per frame")
_INK, _BLUE, _ORANGE, _GREY = "#111111", "#0072b2", "#d55e00", "#777777"


@dataclass(frozen=True, slots=True)
class _Lane:
    name: str
    note: str
    pts: Floats
    values: Floats
    calibrated: bool
    fused: bool = False

    @property
    def empty(self) -> bool:
        return not np.isfinite(self.values).any()


@dataclass(frozen=True, slots=True)
class _Bars:
    name: str
    spans: tuple[tuple[float, float], ...]
    labels: tuple[str, ...]
    rows: tuple[int, ...]
    hatch: str | None

    @property
    def height(self) -> int:
        return max(self.rows, default=0) + 1


def draw(examination: Examination) -> bytes:
    """The figure as SVG."""
    return drawing(examination).svg()


def drawing(examination: Examination) -> canvas.Drawing:
    """The figure."""
    curves, limits = _lanes(examination), _time_limits(examination)
    bars = [b for b in (_tracks(examination, limits), _anomalies(examination, limits)) if b.spans]
    heights = [_EMPTY_INCHES if c.empty else _LANE_INCHES for c in curves] + [
        _ROW_INCHES * (b.height + 0.6) for b in bars
    ]
    total = sum(heights) + _MARGIN_INCHES + 0.12 * len(heights)

    def paint(figure: Figure) -> None:
        grid = {"height_ratios": heights, "hspace": 0.12, "left": 0.2, "right": 0.985}
        edges = {"top": 1 - 0.12 / total, "bottom": 0.5 / total}
        axes = figure.subplots(len(heights), 1, sharex=True, squeeze=False, gridspec_kw={**grid, **edges})[:, 0]
        for axis, lane in zip(axes, curves, strict=False):
            _curve(axis, lane, examination, _value_limit(curves))
        for axis, bar in zip(axes[len(curves) :], bars, strict=True):
            _bars(axis, bar)
        axes[-1].set_xlim(*limits)
        _grid(list(axes))
        axes[-1].set_xlabel(say("seconds (presentation time)"))

    return canvas.Drawing(paint, _WIDTH_INCHES, total)


def _lanes(examination: Examination) -> list[_Lane]:
    timeline = examination.timeline
    out: list[_Lane] = []
    if timeline is not None and np.isfinite(timeline.log10_lr).any():
        out.append(_Lane(say("fused"), say(_FUSED_NOTE), timeline.pts_seconds, timeline.log10_lr, True, True))
    else:
        out.append(_Lane(say("fused"), say("no calibrated lane"), np.empty(0), np.empty(0), True, True))
    out.extend(_detector_lane(d, examination) for d in facts.by_detector(examination))
    return out


def _detector_lane(result: DetectorResult, examination: Examination) -> _Lane:
    timeline = examination.timeline
    if timeline is not None and result.detector_id in timeline.per_detector:
        pts, values = timeline.per_detector[result.detector_id]
        return _Lane(result.detector_id, say("log10 LR per frame"), pts, values, True)
    if not result.series:
        return _Lane(result.detector_id, result.reason or say("no score"), np.empty(0), np.empty(0), True)
    pts = np.concatenate([s.pts_seconds for s in result.series])
    values = np.concatenate([s.logits for s in result.series])
    order = np.argsort(pts, kind="stable")
    moments, first = np.unique(pts[order], return_index=True)
    return _Lane(result.detector_id, say("raw, not calibrated"), moments, np.fmax.reduceat(values[order], first), False)


def _time_limits(examination: Examination) -> tuple[float, float]:
    moments = [float(f.pts_seconds) for f in examination.frames]
    moments += [float(t) for d in examination.detectors for s in d.series for t in s.pts_seconds]
    if examination.timeline is not None:
        moments += [float(t) for t in examination.timeline.pts_seconds]
    low, high = min(moments), max(moments)
    space = max(high - low, 1e-3) * 0.01
    return low - space, high + space


def _value_limit(curves: list[_Lane]) -> float:
    sizes = [float(np.nanmax(np.abs(c.values))) for c in curves if c.calibrated and np.isfinite(c.values).any()]
    return max([1.0, *sizes]) * 1.15


def _tracks(examination: Examination, limits: tuple[float, float]) -> _Bars:
    kept = [t for t in sorted(examination.tracks, key=lambda t: t.id) if len(t.pts_seconds)]
    spans = [(t.start_seconds, t.stop_seconds) for t in kept]
    return _packed(say("face tracks"), spans, [f"T{t.id}" for t in kept], None, limits)


def _anomalies(examination: Examination, limits: tuple[float, float]) -> _Bars:
    spans = [(a.start_seconds, a.stop_seconds) for a in examination.anomalies]
    return _packed(say("anomalies"), spans, [f"A{i}" for i in range(1, len(spans) + 1)], "////", limits)


def _packed(
    name: str, spans: list[tuple[float, float]], labels: list[str], hatch: str | None, limits: tuple[float, float]
) -> _Bars:
    width = limits[1] - limits[0]
    # a very short span still gets a bar one can see
    shown = [(a, max(b, a + width * 0.004)) for a, b in spans]
    rows = lanes.packed([(a, max(b, a + width * 0.035)) for a, b in shown], space=width * 0.005)
    kept = [i for i, row in enumerate(rows) if row < _MOST_ROWS]
    left_out = len(rows) - len(kept)
    return _Bars(
        name + (say("\n({left_out} not drawn)", left_out=left_out) if left_out else ""),
        tuple(shown[i] for i in kept),
        tuple(labels[i] for i in kept),
        tuple(rows[i] for i in kept),
        hatch,
    )


def _curve(axis: Axes, lane: _Lane, examination: Examination, limit: float) -> None:
    _frame(axis, f"{_wrapped(lane.name)}\n{_under(lane)}")
    if lane.empty:
        axis.set_yticks([])
        note = canvas.label(lane.note, 90)
        axis.text(0.5, 0.5, note, transform=axis.transAxes, ha="center", va="center", color=_GREY, style="italic")
        return
    pts, values = lanes.broken_at_gaps(*lanes.thinned(lane.pts, lane.values))
    style: dict[str, Any] = {"color": _INK if lane.fused else _BLUE, "linewidth": 1.0}
    if not lane.calibrated:
        style |= {"color": _GREY, "linestyle": "--"}
    # single samples between gaps have no line of their own
    marker = "." if len(pts) <= 300 else ""
    axis.plot(pts, values, marker=marker, markersize=3, **style)
    if lane.calibrated:
        axis.set_ylim(-limit, limit)
        axis.axhline(0.0, color=_GREY, linewidth=0.6)
    if lane.fused:
        for anomaly in examination.anomalies:
            axis.axvspan(
                anomaly.start_seconds,
                anomaly.stop_seconds,
                facecolor="none",
                edgecolor=_ORANGE,
                hatch="////",
                linewidth=0,
                alpha=0.6,
            )


def _wrapped(name: str) -> str:
    """Ids of detectors differ at their ends: two lines instead of a cut."""
    text = canvas.label(name, 2 * _NAME_LETTERS)
    head, dot, tail = text.rpartition(".")
    if dot and len(text) > _NAME_LETTERS and max(len(head) + 1, len(tail)) <= _NAME_LETTERS:
        return f"{head}.\n{tail}"
    return "\n".join(textwrap.wrap(text, _NAME_LETTERS))


def _under(lane: _Lane) -> str:
    """The second line of a lane's name."""
    if lane.empty:
        return say("nothing to draw")
    return say("{note}\nup: H1, down: H2", note=lane.note) if lane.fused else lane.note


def _bars(axis: Axes, bars: _Bars) -> None:
    _frame(axis, bars.name)
    axis.set_yticks([])
    axis.set_ylim(bars.height - 0.4, -0.6)
    for (start, stop), text, row in zip(bars.spans, bars.labels, bars.rows, strict=True):
        axis.barh(
            row,
            stop - start,
            left=start,
            height=0.62,
            facecolor="#dbe9f3" if bars.hatch is None else "#fbe3d3",
            edgecolor=_INK,
            linewidth=0.6,
            hatch=bars.hatch,
        )
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        axis.text(start, row, f" {text}", va="center", ha="left", fontsize=6.5, bbox=box, clip_on=True)


def _frame(axis: Axes, name: str) -> None:
    axis.text(_NAME_AT, 0.5, name, transform=axis.transAxes, ha="left", va="center", fontsize=7)
    axis.spines[["top", "right"]].set_visible(False)
    axis.tick_params(labelsize=7, length=2)


def _grid(axes: Sequence[Axes]) -> None:
    """Lines at the ticks of the last axis. The others get no ticks of their own: making them took half of the time."""
    low, high = axes[-1].get_xlim()
    moments = [float(t) for t in axes[-1].get_xticks() if low <= t <= high]
    for axis in axes:
        axis.vlines(
            moments,
            0,
            1,
            transform=axis.get_xaxis_transform(),
            colors="#dddddd",
            linewidth=0.5,
            zorder=0.5,
        )
    for axis in axes[:-1]:
        axis.xaxis.set_visible(False)
