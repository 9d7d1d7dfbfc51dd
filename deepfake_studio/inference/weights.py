"""Weights are loaded only after their full SHA-256 agrees, from safetensors, strictly.

A mismatch names the key; untrained weights are refused, because a score from them would look like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import safetensors_file
from deepfake_studio.inference.registry import weights_file
from deepfake_studio.vocabulary import DetectorSpec

_PIECE_BYTES = 1 << 20
_DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


def state_dict(detector: DetectorSpec) -> dict[str, Tensor]:
    """Verified tensors in float32, each in memory of its own, so that one that is replaced makes room at once.

    They are read, not mapped, since a mapped file could change after the check.

    Raises:
        WeightsError: missing, unreadable, another file, or not safetensors.
    """
    found: dict[str, Tensor] = {}
    with _opened(detector) as read:
        header = safetensors_file.header_from(weights_file(detector), read, size=detector.size_bytes)
        for entry in sorted(header.entries, key=lambda e: e.begin):
            found[entry.name] = _tensor(entry, read(entry.end - entry.begin))
    return {k: (v.float() if v.is_floating_point() else v) for k, v in found.items()}


def verify(detector: DetectorSpec) -> str:
    """SHA-256 of an installed weights file after checking it against the manifest; see `state_dict` for errors."""
    with _opened(detector) as read:
        while len(read(_PIECE_BYTES)):
            pass
    return detector.sha256


@contextmanager
def _opened(detector: DetectorSpec) -> Iterator[Callable[[int], NDArray[np.uint8]]]:
    """Gives a function that reads the next bytes; what it read counts only if the whole file's SHA-256 agrees."""
    file, digest = weights_file(detector), hashlib.sha256()
    try:
        with file.open("rb", buffering=0) as stream:
            size = file.stat().st_size
            if size != detector.size_bytes:
                raise WeightsError(
                    f"The weights {file} have {size} bytes, not {detector.size_bytes}; install them again."
                )
            try:
                yield partial(_read, stream, digest)
            finally:  # also when what was read made no sense: that another file lies there is the better reason
                while len(_read(stream, digest, _PIECE_BYTES)):
                    pass
                if digest.hexdigest() != detector.sha256:
                    raise WeightsError(
                        f"The weights {file} have SHA-256 {digest.hexdigest()}, not {detector.sha256}; install them "
                        "again."
                    )
    except OSError as error:
        raise WeightsError(
            f"The weights of {detector.id} cannot be read at {file} ({error.strerror}); install them again."
        ) from error


def _read(stream: FileIO, digest: Any, count: int) -> NDArray[np.uint8]:
    """The next bytes (up to ``count``), hashed piece by piece while the cache still holds them."""
    data, at = np.empty(count, np.uint8), 0
    while at < count and (got := stream.readinto(data.data[at : at + _PIECE_BYTES])):
        digest.update(data.data[at : at + got])
        at += got
    return data[:at]


def _tensor(entry: safetensors_file.Entry, part: NDArray[np.uint8]) -> Tensor:
    kind = _DTYPES[entry.dtype]
    if len(part) != entry.end - entry.begin:
        raise WeightsError(f"The tensor '{entry.name}' ends too early; install the weights again.")
    if not len(part):
        return torch.empty(entry.shape, dtype=kind)
    return torch.from_numpy(part).view(kind).reshape(entry.shape)


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
