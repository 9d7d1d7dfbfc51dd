"""Published checkpoints into the user's model folder: recognised by their keys, converted once, never executed.

Read in the examination process, not in the window. When adding a family: one recogniser in `FAMILIES`.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
import torch
from torch import Tensor

from deepfake_studio import paths
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import registry, weights
from deepfake_studio.inference.nets.mesonet import Meso4, MesoInception4
from deepfake_studio.vocabulary import DetectorSpec

MAX_BYTES = 4 << 30
Arrays = dict[str, np.ndarray[Any, Any]]
MESO_SHAPES = {"meso4": ((3, 3, 3, 8), (5, 5, 8, 8), (5, 5, 8, 16), (5, 5, 16, 16))}


def read_keras(file: Path) -> Arrays:
    """All arrays of a Keras HDF5 weights file by their last two names.

    Raises:
        WeightsError: not HDF5.
    """
    import h5py

    found: Arrays = {}

    def take(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            found["/".join(name.split("/")[-2:])] = np.asarray(item)

    try:
        with h5py.File(file, "r") as handle:
            handle.visititems(take)
    except (OSError, RuntimeError) as error:
        raise WeightsError(f"{file} is not a readable Keras HDF5 file ({error}); download it again.") from error
    return found


def _in_order(arrays: Arrays, kind: str) -> list[str]:
    """Layer names of one kind (``conv2d``), by the number Keras gave them."""
    names = {k.split("/")[0] for k in arrays if k.startswith(f"{kind}_")}
    return sorted(names, key=lambda n: int(n.rsplit("_", 1)[1]))


def _conv(arrays: Arrays, layer: str, target: str) -> dict[str, Tensor]:
    kernel = arrays[f"{layer}/kernel:0"].transpose(3, 2, 0, 1)
    return {f"{target}.weight": torch.tensor(kernel), f"{target}.bias": torch.tensor(arrays[f"{layer}/bias:0"])}


def _norm(arrays: Arrays, layer: str, target: str) -> dict[str, Tensor]:
    names = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}
    found = {f"{target}.{ours}": torch.tensor(arrays[f"{layer}/{theirs}:0"]) for ours, theirs in names.items()}
    return {**found, f"{target}.num_batches_tracked": torch.tensor(1)}


def _head(arrays: Arrays) -> dict[str, Tensor]:
    first, second = _in_order(arrays, "dense")
    # Keras flattens (H, W, C), torch (C, H, W)
    kernel = arrays[f"{first}/kernel:0"].reshape(8, 8, 16, 16).transpose(3, 2, 0, 1).reshape(16, 1024)
    return {
        "head.dense1.weight": torch.tensor(np.ascontiguousarray(kernel)),
        "head.dense1.bias": torch.tensor(arrays[f"{first}/bias:0"]),
        "head.dense2.weight": torch.tensor(np.ascontiguousarray(arrays[f"{second}/kernel:0"].T)),
        "head.dense2.bias": torch.tensor(arrays[f"{second}/bias:0"]),
    }


def meso4_tensors(arrays: Arrays) -> dict[str, Tensor]:
    """`Meso4`'s state dict from Keras arrays."""
    out = _head(arrays)
    for i, (conv, norm) in enumerate(
        zip(_in_order(arrays, "conv2d"), _in_order(arrays, "batch_normalization"), strict=True)
    ):
        out |= _conv(arrays, conv, f"stages.{i}.conv") | _norm(arrays, norm, f"stages.{i}.bn")
    return out


def mesoinception4_tensors(arrays: Arrays) -> dict[str, Tensor]:
    """`MesoInception4`'s state dict from Keras arrays: 1x1, then pairs of 1x1 and dilated 3x3."""
    convs, norms = _in_order(arrays, "conv2d"), _in_order(arrays, "batch_normalization")
    out = _head(arrays)
    for block in range(2):
        layers = convs[7 * block : 7 * block + 7]
        out |= _conv(arrays, layers[0], f"inception.{block}.reduce.0") | _norm(arrays, norms[block], f"bn.{block}")
        for branch in range(3):
            out |= _conv(arrays, layers[1 + 2 * branch], f"inception.{block}.reduce.{branch + 1}")
            out |= _conv(arrays, layers[2 + 2 * branch], f"inception.{block}.spread.{branch}")
    for i in range(2):
        out |= _conv(arrays, convs[14 + i], f"stages.{i}.conv") | _norm(arrays, norms[2 + i], f"stages.{i}.bn")
    return out


FAMILIES: dict[int, tuple[str, Callable[[Arrays], dict[str, Tensor]], Callable[[], torch.nn.Module]]] = {
    4: ("meso4", meso4_tensors, Meso4),
    16: ("mesoinception4", mesoinception4_tensors, MesoInception4),
}


def convert(file: Path) -> tuple[str, dict[str, Tensor]]:
    """(architecture, tensors) of a published checkpoint.

    Raises:
        WeightsError: too large, unreadable or of a family this version does not know.
    """
    if not file.is_file():
        raise WeightsError(f"There is no file {file}; check the path.")
    if file.stat().st_size > MAX_BYTES:
        raise WeightsError(f"{file} is larger than {MAX_BYTES >> 30} GiB and is not read as weights.")
    if file.suffix.lower() not in {".h5", ".hdf5"}:
        raise WeightsError(f"{file} is not of a family this version can install; it reads the Keras files of MesoNet.")
    arrays = read_keras(file)
    family = FAMILIES.get(len(_in_order(arrays, "conv2d")))
    if family is None or len(_in_order(arrays, "dense")) != 2:
        raise WeightsError(f"{file} is a Keras file of another network than MesoNet; this version cannot install it.")
    name, read, build = family
    try:
        tensors = read(arrays)
    except (KeyError, ValueError) as error:
        raise WeightsError(f"{file} lacks a part of {name} ({error}); download it again.") from error
    weights.load_into(build(), tensors, name=file.name)
    return name, tensors


def install(file: Path) -> DetectorSpec:
    """Convert ``file``, copy it into the user's models and add it to their manifest; uncalibrated.

    Raises:
        WeightsError: see `convert`, or the folder cannot be written.
    """
    from safetensors.torch import save

    architecture, tensors = convert(file)
    data = save({k: v.contiguous() for k, v in tensors.items()})
    origin = hashlib.sha256(file.read_bytes()).hexdigest()
    tag = "".join(c if c.isalnum() else "_" for c in file.stem.lower())
    entry = _entry(f"{architecture}.{tag}", architecture, data, origin, tag)
    try:
        _write(entry, data)
    except OSError as error:
        raise WeightsError(
            f"The model folder {paths.user_models_dir()} cannot be written ({error.strerror})."
        ) from error
    return registry.spec(entry["id"])


def _entry(detector_id: str, architecture: str, data: bytes, origin: str, tag: str) -> dict[str, Any]:
    return {
        "id": detector_id,
        "entry": "deepfake_studio.inference.detectors.mesonet:MesoNet",
        "file": f"{architecture}-{tag}.safetensors",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "licence": "Apache-2.0 (authors' NOTICE)",
        "source": f"Keras file with SHA-256 {origin}",
        "paper": "arXiv 1809.00888",
        "description": f"MesoNet ({architecture}), published weights {tag}",
        "positive_class": "the file's class 1 is REAL; the sign is turned",
        "tolerance": 0.01,
        "crop": {"margin": 1.3, "stored_px": 256, "input_px": 256, "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]},
        "options": {"architecture": architecture},
    }


def _write(entry: dict[str, Any], data: bytes) -> None:
    folder = paths.user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / str(entry["file"])).write_bytes(data)
    manifest = folder / "manifest.toml"
    raw: dict[str, Any] = (
        tomllib.loads(manifest.read_text("utf-8")) if manifest.exists() else {"schema": registry.SCHEMA}
    )
    raw["detector"] = [e for e in raw.get("detector", []) if e["id"] != entry["id"]] + [entry]
    partial = manifest.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(tomli_w.dumps(raw), "utf-8")
    partial.replace(manifest)
