"""EfficientNet-Lite with one logit, trained here on self-blended and resynthesised faces.

Source: Tan and Le, arXiv 1905.11946; the Lite variants as in timm's ``tf_efficientnet_lite*``.
"""

from __future__ import annotations

import timm
from torch import nn

from deepfake_studio.inference.detector import FrameNetwork


class EfficientNetLite(FrameNetwork):
    """``options.architecture`` names the timm model."""

    def build(self) -> nn.Module:
        """timm's network with a single output."""
        net: nn.Module = timm.create_model(self.spec.options["architecture"], num_classes=1)
        return net
