"""Messages between the program and its examination process: lengths, a JSON header, raw bytes.

JSON is written in ASCII, so that file names with undecodable bytes (lone surrogates) travel unharmed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">QQ")  # header bytes, blob bytes
_MAX_BYTES = 1 << 33  # anything longer is a broken stream, not a message


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a JSON object and bytes that need no JSON form (pixels, pictures)."""

    header: dict[str, Any]
    blob: bytes = field(default=b"", repr=False)


def write_message(stream: BinaryIO, message: Message) -> None:
    """Write one message and flush.

    Raises:
        OSError: the other side has gone.
    """
    header = json.dumps(message.header, separators=(",", ":"), allow_nan=False).encode("ascii")
    stream.write(_LENGTHS.pack(len(header), len(message.blob)) + header)
    if message.blob:
        stream.write(message.blob)
    stream.flush()


def read_message(stream: BinaryIO) -> Message | None:
    """The next message, or ``None`` when the other side closed or died in the middle of one.

    Raises:
        ValueError: what came is no message.
    """
    lengths = _read_exactly(stream, _LENGTHS.size)
    if lengths is None:
        return None
    header_bytes, blob_bytes = _LENGTHS.unpack(lengths)
    if max(header_bytes, blob_bytes) > _MAX_BYTES:
        raise ValueError("the stream between the processes is broken")
    header = _read_exactly(stream, header_bytes)
    blob = _read_exactly(stream, blob_bytes)
    if header is None or blob is None:
        return None
    return Message(json.loads(header), blob)


def _read_exactly(stream: BinaryIO, count: int) -> bytes | None:
    """``count`` bytes, or ``None`` at the end of the stream."""
    data = stream.read(count) if count else b""
    return data if len(data) == count else None
