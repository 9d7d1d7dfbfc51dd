"""Waveform and spectrogram of the whole clip under the picture, with the playhead; a click goes there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.palette import palette

_HEIGHT_PX, _EMPTY_PX = 84, 26
_WAVE_SHARE = 0.45


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """Arrays as `media.sound_view.SoundView` describes them."""

    lows: np.ndarray
    highs: np.ndarray
    bin_seconds: float
    levels: np.ndarray
    column_seconds: float
    start_seconds: float


def columns(lows: np.ndarray, highs: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest value between neighbouring ``edges`` (N + 1 indices); 0 where there is nothing."""
    low, high = np.zeros(len(edges) - 1, np.int8), np.zeros(len(edges) - 1, np.int8)
    for at in range(len(edges) - 1):
        first, last = max(int(edges[at]), 0), min(max(int(edges[at + 1]), int(edges[at]) + 1), len(lows))
        if first < last:
            low[at], high[at] = lows[first:last].min(), highs[first:last].max()
    return low, high


class SoundStrip(QWidget):
    """One strip; the picture of it is made once for a width.

    Signals:
        seek_requested(float): seconds of the clip.
    """

    seek_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sound: waveform and spectrogram"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        self._sound: Sound | None = None
        self._said = self._problem = ""
        self._span = (0.0, 0.0)
        self._playhead = 0.0
        self._dark = False
        self._made: QPixmap | None = None

    def set_span(self, start_seconds: float, stop_seconds: float) -> None:
        """First and last moment of the clip."""
        self._span, self._made = (start_seconds, stop_seconds), None
        self.update()

    def set_sound(self, sound: Sound | None, said: str = "") -> None:
        """Show a sound, or say why there is none; ``said`` stands in the corner of a sound."""
        self._sound, self._said, self._made = sound, said, None
        self.setFixedHeight(_HEIGHT_PX if sound is not None else _EMPTY_PX)
        self.setAccessibleDescription(self.said)
        self.update()

    def set_problem(self, problem: str) -> None:
        """Why nothing is heard on this machine; said beside the sound itself."""
        self._problem = problem
        self.setAccessibleDescription(self.said)
        self.update()

    @property
    def said(self) -> str:
        """What stands in the strip."""
        return f"{self._said}; {self._problem}" if self._problem and self._sound is not None else self._said

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self._dark, self._made = dark, None
        self.update()

    def set_playhead(self, seconds: float) -> None:
        """The moment of the frame asked for."""
        self._playhead = seconds
        self.update()

    def x_of(self, seconds: float) -> float:
        """Where a moment is drawn."""
        start, stop = self._span
        return (seconds - start) / max(stop - start, 1e-9) * self.width()

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(320, _HEIGHT_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew."""
        self._made = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        start, stop = self._span
        if stop > start:
            share = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
            self.seek_requested.emit(start + share * (stop - start))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, what is said, the playhead."""
        colours = palette(dark=self._dark)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.lane))
        if self._sound is not None and self._span[1] > self._span[0]:
            if self._made is None:
                self._made = self._drawn(self._sound)
            painter.drawPixmap(0, 0, self._made)
        room = QRectF(self.rect()).adjusted(6, 2, -6, -2)
        if self._sound is None:
            painter.setPen(QColor(colours.muted))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._said)
        else:
            text = painter.fontMetrics().elidedText(self.said, Qt.TextElideMode.ElideRight, int(room.width()))
            width = painter.fontMetrics().horizontalAdvance(text)
            self._plate(painter, QPointF(room.right() - width, room.top()), text)
        if self._span[1] > self._span[0]:
            painter.setPen(QPen(QColor(colours.playhead), 2))
            x = round(self.x_of(self._playhead))
            painter.drawLine(QLineF(x, 0, x, self.height()))
        painter.end()

    def _drawn(self, sound: Sound) -> QPixmap:
        colours, ratio = palette(dark=self._dark), self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(QColor(colours.lane))
        painter = QPainter(made)
        wave = QRectF(0, 0, self.width(), _WAVE_SHARE * self.height())
        start, stop = self._span
        moments = np.linspace(start, stop, self.width() + 1) - sound.start_seconds
        low, high = columns(sound.lows, sound.highs, np.floor(moments / sound.bin_seconds).astype(np.int64))
        painter.setPen(QPen(QColor(colours.curve), 1))
        middle, half = wave.center().y(), wave.height() / 2 / 127
        painter.drawLines(
            [QLineF(x + 0.5, middle - h * half, x + 0.5, middle - b * half + 0.5)
             for x, (b, h) in enumerate(zip(low.tolist(), high.tolist(), strict=True))]
        )  # fmt: skip
        self._paint_levels(
            painter, sound, QRectF(0, wave.bottom() + 1, self.width(), self.height() - wave.height() - 1)
        )
        painter.end()
        return made

    def _paint_levels(self, painter: QPainter, sound: Sound, room: QRectF) -> None:
        levels = sound.levels
        if not levels.size:
            return
        rows, count = levels.shape
        grey = np.ascontiguousarray(levels[::-1] if self._dark else 255 - levels[::-1])
        image = QImage(grey.data, count, rows, count, QImage.Format.Format_Grayscale8).copy()
        left = self.x_of(sound.start_seconds)
        right = self.x_of(sound.start_seconds + count * sound.column_seconds)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, room.top(), right - left, room.height()), image)
        self._plate(painter, QPointF(3, room.top()), "8 kHz")
        self._plate(painter, QPointF(3, room.bottom() - painter.fontMetrics().height()), "0")

    def _plate(self, painter: QPainter, corner: QPointF, text: str) -> None:
        """Words that stay readable over a picture."""
        colours, metrics = palette(dark=self._dark), painter.fontMetrics()
        back = QColor(colours.lane)
        back.setAlpha(215)
        place = QRectF(corner, QSizeF(metrics.horizontalAdvance(text), metrics.height()))
        painter.fillRect(place.adjusted(-3, 0, 3, 0), back)
        painter.setPen(QColor(colours.text))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
