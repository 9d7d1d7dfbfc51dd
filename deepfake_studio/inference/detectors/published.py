"""Any installed checkpoint of a known family: the family builds the network, loads it strictly and reads its output."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.inference import weights
from deepfake_studio.inference.detector import ExactLinear, Scored
from deepfake_studio.inference.families import registry
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class Published:
    """``options.family`` names the family; the weights are those of its file, under the file's own bare names."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        if "family" not in spec.options:
            raise WeightsError(f"The manifest entry of {spec.id} lacks its family; install the checkpoint again.")
        self.spec = spec
        self.family = registry.family(spec.options["family"], spec.options)
        net = self.family.loaded(weights.state_dict(spec), name=spec.id)
        last = [m for m in net.modules() if isinstance(m, nn.Linear)]
        if last:
            last[-1].__class__ = ExactLinear
        if spec.clip is None:
            net = net.to(memory_format=torch.channels_last)  # as its inputs are; twice as fast on a CPU
        self.net = net.to(runtime.device)

    def read(self, out: Tensor) -> Tensor:
        """The manipulation logit (N,)."""
        return self.family.inputs.logit(out)

    def scored(self) -> Scored:
        """The network for heat maps, at the layer that its family names."""
        return Scored(self.net, self.read, layer=self.family.explain)

    def score(self, crops: NDArray[Any], runtime: Runtime) -> NDArray[np.float64]:
        """Logits (N,) of crops (N, px, px, 3), or of clips (N, frames, px, px, 3), uint8 RGB.

        Of a detector of sound: of windows (N, samples) float32 in -1..1, always computed in float32.
        """
        if self.spec.sound is not None:
            return self._forward(torch.from_numpy(crops), dataclasses.replace(runtime, dtype="float32"))
        if self.spec.clip is None:
            return self._forward(runtimes.to_input(crops, self.spec.crop), runtime)
        # the order of the published code holds for one clip at a time only
        return np.concatenate([self._forward(runtimes.to_input(c, self.spec.crop)[None], runtime) for c in crops])

    def _forward(self, x: Tensor, runtime: Runtime) -> NDArray[np.float64]:
        return runtimes.forward(self.net, x, runtime, read=self.read)
