"""What the decoded luma shows of an earlier compression: its grid, its missing detail, its rhythm.

A grid of the earlier encoder shows as blockiness at a period that is not the present encoder's, where the clip was
scaled in between, and as more blockiness than the present quantiser explains where it was not. Detail that it took
away is missing at high frequencies. Its groups of pictures leave a rhythm in sharpness and in the change from picture
to picture.

Source: footprints of double encoding, Vazquez-Padin et al., WIFS 2012; Stamm et al., IEEE TIFS 7 (2012) 1315-1329;
grids through scaling, Gallagher, CRV 2005; blockiness as Wang et al., ICIP 2000.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.media.coded import Plane

_MOST = (480, 640)  # rows, columns of the middle that is looked at
_BLOCK = 8
BANDS = 6  # of the 8x8 transform, by the sum of both frequencies
Floats = NDArray[np.float64]
_Image = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """One picture: ``sharp`` log2 mean square of its Laplacian, ``bands`` (6,) log2 mean square of its transform by
    frequency; against the picture before: ``change`` mean absolute difference, ``same`` share of pixels that differ
    by at most 1, ``fresh`` log2 mean square of the difference's Laplacian (NaN for the first picture).
    """

    sharp: float
    bands: Floats
    change: float
    same: float
    fresh: float


@dataclass(slots=True)
class Traces:
    """Collects the looks of a stream, and its mean blockiness per column and row."""

    looks: list[Look] = field(default_factory=list)
    columns: Floats = field(default_factory=lambda: np.zeros(0))
    rows: Floats = field(default_factory=lambda: np.zeros(0))
    _before: _Image | None = None

    def add(self, luma: Plane) -> None:
        """Look at the next picture; all are of one size."""
        image = np.asarray(middle(luma), np.float32)
        self.looks.append(_look(image, self._before))
        columns, rows = blockiness(image), blockiness(image.T)
        if len(self.looks) == 1:
            self.columns, self.rows = columns, rows
        else:
            self.columns, self.rows = self.columns + columns, self.rows + rows
        self._before = image


def middle(luma: Plane) -> Plane:
    """The middle part, cut on the grid of macroblocks."""
    top, left = (max(0, luma.shape[k] - _MOST[k]) // 2 // 16 * 16 for k in (0, 1))
    return luma[top : top + _MOST[0], left : left + _MOST[1]]


def _look(image: _Image, before: _Image | None) -> Look:
    change = same = fresh = float("nan")
    if before is not None and before.shape == image.shape:
        difference = image - before
        size = np.abs(difference)
        change, same = float(size.mean()), float((size <= 1).mean())
        fresh = _log_square(cv2.Laplacian(difference, cv2.CV_32F))
    return Look(
        sharp=_log_square(cv2.Laplacian(image, cv2.CV_32F)), bands=bands(image), change=change, same=same, fresh=fresh
    )


def _log_square(image: NDArray[np.floating]) -> float:
    return float(np.log2(np.mean(np.square(image)) + 1e-2))


def bands(image: _Image) -> Floats:
    """(6,) log2 mean square of the 8x8 cosine transform by the sum of both frequencies: 1-2, 3-4, and so on."""
    height, width = (n // _BLOCK * _BLOCK for n in image.shape)
    if not height or not width:
        return np.zeros(BANDS)
    parts = image[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK).swapaxes(1, 2)
    power = np.square(_COSINES @ parts @ _COSINES.T).mean(axis=(0, 1))
    return np.array([np.log2(power[k == _BAND].mean() + 1e-3) for k in range(BANDS)])


def _cosines() -> _Image:
    n = np.arange(_BLOCK)
    table = np.cos(np.pi * (2 * n[None] + 1) * n[:, None] / (2 * _BLOCK)) * np.sqrt(2 / _BLOCK)
    table[0] /= np.sqrt(2)
    return np.asarray(table, np.float32)


_COSINES = _cosines()
_SUM = np.add.outer(np.arange(_BLOCK), np.arange(_BLOCK))
_BAND = np.where(_SUM == 0, -1, np.minimum((_SUM - 1) // 2, BANDS - 1))


def blockiness(image: _Image) -> Floats:
    """(columns,) how much larger the step into a column is than the steps beside it, mean over rows; 0 at the ends."""
    step = np.abs(np.diff(image, axis=1)).mean(axis=0, dtype=np.float64)
    out = np.zeros(image.shape[1])
    if len(step) > 2:
        out[2:-1] = step[1:-1] - (step[:-2] + step[2:]) / 2
    return out


def on_grid(profile: Floats, period: int) -> float:
    """Mean blockiness at the multiples of ``period`` over the spread elsewhere."""
    places = np.arange(len(profile))
    at = (places % period == 0) & (places > 0)
    if at.sum() < 3:
        return 0.0
    rest = profile[places % 4 != 0]
    return float((profile[at].mean() - rest.mean()) / (rest.std() + 1e-3))


def off_grid(profile: Floats) -> float:
    """Log10 of the strongest periodic part that is no multiple of the present grid, over the usual one.

    An earlier grid of 16 px scaled by s gives lines at multiples of 1 / (16 s).
    """
    inner = profile[2:-2]
    if len(inner) < 96:
        return 0.0
    limited = np.clip(inner, *np.percentile(inner, [2, 98]))
    spectrum = np.abs(np.fft.rfft((limited - limited.mean()) * np.hanning(len(limited)), 2048))
    places = np.arange(len(spectrum)) / 2048
    beside = np.abs(places * 16 - np.round(places * 16)) / 16 > 3.0 / len(inner)
    used = (places > 1 / 40) & beside
    return float(np.log10((spectrum[used].max() + 1e-9) / (np.median(spectrum[used]) + 1e-9)))
