"""The process that parses one file of a stranger: it confines itself, writes safetensors, answers, ends.

Its request is a JSON object on standard input, its answer ``reply.json`` in the folder it may write.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import checkpoint_formats, confinement, file_kinds, safetensors_file
from deepfake_studio.inference.families import registry

REPLY, RESULT = "reply.json", "tensors.safetensors"
_SYSTEM_PLACES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc", "/sys", "/dev/null", "/dev/urandom")


def main() -> int:
    """Parse the file the request names."""
    request: dict[str, Any] = json.loads(sys.stdin.read())
    path, folder = Path(request["path"]), Path(request["folder"])
    sys.excepthook = lambda kind, error, trace: _say_failure(folder, kind, error, trace)
    bounds = confinement.Bounds(**request["bounds"])
    held = confinement.isolate(readable=[path, *_own_places()], writable=folder)
    try:
        with confinement.bounded_for_now(bounds.memory_bytes):
            checkpoint_formats.scan(path, request["kind"])
        _load_library(request["kind"])
        held += confinement.bound(bounds)
        about = _convert(path, request["kind"], folder, most_bytes=request["most_bytes"])
    except WeightsError as error:
        _reply(folder, {"refused": str(error)})
        return 1
    _reply(folder, {"limits": held.sentence(), **about})
    return 0


def _convert(path: Path, kind: str, folder: Path, *, most_bytes: int) -> dict[str, Any]:
    parts, narrowed = checkpoint_formats.parts_of(path, kind)
    bare, _ = registry.unwrap({part.name: part for part in parts})
    kept = list(bare.values())  # what lies beside the container, an optimiser's state, falls away here
    total = sum(part.size_bytes for part in kept)
    if total > most_bytes:
        raise WeightsError(f"{path} holds {total:,} bytes of weights, more than the {most_bytes:,} that are read.")
    safetensors_file.write(folder / RESULT, kept, metadata={})
    return {"left_out": len(parts) - len(kept), "narrowed": narrowed}


def _load_library(kind: str) -> None:
    """What `checkpoint_formats` needs, before memory is limited for good and after the scan has passed the file."""
    if kind == file_kinds.KERAS:
        import h5py  # noqa: F401
    elif kind == file_kinds.ONNX:
        import onnx  # noqa: F401
    else:
        import torch  # noqa: F401


def _own_places() -> list[Path]:
    """Where the interpreter and its libraries lie, and what they look up in the system."""
    own = [sys.prefix, sys.base_prefix, getattr(sys, "_MEIPASS", sys.prefix), *(p for p in sys.path if p)]
    return [Path(p) for p in (*own, *_SYSTEM_PLACES)]


def _reply(folder: Path, answer: dict[str, Any]) -> None:
    (folder / REPLY).write_text(json.dumps(answer), "ascii")


def _say_failure(folder: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Whatever a parser raised: the file is at fault, unless memory or the disk ended first."""
    sys.__excepthook__(kind, error, trace)
    text = str(error)
    memory = kind is MemoryError or any(word in text for word in ("allocate memory", "bad_alloc", "Unable to allocate"))
    first = text.splitlines()[0][:160] if text else kind.__name__
    _reply(folder, {"memory": memory, "failed": first, "errno": getattr(error, "errno", None)})
    sys.stderr.flush()
    os._exit(1)
