"""Line charts as SVG text that needs nothing else: no library, no font, no script; light and dark.

Lines differ by colour, by dashes and by the mark at their points, never by colour alone.
Source: colours of Okabe and Ito, "Color Universal Design" (2008), lightened or darkened for contrast.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

WIDTH, HEIGHT = 760, 420  # px, of the drawing
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 262, 36, 58
_LEGEND_LETTERS = 27
_LETTER_PX = 7.6

_LIGHT = ("#0072b2", "#b34700", "#00795a", "#a3457d", "#7a5c00", "#3d3d3d", "#1c8fb8", "#8a1c1c", "#5b4bb0", "#4d7a00")
_DARK = ("#6db8e8", "#ff9a57", "#4fd0ab", "#e79ac6", "#e6c24a", "#d0d0d0", "#8fdcf5", "#f08a8a", "#b9adf5", "#b3dc66")
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "5 2", "1 3", "12 4", "4 2 1 2", "8 2 2 2 2 2", "3 5")
Mark = Literal["none", "circle", "rug"]


def _style() -> str:
    def rules(colours: Sequence[str], ink: str, soft: str, line: str) -> str:
        own = "".join(f".c{i}{{--c:{c}}}" for i, c in enumerate(colours))
        return f".chart{{--ink:{ink};--soft:{soft};--line:{line}}}{own}"

    light, dark = rules(_LIGHT, "#1a1a1a", "#5a5f66", "#d5d9df"), rules(_DARK, "#e7e9ec", "#a7adb5", "#3a4048")
    shapes = (
        ".chart text{font:14px system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:var(--ink)}"
        ".chart text.soft{fill:var(--soft)}.chart text.name{font-size:15px;font-weight:600}"
        ".chart .grid{stroke:var(--line);stroke-width:1}.chart .zero{stroke:var(--soft);stroke-width:1}"
        ".chart .line{fill:none;stroke:var(--c);stroke-width:1.8}.chart .bold{stroke-width:3.2}"
        ".chart .mark{fill:var(--c)}.chart .bar{stroke:var(--c);stroke-width:1.2}"
    )
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}{shapes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """``low`` to ``high`` in the units of the lines, with ``ticks`` (place, text)."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points joined in order. ``bars`` are (x, low, high); ``rug`` marks are short upright strokes at each point."""

    name: str
    points: tuple[tuple[float, float], ...]
    mark: Mark = "none"
    bold: bool = False
    bars: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What `draw` draws; ``guides`` are plain straight lines ((x, y), (x, y)) behind the others."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]
    guides: tuple[tuple[tuple[float, float], tuple[float, float]], ...] = ()
    note: str = ""


def draw(chart: Chart) -> str:
    """The chart as one ``<svg>`` element, the same text for the same chart."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(chart.title)}"><style>{_style()}</style>'
    )
    body = [_title(chart), *_grid(chart)]
    body += [_segment(chart, ends, "zero") for ends in chart.guides]
    for number, line in enumerate(chart.lines):
        body += [f'<g class="c{number % len(_LIGHT)}">', *_line(chart, line, number), *_key(line, number), "</g>"]
    return "\n".join([head, *body, "</svg>"]) + "\n"


def _title(chart: Chart) -> str:
    return f'<text class="name" x="{_LEFT}" y="18">{escape(chart.title)}</text>'


def _at(chart: Chart, x: float, y: float) -> tuple[float, float]:
    """Place in px; points beyond an axis lie on its edge."""

    def share(value: float, axis: Axis) -> float:
        return min(1.0, max(0.0, (value - axis.low) / (axis.high - axis.low)))

    across, up = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    return _LEFT + across * share(x, chart.x), HEIGHT - _BOTTOM - up * share(y, chart.y)


def _grid(chart: Chart) -> list[str]:
    out = []
    for place, text in chart.x.ticks:
        out.append(_segment(chart, ((place, chart.y.low), (place, chart.y.high)), "grid"))
        x, y = _at(chart, place, chart.y.low)
        out.append(_under(chart, text, x, y + 18))
    for place, text in chart.y.ticks:
        out.append(_segment(chart, ((chart.x.low, place), (chart.x.high, place)), "grid"))
        x, y = _at(chart, chart.x.low, place)
        out.append(f'<text class="soft" x="{x - 7:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>')
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    out.append(f'<text x="{middle:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{escape(chart.x.label)}</text>')
    upright = (HEIGHT - _BOTTOM + _TOP) / 2
    turned = f'transform="rotate(-90 14 {upright:.1f})"'
    out.append(f'<text x="14" y="{upright:.1f}" text-anchor="middle" {turned}>{escape(chart.y.label)}</text>')
    return out


def _under(chart: Chart, text: str, x: float, y: float) -> str:
    """A tick's text, slanted where all of them do not fit side by side."""
    room = (WIDTH - _LEFT - _RIGHT) / max(len(chart.x.ticks), 1)
    if max(len(name) for _, name in chart.x.ticks) * _LETTER_PX <= room:
        return f'<text class="soft" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(text)}</text>'
    slanted = f'text-anchor="end" transform="rotate(-28 {x + 6:.1f} {y - 6:.1f})"'
    return f'<text class="soft" x="{x + 6:.1f}" y="{y - 6:.1f}" {slanted}>{escape(text)}</text>'


def _segment(chart: Chart, ends: tuple[tuple[float, float], tuple[float, float]], kind: str) -> str:
    (x1, y1), (x2, y2) = (_at(chart, *end) for end in ends)
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _line(chart: Chart, line: Line, number: int) -> list[str]:
    places = [_at(chart, x, y) for x, y in line.points if math.isfinite(x) and math.isfinite(y)]
    if line.mark == "rug":
        return [f'<line class="bar" x1="{x:.1f}" y1="{y - 5:.1f}" x2="{x:.1f}" y2="{y + 5:.1f}"/>' for x, y in places]
    out = [_segment(chart, ((x, low), (x, high)), "bar") for x, low, high in line.bars]
    if len(places) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline class="{_weight(line)}" stroke-dasharray="{_dash(line, number)}" points="{path}"/>')
    if line.mark == "circle":
        out += [f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{4 if line.bold else 3}"/>' for x, y in places]
    return out


def _weight(line: Line) -> str:
    return "line bold" if line.bold else "line"


def _dash(line: Line, number: int) -> str:
    return "" if line.bold else _DASHES[number % len(_DASHES)]


def _key(line: Line, number: int) -> list[str]:
    """One row of the legend, to the right of the drawing."""
    x, y = WIDTH - _RIGHT + 14, _TOP + 10 + 20 * number
    text = f'<text x="{x + 32}" y="{y + 4}">{escape(_short(line.name))}</text>'
    if line.mark == "rug":
        return [f'<line class="bar" x1="{x + 12}" y1="{y - 5}" x2="{x + 12}" y2="{y + 5}"/>', text]
    ends = f'x1="{x}" y1="{y}" x2="{x + 26}" y2="{y}"'
    stroke = f'<line class="{_weight(line)}" stroke-dasharray="{_dash(line, number)}" {ends}/>'
    dot = [f'<circle class="mark" cx="{x + 13}" cy="{y}" r="3"/>'] if line.mark == "circle" else []
    return [stroke, *dot, text]


def _short(name: str) -> str:
    """Cut in the middle, since names of detectors differ at their ends."""
    half = (_LEGEND_LETTERS - 1) // 2
    return name if len(name) <= _LEGEND_LETTERS else f"{name[:half]}…{name[-half:]}"
