"""Small icons drawn in the text colour, so that they follow light and dark and stay sharp at any scale."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

_SIDE = 16


def _triangle(painter: QPainter, x: float, width: float) -> None:
    """A triangle from ``x`` that points to the right, or to the left where ``width`` is negative."""
    painter.drawPolygon(QPolygonF([QPointF(x, 3), QPointF(x, 13), QPointF(x + width, 8)]))


def _bar(painter: QPainter, x: float, width: float = 2) -> None:
    painter.drawRect(QRectF(x, 3, width, 10))


def _bracket(painter: QPainter, x: float, width: float) -> None:
    """A bracket that opens to the right, or to the left where ``width`` is negative."""
    left = min(x, x + width)
    painter.drawRect(QRectF(x if width > 0 else x - 2, 2, 2, 12))
    for y in (2, 12):
        painter.drawRect(QRectF(left, y, abs(width), 2))


def _speaker(painter: QPainter) -> None:
    painter.drawRect(QRectF(1, 6, 3, 4))
    painter.drawPolygon(QPolygonF([QPointF(4, 6), QPointF(8, 2), QPointF(8, 14), QPointF(4, 10)]))


def _waves(painter: QPainter) -> None:
    for x, high in ((10, 4), (13, 8)):
        painter.drawRect(QRectF(x, 8 - high / 2, 1.5, high))


def _cross(painter: QPainter) -> None:
    for down in (1, -1):
        ends = [QPointF(9.5, 8 - 3.5 * down), QPointF(11, 8 - 3.5 * down)]
        painter.drawPolygon(QPolygonF([*ends, QPointF(15.5, 8 + 3.5 * down), QPointF(14, 8 + 3.5 * down)]))


_SHAPES: dict[str, Callable[[QPainter], None]] = {
    "play": lambda p: _triangle(p, 4, 9),
    "back": lambda p: _triangle(p, 12, -9),
    "stop": lambda p: p.drawRect(QRectF(4, 4, 8, 8)),
    "pause": lambda p: (_bar(p, 4, 3), _bar(p, 9, 3)),
    "step": lambda p: (_bar(p, 3), _triangle(p, 7, 7)),
    "step_back": lambda p: (_triangle(p, 9, -7), _bar(p, 11)),
    "start": lambda p: (_bar(p, 2), _triangle(p, 9, -5), _triangle(p, 14, -5)),
    "in": lambda p: _bracket(p, 3, 5),
    "out": lambda p: _bracket(p, 13, -5),
    "marker": lambda p: p.drawPolygon(
        QPolygonF([QPointF(3, 3), QPointF(13, 3), QPointF(13, 9), QPointF(8, 13), QPointF(3, 9)])
    ),
    "sound": lambda p: (_speaker(p), _waves(p)),
    "muted": lambda p: (_speaker(p), _cross(p)),
    "end": lambda p: (_triangle(p, 2, 5), _triangle(p, 7, 5), _bar(p, 12)),
}


def glyph(name: str, colour: str) -> QIcon:
    """The icon ``name`` in ``colour``; the disabled one is faint."""
    icon = QIcon()
    for mode, alpha in ((QIcon.Mode.Normal, 255), (QIcon.Mode.Disabled, 80)):
        tint = QColor(colour)
        tint.setAlpha(alpha)
        icon.addPixmap(_drawn(name, tint), mode)
    return icon


def _drawn(name: str, colour: QColor) -> QPixmap:
    picture = QPixmap(2 * _SIDE, 2 * _SIDE)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    _SHAPES[name](painter)
    painter.end()
    return picture
