"""DFSpot: ``{celeb,dfdc,ffpp}_{v2,v2st,vit,vitst}.pth``, twelve files of four architectures.

All are fed with ImageNet's statistics whatever timm's own configuration of the backbone says, and the transformer's
class token after the last norm takes the place of timm's token sequence.

Source: SEEDS.md 004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import IMAGENET_MEAN, IMAGENET_STD, REFERENCE, TWIN, Family, Inputs

if TYPE_CHECKING:
    from deepfake_studio.inference.nets.heads import Headed, SiameseTuned

INPUTS = Inputs(size_px=224, mean=IMAGENET_MEAN, std=IMAGENET_STD, crop="dfspot_scale")
ORIGIN = "github.com/chinmaynehate/DFSpot-Deepfake-Recognition (manual download)"
LICENCE = "MIT (the project's; weights not stated apart)"
_V2, _VIT = ("efficientnet", "tf_efficientnetv2_l", 1280), ("vit", "vit_large_patch16_224", 1024)


def _headed(name: str, model: str, width: int) -> Headed:
    import timm

    from deepfake_studio.inference.nets.heads import Headed

    backbone = timm.create_model(model, pretrained=False, num_classes=0)
    return Headed(backbone, backbone_name=name, head_name="classifier1", width=width, classes=1)


def _tuned(name: str, model: str, width: int) -> SiameseTuned:
    from deepfake_studio.inference.nets.heads import SiameseTuned

    return SiameseTuned(_headed(name, model, width), width=width)


def _family(short: str, part: tuple[str, str, int], first: tuple[str, tuple[int, ...]], explain: str) -> list[Family]:
    name, model, width = part
    key, shape = first
    shared = {"project": "DFSpot", "inputs": INPUTS, "verified": True, "origin": ORIGIN, "licence": LICENCE}
    plain = Family(
        family=f"dfspot_{short}",
        architecture=model,
        signature={f"{name}.{key}": shape, "classifier1.weight": (1, width), "classifier1.bias": (1,)},
        make=lambda: _headed(*part),
        basis=REFERENCE,
        explain=f"{name}.{explain}",
        **shared,  # type: ignore[arg-type]
    )
    tuned = Family(
        family=f"dfspot_{short}st",
        architecture=f"{model}, siamese tuning",
        signature={
            f"feat_ext.{name}.{key}": shape,
            "classifier.0.weight": (width,),
            "classifier.1.weight": (1, width),
        },
        make=lambda: _tuned(*part),
        basis=TWIN,
        optional=frozenset({"feat_ext.classifier1.weight", "feat_ext.classifier1.bias"}),
        explain=f"feat_ext.{name}.{explain}",
        **shared,  # type: ignore[arg-type]
    )
    return [plain, tuned]


FAMILIES = (
    *_family("v2", _V2, ("conv_stem.weight", (32, 3, 3, 3)), "conv_head"),
    *_family("vit", _VIT, ("patch_embed.proj.weight", (1024, 3, 16, 16)), "blocks.23.norm1"),
)
