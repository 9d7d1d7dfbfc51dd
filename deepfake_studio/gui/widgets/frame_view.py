"""One frame with what is drawn over it. Enlarging repeats pixels and never mixes them: what looks so is a trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import paint
from deepfake_studio.gui.widgets.boxes import Box
from deepfake_studio.gui.widgets.drawn import Drawing, Drawn, Shows
from deepfake_studio.gui.widgets.lens import Lens

_SURROUND = "#15181b"  # the same neutral dark in both schemes, so that the scheme does not change what one sees
_HINT = "#b9c0c7"
_FOCUS = "#6fb1ec"
_WHEEL_STEP = 1.25


class FrameView(QWidget):
    """Shows a picture of ``media_size`` pixels, fitted or at a zoom (device pixels per pixel of the media).

    Signals:
        zoom_changed(float): the zoom or the place changed.
        hovered(object): the pixel of the media under the cursor as a `QPoint`, or ``None``.
    """

    zoom_changed = Signal(float)
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Frame"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.lens = Lens()
        self.drawn = Drawn(self.lens)
        self._focused = False
        self._hint = ""
        self._badge = ""
        self.rulers = False
        self._cursor: QPointF | None = None
        self._grabbed: QPointF | None = None

    # ---- what is shown ----------------------------------------------------------------------------------------

    def set_media_size(self, width_px: int, height_px: int) -> None:
        """Pixels of the displayed frame, the space the boxes are in; the picture may come smaller."""
        self.lens.media = QSizeF(width_px, height_px)
        self._place()

    def media_size(self) -> QSizeF:
        """Pixels of the displayed frame."""
        return self.lens.media

    def set_focused(self, focused: bool) -> None:
        """Whether keys go to the player: shown as a line around the picture."""
        self._focused = focused
        self.update()

    def set_hint(self, text: str) -> None:
        """Text instead of, or over, the picture; empty for none."""
        self._hint = text
        self.update()

    def set_track_looks(self, colours: Mapping[int, int], names: Mapping[int, str]) -> None:
        """Position in the palette and name of each track."""
        self.drawn.colours, self.drawn.names = dict(colours), dict(names)
        self.update()

    def show_image(self, image: QImage | None, boxes: Sequence[Box], *, badge: str = "") -> None:
        """Show a picture and the boxes that belong on it; ``badge`` says what it is when it is not the frame itself."""
        self.drawn.image, self.drawn.boxes, self._badge = image, tuple(boxes), badge
        self.update()

    @property
    def badge(self) -> str:
        """What the plate over the picture says; empty for the frame itself."""
        return self._badge

    @property
    def shows(self) -> Shows:
        """Which parts of the examination are drawn."""
        return self.drawn.shows

    def set_drawings(self, drawings: Iterable[Drawing], *, opacity: float = 0.6) -> None:
        """Pictures over the frame, the last on top."""
        self.drawn.drawings, self.drawn.opacity = tuple(drawings), opacity
        self.update()

    def set_shows(self, shows: Shows) -> None:
        """Which parts of the examination are drawn."""
        self.drawn.shows = shows
        self.update()

    def set_rulers(self, on: bool) -> None:
        """Rulers along two edges."""
        self.rulers = on
        self._place()

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        """Other boxes on the same picture."""
        self.drawn.boxes = tuple(boxes)
        self.update()

    def pixel(self, point: QPoint) -> tuple[int, int, int] | None:
        """R, G, B at a pixel of the media; ``None`` outside, or where the picture is not the frame pixel by pixel."""
        image = self.drawn.image
        if image is None or self._badge or image.size() != self.lens.media.toSize() or not image.valid(point):
            return None
        colour = image.pixelColor(point)
        return colour.red(), colour.green(), colour.blue()

    # ---- zoom and pan -----------------------------------------------------------------------------------------

    @property
    def fitted(self) -> bool:
        """Whether the picture follows the size of the widget."""
        return self.lens.fitted

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the media."""
        return self.lens.zoom

    def fit(self) -> None:
        """Show the whole picture."""
        self.lens.fit()
        self._place()

    def set_zoom(self, zoom: float, *, anchor: QPointF | None = None) -> None:
        """Set the zoom and keep the point under ``anchor`` (default the middle) where it is."""
        if not self.lens.media.isEmpty():
            self.lens.set_zoom(zoom, anchor=anchor)
            self._place()

    def look_like(self, other: FrameView) -> None:
        """Show the same share of this picture, at the same size, as another view does of its own."""
        if not self.lens.media.isEmpty() and not other.lens.media.isEmpty():
            self.lens.look_like(other.lens)
            self._place()

    def pan(self, x: float, y: float) -> None:
        """Move the view by shares of its size."""
        self.lens.pan(x, y)
        self._place()

    def map_to_media(self, point: QPoint | QPointF) -> QPointF:
        """A point of the widget in pixels of the media."""
        return self.lens.to_media(QPointF(point))

    def _place(self) -> None:
        """The picture lies in all but the rulers."""
        edge = paint.RULER_PX if self.rulers else 0
        self.lens.fit_into(QRectF(self.rect()).adjusted(edge, edge, 0, 0), self.devicePixelRatioF())
        self.zoom_changed.emit(self.zoom)
        self.update()

    # ---- events -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Another screen has other pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._place()
        return super().event(event)

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
            self._grabbed = event.position() - self.lens.corner
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture."""
        if self._grabbed is not None:
            self.lens.move_to(event.position() - self._grabbed)
            self._place()
        self._hover(self.map_to_media(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No pixel is under the cursor any more."""
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, point: QPointF | None) -> None:
        if point is not None and not QRectF(QPointF(), self.lens.media).contains(point):
            point = None
        self._cursor = point
        self.hovered.emit(None if point is None else QPoint(int(point.x()), int(point.y())))
        if self.rulers:
            self.update()

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
        painter, lens = QPainter(self), self.lens
        painter.fillRect(self.rect(), QColor(_SURROUND))
        self.drawn.paint(painter, ratio=self.devicePixelRatioF())
        if self.rulers:
            area = QRectF(self.rect())
            paint.rulers_on(painter, area, corner=lens.corner, scale=lens.scale, size=lens.media, cursor=self._cursor)
        if self._badge:
            paint.badge_on(painter, self._badge, lens.room)
        if self._hint:
            self._paint_hint(painter)
        if self._focused:
            painter.setPen(QPen(QColor(_FOCUS), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_hint(self, painter: QPainter) -> None:
        room = self.rect().adjusted(16, 12, -16, -12)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        if self.drawn.image is not None:
            needed = painter.boundingRect(room, flags, self._hint)
            painter.fillRect(needed.adjusted(-8, -4, 8, 4), QColor(0, 0, 0, 170))
        painter.setPen(QColor(_HINT))
        painter.drawText(room, flags, self._hint)
