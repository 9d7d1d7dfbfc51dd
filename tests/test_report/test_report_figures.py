"""Figures: the same bytes every time, nothing needed from outside, extremes and gaps kept."""

import itertools
import re
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio import vocabulary as v
from deepfake_studio.report import canvas, interval_figure, lanes, timeline_figure


@pytest.fixture
def examined(make):
    return make.examination(make.exhibit_record())


def rows(make):
    return [("item (fused)", make.lr(1.2), None), ("a.b", make.lr(-2.0), None), ("c.d", None, "weights are missing")]


def test_the_users_drawing_style_changes_nothing(examined, make):
    plain = timeline_figure.draw(examined), interval_figure.draw(rows(make))
    with matplotlib.rc_context({"font.size": 20, "axes.grid": True, "lines.linewidth": 9, "svg.fonttype": "none"}):
        styled = timeline_figure.draw(examined), interval_figure.draw(rows(make))
        assert matplotlib.rcParams["font.size"] == 20
    assert plain == styled


def test_no_date_no_fonts_no_reference(examined, make):
    for data in (timeline_figure.draw(examined), interval_figure.draw(rows(make))):
        text = data.decode()
        assert "<text" not in text
        assert "DOCTYPE" not in text
        assert "<dc:date" not in text
        assert not re.search(r'href="(?!#)', text)
        assert text.count("<path") > 10


def test_names_from_manifests_draw_without_missing_letters(examined):
    odd = replace(examined.detectors[0], detector_id="模型😀.$x_{$" + "y" * 200)
    timeline_figure.draw(replace(examined, detectors=(odd,)))
    assert canvas.label("模型") == "\\u6a21\\u578b"
    assert len(canvas.label("y" * 200)) <= 34


def test_a_single_moment_and_an_empty_lane_draw(examined, make):
    one = make.track(1, 0, 1)
    series = v.ScoreSeries(detector_id="a.b", track_id=1, pts_seconds=np.zeros(1), logits=np.ones(1))
    detector = v.DetectorResult(
        detector_id="a.b", status="not_calibrated", reason="x", weights_sha256="0", logit=1.0, series=(series,)
    )
    few = replace(examined, tracks=(one,), detectors=(detector,), timeline=None, anomalies=(), frames=make.frames(1))
    assert timeline_figure.draw(few).startswith(b"<?xml")


def test_a_long_timeline_stays_a_small_figure(examined):
    pts = np.arange(1_000_000) / 30
    timeline = v.Timeline(pts_seconds=pts, log10_lr=np.sin(pts), per_detector={"lite0.sbi": (pts, np.cos(pts))})
    many = tuple(
        v.Anomaly(kind="x", start_seconds=i * 10.0, stop_seconds=i * 10.0 + 5, track_id=1, strength=1.0, description="")
        for i in range(500)
    )
    assert len(timeline_figure.draw(replace(examined, timeline=timeline, anomalies=many))) < 2_500_000


@given(st.lists(st.one_of(st.floats(-5, 5), st.just(float("nan"))), min_size=1, max_size=400))
def test_thinning_keeps_the_extremes(values):
    pts, array = np.arange(len(values), dtype=float), np.array(values)
    thin_pts, thin = lanes.thinned(pts, array, most=40)
    assert len(thin) <= max(len(values), 40)
    assert (np.diff(thin_pts) >= 0).all()
    if np.isfinite(array).any():
        assert np.nanmax(thin) == np.nanmax(array)
        assert np.nanmin(thin) == np.nanmin(array)


def test_a_gap_breaks_the_curve():
    pts = np.array([0.0, 1, 2, 3, 30, 31])
    _, values = lanes.broken_at_gaps(pts, np.ones(6))
    assert np.isnan(values).tolist() == [False, False, False, False, True, False, False]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20)), max_size=40))
def test_bars_of_one_row_never_overlap(pairs):
    spans = [(a, a + length) for a, length in pairs]
    found = lanes.packed(spans, space=0.5)
    for row in set(found):
        inside = sorted(s for s, r in zip(spans, found, strict=True) if r == row)
        assert all(a[1] + 0.5 <= b[0] for a, b in itertools.pairwise(inside))
