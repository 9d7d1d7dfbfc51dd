"""How far the quantisers of a shared file lie from those of a candidate encode, and what rate control that betrays.

With a constant rate factor every block of every picture is off by the difference of the two factors. Other rate
control lets the offset move: average bitrate starts high and settles, two passes plan each picture, a cap lifts some.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.nouns import RateControl

Offsets = NDArray[np.int64]
# beyond this distance from the mode a block was skipped in one of the two and shows a neighbour's quantiser
_NEAR = 1.6
_PICTURES_A_BIN = 6
_ROUNDS = 8
# Measured on pairs of known rate control (tests/robustness/sn_pairs.py, seed 1): with CRF the first picture is off by
# as much as the others to within .4 and stretches of time agree to within 1.2; with any other, one of both is larger.
_STILL = 0.6
_MOVING = 1.3
_STARTS_HIGH = 2.0
_EDGE = 0.7
_BELOW, _ABOVE = 0.6, 1.6  # how far a CRF may lie from what the file declares of it (whole numbers, cut off)
_CLEAR = 0.6  # stretches with a smaller share of comparable blocks than this part of the usual are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """Where the offset lies.

    ``value`` in quantiser steps (shared minus candidate) over all predicted pictures; ``first`` that of the first
    picture; ``bins`` (K,) along time, where enough blocks can be compared; ``share`` of blocks near the mode.
    """

    value: float
    first: float | None
    bins: tuple[float, ...]
    share: float


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


def measure(shared: NDArray[np.int16], ours: NDArray[np.int16], letters: str) -> Offset | None:
    """Compare block quantisers (N, B) picture by picture; ``None`` where nothing can be compared."""
    if not shared.size or shared.shape != ours.shape:
        return None
    apart = shared.astype(np.int64) - ours
    names = np.array(list(letters))
    predicted = np.flatnonzero(names == "P")
    predicted = predicted if len(predicted) else np.arange(1, len(letters))
    if not len(predicted):
        return None
    parts = np.array_split(predicted, max(1, len(predicted) // _PICTURES_A_BIN))
    found = [mode(apart[part].reshape(-1)) for part in parts]
    usual = float(np.median([share for _, share in found]))
    anchors = np.union1d(predicted, np.flatnonzero(names == "I"))
    value, share = mode(apart[anchors].reshape(-1))
    return Offset(
        value=value,
        first=mode(apart[0].reshape(-1))[0] if letters[0] == "I" else None,
        bins=tuple(centre for centre, part in found if part >= usual * _CLEAR),
        share=share,
    )


def rate_control(found: Offset, *, started_at: float, declared_qp: float | None) -> RateControl:
    """CRF, or which other rate control moved the offset.

    ``started_at`` is the candidate's CRF; ``declared_qp`` the quantiser in the picture parameter set, ``None`` for the
    neutral 26: with a cap it is the CRF asked for, below which nothing goes, after two passes the mean of the first.
    """
    bins = np.array(found.bins)
    moving = float(np.ptp(np.percentile(bins, (10, 90))))
    apart = 0.0 if found.first is None else found.first - found.value
    value = started_at + found.value
    agrees = declared_qp is None or declared_qp - _BELOW <= value <= declared_qp + _ABOVE
    if abs(apart) <= _STILL and moving <= _MOVING and agrees:
        return "crf"
    settles = float(bins[0] - np.median(bins[len(bins) // 2 :]))
    if apart >= _STARTS_HIGH or settles >= _STARTS_HIGH:
        return "abr"
    lowest = min(float(bins.min()), found.value if found.first is None else found.first)
    if declared_qp is not None:
        return "vbv" if started_at + lowest >= declared_qp - _EDGE else "2pass"
    return "vbv" if moving > _MOVING and lowest >= (found.first or lowest) - _EDGE and apart < 0 else "2pass"


def constant(letters: str, block_qp: NDArray[np.int16]) -> bool:
    """Whether all pictures of a kind have one and the same quantiser throughout: a constant quantiser was asked for."""
    names = np.array(list(letters))
    kinds = [block_qp[names == name] for name in "IP" if (names == name).sum() >= 2]
    return bool(kinds) and int((names == "P").sum()) >= 12 and all(len(np.unique(kind)) == 1 for kind in kinds)
