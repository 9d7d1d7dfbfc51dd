"""Meso4 and MesoInception4 as their authors' Keras files have them; the logit is that of the class REAL.

Source: Afchar et al., "MesoNet", arXiv 1809.00888; layer order and Keras defaults (BatchNorm eps 1e-3, "same"
padding, LeakyReLU 0.1) as SEEDS.md 003 describes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

BN_EPS = 1e-3


def _stage(inner: int, outer: int, kernel: int, pool: int) -> nn.ModuleDict:
    return nn.ModuleDict(
        {
            "conv": nn.Conv2d(inner, outer, kernel, padding=kernel // 2),
            "bn": nn.BatchNorm2d(outer, eps=BN_EPS),
            "pool": nn.MaxPool2d(pool),
        }
    )


def _run(stage: nn.ModuleDict, x: Tensor) -> Tensor:
    return stage["pool"](stage["bn"](functional.relu(stage["conv"](x))))  # type: ignore[no-any-return]


class _Head(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.dense1 = nn.Linear(1024, 16)
        self.dense2 = nn.Linear(16, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Features (B, 16, 8, 8) to logits (B, 1)."""
        return self.dense2(functional.leaky_relu(self.dense1(x.flatten(1)), 0.1))  # type: ignore[no-any-return]


class Meso4(nn.Module):
    """RGB 0..1 (B, 3, 256, 256) to the logit (B, 1) of REAL."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.ModuleList([_stage(3, 8, 3, 2), _stage(8, 8, 5, 2), _stage(8, 16, 5, 2), _stage(16, 16, 5, 4)])
        self.head = _Head()

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        for stage in self.stages:
            x = _run(stage, x)  # type: ignore[arg-type]
        return self.head(x)  # type: ignore[no-any-return]


class Inception(nn.Module):
    """Four branches: 1x1; 1x1 then 3x3 at dilation 1, 2 and 3; ReLU after each convolution."""

    def __init__(self, inner: int, widths: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.reduce = nn.ModuleList([nn.Conv2d(inner, w, 1) for w in widths])
        self.spread = nn.ModuleList(
            [nn.Conv2d(w, w, 3, padding=d, dilation=d) for d, w in zip((1, 2, 3), widths[1:], strict=True)]
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, sum of widths, H, W)."""
        narrow = [functional.relu(conv(x)) for conv in self.reduce]
        wide = [functional.relu(conv(y)) for conv, y in zip(self.spread, narrow[1:], strict=True)]
        return torch.cat([narrow[0], *wide], 1)


class MesoInception4(nn.Module):
    """RGB 0..1 (B, 3, 256, 256) to the logit (B, 1) of REAL."""

    def __init__(self) -> None:
        super().__init__()
        self.inception = nn.ModuleList([Inception(3, (1, 4, 4, 2)), Inception(11, (2, 4, 4, 2))])
        self.bn = nn.ModuleList([nn.BatchNorm2d(11, eps=BN_EPS), nn.BatchNorm2d(12, eps=BN_EPS)])
        self.stages = nn.ModuleList([_stage(12, 16, 5, 2), _stage(16, 16, 5, 4)])
        self.head = _Head()

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        for block, norm in zip(self.inception, self.bn, strict=True):
            x = functional.max_pool2d(norm(block(x)), 2)
        for stage in self.stages:
            x = _run(stage, x)  # type: ignore[arg-type]
        return self.head(x)  # type: ignore[no-any-return]
