"""A likelihood ratio on the verbal scale: a mark with its 95 % interval between the two propositions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.words import SUPPORT_LOG10, signed
from deepfake_studio.vocabulary import LikelihoodRatio

_LEAST_REACH = 2.0
_SIDE_PX = 14
_HATCHED = Qt.BrushStyle.BDiagPattern


class StrengthScale(QWidget):
    """Left supports no manipulation, right manipulation, hatched in the middle inconclusive."""

    def __init__(self, parent: QWidget | None = None, *, dark: bool = False) -> None:
        super().__init__(parent)
        self._lr: LikelihoodRatio | None = None
        self._dark = dark
        self.setAccessibleName(tr("Strength of evidence on a scale"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_ratio(self, lr: LikelihoodRatio | None) -> None:
        """What to show; nothing without a ratio."""
        self._lr = lr
        self.setVisible(lr is not None)
        said = (
            tr(
                "log10 LR {signed}, 95 % interval {signed2} to {signed3}",
                signed=signed(lr.log10),
                signed2=signed(lr.low),
                signed3=signed(lr.high),
            )
            if lr
            else ""
        )
        self.setAccessibleDescription(said)
        self.update()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._dark = dark
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines high."""
        return QSize(260, 3 * self.fontMetrics().height() + 18)

    def minimumSizeHint(self) -> QSize:
        """Narrow is enough."""
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones, ticks, interval, mark."""
        if self._lr is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        band = QRectF(_SIDE_PX, line + 4, self.width() - 2 * _SIDE_PX, 14)
        reach = max(_LEAST_REACH, *(abs(v) for v in (self._lr.low, self._lr.high, self._lr.log10))) * 1.05
        self._paint_zones(painter, band, reach)
        self._paint_ticks(painter, band, reach)
        self._paint_interval(painter, band, reach)
        painter.end()

    def _x(self, value: float, band: QRectF, reach: float) -> float:
        return band.left() + (value + reach) / (2 * reach) * band.width()

    def _paint_zones(self, painter: QPainter, band: QRectF, reach: float) -> None:
        colours = palette(dark=self._dark)
        left, right = self._x(-SUPPORT_LOG10, band, reach), self._x(SUPPORT_LOG10, band, reach)
        for start, stop, colour in ((band.left(), left, colours.against), (right, band.right(), colours.supports)):
            tint = QColor(colour)
            tint.setAlpha(60)
            painter.fillRect(QRectF(start, band.top(), stop - start, band.height()), tint)
        painter.fillRect(QRectF(left, band.top(), right - left, band.height()), QBrush(QColor(colours.grid), _HATCHED))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawRect(band)
        painter.setPen(QPen(QColor(colours.grid), 1, Qt.PenStyle.DashLine))
        for x in (left, right):
            painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
        painter.setPen(QColor(colours.muted))
        top = QRectF(0, 0, self.width(), band.top() - 2)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(top, int(Qt.AlignmentFlag.AlignLeft | vertical), tr("◀ no manipulation"))
        painter.drawText(top, int(Qt.AlignmentFlag.AlignRight | vertical), tr("manipulation ▶"))

    def _paint_ticks(self, painter: QPainter, band: QRectF, reach: float) -> None:
        painter.setPen(QColor(palette(dark=self._dark).muted))
        height = self.fontMetrics().height()
        step = 1 if reach < 3.5 else 2
        for value in range(-int(reach), int(reach) + 1):
            if value % step:
                continue
            x = self._x(value, band, reach)
            painter.drawLine(QPointF(x, band.bottom()), QPointF(x, band.bottom() + 4))
            text = f"{value:+d}".replace("-", "−") if value else "0"
            painter.drawText(QRectF(x - 20, band.bottom() + 4, 40, height), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_interval(self, painter: QPainter, band: QRectF, reach: float) -> None:
        assert self._lr is not None
        colour, middle = QColor(palette(dark=self._dark).text), band.center().y()
        painter.setPen(QPen(colour, 2))
        low, high = self._x(self._lr.low, band, reach), self._x(self._lr.high, band, reach)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
        x = self._x(self._lr.log10, band, reach)
        painter.setBrush(colour)
        corners = (QPointF(x - 6, middle), QPointF(x, middle - 6), QPointF(x + 6, middle), QPointF(x, middle + 6))
        painter.drawPolygon(QPolygonF(list(corners)))
