"""EfficientNet-B4 under the tensor names of the PyTorch port that published deepfake detectors were trained with.

That port pads "same" once, at construction, from the sizes that its nominal input of 380 px gives at every layer;
an input of 224 or 256 px then meets paddings that its own size would not give. Both are kept here: scores differ.

Source: Tan and Le, arXiv 1905.11946; names and shapes as in the key lists of SEEDS.md 003 and 004. Excerpts
of the public port were read for its order of paddings; the code is new.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 1792
NOMINAL_PX = 380
BN_EPS = 1e-3
ATTENTION_AFTER = 9
_STEM = 48
# (blocks, kernel, stride, expansion, channels) of the seven stages at B4's width and depth
_STAGES = (
    (2, 3, 1, 1, 24),
    (4, 3, 2, 6, 32),
    (4, 5, 2, 6, 56),
    (6, 3, 2, 6, 112),
    (6, 5, 1, 6, 160),
    (8, 5, 2, 6, 272),
    (2, 3, 1, 6, 448),
)


class FixedSame(nn.Conv2d):
    """A convolution without bias that pads as TensorFlow's "same" would an input of ``side_px``."""

    def __init__(self, inner: int, outer: int, kernel: int, *, stride: int = 1, groups: int = 1, side_px: int) -> None:
        super().__init__(inner, outer, kernel, stride, groups=groups, bias=False)
        total = max(0, (math.ceil(side_px / stride) - 1) * stride + kernel - side_px)
        self.before, self.after = total // 2, total - total // 2

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, outer, about H / stride, about W / stride)."""
        pads = (self.before, self.after)
        out: Tensor = super().forward(functional.pad(x, pads * 2) if self.after else x)
        return out


def _norm(width: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(width, eps=BN_EPS, momentum=0.01)


class InvertedBottleneck(nn.Module):
    """Expansion, convolution per channel, squeeze and excitation, projection, and a shortcut where shapes allow."""

    def __init__(self, inner: int, outer: int, *, kernel: int, stride: int, expansion: int, side_px: int) -> None:
        super().__init__()
        middle, squeezed = inner * expansion, max(1, inner // 4)
        self.expands = expansion != 1
        self.shortcut = stride == 1 and inner == outer
        if self.expands:
            self._expand_conv = nn.Conv2d(inner, middle, 1, bias=False)
            self._bn0 = _norm(middle)
        self._depthwise_conv = FixedSame(middle, middle, kernel, stride=stride, groups=middle, side_px=side_px)
        self._bn1 = _norm(middle)
        self._se_reduce = nn.Conv2d(middle, squeezed, 1)
        self._se_expand = nn.Conv2d(squeezed, middle, 1)
        self._project_conv = nn.Conv2d(middle, outer, 1, bias=False)
        self._bn2 = _norm(outer)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, outer, H / stride, W / stride)."""
        y = functional.silu(self._bn0(self._expand_conv(x))) if self.expands else x
        y = functional.silu(self._bn1(self._depthwise_conv(y)))
        gate = self._se_expand(functional.silu(self._se_reduce(y.mean((2, 3), keepdim=True))))
        y = self._bn2(self._project_conv(torch.sigmoid(gate) * y))
        out: Tensor = y + x if self.shortcut else y
        return out


def _blocks() -> Iterator[InvertedBottleneck]:
    inner, side = _STEM, math.ceil(NOMINAL_PX / 2)
    for count, kernel, stride, expansion, outer in _STAGES:
        for i in range(count):
            step = stride if i == 0 else 1
            yield InvertedBottleneck(inner, outer, kernel=kernel, stride=step, expansion=expansion, side_px=side)
            inner, side = outer, math.ceil(side / step)


class EfficientNetB4(nn.Module):
    """Normalised RGB (B, 3, S, S) to pooled features (B, 1792), or to (B, classes) where it has its own classifier.

    Args:
        attention: a 1x1 convolution after block 9 whose sigmoid is multiplied in (ISPL "AutoAtt").
        bare_stem: the first convolution does not pad (DeepfakeBench puts a plain one in its place).
        classes: outputs of the network's own last layer ``_fc``; 0 = none.
    """

    def __init__(self, *, attention: bool = False, bare_stem: bool = False, classes: int = 0) -> None:
        super().__init__()
        stem = nn.Conv2d(3, _STEM, 3, 2, bias=False) if bare_stem else FixedSame(3, _STEM, 3, stride=2, side_px=380)
        self._conv_stem = stem
        self._bn0 = _norm(_STEM)
        self._blocks = nn.ModuleList(_blocks())
        self._conv_head = nn.Conv2d(_STAGES[-1][-1], WIDTH, 1, bias=False)
        self._bn1 = _norm(WIDTH)
        self._fc = nn.Linear(WIDTH, classes) if classes else nn.Identity()
        self.attconv: nn.Module | None = nn.Conv2d(_STAGES[2][-1], 1, 1) if attention else None

    def attention_map(self, x: Tensor) -> Tensor:
        """Where the network looks: (B, 1, h, w) in 0..1, of a network built with attention."""
        return self._through(x, ATTENTION_AFTER + 1)[1]

    def _through(self, x: Tensor, blocks: int) -> tuple[Tensor, Tensor]:
        x = functional.silu(self._bn0(self._conv_stem(x)))
        seen = x.new_ones(1)
        for i, block in enumerate(self._blocks[:blocks]):
            x = block(x)
            if i == ATTENTION_AFTER and self.attconv is not None:
                seen = torch.sigmoid(self.attconv(x))
                x = x * seen
        return x, seen

    def maps(self, x: Tensor) -> Tensor:
        """The last feature maps (B, 1792, h, w)."""
        x = self._through(x, len(self._blocks))[0]
        out: Tensor = functional.silu(self._bn1(self._conv_head(x)))
        return out

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        out: Tensor = self._fc(self.maps(x).mean((2, 3)))
        return out
