"""From a family to the manifest entry of an installed checkpoint. Loads no torch.

When adding a crop recipe: a line in `CROPS`, which families name.

Source: SEEDS.md 003 and 004 (each project's face crops).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families.base import Family

ENTRY = "deepfake_studio.inference.detectors.checkpoint:Checkpoint"
NOT_VERIFIED = "parity not verified"
TOLERANCE = 0.01  # logits between devices in float32
_BLAZE = {"margin": 0.2, "stored_px": 224, "boxes": "blazeface", "resampling": "linear"}
CROPS: Mapping[str, Mapping[str, Any]] = {
    "dfspot_scale": {**_BLAZE, "kind": "margins"},
    "dfspot_tight": {**_BLAZE, "kind": "tight"},
    "ispl_square": {**_BLAZE, "kind": "isotropic"},
    "deepfakebench_aligned": {"margin": 1.3, "stored_px": 256, "kind": "aligned", "resampling": "cubic"},
    "square_1.3": {"margin": 1.3},
    "sbi_box": {"margin": 1.25},
    "whole_frame": {"margin": 1.0},
}


def entry(
    family: Family,
    *,
    detector_id: str,
    file: str,
    sha256: str,
    size_bytes: int,
    source: str,
    licence: str | None = None,
) -> dict[str, Any]:
    """The ``[[detector]]`` table of an installed checkpoint, as plain data for a manifest.

    Args:
        family: what the checkpoint is.
        detector_id: unique among the user's detectors.
        file: name of the safetensors file in the model folder; its tensors have the bare names of `registry.unwrap`.
        sha256: of that file.
        size_bytes: of that file.
        source: where the original came from, with its SHA-256.
        licence: as the user states it; the family's otherwise.
    """
    inputs = family.inputs
    mark = "" if family.verified else f"; {NOT_VERIFIED}"
    made: dict[str, Any] = {
        "id": detector_id,
        "entry": ENTRY,
        "file": file,
        "sha256": sha256,
        "size_bytes": size_bytes,
        "licence": licence or family.licence,
        "source": source,
        "paper": family.paper,
        "description": f"{family.project}: {family.architecture}{mark}",
        "positive_class": _positive(family),
        "tolerance": TOLERANCE,
        "crop": crop(family),
        "aggregator": {"name": inputs.aggregator},
        "options": {"family": family.family, **family.options},
    }
    if inputs.clip_frames:
        made["clip"] = {"frames": inputs.clip_frames}
    if inputs.question == "wholly_generated":
        made |= {"question": inputs.question, "subject": "whole_frame", "tiles": {"tiles": 1, "whole": True}}
    return made


def crop(family: Family) -> dict[str, Any]:
    """The crop recipe of a family as a manifest holds it.

    Raises:
        WeightsError: the recipe it names does not exist.
    """
    inputs = family.inputs
    if inputs.crop not in CROPS:
        raise WeightsError(f"There is no crop recipe '{inputs.crop}'; known are {', '.join(CROPS)}.")
    sizes = {"stored_px": inputs.size_px, "input_px": inputs.size_px}
    return {**sizes, **CROPS[inputs.crop], "mean": list(inputs.mean), "std": list(inputs.std)}


def _positive(family: Family) -> str:
    if family.inputs.manipulated == 0:
        return "class 1 of the file is REAL; the sign is turned"
    return "manipulated" if family.inputs.classes == 1 else "class 1 of the file: manipulated"
