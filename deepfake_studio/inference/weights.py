"""Weights are loaded only after their full SHA-256 agrees, from safetensors, strictly.

A mismatch names the key; untrained weights are refused, because a score from them would look like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_bytes
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.registry import weights_file
from deepfake_studio.vocabulary import DetectorSpec


def read_verified(detector: DetectorSpec) -> bytes:
    """The bytes of a weights file, size and SHA-256 checked against the manifest.

    Raises:
        WeightsError: missing, unreadable or another file.
    """
    file = weights_file(detector)
    try:
        size = file.stat().st_size
        if size != detector.size_bytes:
            raise WeightsError(f"The weights {file} have {size} bytes, not {detector.size_bytes}; install them again.")
        data = file.read_bytes()
    except OSError as error:
        raise WeightsError(
            f"The weights of {detector.id} cannot be read at {file} ({error.strerror}); install them again."
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != detector.sha256:
        raise WeightsError(f"The weights {file} have SHA-256 {found}, not {detector.sha256}; install them again.")
    return data


def state_dict(detector: DetectorSpec) -> dict[str, Tensor]:
    """Verified tensors in float32.

    Raises:
        WeightsError: see `read_verified`, or the file is not safetensors.
    """
    try:
        tensors = load_bytes(read_verified(detector))
    except SafetensorError as error:
        raise WeightsError(
            f"The weights of {detector.id} are not safetensors ({error}); install them again."
        ) from error
    return {k: (v.float() if v.is_floating_point() else v) for k, v in tensors.items()}


def load_into(
    net: nn.Module,
    tensors: Mapping[str, Tensor],
    *,
    name: str,
    optional: frozenset[str] = frozenset(),
    assign: bool = False,
) -> None:
    """Put ``tensors`` into ``net``, strictly but for the keys listed in ``optional``.

    ``assign`` makes the tensors themselves the network's, without a copy.

    Raises:
        WeightsError: a key is missing, unknown or of another shape, or the weights are untrained.
    """
    wanted = net.state_dict()
    for key in sorted(wanted.keys() - tensors.keys() - optional):
        raise WeightsError(f"The weights of {name} lack the tensor '{key}'; they belong to another architecture.")
    for key in sorted(tensors.keys() - wanted.keys() - optional):
        raise WeightsError(
            f"The weights of {name} hold an unknown tensor '{key}'; they belong to another architecture."
        )
    for key, value in tensors.items():
        if key in wanted and wanted[key].shape != value.shape:
            raise WeightsError(f"The tensor '{key}' of {name} is {tuple(value.shape)}, not {tuple(wanted[key].shape)}.")
    if looks_untrained(tensors):
        raise WeightsError(
            f"The weights of {name} were never trained (every BatchNorm stands at its start); choose others."
        )
    net.load_state_dict(dict(tensors), strict=not optional, assign=assign)


def looks_untrained(tensors: Mapping[str, Tensor]) -> bool:
    """Whether all BatchNorm statistics are those of a fresh network: means 0, variances 1."""
    means = [v for k, v in tensors.items() if k.endswith("running_mean")]
    variances = [v for k, v in tensors.items() if k.endswith("running_var")]
    if not means:
        return False
    return all(bool((m == 0).all()) for m in means) and all(bool((v == 1).all()) for v in variances)


def verify(detector: DetectorSpec) -> str:
    """SHA-256 of an installed weights file after checking it; see `read_verified` for errors."""
    read_verified(detector)
    return detector.sha256


def save_safetensors(tensors: Mapping[str, Tensor], file: Path) -> tuple[str, int]:
    """Write float16 safetensors (counters stay whole numbers); returns SHA-256 and size in bytes."""
    from safetensors.torch import save

    half = {k: (v.detach().half() if v.is_floating_point() else v.detach()).contiguous() for k, v in tensors.items()}
    data = save(half)
    file.write_bytes(data)
    return hashlib.sha256(data).hexdigest(), len(data)


def cast_like_shipped(net: nn.Module) -> nn.Module:
    """A network whose parameters went through float16 once, as shipped weights do."""
    with torch.no_grad():
        for parameter in [*net.parameters(), *net.buffers()]:
            if parameter.is_floating_point():
                parameter.copy_(parameter.half().float())
    return net
