"""EfficientNet-Lite with spatiotemporal adapters over clips of consecutive frames, trained here."""

from __future__ import annotations

import torch
from torch import nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.detector import ClipNetwork
from deepfake_studio.inference.nets.temporal_adapter import BOTTLENECK, TemporalAdapterNet


class TemporalAdapter(ClipNetwork):
    """``options`` may name a ``backbone`` (a timm model) and a ``bottleneck`` other than the default ones."""

    def build(self) -> nn.Module:
        """The network of the entry's sizes."""
        options, frames = self.spec.options, self.spec.clip.frames if self.spec.clip else 0
        try:
            bottleneck = int(options.get("bottleneck", BOTTLENECK))
        except ValueError as error:
            raise WeightsError(f"The manifest entry of {self.spec.id} holds a wrong bottleneck; restore it.") from error
        backbone = options.get("backbone", "tf_efficientnet_lite0")
        return TemporalAdapterNet(backbone, frames=frames, bottleneck=bottleneck)

    def classifier(self, net: nn.Module) -> nn.Linear:
        """That of the frame network; the adapters' layers come after it in the list of modules."""
        found: nn.Linear = net.get_submodule("frame.classifier")  # type: ignore[assignment]
        return found

    def laid_out(self, net: nn.Module) -> nn.Module:
        """Channels last for the frame network alone."""
        net.get_submodule("frame").to(memory_format=torch.channels_last)
        return net
