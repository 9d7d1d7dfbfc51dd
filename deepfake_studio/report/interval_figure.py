"""The item's and every detector's log10 LR with 95 % intervals on the verbal scale, so that dissent is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deepfake_studio.report import canvas, scale
from deepfake_studio.report.words import say
from deepfake_studio.vocabulary import LikelihoodRatio

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = tuple[str, LikelihoodRatio | None, str | None]

_WIDTH_INCHES, _ROW_INCHES = 9.0, 0.3
_INK, _BLUE, _GREY = "#111111", "#0072b2", "#777777"
_LEAST_LIMIT = 1.2


def draw(rows: Sequence[Row]) -> bytes:
    """The figure as SVG."""
    return drawing(rows).svg()


def drawing(rows: Sequence[Row]) -> canvas.Drawing:
    """The figure; the first row is the item."""
    limit = max([_LEAST_LIMIT, *(max(abs(lr.low), abs(lr.high), abs(lr.log10)) for _, lr, _ in rows if lr)]) * 1.08
    height = _ROW_INCHES * len(rows) + 1.0

    def paint(figure: Figure) -> None:
        axis = figure.subplots(
            gridspec_kw={"left": 0.24, "right": 0.985, "top": 1 - 0.42 / height, "bottom": 0.5 / height}
        )
        _ladder(axis, limit)
        for at, row in enumerate(rows):
            _mark(axis, at, row)
        axis.set_xlim(-limit, limit)
        axis.set_ylim(len(rows) - 0.5, -0.5)
        axis.set_yticks(range(len(rows)), [canvas.label(name) for name, _, _ in rows])
        axis.set_xlabel(say("← supports H2 (no manipulation)      log10 LR      supports H1 (manipulation) →"))
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.tick_params(labelsize=7.5, length=2)

    return canvas.Drawing(paint, _WIDTH_INCHES, height)


def _ladder(axis: Axes, limit: float) -> None:
    """Steps of the verbal scale on both sides, named above the axis."""
    axis.axvline(0, color=_INK, linewidth=0.8)
    for low, high, name in scale.LADDER:
        if low >= limit:
            break
        middle = (low + min(high, limit)) / 2
        wide = min(high, limit) - low > 0.11 * limit
        for sign in (-1, 1):
            axis.axvline(sign * low, color="#cccccc", linewidth=0.6, linestyle=":")
            if wide:
                text = say(name).replace(" ", "\n")
                axis.text(
                    sign * middle,
                    1.02,
                    text,
                    transform=axis.get_xaxis_transform(),
                    ha="center",
                    va="bottom",
                    fontsize=6.5,
                    color=_GREY,
                )


def _mark(axis: Axes, at: int, row: Row) -> None:
    _, lr, reason = row
    if lr is None or not math.isfinite(lr.log10):
        text = canvas.label(say("no likelihood ratio: {reason}", reason=reason or say("not calibrated")), 84)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        axis.text(0.0, at, text, ha="center", va="center", fontsize=7, style="italic", color=_GREY, bbox=box)
        return
    first = at == 0
    colour = _INK if first else _BLUE
    axis.plot([lr.low, lr.high], [at, at], color=colour, linewidth=2.2 if first else 1.2, solid_capstyle="butt")
    axis.plot([lr.low, lr.high], [at, at], linestyle="none", marker="|", markersize=7, color=colour)
    axis.plot(
        [lr.log10], [at], linestyle="none", marker="D" if first else "o", markersize=5.5 if first else 4.5, color=colour
    )
