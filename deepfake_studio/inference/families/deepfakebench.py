"""DeepfakeBench: ``xception_best.pth``, ``meso4_best.pth``, ``meso4Incep_best.pth``, ``effnb4_best.pth`` (v1.0.1).

All read aligned faces of 256 px with mean and deviation 0.5; class 1 is manipulated.

Source: SEEDS.md 003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import DESCRIPTION, HALF, REFERENCE, TWIN, Family, Inputs

if TYPE_CHECKING:
    from torch import nn

INPUTS = Inputs(
    size_px=256,
    mean=HALF,
    std=HALF,
    crop="deepfakebench_aligned",
    aggregator="mean_probability",
    classes=2,
)
ORIGIN = "github.com/SCLBD/DeepfakeBench, release v1.0.1 (manual download)"
LICENCE = "CC BY-NC 4.0"
ADJUST = frozenset(
    f"backbone.adjust_channel.{part}"
    for part in (
        *("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"),
    )
)
XCEPTION_SIGNATURE = {
    "backbone.conv1.weight": (32, 3, 3, 3),
    "backbone.block1.skip.weight": (128, 64, 1, 1),
    "backbone.last_linear.weight": (2, 2048),
    "backbone.last_linear.bias": (2,),
}


def make_xception() -> nn.Module:
    """Xception with two classes and the layer that scores never use."""
    from deepfake_studio.inference.nets.heads import Within
    from deepfake_studio.inference.nets.xception import Xception

    return Within(Xception(2, adjust=True), name="backbone")


def _meso(inception: bool) -> nn.Module:
    from deepfake_studio.inference.nets.heads import Within
    from deepfake_studio.inference.nets.mesonet_port import Meso4Port, MesoInception4Port

    return Within(MesoInception4Port() if inception else Meso4Port(), name="backbone")


def _b4() -> nn.Module:
    from deepfake_studio.inference.nets.efficientnet_b4 import WIDTH, EfficientNetB4
    from deepfake_studio.inference.nets.heads import Headed, Within

    net = EfficientNetB4(bare_stem=True)
    headed = Headed(net, backbone_name="efficientnet", head_name="last_layer", width=WIDTH, classes=2)
    return Within(headed, name="backbone")


_SHARED = {"project": "DeepfakeBench", "inputs": INPUTS, "verified": True, "licence": LICENCE, "origin": ORIGIN}
FAMILIES = (
    Family(
        family="deepfakebench_xception",
        architecture="Xception",
        signature=XCEPTION_SIGNATURE,
        make=make_xception,
        basis=REFERENCE,
        optional=ADJUST,
        hints=("xception",),
        paper="arXiv 1901.08971",
        explain="backbone.bn4",
        **_SHARED,  # type: ignore[arg-type]
    ),
    Family(
        family="deepfakebench_meso4",
        architecture="Meso4",
        signature={"backbone.conv1.weight": (8, 3, 3, 3), "backbone.fc2.weight": (2, 16), "backbone.fc2.bias": (2,)},
        make=lambda: _meso(False),
        basis=REFERENCE,
        paper="arXiv 1809.00888",
        explain="backbone.conv4",
        **_SHARED,  # type: ignore[arg-type]
    ),
    Family(
        family="deepfakebench_mesoinception4",
        architecture="MesoInception4",
        signature={
            "backbone.Incption1_conv1.weight": (1, 3, 1, 1),
            "backbone.Incption2_bn.weight": (12,),
            "backbone.fc2.weight": (2, 16),
            "backbone.fc2.bias": (2,),
        },
        make=lambda: _meso(True),
        basis=DESCRIPTION,
        paper="arXiv 1809.00888",
        explain="backbone.conv2",
        **_SHARED,  # type: ignore[arg-type]
    ),
    Family(
        family="deepfakebench_efficientnetb4",
        architecture="EfficientNetB4",
        signature={
            "backbone.efficientnet._conv_stem.weight": (48, 3, 3, 3),
            "backbone.last_layer.weight": (2, 1792),
            "backbone.last_layer.bias": (2,),
        },
        make=_b4,
        basis=TWIN,
        optional=ADJUST,
        paper="arXiv 1905.11946",
        explain="backbone.efficientnet._conv_head",
        **_SHARED,  # type: ignore[arg-type]
    ),
)
