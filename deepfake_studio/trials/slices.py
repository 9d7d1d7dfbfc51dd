"""The figures again on parts of the list: by size of the face, length of the face track and bits per pixel.

Each part is a third of the measured clips, cut at whole pixels, tenths of a second and hundredths of a bit, so that
the table states its limits exactly. Both classes are taken from the same part.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import metrics
from deepfake_studio.analysis.resample import Estimate, estimate
from deepfake_studio.trials import pairs, trivial
from deepfake_studio.trials.figures import System
from deepfake_studio.trials.folds import HeldOut
from deepfake_studio.trials.population import Population, main_track
from deepfake_studio.vocabulary import Examination, Floats

EVERYTHING = "all clips"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """AUC of one system (clip level) on one part; ``by`` says what the clips were divided by."""

    by: str
    part: str
    system: str
    estimate: Estimate
    not_scored: int
    cllr: float | None


def track_length(examination: Examination) -> float:
    """Seconds of the main track."""
    track = main_track(examination)
    return track.stop_seconds - track.start_seconds if track is not None else np.nan


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    unit: str
    digits: int
    of: Callable[[Examination], float]


MEASURES = (
    _Measure("face size", " px", 0, trivial.face_size),
    _Measure("track length", " s", 1, track_length),
    _Measure("bits per pixel", "", 2, trivial.bits_per_pixel),
)


def tabulate(
    population: Population, systems: Sequence[System], held: HeldOut, *, replicates: int, seed: int
) -> list[Slice]:
    """All parts for all systems but trivial features, the undivided list first; Cllr is that of the ratios ``held``."""
    out = []
    for by, part, members in parts(population):
        cllr = _cllr(population, held, members)
        for system in systems:
            if system.kind != "trivial":
                own = cllr if system.kind == "fused" else None
                out.append(_slice(population, system, by, part, members, own, replicates, seed))
    return out


def parts(population: Population) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """What was divided by, name of the part, and (N,) its clips; a measure that nothing varies in is left out."""
    yield EVERYTHING, EVERYTHING, np.ones(len(population.clips), bool)
    for measure in MEASURES:
        values = np.array([measure.of(e) for e in population.examinations], np.float64).round(measure.digits)
        yield from ((measure.name, name, members) for name, members in _thirds(values, measure))


def _thirds(values: Floats, measure: _Measure) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    known = values[np.isfinite(values)]
    if not len(known) or known.min() == known.max():
        return
    cuts = np.unique(np.round(np.quantile(known, [1 / 3, 2 / 3]), measure.digits))
    edges = [-np.inf, *(c for c in cuts.tolist() if known.min() < c <= known.max()), np.inf]
    for low, high in itertools.pairwise(edges):
        yield _named(low, high, measure), (values >= low) & (values < high)


def _named(low: float, high: float, measure: _Measure) -> str:
    first, last = (f"{edge:.{measure.digits}f}" for edge in (low, high))
    if low == -np.inf:
        return f"below {last}{measure.unit}"
    return f"from {first}{measure.unit}" if high == np.inf else f"{first} to {last}{measure.unit}"


def _slice(
    population: Population,
    system: System,
    by: str,
    part: str,
    members: NDArray[np.bool_],
    cllr: float | None,
    replicates: int,
    seed: int,
) -> Slice:
    scored = members & np.isfinite(system.overall)
    if system.overall_pairs is not None:
        found = pairs.estimate(population, system.overall_pairs, members=members, replicates=replicates, seed=seed)
    else:
        groups = [population.groups[int(i)] for i in np.flatnonzero(scored)]
        found = estimate(
            "auc", system.overall[scored], population.labels[scored], groups=groups, replicates=replicates, seed=seed
        )
    return Slice(
        by=by,
        part=part,
        system=system.name,
        estimate=found,
        not_scored=int((members & ~scored).sum()),
        cllr=cllr,
    )


def _cllr(population: Population, held: HeldOut, members: NDArray[np.bool_]) -> float | None:
    ratios = np.nan_to_num(held.scores[members])  # a clip without a ratio counts as LR 1
    try:
        return metrics.cllr(ratios, population.labels[members])
    except metrics.NotMeasurable:
        return None
