"""What each coded picture of an H.264 stream shows about the encoder's decisions and about its input.

libx264 lowers and raises a block's quantiser by the energy of the block *as it was fed in*:

    quantiser = base + 1.0397 (log2 energy - 14.427)      (variance mode, strength 1, 8 bit)

and lowers it further the more later pictures refer to the block ("macroblock tree"). The energy of the decoded block
is nearly that of the input wherever the block is rich in detail, so the base, which is what rate control decided for
the picture, follows from detailed blocks that nothing refers to, to a tenth of a step. Read backwards, the same line
gives the energy the input had in smooth blocks, before this encoder took it away: the noise that a first compression
would have removed.

A block without coefficients carries no quantiser of its own (the decoder repeats the previous one), so only blocks
whose quantiser differs from the block before are used.

Source: x264, encoder/ratecontrol.c (x264_adaptive_quant_frame, x264_ratecontrol_mb_qp), ITU-T H.264 7.4.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.media.coded import CodedPicture, Plane

STRENGTH, PIVOT = 1.0397, 14.427
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """One picture's figures.

    ``energy`` (N,) log2 energy of the decoded blocks that have a quantiser of their own, ``base`` (N,) what their
    quantisers say the picture's base is; ``level`` the quantiser when all blocks have the same, else NaN; ``steps``
    (2,) share of quantiser changes by 1 and by 2 or more between neighbours; ``own`` share of such blocks; ``intra``
    and ``still`` shares of blocks, ``motion`` mean length in pixels.
    """

    letter: str
    key: bool
    referenced: bool
    size_bytes: int
    mean_qp: float
    level: float
    energy: Floats
    base: Floats
    steps: tuple[float, float]
    own: float
    intra: float
    still: float
    motion: float


def energies(luma: Plane, chroma: tuple[Plane, ...]) -> Floats:
    """log2 energy (rows, columns) of the 16x16 blocks: squared deviations of luma and both chroma planes together."""
    shape = (-(-luma.shape[0] // 16), -(-luma.shape[1] // 16))
    total = _deviations(luma, shape)
    for plane in chroma:
        total = total + _deviations(plane, shape)
    return np.asarray(np.log2(np.maximum(total, 1.0)), np.float64)


def _deviations(plane: Plane, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Sums of squared deviations from the block's mean over (rows, columns) blocks of the plane, edges repeated."""
    sides = [16 if plane.shape[k] > shape[k] * 8 else 8 for k in (0, 1)]
    below, right = (shape[k] * sides[k] - plane.shape[k] for k in (0, 1))
    whole = np.asarray(np.pad(plane, ((0, below), (0, right)), mode="edge"), np.float32)
    size = (shape[1], shape[0])
    mean = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    square = cv2.resize(whole * whole, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.maximum(square - mean * mean, 0) * (sides[0] * sides[1]), np.float32)


def seen(picture: CodedPicture, *, bit_depth: int = 8) -> Seen:
    """The figures of one picture; quantisers of deeper samples are brought to the scale of 8 bit."""
    energy = energies(picture.luma, picture.chroma).ravel()
    qp = picture.block_qp.astype(np.float64) - 6 * (bit_depth - 8)
    if len(qp) != len(energy):
        qp, energy = np.empty(0), np.empty(0)
    changed = np.r_[True, qp[1:] != qp[:-1]] if len(qp) else np.zeros(0, bool)
    known = len(qp) > 0
    intra, still, motion = _motion(picture, max(1, len(energy)))
    return Seen(
        letter=picture.letter,
        key=picture.key,
        referenced=picture.referenced,
        size_bytes=picture.size_bytes,
        mean_qp=float(qp.mean()) if known else float("nan"),
        level=float(qp[0]) if known and qp.min() == qp.max() else float("nan"),
        energy=energy[changed],
        base=qp[changed] - STRENGTH * (energy[changed] - PIVOT),
        steps=_steps(qp),
        own=float(changed.mean()) if known else float("nan"),
        intra=intra,
        still=still,
        motion=motion,
    )


def _steps(qp: Floats) -> tuple[float, float]:
    jumps = np.abs(np.diff(qp))
    return (float((jumps == 1).mean()), float((jumps >= 2).mean())) if len(jumps) else (0.0, 0.0)


def _motion(picture: CodedPicture, blocks: int) -> tuple[float, float, float]:
    """Shares of blocks that are intra and that stand still, and the mean motion in pixels."""
    vectors = picture.vectors
    if picture.letter == "I" or not len(vectors):
        return (1.0 if picture.letter == "I" else float("nan")), float("nan"), float("nan")
    columns = -(-picture.luma.shape[1] // 16)
    place = vectors["dst_y"].astype(np.int64) // 16 * columns + vectors["dst_x"] // 16
    length = np.hypot(vectors["motion_x"], vectors["motion_y"]) / np.maximum(vectors["scale"], 1)
    weight = np.where(vectors["source"] < 0, vectors["w"].astype(np.float64) * vectors["h"], 0.0)
    total = max(1.0, float(weight.sum()))
    still = float((weight * (length == 0)).sum()) / total
    moved = float((weight * np.minimum(length, 64)).sum()) / total
    return max(0.0, 1 - len(np.unique(place)) / blocks), still, moved
