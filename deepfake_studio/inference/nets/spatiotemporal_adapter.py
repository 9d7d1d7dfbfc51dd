"""A bottleneck beside a frame network's features that looks at space and time apart and lets each ask the other.

At the start ``up`` is zero, so the network with adapters equals the network without them. The names of the tensors are
those of the published StA checkpoints; with one clip per batch the outcome is theirs too.

Source: Yan et al., "Generalizing Deepfake Video Detection with Plug-and-Play: Video-Level Blending and Spatiotemporal
Adapter Tuning", arXiv 2408.17065; the published code mixes the clips of a batch in its attention, which is repaired
here (see `CrossAttention`).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

Kernel = tuple[int, int, int]


class DepthwiseStack(nn.Module):
    """Three depthwise 3-D convolutions of one kernel with batch normalisation, ReLU between them."""

    def __init__(self, width: int, kernel: Kernel) -> None:
        super().__init__()
        for number in (1, 2, 3):
            self.add_module(f"conv{number}", nn.Conv3d(width, width, kernel, padding="same", groups=width))
            self.add_module(f"bn{number}", nn.BatchNorm3d(width))

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) to the same shape."""
        conv1, bn1, conv2, bn2, conv3, bn3 = self.children()
        x = functional.relu(bn1(conv1(x)))
        x = functional.relu(bn2(conv2(x)))
        out: Tensor = bn3(conv3(x))
        return out


class CrossAttention(nn.Module):
    """Temporal features ask spatial ones and the reverse, over all T x H x W places of a clip.

    The published code turned (T, B, HW, C) into (T HW, B, C) without moving B behind HW, so that with several clips in
    a batch every sequence held pieces of all of them. ``published`` keeps that order and refuses such batches; the
    order used otherwise keeps clips apart and is identical for one clip.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.spatial_to_temporal = nn.MultiheadAttention(width, heads)
        self.temporal_to_spatial = nn.MultiheadAttention(width, heads)
        self.published = False

    def forward(self, spatial: Tensor, temporal: Tensor) -> Tensor:
        """Two (B, C, T, H, W) to one, the mean of both directions."""
        shape = spatial.shape
        s, t = self._sequence(spatial), self._sequence(temporal)
        s2t, _ = self.spatial_to_temporal(t, s, s, need_weights=False)
        t2s, _ = self.temporal_to_spatial(s, t, t, need_weights=False)
        return _from_sequence((s2t + t2s) / 2, shape)

    def _sequence(self, x: Tensor) -> Tensor:
        if not self.published:
            return to_sequence(x)
        if len(x) != 1:
            raise ValueError("the published order of StA is only defined for one clip at a time")
        return published_sequence(x)


def to_sequence(x: Tensor) -> Tensor:
    """(B, C, T, H, W) to (T H W, B, C): a column holds one clip."""
    return x.flatten(2).permute(2, 0, 1)


def published_sequence(x: Tensor) -> Tensor:
    """The same as the published code does it: for B > 1 a column holds pieces of several clips."""
    return x.permute(2, 0, 3, 4, 1).reshape(-1, len(x), x.shape[1])


def _from_sequence(x: Tensor, shape: torch.Size) -> Tensor:
    return x.permute(1, 2, 0).reshape(shape)


class SpatiotemporalAdapter(nn.Module):
    """Tokens (B, T, N, C) plus what the clip's motion says about them.

    Args:
        width: channels C of the tokens.
        bottleneck: channels inside.
        kernels: sides of the spatial and lengths of the temporal kernels, a stack for each.
        heads: of the cross-attention.
    """

    def __init__(self, width: int, *, bottleneck: int, kernels: Sequence[int] = (3, 5, 7), heads: int = 2) -> None:
        super().__init__()
        self.down = nn.Linear(width, bottleneck)
        for number, side in enumerate(kernels, start=1):
            self.add_module(f"s_conv{number}", DepthwiseStack(bottleneck, (1, side, side)))
            self.add_module(f"t_conv{number}", DepthwiseStack(bottleneck, (side, 1, 1)))
        self.count = len(kernels)
        self.cross_attention = CrossAttention(bottleneck, heads)
        self.up = nn.Linear(bottleneck, width)
        self.reset()

    def reset(self) -> None:
        """Make the adapter say nothing: the start of every training."""
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, tokens: Tensor, size: tuple[int, int]) -> Tensor:
        """(B, T, K + H W, C) to the same shape; the first K tokens of a frame (class tokens) see no neighbours.

        Args:
            tokens: of B clips of T frames.
            size: H and W of the map of places.
        """
        hidden = functional.gelu(self.down(tokens))
        classes = tokens.shape[2] - size[0] * size[1]
        places = hidden[:, :, classes:].permute(0, 3, 1, 2)
        places = places.reshape(*places.shape[:3], *size)
        mixed = functional.gelu(self._mixed(places)).flatten(3).permute(0, 2, 3, 1)
        hidden = torch.cat([hidden[:, :, :classes], mixed], 2)
        return tokens + functional.gelu(self.up(hidden))

    def _mixed(self, x: Tensor) -> Tensor:
        spatial, temporal = (self._mean(x, kind) + x for kind in "st")
        out: Tensor = self.cross_attention(spatial, temporal)
        return out

    def _mean(self, x: Tensor, kind: str) -> Tensor:
        stacks = [self.get_submodule(f"{kind}_conv{n}") for n in range(1, self.count + 1)]
        return torch.stack([stack(x) for stack in stacks]).mean(0)
