"""Scores of several clips side by side: a row each with its middle, quarters and ends, and every score a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.words import signed
from deepfake_studio.vocabulary import Floats

_SIDE_PX, _AXIS_PX = 12, 22
_MOST_TICKS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """One clip: finite scores (N,), at least one; the questioned one is hatched."""

    title: str
    values: Floats
    questioned: bool

    def quarters(self) -> tuple[float, float, float, float, float]:
        """Lowest, quarter, middle, three quarters, highest."""
        found = np.percentile(self.values, (0, 25, 50, 75, 100))
        return float(found[0]), float(found[1]), float(found[2]), float(found[3]), float(found[4])


class DistributionPlot(QWidget):
    """Rows over one axis of raw logits."""

    def __init__(self, parent: QWidget | None = None, *, dark: bool = False) -> None:
        super().__init__(parent)
        self._strips: Sequence[Strip] = ()
        self._dark = dark
        self.setAccessibleName(tr("Scores of the questioned clip beside known-genuine ones"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_strips(self, strips: Sequence[Strip]) -> None:
        """What to show."""
        self._strips = tuple(strips)
        self.setVisible(bool(strips))
        told = [
            tr(
                "{title}: middle {signed}, {values} scores",
                title=s.title,
                signed=signed(s.quarters()[2]),
                values=len(s.values),
            )
            for s in strips
        ]
        self.setAccessibleDescription("; ".join(told))
        self.updateGeometry()
        self.update()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._dark = dark
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(280, len(self._strips) * self._row_px() + _AXIS_PX + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Narrow is enough."""
        return QSize(180, self.sizeHint().height())

    def _row_px(self) -> int:
        return self.fontMetrics().height() + 20

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, then a row each."""
        if not self._strips:
            return
        painter = QPainter(self)
        low = min(float(s.values.min()) for s in self._strips)
        high = max(float(s.values.max()) for s in self._strips)
        room = max(high - low, 1.0) * 0.05
        span = (low - room, high + room)
        for row, strip in enumerate(self._strips):
            self._paint_strip(painter, strip, row * self._row_px(), span)
        self._paint_axis(painter, span)
        painter.end()

    def _x(self, value: float, span: tuple[float, float]) -> float:
        return _SIDE_PX + (value - span[0]) / (span[1] - span[0]) * (self.width() - 2 * _SIDE_PX)

    def _paint_strip(self, painter: QPainter, strip: Strip, top: int, span: tuple[float, float]) -> None:
        colours, height = palette(dark=self._dark), self.fontMetrics().height()
        painter.setPen(QColor(colours.text))
        title = tr("{title} ({values:,} scores)", title=strip.title, values=len(strip.values))
        title = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, self.width() - 2 * _SIDE_PX)
        painter.drawText(QRectF(_SIDE_PX, top, self.width(), height), int(Qt.AlignmentFlag.AlignLeft), title)
        least, first, middle, third, most = (self._x(v, span) for v in strip.quarters())
        y, half = top + height + 8.0, 5.0
        colour = QColor(colours.supports if strip.questioned else colours.detector)
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QLineF(least, y, most, y))
        step = -(-len(strip.values) // _MOST_TICKS)
        painter.drawLines(
            [QLineF(self._x(float(v), span), y - 2, self._x(float(v), span), y + 2) for v in strip.values[::step]]
        )
        pattern = Qt.BrushStyle.BDiagPattern if strip.questioned else Qt.BrushStyle.NoBrush
        box = QRectF(first, y - half, max(third - first, 1), 2 * half)
        painter.fillRect(box, QColor(colours.window))
        painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.text), 3))
        painter.drawLine(QLineF(middle, y - half - 2, middle, y + half + 2))

    def _paint_axis(self, painter: QPainter, span: tuple[float, float]) -> None:
        colours, height = palette(dark=self._dark), self.fontMetrics().height()
        y = len(self._strips) * self._row_px() + 2.0
        painter.setPen(QPen(QColor(colours.muted), 1))
        painter.drawLine(QLineF(_SIDE_PX, y, self.width() - _SIDE_PX, y))
        for value in _ticks(span):
            x = self._x(value, span)
            painter.drawLine(QLineF(x, y, x, y + 4))
            text = figure(value, "+g").replace("-", "−") if value else "0"
            painter.drawText(QRectF(x - 25, y + 4, 50, height), Qt.AlignmentFlag.AlignCenter, text)
        box = QRectF(_SIDE_PX, y + height + 2, self.width() - 2 * _SIDE_PX, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("raw logit (box: middle half, bar: middle)"))


def _ticks(span: tuple[float, float]) -> list[float]:
    """Round values inside the span, three to seven of them."""
    length = span[1] - span[0]
    step = next(s for s in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1e3, 1e4, 1e6, 1e9) if length / s <= 7)
    first = int(np.ceil(span[0] / step))
    return [round(n * step, 6) for n in range(first, int(np.floor(span[1] / step)) + 1)]
