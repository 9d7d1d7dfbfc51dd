"""What was done to which file: one line of JSON each, on the disk before the copy gets its name.

So after a kill every named copy has its line, and a line without a copy has at least the complete partial file: the
next run needs to look at nothing else. At the end of a run the lines are put together into one readable file.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from deepfake_studio.errors import StudioError, UsageError

LINES = "sn_manifest.jsonl"
WHOLE = "sn_manifest.json"
FORMAT = "deepfake-studio-sn-manifest"
VERSION = 1
Row = dict[str, Any]


class ManifestError(StudioError):
    """The manifest itself cannot be written: nothing more can be done safely."""


class Manifest:
    """The manifest of one folder, held by one process at a time; used by several threads."""

    def __init__(self, folder: Path) -> None:
        """Open or begin it.

        Raises:
            UsageError: another process works in the folder.
            ManifestError: the disk refuses.
        """
        self.folder = folder
        self.rows: dict[str, Row] = {}  # by the copy's name relative to the folder
        self.made: dict[str, set[str]] = {}  # hashes of every copy ever made under that name
        self.parameters: dict[str, Any] = {}  # by digest
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(folder / LINES, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise ManifestError(f"{folder} cannot be written ({error.strerror}); choose another folder.") from error
        if not _held(self._file):
            os.close(self._file)
            raise UsageError(f"Another emulation is writing into {folder}; wait for it or choose another folder.")
        self._read()

    def close(self) -> None:
        """Let others write."""
        os.close(self._file)

    def _read(self) -> None:
        """Take up what is there; a line that a kill tore off is removed, so that the next one stands by itself."""
        data = b""
        while block := os.read(self._file, 1 << 20):
            data += block
        good = data.rfind(b"\n") + 1
        for line in data[:good].splitlines():
            with contextlib.suppress(ValueError):
                self._take(json.loads(line))
        self._length = good
        os.ftruncate(self._file, good)

    def _take(self, row: Any) -> None:
        if isinstance(row, dict) and row.get("kind") == "file" and isinstance(row.get("output"), str):
            self.rows[row["output"]] = row
            self.made.setdefault(row["output"], set()).add(str(row.get("sha256")))
        elif isinstance(row, dict) and row.get("kind") == "parameters":
            self.parameters[str(row.get("sha256"))] = row.get("values")

    def begin(self, digest: str, values: Any) -> None:
        """Write down the parameters of a run, once."""
        if digest not in self.parameters:
            self.add({"kind": "parameters", "sha256": digest, "values": values})

    def add(self, row: Row) -> None:
        """Append a line; it is on the disk when this returns.

        Raises:
            ManifestError: the disk refuses; what was written of the line is removed again.
        """
        row = {"utc": datetime.now(UTC).isoformat(timespec="seconds"), **row}
        line = json.dumps(row, allow_nan=False).encode("ascii") + b"\n"
        with self._lock:
            try:
                os.lseek(self._file, self._length, os.SEEK_SET)
                rest = line
                while rest:
                    rest = rest[os.write(self._file, rest) :]
                os.fsync(self._file)
            except OSError as error:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._file, self._length)
                text = f"{self.folder / LINES} cannot be written ({error.strerror}); make room and start again"
                raise ManifestError(f"{text}: what was done is kept.") from error
            self._length += len(line)
            self._take(row)

    def whole(self) -> dict[str, Any]:
        """Everything as one value, files by name."""
        files = [{k: v for k, v in row.items() if k != "kind"} for _, row in sorted(self.rows.items())]
        return {"format": FORMAT, "version": VERSION, "parameters": self.parameters, "files": files}

    def write_whole(self) -> Path:
        """Write `whole` beside the lines, complete or not at all.

        Raises:
            ManifestError: the disk refuses.
        """
        data = json.dumps(self.whole(), indent=1, allow_nan=False).encode("ascii") + b"\n"
        return write_file(self.folder / WHOLE, data)


def write_file(path: Path, data: bytes) -> Path:
    """Write a small file, complete or not at all.

    Raises:
        ManifestError: the disk refuses.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise ManifestError(f"{path} cannot be written ({error.strerror}); make room and start again.") from error
    return path


def _held(descriptor: int) -> bool:
    """Whether the file is ours alone now; true as well on disks that know no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 1 << 40, os.SEEK_SET)  # far behind every line, so that others can still read them
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def said(row: Row) -> str:
    """What was made of a file, or why nothing was, in words."""
    if row.get("reason"):
        return str(row["reason"])
    hops = []
    for hop in row["hops"]:
        rate = (
            f"{hop['rate_control']} {hop['aimed_bps'] / 1000:,.0f} kbit/s"
            if hop["crf"] is None
            else f"CRF {hop['crf']:g}"
        )
        size = "x".join(str(side) for side in hop["to_px"])
        hops.append(f"{hop['profile']}: {size}, {rate}, {_fps(hop['fps'])} fps")
    return "; then ".join(hops)


def _fps(text: object) -> str:
    """``30000/1001`` as people write it."""
    return "unknown" if text is None else f"{float(Fraction(str(text))):.5g}"
