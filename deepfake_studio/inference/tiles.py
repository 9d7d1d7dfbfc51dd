"""Whole frames to network inputs: fixed squares at native resolution and one reduced view; no face is needed.

Nothing is enlarged: traces of a generator's decoder live in the finest detail, and an enlarged picture has none of its
own. So a frame smaller than one square gives no input at all, which is an outcome with a reason and not a low score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference import crops
from deepfake_studio.vocabulary import CropRecipe, TileRecipe

Image = NDArray[np.uint8]
WHOLE = "whole"
MIDDLE = "middle"


def places(height: int, width: int, *, side_px: int, count: int) -> dict[str, tuple[int, int, int]]:
    """Squares (left, top, side; px) by name: the middle, then with ``count`` 5 the corners; each place once.

    Empty where the frame is smaller than one square.
    """
    right, bottom = width - side_px, height - side_px
    if min(right, bottom) < 0:
        return {}
    found = {MIDDLE: (right // 2, bottom // 2)}
    if count > 1:
        found |= {
            "upper left": (0, 0),
            "upper right": (right, 0),
            "lower left": (0, bottom),
            "lower right": (right, bottom),
        }
    once: dict[tuple[int, int], str] = {}
    for name, corner in found.items():
        once.setdefault(corner, name)
    return {name: (*corner, side_px) for corner, name in once.items()}


def cut(frame: Image, *, side_px: int, stored_px: int, recipe: TileRecipe) -> dict[str, Image]:
    """The squares of a frame (H, W, 3) by name, each (side_px, side_px, 3); `WHOLE` is (stored_px, stored_px, 3)."""
    height, width = frame.shape[:2]
    found = places(height, width, side_px=side_px, count=recipe.tiles)
    made = {name: crops.cut(frame, place, size_px=side_px) for name, place in found.items()}
    side = min(height, width)
    if made and recipe.whole and side > side_px:  # at one square's size it would be the middle again
        made[WHOLE] = crops.cut(frame, ((width - side) // 2, (height - side) // 2, side), size_px=stored_px)
    return made


def inputs(frame: Image, *, crop: CropRecipe, recipe: TileRecipe) -> list[Image]:
    """Every square of a frame at the network's size (input_px, input_px, 3); none where the frame is too small."""
    made = cut(frame, side_px=crop.input_px, stored_px=crop.stored_px, recipe=recipe)
    return [crops.resize(image, crop.input_px) for image in made.values()]
