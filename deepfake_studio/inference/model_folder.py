"""The user's model folder: one writer at a time, every change whole or not at all. Loads no torch."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio import paths
from deepfake_studio.errors import WeightsError

SCHEMA = 1
_LOCK, _MANIFEST = "manifest.lock", "manifest.toml"
_PATIENCE_SECONDS = 60.0
_STALE_SECONDS = 86_400.0  # of what an interrupted installation left
Entries = list[dict[str, Any]]


@contextlib.contextmanager
def changing(folder: Path | None = None) -> Iterator[Entries]:
    """The manifest's entries, to be changed in place; written when the block ends without an error.

    Raises:
        WeightsError: another process holds the folder, or it cannot be written.
    """
    folder = folder or paths.user_models_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            tables = _read(folder / _MANIFEST)
            entries: Entries = list(tables.get("detector", []))
            yield entries
            _write(folder / _MANIFEST, {**tables, "detector": entries})
            _tidy(folder, entries)
    except OSError as error:
        raise WeightsError(
            f"The model folder {folder} cannot be written ({error.strerror or error}); make room or check permissions."
        ) from error


def put(entries: Entries, entry: dict[str, Any]) -> None:
    """Add an entry, or exchange the one with its id."""
    entries[:] = [e for e in entries if e.get("id") != entry["id"]] + [entry]


def partial(folder: Path, name: str) -> Path:
    """A name beside ``name`` for what is not finished; renamed by its maker, removed after a day if forgotten."""
    return folder / f".{name[:80]}.{os.getpid()}-{time.monotonic_ns():x}.partial"


def plain_name(text: str, *, most: int = 60) -> str:
    """``text`` as part of an id or a file name: small letters, digits and single underscores; never empty."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower().encode("ascii", "ignore").decode()).strip("_")
    return name[:most].strip("_") or "unnamed"


def _read(manifest: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(manifest.read_text("utf-8"))
    except FileNotFoundError:
        return {"schema": SCHEMA}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"The model manifest {manifest} is not readable ({error}); restore it.") from error
    if found.get("schema") != SCHEMA:
        raise WeightsError(f"The model manifest {manifest} has schema {found.get('schema')}, not {SCHEMA}; restore it.")
    return found


def _write(manifest: Path, tables: dict[str, Any]) -> None:
    unfinished = partial(manifest.parent, manifest.name)
    try:
        with unfinished.open("wb") as stream:
            stream.write(tomli_w.dumps(tables).encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(manifest)
    finally:
        unfinished.unlink(missing_ok=True)


def _tidy(folder: Path, entries: Entries) -> None:
    """Remove what interrupted installations left behind."""
    now = time.time()
    for left in folder.glob(".*.partial"):
        with contextlib.suppress(OSError):
            if now - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The system's own file lock: it goes with the process that holds it, however that ends."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise WeightsError(f"The model folder {folder} is being changed by another process; try again later.")
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
