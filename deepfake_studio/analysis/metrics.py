"""Validation figures over labelled scores: AUC, EER, AP, Cllr; never shown as the result of a case.

The rank figures are computed from one sweep over the distinct scores for any number of weightings at once, so that a
bootstrap is the same code with many rows of weights and cannot drift from the point estimate.

Source: AUC, AP and the handling of ties as in scikit-learn (`roc_auc_score`, `average_precision_score`); EER where the
linearly interpolated ROC meets fpr = 1 - tpr; Cllr and min Cllr: Bruemmer and du Preez, Computer Speech and Language
20 (2006) 230-275; partial AUC as scikit-learn's ``max_fpr``: McClish, Medical Decision Making 9 (1989) 190-195; DeLong
et al., Biometrics 44 (1988) 837-845; expected calibration error over equal-width bins: Guo et al., arXiv 1706.04599.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deepfake_studio.analysis.pav import pav
from deepfake_studio.errors import NotApplicable
from deepfake_studio.vocabulary import Floats

MetricName = Literal["auc", "pauc", "eer", "ap", "tpr1"]
PAUC_MAX_FPR = 0.1
TPR_AT_FPR = 0.01


class NotMeasurable(NotApplicable):
    """The figure does not exist for these scores: one class only, nothing at all, or a score that is no number."""


@dataclass(frozen=True, slots=True)
class _Sweep:
    """Weighted counts at or above each distinct score, highest first, with a leading zero: (B, U + 1)."""

    true_positives: Floats
    false_positives: Floats

    @property
    def positives(self) -> Floats:
        return self.true_positives[:, -1:]

    @property
    def negatives(self) -> Floats:
        return self.false_positives[:, -1:]


def checked(scores: ArrayLike, labels: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    """Scores (N,) float64 and labels (N,) bool (true = manipulated).

    Raises:
        NotMeasurable: lengths differ, a score is not finite, or only one class is present.
    """
    values, positive = np.asarray(scores, np.float64), np.asarray(labels).astype(bool)
    if values.ndim != 1 or values.shape != positive.shape:
        raise NotMeasurable(f"{values.shape} scores cannot be measured against {positive.shape} labels.")
    if not np.isfinite(values).all():
        raise NotMeasurable("A score is missing or not finite; leave such items out and count them in the coverage.")
    if positive.all() or not positive.any():
        raise NotMeasurable("Only one class is present; a separation needs items of both.")
    return values, positive


def _sweep(scores: Floats, positive: NDArray[np.bool_], weights: Floats) -> _Sweep:
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    # ties enter together: a threshold cannot fall between equal scores
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    rows = weights[:, order]
    hits = np.add.reduceat(np.where(positive[order], rows, 0.0), starts, axis=1)
    alarms = np.add.reduceat(np.where(positive[order], 0.0, rows), starts, axis=1)
    pad = ((0, 0), (1, 0))
    return _Sweep(np.pad(np.cumsum(hits, axis=1), pad), np.pad(np.cumsum(alarms, axis=1), pad))


def _auc(sweep: _Sweep) -> Floats:
    tp, fp = sweep.true_positives, sweep.false_positives
    area = (np.diff(fp, axis=1) * (tp[:, 1:] + tp[:, :-1]) / 2).sum(axis=1)
    return np.asarray(area / (sweep.positives * sweep.negatives)[:, 0])


def _eer(sweep: _Sweep) -> Floats:
    fpr = sweep.false_positives / sweep.negatives
    gap = fpr + sweep.true_positives / sweep.positives - 1
    # rounding may leave the last point a hair below zero
    gap[:, -1] = np.maximum(gap[:, -1], 0.0)
    upper = np.argmax(gap >= 0, axis=1)[:, None]
    low, high = np.take_along_axis(gap, upper - 1, 1), np.take_along_axis(gap, upper, 1)
    start, stop = np.take_along_axis(fpr, upper - 1, 1), np.take_along_axis(fpr, upper, 1)
    return np.asarray((start + (stop - start) * (-low / (high - low)))[:, 0])


def _ap(sweep: _Sweep) -> Floats:
    tp, fp = sweep.true_positives[:, 1:], sweep.false_positives[:, 1:]
    precision = np.divide(tp, tp + fp, out=np.zeros_like(tp), where=tp + fp > 0)
    recall_steps = np.diff(sweep.true_positives, axis=1) / sweep.positives
    return np.asarray((recall_steps * precision).sum(axis=1))


def _at_fpr(sweep: _Sweep, limit: float) -> tuple[Floats, Floats]:
    """Area under the ROC up to ``limit`` and the interpolated true positive rate there, both (B,)."""
    fpr, tpr = sweep.false_positives / sweep.negatives, sweep.true_positives / sweep.positives
    areas, rates = np.empty(len(fpr)), np.empty(len(fpr))
    for row, (x, y) in enumerate(zip(fpr, tpr, strict=True)):
        stop = int(np.searchsorted(x, limit, side="right"))
        end = float(np.interp(limit, x[stop - 1 : stop + 1], y[stop - 1 : stop + 1])) if stop < len(x) else y[-1]
        at, height = np.r_[x[:stop], limit], np.r_[y[:stop], end]
        areas[row], rates[row] = float((np.diff(at) * (height[1:] + height[:-1]) / 2).sum()), end
    return areas, rates


def _pauc(sweep: _Sweep) -> Floats:
    area, _ = _at_fpr(sweep, PAUC_MAX_FPR)
    least = PAUC_MAX_FPR**2 / 2
    return np.asarray(0.5 * (1 + (area - least) / (PAUC_MAX_FPR - least)))


def _tpr1(sweep: _Sweep) -> Floats:
    """Highest true positive rate at a false positive rate of at most 1 %, without interpolation."""
    inside = sweep.false_positives / sweep.negatives <= TPR_AT_FPR + 1e-12
    return np.asarray(np.where(inside, sweep.true_positives / sweep.positives, 0.0).max(axis=1))


_METRICS: dict[str, Callable[[_Sweep], Floats]] = {
    "auc": _auc,
    "pauc": _pauc,
    "eer": _eer,
    "ap": _ap,
    "tpr1": _tpr1,
}


def weighted(name: MetricName, scores: ArrayLike, labels: ArrayLike, *, weights: Floats) -> Floats:
    """The figure under each row of ``weights`` (B, N); NaN in rows where a class has no weight.

    Raises:
        NotMeasurable: see `checked`.
    """
    values, positive = checked(scores, labels)
    usable = (weights[:, positive].sum(axis=1) > 0) & (weights[:, ~positive].sum(axis=1) > 0)
    out = np.full(len(weights), np.nan)
    if usable.any():
        out[usable] = _METRICS[name](_sweep(values, positive, weights[usable]))
    return out


def _one(name: MetricName, scores: ArrayLike, labels: ArrayLike) -> float:
    values, positive = checked(scores, labels)
    return float(weighted(name, values, positive, weights=np.ones((1, len(values))))[0])


def auc(scores: ArrayLike, labels: ArrayLike) -> float:
    """Area under the ROC, 0..1; ties count half.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    return _one("auc", scores, labels)


def eer(scores: ArrayLike, labels: ArrayLike) -> float:
    """Equal error rate, 0..1, on the linearly interpolated ROC.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    return _one("eer", scores, labels)


def ap(scores: ArrayLike, labels: ArrayLike) -> float:
    """Average precision, 0..1, without interpolation.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    return _one("ap", scores, labels)


def pauc(scores: ArrayLike, labels: ArrayLike) -> float:
    """Partial AUC up to a false positive rate of 10 %, rescaled so that chance is 0.5 and perfect is 1.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    return _one("pauc", scores, labels)


def tpr_at_1_percent(scores: ArrayLike, labels: ArrayLike) -> float:
    """Largest share of manipulated items found while at most 1 % of the others are called manipulated.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    return _one("tpr1", scores, labels)


def accuracy(scores: ArrayLike, labels: ArrayLike, *, threshold: float = 0.0) -> float:
    """Share of items on the right side of an operating point; a score at the threshold counts as manipulated.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    values, positive = checked(scores, labels)
    return float(((values >= threshold) == positive).mean())


def brier(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Mean squared distance of probabilities 0..1 from the truth.

    Raises:
        NotMeasurable: one class only, or a probability that is not finite.
    """
    values, positive = checked(probabilities, labels)
    return float(((values - positive) ** 2).mean())


def ece(probabilities: ArrayLike, labels: ArrayLike, *, bins: int = 10) -> float:
    """Expected calibration error over ``bins`` equal-width bins of probability 0..1.

    Raises:
        NotMeasurable: one class only, or a probability that is not finite.
    """
    values, positive = checked(probabilities, labels)
    place = np.clip((values * bins).astype(int), 0, bins - 1)
    sizes = np.bincount(place, minlength=bins)
    told, true = (np.bincount(place, weights=w, minlength=bins) for w in (values, positive.astype(float)))
    return float(np.abs(told - true).sum() / sizes.sum())


def at_even_odds(log10_lrs: ArrayLike) -> Floats:
    """Probability of manipulation that ratios give at prior odds of 1 to 1: a scale for Brier and ECE, no finding."""
    return np.asarray(1 / (1 + 10.0 ** -np.asarray(log10_lrs, np.float64)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeLong:
    """Two AUCs on the same items, their difference, its standard error and two-sided p-value."""

    auc_first: float
    auc_second: float
    difference: float
    standard_error: float
    p_value: float


def delong(first: ArrayLike, second: ArrayLike, labels: ArrayLike) -> DeLong:
    """Compare two scores of the same items; items are taken as independent, which clips of one person are not.

    Raises:
        NotMeasurable: lengths differ, one class only, or a score that is not finite.
    """
    parts = []
    for scores in (first, second):
        values, positive = checked(scores, labels)
        higher = values[positive][:, None] - values[~positive][None]
        won = (higher > 0) + 0.5 * (higher == 0)
        parts.append((won.mean(axis=1), won.mean(axis=0), float(won.mean())))
    variance = 0.0
    for side in (0, 1):
        gap = np.asarray(parts[0][side]) - np.asarray(parts[1][side])
        variance += float(gap.var(ddof=1)) / len(gap) if len(gap) > 1 else 0.0
    difference, error = parts[0][2] - parts[1][2], float(np.sqrt(variance))
    p = math.erfc(abs(difference) / error / math.sqrt(2)) if error > 0 else float(difference == 0)
    return DeLong(auc_first=parts[0][2], auc_second=parts[1][2], difference=difference, standard_error=error, p_value=p)


def cllr(log10_lrs: ArrayLike, labels: ArrayLike) -> float:
    """Cost of log likelihood ratio in bits: 0 perfect, 1 as good as always saying LR = 1.

    Raises:
        NotMeasurable: one class only, or a ratio that is not finite.
    """
    values, positive = checked(log10_lrs, labels)
    return _cllr(values * np.log(10), positive)


def min_cllr(scores: ArrayLike, labels: ArrayLike) -> float:
    """Cllr after the best monotone recalibration (PAV) of ``scores``: what discrimination alone costs, in bits.

    Raises:
        NotMeasurable: one class only, or a score that is not finite.
    """
    values, positive = checked(scores, labels)
    curve = pav(values, positive)
    return _cllr(curve.at(values) * np.log(10), positive)


def _cllr(natural: Floats, positive: NDArray[np.bool_]) -> float:
    # logaddexp keeps infinite ratios of PAV on the right side at cost 0 instead of overflowing
    return float(
        (np.logaddexp(0, -natural[positive]).mean() + np.logaddexp(0, natural[~positive]).mean()) / 2 / np.log(2)
    )
