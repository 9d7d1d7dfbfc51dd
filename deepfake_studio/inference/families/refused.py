"""Published families that are recognised by their tensors and refused, each with one sentence.

When adding one: a line in `REFUSED` with what its names hold in common.

Source: SEEDS.md 003 (prefixes by detector).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deepfake_studio.inference.families.base import Shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A family this version names but does not score."""

    family: str
    test: Callable[[Shapes], bool]
    reason: str = "its network has parts that this version does not have"

    @property
    def sentence(self) -> str:
        """Why the file is not used, and what to do."""
        return (
            f"This is a checkpoint of {self.family}, which is recognised but not supported: {self.reason}; use another."
        )


def _all(*fronts: str) -> Callable[[Shapes], bool]:
    return lambda shapes: all(any(k.startswith(f) for k in shapes) for f in fronts)


def _within(*parts: str) -> Callable[[Shapes], bool]:
    return lambda shapes: all(any(p in k for k in shapes) for p in parts)


def _spsl(shapes: Shapes) -> bool:
    return shapes.get("backbone.conv1.weight") == (32, 4, 3, 3)


def _tall(shapes: Shapes) -> bool:
    fronts = ("layers.0.blocks.0.attn.", "model.layers.0.blocks.0.attn.", "backbone.layers.0.blocks.0.attn.")
    return any(k.startswith(fronts) and k.endswith("relative_position_bias_table") for k in shapes)


REFUSED = (
    Refused(family="UCF", test=_all("encoder_f.", "encoder_c.")),
    Refused(family="F3Net", test=_all("FAD_head.")),
    Refused(family="SRM", test=_all("backbone_rgb.", "backbone_srm.")),
    Refused(family="SPSL", test=_spsl, reason="it reads a phase spectrum beside the picture"),
    Refused(family="RECCE", test=_within("reasoning.", "decoder")),
    Refused(family="TALL", test=_tall, reason="it reads thumbnails of four frames through a Swin transformer"),
    Refused(family="LSDA", test=_within("hard_", "soft_")),
    Refused(family="TimeSformer", test=_within("temporal_attention", "temporal_dense")),
    Refused(family="Face X-ray", test=_within("transition1", "stage2", "stage4")),
    Refused(family="SlowFast, FTCN or AltFreezing", test=_within("pathway0_")),
    Refused(
        family="GenD on another backbone than CLIP",
        test=_all("feature_extractor.backbone.", "model.linear."),
        reason="only its CLIP ViT-L/14 is supported",
    ),
    Refused(
        family="CLIP itself",
        test=_all("visual.", "transformer.", "token_embedding."),
        reason="it is an image encoder and no detector; name it with --with beside the head that needs it",
    ),
    Refused(
        family="BlazeFace",
        test=_all("backbone1.", "regressor_8."),
        reason="it finds faces and is no detector of manipulations",
    ),
)


def refused(shapes: Shapes) -> Refused | None:
    """The family to refuse, or nothing."""
    return next((r for r in REFUSED if r.test(shapes)), None)
