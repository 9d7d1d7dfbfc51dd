"""``examine --style dfspot``: the detectors of DFSpot by the names its users know.

The checkpoints are the user's own (``models install``); each brings its crop recipe and its way from frames to a video.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.vocabulary import DetectorSpec

DATASETS = ("ffpp", "dfdc", "celeb")
MODELS = ("v2", "v2st", "vit", "vitst")
PRESETS = ("dfspot", "half")  # thresholds shown beside the outcome


def add(group: Any) -> None:
    """The options."""
    group.add_argument("--style", choices=("dfspot",), help="choose installed DFSpot detectors by dataset and model")
    group.add_argument("--dataset", choices=DATASETS, help="with --style dfspot: what the models were trained on")
    group.add_argument("--models", metavar="NAMES", help=f"with --style dfspot: of {','.join(MODELS)} (all by default)")


def apply(args: argparse.Namespace) -> None:
    """Turn the style into detectors and presets, in ``args``.

    Raises:
        UsageError: the options do not go together, or a detector is not installed.
    """
    if args.style is None:
        if args.dataset or args.models:
            raise UsageError("--dataset and --models go with --style dfspot; name detectors with --detectors.")
        return
    if args.detectors is not None:
        raise UsageError("--style dfspot chooses the detectors; leave out --detectors or the style.")
    if args.dataset is None:
        raise UsageError(f"--style dfspot needs --dataset, one of {', '.join(DATASETS)}.")
    from deepfake_studio.inference import registry

    specs = registry.specs()
    args.detectors = ",".join(_installed(specs, args.dataset, model) for model in _models(args.models))
    args.preset = [*(getattr(args, "preset", None) or ()), *PRESETS]


def _models(text: str | None) -> list[str]:
    names = list(dict.fromkeys(name.strip().lower() for name in (text or ",".join(MODELS)).split(",") if name.strip()))
    if unknown := [name for name in names if name not in MODELS]:
        raise UsageError(f"DFSpot has no model {unknown[0]}; choose from {', '.join(MODELS)}.")
    if not names:
        raise UsageError(f"--models names no model; choose from {', '.join(MODELS)}.")
    return names


def _installed(specs: Sequence[DetectorSpec], dataset: str, model: str) -> str:
    """The id of an installed checkpoint, in whatever order its id names project, data set and model."""
    for spec in specs:
        if {"dfspot", dataset, model} <= set(re.split(r"[^a-z0-9]+", spec.id.lower())):
            return spec.id
    raise UsageError(
        f"The detector dfspot/{dataset}_{model} is not installed; install its checkpoint with "
        f"'deepfake-studio models install {dataset}_{model}.pth'."
    )
