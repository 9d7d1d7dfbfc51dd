"""Training samples made on the fly: block n of a seed is always the same eight pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from deepfake_studio.errors import UsageError
from deepfake_studio.training import blend
from deepfake_studio.training.degrade import DEFAULT, DegradeRecipe, degrade_many, resized
from deepfake_studio.training.prepared import SIZE_PX, Prepared, Sample

BLOCK = 8
CENTRE_PX = 154  # margin 1.25, what the detectors see
Image = NDArray[np.uint8]


class Blocks(Dataset[tuple[Tensor, Tensor]]):
    """Block i: four genuine crops and four positives as uint8 (8, 3, S, S) and labels (8,).

    Args:
        folder: what `prepare` wrote; ``resynth.npy`` beside it adds neural resynthesis.
        split: which split's samples.
        input_px: side of the network input.
        seed: with the block number it decides everything.
        fakes: share of positives taken from the manipulated pictures of the folder.
        degraded: share of blocks that go through `degrade_many`; the others are only reduced.
        blending, degrading: what blends and degradations draw from.
    """

    def __init__(
        self,
        folder: Path,
        *,
        split: str,
        input_px: int,
        seed: int,
        blocks: int,
        fakes: float = 0.2,
        degraded: float = 1.0,
        blending: blend.BlendRecipe = blend.DEFAULT,
        degrading: DegradeRecipe = DEFAULT,
    ) -> None:
        self.prepared = Prepared(folder)
        self.blending, self.degrading = blending, degrading
        self.dense = dense_landmarks(folder, blending.dense)
        self.genuine = self.prepared.rows(split, 0)
        self.manipulated = self.prepared.rows(split, 1) if fakes else []
        self.fakes = fakes if self.manipulated else 0.0
        self.input_px, self.seed, self.blocks = input_px, seed, blocks
        self.degraded = degraded
        self.resynthesis: dict[int, int] = {}
        if (folder / "resynth.npy").exists():
            self.resynthesised = np.load(folder / "resynth.npy", mmap_mode="r")
            self.resynthesis = {int(r): i for i, r in enumerate(np.load(folder / "resynth_rows.npy"))}

    def __len__(self) -> int:
        return self.blocks

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self.seed, index])
        images: list[Image] = []
        for pick in rng.choice(len(self.genuine), BLOCK // 2, replace=False):
            sample = self.genuine[int(pick)]
            genuine, points = self._turned(sample, rng)
            images += [genuine, self._positive(sample, genuine, points, rng)]
        if rng.random() < self.degraded:
            images = degrade_many(images, rng, recipe=self.degrading)
        else:  # still all at one resolution, or sharpness would tell the published manipulated pictures
            size = int(rng.integers(96, 150))
            images = [resized(resized(i, size, cv2.INTER_AREA), SIZE_PX, cv2.INTER_LINEAR) for i in images]
        images = [frame(image, rng, self.input_px) for image in images]
        stacked = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous()
        return stacked, torch.tensor([0.0, 1.0] * (BLOCK // 2))

    def _turned(self, sample: Sample, rng: Generator) -> tuple[Image, NDArray[np.float32]]:
        image = _bordered(np.ascontiguousarray(self.prepared.crops[sample.row]), rng)
        return image, np.array(sample.landmarks, np.float32)

    def _positive(self, sample: Sample, genuine: Image, points: NDArray[np.float32], rng: Generator) -> Image:
        kind = rng.random()
        if kind < self.fakes:
            other = self.manipulated[int(rng.integers(len(self.manipulated)))]
            return np.ascontiguousarray(self.prepared.crops[other.row])
        kind = (kind - self.fakes) / max(1 - self.fakes, 1e-6)
        if kind < 0.37 and sample.row in self.resynthesis:
            source = self.resynthesised_crop(sample)
            return blend.self_blended(
                genuine, points, rng, source=source, recipe=self.blending, dense=self.dense_of(sample)
            )
        if kind < 0.52:
            return self.swapped(genuine, points, rng)
        return blend.self_blended(genuine, points, rng, recipe=self.blending, dense=self.dense_of(sample))

    def dense_of(self, sample: Sample) -> NDArray[np.float32] | None:
        """The 68 or 81 landmarks px of a crop, where the recipe names a file with them."""
        return None if self.dense is None else np.asarray(self.dense[sample.row], np.float32)

    def resynthesised_crop(self, sample: Sample) -> Image:
        """The decoded twin of a crop with the light and colour of the crop: only its detail is the decoder's."""
        twin = np.asarray(self.resynthesised[self.resynthesis[sample.row]], np.float32)
        original = np.asarray(self.prepared.crops[sample.row], np.float32)
        return np.asarray(np.clip(twin + cv2.blur(original - twin, (15, 15)), 0, 255), np.uint8)

    def swapped(self, genuine: Image, points: NDArray[np.float32], rng: Generator) -> Image:
        """A face from another person, the most alike in pose of twelve drawn."""
        drawn = [self.genuine[int(i)] for i in rng.integers(0, len(self.genuine), 12)]
        shape = _pose(points)
        best = min(drawn, key=lambda s: float(np.abs(_pose(np.array(s.landmarks, np.float32)) - shape).sum()))
        source = np.ascontiguousarray(self.prepared.crops[best.row])
        if best.row in self.resynthesis and rng.random() < 0.4:
            source = self.resynthesised_crop(best)
        moved = blend.align(source, np.array(best.landmarks, np.float32), points)
        return blend.self_blended(genuine, points, rng, source=moved, foreign=True, recipe=self.blending)


def dense_landmarks(folder: Path, name: str) -> NDArray[np.float32] | None:
    """The side file ``name`` of a prepared folder, (rows, 68 or 81, 2) px; None where no name is given.

    Raises:
        UsageError: the file is missing or not laid out so.
    """
    if not name:
        return None
    try:
        points: NDArray[np.float32] = np.load(folder / name, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise UsageError(f"The landmarks {folder / name} cannot be read ({error}); leave 'dense' empty.") from error
    if points.ndim != 3 or points.shape[1] not in (68, 81) or points.shape[2] != 2:
        raise UsageError(f"{folder / name} has the shape {points.shape}; it needs (rows, 68 or 81, 2).")
    return points


def _pose(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Landmarks without place and size."""
    centred = points - points.mean(0)
    return np.asarray(centred / max(float(np.abs(centred).max()), 1.0), np.float32)


def _bordered(image: Image, rng: Generator) -> Image:
    """Sometimes with a side replicated outwards, as crops that reach over the picture's edge look in either class."""
    if rng.random() < 0.75:
        return image
    low, high = rng.integers(0, 22, 2), SIZE_PX - rng.integers(0, 22, 2)
    inner = image[low[0] : high[0], low[1] : high[1]]
    pads = (int(low[0]), int(SIZE_PX - high[0]), int(low[1]), int(SIZE_PX - high[1]))
    return np.asarray(cv2.copyMakeBorder(inner, *pads, borderType=cv2.BORDER_REPLICATE), np.uint8)


def frame(image: Image, rng: Generator, input_px: int) -> Image:
    """A random square around the face (margin 1.12 to 1.38), mirrored at half of the times, slightly recoloured."""
    side = int(rng.uniform(0.75, 0.92) * SIZE_PX)
    slack = SIZE_PX - side
    left, top = (int(np.clip(slack / 2 + rng.normal(0, 4), 0, slack)) for _ in range(2))
    image = image[top : top + side, left : left + side]
    how = cv2.INTER_AREA if side > input_px else cv2.INTER_LINEAR
    image = np.asarray(cv2.resize(image, (input_px, input_px), interpolation=how), np.uint8)
    if rng.random() < 0.5:
        image = image[:, ::-1]
    if rng.random() < 0.4:
        gain, offset = rng.uniform(0.85, 1.15, 3), rng.uniform(-15, 15)
        table = np.clip(np.arange(256)[:, None] * gain + offset, 0, 255).astype(np.uint8)
        image = np.asarray(cv2.LUT(np.ascontiguousarray(image), table[None]), np.uint8)
    if rng.random() < 0.05:
        image = np.asarray(cv2.transform(image, np.full((3, 3), 1 / 3, np.float32)), np.uint8)
    return np.ascontiguousarray(image)


def collate(blocks: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Blocks joined into one batch."""
    return torch.cat([b[0] for b in blocks]), torch.cat([b[1] for b in blocks])


def _equal_resolution(crop: Image, input_px: int, size_px: int) -> Image:
    """The centre at margin 1.25, first reduced to ``size_px``, then at the network's size."""
    start = (SIZE_PX - CENTRE_PX) // 2
    image = np.ascontiguousarray(crop[start : start + CENTRE_PX, start : start + CENTRE_PX])
    small = cv2.resize(image, (size_px, size_px), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (input_px, input_px), interpolation=cv2.INTER_LINEAR), np.uint8)


def still_set(folder: Path, *, split: str, input_px: int, size_px: int = 112) -> tuple[Tensor, NDArray[np.int64]]:
    """All crops of a split at margin 1.25, every one first reduced to ``size_px`` (equal resolution), and labels."""
    prepared = Prepared(folder)
    chosen = [s for s in prepared.samples if s.split == split]
    images = [_equal_resolution(prepared.crops[s.row], input_px, size_px) for s in chosen]
    labels = np.array([s.label for s in chosen], np.int64)
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous(), labels


def blended_set(
    folder: Path, *, split: str, input_px: int, size_px: int = 112, seed: int = 77
) -> tuple[Tensor, NDArray[np.int64]]:
    """Every genuine crop of a split and its self-blended twin, at equal resolution like `still_set`."""
    prepared = Prepared(folder)
    images: list[Image] = []
    for sample in prepared.rows(split, 0):
        rng = np.random.default_rng([seed, sample.row])
        genuine = np.ascontiguousarray(prepared.crops[sample.row])
        twin = blend.self_blended(genuine, np.array(sample.landmarks, np.float32), rng)
        images += [_equal_resolution(i, input_px, size_px) for i in (genuine, twin)]
    labels = np.tile(np.array([0, 1], np.int64), len(images) // 2)
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous(), labels
