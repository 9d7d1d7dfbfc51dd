"""Families that are recognised and scored although nobody compared their output here: "parity not verified".

Names and shapes come from SEEDS.md 003, the projects' public descriptions and excerpts of their public code, read for
names only; no published file was at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.families.base import (
    CLIP_MEAN,
    CLIP_STD,
    HALF,
    ONE,
    ZERO,
    Family,
    Inputs,
    Shapes,
)
from deepfake_studio.inference.families.deepfakebench import ADJUST, INPUTS, XCEPTION_SIGNATURE, make_xception

if TYPE_CHECKING:
    from torch import Tensor, nn

_CLIP_L = "embeddings.patch_embedding.weight", (1024, 3, 14, 14)
_SVD = tuple(f"backbone.encoder.layers.{i}.self_attn.{p}_proj" for i in range(24) for p in ("q", "k", "v", "out"))
_FACES = {"aggregator": "mean_probability", "classes": 2}


def _bare_xception() -> nn.Module:
    from deepfake_studio.inference.nets.xception import Xception

    return Xception(2, last="fc")


def _sbi() -> nn.Module:
    from deepfake_studio.inference.nets.efficientnet_b4 import EfficientNetB4

    return EfficientNetB4(classes=2)


def _tower(*, large: bool = True, rank: int = 0, backbone: str = "backbone", head: str = "head") -> nn.Module:
    from deepfake_studio.inference.nets import clip_tower
    from deepfake_studio.inference.nets.heads import Headed

    tower, width = (clip_tower.large(rank=rank), 1024) if large else (clip_tower.base(), 768)
    return Headed(tower, backbone_name=backbone, head_name=head, width=width, classes=2)


def _gend() -> nn.Module:
    """Its classifier reads features of length one; its pictures go through DeepfakeBench's alignment first.

    Source: the project's README; Yermakov et al., arXiv 2503.19683 (L2 normalisation before the classifier).
    """
    from deepfake_studio.inference.nets import clip_tower
    from deepfake_studio.inference.nets.heads import Headed

    return Headed(clip_tower.large(), backbone_name="tower", head_name="linear", width=1024, classes=2, unit=True)


def _gend_names(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The file's ``feature_extractor.vision_model`` and ``model.linear``; CLIP's projection is left out unused."""
    fronts = {"feature_extractor.vision_model.": "tower.", "model.linear.": "linear."}
    out: dict[str, Tensor] = {}
    for key, value in tensors.items():
        front = next((f for f in fronts if key.startswith(f)), None)
        if front is not None:
            out[fronts[front] + key.removeprefix(front)] = value
        elif key != "feature_extractor.visual_projection.weight":
            out[key] = value
    return out


def _universal() -> nn.Module:
    from open_clip.transformer import QuickGELU, VisionTransformer

    from deepfake_studio.inference.nets.heads import Headed

    tower = VisionTransformer(224, 14, 1024, 24, 16, 4.0, output_dim=768, act_layer=QuickGELU)
    return Headed(tower, backbone_name="visual", head_name="fc", width=768, classes=1)


def _universal_names(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Head and tower; the file holds the head alone.

    Raises:
        WeightsError: the tower was not given.
    """
    if not any(k.startswith("visual.") for k in tensors):
        raise WeightsError(
            "This file holds only the linear layer of UniversalFakeDetect; name the weights of CLIP ViT-L/14 (OpenAI, "
            "as open_clip saves them) with --with."
        )
    return {(k if k.startswith("visual.") else f"fc.{k}"): v for k, v in tensors.items()}


def _only_head(shapes: Shapes) -> bool:
    return {k for k in shapes if not k.startswith("visual.")} == {"weight", "bias"}


FAMILIES = (
    Family(
        family="core_xception",
        architecture="Xception, consistent representation learning (DeepfakeBench's file)",
        project="CORE",
        signature=XCEPTION_SIGNATURE,
        make=make_xception,
        inputs=INPUTS,
        verified=False,
        optional=ADJUST,
        hints=("core",),
        licence="CC BY-NC 4.0",
        origin="github.com/SCLBD/DeepfakeBench, core_best.pth (manual download)",
        paper="arXiv 2206.02749",
        explain="backbone.bn4",
    ),
    Family(
        family="core_xception_plain",
        architecture="Xception, consistent representation learning (the authors' form)",
        project="CORE",
        signature={"conv1.weight": (32, 3, 3, 3), "block1.skip.weight": (128, 64, 1, 1), "fc.weight": (2, 2048)},
        make=_bare_xception,
        inputs=Inputs(size_px=299, mean=HALF, std=HALF, crop="square_1.3", **_FACES),  # type: ignore[arg-type]
        verified=False,
        origin="github.com/niyunsheng/CORE",
        paper="arXiv 2206.02749",
        explain="bn4",
    ),
    Family(
        family="sbi_efficientnetb4",
        architecture="EfficientNet-B4",
        project="Self-Blended Images",
        signature={"_conv_stem.weight": (48, 3, 3, 3), "_fc.weight": (2, 1792), "_fc.bias": (2,)},
        make=_sbi,
        inputs=Inputs(size_px=380, mean=ZERO, std=ONE, crop="sbi_box", **_FACES),  # type: ignore[arg-type]
        verified=False,
        licence="research use only (the project's)",
        origin="github.com/mapooon/SelfBlendedImages (manual download)",
        paper="arXiv 2204.08376",
        explain="_conv_head",
    ),
    Family(
        family="gend_clip_l14",
        architecture="CLIP ViT-L/14, layer norms tuned, features of length one",
        project="GenD",
        signature={
            f"feature_extractor.vision_model.{_CLIP_L[0]}": _CLIP_L[1],
            "model.linear.weight": (2, 1024),
            "model.linear.bias": (2,),
        },
        make=_gend,
        convert=_gend_names,
        optional=frozenset({"tower.embeddings.position_ids"}),
        inputs=Inputs(size_px=224, mean=CLIP_MEAN, std=CLIP_STD, crop="deepfakebench_aligned", **_FACES),  # type: ignore[arg-type]
        verified=False,
        licence="MIT",
        origin="huggingface.co/yermandy/GenD_CLIP_L_14 (manual download)",
        paper="arXiv 2508.06248",
    ),
    Family(
        family="universalfakedetect",
        architecture="linear layer on CLIP ViT-L/14",
        project="UniversalFakeDetect",
        signature={"weight": (1, 768), "bias": (1,)},
        test=_only_head,
        make=_universal,
        convert=_universal_names,
        companion="visual.",
        inputs=Inputs(size_px=224, mean=CLIP_MEAN, std=CLIP_STD, crop="whole_frame", question="wholly_generated"),
        verified=False,
        licence="not stated",
        origin="github.com/WisconsinAIVision/UniversalFakeDetect, fc_weights.pth (manual download)",
        paper="arXiv 2302.10174",
    ),
    Family(
        family="effort_clip_l14",
        architecture="CLIP ViT-L/14 with singular-value residuals",
        project="Effort",
        signature={
            f"backbone.{_CLIP_L[0]}": _CLIP_L[1],
            f"{_SVD[0]}.weight_main": (1024, 1024),
            f"{_SVD[0]}.U_residual": (1024, 1),
            "head.weight": (2, 1024),
        },
        make=lambda: _tower(rank=1),
        optional=frozenset({"backbone.embeddings.position_ids", *(f"{p}.{part}_r" for p in _SVD for part in "SUV")}),
        inputs=Inputs(size_px=224, mean=CLIP_MEAN, std=CLIP_STD, crop="deepfakebench_aligned", **_FACES),  # type: ignore[arg-type]
        verified=False,
        licence="CC BY-NC 4.0",
        origin="github.com/YZY-stack/Effort-AIGI-Detection (manual download)",
        paper="arXiv 2411.15633",
    ),
    Family(
        family="deepfakebench_clip_b16",
        architecture="CLIP ViT-B/16",
        project="DeepfakeBench",
        signature={
            "backbone.embeddings.patch_embedding.weight": (768, 3, 16, 16),
            "backbone.encoder.layers.0.self_attn.q_proj.weight": (768, 768),
            "head.weight": (2, 768),
        },
        make=lambda: _tower(large=False),
        optional=frozenset({"backbone.embeddings.position_ids"}),
        inputs=Inputs(size_px=224, mean=HALF, std=HALF, crop="deepfakebench_aligned", **_FACES),  # type: ignore[arg-type]
        verified=False,
        licence="CC BY-NC 4.0",
        origin="github.com/SCLBD/DeepfakeBench (manual download)",
        paper="arXiv 2307.01426",
    ),
)
