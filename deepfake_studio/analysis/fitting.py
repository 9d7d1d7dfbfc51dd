"""Fits calibrations: one detector by a regularised logistic, several by a non-negative sum of their calibrated LRs.

Choices, made for a population of a few dozen clips:

* Stage 1, per detector: intercept and slope on the standardised logit of the item's strongest track; the slope has a
  N(0, 1) prior and may not be negative (a detector that points the wrong way says LR 1, not the opposite).
* Stage 2, several detectors: weights of their log LRs, at least 0, with prior mean 1/D: without evidence to the
  contrary the detectors are taken as wholly dependent and averaged; a sum would count one trace twice. No intercept,
  so that a detector that abstains (or says LR 1) moves nothing.
* Instead of stage 2, the soft maximum (see `calibrate`): the strongest track's logits are put on the scale of the
  genuine items (mean 0, deviation 1) and the logistic of stage 1 is fitted to their soft maximum. Only the scales and
  two numbers are fitted, whatever the number of detectors.
* Interval: both stages are refitted on 500 resamples of whole groups; the percentiles are moved outwards for the
  number of groups (`resample.expanded_tail`), since plain ones are too narrow at this size. Fewer than eight groups of
  either class carry no interval; the record then says so and every LR gets the whole range of the cap.
* The limit log10 N counts clips of the smaller class; several copies of a clip are one.
* Per compression class of the file, a line over the pooled log LR shrunk towards it (`class_fits`).

Source: see `calibrate`; ridge priors as Gelman et al., Annals of Applied Statistics 2 (2008) 1360-1383, normal form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis import aggregate
from deepfake_studio.analysis.calibrate import MIN_FRAMES, Calibration, soft_maximum
from deepfake_studio.analysis.class_fits import with_classes
from deepfake_studio.analysis.conditions import UNKNOWN
from deepfake_studio.analysis.metrics import NotMeasurable
from deepfake_studio.analysis.resample import count_groups, expanded_tail, group_weights, too_few
from deepfake_studio.analysis.solver import balanced, solve, solve_nonnegative
from deepfake_studio.vocabulary import MEAN_LOGIT, Floats

Rule = Literal["sum", "soft maximum"]
REPLICATES = 500
_LEAST_SPREAD = 1e-6
_SLOPE_PRECISION = 1.0
_INTERCEPT_PRECISION = 0.01
_FUSION_PRECISION = 4.0
_ROUNDS = 3  # of choosing the strongest track again under better coefficients


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One labelled clip: ``track_logits`` (T, D) and ``frame_logits`` (F, D), NaN where a detector abstained.

    ``condition`` is its compression class (`conditions`). ``clip`` names what it is a copy of: copies of one clip
    under several compressions count once (``None``: there are no copies of it).
    """

    group: str
    manipulated: bool
    track_logits: Floats
    frame_logits: Floats | None = None
    condition: str = UNKNOWN
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    """Coefficients (B, D, 2) under each row of weights, and the range (D, 2) of logits they were fitted on."""

    coefficients: Floats
    ranges: Floats
    link: Floats | None = None  # (B, 2)


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
    rule: Rule = "sum",
    aggregators: Mapping[str, str] | None = None,
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
        rule: how several detectors speak together; one alone is always a line.
        aggregators: what made the track logits, `Aggregator.text` by detector id; absent = mean_logit.

    Raises:
        NotMeasurable: only one class has scored items, or a detector scored none of a class.
    """
    usable = [item for item in items if np.isfinite(item.track_logits).any()]
    positive = np.array([item.manipulated for item in usable], bool)
    groups = [item.group for item in usable]
    _require_both(usable, positive, detector_ids)
    soft = rule == "soft maximum" and len(detector_ids) > 1
    point, refits = (_fit_soft if soft else _fit_tracks)(usable, positive, groups, replicates, seed)
    frames = _fit_frames(usable, soft=soft)
    manipulated, other = count_groups(positive, groups)
    made = Calibration(
        id=calibration_id,
        detector_ids=tuple(detector_ids),
        weights_sha256=dict(weights_sha256 or {}),
        aggregator=aggregate.describe(aggregators or {}, detector_ids),
        aggregators={d: h for d, h in (aggregators or {}).items() if d in detector_ids and h != MEAN_LOGIT.text},
        population=population,
        n_manipulated=distinct(usable, manipulated=True),
        n_not=distinct(usable, manipulated=False),
        groups_manipulated=manipulated,
        groups_not=other,
        coefficients=point.coefficients[0],
        bootstrap_coefficients=refits.coefficients,
        ranges=point.ranges,
        link=point.link[0] if point.link is not None else None,
        bootstrap_link=refits.link,
        frame_link=frames.link[0] if frames and frames.link is not None else None,
        cap=float(np.log10(min(distinct(usable, manipulated=kind) for kind in (True, False)))),
        frame_coefficients=frames.coefficients[0] if frames else None,
        frame_ranges=frames.ranges if frames else None,
        interval_reason=too_few(positive, groups),
        min_frames=MIN_FRAMES,
        sources=tuple(sources),
        fitted_utc=fitted_utc,
        plan=plan,
        tail=expanded_tail(min(manipulated, other)),
        # only intervals need them
        member_coefficients=_members(usable, positive) if len(detector_ids) > 1 and replicates else None,
    )
    return with_classes(
        made,
        track_logits=[item.track_logits for item in usable],
        conditions=[item.condition for item in usable],
        clips=[item.clip or str(number) for number, item in enumerate(usable)],
        positive=positive,
        groups=groups,
        seed=seed,
    )


def distinct(items: Sequence[Item], *, manipulated: bool) -> int:
    """How many clips there are of a kind; copies of one clip are one."""
    return len({item.clip or number for number, item in enumerate(items) if item.manipulated == manipulated})


def _require_both(items: Sequence[Item], positive: NDArray[np.bool_], detector_ids: Sequence[str]) -> None:
    for column, detector in enumerate(detector_ids):
        scored = np.array([np.isfinite(item.track_logits[:, column]).any() for item in items], bool)
        if not (scored & positive).any() or not (scored & ~positive).any():
            raise NotMeasurable(
                f"{detector} cannot be calibrated: it needs scored clips with and without manipulation."
            )


def _fit_tracks(
    items: Sequence[Item], positive: NDArray[np.bool_], groups: Sequence[str], replicates: int, seed: int
) -> tuple[_Fit, _Fit]:
    ones = np.ones((1, len(items)))
    singles, counts = _singles(items)
    stage1 = _stage1(singles, positive, ones, counts)
    strongest, n_tracks = singles, counts.max(axis=1)
    alone = all(len(item.track_logits) == 1 for item in items)  # then there is nothing to choose
    point = stage1
    for _ in range(0 if _width(items) == 1 else 1 if alone else _ROUNDS):
        if not alone:
            strongest = np.stack([_strongest(item.track_logits, point.coefficients[0]) for item in items])
        point = _stage2(strongest, stage1, positive, ones, n_tracks)
    if replicates == 0:
        return point, _Fit(np.empty((0, _width(items), 2)), point.ranges)
    weights = group_weights(groups, replicates=replicates, seed=seed)
    refits = _stage1(singles, positive, weights, counts)
    if _width(items) > 1:
        refits = _stage2(strongest, refits, positive, weights, n_tracks)
    return point, refits


def _fit_soft(
    items: Sequence[Item], positive: NDArray[np.bool_], groups: Sequence[str], replicates: int, seed: int
) -> tuple[_Fit, _Fit]:
    """The strongest track is chosen by the soft maximum itself; scales come from the strongest tracks of genuine."""
    counts = np.stack([np.isfinite(item.track_logits).sum(axis=0) for item in items]).astype(float).max(axis=1)
    rows = np.stack([np.array([_highest(item.track_logits[:, d]) for item in items]) for d in range(_width(items))], 1)
    ones = np.ones((1, len(items)))
    for _ in range(_ROUNDS if any(len(item.track_logits) > 1 for item in items) else 0):
        scale = _scales(rows, positive, ones)[0]
        rows = np.stack([_loudest(item.track_logits, scale) for item in items])
    point = _soft(rows, positive, ones, counts)
    if replicates == 0:
        return point, _Fit(np.empty((0, _width(items), 2)), point.ranges)
    return point, _soft(rows, positive, group_weights(groups, replicates=replicates, seed=seed), counts)


def _soft(
    rows: Floats, positive: NDArray[np.bool_], weights: Floats, n_tracks: Floats, *, class_mass: float | None = None
) -> _Fit:
    """Scales and link under every row of ``weights``; NaN where a class vanished."""
    scales = _scales(rows, positive, weights)
    loudest = np.stack([soft_maximum(scale[:, 0] + scale[:, 1] * rows) for scale in scales])
    link = np.full((len(weights), 2), np.nan)
    for number, (values, weight) in enumerate(zip(loudest, weights, strict=True)):
        if np.isfinite(scales[number]).all():
            link[number] = _single(values, positive, weight[None], n_tracks, class_mass)[0]
    scales[np.isnan(link).any(axis=1)] = np.nan
    ranges = np.array([[np.nanmin(column), np.nanmax(column)] for column in rows.T])
    return _Fit(scales, ranges, link)


def _scales(rows: Floats, positive: NDArray[np.bool_], weights: Floats) -> Floats:
    """(B, D, 2): the line that brings the genuine rows of each detector to mean 0 and deviation 1."""
    known = np.isfinite(rows) & ~positive[:, None]
    values = np.where(known, rows, 0.0)
    mass = weights @ known.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = weights @ values / mass
        spread = np.sqrt(np.maximum(weights @ values**2 / mass - mean**2, 0.0))
        slope = np.where(spread > _LEAST_SPREAD, 1 / np.maximum(spread, _LEAST_SPREAD), np.nan)
    return np.stack([-mean * slope, slope], axis=-1)


def _loudest(track_logits: Floats, scale: Floats) -> Floats:
    scored = np.isfinite(track_logits).any(axis=1)
    loud = np.where(scored, soft_maximum(scale[:, 0] + scale[:, 1] * track_logits), -np.inf)
    return np.asarray(track_logits[int(np.argmax(loud))])


def _fit_frames(items: Sequence[Item], *, soft: bool) -> _Fit | None:
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
    if soft:
        return _soft(rows, positive, weights, ones[:, 0], class_mass=mass)
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


def _singles(items: Sequence[Item]) -> tuple[Floats, Floats]:
    """(N, D) each detector's own strongest track and how many tracks it scored."""
    highest = [[_highest(item.track_logits[:, d]) for d in range(_width(items))] for item in items]
    counts = np.stack([np.isfinite(item.track_logits).sum(axis=0) for item in items])
    return np.array(highest), counts.astype(float)


def _members(items: Sequence[Item], positive: NDArray[np.bool_]) -> Floats:
    """(D, 2) the line of each detector alone."""
    singles, counts = _singles(items)
    return np.asarray(_stage1(singles, positive, np.ones((1, len(items))), counts).coefficients[0])


def _highest(column: Floats) -> float:
    finite = column[np.isfinite(column)]
    return float(finite.max()) if len(finite) else float("nan")


def _width(items: Sequence[Item]) -> int:
    return int(items[0].track_logits.shape[1])
