"""How far the truth may lie from an estimated rate factor."""

from __future__ import annotations

import numpy as np

from deepfake_studio.social import quality
from deepfake_studio.social.estimate_offset import Offset
from deepfake_studio.social.estimate_traces import Traces
from deepfake_studio.social.nouns import StreamReading

_DRAWS = 400
# Half widths without what the stretches of time show. The shared file's own level is read to some hundredths; offsets
# of blocks are whole numbers that stick to their neighbours', so that a fraction of a step comes out wrong by a third.
_MODEL, _MODEL_LEVEL = 0.33, 0.2
_UNSURE = 0.1
_AGREE = 0.8
_WANDER = 1.0


def interval(value: float, offset: Offset, found: Traces, *, seed: int) -> tuple[float, float]:
    """(low, high) around ``value``, nominally 95 %: bootstrap over stretches of time, widened by the model's own error.

    The model's error is what is left where the stretches agree: measured on pairs of known CRF that are not those
    of the proof (``tests/robustness/sn_pairs.py``, seed 1).
    """
    bins = np.array(offset.bins)
    rng = np.random.default_rng(seed)
    means = bins[rng.integers(0, len(bins), (_DRAWS, len(bins)))].mean(1)
    moved = float(np.percentile(np.abs(means - bins.mean()), 95))
    model = _MODEL + (0 if found.sure else _UNSURE)
    half = float(np.hypot(model, min(moved, 1.0)))
    return max(0.0, value - half), min(51.0, value + half)
