"""The plots of an evaluation: Tippett, DET, calibration, and robustness over conditions.

Source: Tippett plots as in Meuwly, "Forensic individualisation from biometric data", Science & Justice 46 (2006)
205-213; DET: Martin et al., Eurospeech 1997, on normal deviates; calibration: PAV as in `analysis.pav`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from deepfake_studio.analysis import metrics
from deepfake_studio.analysis.pav import pav
from deepfake_studio.trials.chart import Axis, Chart, Line
from deepfake_studio.trials.figures import mean_auc
from deepfake_studio.vocabulary import Floats

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation
    from deepfake_studio.trials.figures import System

_PROBIT_AT = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
_LEAST_LIMIT = 0.5
_MOST_LINES = 10


def of(found: Evaluation) -> dict[str, Chart]:
    """File stem to chart; those that need scores of both classes are absent without."""
    known = np.isfinite(found.held_out.scores)
    labels = found.population.labels
    if not (known & labels).any() or not (known & ~labels).any():
        return {}
    return {"tippett": tippett(found), "calibration": calibration(found), "det": det(found)}


def tippett(found: Evaluation) -> Chart:
    """Share of the clips of either class whose held-out ratio is at least x; a clip without a ratio counts as 0."""
    scores, labels = np.nan_to_num(found.held_out.scores), found.population.labels
    limit = max(_LEAST_LIMIT, math.ceil(float(np.abs(scores).max()) * 10.5) / 10)
    names = (f"manipulated (n = {int(labels.sum())})", f"not manipulated (n = {int((~labels).sum())})")
    return Chart(
        title="Tippett plot of the held-out fused LR",
        x=_axis("log10 LR", -limit, limit),
        y=_axis("share of clips with at least this LR", 0.0, 1.0),
        lines=tuple(
            Line(name=name, points=survival(scores[inside], -limit, limit), bold=bold)
            for name, inside, bold in zip(names, (labels, ~labels), (True, False), strict=True)
        ),
        guides=(((0.0, 0.0), (0.0, 1.0)),),
    )


def survival(values: Floats, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Corners of the share of values at or above x, from ``low`` to ``high``."""
    out, left = [(low, 1.0)], 1.0
    for value, count in zip(*np.unique(values, return_counts=True), strict=True):
        out.append((float(value), left))
        left -= float(count) / len(values)
        out.append((float(value), max(left, 0.0)))
    return (*out, (high, 0.0))


def calibration(found: Evaluation) -> Chart:
    """What held-out ratios say, as probabilities at even prior odds, against what PAV makes of them in hindsight."""
    known = np.isfinite(found.held_out.scores)
    scores, labels = found.held_out.scores[known], found.population.labels[known]
    curve = pav(scores, labels)
    told, seen = metrics.at_even_odds(curve.scores), metrics.at_even_odds(np.clip(curve.log10_lr, -12, 12))
    says = metrics.at_even_odds(scores)
    return Chart(
        title="Calibration of the held-out fused LR (PAV)",
        x=_axis("probability told, at even prior odds", 0.0, 1.0),
        y=_axis("share seen (PAV, classes balanced)", 0.0, 1.0),
        lines=(
            Line(name="PAV", points=tuple(zip(told.tolist(), seen.tolist(), strict=True)), bold=True, mark="circle"),
            Line(name="manipulated clips", points=tuple((float(p), 0.975) for p in says[labels]), mark="rug"),
            Line(name="clips not manipulated", points=tuple((float(p), 0.025) for p in says[~labels]), mark="rug"),
        ),
        guides=(((0.0, 0.0), (1.0, 1.0)),),
    )


def det(found: Evaluation) -> Chart:
    """Misses against false alarms over all clips, on normal deviates; curves leave the plot where a rate is 0 or 1."""
    systems = [s for s in found.systems if s.kind != "trivial"][:_MOST_LINES]
    lines = [_det_line(s, found.population.labels) for s in systems]
    ticks = tuple((_probit(p), f"{100 * p:g}") for p in _PROBIT_AT)
    low, high = ticks[0][0], _probit(0.95)
    return Chart(
        title="DET, all clips together",
        x=Axis(label="false alarms, % of clips not manipulated", low=low, high=high, ticks=ticks),
        y=Axis(label="misses, % of manipulated clips", low=low, high=high, ticks=ticks),
        lines=tuple(line for line in lines if line.points),
        guides=(((low, low), (high, high)),),
    )


def _det_line(system: System, labels: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Line:
    known = np.isfinite(system.overall)
    points = tuple((_probit(a), _probit(b)) for a, b in error_rates(system.overall[known], labels[known]))
    return Line(name=system.name, points=points, bold=system.kind == "fused")


def error_rates(scores: Floats, labels: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[float, float]]:
    """(false alarm rate, miss rate) at every threshold, ties together; empty when a class is missing."""
    positive, negative = scores[labels], scores[~labels]
    if not len(positive) or not len(negative):
        return []
    thresholds = [np.inf, *np.unique(scores)[::-1].tolist()]
    return [(float((negative >= t).mean()), float((positive < t).mean())) for t in thresholds]


def robustness(evaluations: Mapping[str, Evaluation], system: str) -> Chart:
    """AUC of one system per generator group over the conditions, and the mean over all rows."""
    names = list(evaluations)
    groups = list(dict.fromkeys(g.name for found in evaluations.values() for g in found.groups))
    lines = [Line(name="mean over all rows", points=_means(evaluations, system), bold=True, mark="circle")]
    lines += [_group_line(evaluations, system, group) for group in groups]
    return Chart(
        title=f"Robustness: AUC of the {system} per generator group",
        x=Axis(label="condition", low=-0.3, high=len(names) - 0.7, ticks=tuple(enumerate(names))),
        y=_axis("AUC (clip level)", 0.0, 1.0),
        lines=tuple(line for line in lines if line.points),
        guides=(((-0.3, 0.5), (len(names) - 0.7, 0.5)),),
    )


def _means(evaluations: Mapping[str, Evaluation], system: str) -> tuple[tuple[float, float], ...]:
    values = [mean_auc(found.figures, system, found.groups) for found in evaluations.values()]
    return tuple((float(i), v) for i, v in enumerate(values) if math.isfinite(v))


def _group_line(evaluations: Mapping[str, Evaluation], system: str, group: str) -> Line:
    points, bars = [], []
    for place, found in enumerate(evaluations.values()):
        for f in found.figures:
            wanted = (f.system, f.generator_group, f.metric, f.level) == (system, group, "auc", "video")
            if wanted and f.estimate.value is not None:
                points.append((float(place), f.estimate.value))
                if f.estimate.low is not None and f.estimate.high is not None:
                    bars.append((float(place), f.estimate.low, f.estimate.high))
    return Line(name=group, points=tuple(points), mark="circle", bars=tuple(bars))


def _axis(label: str, low: float, high: float) -> Axis:
    return Axis(label=label, low=low, high=high, ticks=tuple((t, f"{t:g}") for t in ticks(low, high)))


def ticks(low: float, high: float, *, most: int = 9) -> list[float]:
    """Round numbers from ``low`` to ``high``, at most ``most`` of them."""
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    factors: Sequence[float] = (0.2, 0.5, 1, 2, 5, 10)
    wide = next(step * f for f in factors if (high - low) / (step * f) < most)
    first, last = math.ceil(low / wide - 1e-9), math.floor(high / wide + 1e-9)
    return [round(i * wide, 9) for i in range(first, last + 1)]


def _probit(share: float) -> float:
    return NormalDist().inv_cdf(min(max(share, 1e-6), 1 - 1e-6))
