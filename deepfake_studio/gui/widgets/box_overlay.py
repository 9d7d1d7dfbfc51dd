"""A sheet over the frame on which an examiner draws a box around a face; it leaves the frame view as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.frame_view import FrameView
from deepfake_studio.vocabulary import DrawnBox

_INK, _SHADOW = "#ffe08a", "#15181b"
_LEAST_PX = 4.0


def box_at(boxes: Sequence[DrawnBox], seconds: float) -> QRectF | None:
    """The drawn box at a moment, px of the media: on a straight line between two, as the nearest beyond them."""
    if not boxes:
        return None
    ordered = sorted(boxes, key=lambda b: b.seconds)
    moments = [b.seconds for b in ordered]
    at = [
        float(np.interp(seconds, moments, [getattr(b, name) for b in ordered]))
        for name in ("x", "y", "width", "height")
    ]
    return QRectF(*at)


class BoxOverlay(QWidget):
    """Signals: drawn(QRectF): a box, px of the media."""

    drawn = Signal(object)

    def __init__(self, view: FrameView) -> None:
        super().__init__(view)
        self._view = view
        self._boxes: tuple[DrawnBox, ...] = ()
        self._seconds = 0.0
        self._from: QPointF | None = None
        self._to = QPointF()
        self.setAccessibleName(tr("Sheet for drawing a face"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys stay with the player
        view.installEventFilter(self)
        view.zoom_changed.connect(self._moved)
        self.setGeometry(view.rect())
        self.show()

    def set_boxes(self, boxes: Sequence[DrawnBox], seconds: float) -> None:
        """What was drawn, and the moment on screen."""
        self._boxes, self._seconds = tuple(boxes), seconds
        self.update()

    def on_screen(self, rect: QRectF) -> QRectF:
        """A box of the media where it is seen."""
        origin, unit = self._view.map_to_media(QPointF(0, 0)), self._view.map_to_media(QPointF(1, 1))
        scale_x, scale_y = unit.x() - origin.x(), unit.y() - origin.y()
        if not scale_x or not scale_y:
            return QRectF()
        left, top = (rect.left() - origin.x()) / scale_x, (rect.top() - origin.y()) / scale_y
        return QRectF(left, top, rect.width() / scale_x, rect.height() / scale_y)

    def _moved(self, _zoom: float) -> None:
        self.update()

    # ---- events -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the view."""
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A corner."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The other corner."""
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A box, where it is more than a click."""
        start, self._from = self._from, None
        if start is None:
            return
        box = QRectF(self._view.map_to_media(start), self._view.map_to_media(event.position())).normalized()
        box = box.intersected(QRectF(QPointF(), self._view.media_size()))
        if min(box.width(), box.height()) >= _LEAST_PX:
            self.drawn.emit(box)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What was drawn as it is at this moment, and what is being drawn."""
        painter = QPainter(self)
        there = box_at(self._boxes, self._seconds)
        if there is not None:
            here = any(abs(box.seconds - self._seconds) < 1e-3 for box in self._boxes)
            self._box(painter, self.on_screen(there), dashed=not here)
        if self._from is not None:
            self._box(painter, QRectF(self._from, self._to).normalized(), dashed=False)
        painter.end()

    @staticmethod
    def _box(painter: QPainter, rect: QRectF, *, dashed: bool) -> None:
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(_SHADOW), 4))
        painter.drawRect(rect)
        painter.setPen(QPen(QColor(_INK), 2, style))
        painter.drawRect(rect)
