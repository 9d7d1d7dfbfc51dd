"""Results kept by what they came from: both files' hashes and every parameter."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from deepfake_studio.media.files import open_regular
from deepfake_studio.social.nouns import Estimate
from deepfake_studio.wire import from_plain, to_plain

_RECIPE = "estimate 2"  # change it with whatever changes a result
_BLOCK_BYTES = 1 << 20


def key(original: Path, shared: Path, parameters: tuple[object, ...]) -> str:
    """A name for the result of these two files under these parameters.

    Raises:
        MediaError: a file cannot be read.
    """
    parts = [_RECIPE, _sha256(original), _sha256(shared), repr(parameters)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with open(open_regular(path), "rb") as file:  # noqa: PTH123 - a descriptor opened for evidence
        while block := file.read(_BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()


def load(folder: Path, name: str) -> Estimate | None:
    """The kept result, ``None`` where there is none that can be read."""
    try:
        return from_plain(Estimate, json.loads((folder / f"{name}.json").read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store(folder: Path, name: str, found: Estimate) -> None:
    """Keep a result without what was read, which is read again; written whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{name}.partial"
    partial.write_text(json.dumps(to_plain(replace(found, reading=None))), "utf-8")
    partial.replace(folder / f"{name}.json")
