"""Self-blended and face-swapped positives from genuine crops and their landmarks.

A source (the crop itself, its neural resynthesis, or another aligned face) is altered in colour, sharpness and place
and blended into the target through an elastic, soft mask. The target may be altered instead, so that neither side
of the seam is always the cleaner one. Where nobody could tell the blend from the crop, the colour is altered again.

Source: Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", arXiv 2204.08376 (masks from 81
landmarks there, from five here unless dense ones are given); Li et al., "Face X-ray", arXiv 1912.13458 (other-face
sources).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.errors import UsageError
from deepfake_studio.training import masks
from deepfake_studio.training.alterations import Colour, Place, Sharpness, match_colour
from deepfake_studio.training.masks import REGIONS, Geometry, Mask, geometry, region, smooth_field, warp

Image = NDArray[np.uint8]
__all__ = [
    "REGIONS",
    "Blend",
    "BlendRecipe",
    "align",
    "alter_colour",
    "alter_sharpness",
    "blend",
    "blended",
    "geometry",
    "match_colour",
    "region",
    "self_blended",
    "smooth_field",
    "soft_mask",
    "warp",
]
_TRIES = 3


def _regions() -> dict[str, float]:
    return dict(zip(REGIONS, (0.22, 0.2, 0.16, 0.1, 0.16, 0.06, 0.1), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class BlendRecipe:
    """What a blend draws from. Shares are probabilities; lengths are relative to the picture or the face.

    Ratios, offsets, shift and scale as published (SBI); masks' blur scaled from its 256 px to our 184 px.
    """

    regions: dict[str, float] = field(default_factory=_regions)  # weight of each of `masks.REGIONS`
    dense: str = ""  # a file of the prepared folder with (rows, 68 or 81, 2) landmarks px; NaN where there are none
    dense_share: float = 0.5  # of the crops that have dense landmarks
    ratios: tuple[float, ...] = (0.25, 0.5, 0.75, 1.0, 1.0, 1.0)
    elastic_share: float = 0.8
    elastic: float = 0.05  # bend of the mask's edge, relative to the eye-mouth distance
    blur_px: tuple[int, int] = (3, 17)  # odd kernels of the mask's edge
    offset: float = 20.0  # levels per channel
    offset_share: float = 0.5
    contrast: float = 0.15
    brightness: float = 0.1
    contrast_share: float = 0.5
    saturation: float = 0.3
    saturation_share: float = 0.4
    gamma: float = 0.25
    gamma_share: float = 0.3
    sharpness_share: float = 0.75
    reduced: tuple[float, float] = (0.25, 0.8)  # size to which a source is reduced before it is enlarged again
    shift: tuple[float, float] = (0.03, 0.015)  # across and down, relative to the picture
    scale: float = 0.05
    rotation_degrees: float = 2.0
    place_share: float = 0.8
    bend_share: float = 0.35
    bend: float = 0.03  # of the source's content, relative to the eye-mouth distance
    alter_target_share: float = 0.4
    least_difference: float = 3.0  # levels, mean inside the mask: less is seen by nobody

    def __post_init__(self) -> None:
        unknown = set(self.regions) - set(REGIONS)
        if unknown or not self.ratios or sum(self.regions.values()) <= 0:
            raise UsageError(f"The blend needs ratios and weights of regions out of: {', '.join(REGIONS)}.")
        low, high = self.blur_px
        if not 1 <= low <= high or not 0 < self.reduced[0] <= self.reduced[1]:
            raise UsageError("The blend's blur_px and reduced must be two positive numbers each, the smaller first.")


DEFAULT = BlendRecipe()


def read_recipe(table: Mapping[str, Any]) -> BlendRecipe:
    """A recipe from a TOML table; what it does not name keeps its default.

    Raises:
        UsageError: a name or a value is not known.
    """
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    try:
        return BlendRecipe(**values)
    except TypeError as error:
        known = ", ".join(f.name for f in dataclasses.fields(BlendRecipe))
        raise UsageError(f"The blend recipe cannot be used ({error}); it may hold: {known}.") from error


def soft_mask(
    shape: tuple[int, int],
    g: Geometry,
    rng: Generator,
    *,
    recipe: BlendRecipe = DEFAULT,
    dense: NDArray[np.float32] | None = None,
) -> Mask:
    """A region mask (H, W), bent and with a soft edge, in 0..1."""
    half = ((shape[0] + 1) // 2, (shape[1] + 1) // 2)
    small = geometry(g.points * np.float32(0.5))
    mask = _hard_mask(half, small, rng, recipe, None if dense is None else dense * np.float32(0.5))
    if rng.random() < recipe.elastic_share:
        bend = smooth_field(half, rng, cells=int(rng.integers(4, 9)), amplitude_px=recipe.elastic * small.face_px)
        mask = np.asarray(warp(mask, bend), np.float32)
    low, high = recipe.blur_px
    sigma = (0.3 * (rng.integers(low, high + 1) / 2 - 1.5) + 0.8) / 2 + 0.3  # of an odd kernel, at half size
    mask = cv2.GaussianBlur(mask, (0, 0), sigma)
    if rng.random() < 0.5:  # eroded and blurred again, as swap programs do
        mask = cv2.GaussianBlur(np.clip((mask - 0.5) * 2, 0, 1), (0, 0), sigma)
    mask = cv2.resize(mask, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(mask, 0, 1) * np.float32(rng.choice(recipe.ratios)), np.float32)


def _hard_mask(
    shape: tuple[int, int], g: Geometry, rng: Generator, recipe: BlendRecipe, dense: NDArray[np.float32] | None
) -> Mask:
    if dense is not None and np.isfinite(dense).all() and rng.random() < recipe.dense_share:
        points = dense[:68] if rng.random() < 0.25 else dense
        return masks.dense_region(masks.DENSE[int(rng.integers(len(masks.DENSE)))], shape, points)
    weights = np.array([recipe.regions.get(name, 0.0) for name in REGIONS])
    return region(REGIONS[int(rng.choice(len(REGIONS), p=weights / weights.sum()))], shape, g, rng)


def alter_colour(image: Image, rng: Generator, *, recipe: BlendRecipe = DEFAULT) -> Image:
    """A shift of colour, brightness, contrast or saturation."""
    return Colour.draw(image, rng, recipe).apply(image)


def alter_sharpness(image: Image, rng: Generator, *, recipe: BlendRecipe = DEFAULT) -> Image:
    """Blurred, sharpened, or reduced and enlarged again."""
    return Sharpness.draw(rng, recipe.reduced).apply(image)


def align(other: Image, points: NDArray[np.float32], wanted: NDArray[np.float32]) -> Image:
    """Another face moved so that its five landmarks lie on ``wanted``."""
    matrix, _ = cv2.estimateAffinePartial2D(points, wanted, method=cv2.LMEDS)
    if matrix is None:
        return other
    size = (other.shape[1], other.shape[0])
    moved = cv2.warpAffine(other, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)


def blend(source: Image, target: Image, mask: Mask) -> Image:
    """``mask`` (0..1) x source + (1 - mask) x target."""
    return np.asarray(cv2.blendLinear(source, target, mask, 1 - mask), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """A positive (H, W, 3) and the mask (H, W) in 0..1 by which it was made."""

    image: Image
    mask: Mask


def self_blended(
    target: Image,
    points: NDArray[np.float32],
    rng: Generator,
    *,
    source: Image | None = None,
    foreign: bool = False,
    recipe: BlendRecipe = DEFAULT,
    dense: NDArray[np.float32] | None = None,
) -> Image:
    """One positive from a genuine crop; see `blended`."""
    return blended(target, points, rng, source=source, foreign=foreign, recipe=recipe, dense=dense).image


def blended(
    target: Image,
    points: NDArray[np.float32],
    rng: Generator,
    *,
    source: Image | None = None,
    foreign: bool = False,
    recipe: BlendRecipe = DEFAULT,
    dense: NDArray[np.float32] | None = None,
) -> Blend:
    """One positive from a genuine crop (H, W, 3).

    Args:
        points: (5, 2) landmarks px of the target.
        source: another rendering of the same face (resynthesis) or an aligned other face; the target itself if absent.
        foreign: the source is another person: its colours are matched to the target first.
        dense: (68 or 81, 2) landmarks px of the target, for masks in the way of DeepFaceLab.
    """
    g = geometry(points)
    mask = soft_mask(target.shape[:2], g, rng, recipe=recipe, dense=dense)
    inner = target if source is None else source
    if foreign:
        inner = match_colour(inner, target, mask)
    if not foreign:
        inner = _placed(inner, g, rng, recipe)
    own = source is None
    alter_outer = own and rng.random() < recipe.alter_target_share
    change = Sharpness.draw(rng, recipe.reduced) if rng.random() < (recipe.sharpness_share if own else 0.35) else None
    inside = mask > 0.2 * mask.max()
    for attempt in range(_TRIES):
        changed = target if alter_outer else inner
        if not foreign or attempt or rng.random() < 0.3:
            changed = Colour.draw(changed, rng, recipe, surely=attempt > 0).apply(changed)
        if change is not None:
            changed = change.apply(changed)
        outer = changed if alter_outer else target
        made = blend(inner if alter_outer else changed, outer, mask)
        if _difference(made, outer, inside) >= recipe.least_difference:
            break
    return Blend(image=made, mask=mask)


def _placed(inner: Image, g: Geometry, rng: Generator, recipe: BlendRecipe) -> Image:
    """The source moved, turned and bent a little, in one resampling."""
    place = Place.draw(inner.shape[:2], rng, recipe) if rng.random() < recipe.place_share else None
    if rng.random() >= recipe.bend_share:
        return place.apply(inner) if place else inner
    bend = smooth_field(inner.shape[:2], rng, cells=int(rng.integers(5, 12)), amplitude_px=recipe.bend * g.face_px)
    return np.asarray(warp(inner, bend if place is None else bend + place.field()), np.uint8)


def _difference(made: Image, outer: Image, inside: NDArray[np.bool_]) -> float:
    """Mean absolute change inside the mask against what surrounds it, in levels."""
    mean = cv2.mean(cv2.absdiff(made, outer), mask=inside.view(np.uint8))
    return float(sum(mean[:3]) / 3)
