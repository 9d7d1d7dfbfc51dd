"""The compression-resilient network as a frame detector; see `nets.compression_resilient`."""

from __future__ import annotations

from torch import Tensor, nn

from deepfake_studio.inference.detector import FrameNetwork
from deepfake_studio.inference.nets.compression_resilient import CompressionResilientNet


class CompressionResilient(FrameNetwork):
    """Two classes, index 1 = manipulated."""

    explain_layer = "embedder.rgb_stream.9"

    def build(self) -> nn.Module:
        """The untrained network."""
        return CompressionResilientNet()

    def read(self, out: Tensor) -> Tensor:
        """Log odds (N,) of the two classes."""
        return out[:, 1] - out[:, 0]
