"""Crops for probes: genuine faces and every kind of positive side by side, each with its kind.

Block n of a seed is always the same. All pictures of a block are degraded alike (`degrade.degrade_many`), so neither
sharpness nor compression tells the classes apart; a part of the genuine ones is smoothed as cameras and apps do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from deepfake_studio.training import blend
from deepfake_studio.training.data import Blocks, frame
from deepfake_studio.training.degrade import degrade_many, resized
from deepfake_studio.training.prepare import SIZE_PX, Sample

KINDS = (
    "genuine",
    "self-blended",
    "swapped",
    "self-blended with a decoded source",
    "redrawn",
    "self-blended with a redrawn source",
    "published manipulated picture",
    "decoded",
)
GENUINE_PER_BLOCK = 4
_SMOOTHED = 0.12
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MixedBlock:
    """Crops (N, S, S, 3) uint8 RGB and the place of each one's kind in `KINDS`."""

    images: NDArray[np.uint8]
    kinds: NDArray[np.int64]


class Mixture:
    """Blocks of mixed kinds from a prepared folder.

    Args:
        folder: what `prepare` wrote; ``resynth.npy`` (small autoencoders) and ``redrawn.npy`` (Real-ESRGAN) beside it
            are used where they exist.
        split: which split's samples.
        crop_px: side of the crops, the ``stored_px`` of the detector.
        seed: with the block number it decides everything.
        degraded: share of blocks that are degraded; the others are only brought to one resolution.
    """

    def __init__(self, folder: Path, *, split: str, crop_px: int, seed: int, degraded: float = 1.0) -> None:
        self.source = Blocks(folder, split=split, input_px=crop_px, seed=seed, blocks=1, fakes=0.0)
        self.manipulated = self.source.prepared.rows(split, 1)
        self.redrawn: dict[int, int] = {}
        if (folder / "redrawn.npy").exists():
            self._drawn = np.load(folder / "redrawn.npy", mmap_mode="r")
            self.redrawn = {int(r): i for i, r in enumerate(np.load(folder / "redrawn_rows.npy"))}
        known = [s for s in self.source.genuine if s.row in self.redrawn]
        self.genuine = known or self.source.genuine
        self.seed, self.crop_px, self.degraded = seed, crop_px, degraded

    def block(self, index: int) -> MixedBlock:
        """Four genuine faces, two positives of each, and mostly one published manipulated picture."""
        rng = np.random.default_rng([self.seed, index])
        images: list[Image] = []
        kinds: list[int] = []
        for pick in rng.choice(len(self.genuine), GENUINE_PER_BLOCK, replace=len(self.genuine) < GENUINE_PER_BLOCK):
            self._one(self.genuine[int(pick)], images, kinds, rng)
        if self.manipulated and rng.random() < 0.8:
            other = self.manipulated[int(rng.integers(len(self.manipulated)))]
            images.append(self._crop(other))
            kinds.append(6)
        images = degrade_many(images, rng) if self.degraded >= 1 or rng.random() < self.degraded else _even(images, rng)
        return MixedBlock(np.stack([frame(i, rng, self.crop_px) for i in images]), np.array(kinds, np.int64))

    def _crop(self, sample: Sample) -> Image:
        return np.ascontiguousarray(self.source.prepared.crops[sample.row])

    def _one(self, sample: Sample, images: list[Image], kinds: list[int], rng: Generator) -> None:
        genuine, points = self._crop(sample), np.array(sample.landmarks, np.float32)
        images.append(_smoothed(genuine, rng) if rng.random() < _SMOOTHED else genuine)
        seam, kind = self._seam(sample, genuine, points, rng)
        images.append(seam)
        kinds += [0, kind]
        whole = self._whole(sample, genuine, points, rng)
        if whole is not None:
            images.append(whole[0])
            kinds.append(whole[1])

    def _seam(self, sample: Sample, genuine: Image, points: NDArray[np.float32], rng: Generator) -> tuple[Image, int]:
        kind = rng.random()
        if kind < 0.2:
            return self.source.swapped(genuine, points, rng), 2
        if kind < 0.5 and sample.row in self.source.resynthesis:
            return blend.self_blended(genuine, points, rng, source=self.source.resynthesised_crop(sample)), 3
        return blend.self_blended(genuine, points, rng), 1

    def _whole(
        self, sample: Sample, genuine: Image, points: NDArray[np.float32], rng: Generator
    ) -> tuple[Image, int] | None:
        kind = rng.random()
        if kind < 0.2 and sample.row in self.source.resynthesis:
            return self.source.resynthesised_crop(sample), 7
        if sample.row not in self.redrawn:
            return None
        drawn = np.ascontiguousarray(self._drawn[self.redrawn[sample.row]])
        if kind < 0.7:
            return drawn, 4
        return blend.self_blended(genuine, points, rng, source=drawn), 5


def _even(images: list[Image], rng: Generator) -> list[Image]:
    """All at one resolution, or sharpness would tell the published manipulated pictures."""
    size = int(rng.integers(96, 150))
    return [resized(resized(i, size, cv2.INTER_AREA), SIZE_PX, cv2.INTER_LINEAR) for i in images]


def _smoothed(image: Image, rng: Generator) -> Image:
    """Noise reduction as cameras and apps apply it: no manipulation, but smooth skin."""
    kind = rng.random()
    if kind < 0.5:
        return np.asarray(cv2.bilateralFilter(image, 7, float(rng.uniform(10, 40)), float(rng.uniform(2, 6))), np.uint8)
    if kind < 0.75:
        return np.asarray(cv2.medianBlur(image, 3), np.uint8)
    sigma, edge = float(rng.uniform(5, 20)), float(rng.uniform(0.05, 0.2))
    return np.asarray(cv2.edgePreservingFilter(image, flags=1, sigma_s=sigma, sigma_r=edge), np.uint8)
