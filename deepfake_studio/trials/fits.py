"""Calibrations of one population without some of its clips, each fitted once.

Tables, comparisons and every condition of an evaluation leave out the same groups again and again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import fitting
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.analysis.metrics import NotMeasurable
from deepfake_studio.trials.population import Population


def fit_on(
    population: Population,
    rows: NDArray[np.int64],
    detector_ids: Sequence[str],
    *,
    rule: fitting.Rule,
    replicates: int = 0,
    seed: int = 0,
    frames: bool = True,
) -> Calibration | None:
    """The calibration of these rows of ``population``; ``None`` where a class is missing from them.

    Args:
        population: where the clips are; keeps what was fitted.
        rows: indices of the clips to fit on.
        detector_ids: as in `fitting.fit`, like ``rule``, ``replicates`` and ``seed``.
        rule: how several detectors speak together.
        replicates: bootstrap refits.
        seed: of the bootstrap.
        frames: whether the scale of single frames is fitted too.
    """
    key = (rows.tobytes(), tuple(detector_ids), rule, replicates, seed, frames)
    if key not in population.fits:
        population.fits[key] = _fit(population, rows, detector_ids, rule, replicates, seed, frames)
    return population.fits[key]


def _fit(
    population: Population,
    rows: NDArray[np.int64],
    detector_ids: Sequence[str],
    rule: fitting.Rule,
    replicates: int,
    seed: int,
    frames: bool,
) -> Calibration | None:
    items = population.items(detector_ids) if frames else without_frames(population, detector_ids)
    try:
        return fitting.fit(
            [items[int(i)] for i in rows],
            calibration_id="held-out",
            detector_ids=detector_ids,
            population="",
            replicates=replicates,
            seed=seed,
            rule=rule,
            aggregators=population.aggregators(detector_ids),
        )
    except NotMeasurable:
        return None


def without_frames(population: Population, detector_ids: Sequence[str]) -> list[Item]:
    """The items of a population without what only a scale of single frames needs."""
    return [dataclasses.replace(item, frame_logits=None) for item in population.items(detector_ids)]
