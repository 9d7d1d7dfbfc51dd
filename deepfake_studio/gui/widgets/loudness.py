"""Mute and volume of the player."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.deeds import tip
from deepfake_studio.gui.widgets.glyphs import glyph

_WIDTH_PX, _LEAST_WIDTH_PX = 64, 24


class Loudness(QWidget):
    """Signals: changed(int, bool): per cent of the volume, and whether it is muted."""

    changed = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button, self.slider = QToolButton(self), QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(_LEAST_WIDTH_PX)  # a small screen at 200 % has no more
        self.slider.setMaximumWidth(_WIDTH_PX)
        self.slider.setAccessibleName(tr("Volume"))
        self.slider.valueChanged.connect(lambda _value: self._tell())
        self.button.setAutoRaise(True)
        self._action: QAction | None = None
        self._colour = "#000000"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.slider)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """The command that mutes."""
        self._action = action = actions["mute"]
        self.button.setAccessibleName(action.text())
        self.button.setToolTip(tip("mute"))
        self.button.setCheckable(True)
        self.button.clicked.connect(lambda: action.trigger())
        action.toggled.connect(self._muted)

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard."""
        return self._action is not None and self._action.isChecked()

    def set_loudness(self, percent: int, *, muted: bool) -> None:
        """Show what is in force, without saying that it was changed."""
        self.blockSignals(True)
        self.slider.setValue(percent)
        if self._action is not None:
            self._action.setChecked(muted)
        self.blockSignals(False)

    def set_colour(self, colour: str) -> None:
        """Draw the icon for the scheme."""
        self._colour = colour
        self.button.setIcon(glyph("muted" if self.muted else "sound", colour))

    def _muted(self, on: bool) -> None:
        self.button.setChecked(on)
        self.set_colour(self._colour)
        self._tell()

    def _tell(self) -> None:
        self.slider.setToolTip(tr("Volume: {percent} %", percent=self.slider.value()))
        self.changed.emit(self.slider.value(), self.muted)
