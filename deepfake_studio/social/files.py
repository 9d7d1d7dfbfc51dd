"""Small text files of this room: read within a limit, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from deepfake_studio.errors import StudioError, UsageError

LARGEST_BYTES = 16 << 20  # a hundred thousand samples; more is not what it says it is


def read_small(path: Path, *, largest_bytes: int = LARGEST_BYTES) -> bytes:
    """The bytes of a regular file.

    Raises:
        UsageError: it is missing, no regular file, not readable or too large.
    """
    try:
        if not path.is_file():
            problem = "is no regular file" if path.exists() else "does not exist"
            raise UsageError(f"{path} {problem}; check the path.")
        with path.open("rb") as file:
            data = file.read(largest_bytes + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read ({error}); check the path.") from error
    if len(data) > largest_bytes:
        raise UsageError(f"{path} has more than {largest_bytes} bytes, which no such file has; check the path.")
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a power cut leaves the old one or the new one; its folder is made where it is missing.

    Raises:
        StudioError: the disk refuses.
    """
    partial = path.with_name(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise StudioError(f"{path} cannot be written ({error}); free space or choose another place.") from error
