"""EfficientNet-Lite with spatiotemporal adapters over clips of consecutive frames, trained here."""

from __future__ import annotations

import torch
from torch import nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.detector import ClipNetwork
from deepfake_studio.inference.nets.temporal_adapter import FRAMES, TemporalAdapterNet


class TemporalAdapter(ClipNetwork):
    """``options.architecture`` names the timm model under the adapters."""

    def build(self) -> nn.Module:
        """The network at its default sizes."""
        if self.spec.clip is None or self.spec.clip.frames != FRAMES:
            raise WeightsError(f"{self.spec.id} reads clips of {FRAMES} frames; restore its manifest entry.")
        return TemporalAdapterNet(self.spec.options["architecture"])

    def classifier(self, net: nn.Module) -> nn.Linear:
        """That of the frame network; the adapters' layers come after it in the list of modules."""
        found: nn.Linear = net.get_submodule("frame.classifier")  # type: ignore[assignment]
        return found

    def laid_out(self, net: nn.Module) -> nn.Module:
        """Channels last for the frame network alone."""
        net.get_submodule("frame").to(memory_format=torch.channels_last)
        return net
