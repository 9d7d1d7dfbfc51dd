"""Training clips made on the fly: block n of a seed is always the same clips, each genuine one beside its twin.

Beside what `prepare` wrote, a folder may hold ``clips.npy`` (N, T', 184, 184, 3) and ``clips.json``, a list of N
objects with ``split``, ``label``, ``group`` and ``landmarks`` (T', 5, 2): filmed faces, cut as the stills are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.training import blend, degrade, pseudo_clips, video_blend
from deepfake_studio.training.data import dense_landmarks
from deepfake_studio.training.prepared import SIZE_PX, Prepared, Sample
from deepfake_studio.training.pseudo_clips import Footage

CLIP_BLOCK = 4  # clips in a block: two genuine ones and their twins
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRecipe:
    """What clips are made of."""

    frames: int = 8
    fps: float = 25.0  # of the pretended recording; every frame of it is used
    motion: pseudo_clips.MotionRecipe = field(default_factory=pseudo_clips.MotionRecipe)
    drift: video_blend.DriftRecipe = field(default_factory=video_blend.DriftRecipe)
    blending: blend.BlendRecipe = field(default_factory=blend.BlendRecipe)
    degrading: degrade.DegradeRecipe = field(default_factory=degrade.DegradeRecipe)
    degraded: float = 1.0  # share of clips that are degraded
    filmed: float = 0.3  # share of pairs from filmed faces, where the folder has some
    fakes: float = 0.2  # of those, share of twins replaced by a published manipulated clip

    def __post_init__(self) -> None:
        if self.frames < 2 or self.fps <= 0:
            raise UsageError("A clip needs at least 2 frames and a frame rate above 0; change the recipe.")


class Clips(Dataset[tuple[Tensor, Tensor]]):
    """Block i: `CLIP_BLOCK` clips as uint8 (4, T, 3, S, S) and labels (4,): 0 genuine motion, 1 drifting features.

    Both of a pair move alike, are framed alike and are degraded by the same draws.

    Args:
        folder: what `prepare` wrote.
        split: which split's samples.
        input_px: side S of the network input.
        seed: with the block number it decides everything.
        blocks: how many there are.
    """

    def __init__(
        self, folder: Path, *, split: str, input_px: int, seed: int, blocks: int, recipe: ClipRecipe | None = None
    ) -> None:
        self.prepared = Prepared(folder)
        self.stills = self.prepared.rows(split, 0)
        if not self.stills:
            raise StudioError(
                f"{folder} has no genuine faces in the split '{split}'; prepare some or name another split."
            )
        self.recipe = recipe or ClipRecipe()
        self.dense = dense_landmarks(folder, self.recipe.blending.dense)
        self.filmed: NDArray[np.uint8] | None = None
        self.genuine, self.manipulated = self._listed(folder, split)
        self.input_px, self.seed, self.blocks = input_px, seed, blocks

    def _listed(self, folder: Path, split: str) -> tuple[list[tuple[int, Any]], list[tuple[int, Any]]]:
        """Rows and landmarks of the filmed faces of a split, genuine and manipulated."""
        if not (folder / "clips.json").exists():
            return [], []
        try:
            rows = json.loads((folder / "clips.json").read_text("utf-8"))
            found = np.load(folder / "clips.npy", mmap_mode="r")
            listed = [(i, r) for i, r in enumerate(rows) if r["split"] == split]
            parts = [[(i, r["landmarks"]) for i, r in listed if r["label"] == label] for label in (0, 1)]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StudioError(f"The clips in {folder} cannot be read ({error}); make them again.") from error
        if found.shape[0] != len(rows) or found.shape[2:] != (SIZE_PX, SIZE_PX, 3):
            raise StudioError(f"{folder / 'clips.npy'} has the shape {found.shape}; it does not fit clips.json.")
        self.filmed = found
        usable = found.shape[1] >= self.recipe.frames
        return (parts[0], parts[1]) if usable else ([], [])

    def __len__(self) -> int:
        return self.blocks

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self.seed, index])
        clips = [clip for _ in range(CLIP_BLOCK // 2) for clip in self._pair(rng)]
        stacked = torch.from_numpy(np.stack(clips)).permute(0, 1, 4, 2, 3).contiguous()
        return stacked, torch.tensor([0.0, 1.0] * (CLIP_BLOCK // 2))

    def _pair(self, rng: Generator) -> list[Image]:
        recipe = self.recipe
        filmed = bool(self.genuine) and rng.random() < recipe.filmed
        footage = self._cut(self.genuine, rng) if filmed else self._moved_still(rng)
        if filmed and self.manipulated and rng.random() < recipe.fakes:
            twin = self._cut(self.manipulated, rng).frames
        else:
            twin = video_blend.drifted(footage, rng, recipe=recipe.drift, blending=recipe.blending).frames
        seed, bare = int(rng.integers(1 << 62)), bool(rng.random() >= recipe.degraded)
        return [self._finished(clip, np.random.default_rng(seed), bare=bare) for clip in (footage.frames, twin)]

    def _moved_still(self, rng: Generator) -> Footage:
        sample, recipe = self.stills[int(rng.integers(len(self.stills)))], self.recipe
        return pseudo_clips.from_still(
            np.ascontiguousarray(self.prepared.crops[sample.row]),
            np.array(sample.landmarks, np.float32),
            rng,
            count=recipe.frames,
            recipe=recipe.motion,
            fps=recipe.fps,
            dense=self._dense_of(sample),
        )

    def _dense_of(self, sample: Sample) -> NDArray[np.float32] | None:
        return None if self.dense is None else np.asarray(self.dense[sample.row], np.float32)

    def _cut(self, listed: list[tuple[int, Any]], rng: Generator) -> Footage:
        """Consecutive frames of one of the filmed faces, from a random one on."""
        assert self.filmed is not None
        row, landmarks = listed[int(rng.integers(len(listed)))]
        start = int(rng.integers(self.filmed.shape[1] - self.recipe.frames + 1))
        span = slice(start, start + self.recipe.frames)
        return pseudo_clips.from_frames(self.filmed[row, span], np.array(landmarks, np.float32)[span])

    def _finished(self, clip: Image, rng: Generator, *, bare: bool) -> Image:
        frames = [np.ascontiguousarray(f) for f in clip]
        if not bare:
            frames = degrade.degrade_clip(frames, rng, recipe=self.recipe.degrading)[0]
        return framed(frames, rng, self.input_px)


def framed(frames: list[Image], rng: Generator, input_px: int) -> Image:
    """The same random square of every frame (margin 1.12 to 1.38), mirrored at half of the times, (T, S, S, 3)."""
    side = int(rng.uniform(0.75, 0.92) * SIZE_PX)
    slack = SIZE_PX - side
    left, top = (int(np.clip(slack / 2 + rng.normal(0, 4), 0, slack)) for _ in range(2))
    mirrored = rng.random() < 0.5
    how = cv2.INTER_AREA if side > input_px else cv2.INTER_LINEAR
    out = np.empty((len(frames), input_px, input_px, 3), np.uint8)
    for made, image in zip(out, frames, strict=True):
        part = cv2.resize(image[top : top + side, left : left + side], (input_px, input_px), interpolation=how)
        made[:] = part[:, ::-1] if mirrored else part
    return out
