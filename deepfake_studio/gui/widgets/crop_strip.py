"""Face crops along each track, cut from the frames that were examined; a click goes to the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.palette import palette, track_colour
from deepfake_studio.vocabulary import Examination

SIDE_PX = 48
_GAP_PX, _NAME_PX, _EDGE_PX = 3, 62, 4
MOST_CELLS = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """One crop: where it is cut from. ``box`` x, y, width, height in px of the frame."""

    track_id: int
    index: int
    seconds: float
    box: tuple[float, float, float, float]


def cells_of(examination: Examination | None, count: int) -> dict[int, tuple[Cell, ...]]:
    """At most ``count`` cells for each track, evenly over its measured frames."""
    out: dict[int, tuple[Cell, ...]] = {}
    for track in examination.tracks if examination is not None else ():
        if not len(track.frame_rows):
            continue
        chosen = np.unique(np.linspace(0, len(track.frame_rows) - 1, min(count, len(track.frame_rows))).round())
        out[track.id] = tuple(
            Cell(
                track.id,
                examination.frames[int(track.frame_rows[row])].decode_index,
                float(track.pts_seconds[row]),
                tuple(float(v) for v in track.boxes[row]),
            )
            for row in chosen.astype(int)
        )
    return out


class CropRows(QWidget):
    """The rows themselves, one for each track.

    Signals:
        chosen(int): the decode index of a crop that was clicked. wanted_changed(): other crops are to be cut.
    """

    chosen = Signal(int)
    wanted_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Faces along the tracks"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._examination: Examination | None = None
        self._names: Mapping[int, str] = {}
        self.rows: dict[int, tuple[Cell, ...]] = {}
        self._crops: dict[tuple[int, int], QImage] = {}
        self._index, self._at = 0, (0, 0)
        self._dark = False

    def set_examination(self, examination: Examination | None, names: Mapping[int, str]) -> None:
        """Rows for the tracks of an examination; crops already cut stay while it is the same."""
        self._names = dict(names)
        if examination is not self._examination:
            self._examination = examination
            self._crops.clear()
            self._at = (0, 0)
        self._arrange()

    def forget(self) -> None:
        """Drop all pictures, as when another clip is opened."""
        self._examination, self._crops = None, {}
        self._arrange()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._dark = dark
        self.update()

    def set_position(self, index: int) -> None:
        """Mark the crop nearest to the frame on screen."""
        if index != self._index:
            self._index = index
            self.update()

    def missing(self) -> list[Cell]:
        """Crops that are shown and not cut yet, in the order in which decoding is cheapest."""
        found = [c for row in self.rows.values() for c in row if (c.track_id, c.index) not in self._crops]
        return sorted(found, key=lambda c: c.index)

    def set_crop(self, cell: Cell, image: QImage) -> None:
        """A crop came."""
        self._crops[cell.track_id, cell.index] = image
        self.update()

    def count(self) -> int:
        """How many crops are there."""
        return len(self._crops)

    def _arrange(self) -> None:
        room = (self.width() - _NAME_PX - _EDGE_PX) // (SIDE_PX + _GAP_PX)
        self.rows = cells_of(self._examination, min(max(room, 1), MOST_CELLS))
        height = max(len(self.rows), 1) * (SIDE_PX + _GAP_PX) + _GAP_PX
        self.setMinimumHeight(height)
        self.setAccessibleDescription(self._said())
        self.wanted_changed.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many crops as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(320, self.minimumHeight())

    def place(self, row: int, column: int) -> QRect:
        """Where a crop is drawn."""
        step = SIDE_PX + _GAP_PX
        return QRect(_NAME_PX + column * step, _GAP_PX + row * step, SIDE_PX, SIDE_PX)

    def cell_at(self, point: QPoint) -> Cell | None:
        """The crop under a point."""
        for row, cells in enumerate(self.rows.values()):
            for column, cell in enumerate(cells):
                if self.place(row, column).contains(point):
                    self._at = (row, column)
                    return cell
        return None

    # ---- events -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        cell = self.cell_at(event.position().toPoint())
        if cell is not None:
            self.chosen.emit(cell.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Return goes there."""
        moves = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        rows = list(self.rows.values())
        if not rows or (event.key() not in moves and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
            return
        down, right = moves.get(Qt.Key(event.key()), (0, 0))
        row = min(max(self._at[0] + down, 0), len(rows) - 1)
        self._at = (row, min(max(self._at[1] + right, 0), len(rows[row]) - 1))
        self.setAccessibleDescription(self._said())
        if not (down or right):
            self.chosen.emit(rows[row][self._at[1]].index)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Which crop the cursor is on."""
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), _tip(cell) if cell is not None else "", self)
            return True
        return super().event(event)

    def _said(self) -> str:
        rows = list(self.rows.values())
        if not rows or self._at[0] >= len(rows) or self._at[1] >= len(rows[self._at[0]]):
            return tr("No face track.")
        return _tip(rows[self._at[0]][self._at[1]])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name of the track, then its crops."""
        painter, colours = QPainter(self), palette(dark=self._dark)
        if not self.rows:
            painter.setPen(QColor(colours.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No face track."))
        for row, (track_id, cells) in enumerate(self.rows.items()):
            here = min(cells, key=lambda c: abs(c.index - self._index))
            place = self.place(row, 0)
            name = painter.fontMetrics().elidedText(
                self._names.get(track_id, f"T{track_id}"), Qt.TextElideMode.ElideRight, _NAME_PX - 18
            )
            painter.fillRect(QRect(_EDGE_PX, place.top(), 4, SIDE_PX), QColor(track_colour(row)))
            painter.setPen(QColor(colours.text))
            painter.drawText(
                QRect(_EDGE_PX + 8, place.top(), _NAME_PX - 14, SIDE_PX), Qt.AlignmentFlag.AlignVCenter, name
            )
            for column, cell in enumerate(cells):
                self._paint_cell(painter, self.place(row, column), cell, cell is here, (row, column) == self._at)
        painter.end()

    def _paint_cell(self, painter: QPainter, place: QRect, cell: Cell, here: bool, at: bool) -> None:
        colours = palette(dark=self._dark)
        image = self._crops.get((cell.track_id, cell.index))
        if image is None:
            painter.fillRect(place, QColor(colours.border))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        if here:
            painter.setPen(QPen(QColor(colours.playhead), 3))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        if at and self.hasFocus():
            painter.setPen(QPen(QColor(colours.selection), 1, Qt.PenStyle.DashLine))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))


def _tip(cell: Cell) -> str:
    return tr(
        "Face of track {track_id} at {moment}, frame {index:,}",
        track_id=cell.track_id,
        moment=words.moment(cell.seconds),
        index=cell.index,
    )


class CropStrip(QScrollArea):
    """The rows, with a scroll bar where there are several tracks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CropRows()
        self.setAccessibleName(tr("Strip of faces"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.rows)
        self.setFixedHeight(SIDE_PX + 2 * _GAP_PX + 2)
