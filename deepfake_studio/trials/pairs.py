"""AUC of held-out ratios by pairs: each manipulated clip against each other clip, both left out of the same fit.

Ratios of different folds are not on one scale: leaving a high-scoring genuine clip out lowers the mean of its class
and so raises its own ratio. Pooling them gives weak systems an AUC well below .5. Within one fit that saw neither
group, the comparison is fair.

Source: Airola et al., Computational Statistics & Data Analysis 55 (2011) 1828-1844 (leave-pair-out); Parker, Guenter
and Bedo, BMC Bioinformatics 8 (2007) 326 (the bias of pooling).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import fitting
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.resample import Estimate, count_groups, group_weights, percentiles, too_few
from deepfake_studio.trials.fits import fit_on, without_frames
from deepfake_studio.trials.folds import Protocol, item_ratio
from deepfake_studio.trials.population import GeneratorGroup, Population
from deepfake_studio.vocabulary import Floats


def compare(
    population: Population,
    detector_ids: Sequence[str],
    *,
    unseen: frozenset[str] = frozenset(),
    rule: fitting.Rule = "sum",
    fitted_on: Population | None = None,
    only: NDArray[np.bool_] | None = None,
) -> Floats:
    """(N, N): 1 where manipulated clip i (row) has the higher ratio than other clip j (column), 0.5 for a tie, else 0.

    NaN where i or j is of the wrong class or has no ratio. ``unseen`` generators are left out of every fit; fits come
    from ``fitted_on`` (by default ``population`` itself); ``only`` (N,) are the clips to compare.
    """
    source = population if fitted_on is None else fitted_on
    learned, usable = np.array(source.groups, dtype=object), ~source.without(unseen)
    items = without_frames(population, detector_ids)
    out = np.full((len(items), len(items)), np.nan)
    groups, labels = np.array(population.groups, dtype=object), population.labels
    wanted = np.ones(len(items), bool) if only is None else only
    done: set[frozenset[str]] = set()
    for high in dict.fromkeys(groups[labels & wanted]):
        for low in dict.fromkeys(groups[~labels & wanted]):
            if (both := frozenset({high, low})) not in done:
                done.add(both)
                inside = np.flatnonzero(usable & ~np.isin(learned, list(both)))
                made = fit_on(source, inside, detector_ids, rule=rule, frames=False)
                _fill(out, items, np.flatnonzero(np.isin(groups, list(both)) & wanted), made)
    return out


def _fill(out: Floats, items: Sequence[Item], rows: NDArray[np.int64], made: Calibration | None) -> None:
    """All comparisons within the clips left out; those of one group alone are made again with the same meaning."""
    if made is None:
        return
    ratios = {int(i): item_ratio(made, items[int(i)]) for i in rows}
    for i in (int(r) for r in rows if items[int(r)].manipulated):
        for j in (int(r) for r in rows if not items[int(r)].manipulated):
            one, other = ratios[i], ratios[j]
            # a pair inside one group needs that group alone left out; any second group is one too many
            if one is not None and other is not None and (items[i].group != items[j].group or _single(items, rows)):
                out[i, j] = 0.5 * (one.log10 > other.log10) + 0.5 * (one.log10 >= other.log10)


def _single(items: Sequence[Item], rows: NDArray[np.int64]) -> bool:
    return len({items[int(i)].group for i in rows}) == 1


def by_group(
    population: Population,
    detector_ids: Sequence[str],
    groups: Sequence[GeneratorGroup],
    *,
    protocol: Protocol,
    rule: fitting.Rule = "sum",
    fitted_on: Population | None = None,
) -> Mapping[str, Floats]:
    """Comparisons to measure each generator group with; the same for all under the protocol ``group``."""

    def matrix(unseen: frozenset[str], only: NDArray[np.bool_] | None) -> Floats:
        return compare(population, detector_ids, unseen=unseen, rule=rule, fitted_on=fitted_on, only=only)

    if protocol == "group":
        shared = matrix(frozenset(), None)
        return {group.name: shared for group in groups}
    return {group.name: matrix(group.generators, population.members(group)) for group in groups}


def together(population: Population, found: Mapping[str, Floats], groups: Sequence[GeneratorGroup]) -> Floats:
    """(N, N): every manipulated clip by the comparisons of its own generator (``found`` from `by_group`)."""
    out = np.full((len(population.clips),) * 2, np.nan)
    for group in groups:
        if not group.pooled:
            rows = [clip.generator in group.generators for clip in population.clips]
            out[rows] = found[group.name][rows]
    return out


def auc(comparisons: Floats, *, members: NDArray[np.bool_], weights: Floats) -> Floats:
    """(B,) share of won comparisons among ``members`` (N,) under each row of ``weights`` (B, N); NaN if none."""
    inside = np.where(members[:, None] & members[None], comparisons, np.nan)
    known = np.isfinite(inside)
    won = np.einsum("bi,ij,bj->b", weights, np.where(known, inside, 0.0), weights, optimize=True)
    total = np.einsum("bi,ij,bj->b", weights, known.astype(float), weights, optimize=True)
    return np.asarray(np.divide(won, total, out=np.full(len(weights), np.nan), where=total > 0))


def estimate(
    population: Population, comparisons: Floats, *, members: NDArray[np.bool_], replicates: int, seed: int
) -> Estimate:
    """The AUC with its bootstrap interval over groups, on the clips that were compared at all."""
    known = np.isfinite(comparisons) & members[:, None] & members[None]
    used = np.flatnonzero(known.any(axis=0) | known.any(axis=1))
    labels, groups = population.labels[used], [population.groups[int(i)] for i in used]
    manipulated, other = count_groups(labels, groups)
    value, spread = None, None
    reason: str | None = "no comparison was possible"
    if len(used):
        value = float(auc(comparisons, members=members, weights=np.ones((1, len(members))))[0])
        reason = too_few(labels, groups)
        if reason is None:
            drawn = group_weights(groups, replicates=replicates, seed=seed)
            weights = np.zeros((replicates, len(members)))
            weights[:, used] = drawn
            spread = percentiles(auc(comparisons, members=members, weights=weights))
            reason = None if spread else "no interval: resamples lost a class"
    return Estimate(
        value=value,
        low=spread[0] if spread else None,
        high=spread[1] if spread else None,
        reason=reason,
        n_manipulated=int(labels.sum()),
        n_not=int((~labels).sum()),
        groups_manipulated=manipulated,
        groups_not=other,
    )
