"""Squares of recorded and generated pictures made on the fly: block n of a seed is always the same eight.

Nothing is synthesised here and nothing is resampled by default but for the reduced view: what tells the classes apart
is the finest detail. All squares of a block go through the same degradations or through none, so that compression
alone tells nothing; what compression the files brought along is another matter (see the warnings of `prepare`).
"""

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
from deepfake_studio.inference.tiles import WHOLE
from deepfake_studio.training.degrade import DEFAULT, DegradeRecipe, degrade_many
from deepfake_studio.training.prepared import SIZE_PX, Prepared, Sample

BLOCK = 8
MOST_VALIDATED = 512  # squares of each class
Image = NDArray[np.uint8]


class Tiles(Dataset[tuple[Tensor, Tensor]]):
    """Block i: four recorded and four generated squares as uint8 (8, 3, S, S) and labels (8,).

    A group is drawn first and then a square of it, so that a long clip says no more than a short one.

    Args:
        folder: what ``prepare --whole-frames`` wrote.
        split: which split's samples.
        input_px: side S of the network input, at most `SIZE_PX`.
        seed: with the block number it decides everything.
        blocks: how many there are.
        degraded: share of blocks that go through `degrade_many`; the others stay as they are.
        degrading: what degradations draw from.

    Raises:
        UsageError: the squares are too small for ``input_px``.
        StudioError: the folder holds something else.
    """

    def __init__(
        self,
        folder: Path,
        *,
        split: str,
        input_px: int,
        seed: int,
        blocks: int,
        degraded: float = 1.0,
        degrading: DegradeRecipe = DEFAULT,
    ) -> None:
        if input_px > SIZE_PX:
            raise UsageError(f"Squares are prepared with {SIZE_PX} px; write input_px = {SIZE_PX} or less.")
        self.prepared = Prepared(folder, whole_frames=True)
        self.groups = [_by_group(self.prepared.rows(split, label)) for label in (0, 1)]
        self.input_px, self.seed, self.blocks = input_px, seed, blocks
        self.degraded, self.degrading = degraded, degrading

    def __len__(self) -> int:
        return self.blocks

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self.seed, index])
        chosen = [self._drawn(label, rng) for _ in range(BLOCK // 2) for label in (0, 1)]
        images = [np.ascontiguousarray(self.prepared.crops[s.row]) for s in chosen]
        if rng.random() < self.degraded:
            images = degrade_many(images, rng, recipe=self.degrading)
        cuts = [_cut(i, s, rng, self.input_px) for i, s in zip(images, chosen, strict=True)]
        stacked = torch.from_numpy(np.stack(cuts)).permute(0, 3, 1, 2).contiguous()
        return stacked, torch.tensor([0.0, 1.0] * (BLOCK // 2))

    def _drawn(self, label: int, rng: Generator) -> Sample:
        groups = self.groups[label]
        members = groups[int(rng.integers(len(groups)))]
        return members[int(rng.integers(len(members)))]


def _by_group(samples: list[Sample]) -> list[list[Sample]]:
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.group, []).append(sample)
    return list(found.values())


def _cut(image: Image, sample: Sample, rng: Generator, input_px: int) -> Image:
    """A square of the network's size anywhere in the packed one; the reduced view is reduced further instead."""
    side = int(rng.integers(max(input_px, SIZE_PX * 4 // 5), SIZE_PX + 1)) if sample.tile == WHOLE else input_px
    left, top = (int(v) for v in rng.integers(0, SIZE_PX - side + 1, 2))
    part = np.ascontiguousarray(image[top : top + side, left : left + side])
    if side != input_px:
        part = np.asarray(cv2.resize(part, (input_px, input_px), interpolation=cv2.INTER_AREA), np.uint8)
    return np.ascontiguousarray(part[:, ::-1]) if rng.random() < 0.5 else part


def still_tiles(folder: Path, *, split: str, input_px: int) -> tuple[Tensor, NDArray[np.int64]]:
    """Squares of a split as an examination would read them, undegraded: uint8 (N, 3, S, S) and labels.

    At most `MOST_VALIDATED` of each class, evenly spread over the folder.
    """
    prepared = Prepared(folder, whole_frames=True)
    chosen: list[Sample] = []
    for label in (0, 1):
        rows = prepared.rows(split, label)
        step = max(1, -(-len(rows) // MOST_VALIDATED))
        chosen += rows[::step]
    images = [_as_examined(np.ascontiguousarray(prepared.crops[s.row]), s, input_px) for s in chosen]
    labels = np.array([s.label for s in chosen], np.int64)
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous(), labels


def _as_examined(image: Image, sample: Sample, input_px: int) -> Image:
    if sample.tile == WHOLE:
        return np.asarray(cv2.resize(image, (input_px, input_px), interpolation=cv2.INTER_AREA), np.uint8)
    start = (SIZE_PX - input_px) // 2
    return np.ascontiguousarray(image[start : start + input_px, start : start + input_px])
