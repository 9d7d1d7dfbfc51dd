"""A network of a few weights and samples that cost nothing, registered beside the real ones; also for child processes.

python tiny_training.py COMMAND ...        the command line with both registered
torchrun tiny_training.py COMMAND ...      the same in several processes
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from deepfake_studio.training import architectures, objectives, prepared, sources
from deepfake_studio.training.recipe import TrainRecipe, from_table

PX = 16
RECIPE = {
    "architecture": "tiny",
    "data": "tiny",
    "input_px": PX,
    "mean": 0.5,
    "std": 0.5,
    "steps": 6,
    "blocks_per_batch": 4,
    "workers": 0,
    "threads": 1,
    "save_every": 2,
    "log_every": 1,
    "fakes": 0.0,
    "seed": 3,
}


class Tiny(nn.Module):
    """Convolution, statistics, dropout, one logit."""

    def __init__(self, *, dropout: float = 0.2, width: int = 6) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, width, 3, 2), nn.BatchNorm2d(width), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, 1)

    def embed(self, x):
        return self.body(x).flatten(1)

    def forward(self, x):
        return self.head(self.dropout(self.embed(x)))


class TinyBlocks(torch.utils.data.Dataset):
    """Block i of a seed: two pictures of noise, the second brighter."""

    def __init__(self, folder, *, split, seed, blocks, gain=40):
        prepared.Prepared(folder)
        self.seed, self.blocks, self.gain = seed, blocks, gain

    def __len__(self):
        return self.blocks

    def __getitem__(self, index):
        rng = np.random.default_rng([self.seed, index])
        noise = rng.integers(0, 200, (2, 3, PX, PX), dtype=np.uint8)
        noise[1] += np.uint8(self.gain)
        return {
            "images": torch.from_numpy(noise),
            "labels": torch.tensor([0.0, 1.0]),
            "clean": torch.from_numpy(noise // 2),
        }


class Spread:
    """A first stage: embeddings of the two classes apart; draws from torch's generator like a real one."""

    classifies = False

    def __init__(self, *, margin=1.0):
        self.margin = margin

    def loss(self, net, batch):
        found = net.embed(batch.images + 0.01 * torch.randn_like(batch.images))
        assert batch.extra["clean"].shape == batch.images.shape
        assert float(batch.extra["clean"].min()) >= -1
        apart = (found[batch.labels > 0.5].mean(0) - found[batch.labels < 0.5].mean(0)).norm()
        return torch.relu(self.margin - apart), {"apart": float(apart.detach())}


class NotANumber:
    """What a learning rate that is far too high ends in."""

    def loss(self, net, batch):
        return net(batch.images).sum() * float("nan"), {}


def tiny(name, **options):
    return Tiny(**options)


def register():
    """Make ``tiny`` known as architecture and data; once per process."""
    if any(a.name == "tiny" for a in architectures.ARCHITECTURES):
        return
    architectures.ARCHITECTURES.append(
        architectures.Architecture(
            name="tiny", build="tiny_training:tiny", detector="deepfake_studio.inference.detectors.tiny:Tiny"
        )
    )
    sources.DATASETS["tiny"] = "tiny_training:TinyBlocks"
    objectives.OBJECTIVES |= {"spread": "tiny_training:Spread", "not_a_number": "tiny_training:NotANumber"}


def recipe(**changes) -> TrainRecipe:
    """The tiny recipe with changes."""
    return from_table({**RECIPE, **changes})


def pictures(folder: Path, *, fakes: int = 0, splits=("train", "validation"), size: int = prepared.SIZE_PX) -> Path:
    """A prepared folder of eight coarse noise pictures per split."""
    import cv2

    rng = np.random.default_rng(0)
    points = [[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]]
    crops, samples = [], []
    for split in splits:
        for label in [0] * 8 + [1] * fakes:
            noise = rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)
            crops.append(cv2.resize(noise, (size, size), interpolation=cv2.INTER_CUBIC))
            row = len(samples)
            samples.append(
                {
                    "row": row,
                    "path": "",
                    "sha256": str(row),
                    "split": split,
                    "label": label,
                    "group": str(row),
                    "face_px": 99.0,
                    "landmarks": points,
                }
            )
    folder.mkdir(parents=True)
    np.save(folder / "crops.npy", np.stack(crops))
    report = {"recipe": prepared.RECIPE, "kept": {"train/0": 8}, "dropped": {"train/0: no face": 1}}
    (folder / "index.json").write_text(json.dumps({**report, "samples": samples}))
    return folder


def die_at(step: int) -> None:
    """Make this process kill itself, as the power switch would, when it has done ``step`` steps."""
    from deepfake_studio.training import loop

    class Deadly(loop.Pace):
        done = 0

        def step(self, samples: int) -> None:
            super().step(samples)
            Deadly.done += 1
            if Deadly.done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    loop.Pace = Deadly


if __name__ == "__main__":
    sys.modules["tiny_training"] = sys.modules["__main__"]
    register()
    if os.environ.get("DIE_AT"):
        die_at(int(os.environ["DIE_AT"]))
    from deepfake_studio.cli import main

    sys.exit(main(sys.argv[1:]))
