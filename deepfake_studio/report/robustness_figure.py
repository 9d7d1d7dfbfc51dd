"""log10 LR of the item and of each detector against compression: one panel per size, one for platform profiles.

Lines differ by colour, dashes and marks; the zones of the outcome are named on the axis and not told by colour alone.
An open diamond has another outcome than the exhibit as it is; a line stands before the first of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deepfake_studio.report import canvas
from deepfake_studio.report.words import noted, recorded, say
from deepfake_studio.vocabulary import LikelihoodRatio, RecompressedResult, Robustness

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FUSED = "fused"
ZONE_LOG10 = 0.5  # least |log10 LR| of an outcome; the interval has to lie beyond 0 as well
_PANEL_INCHES, _PROFILE_INCHES, _SIDE_INCHES = 2.05, 0.42, 1.15
_HEIGHT_INCHES, _LEGEND_INCHES, _TOP_INCHES = 3.1, 0.2, 0.45
_AXIS_INCHES, _LETTER_INCHES, _LONGEST_NAME = 0.6, 0.036, 22  # a letter of a slanted name, as high as it makes it
_LEAST_LIMIT = 1.3
_INK, _GREY = "#111111", "#777777"
# Okabe and Ito, "Color Universal Design" (2008); the item itself is black
_LOOKS = (
    ("#0072b2", "--", "o"),
    ("#d55e00", ":", "s"),
    ("#009e73", "-.", "^"),
    ("#cc79a7", (0, (5, 1)), "v"),
    ("#8a6d00", (0, (1, 1)), "P"),
    ("#56b4e9", (0, (3, 1, 1, 1)), "X"),
)
_ZONES = (
    ("#fbe3d3", noted("supports\nmanipulation")),
    ("#eeeeee", "inconclusive"),
    ("#dbe9f3", noted("supports no\nmanipulation")),
)


@dataclass(frozen=True, slots=True)
class _Look:
    name: str
    colour: str
    dashes: Any
    mark: str
    bold: bool


def draw(robustness: Robustness) -> bytes:
    """The figure as SVG."""
    return drawing(robustness).svg()


def drawing(robustness: Robustness) -> canvas.Drawing:
    """The figure."""
    results = robustness.results
    sizes = list(dict.fromkeys(r.size for r in results if r.kind == "ladder" and r.size))
    profiles = [r for r in results if r.kind == "profile"]
    looks, limit = _looks(results), _limit(results)
    widths = [_PANEL_INCHES] * len(sizes) + ([max(1.2, _PROFILE_INCHES * len(profiles))] if profiles else [])
    widths = widths or [_PANEL_INCHES]
    width = sum(widths) + _SIDE_INCHES + 0.25 * len(widths)
    lines = math.ceil((len(looks) + 1) / _columns(width))
    bottom = _names_inches(profiles) + _LEGEND_INCHES * lines + 0.1
    height = _HEIGHT_INCHES + bottom

    def paint(figure: Figure) -> None:
        sides = {"left": (_SIDE_INCHES - 0.15) / width, "right": 1 - 0.12 / width}
        grid = {"width_ratios": widths, "wspace": 0.08, **sides}
        edges = {"top": 1 - _TOP_INCHES / height, "bottom": bottom / height}
        axes = figure.subplots(1, len(widths), sharey=True, squeeze=False, gridspec_kw={**grid, **edges})[0]
        for axis, size in zip(axes, sizes, strict=False):
            title = f"{recorded(f'{size} size')}\n{_held(robustness, size)}".rstrip()
            _ladder(axis, title, [results[0], *_rungs(results, size)], looks, limit)
        if profiles:
            _profiles(axes[len(sizes)], results[0], profiles, looks, limit)
        if not sizes and not profiles:
            _ladder(axes[0], say("as it is"), [results[0]], looks, limit)
        _left(axes[0], limit)
        handles = [axes[0].plot([], [], **_style(look), label=_name(look))[0] for look in looks]
        if any(_turned(results[0], r) for r in results):
            label = say("{system}, another outcome", system=say(FUSED))
            handles.insert(1, axes[0].plot([], [], **_open(looks[0]), linestyle="none", label=label)[0])
        figure.legend(handles=handles, loc="lower center", ncols=_columns(width), frameon=False, fontsize=7)

    return canvas.Drawing(paint, width, height)


def alternative(robustness: Robustness) -> str:
    """What the figure shows, in words."""
    each = "; ".join(f"{recorded(r.name)}: {_said(r)}" for r in robustness.results)
    return say("Fused log10 LR by copy. {each}", each=each)


def _name(look: _Look) -> str:
    return say(FUSED) if look.name == FUSED else canvas.label(look.name)


def _names_inches(profiles: Sequence[RecompressedResult]) -> float:
    """Room below the panels: ticks and title of the axis, or slanted names where they need more."""
    longest = max((len(canvas.label(r.name, _LONGEST_NAME)) for r in profiles), default=0)
    return max(_AXIS_INCHES, 0.25 + _LETTER_INCHES * longest)


def _held(robustness: Robustness, size: str) -> str:
    """How far the item's outcome holds at one size; nothing where there is none that could stop holding."""
    point = next((p for p in robustness.holding if (p.system, p.size) == (FUSED, size)), None)
    if point is None or robustness.results[0].outcome in (None, "inconclusive"):
        return ""
    if point.holds_to_crf is None:
        return say("holds at no step")
    last = say("the last step, ") if point.changes_at_crf is None else ""
    return say("holds down to {last}CRF {holds_to_crf:g}", last=last, holds_to_crf=point.holds_to_crf)


def _turned(as_is: RecompressedResult, result: RecompressedResult) -> bool:
    """Whether a copy with a likelihood ratio has another outcome than the exhibit."""
    return result.lr is not None and result.outcome != as_is.outcome


def _said(result: RecompressedResult) -> str:
    if result.lr is None:
        return say("none ({reason})", reason=result.reason or say("not calibrated"))
    return f"{result.lr.log10:+.2f} [{result.lr.low:+.2f}, {result.lr.high:+.2f}]"


def _rungs(results: Sequence[RecompressedResult], size: str) -> list[RecompressedResult]:
    return sorted((r for r in results if r.kind == "ladder" and r.size == size), key=lambda r: r.crf or 0.0)


def _looks(results: Sequence[RecompressedResult]) -> list[_Look]:
    ids = sorted({d.detector_id for r in results for d in r.detectors if d.lr is not None})
    own = [_look(name, i) for i, name in enumerate(ids)]
    return [_Look(FUSED, _INK, "-", "D", bold=True), *own]


def _look(name: str, number: int) -> _Look:
    colour, dashes, mark = _LOOKS[number % len(_LOOKS)]
    return _Look(name, colour, dashes, mark, bold=False)


def _columns(width: float) -> int:
    return max(1, int(width // 2.1))


def _limit(results: Sequence[RecompressedResult]) -> float:
    found = [lr for r in results for lr in (r.lr, *(d.lr for d in r.detectors)) if lr is not None]
    return max([_LEAST_LIMIT, *(max(abs(lr.low), abs(lr.high)) for lr in found)]) * 1.05


def _ratio(result: RecompressedResult, system: str) -> LikelihoodRatio | None:
    if system == FUSED:
        return result.lr
    return next((d.lr for d in result.detectors if d.detector_id == system), None)


def _style(look: _Look) -> dict[str, Any]:
    size, width = (5.0, 1.8) if look.bold else (3.6, 1.0)
    return {"color": look.colour, "linestyle": look.dashes, "marker": look.mark, "markersize": size, "linewidth": width}


def _open(look: _Look) -> dict[str, Any]:
    """The mark of the item where its outcome is another one."""
    return {"color": look.colour, "marker": look.mark, "markersize": 5.5, "markerfacecolor": "white", "zorder": 4}


def _ladder(axis: Axes, title: str, rows: Sequence[RecompressedResult], looks: Sequence[_Look], limit: float) -> None:
    """The exhibit as it is stands to the left of the weakest compression."""
    _ground(axis, title, limit)
    crfs = [r.crf for r in rows if r.kind == "ladder" and r.crf is not None]
    step = (crfs[-1] - crfs[0]) / (len(crfs) - 1) if len(crfs) > 1 else 5.0
    first = crfs[0] - step if crfs else 0.0
    places = [first if r.kind == "as_is" else float(r.crf or 0.0) for r in rows]
    for look in reversed(looks):  # the item lies on top
        ratios = [_ratio(r, look.name) for r in rows]
        _line(axis, places, ratios, look)
    _changes(axis, places, rows, looks[0])
    for place, row in zip(places, rows, strict=True):
        if row.lr is None:
            _missing(axis, place, limit)
    axis.set_xticks(places, [say("as\nis") if r.kind == "as_is" else f"{r.crf:g}" for r in rows])
    axis.set_xlim(places[0] - 0.4 * step, places[-1] + 0.4 * step)
    axis.set_xlabel("H.264 CRF" if crfs else "")


def _changes(axis: Axes, places: Sequence[float], rows: Sequence[RecompressedResult], look: _Look) -> None:
    """Open marks, and where the outcome first changes; an inconclusive one has nothing to lose."""
    for place, row in zip(places, rows, strict=True):
        if row.lr is not None and _turned(rows[0], row):
            axis.plot([place], [row.lr.log10], **_open(look))
    first = next((i for i, row in enumerate(rows) if row.outcome != rows[0].outcome), 0)
    if first and rows[0].outcome not in (None, "inconclusive"):
        axis.axvline((places[first - 1] + places[first]) / 2, color=_INK, linewidth=0.9, linestyle=(0, (4, 2)))


def _line(axis: Axes, places: Sequence[float], ratios: Sequence[LikelihoodRatio | None], look: _Look) -> None:
    values = [math.nan if lr is None else lr.log10 for lr in ratios]
    if look.bold:
        low = [math.nan if lr is None else lr.low for lr in ratios]
        high = [math.nan if lr is None else lr.high for lr in ratios]
        axis.fill_between(places, low, high, color=look.colour, alpha=0.16, linewidth=0)
        axis.plot(places, low, color=look.colour, linewidth=0.5)
        axis.plot(places, high, color=look.colour, linewidth=0.5)
    axis.plot(places, values, **_style(look))


def _profiles(
    axis: Axes, as_is: RecompressedResult, rows: Sequence[RecompressedResult], looks: Sequence[_Look], limit: float
) -> None:
    _ground(axis, say("through profiles"), limit)
    for number, look in enumerate(looks):
        # left and right of the item in turn, so that no mark covers another
        shift = 0.0 if look.bold else 0.16 * ((number + 1) // 2) * (-1) ** number
        for at, row in enumerate(rows):
            lr = _ratio(row, look.name)
            if lr is None:
                continue
            if look.bold:
                axis.plot([at, at], [lr.low, lr.high], color=look.colour, linewidth=1.6, solid_capstyle="butt")
            axis.plot([at + shift], [lr.log10], **{**_style(look), "linestyle": "none"})
            if look.bold and _turned(as_is, row):
                axis.plot([at], [lr.log10], **_open(look))
    for at, row in enumerate(rows):
        if row.lr is None:
            _missing(axis, at, limit)
    axis.set_xticks(range(len(rows)), [canvas.label(r.name, _LONGEST_NAME) for r in rows], rotation=35, ha="right")
    axis.set_xlim(-0.6, len(rows) - 0.4)


def _missing(axis: Axes, place: float, limit: float) -> None:
    axis.text(place, -0.97 * limit, say("no LR"), ha="center", va="bottom", rotation=90, fontsize=6.5, color=_GREY)


def _ground(axis: Axes, title: str, limit: float) -> None:
    spans = ((ZONE_LOG10, limit), (-ZONE_LOG10, ZONE_LOG10), (-limit, -ZONE_LOG10))
    for (low, high), (colour, _) in zip(spans, _ZONES, strict=True):
        axis.axhspan(low, high, facecolor=colour, edgecolor="none", zorder=0)
    axis.axhline(0.0, color=_GREY, linewidth=0.6)
    axis.set_ylim(-limit, limit)
    axis.set_title(title, fontsize=8)
    axis.spines[["top", "right"]].set_visible(False)
    axis.tick_params(labelsize=7, length=2)


def _left(axis: Axes, limit: float) -> None:
    """The zones by name, beside the numbers."""
    axis.set_ylabel("log10 LR", labelpad=24, fontsize=8)
    middles = ((ZONE_LOG10 + limit) / 2, 0.0, -(ZONE_LOG10 + limit) / 2)
    for middle, (_, name) in zip(middles, _ZONES, strict=True):
        axis.annotate(
            say(name),
            (0.0, middle),
            xycoords=axis.get_yaxis_transform(),
            xytext=(-37, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            rotation=90,
            fontsize=6.5,
            color=_INK,
        )
