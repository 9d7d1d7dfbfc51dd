"""The group bootstrap: whole groups, honest refusals, and coverage near 95 %."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from deepfake_studio.analysis import resample


def test_groups_are_drawn_whole() -> None:
    weights = resample.group_weights(["a", "a", "b", "c"], replicates=200, seed=0)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()


def test_strata_are_never_lost() -> None:
    weights = resample.group_weights(["a", "b", "c", "d"], replicates=500, seed=0, strata=["x", "x", "y", "y"])
    assert (weights[:, :2].sum(axis=1) == 2).all()
    assert (weights[:, 2:].sum(axis=1) == 2).all()


def test_no_interval_below_eight_groups() -> None:
    got = resample.estimate("auc", [1, 2, 3, 4], [0, 1, 0, 1], groups=["a", "b", "c", "d"])
    assert got.value == 0.75
    assert got.low is None
    assert got.reason is not None
    assert "8" in got.reason


def test_one_class_is_a_reason_not_a_number() -> None:
    got = resample.estimate("auc", [1.0, 2.0], [1, 1], groups=["a", "b"])
    assert got.value is None
    assert got.reason


def test_too_many_lost_replicates_give_no_interval() -> None:
    assert resample.percentiles(np.r_[np.full(10, np.nan), np.ones(90)]) is None
    assert resample.percentiles(np.r_[np.nan, np.arange(99.0)]) == pytest.approx((2.45, 95.55))


def test_expanded_tail_follows_student() -> None:
    for groups in (8, 15, 40, 1000):
        wider = t.ppf(0.975, groups - 1) * (groups / (groups - 1)) ** 0.5
        assert -norm.ppf(resample.expanded_tail(groups)) == pytest.approx(wider, rel=0.005)


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    truth, hits = 0.8556, 0  # Phi(1.5 / sqrt(2))
    for seed in range(100):
        rng = np.random.default_rng(seed)
        labels = np.arange(80) % 2
        scores = rng.normal(size=80) + 1.5 * labels
        got = resample.estimate("auc", scores, labels, groups=[str(i) for i in range(80)], replicates=300)
        assert got.low is not None
        assert got.high is not None
        hits += got.low <= truth <= got.high
    assert hits >= 88


def test_clones_of_an_item_do_not_narrow_the_interval() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(40) % 2
    scores = rng.normal(size=40) + labels
    groups = [str(i) for i in range(40)]
    once = resample.estimate("auc", scores, labels, groups=groups)
    many = resample.estimate("auc", np.tile(scores, 9), np.tile(labels, 9), groups=groups * 9)
    assert (many.low, many.high) == pytest.approx((once.low, once.high))
