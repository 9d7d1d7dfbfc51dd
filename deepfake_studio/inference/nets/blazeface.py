"""BlazeFace, front camera model: 128 px squares to 896 boxes with six points and a score.

Tensors are named as in the published ``blazeface.pth``. Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural
Face Detection on Mobile GPUs", arXiv 1907.05047; sizes from the tensors of that file.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

INPUT_PX = 128
VALUES = 16  # box (4) and six points


class BlazeBlock(nn.Module):
    """Depthwise 3x3 and pointwise convolution beside a shortcut; channels that are new get zeros there."""

    def __init__(self, inner: int, outer: int, *, stride: int = 1) -> None:
        super().__init__()
        self.stride, self.more = stride, outer - inner
        padding = 0 if stride == 2 else 1
        self.convs = nn.Sequential(
            nn.Conv2d(inner, inner, 3, stride, padding, groups=inner), nn.Conv2d(inner, outer, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, outer, H / stride, W / stride)."""
        wide = functional.pad(x, (0, 2, 0, 2)) if self.stride == 2 else x  # TensorFlow's "same" padding
        short = functional.max_pool2d(x, 2) if self.stride == 2 else x
        return functional.relu(self.convs(wide) + functional.pad(short, (0, 0, 0, 0, 0, self.more)))


def _blocks(widths: tuple[int, ...], halved: frozenset[int]) -> list[nn.Module]:
    pairs = itertools.pairwise(widths)
    return [BlazeBlock(a, b, stride=2 if i in halved else 1) for i, (a, b) in enumerate(pairs)]


class BlazeFace(nn.Module):
    """RGB in -1..1 (B, 3, 128, 128) to raw values (B, 896, 16) and raw scores (B, 896)."""

    def __init__(self) -> None:
        super().__init__()
        first = _blocks((24, 24, 28, 32, 36, 42, 48, 56, 64, 72, 80, 88), frozenset({2, 5}))
        self.backbone1 = nn.Sequential(nn.Conv2d(3, 24, 5, 2), nn.ReLU(), *first)
        self.backbone2 = nn.Sequential(*_blocks((88, 96, 96, 96, 96, 96), frozenset({0})))
        self.classifier_8 = nn.Conv2d(88, 2, 1)
        self.classifier_16 = nn.Conv2d(96, 6, 1)
        self.regressor_8 = nn.Conv2d(88, 2 * VALUES, 1)
        self.regressor_16 = nn.Conv2d(96, 6 * VALUES, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        fine = self.backbone1(functional.pad(x, (1, 2, 1, 2)))
        coarse = self.backbone2(fine)
        values = [_listed(self.regressor_8(fine), VALUES), _listed(self.regressor_16(coarse), VALUES)]
        scores = [_listed(self.classifier_8(fine), 1), _listed(self.classifier_16(coarse), 1)]
        return torch.cat(values, 1), torch.cat(scores, 1)[..., 0]


def _listed(x: Tensor, size: int) -> Tensor:
    """(B, n x size, H, W) to (B, H x W x n, size)."""
    return x.permute(0, 2, 3, 1).reshape(len(x), -1, size)


def anchors() -> Tensor:
    """Centres (896, 2) of the boxes in 0..1: two on a 16 x 16 grid, six on an 8 x 8 one; every anchor has size 1."""
    found = []
    for cells, count in ((16, 2), (8, 6)):
        line = (torch.arange(cells, dtype=torch.float32) + 0.5) / cells
        y, x = torch.meshgrid(line, line, indexing="ij")
        found.append(torch.stack([x, y], -1).reshape(-1, 1, 2).expand(-1, count, -1).reshape(-1, 2))
    return torch.cat(found)
