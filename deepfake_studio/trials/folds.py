"""Fused likelihood ratios in which no clip is scored by a calibration or fusion that saw its group.

With the protocol ``generator`` the calibration that scores a generator group has not seen any clip of that group's
generators either, which asks how the ensemble meets a method it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import fitting
from deepfake_studio.analysis.calibrate import Calibration, apply, strength
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.metrics import NotMeasurable
from deepfake_studio.analysis.timeline import frame_log10
from deepfake_studio.trials.population import GeneratorGroup, Population
from deepfake_studio.vocabulary import Floats, LikelihoodRatio

Protocol = Literal["group", "generator"]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Per clip: item ratio (``None`` = no score), what ranks it, and its per-frame log10 ratios."""

    ratios: tuple[LikelihoodRatio | None, ...]
    frames: tuple[Floats, ...]

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
) -> HeldOut:
    """Score every clip by a fit without its group and without the generators in ``unseen``.

    Args:
        population: scored clips.
        detector_ids: the ensemble; one id gives that detector's calibrated ratios.
        unseen: generators to leave out of every fit.
        own_generator: also leave a manipulated clip's own generator out of the fit that scores it.
        replicates: bootstrap refits per fold; 0 when intervals are not needed.
        seed: of the bootstrap.
        rule: how several detectors speak together.
    """
    items = population.items(detector_ids)
    ratios: list[LikelihoodRatio | None] = [None] * len(items)
    frames: list[Floats] = [np.full(len(item.frame_logits), np.nan) for item in items if item.frame_logits is not None]
    for inside, outside in _folds(population, unseen, own_generator=own_generator):
        try:
            made = fitting.fit(
                [items[i] for i in inside],
                calibration_id="held-out",
                detector_ids=detector_ids,
                population="",
                replicates=replicates,
                seed=seed,
                rule=rule,
            )
        except NotMeasurable:
            continue  # the fold's clips have no ratio and count as not scored
        for i in outside:
            ratios[i] = item_ratio(made, items[i])
            logits = items[i].frame_logits
            if logits is not None:
                frames[i] = frame_log10(made, logits)
    return HeldOut(tuple(ratios), tuple(frames))


def _folds(
    population: Population, unseen: frozenset[str], *, own_generator: bool
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """What each fit sees, and which clips it scores."""
    groups = np.array(population.groups, dtype=object)
    generators = np.array([clip.generator for clip in population.clips], dtype=object)
    hidden = population.hidden | np.isin(generators, list(unseen))
    for name in dict.fromkeys(population.groups):
        mine = groups == name
        for generator in dict.fromkeys(generators[mine]) if own_generator else [None]:
            scored = mine if generator is None else mine & (generators == generator)
            out = hidden if not generator else hidden | (generators == generator)
            yield np.flatnonzero(~mine & ~out), np.flatnonzero(scored)


def item_ratio(calibration: Calibration, item: Item) -> LikelihoodRatio | None:
    """The ratio of a clip by the strongest of its tracks, as the product would give it."""
    rows = [_named(calibration, row) for row in item.track_logits if np.isfinite(row).any()]
    if not rows:
        return None
    return apply(calibration, max(rows, key=lambda row: strength(calibration, row)), n_tracks=len(rows))


def _named(calibration: Calibration, row: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(calibration.detector_ids, row, strict=True) if np.isfinite(v)}


def by_group(
    population: Population,
    detector_ids: Sequence[str],
    groups: Sequence[GeneratorGroup],
    *,
    protocol: Protocol,
    rule: fitting.Rule = "sum",
) -> Mapping[str, HeldOut]:
    """Held-out results to score each generator group with; one and the same for all under the protocol ``group``."""
    if protocol == "group":
        shared = held_out(population, detector_ids, rule=rule)
        return {group.name: shared for group in groups}
    return {group.name: held_out(population, detector_ids, unseen=group.generators, rule=rule) for group in groups}
