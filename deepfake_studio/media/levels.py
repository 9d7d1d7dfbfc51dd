"""The quantiser an x264 picture started from, with its adaptation to each block taken off again.

x264 quantises block by block: QP = level + adaptation, where the adaptation (aq-mode 1, its default) follows from the
block's own detail. Skipped blocks carry their neighbour's QP in the stream, so only blocks whose QP differs from the
one before say anything. In pictures nothing refers to (b pictures, the last before a key) the level is exactly that of
the rate control: with CRF one number for the whole file. Measured on 40 encodes: spread within a picture is rounding.

Source: x264 encoder/ratecontrol.c (ac_energy_mb, adaptive_quant_frame) as described in its documentation and observed:
adaptation = 1.0397 * strength * (log2 of the energy - 14.427 - 2 * (bits - 8)).
"""

from __future__ import annotations

from typing import NamedTuple

import av
import cv2
import numpy as np
from numpy.typing import NDArray

_STRENGTH, _MIDDLE = 1.0397, 14.427
_BLOCK = 16
# below this detail the decoded block says little about the one that was encoded
_LEAST_LOG2 = 10.0


class Level(NamedTuple):
    """``qp`` median level, ``spread`` distance of its quartiles (0.5 is rounding alone), ``high`` its 97th percentile:
    what blocks that nothing refers to have; ``blocks`` that spoke."""

    qp: float
    spread: float
    high: float
    blocks: int


UNKNOWN = Level(float("nan"), float("nan"), float("nan"), 0)


def level(picture: av.VideoFrame, quantisers: NDArray[np.int64]) -> Level:
    """The level of one decoded H.264 picture; ``quantisers`` (N,) of its macroblocks in raster order."""
    across, down = -(-picture.width // _BLOCK), -(-picture.height // _BLOCK)
    whole = picture.height // _BLOCK, picture.width // _BLOCK
    if len(quantisers) != across * down or picture.interlaced_frame or min(whole) < 1:
        return UNKNOWN
    detail = _energy(picture, *whole)
    if detail is None:
        return UNKNOWN
    spoke = np.diff(quantisers, prepend=quantisers[0]) != 0
    inside = (slice(0, whole[0]), slice(0, whole[1]))
    qp, spoke = quantisers.reshape(down, across)[inside], spoke.reshape(down, across)[inside]
    deeper = 2 * (picture.format.components[0].bits - 8)
    log2 = np.log2(np.maximum(detail, 1)) - deeper
    levels = (qp - _STRENGTH * (log2 - _MIDDLE))[spoke & (log2 > _LEAST_LOG2)]
    if not len(levels):
        return UNKNOWN
    low, middle, high, top = np.percentile(levels, (25, 50, 75, 97))
    return Level(float(middle), float(high - low), float(top), len(levels))


def _energy(picture: av.VideoFrame, rows: int, columns: int) -> NDArray[np.float64] | None:
    """Sum of squared differences from the mean per macroblock, all planes together, (rows, columns)."""
    form = picture.format
    if not form.is_planar or form.is_rgb or len(picture.planes) not in (1, 3):
        return None
    total = np.zeros((rows, columns))
    for number, plane in enumerate(picture.planes):
        width = _BLOCK if number == 0 else form.chroma_width(_BLOCK)
        height = _BLOCK if number == 0 else form.chroma_height(_BLOCK)
        samples = samples_of(plane, form.components[0].bits)[: rows * height, : columns * width].astype(np.float32)
        size = (columns, rows)
        mean = cv2.resize(samples, size, interpolation=cv2.INTER_AREA).astype(np.float64)
        square = cv2.resize(samples * samples, size, interpolation=cv2.INTER_AREA).astype(np.float64)
        total += (square - mean * mean).reshape(rows, columns) * (width * height)
    return total


def samples_of(plane: av.video.plane.VideoPlane, bits: int) -> NDArray[np.generic]:
    """The samples of a plane (height, width or more), not copied."""
    kind = np.dtype("<u2") if bits > 8 else np.dtype("u1")
    samples = np.frombuffer(memoryview(plane), kind)
    stride = plane.line_size // kind.itemsize
    return samples[: stride * plane.height].reshape(plane.height, stride)
