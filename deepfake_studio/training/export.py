"""A run's averaged weights as float16 safetensors, with the manifest entry that ships them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import tomli_w
import torch

from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference.weights import save_safetensors
from deepfake_studio.training.fit import TrainRecipe, build
from deepfake_studio.training.prepare import SIZE_PX

MARGIN = 1.25
ENTRIES = {
    "residual_frequency": "deepfake_studio.inference.detectors.residual_frequency:ResidualFrequency",
    "tf_efficientnet_lite": "deepfake_studio.inference.detectors.efficientnet_lite:EfficientNetLite",
}


def _entry_point(architecture: str) -> str:
    for prefix, entry in ENTRIES.items():
        if architecture.startswith(prefix):
            return entry
    raise UsageError(f"'{architecture}' has no detector that could load it.")


def _checkpoint(run_folder: Path, step: int | None) -> Path:
    files = sorted(run_folder.glob("average-*.pt"))
    if step is not None:
        files = [f for f in files if int(f.stem.split("-")[1]) == step]
    if not files:
        raise StudioError(f"{run_folder} holds no such checkpoint; let the run reach one, or name another step.")
    return files[-1]


def manifest_entry(recipe: TrainRecipe, *, detector_id: str, file: str, sha256: str, size_bytes: int) -> dict[str, Any]:
    """The ``[[detector]]`` table for weights that `export` wrote."""
    return {
        "id": detector_id,
        "entry": _entry_point(recipe.architecture),
        "file": file,
        "sha256": sha256,
        "size_bytes": size_bytes,
        "licence": "Apache-2.0",
        "source": "trained by deepfake_studio/training; see the model card",
        "paper": "",
        "description": f"{recipe.architecture} on self-blended and resynthesised faces",
        "positive_class": "manipulated",
        "tolerance": 0.05,
        "crop": {
            "margin": MARGIN,
            "stored_px": round(SIZE_PX * MARGIN / 1.5),
            "input_px": recipe.input_px,
            "mean": [recipe.mean] * 3,
            "std": [recipe.std] * 3,
        },
        "options": {"architecture": recipe.architecture},
    }


def export(run_folder: Path, *, out: Path, step: int | None = None, detector_id: str | None = None) -> str:
    """Write the averaged weights of ``step`` (the last by default) to ``out``; returns the manifest entry as TOML.

    Raises:
        StudioError: the run holds no such checkpoint.
    """
    recipe_file = run_folder / "recipe.json"
    if not recipe_file.exists():
        raise StudioError(f"{run_folder} is no training run; name the folder given to `train run --out`.")
    recipe = TrainRecipe(**json.loads(recipe_file.read_text("utf-8")))
    net = build(recipe.architecture)
    net.load_state_dict(torch.load(_checkpoint(run_folder, step), weights_only=True))
    sha256, size_bytes = save_safetensors(net.state_dict(), out)
    name = detector_id or f"{recipe.architecture}.{out.stem}"
    entry = manifest_entry(recipe, detector_id=name, file=out.name, sha256=sha256, size_bytes=size_bytes)
    return tomli_w.dumps({"detector": [entry]})
