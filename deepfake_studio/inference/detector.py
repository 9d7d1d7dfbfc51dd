"""What a detector is, and the loading that every frame detector shares."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.inference import weights
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class Detector(Protocol):
    """Scores face crops of one frame each."""

    spec: DetectorSpec

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """Logits (N,), higher = more likely manipulated, of crops (N, input_px, input_px, 3) uint8 RGB."""


class ExactLinear(nn.Linear):
    """A linear layer that leaves autocast: bfloat16 logits would be rounded to 8 bits and tie."""

    def forward(self, x: Tensor) -> Tensor:
        """float32 (B, out) whatever the surrounding number format."""
        with torch.autocast(x.device.type, enabled=False):
            return functional.linear(x.float(), self.weight, self.bias)


def _keep_logits_exact(net: nn.Module) -> None:
    last = [m for m in net.modules() if isinstance(m, nn.Linear)][-1]
    last.__class__ = ExactLinear


class FrameNetwork:
    """A network with one or two outputs over single crops; subclasses only build it."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        self.spec = spec
        net = self.build()
        weights.load_into(net, self.tensors(spec), name=spec.id, optional=self.optional_keys())
        _keep_logits_exact(net)
        self.net = net.eval().to(memory_format=torch.channels_last).to(runtime.device)

    def build(self) -> nn.Module:
        """The untrained network."""
        raise AssertionError("every detector builds its own network")

    def tensors(self, spec: DetectorSpec) -> dict[str, Tensor]:
        """The verified tensors of the entry."""
        return weights.state_dict(spec)

    def optional_keys(self) -> frozenset[str]:
        """Keys that may be absent or left over, by name."""
        return frozenset()

    def read(self, out: Tensor) -> Tensor:
        """The manipulation logit (N,) in the network's output."""
        return out[:, 0]

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """See `Detector.score`."""
        return runtimes.forward(self.net, runtimes.to_input(crops, self.spec.crop), runtime, read=self.read)
