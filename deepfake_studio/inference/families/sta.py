"""StA: clips of eight frames through 14 blocks of CLIP ViT-L/14, each with a spatiotemporal adapter.

The published code mixes the clips of a batch inside its attention; only batches of one are well defined, and so clips
are scored one by one (`nets.sta.StA.one_at_a_time`).

Source: SEEDS.md 003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import CLIP_MEAN, CLIP_STD, REFERENCE, Family, Inputs

if TYPE_CHECKING:
    from deepfake_studio.inference.nets.sta import StA


def _make() -> StA:
    from deepfake_studio.inference.nets.sta import StA

    return StA().one_at_a_time()


FAMILIES = (
    Family(
        family="sta",
        architecture="CLIP ViT-L/14 (14 blocks) with spatiotemporal adapters",
        project="StA4Deepfake",
        signature={
            "backbone.temporal_embedding": (1, 8, 1024),
            "backbone.conv1.weight": (1024, 3, 14, 14),
            "backbone.transformer.resblocks.13.Adapter.down.weight": (512, 1024),
            "head.fc_cls.weight": (2, 1024),
        },
        absent=frozenset({"backbone.transformer.resblocks.14.ln_1.weight"}),
        make=_make,
        inputs=Inputs(
            size_px=224,
            mean=CLIP_MEAN,
            std=CLIP_STD,
            crop="deepfakebench_aligned",
            aggregator="mean_probability",
            classes=2,
            clip_frames=8,
        ),
        verified=True,
        basis=REFERENCE,
        licence="CC BY-NC 4.0 (a badge; no licence file)",
        origin="github.com/YZY-stack/StA4Deepfake, sta_best.pth (manual download)",
        paper="arXiv 2408.17065",
    ),
)
