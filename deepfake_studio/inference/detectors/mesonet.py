"""MesoNet with the authors' published weights, installed by the user and converted once.

The published files put class 1 = REAL, so the sign of the logit is turned here.
"""

from __future__ import annotations

from torch import Tensor, nn

from deepfake_studio.inference.detector import FrameNetwork
from deepfake_studio.inference.nets.mesonet import Meso4, MesoInception4


class MesoNet(FrameNetwork):
    """``options.architecture`` is ``meso4`` or ``mesoinception4``."""

    def build(self) -> nn.Module:
        """The network the entry names."""
        return Meso4() if self.spec.options["architecture"] == "meso4" else MesoInception4()

    def read(self, out: Tensor) -> Tensor:
        """Minus the logit of REAL."""
        return -out[:, 0]
