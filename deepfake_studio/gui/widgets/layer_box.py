"""One computed layer in the panel: a box to tick, what it says of itself, and what its colours mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.widgets import layer_words


class LegendView(QWidget):
    """A scale or a list of colours with their meaning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._legend: Mapping[str, Any] = {}

    def set_legend(self, legend: Mapping[str, Any]) -> None:
        """Show a `media.filters.Legend` as it came over the pipe."""
        self._legend = legend = layer_words.legend(legend)
        entries = [text for _, text in legend.get("entries") or ()]
        self.setAccessibleName(", ".join([*self._ends(), *entries]))
        self.setVisible(bool(entries or legend.get("stops")))
        self.updateGeometry()
        self.update()

    def _ends(self) -> list[str]:
        legend = self._legend
        if legend.get("low") is None:
            return []
        return [figure(float(legend[end]), "g")[:6] + f" {legend.get('unit', '')}" for end in ("low", "high")]

    def sizeHint(self) -> QSize:
        """A line for the scale, one for each entry."""
        lines = len(self._legend.get("entries") or ()) + (2 if self._legend.get("stops") else 0)
        return QSize(120, lines * (self.fontMetrics().height() + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Scale with its ends, then entries."""
        painter, line = QPainter(self), self.fontMetrics().height() + 2
        painter.setPen(self.palette().windowText().color())
        stops = self._legend.get("stops") or ()
        top = 0.0
        if stops:
            ramp = QLinearGradient(0, 0, self.width(), 0)
            for at, colour in enumerate(stops):
                ramp.setColorAt(at / max(len(stops) - 1, 1), QColor(colour))
            painter.fillRect(QRectF(0, 2, self.width(), line - 4), ramp)
            ends = QRectF(0, line, self.width(), line)
            low, high = self._ends()
            painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, low)
            painter.drawText(ends, Qt.AlignmentFlag.AlignRight, high)
            top = 2.0 * line
        for colour, text in self._legend.get("entries") or ():
            painter.fillRect(QRectF(0, top + 2, line - 4, line - 4), QColor(colour))
            painter.drawText(QRectF(line + 2, top, self.width() - line, line), Qt.AlignmentFlag.AlignLeft, text)
            top += line
        painter.end()


class LayerBox(QWidget):
    """One computed layer: a box to tick, what it says of itself, its legend."""

    def __init__(self, kind: str, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.box = QCheckBox(title)
        self.box.setToolTip(about)
        self.said, self.legend = quiet_words(), LegendView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.box, self.legend, self.said):
            column.addWidget(widget)
        self.clear()

    def clear(self, said: str = "") -> None:
        """No picture: say why, or nothing."""
        self.legend.set_legend({})
        self._say(said)

    def show_legend(self, legend: Mapping[str, Any]) -> None:
        """What the picture's colours mean."""
        self.legend.set_legend(legend)
        self._say(layer_words.said(legend.get("note", "")))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))


def quiet_words(text: str = "") -> QLabel:
    """A sentence beside a control."""
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", "quiet")
    return made
