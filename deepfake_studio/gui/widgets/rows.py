"""One lane on the canvas: its name, its view, and what is drawn in it."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import meanings, words
from deepfake_studio.gui.widgets.lanes import Bar, CurveLane
from deepfake_studio.gui.widgets.margin import LaneName
from deepfake_studio.gui.widgets.marks import BandItem, BarsItem, DotsItem, NamesItem, ZonesItem
from deepfake_studio.gui.widgets.measures import Pictures
from deepfake_studio.gui.widgets.palette import Palette
from deepfake_studio.gui.widgets.types_item import TypesItem
from deepfake_studio.vocabulary import Floats

_SPARSE_VERTICES = 600  # up to here lines are smooth, dashes possible and samples dotted; beyond, a plain thin line
_BAR_ROW_PX = 20
_MAX_BAR_ROWS_PX = 140


class Row(ABC):
    """A lane: ``view`` moves with time, ``name`` stays; ``key`` tells it from the others."""

    height_px: tuple[int, int]

    def __init__(self, key: str, name: LaneName, y_range: tuple[float, float], colours: Palette) -> None:
        self.key, self.name = key, name
        self.view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0, border=pg.mkPen(colours.border))
        self.view.setBackgroundColor(colours.lane)
        self.view.disableAutoRange()
        self.view.setYRange(*y_range, padding=0)

    def set_view(self, start_seconds: float, stop_seconds: float, max_points: int) -> int:
        """Show a span; returns how many vertices are drawn for it."""
        self.view.setXRange(start_seconds, stop_seconds, padding=0)
        return 0

    @abstractmethod
    def words_at(self, seconds: float, slack_seconds: float) -> str:
        """What this lane says of a moment."""

    def short_at(self, seconds: float, slack_seconds: float) -> str:
        """The same with the name of the lane, short enough to stand beside others; empty for nothing to say."""
        said = self.words_at(seconds, slack_seconds)
        return f"{self.name.title}: {said}" if said else ""


class CurveRow(Row):
    """A curve; dashed and grey where the numbers are no strength of evidence."""

    def __init__(self, lane: CurveLane, colours: Palette) -> None:
        self.lane, self._fused = lane, lane.key == "fused"
        y_range, ticks = scale(lane)
        note = "" if lane.empty and not self._fused else lane.note
        shown = () if lane.empty else ticks
        name = LaneName(lane.title, note, shown, y_range, colours, meaning=lane.meaning, plus=not lane.unit)
        super().__init__(lane.key, name, y_range, colours)
        self.height_px = self._heights()
        drawn = not lane.empty
        zones = ZonesItem(
            y_range, colours, zones=lane.calibrated and drawn, named=self._fused and drawn,
            zero=drawn and not lane.unit, hint=lane.empty, raw=lane.raw and drawn,
        )  # fmt: skip
        colour = colours.curve if self._fused else colours.raw if lane.raw else colours.detector
        solid = pg.QtCore.Qt.PenStyle.SolidLine
        style = pg.QtCore.Qt.PenStyle.DashLine if lane.raw else solid
        self._dense_pen = pg.mkPen(colour, width=1)
        self._sparse_pen = pg.mkPen(colour, width=1, style=style)  # 1.5 takes four times as long
        self._curve = pg.PlotCurveItem(pen=self._sparse_pen, connect="finite")
        self._dots = DotsItem(y_range, colours, colour)
        bands = (BandItem(y_range, colours, lane.bands, colour),) if lane.bands else ()
        for item in (zones, *bands, self._curve, self._dots, NamesItem(zones)):
            self.view.addItem(item, ignoreBounds=True)

    def _heights(self) -> tuple[int, int]:
        """Least and most; a lane without a curve needs a line, the fused one two for its note."""
        if self.lane.empty:
            return (44, 44) if self._fused else (26, 26)
        return (88, 150) if self._fused else (46, 90)

    def set_view(self, start_seconds: float, stop_seconds: float, max_points: int) -> int:
        """Draw the extremes of each bucket, or the samples themselves where there is room for them."""
        super().set_view(start_seconds, stop_seconds, max_points)
        if self.lane.empty:
            return 0
        x, y = self.lane.pyramid.query(start_seconds, stop_seconds, max_points)
        sparse = len(x) <= _SPARSE_VERTICES
        pen = self._sparse_pen if sparse else self._dense_pen
        self._curve.setData(x, y, pen=pen, antialias=sparse, connect="finite")
        shown = np.isfinite(y) if len(x) <= max_points / 4 else _alone(y)
        dots = np.flatnonzero(shown)[:_SPARSE_VERTICES]
        self._dots.set_points(x[dots], y[dots])
        return len(x)

    def words_at(self, seconds: float, slack_seconds: float) -> str:
        """The nearest sample in words."""
        return self.lane.words_at(seconds)

    def short_at(self, seconds: float, slack_seconds: float) -> str:
        """Name and number."""
        row = self.lane.pyramid.nearest(seconds)
        value = float("nan") if row is None else float(self.lane.pyramid.values[row])
        if not math.isfinite(value):
            return ""
        if self.lane.unit:
            return f"{self.lane.title} {words.measured(value, self.lane.unit)}"
        return f"{self.lane.title} {('log10 LR' if self.lane.calibrated else tr('raw logit'))} {words.signed(value)}"


class BarRow(Row):
    """Spans and moments."""

    def __init__(
        self, key: str, title: str, bars: Sequence[Bar], colours: Palette, *, hint: str, meaning: str = ""
    ) -> None:
        self.bars = bars
        item = BarsItem(bars, colours, hint=hint)
        y_range = (0.0, float(item.rows))
        super().__init__(key, LaneName(title, "", (), y_range, colours, meaning=meaning), y_range, colours)
        self.view.invertY(True)
        height = min(_BAR_ROW_PX * item.rows, _MAX_BAR_ROWS_PX) + 4
        self.height_px = (height, height)
        self.view.addItem(item, ignoreBounds=True)

    def at(self, seconds: float, slack_seconds: float) -> list[Bar]:
        """Bars that lie on a moment, the shortest first."""
        found = [bar for bar in self.bars if bar.covers(seconds, slack_seconds)]
        return sorted(found, key=lambda bar: bar.stop_seconds - bar.start_seconds)

    def words_at(self, seconds: float, slack_seconds: float) -> str:
        """All bars at a moment."""
        return "; ".join(bar.words for bar in self.at(seconds, slack_seconds))


class TypesRow(Row):
    """Picture types."""

    def __init__(self, pictures: Pictures | None, colours: Palette, *, hint: str) -> None:
        self._pictures, y_range = pictures, (0.0, 1.0)
        name = LaneName(tr("Picture types"), "", (), y_range, colours, meaning=meanings.TYPES)
        super().__init__("types", name, y_range, colours)
        self.height_px = (26, 26)
        self.view.addItem(TypesItem(pictures, colours, hint=hint), ignoreBounds=True)

    def words_at(self, seconds: float, slack_seconds: float) -> str:
        """The picture on screen at a moment."""
        found = self._pictures
        row = -1 if found is None else int(np.searchsorted(found.pts_seconds, seconds + 1e-6, "right")) - 1
        return found.words(row) if found is not None and row >= 0 else ""

    def short_at(self, seconds: float, slack_seconds: float) -> str:
        """As it is: it names the picture."""
        return self.words_at(seconds, slack_seconds)


def scale(lane: CurveLane) -> tuple[tuple[float, float], tuple[float, ...]]:
    """Range and ticks of a lane's values: calibrated ones symmetric and at least to 1, others as they come."""
    low, high = lane.limits or lane.pyramid.extremes or (-1.0, 1.0)
    low, high = min([low, *(b.low for b in lane.bands)]), max([high, *(b.high for b in lane.bands)])
    if lane.unit:
        room = 0.12 * max(high - low, 1.0)
        return (low - room, high + room), tuple(sorted({float(math.ceil(low)), float(math.floor(high))}))
    if lane.calibrated:
        reach = max(math.ceil(max(abs(low), abs(high))), 1)
        return (-1.15 * reach, 1.15 * reach), (-float(reach), 0.0, float(reach))
    low, high = min(low, 0.0), max(high, 0.0)
    room = 0.1 * max(high - low, 1.0)
    ticks = {float(math.ceil(low)), 0.0, float(math.floor(high))}
    return (low - room, high + room), tuple(sorted(ticks))


def _alone(y: Floats) -> np.ndarray:
    """Vertices with a gap on both sides: no line shows them, a dot must."""
    there = np.isfinite(y)
    left, right = np.r_[False, there[:-1]], np.r_[there[1:], False]
    return there & ~left & ~right
