"""Which faces are too poor to learn from: measures of a crop, thresholds that remove only the worst.

The defaults were set on 390 OpenForensics crops, where together they remove under 1 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import UsageError
from deepfake_studio.training.prepared import MARGIN, MIN_FACE_PX, SIZE_PX

BLUR_PX = 64
T = TypeVar("T", "Thresholds", "TileThresholds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What is known of a face before it is judged.

    Args:
        face_px: longer side of its box in the picture.
        score: of the face search, 0..1.
        sharpness: variance of the Laplacian of its luma, brought to 64 px whatever its size: blur beyond what a small
            face has anyway. Source: LAPV in Pertuz et al., Pattern Recognition 46 (2013), 1415-1432.
        detail: the same at the scale of the packed crop: what a network could tell the size by.
        brightness: mean luma, 0..255.
        cut: share of its box beyond the edge of the picture.
    """

    face_px: float
    score: float
    sharpness: float
    detail: float
    brightness: float
    cut: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a face must reach to be packed; the units are those of `Measures`.

    Raises:
        UsageError: ``face_px`` is below what the crop recipe takes at all.
    """

    face_px: float = MIN_FACE_PX
    score: float = 0.6
    sharpness: float = 10.0
    darkest: float = 20.0
    brightest: float = 240.0
    cut: float = 0.3

    def __post_init__(self) -> None:
        if self.face_px < MIN_FACE_PX:
            raise UsageError(
                f"The crop recipe takes no faces below {MIN_FACE_PX:g} px; ask for face_px of that or more."
            )

    def judge(self, face: Any) -> str:
        """Why a face (its `Measures`) is dropped; empty when it is kept."""
        reasons = {
            "face too small": face.face_px < self.face_px,
            "low face score": face.score < self.score,
            "face cut by the edge of the picture": face.cut > self.cut,
            "too dark": face.brightness < self.darkest,
            "too bright": face.brightness > self.brightest,
            "too blurred": face.sharpness < self.sharpness,
        }
        return next((reason for reason, applies in reasons.items() if applies), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMeasures:
    """What is known of a square of a whole frame.

    Args:
        picture_px: shorter side of the picture.
        sharpness, detail, brightness: as in `Measures`, of the square.
    """

    picture_px: float
    sharpness: float
    detail: float
    brightness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TileThresholds:
    """What a square must reach; flat ones (sky, walls) stay, since an examination reads them too."""

    picture_px: float = float(SIZE_PX)
    darkest: float = 8.0
    brightest: float = 250.0

    def judge(self, tile: Any) -> str:
        """Why a square (its `TileMeasures`) is dropped; empty when it is kept."""
        reasons = {
            "picture too small": tile.picture_px < self.picture_px,
            "too dark": tile.brightness < self.darkest,
            "too bright": tile.brightness > self.brightest,
        }
        return next((reason for reason, applies in reasons.items() if applies), "")


DEFAULT = Thresholds()
TILES = TileThresholds()
EVERY_TILE = TileThresholds(darkest=0.0, brightest=255.0)
# Everything that has a face of the least size.
EVERYTHING = Thresholds(score=0.0, sharpness=0.0, darkest=0.0, brightest=255.0, cut=1.0)


def changed(thresholds: T, words: Sequence[str]) -> T:
    """Thresholds with some of them set by ``NAME=VALUE``.

    Raises:
        UsageError: an unknown name, or a value that is no number.
    """
    known = [field.name for field in fields(thresholds)]
    for word in words:
        name, _, value = word.partition("=")
        try:
            if name not in known:
                raise ValueError
            thresholds = replace(thresholds, **{name: float(value)})
        except ValueError as error:
            raise UsageError(f"'{word}' sets no threshold; write NAME=NUMBER with {', '.join(known)}.") from error
    return thresholds


def measure(crop: NDArray[np.uint8], box: NDArray[np.float32], *, score: float, size: tuple[int, int]) -> Measures:
    """Measures of a packed crop (SIZE_PX, SIZE_PX, 3) whose face had the x, y, w, h ``box`` px in a picture.

    Args:
        crop: uint8 RGB.
        box: of the face.
        score: of the face search.
        size: width and height of the picture, px.
    """
    start = round(SIZE_PX * (1 - 1 / MARGIN) / 2)
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)[start : SIZE_PX - start, start : SIZE_PX - start]
    small = cv2.resize(luma, (BLUR_PX, BLUR_PX), interpolation=cv2.INTER_AREA)
    return Measures(
        face_px=float(max(box[2], box[3])),
        score=float(score),
        sharpness=_laplacian_variance(small),
        detail=_laplacian_variance(luma),
        brightness=round(float(luma.mean()), 3),
        cut=_beyond(box, size),
    )


def measure_tile(tile: NDArray[np.uint8], *, picture_px: float) -> TileMeasures:
    """Measures of a packed square (SIZE_PX, SIZE_PX, 3) of a picture whose shorter side is ``picture_px``."""
    luma = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(luma, (BLUR_PX, BLUR_PX), interpolation=cv2.INTER_AREA)
    return TileMeasures(
        picture_px=float(picture_px),
        sharpness=_laplacian_variance(small),
        detail=_laplacian_variance(luma),
        brightness=round(float(luma.mean()), 3),
    )


def _laplacian_variance(luma: NDArray[np.uint8]) -> float:
    return round(float(cv2.Laplacian(luma, cv2.CV_64F).var()), 3)


def _beyond(box: NDArray[np.float32], size: tuple[int, int]) -> float:
    left, top, wide, high = (float(v) for v in box)
    inner_wide = max(0.0, min(left + wide, size[0]) - max(left, 0.0))
    inner_high = max(0.0, min(top + high, size[1]) - max(top, 0.0))
    return round(1 - inner_wide * inner_high / max(wide * high, 1e-6), 4) + 0.0
