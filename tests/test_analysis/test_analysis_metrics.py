"""Metrics against scikit-learn and scipy, against the analytic Cllr, and their refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from deepfake_studio.analysis import metrics
from deepfake_studio.analysis.pav import pav
from deepfake_studio.errors import NotApplicable


def random_set(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 60))
    scores = rng.normal(size=n)
    if seed % 2:
        scores = np.round(scores * rng.integers(1, 4))  # ties
    labels = rng.random(n) < rng.uniform(0.1, 0.9)
    labels[0], labels[1] = True, False
    return scores, labels


def reference_eer(scores: np.ndarray, labels: np.ndarray) -> float:
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    gap = fpr + tpr - 1
    # walk the polyline by a parameter so that vertical stretches are no special case
    t = np.arange(len(fpr), dtype=float)
    root = brentq(lambda x: np.interp(x, t, gap), 0, len(t) - 1, xtol=1e-13)
    return float(np.interp(root, t, fpr))


@pytest.mark.parametrize("block", range(10))
def test_agrees_with_reference(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        scores, labels = random_set(seed)
        assert abs(metrics.auc(scores, labels) - roc_auc_score(labels, scores)) < 1e-9
        assert abs(metrics.ap(scores, labels) - average_precision_score(labels, scores)) < 1e-9
        assert abs(metrics.eer(scores, labels) - reference_eer(scores, labels)) < 1e-9


def test_weights_agree_with_reference() -> None:
    for seed in range(50):
        scores, labels = random_set(seed)
        weights = np.random.default_rng(seed).integers(0, 3, (4, len(scores))).astype(float)
        weights[:, :2] += 1
        for row, area, precision in zip(
            weights,
            metrics.weighted("auc", scores, labels, weights=weights),
            metrics.weighted("ap", scores, labels, weights=weights),
            strict=True,
        ):
            assert abs(area - roc_auc_score(labels, scores, sample_weight=row)) < 1e-9
            assert abs(precision - average_precision_score(labels, scores, sample_weight=row)) < 1e-9


def test_a_row_without_one_class_is_nan() -> None:
    out = metrics.weighted("auc", [1.0, 2.0], [False, True], weights=np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert np.isnan(out[0])
    assert out[1] == 1


@pytest.mark.parametrize("name", ["auc", "eer", "ap", "cllr", "min_cllr"])
@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        ([1.0, 2.0], [1, 1]),
        ([1.0, 2.0], [0, 0]),
        ([], []),
        ([1.0, np.nan], [0, 1]),
        ([1.0, np.inf], [0, 1]),
        ([1.0], [0, 1]),
    ],
)
def test_refuses_what_has_no_figure(name: str, scores: list[float], labels: list[int]) -> None:
    with pytest.raises(metrics.NotMeasurable) as refusal:
        getattr(metrics, name)(scores, labels)
    assert isinstance(refusal.value, NotApplicable)


def test_cllr_against_analytic_case() -> None:
    separation = 4.0  # variance of the LLR; its mean is +- half of that for perfectly calibrated normal scores

    def cost(x: float) -> float:
        return float(np.logaddexp(0, -x) / np.log(2) * norm.pdf(x, separation / 2, separation**0.5))

    analytic = quad(cost, -30, 40)[0]
    rng = np.random.default_rng(3)
    n = 100_000
    llr = np.r_[rng.normal(separation / 2, separation**0.5, n), rng.normal(-separation / 2, separation**0.5, n)]
    labels = np.r_[np.ones(n), np.zeros(n)]
    assert metrics.cllr(llr / np.log(10), labels) == pytest.approx(analytic, rel=0.02)
    assert metrics.min_cllr(llr, labels) == pytest.approx(analytic, rel=0.02)


def test_cllr_of_no_information_is_one_bit() -> None:
    assert metrics.cllr([0.0, 0.0], [1, 0]) == pytest.approx(1)
    assert metrics.min_cllr([2.0, 1.0], [1, 0]) == pytest.approx(0)


def test_pav_is_monotone_and_the_isotonic_fit() -> None:
    for seed in range(100):
        scores, labels = random_set(seed)
        curve = pav(scores, labels)
        assert (np.diff(curve.log10_lr[np.isfinite(curve.log10_lr)]) >= 0).all()
        weights = np.where(labels, 1 / labels.sum(), 1 / (~labels).sum())
        share = IsotonicRegression().fit(scores, labels, sample_weight=weights).predict(curve.scores)
        with np.errstate(divide="ignore"):
            expected = np.log10(share) - np.log10(1 - share)
        finite = np.isfinite(curve.log10_lr) & np.isfinite(expected) & (np.abs(expected) < 8)
        np.testing.assert_allclose(curve.log10_lr[finite], expected[finite], atol=1e-6)
