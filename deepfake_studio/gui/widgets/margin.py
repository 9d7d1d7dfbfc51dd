"""The parts of the timeline that do not move with it: names of lanes with their scales, and the ruler of time."""

from __future__ import annotations

import html
import math

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.palette import Palette

MARGIN_PX = 190
RULER_PX = 22
_SCALE_PX = 34
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_TICK_PX = 110


class LaneName(pg.GraphicsWidget):
    """Name and note of a lane, and its scale at the right edge."""

    def __init__(
        self,
        title: str,
        note: str,
        ticks: tuple[float, ...],
        y_range: tuple[float, float],
        colours: Palette,
        *,
        meaning: str = "",
        plus: bool = True,
    ) -> None:
        super().__init__()
        self.title, self.note, self.meaning, self._plus = title, note, meaning, plus
        told = "\n".join(text for text in (title, note, meaning) if text)
        self.setToolTip(f"<p style='white-space: pre-wrap'>{html.escape(told)}</p>")  # rich text wraps
        self._ticks, self._y_range, self._colours = ticks, y_range, colours
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)  # names stand still while lanes move
        self.setMinimumWidth(MARGIN_PX)
        self.setMaximumWidth(MARGIN_PX)

    def paint(self, painter: QPainter, *_: object) -> None:
        """Title, note below it where there is room, scale."""
        font = QFont(painter.font())
        room = QRectF(6, 1, self.size().width() - _SCALE_PX - 10, self.size().height() - 2)
        bold, small = QFont(font), QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(max(font.pointSizeF() - 1, 7))
        line = self._line(painter, self.title, bold, self._colours.text, room)
        rest = room.adjusted(0, line, 0, 0)
        painter.setFont(small)
        painter.setPen(QColor(self._colours.muted))
        wrapped = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        if self.note and rest.height() >= painter.boundingRect(rest, wrapped, self.note).height():
            painter.drawText(rest, wrapped, self.note)
        elif self.note and rest.height() >= painter.fontMetrics().height():
            self._line(painter, self.note, small, self._colours.muted, rest)
        self._paint_scale(painter)

    def _line(self, painter: QPainter, text: str, font: QFont, colour: str, room: QRectF) -> float:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        # identifiers of detectors (architecture_layer.tag) differ in their last parts
        mode = Qt.TextElideMode.ElideLeft if "." in text else Qt.TextElideMode.ElideMiddle
        shown = painter.fontMetrics().elidedText(text, mode, int(room.width()))
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(top), shown)
        return float(painter.fontMetrics().height())

    def _paint_scale(self, painter: QPainter) -> None:
        low, high = self._y_range
        height, right, tall = self.size().height(), self.size().width(), painter.fontMetrics().height()
        painter.setPen(QColor(self._colours.muted))
        for value in self._ticks:
            y = height * (high - value) / (high - low)
            box = QRectF(right - _SCALE_PX, min(max(y - tall / 2, 0), height - tall), _SCALE_PX - 6, tall)
            right_middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(right_middle), self._figure(value))
            painter.drawLine(QLineF(right - 4, y, right, y))

    def _figure(self, value: float) -> str:
        text = figure(value, "+g" if self._plus else "g")
        return text.replace("-", "−") if value else "0"


class Ruler(pg.GraphicsWidget):
    """Moments along the top."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours, self._view = colours, (0.0, 0.0)
        self.setMinimumHeight(RULER_PX)
        self.setMaximumHeight(RULER_PX)

    def set_view(self, start_seconds: float, stop_seconds: float) -> None:
        """Which span the lanes show."""
        self._view = (start_seconds, stop_seconds)
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """A tick and a label at every step."""
        start, stop = self._view
        width, height = self.size().width(), self.size().height()
        if width <= 0 or stop <= start:
            return
        step, decimals = tick_step(stop - start, width)
        painter.setPen(QPen(QColor(self._colours.muted), 1))
        for number in range(math.ceil(max(start, 0.0) / step), math.floor(stop / step) + 1):
            x = (number * step - start) / (stop - start) * width
            painter.drawLine(QLineF(x, height - 5, x, height))
            text = words.moment(number * step, decimals=decimals)
            half = painter.fontMetrics().horizontalAdvance(text) / 2 + 2
            box = QRectF(min(max(x - half, 0), width - 2 * half), 0, 2 * half, height - 5)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def tick_step(span_seconds: float, width_px: float) -> tuple[float, int]:
    """Seconds between ticks for labels that do not touch, and decimals to tell them apart."""
    wanted = span_seconds * _TICK_PX / max(width_px, 1.0)
    step = next((s for s in _STEPS if s >= wanted), math.ceil(wanted / 3600) * 3600)
    return step, max(0, -math.floor(math.log10(step))) if step < 1 else 0
