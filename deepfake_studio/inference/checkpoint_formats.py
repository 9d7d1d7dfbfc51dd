"""PyTorch, Keras and ONNX files as lists of tensors; runs in the confined process only (`checkpoint_child`).

Every tensor is looked at when its turn to be written has come, so that one of them is in memory at a time.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import file_kinds, pickle_scan
from deepfake_studio.inference.safetensors_file import Part

_NUMPY = {"f2": "F16", "f4": "F32", "i8": "I64", "i4": "I32", "i2": "I16", "i1": "I8", "u1": "U8", "b1": "BOOL"}
_LEGACY_PICKLES = 5  # magic number, version, system, content, list of storages. Source: torch/serialization.py
_MAX_EXPANSION = 16  # data of a compressed HDF5 file per byte of it; trained weights hardly compress at all
_PLAIN_FILTERS = frozenset({None, "gzip", "lzf"})


def scan(path: Path, kind: str) -> None:
    """Refuse a file of pickles that asks for code, before anything of it is loaded; others pass.

    Raises:
        WeightsError: it names what would be called; or the file is damaged, or no file of PyTorch.
    """
    if kind == file_kinds.TORCH_ZIP:
        _scan_archive(path)
    elif kind in (file_kinds.TORCH_LEGACY, file_kinds.PICKLE):
        with path.open("rb") as stream:
            data = stream.read(pickle_scan.MAX_BYTES)
        pickle_scan.refuse_calls(data, path=path, pickles=_LEGACY_PICKLES if kind == file_kinds.TORCH_LEGACY else 1)
        if kind == file_kinds.PICKLE:
            raise WeightsError(f"{path} is a plain pickle, not a PyTorch file; get the weights as safetensors.")


def parts_of(path: Path, kind: str) -> tuple[list[Part], int]:
    """The tensors of a scanned file and how many were narrowed from 64 to 32 bits; containers are joined by ``/``.

    Raises:
        WeightsError: damaged, pointing to other files, or larger than it may be.
    """
    if kind == file_kinds.KERAS:
        return _keras(path)
    return _onnx(path) if kind == file_kinds.ONNX else _torch(path, mmap=kind == file_kinds.TORCH_ZIP)


# ---- PyTorch ----------------------------------------------------------------------------------------------------


def _scan_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            data = _instructions(archive, path)
            pickle_scan.refuse_calls(data, path=path, pickles=1)
            if (broken := archive.testzip()) is not None:  # PyTorch itself does not compare the sums of mapped data
                raise zipfile.BadZipFile(f"the check sum of {broken} is wrong")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise WeightsError(f"{path} is a damaged archive ({error}); get it again from its source.") from error


def _instructions(archive: zipfile.ZipFile, path: Path) -> bytes:
    """``data.pkl`` of an archive that holds nothing but itself."""
    members = archive.infolist()
    names = [m.filename for m in members]
    inner = [n.partition("/")[2] for n in names]
    if any(n.startswith("code/") or n == "constants.pkl" for n in inner):
        raise WeightsError(f"{path} is a TorchScript program, which is code; get the weights as a state dict.")
    if inner.count("data.pkl") != 1 or len(set(names)) != len(names):
        what = (
            "a Keras 3 archive; save its weights as .h5" if "config.json" in names else "an archive, but not PyTorch's"
        )
        raise WeightsError(f"{path} is {what}.")
    if any(m.compress_type != zipfile.ZIP_STORED for m in members):
        raise WeightsError(f"{path} holds compressed parts, which PyTorch never writes; it may unpack to any size.")
    if sum(m.file_size for m in members) > path.stat().st_size:
        raise WeightsError(f"{path} claims more data than it holds; it may unpack to any size.")
    chosen = members[inner.index("data.pkl")]
    if chosen.file_size > pickle_scan.MAX_BYTES:
        raise WeightsError(f"{path} holds {chosen.file_size:,} bytes of instructions, far more than any network needs.")
    return archive.read(chosen)


def _torch(path: Path, *, mmap: bool) -> tuple[list[Part], int]:
    import torch

    numbers: list[Any] = [_scalar(name) for name in ("numpy.core.multiarray", "numpy._core.multiarray")]
    numbers += [np.dtype, *(type(np.dtype(code)) for code in ("f8", "f4", "i8", "i4", "b1"))]
    with torch.serialization.safe_globals(numbers):
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=mmap)
    found = dict(_flat(content, "", set()))
    if not found:
        raise WeightsError(f"{path} holds no tensors ({type(content).__name__}); it is no checkpoint.")
    return [_torch_part(path, name, value) for name, value in found.items()], _count64(found.values())


def _scalar(module: str) -> tuple[Any, str]:
    """NumPy's maker of single numbers (losses lie beside published weights) under the name of that module."""
    return np._core.multiarray.scalar, f"{module}.scalar"  # type: ignore[attr-defined]


def _count64(tensors: Any) -> int:
    return sum(str(t.dtype) == "torch.float64" for t in tensors)


def _flat(content: Any, front: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Tensors with their paths; a container that holds itself, or is met again, is entered once."""
    import torch

    if isinstance(content, torch.Tensor):
        yield front.removesuffix("/") or "tensor", content
    elif isinstance(content, Mapping) and id(content) not in seen:
        seen.add(id(content))
        for key, value in content.items():
            yield from _flat(value, f"{front}{key}/", seen)


def _torch_part(path: Path, name: str, tensor: Any) -> Part:
    import torch

    codes = {
        torch.float64: "F32", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
        torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
    }  # fmt: skip
    if tensor.layout is not torch.strided or tensor.dtype not in codes:
        raise WeightsError(f"{path} keeps the tensor '{name}' as {tensor.dtype}, {tensor.layout}, which is not read.")
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise WeightsError(f"{path} claims a tensor '{name}' of {tuple(tensor.shape)} that is larger than its data.")

    def read() -> Any:
        plain = tensor.detach()
        plain = plain.float() if plain.dtype == torch.float64 else plain
        return plain.contiguous().reshape(-1).view(torch.uint8).numpy()

    return Part(name=name, dtype=codes[tensor.dtype], shape=tuple(tensor.shape), read=read)


# ---- Keras ------------------------------------------------------------------------------------------------------


def _keras(path: Path) -> tuple[list[Part], int]:
    import h5py

    try:
        handle = h5py.File(path, "r")  # stays open: its tensors are read when they are written
        _refuse_links(path, handle, h5py)
        found: dict[str, Any] = {}
        handle.visititems(lambda name, item: found.update({name: item}) if isinstance(item, h5py.Dataset) else None)
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise WeightsError(f"{path} is a damaged HDF5 file ({str(error)[:160]}); get it again.") from error
    for name, item in found.items():
        _refuse_dataset(path, name, item)
    claimed = sum(int(item.size) * item.dtype.itemsize for item in found.values())
    if claimed > _MAX_EXPANSION * path.stat().st_size:
        raise WeightsError(f"{path} claims {claimed:,} bytes of weights, far more than it holds.")
    if not found:
        raise WeightsError(f"{path} is an HDF5 file without weights.")
    parts = [_numpy_part(path, name, item.dtype, item.shape, item.__getitem__) for name, item in found.items()]
    return parts, sum(item.dtype == np.float64 for item in found.values())


def _refuse_links(path: Path, group: Any, h5py: Any) -> None:
    for name in group:
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            raise WeightsError(f"{path} points to another file ({link.filename!r} for '{name}'); it was not followed.")
        if (
            isinstance(link, h5py.HardLink)
            and group.get(name, getclass=True) is h5py.Group
            and group.name.count("/") < 8
        ):
            _refuse_links(path, group[name], h5py)


def _refuse_dataset(path: Path, name: str, item: Any) -> None:
    if item.external or item.is_virtual:
        raise WeightsError(f"{path} keeps the data of '{name}' in another file; it was not followed.")
    if item.compression not in _PLAIN_FILTERS:
        raise WeightsError(f"{path} packs '{name}' with the filter {item.compression}, which is not loaded.")
    if item.dtype.kind not in "fiub" or item.shape is None:
        raise WeightsError(f"{path} holds objects in '{name}' ({item.dtype}), not numbers; it is no weights file.")


def _numpy_part(path: Path, name: str, dtype: Any, shape: tuple[int, ...], take: Callable[[Any], Any]) -> Part:
    code = "F32" if dtype == np.float64 else _NUMPY.get(f"{dtype.kind}{dtype.itemsize}")
    if code is None:
        raise WeightsError(f"{path} keeps the tensor '{name}' as {dtype}, which is not read.")
    wanted = np.dtype("<f4") if code == "F32" else dtype.newbyteorder("<")

    def read() -> Any:
        return np.ascontiguousarray(take(()), wanted).reshape(-1).view(np.uint8)

    return Part(name=name, dtype=code, shape=tuple(int(n) for n in shape), read=read)


# ---- ONNX -------------------------------------------------------------------------------------------------------


def _onnx(path: Path) -> tuple[list[Part], int]:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model(str(path), load_external_data=False)
    except DecodeError as error:
        raise WeightsError(f"{path} is a damaged ONNX file ({error}); get it again from its source.") from error
    kept = list(model.graph.initializer)
    for tensor in kept:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            where = next((e.value for e in tensor.external_data if e.key == "location"), "?")
            raise WeightsError(f"{path} keeps '{tensor.name}' in another file ({where!r}); it was not followed.")
    if not kept:
        raise WeightsError(f"{path} is an ONNX file without weights.")
    parts = [_onnx_part(path, tensor) for tensor in kept]
    return parts, sum(t.data_type == onnx.TensorProto.DOUBLE for t in kept)


def _onnx_part(path: Path, tensor: Any) -> Part:
    from onnx import helper, numpy_helper

    shape = tuple(int(n) for n in tensor.dims)
    try:
        dtype = np.dtype(helper.tensor_dtype_to_np_dtype(tensor.data_type))
    except KeyError as error:
        raise WeightsError(f"{path} keeps the tensor '{tensor.name}' as type {tensor.data_type}; not read.") from error
    if any(n < 0 for n in shape) or math.prod(shape) > 8 * tensor.ByteSize() + 8:
        raise WeightsError(f"{path} claims a tensor '{tensor.name}' of {shape} that is larger than its data.")
    wide = np.dtype("<f4") if dtype.name == "bfloat16" else dtype

    def take(_all: Any) -> Any:
        return numpy_helper.to_array(tensor).astype(wide)

    return _numpy_part(path, tensor.name, wide, shape, take)
