"""The min/max pyramid against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio.gui.widgets.pyramid import Pyramid

value = st.one_of(st.floats(-5, 5), st.just(np.nan), st.sampled_from([0.0, 1.0, np.inf]))


@st.composite
def curves(draw):
    values = np.array(draw(st.lists(value, max_size=400)), dtype=float)
    steps = draw(st.lists(st.sampled_from([0.0, 0.04, 0.25, 3.0]), min_size=len(values), max_size=len(values)))
    return np.cumsum(np.array(steps, dtype=float)), values


@st.composite
def windows(draw):
    start = draw(st.floats(-2, 400))
    return start, start + draw(st.floats(0, 500))


@given(curves(), windows(), st.integers(8, 64))
def test_query_keeps_extremes_samples_and_gaps(curve, window, max_points):
    pts, values = curve
    pyramid = Pyramid(pts, values)
    clean = np.where(np.isfinite(values), values, np.nan)
    x, y = pyramid.query(*window, max_points)
    first, last = np.searchsorted(pts, window[0], "left"), np.searchsorted(pts, window[1], "right")
    before, after = max(first - 1, 0), min(last + 1, len(pts))

    assert len(x) == len(y) <= 2 * max_points
    assert (np.diff(x) >= 0).all()
    if after - before <= 2 * max_points:  # full zoom: the samples themselves
        assert np.array_equal(x, pts[before:after])
        assert np.array_equal(y, clean[before:after], equal_nan=True)
    samples = set(zip(pts, clean, strict=True))
    assert all((a, b) in samples for a, b in zip(x, y, strict=True) if np.isfinite(b))
    inside = clean[first:last]
    if np.isfinite(inside).any():
        seen = y[(x >= window[0]) & (x <= window[1])]
        assert np.nanmin(seen) == np.nanmin(inside)
        assert np.nanmax(seen) == np.nanmax(inside)


@given(st.integers(200, 3000), st.integers(8, 40), st.randoms(use_true_random=False))
def test_no_line_crosses_a_gap_and_no_piece_vanishes(count, max_points, random):
    values = np.array([random.uniform(-1, 1) for _ in range(count)])
    for _ in range(random.randrange(6)):
        at = random.randrange(count)
        values[at : at + random.randrange(1, 200)] = np.nan
    pyramid = Pyramid(np.arange(count, dtype=float), values)
    x, y = pyramid.query(0, count, max_points)
    widest = 1
    while widest * (max_points // 2 - 3) < count:
        widest *= 2
    for a, b, left, right in zip(x, x[1:], y, y[1:], strict=False):
        if np.isfinite(left) and np.isfinite(right):  # a drawn line: it may hide a gap only within its own bucket
            assert not np.isnan(values[int(a) : int(b) + 1]).any() or b - a < widest
    for row in np.flatnonzero(np.isfinite(values)):  # every sample lies near a vertex as high and one as low
        near = np.isfinite(y) & (np.abs(x - row) < widest)
        assert y[near].min() <= values[row] <= y[near].max()


@given(st.integers(0, 300), st.floats(-1, 100))
def test_nearest_is_nearest(count, seconds):
    pts = np.arange(count) * 0.25
    row = Pyramid(pts, np.zeros(count)).nearest(seconds)
    assert (row is None) == (count == 0)
    if row is not None:
        assert abs(pts[row] - seconds) == np.abs(pts - seconds).min()


def test_nothing_scored():
    pyramid = Pyramid(np.arange(5000.0), np.full(5000, np.nan))
    assert pyramid.extremes is None
    assert np.isnan(pyramid.query(0, 5000, 100)[1]).all()
    assert len(Pyramid(np.empty(0), np.empty(0)).query(0, 1, 10)[0]) == 0


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="must not fall"):
        Pyramid(np.array([1.0, 0.0]), np.zeros(2))
    with pytest.raises(ValueError, match="one length"):
        Pyramid(np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match="at least"):
        Pyramid(np.zeros(2), np.zeros(2)).query(0, 1, 1)
