"""Short clips from one still: a hand-held camera, a head that turns a little, a mouth and eyes that move.

All of it is smooth and mild, as in genuine footage, and every pixel is sampled once. The same motion serves a
genuine clip and its manipulated twin, so that motion does not tell the label.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.training.masks import Geometry, geometry, grid

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
CELL_PX = 8  # displacements are computed on a grid this coarse and enlarged
FPS = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionRecipe:
    """How far things move within a clip; places are relative to the eye-mouth distance, which is about a third of a
    face."""

    shift: float = 0.08  # standard deviation of the camera's drift
    scale: float = 0.02
    rotation_degrees: float = 1.5
    brightness: float = 0.02
    shake: float = 0.004  # from frame to frame, as a hand does
    turn: float = 0.05  # how far the nose moves against the ears
    mouth: float = 0.06
    brows: float = 0.02
    blink_share: float = 0.25
    highest_hz: float = 1.5


DEFAULT = MotionRecipe()


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """Frames of one face and how its place moves.

    Attributes:
        frames: (T, S, S, 3) uint8 RGB.
        points: (5, 2) landmarks px in the first frame.
        places: (T, 2, 3) from pixels of the first frame to pixels of each.
        dense: (68 or 81, 2) landmarks px in the first frame, where there are any.
    """

    frames: Image
    points: Floats
    places: Floats
    dense: Floats | None = None


def smooth_walk(count: int, rng: Generator, *, highest_hz: float, fps: float = FPS) -> Floats:
    """A smooth random curve (count,) of mean square about 1: three sines of random phase below ``highest_hz``."""
    seconds = np.arange(count) / fps
    hz, phase = rng.uniform(0.15, highest_hz, 3), rng.uniform(0, 2 * np.pi, 3)
    return np.asarray(np.sin(2 * np.pi * hz * seconds[:, None] + phase).sum(1) * np.sqrt(2 / 3), np.float32)


def camera(count: int, g: Geometry, rng: Generator, recipe: MotionRecipe, *, fps: float = FPS) -> Floats:
    """Matrices (count, 2, 3) from pixels of the still to pixels of each frame, the first near the identity."""
    across, down, zoom, turn = (smooth_walk(count, rng, highest_hz=recipe.highest_hz, fps=fps) for _ in range(4))
    shake = rng.normal(0, recipe.shake * g.face_px, (count, 2))
    scale = np.exp(recipe.scale * zoom)
    angle = np.radians(recipe.rotation_degrees) * turn
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    linear = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], 1)
    reach = recipe.shift * g.face_px
    moved = np.stack([across * reach, 0.7 * down * reach], -1) + shake + g.centre
    return np.concatenate([linear, (moved - linear @ g.centre)[..., None]], -1).astype(np.float32)


def inverse(places: Floats) -> Floats:
    """Matrices (T, 2, 3) the other way round."""
    linear = np.linalg.inv(places[:, :, :2])
    return np.concatenate([linear, -linear @ places[:, :, 2:]], -1).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """A part of the face that moves: where, how far it reaches (px along the axes of the picture), and its motion.

    ``shift`` is (T, 2) px and ``stretch`` (T, 2) relative, across and down, around the centre.
    """

    centre: Floats
    reach_px: tuple[float, float]
    shift: Floats
    stretch: Floats


def displacement(where: Floats, organs: list[Organ], number: int) -> Floats:
    """How far beside itself each of ``where`` (..., 2) px is sampled in frame ``number``: motion taken backwards."""
    out = np.zeros_like(where)
    for organ in organs:
        away = where - organ.centre
        weight = np.exp(-0.5 * ((away / np.array(organ.reach_px, np.float32)) ** 2).sum(-1, keepdims=True))
        out -= weight * (organ.shift[number] + away * organ.stretch[number])
    return out


def genuine_organs(g: Geometry, count: int, rng: Generator, recipe: MotionRecipe, *, fps: float = FPS) -> list[Organ]:
    """A head that turns, a mouth that opens and narrows, brows that rise, at times a blink."""
    size = g.face_px

    def walk() -> Floats:
        return smooth_walk(count, rng, highest_hz=recipe.highest_hz, fps=fps)

    still = np.zeros((count, 2), np.float32)
    turned = np.stack([walk(), 0.5 * walk()], -1) * np.float32(recipe.turn * size)
    speech = np.stack([0.5 * walk(), walk()], -1) * np.float32(recipe.mouth)
    brows = walk()[:, None] * g.down * np.float32(recipe.brows * size)
    blink = np.zeros((count, 2), np.float32)
    if rng.random() < recipe.blink_share:
        middle, width = rng.uniform(0, count), rng.uniform(1.2, 2.5) * fps / FPS
        blink[:, 1] = -0.45 * np.exp(-(((np.arange(count) - middle) / width) ** 2))
    mouth, brow = (g.points[3] + g.points[4]) / 2, (g.points[0] + g.points[1]) / 2 - 0.35 * size * g.down
    organs = [
        Organ(centre=g.points[2], reach_px=(0.7 * size, 0.9 * size), shift=turned, stretch=still),
        Organ(
            centre=mouth,
            reach_px=(0.42 * size, 0.32 * size),
            shift=np.maximum(speech[:, 1:], 0) * g.down * np.float32(0.5 * size),
            stretch=speech,
        ),
        Organ(centre=brow, reach_px=(0.8 * size, 0.25 * size), shift=brows, stretch=still),
    ]
    eyes = g.points[:2]
    return organs + [Organ(centre=e, reach_px=(0.26 * size, 0.14 * size), shift=still, stretch=blink) for e in eyes]


def coarse(height: int, width: int) -> Floats:
    """Places of the coarse grid's cells, (h, w, 2) px, at the cells' middles."""
    return (grid(-(-height // CELL_PX), -(-width // CELL_PX)) + 0.5) * CELL_PX - 0.5


def enlarged(field: Floats, height: int, width: int) -> Floats:
    """A coarse displacement (h, w, 2) for every pixel (H, W, 2)."""
    h, w = field.shape[0] * CELL_PX, field.shape[1] * CELL_PX
    return np.asarray(cv2.resize(field, (w, h), interpolation=cv2.INTER_LINEAR)[:height, :width], np.float32)


def from_still(
    image: Image,
    points: Floats,
    rng: Generator,
    *,
    count: int,
    recipe: MotionRecipe = DEFAULT,
    fps: float = FPS,
    dense: Floats | None = None,
) -> Footage:
    """``count`` frames of ``image`` (S, S, 3) with landmarks ``points`` (5, 2) px, as if filmed at ``fps``."""
    h, w = image.shape[:2]
    g = geometry(points)
    places = camera(count, g, rng, recipe, fps=fps)
    back = inverse(places)
    organs = genuine_organs(g, count, rng, recipe, fps=fps)
    gains = 1 + recipe.brightness * smooth_walk(count, rng, highest_hz=1.0, fps=fps)
    cells, frames = coarse(h, w), np.empty((count, h, w, 3), np.uint8)
    for t in range(count):
        moved = displacement(cv2.transform(cells, back[t]), organs, t)
        where = cv2.transform(grid(h, w), back[t]) + enlarged(moved, h, w)
        seen = cv2.remap(image, where, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        frames[t] = cv2.convertScaleAbs(seen, alpha=float(gains[t]))
    first = cv2.transform(points[None], places[0])[0]
    more = None if dense is None else cv2.transform(dense[None], places[0])[0]
    relative = np.stack([_after(places[t], back[0]) for t in range(count)])
    return Footage(frames=frames, points=first, places=relative, dense=more)


def _after(outer: Floats, inner: Floats) -> Floats:
    """The matrix (2, 3) that applies ``inner`` first."""
    whole = np.vstack([inner, [[0, 0, 1]]]).astype(np.float32)
    return np.asarray(outer @ whole, np.float32)


def from_frames(frames: Image, points: Floats) -> Footage:
    """A filmed face: ``frames`` (T, S, S, 3) and its five landmarks (T, 5, 2) px in each.

    Landmarks jitter; places are fitted to their mean over three frames.
    """
    padded = np.concatenate([points[:1], points, points[-1:]])
    smooth = ((padded[:-2] + padded[1:-1] + padded[2:]) / 3).astype(np.float32)
    places = []
    for now in smooth:
        matrix, _ = cv2.estimateAffinePartial2D(smooth[0], now, method=cv2.LMEDS)
        places.append(np.eye(2, 3) if matrix is None else matrix)
    return Footage(frames=frames, points=smooth[0], places=np.array(places, np.float32))
