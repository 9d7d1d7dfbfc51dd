"""How boxes, landmarks, rulers and the badge of a proxy are drawn over a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from deepfake_studio.gui.widgets.boxes import Box

RULER_PX = 18
_RULER, _RULER_TEXT, _RULER_LINE = "#23272c", "#c3cad1", "#7d868f"
_BADGE_BACK, _BADGE_TEXT = "#f2c14e", "#17191c"
_LEAST_PX = 56.0  # between two numbers of a ruler


def box_on(painter: QPainter, box: Box, where: QRectF, colour: QColor) -> None:
    """The outline of a face: unbroken where it was measured, broken where it is interpolated."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 150), 4))
    if box.sampled:  # a dark edge under a broken line would close the gaps
        painter.drawRect(where)
    style = Qt.PenStyle.SolidLine if box.sampled else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour, 2, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
    painter.drawRect(where)


def label_on(painter: QPainter, where: QRectF, text: str, colour: QColor, *, room: QRectF) -> None:
    """A name over a box, kept within ``room``."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
    x = min(max(where.left() - 1, room.left()), max(room.right() - width, room.left()))
    above = where.top() - height
    y = above if above >= room.top() else min(max(where.top(), room.top()), room.bottom() - height)
    tag = QRectF(x, y, width, height)
    painter.fillRect(tag, colour)
    dark_text = colour.lightnessF() > 0.38 or colour.green() > 120
    painter.setPen(QColor("#101214" if dark_text else "#ffffff"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def landmarks_on(painter: QPainter, points: list[QPointF], colour: QColor) -> None:
    """Five small crosses with a dark edge."""
    for width, tint in ((4, QColor(0, 0, 0, 170)), (2, colour)):
        painter.setPen(QPen(tint, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        for p in points:
            painter.drawLine(p - QPointF(5, 0), p + QPointF(5, 0))
            painter.drawLine(p - QPointF(0, 5), p + QPointF(0, 5))


def badge_on(painter: QPainter, text: str, room: QRectF) -> None:
    """A plate in the corner that says that this is not the evidence."""
    bold = QFont(painter.font())
    bold.setBold(True)
    painter.save()
    painter.setFont(bold)
    size = QSizeF(painter.fontMetrics().horizontalAdvance(text) + 14, painter.fontMetrics().height() + 6)
    plate = QRectF(QPointF(room.right() - size.width() - 8, room.top() + 8), size)
    painter.fillRect(plate, QColor(_BADGE_BACK))
    painter.setPen(QColor(_BADGE_TEXT))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def step_px(scale: float) -> int:
    """How many pixels of the media lie between two numbers of a ruler: 1, 2 or 5 times a power of ten."""
    least, power = _LEAST_PX / max(scale, 1e-6), 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return factor * power
        power *= 10


def rulers_on(
    painter: QPainter, area: QRectF, *, corner: QPointF, scale: float, size: QSizeF, cursor: QPointF | None
) -> None:
    """Rulers along the top and the left edge of ``area``: pixels of the media from its upper left corner.

    Args:
        corner: where the media begins, in the widget.
        scale: px of the widget per px of the media.
        size: of the media in px.
        cursor: the point under the cursor in px of the media, shown as a line in both rulers.
    """
    painter.save()
    small = QFont(painter.font())
    small.setPointSizeF(max(small.pointSizeF() - 2, 6.5))
    painter.setFont(small)
    top = QRectF(area.left(), area.top(), area.width(), RULER_PX)
    left = QRectF(area.left(), area.top(), RULER_PX, area.height())
    painter.fillRect(top, QColor(_RULER))
    painter.fillRect(left, QColor(_RULER))
    step = step_px(scale)
    _marks(painter, step, size.width(), lambda at: corner.x() + at * scale, top.adjusted(RULER_PX, 0, 0, 0), False)
    _marks(painter, step, size.height(), lambda at: corner.y() + at * scale, left.adjusted(0, RULER_PX, 0, 0), True)
    if cursor is not None:
        painter.setPen(QPen(QColor(_BADGE_BACK), 1))
        x, y = corner.x() + cursor.x() * scale, corner.y() + cursor.y() * scale
        painter.drawLine(QPointF(x, top.top()), QPointF(x, top.bottom()))
        painter.drawLine(QPointF(left.left(), y), QPointF(left.right(), y))
    painter.restore()


def _marks(
    painter: QPainter, step: int, length: float, place: Callable[[float], float], strip: QRectF, upright: bool
) -> None:
    low, high = (strip.top(), strip.bottom()) if upright else (strip.left(), strip.right())
    gap = place(step) - place(0)
    first = max(0, int((low - place(0)) / gap) - 1) if gap > 0 else 0
    for number in range(first, int(length // step) + 1):
        at = place(number * step)
        if at > high:
            break
        if at < low:
            continue
        painter.setPen(QColor(_RULER_LINE))
        if upright:
            painter.drawLine(QPointF(strip.right() - 5, at), QPointF(strip.right(), at))
        else:
            painter.drawLine(QPointF(at, strip.bottom() - 5), QPointF(at, strip.bottom()))
        painter.setPen(QColor(_RULER_TEXT))
        _number(painter, f"{number * step}", at, strip, upright)


def _number(painter: QPainter, text: str, at: float, strip: QRectF, upright: bool) -> None:
    if not upright:
        painter.drawText(QPointF(at + 3, strip.bottom() - 6), text)
        return
    painter.save()
    painter.translate(strip.right() - 7, at + 3)
    painter.rotate(90)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()
