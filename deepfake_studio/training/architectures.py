"""The networks that can be trained here.

When adding one: one `Architecture` in `ARCHITECTURES`. Nothing is imported before it is built.
"""

from __future__ import annotations

import importlib
import pickle
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from deepfake_studio.errors import StudioError, UsageError

# What torch.load raises on a file that is damaged or none of its own; its unpickler lets all of these through.
UNREADABLE = (
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
    pickle.UnpicklingError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """How a network is made, trained and shipped.

    Attributes:
        name: what a recipe calls it; ``*`` stands for any ending.
        build: ``module:function``, called with the name and the recipe's ``network`` table as keyword arguments.
        detector: ``module:Class``, the entry of the manifest that loads its weights; empty: cannot be exported.
        fresh: words in names of parameters that always start from nothing: they learn at the full rate, all others at
            ``backbone_factor`` of it when the run starts from pretrained weights.
        backbone: the part that ``pretrained`` fills; empty: the whole network but its fresh parameters.
        objective: of a recipe without stages.
        manifest: ``module:function``, called with the recipe, gives what the manifest entry holds besides the usual
            (``options``, ``clip``, ``description``); empty: nothing more.
        whole_frames: it reads squares of whole frames and answers whether they were generated, not whether a face was
            manipulated.
    """

    name: str
    build: str
    detector: str = ""
    fresh: tuple[str, ...] = ("classifier", "head")
    backbone: str = ""
    objective: str = "frame_logit"
    manifest: str = ""
    whole_frames: bool = False


_HERE = "deepfake_studio.training.architectures"
_DETECTORS = "deepfake_studio.inference.detectors"
ARCHITECTURES = [
    Architecture(
        name="residual_frequency",
        build=f"{_HERE}:_residual_frequency",
        detector=f"{_DETECTORS}.residual_frequency:ResidualFrequency",
        fresh=("classifier", "head", "frequency"),
        backbone="backbone",
    ),
    Architecture(
        name="tf_efficientnet_lite*",
        build=f"{_HERE}:_efficientnet_lite",
        detector=f"{_DETECTORS}.efficientnet_lite:EfficientNetLite",
    ),
    Architecture(
        name="compression_resilient",
        build=f"{_HERE}:_compression_resilient",
        detector=f"{_DETECTORS}.compression_resilient:CompressionResilient",
        objective="two_classes",
    ),
    Architecture(
        name="temporal_adapter",
        build="deepfake_studio.training.networks_clip:temporal_adapter",
        detector=f"{_DETECTORS}.temporal_adapter:TemporalAdapter",
        fresh=("adapters", "temporal_embedding"),
        backbone="frame",
        objective="clip_logit",
        manifest="deepfake_studio.training.networks_clip:temporal_adapter_entry",
    ),
    Architecture(
        name="tile_residual",
        build="deepfake_studio.training.networks_tiles:tile_residual",
        detector=f"{_DETECTORS}.tile_residual:TileResidual",
        backbone="backbone",
        manifest="deepfake_studio.training.networks_tiles:tile_residual_entry",
        whole_frames=True,
    ),
    Architecture(
        name="sta",
        build="deepfake_studio.training.networks_clip:sta",
        detector=f"{_DETECTORS}.sta:StaDetector",
        fresh=("Adapter", "temporal_embedding", "head."),
        objective="clip_classes",
        manifest="deepfake_studio.training.networks_clip:sta_entry",
    ),
]


def architecture(name: str) -> Architecture:
    """The record of a name.

    Raises:
        UsageError: the name is not known here.
    """
    for known in ARCHITECTURES:
        if fnmatchcase(name, known.name):
            return known
    names = ", ".join(a.name for a in ARCHITECTURES)
    raise UsageError(f"'{name}' is not an architecture that can be trained here; choose one of {names}.")


def build(name: str, options: Mapping[str, Any] | None = None) -> nn.Module:
    """A fresh network.

    Raises:
        UsageError: the name or an option is not known.
    """
    module, _, attribute = architecture(name).build.partition(":")
    try:
        made: nn.Module = getattr(importlib.import_module(module), attribute)(name, **(options or {}))
    except TypeError as error:
        raise UsageError(f"The network {name} cannot be built with {dict(options or {})} ({error}).") from error
    return made


def _residual_frequency(name: str, **options: Any) -> nn.Module:
    from deepfake_studio.inference.nets.residual_frequency import ResidualFrequencyNet

    return ResidualFrequencyNet(**options)


def _compression_resilient(name: str) -> nn.Module:
    from deepfake_studio.inference.nets.compression_resilient import CompressionResilientNet

    return CompressionResilientNet()


def _efficientnet_lite(name: str, *, drop_rate: float = 0.3) -> nn.Module:
    import timm

    net: nn.Module = timm.create_model(name, num_classes=1, drop_rate=drop_rate)
    nn.init.normal_(net.get_classifier().weight, std=0.01)  # type: ignore[operator]  # timm's own gives large logits
    return net


def load_pretrained(net: nn.Module, file: Path, *, part: str = "", fresh: tuple[str, ...] = ("classifier",)) -> None:
    """Pretrained weights whose tensors stand in the network's order, the ``fresh`` parameters left as they are.

    Raises:
        StudioError: the file cannot be read or its shapes do not agree.
    """
    source = read_tensors(file)
    inner = net.get_submodule(part)
    target = inner.state_dict()
    keys = [k for k in target if not any(word in k for word in fresh)]
    values = list(source.values())[: len(keys)]
    wrong = [k for k, v in zip(keys, values, strict=False) if target[k].shape != v.shape]
    if wrong or len(values) < len(keys):
        name = wrong[0] if wrong else keys[len(values)]
        raise StudioError(f"{file} does not fit the network at {name}; choose the weights of this architecture.")
    inner.load_state_dict({**target, **dict(zip(keys, values, strict=True))})


def read_tensors(file: Path) -> dict[str, Tensor]:
    """The tensors of a .pt, .pth or .safetensors file, on the CPU.

    Raises:
        StudioError: it is missing or holds something else.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        found = (
            load_file(file)
            if file.suffix == ".safetensors"
            else torch.load(file, map_location="cpu", weights_only=True)
        )
    except (*UNREADABLE, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise StudioError(f"The weights {file} cannot be read ({reason}); name a file of tensors.") from error
    if not isinstance(found, dict) or not all(isinstance(v, Tensor) for v in found.values()):
        raise StudioError(f"{file} holds no tensors by name; name a file of weights, not the state of a run.")
    return found


def same_shapes(first: Mapping[str, Tensor], other: Mapping[str, Tensor], name: str) -> None:
    """Refuse tensors that do not belong to the same network.

    Raises:
        StudioError: the sentence names ``name`` and the first tensor that differs.
    """
    wrong = sorted(first.keys() ^ other.keys()) or [k for k in first if first[k].shape != other[k].shape]
    if wrong:
        raise StudioError(
            f"{name} is a checkpoint of another architecture (tensor '{wrong[0]}'); choose a fitting one."
        )


def load_start(net: nn.Module, file: Path) -> None:
    """Weights of another run of the same architecture, strictly.

    Raises:
        StudioError: they cannot be read or belong to another architecture; the sentence names the tensor.
    """
    tensors = read_tensors(file)
    same_shapes(net.state_dict(), tensors, f"{file}")
    net.load_state_dict(tensors)


def mean(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of checkpoints, computed in float64; counters are those of the last one.

    Raises:
        StudioError: a file cannot be read, or they are of different architectures.
    """
    tables = [read_tensors(f) for f in files]
    for table, file in zip(tables, files, strict=True):
        same_shapes(tables[0], table, f"{file}")
    return {
        k: torch.stack([t[k].double() for t in tables]).mean(0).to(v.dtype) if v.is_floating_point() else v
        for k, v in tables[-1].items()
    }
