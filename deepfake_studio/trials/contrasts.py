"""Two systems on the same clips: DeLong's test of their AUCs over all clips that both scored.

The test takes clips as independent; clips of one person are not, so its p is too small where groups are large. The
paired bootstrap over groups beside it does not have that fault. A fitted system enters with its pooled held-out
ratios, whose AUC may lie below the one by pairs (see `pairs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deepfake_studio.analysis import metrics
from deepfake_studio.trials.figures import System
from deepfake_studio.trials.population import Population


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """``first`` against ``second`` on ``clips`` that both scored; ``test`` is absent with a ``reason``."""

    first: str
    second: str
    clips: int
    test: metrics.DeLong | None
    reason: str | None


def tabulate(population: Population, systems: Sequence[System]) -> list[Contrast]:
    """The fused ratio and every ensemble detector against each other and against every other detector."""
    return [_contrast(population, one, other) for one, other in _couples(systems)]


def _couples(systems: Sequence[System]) -> Iterator[tuple[System, System]]:
    own = [s for s in systems if s.kind in {"fused", "detector"}]
    for place, one in enumerate(own):
        for other in [*own[place + 1 :], *(s for s in systems if s.kind == "baseline")]:
            yield one, other


def _contrast(population: Population, one: System, other: System) -> Contrast:
    both = np.isfinite(one.overall) & np.isfinite(other.overall)
    test, reason = None, None
    try:
        test = metrics.delong(one.overall[both], other.overall[both], population.labels[both])
    except metrics.NotMeasurable as refusal:
        reason = str(refusal)
    return Contrast(first=one.name, second=other.name, clips=int(both.sum()), test=test, reason=reason)
