"""From raw logits to strength of evidence: the calibration record, its file, and how it is applied.

One form serves one detector and several; the order of detectors cannot matter. Two rules turn the line
``intercept_d + slope_d * logit_d`` (slope at least 0) of every detector that scored a track into its natural log LR:

* sum: the lines are log LRs and are added; a detector that abstains adds 0 (LR 1).
* soft maximum: the lines are distances from the genuine clips in their standard deviations, and the log LR is a line of
  their soft maximum. Each detector looks for a kind of trace of its own and a manipulated face usually shows one kind,
  so the loudest detector speaks and the silent ones hardly argue against it. One that abstains is left out.

A record may hold a line over its log LR for each compression class of the file (`conditions`), shrunk towards that log
LR itself; an item of another class is read by the pooled calibration.

Dissent: the lower end of the interval also holds the ratio of every detector that would by itself support that nothing
was manipulated (log10 LR of -`SPEAKS_LOG10` or less), the upper end that of every one that would support the opposite,
so that a fused ratio decides nothing against the clear word of a member.

`fitting.fit` makes these records.

Source: logistic calibration and fusion, Bruemmer and du Preez, Computer Speech and Language 20 (2006) 230-275; the
limit log10 N follows the empirical bounds of Vergeer et al., Science & Justice 56 (2016) 482-491; strongest of n
tracks: the LR for "one unnamed member of n", Meester and Sjerps, Biometrics 59 (2003) 727-732.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis.conditions import UNKNOWN
from deepfake_studio.errors import WeightsError
from deepfake_studio.vocabulary import Floats, LikelihoodRatio

SCHEMA = "deepfake-studio/calibration/2"
READABLE = ("deepfake-studio/calibration/1", SCHEMA)  # 1: without classes and lines of members
AGGREGATOR = "mean of frame logits per track; strongest of n tracks per item"
MIN_FRAMES = 4  # scored frames of a track; the mean of fewer is not what was calibrated
SHARPNESS = 2.0  # of the soft maximum: between the mean (0) and the plain maximum
SPEAKS_LOG10 = 0.5  # from here on a ratio may decide an outcome
_LN10 = float(np.log(10.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFit:
    """One compression class: ``link`` (2,) intercept and slope over the pooled natural log LR, and its refits (B, 2).

    ``few_groups``: too few of either kind for an interval, which is then the whole range of the cap.
    """

    link: Floats
    bootstrap_link: Floats
    n_manipulated: int
    n_not: int
    groups_manipulated: int
    groups_not: int
    few_groups: bool

    def __post_init__(self) -> None:
        if self.link.shape != (2,) or not np.isfinite(self.link).all() or self.link[1] < 0:
            raise ValueError("the line of a compression class must be a finite intercept and a slope of at least 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A fitted calibration and the population it speaks for.

    ``coefficients`` (D, 2) intercept and slope per detector in the order of ``detector_ids`` (natural log LR);
    ``bootstrap_coefficients`` (B, D, 2) the same refitted on resampled groups, NaN where a resample lost a class;
    ``ranges`` (D, 2) lowest and highest logit seen, beyond which a logit counts no further; ``cap`` log10 of the size
    of the smaller class. ``frame_coefficients`` and ``frame_ranges`` are for the timeline, for looking only.
    ``link`` (2,), ``bootstrap_link`` (B, 2) and ``frame_link`` (2,): intercept and slope of the log LR over the soft
    maximum; ``None`` for the sum.
    ``classes``: by compression class; ``pooled_classes`` says why others are read by the pooled calibration.
    ``member_coefficients`` (D, 2): each detector's own natural log LR, for dissent; ``None`` for a single detector.
    ``domain_least`` and ``domain_most``: limits of `domain.facts` within which the record may speak.
    ``interval_reason`` is set when the population is too small for an interval: then it is the whole of [-cap, cap].
    """

    id: str
    detector_ids: tuple[str, ...]
    weights_sha256: dict[str, str]
    population: str
    n_manipulated: int
    n_not: int
    groups_manipulated: int
    groups_not: int
    coefficients: Floats
    bootstrap_coefficients: Floats
    ranges: Floats
    cap: float
    frame_coefficients: Floats | None = None
    frame_ranges: Floats | None = None
    interval_reason: str | None = None
    aggregator: str = AGGREGATOR
    aggregators: dict[str, str] = field(default_factory=dict)  # detector id to `Aggregator.text`; absent = mean_logit
    min_frames: int = MIN_FRAMES
    sources: tuple[str, ...] = ()
    fitted_utc: str = ""
    plan: str = ""
    cllr: float | None = None
    min_cllr: float | None = None
    auc: float | None = None
    error_rates: dict[str, str] = field(default_factory=dict)
    tail: float = 0.025  # share of the refits beyond either end of the interval, see `resample.expanded_tail`
    domain_least: dict[str, float] = field(default_factory=dict)
    domain_most: dict[str, float] = field(default_factory=dict)
    link: Floats | None = None
    bootstrap_link: Floats | None = None
    frame_link: Floats | None = None
    classes: dict[str, ClassFit] = field(default_factory=dict)
    pooled_classes: dict[str, str] = field(default_factory=dict)
    member_coefficients: Floats | None = None
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        expected = (len(self.detector_ids), 2)
        if self.coefficients.shape != expected or self.ranges.shape != expected:
            raise ValueError(f"coefficients and ranges of calibration {self.id} must be {expected}")
        if self.bootstrap_coefficients.size and self.bootstrap_coefficients.shape[1:] != expected:
            raise ValueError(f"bootstrap coefficients of calibration {self.id} must be (B, {expected[0]}, 2)")
        if not np.isfinite(self.coefficients).all() or (self.coefficients[:, 1] < 0).any() or self.cap < 0:
            raise ValueError(f"calibration {self.id} must be finite, rise with the logit and have a cap of at least 0")
        if self.link is not None and (self.link.shape != (2,) or not self.link[1] >= 0):
            raise ValueError(f"the link of calibration {self.id} must be an intercept and a slope of at least 0")
        lines = self.member_coefficients
        if lines is not None and (lines.shape != expected or not (lines[:, 1] >= 0).all()):
            raise ValueError(f"the members' lines of calibration {self.id} must be {expected} and rise with the logit")


def of_n(natural: Floats, n_tracks: int | Floats) -> Floats:
    """Natural log LR that one of ``n_tracks`` unnamed tracks was manipulated, from that of the strongest.

    Exactly LR/n + (1 - 1/n) F1/F0, F the chance that a track stays below the strongest; F1/F0 is replaced by its upper
    bound min(1, LR). So many faces weaken support for manipulation and leave support for none unchanged.
    """
    share = 1.0 / np.asarray(n_tracks, np.float64)
    above = np.maximum(natural, 0.0)
    # log(share e^above + 1 - share) without overflow
    diluted = above + np.log(share + (1 - share) * np.exp(-above))
    return np.asarray(np.where(natural > 0, diluted, natural))


def natural_log_lr(coefficients: Floats, logits: Floats, link: Floats | None = None) -> Floats:
    """By the rule of the record: the sum without ``link`` (..., 2), the soft maximum with it.

    ``coefficients`` (..., D, 2), ``logits`` (..., D) with NaN = abstained; 0 where every detector abstained.
    """
    scored = np.isfinite(logits)
    terms = coefficients[..., 0] + coefficients[..., 1] * np.where(scored, logits, 0.0)
    if link is None:
        return np.asarray(np.where(scored, terms, 0.0).sum(axis=-1))
    loudest = soft_maximum(np.where(scored, terms, np.nan))
    return np.asarray(np.where(scored.any(axis=-1), link[..., 0] + link[..., 1] * loudest, 0.0))


def soft_maximum(distances: Floats) -> Floats:
    """Log of the mean of ``exp(SHARPNESS * x)`` over the last axis, by `SHARPNESS`; NaN is left out, 0 if all are."""
    known = np.isfinite(distances)
    largest = np.where(known, distances, -np.inf).max(axis=-1, initial=-np.inf)
    top = np.where(np.isfinite(largest), largest, 0.0)
    powers = np.where(known, np.exp(SHARPNESS * (np.where(known, distances, 0.0) - top[..., None])), 0.0)
    mean = powers.sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
    return np.asarray(np.where(known.any(axis=-1), top + np.log(np.maximum(mean, 1e-300)) / SHARPNESS, 0.0))


def as_row(calibration: Calibration, logits: Mapping[str, float]) -> Floats:
    """Logits (D,) in the order of the calibration, limited to the range it saw; NaN for detectors that abstain."""
    row = np.array([logits.get(detector, np.nan) for detector in calibration.detector_ids], np.float64)
    return np.clip(row, calibration.ranges[:, 0], calibration.ranges[:, 1])


def strength(calibration: Calibration, logits: Mapping[str, float]) -> float:
    """Natural log LR of one track before dilution and cap: what orders the tracks of an item.

    It is the pooled one: the line of a class is the same for all tracks of a file and keeps their order.
    """
    return float(natural_log_lr(calibration.coefficients, as_row(calibration, logits), calibration.link))


def apply(
    calibration: Calibration, logits: Mapping[str, float], *, n_tracks: int = 1, condition: str = UNKNOWN
) -> LikelihoodRatio:
    """Strength of evidence of one track, or of an item by the strongest of its ``n_tracks``.

    Args:
        calibration: which calibration; its id travels with the result.
        logits: track logit by detector id; detectors without one abstain and add nothing.
        n_tracks: how many tracks of the item were scored, at least 1.
        condition: compression class of the file; one that the calibration does not hold is read by the pooled fit.

    Raises:
        ValueError: none of the calibration's detectors has a logit.
    """
    row = as_row(calibration, logits)
    if not np.isfinite(row).any():
        raise ValueError(f"no detector of calibration {calibration.id} has a score")
    cap, own = calibration.cap, calibration.classes.get(condition)
    natural = natural_log_lr(calibration.coefficients, row, calibration.link)
    if own is not None:
        natural = own.link[0] + own.link[1] * natural
    value = float(np.clip(of_n(natural, n_tracks) / _LN10, -cap, cap))
    ends = [value, *_interval(calibration, row, n_tracks, own)]
    members = _speaking(calibration, row, n_tracks)
    low = min(ends + [m for m in members if m < 0])
    return LikelihoodRatio(
        log10=value, low=low, high=max(ends + [m for m in members if m > 0]), calibration_id=calibration.id
    )


def _speaking(calibration: Calibration, row: Floats, n_tracks: int) -> list[float]:
    """log10 LRs of the members that would count by themselves."""
    lines = calibration.member_coefficients
    if lines is None:
        return []
    own = of_n(lines[:, 0] + lines[:, 1] * row, n_tracks) / _LN10
    own = np.clip(own[np.isfinite(own)], -calibration.cap, calibration.cap)
    return [float(v) for v in own if abs(v) >= SPEAKS_LOG10]


def _interval(calibration: Calibration, row: Floats, n_tracks: int, own: ClassFit | None) -> list[float]:
    """Lower and upper ends: of the class where the calibration holds one, else of the pooled fit."""
    cap = calibration.cap
    few = calibration.interval_reason is not None or (own is not None and own.few_groups)
    if few or len(calibration.bootstrap_coefficients) == 0:
        return [-cap, cap]
    lost = np.isnan(calibration.bootstrap_coefficients).any(axis=(1, 2))
    links = calibration.bootstrap_link
    pooled = natural_log_lr(calibration.bootstrap_coefficients[~lost], row, None if links is None else links[~lost])
    if own is not None:
        refits = own.bootstrap_link[~lost]
        pooled = refits[:, 0] + refits[:, 1] * pooled
    return list(_ends(calibration, of_n(pooled, n_tracks) / _LN10, int(lost.sum())))


def _ends(calibration: Calibration, log10: Floats, lost: int) -> tuple[float, float]:
    cap = calibration.cap
    # a resample without one class knows nothing: it counts half at either end instead of being dropped
    ends = np.repeat([-cap, cap], lost)
    levels = [100 * calibration.tail, 100 * (1 - calibration.tail)]
    low, high = np.percentile(np.concatenate([np.repeat(np.clip(log10, -cap, cap), 2), ends]), levels)
    return float(low), float(high)


def save(calibration: Calibration, path: Path) -> None:
    """Write the record as JSON, whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(json.dumps(wire.to_plain(calibration), sort_keys=True, allow_nan=False) + "\n", "utf-8")
    partial.replace(path)


def load(path: Path) -> Calibration:
    """The record in ``path``.

    Raises:
        WeightsError: the file is missing, not a calibration, or of a newer schema.
    """
    try:
        plain = json.loads(path.read_text("utf-8"))
        if not isinstance(plain, dict) or plain.get("schema") not in READABLE:
            raise WeightsError(
                f"{path} is not a calibration of the schema {SCHEMA} or 1; install the calibration again."
            )
        return wire.from_plain(Calibration, plain)
    except (OSError, ValueError, IndexError) as error:
        raise WeightsError(f"The calibration {path} cannot be read ({error}); install it again.") from error
