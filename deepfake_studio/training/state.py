"""What is on disk of a run, written whole or not at all: a run may be killed, or the disk be full, at any moment."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from deepfake_studio.errors import StudioError
from deepfake_studio.training import architectures

FORMAT = 2
STATE, RECIPE, FACTS, DATA, LOG = "state.pt", "recipe.json", "run.json", "data.txt", "log.csv"


def average_file(folder: Path, step: int) -> Path:
    """Where the averaged weights of a step lie."""
    return folder / f"average-{step:06d}.pt"


def averages(folder: Path) -> dict[int, Path]:
    """The averaged weights of a run by step, in order."""
    found = sorted(folder.glob("average-*.pt"))
    return {int(f.stem.removeprefix("average-")): f for f in found if f.stem.removeprefix("average-").isdigit()}


def random_state(device: torch.device) -> dict[str, Any]:
    """Every generator that training may draw from: torch's, the device's, numpy's, Python's."""
    name, keys, place, has_gauss, gauss = np.random.get_state(legacy=True)
    version, numbers, kept = random.getstate()
    return {
        "torch": torch.get_rng_state(),
        "device": _device_state(device),
        "numpy": [str(name), np.asarray(keys).tolist(), int(place), int(has_gauss), float(gauss)],
        "python": [version, list(numbers), kept],
    }


def _device_state(device: torch.device) -> torch.Tensor | None:
    if device.type == "cuda":
        return torch.cuda.get_rng_state(device)
    return torch.mps.get_rng_state() if device.type == "mps" else None


def set_random_state(state: dict[str, Any], device: torch.device) -> None:
    """Undo everything drawn since `random_state`."""
    torch.set_rng_state(state["torch"])
    if state["device"] is not None and device.type == "cuda":
        torch.cuda.set_rng_state(state["device"], device)
    elif state["device"] is not None and device.type == "mps":
        torch.mps.set_rng_state(state["device"])
    name, keys, *rest = state["numpy"]
    np.random.set_state((name, np.array(keys, np.uint32), *rest))
    version, numbers, kept = state["python"]
    random.setstate((version, tuple(numbers), kept))


@contextlib.contextmanager
def undisturbed(device: torch.device) -> Iterator[None]:
    """What happens inside draws nothing from the run's generators: with or without validation, the same weights."""
    before = random_state(device)
    try:
        yield
    finally:
        set_random_state(before, device)


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a failing write into a sentence.

    Raises:
        StudioError: the disk is full or cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise StudioError(
            f"The run in {folder} could not be saved ({error.strerror or error}); its last checkpoint is untouched: "
            "make room and continue it with `train resume`."
        ) from error


def save_tensors(value: Any, file: Path) -> None:
    """Write with torch so that a kill or a full disk leaves the earlier file as it was.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    partial = file.with_name(file.name + ".partial")
    try:
        with partial.open("wb") as stream:
            _write(value, stream)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _write(value: Any, stream: Any) -> None:
    try:
        torch.save(value, stream)
    except RuntimeError as error:  # torch's writer hides the system's error when its last bytes do not fit
        if isinstance(error.__context__, OSError):
            raise error.__context__ from error
        raise OSError(None, f"torch could not write: {str(error).splitlines()[0]}") from error


def save_text(text: str, file: Path) -> None:
    """Write text whole or not at all.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    partial = file.with_name(file.name + ".partial")
    partial.write_text(text, "utf-8")
    partial.replace(file)


def load(folder: Path) -> dict[str, Any] | None:
    """The state of a run; None before its first checkpoint.

    Raises:
        StudioError: it is damaged, or an earlier version wrote it.
    """
    file = folder / STATE
    if not file.exists():
        return None
    try:
        found: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    except architectures.UNREADABLE as error:
        raise StudioError(
            f"{file} cannot be read; start a new run from the last average-*.pt beside it (start = in the recipe)."
        ) from error
    if found.get("format") != FORMAT:
        raise StudioError(
            f"{file} was written by an earlier version and cannot be continued; start a new run from the last "
            "average-*.pt beside it (start = in the recipe)."
        )
    return found


def facts(folder: Path) -> dict[str, Any]:
    """What `run.json` says about a run: step, steps, best figure, device; empty before its first checkpoint."""
    try:
        found: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
