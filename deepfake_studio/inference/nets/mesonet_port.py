"""Meso4 and MesoInception4 as DeepfakeBench has them: two classes, ReLU before one batch norm shared by two stages.

Unlike the authors' Keras originals (`nets.mesonet`) convolutions have no bias, batch norm keeps torch's epsilon, the
branches of an inception block have no activation of their own, and class 1 is "manipulated". "Incption" is how the
published names spell it.

Source: Afchar et al., arXiv 1809.00888; names, shapes and differences as SEEDS.md 003 describes. Excerpts of
the public port were read for the order of layers; the code is new.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


def _plain(inner: int, outer: int, kernel: int, *, dilation: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inner, outer, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=False)


class _Tail(nn.Module):
    """Two linear layers with a leaky ReLU between them."""

    fc1: nn.Linear
    fc2: nn.Linear

    def _end(self) -> None:
        self.fc1 = nn.Linear(16 * 8 * 8, 16)
        self.fc2 = nn.Linear(16, 2)

    def _classes(self, maps: Tensor) -> Tensor:
        out: Tensor = self.fc2(functional.leaky_relu(self.fc1(maps.flatten(1)), 0.1))
        return out


class Meso4Port(_Tail):
    """Normalised RGB (B, 3, 256, 256) to two classes (B, 2)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = _plain(3, 8, 3), nn.BatchNorm2d(8)
        self.conv2, self.bn2 = _plain(8, 8, 5), nn.BatchNorm2d(16)
        self.conv3, self.conv4 = _plain(8, 16, 5), _plain(16, 16, 5)
        self._end()

    def maps(self, x: Tensor) -> Tensor:
        """The last feature maps (B, 16, 8, 8)."""
        stages = (
            (self.conv1, self.bn1, 2),
            (self.conv2, self.bn1, 2),
            (self.conv3, self.bn2, 2),
            (self.conv4, self.bn2, 4),
        )
        for conv, norm, pool in stages:
            x = functional.max_pool2d(norm(functional.relu(conv(x))), pool)
        return x

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        return self._classes(self.maps(x))


class MesoInception4Port(_Tail):
    """Normalised RGB (B, 3, 256, 256) to two classes (B, 2)."""

    def __init__(self) -> None:
        super().__init__()
        for number, (inner, first) in enumerate(((3, 1), (11, 2)), start=1):
            front = f"Incption{number}_"
            self.add_module(f"{front}conv1", _plain(inner, first, 1))
            for branch, width in enumerate((4, 4, 2), start=2):
                self.add_module(f"{front}conv{branch}_1", _plain(inner, width, 1))
                self.add_module(f"{front}conv{branch}_2", _plain(width, width, 3, dilation=branch - 1))
            self.add_module(f"{front}bn", nn.BatchNorm2d(first + 10))
        self.conv1, self.bn1, self.conv2 = _plain(12, 16, 5), nn.BatchNorm2d(16), _plain(16, 16, 5)
        self._end()

    def _inception(self, x: Tensor, number: int) -> Tensor:
        part = {name: self.get_submodule(f"Incption{number}_{name}") for name in ("conv1", "bn")}
        branches = [part["conv1"](x)]
        for branch in (2, 3, 4):
            narrow = self.get_submodule(f"Incption{number}_conv{branch}_1")(x)
            branches.append(self.get_submodule(f"Incption{number}_conv{branch}_2")(narrow))
        return functional.max_pool2d(part["bn"](torch.cat(branches, 1)), 2)

    def maps(self, x: Tensor) -> Tensor:
        """The last feature maps (B, 16, 8, 8)."""
        x = self._inception(self._inception(x, 1), 2)
        x = functional.max_pool2d(self.bn1(functional.relu(self.conv1(x))), 2)
        return functional.max_pool2d(self.bn1(functional.relu(self.conv2(x))), 4)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        return self._classes(self.maps(x))
