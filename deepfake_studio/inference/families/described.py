"""Any classifier of timm or open_clip, described by a small TOML file beside its weights.

``weights.pth`` is described by ``weights.toml``::

    [classifier]
    library = "timm"            # or "open_clip": the image tower as "visual", a linear layer as "head"
    model = "resnet50"          # a name that the library knows; nothing is downloaded
    classes = 2                 # 1 or 2 outputs
    manipulated = 1             # which class means "manipulated"
    size_px = 224
    mean = [0.485, 0.456, 0.406]
    std = [0.229, 0.224, 0.225]
    crop = "square_1.3"         # optional, as are: aggregator, licence, origin, paper
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families.base import Family, Inputs

if TYPE_CHECKING:
    from torch import nn

NEEDED = ("library", "model", "classes", "manipulated", "size_px", "mean", "std")
OPTIONAL = ("crop", "aggregator", "licence", "origin", "paper")
MOST_PX = 1024


def beside(weights: Path) -> Family | None:
    """The family that ``weights.toml`` beside ``weights.EXT`` describes, if there is such a file.

    Raises:
        WeightsError: the description is not complete or names what the library does not have.
    """
    file = weights.with_suffix(".toml")
    if not file.is_file():
        return None
    try:
        table = tomllib.loads(file.read_text("utf-8")).get("classifier")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(f"The description {file} is not readable ({error}); correct it.") from error
    if not isinstance(table, dict):
        raise WeightsError(f"The description {file} has no table [classifier]; add it.")
    return family(table, where=str(file))


def family(table: Mapping[str, Any], *, where: str) -> Family:
    """The family of a ``[classifier]`` table.

    Raises:
        WeightsError: see `beside`.
    """
    missing = [name for name in NEEDED if name not in table]
    strange = [name for name in table if name not in (*NEEDED, *OPTIONAL)]
    if missing or strange:
        raise WeightsError(
            f"The description {where} " + (f"lacks '{missing[0]}'." if missing else f"has an unknown '{strange[0]}'.")
        )
    inputs = _inputs(table, where)
    library, model = str(table["library"]), str(table["model"])
    if library not in {"timm", "open_clip"} or not model or any(c in model for c in ":/\\"):
        raise WeightsError(f"The description {where} must name a model of timm or open_clip, not '{library}: {model}'.")
    return Family(
        family="described",
        architecture=f"{library}: {model}",
        project="described by the user",
        signature={},
        test=lambda shapes: False,
        make=lambda: _make(library, model, inputs, where),
        inputs=inputs,
        verified=False,
        licence=str(table.get("licence", "not stated")),
        origin=str(table.get("origin", "")),
        paper=str(table.get("paper", "")),
        options={"described": json.dumps(dict(table), sort_keys=True)},
    )


def from_options(options: Mapping[str, str]) -> Family:
    """The family of an installed checkpoint whose manifest entry carries its description.

    Raises:
        WeightsError: see `beside`.
    """
    try:
        table = json.loads(options["described"])
    except (KeyError, json.JSONDecodeError) as error:
        raise WeightsError("A described checkpoint lost its description; install it again.") from error
    return family(table, where="in the model manifest")


def _inputs(table: Mapping[str, Any], where: str) -> Inputs:
    size = table["size_px"]
    sums = [table[name] for name in ("mean", "std")]
    good = isinstance(size, int) and 16 <= size <= MOST_PX
    good = good and table["classes"] in (1, 2) and table["manipulated"] in (0, 1)
    good = good and table.get("aggregator", "mean_logit") in ("mean_logit", "mean_probability")
    good = good and all(
        isinstance(v, list) and len(v) == 3 and all(isinstance(x, int | float) for x in v) for v in sums
    )
    if not good or not all(x > 0 for x in sums[1]):
        raise WeightsError(f"The description {where} holds a value out of range; see the manual for the table.")
    mean, std = (tuple(float(x) for x in v) for v in sums)
    return Inputs(
        size_px=size,
        mean=mean,  # type: ignore[arg-type]
        std=std,  # type: ignore[arg-type]
        crop=str(table.get("crop", "square_1.3")),
        aggregator=table.get("aggregator", "mean_logit"),
        classes=table["classes"],
        manipulated=table["manipulated"],
    )


def _make(library: str, model: str, inputs: Inputs, where: str) -> nn.Module:
    try:
        return _timm(model, inputs) if library == "timm" else _open_clip(model, inputs)
    except (RuntimeError, ValueError, TypeError, AssertionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WeightsError(
            f"{library} cannot build '{model}' as {where} describes it ({first}); correct it."
        ) from error


def _timm(model: str, inputs: Inputs) -> nn.Module:
    import timm

    if not timm.is_model(model):
        raise ValueError(f"timm knows no model '{model}'")
    net: nn.Module = timm.create_model(model, pretrained=False, num_classes=inputs.classes)
    return net


def _open_clip(model: str, inputs: Inputs) -> nn.Module:
    import open_clip

    from deepfake_studio.inference.nets.heads import Headed

    config = open_clip.get_model_config(model)
    if config is None:
        raise ValueError(f"open_clip knows no model '{model}'")
    whole = open_clip.create_model(model, pretrained=None, force_image_size=inputs.size_px)
    return Headed(
        whole.visual, backbone_name="visual", head_name="head", width=config["embed_dim"], classes=inputs.classes
    )
