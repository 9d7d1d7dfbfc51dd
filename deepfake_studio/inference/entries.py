"""The manifest entry of a recognised checkpoint: how its family's inputs become recipes. Loads no torch.

When adding a crop name: one line in `CROPS`; fields that this version's `CropRecipe` lacks are ignored by it.
"""

from __future__ import annotations

from typing import Any

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families.base import Family

ENTRY = "deepfake_studio.inference.detectors.published:Published"
TOLERANCE = 0.05  # logits between devices; as for the networks that ship
_BLAZEFACE = {"boxes": "blazeface", "resampling": "linear"}
LEAST_SPEECH_SECONDS = 3.0  # with less, AASIST has mostly heard the repetition that fills its window
CROPS: dict[str, dict[str, Any]] = {
    "square_1.3": {"margin": 1.3},
    "dfspot_scale": {"margin": 0.2, "kind": "margins", **_BLAZEFACE},
    "dfspot_tight": {"margin": 0.2, "kind": "tight", **_BLAZEFACE},
    "ispl_square": {"margin": 0.2, "kind": "isotropic", "boxes": "blazeface"},
    "deepfakebench_aligned": {"margin": 1.3, "stored_px": 256, "kind": "aligned", "resampling": "cubic"},
    "sbi_box": {"margin": 0.125, "kind": "box", "resampling": "linear"},
    "whole_frame": {"margin": 1.0},
    "sound": {"margin": 1.0},  # never cut
}


def entry(family: Family, *, detector_id: str, file: str, sha256: str, size_bytes: int) -> dict[str, Any]:
    """All but licence, source, card and origin, which the file at hand decides.

    Raises:
        WeightsError: the family names a crop that this version does not have.
    """
    inputs = family.inputs
    table: dict[str, Any] = {
        "id": detector_id,
        "entry": ENTRY,
        "file": file,
        "sha256": sha256,
        "size_bytes": size_bytes,
        "paper": family.paper,
        "description": f"{family.project}: {family.architecture}",
        "positive_class": "manipulated" if inputs.manipulated else "class 1 of the file is REAL; the sign is turned",
        "tolerance": TOLERANCE,
        "crop": crop(family),
        "options": {"family": family.family, **family.options},
        "aggregator": {"name": inputs.aggregator},
        "parity_verified": family.verified,
    }
    if inputs.clip_frames:
        table["clip"] = {"frames": inputs.clip_frames}
    if inputs.question == "wholly_generated":
        table |= {"question": inputs.question, "subject": "whole_frame", "tiles": {"tiles": 1, "whole": True}}
    if inputs.samples:
        sound = {"rate_hz": 16_000, "samples": inputs.samples, "least_seconds": LEAST_SPEECH_SECONDS}
        table |= {"question": inputs.question, "subject": "sound", "sound": sound}
    return table


def crop(family: Family) -> dict[str, Any]:
    """The crop recipe of a family; see `entry` for errors."""
    inputs = family.inputs
    if inputs.crop not in CROPS:
        raise WeightsError(
            f"{family.project} {family.architecture} asks for the crop '{inputs.crop}', which this version does not "
            f"have; it has {', '.join(CROPS)}."
        )
    statistics = {"mean": list(inputs.mean), "std": list(inputs.std)}
    return {"stored_px": inputs.size_px, "input_px": inputs.size_px, **statistics, **CROPS[inputs.crop]}
