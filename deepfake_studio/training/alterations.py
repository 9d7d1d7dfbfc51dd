"""Changes of colour, sharpness and place, drawn once and applied as often as a clip has frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.training.masks import Mask, grid

if TYPE_CHECKING:
    from deepfake_studio.training.blend import BlendRecipe

Image = NDArray[np.uint8]
_DOWN = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
_UP = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4, cv2.INTER_NEAREST)
_UP_SHARES = (0.4, 0.35, 0.2, 0.05)


@dataclass(frozen=True, slots=True)
class Colour:
    """A table (256, 3) of levels per channel, and a factor of saturation."""

    table: NDArray[np.uint8]
    saturation: float

    @classmethod
    def draw(cls, image: Image, rng: Generator, recipe: BlendRecipe, *, surely: bool = False) -> Colour:
        """A change for ``image`` and its like; ``surely`` makes one that shows."""
        levels: NDArray[Any] = np.repeat(np.arange(256, dtype=np.float64)[:, None], 3, 1)
        if surely or rng.random() < recipe.offset_share:
            drawn = rng.uniform(0.5 if surely else 0.0, 1.0, 3) * rng.choice([-1.0, 1.0], 3)
            # 20 levels are a tint on fair skin and another colour on dark skin
            levels += drawn * recipe.offset * np.clip(sum(cv2.mean(image)[:3]) / 330, 0.4, 1.0)
        if rng.random() < recipe.contrast_share:
            mean = np.array(cv2.mean(image)[:3], np.float32)
            gain, lift = (1 + rng.uniform(-1, 1) * s for s in (recipe.contrast, recipe.brightness))
            levels = (levels - mean) * gain + mean * lift
        if rng.random() < recipe.gamma_share:
            low, high = 1 - 0.8 * recipe.gamma, 1 + recipe.gamma
            levels = 255 * np.clip(levels / 255, 0, 1) ** rng.uniform(low, high)
        saturation = 1.0
        if rng.random() < recipe.saturation_share:
            saturation = float(1 + rng.uniform(-1, 1) * recipe.saturation)
        return cls(np.clip(levels + 0.5, 0, 255).astype(np.uint8), saturation)

    def apply(self, image: Image) -> Image:
        """The changed picture."""
        made = cv2.LUT(image, self.table[None])
        if self.saturation != 1.0:
            matrix = np.full((3, 3), (1 - self.saturation) / 3, np.float32) + np.eye(3, dtype=np.float32) * np.float32(
                self.saturation
            )
            made = cv2.transform(made, matrix)
        return np.asarray(made, np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharpness:
    """``kind`` is reduced (to ``factor`` and back), blurred (``sigma`` px) or sharpened (by ``amount``)."""

    kind: str
    factor: float = 1.0
    down: int = cv2.INTER_AREA
    up: int = cv2.INTER_LINEAR
    sigma: float = 0.0
    amount: float = 0.0

    @classmethod
    def draw(cls, rng: Generator, reduced: tuple[float, float]) -> Sharpness:
        """One of the three kinds."""
        kind = rng.random()
        if kind < 0.45:
            factor = float(rng.uniform(*reduced))
            down, up = int(rng.choice(_DOWN)), int(rng.choice(_UP, p=_UP_SHARES))
            if up == cv2.INTER_NEAREST:
                factor = max(factor, 0.4)  # coarser steps are seen at once
            return cls(kind="reduced", factor=factor, down=down, up=up)
        if kind < 0.7:
            return cls(kind="blurred", sigma=float(rng.uniform(0.4, 1.4)))
        return cls(kind="sharpened", sigma=float(rng.uniform(0.6, 1.6)), amount=float(rng.uniform(0.3, 1.2)))

    def apply(self, image: Image) -> Image:
        """The changed picture, as large as before."""
        if self.kind == "reduced":
            small = cv2.resize(image, None, fx=self.factor, fy=self.factor, interpolation=self.down)
            size = (image.shape[1], image.shape[0])
            return np.asarray(cv2.resize(small, size, interpolation=self.up), np.uint8)
        blurred = cv2.GaussianBlur(image, (0, 0), self.sigma)
        if self.kind == "blurred":
            return np.asarray(blurred, np.uint8)
        return np.asarray(cv2.addWeighted(image, 1 + self.amount, blurred, -self.amount, 0), np.uint8)


@dataclass(frozen=True, slots=True)
class Place:
    """A shift, scale and rotation as a matrix (2, 3) from wanted to given pixels, for pictures of ``shape``."""

    matrix: NDArray[np.float32]
    shape: tuple[int, int]

    @classmethod
    def draw(cls, shape: tuple[int, int], rng: Generator, recipe: BlendRecipe) -> Place:
        """Within the recipe's bounds."""
        h, w = shape
        scale = float(rng.uniform(1 - recipe.scale, 1 / (1 - recipe.scale)))
        angle = float(rng.uniform(-1, 1)) * recipe.rotation_degrees
        matrix = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1 / scale)
        matrix[:, 2] -= [rng.uniform(-1, 1) * recipe.shift[0] * w, rng.uniform(-1, 1) * recipe.shift[1] * h]
        return cls(matrix.astype(np.float32), (h, w))

    def apply(self, image: Image) -> Image:
        """The moved picture, mirrored beyond its edge."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.shape[1], self.shape[0])
        moved = cv2.warpAffine(image, self.matrix, size, flags=flags, borderMode=cv2.BORDER_REFLECT_101)
        return np.asarray(moved, np.uint8)

    def field(self) -> NDArray[np.float32]:
        """The same as a displacement (H, W, 2) px."""
        whole = grid(*self.shape)
        return np.asarray(cv2.transform(whole, self.matrix) - whole, np.float32)


def match_colour(source: Image, target: Image, mask: Mask) -> Image:
    """``source`` with the mean and spread of ``target`` under ``mask``, in CIE Lab."""
    inside = (mask > 0.2 * mask.max()).view(np.uint8)
    if not inside.any():
        return source
    a, b = (cv2.cvtColor(i, cv2.COLOR_RGB2LAB) for i in (source, target))
    mean_a, spread_a = (v[:, 0] for v in cv2.meanStdDev(a, mask=inside))
    mean_b, spread_b = (v[:, 0] for v in cv2.meanStdDev(b, mask=inside))
    gain: NDArray[Any] = np.clip(spread_b / np.maximum(spread_a, 1), 0.6, 1.6)
    levels = (np.arange(256)[:, None] - mean_a) * gain + mean_b
    table = np.clip(levels + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(cv2.LUT(a, table[None]), cv2.COLOR_LAB2RGB), np.uint8)
