"""Fits calibrations: one detector by a regularised logistic, several by a non-negative sum of their calibrated LRs.

Choices, made for a population of a few dozen clips:

* Stage 1, per detector: intercept and slope on the standardised logit of the item's strongest track; the slope has a
  N(0, 1) prior and may not be negative (a detector that points the wrong way says LR 1, not the opposite).
* Stage 2, several detectors: weights of their log LRs, at least 0, with prior mean 1/D: without evidence to the
  contrary the detectors are taken as wholly dependent and averaged; a sum would count one trace twice. No intercept,
  so that a detector that abstains (or says LR 1) moves nothing.
* Interval: both stages are refitted on 500 resamples of whole groups; the percentiles are moved outwards for the
  number of groups (`resample.expanded_tail`), since plain ones are too narrow at this size. Fewer than eight groups of
  either class carry no interval; the record then says so and every LR gets the whole range of the cap.
* The limit log10 N counts items of the smaller class.

Source: see `calibrate`; ridge priors as Gelman et al., Annals of Applied Statistics 2 (2008) 1360-1383, normal form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis.calibrate import MIN_FRAMES, Calibration
from deepfake_studio.analysis.metrics import NotMeasurable
from deepfake_studio.analysis.resample import count_groups, expanded_tail, group_weights, too_few
from deepfake_studio.analysis.solver import balanced, solve, solve_nonnegative
from deepfake_studio.vocabulary import Floats

REPLICATES = 500
_SLOPE_PRECISION = 1.0
_INTERCEPT_PRECISION = 0.01
_FUSION_PRECISION = 4.0
_ROUNDS = 3  # of choosing the strongest track again under better coefficients


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One labelled clip: ``track_logits`` (T, D) and ``frame_logits`` (F, D), NaN where a detector abstained."""

    group: str
    manipulated: bool
    track_logits: Floats
    frame_logits: Floats | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    """Coefficients (B, D, 2) under each row of weights, and the range (D, 2) of logits they were fitted on."""

    coefficients: Floats
    ranges: Floats


def fit(
    items: Sequence[Item],
    *,
    calibration_id: str,
    detector_ids: Sequence[str],
    population: str,
    weights_sha256: Mapping[str, str] | None = None,
    sources: Sequence[str] = (),
    fitted_utc: str = "",
    plan: str = "",
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Calibration:
    """A calibration from labelled items; items without any scored track are left out.

    Args:
        items: the population, one per clip; columns follow ``detector_ids``.
        calibration_id: name that travels with every number.
        detector_ids: one, or several for a fused calibration.
        population: one sentence saying what the items are.
        weights_sha256: weights each detector had; the calibration is valid for these only.
        sources: data sets with their licences.
        fitted_utc: ISO 8601.
        plan: sampling plan of the examinations.
        replicates: bootstrap refits, 0 for a fit without interval.
        seed: of the bootstrap.

    Raises:
        NotMeasurable: only one class has scored items, or a detector scored none of a class.
    """
    usable = [item for item in items if np.isfinite(item.track_logits).any()]
    positive = np.array([item.manipulated for item in usable], bool)
    groups = [item.group for item in usable]
    _require_both(usable, positive, detector_ids)
    point, refits = _fit_tracks(usable, positive, groups, replicates, seed)
    frames = _fit_frames(usable)
    manipulated, other = count_groups(positive, groups)
    return Calibration(
        id=calibration_id,
        detector_ids=tuple(detector_ids),
        weights_sha256=dict(weights_sha256 or {}),
        population=population,
        n_manipulated=int(positive.sum()),
        n_not=int((~positive).sum()),
        groups_manipulated=manipulated,
        groups_not=other,
        coefficients=point.coefficients[0],
        bootstrap_coefficients=refits,
        ranges=point.ranges,
        cap=float(np.log10(min(positive.sum(), (~positive).sum()))),
        frame_coefficients=frames.coefficients[0] if frames else None,
        frame_ranges=frames.ranges if frames else None,
        interval_reason=too_few(positive, groups),
        min_frames=MIN_FRAMES,
        sources=tuple(sources),
        fitted_utc=fitted_utc,
        plan=plan,
        tail=expanded_tail(min(manipulated, other)),
    )


def _require_both(items: Sequence[Item], positive: NDArray[np.bool_], detector_ids: Sequence[str]) -> None:
    for column, detector in enumerate(detector_ids):
        scored = np.array([np.isfinite(item.track_logits[:, column]).any() for item in items], bool)
        if not (scored & positive).any() or not (scored & ~positive).any():
            raise NotMeasurable(
                f"{detector} cannot be calibrated: it needs scored clips with and without manipulation."
            )


def _fit_tracks(
    items: Sequence[Item], positive: NDArray[np.bool_], groups: Sequence[str], replicates: int, seed: int
) -> tuple[_Fit, Floats]:
    ones = np.ones((1, len(items)))
    singles = np.stack(
        [np.array([_highest(item.track_logits[:, d]) for item in items]) for d in range(_width(items))], 1
    )
    counts = np.stack([np.isfinite(item.track_logits).sum(axis=0) for item in items]).astype(float)
    stage1 = _stage1(singles, positive, ones, counts)
    strongest, n_tracks = singles, counts.max(axis=1)
    alone = all(len(item.track_logits) == 1 for item in items)  # then there is nothing to choose
    point = stage1
    for _ in range(0 if _width(items) == 1 else 1 if alone else _ROUNDS):
        if not alone:
            strongest = np.stack([_strongest(item.track_logits, point.coefficients[0]) for item in items])
        point = _stage2(strongest, stage1, positive, ones, n_tracks)
    if replicates == 0:
        return point, np.empty((0, _width(items), 2))
    weights = group_weights(groups, replicates=replicates, seed=seed)
    refits = _stage1(singles, positive, weights, counts)
    if _width(items) > 1:
        refits = _stage2(strongest, refits, positive, weights, n_tracks)
    return point, refits.coefficients


def _fit_frames(items: Sequence[Item]) -> _Fit | None:
    """For looking only: every clip weighs the same however many frames it has; no bootstrap."""
    present = [item for item in items if item.frame_logits is not None and len(item.frame_logits)]
    if {item.manipulated for item in present} != {True, False}:
        return None
    blocks = [np.asarray(item.frame_logits, np.float64) for item in present]
    rows = np.concatenate(blocks)
    positive = np.concatenate([np.full(len(b), i.manipulated) for b, i in zip(blocks, present, strict=True)])
    weights = np.concatenate([np.full(len(block), 1 / len(block)) for block in blocks])[None]
    ones = np.ones_like(rows)
    mass = float(min(sum(i.manipulated for i in present), sum(not i.manipulated for i in present)))
    stage1 = _stage1(rows, positive, weights, ones, class_mass=mass)
    if rows.shape[1] == 1:
        return stage1
    return _stage2(rows, stage1, positive, weights, ones[:, 0], class_mass=mass)


def _stage1(
    logits: Floats, positive: NDArray[np.bool_], weights: Floats, counts: Floats, *, class_mass: float | None = None
) -> _Fit:
    fits = [_single(logits[:, d], positive, weights, counts[:, d], class_mass) for d in range(logits.shape[1])]
    ranges = np.array([[np.nanmin(column), np.nanmax(column)] for column in logits.T])
    return _Fit(np.stack(fits, axis=1), ranges)


def _single(
    logits: Floats, positive: NDArray[np.bool_], weights: Floats, counts: Floats, class_mass: float | None
) -> Floats:
    """(B, 2) intercept and slope of one detector; NaN rows where a class vanished."""
    scored = np.isfinite(logits)
    x, y, n = logits[scored], positive[scored], np.maximum(counts[scored], 1.0)
    mass = class_mass if class_mass is not None else float(min(y.sum(), (~y).sum()))
    even = balanced(np.ones((1, len(x))), y, class_mass=0.5)[0]
    centre = float((even * x).sum())
    scale = float(np.sqrt((even * (x - centre) ** 2).sum())) or 1.0
    rows = balanced(weights[:, scored], y, class_mass=mass)
    usable = np.isfinite(rows).all(axis=1)
    out = np.full((len(weights), 2), np.nan)
    out[usable] = _line((x - centre) / scale, y, rows[usable], n)
    out[:, 1] /= scale
    out[:, 0] -= out[:, 1] * centre
    return out


def _line(x: Floats, positive: NDArray[np.bool_], weights: Floats, n_tracks: Floats) -> Floats:
    features = np.stack([np.ones_like(x), x], axis=1)[None]
    precision = np.tile([_INTERCEPT_PRECISION, _SLOPE_PRECISION], (len(weights), 1))
    theta = solve(features, positive, weights=weights, n_tracks=n_tracks, mean=np.zeros(2), precision=precision)
    # the wrong way round on its own population: no evidence either way
    theta[theta[:, 1] <= 0] = 0.0
    return theta


def _stage2(
    logits: Floats,
    stage1: _Fit,
    positive: NDArray[np.bool_],
    weights: Floats,
    n_tracks: Floats,
    *,
    class_mass: float | None = None,
) -> _Fit:
    mass = class_mass if class_mass is not None else float(min(positive.sum(), (~positive).sum()))
    rows = balanced(weights, positive, class_mass=mass)
    usable = np.isfinite(rows).all(axis=1) & np.isfinite(stage1.coefficients).all(axis=(1, 2))
    terms = stage1.coefficients[usable][:, None, :, 0] + stage1.coefficients[usable][:, None, :, 1] * logits
    terms = np.where(np.isfinite(logits), terms, 0.0)
    width = logits.shape[1]
    shares = solve_nonnegative(
        terms,
        positive,
        weights=rows[usable],
        n_tracks=n_tracks,
        mean=np.full(width, 1 / width),
        precision=_FUSION_PRECISION,
    )
    out = np.full_like(stage1.coefficients, np.nan)
    out[usable] = stage1.coefficients[usable] * shares[:, :, None]
    return _Fit(out, stage1.ranges)


def _strongest(track_logits: Floats, coefficients: Floats) -> Floats:
    terms = np.where(np.isfinite(track_logits), coefficients[:, 0] + coefficients[:, 1] * track_logits, 0.0)
    scored = np.isfinite(track_logits).any(axis=1)
    return np.asarray(track_logits[int(np.argmax(np.where(scored, terms.sum(axis=1), -np.inf)))])


def _highest(column: Floats) -> float:
    finite = column[np.isfinite(column)]
    return float(finite.max()) if len(finite) else float("nan")


def _width(items: Sequence[Item]) -> int:
    return int(items[0].track_logits.shape[1])
