"""The row of buttons under the picture; every button has its key in the tool tip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.glyphs import glyph
from deepfake_studio.gui.widgets.labels import ElidedLabel
from deepfake_studio.gui.widgets.palette import palette

# action, name for screen readers, key
_BUTTONS = (
    ("start", tr("First frame"), "Home"),
    ("step_back", tr("One frame back"), "←"),
    ("back", tr("Play backwards, again for 2x and 4x"), "J"),
    ("pause", tr("Stop"), "K"),
    ("play", tr("Play, again for 2x and 4x"), "L"),
    ("step", tr("One frame forward"), "→"),
    ("end", tr("Last frame"), "End"),
)


class Transport(QWidget):
    """Position slider, buttons and readout; it says what was asked for and knows nothing of frames."""

    triggered = Signal(str)
    slid = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Position"))
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the player's own keys move the position
        self.slider.valueChanged.connect(self.slid)
        self.time = QLabel("–", self)
        self.time.setAccessibleName(tr("Time"))
        self.rate = QLabel("", self)
        self.zoom = QLabel("", self)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.readout = ElidedLabel("", self)
        self.readout.setAccessibleName(tr("Frame reference"))
        self._buttons = {action: self._button(action, name, key) for action, name, key in _BUTTONS}
        self._fit = self._text_button(tr("Fit"), tr("Show the whole picture"), "F", "fit")
        self._full = self._text_button("100 %", tr("One pixel of the media per pixel of the screen"), "1", "full")
        self._lay_out()
        self.set_dark(False)

    def set_dark(self, dark: bool) -> None:
        """Draw the icons for the scheme."""
        for action, button in self._buttons.items():
            button.setIcon(glyph(action, palette(dark=dark).text))

    def set_range(self, count: int, duration_seconds: float) -> None:
        """Number of frames and their last moment; nothing can be pressed without any."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(count - 1, 0))
        self.slider.setPageStep(max(count // 20, 1))
        self.slider.blockSignals(False)
        self._hold_widths(words.moment(duration_seconds))
        for widget in (self.slider, self._fit, self._full, *self._buttons.values()):
            widget.setEnabled(count > 0)

    def set_position(self, index: int) -> None:
        """Move the slider without saying that it was slid."""
        self.slider.blockSignals(True)
        self.slider.setValue(index)
        self.slider.blockSignals(False)

    def _hold_widths(self, longest_moment: str) -> None:
        """Room for the longest text, so that nothing moves while numbers change."""
        for label, longest in (
            (self.time, f"{longest_moment} / {longest_moment}"),
            (self.rate, "−4x"),
            (self.zoom, "0000 %"),
        ):
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(longest) + 4)

    def _button(self, action: str, name: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")
        button.clicked.connect(lambda: self.triggered.emit(action))
        return button

    def _text_button(self, text: str, name: str, key: str, action: str) -> QToolButton:
        button = self._button(action, name, key)
        button.setText(text)
        button.setAutoRaise(False)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.time)
        row.addSpacing(8)
        row.addWidget(self.rate)
        row.addStretch(1)
        for widget in (self.zoom, self._fit, self._full):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 4)
        column.setSpacing(2)
        column.addWidget(self.slider)
        column.addLayout(row)
        column.addWidget(self.readout)
