"""Pool-adjacent-violators: the best monotone map from score to likelihood ratio, for plots and min Cllr only.

It is not used for cases: with few items it reaches infinite ratios at both ends.

Source: Ayer et al., Annals of Mathematical Statistics 26 (1955) 641-647; class-balanced as in Bruemmer and du
Preez 2006.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deepfake_studio.vocabulary import Floats


@dataclass(frozen=True, slots=True)
class PavCurve:
    """Distinct ``scores`` (U,) ascending and their ``log10_lr`` (U,), which may be infinite at the ends."""

    scores: Floats
    log10_lr: Floats

    def at(self, scores: Floats) -> Floats:
        """log10 LR of scores that were among the fitted ones; the next lower fitted one otherwise."""
        rows = np.searchsorted(self.scores, scores, side="right") - 1
        return np.asarray(self.log10_lr[np.clip(rows, 0, len(self.scores) - 1)])


def pav(scores: ArrayLike, labels: ArrayLike) -> PavCurve:
    """Monotone log10 LR over the distinct scores, both classes weighing the same.

    Args:
        scores: (N,) finite.
        labels: (N,) true = manipulated; both classes present.
    """
    values, positive = np.asarray(scores, np.float64), np.asarray(labels).astype(bool)
    distinct, index = np.unique(values, return_inverse=True)
    h1 = _share(index, positive, len(distinct))
    h2 = _share(index, ~positive, len(distinct))
    share = _isotonic(h1, h1 + h2)
    with np.errstate(divide="ignore"):
        return PavCurve(distinct, np.log10(share) - np.log10(1 - share))


def _share(index: NDArray[np.int64], members: NDArray[np.bool_], count: int) -> Floats:
    out = np.zeros(count)
    np.add.at(out, index[members], 1 / members.sum())
    return out


def _isotonic(h1: Floats, total: Floats) -> Floats:
    """Non-decreasing share of ``h1`` in ``total``, by merging neighbours that are out of order."""
    blocks: list[tuple[float, float, int]] = []
    for hit, weight in zip(h1.tolist(), total.tolist(), strict=True):
        block = (hit, weight, 1)
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            last = blocks.pop()
            block = (last[0] + block[0], last[1] + block[1], last[2] + block[2])
        blocks.append(block)
    return _spread(blocks)


def _spread(blocks: list[tuple[float, float, int]]) -> Floats:
    share = np.array([hit / weight for hit, weight, _ in blocks])
    counts: NDArray[np.int64] = np.array([count for _, _, count in blocks])
    return np.asarray(np.clip(np.repeat(share, counts), 0.0, 1.0))
