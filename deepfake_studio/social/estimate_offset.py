"""How far the quantisers of a shared file lie from those of a candidate encode, and what rate control that betrays.

With a constant rate factor every block of every picture is off by the difference of the two factors. Other rate
control lets the offset move: average bitrate starts high and settles, two passes plan each picture, a cap lifts some.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.declared import NEUTRAL_QP
from deepfake_studio.social.nouns import RateControl

Offsets = NDArray[np.int64]
# beyond this distance from the mode a block was skipped in one of the two and shows a neighbour's quantiser
_NEAR = 1.6
_PICTURES_A_BIN = 6
_BLOCKS_A_BIN = 8
_ENOUGH = 40
_STEP = 2
_ROUNDS = 8
# Measured on pairs of known rate control (tests/robustness/sn_pairs.py, seeds 1 and 2): with CRF the first picture is
# off by as much as the others to within .4 and stretches of time agree to within .6; whole pictures of one quantiser
# are rounded, and do to within .7 and .9. With any other rate control one of both is larger.
_STILL, _MOVING = 0.5, 0.8
_STILL_WHOLE, _MOVING_WHOLE = 0.9, 1.1
_DIM = 2.5
_FLOOR, _OFTEN = 0.3, 3
_EDGE = 0.7
_BELOW, _ABOVE = 0.6, 1.6  # how far a CRF may lie from what the file declares of it (whole numbers, cut off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """Where the offset lies.

    ``value`` in quantiser steps (shared minus candidate) over all predicted pictures; ``first`` that of the first
    picture; ``bins`` (K,) along time, where enough blocks can be compared; ``share`` of blocks near the mode;
    ``adaptive``: quantisers change within pictures.
    """

    value: float
    first: float | None
    bins: tuple[float, ...]
    share: float
    adaptive: bool = True


def mode(offsets: Offsets) -> tuple[float, float]:
    """(centre of the main heap of integer offsets, share of all in it)."""
    values, counts = np.unique(offsets, return_counts=True)
    if not len(values):
        return float("nan"), 0.0
    centre = float(values[np.argmax(counts)])
    for _ in range(_ROUNDS):
        near = np.abs(values - centre) <= _NEAR
        moved = float((values[near] * counts[near]).sum() / counts[near].sum())
        if abs(moved - centre) < 1e-3:
            break
        centre = moved
    return centre, float(counts[near].sum() / counts.sum())


def measure(
    shared: NDArray[np.int16], ours: NDArray[np.int16], letters: str, *, distorted: bool = False
) -> Offset | None:
    """Compare block quantisers (N, B) picture by picture; ``None`` where nothing can be compared.

    ``distorted`` as in `rate_control`: offsets have no heap then, only a middle.
    """
    if not shared.size or shared.shape != ours.shape:
        return None
    apart = shared.astype(np.int64) - ours
    names = np.array(list(letters))
    predicted = np.flatnonzero(names == "P")
    predicted = predicted if len(predicted) else np.arange(1, len(letters))
    if not len(predicted):
        return None
    anchors = np.union1d(predicted, np.flatnonzero(names == "I"))
    own = stated(shared) & stated(ours)
    if own[anchors].sum() < _ENOUGH:
        own = np.ones_like(own)  # quantisers do not change within pictures
    parts = [apart[rows][own[rows]] for rows in _stretches(predicted, own)]
    found = [mode(part) for part in parts]
    value, share = (_middle if distorted else mode)(apart[anchors][own[anchors]])
    return Offset(
        value=value,
        first=mode(apart[0][own[0]])[0] if letters[0] == "I" and own[0].any() else None,
        bins=tuple(centre for centre, part in found if part) or (value,),
        share=share,
        adaptive=not own.all(),
    )


def _middle(offsets: Offsets) -> tuple[float, float]:
    """(mean of the middle nine tenths, share of all that lie near it)."""
    low, high = np.percentile(offsets, (5, 95))
    centre = float(offsets[(offsets >= low) & (offsets <= high)].mean())
    return centre, float((np.abs(offsets - centre) <= _NEAR).mean())


def stated(block_qp: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Which blocks (N, B) state a quantiser of their own: it differs from that of the block before.

    Skipped blocks carry on the one before, and x264 rounds a step of 1 to none.
    Source: x264 (core 165) encoder/analyse.c, the end of x264_macroblock_analyse.
    """
    own = np.zeros(block_qp.shape, np.bool_)
    own[:, 1:] = np.abs(np.diff(block_qp.astype(np.int64), axis=1)) >= _STEP
    return own


def _stretches(predicted: NDArray[np.int64], own: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Rows in stretches of `_PICTURES_A_BIN` pictures or more, until enough blocks of each can be compared."""
    parts: list[NDArray[np.int64]] = []
    begin, blocks = 0, 0
    for at, row in enumerate(predicted, start=1):
        blocks += int(own[row].sum())
        if at - begin >= _PICTURES_A_BIN and blocks >= _BLOCKS_A_BIN:
            parts.append(predicted[begin:at])
            begin, blocks = at, 0
    if begin < len(predicted):
        rest = predicted[begin:]
        if not parts or (len(rest) >= _PICTURES_A_BIN // 2 and blocks >= _BLOCKS_A_BIN):
            parts.append(rest)
    return parts


def rate_control(
    found: Offset, *, started_at: float, declared_qp: float | None, distorted: bool = False
) -> RateControl:
    """CRF, or which other rate control moved the offset.

    ``started_at`` is the candidate's CRF; ``declared_qp`` the quantiser in the picture parameter set, ``None`` for the
    neutral 26: with a cap it is the CRF asked for, below which nothing goes, after two passes the mean of the first.
    ``distorted``: the encoder weighed quantisers by distortion block by block, so that all of this is seen dimly.
    """
    bins = np.array(found.bins)
    moving = float(np.ptp(np.percentile(bins, (10, 90))))
    apart = 0.0 if found.first is None else found.first - found.value
    value = started_at + found.value
    below = _BELOW if found.adaptive else _STILL_WHOLE
    agrees = declared_qp is None or declared_qp - below <= value <= declared_qp + _ABOVE
    still, calm = (_STILL, _MOVING) if found.adaptive else (_STILL_WHOLE, _MOVING_WHOLE)
    if agrees and (abs(apart) <= _DIM if distorted else abs(apart) <= still and moving <= calm):
        return "crf"
    lowest = started_at + (float(bins.min()) if found.first is None else min(float(bins.min()), found.first))
    if declared_qp is not None:  # with an average bit rate it is neutral
        return "vbv" if lowest >= declared_qp - _EDGE else "2pass"
    if apart > _EDGE:
        return "abr"
    at_floor = int((bins <= bins.min() + _FLOOR).sum())
    near = NEUTRAL_QP - _EDGE <= lowest <= NEUTRAL_QP + _ABOVE  # a cap over a CRF of 26 declares what nothing does
    return "vbv" if near or (_OFTEN <= at_floor < len(bins) and apart > -_EDGE) else "abr"


def constant(letters: str, block_qp: NDArray[np.int16]) -> bool:
    """Whether all pictures of a kind have one and the same quantiser throughout: a constant quantiser was asked for."""
    names = np.array(list(letters))
    kinds = [block_qp[names == name] for name in "IP" if (names == name).sum() >= 2]
    return bool(kinds) and int((names == "P").sum()) >= 12 and all(len(np.unique(kind)) == 1 for kind in kinds)
