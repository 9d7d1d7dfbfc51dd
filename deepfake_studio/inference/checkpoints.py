"""The tensors of a checkpoint file, whatever its format; nothing in it is executed."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from deepfake_studio.errors import WeightsError

KERAS = (".h5", ".hdf5")


def tensors_of(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """All tensors of a file by name, and what its header states (``format`` is always there).

    Names of nested containers are joined by ``/``: ``net/classifier1.weight``, ``conv2d_1/conv2d_1/kernel:0``.

    Raises:
        WeightsError: unreadable, of no known format, or it asks for code.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".safetensors":
            return _safetensors(path)
        if suffix in KERAS:
            return _keras(path), {"format": "keras"}
        return _pickle(path), {"format": "torch"}
    except OSError as error:
        raise WeightsError(f"{path} cannot be read as weights ({error.strerror or error}); check the file.") from error


def _safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt") as handle:
            metadata = dict(handle.metadata() or {})
            return {k: handle.get_tensor(k) for k in handle.keys()}, {**metadata, "format": "safetensors"}  # noqa: SIM118
    except SafetensorError as error:
        raise WeightsError(f"{path} is not a whole safetensors file ({error}); download it again.") from error


def _pickle(path: Path) -> dict[str, Tensor]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WeightsError(f"{path} is not a plain file of tensors ({first}); it was not opened further.") from error
    return dict(_flat(content, ""))


def _flat(content: Any, front: str) -> Iterator[tuple[str, Tensor]]:
    if isinstance(content, Tensor):
        yield front.removesuffix("/") or "tensor", content
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield from _flat(value, f"{front}{key}/")


def _keras(path: Path) -> dict[str, Tensor]:
    import h5py

    found: dict[str, Tensor] = {}

    def take(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset) and np.issubdtype(item.dtype, np.number):
            found[name] = torch.from_numpy(np.asarray(item))

    try:
        with h5py.File(path, "r") as handle:
            handle.visititems(take)
    except (OSError, RuntimeError, TypeError) as error:
        raise WeightsError(f"{path} is not a readable Keras HDF5 file ({error}); download it again.") from error
    return found
