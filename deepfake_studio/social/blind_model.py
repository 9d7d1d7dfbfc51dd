"""The fitted numbers of `blind`, from resources/social/blind.json, and how they are applied.

Nothing here is learnt at run time. The file names the command that makes it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from deepfake_studio import paths, wire
from deepfake_studio.analysis import calibrate
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.errors import WeightsError
from deepfake_studio.social.blind_crf import Start
from deepfake_studio.vocabulary import Floats, LikelihoodRatio

SCHEMA = "deepfake-studio/blind/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """CRF = anchor + features . weights; ``low`` and ``high`` bound 95 % of the errors out of fold, of ``clips``."""

    weights: Floats
    low: float
    high: float
    clips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A regularised logistic on standardised figures; ``names`` in the order of the other fields, (N,) each."""

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def logit(self, values: Floats) -> float:
        """The logit of figures (N,), each limited to four deviations."""
        return float(self.bias + np.clip((values - self.mean) / self.scale, -4, 4) @ self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """``corrections`` by way of `blind_crf.Start`; ``wander`` tells other rate control by ``wander_threshold``;
    ``double`` gives the logit that ``calibration`` turns into a likelihood ratio.
    """

    corrections: dict[str, Correction]
    wander: Linear
    wander_threshold: float
    double: Linear
    calibration: Calibration
    made_by: str
    notes: str
    figures: dict[str, float] = field(default_factory=dict)
    schema: str = SCHEMA


def resource() -> Path:
    """Where the shipped numbers are."""
    return paths.resources_dir() / "social" / "blind.json"


@lru_cache(maxsize=4)
def load(path: Path) -> Model:
    """The numbers in ``path``.

    Raises:
        WeightsError: the file is missing or damaged.
    """
    try:
        plain = json.loads(path.read_text("utf-8"))
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
            raise WeightsError(f"{path} is not of the schema {SCHEMA}; install the program again.")
        return wire.from_plain(Model, plain)
    except (OSError, ValueError, IndexError) as error:
        raise WeightsError(f"The numbers of the blind estimate, {path}, cannot be read ({error}).") from error


def crf(model: Model, start: Start) -> tuple[float, tuple[float, float]]:
    """The estimate and its 95 % interval, both within 0..51."""
    found = model.corrections[start.way]
    value = float(np.clip(start.anchor + start.features @ found.weights, 0, 51))
    low, high = np.clip([value + found.low, value + found.high], 0, 51)
    return value, (float(low), float(high))


def wanders(model: Model, start: Start) -> bool:
    """Whether the bases of single pictures wander more than a constant factor lets them."""
    return model.wander.logit(start.control) > model.wander_threshold


def double(model: Model, figures: dict[str, float]) -> LikelihoodRatio:
    """How much more likely the figures are of a stream compressed more than once than of one compressed once."""
    values = np.array([figures[name] for name in model.double.names], np.float64)
    name = model.calibration.detector_ids[0]
    return calibrate.apply(model.calibration, {name: model.double.logit(values)})
