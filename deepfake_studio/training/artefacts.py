"""Single things that happen to a picture on its way: JPEG, block quantisation, noise, a screen filmed again.

All take and return ``uint8`` RGB (H, W, 3) of the same size.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Image = NDArray[np.uint8]
SAMPLING = {
    "420": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    "422": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    "444": cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
}
_NOISE = 1 << 21
_PITCH = 3  # subpixels of the screen across one picture pixel
# ITU-T T.81, annex K, tables K.1 and K.2
_LUMA = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29),
    *(51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121),
    *(120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)
_CHROMA = (
    *(17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99),
    *(99, 99, 99, 99, *([99] * 32)),
)


def jpeg(image: Image, quality: int, *, chroma: str = "420") -> Image:
    """The picture after JPEG at ``quality`` 1..100."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, SAMPLING[chroma]]
    done, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), flags)
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if done else None
    assert decoded is not None
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float32]:
    """The orthonormal 8-point DCT-II as a matrix: rows are frequencies."""
    k, n = np.mgrid[:8, :8]
    matrix = 0.5 * np.cos((2 * n + 1) * k * np.pi / 16)
    matrix[0] /= np.sqrt(2)
    return np.asarray(matrix, np.float32)


def quantisers(quality: int) -> NDArray[np.float32]:
    """The luma and the chroma table (2, 8, 8) at ``quality`` 1..100, scaled as libjpeg does."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    tables = np.array([_LUMA, _CHROMA], np.float32).reshape(2, 8, 8)
    return np.asarray(np.clip(np.floor((tables * scale + 50) / 100), 1, 255), np.float32)


def dct_blocks(image: Image, quality: int, *, offset: tuple[int, int] = (0, 0)) -> Image:
    """Every 8x8 block's DCT coefficients rounded to JPEG's steps at ``quality``, without subsampling.

    ``offset`` (x, y) 0..7 px is where the grid of blocks starts, since a crop seldom lies on the grid of its picture.
    """
    h, w = image.shape[:2]
    left, top = offset
    right, bottom = -(w + left) % 8, -(h + top) % 8
    ycc = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)
    wide = cv2.copyMakeBorder(ycc, top, bottom, left, right, cv2.BORDER_REPLICATE).astype(np.float32) - 128
    rows, columns = wide.shape[0] // 8, wide.shape[1] // 8
    cosines, split = _cosines(), (3, rows, 8, columns, 8)
    lines = cosines @ np.ascontiguousarray(wide.transpose(2, 0, 1)).reshape(3, rows, 8, -1)
    steps = quantisers(quality)[[0, 1, 1]][:, None, :, None, :]
    coefficients = np.round(lines.reshape(split) @ cosines.T / steps) * steps
    lines = (coefficients @ cosines).reshape(3, rows, 8, -1)
    back = (cosines.T @ lines).reshape(3, *wide.shape[:2]).transpose(1, 2, 0)
    levels = np.clip(back + 128.5, 0, 255).astype(np.uint8)[top : top + h, left : left + w]
    return np.asarray(cv2.cvtColor(levels, cv2.COLOR_YCrCb2RGB), np.uint8)


@lru_cache(maxsize=1)
def _normal() -> NDArray[np.float32]:
    """Two million standard normal numbers: drawing them anew takes longer than the rest of a degradation."""
    return np.random.default_rng(20_409).standard_normal(_NOISE, np.float32)


def noise(image: Image, sigma: float, rng: Generator, *, coloured: bool = True) -> Image:
    """Gaussian noise of ``sigma`` levels: a random stretch of a fixed store of normal numbers, either way round."""
    h, w = image.shape[:2]
    count = h * w * (3 if coloured else 1)
    if count > _NOISE // 2:
        grain = rng.standard_normal(count, np.float32)
    else:
        start = int(rng.integers(_NOISE - count))
        grain = _normal()[start : start + count]
    grain = grain.reshape(h, w, -1) * np.float32(sigma if rng.random() < 0.5 else -sigma)
    if not coloured:
        grain = cv2.merge([grain[..., 0]] * 3)
    return np.asarray(cv2.add(image, grain, dtype=cv2.CV_8U), np.uint8)


def recaptured(image: Image, *, turn_degrees: float, scale: float, blur: float, depth: float) -> Image:
    """The picture shown on a screen and filmed: stripes of red, green and blue subpixels, seen by another grid.

    ``turn_degrees`` and ``scale`` (about 1) say how camera and screen stand to each other, ``blur`` the lens in
    subpixels, ``depth`` 0..1 how dark the gaps are. The beat of the two grids is the moire.
    """
    h, w = image.shape[:2]
    shown = cv2.resize(image, (w * _PITCH, h * _PITCH), interpolation=cv2.INTER_NEAREST)
    screen, gain = _screen(h, w, depth)
    shown = cv2.GaussianBlur(cv2.multiply(shown, screen, scale=1 / 255), (0, 0), blur)
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), turn_degrees, 1 / scale)
    matrix = _PITCH * matrix
    matrix[:, 2] += (_PITCH - 1) / 2
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(shown, matrix, (w, h), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.convertScaleAbs(seen, alpha=gain), np.uint8)


@lru_cache(maxsize=8)
def _screen(h: int, w: int, depth: float) -> tuple[Image, float]:
    """What a screen lets through of 255, a column per colour, a darker row between pixels; and what makes up for it."""
    cell = np.full((_PITCH, _PITCH, 3), 1 - depth, np.float32)
    for channel in range(3):
        cell[:, channel, channel] = 1.0
    cell[-1] *= 1 - depth / 2
    return np.tile((255 * cell + 0.5).astype(np.uint8), (h, w, 1)), float(1 / cell.mean())
