"""Writing results: whole or not at all, never over evidence, with the space checked before hours of work."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from deepfake_studio.casework.inputs import Item, same_file
from deepfake_studio.cli.terminal import printable
from deepfake_studio.errors import StudioError, UsageError

MARGIN_BYTES = 64 << 20  # a case database and its journal while a night's results are written


def check_target(target: str | None, items: Sequence[Item]) -> None:
    """Refuse a place that cannot be written or that is evidence.

    Raises:
        UsageError: with what to do.
    """
    if target is None or target == "-":
        return
    path = Path(target)
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise UsageError(f"The folder of {target} does not exist or cannot be written; choose another place.")
    if path.is_dir():
        raise UsageError(f"{target} is a folder; name a file.")
    if path.exists() and same_file(path, (item.path for item in items)) is not None:
        raise UsageError(f"{target} is itself to be examined and must not be overwritten; choose another place.")


def check_space(folder: Path, needed_bytes: int) -> None:
    """Refuse to start where the disk is nearly full.

    Raises:
        StudioError: with how much is missing.
    """
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        missing = (needed_bytes - free) / 1e6
        raise StudioError(f"The disk of {folder} is too full; free at least {missing:,.0f} MB and start again.")


def write_whole(target: str, data: bytes) -> None:
    """Write ``data`` to a file (complete or not at all) or, for ``-``, to standard output.

    Raises:
        StudioError: the disk refuses.
    """
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    partial = path.with_name(f".{os.getpid()}.partial")  # short: the name itself may be as long as names can be
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise StudioError(
            f"{target} cannot be written ({error.strerror}); free space or choose another place."
        ) from error


def json_bytes(value: Any) -> bytes:
    """Readable JSON in ASCII, so that names with undecodable bytes survive."""
    return json.dumps(value, indent=1, allow_nan=False).encode("ascii") + b"\n"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV table in UTF-8 whose texts no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
