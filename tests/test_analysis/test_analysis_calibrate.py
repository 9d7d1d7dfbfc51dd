"""Calibration and fusion: monotone, capped, order-free, abstention neutral, exact through the file."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepfake_studio import wire
from deepfake_studio.analysis import calibrate, metrics
from deepfake_studio.analysis.calibrate import Calibration, apply, of_n
from deepfake_studio.analysis.fitting import Item, fit
from deepfake_studio.errors import WeightsError

logit = st.floats(-40, 40)


def single(scores: list[float], labels: list[int], **more: object) -> Calibration:
    items = [
        Item(group=f"g{n}", manipulated=bool(y), track_logits=np.array([[s]]))
        for n, (s, y) in enumerate(zip(scores, labels, strict=True))
    ]
    return fit(items, calibration_id="s", detector_ids=("a",), population="p", **{"replicates": 50, **more})  # type: ignore[arg-type]


@given(a=logit, b=logit, rise=st.floats(0, 20), n=st.integers(1, 50))
def test_monotone_in_every_logit(fused: Calibration, a: float, b: float, rise: float, n: int) -> None:
    lower = apply(fused, {"a": a, "b": b}, n_tracks=n)
    upper = apply(fused, {"a": a + rise, "b": b}, n_tracks=n)
    assert upper.log10 >= lower.log10 - 1e-12
    assert upper.low >= lower.low - 1e-12
    assert upper.high >= lower.high - 1e-12


@given(a=logit, b=logit, n=st.integers(1, 1000))
def test_cap_and_order_of_the_interval(fused: Calibration, a: float, b: float, n: int) -> None:
    ratio = apply(fused, {"a": a, "b": b}, n_tracks=n)
    assert -fused.cap <= ratio.low <= ratio.log10 <= ratio.high <= fused.cap
    assert fused.cap == pytest.approx(np.log10(12))
    assert ratio.calibration_id == "fused.t"


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.booleans()), min_size=2, max_size=40).filter(
        lambda rows: len({y for _, y in rows}) == 2
    )
)
@settings(max_examples=60, deadline=None)
def test_any_population_gives_a_monotone_capped_calibration(rows: list[tuple[float, bool]]) -> None:
    made = single([s for s, _ in rows], [int(y) for _, y in rows])
    grid = [apply(made, {"a": x}) for x in np.linspace(-60, 60, 41)]
    assert (np.diff([g.log10 for g in grid]) >= -1e-12).all()
    assert max(abs(v) for g in grid for v in (g.low, g.log10, g.high)) <= made.cap + 1e-12


@given(a=logit, b=logit)
def test_order_of_detectors_does_not_matter(a: float, b: float) -> None:
    base = fused_of(("a", "b"))
    turned = fused_of(("b", "a"))
    one, other = apply(base, {"a": a, "b": b}), apply(turned, {"b": b, "a": a})
    assert one.log10 == pytest.approx(other.log10, abs=1e-7)
    assert one.low == pytest.approx(other.low, abs=1e-7)


_MADE: dict[tuple[str, ...], Calibration] = {}


def fused_of(order: tuple[str, ...]) -> Calibration:
    if order not in _MADE:
        rng = np.random.default_rng(5)
        rows = [(n, n % 2 == 0, rng.normal(0, 1, 2) + (n % 2 == 0)) for n in range(30)]
        columns = [("a", "b").index(name) for name in order]
        items = [Item(group=f"g{n}", manipulated=y, track_logits=x[None, columns]) for n, y, x in rows]
        _MADE[order] = fit(items, calibration_id="f", detector_ids=order, population="p", replicates=40)
    return _MADE[order]


@given(a=logit)
def test_abstention_equals_a_detector_that_says_one(fused: Calibration, a: float) -> None:
    intercept, slope = fused.coefficients[1]
    neutral = -intercept / slope
    point_only = dataclasses.replace(fused, bootstrap_coefficients=np.empty((0, 2, 2)))
    assert apply(point_only, {"a": a}).log10 == pytest.approx(apply(point_only, {"a": a, "b": neutral}).log10, abs=1e-9)


def test_no_score_at_all_is_refused(fused: Calibration) -> None:
    with pytest.raises(ValueError, match="no detector"):
        apply(fused, {"other": 1.0})


def test_a_detector_the_wrong_way_round_says_nothing() -> None:
    made = single([3, 4, 5, 6, 0, 1, 2, 3], [0, 0, 0, 0, 1, 1, 1, 1])
    assert apply(made, {"a": 6.0}).log10 == 0
    assert apply(made, {"a": 0.0}).log10 == 0


def test_beyond_the_population_a_logit_counts_no_further(items: Callable[..., list[Item]]) -> None:
    made = single(list(np.linspace(-1, 1, 40)), [0, 1] * 20)
    assert apply(made, {"a": 1.0}) == apply(made, {"a": 1e6})


def test_few_groups_give_the_whole_range() -> None:
    made = single([0.0, 0.1, 5.0, 5.1], [0, 0, 1, 1])
    ratio = apply(made, {"a": 5.1})
    assert (ratio.low, ratio.high) == (-made.cap, made.cap)
    assert made.interval_reason is not None


def test_resamples_without_a_class_widen_the_interval(fused: Calibration) -> None:
    refits = fused.bootstrap_coefficients.copy()
    refits[:10] = np.nan
    damaged = dataclasses.replace(fused, bootstrap_coefficients=refits)
    ratio = apply(damaged, {"a": 1.0, "b": 1.0})
    assert (ratio.low, ratio.high) == (-fused.cap, fused.cap)


def test_strongest_of_n() -> None:
    values = np.array([-2.0, 0.0, 1.0, 5.0])
    assert np.array_equal(of_n(values, 1), values)
    many = of_n(values, 10)
    assert many[0] == -2
    assert (many[1:] <= values[1:]).all()
    assert many[3] == pytest.approx(np.log(np.exp(5) / 10 + 0.9))


def test_fit_recovers_known_likelihood_ratios() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(4000) % 2
    scores = rng.normal(np.where(labels, 1.0, -1.0), 2**0.5)  # log LR of a score is the score itself
    made = single(list(scores), list(labels), replicates=0)
    assert made.coefficients[0] == pytest.approx([0, 1], abs=0.08)
    analytic = metrics.cllr(scores / np.log(10), labels)
    applied = [apply(made, {"a": s}).log10 for s in scores]
    assert metrics.cllr(applied, labels) == pytest.approx(analytic, rel=0.02)


def test_prior_of_the_population_does_not_leak_in() -> None:
    rng = np.random.default_rng(1)
    labels = np.r_[np.zeros(200), np.ones(1800)]
    made = single(list(rng.normal(np.where(labels, 1.0, -1.0), 2**0.5)), [int(y) for y in labels], replicates=0)
    assert abs(made.coefficients[0, 0]) < 0.35


def test_strongest_of_many_innocent_tracks_is_calibrated(items: Callable[..., list[Item]]) -> None:
    """With six tracks per clip the strongest innocent one is high; its ratio must not be."""
    made = fit(
        items(groups=300, detectors=1, tracks=6, gap=2.0),
        calibration_id="n",
        detector_ids=("a",),
        population="p",
        replicates=0,
    )
    fresh = items(groups=300, detectors=1, tracks=6, gap=2.0, seed=9)
    ratios = [apply(made, {"a": float(i.track_logits.max())}, n_tracks=6).log10 for i in fresh]
    labels = [i.manipulated for i in fresh]
    assert metrics.cllr(ratios, labels) < metrics.min_cllr(ratios, labels) + 0.08


def test_fusion_weighs_no_detector_negatively_and_never_hurts_much(items: Callable[..., list[Item]]) -> None:
    rng = np.random.default_rng(2)
    noisy = [dataclasses.replace(i, track_logits=i.track_logits * [1, 0] + [0, rng.normal()]) for i in items(groups=40)]
    made = fit(noisy, calibration_id="f", detector_ids=("a", "b"), population="p", replicates=20)
    assert (made.coefficients[:, 1] >= 0).all()
    values = [apply(made, {"a": i.track_logits[0, 0], "b": i.track_logits[0, 1]}).log10 for i in noisy]
    labels = [i.manipulated for i in noisy]
    assert metrics.auc(values, labels) > metrics.auc([i.track_logits[0, 0] for i in noisy], labels) - 0.03


def test_missing_scores_are_fitted_around(items: Callable[..., list[Item]]) -> None:
    made = fit(
        items(groups=40, missing=0.3), calibration_id="f", detector_ids=("a", "b"), population="p", replicates=20
    )
    assert np.isfinite(made.coefficients).all()


def test_one_class_is_refused() -> None:
    with pytest.raises(metrics.NotMeasurable, match="a cannot be calibrated"):
        single([1.0, 2.0], [1, 1])


def test_file_and_back(fused: Calibration, tmp_path: Path) -> None:
    refits = fused.bootstrap_coefficients.copy()
    refits[0] = np.nan
    lossy = dataclasses.replace(fused, bootstrap_coefficients=refits)
    calibrate.save(lossy, tmp_path / "c.json")
    back = calibrate.load(tmp_path / "c.json")
    assert wire.canonical(back) == wire.canonical(lossy)
    assert apply(back, {"a": 1.0}) == apply(lossy, {"a": 1.0})
    assert list(tmp_path.iterdir()) == [tmp_path / "c.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"schema": calibrate.SCHEMA}), "\x00"])
def test_a_damaged_file_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(WeightsError, match=r"c\.json"):
        calibrate.load(tmp_path / "c.json")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="install"):
        calibrate.load(tmp_path / "none.json")


@pytest.mark.parametrize(
    "change",
    [
        {"coefficients": np.array([[0.0, -1.0], [0.0, 1.0]])},
        {"ranges": np.zeros((1, 2))},
        {"cap": -1.0},
        {"bootstrap_coefficients": np.zeros((3, 1, 2))},
    ],
)
def test_impossible_records_are_refused(fused: Calibration, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"calibration fused\.t"):
        dataclasses.replace(fused, **change)  # type: ignore[arg-type]
