"""Charts of the compression wizard: rate against CRF while it is estimated, residuals, log10 LR against compression.

Lines differ by mark and dashes as well as by colour; every chart says in words what it shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.figures import figure, figures
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets.palette import Palette, palette, track_colour
from deepfake_studio.social.wizard_tables import Curve
from deepfake_studio.trials import holding
from deepfake_studio.vocabulary import LikelihoodRatio, RecompressedResult

_MARKS = ("o", "s", "t", "d", "+", "x", "star")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_ZONE_LOG10 = 0.5
_LEAST_DECADES, _LEAST_CRF = 0.2, 6.0  # ranges below which an axis would show nothing but noise
FUSED = "fused"


class Chart(pg.PlotWidget):
    """A plot that follows light and dark, cannot be dragged out of sight, and can be read aloud."""

    def __init__(self, name: str, x: str, y: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)  # menus nobody opens would cost a third of the wizard's opening
        self.setAccessibleName(name)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.setMinimumHeight(110)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._titles = {"bottom": x, "left": y}
        self.colours: Palette = palette(dark=style.is_dark())
        self.set_dark(style.is_dark())

    def set_dark(self, dark: bool) -> None:
        """Use the colours of a scheme."""
        self.colours = palette(dark=dark)
        self.setBackground(self.colours.lane)
        for side, title in self._titles.items():
            axis = self.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(pg.mkPen(self.colours.grid))
            axis.setTextPen(pg.mkPen(self.colours.text))
            self.setLabel(side, title, color=self.colours.text)
        self.showGrid(x=True, y=True, alpha=0.15)
        self.redraw()

    def redraw(self) -> None:
        """Draw again in the colours in use."""

    def _dash(self, colour: str, number: int, width: float = 1.0) -> pg.QtGui.QPen:
        return pg.mkPen(colour, width=width, style=_DASHES[number % len(_DASHES)])


def _height(bps: float) -> float:
    """Where a rate lies on the axis: log10 of kbit/s."""
    return math.log10(max(bps, 1.0) / 1000)


def rate_ticks(low: float, high: float, *, most: int = 8) -> list[float]:
    """Round kbit/s values between two places on the axis (log10), at most so many."""
    for steps in ((1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9), (1, 1.5, 2, 3, 4, 6, 8), (1, 2, 5), (1,)):
        decades = range(math.floor(low), math.ceil(high) + 1)
        found = [s * 10.0**d for d in decades for s in steps if low <= math.log10(s) + d <= high]
        if len(found) <= most:
            return found
    return found[:: math.ceil(len(found) / most)]


def _spaced(low: float, high: float, *, least: float) -> tuple[float, float]:
    """A range with some air, never smaller than ``least``."""
    air = max(0.08 * (high - low), (least - (high - low)) / 2)
    return low - air, high + air


def _falling(points: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Runs of points in which the rate falls as CRF grows.

    Trial encodes of one pair differ in part and preset; a rise between two says only that, and no line joins them.
    """
    runs: list[list[tuple[float, float]]] = []
    for point in points:
        if runs and point[1] < runs[-1][-1][1]:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


class RateChart(Chart):
    """kbit/s (logarithmic) against CRF; the chosen pair stands out, with its copy's rate and the estimate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._curves: list[Curve] = []
        self._chosen = ""
        super().__init__(tr("Rate against CRF"), "CRF", tr("kbit/s (logarithmic)"), parent)

    def show_curves(self, curves: Sequence[Curve], chosen: str) -> None:
        """Other curves; ``chosen`` is the key of one."""
        self._curves, self._chosen = list(curves), chosen
        self.redraw()

    def redraw(self) -> None:
        """Draw the curves, the chosen one last."""
        self.clear()
        for number, curve in enumerate(sorted(self._curves, key=lambda c: c.key == self._chosen)):
            self._curve(curve, number)
        self._scale()
        self.setAccessibleDescription(self.words())

    def _curve(self, curve: Curve, number: int) -> None:
        chosen = curve.key == self._chosen
        colour = self.colours.curve if chosen else self.colours.raw
        pen = self._dash(colour, 0 if chosen else 1, 2.0 if chosen else 1.0)
        for run in _falling(curve.points):
            self.plot(
                [crf for crf, _ in run], [_height(bps) for _, bps in run], pen=pen, symbol=_MARKS[number % len(_MARKS)],
                symbolSize=8 if chosen else 5, symbolBrush=colour, symbolPen=None,
            )  # fmt: skip
        if chosen and curve.target_bps:
            self._target(curve, _height(curve.target_bps))

    def _target(self, curve: Curve, level: float) -> None:
        """The copy's rate, and where on it the estimate stands."""
        colour = self.colours.playhead
        self.addItem(pg.InfiniteLine(level, angle=0, pen=self._dash(colour, 1)))
        if curve.crf is None:
            return
        said = f"CRF {figure(curve.crf, '.1f')}"
        if curve.interval is not None:
            self.plot(list(curve.interval), [level, level], pen=pg.mkPen(colour, width=4))
            said += figures(f" [{curve.interval[0]:.1f}, {curve.interval[1]:.1f}]")
        star = {"symbol": "star", "symbolSize": 16, "symbolBrush": colour, "symbolPen": None}
        self.plot([curve.crf], [level], pen=None, **star)
        text = pg.TextItem(said, color=colour, anchor=(0.5, 1.4))
        text.setPos(curve.crf, level)
        self.addItem(text, ignoreBounds=True)

    def _scale(self) -> None:
        """Round numbers on both axes, however small the range: the library's own labels only whole decades."""
        chosen = [c for c in self._curves if c.key == self._chosen]
        rates = [bps for c in self._curves for _, bps in c.points if bps > 0]
        rates += [c.target_bps for c in chosen if c.target_bps]
        if not rates:
            self.getAxis("left").setTicks([[]])
            self.getAxis("bottom").setTicks([[]])
            return
        low, high = _spaced(_height(min(rates)), _height(max(rates)), least=_LEAST_DECADES)
        self.setYRange(low, high, padding=0)
        self.getAxis("left").setTicks([[(math.log10(v), figure(v, ",.4g")) for v in rate_ticks(low, high)]])
        crfs = [crf for c in self._curves for crf, _ in c.points]
        crfs += [v for c in chosen if c.crf is not None for v in (c.crf, *(c.interval or ()))] or crfs[:1] or [25.0]
        low, high = _spaced(min(crfs), max(crfs), least=_LEAST_CRF)
        self.setXRange(low, high, padding=0)
        step = max(1, math.ceil((high - low) / 16))
        whole = range(math.ceil(low / step) * step, math.floor(high) + 1, step)
        self.getAxis("bottom").setTicks([[(crf, str(crf)) for crf in whole]])

    def words(self) -> str:
        """What the chosen curve says."""
        found = next((c for c in self._curves if c.key == self._chosen), None)
        if found is None:
            return tr("No pair is chosen or none was encoded yet.")
        points = ", ".join(
            tr("CRF {crf:g}: {value:,.0f} kbit/s", crf=crf, value=bps / 1000) for crf, bps in found.points
        )
        crf = tr("; estimated CRF {crf:.1f}", crf=found.crf) if found.crf is not None else ""
        if found.interval is not None:
            crf += tr(", 95 % interval {value:.1f} to {value2:.1f}", value=found.interval[0], value2=found.interval[1])
        target = tr("; the copy has {value:,.0f} kbit/s", value=found.target_bps / 1000) if found.target_bps else ""
        return f"{found.name}. {points}{target}{crf}"


class ResidualChart(Chart):
    """How far each estimate's rate lies from the copy's own, in per cent, on parts it was not fitted on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._errors: list[float | None] = []
        super().__init__(
            tr("Residuals of the rate"), tr("pair (as numbered in the table)"), tr("rate error (%)"), parent
        )

    def show_errors(self, log2_ratios: Sequence[float | None]) -> None:
        """One value per pair, null where it could not be measured."""
        self._errors = [None if v is None else 100 * (2.0**v - 1) for v in log2_ratios]
        self.redraw()

    def redraw(self) -> None:
        """A stem and a mark per pair."""
        self.clear()
        self.addItem(pg.InfiniteLine(0.0, angle=0, pen=pg.mkPen(self.colours.muted)))
        measured = [(at + 1, value) for at, value in enumerate(self._errors) if value is not None]
        for at, value in measured:
            self.plot([at, at], [0.0, value], pen=pg.mkPen(self.colours.detector, width=2))
        self.plot(
            [at for at, _ in measured], [v for _, v in measured], pen=None,
            symbol="o", symbolSize=8, symbolBrush=self.colours.curve, symbolPen=None,
        )  # fmt: skip
        for at, value in enumerate(self._errors, 1):
            if value is None:
                text = pg.TextItem(tr("not measured"), color=self.colours.muted, anchor=(0.5, 1.2))
                text.setPos(at, 0.0)
                self.addItem(text, ignoreBounds=True)
        every = max(1, math.ceil(len(self._errors) / 30))
        self.getAxis("bottom").setTicks([[(at, str(at)) for at in range(1, len(self._errors) + 1, every)]])
        self.setXRange(0.5, max(len(self._errors), 1) + 0.5, padding=0)
        limit = max([5.0, *(abs(v) for _, v in measured)]) * 1.1
        self.setYRange(-limit, limit, padding=0)
        said = (
            tr("pair {n}: {value}", n=n, value=tr("not measured") if v is None else f"{figure(v, '+.1f')} %")
            for n, v in enumerate(self._errors, 1)
        )
        self.setAccessibleDescription("; ".join(said))


class HoldingChart(Chart):
    """log10 LR with intervals of one system against compression: a line per size, then the profiles.

    A filled mark has the outcome of the exhibit as it is, an open one another.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows: list[RecompressedResult] = []
        self._system, self._drawn = FUSED, False
        super().__init__(tr("log10 LR against compression"), tr("H.264 CRF, then profiles"), "log10 LR", parent)
        self._legend = self.addLegend(offset=(-8, 8), labelTextSize="8pt", brush=pg.mkBrush(self.colours.lane))

    def show_rows(self, rows: Sequence[RecompressedResult], system: str) -> None:
        """Other results, or another system of them; the same ones cost nothing."""
        if self._drawn and (list(rows), system) == (self._rows, self._system):
            return
        self._rows, self._system = list(rows), system
        self.redraw()

    def ratio(self, row: RecompressedResult) -> LikelihoodRatio | None:
        """What the shown system says of a copy."""
        if self._system == FUSED:
            return row.lr
        return next((d.lr for d in row.detectors if d.detector_id == self._system), None)

    def holds(self, row: RecompressedResult) -> bool:
        """Whether a copy has the outcome that the exhibit has as it is."""
        return holding.outcome_of(row, self._system) == holding.outcome_of(self._rows[0], self._system)

    def redraw(self) -> None:
        """Zones, a line per size from the exhibit as it is, and profiles at the right."""
        self.clear()
        if not hasattr(self, "_legend"):
            return
        self._drawn = True
        self._legend.setVisible(bool(self._rows))
        self._legend.setLabelTextColor(self.colours.text)
        self._legend.setBrush(pg.mkBrush(self.colours.lane))
        self._zones()
        ladder = [r for r in self._rows if r.kind == "ladder" and r.crf is not None]
        crfs = sorted({float(r.crf or 0.0) for r in ladder})
        step = (crfs[-1] - crfs[0]) / (len(crfs) - 1) if len(crfs) > 1 else 5.0
        first = crfs[0] - step if crfs else 0.0
        as_is = [r for r in self._rows if r.kind == "as_is"]
        sizes = list(dict.fromkeys(r.size for r in ladder))
        for number, size in enumerate(sizes):
            own = sorted((r for r in ladder if r.size == size), key=lambda r: r.crf or 0.0)
            apart = (number - (len(sizes) - 1) / 2) * 0.05 * step  # so that no interval hides another
            places = [first] * len(as_is) + [float(r.crf or 0.0) + apart for r in own]
            self._line([*as_is, *own], places, number, tr("{size} size", size=size))
        ticks = [(first, tr("as is")), *((crf, figure(crf, "g")) for crf in crfs)]
        self._marks(as_is, [first] * len(as_is), self.colours.text, "d", 12)
        ticks += self._profiles((crfs[-1] if crfs else first) + 1.5 * step, step)
        if any(not self.holds(r) for r in self._rows if self.ratio(r) is not None):
            self._explain_open()
        self.getAxis("bottom").setTicks([ticks])
        self._span(first - 0.5 * step, max(place for place, _ in ticks) + 0.4 * step)
        self.setAccessibleDescription("; ".join(f"{r.name}: {self._said(r)}" for r in self._rows))

    def _profiles(self, begin: float, step: float) -> list[tuple[float, str]]:
        """A mark each; where they stand, and their names."""
        through = [r for r in self._rows if r.kind == "profile"]
        places = [begin + number * step for number in range(len(through))]
        self._bars(through, places, self.colours.text)
        self._marks(through, places, self.colours.text, "t1", 10)
        return [(place, row.name) for place, row in zip(places, through, strict=True)]

    def _span(self, left: float, right: float) -> None:
        """Room for the names of the zones at the right, where nothing is drawn."""
        right += 0.2 * (right - left)
        self.setXRange(left, right, padding=0)
        self._name_zones(right)

    def _zones(self) -> None:
        found = [lr for r in self._rows if (lr := self.ratio(r)) is not None]
        limit = max([1.3, *(max(abs(lr.low), abs(lr.high)) for lr in found)]) * 1.08
        spans = (
            (_ZONE_LOG10, limit, self.colours.supports), (-_ZONE_LOG10, _ZONE_LOG10, self.colours.muted),
            (-limit, -_ZONE_LOG10, self.colours.against),
        )  # fmt: skip
        for low, high, colour in spans:
            brush = pg.mkColor(colour)
            brush.setAlpha(32)
            self.addItem(pg.LinearRegionItem((low, high), "horizontal", brush=brush, pen=pg.mkPen(None), movable=False))
        self.setYRange(-limit, limit, padding=0)

    def _name_zones(self, right: float) -> None:
        """Zones by name, and the legend where no line begins."""
        limit = float(self.getViewBox().viewRange()[1][1])
        middle = (_ZONE_LOG10 + limit) / 2
        names = (
            (middle, tr("supports manipulation")),
            (0.0, tr("inconclusive")),
            (-middle, tr("supports no manipulation")),
        )
        for height, name in names:
            text = pg.TextItem(name, color=self.colours.muted, anchor=(1, 0.5))
            text.setPos(right, height)
            self.addItem(text)
        first = self.ratio(self._rows[0]) if self._rows else None
        if first is not None and first.log10 < 0:
            self._legend.anchor((0, 0), (0, 0), offset=(10, 6))
        else:
            self._legend.anchor((0, 1), (0, 1), offset=(10, -6))

    def _line(self, rows: Sequence[RecompressedResult], places: Sequence[float], number: int, name: str) -> None:
        pairs = [(at, lr) for at, row in zip(places, rows, strict=True) if (lr := self.ratio(row)) is not None]
        if not pairs:
            return
        colour = track_colour(number + 4 if number < 3 else number)
        mark = _MARKS[number % len(_MARKS)]
        self.plot(
            [at for at, _ in pairs], [lr.log10 for _, lr in pairs], name=name, pen=self._dash(colour, number, 1.6),
            symbol=mark, symbolSize=9, symbolBrush=colour, symbolPen=None,
        )  # fmt: skip
        self._bars(rows, places, colour)
        copies = [(at, row) for at, row in zip(places, rows, strict=True) if row.kind != "as_is"]
        self._marks([row for _, row in copies], [at for at, _ in copies], colour, mark, 9)

    def _bars(self, rows: Sequence[RecompressedResult], places: Sequence[float], colour: str) -> None:
        for at, row in zip(places, rows, strict=True):
            if (lr := self.ratio(row)) is not None:
                self.plot([at, at], [lr.low, lr.high], pen=pg.mkPen(colour, width=1))

    def _marks(
        self, rows: Sequence[RecompressedResult], places: Sequence[float], colour: str, mark: str, size: int
    ) -> None:
        """Filled where the outcome holds, open where it does not."""
        for at, row in zip(places, rows, strict=True):
            if (lr := self.ratio(row)) is not None:
                brush = pg.mkBrush(colour if self.holds(row) else self.colours.lane)
                look = {
                    "symbol": mark,
                    "symbolSize": size,
                    "symbolBrush": brush,
                    "symbolPen": pg.mkPen(colour, width=2),
                }
                self.plot([at], [lr.log10], pen=None, **look)

    def _explain_open(self) -> None:
        look = {"symbol": "o", "symbolSize": 9, "symbolBrush": pg.mkBrush(self.colours.lane)}
        self.plot(
            [], [], pen=None, name=tr("open: another outcome"), symbolPen=pg.mkPen(self.colours.text, width=2), **look
        )

    def _said(self, row: RecompressedResult) -> str:
        lr = self.ratio(row)
        if lr is None:
            return told(row.reason or tr("no likelihood ratio"))
        return figure(lr.log10, "+.2f") + ("" if self.holds(row) else tr(", another outcome"))
