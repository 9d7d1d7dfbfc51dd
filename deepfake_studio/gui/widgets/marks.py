"""What a lane draws beside its curve: zones, a hint, bars. In pixels, so that hatching and text never stretch."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap, QPolygonF, QTransform

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.lanes import Band, Bar
from deepfake_studio.gui.widgets.palette import Palette, track_colour
from deepfake_studio.vocabulary import Floats

_MIN_BAR_PX = 3.0
_Zone = tuple[QRectF, str, Qt.BrushStyle, str]  # box, colour, hatching, name
_FAR = 1e7  # seconds; wider than any clip, so that zones reach beyond both edges of the view


class PixelItem(pg.GraphicsObject):
    """An item over a whole lane whose subclass paints in pixels: `paint_pixels` gets the map from (seconds, y)."""

    def __init_subclass__(cls) -> None:
        """Abstract, although Qt's metaclass cannot be joined with that of `abc`: each kind paints something."""
        super().__init_subclass__()
        if cls.paint_pixels is PixelItem.paint_pixels:
            raise TypeError(f"{cls.__name__} must paint something; define paint_pixels.")

    def __init__(self, y_range: tuple[float, float], colours: Palette) -> None:
        super().__init__()
        self.y_range, self.colours = y_range, colours

    def boundingRect(self) -> QRectF:
        """The whole lane, at every time."""
        low, high = self.y_range
        return QRectF(-_FAR, low, 2 * _FAR, high - low)

    def paint(self, painter: QPainter, *_: object) -> None:
        """Leave the stretched coordinates of the lane and paint."""
        to_pixels = painter.worldTransform()
        view = self.getViewBox()
        room = to_pixels.mapRect(view.viewRect())
        painter.save()
        painter.setWorldTransform(QTransform())
        self.paint_pixels(painter, to_pixels, room)
        painter.restore()

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """Paint; ``room`` is the visible part of the lane."""


class ZonesItem(PixelItem):
    """Zones by pattern and by name, the dashed zero line, a hint where there is no curve; raw lanes crosshatched."""

    def __init__(
        self,
        y_range: tuple[float, float],
        colours: Palette,
        *,
        zones: bool,
        named: bool,
        zero: bool,
        hint: str,
        raw: bool = False,
    ) -> None:
        super().__init__(y_range, colours)
        self._zones, self._named, self._zero, self._hint, self._raw = zones, named, zero, hint, raw
        self._kept: tuple[tuple[float, float, float], QPixmap] | None = None

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """Zones first: the curve is drawn over them by an item above. Nothing of it moves with time."""
        ratio = painter.device().devicePixelRatioF()
        key = (room.width(), room.height(), ratio)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._drawn(painter.font(), to_pixels, room, ratio))
        painter.drawPixmap(room.topLeft(), self._kept[1])

    def _drawn(self, font: QFont, to_pixels: QTransform, room: QRectF, ratio: float) -> QPixmap:
        """The lane without its curve: filling with patterns at every move would take most of the time of a frame."""
        made = QPixmap(max(math.ceil(room.width() * ratio), 1), max(math.ceil(room.height() * ratio), 1))
        made.setDevicePixelRatio(ratio)
        made.fill(QColor(self.colours.lane))
        painter = QPainter(made)
        painter.setFont(font)
        painter.translate(-room.topLeft())
        self._paint_lane(painter, to_pixels, room)
        painter.end()
        return made

    def _paint_lane(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        if self._raw:
            painter.fillRect(room, QBrush(_faint(self.colours.grid, 120), Qt.BrushStyle.DiagCrossPattern))
        zones = self._zone_boxes(to_pixels, room) if self._zones else ()
        for box, colour, pattern, _ in zones:
            self._paint_zone(painter, box, colour, pattern)
        if self._zero:
            y = to_pixels.map(QPointF(0, 0)).y()
            painter.setPen(QPen(QColor(self.colours.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(room.left(), y, room.right(), y))
        if self._hint:
            painter.setPen(QColor(self.colours.muted))
            box = room.adjusted(8, 0, -8, 0)
            text = painter.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def paint_names(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """What stands over the curve, at the right edge."""
        painter.setFont(small_font(painter.font()))
        if self._named:
            for box, _, _, name in self._zone_boxes(to_pixels, room):
                self._paint_name(painter, box, name)
        if self._raw:
            top = QRectF(room.left(), room.top() + 1, room.width(), painter.fontMetrics().height())
            self._paint_name(painter, top, tr("raw: not calibrated"))

    def _zone_boxes(self, to_pixels: QTransform, room: QRectF) -> tuple[_Zone, ...]:
        """Box, colour, hatching and name of each zone."""
        edge, colours = words.SUPPORT_LOG10, self.colours
        upper, lower = (to_pixels.map(QPointF(0, value)).y() for value in (edge, -edge))
        above = QRectF(room.left(), room.top(), room.width(), max(upper - room.top(), 0))
        below = QRectF(room.left(), lower, room.width(), max(room.bottom() - lower, 0))
        between = QRectF(room.left(), upper, room.width(), lower - upper)
        return (
            (above, colours.supports, Qt.BrushStyle.BDiagPattern, words.zone(edge)),
            (below, colours.against, Qt.BrushStyle.FDiagPattern, words.zone(-edge)),
            (between, "", Qt.BrushStyle.NoBrush, words.zone(0.0)),
        )

    def _paint_zone(self, painter: QPainter, box: QRectF, colour: str, pattern: Qt.BrushStyle) -> None:
        if not colour:
            return
        painter.fillRect(box, QBrush(_faint(colour, 50 if self._named else 30), pattern))
        painter.setPen(QPen(_faint(colour, 170), 1))
        y = box.bottom() if pattern == Qt.BrushStyle.BDiagPattern else box.top()
        painter.drawLine(QLineF(box.left(), y, box.right(), y))

    def _paint_name(self, painter: QPainter, box: QRectF, name: str) -> None:
        metrics = painter.fontMetrics()
        height = metrics.height()
        if box.height() < height - 2:
            return
        width = metrics.horizontalAdvance(name) + 8
        tag = QRectF(box.right() - width - 4, box.center().y() - height / 2, width, height)
        lane = QColor(self.colours.lane)
        lane.setAlpha(215)
        painter.fillRect(tag, lane)
        painter.setPen(QColor(self.colours.muted))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, name)


class NamesItem(PixelItem):
    """The names of zones, over curve and band."""

    def __init__(self, zones: ZonesItem) -> None:
        super().__init__(zones.y_range, zones.colours)
        self._zones = zones

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """As the zones know them."""
        self._zones.paint_names(painter, to_pixels, room)


class BandItem(PixelItem):
    """Values with their intervals that hold for whole spans: a tinted band between two lines, with its numbers."""

    def __init__(self, y_range: tuple[float, float], colours: Palette, bands: Sequence[Band], colour: str) -> None:
        super().__init__(y_range, colours)
        self._bands, self._colour = bands, colour

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """Band, its edges, its middle, its numbers."""
        painter.setFont(small_font(painter.font()))
        for band in self._bands:
            low = to_pixels.map(QPointF(band.start_seconds, band.low))
            high = to_pixels.map(QPointF(band.stop_seconds, band.high))
            box = QRectF(low, high).normalized().intersected(room)
            if box.width() > 0:
                self._paint(painter, box, to_pixels.map(QPointF(0, band.value)).y(), band.label)

    def _paint(self, painter: QPainter, box: QRectF, middle: float, label: str) -> None:
        painter.fillRect(box, _faint(self._colour, 40))
        painter.setPen(QPen(_faint(self._colour, 190), 1))
        for y in (box.top(), box.bottom()):
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
        painter.setPen(QPen(_faint(self._colour, 220), 1, Qt.PenStyle.DashDotLine))
        painter.drawLine(QLineF(box.left(), middle, box.right(), middle))
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(label) + 8
        if box.width() < width:
            return
        tag = QRectF(box.left() + 3, middle - metrics.height() / 2, width, metrics.height())
        lane = QColor(self.colours.lane)
        lane.setAlpha(225)
        painter.fillRect(tag, lane)
        painter.setPen(QColor(self.colours.text))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, label)


class DotsItem(PixelItem):
    """Samples as dots; a tenth of what a scatter plot takes."""

    def __init__(self, y_range: tuple[float, float], colours: Palette, colour: str) -> None:
        super().__init__(y_range, colours)
        self._pen = QPen(QColor(colour), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
        self._points = QPolygonF()

    def set_points(self, x: Floats, y: Floats) -> None:
        """Moments and values (N,)."""
        had = len(self._points)
        self._points = QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
        if had or len(self._points):
            self.update()

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """All of them; there are a few hundred at most."""
        if len(self._points):
            painter.setClipRect(room)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(self._pen)
            painter.drawPoints(to_pixels.map(self._points))


class BarsItem(PixelItem):
    """Bars in rows: tracks plain, anomalies hatched, findings framed, shots boxed, bookmarks as flags; all named."""

    def __init__(self, bars: Sequence[Bar], colours: Palette, *, hint: str) -> None:
        self.rows = max((bar.row for bar in bars), default=0) + 1
        super().__init__((0.0, float(self.rows)), colours)
        self.bars, self._hint = bars, hint

    def paint_pixels(self, painter: QPainter, to_pixels: QTransform, room: QRectF) -> None:
        """Only bars in view."""
        painter.setFont(small_font(painter.font()))
        if not self.bars:
            painter.setPen(QColor(self.colours.muted))
            painter.drawText(room.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignCenter, self._hint)
        for bar in self.bars:
            box = self._box(bar, to_pixels)
            if box.right() >= room.left() - 200 and box.left() <= room.right():
                self._paint_bar(painter, bar, box, room)

    def _box(self, bar: Bar, to_pixels: QTransform) -> QRectF:
        corner = to_pixels.map(QPointF(bar.start_seconds, bar.row))
        other = to_pixels.map(QPointF(bar.stop_seconds, bar.row + 1))
        box = QRectF(corner, other).normalized().adjusted(0, 2, 0, -2)
        box.setWidth(max(box.width(), _MIN_BAR_PX))
        return box

    def _paint_bar(self, painter: QPainter, bar: Bar, box: QRectF, room: QRectF) -> None:
        seen = box.intersected(room.adjusted(-2, 0, 2, 0)) if bar.kind != "bookmark" else box
        paint = {
            "track": self._track, "anomaly": self._anomaly, "finding": self._finding, "bookmark": self._flag,
            "shot": self._shot,
        }  # fmt: skip
        text_colour = paint[bar.kind](painter, bar, seen)
        label = seen.adjusted(5, 0, -3, 0)
        if bar.kind == "bookmark":
            label = QRectF(seen.left() + 11, seen.top(), 160, seen.height())
        self._label(painter, bar.label, label, text_colour)

    def _label(self, painter: QPainter, text: str, where: QRectF, colour: str) -> None:
        metrics = painter.fontMetrics()
        if where.width() < metrics.horizontalAdvance("A") or where.height() < metrics.ascent() - 1:
            return
        painter.setPen(QColor(colour))
        short, _, rest = text.partition(" ")
        if rest and metrics.horizontalAdvance(f"{short} {rest[:3]}…") > where.width():
            text = short  # the number alone says more than a stump of the rest
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _track(self, painter: QPainter, bar: Bar, box: QRectF) -> str:
        colour = QColor(track_colour(bar.colour))
        painter.fillRect(box, colour)
        return "#ffffff" if colour.lightnessF() < 0.25 else "#101214"

    def _anomaly(self, painter: QPainter, bar: Bar, box: QRectF) -> str:
        painter.fillRect(box, QBrush(_faint(self.colours.anomaly, 110), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(self.colours.anomaly), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(bar.label) + 8.0, box.width() - 2)
        painter.fillRect(
            QRectF(box.left() + 2, box.top() + 2, max(width, 0), box.height() - 4), QColor(self.colours.lane)
        )
        return self.colours.text

    def _finding(self, painter: QPainter, bar: Bar, box: QRectF) -> str:
        painter.fillRect(box, _faint(self.colours.finding, 50))
        painter.setPen(QPen(QColor(self.colours.finding), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(self.colours.finding))
        return self.colours.text

    def _shot(self, painter: QPainter, bar: Bar, box: QRectF) -> str:
        pattern = Qt.BrushStyle.Dense7Pattern if bar.colour % 2 else Qt.BrushStyle.NoBrush
        painter.fillRect(box, QBrush(QColor(self.colours.muted), pattern))
        painter.setPen(QPen(QColor(self.colours.muted), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        return self.colours.text

    def _flag(self, painter: QPainter, bar: Bar, box: QRectF) -> str:
        x, top = box.left(), box.top()
        painter.setPen(QPen(QColor(self.colours.bookmark), 1))
        painter.drawLine(QLineF(x, top, x, box.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.bookmark))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + 9, top + 4.5), QPointF(x, top + 9)]))
        return self.colours.text


def _faint(colour: str, alpha: int) -> QColor:
    tint = QColor(colour)
    tint.setAlpha(alpha)
    return tint


def small_font(font: QFont) -> QFont:
    """A size below."""
    out = QFont(font)
    out.setPointSizeF(max(font.pointSizeF() - 1, 7))
    return out
