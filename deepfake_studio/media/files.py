"""Evidence is opened here and nowhere else: regular files, for reading only, without touching their access time."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from deepfake_studio.errors import MediaError

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def shown(path: Path) -> str:
    """The path for a sentence: printable whatever bytes the name holds."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def open_regular(path: Path) -> int:
    """A descriptor for reading a regular, non-empty file; the caller closes it.

    ``O_NONBLOCK`` keeps a named pipe from hanging the program; ``O_NOATIME`` is asked for where the system grants it.

    Raises:
        MediaError: missing, not permitted, a directory or device, or empty.
    """
    try:
        descriptor = _open(path)
    except (OSError, ValueError) as error:
        raise MediaError(_why_not(path, error)) from error
    try:
        _check_kind(path, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _open(path: Path) -> int:
    quiet = getattr(os, "O_NOATIME", 0)
    if quiet:
        try:
            return os.open(path, _READ | quiet)
        except PermissionError:  # only the owner may ask for it
            pass
    return os.open(path, _READ)


def _why_not(path: Path, error: Exception) -> str:
    name = shown(path)
    if isinstance(error, FileNotFoundError):
        return f"{name} does not exist; check the path and whether the disk is connected."
    if isinstance(error, PermissionError):
        return f"{name} may not be read by this user; ask for read permission or work on a copy."
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder, not a file; choose a file in it."
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{name} cannot be opened ({reason}); check the disk and the path."


def _check_kind(path: Path, facts: os.stat_result) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise MediaError(f"{shown(path)} is a folder, not a file; choose a file in it.")
    if not stat.S_ISREG(facts.st_mode):
        raise MediaError(f"{shown(path)} is not a regular file (device, pipe or socket); choose a file on disk.")
    if facts.st_size == 0:
        raise MediaError(f"{shown(path)} is empty (0 bytes); acquire the file again.")


def head_and_size(path: Path, *, head_bytes: int) -> tuple[bytes, int]:
    """The first ``head_bytes`` bytes and the size in bytes.

    Raises:
        MediaError: the file cannot be read.
    """
    descriptor = open_regular(path)
    try:
        return os.read(descriptor, head_bytes), os.fstat(descriptor).st_size
    except OSError as error:
        raise MediaError(_why_not(path, error)) from error
    finally:
        os.close(descriptor)
