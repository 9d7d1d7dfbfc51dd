"""A linear probe on one layer of the frozen CLIP encoder.

Frozen features of a large image model with a small head generalise to generators that were never trained on better
than a network trained through; only the head ships. Source: Ojha et al., "Towards Universal Fake Image Detectors that
Generalize Across Generative Models", arXiv 2302.10174 (nearest neighbour and linear probe on CLIP).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import encoder, weights
from deepfake_studio.inference.detector import Scored
from deepfake_studio.inference.runtime import Runtime, to_input
from deepfake_studio.vocabulary import DetectorSpec

TOKENS = ("class", "mean")


class ProbedEncoder(nn.Module):
    """Normalised crops (N, 3, 224, 224) to the probe's logit (N, 1); runs no block beyond the one that is read."""

    def __init__(self, tower: nn.Module, head: nn.Linear, *, block: int, token: int) -> None:
        super().__init__()
        self.tower, self.head, self.block, self.token = tower, head, block, token

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        tower: Any = self.tower
        tokens = tower.norm_pre(tower._pos_embed(tower.patch_embed(x)))
        for block in tower.blocks[: self.block]:
            tokens = block(tokens)
        read = tokens[:, 0] if TOKENS[self.token] == "class" else tokens[:, 1:].mean(1)
        out: Tensor = self.head(read)
        return out


class ClipProbe:
    """``options``: ``block`` 1..12, ``token`` class or mean (of the patches), ``encoder_sha256``."""

    def __init__(self, spec: DetectorSpec, runtime: Runtime) -> None:
        self.spec = spec
        self.block, self.token = _place(spec)
        if spec.options.get("encoder_sha256") != encoder.SHA256:
            raise WeightsError(f"{spec.id} was trained on another encoder than this program reads; update one of them.")
        head = nn.Linear(encoder.WIDTH, 1)
        weights.load_into(head, weights.state_dict(spec), name=spec.id)
        self.head = head.eval().to(runtime.device)
        self.encoder = encoder.shared(runtime)

    def features(self, crops: NDArray[np.uint8], runtime: Runtime) -> Tensor:
        """The layer's features (N, 768) of crops (N, 224, 224, 3) uint8 RGB."""
        taps = self.encoder.taps(to_input(crops, self.spec.crop), runtime, blocks=self.block)
        return taps[:, self.block - 1, self.token]

    def scored(self) -> Scored:
        """Encoder up to its block and head as one network, for heat maps."""
        net = ProbedEncoder(self.encoder.net, self.head, block=self.block, token=self.token)
        return Scored(net, lambda out: out[:, 0], readout=TOKENS[self.token])

    def score(self, crops: NDArray[np.uint8], runtime: Runtime) -> NDArray[np.float64]:
        """Logits (N,), higher = more likely manipulated; see `inference.detector.Detector`."""
        with torch.inference_mode():
            out = functional.linear(self.features(crops, runtime), self.head.weight, self.head.bias)
        return out[:, 0].cpu().double().numpy()


def _place(spec: DetectorSpec) -> tuple[int, int]:
    try:
        block, token = int(spec.options["block"]), TOKENS.index(spec.options["token"])
    except (KeyError, ValueError) as error:
        raise WeightsError(f"The manifest entry of {spec.id} names no layer of the encoder; restore it.") from error
    if not 1 <= block <= encoder.BLOCKS:
        raise WeightsError(f"{spec.id} reads block {block} of {encoder.BLOCKS}; restore its manifest entry.")
    return block, token
