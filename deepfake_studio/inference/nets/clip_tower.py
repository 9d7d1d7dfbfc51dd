"""CLIP's image tower under the tensor names of Hugging Face's files, whole or with singular-value residuals.

Source: Radford et al., arXiv 2103.00020 (tower); Yan et al., "Effort", arXiv 2411.15633 (residuals); names as
SEEDS.md 003 lists them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

NORM_EPS = 1e-5


class ResidualLinear(nn.Module):
    """A linear layer whose matrix is a frozen main part and a residual of ``rank`` singular directions."""

    def __init__(self, width: int, *, rank: int) -> None:
        super().__init__()
        self.weight_main = nn.Parameter(torch.randn(width, width) * width**-0.5)
        self.S_residual = nn.Parameter(torch.zeros(rank))
        self.U_residual = nn.Parameter(torch.zeros(width, rank))
        self.V_residual = nn.Parameter(torch.zeros(rank, width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor) -> Tensor:
        """Last axis through the sum of both parts."""
        weight = self.weight_main + (self.U_residual * self.S_residual) @ self.V_residual
        return functional.linear(x, weight, self.bias)


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int, rank: int) -> None:
        super().__init__()
        self.heads = heads
        for name in ("k_proj", "v_proj", "q_proj", "out_proj"):
            self.add_module(name, ResidualLinear(width, rank=rank) if rank else nn.Linear(width, width))

    def forward(self, x: Tensor) -> Tensor:
        parts = [self.get_submodule(f"{p}_proj")(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for p in "qkv"]
        mixed = functional.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)
        out: Tensor = self.get_submodule("out_proj")(mixed)
        return out


class _Mlp(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc1(x)
        out: Tensor = self.fc2(y * torch.sigmoid(1.702 * y))
        return out


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int, rank: int) -> None:
        super().__init__()
        self.self_attn = _Attention(width, heads, rank)
        self.layer_norm1 = nn.LayerNorm(width, NORM_EPS)
        self.mlp = _Mlp(width)
        self.layer_norm2 = nn.LayerNorm(width, NORM_EPS)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.self_attn(self.layer_norm1(x))
        out: Tensor = x + self.mlp(self.layer_norm2(x))
        return out


class _Embeddings(nn.Module):
    def __init__(self, width: int, patch_px: int, image_px: int) -> None:
        super().__init__()
        self.class_embedding = nn.Parameter(torch.randn(width) * 0.02)
        self.patch_embedding = nn.Conv2d(3, width, patch_px, patch_px, bias=False)
        self.position_embedding = nn.Embedding((image_px // patch_px) ** 2 + 1, width)

    def forward(self, x: Tensor) -> Tensor:
        patches = self.patch_embedding(x).flatten(2).transpose(1, 2)
        first = self.class_embedding.to(patches.dtype).expand(len(x), 1, -1)
        out: Tensor = torch.cat([first, patches], 1) + self.position_embedding.weight
        return out


class _Encoder(nn.Module):
    def __init__(self, width: int, layers: int, heads: int, rank: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_Layer(width, heads, rank) for _ in range(layers))

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


class ClipTower(nn.Module):
    """Normalised RGB (B, 3, image_px, image_px) to the class token after the last norm, (B, width).

    Args:
        rank: singular directions of the residual in every attention matrix; 0 = plain matrices.
    """

    def __init__(
        self, *, width: int, layers: int, heads: int, patch_px: int, image_px: int = 224, rank: int = 0
    ) -> None:
        super().__init__()
        self.embeddings = _Embeddings(width, patch_px, image_px)
        self.pre_layrnorm = nn.LayerNorm(width, NORM_EPS)  # the name is misspelled in every file
        self.encoder = _Encoder(width, layers, heads, rank)
        self.post_layernorm = nn.LayerNorm(width, NORM_EPS)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        tokens = self.encoder(self.pre_layrnorm(self.embeddings(x)))
        out: Tensor = self.post_layernorm(tokens[:, 0])
        return out


def base(*, rank: int = 0) -> ClipTower:
    """ViT-B/16."""
    return ClipTower(width=768, layers=12, heads=12, patch_px=16, rank=rank)


def large(*, rank: int = 0) -> ClipTower:
    """ViT-L/14."""
    return ClipTower(width=1024, layers=24, heads=16, patch_px=14, rank=rank)
