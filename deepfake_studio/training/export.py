"""A run, or the mean of several checkpoints, as what a detector needs: float16 safetensors, manifest entry, model card.

The folder that `export` writes holds a ``manifest.toml`` of its own; written into the user's model folder (or with its
files copied there), the detector can be used at once.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w
import torch
from torch import Tensor

from deepfake_studio import wire
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference import registry, runtime, scorer
from deepfake_studio.inference.weights import save_safetensors
from deepfake_studio.training import architectures, card, recipe, state
from deepfake_studio.training.prepared import SIZE_PX
from deepfake_studio.training.recipe import TrainRecipe
from deepfake_studio.vocabulary import DetectorSpec

MARGIN = 1.25
LICENCE = "not stated; see the model card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A checkpoint: averaged weights of a step of a run."""

    run: Path
    step: int

    @property
    def file(self) -> Path:
        """Where its tensors lie."""
        return state.average_file(self.run, self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the weights, the card, the manifest, and the text of the new entry in it."""

    weights: Path
    card: Path
    manifest: Path
    entry: str


def source(run: Path, which: str = "") -> Source:
    """The checkpoint that ``which`` names: a step, ``best``, ``last``, or ``RUN:`` and one of these; empty: the best by
    the validation figure, or the last of a run without validation.

    Raises:
        StudioError: there is no such run or checkpoint.
    """
    folder, colon, name = which.rpartition(":")
    run, name = (Path(folder) if colon else run), name
    if not (run / state.RECIPE).exists():
        raise StudioError(f"{run} is no training run; name the folder given to `train run --out`.")
    found = state.averages(run)
    best = (state.facts(run).get("best") or {}).get("step")
    if name in {"", "best"} and best in found:
        return Source(run=run, step=best)
    if name in {"", "last"} and found:
        return Source(run=run, step=max(found))
    if name.isdigit() and int(name) in found:
        return Source(run=run, step=int(name))
    there = ", ".join(str(s) for s in found) or "none"
    raise StudioError(
        f"{run} holds no such checkpoint ({name or 'best'}); there are {there}: name one, or let the run go on."
    )


def entry(
    made: TrainRecipe, *, detector_id: str, sha256: str, size_bytes: int, licence: str = LICENCE
) -> dict[str, Any]:
    """The ``[[detector]]`` table of exported weights.

    Raises:
        UsageError: the architecture has no detector that could load it.
    """
    known = architectures.architecture(made.architecture)
    if not known.detector:
        raise UsageError(f"'{made.architecture}' has no detector that could load its weights; it cannot be exported.")
    usual = {
        "id": detector_id,
        "entry": known.detector,
        "file": f"{detector_id}.safetensors",
        "sha256": sha256,
        "size_bytes": size_bytes,
        "licence": licence,
        "source": "trained by deepfake_studio/training; see the model card",
        "paper": "",
        "description": f"{made.architecture}, {', '.join(s.objective for s in made.stages())}",
        "positive_class": "manipulated",
        "tolerance": 0.05,
        "card": f"{detector_id}.md",
        "crop": {
            "margin": MARGIN,
            "stored_px": round(SIZE_PX * MARGIN / 1.5),
            "input_px": made.input_px,
            "mean": list(made.channels("mean")),
            "std": list(made.channels("std")),
        },
        "options": {"architecture": made.architecture},
    }
    if not known.manifest:
        return usual
    module, _, name = known.manifest.partition(":")
    return {**usual, **getattr(importlib.import_module(module), name)(made)}


def export(
    run: Path, *, out: Path, detector_id: str | None = None, average: Sequence[str] = (), licence: str = LICENCE
) -> Exported:
    """Write weights, card and manifest entry of a run into the folder ``out``.

    Args:
        average: checkpoints whose mean is exported, as `source` reads them; empty: the best one.
        detector_id: ``architecture.tag``; by default the architecture and the name of the run's folder.

    Raises:
        StudioError: no such checkpoint, different architectures, a name that is taken, or a disk that is full.
    """
    sources = [source(run, which) for which in average or ("",)]
    made = recipe.read(run / state.RECIPE)
    name = detector_id or f"{made.architecture}.{run.resolve().name}"
    refuse_taken(out, name)
    tensors = _loadable(architectures.mean([s.file for s in sources]), made, name)
    try:
        out.mkdir(parents=True, exist_ok=True)
        weights = out / f"{name}.safetensors"
        sha256, size_bytes = save_safetensors(tensors, weights)
        table = entry(made, detector_id=name, sha256=sha256, size_bytes=size_bytes, licence=licence)
        _must_load(table, out)
        text = tomli_w.dumps({"detector": [table]})
        page = out / f"{name}.md"
        page.write_text(card.text(made, sources=[(s.run, s.step) for s in sources], entry=table), "utf-8")
        append(out / "manifest.toml", text)
    except OSError as error:
        raise StudioError(f"{out} cannot be written ({error.strerror or error}); choose another folder.") from error
    return Exported(weights=weights, card=page, manifest=out / "manifest.toml", entry=text)


def refuse_taken(out: Path, name: str) -> None:
    """Refuse a name that is no file name or that a detector in ``out`` has."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder, the files in it are named after --id.")
    if "/" in name or "\\" in name or not name.strip("."):
        raise UsageError(f"'{name}' cannot be the name of a detector; write it as architecture.tag.")
    taken = {s.id for s in registry._entries(out)} | {f.stem for f in out.glob("*.safetensors")}
    if name in taken:
        raise UsageError(f"{out} holds a detector called {name} already; give another one with --id.")


def _loadable(tensors: dict[str, Tensor], made: TrainRecipe, name: str) -> dict[str, Tensor]:
    """The tensors, if they are a network of the recipe that float16 can hold."""
    net = architectures.build(made.architecture, made.network)
    architectures.same_shapes(net.state_dict(), tensors, f"The weights of {name}")
    for key, value in tensors.items():
        if value.is_floating_point() and not bool(torch.isfinite(value.half()).all()):
            raise StudioError(f"The tensor '{key}' of {name} does not fit into float16; choose an earlier checkpoint.")
    return tensors


def _must_load(table: dict[str, Any], folder: Path) -> None:
    """Load what was written the way an examination will.

    Raises:
        StudioError: the detector refuses it.
    """
    plain = {"calibration": None, "card": None, **table, "folder": str(folder)}
    spec = wire.from_plain(DetectorSpec, plain)
    try:
        scorer.load(spec, dataclasses.replace(runtime.choose("cpu", plan="full"), batch_size=1))
    except StudioError:
        (folder / spec.file).unlink(missing_ok=True)
        raise


def append(manifest: Path, text: str) -> None:
    """Add an entry behind what stands in the manifest, comments and all."""
    before = manifest.read_text("utf-8") if manifest.exists() else f"schema = {registry.SCHEMA}\n"
    state.save_text(before.rstrip("\n") + "\n\n" + text, manifest)
