"""Where a face is replaced: regions from five landmarks, or from 68 or 81 where somebody has them.

Masks are drawn, bent and softened at half size and enlarged once: they are blurred anyway, and it costs a quarter.

Source: the four ways through dense landmarks (dfl-full, extended, components, face hull) as in Li et al., "Face
X-ray", arXiv 1912.13458, and Shiohara and Yamasaki, arXiv 2204.08376; numbering of the 68 points: iBUG 300-W.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Mask = NDArray[np.float32]
Points = NDArray[np.float32]
REGIONS = ("ellipse", "hull", "inner", "eyes", "mouth", "nose", "half")
DENSE = ("full", "extended", "components", "facehull")
_SHIFT = 4  # fractional bits of polygon corners


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Where the face is, from five landmarks (px): centre, unit vectors along eyes and down the face, scale."""

    points: Points
    centre: Points
    across: Points
    down: Points
    eye_px: float
    face_px: float


def geometry(points: Points) -> Geometry:
    """Axes of a face from (5, 2) landmarks: right eye, left eye, nose, mouth corners."""
    eyes, mouth = (points[0] + points[1]) / 2, (points[3] + points[4]) / 2
    down = mouth - eyes
    face_px = max(float(np.hypot(*down)), 8.0)
    down = down / face_px
    across = np.array([down[1], -down[0]], np.float32)
    eye_px = max(float(np.hypot(*(points[1] - points[0]))), 0.6 * face_px)
    return Geometry(
        points=points,
        centre=(eyes + mouth) / 2,
        across=across,
        down=down.astype(np.float32),
        eye_px=eye_px,
        face_px=face_px,
    )


def _filled(mask: Mask, points: NDArray[Any]) -> None:
    hull = cv2.convexHull((points * (1 << _SHIFT)).astype(np.int32))
    cv2.fillConvexPoly(mask, hull, 1.0, shift=_SHIFT)


def _oval(shape: tuple[int, int], centre: Points, axes: tuple[float, float], g: Geometry) -> Mask:
    angle = float(np.degrees(np.arctan2(g.across[1], g.across[0])))
    mask = np.zeros(shape, np.float32)
    cv2.ellipse(mask, (tuple(float(v) for v in centre), (2 * axes[0], 2 * axes[1]), angle), 1.0, -1)
    return mask


def _polygon(shape: tuple[int, int], g: Geometry, corners: list[tuple[float, float]], rng: Generator) -> Mask:
    """A convex hull of (across, down) offsets in units of the eye-mouth distance, each corner shaken a little."""
    offsets = np.array(corners, np.float32) + rng.normal(0, 0.08, (len(corners), 2)).astype(np.float32)
    points = g.centre + g.face_px * (offsets[:, :1] * g.across + offsets[:, 1:] * g.down)
    mask = np.zeros(shape, np.float32)
    _filled(mask, points)
    return mask


def region(name: str, shape: tuple[int, int], g: Geometry, rng: Generator) -> Mask:
    """A hard mask (H, W) of 0 and 1 for one of `REGIONS`."""
    size, k = g.face_px, float(rng.uniform(0.85, 1.15))
    if name == "ellipse":
        axes = (0.95 * size * k, 1.3 * size * float(rng.uniform(0.85, 1.1)))
        return _oval(shape, g.centre + 0.05 * size * g.down, axes, g)
    if name == "hull":
        corners = [(-0.9, -0.9), (0.9, -0.9), (1.0, 0.0), (0.75, 0.8), (0.0, 1.2), (-0.75, 0.8), (-1.0, 0.0)]
        return _polygon(shape, g, [(x * k, y * k) for x, y in corners], rng)
    if name == "inner":
        return _polygon(shape, g, [(-0.8, -0.75), (0.8, -0.75), (0.5, 0.7), (-0.5, 0.7)], rng)
    if name == "eyes":
        return _oval(shape, g.points[:2].mean(0), (0.9 * size * k, 0.38 * size * k), g)
    if name == "mouth":
        mouth = g.points[3:].mean(0)
        return _oval(shape, mouth + 0.05 * size * g.down, (0.6 * size * k, 0.42 * size * k), g)
    if name == "nose":
        return _oval(shape, g.points[2] - 0.1 * size * g.down, (0.4 * size * k, 0.5 * size * k), g)
    lower = [(-1.1, 0.0), (1.1, 0.0), (0.8, 1.0), (0, 1.35), (-0.8, 1.0)]
    upper: list[tuple[float, float]] = [(-1, -1), (1, -1), (1.1, 0.05), (-1.1, 0.05)]
    return _polygon(shape, g, lower if rng.random() < 0.7 else upper, rng)


def dense_region(name: str, shape: tuple[int, int], points: Points) -> Mask:
    """A hard mask (H, W) of 0 and 1 from (68 or 81, 2) landmarks for one of `DENSE`."""
    mask = np.zeros(shape, np.float32)
    if name == "facehull":
        _filled(mask, points)
        return mask
    p = _raised(points[:68]) if name == "extended" else points[:68]
    for part in _FULL if name == "full" else _COMPONENTS:
        _filled(mask, p[list(part)])
    if len(points) > 68 and name == "full":  # 81 points know the forehead
        _filled(mask, np.concatenate([points[17:27], points[68:]]))
    return mask


def _raised(p: Points) -> Points:
    """Brows half as far again above the eyes as they are, so that the mask reaches into the forehead."""
    out = p.copy()
    quarter_right, quarter_left = (3 * p[36] + p[0]) / 4, (3 * p[45] + p[16]) / 4
    below_right = np.concatenate([quarter_right[None], p[36:40]])
    below_left = np.concatenate([p[42:46], quarter_left[None]])
    out[17:22] += (p[17:22] - below_right) / 2
    out[22:27] += (p[22:27] - below_left) / 2
    return out


_FULL = (
    (*range(17), *range(48, 68)),
    (*range(27, 31), 33),
    (*range(17, 27), 0, 27, 16, 33),
)
_COMPONENTS = (
    (*range(9), 17),
    (*range(8, 17), 26),
    (17, 18, 19, 8),
    (24, 25, 26, 8),
    (*range(19, 25), 8),
    (*range(17, 22), 27, *range(31, 36), 8),
    (*range(22, 27), 27, *range(31, 36), 8),
    (*range(27, 36),),
)


def smooth_field(shape: tuple[int, int], rng: Generator, *, cells: int, amplitude_px: float) -> NDArray[np.float32]:
    """A smooth random displacement (H, W, 2) in px."""
    coarse = rng.normal(0, amplitude_px, (cells, cells, 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


@lru_cache(maxsize=8)
def grid(height: int, width: int) -> NDArray[np.float32]:
    """The place of every pixel, (H, W, 2) as x and y px; do not write into it."""
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def warp(image: NDArray[Any], field: NDArray[np.float32], *, border: int = cv2.BORDER_REFLECT_101) -> NDArray[Any]:
    """Every pixel taken from ``field`` (H, W, 2) px beside it."""
    moved: NDArray[Any] = cv2.remap(image, field + grid(*field.shape[:2]), None, cv2.INTER_LINEAR, borderMode=border)
    return moved
