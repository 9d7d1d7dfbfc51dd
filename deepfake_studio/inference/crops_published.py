"""Crops as the makers of published detectors cut them; any checkpoint's manifest entry can name one.

A changed crop can turn an AUC of .9 into .5, so each kind follows its maker to the pixel as far as it is described:
what is rounded where, what lies outside the frame, how it is resampled.

Source: DFSpot (face_policy scale and tight), ISPL ICPR 2020 (isotropic square) and DeepfakeBench (alignment of five
points) as described in SEEDS.md 003 and 004; similarity transform: Umeyama, IEEE TPAMI 13 (1991) 376-380.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference import crops
from deepfake_studio.vocabulary import CropKind, CropRecipe

Image = NDArray[np.uint8]
Box = NDArray[np.float32]
Place = tuple[int, int, int, int]  # left, top, right, bottom; px, right and bottom outside
# right eye, left eye, nose, mouth corners as seen, in a 112 px square; moved by TEMPLATE_SHIFT_PX to the right
TEMPLATE = ((30.2946, 51.6963), (65.5318, 51.5014), (48.0252, 71.7366), (33.5493, 92.3655), (62.7299, 92.2041))
TEMPLATE_PX, TEMPLATE_SHIFT_PX = 112, 8.0
_HOW = {"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}


def make(frame: Image, box: Box, recipe: CropRecipe, *, landmarks: NDArray[np.float32] | None = None) -> Image:
    """One face as the network's input (input_px, input_px, 3) uint8 RGB.

    Args:
        frame: (H, W, 3).
        box: x, y, w, h px.
        recipe: `vocabulary.CropRecipe`.
        landmarks: (5, 2) px, for the kind ``aligned``.

    Raises:
        ValueError: the recipe aligns and there are no landmarks.
    """
    if recipe.kind == "aligned" and landmarks is None:
        raise ValueError("a recipe that aligns needs landmarks")
    return _KINDS[recipe.kind](frame, box, recipe, landmarks)


def mapping(
    size: tuple[int, int], box: Box, recipe: CropRecipe, *, landmarks: NDArray[np.float32] | None = None
) -> NDArray[np.float64]:
    """The affine map (2, 3) from px of the input that `make` cuts to px of a frame of ``size`` (width, height).

    Raises:
        ValueError: as `make`.
    """
    if recipe.kind == "aligned":
        if landmarks is None:
            raise ValueError("a recipe that aligns needs landmarks")
        to_stored = similarity(landmarks.astype(np.float64), template(recipe.stored_px, margin=recipe.margin))
        back = np.asarray(cv2.invertAffineTransform(to_stored), np.float64)
        back[:, :2] *= recipe.stored_px / recipe.input_px
        return back
    left, top, wide, high = _covered(size, box, recipe)
    return np.array([[wide / recipe.input_px, 0.0, left], [0.0, high / recipe.input_px, top]])


def _covered(size: tuple[int, int], box: Box, recipe: CropRecipe) -> tuple[float, float, float, float]:
    """Left, top, width, height of what an upright input shows, in px of the frame, with what is padded."""
    if recipe.kind == "square":
        left, top, side = crops.square(box, margin=recipe.margin)
        return left, top, side, side
    place = box_place(box, margin=recipe.margin) if recipe.kind == "box" else margins(box, size, margin=recipe.margin)
    if recipe.kind == "isotropic":
        place = isotropic(place, size)
    left, top = place[:2]
    wide, high = max(1, min(place[2], size[0]) - left), max(1, min(place[3], size[1]) - top)
    least = {"margins": recipe.stored_px, "tight": max(wide, high)}.get(recipe.kind, 0)
    more_x, more_y = max(0, least - wide), max(0, least - high)
    return left - more_x // 2, top - more_y // 2, wide + more_x, high + more_y


def box_place(box: Box, *, margin: float) -> Place:
    """The box and ``margin`` x its sides more on each of them, not above 0; fractions of px fall away."""
    x, y, wide, high = (float(v) for v in box)
    more_x, more_y = margin * wide, margin * high
    left, top = max(0, int(x - more_x)), max(0, int(y - more_y))
    return left, top, max(0, int(x + wide + more_x)), max(0, int(y + high + more_y))


def margins(box: Box, size: tuple[int, int], *, margin: float) -> Place:
    """DFSpot's box: ``margin`` x height at the sides and below, twice that above, cut off at the frame.

    Args:
        box: x, y, w, h px.
        size: width and height of the frame.
        margin: share of the box height; what it gives is rounded to whole px, half to even.
    """
    x, y, wide, high = (float(v) for v in box)
    off = float(np.rint(margin * high))
    left, top = max(0.0, x - off), max(0.0, y - 2 * off)
    right, bottom = min(float(size[0]), x + wide + off), min(float(size[1]), y + high + off)
    return int(left), int(top), int(max(right, 0.0)), int(max(bottom, 0.0))  # fractions fall away, as in the original


def isotropic(place: Place, size: tuple[int, int]) -> Place:
    """The square on the longer side of a box around its centre, moved (then cut) to lie inside the frame."""
    left, top, right, bottom = place
    side = max(right - left, bottom - top)
    new_left = max((left + right) // 2 - side // 2, 0)
    new_top = max((top + bottom) // 2 - side // 2, 0)
    new_right, new_bottom = min(new_left + side, size[0]), min(new_top + side, size[1])
    # a square that leaves the frame on the far side moves back; only one larger than the frame is cut
    return max(0, new_right - side), max(0, new_bottom - side), new_right, new_bottom


def template(size_px: int, *, margin: float) -> NDArray[np.float64]:
    """Where the five landmarks (5, 2) shall lie in an aligned crop of ``size_px``; ``margin`` 1 is none.

    DeepfakeBench moves the points of the 112 px template by half the margin and shrinks all by 1 / ``margin``.
    """
    points = np.array(TEMPLATE, np.float64)
    points[:, 0] += TEMPLATE_SHIFT_PX
    points *= size_px / TEMPLATE_PX
    extra = size_px * (margin - 1)
    return (points + extra / 2) * size_px / (size_px + extra)


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation, scale and shift (2, 3) that brings points (N, 2) closest to others in the mean square."""
    a, b = source - source.mean(0), target - target.mean(0)
    u, stretch, v = np.linalg.svd(b.T @ a / len(a))
    sign = np.array([1.0, np.sign(np.linalg.det(u @ v)) or 1.0])  # never a mirror image
    rotation = (u * sign) @ v
    scale = float((stretch * sign).sum() / max(float((a**2).sum() / len(a)), 1e-9))
    return np.column_stack([scale * rotation, target.mean(0) - scale * rotation @ source.mean(0)])


def _square(frame: Image, box: Box, recipe: CropRecipe, _: object) -> Image:
    stored = crops.crop(frame, box, margin=recipe.margin, size_px=recipe.stored_px)
    return _resized(stored, (recipe.input_px, recipe.input_px), recipe)


def _margins(frame: Image, box: Box, recipe: CropRecipe, _: object) -> Image:
    padded = _padded(_inside(frame, margins(box, _size(frame), margin=recipe.margin)), recipe.stored_px)
    return _resized(padded, (recipe.input_px, recipe.input_px), recipe)


def _box(frame: Image, box: Box, recipe: CropRecipe, _: object) -> Image:
    face = _inside(frame, box_place(box, margin=recipe.margin))
    return _resized(face, (recipe.input_px, recipe.input_px), recipe)


def _tight(frame: Image, box: Box, recipe: CropRecipe, _: object) -> Image:
    face = _inside(frame, margins(box, _size(frame), margin=recipe.margin))
    high, wide = face.shape[:2]
    scale = recipe.input_px / max(high, wide)
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return _padded(_resized(face, size, recipe), recipe.input_px)


def _isotropic(frame: Image, box: Box, recipe: CropRecipe, _: object) -> Image:
    place = isotropic(margins(box, _size(frame), margin=recipe.margin), _size(frame))
    return _resized(_inside(frame, place), (recipe.input_px, recipe.input_px), recipe)


def _aligned(frame: Image, _: Box, recipe: CropRecipe, landmarks: NDArray[np.float32] | None) -> Image:
    assert landmarks is not None
    matrix = similarity(landmarks.astype(np.float64), template(recipe.stored_px, margin=recipe.margin))
    size = (recipe.stored_px, recipe.stored_px)
    warped = cv2.warpAffine(frame, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return _resized(np.asarray(warped, np.uint8), (recipe.input_px, recipe.input_px), recipe)


_Maker = Callable[[Image, Box, CropRecipe, NDArray[np.float32] | None], Image]
_KINDS: dict[CropKind, _Maker] = {
    "square": _square,
    "margins": _margins,
    "box": _box,
    "tight": _tight,
    "isotropic": _isotropic,
    "aligned": _aligned,
}


def _size(frame: Image) -> tuple[int, int]:
    return frame.shape[1], frame.shape[0]


def _inside(frame: Image, place: Place) -> Image:
    left, top, right, bottom = place
    found = frame[top:bottom, left:right]
    return found if found.size else np.zeros((1, 1, 3), np.uint8)


def _padded(image: Image, least_px: int) -> Image:
    """At least ``least_px`` in either direction, black around the middle; an odd pixel goes to the right and bottom."""
    high, wide = image.shape[:2]
    more_y, more_x = max(0, least_px - high), max(0, least_px - wide)
    pads = (more_y // 2, more_y - more_y // 2, more_x // 2, more_x - more_x // 2)
    return cv2.copyMakeBorder(image, *pads, borderType=cv2.BORDER_CONSTANT) if any(pads) else image


def _resized(image: Image, size: tuple[int, int], recipe: CropRecipe) -> Image:
    """At ``size`` (width, height); the area mean when reduced, where the recipe says so."""
    if (image.shape[1], image.shape[0]) == size:
        return np.ascontiguousarray(image)
    smaller = max(image.shape[:2]) > max(size)
    how = _HOW.get(recipe.resampling, cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    return cv2.resize(image, size, interpolation=how)  # type: ignore[no-any-return]
