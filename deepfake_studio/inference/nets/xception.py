"""Xception with the tensor names that the deepfake literature publishes it under.

Differs from the paper in what those files have: convolutions without padding at the entry, a ReLU in front of every
unit but the first, and a final linear layer that every project names in its own way.

Source: Chollet, "Xception", arXiv 1610.02357, figure 5; names and shapes as in the key lists of SEEDS.md 003 and 004.
"""

from __future__ import annotations

import itertools

from torch import Tensor, nn
from torch.nn import functional

WIDTH = 2048
_MIDDLE = 728


class SeparableConv(nn.Module):
    """A 3x3 convolution per channel, then a 1x1 over channels; no bias."""

    def __init__(self, inner: int, outer: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inner, inner, 3, padding=1, groups=inner, bias=False)
        self.pointwise = nn.Conv2d(inner, outer, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, H, W) to (B, outer, H, W)."""
        out: Tensor = self.pointwise(self.conv1(x))
        return out


class Block(nn.Module):
    """Separable convolutions through ``widths`` beside a shortcut; halves the picture where ``stride`` is 2.

    Args:
        widths: channels before the first and after each convolution.
        relu_first: whether the first convolution has a ReLU in front.
    """

    def __init__(self, widths: tuple[int, ...], *, stride: int = 1, relu_first: bool = True) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i, (inner, outer) in enumerate(itertools.pairwise(widths)):
            if i or relu_first:
                layers.append(nn.ReLU())
            layers += [SeparableConv(inner, outer), nn.BatchNorm2d(outer)]
        if stride != 1:
            layers.append(nn.MaxPool2d(3, stride, 1))
        self.rep = nn.Sequential(*layers)
        self.skip: nn.Module | None = None
        if stride != 1 or widths[0] != widths[-1]:
            self.skip = nn.Conv2d(widths[0], widths[-1], 1, stride, bias=False)
            self.skipbn = nn.BatchNorm2d(widths[-1])

    def forward(self, x: Tensor) -> Tensor:
        """(B, first width, H, W) to (B, last width, H / stride, W / stride)."""
        beside = x if self.skip is None else self.skipbn(self.skip(x))
        out: Tensor = self.rep(x) + beside
        return out


class Xception(nn.Module):
    """Normalised RGB (B, 3, S, S) to (B, classes).

    Args:
        classes: outputs of the last linear layer.
        last: its name in the file.
        adjust: whether a 1x1 convolution to 512 channels is carried along, which scores never use (DeepfakeBench).
    """

    def __init__(self, classes: int, *, last: str = "last_linear", adjust: bool = False) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        self.block1 = Block((64, 128, 128), stride=2, relu_first=False)
        self.block2 = Block((128, 256, 256), stride=2)
        self.block3 = Block((256, _MIDDLE, _MIDDLE), stride=2)
        for i in range(4, 12):
            self.add_module(f"block{i}", Block((_MIDDLE,) * 4))
        self.block12 = Block((_MIDDLE, _MIDDLE, 1024), stride=2)
        self.conv3 = SeparableConv(1024, 1536)
        self.bn3 = nn.BatchNorm2d(1536)
        self.conv4 = SeparableConv(1536, WIDTH)
        self.bn4 = nn.BatchNorm2d(WIDTH)
        self.last = last
        self.add_module(last, nn.Linear(WIDTH, classes))
        if adjust:
            self.adjust_channel = nn.Sequential(nn.Conv2d(WIDTH, 512, 1), nn.BatchNorm2d(512), nn.ReLU())

    def maps(self, x: Tensor) -> Tensor:
        """The last feature maps (B, 2048, H, W), before their ReLU."""
        x = functional.relu(self.bn1(self.conv1(x)))
        x = functional.relu(self.bn2(self.conv2(x)))
        for i in range(1, 13):
            x = self.get_submodule(f"block{i}")(x)
        x = functional.relu(self.bn3(self.conv3(x)))
        out: Tensor = self.bn4(self.conv4(x))
        return out

    def features(self, x: Tensor) -> Tensor:
        """Pooled features (B, 2048)."""
        return functional.relu(self.maps(x)).mean((2, 3))

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        out: Tensor = self.get_submodule(self.last)(self.features(x))
        return out
