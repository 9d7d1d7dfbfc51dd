"""What lies over all lanes at once: playhead, the moment under the cursor, the chosen span."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.widgets.palette import Palette

_HEAD_PX = 6.0
_SLACK_PX = 9.0
_LABEL_PX = 190.0


class Overlay(pg.GraphicsObject):
    """In pixels of the canvas. One item for all lanes, so that the playhead cannot stand at two moments."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self._room = QRectF()
        self._view = (0.0, 1.0)
        self._playhead: float | None = None
        self._hover: float | None = None
        self._span: tuple[float, float] | None = None
        self.setZValue(1000)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Lanes and ruler."""
        return self._room.adjusted(-_SLACK_PX, 0, _SLACK_PX, 0)

    def set_colours(self, colours: Palette) -> None:
        """Follow the scheme."""
        self._colours = colours
        self.update()

    def set_room(self, room: QRectF, view: tuple[float, float]) -> None:
        """Where the lanes and the ruler are, and which span they show."""
        self.prepareGeometryChange()
        self._room, self._view = room, view
        self.update()

    def x_of(self, seconds: float) -> float:
        """Pixel of a moment."""
        start, stop = self._view
        return self._room.left() + (seconds - start) / (stop - start) * self._room.width()

    def set_playhead(self, seconds: float | None) -> None:
        """Move the playhead; repaints two strips, not the lanes."""
        self._changed(self._playhead, seconds)
        self._playhead = seconds

    def set_hover(self, seconds: float | None) -> None:
        """Move the line under the cursor."""
        self._changed(self._hover, seconds)
        self._hover = seconds

    def set_span(self, span: tuple[float, float] | None) -> None:
        """Show the chosen span."""
        self._span = span
        self.update()

    def _changed(self, *moments: float | None) -> None:
        for seconds in moments:
            if seconds is not None:
                self.update(
                    QRectF(self.x_of(seconds) - _SLACK_PX, self._room.top(), 2 * _SLACK_PX, self._room.height())
                )

    def paint(self, painter: QPainter, *_: object) -> None:
        """Span below, playhead above."""
        painter.setClipRect(self.boundingRect())
        if self._span is not None:
            self._paint_span(painter, *self._span)
        if self._hover is not None and self._inside(self._hover):
            painter.setPen(QPen(QColor(self._colours.muted), 1, Qt.PenStyle.DotLine))
            self._line(painter, self._hover)
        if self._playhead is not None and self._inside(self._playhead):
            painter.setPen(QPen(QColor(self._colours.playhead), 2))
            self._line(painter, self._playhead)
            self._paint_head(painter, round(self.x_of(self._playhead)))

    def _inside(self, seconds: float) -> bool:
        return self._view[0] <= seconds <= self._view[1]

    def _line(self, painter: QPainter, seconds: float) -> None:
        x = round(self.x_of(seconds))
        painter.drawLine(QLineF(x, self._room.top(), x, self._room.bottom()))

    def _paint_head(self, painter: QPainter, x: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.playhead))
        top = self._room.top()
        corners = [QPointF(x - _HEAD_PX, top), QPointF(x + _HEAD_PX, top), QPointF(x, top + 1.4 * _HEAD_PX)]
        painter.drawPolygon(QPolygonF(corners))

    def _paint_span(self, painter: QPainter, start: float, stop: float) -> None:
        left, right = (min(max(self.x_of(s), self._room.left()), self._room.right()) for s in (start, stop))
        box = QRectF(left, self._room.top(), max(right - left, 1), self._room.height())
        tint = QColor(self._colours.selection)
        tint.setAlpha(45)
        painter.fillRect(box, tint)
        painter.setPen(QPen(QColor(self._colours.selection), 1))
        painter.drawLine(QLineF(box.topLeft(), box.bottomLeft()))
        painter.drawLine(QLineF(box.topRight(), box.bottomRight()))
        self._paint_length(painter, box, stop - start)

    def _paint_length(self, painter: QPainter, box: QRectF, seconds: float) -> None:
        text = f"{figure(seconds, '.3f')} s"
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        left = min(max(box.center().x() - width / 2, self._room.left()), self._room.right() - width)
        tag = QRectF(left, self._room.top() + 2, width, painter.fontMetrics().height())
        painter.fillRect(tag, QColor(self._colours.selection))
        dark = QColor(self._colours.lane).lightnessF() < 0.5
        painter.setPen(QColor("#101214" if dark else "#ffffff"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
