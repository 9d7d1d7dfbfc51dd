"""Curves and bars made ready to draw: broken at gaps, thinned without losing an extreme, packed into rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deepfake_studio.vocabulary import Floats

_MOST_POINTS = 4_000
_GAP_STEPS = 4.0


def thinned(pts: Floats, values: Floats, *, most: int = _MOST_POINTS) -> tuple[Floats, Floats]:
    """At most about ``most`` points that keep the lowest and the highest value of every bin; empty bins are gaps."""
    if len(pts) <= most:
        return pts, values
    out_pts: list[float] = []
    out: list[float] = []
    for rows in np.array_split(np.arange(len(pts)), most // 2):
        finite = rows[np.isfinite(values[rows])]
        if len(finite) == 0:
            out_pts.append(float(pts[rows[0]]))
            out.append(np.nan)
            continue
        ends = {int(finite[np.argmin(values[finite])]), int(finite[np.argmax(values[finite])])}
        for row in sorted(ends):
            out_pts.append(float(pts[row]))
            out.append(float(values[row]))
    return np.array(out_pts), np.array(out)


def broken_at_gaps(pts: Floats, values: Floats) -> tuple[Floats, Floats]:
    """The curve with a hole wherever samples lie much further apart than usual: nothing was measured there."""
    if len(pts) < 3:
        return pts, values
    steps = np.diff(pts)
    usual = float(np.median(steps))
    after = np.flatnonzero(steps > _GAP_STEPS * usual) + 1 if usual > 0 else np.empty(0, np.int64)
    return np.insert(pts, after, pts[after - 1]), np.insert(values, after, np.nan)


def packed(spans: Sequence[tuple[float, float]], *, space: float) -> list[int]:
    """A row for each span so that spans of one row stay ``space`` apart; the first free row is taken."""
    ends: list[float] = []
    rows = [0] * len(spans)
    for at in sorted(range(len(spans)), key=lambda i: spans[i]):
        start, stop = spans[at]
        row = next((r for r, end in enumerate(ends) if start >= end + space), len(ends))
        if row == len(ends):
            ends.append(stop)
        ends[row] = max(ends[row], stop)
        rows[at] = row
    return rows
