"""One frame with what is drawn over it. Enlarging repeats pixels and never mixes them: what looks so is a trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import paint
from deepfake_studio.gui.widgets.boxes import Box
from deepfake_studio.gui.widgets.palette import track_colour

_SURROUND = "#15181b"  # the same neutral dark in both schemes, so that the scheme does not change what one sees
_HINT = "#b9c0c7"
_FOCUS = "#6fb1ec"
_MIN_ZOOM, _MAX_ZOOM = 0.02, 64.0
_WHEEL_STEP = 1.25


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture over the frame; ``place`` in pixels of the media."""

    image: QImage
    place: QRectF
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Shows:
    """What of the examination is drawn; ``hidden`` tracks are not."""

    boxes: bool = True
    landmarks: bool = False
    names: bool = True
    hidden: frozenset[int] = frozenset()


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
        self.focused = False  # whether keys go to the player: shown as a line around the picture
        self._image: QImage | None = None
        self._media_size = QSizeF()
        self._boxes: Sequence[Box] = ()
        self._colours: Mapping[int, int] = {}
        self._names: Mapping[int, str] = {}
        self._hint = ""
        self._badge = ""
        self._drawings: tuple[Drawing, ...] = ()
        self._opacity = 0.6
        self.shows = Shows()
        self.rulers = False
        self._cursor: QPointF | None = None
        self.setMouseTracking(True)
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

    def show_image(self, image: QImage | None, boxes: Sequence[Box], *, badge: str = "") -> None:
        """Show a picture and the boxes that belong on it; ``badge`` says what it is when it is not the frame itself."""
        self._image, self._boxes, self._badge = image, tuple(boxes), badge
        self.update()

    @property
    def badge(self) -> str:
        """What the plate over the picture says; empty for the frame itself."""
        return self._badge

    def set_drawings(self, drawings: Iterable[Drawing], *, opacity: float = 0.6) -> None:
        """Pictures over the frame, the last on top."""
        self._drawings, self._opacity = tuple(drawings), opacity
        self.update()

    def set_shows(self, shows: Shows) -> None:
        """Which parts of the examination are drawn."""
        self.shows = shows
        self.update()

    def set_rulers(self, on: bool) -> None:
        """Rulers along two edges."""
        self.rulers = on
        self._place()

    def pixel(self, point: QPoint) -> tuple[int, int, int] | None:
        """R, G, B at a pixel of the media; ``None`` outside, or where the picture is not the frame pixel by pixel."""
        image = self._image
        if image is None or self._badge or image.size() != self._media_size.toSize() or not image.valid(point):
            return None
        colour = image.pixelColor(point)
        return colour.red(), colour.green(), colour.blue()

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        """Other boxes on the same picture."""
        self._boxes = tuple(boxes)
        self.update()

    def media_size(self) -> QSizeF:
        """Pixels of the displayed frame."""
        return self._media_size

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
        anchor = anchor if anchor is not None else self._room().center()
        point = (anchor - self._corner) / self._scale()
        self._zoom = min(max(zoom, _MIN_ZOOM), _MAX_ZOOM)
        self._corner = anchor - point * self._scale()
        self._place()

    def _fit_zoom(self) -> float:
        if self._media_size.isEmpty():
            return 1.0
        room = self._room()
        ratio = min(room.width() / self._media_size.width(), room.height() / self._media_size.height())
        return max(ratio * self.devicePixelRatioF(), _MIN_ZOOM)

    def look_like(self, other: FrameView) -> None:
        """Show the same share of this picture, at the same size, as another view does of its own."""
        if self._media_size.isEmpty() or other._media_size.isEmpty():
            return
        if other.fitted:
            self.fit()
            return
        wide = other._media_size.width() / self._media_size.width()
        middle = (other._room().center() - other._corner) / other._scale()
        self._zoom = min(max(other.zoom * wide, _MIN_ZOOM), _MAX_ZOOM)
        point = QPointF(middle.x() / wide, middle.y() * self._media_size.height() / other._media_size.height())
        self._corner = self._room().center() - point * self._scale()
        self._place()

    def pan(self, x: float, y: float) -> None:
        """Move the view by shares of its size."""
        room = self._room()
        self._corner -= QPointF(x * room.width(), y * room.height())
        self._place()

    def _room(self) -> QRectF:
        """Where the picture may be: all but the rulers."""
        edge = paint.RULER_PX if self.rulers else 0
        return QRectF(self.rect()).adjusted(edge, edge, 0, 0)

    def _scale(self) -> float:
        return self.zoom / self.devicePixelRatioF()

    def _place(self) -> None:
        """Centre what is smaller than the widget; keep what is larger from being lost outside."""
        size, room = self._media_size * self._scale(), self._room()
        self._corner = QPointF(
            _kept(self._corner.x(), size.width(), room.left(), room.right()),
            _kept(self._corner.y(), size.height(), room.top(), room.bottom()),
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
        self._hover(self.map_to_media(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No pixel is under the cursor any more."""
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, point: QPointF | None) -> None:
        if point is not None and not QRectF(QPointF(), self._media_size).contains(point):
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
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_SURROUND))
        if self._image is not None:
            self._paint_image(painter)
            self._paint_drawings(painter)
            for box in self._boxes:
                self._paint_box(painter, box)
        if self.rulers:
            size, corner = self._media_size, self._corner
            area = QRectF(self.rect())
            paint.rulers_on(painter, area, corner=corner, scale=self._scale(), size=size, cursor=self._cursor)
        if self._badge:
            paint.badge_on(painter, self._badge, self._room())
        if self._hint:
            self._paint_hint(painter)
        if self.focused:
            painter.setPen(QPen(QColor(_FOCUS), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_image(self, painter: QPainter) -> None:
        # Only reducing may mix pixels (dropping some would draw patterns that are not in the evidence).
        reduced = self._image.width() * self.devicePixelRatioF() > 1.01 * self._media_size.width() * self.zoom
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, reduced and self.zoom < 1)
        painter.drawImage(QRectF(self._corner, self._media_size * self._scale()), self._image)

    def _paint_drawings(self, painter: QPainter) -> None:
        painter.setOpacity(self._opacity)
        for one in self._drawings:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, one.smooth or self.zoom < 1)
            painter.setClipRect(QRectF(self._corner, self._media_size * self._scale()))
            painter.drawImage(self._on_screen(one.place), one.image)
            painter.setClipping(False)
        painter.setOpacity(1.0)

    def _on_screen(self, place: QRectF) -> QRectF:
        scale = self._scale()
        return QRectF(self._corner + place.topLeft() * scale, place.size() * scale)

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        if box.track_id in self.shows.hidden:
            return
        where = self._on_screen(QRectF(box.x, box.y, box.width, box.height))
        colour = QColor(track_colour(self._colours.get(box.track_id, 0)))
        if self.shows.boxes:
            paint.box_on(painter, box, where, colour)
        if self.shows.landmarks and box.landmarks:
            paint.landmarks_on(painter, [self._corner + QPointF(*p) * self._scale() for p in box.landmarks], colour)
        if self.shows.names and where.intersects(self._room()):
            name = self._names.get(box.track_id, f"T{box.track_id}")
            text = name if box.sampled else tr("{name} interpolated", name=name)
            paint.label_on(painter, where, text, colour, room=self._room())

    def _paint_hint(self, painter: QPainter) -> None:
        room = self.rect().adjusted(16, 12, -16, -12)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        if self._image is not None:
            needed = painter.boundingRect(room, flags, self._hint)
            painter.fillRect(needed.adjusted(-8, -4, 8, 4), QColor(0, 0, 0, 170))
        painter.setPen(QColor(_HINT))
        painter.drawText(room, flags, self._hint)

    def map_to_media(self, point: QPoint | QPointF) -> QPointF:
        """A point of the widget in pixels of the media."""
        return (QPointF(point) - self._corner) / self._scale()


def _kept(corner: float, length: float, low: float, high: float) -> float:
    if length <= high - low:
        return low + round((high - low - length) / 2)
    return min(max(corner, high - length), low)
