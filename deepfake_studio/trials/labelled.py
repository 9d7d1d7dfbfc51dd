"""Confusion matrix and ROC of finished examinations whose labels are known, as CSV, JSON and SVG.

A case may end without a side, so the matrix has four columns: supports manipulation, inconclusive, supports no
manipulation, no result. Nothing is fitted and nothing held out here; `evaluate` does that. Figures on clips that took
part in fitting a detector or its calibration are flattering, which the files say.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from deepfake_studio.analysis import resample
from deepfake_studio.trials.chart import Axis, Chart, Line, draw
from deepfake_studio.trials.plots import ticks
from deepfake_studio.vocabulary import Examination, Floats
from deepfake_studio.wire import to_plain

SCHEMA = "deepfake-studio/confusion/1"
COLUMNS = ("supports_manipulation", "inconclusive", "supports_no_manipulation", "no_result")
FUSED, MEAN = "log10 LR of the item", "mean uncalibrated score"
WARNING = (
    "Nothing is held out: on clips that took part in fitting a detector, its calibration or its choice these figures "
    "flatter. Use evaluate for held-out ones."
)
_MOST_LINES = 10
_WORDS = {True: "manipulated", False: "not manipulated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One item whose truth is known; ``group`` (person, source) is never split by the bootstrap."""

    path: str
    manipulated: bool
    group: str
    status: str
    reason: str | None
    examination: Examination | None

    @property
    def column(self) -> str:
        """Where the item falls in the matrix."""
        if self.status != "examined" or self.examination is None or self.examination.outcome is None:
            return "no_result"
        return self.examination.outcome

    def scores(self) -> dict[str, float]:
        """By system: the fused ratio, the mean of the logistic of all logits, each detector's logit."""
        if self.status != "examined" or self.examination is None:
            return {}
        found = {r.detector_id: r.logit for r in self.examination.detectors if r.logit is not None}
        out = dict(found)
        if found:
            out[MEAN] = float(np.mean([0.5 * (1 + math.tanh(0.5 * v)) for v in found.values()]))
        if self.examination.lr is not None:
            out[FUSED] = self.examination.lr.log10
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Roc:
    """One system's curve: (threshold, false positive rate, true positive rate) from the strictest threshold on.

    ``estimate`` is the AUC; ``unscored`` items are in neither.
    """

    system: str
    points: tuple[tuple[float, float, float], ...]
    estimate: resample.Estimate
    unscored: int


def matrix(items: Sequence[Labelled]) -> dict[bool, dict[str, int]]:
    """Counts by label and column."""
    return {
        truth: {name: sum(i.manipulated is truth and i.column == name for i in items) for name in COLUMNS}
        for truth in (True, False)
    }


def curves(items: Sequence[Labelled], *, replicates: int = resample.REPLICATES, seed: int = 0) -> tuple[Roc, ...]:
    """A curve per system: the fused ratio first, then the mean score, then the detectors."""
    scores = [item.scores() for item in items]
    names = list(dict.fromkeys(name for of in scores for name in of))
    names.sort(key=lambda name: (name != FUSED, name != MEAN, name))
    return tuple(_curve(name, items, scores, replicates, seed) for name in names)


def _curve(
    name: str, items: Sequence[Labelled], scores: Sequence[Mapping[str, float]], replicates: int, seed: int
) -> Roc:
    kept = [(of[name], item) for of, item in zip(scores, items, strict=True) if name in of]
    values = np.array([value for value, _ in kept], np.float64)
    labels = np.array([item.manipulated for _, item in kept], np.bool_)
    groups = [item.group for _, item in kept]
    estimate = resample.estimate("auc", values, labels, groups=groups, replicates=replicates, seed=seed)
    return Roc(system=name, points=_points(values, labels), estimate=estimate, unscored=len(items) - len(kept))


def _points(values: Floats, labels: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[tuple[float, float, float], ...]:
    """Ties enter together; empty where a class is missing."""
    positive, negative = values[labels], values[~labels]
    if not len(positive) or not len(negative):
        return ()
    thresholds = [math.inf, *np.unique(values)[::-1].tolist()]
    return tuple((t, float((negative >= t).mean()), float((positive >= t).mean())) for t in thresholds)


# ---- files --------------------------------------------------------------------------------------------------------


def files(items: Sequence[Labelled], found: Sequence[Roc], *, guard: Callable[[Any], Any]) -> dict[str, bytes]:
    """All files by name; ``found`` are the items' curves, ``guard`` makes a text safe for spreadsheets."""
    counts = matrix(items)
    roc_rows = [[roc.system, *point] for roc in found for point in roc.points]
    return {
        "confusion.csv": _csv(["label", *COLUMNS], [[_WORDS[t], *of.values()] for t, of in counts.items()], guard),
        "roc.csv": _csv(["system", "threshold", "false_positive_rate", "true_positive_rate"], roc_rows, guard),
        "items.csv": _csv(*_items(items), guard),
        "confusion.json": _json(items, counts, found),
        "confusion.svg": table_svg(counts).encode(),
        "roc.svg": draw(chart(found)).encode(),
    }


def _csv(header: Sequence[str], rows: Sequence[Sequence[Any]], guard: Callable[[Any], Any]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard(name) for name in header])
    writer.writerows([[guard(value) if isinstance(value, str) else value for value in row] for row in rows])
    return out.getvalue().encode("utf-8", "backslashreplace")


def _items(items: Sequence[Labelled]) -> tuple[list[str], list[list[Any]]]:
    systems = list(dict.fromkeys(name for item in items for name in item.scores()))
    rows = []
    for item in items:
        scores = item.scores()
        front = [item.path, _WORDS[item.manipulated], item.group, item.column, item.reason or ""]
        rows.append([*front, *(scores.get(name, "") for name in systems)])
    return ["path", "label", "group", "result", "reason", *systems], rows


def _json(items: Sequence[Labelled], counts: Mapping[bool, Mapping[str, int]], found: Sequence[Roc]) -> bytes:
    value = {
        "schema": SCHEMA,
        "warning": WARNING,
        "items": len(items),
        "confusion": {_WORDS[truth]: dict(of) for truth, of in counts.items()},
        "roc": [{"system": r.system, "unscored": r.unscored, "auc": r.estimate, "points": r.points} for r in found],
    }
    return json.dumps(to_plain(value), indent=1, allow_nan=False).encode("ascii") + b"\n"


def chart(found: Sequence[Roc]) -> Chart:
    """The ROC of all systems, at most ten."""
    axis = [(t, f"{t:g}") for t in ticks(0.0, 1.0)]
    shown = [roc for roc in found if roc.points][:_MOST_LINES]
    lines = [
        Line(name=_named(roc), points=tuple((x, y) for _, x, y in roc.points), bold=roc.system == FUSED)
        for roc in shown
    ]
    return Chart(
        title="ROC, nothing held out",
        x=Axis(label="share of clips not manipulated at or above the threshold", low=0.0, high=1.0, ticks=tuple(axis)),
        y=Axis(label="share of manipulated clips", low=0.0, high=1.0, ticks=tuple(axis)),
        lines=tuple(lines),
        guides=(((0.0, 0.0), (1.0, 1.0)),),
    )


def _named(roc: Roc) -> str:
    value = roc.estimate.value
    return f"{roc.system} (AUC {value:.2f})" if value is not None else roc.system


def table_svg(counts: Mapping[bool, Mapping[str, int]]) -> str:
    """The matrix as a picture: counts, and shares of the row by shade."""
    wide, high, left, top = 150, 64, 130, 54
    width, height = left + wide * len(COLUMNS) + 10, top + high * len(counts) + 10
    size = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Confusion matrix">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for column, name in enumerate(COLUMNS):
        out.append(_text(left + column * wide + wide / 2, top - 12, name.replace("_", " ")))
    for row, (truth, of) in enumerate(counts.items()):
        out.append(_text(left / 2, top + row * high + high / 2 + 5, _WORDS[truth]))
        total = sum(of.values())
        for column, count in enumerate(of.values()):
            x, y, share = left + column * wide, top + row * high, count / total if total else 0.0
            out.append(
                f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="#0072b2" '
                f'fill-opacity="{0.6 * share:.3f}" stroke="#777777"/>'
            )
            out.append(_text(x + wide / 2, y + high / 2 + 5, f"{count} of {total}"))
    return "\n".join([*out, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="#1a1a1a">{escape(words)}</text>'


def auc_line(roc: Roc) -> str:
    """One line for people."""
    found = roc.estimate
    if found.value is None:
        return f"{roc.system}: no AUC ({found.reason})"
    spread = f" [{found.low:.2f}, {found.high:.2f}]" if found.low is not None and found.high is not None else ""
    why = f" ({found.reason})" if not spread and found.reason else ""
    lost = f"; {roc.unscored} without a score" if roc.unscored else ""
    return f"{roc.system}: AUC {found.value:.3f}{spread}{why}{lost}"
