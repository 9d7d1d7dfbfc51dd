"""How far the truth may lie from an estimated rate factor."""

from __future__ import annotations

import numpy as np

from deepfake_studio.social.estimate_offset import Offset
from deepfake_studio.social.estimate_traces import Traces

_DRAWS = 400
# Half width without what the stretches of time show: the encoder of the shared file saw pictures with a little more or
# less detail than ours (scaler, first upload), which moves all its quantisers alike.
_MODEL = 0.33
_UNSURE = 0.1
_DISTORTED = 1.0  # where the encoder changed quantisers block by block


def interval(value: float, offset: Offset, found: Traces, *, seed: int) -> tuple[float, float]:
    """(low, high) around ``value``, nominally 95 %: bootstrap over stretches of time, widened by the model's own error.

    The model's error is what is left where the stretches agree: measured on pairs of known CRF that are not those
    of the proof (``tests/robustness/sn_pairs.py``, seeds 1 and 2).
    """
    bins = np.array(offset.bins)
    rng = np.random.default_rng(seed)
    means = bins[rng.integers(0, len(bins), (_DRAWS, len(bins)))].mean(1)
    moved = float(np.percentile(np.abs(means - bins.mean()), 95))
    model = _DISTORTED if found.distorted else _MODEL + (0 if found.sure else _UNSURE)
    half = float(np.hypot(model, min(moved, 1.0)))
    return max(0.0, value - half), min(51.0, value + half)
