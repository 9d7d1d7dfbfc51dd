"""Which scaler made a shared file's pictures: told from its block quantisers, which follow how much detail was left.

x264 adapts a block's quantiser to the energy of the picture it was given (adaptive quantisation): compression takes
detail from the coded picture, but not from that. The kernel whose energies explain best what is left between the shared
file's quantisers and the candidate's is the one; where none explains it clearly better, none is named.
Source: x264 (core 165) encoder/ratecontrol.c, x264_adaptive_quant_frame and ac_energy_plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.media.candidates import Plane, Prepared
from deepfake_studio.social.estimate_offset import stated

_STRENGTH = 1.0397
_BLOCK = 16
_NEAR = 2.0
_LEAST = 120  # blocks
_CLEARLY = 2.5  # standard errors
Offsets = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The kernel, ``None`` where none is clearly best, and what its use adds to the offset of a rate factor."""

    kernel: str | None
    correction: float


def tell(
    shared: NDArray[np.int16], ours: NDArray[np.int16], prepared: Prepared, *, value: float, default: str = "bicubic"
) -> Told:
    """Judge by quantisers (N, B) of both, ``value`` the offset found between them; ``default`` scaled the candidate."""
    if not prepared.rivals or not shared.size:
        return Told(kernel=None, correction=0.0)
    rows = [i for i in prepared.rivals[default] if i < len(shared)]
    apart = (shared[rows].astype(np.float64) - ours[rows]) - value
    use = stated(shared[rows]) & stated(ours[rows]) & (np.abs(apart) <= _NEAR)
    if use.sum() < _LEAST:
        return Told(kernel=None, correction=0.0)
    base = _steps(prepared.rivals[default], rows)
    if base.shape != use.shape:
        return Told(kernel=None, correction=0.0)
    moved = {name: (_steps(planes, rows) - base)[use] for name, planes in prepared.rivals.items()}
    left = {name: apart[use] - by for name, by in moved.items()}
    best = min(left, key=lambda name: float(left[name].var()))
    if not _better(left[best], left[default]):
        named = default if all(_better(left[default], left[n]) for n in left if n != default) else None
        return Told(kernel=named, correction=0.0)
    named = best if all(_better(left[best], left[n]) for n in left if n != best) else None
    return Told(kernel=named, correction=-float(moved[best].mean()))


def _better(one: Offsets, other: Offsets) -> bool:
    """Whether ``one`` leaves clearly less than ``other``."""
    less = (other - other.mean()) ** 2 - (one - one.mean()) ** 2
    error = float(less.std()) / float(np.sqrt(len(less)))
    return error > 0 and float(less.mean()) / error > _CLEARLY


def _steps(planes: dict[int, Plane], rows: list[int]) -> NDArray[np.float64]:
    """Quantiser steps by which adaptive quantisation raises each block (N, B), up to a constant."""
    return np.stack([_raised(planes[i]) for i in rows])


def _raised(plane: Plane) -> NDArray[np.float64]:
    height, width = plane.shape
    tall, wide = -height % _BLOCK, -width % _BLOCK
    padded = np.pad(plane, ((0, tall), (0, wide)), "edge").astype(np.float32)
    tiles = padded.reshape(padded.shape[0] // _BLOCK, _BLOCK, padded.shape[1] // _BLOCK, _BLOCK)
    energy = np.einsum("aibj,aibj->ab", tiles, tiles) - np.einsum("aibj->ab", tiles) ** 2 / _BLOCK**2
    raised: NDArray[np.float64] = _STRENGTH * np.log2(np.maximum(energy, 1)).ravel()
    return raised
