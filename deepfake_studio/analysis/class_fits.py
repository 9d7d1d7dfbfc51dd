"""Calibration per compression class, shrunk towards the pooled one.

Each class gets an intercept and a slope over the pooled natural log LR of its clips, with a Gaussian prior at 0 and 1
(the pooled calibration itself) whose standard deviation is half a nat and half a slope: about what ten clips of either
kind can tell, so that a class of a few clips stays near the pooled fit and one of hundreds goes its own way. A
class that lacks either kind of clip is read by the pooled calibration, and the record says so. The cap stays that of
the whole population, which the class borrows from.

Source: partial pooling of regressions, Gelman and Hill, Data Analysis Using Regression and Multilevel Models (2007),
chapter 12; the form is the calibration of Bruemmer and du Preez (see `calibrate`) over a log LR.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.analysis.calibrate import Calibration, ClassFit, natural_log_lr
from deepfake_studio.analysis.conditions import CLASSES
from deepfake_studio.analysis.resample import count_groups, group_weights, too_few
from deepfake_studio.analysis.solver import balanced, solve
from deepfake_studio.vocabulary import Floats

PRIOR_DEVIATION = 0.5
_PRIOR = np.array([0.0, 1.0])


def with_classes(
    made: Calibration,
    *,
    track_logits: Sequence[Floats],
    conditions: Sequence[str],
    clips: Sequence[str],
    positive: NDArray[np.bool_],
    groups: Sequence[str],
    seed: int,
) -> Calibration:
    """The calibration with a fit for every class of `conditions.CLASSES` that its clips come from.

    Args:
        made: pooled, with the refits that the classes' refits go with.
        track_logits: per clip (T, D), at least one finite.
        conditions: class of each.
        clips: what each is a copy of; copies count once.
        positive: (N,) true = manipulated.
        groups: (N,) as `made` was fitted on.
        seed: of the resamples `made` was refitted on.
    """
    rows, n_tracks = _strongest(made, track_logits)
    values = natural_log_lr(made.coefficients, rows, made.link)[None]
    weights = np.ones((1, len(rows)))
    if (replicates := len(made.bootstrap_coefficients)) > 0:
        links = made.bootstrap_link[:, None] if made.bootstrap_link is not None else None
        refits = natural_log_lr(made.bootstrap_coefficients[:, None], rows, links)
        values = np.concatenate([values, refits])
        weights = np.concatenate([weights, group_weights(groups, replicates=replicates, seed=seed)])
    classes, pooled = {}, {}
    for name in CLASSES:
        inside = np.array([condition == name for condition in conditions], bool)
        if not inside.any():
            continue
        kinds = positive[inside]
        if kinds.all() or not kinds.any():
            held = "manipulated" if kinds.all() else "other"
            pooled[name] = f"its clips of the class {name} are all {held}"
            continue
        links = fit_links(values[:, inside], kinds, weights=weights[:, inside], n_tracks=n_tracks[inside])
        own = [int(i) for i in np.flatnonzero(inside)]
        classes[name] = _class(links, kinds, [groups[i] for i in own], [clips[i] for i in own])
    return dataclasses.replace(made, classes=classes, pooled_classes=pooled)


def fit_links(
    values: Floats,
    positive: NDArray[np.bool_],
    *,
    weights: Floats,
    n_tracks: Floats,
    deviation: float = PRIOR_DEVIATION,
) -> Floats:
    """Intercept and slope (B, 2) over natural log LRs ``values`` (B, N) under each row of ``weights`` (B, N).

    (0, 1), the pooled calibration, where a resample holds one kind of clip only. The slope is at least 0.
    """
    mass = float(min(positive.sum(), (~positive).sum()))
    rows = balanced(weights, positive, class_mass=mass)
    usable = np.isfinite(rows).all(axis=1) & np.isfinite(values).all(axis=1)
    out = np.tile(_PRIOR, (len(weights), 1))
    features = np.stack([np.ones_like(values[usable]), values[usable]], axis=-1)
    precision = np.full((int(usable.sum()), 2), deviation**-2)
    if usable.any():
        out[usable] = solve(
            features, positive, weights=rows[usable], n_tracks=n_tracks, mean=_PRIOR, precision=precision
        )
    out[:, 1] = np.maximum(out[:, 1], 0.0)
    return out


def _class(links: Floats, positive: NDArray[np.bool_], groups: Sequence[str], clips: Sequence[str]) -> ClassFit:
    manipulated, other = count_groups(positive, groups)
    return ClassFit(
        link=links[0],
        bootstrap_link=links[1:],
        n_manipulated=len({c for c, kind in zip(clips, positive, strict=True) if kind}),
        n_not=len({c for c, kind in zip(clips, positive, strict=True) if not kind}),
        groups_manipulated=manipulated,
        groups_not=other,
        few_groups=too_few(positive, groups) is not None,
    )


def _strongest(made: Calibration, track_logits: Sequence[Floats]) -> tuple[Floats, Floats]:
    """The row (N, D) that speaks for each clip, limited to the range of the fit, and how many tracks stood for it."""
    rows, counts = [], []
    for logits in track_logits:
        scored = logits[np.isfinite(logits).any(axis=1)]
        limited = np.clip(scored, made.ranges[:, 0], made.ranges[:, 1])
        rows.append(limited[int(np.argmax(natural_log_lr(made.coefficients, limited, made.link)))])
        counts.append(float(len(scored)))
    return np.array(rows), np.array(counts)
