"""Thresholds of other tools, read beside the calibrated outcome and never instead of it.

A preset compares an unweighted mean of uncalibrated probabilities with a fixed number. It says on which side of that
number a file lies and nothing about strength of evidence: what the number means depends on detectors, compression and
people, which is what a calibration is for.

Source: DFSpot decides video at 0.3 (below: "real") and pictures at 0.3 (not above: "real"); ISPL decides at logit 0,
that is 0.5 (SEEDS.md 004). Both take the mean over detectors without weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deepfake_studio.analysis import aggregate
from deepfake_studio.analysis.fuse import QUESTION
from deepfake_studio.errors import UsageError
from deepfake_studio.questions import THRESHOLDS, reached
from deepfake_studio.vocabulary import DetectorResult

WARNING = (
    "A fixed threshold on an uncalibrated score: it is no strength of evidence and does not change the outcome beside "
    "which it stands."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A threshold 0..1 that another tool decides by; ``source`` says which."""

    name: str
    threshold: float
    source: str


PRESETS: dict[str, Preset] = {
    "dfspot": Preset(name="dfspot", threshold=THRESHOLDS["dfspot"], source="DFSpot: the mean over its models, at 0.3"),
    "half": Preset(
        name="half", threshold=THRESHOLDS["half"], source="ISPL ICPR 2020 and DeepfakeBench: probability 0.5"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a preset says of an item: ``score`` 0..1 is null with a ``reason`` where no detector scored it."""

    preset: str
    threshold: float
    source: str
    score: float | None
    reached: bool | None
    detectors: tuple[str, ...]
    reason: str | None
    warning: str = WARNING


def find(name: str) -> Preset:
    """The preset of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in PRESETS:
        raise UsageError(f"There is no preset '{name}'; choose from {', '.join(PRESETS)}.")
    return PRESETS[name]


def read(results: Sequence[DetectorResult], preset: Preset, *, still: bool = False) -> Reading:
    """The preset beside the outcome of one item.

    Args:
        results: of its detectors; ``logit`` is that of the strongest track. Other questions are left out.
        preset: which threshold.
        still: a picture, for which 0.3 itself does not count as reached.
    """
    heard = [r for r in results if r.question == QUESTION and r.logit is not None]
    facts = {"preset": preset.name, "threshold": preset.threshold, "source": preset.source}
    if not heard:
        return Reading(**facts, score=None, reached=None, detectors=(), reason="no detector has a score")  # type: ignore[arg-type]
    logits = np.array([r.logit for r in heard], np.float64)
    score = float(aggregate.sigmoid(logits).mean())
    ids = tuple(r.detector_id for r in heard)
    side = reached(score, preset.threshold, still=still)
    return Reading(**facts, score=score, reached=side, detectors=ids, reason=None)  # type: ignore[arg-type]


def sentence(reading: Reading) -> str:
    """One line to print beside an outcome."""
    if reading.score is None:
        return f"Preset {reading.preset} ({reading.threshold:g}): no score ({reading.reason})."
    side = "reached" if reading.reached else "not reached"
    count = len(reading.detectors)
    return (
        f"Preset {reading.preset} ({reading.threshold:g}): {side}, uncalibrated mean score {reading.score:.4f} of "
        f"{count} detector{'s' if count > 1 else ''}; no strength of evidence, the outcome stands as it is."
    )
