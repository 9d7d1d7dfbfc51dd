"""What is drawn over the frame: a panel with a box for each layer and, where it is chosen, what its colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import layer_words
from deepfake_studio.gui.widgets.frame_view import Shows
from deepfake_studio.gui.widgets.palette import track_colour

# kind, title, what it is
COMPUTED = (
    ("qp", tr("Quantiser of blocks"), tr("How coarsely the encoder kept each block, as the decoder reports it")),
    ("types", tr("Types of blocks"), tr("Whether a block was coded by itself or predicted from other pictures")),
    ("residual", tr("Noise residual"), tr("What a median filter takes away")),
    ("ela", tr("Error level"), tr("Difference to the same picture saved as a JPEG once more")),
    ("spectrum", tr("Frequency"), tr("Power spectrum of the frame, or of the face of the chosen track")),
    ("flow", tr("Optical flow"), tr("Motion from the frame before")),
    ("heat", tr("Heat map"), tr("What a detector's score reacts to; not where something was changed")),
)
WIDTH_PX = 236
_WHOLE = tr("Whole frame")


@dataclass(frozen=True, slots=True)
class Track:
    """A track as the panel lists it; ``position`` in the palette."""

    id: int
    name: str
    position: int


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
        self.said, self.legend = _words(), LegendView()
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


class LayersPanel(QScrollArea):
    """All layers.

    Signals:
        shows_changed(object): a `Shows`. wanted_changed(): other computed layers, another face or detector.
        opacity_changed(float): 0..1.
    """

    shows_changed = Signal(object)
    wanted_changed = Signal()
    opacity_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Layers over the picture"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.boxes, self.landmarks, self.names = (
            QCheckBox(tr("Boxes")),
            QCheckBox(tr("Landmarks")),
            QCheckBox(tr("Names")),
        )
        self.layers = {kind: LayerBox(kind, title, about) for kind, title, about in COMPUTED}
        self.tracks: dict[int, QCheckBox] = {}
        self.face, self.detector, self.opacity = QComboBox(), QComboBox(), QSlider(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        self.set_tracks(())
        self.set_detectors(())

    @property
    def wanted(self) -> tuple[str, ...]:
        """Computed layers that are ticked, the first drawn first."""
        return tuple(kind for kind, one in self.layers.items() if one.box.isChecked())

    @property
    def track(self) -> int | None:
        """The track whose face the frequency layer and the heat map are about; ``None`` for the whole frame."""
        return self.face.currentData()

    @property
    def shows(self) -> Shows:
        """What of the examination is drawn."""
        hidden = frozenset(track for track, box in self.tracks.items() if not box.isChecked())
        return Shows(self.boxes.isChecked(), self.landmarks.isChecked(), self.names.isChecked(), hidden)

    def set_tracks(self, tracks: Sequence[Track]) -> None:
        """The tracks of the examination; a choice stays while its track is there."""
        before, chosen = {t: b.isChecked() for t, b in self.tracks.items()}, self.track
        for box in self.tracks.values():
            self._list.removeWidget(box)
            box.deleteLater()
        self.tracks = {track.id: self._track_box(track, before.get(track.id, True)) for track in tracks}
        self._none.setVisible(not tracks)
        self.face.blockSignals(True)
        self.face.clear()
        self.face.addItem(_WHOLE, None)
        for track in tracks:
            self.face.addItem(tr("Face of {name}", name=track.name), track.id)
        self.face.setCurrentIndex(max(self.face.findData(chosen), 0))
        self.face.blockSignals(False)
        self.shows_changed.emit(self.shows)

    def set_detectors(self, ids: Sequence[str]) -> None:
        """Detectors that can be asked for a heat map."""
        self.detector.blockSignals(True)
        chosen = self.detector.currentText()
        self.detector.clear()
        self.detector.addItems(list(ids))
        self.detector.setCurrentIndex(max(self.detector.findText(chosen), 0))
        self.detector.blockSignals(False)
        self.layers["heat"].box.setEnabled(bool(ids))
        self.detector.setEnabled(bool(ids))

    def clear(self, said: str = "") -> None:
        """No layer is on screen now."""
        for kind, one in self.layers.items():
            one.clear(said if kind in self.wanted else "")

    def _track_box(self, track: Track, shown: bool) -> QCheckBox:
        box = QCheckBox(track.name)
        box.setAccessibleName(tr("Draw {name}", name=track.name))
        swatch = QPixmap(12, 12)
        swatch.fill(QColor(track_colour(track.position)))
        box.setIcon(QIcon(swatch))
        box.setChecked(shown)
        box.toggled.connect(lambda: self.shows_changed.emit(self.shows))
        self._list.addWidget(box)
        return box

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(10, 6, 8, 8)
        column.setSpacing(5)
        self._none, self._list = _words(tr("No face track; examine the clip.")), QVBoxLayout()
        column.addWidget(_heading(tr("From the examination")))
        for box, about in (
            (self.boxes, tr("Unbroken where measured, broken where interpolated between measured frames")),
            (self.landmarks, tr("Eyes, nose and mouth corners, on measured frames only")),
            (self.names, tr("Number or name of each track")),
        ):
            box.setChecked(box is not self.landmarks)
            box.setToolTip(about)
            column.addWidget(box)
        column.addWidget(_heading(tr("Tracks")))
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(_heading(tr("Computed for this frame")))
        for kind, one in self.layers.items():
            column.addWidget(one)
            if kind in ("spectrum", "heat"):
                choice = self.face if kind == "spectrum" else self.detector
                choice.setAccessibleName(
                    tr("Whose frequencies") if kind == "spectrum" else tr("Detector of the heat map")
                )
                choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                column.addWidget(choice)
        column.addWidget(_heading(tr("Opacity")))
        self.opacity.setAccessibleName(tr("Opacity of layers"))
        self.opacity.setRange(10, 100)
        self.opacity.setValue(60)
        column.addWidget(self.opacity)
        column.addStretch(1)
        self.setWidget(inner)

    def _connect(self) -> None:
        for box in (self.boxes, self.landmarks, self.names):
            box.toggled.connect(lambda: self.shows_changed.emit(self.shows))
        for one in self.layers.values():
            one.box.toggled.connect(self.wanted_changed)
        self.face.currentIndexChanged.connect(self.wanted_changed)
        self.detector.currentIndexChanged.connect(self.wanted_changed)
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))


def _words(text: str = "") -> QLabel:
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", "quiet")
    return made


def _heading(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", "heading")
    return made
