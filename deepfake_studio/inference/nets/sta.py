"""StA: the first 14 blocks of CLIP ViT-L/14 with a spatiotemporal adapter after each, over clips of 8 frames.

Tensors are named as in the published checkpoint ``sta_best.pth``. The start weights come from a user's open_clip or
OpenAI checkpoint: `from_open_clip`. Nothing of either ships.

Source: arXiv 2408.17065 and its published code as described in SEEDS.md 003, written anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.nets.spatiotemporal_adapter import CrossAttention, SpatiotemporalAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class StaShape:
    """Sizes of the network; the defaults are the published ones (223.8 million parameters)."""

    width: int = 1024
    heads: int = 16
    blocks: int = 14
    patch_px: int = 14
    image_px: int = 224
    frames: int = 8
    bottleneck: int = 512
    quick_gelu: bool = True  # OpenAI's weights; most of open_clip's own ViT-L-14 were trained with plain GELU

    @property
    def side(self) -> int:
        """Patches along one side."""
        return self.image_px // self.patch_px


class QuickGELU(nn.Module):
    """The approximation of GELU that CLIP was trained with."""

    def forward(self, x: Tensor) -> Tensor:
        """x sigmoid(1.702 x)."""
        return x * torch.sigmoid(1.702 * x)


class ExactNorm(nn.LayerNorm):
    """Layer normalisation in float32 whatever the surrounding number format."""

    def forward(self, x: Tensor) -> Tensor:
        """Same shape and number format as ``x``."""
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float()).type(x.dtype)


class Block(nn.Module):
    """A CLIP block and its adapter, which comes after the MLP."""

    def __init__(self, shape: StaShape) -> None:
        super().__init__()
        width = shape.width
        self.ln_1 = ExactNorm(width)
        self.attn = nn.MultiheadAttention(width, shape.heads)
        self.ln_2 = ExactNorm(width)
        gelu = QuickGELU() if shape.quick_gelu else nn.GELU()
        parts = {"c_fc": nn.Linear(width, width * 4), "gelu": gelu, "c_proj": nn.Linear(width * 4, width)}
        self.mlp = nn.Sequential(OrderedDict(parts))
        self.Adapter = SpatiotemporalAdapter(width, bottleneck=shape.bottleneck)

    def forward(self, x: Tensor, frames: int, side: int) -> Tensor:
        """Tokens (1 + side^2, B T, C) to the same shape."""
        normal = self.ln_1(x)
        x = x + self.attn(normal, normal, normal, need_weights=False)[0]
        x = x + self.mlp(self.ln_2(x))
        tokens = x.transpose(0, 1)
        tokens = tokens.reshape(-1, frames, *tokens.shape[1:])
        out: Tensor = self.Adapter(tokens, (side, side)).flatten(0, 1).transpose(0, 1)
        return out


class _Transformer(nn.Module):
    def __init__(self, shape: StaShape) -> None:
        super().__init__()
        self.resblocks = nn.ModuleList(Block(shape) for _ in range(shape.blocks))


class Backbone(nn.Module):
    """Clips to the class token of every frame."""

    def __init__(self, shape: StaShape) -> None:
        super().__init__()
        self.shape = shape
        width, scale = shape.width, shape.width**-0.5
        self.conv1 = nn.Conv2d(3, width, shape.patch_px, shape.patch_px, bias=False)
        self.class_embedding = nn.Parameter(scale * torch.randn(width))
        self.positional_embedding = nn.Parameter(scale * torch.randn(shape.side**2 + 1, width))
        self.temporal_embedding = nn.Parameter(torch.zeros(1, shape.frames, width))
        self.ln_pre = ExactNorm(width)
        self.transformer = _Transformer(shape)
        self.ln_post = ExactNorm(width)

    def forward(self, clips: Tensor) -> Tensor:
        """(B, T, 3, S, S) to (B, T, C)."""
        batch, frames = clips.shape[:2]
        patches = self.conv1(clips.flatten(0, 1)).flatten(2).transpose(1, 2)
        first = self.class_embedding.to(patches.dtype).expand(len(patches), 1, -1)
        x = torch.cat([first, patches], 1) + self.positional_embedding
        x = (x.reshape(batch, frames, *x.shape[1:]) + self.temporal_embedding[:, :, None]).flatten(0, 1)
        x = self.ln_pre(x).transpose(0, 1)
        for block in self.transformer.resblocks:
            x = block(x, frames, self.shape.side)
        out: Tensor = self.ln_post(x[0]).reshape(batch, frames, -1)
        return out


class Head(nn.Module):
    """Mean over frames, dropout, two classes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.5)
        self.fc_cls = nn.Linear(width, 2)

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, C) to (B, 2)."""
        out: Tensor = self.fc_cls(self.dropout(x.mean(1)))
        return out


class StA(nn.Module):
    """Clips (B, T, 3, S, S), normalised as CLIP's inputs, to two classes (B, 2); class 1 = manipulated."""

    def __init__(self, shape: StaShape | None = None) -> None:
        super().__init__()
        self.shape = shape or StaShape()
        self.backbone = Backbone(self.shape)
        self.head = Head(self.shape.width)

    def forward(self, clips: Tensor) -> Tensor:
        """See the class."""
        out: Tensor = self.head(self.backbone(clips))
        return out

    def one_at_a_time(self, faithful: bool = True) -> StA:
        """Keep the published order inside the attention; batches of several clips are then refused."""
        for module in self.modules():
            if isinstance(module, CrossAttention):
                module.published = faithful
        return self

    def freeze_clip(self, frozen: bool = True) -> StA:
        """Leave only adapters, temporal embedding and head to training, or give all of it back."""
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(not frozen or is_own(name))
        return self


def is_own(name: str) -> bool:
    """Whether a tensor belongs to StA and not to CLIP."""
    return ".Adapter." in name or name == "backbone.temporal_embedding" or name.startswith("head.")


def from_open_clip(net: StA, tensors: Mapping[str, Tensor], *, name: str = "the CLIP checkpoint") -> None:
    """Put CLIP's visual tower into ``net``; adapters, temporal embedding and head stay as they are.

    The names are those of ``open_clip.create_model("ViT-L-14", ...).state_dict()`` and of OpenAI's own files: the tower
    under ``visual.`` (or without it). Left over may be the deeper blocks, ``proj``, and everything outside the tower.

    Raises:
        WeightsError: a tensor is missing, of another shape, or the tower holds one that this network has no place for.
    """
    tower = {k.removeprefix("visual."): v for k, v in tensors.items() if k.startswith("visual.")} or dict(tensors)
    wanted = {k.removeprefix("backbone."): v for k, v in net.state_dict().items() if not is_own(k)}
    for key, value in wanted.items():
        if key not in tower:
            raise WeightsError(f"{name} lacks the tensor 'visual.{key}'; choose the weights of CLIP ViT-L/14.")
        if tower[key].shape != value.shape:
            found, need = tuple(tower[key].shape), tuple(value.shape)
            raise WeightsError(f"The tensor 'visual.{key}' of {name} is {found}, not {need}; choose CLIP ViT-L/14.")
    if any(k.startswith("visual.") for k in tensors):
        _refuse_strangers(tower.keys() - wanted.keys(), net.shape.blocks, name)
    net.load_state_dict({**net.state_dict(), **{f"backbone.{k}": tower[k].float() for k in wanted}})


def _refuse_strangers(keys: set[str], blocks: int, name: str) -> None:
    for key in sorted(keys - {"proj"}):
        deeper = key.startswith("transformer.resblocks.") and int(key.split(".")[2]) >= blocks
        if not deeper:
            raise WeightsError(
                f"{name} holds 'visual.{key}', for which CLIP ViT-L/14 has no place; choose other weights."
            )


def published(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of a published StA checkpoint under this network's names: ``module.`` in front falls away."""
    return {k.removeprefix("module."): v for k, v in tensors.items()}
