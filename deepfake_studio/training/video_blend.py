"""Video-level blending: the face of a clip replaced by an altered copy of itself whose features drift.

Mask, colour and sharpness are drawn once for the clip; eyes, nose and mouth of the copy wander frame by frame on
random walks, as generators that draw every frame anew let them. In no frame need anything be wrong.

Source: the idea of facial feature drift, Yan et al., "Generalizing Deepfake Video Detection with Plug-and-Play:
Video-Level Blending and Spatiotemporal Adapter Tuning", arXiv 2408.17065. Their code for it was not published: the
warp is our own.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.training import blend
from deepfake_studio.training.alterations import Colour, Sharpness
from deepfake_studio.training.blend import BlendRecipe
from deepfake_studio.training.masks import Geometry, Mask, geometry, grid
from deepfake_studio.training.pseudo_clips import (
    Footage,
    Organ,
    coarse,
    displacement,
    enlarged,
    inverse,
)

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRecipe:
    """How far features wander (relative to the eye-mouth distance) and how slowly (0 jumps, towards 1 glides)."""

    shift: tuple[float, float] = (0.025, 0.075)  # standard deviation, drawn once for a clip
    stretch: float = 0.06
    slowness: tuple[float, float] = (0.5, 0.95)
    together: float = 0.5  # part of the drift that all features share
    colour_share: float = 0.6  # of the clips in which the copy differs in colour
    sharpness_share: float = 0.6
    full_ratio_share: float = 0.7  # of the clips blended at ratio 1, so that the drift shows


DEFAULT = DriftRecipe()


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedClip:
    """A positive: frames (T, S, S, 3) and the mask (S, S) of its first frame, 0..1."""

    frames: Image
    mask: Mask


def random_walk(count: int, size: int, rng: Generator, *, slowness: float) -> Floats:
    """(count, size) autoregressive walks of variance 1; each step keeps ``slowness`` of the place before."""
    steps = rng.standard_normal((count, size)).astype(np.float32)
    out = np.empty_like(steps)
    out[0] = steps[0]
    for t in range(1, count):
        out[t] = slowness * out[t - 1] + np.sqrt(1 - slowness**2) * steps[t]
    return out


def drifting_organs(g: Geometry, count: int, rng: Generator, recipe: DriftRecipe) -> list[Organ]:
    """Both eyes, nose and mouth, each on a walk of its own beside the one that they share."""
    size, slowness = g.face_px, float(rng.uniform(*recipe.slowness))
    reach = float(rng.uniform(*recipe.shift)) * size
    whole = random_walk(count, 2, rng, slowness=slowness)
    centres = [g.points[0], g.points[1], g.points[2], (g.points[3] + g.points[4]) / 2]
    reaches = [(0.34, 0.26), (0.34, 0.26), (0.3, 0.36), (0.46, 0.3)]
    organs = []
    for centre, (across, down) in zip(centres, reaches, strict=True):
        own = random_walk(count, 4, rng, slowness=slowness)
        moved = recipe.together * whole + np.sqrt(1 - recipe.together**2) * own[:, :2]
        organs.append(
            Organ(
                centre=centre,
                reach_px=(across * size, down * size),
                shift=np.asarray(moved * np.float32(reach), np.float32),
                stretch=np.asarray(own[:, 2:] * np.float32(recipe.stretch), np.float32),
            )
        )
    return organs


def drifted(
    footage: Footage,
    rng: Generator,
    *,
    recipe: DriftRecipe = DEFAULT,
    blending: BlendRecipe = blend.DEFAULT,
) -> DriftedClip:
    """The manipulated twin of ``footage``."""
    frames, g = footage.frames, geometry(footage.points)
    count, h, w = frames.shape[:3]
    mask = blend.soft_mask((h, w), g, rng, recipe=blending, dense=footage.dense)
    if rng.random() < recipe.full_ratio_share:
        mask /= max(float(mask.max()), 1e-3)
    organs = drifting_organs(g, count, rng, recipe)
    colour = Colour.draw(frames[0], rng, blending) if rng.random() < recipe.colour_share else None
    change = Sharpness.draw(rng, blending.reduced) if rng.random() < recipe.sharpness_share else None
    back = inverse(footage.places)
    cells, out = coarse(h, w), np.empty_like(frames)
    for t in range(count):
        moved = displacement(cv2.transform(cells, back[t]), organs, t) @ footage.places[t, :, :2].T
        where = grid(h, w) + enlarged(np.asarray(moved, np.float32), h, w)
        source = cv2.remap(frames[t], where, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
        source = colour.apply(source) if colour else source
        source = change.apply(source) if change else source
        here = cv2.warpAffine(mask, footage.places[t], (w, h), flags=cv2.INTER_LINEAR)
        out[t] = blend.blend(source, frames[t], np.asarray(here, np.float32))
    return DriftedClip(frames=out, mask=mask)
