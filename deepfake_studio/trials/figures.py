"""The validation figures: every system against every generator group, at clip and at frame level.

A system is anything that orders clips: the fused ratio, one detector, a checkpoint of others, a trivial feature.
Its scores may differ from one generator group to the next, because held-out fits may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import metrics
from deepfake_studio.analysis.resample import Estimate, estimate, group_weights, percentiles, too_few
from deepfake_studio.trials import pairs
from deepfake_studio.trials.population import GeneratorGroup, Population, strata
from deepfake_studio.vocabulary import Floats

Kind = Literal["fused", "detector", "baseline", "trivial"]
Level = Literal["video", "frame"]
METRICS: tuple[metrics.MetricName, ...] = ("auc", "pauc", "eer", "ap", "tpr1")
Rows = Sequence[Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """``video`` gives (N,) scores for a generator group, ``frames`` N arrays of per-frame scores (or nothing).

    ``pairs`` gives (N, N) comparisons where scores of different clips come from different fits; the AUC at clip level
    is then theirs, EER and AP stay those of the pooled scores. ``overall`` and ``overall_pairs`` are the same over the
    whole list, each manipulated clip as in its own generator group.
    """

    name: str
    kind: Kind
    video: Callable[[str], Floats]
    overall: Floats
    frames: Callable[[str], Rows] | None = None
    pairs: Callable[[str], Floats] | None = None
    overall_pairs: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell of the long table; ``not_scored`` counts clips of the group without a score of this system."""

    system: str
    kind: Kind
    level: Level
    generator_group: str
    metric: str
    estimate: Estimate
    not_scored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean AUC of ``system`` and of ``other`` over the same rows and clips, with the paired interval of their gap."""

    system: str
    other: str
    rows: str
    mean_system: float
    mean_other: float
    difference: float
    low: float | None
    high: float | None
    share_above: float


def measure(
    population: Population, systems: Sequence[System], groups: Sequence[GeneratorGroup], *, replicates: int, seed: int
) -> list[Figure]:
    """All figures of all systems; those that do not exist carry their reason."""
    out = []
    for system in systems:
        for group in groups:
            members = population.members(group)
            scores = system.video(group.name)
            out += _cell(population, system, group, "video", [scores[i : i + 1] for i in range(len(scores))], members)
            if system.frames is not None:
                out += _cell(population, system, group, "frame", system.frames(group.name), members)
    return [_estimated(cell, population, replicates, seed) for cell in out]


@dataclass(frozen=True, slots=True)
class _Cell:
    system: System
    level: Level
    group: str
    metric: metrics.MetricName
    scores: Floats
    labels: NDArray[np.bool_]
    groups: tuple[str, ...]
    not_scored: int
    members: NDArray[np.bool_]


def _cell(
    population: Population,
    system: System,
    group: GeneratorGroup,
    level: Level,
    rows: Rows,
    members: NDArray[np.bool_],
) -> list[_Cell]:
    finite = [row[np.isfinite(row)] if inside else row[:0] for row, inside in zip(rows, members, strict=True)]
    lengths = [len(row) for row in finite]
    scores = np.concatenate([np.empty(0), *finite])
    labels = np.repeat(population.labels, lengths)
    names = tuple(np.repeat(np.array(population.groups, dtype=object), lengths).tolist())
    without = sum(inside and not length for inside, length in zip(members, lengths, strict=True))
    return [_Cell(system, level, group.name, metric, scores, labels, names, without, members) for metric in METRICS]


def _estimated(cell: _Cell, population: Population, replicates: int, seed: int) -> Figure:
    compared = cell.system.pairs
    if compared is not None and cell.level == "video" and cell.metric == "auc":
        found = pairs.estimate(population, compared(cell.group), members=cell.members, replicates=replicates, seed=seed)
    else:
        found = estimate(cell.metric, cell.scores, cell.labels, groups=cell.groups, replicates=replicates, seed=seed)
    return Figure(
        system=cell.system.name,
        kind=cell.system.kind,
        level=cell.level,
        generator_group=cell.group,
        metric=cell.metric,
        estimate=found,
        not_scored=cell.not_scored,
    )


def row_sets(groups: Sequence[GeneratorGroup]) -> dict[str, list[GeneratorGroup]]:
    """Which rows a mean is taken over. The first is what was asked for; the others show that it was no choice."""
    pools = [g for g in groups if g.pooled]
    inside = frozenset().union(*(g.generators for g in pools))
    return {
        "all rows": list(groups),
        "pooled instead of its methods": [g for g in groups if g.pooled or not g.generators <= inside],
        "methods only": [g for g in groups if not g.pooled],
    }


def mean_auc(
    figures: Sequence[Figure], system: str, rows: Sequence[GeneratorGroup], *, level: Level = "video"
) -> float:
    """Mean of the AUC over ``rows``; NaN when one of them has none."""
    wanted = {g.name for g in rows}
    values = [
        f.estimate.value
        for f in figures
        if f.system == system and f.level == level and f.metric == "auc" and f.generator_group in wanted
    ]
    return float(np.mean([np.nan if v is None else v for v in values])) if values else float("nan")


def differences(
    population: Population,
    systems: Sequence[System],
    groups: Sequence[GeneratorGroup],
    *,
    others: Sequence[str],
    replicates: int,
    seed: int,
) -> list[Difference]:
    """The fused system against each of ``others``, by the same resamples of whole groups.

    Groups are drawn among groups that hold the same generators, so that every row exists in every resample; where
    there are only two such groups (each FF++ method, FakeApp) this understates how much another pair would differ.
    """
    by_name = {system.name: system for system in systems}
    fused = next((s for s in systems if s.kind == "fused"), None)
    weights = group_weights(population.groups, replicates=replicates, seed=seed, strata=strata(population.clips))
    weights = np.concatenate([np.ones((1, len(population.clips))), weights])
    out = []
    for name in others if fused is not None else ():
        for rows_name, rows in row_sets(groups).items():
            assert fused is not None
            out.append(_difference(population, fused, by_name[name], rows_name, rows, weights))
    return out


def _difference(
    population: Population,
    fused: System,
    other: System,
    rows_name: str,
    rows: Sequence[GeneratorGroup],
    weights: Floats,
) -> Difference:
    pairs = [_pair(population, fused, other, group, weights) for group in rows]
    ours, theirs = (np.mean([pair[i] for pair in pairs], axis=0) for i in (0, 1))
    gap = ours - theirs
    enough = too_few(population.labels, population.groups) is None
    spread = percentiles(gap[1:]) if len(gap) > 1 and enough else None
    return Difference(
        system=fused.name,
        other=other.name,
        rows=rows_name,
        mean_system=float(ours[0]),
        mean_other=float(theirs[0]),
        difference=float(gap[0]),
        low=spread[0] if spread else None,
        high=spread[1] if spread else None,
        share_above=float(np.mean(gap[1:] > 0)) if len(gap) > 1 else float("nan"),
    )


def _pair(
    population: Population, fused: System, other: System, group: GeneratorGroup, weights: Floats
) -> tuple[Floats, Floats]:
    """AUC of both under each row of weights, on the clips that both scored; NaN when a class is missing."""
    both = population.members(group)
    both &= np.isfinite(fused.video(group.name)) & np.isfinite(other.video(group.name))
    return _auc(population, fused, group, both, weights), _auc(population, other, group, both, weights)


def _auc(
    population: Population, system: System, group: GeneratorGroup, members: NDArray[np.bool_], weights: Floats
) -> Floats:
    if system.pairs is not None:
        return pairs.auc(system.pairs(group.name), members=members, weights=weights)
    try:
        scores = system.video(group.name)[members]
        return metrics.weighted("auc", scores, population.labels[members], weights=weights[:, members])
    except metrics.NotMeasurable:
        return np.full(len(weights), np.nan)


def as_lookup(scores: Mapping[str, Floats] | Floats) -> Callable[[str], Floats]:
    """Scores by generator group, or one array for all of them."""
    if isinstance(scores, np.ndarray):
        return lambda _group: scores
    return lambda group: scores[group]
