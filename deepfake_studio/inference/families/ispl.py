"""ISPL, ICPR 2020: EfficientNetB4, EfficientNetAutoAttB4 and Xception, each trained plainly or by siamese tuning (ST).

Published as ``{"net": ...}`` and as plain tensors with the file's SHA-256 in its name; both are the same families.

Source: SEEDS.md 004.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import IMAGENET_MEAN, IMAGENET_STD, REFERENCE, TWIN, Family, Inputs, Shapes

if TYPE_CHECKING:
    from deepfake_studio.inference.nets.heads import Headed, Within

INPUTS = Inputs(size_px=224, mean=IMAGENET_MEAN, std=IMAGENET_STD, crop="ispl_square")
ORIGIN = "github.com/polimi-ispl/icpr2020dfdc (manual download)"
LICENCE = "GPL-3.0 (the project's code; weights not stated apart)"
PAPER = "arXiv 2004.07676"
_ATTENTION = "efficientnet.attconv.weight"


def _b4(attention: bool) -> Headed:
    from deepfake_studio.inference.nets.efficientnet_b4 import WIDTH, EfficientNetB4
    from deepfake_studio.inference.nets.heads import Headed

    net = EfficientNetB4(attention=attention)
    return Headed(net, backbone_name="efficientnet", head_name="classifier", width=WIDTH, classes=1)


def _xception() -> Within:
    from deepfake_studio.inference.nets.heads import Within
    from deepfake_studio.inference.nets.xception import Xception

    return Within(Xception(1), name="xception")


def _pair(
    short: str,
    architecture: str,
    make: Callable[[], Headed | Within],
    *,
    backbone: Shapes,
    head: str,
    width: int,
    explain: str,
    absent: frozenset[str] = frozenset(),
) -> list[Family]:
    """A family and its twin by siamese tuning, whose extractor keeps an unused classifier."""

    def tuned() -> object:
        from deepfake_studio.inference.nets.heads import SiameseTuned

        return SiameseTuned(make(), width=width)

    shared = {"project": "ISPL ICPR 2020", "inputs": INPUTS, "verified": True}
    shared |= {"origin": ORIGIN, "licence": LICENCE, "paper": PAPER}
    twin = {f"feat_ext.{k}": v for k, v in backbone.items()}
    return [
        Family(
            family=f"ispl_{short}",
            architecture=architecture,
            signature={**backbone, f"{head}.weight": (1, width), f"{head}.bias": (1,)},
            make=make,
            basis=REFERENCE,
            absent=absent,
            explain=explain,
            **shared,  # type: ignore[arg-type]
        ),
        Family(
            family=f"ispl_{short}st",
            architecture=f"{architecture}, siamese tuning",
            signature={**twin, "classifier.0.weight": (width,), "classifier.1.weight": (1, width)},
            make=tuned,  # type: ignore[arg-type]
            basis=TWIN,
            absent=frozenset(f"feat_ext.{k}" for k in absent),
            optional=frozenset({f"feat_ext.{head}.weight", f"feat_ext.{head}.bias"}),
            explain=f"feat_ext.{explain}",
            **shared,  # type: ignore[arg-type]
        ),
    ]


_STEM = {"efficientnet._conv_stem.weight": (48, 3, 3, 3)}
FAMILIES = (
    *_pair(
        "efficientnetb4",
        "EfficientNetB4",
        lambda: _b4(False),
        backbone=_STEM,
        head="classifier",
        width=1792,
        explain="efficientnet._conv_head",
        absent=frozenset({_ATTENTION}),
    ),
    *_pair(
        "efficientnetautoattb4",
        "EfficientNetAutoAttB4",
        lambda: _b4(True),
        backbone={**_STEM, _ATTENTION: (1, 56, 1, 1)},
        head="classifier",
        width=1792,
        explain="efficientnet._conv_head",
    ),
    *_pair(
        "xception",
        "Xception",
        _xception,
        backbone={"xception.conv1.weight": (32, 3, 3, 3)},
        head="xception.last_linear",
        width=2048,
        explain="xception.bn4",
    ),
)
