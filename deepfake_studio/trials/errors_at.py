"""How often the outcome an examiner would read is wrong, with the clips held out of their own calibration.

The interval is Wilson's with the number of groups as n: clips of one person are not independent, and a bootstrap of a
rate of 0 would claim certainty. Fewer than eight groups carry none.

Source: Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import metrics
from deepfake_studio.analysis.outcome import outcome
from deepfake_studio.analysis.resample import MIN_GROUPS
from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.folds import HeldOut
from deepfake_studio.trials.listing import Clip
from deepfake_studio.trials.population import GeneratorGroup, Population
from deepfake_studio.vocabulary import Outcome

_Z95 = 1.959963984540054
OUTCOMES: tuple[Outcome, ...] = ("supports_manipulation", "inconclusive", "supports_no_manipulation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Counts of outcomes over one kind of clips, and the rate of the wrong support with its 95 % interval.

    ``clips`` have a ratio, ``without`` have none (no face found, an abstention, a failure).
    """

    name: str
    manipulated: bool
    clips: int
    groups: int
    counts: dict[str, int]
    wrong: float | None
    low: float | None
    high: float | None
    without: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Figures of the held-out item ratios over all clips with a face; one without a ratio counts as LR 1.

    Cllr and min Cllr in bits (1 is as good as saying nothing); Brier score and calibration error of the ratios taken
    as probabilities at even prior odds; accuracy at LR 1, plain and with both classes weighing the same, where a clip
    at LR 1 counts as half right; the share of clips with a ratio.
    """

    cllr: float | None
    min_cllr: float | None
    reason: str | None
    brier: float | None = None
    ece: float | None = None
    accuracy: float | None = None
    scored: float | None = None
    balanced_accuracy: float | None = None


def wilson(rate: float, n: int) -> tuple[float, float]:
    """95 % interval of a rate seen in ``n`` independent trials."""
    if n == 0:
        return 0.0, 1.0
    centre = (rate + _Z95**2 / (2 * n)) / (1 + _Z95**2 / n)
    half = _Z95 / (1 + _Z95**2 / n) * np.sqrt(rate * (1 - rate) / n + _Z95**2 / (4 * n * n))
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def unscored(results: Sequence[ClipResult], population: Population) -> list[Clip]:
    """Clips that are there and show a face by the list, but that no detector scored."""
    known = {clip.name for clip in population.clips}
    return [r.clip for r in results if r.clip.has_face and r.status != "missing" and r.clip.name not in known]


def tabulate(
    population: Population, held: HeldOut, groups: Sequence[GeneratorGroup], *, lost: Sequence[Clip] = ()
) -> list[Outcomes]:
    """Outcomes of the clips that are not manipulated, of each generator group, and of all manipulated clips.

    ``lost`` are clips outside the population that count as without a ratio.
    """
    labels = population.labels
    absent = [clip for clip in lost if not clip.manipulated]
    out = [_count(population, held, "not manipulated", ~labels, len(absent), manipulated=False)]
    for group in groups:
        inside = population.members(group) & labels
        without = sum(clip.manipulated and clip.generator in group.generators for clip in lost)
        out.append(_count(population, held, group.name, inside, without, manipulated=True))
    return [*out, _count(population, held, "all manipulated", labels, len(lost) - len(absent), manipulated=True)]


def _count(
    population: Population, held: HeldOut, name: str, inside: NDArray[np.bool_], lost: int, *, manipulated: bool
) -> Outcomes:
    rows = [int(i) for i in np.flatnonzero(inside) if held.ratios[int(i)] is not None]
    found = [outcome(held.ratios[i])[0] for i in rows]
    counts: dict[str, int] = {kind: found.count(kind) for kind in OUTCOMES}
    groups = len({population.groups[i] for i in rows})
    wrong = counts["supports_no_manipulation" if manipulated else "supports_manipulation"] / len(rows) if rows else None
    low, high = wilson(wrong, groups) if wrong is not None and groups >= MIN_GROUPS else (None, None)
    return Outcomes(
        name=name,
        manipulated=manipulated,
        clips=len(rows),
        groups=groups,
        counts=counts,
        wrong=wrong,
        low=low,
        high=high,
        without=int(inside.sum()) - len(rows) + lost,
    )


def costs(population: Population, held: HeldOut, *, lost: Sequence[Clip] = ()) -> Costs:
    """Over all clips and those ``lost``, both classes weighing the same in Cllr; an abstention counts as LR 1."""
    known = np.concatenate([np.isfinite(held.scores), np.zeros(len(lost), bool)])
    scores = np.concatenate([np.nan_to_num(held.scores), np.zeros(len(lost))])
    labels = np.concatenate([population.labels, np.array([clip.manipulated for clip in lost], bool)])
    right = np.where(scores == 0, 0.5, (scores > 0) == labels)
    try:
        return Costs(
            cllr=metrics.cllr(scores, labels),
            min_cllr=metrics.min_cllr(scores, labels),
            reason=None,
            brier=metrics.brier(metrics.at_even_odds(scores), labels),
            ece=metrics.ece(metrics.at_even_odds(scores), labels),
            accuracy=float(right.mean()),
            scored=float(known.mean()),
            balanced_accuracy=float((right[labels].mean() + right[~labels].mean()) / 2),
        )
    except metrics.NotMeasurable as refusal:
        return Costs(cllr=None, min_cllr=None, reason=str(refusal))
