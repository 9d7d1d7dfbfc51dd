"""AASIST: raw speech through fixed band-pass filters, a residual encoder and attention over two graphs.

One graph has a node per frequency band, the other one per stretch of time; both are joined in a graph of two kinds of
nodes with a node of its own ("master") that listens to all. Tensors are named as in the published files. AASIST-L is
the same with narrower layers.

Source: Jung et al., "AASIST: Audio Anti-Spoofing using Integrated Spectro-Temporal Graph Attention Networks", ICASSP
2022, arXiv 2110.01200; sizes from the published ``.conf`` files and tensors; the fixed filters are those of RawNet2
(Tak et al., ICASSP 2021): 70 bands of equal width in mel, windowed by Hamming.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

RATE_HZ = 16_000
SAMPLES = 64_600  # 4.04 s
BANDS, TAPS = 70, 129
_FREQUENCIES = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class AasistShape:
    """Sizes that the two published networks differ in; ``pools``: shares of nodes kept (bands, time, joined)."""

    width: int = 64
    graph: int = 64
    joined: int = 32
    pools: tuple[float, float, float] = (0.5, 0.7, 0.5)


LARGE = AasistShape()
LIGHT = AasistShape(width=24, graph=24, joined=32, pools=(0.4, 0.5, 0.7))
_TEMPERATURE, _JOINED_TEMPERATURE = 2.0, 100.0


def band_filters() -> Tensor:
    """Band-pass filters (70, 1, 129), differences of windowed sinc functions at edges of equal distance in mel."""
    mel = np.linspace(0.0, 2595 * np.log10(1 + RATE_HZ / 2 / 700), BANDS + 1)
    edges = 700 * (10 ** (mel / 2595) - 1) / RATE_HZ
    t = np.arange(TAPS) - (TAPS - 1) / 2
    low_pass = 2 * edges[:, None] * np.sinc(2 * edges[:, None] * t)
    filters = np.hamming(TAPS) * np.diff(low_pass, axis=0)
    return torch.tensor(filters, dtype=torch.float32, device="cpu")[:, None]  # real even in a network without memory


class ResidualBlock(nn.Module):
    """Two convolutions of two bands by three steps with a shortcut; time is then reduced to a third."""

    def __init__(self, inner: int, outer: int, *, first: bool = False) -> None:
        super().__init__()
        if not first:
            self.bn1 = nn.BatchNorm2d(inner)  # in the files, but the published network never uses what it gives
        self.conv1 = nn.Conv2d(inner, outer, (2, 3), padding=(1, 1))
        self.bn2 = nn.BatchNorm2d(outer)
        self.conv2 = nn.Conv2d(outer, outer, (2, 3), padding=(0, 1))
        if inner != outer:
            self.conv_downsample = nn.Conv2d(inner, outer, (1, 3), padding=(0, 1))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inner, F, T) to (B, outer, F, T / 3)."""
        y = self.conv2(functional.selu(self.bn2(self.conv1(x))))
        short = self.conv_downsample(x) if hasattr(self, "conv_downsample") else x
        return functional.max_pool2d(y + short, (1, 3))


def _pairs(x: Tensor) -> Tensor:
    """Products (B, N, N, C) of every two nodes (B, N, C)."""
    return x[:, :, None] * x[:, None]


class _Normed(nn.Module):
    """Batch norm over the nodes of all graphs, then SELU."""

    bn: nn.BatchNorm1d

    def normed(self, x: Tensor) -> Tensor:
        return functional.selu(self.bn(x.flatten(0, 1)).view_as(x))


class GraphAttention(_Normed):
    """Nodes (B, N, inner) to (B, N, outer): what a node's neighbours say beside what it says itself."""

    def __init__(self, inner: int, outer: int, *, temperature: float) -> None:
        super().__init__()
        self.att_proj = nn.Linear(inner, outer)
        self.att_weight = nn.Parameter(torch.randn(outer, 1) * 0.1)
        self.proj_with_att = nn.Linear(inner, outer)
        self.proj_without_att = nn.Linear(inner, outer)
        self.bn = nn.BatchNorm1d(outer)
        self.temperature = temperature

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        raw = torch.tanh(self.att_proj(_pairs(x))) @ self.att_weight / self.temperature
        attention = torch.softmax(raw, dim=-2)[..., 0]
        return self.normed(self.proj_with_att(attention @ x) + self.proj_without_att(x))


class JoinedAttention(_Normed):
    """The same over two kinds of nodes with weights per pair of kinds, and a master node that listens to all."""

    def __init__(self, inner: int, outer: int, *, temperature: float) -> None:
        super().__init__()
        self.proj_type1, self.proj_type2 = nn.Linear(inner, inner), nn.Linear(inner, inner)
        self.att_proj, self.att_projM = nn.Linear(inner, outer), nn.Linear(inner, outer)
        for name in ("11", "22", "12", "M"):
            self.register_parameter(f"att_weight{name}", nn.Parameter(torch.randn(outer, 1) * 0.1))
        self.proj_with_att, self.proj_without_att = nn.Linear(inner, outer), nn.Linear(inner, outer)
        self.proj_with_attM, self.proj_without_attM = nn.Linear(inner, outer), nn.Linear(inner, outer)
        self.bn = nn.BatchNorm1d(outer)
        self.temperature = temperature

    def forward(self, x1: Tensor, x2: Tensor, master: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, N1, inner), (B, N2, inner) and (B, 1, inner) to the same with ``outer``."""
        n = x1.shape[1]
        x = torch.cat([self.proj_type1(x1), self.proj_type2(x2)], 1)
        attention = self._attention(x, n)
        raised = torch.tanh(self.att_projM(x * master)) @ self.get_parameter("att_weightM") / self.temperature
        heard = torch.softmax(raised, dim=-2).transpose(1, 2) @ x
        master = self.proj_with_attM(heard) + self.proj_without_attM(master)
        x = self.normed(self.proj_with_att(attention @ x) + self.proj_without_att(x))
        return x[:, :n], x[:, n:], master

    def _attention(self, x: Tensor, n: int) -> Tensor:
        made = torch.tanh(self.att_proj(_pairs(x)))
        own1, own2, mixed = (made @ self.get_parameter(f"att_weight{k}") for k in ("11", "22", "12"))
        top = torch.cat([own1[:, :n, :n], mixed[:, :n, n:]], 2)
        bottom = torch.cat([mixed[:, n:, :n], own2[:, n:, n:]], 2)
        return torch.softmax(torch.cat([top, bottom], 1) / self.temperature, dim=-2)[..., 0]


class GraphPool(nn.Module):
    """The share of nodes with the highest scores, each weighted by its score, highest first."""

    def __init__(self, share: float, width: int) -> None:
        super().__init__()
        self.share, self.proj = share, nn.Linear(width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, N, C) to (B, max(1, int(N x share)), C)."""
        scores = torch.sigmoid(self.proj(x))
        kept = scores.topk(max(int(x.shape[1] * self.share), 1), dim=1).indices
        return (x * scores).gather(1, kept.expand(-1, -1, x.shape[2]))


class Aasist(nn.Module):
    """Speech (B, 64600) at 16 kHz, -1..1, to two classes (B, 2): 0 = spoofed, 1 = bona fide."""

    bands: Tensor

    def __init__(self, shape: AasistShape = LARGE) -> None:
        super().__init__()
        w, g, j = shape.width, shape.graph, shape.joined
        self.register_buffer("bands", band_filters(), persistent=False)
        self.first_bn = nn.BatchNorm2d(1)
        widths = (1, 32, 32, w, w, w, w)
        blocks = [ResidualBlock(a, b, first=i == 0) for i, (a, b) in enumerate(itertools.pairwise(widths))]
        self.encoder = nn.Sequential(*(nn.Sequential(block) for block in blocks))
        self.pos_S = nn.Parameter(torch.randn(1, _FREQUENCIES, w))
        self.master1, self.master2 = (nn.Parameter(torch.randn(1, 1, g)) for _ in range(2))
        self.GAT_layer_S = GraphAttention(w, g, temperature=_TEMPERATURE)
        self.GAT_layer_T = GraphAttention(w, g, temperature=_TEMPERATURE)
        for name, inner in (("11", g), ("12", j), ("21", g), ("22", j)):
            layer = JoinedAttention(inner, j, temperature=_JOINED_TEMPERATURE)
            self.add_module(f"HtrgGAT_layer_ST{name}", layer)
        self.pool_S, self.pool_T = GraphPool(shape.pools[0], g), GraphPool(shape.pools[1], g)
        for name in ("hS1", "hT1", "hS2", "hT2"):
            self.add_module(f"pool_{name}", GraphPool(shape.pools[2], j))
        self.out_layer = nn.Linear(5 * j, 2)

    def forward(self, speech: Tensor) -> Tensor:
        """See the class."""
        x = functional.conv1d(speech[:, None], self.bands)[:, None]
        x = functional.selu(self.first_bn(functional.max_pool2d(x.abs(), 3)))
        x = self.encoder(x)
        bands = self.pool_S(self.GAT_layer_S(x.abs().amax(3).transpose(1, 2) + self.pos_S))
        times = self.pool_T(self.GAT_layer_T(x.abs().amax(2).transpose(1, 2)))
        first = self._branch("1", times, bands, self.master1)
        second = self._branch("2", times, bands, self.master2)
        t, s, master = (torch.maximum(a, b) for a, b in zip(first, second, strict=True))
        read = [t.abs().amax(1), t.mean(1), s.abs().amax(1), s.mean(1), master[:, 0]]
        out: Tensor = self.out_layer(torch.cat(read, 1))
        return out

    def _branch(self, name: str, times: Tensor, bands: Tensor, master: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        start = master.expand(len(times), -1, -1)
        t, s, m = self.get_submodule(f"HtrgGAT_layer_ST{name}1")(times, bands, start)
        t, s = self.get_submodule(f"pool_hT{name}")(t), self.get_submodule(f"pool_hS{name}")(s)
        more = self.get_submodule(f"HtrgGAT_layer_ST{name}2")(t, s, m)
        return t + more[0], s + more[1], m + more[2]
