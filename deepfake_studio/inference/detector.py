"""What a detector is, and the loading that every frame detector shares."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.inference import weights
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class Detector(Protocol):
    """Scores face crops of one frame each, or of clips where its spec has a clip recipe."""

    spec: DetectorSpec

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """Logits (N,), higher = more likely manipulated, of crops (N, input_px, input_px, 3) uint8 RGB.

        For detectors of motion a clip (N, frames, input_px, input_px, 3) takes the place of a crop, for those of sound
        a window (N, samples) float32.
        """


class ExactLinear(nn.Linear):
    """A linear layer that leaves autocast: bfloat16 logits would be rounded to 8 bits and tie."""

    def forward(self, x: Tensor) -> Tensor:
        """float32 (B, out) whatever the surrounding number format."""
        with torch.autocast(x.device.type, enabled=False):
            return functional.linear(x.float(), self.weight, self.bias)


def _last_linear(net: nn.Module) -> nn.Linear:
    return [m for m in net.modules() if isinstance(m, nn.Linear)][-1]


class Scored(nn.Module):
    """A network that ends in the manipulation logit: what a heat map is drawn of.

    Args:
        net: the network.
        read: takes the logit (N,) out of its output.
        layer: the layer that a heat map is drawn from; empty lets `explain` choose.
        readout: whose attention is shown of a transformer: that of the class token, or the mean over patches.
    """

    def __init__(
        self, net: nn.Module, read: Callable[[Tensor], Tensor], *, layer: str = "", readout: str = "class"
    ) -> None:
        super().__init__()
        self.net, self.layer, self.readout = net, layer, readout
        self._read = read

    def forward(self, x: Tensor) -> Tensor:
        """Normalised inputs to logits (N,)."""
        return self._read(self.net(x).float())

    def copy(self) -> Scored:
        """Another one with weights of its own."""
        return Scored(copy.deepcopy(self.net), self._read, layer=self.layer, readout=self.readout)


class FrameNetwork:
    """A network with one or two outputs over single crops; subclasses only build it."""

    explain_layer = ""  # dotted name; where the last convolution is not what the network looks with

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        self.spec = spec
        net = self.build()
        weights.load_into(net, self.tensors(spec), name=spec.id, optional=self.optional_keys())
        self.classifier(net).__class__ = ExactLinear
        self.net = self.laid_out(net.eval()).to(runtime.device)

    def build(self) -> nn.Module:
        """The untrained network."""
        raise AssertionError("every detector builds its own network")

    def tensors(self, spec: DetectorSpec) -> dict[str, Tensor]:
        """The verified tensors of the entry."""
        return weights.state_dict(spec)

    def optional_keys(self) -> frozenset[str]:
        """Keys that may be absent or left over, by name."""
        return frozenset()

    def classifier(self, net: nn.Module) -> nn.Linear:
        """The layer whose output is the logit."""
        return _last_linear(net)

    def laid_out(self, net: nn.Module) -> nn.Module:
        """The network with its tensors in the order in memory that is fastest for it."""
        return net.to(memory_format=torch.channels_last)

    def read(self, out: Tensor) -> Tensor:
        """The manipulation logit (N,) in the network's output."""
        return out[:, 0]

    def scored(self) -> Scored:
        """The network for heat maps."""
        return Scored(self.net, self.read, layer=self.spec.options.get("explain", self.explain_layer))

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """See `Detector.score`."""
        return runtimes.forward(self.net, runtimes.to_input(crops, self.spec.crop), runtime, read=self.read)


class ClipNetwork(FrameNetwork):
    """A network over clips; its spec has a clip recipe."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        if spec.clip is None:
            raise WeightsError(f"The manifest entry of {spec.id} lacks its clip recipe; restore the entry.")
        super().__init__(spec, runtime)

    def laid_out(self, net: nn.Module) -> nn.Module:
        """As it is: kernels with a time axis have no such order."""
        return net

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """Logits (N,) of clips (N, frames, input_px, input_px, 3) uint8 RGB."""
        batch, frames = crops.shape[:2]
        images = runtimes.to_input(crops.reshape(batch * frames, *crops.shape[2:]), self.spec.crop)
        x = images.reshape(batch, frames, *images.shape[1:])
        return runtimes.forward(self.net, x, runtime, read=self.read)
