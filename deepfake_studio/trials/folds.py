"""Fused likelihood ratios in which no clip is scored by a calibration or fusion that saw its group.

With the protocol ``generator`` the calibration that scores a generator group has not seen any clip of that group's
generators either, which asks how the ensemble meets a method it does not know. Fits may come from another examination
of the same clips (``fitted_on``): a compressed copy is then scored by what was fitted on the clips as they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import domain, fitting
from deepfake_studio.analysis.calibrate import Calibration, apply, strength
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.timeline import frame_log10
from deepfake_studio.trials.fits import fit_on
from deepfake_studio.trials.population import GeneratorGroup, Population
from deepfake_studio.vocabulary import Floats, LikelihoodRatio

Protocol = Literal["group", "generator"]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Per clip: item ratio (``None`` = no score), its per-frame log10 ratios, and why the gate kept it silent."""

    ratios: tuple[LikelihoodRatio | None, ...]
    frames: tuple[Floats, ...]
    silenced: tuple[str | None, ...] = ()

    @property
    def scores(self) -> Floats:
        """(N,) log10 LR; NaN without one."""
        return np.array([np.nan if r is None else r.log10 for r in self.ratios])


def held_out(
    population: Population,
    detector_ids: Sequence[str],
    *,
    unseen: frozenset[str] = frozenset(),
    own_generator: bool = False,
    replicates: int = 0,
    seed: int = 0,
    rule: fitting.Rule = "sum",
    fitted_on: Population | None = None,
    only: NDArray[np.bool_] | None = None,
    gated: bool = False,
) -> HeldOut:
    """Score every clip by a fit without its group and without the generators in ``unseen``.

    Args:
        population: scored clips.
        detector_ids: the ensemble; one id gives that detector's calibrated ratios.
        unseen: generators to leave out of every fit.
        replicates: bootstrap refits per fold; 0 when intervals are not needed.
        seed: of the bootstrap.
        rule: how several detectors speak together.
        fitted_on: where the fits come from, ``population`` by default; groups of the same name are the same.
        only: (N,) clips to score, all by default; the others have no ratio.
        gated: whether clips beyond the domain of the fit that scores them have no ratio, as in a case.
    """
    source = population if fitted_on is None else fitted_on
    items = population.items(detector_ids)
    wanted = np.ones(len(items), bool) if only is None else only
    ratios: list[LikelihoodRatio | None] = [None] * len(items)
    frames: list[Floats] = [np.full(len(item.frame_logits), np.nan) for item in items if item.frame_logits is not None]
    silenced: list[str | None] = [None] * len(items)
    known, about = (source.facts(), population.facts()) if gated else ((), ())
    for inside, outside in _folds(source, population, unseen, wanted):
        made = fit_on(source, inside, detector_ids, rule=rule, replicates=replicates, seed=seed)
        if made is None:
            continue  # the fold's clips have no ratio and count as not scored
        if gated:
            least, most = domain.limits([known[i] for i in inside])
            made = dataclasses.replace(made, domain_least=least, domain_most=most)
        for i in outside:
            silenced[i] = domain.outside(made, about[i]) if gated else None
            ratios[i] = item_ratio(made, items[i]) if silenced[i] is None else None
            logits = items[i].frame_logits
            if logits is not None:
                frames[i] = frame_log10(made, logits)
    return HeldOut(tuple(ratios), tuple(frames), tuple(silenced))


def _folds(
    source: Population, population: Population, unseen: frozenset[str], wanted: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows of ``source`` to fit on with the wanted rows of ``population`` to score."""
    learned, groups = np.array(source.groups), np.array(population.groups)
    usable = ~source.without(unseen)
    for name in dict.fromkeys(groups[wanted].tolist()):
        yield np.flatnonzero((learned != name) & usable), np.flatnonzero((groups == name) & wanted)


def item_ratio(calibration: Calibration, item: Item) -> LikelihoodRatio | None:
    """The ratio of a clip by the strongest of its tracks, as the product would give it."""
    rows = [_named(calibration, row) for row in item.track_logits if np.isfinite(row).any()]
    if not rows:
        return None
    loudest = max(rows, key=lambda row: strength(calibration, row))
    return apply(calibration, loudest, n_tracks=len(rows), condition=item.condition)


def _named(calibration: Calibration, row: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(calibration.detector_ids, row, strict=True) if np.isfinite(v)}


def by_group(
    population: Population,
    detector_ids: Sequence[str],
    groups: Sequence[GeneratorGroup],
    *,
    protocol: Protocol,
    rule: fitting.Rule = "sum",
    replicates: int = 0,
    seed: int = 0,
    fitted_on: Population | None = None,
) -> Mapping[str, HeldOut]:
    """Held-out results to score each generator group with; one and the same for all under the protocol ``group``."""

    def fold(unseen: frozenset[str], only: NDArray[np.bool_] | None) -> HeldOut:
        return held_out(
            population,
            detector_ids,
            unseen=unseen,
            replicates=replicates,
            seed=seed,
            rule=rule,
            fitted_on=fitted_on,
            only=only,
        )

    if protocol == "group":
        shared = fold(frozenset(), None)
        return {group.name: shared for group in groups}
    return {group.name: fold(group.generators, population.members(group)) for group in groups}


def together(
    population: Population,
    detector_ids: Sequence[str],
    groups: Sequence[GeneratorGroup],
    *,
    protocol: Protocol,
    rule: fitting.Rule = "sum",
    replicates: int = 0,
    seed: int = 0,
    fitted_on: Population | None = None,
    gated: bool = False,
) -> HeldOut:
    """One ratio per clip, for outcomes and costs: under ``generator`` a manipulated clip's own generator is unseen.

    A clip that is not manipulated has no generator; only its group is left out of the fit that scores it.
    """
    owns = frozenset[str]() if protocol == "group" else frozenset(g for group in groups for g in group.generators)
    ratios: list[LikelihoodRatio | None] = [None] * len(population.clips)
    silenced: list[str | None] = [None] * len(population.clips)
    frames = [np.full(len(f), np.nan) for f in population.frames]
    generators = np.array([c.generator if c.generator in owns else "" for c in population.clips], dtype=object)
    for name in dict.fromkeys(generators.tolist()):
        rows = generators == name
        part = held_out(
            population,
            detector_ids,
            unseen=frozenset({name} - {""}),
            replicates=replicates,
            seed=seed,
            rule=rule,
            fitted_on=fitted_on,
            only=rows,
            gated=gated,
        )
        for i in np.flatnonzero(rows):
            ratios[i], frames[i], silenced[i] = part.ratios[i], part.frames[i], part.silenced[i]
    return HeldOut(tuple(ratios), tuple(frames), tuple(silenced))
