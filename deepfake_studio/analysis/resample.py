"""Bootstrap over groups: a person, pair or portrait is drawn whole, because its clips are not independent.

Source: percentile intervals over clusters, Field and Welsh, J. R. Statist. Soc. B 69 (2007) 369-390. Fewer than eight
groups of a class cannot carry a 95 % interval: then there is none, with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from deepfake_studio.analysis import metrics
from deepfake_studio.vocabulary import Floats

MIN_GROUPS = 8
REPLICATES = 1000
# percentiles over what is left when more replicates than this lost a class would describe another population
_MAX_LOST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval, or with the reason why there is no interval or no figure."""

    value: float | None
    low: float | None
    high: float | None
    reason: str | None
    n_manipulated: int
    n_not: int
    groups_manipulated: int
    groups_not: int


def group_weights(groups: Sequence[str], *, replicates: int, seed: int, strata: Sequence[str] | None = None) -> Floats:
    """How often each item counts in each replicate, (replicates, N).

    Args:
        groups: (N,) group of each item.
        replicates: how many resamples.
        seed: of the generator; the same seed gives the same resamples.
        strata: (N,) optional; groups are then drawn within the stratum of their first item, so that none is lost.
    """
    names, first, index = np.unique(np.asarray(groups, dtype=str), return_index=True, return_inverse=True)
    layer = np.asarray(strata, dtype=str)[first] if strata is not None else np.full(len(names), "")
    rng = np.random.default_rng(seed)
    counts = np.zeros((replicates, len(names)))
    for name in np.unique(layer):
        members = np.flatnonzero(layer == name)
        counts[:, members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=replicates)
    return np.asarray(counts[:, index])


def count_groups(labels: ArrayLike, groups: Sequence[str]) -> tuple[int, int]:
    """Distinct groups among manipulated and among other items."""
    positive, names = np.asarray(labels).astype(bool), np.asarray(groups, dtype=str)
    return len(set(names[positive])), len(set(names[~positive]))


def too_few(labels: ArrayLike, groups: Sequence[str]) -> str | None:
    """Why these groups carry no interval; ``None`` when they do."""
    manipulated, other = count_groups(labels, groups)
    if min(manipulated, other) >= MIN_GROUPS:
        return None
    return f"no interval: {manipulated} manipulated and {other} other groups, {MIN_GROUPS} of each needed"


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The 2.5 and 97.5 percentiles; ``None`` when too many replicates lost a class (NaN)."""
    lost = np.isnan(values)
    if lost.mean() > _MAX_LOST:
        return None
    low, high = np.percentile(values[~lost], [2.5, 97.5])
    return float(low), float(high)


def expanded_tail(groups: int) -> float:
    """Percentile level (instead of 0.025) that makes a percentile bootstrap over few groups as wide as it says.

    Source: expanded percentile interval, Hesterberg, The American Statistician 69 (2015) 371-386; Student quantile by
    the expansion of Fisher and Cornish, good to three digits from 7 degrees of freedom on.
    """
    z, freedom = 1.959963984540054, max(groups - 1, 7)
    student = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    wider = student * math.sqrt((freedom + 1) / freedom)
    return 0.5 * math.erfc(wider / math.sqrt(2))


def in_chunks(measure: Callable[[Floats], Floats], weights: Floats, *, chunk: int = 100) -> Floats:
    """``measure`` over rows of ``weights`` a few at a time, so that frame-level figures stay small in memory."""
    return np.concatenate([measure(weights[row : row + chunk]) for row in range(0, len(weights), chunk)])


def estimate(
    name: metrics.MetricName,
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    groups: Sequence[str],
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Estimate:
    """A figure with its bootstrap interval; a refusal becomes an `Estimate` without value but with the reason."""
    positive = np.asarray(labels).astype(bool)
    try:
        values, _ = metrics.checked(scores, positive)
    except metrics.NotMeasurable as refusal:
        return _result(positive, groups, None, None, str(refusal))
    value = float(metrics.weighted(name, values, positive, weights=np.ones((1, len(values))))[0])
    reason = too_few(positive, groups)
    if reason is not None:
        return _result(positive, groups, value, None, reason)
    weights = group_weights(groups, replicates=replicates, seed=seed)
    spread = percentiles(in_chunks(lambda rows: metrics.weighted(name, values, positive, weights=rows), weights))
    return _result(positive, groups, value, spread, None if spread else "no interval: resamples lost a class")


def _result(
    positive: ArrayLike,
    groups: Sequence[str],
    value: float | None,
    spread: tuple[float, float] | None,
    reason: str | None,
) -> Estimate:
    labels = np.asarray(positive).astype(bool)
    manipulated, other = count_groups(labels, groups)
    low, high = spread if spread is not None else (None, None)
    return Estimate(
        value=value,
        low=low,
        high=high,
        reason=reason,
        n_manipulated=int(labels.sum()),
        n_not=int((~labels).sum()),
        groups_manipulated=manipulated,
        groups_not=other,
    )
