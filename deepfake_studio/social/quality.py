"""The CRF that the quantisers themselves show, exactly where x264's or x265's defaults were used.

With macroblock tree (x264's and x265's default), constant quality means one level for the whole file:
``level = CRF + (1 - qcomp) * (13.5 + 6 log2(fps / 25))``, qcomp 0.6 unless changed. In H.264 the level is measured from
pictures nothing refers to, to some hundredths (`media.levels`); in HEVC it is the slice quantiser of P pictures, a
whole number. Any other rate control makes the level wander.

Source: x264 encoder/ratecontrol.c (rate_factor_constant, mbtree_offset, BASE_FRAME_DURATION); confirmed by encodes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.nouns import Pictures

QCOMP = 0.6
_TREE_OFFSET, _PER_OCTAVE, _BASE_FPS = 13.5, 6.0, 25.0
# x264's own bounds on what it takes for a picture's duration, seconds
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.01, 1.0
_LEAST_BLOCKS = 4  # of a picture, for its own spread
_LEAST_IN_ALL = 6
_MANY_BLOCKS = 15
_ENOUGH_BETWEEN = 20
# quartile distance beyond which blocks were adapted in another way than x264's default
_DEFAULT_SPREAD = 0.9
# below this the blocks of P pictures were not adapted to what refers to them
_NO_TREE_SPREAD = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """``crf`` by the formula, ``None`` without macroblock tree; ``levels`` (K,) of the pictures it rests on, ``rows``
    their rows; ``wander`` the 10 to 90 % range of the levels beyond what measuring them gives; ``tree`` whether
    blocks were adapted to what refers to them; ``step`` the resolution of one level."""

    crf: float | None
    level: float
    wander: float
    tree: bool
    step: float
    levels: NDArray[np.float64]
    rows: NDArray[np.int64]


def crf_of(level: float, fps: Fraction | float, *, qcomp: float = QCOMP) -> float:
    """The CRF that gives this level at this frame rate."""
    seconds = min(max(1 / float(fps), _SHORTEST_SECONDS), _LONGEST_SECONDS)
    octaves = math.log2(1 / (seconds * _BASE_FPS))
    return level - (1 - qcomp) * (_TREE_OFFSET + _PER_OCTAVE * octaves)


def level_of(crf: float, fps: Fraction | float, *, qcomp: float = QCOMP) -> float:
    """The level that this CRF gives at this frame rate, the inverse of `crf_of`; not held to 51, as blocks are."""
    return crf - crf_of(0.0, fps, qcomp=qcomp)


def highest(pictures: Pictures) -> float | None:
    """What blocks reach in the pictures that go highest; ``None`` where too few blocks speak or all are alike.

    Blocks that nothing refers to have the level of the rate control, in whatever picture they are.
    """
    many = pictures.level_blocks >= _MANY_BLOCKS
    if many.sum() < 3 or float(np.median(pictures.level_spread[many])) < _NO_TREE_SPREAD:
        return None
    return float(np.percentile(pictures.level_high[many], 90))


def quality(codec: str, pictures: Pictures | None, fps: Fraction | None) -> Quality | None:
    """What the quantisers show; ``None`` where they were not read or are adapted in another way."""
    if pictures is None or fps is None or not pictures.ordered:
        return None
    if codec == "h264":
        return _h264(pictures, fps)
    return _hevc(pictures, fps) if codec == "hevc" else None


def _h264(pictures: Pictures, fps: Fraction) -> Quality | None:
    if len(pictures.level) != len(pictures.letters):
        return None
    many, leaf = pictures.level_blocks >= _LEAST_BLOCKS, _best(pictures)
    alone, telling = (pictures.level_blocks > 0) & leaf, many & leaf
    weights = pictures.level_blocks[alone]
    if weights.sum() < _LEAST_IN_ALL or _spread(pictures, alone, telling) > _DEFAULT_SPREAD:
        return None
    others = many & (pictures.letters == "P") & ~leaf
    tree = not others.any() or float(np.median(pictures.level_spread[others])) > _NO_TREE_SPREAD
    return _summed(pictures.level[alone], weights.astype(np.float64), np.flatnonzero(alone), fps, tree=tree, step=0.0)


def _spread(pictures: Pictures, alone: NDArray[np.bool_], telling: NDArray[np.bool_]) -> float:
    """Quartile distance of block levels: within pictures, or between them where each has only a few blocks."""
    if telling.any():
        return float(np.average(pictures.level_spread[telling], weights=pictures.level_blocks[telling]))
    low, high = np.percentile(pictures.level[alone], (25, 75))
    return float(high - low)


def _best(pictures: Pictures) -> NDArray[np.bool_]:
    """b pictures where they say enough: whether a P before a key is referred to, only the encoder knew."""
    found = leaves(pictures)
    between = found & (pictures.letters == "B")
    return between if pictures.level_blocks[between].sum() >= _ENOUGH_BETWEEN else found


def leaves(pictures: Pictures) -> NDArray[np.bool_]:
    """Pictures (N,) nothing refers to: b pictures, and the last P before a key or the end."""
    last = np.append(pictures.key[1:], True)
    kinds = pictures.letters
    found: NDArray[np.bool_] = ((kinds == "B") & (pictures.reference == 0)) | ((kinds == "P") & last)
    return found


def _hevc(pictures: Pictures, fps: Fraction) -> Quality | None:
    rows = np.flatnonzero((pictures.letters == "P") & np.isfinite(pictures.slice_qp))
    if len(rows) < 2:
        return None
    return _summed(pictures.slice_qp[rows], np.ones(len(rows)), rows, fps, tree=True, step=1.0)


def _summed(
    levels: NDArray[np.float64],
    weights: NDArray[np.float64],
    rows: NDArray[np.int64],
    fps: Fraction,
    *,
    tree: bool,
    step: float,
) -> Quality:
    order = np.argsort(levels)
    share = np.cumsum(weights[order]) / weights.sum()
    level, low, high = (float(levels[order][np.searchsorted(share, part)]) for part in (0.5, 0.1, 0.9))
    # rounding alone spreads a picture's median by about 0.36 / sqrt(blocks)
    noise = step or 2.56 * float(np.sqrt(np.average(0.13 / np.maximum(weights, 1), weights=weights)))
    return Quality(
        crf=crf_of(level, fps) if tree else None,
        level=level,
        wander=max(0.0, high - low - noise),
        tree=tree,
        step=step,
        levels=levels,
        rows=rows,
    )
