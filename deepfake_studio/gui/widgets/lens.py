"""Where a picture lies in a view: fitted, or at a zoom and a place of its own. Geometry only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF

MIN_ZOOM, MAX_ZOOM = 0.02, 64.0


class Lens:
    """Maps pixels of the media to points of a widget; `fit_into` whenever the widget changes."""

    def __init__(self) -> None:
        self.media = QSizeF()  # pixels of the displayed frame
        self.room = QRectF()  # where the picture may be, in points of the widget
        self.corner = QPointF()  # upper left corner of the picture, in points of the widget
        self._ratio = 1.0  # device pixels per point
        self._zoom: float | None = None  # None = fitted

    def fit_into(self, room: QRectF, ratio: float) -> None:
        """The room there is now."""
        self.room, self._ratio = room, ratio
        self._place()

    @property
    def fitted(self) -> bool:
        """Whether the picture follows the size of the room."""
        return self._zoom is None

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the media."""
        return self._zoom if self._zoom is not None else self._fit_zoom()

    @property
    def scale(self) -> float:
        """Points per pixel of the media."""
        return self.zoom / self._ratio

    @property
    def reaches(self) -> QRectF:
        """Where the picture is."""
        return QRectF(self.corner, self.media * self.scale)

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom = None
        self._place()

    def set_zoom(self, zoom: float, *, anchor: QPointF | None = None) -> None:
        """Set the zoom and keep the point under ``anchor`` (default the middle) where it is."""
        anchor = anchor if anchor is not None else self.room.center()
        point = (anchor - self.corner) / self.scale
        self._zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        self.corner = anchor - point * self.scale
        self._place()

    def look_like(self, other: Lens) -> None:
        """The same share of this picture, at the same size, as the other shows of its own."""
        if other.fitted:
            self.fit()
            return
        wide, high = other.media.width() / self.media.width(), self.media.height() / other.media.height()
        middle = (other.room.center() - other.corner) / other.scale
        self._zoom = min(max(other.zoom * wide, MIN_ZOOM), MAX_ZOOM)
        self.corner = self.room.center() - QPointF(middle.x() / wide, middle.y() * high) * self.scale
        self._place()

    def pan(self, x: float, y: float) -> None:
        """Move the view by shares of its room."""
        self.move_to(self.corner - QPointF(x * self.room.width(), y * self.room.height()))

    def move_to(self, corner: QPointF) -> None:
        """Put the upper left corner of the picture there."""
        self.corner = corner
        self._place()

    def on_screen(self, place: QRectF) -> QRectF:
        """A place in pixels of the media, in points of the widget."""
        return QRectF(self.point(place.topLeft()), place.size() * self.scale)

    def point(self, at: QPointF) -> QPointF:
        """The same for a point."""
        return self.corner + at * self.scale

    def to_media(self, point: QPointF) -> QPointF:
        """A point of the widget in pixels of the media."""
        return (point - self.corner) / self.scale

    def _fit_zoom(self) -> float:
        if self.media.isEmpty():
            return 1.0
        ratio = min(self.room.width() / self.media.width(), self.room.height() / self.media.height())
        return max(ratio * self._ratio, MIN_ZOOM)

    def _place(self) -> None:
        """Centre what is smaller than the room; keep what is larger from being lost outside."""
        size, room = self.media * self.scale, self.room
        self.corner = QPointF(
            _kept(self.corner.x(), size.width(), room.left(), room.right()),
            _kept(self.corner.y(), size.height(), room.top(), room.bottom()),
        )


def _kept(corner: float, length: float, low: float, high: float) -> float:
    if length <= high - low:
        return low + round((high - low - length) / 2)
    return min(max(corner, high - length), low)
