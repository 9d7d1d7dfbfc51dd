"""Slider, buttons and readouts under the picture; every button is an action of the player, its key in the tool tip."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import readouts, words
from deepfake_studio.gui.widgets.cue_bar import CueSlider
from deepfake_studio.gui.widgets.deeds import tip
from deepfake_studio.gui.widgets.glyphs import glyph
from deepfake_studio.gui.widgets.labels import ElidedLabel
from deepfake_studio.gui.widgets.loudness import Loudness
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.shuttle import SPEEDS

_MOVES = ("start", "step_back", "back", "pause", "play", "step", "end")
_MARKS = {"in": "in", "out": "out", "marker": "marker"}
_TEXTS = {
    "loop": tr("Loop"),
    "fit": tr("Fit"),
    "full": "100 %",
    "rulers": tr("Rulers"),
    "layers": tr("Layers"),
    "faces": tr("Faces"),
    "sound": tr("Sound"),
    "compare": tr("Compare"),
}


class Transport(QWidget):
    """What was asked for and what is on screen; it knows nothing of frames.

    Signals:
        slid(int): the handle was moved to a frame. speed_chosen(float): by which the rate is multiplied.
    """

    slid = Signal(int)
    speed_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = CueSlider(self)
        self.slider.setAccessibleName(tr("Position"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the player's own keys move the position
        self.slider.valueChanged.connect(self.slid)
        self.time, self.rate, self.span = QLabel("–", self), QLabel("", self), ElidedLabel("", self)
        self.time.setAccessibleName(tr("Time"))
        self.rate.setAccessibleName(tr("Rate"))
        self.span.setAccessibleName(tr("Span between in and out"))
        self.zoom = QLabel("", self)
        self.zoom.setAccessibleName(tr("Zoom"))
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.readout, self.pixel, self.origin = ElidedLabel("", self), QLabel("", self), QLabel("", self)
        self.origin.setAccessibleName(tr("Where the frame was read"))
        self.origin.setProperty("role", "quiet")
        self.readout.setAccessibleName(tr("Frame reference"))
        self.pixel.setAccessibleName(tr("Pixel under the cursor"))
        self.speed = QComboBox(self)
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("Speed: {tip}, {tip2}", tip=tip("slower"), tip2=tip("faster")))
        for speed in SPEEDS:
            self.speed.addItem(f"{figure(speed, 'g')}x", speed)
        self.speed.activated.connect(lambda _row: self.speed_chosen.emit(self.speed.currentData()))
        self.set_speed(1.0)
        self.loudness = Loudness(self)
        self._buttons: dict[str, QToolButton] = {}
        self._dark = False

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Make the buttons; once."""
        for deed in (*_MOVES, *_MARKS, *_TEXTS):
            self._buttons[deed] = self._button(actions[deed], deed)
        self.loudness.set_actions(actions)
        self._lay_out()
        self.set_dark(self._dark)

    def set_dark(self, dark: bool) -> None:
        """Draw the icons for the scheme."""
        self._dark = dark
        self.slider.set_dark(dark)
        self.loudness.set_colour(palette(dark=dark).text)
        for deed, button in self._buttons.items():
            if deed not in _TEXTS:
                button.setIcon(glyph(_MARKS.get(deed, deed), palette(dark=dark).text))

    def set_range(self, count: int, duration_seconds: float) -> None:
        """Number of frames and their last moment; nothing can be pressed without any."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(count - 1, 0))
        self.slider.setPageStep(max(count // 20, 1))
        self.slider.blockSignals(False)
        self._hold_widths(words.moment(duration_seconds))
        self.slider.setEnabled(count > 0)

    def set_speed(self, speed: float) -> None:
        """Show the speed that is in force."""
        self.speed.setCurrentIndex(SPEEDS.index(speed))

    def set_position(self, index: int) -> None:
        """Move the slider without saying that it was slid."""
        self.slider.blockSignals(True)
        self.slider.setValue(index)
        self.slider.blockSignals(False)

    def set_origin(self, text: str, about: str) -> None:
        """Where the frame on screen was read, when not in the clip itself, and how far such frames go."""
        if text != self.origin.text():
            self.origin.setText(text)
        # where there is a copy its word keeps its place while frames come and go
        self.origin.setMinimumWidth(self.origin.fontMetrics().horizontalAdvance(readouts.COPIED) + 4 if about else 0)
        self.origin.setToolTip(about)
        self.origin.setAccessibleDescription(about)
        self.slider.setToolTip(about)

    def _hold_widths(self, longest_moment: str) -> None:
        """Room for the longest text, so that nothing moves while numbers change."""
        for label, longest in (
            (self.time, f"{longest_moment} / {longest_moment}"),
            (self.rate, "−4x"),
            (self.zoom, "0000 %"),
        ):
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(longest) + 4)

    def _button(self, action: QAction, deed: str) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        button.setAutoRaise(deed not in _TEXTS)
        button.setToolTip(tip(deed))
        button.setText(_TEXTS.get(deed, ""))
        button.setCheckable(action.isCheckable())
        if action.isCheckable():
            button.setProperty("role", "pane")  # on is a bar below and bold, not a shade alone
        button.setChecked(action.isChecked())
        button.setEnabled(action.isEnabled())
        button.clicked.connect(lambda: action.trigger())
        action.toggled.connect(button.setChecked)
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (first, second, third):
            row.setSpacing(2)
        for deed in _MOVES:
            first.addWidget(self._buttons[deed])
        # a small screen at 200 % has no room to spare here
        first.addSpacing(3)
        first.addWidget(self.time)
        first.addSpacing(3)
        first.addWidget(self.speed)
        first.addSpacing(2)
        first.addWidget(self.rate)
        first.addStretch(1)
        first.addWidget(self.loudness)
        for deed in ("in", "out", "marker", "loop"):
            second.addWidget(self._buttons[deed])
        second.addSpacing(6)
        second.addWidget(self.span, 1)
        for deed in ("rulers", "layers", "faces", "sound", "compare"):
            second.addWidget(self._buttons[deed])
        third.addWidget(self.readout, 1)
        third.addWidget(self.origin)
        third.addWidget(self.pixel)
        for widget in (self.zoom, self._buttons["fit"], self._buttons["full"]):
            third.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 4)
        column.setSpacing(2)
        column.addWidget(self.slider)
        for row in (first, second, third):
            column.addLayout(row)
