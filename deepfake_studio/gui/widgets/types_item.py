"""Picture types over time: height says the type, so that no colour is needed; only what fits the pixels is drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform

from deepfake_studio.gui.widgets.marks import PixelItem, small_font
from deepfake_studio.gui.widgets.measures import Pictures
from deepfake_studio.gui.widgets.palette import Palette

# height of a type as a share of the lane, and its hatching
_LOOKS = {
    "I": (1.0, Qt.BrushStyle.SolidPattern),
    "P": (0.66, Qt.BrushStyle.Dense4Pattern),
    "B": (0.36, Qt.BrushStyle.Dense6Pattern),
    "?": (0.18, Qt.BrushStyle.NoBrush),
}
_LETTER_PX = 12.0
_LEAST_PX = 1.0


class TypesItem(PixelItem):
    """Bars of the pictures in view; where they are narrower than a pixel, I pictures over one even ground."""

    def __init__(self, pictures: Pictures | None, colours: Palette, *, hint: str) -> None:
        super().__init__((0.0, 1.0), colours)
        self._pictures, self._hint = pictures, hint
        self._keys = np.flatnonzero(pictures.letters == ord("I")) if pictures is not None else np.empty(0, np.int64)

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """Choose by how wide a picture is."""
        painter.setFont(small_font(painter.font()))
        found = self._pictures
        if found is None or not len(found.pts_seconds):
            painter.setPen(QColor(self.colours.muted))
            painter.drawText(room.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignCenter, self._hint)
            return
        scale, origin = to_pixels.m11(), to_pixels.map(QPointF(0.0, 0.0)).x()
        first, last = np.searchsorted(
            found.pts_seconds, [(room.left() - origin) / scale, (room.right() - origin) / scale]
        )
        first, last = max(int(first) - 1, 0), min(int(last) + 1, len(found.pts_seconds))
        x = found.pts_seconds[first:last] * scale + origin
        if len(x) and room.width() / len(x) >= _LEAST_PX * 2:
            self._paint_each(painter, x, found.letters[first:last], room)
        else:
            self._paint_keys(painter, first, last, (scale, origin), room)

    def _paint_each(self, painter: QPainter, x: NDArray[np.float64], letters: NDArray[np.uint8], room: QRectF) -> None:
        widths = np.diff(x, append=x[-1] + (x[-1] - x[-2] if len(x) > 1 else 8.0))
        colour = QColor(self.colours.detector)
        painter.setPen(Qt.PenStyle.NoPen)
        for letter, (share, pattern) in _LOOKS.items():
            rows = np.flatnonzero(letters == ord(letter))
            height = share * room.height()
            gap = 1.0
            boxes = [
                QRectF(x[row], room.bottom() - height, max(widths[row] - gap, _LEAST_PX), height)
                for row in rows.tolist()
            ]
            painter.setBrush(QBrush(colour, pattern))
            painter.drawRects(boxes)
        if len(x) and room.width() / len(x) >= _LETTER_PX:
            painter.setPen(QPen(QColor(self.colours.text)))
            for at, left in enumerate(x.tolist()):
                box = QRectF(left, room.top(), widths[at], room.height())
                painter.drawText(
                    box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), chr(letters[at])
                )

    def _paint_keys(self, painter: QPainter, first: int, last: int, place: tuple[float, float], room: QRectF) -> None:
        assert self._pictures is not None
        pts, (scale, origin) = self._pictures.pts_seconds, place
        left, right = (pts[row] * scale + origin for row in (first, last - 1))
        ground = _LOOKS["P"][0] * room.height()
        tint = QColor(self.colours.detector)
        painter.fillRect(
            QRectF(left, room.bottom() - ground, right - left, ground), QBrush(tint, Qt.BrushStyle.Dense6Pattern)
        )
        low, high = np.searchsorted(self._keys, [first, last])
        columns = np.unique(np.floor(pts[self._keys[low:high]] * scale + origin))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRects([QRectF(x, room.top(), _LEAST_PX, room.height()) for x in columns.tolist()])
