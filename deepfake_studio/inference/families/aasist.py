"""AASIST and AASIST-L: detectors of synthetic speech over windows of 64600 samples at 16 kHz.

Their class 1 is BONA FIDE, so the sign is turned.

Source: Jung et al., arXiv 2110.01200; sizes and names from the published files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deepfake_studio.inference.families.base import ONE, ZERO, Family, Inputs

if TYPE_CHECKING:
    from torch import nn

SAMPLES = 64_600
INPUTS = Inputs(
    size_px=1, mean=ZERO, std=ONE, crop="sound", classes=2, manipulated=0, question="synthetic_speech", samples=SAMPLES
)


def _make(light: bool) -> nn.Module:
    from deepfake_studio.inference.nets import aasist

    return aasist.Aasist(aasist.LIGHT if light else aasist.LARGE)


def _family(name: str, architecture: str, *, width: int, light: bool) -> Family:
    return Family(
        family=name,
        architecture=architecture,
        project="AASIST",
        signature={
            "pos_S": (1, 23, width),
            "master1": (1, 1, width),
            "encoder.2.0.conv1.weight": (width, 32, 2, 3),
            "HtrgGAT_layer_ST11.att_weightM": (32, 1),
            "out_layer.weight": (2, 160),
        },
        make=lambda: _make(light),
        inputs=INPUTS,
        verified=False,  # no output of the original implementation was at hand to compare with
        licence="MIT",
        origin="github.com/clovaai/aasist, folder models/weights",
        paper="arXiv 2110.01200",
    )


FAMILIES = (
    _family("aasist", "AASIST", width=64, light=False),
    _family("aasist_l", "AASIST-L", width=24, light=True),
)
