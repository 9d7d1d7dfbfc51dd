"""Lanes over one another with one view of time: wheel zooms, drag seeks, Shift+drag chooses, right drag pans."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

from deepfake_studio.gui.widgets.margin import MARGIN_PX, RULER_PX, Ruler
from deepfake_studio.gui.widgets.overlay import Overlay
from deepfake_studio.gui.widgets.palette import Palette
from deepfake_studio.gui.widgets.rows import Row

_MAX_VERTICES = 64_000  # over all lanes; pyqtgraph draws about 250 ns each
_EDGE = 0.01  # of the clip, shown beyond both ends
_SHORTEST_SECONDS = 0.05
_WHEEL_STEP = 0.8


class LaneCanvas(pg.GraphicsLayoutWidget):
    """Handles the mouse itself: pyqtgraph's own scene events search all items at every move."""

    pressed = Signal()
    seek = Signal(float)
    span_changed = Signal(object, bool)  # (start, stop) or None; whether it is final
    hovered = Signal(object, object)  # seconds or None, row or None
    double_clicked = Signal(float, object)
    header_menu = Signal(object, object)  # row, where on the screen
    lane_moved = Signal(object, object)  # row, the row it was dropped on
    view_changed = Signal(float, float)

    def __init__(self, colours: Palette) -> None:
        super().__init__(show=False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ci.layout.setContentsMargins(0, 0, 8, 4)
        self.ci.layout.setSpacing(3)
        self.rows: list[Row] = []
        self.vertices = 0
        self.start_seconds, self.stop_seconds = 0.0, 1.0
        self._duration_seconds = 0.0
        self._drag: str | None = None
        self._drag_from = 0.0
        self._drag_row: Row | None = None
        self._ruler: Ruler | None = None
        self.overlay = Overlay(colours)
        self.scene().addItem(self.overlay)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row], duration_seconds: float, colours: Palette) -> None:
        """Other lanes; the view stays where it was if the clip is as long as before."""
        self.ci.clear()
        self.setBackground(colours.window)
        self.overlay.set_colours(colours)
        self.rows = list(rows)
        self._ruler = Ruler(colours)
        self.ci.addItem(self._ruler, row=0, col=1)
        for number, row in enumerate(self.rows, 1):
            self.ci.addItem(row.name, row=number, col=0)
            self.ci.addItem(row.view, row=number, col=1)
            self._size(number, *row.height_px)
        self._share_height()
        same = duration_seconds == self._duration_seconds
        self._duration_seconds = duration_seconds
        self.ci.layout.activate()
        if same:
            self.set_view(self.start_seconds, self.stop_seconds)
        else:
            self.fit()

    def _size(self, number: int, least: float, most: float) -> None:
        self.ci.layout.setRowMinimumHeight(number, least)
        self.ci.layout.setRowPreferredHeight(number, most)
        if least == most:
            self.ci.layout.setRowMaximumHeight(number, most)
        self.ci.layout.setRowStretchFactor(number, 0 if least == most else int(least))

    def _share_height(self) -> None:
        needed = sum(row.height_px[0] + 3 for row in self.rows) + RULER_PX + 8
        self.setMinimumHeight(int(needed))

    # ---- the view of time -------------------------------------------------------------------------------------

    @property
    def limits(self) -> tuple[float, float]:
        """The widest view: the clip and a little beyond both ends."""
        edge = _EDGE * max(self._duration_seconds, _SHORTEST_SECONDS)
        return -edge, max(self._duration_seconds, _SHORTEST_SECONDS) + edge

    def fit(self) -> None:
        """Show the whole clip."""
        self.set_view(*self.limits)

    def set_view(self, start_seconds: float, stop_seconds: float) -> None:
        """Show a span, kept within the clip."""
        low, high = self.limits
        length = min(max(stop_seconds - start_seconds, _SHORTEST_SECONDS), high - low)
        start = max(min(start_seconds, high - length), low)
        self.start_seconds, self.stop_seconds = start, min(start + length, high)
        self._refresh()
        self.view_changed.emit(self.start_seconds, self.stop_seconds)

    def zoom(self, factor: float, *, around_seconds: float) -> None:
        """Show ``factor`` as much time, with one moment kept in its place."""
        low, high = self.limits
        length = self.stop_seconds - self.start_seconds
        factor = min(max(length * factor, _SHORTEST_SECONDS), high - low) / length
        self.set_view(
            around_seconds - (around_seconds - self.start_seconds) * factor,
            around_seconds + (self.stop_seconds - around_seconds) * factor,
        )

    def pan(self, seconds: float) -> None:
        """Move the view."""
        self.set_view(self.start_seconds + seconds, self.stop_seconds + seconds)

    def _refresh(self) -> None:
        if self._ruler is None:
            return
        room = self._lanes_room()
        share = int(min(max(room.width(), 64), _MAX_VERTICES // (2 * max(len(self.rows), 1))))
        view = (self.start_seconds, self.stop_seconds)
        self.vertices = sum(row.set_view(*view, share) for row in self.rows)
        self._ruler.set_view(*(view if self._duration_seconds > 0 else (0.0, 0.0)))
        self.overlay.set_room(room, view)

    def _lanes_room(self) -> QRectF:
        """Ruler and lanes, in pixels of the canvas."""
        if self._ruler is None:
            return QRectF()
        room = self._ruler.sceneBoundingRect()
        return room.united(self.rows[-1].view.sceneBoundingRect()) if self.rows else room

    def seconds_at(self, x_px: float) -> float:
        """The moment under a pixel, within the clip."""
        room = self._lanes_room()
        share = (x_px - room.left()) / max(room.width(), 1.0)
        seconds = self.start_seconds + share * (self.stop_seconds - self.start_seconds)
        return min(max(seconds, 0.0), self._duration_seconds)

    @property
    def seconds_per_px(self) -> float:
        """How much time a pixel shows."""
        return (self.stop_seconds - self.start_seconds) / max(self._lanes_room().width(), 1.0)

    def row_at(self, y_px: float) -> Row | None:
        """The lane under a pixel."""
        return next((r for r in self.rows if _spans(r.view.sceneBoundingRect(), y_px)), None)

    # ---- events -----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More pixels show more samples."""
        super().resizeEvent(event)
        if hasattr(self, "overlay"):
            self.ci.layout.activate()
            self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the timeline around."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the cursor; sideways, or with Shift, pan."""
        angle = event.angleDelta()
        sideways = angle.x() or (angle.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.pan(-sideways / 120 * 0.1 * (self.stop_seconds - self.start_seconds))
        elif angle.y():
            self.zoom(_WHEEL_STEP ** (angle.y() / 120), around_seconds=self.seconds_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to seek, to choose or to pan."""
        event.ignore()  # so that the focus and the keys go to the timeline around
        if event.button() == Qt.MouseButton.LeftButton and self._on_names(event.position()):
            event.accept()
            self.pressed.emit()
            self._drag, self._drag_row = "lane", self.row_at(event.position().y())
            return
        if self._duration_seconds <= 0 or not self._on_lanes(event.position()):
            return
        event.accept()
        self.pressed.emit()
        self._drag_from = self.seconds_at(event.position().x())
        if event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
            self._drag = "pan"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drag = "span"
            self.span_changed.emit(None, False)
        else:
            self._drag = "seek"
            self.seek.emit(self._drag_from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun, or read out."""
        if self._drag == "pan":
            room = self._lanes_room()
            share = (event.position().x() - room.left()) / max(room.width(), 1.0)
            length = self.stop_seconds - self.start_seconds
            start = self._drag_from - share * length
            self.set_view(start, start + length)
            return
        if self._drag == "lane":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        seconds = self.seconds_at(event.position().x())
        if self._drag == "seek":
            self.seek.emit(seconds)
        elif self._drag == "span":
            self.span_changed.emit(_ordered(self._drag_from, seconds), False)
        on_lanes = self._on_lanes(event.position())
        known = on_lanes or self._on_names(event.position())
        self.hovered.emit(seconds if on_lanes else None, self.row_at(event.position().y()) if known else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish."""
        drag, self._drag = self._drag, None
        self.unsetCursor()
        if drag == "lane":
            target = self.row_at(event.position().y())
            if target is not None and self._drag_row is not None and target is not self._drag_row:
                self.lane_moved.emit(self._drag_row, target)
            return
        if drag != "span":
            return
        seconds = self.seconds_at(event.position().x())
        wide_enough = abs(seconds - self._drag_from) > 2 * self.seconds_per_px
        self.span_changed.emit(_ordered(self._drag_from, seconds) if wide_enough else None, True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what lies there."""
        if self._duration_seconds > 0 and self._on_lanes(event.position()):
            self.double_clicked.emit(self.seconds_at(event.position().x()), self.row_at(event.position().y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a lane, at its name; the lanes themselves are dragged with that button."""
        if self._on_names(QPointF(event.pos())) and (row := self.row_at(event.pos().y())) is not None:
            self.header_menu.emit(row, event.globalPos())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the cursor."""
        self.hovered.emit(None, None)

    def _on_names(self, point: QPointF) -> bool:
        return point.x() < MARGIN_PX and self.row_at(point.y()) is not None

    def _on_lanes(self, point: QPointF) -> bool:
        return point.x() >= MARGIN_PX and point.x() <= self._lanes_room().right() + 2


def _spans(box: QRectF, y_px: float) -> bool:
    return box.top() <= y_px <= box.bottom()


def _ordered(a: float, b: float) -> tuple[float, float]:
    return (a, b) if a <= b else (b, a)
