"""How the logits of one track's frames (clips, windows) become one logit.

Every rule answers in logits, higher = more likely manipulated, so that a calibration can be fitted on any of them; but
one fitted on one rule says nothing of another (`fuse.why_not_calibrated`). Which rule a published detector was made
with travels in its manifest entry: DFSpot and ISPL take the mean logit, DeepfakeBench, StA's demonstration and MesoNet
the mean probability.

When adding a rule: its name in `vocabulary.AggregatorName`, one function in `_RULES`, its sentence in `WORDS`.

Source: DFSpot, ISPL ICPR 2020 (mean, mean of probabilities, power 3, median, largest magnitude, voting with a dead
zone) and DeepfakeBench as described in SEEDS.md 003 and 004.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.vocabulary import Aggregator, AggregatorName, FaceTrack, Floats, ScoreSeries

DEFAULT_PARAMETERS: dict[str, float] = {"trimmed_mean": 0.1, "top_k": 0.1, "power_mean": 3.0, "voting": 0.0}
WORDS: dict[AggregatorName, str] = {
    "mean_logit": "mean of frame logits",
    "mean_probability": "logit of the mean of frame probabilities",
    "median": "median of frame logits",
    "trimmed_mean": "mean of frame logits without the share {0:g} at either end",
    "top_k": "mean of the highest frame logits ({0:g}: a share below 1, else a count)",
    "power_mean": "signed power mean of frame logits with exponent {0:g}",
    "voting": "log odds of the votes of frames beyond {0:g} logits, half a vote added to either side",
    "strongest": "the frame logit of the largest magnitude",
}
_LARGEST_LOGIT = 36.0  # 1 - sigmoid(36) is the last step of a float64 below 1


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits, without overflow."""
    half = 0.5 * np.asarray(logits, np.float64)
    return np.asarray(0.5 * (1 + np.tanh(half)))


def logit(probability: float) -> float:
    """The logit of a probability, limited to +-36 where float64 can no longer tell it from 0 or 1."""
    least = float(sigmoid(np.array(-_LARGEST_LOGIT)))
    clipped = min(max(probability, least), 1 - np.finfo(np.float64).epsneg)
    return float(np.clip(np.log(clipped) - np.log1p(-clipped), -_LARGEST_LOGIT, _LARGEST_LOGIT))


def _mean_probability(x: Floats, _: float) -> float:
    return logit(float(sigmoid(x).mean()))


def _trimmed(x: Floats, share: float) -> float:
    cut = int(share * len(x))
    return float(np.sort(x)[cut : len(x) - cut].mean())


def _top(x: Floats, k: float) -> float:
    count = round(k * len(x)) if k < 1 else int(k)
    return float(np.sort(x)[-min(max(count, 1), len(x)) :].mean())


def _power(x: Floats, exponent: float) -> float:
    scale = float(np.abs(x).max())
    if scale == 0:
        return 0.0
    mean = float((np.sign(x) * (np.abs(x) / scale) ** exponent).mean())  # scaled: 99th powers do not overflow
    return float(np.sign(mean) * scale * abs(mean) ** (1 / exponent))


def _votes(x: Floats, zone: float) -> float | None:
    for_, against = int((x > zone).sum()), int((x < -zone).sum())
    return float(np.log((for_ + 0.5) / (against + 0.5))) if for_ + against else None


def _strongest(x: Floats, _: float) -> float:
    return float(x[int(np.argmax(np.abs(x)))])


_RULES: dict[AggregatorName, Callable[[Floats, float], float | None]] = {
    "mean_logit": lambda x, _: float(x.mean()),
    "mean_probability": _mean_probability,
    "median": lambda x, _: float(np.median(x)),
    "trimmed_mean": _trimmed,
    "top_k": _top,
    "power_mean": _power,
    "voting": _votes,
    "strongest": _strongest,
}


def aggregate(logits: Floats, how: Aggregator) -> float | None:
    """One logit of a track.

    Args:
        logits: (N,) of its frames; those that are not finite are left out.
        how: the rule.

    Returns:
        ``None`` without a finite logit, and where every one lies in the dead zone of a vote.
    """
    finite = logits[np.isfinite(logits)]
    return _RULES[how.name](finite, how.parameter) if len(finite) else None


def parse(text: str) -> Aggregator:
    """An aggregator as it is typed: ``median``, ``top_k`` or ``top_k:0.2``.

    Raises:
        UsageError: there is none of that name, or the number does not go with it.
    """
    name, _, number = text.strip().partition(":")
    if name not in WORDS:
        raise UsageError(f"There is no aggregator '{name}'; choose from {', '.join(WORDS)}.")
    try:
        return Aggregator(name=name, parameter=float(number) if number else DEFAULT_PARAMETERS.get(name, 0.0))
    except ValueError as error:
        raise UsageError(f"'{text}' is not an aggregator ({error}); try {name} without a number.") from error


def chosen(texts: Sequence[str], detector_ids: Sequence[str]) -> dict[str, Aggregator]:
    """Aggregators by detector id from ``HOW`` (for all) and ``ID=HOW``, later ones winning.

    Raises:
        UsageError: an unknown aggregator, or an id that is not examined with.
    """
    found: dict[str, Aggregator] = {}
    for text in texts:
        name, equals, how = text.rpartition("=")
        if equals and name not in detector_ids:
            raise UsageError(f"--aggregator names the detector '{name}', which is not asked; asked are {detector_ids}.")
        found |= dict.fromkeys([name] if equals else detector_ids, parse(how))
    return found


def words(how: Aggregator) -> str:
    """The rule as a phrase."""
    return WORDS[how.name].format(how.parameter)


def describe(aggregators: Mapping[str, str], detector_ids: Sequence[str]) -> str:
    """What a calibration was fitted on, in words; ``aggregators`` as `Aggregator.text` by detector id."""
    used = dict.fromkeys(words(parse(aggregators.get(d, "mean_logit"))) for d in detector_ids)
    return f"{' or '.join(used)} per track; strongest of n tracks per item"


def in_score_order(tracks: Sequence[FaceTrack], series: Sequence[ScoreSeries]) -> tuple[Floats, Floats]:
    """Moments (F,) and logits (F,) of the face with the highest detector score of each sampled frame.

    DFSpot reads this face alone. Only series with a row per row of their track count (detectors of single frames).
    """
    by_track = {s.track_id: s for s in series}
    best: dict[int, tuple[float, float, float]] = {}  # frame row: face score, moment, logit
    for track in tracks:
        own = by_track.get(track.id)
        if own is None or len(own.logits) != len(track.frame_rows):
            continue
        for row, score, moment, value in zip(track.frame_rows, track.scores, own.pts_seconds, own.logits, strict=True):
            if int(row) not in best or float(score) > best[int(row)][0]:
                best[int(row)] = (float(score), float(moment), float(value))
    rows = [best[row] for row in sorted(best)]
    return np.array([r[1] for r in rows], np.float64), np.array([r[2] for r in rows], np.float64)
