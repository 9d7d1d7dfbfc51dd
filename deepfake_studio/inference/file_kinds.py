"""What a weights file is, told from its bytes; a name decides nothing."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from deepfake_studio.errors import WeightsError

SAFETENSORS, TORCH_ZIP, TORCH_LEGACY, PICKLE, KERAS, ONNX = (
    "safetensors",
    "torch",
    "torch-legacy",
    "pickle",
    "h5",
    "onnx",
)
WORDS = {
    SAFETENSORS: "safetensors", TORCH_ZIP: "PyTorch archive", TORCH_LEGACY: "PyTorch file of the old form",
    PICKLE: "pickle", KERAS: "Keras HDF5", ONNX: "ONNX",
}  # fmt: skip
_LEGACY_MAGIC = bytes.fromhex("8a0a6cfc9c46f9206aa85019")  # Source: torch/serialization.py, MAGIC_NUMBER as LONG1
_NOT_WEIGHTS = (
    (b"version https://git-lfs", "a Git LFS pointer, not the file it points to; fetch the file itself"),
    (b"<!doctype html", "a web page, probably a failed download; get the file again"),
    (b"<html", "a web page, probably a failed download; get the file again"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x93NUMPY", "a single NumPy array, not the weights of a network"),
    (b"%PDF", "a document, not weights"),
)


def kind_of(stream: BinaryIO, *, path: Path) -> str:
    """One of the kinds above.

    Raises:
        WeightsError: it is something else; the sentence says what, as far as that can be seen.
    """
    head = stream.read(512)
    for start, what in _NOT_WEIGHTS:
        if head[: len(start)].lower() == start.lower():
            raise WeightsError(f"{path} is {what}.")
    if head[257:262] == b"ustar":
        raise WeightsError(f"{path} is a tar archive; unpack it first, or take the file in its newer form.")
    if head[:8] == b"\x89HDF\r\n\x1a\n":
        return KERAS
    if head[:4] == b"PK\x03\x04":
        return TORCH_ZIP
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return TORCH_LEGACY if _LEGACY_MAGIC in head[2:32] else PICKLE
    if _is_safetensors(head):
        return SAFETENSORS
    if _is_onnx(head):
        return ONNX
    if head[:1] in b"(cic]}Vl" and b"\n" in head[:200] and not head.strip().startswith((b"{", b"[")):
        return PICKLE  # protocol 0 is text
    what = "only zeros" if not head.strip(b"\0") else "none of safetensors, PyTorch, Keras HDF5 and ONNX"
    raise WeightsError(f"{path} holds no weights that can be read: its first bytes are {what}; check what it is.")


def _is_safetensors(head: bytes) -> bool:
    """A header length and the brace of its JSON; a length that is a lie is told by the header check."""
    return len(head) > 8 and head[8:9] == b"{" and struct.unpack("<Q", head[:8])[0] > 1


def _is_onnx(head: bytes) -> bool:
    """Field 1, the IR version, then another field of ModelProto. Source: onnx/onnx.proto."""
    return (
        len(head) > 3
        and head[0] == 0x08
        and 1 <= head[1] <= 30
        and head[2] in (0x12, 0x1A, 0x22, 0x2A, 0x32, 0x3A, 0x42)
    )
