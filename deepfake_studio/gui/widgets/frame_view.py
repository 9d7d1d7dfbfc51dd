"""One frame with its face boxes. Enlarging repeats pixels and never mixes them: what looks like a trace is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.boxes import Box
from deepfake_studio.gui.widgets.palette import track_colour

_SURROUND = "#15181b"  # the same neutral dark in both schemes, so that the scheme does not change what one sees
_HINT = "#b9c0c7"
_FOCUS = "#6fb1ec"
_MIN_ZOOM, _MAX_ZOOM = 0.02, 64.0
_WHEEL_STEP = 1.25


class FrameView(QWidget):
    """Shows a picture of ``media_size`` pixels, fitted or at a zoom (device pixels per pixel of the media)."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Frame"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.focused = False  # whether keys go to the player: shown as a line around the picture
        self._image: QImage | None = None
        self._media_size = QSizeF()
        self._boxes: Sequence[Box] = ()
        self._colours: Mapping[int, int] = {}
        self._names: Mapping[int, str] = {}
        self._hint = ""
        self._zoom: float | None = None  # None = fitted
        self._corner = QPointF()  # upper left corner of the picture, in widget coordinates
        self._grabbed: QPointF | None = None

    # ---- what is shown ----------------------------------------------------------------------------------------

    def set_media_size(self, width_px: int, height_px: int) -> None:
        """Pixels of the displayed frame, the space the boxes are in; the picture may come smaller."""
        self._media_size = QSizeF(width_px, height_px)
        self._place()

    def set_hint(self, text: str) -> None:
        """Text instead of, or over, the picture; empty for none."""
        self._hint = text
        self.update()

    def set_track_looks(self, colours: Mapping[int, int], names: Mapping[int, str]) -> None:
        """Position in the palette and name of each track."""
        self._colours, self._names = dict(colours), dict(names)
        self.update()

    def show_image(self, image: QImage | None, boxes: Sequence[Box]) -> None:
        """Show a picture and the boxes that belong on it."""
        self._image, self._boxes = image, tuple(boxes)
        self.update()

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        """Other boxes on the same picture."""
        self._boxes = tuple(boxes)
        self.update()

    def image_width_px(self) -> int:
        """Width of the picture as it came; 0 without one."""
        return self._image.width() if self._image is not None else 0

    # ---- zoom and pan -----------------------------------------------------------------------------------------

    @property
    def fitted(self) -> bool:
        """Whether the picture follows the size of the widget."""
        return self._zoom is None

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the media."""
        return self._zoom if self._zoom is not None else self._fit_zoom()

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom = None
        self._place()

    def set_zoom(self, zoom: float, *, anchor: QPointF | None = None) -> None:
        """Set the zoom and keep the point under ``anchor`` (default the middle) where it is."""
        if self._media_size.isEmpty():
            return
        anchor = anchor if anchor is not None else QRectF(self.rect()).center()
        point = (anchor - self._corner) / self._scale()
        self._zoom = min(max(zoom, _MIN_ZOOM), _MAX_ZOOM)
        self._corner = anchor - point * self._scale()
        self._place()

    def _fit_zoom(self) -> float:
        if self._media_size.isEmpty():
            return 1.0
        ratio = min(self.width() / self._media_size.width(), self.height() / self._media_size.height())
        return max(ratio * self.devicePixelRatioF(), _MIN_ZOOM)

    def _scale(self) -> float:
        return self.zoom / self.devicePixelRatioF()

    def _place(self) -> None:
        """Centre what is smaller than the widget; keep what is larger from being lost outside."""
        size = self._media_size * self._scale()
        self._corner = QPointF(
            _kept(self._corner.x(), size.width(), self.width()), _kept(self._corner.y(), size.height(), self.height())
        )
        self.zoom_changed.emit(self.zoom)
        self.update()

    # ---- events -----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A small video."""
        return QSize(640, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the picture in reach."""
        super().resizeEvent(event)
        self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the cursor."""
        steps = event.angleDelta().y() / 120
        if steps:
            self.set_zoom(self.zoom * _WHEEL_STEP**steps, anchor=event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and not self.fitted:
            self._grabbed = event.position() - self._corner
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture."""
        if self._grabbed is not None:
            self._corner = event.position() - self._grabbed
            self._place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between fitted and 100 %."""
        if self.fitted:
            self.set_zoom(1.0, anchor=event.position())
        else:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, boxes, hint, focus line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_SURROUND))
        if self._image is not None:
            self._paint_image(painter)
            for box in self._boxes:
                self._paint_box(painter, box)
        if self._hint:
            self._paint_hint(painter)
        if self.focused:
            painter.setPen(QPen(QColor(_FOCUS), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_image(self, painter: QPainter) -> None:
        # Only reducing may mix pixels (dropping some would draw patterns that are not in the evidence).
        reduced = self._image.width() * self.devicePixelRatioF() > 1.01 * self._media_size.width() * self.zoom
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, reduced and self.zoom < 1)
        painter.drawImage(QRectF(self._corner, self._media_size * self._scale()), self._image)

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        scale = self._scale()
        corner = self._corner + QPointF(box.x, box.y) * scale
        where = QRectF(corner, QSizeF(box.width, box.height) * scale)
        colour = QColor(track_colour(self._colours.get(box.track_id, 0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 4))
        if box.sampled:  # a dark edge under a broken line would close the gaps
            painter.drawRect(where)
        style = Qt.PenStyle.SolidLine if box.sampled else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(where)
        name = self._names.get(box.track_id, f"T{box.track_id}")
        self._paint_label(painter, where, name if box.sampled else f"{name} interpolated", colour)

    def _paint_label(self, painter: QPainter, where: QRectF, text: str, colour: QColor) -> None:
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
        x = min(max(where.left() - 1, 0), max(self.width() - width, 0))
        above = where.top() - height
        y = above if above >= 0 else min(max(where.top(), 0), self.height() - height)
        tag = QRectF(x, y, width, height)
        painter.fillRect(tag, colour)
        dark_text = colour.lightnessF() > 0.38 or colour.green() > 120
        painter.setPen(QColor("#101214" if dark_text else "#ffffff"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_hint(self, painter: QPainter) -> None:
        room = self.rect().adjusted(16, 12, -16, -12)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        if self._image is not None:
            needed = painter.boundingRect(room, flags, self._hint)
            painter.fillRect(needed.adjusted(-8, -4, 8, 4), QColor(0, 0, 0, 170))
        painter.setPen(QColor(_HINT))
        painter.drawText(room, flags, self._hint)

    def map_to_media(self, point: QPoint) -> QPointF:
        """A point of the widget in pixels of the media."""
        return (QPointF(point) - self._corner) / self._scale()


def _kept(corner: float, length: float, room: float) -> float:
    if length <= room:
        return round((room - length) / 2)
    return min(max(corner, room - length), 0.0)
