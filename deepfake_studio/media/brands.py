"""The brands of an MP4 as a platform writes them, put into a finished file without moving a byte of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_BRAND_BYTES = 4
_HEAD_BYTES = 16  # size, "ftyp", major brand, minor version


def rewrite(path: Path, brands: Sequence[str], *, name: str) -> tuple[str, ...]:
    """Write ``brands`` (the major one first) into the ``ftyp`` box; says in a note what could not be written.

    FFmpeg's muxer sets the major brand alone. The box keeps its size: missing entries are filled by repeating the
    major brand, which readers take as one.
    """
    if not brands or name not in ("mp4", "mov"):
        return ()
    wanted = [brand.encode("ascii", "replace")[:_BRAND_BYTES].ljust(_BRAND_BYTES) for brand in brands]
    with path.open("r+b") as file:
        head = file.read(_HEAD_BYTES)
        size = int.from_bytes(head[:4], "big")
        if head[4:8] != b"ftyp" or size < _HEAD_BYTES:
            return ("The container has no brands to set.",)
        room = (size - _HEAD_BYTES) // _BRAND_BYTES
        file.seek(8)
        file.write(wanted[0])
        file.seek(_HEAD_BYTES)
        file.write(b"".join((wanted + [wanted[0]] * room)[:room]))
    left_out = brands[room:]
    return (f"The brands {', '.join(left_out)} found no room in the container.",) if left_out else ()
