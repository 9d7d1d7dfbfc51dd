"""Minima and maxima of a long curve at every scale, so that a million samples draw as fast as a screen is wide.

Every vertex handed out is a sample of the curve, never an average: what is drawn was measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.vocabulary import Floats

Rows = NDArray[np.int64]
_MIN_POINTS = 8


@dataclass(frozen=True, slots=True)
class _Level:
    """Rows of the lowest and highest sample of each bucket; any row of an empty bucket (no score in it)."""

    lowest: NDArray[np.int32]
    highest: NDArray[np.int32]


class Pyramid:
    """A curve ``values`` over ``pts_seconds`` (both (N,), times never falling); a value that is not finite is a gap."""

    def __init__(self, pts_seconds: Floats, values: Floats) -> None:
        pts, values = np.asarray(pts_seconds, np.float64), np.asarray(values, np.float64)
        if pts.ndim != 1 or pts.shape != values.shape:
            raise ValueError(f"times {pts.shape} and values {values.shape} must be two rows of one length")
        if len(pts) and not (np.isfinite(pts).all() and (np.diff(pts) >= 0).all()):
            raise ValueError("times must be finite and must not fall")
        self.pts_seconds = pts
        self.values = np.where(np.isfinite(values), values, np.nan)
        self._gaps_before = np.r_[0, np.cumsum(np.isnan(self.values))]
        self._levels = _build(self.values)

    def __len__(self) -> int:
        return len(self.pts_seconds)

    @property
    def extremes(self) -> tuple[float, float] | None:
        """Lowest and highest value of the whole curve; ``None`` where nothing was scored."""
        if self._gaps(0, len(self)) == len(self):
            return None
        return float(np.nanmin(self.values)), float(np.nanmax(self.values))

    def nearest(self, seconds: float) -> int | None:
        """Row of the sample nearest in time."""
        if not len(self):
            return None
        right = int(np.searchsorted(self.pts_seconds, seconds))
        rows = [row for row in (right - 1, right) if 0 <= row < len(self)]
        return min(rows, key=lambda row: abs(self.pts_seconds[row] - seconds))

    def query(self, start_seconds: float, stop_seconds: float, max_points: int) -> tuple[Floats, Floats]:
        """The curve between two moments and one sample beyond each, in at most ``2 * max_points`` vertices.

        All samples where they fit. Otherwise the lowest and the highest of each bucket, at their own times; a bucket
        with a gap in it stands alone between breaks (NaN), so that no line crosses a gap.
        """
        if max_points < _MIN_POINTS:
            raise ValueError(f"a curve needs at least {_MIN_POINTS} points, not {max_points}")
        first = int(np.searchsorted(self.pts_seconds, start_seconds, "left"))
        last = max(first, int(np.searchsorted(self.pts_seconds, stop_seconds, "right")))
        before, after = max(first - 1, 0), min(last + 1, len(self))
        if after - before <= 2 * max_points:
            return self.pts_seconds[before:after], self.values[before:after]
        x, y = self._reduced(first, last, 2 * max_points - 2)
        head, tail = slice(before, first), slice(last, after)
        pts, values = self.pts_seconds, self.values
        return np.concatenate((pts[head], x, pts[tail])), np.concatenate((values[head], y, values[tail]))

    def _gaps(self, first: int, last: int) -> int:
        return int(self._gaps_before[last] - self._gaps_before[first])

    def _reduced(self, first: int, last: int, vertices: int) -> tuple[Floats, Floats]:
        """Rows ``first`` to ``last`` in at most ``vertices`` vertices."""
        each = 4 if self._gaps(first, last) else 2
        edges, lowest, highest = self._buckets(first, last, vertices // each)
        early, late = np.minimum(lowest, highest), np.maximum(lowest, highest)
        if each == 2:
            rows = np.stack((early, late), 1).ravel()
            return self.pts_seconds[rows], self.values[rows]
        return self._with_breaks(edges, early, late)

    def _with_breaks(self, edges: Rows, early: Rows, late: Rows) -> tuple[Floats, Floats]:
        gaps = np.diff(self._gaps_before[edges])
        mixed, empty = gaps > 0, gaps == np.diff(edges)
        rows = np.stack((edges[:-1], early, late, edges[1:] - 1), 1)
        keep = np.stack((mixed, ~empty, ~empty & (late != early), mixed & ~empty), 1)
        y = self.values[rows]
        y[:, 0] = y[:, 3] = np.nan
        return self.pts_seconds[rows][keep], y[keep]

    def _buckets(self, first: int, last: int, limit: int) -> tuple[Rows, Rows, Rows]:
        """Edges (B + 1,), lowest and highest rows (B,) of at most ``limit`` buckets that tile ``first`` to ``last``."""
        level = 1
        while ((last - first) >> level) + 2 > limit:
            level += 1
        size = 1 << level
        inner, outer = -(-first // size), last // size  # whole buckets; the ends are reduced from their samples
        edges = np.unique(np.r_[first, np.arange(inner, outer + 1) * size, last])
        built = self._levels[level - 1]
        ends = [self._extreme_rows(int(a), int(b)) for a, b in _ends(first, inner * size, outer * size, last)]
        lowest, highest = built.lowest[inner:outer].astype(np.int64), built.highest[inner:outer].astype(np.int64)
        head, tail = ends[0], ends[1]
        return edges, np.r_[head[0], lowest, tail[0]], np.r_[head[1], highest, tail[1]]

    def _extreme_rows(self, first: int, last: int) -> tuple[Rows, Rows]:
        if first == last:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        part = self.values[first:last]
        low = first + int(np.argmin(np.where(np.isnan(part), np.inf, part)))
        high = first + int(np.argmax(np.where(np.isnan(part), -np.inf, part)))
        return np.array([low]), np.array([high])


def _ends(first: int, inner: int, outer: int, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (first, inner), (outer, last)


def _build(values: Floats) -> list[_Level]:
    """Buckets of 2, 4, 8, ... samples; the last one of a level may be short."""
    low, high = np.where(np.isnan(values), np.inf, values), np.where(np.isnan(values), -np.inf, values)
    lowest = highest = np.arange(len(values), dtype=np.int32)
    levels: list[_Level] = []
    while len(lowest) > 1:
        lowest, highest = _halved(lowest, low, np.less), _halved(highest, high, np.greater)
        levels.append(_Level(lowest, highest))
    return levels


def _halved(rows: NDArray[np.int32], values: Floats, better: np.ufunc) -> NDArray[np.int32]:
    """The better row of each neighbouring pair; the earlier one of equals."""
    pairs = len(rows) // 2
    left, right = rows[0 : 2 * pairs : 2], rows[1 : 2 * pairs : 2]
    chosen = np.where(better(values[right], values[left]), right, left)
    return np.append(chosen, rows[2 * pairs :]) if len(rows) % 2 else chosen
