"""How well an estimate reproduces pictures it was not fitted on: bytes, quantisers, structure."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.media.candidates import Encoded
from deepfake_studio.social.nouns import Fit

Plane = NDArray[np.uint8]
# Source: Wang et al. 2004, eq. 13 (K1 = .01, K2 = .03, 8 bit); windows of 8 x 8 as in libx264 and ffmpeg's ssim
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_WINDOW = (8, 8)


def ssim(left: Plane, right: Plane) -> float:
    """Mean structural similarity of two luma planes (H, W) uint8 of one size; 1 for equal ones."""
    a, b = left.astype(np.float32), right.astype(np.float32)
    mean_a, mean_b = cv2.blur(a, _WINDOW), cv2.blur(b, _WINDOW)
    var_a = cv2.blur(a * a, _WINDOW) - mean_a**2
    var_b = cv2.blur(b * b, _WINDOW) - mean_b**2
    both = cv2.blur(a * b, _WINDOW) - mean_a * mean_b
    top = (2 * mean_a * mean_b + _C1) * (2 * both + _C2)
    found = top / ((mean_a**2 + mean_b**2 + _C1) * (var_a + var_b + _C2))
    return float(found.mean())


def qp_distance(left: NDArray[np.int16], right: NDArray[np.int16]) -> float | None:
    """Earth mover's distance of two sets of quantisers, in steps; ``None`` where one is empty."""
    if not left.size or not right.size:
        return None
    values = np.linspace(0, 1, 513)
    return float(np.abs(np.quantile(left, values) - np.quantile(right, values)).mean())


def fit(
    ours: Encoded,
    *,
    sizes: NDArray[np.int64],
    block_qp: NDArray[np.int16],
    luma: dict[int, Plane],
    held_out: Sequence[int],
) -> Fit:
    """Compare a candidate with the shared pictures of the same stretch on the rows ``held_out`` of both.

    ``sizes`` (N,) bytes, ``block_qp`` (N, B), ``luma`` planes of the shared file by row.
    """
    rows = list(held_out)
    if not rows:
        return Fit(bitrate_error=None, qp_distance=None, ssim=None)
    theirs = int(sizes[rows].sum())
    seen = [ssim(ours.luma[i], luma[i]) for i in sorted(set(ours.luma) & set(luma) & set(rows))]
    return Fit(
        bitrate_error=float(np.log2(ours.sizes[rows].sum() / theirs)) if theirs else None,
        qp_distance=qp_distance(ours.block_qp[rows], block_qp[rows]),
        ssim=float(np.mean(seen)) if seen else None,
    )
