"""Any installed checkpoint of a known family as a detector of faces, clips or whole frames.

``options.family`` names the family (`inference.families`), which knows the network, the class that means
"manipulated" and whether clips must be scored one by one.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.inference import weights
from deepfake_studio.inference.detector import ExactLinear
from deepfake_studio.inference.families import registry
from deepfake_studio.inference.families.base import Family
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class Checkpoint:
    """A family's network with installed weights; the spec's crop recipe holds size and statistics."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        self.spec = spec
        self.family = _family(spec)
        net = self.family.loaded(weights.state_dict(spec), name=spec.id)
        self.linear = exact_output(net)
        if spec.clip is None:
            net = net.to(memory_format=torch.channels_last)
        self.net = net.to(runtime.device)

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """See `Detector.score`; clips go through one by one, as their makers' code allows no other way."""
        if self.spec.clip is None:
            x = runtimes.to_input(crops, self.spec.crop)
            return runtimes.forward(self.net, x, runtime, read=self.family.inputs.logit)
        return np.concatenate([self._clip(clip, runtime) for clip in crops])

    def _clip(self, clip: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        x = runtimes.to_input(clip, self.spec.crop)[None]
        return runtimes.forward(self.net, x, runtime, read=self.family.inputs.logit)


def _family(spec: DetectorSpec) -> Family:
    found = registry.family(spec.options.get("family", ""), spec.options)
    frames = spec.clip.frames if spec.clip else 0
    if frames != found.inputs.clip_frames:
        raise WeightsError(
            f"The manifest entry of {spec.id} gives clips of {frames} frames, {found.architecture} reads "
            f"{found.inputs.clip_frames}; install it again."
        )
    return found


def exact_output(net: nn.Module) -> nn.Linear | None:
    """Let the last linear layer leave autocast, so that bfloat16 does not round logits; returns it, if there is one."""
    layers = [m for m in net.modules() if type(m) is nn.Linear]
    if not layers:
        return None
    layers[-1].__class__ = ExactLinear
    return layers[-1]
