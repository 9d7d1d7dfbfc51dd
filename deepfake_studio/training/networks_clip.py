"""Networks over clips as the loop builds them: what their start weights are and which parts stay open to training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from deepfake_studio.errors import UsageError
from deepfake_studio.training.recipe import TrainRecipe

PAPER = "arXiv 2408.17065 (spatiotemporal adapter)"


def temporal_adapter(
    name: str,
    *,
    start: str = "",
    open_stages: int = 0,
    backbone: str = "tf_efficientnet_lite0",
    frames: int = 8,
    bottleneck: int = 64,
    drop_rate: float = 0.0,
) -> nn.Module:
    """EfficientNet-Lite with adapters.

    Args:
        name: of the architecture in the recipe; says nothing here.
        start: a frame detector of the same backbone whose verified weights are the start; empty: untrained.
        open_stages: late stages of the backbone that train besides adapters, head convolution and classifier; 0: of the
            backbone only the classifier trains. Early stages stay what the frame detector learned.
        backbone, frames, bottleneck, drop_rate: see `TemporalAdapterNet`.

    Raises:
        UsageError: there is no such detector.
        WeightsError: its weights are missing or belong to another backbone.
    """
    from deepfake_studio.inference import registry, weights
    from deepfake_studio.inference.nets.temporal_adapter import TemporalAdapterNet

    net = TemporalAdapterNet(backbone, frames=frames, bottleneck=bottleneck, drop_rate=drop_rate)
    if start:
        net.start_from(weights.state_dict(registry.spec(start)), name=start)
        net.freeze(open_stages)
    return net.to(memory_format=torch.channels_last)  # the loop leaves networks with a time axis as they come


def temporal_adapter_entry(recipe: TrainRecipe) -> dict[str, Any]:
    """What the manifest entry of a trained temporal network holds besides the usual."""
    network = recipe.network
    sizes = {key: str(network[key]) for key in ("backbone", "bottleneck") if key in network}
    return {
        "clip": {"frames": int(network.get("frames", 8))},
        "options": {"architecture": recipe.architecture, **sizes},
        "paper": PAPER,
    }


def sta_entry(recipe: TrainRecipe) -> dict[str, Any]:
    """The same of a trained StA; ``batch`` = many, since it was not trained in the published order."""
    network = recipe.network
    sizes = {key: str(network[key]) for key in ("width", "heads", "blocks", "patch_px", "bottleneck") if key in network}
    gelu = {} if network.get("quick_gelu", True) else {"gelu": "plain"}
    return {
        "clip": {"frames": int(network.get("frames", 8))},
        "options": {"architecture": recipe.architecture, "batch": "many", **sizes, **gelu},
        "paper": PAPER,
    }


def sta(name: str, *, clip: str = "", frozen: bool = True, **sizes: Any) -> nn.Module:
    """StA on CLIP ViT-L/14.

    Args:
        name: of the architecture in the recipe; says nothing here.
        clip: a user's open_clip checkpoint of ViT-L-14 (.safetensors, .bin or .pt of tensors). It is read
            whenever the network is made, also on resume; its tensors are part of every checkpoint.
        frozen: leave CLIP as it is and train adapters, temporal embedding and head.
        sizes: see `StaShape`.

    Raises:
        StudioError: the file cannot be read or is another network.
        UsageError: CLIP shall stay as it is, but there is none.
    """
    from deepfake_studio.inference.nets.sta import StA, StaShape, from_open_clip
    from deepfake_studio.training.architectures import read_tensors

    net = StA(StaShape(**sizes))
    if clip:
        from_open_clip(net, read_tensors(Path(clip)), name=clip)
    elif frozen:
        raise UsageError('StA needs CLIP\'s weights to train on top of them; name a checkpoint: network.clip = "FILE".')
    return net.freeze_clip(frozen)
