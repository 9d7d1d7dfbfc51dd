"""Draws a figure into a PDF page as lines, areas and real letters, so that it stays sharp and can be searched.

Transparency is mixed with white beforehand: PDF/A readers differ in how they blend. Pictures inside figures are not
drawn; the figures of reports have none.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from fpdf import FPDF
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path

from deepfake_studio.report.canvas import Drawing

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_HATCH_TILE = 72.0
FAMILY = "text"


def draw(pdf: FPDF, drawing: Drawing, *, x: float, y: float, width: float) -> None:
    """Paint ``drawing`` with its lower left corner at ``x``, ``y`` (points, from the lower left of the page)."""
    with drawing.figure(72) as figure:
        scale = width / (drawing.width_inches * 72)
        renderer = _Renderer(pdf, drawing.width_inches * 72, drawing.height_inches * 72)
        figure.draw(renderer)
    whole = "\n".join(renderer.operators)
    pdf._out(f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm\n{whole}\nQ")


class _Renderer(RendererBase):
    """What matplotlib asks of whoever draws; one unit is a point."""

    def __init__(self, pdf: FPDF, width: float, height: float) -> None:
        super().__init__()
        self._pdf = pdf
        self._size = (width, height)
        self.operators: list[str] = []

    def flipy(self) -> bool:
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        font = self._font(prop)
        width = sum(font.cw[ord(c)] for c in s) * size / 1000
        return width, size * 0.95, size * 0.22

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        turn = math.radians(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        font, size = self._font(prop), prop.get_size_in_points()
        selected = self._pdf._set_font_for_page(font, size)
        place = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        text = font.encode_text(s)
        self.operators.append(f"q {self._clip(gc)}{_colour(gc.get_rgb())} rg {selected} BT {place} {text} ET Q")

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        outline = _outline(path, transform)
        if not outline:
            return
        before = f"q {self._clip(gc)}"
        if rgbFace is not None:
            self.operators.append(f"{before}{_colour(rgbFace, gc)} rg {outline} f Q")
        if gc.get_hatch():
            self._hatch(gc, path, transform, outline, before)
        if gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0:
            self.operators.append(f"{before}{_pen(gc)} {outline} S Q")

    def draw_markers(
        self,
        gc: Any,
        marker_path: Any,
        marker_trans: Any,
        path: Any,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """The outline of the marker once, moved to every place."""
        outline = _outline(marker_path, marker_trans)
        stroked = gc.get_linewidth() > 0 and gc.get_rgb()[3] > 0
        filled = rgbFace is not None
        if not outline or not (stroked or filled):
            return
        state = f"q {self._clip(gc)}{_pen(gc)} " + (f"{_colour(rgbFace, gc)} rg " if filled else "")
        paint = {(True, True): "B", (True, False): "S", (False, True): "f"}[stroked, filled]
        places = [v[-2:] for v, code in path.iter_segments(trans, simplify=False) if code != Path.CLOSEPOLY]
        each = (f"q 1 0 0 1 {x:.2f} {y:.2f} cm {outline} {paint} Q" for x, y in places)
        self.operators.append(f"{state}{' '.join(each)} Q")

    def _hatch(self, gc: Any, path: Any, transform: Any, outline: str, before: str) -> None:
        """Tiles of the hatch over the area, cut off at its outline."""
        extents = path.get_extents(transform)
        across = range(math.floor(extents.x0 / _HATCH_TILE), math.ceil(extents.x1 / _HATCH_TILE))
        up = range(math.floor(extents.y0 / _HATCH_TILE), math.ceil(extents.y1 / _HATCH_TILE))
        tile = gc.get_hatch_path()
        lines = _outline(Path(tile.vertices * _HATCH_TILE, tile.codes), None)
        each = (f"q 1 0 0 1 {i * _HATCH_TILE:.0f} {j * _HATCH_TILE:.0f} cm {lines} S Q" for i in across for j in up)
        pen = f"{_colour(gc.get_hatch_color(), gc)} RG {gc.get_hatch_linewidth():.2f} w [] 0 d"
        self.operators.append(f"{before}{outline} W n {pen} {' '.join(each)} Q")

    def _font(self, prop: Any) -> Any:
        style = "I" if prop.get_style() in ("italic", "oblique") else ""
        bold = "B" if prop.get_weight() in ("bold", 700) else ""
        return self._pdf.fonts.get(f"{FAMILY}{bold or style}") or self._pdf.fonts[FAMILY]

    def _clip(self, gc: GraphicsContextBase) -> str:
        box: Any = gc.get_clip_rectangle()
        return "" if box is None else f"{box.x0:.2f} {box.y0:.2f} {box.width:.2f} {box.height:.2f} re W n "


def _outline(path: Any, transform: Any) -> str:
    """Path operators; a curve of second degree becomes one of third."""
    out: list[str] = []
    at = (0.0, 0.0)
    for values, code in path.iter_segments(transform, simplify=False, curves=True):
        v = [float(value) for value in values]
        if code == Path.MOVETO:
            out.append(f"{v[0]:.2f} {v[1]:.2f} m")
        elif code == Path.LINETO:
            out.append(f"{v[0]:.2f} {v[1]:.2f} l")
        elif code == Path.CURVE3:
            first = [at[i] + 2 / 3 * (v[i] - at[i]) for i in (0, 1)]
            second = [v[2 + i] + 2 / 3 * (v[i] - v[2 + i]) for i in (0, 1)]
            out.append(" ".join(f"{n:.2f}" for n in (*first, *second, *v[2:])) + " c")
        elif code == Path.CURVE4:
            out.append(" ".join(f"{n:.2f}" for n in v) + " c")
        elif code == Path.CLOSEPOLY:
            out.append("h")
            continue
        at = (v[-2], v[-1])
    return " ".join(out)


def _colour(rgba: Any, gc: Any = None) -> str:
    """Red, green, blue 0..1, mixed with white by the alpha."""
    values = np.asarray(rgba, float)
    alpha = float(values[3]) if len(values) > 3 else 1.0
    if gc is not None and gc.get_forced_alpha():
        alpha = float(gc.get_alpha())
    return " ".join(f"{1 - (1 - float(c)) * alpha:.3f}" for c in values[:3])


def _pen(gc: Any) -> str:
    offset, dashes = gc.get_dashes()
    dashed = f"[{' '.join(f'{d:.2f}' for d in dashes)}] {offset or 0:.2f} d" if dashes is not None else "[] 0 d"
    ends = f"{_CAPS.get(gc.get_capstyle(), 0)} J {_JOINS.get(gc.get_joinstyle(), 0)} j"
    return f"{_colour(gc.get_rgb(), gc)} RG {gc.get_linewidth():.2f} w {ends} {dashed}"
