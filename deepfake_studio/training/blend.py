"""Self-blended and face-swapped positives from genuine crops and five landmarks.

A source (the crop itself, its neural resynthesis, or another aligned face) is altered in colour, sharpness and place
and blended into the target through an elastic, soft mask. The target may be altered instead, so that neither side
of the seam is always the cleaner one.

Source: Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", arXiv 2204.08376 (masks from 81
landmarks there, from five here); Li et al., "Face X-ray", arXiv 1912.13458 (other-face sources).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Mask = NDArray[np.float32]
RATIOS = (0.25, 0.5, 0.75, 1.0, 1.0, 1.0)
REGIONS = ("ellipse", "hull", "inner", "eyes", "mouth", "nose", "half")
REGION_WEIGHTS = (0.22, 0.2, 0.16, 0.1, 0.16, 0.06, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Where the face is, from five landmarks (px): centre, unit vectors along eyes and down the face, scale."""

    points: NDArray[np.float32]
    centre: NDArray[np.float32]
    across: NDArray[np.float32]
    down: NDArray[np.float32]
    eye_px: float
    face_px: float


def geometry(points: NDArray[np.float32]) -> Geometry:
    """Axes of a face from (5, 2) landmarks: right eye, left eye, nose, mouth corners."""
    eyes, mouth = points[:2].mean(0), points[3:].mean(0)
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


def _oval(shape: tuple[int, int], centre: NDArray[np.float32], axes: tuple[float, float], g: Geometry) -> Mask:
    angle = float(np.degrees(np.arctan2(g.across[1], g.across[0])))
    mask = np.zeros(shape, np.float32)
    cv2.ellipse(mask, (tuple(float(v) for v in centre), (2 * axes[0], 2 * axes[1]), angle), 1.0, -1)
    return mask


def _polygon(shape: tuple[int, int], g: Geometry, corners: list[tuple[float, float]], rng: Generator) -> Mask:
    """A convex hull of (across, down) offsets in units of the eye-mouth distance, each corner shaken a little."""
    offsets = np.array(corners, np.float32) + rng.normal(0, 0.08, (len(corners), 2)).astype(np.float32)
    points = g.centre + g.face_px * (offsets[:, :1] * g.across + offsets[:, 1:] * g.down)
    mask = np.zeros(shape, np.float32)
    cv2.fillConvexPoly(mask, cv2.convexHull(points.astype(np.int32)), 1.0)
    return mask


def region(name: str, shape: tuple[int, int], g: Geometry, rng: Generator) -> Mask:
    """A hard mask (H, W) of 0 and 1 for one of `REGIONS`."""
    size, k = g.face_px, float(rng.uniform(0.85, 1.15))
    if name == "ellipse":
        return _oval(
            shape, g.centre + 0.05 * size * g.down, (0.95 * size * k, 1.3 * size * float(rng.uniform(0.85, 1.1))), g
        )
    if name == "hull":
        corners = [(-0.9, -0.9), (0.9, -0.9), (1.0, 0.0), (0.75, 0.8), (0.0, 1.2), (-0.75, 0.8), (-1.0, 0.0)]
        return _polygon(shape, g, [(x * k, y * k) for x, y in corners], rng)
    if name == "inner":
        return _polygon(shape, g, [(-0.8, -0.75), (0.8, -0.75), (0.5, 0.7), (-0.5, 0.7)], rng)
    if name == "eyes":
        eyes = g.points[:2].mean(0)
        return _oval(shape, eyes, (0.9 * size * k, 0.38 * size * k), g)
    if name == "mouth":
        mouth = g.points[3:].mean(0)
        return _oval(shape, mouth + 0.05 * size * g.down, (0.6 * size * k, 0.42 * size * k), g)
    if name == "nose":
        return _oval(shape, g.points[2] - 0.1 * size * g.down, (0.4 * size * k, 0.5 * size * k), g)
    lower = bool(rng.random() < 0.7)
    corners = (
        [(-1.1, 0.0), (1.1, 0.0), (0.8, 1.0), (0, 1.35), (-0.8, 1.0)]
        if lower
        else [(-1, -1), (1, -1), (1.1, 0.05), (-1.1, 0.05)]
    )
    return _polygon(shape, g, corners, rng)


def smooth_field(shape: tuple[int, int], rng: Generator, *, cells: int, amplitude_px: float) -> NDArray[np.float32]:
    """A smooth random displacement (H, W, 2) in px."""
    coarse = rng.normal(0, 1, (cells, cells, 2)).astype(np.float32)
    fine = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(fine * np.float32(amplitude_px), np.float32)


def warp(image: NDArray[Any], field: NDArray[np.float32]) -> NDArray[Any]:
    """Move every pixel by ``field`` (H, W, 2) px."""
    h, w = field.shape[:2]
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    moved: NDArray[Any] = cv2.remap(
        image, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return moved


def soft_mask(shape: tuple[int, int], g: Geometry, rng: Generator) -> Mask:
    """A region mask, bent and with a soft edge, in 0..1."""
    name = REGIONS[int(rng.choice(len(REGIONS), p=REGION_WEIGHTS))]
    mask = region(name, shape, g, rng)
    if rng.random() < 0.8:
        mask = warp(
            mask, smooth_field(shape, rng, cells=int(rng.integers(4, 9)), amplitude_px=0.05 * g.face_px)
        ).astype(np.float32)
    first = int(rng.integers(1, 9)) * 2 + 1
    mask = cv2.GaussianBlur(mask, (first, first), 0)
    if rng.random() < 0.5:  # eroded and blurred again, as swap programs do
        mask = cv2.GaussianBlur(np.clip((mask - 0.5) * 2, 0, 1), (first, first), 0)
    return np.asarray(np.clip(mask, 0, 1) * np.float32(rng.choice(RATIOS)), np.float32)


def alter_colour(image: Image, rng: Generator) -> Image:
    """A shift of colour, brightness, contrast or saturation."""
    work: NDArray[Any] = image.astype(np.float32)
    if rng.random() < 0.5:
        work += rng.uniform(-18, 18, 3).astype(np.float32)
    if rng.random() < 0.5:
        mean = work.mean((0, 1))
        work = (work - mean) * rng.uniform(0.85, 1.15) + mean * rng.uniform(0.9, 1.1)
    if rng.random() < 0.4:
        grey = work.mean(-1, keepdims=True)
        work = grey + (work - grey) * rng.uniform(0.7, 1.3)
    if rng.random() < 0.3:
        work = 255 * np.clip(work / 255, 0, 1) ** rng.uniform(0.8, 1.25)
    return np.asarray(np.clip(work, 0, 255), np.uint8)


def alter_sharpness(image: Image, rng: Generator) -> Image:
    """Blurred, sharpened, or reduced and enlarged again."""
    kind = rng.random()
    if kind < 0.45:
        factor = float(rng.uniform(0.3, 0.8))
        small = cv2.resize(
            image,
            None,
            fx=factor,
            fy=factor,
            interpolation=int(rng.choice([cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC])),
        )
        how = int(
            rng.choice(
                [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4, cv2.INTER_NEAREST], p=[0.4, 0.35, 0.2, 0.05]
            )
        )
        return np.asarray(cv2.resize(small, (image.shape[1], image.shape[0]), interpolation=how), np.uint8)
    if kind < 0.7:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.4, 1.4))), np.uint8)
    blurred = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.6, 1.6)))
    amount = float(rng.uniform(0.3, 1.2))
    return np.asarray(cv2.addWeighted(image, 1 + amount, blurred, -amount, 0), np.uint8)


def shift(image: Image, rng: Generator) -> Image:
    """Moved by up to 3 % across and 1.5 % down, scaled by up to 5 %."""
    h, w = image.shape[:2]
    scale, angle = float(rng.uniform(0.95, 1.05)), float(rng.uniform(-2, 2))
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), angle, scale)
    matrix[:, 2] += [rng.uniform(-0.03, 0.03) * w, rng.uniform(-0.015, 0.015) * h]
    return np.asarray(
        cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.uint8
    )


def match_colour(source: Image, target: Image, mask: Mask) -> Image:
    """CIELAB mean and spread of ``source`` brought to those of ``target`` under the mask. Source: Reinhard 2001."""
    weight = mask > 0.1
    if weight.sum() < 16:
        return source
    a, b = (cv2.cvtColor(i, cv2.COLOR_RGB2LAB).astype(np.float32) for i in (source, target))
    mean_a, mean_b, std_a, std_b = a[weight].mean(0), b[weight].mean(0), a[weight].std(0), b[weight].std(0)
    moved = (a - mean_a) * np.clip(std_b / np.maximum(std_a, 1), 0.6, 1.6) + mean_b
    return np.asarray(cv2.cvtColor(np.clip(moved, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB), np.uint8)


def align(other: Image, points: NDArray[np.float32], wanted: NDArray[np.float32]) -> Image:
    """Another face moved so that its five landmarks lie on ``wanted``."""
    matrix, _ = cv2.estimateAffinePartial2D(points, wanted, method=cv2.LMEDS)
    if matrix is None:
        return other
    return np.asarray(
        cv2.warpAffine(
            other, matrix, (other.shape[1], other.shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        ),
        np.uint8,
    )


def blend(source: Image, target: Image, mask: Mask) -> Image:
    """``mask`` x source + (1 - mask) x target."""
    weight = mask[..., None]
    return np.clip(source * weight + target * (1 - weight) + 0.5, 0, 255).astype(np.uint8)


def self_blended(
    target: Image, points: NDArray[np.float32], rng: Generator, *, source: Image | None = None, foreign: bool = False
) -> Image:
    """One positive from a genuine crop (H, W, 3).

    Args:
        points: (5, 2) landmarks px of the target.
        source: another rendering of the same face (resynthesis) or an aligned other face; the target itself if absent.
        foreign: the source is another person: its colours are matched to the target first.
    """
    g = geometry(points)
    mask = soft_mask(target.shape[:2], g, rng)
    given = source is not None
    inner = target if source is None else source
    if foreign:
        inner = match_colour(inner, target, mask)
    outer = target
    alter_outer = not given and rng.random() < 0.4
    changed = outer if alter_outer else inner
    if not foreign or rng.random() < 0.3:
        changed = alter_colour(changed, rng)
    if rng.random() < (0.35 if given else 0.75):
        changed = alter_sharpness(changed, rng)
    if alter_outer:
        outer = changed
    else:
        inner = changed
    if not foreign and rng.random() < 0.8:
        inner = shift(inner, rng)
    if rng.random() < 0.35:
        field = smooth_field(target.shape[:2], rng, cells=int(rng.integers(5, 12)), amplitude_px=0.03 * g.face_px)
        inner = np.asarray(warp(inner, field), np.uint8)
    return blend(inner, outer, mask)
