"""Whether a heat map has to do with what a network learned: two checks that are stored beside every map.

* Randomised weights: the same network with the values of every weight tensor shuffled draws the map again. A map that
  stays alike (rank correlation near 1) shows the picture or the architecture, not what was learned.
* Deletion: the hottest cells are replaced by the crop's mean colour, step by step, and the same number of cells chosen
  by chance. If the score falls no faster by the map's order than by chance, the map does not name what drives it.

Source: Adebayo et al., "Sanity Checks for Saliency Maps", NeurIPS 2018; Petsiuk et al., "RISE", BMVC 2018 (deletion).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from deepfake_studio.errors import NotApplicable
from deepfake_studio.inference.detector import Scored
from deepfake_studio.inference.explain import Heat, heat
from deepfake_studio.inference.runtime import memory_errors

SEED = 0
SHUFFLES = 3
STEPS = 8
RANDOM_ORDERS = 2
ALIKE = 0.7  # rank correlation from which a map says more of the picture than of the weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanity:
    """What the two checks found; a number that could not be had is null with its reason.

    ``randomised_correlation`` -1..1: mean rank correlation with the maps of shuffled weights. ``deletion_logits``: the
    score with 0, 1/8 ... 8/8 of the cells deleted by the map's order, ``random_logits`` by chance (mean of orders).
    ``deletion_score``: mean logit by chance minus by the map, above 0 where the map names what raises the score.
    """

    randomised_correlation: float | None
    randomised_reason: str | None
    deletion_logits: tuple[float, ...]
    random_logits: tuple[float, ...]
    deletion_score: float
    passed: bool
    words: str


def check(net: Scored, x: Tensor, found: Heat) -> Sanity:
    """Both checks of one map; takes some 30 forward passes and a copy of the network."""
    correlation, reason = _randomised(net, x, found)
    by_map, by_chance = _deletion(net, x, found.values)
    score = float(np.mean(by_chance) - np.mean(by_map))
    return Sanity(
        randomised_correlation=correlation,
        randomised_reason=reason,
        deletion_logits=tuple(by_map),
        random_logits=tuple(by_chance),
        deletion_score=score,
        passed=correlation is not None and correlation < ALIKE and score > 0,
        words=_words(correlation, reason, score),
    )


def _words(correlation: float | None, reason: str | None, score: float) -> str:
    first = f"no correlation with randomised weights could be had ({reason})"
    if correlation is not None:
        alike = "much the same map, so it shows the picture more than what was learned"
        first = f"rank correlation {correlation:+.2f} with the maps of randomised weights"
        first += f" ({alike})" if correlation >= ALIKE else ""
    how = "lowers the score more than" if score > 0 else "does not lower the score more than"
    return f"Sanity check: {first}; deleting the hottest cells {how} deleting others by chance ({score:+.2f} logits)."


def _randomised(net: Scored, x: Tensor, found: Heat) -> tuple[float | None, str | None]:
    values = []
    other = net.copy()
    for seed in range(SHUFFLES):
        shuffle(other, seed=SEED + seed)
        try:
            again = heat(other, x, method=found.method)
        except NotApplicable as error:
            return None, str(error)
        one = rank_correlation(found.values, again.values)
        values += [] if one is None else [one]
    if not values:
        return None, "the map is flat" if np.ptp(found.values) == 0 else "the maps of randomised weights are flat"
    return float(np.mean(values)), None


def shuffle(net: Scored, *, seed: int) -> None:
    """Put the values of every weight tensor in another order, the same for a seed; their distribution stays."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in net.net.parameters():
            order = torch.randperm(parameter.numel(), generator=generator).to(parameter.device)
            parameter.copy_(parameter.flatten()[order].view_as(parameter))


def rank_correlation(a: NDArray[np.float32], b: NDArray[np.float32]) -> float | None:
    """Spearman's rank correlation of two maps of one size; ``None`` where one has no differences."""
    x, y = (_ranks(v.ravel()) for v in (a, b))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Ranks with ties at their mean."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[where], np.float64)


def _deletion(net: Scored, x: Tensor, values: NDArray[np.float32]) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(SEED)
    hottest = np.argsort(-values.ravel(), kind="stable")
    first, *by_map, last = _curve(net, x, hottest, values.shape, range(STEPS + 1))
    others = [_curve(net, x, rng.permutation(values.size), values.shape, range(1, STEPS)) for _ in range(RANDOM_ORDERS)]
    by_chance = [float(v) for v in np.mean(others, axis=0)]
    return [first, *by_map, last], [first, *by_chance, last]  # with none and with all deleted every order is the same


def _curve(
    net: Scored, x: Tensor, order: NDArray[np.int64], shape: tuple[int, ...], steps: Iterable[int]
) -> list[float]:
    """Logits with a growing share of the cells replaced by the mean colour; one by one, since some take no batches."""
    mean = x.mean((-2, -1), keepdim=True)
    out = []
    for step in steps:
        mask = torch.zeros(shape).flatten()
        mask[torch.from_numpy(order[: round(step / STEPS * len(order))].copy())] = 1
        full = functional.interpolate(mask.view(1, 1, *shape), size=tuple(x.shape[-2:]), mode="nearest")
        full = full[0, 0].to(x.device)
        with torch.inference_mode(), memory_errors():
            out.append(float(net(x * (1 - full) + mean * full)[0]))
    return out
