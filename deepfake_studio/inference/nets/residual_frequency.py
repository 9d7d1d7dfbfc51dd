"""A two-stream network on what compression and blending leave: the noise residual and block frequencies.

Sources: the residual stream follows SEEDS 001 (RGB minus a 5x5 Gaussian, sigma 1); block statistics as in JPEG and
H.264 forensics: log magnitudes of an 8x8 DCT on two grids.
"""

from __future__ import annotations

import math

import timm
import torch
from torch import Tensor, nn
from torch.nn import functional


def gaussian_kernel(*, size: int = 5, sigma: float = 1.0) -> Tensor:
    """A normalised Gaussian (size, size)."""
    x = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
    line = torch.exp(-(x**2) / (2 * sigma**2))
    kernel = line[:, None] * line[None]
    return kernel / kernel.sum()


def dct_kernels(*, size: int = 8) -> Tensor:
    """The orthonormal 2-D DCT-II as (size**2, 1, size, size) convolution kernels."""
    n = torch.arange(size, dtype=torch.float32)
    basis = torch.cos(math.pi * (2 * n[None] + 1) * n[:, None] / (2 * size)) * math.sqrt(2 / size)
    basis[0] /= math.sqrt(2)
    return torch.einsum("ui,vj->uvij", basis, basis).reshape(size * size, 1, size, size)


RESIDUAL_GAIN = 6.0


class Block(nn.Module):
    """Two 3x3 convolutions with a shortcut; the first may halve the size."""

    def __init__(self, inner: int, outer: int, *, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outer)
        self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)
        self.short = nn.Sequential()
        if stride != 1 or inner != outer:
            self.short = nn.Sequential(
                nn.AvgPool2d(stride), nn.Conv2d(inner, outer, 1, bias=False), nn.BatchNorm2d(outer)
            )

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, outer, H / stride, W / stride)."""
        y = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(y)) + self.short(x))


class ResidualFrequencyNet(nn.Module):
    """Logit (B, 1) from normalised RGB (B, 3, H, W), mean 0.5 and std 0.5, H and W multiples of 8.

    The backbone (EfficientNet-Lite0) never sees the picture, only what a 5x5 Gaussian leaves of it, so that identity,
    pose and light are gone before it starts.
    """

    gaussian: Tensor
    dct: Tensor

    def __init__(self, *, width: int = 24, dropout: float = 0.3) -> None:
        super().__init__()
        self.register_buffer("gaussian", gaussian_kernel()[None, None].repeat(3, 1, 1, 1), persistent=False)
        self.register_buffer("dct", dct_kernels(), persistent=False)
        self.backbone: nn.Module = timm.create_model("tf_efficientnet_lite0", num_classes=0)
        w = width
        self.frequency = nn.Sequential(
            nn.BatchNorm2d(128),
            nn.Conv2d(128, 4 * w, 1, bias=False),
            nn.BatchNorm2d(4 * w),
            nn.ReLU(),
            Block(4 * w, 4 * w, stride=2),
        )
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Linear(1280 + 4 * w, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, 1); higher = more likely manipulated."""
        smooth = functional.conv2d(functional.pad(x, (2, 2, 2, 2), mode="replicate"), self.gaussian, groups=3)
        residual = self.backbone((RESIDUAL_GAIN * (x - smooth)).clamp(-2, 2))
        frequency = self.frequency(self._block_energies(x)).mean((2, 3))
        return self.head(torch.cat([residual, frequency], 1))  # type: ignore[no-any-return]

    def _block_energies(self, x: Tensor) -> Tensor:
        """log(1 + |DCT|) of luma on the grid and on the grid moved by 4 px: (B, 128, H/8, W/8)."""
        luma = 127.5 * (0.299 * x[:, :1] + 0.587 * x[:, 1:2] + 0.114 * x[:, 2:])
        grids = [
            functional.conv2d(g, self.dct.to(luma.dtype), stride=8) for g in (luma, torch.roll(luma, (4, 4), (2, 3)))
        ]
        return torch.log1p(torch.cat(grids, 1).abs())
