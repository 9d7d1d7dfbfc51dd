"""Squares of whole frames through the residual network: was the footage generated? No face is needed.

Not validated by anybody: its scores are shown raw, under their own question, and enter no likelihood ratio.
"""

from __future__ import annotations

from torch import nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.detector import FrameNetwork
from deepfake_studio.inference.nets.tile_residual import BACKBONE, TileResidualNet
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class TileResidual(FrameNetwork):
    """``options.backbone`` may name a timm network other than the default one."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        if spec.tiles is None:
            raise WeightsError(f"The manifest entry of {spec.id} lacks its tile recipe; restore the entry.")
        super().__init__(spec, runtime)

    def build(self) -> nn.Module:
        """The network of the entry's backbone."""
        return TileResidualNet(backbone=self.spec.options.get("backbone", BACKBONE))
