"""StA over clips of 8 frames, with the published checkpoint or one trained here from a user's CLIP weights.

``options.batch`` = ``one`` scores clip by clip in the order of the published code. What is averaged over a recording
are logits, where the published demonstration averages probabilities.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference.detector import ClipNetwork
from deepfake_studio.inference.nets.sta import StA, StaShape
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import DetectorSpec


class StaDetector(ClipNetwork):
    """``options`` may hold sizes of `StaShape` other than the published ones, and ``batch``: ``one`` or ``many``."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        self.alone = spec.options.get("batch", "one") == "one"
        super().__init__(spec, runtime)

    def build(self) -> nn.Module:
        """The network of the entry's sizes."""
        return StA(shape(self.spec)).one_at_a_time(self.alone)

    def read(self, out: Tensor) -> Tensor:
        """The logit of softmax[:, 1]."""
        return out[:, 1] - out[:, 0]

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """See `Detector.score`."""
        if not self.alone:
            return super().score(crops, runtime)
        return np.concatenate([super(StaDetector, self).score(clip[None], runtime) for clip in crops])


def shape(spec: DetectorSpec) -> StaShape:
    """The sizes an entry names.

    Raises:
        WeightsError: one is not a number, or the clip or crop recipe disagrees with them.
    """
    names = ("width", "heads", "blocks", "patch_px", "bottleneck")
    try:
        sizes = {name: int(spec.options[name]) for name in names if name in spec.options}
    except ValueError as error:
        raise WeightsError(f"The manifest entry of {spec.id} holds a size that is no number; restore it.") from error
    frames = spec.clip.frames if spec.clip else 0
    quick = spec.options.get("gelu", "quick") == "quick"
    return StaShape(**sizes, frames=frames, image_px=spec.crop.input_px, quick_gelu=quick)
