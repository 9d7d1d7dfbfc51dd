"""The position slider with marks, markers and bookmarks drawn over its groove."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.cues import Cues
from deepfake_studio.gui.widgets.palette import palette


class CueSlider(QSlider):
    """A slider over decode indices; a line below tells how far proxies are ready, a thick one how far the copy is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cues = Cues()
        self._ready, self._exact = -1, -1
        self._colours = palette(dark=False)

    def set_cues(self, cues: Cues) -> None:
        """Draw these from now on; call again after a change."""
        self._cues = cues
        first, last = cues.mark_in, cues.mark_out
        said = [tr("{markers} markers", markers=len(cues.markers))] if cues.markers else []
        said += [tr("in at frame {first}", first=first)] if first is not None else []
        said += [tr("out at frame {last}", last=last)] if last is not None else []
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def set_ready(self, through: int, exact: int) -> None:
        """Proxies of frames 0 to ``through`` are there, an exact copy of those to ``exact``; -1 for none."""
        self._ready, self._exact = through, exact
        self.update()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._colours = palette(dark=dark)
        self.update()

    def x_of(self, index: int) -> float:
        """Where the middle of the handle is at a frame."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        groove = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderGroove, self)
        handle = style.subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        ).width()
        span = max(self.maximum() - self.minimum(), 1)
        return groove.left() + handle / 2 + (groove.width() - handle) * (index - self.minimum()) / span

    def paintEvent(self, event: QPaintEvent) -> None:
        """Slider, then marks."""
        super().paintEvent(event)
        if self.maximum() <= self.minimum():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_span(painter)
        for places, colour, up in ((self._cues.bookmarks, self._colours.bookmark, False),
                                   (self._cues.markers, self._colours.anomaly, True)):  # fmt: skip
            for index in places:
                _flag(painter, self.x_of(index), self.height(), QColor(colour), up=up)
        for last, thick in ((self._ready, 1), (self._exact, 3)):
            if last > 0:
                line = QRectF(self.x_of(0), self.height() - thick, self.x_of(last) - self.x_of(0), thick)
                painter.fillRect(line, QColor(self._colours.muted))
        painter.end()

    def _paint_span(self, painter: QPainter) -> None:
        if not self._cues.marked:
            return
        first, last = self._cues.span(self.maximum() + 1)
        left, right = self.x_of(first), self.x_of(last)
        tint = QColor(self._colours.selection)
        tint.setAlpha(90)
        painter.fillRect(QRectF(left, 2, max(right - left, 1), self.height() - 4), tint)
        tint.setAlpha(255)
        for x, inward in ((left, 5), (right, -5)):
            painter.fillRect(QRectF(x - 1, 1, 2, self.height() - 2), tint)
            for y in (1, self.height() - 3):
                painter.fillRect(QRectF(min(x, x + inward), y, abs(inward), 2), tint)


def _flag(painter: QPainter, x: float, height: int, colour: QColor, *, up: bool) -> None:
    """A marker hangs from the top, a bookmark stands on the bottom: not told apart by colour alone."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    base, tip = (0.0, 7.0) if up else (float(height), height - 7.0)
    painter.drawPolygon(QPolygonF([QPointF(x - 4, base), QPointF(x + 4, base), QPointF(x, tip)]))
