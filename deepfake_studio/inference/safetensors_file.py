"""The safetensors container, read strictly and written tensor by tensor.

Layout: 8 bytes little-endian header length, a JSON object, the data. Every byte of the data belongs to one tensor.

Source: the safetensors format description (huggingface/safetensors, README, "Format").
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import WeightsError

MAX_HEADER_BYTES = 4 << 20  # some 30,000 tensors; parsing more would cost memory before anything is known
ITEM_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
_KNOWN_ELSEWHERE = frozenset({"F8_E4M3", "F8_E5M2", "F8_E8M0", "F4", "F6_E2M3", "F6_E3M2", "C64", "U16", "U32", "U64"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One tensor of a header; ``begin`` and ``end`` are bytes from the start of the data."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that was checked."""

    entries: tuple[Entry, ...]
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A tensor to be written; ``read`` gives its little-endian bytes when its turn has come."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    read: Callable[[], Any]

    @property
    def size_bytes(self) -> int:
        """Of its data."""
        return math.prod(self.shape) * ITEM_BYTES[self.dtype]


def read_header(path: Path) -> Header:
    """The header of ``path``, after every statement in it was compared with the file.

    Raises:
        WeightsError: one sentence with the statement that is wrong.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        first = stream.read(8)
        if len(first) < 8:
            raise _damaged(path, f"it has only {size} bytes")
        length = struct.unpack("<Q", first)[0]
        if length > MAX_HEADER_BYTES:
            raise _damaged(
                path, f"its header claims {length:,} bytes, more than the {MAX_HEADER_BYTES:,} that are read"
            )
        if length > size - 8:
            raise _damaged(path, f"its header claims {length:,} bytes in a file of {size:,}")
        text = stream.read(length)
    return _checked(path, text, size - 8 - length)


def header_from(path: Path, read: Callable[[int], NDArray[np.uint8]], *, size: int) -> Header:
    """The header of a file of ``size`` bytes of which ``read`` gives the next ones; what follows is the data.

    Raises:
        WeightsError: as `read_header`; ``path`` names the file in the sentence.
    """
    first = read(8).tobytes()
    length = struct.unpack("<Q", first)[0] if len(first) == 8 else 0
    if not 0 < length <= min(MAX_HEADER_BYTES, size - 8):
        raise _damaged(path, f"its header claims {length:,} bytes in a file of {size:,}")
    return _checked(path, read(length).tobytes(), size - 8 - length)


def _checked(path: Path, text: bytes, data_bytes: int) -> Header:
    table = _json(path, text)
    metadata = _metadata(path, table.pop("__metadata__", {}))
    entries = tuple(_entry(path, name, value) for name, value in table.items())
    _tiled(path, entries, data_bytes)
    return Header(entries=entries, metadata=metadata)


def _damaged(path: Path, cause: str) -> WeightsError:
    return WeightsError(f"{path} is no intact safetensors file: {cause}; get it again from its source.")


def _json(path: Path, text: bytes) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _damaged(path, "its header names a tensor twice")
        return found

    try:
        table = json.loads(text.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, f"its header is not JSON ({type(error).__name__})") from error
    if not isinstance(table, dict):
        raise _damaged(path, "its header is not a table of tensors")
    return table


def _metadata(path: Path, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise _damaged(path, "its metadata are not texts")
    return value


def _entry(path: Path, name: str, value: Any) -> Entry:
    if not isinstance(value, dict) or value.keys() != {"dtype", "shape", "data_offsets"}:
        raise _damaged(path, f"the tensor '{name}' lacks its dtype, shape or offsets")
    dtype, shape, offsets = value["dtype"], value["shape"], value["data_offsets"]
    if dtype not in ITEM_BYTES:
        known = isinstance(dtype, str) and dtype in _KNOWN_ELSEWHERE
        raise _damaged(
            path, f"the tensor '{name}' has the {'unsupported' if known else 'unknown'} type {str(dtype)[:20]}"
        )
    if not (_whole(shape) and _whole(offsets) and len(shape) <= 16 and len(offsets) == 2):
        raise _damaged(path, f"the shape or the offsets of the tensor '{name}' are not whole numbers")
    begin, end = offsets
    if end - begin != math.prod(shape) * ITEM_BYTES[dtype]:
        raise _damaged(path, f"the offsets of the tensor '{name}' do not fit its shape")
    return Entry(name=name, dtype=dtype, shape=tuple(shape), begin=begin, end=end)


def _whole(value: Any) -> bool:
    return isinstance(value, list) and all(type(v) is int and 0 <= v < 2**63 for v in value)


def _tiled(path: Path, entries: Sequence[Entry], data_bytes: int) -> None:
    """Refuse overlaps, holes and data that nobody owns."""
    ordered = sorted(entries, key=lambda e: (e.begin, e.end))
    for one, other in pairwise(ordered):
        if other.begin < one.end:
            raise _damaged(path, f"the tensors '{one.name}' and '{other.name}' overlap")
    at, before = 0, ""
    for entry in ordered:
        if entry.begin > at:
            raise _damaged(path, f"{entry.begin - at:,} bytes before the tensor '{entry.name}' belong to none")
        at, before = entry.end, entry.name
    if at > data_bytes:
        raise _damaged(path, f"the tensor '{before}' ends {at - data_bytes:,} bytes behind the end of the file")
    if at < data_bytes:
        raise _damaged(path, f"its last {data_bytes - at:,} bytes belong to no tensor")


def write(path: Path, parts: Sequence[Part], *, metadata: Mapping[str, str]) -> None:
    """Write ``parts`` one after another, so that only one of them is in memory, and wait for the disk.

    Raises:
        OSError: the disk refuses.
    """
    table: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    at = 0
    for part in parts:
        table[part.name] = {"dtype": part.dtype, "shape": list(part.shape), "data_offsets": [at, at + part.size_bytes]}
        at += part.size_bytes
    text = json.dumps(table, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", len(text)) + text)
        _write_all(stream, parts)
        stream.flush()
        os.fsync(stream.fileno())


def _write_all(stream: BinaryIO, parts: Sequence[Part]) -> None:
    for part in parts:
        data = memoryview(part.read()).cast("B") if part.size_bytes else memoryview(b"")
        if len(data) != part.size_bytes:
            raise WeightsError(f"The tensor '{part.name}' has {len(data)} bytes, not {part.size_bytes}.")
        stream.write(data)
