"""The two-stream network on noise residual and block frequencies, trained here from scratch."""

from __future__ import annotations

from torch import nn

from deepfake_studio.inference.detector import FrameNetwork
from deepfake_studio.inference.nets.residual_frequency import ResidualFrequencyNet


class ResidualFrequency(FrameNetwork):
    """Loads `ResidualFrequencyNet`."""

    explain_layer = "backbone.conv_head"  # the other stream reads block frequencies and knows places only coarsely

    def build(self) -> nn.Module:
        """The network at its default width."""
        return ResidualFrequencyNet()
