"""What shipped detectors can do on prepared pictures: equal scale and resolution, self-blended, shuffled labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from deepfake_studio.analysis.metrics import auc
from deepfake_studio.errors import UsageError
from deepfake_studio.inference import runtime as runtimes
from deepfake_studio.inference import scorer
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.training.data import Blocks, blended_set, collate, still_set

BLENDED_BLOCKS = 124  # 496 genuine and 496 self-blended pictures, about as many as there are


def _logits(detector: Detector, images: torch.Tensor, run: Runtime) -> NDArray[np.float64]:
    parts = []
    pictures = images.permute(0, 2, 3, 1).numpy()
    for start in range(0, len(pictures), 32):
        parts.append(detector.score(pictures[start : start + 32], run))
    return np.concatenate(parts)


def check(
    data: Path, *, detector_ids: list[str] | None = None, split: str = "validation"
) -> dict[str, dict[str, float]]:
    """Per detector the AUC on ``split``: ``stills`` (published manipulated pictures; every crop reduced to 112 px
    first), ``self_blended`` (each genuine picture against its self-blended twin, reduced alike),
    ``degraded`` (the same with other faces and resynthesis, after the rescaling, JPEG and H.264 of training),
    ``shuffled`` (stills, mean over 20 shuffles of the labels; must be near 0.5).

    Raises:
        UsageError: a detector is asked something else than whether a face was manipulated.
    """
    specs = scorer.available_specs(detector_ids)
    for spec in specs:
        if spec.subject == "whole_frame":
            raise UsageError(f"{spec.id} reads whole frames, not faces; its card holds what its run measured.")
    run = runtimes.choose("auto", plan="full")
    runtimes.prepare_torch(run)
    found = {}
    for spec in specs:
        detector = scorer.load(spec, run)
        stills, labels = still_set(data, split=split, input_px=spec.crop.input_px)
        blocks = Blocks(data, split=split, input_px=spec.crop.input_px, seed=77, blocks=BLENDED_BLOCKS, fakes=0.0)
        blended, truth = collate([blocks[i] for i in range(BLENDED_BLOCKS)])
        twins, pairs = blended_set(data, split=split, input_px=spec.crop.input_px)
        scores = _logits(detector, stills, run)
        rng = np.random.default_rng(0)
        found[spec.id] = {
            "stills": auc(scores, labels),
            "self_blended": auc(_logits(detector, twins, run), pairs),
            "degraded": auc(_logits(detector, blended, run), truth.long().numpy()),
            "shuffled": float(np.mean([auc(scores, rng.permutation(labels)) for _ in range(20)])),
        }
    return found
