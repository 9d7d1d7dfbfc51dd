"""What is under way, in the status bar: name, progress, time left, cancel."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets.labels import ElidedLabel

_STEPS = 1000
_TELLING = 0.02  # share of the work before a guess of the rest is worth saying


class TimeLeft:
    """Guesses how long work will still take from how long it has taken."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._since = clock, clock()

    def words(self, fraction: float) -> str:
        """``about 40 s left``; nothing while it is too early to say."""
        passed = self._clock() - self._since
        if not _TELLING <= fraction < 1 or passed < 1:
            return ""
        left = passed * (1 - fraction) / fraction
        if left < 90:
            return tr("about {max} s left", max=max(math.ceil(left / 5) * 5, 5))
        if left < 5400:
            return tr("about {ceil} min left", ceil=math.ceil(left / 60))
        return tr("about {value:.1f} h left", value=left / 3600)


class ActivityBar(QWidget):
    """Nothing while nothing is under way."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Work under way"))
        self.what, self._left, self._waiting = ElidedLabel(), QLabel(), QLabel()
        self.what.setMinimumWidth(160)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setMaximumHeight(12)
        self.button = QPushButton(tr("Cancel (Esc)"))
        self.button.setAccessibleName(tr("Cancel the work under way"))
        self.button.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.what, self.bar, self._left, self._waiting, self.button):
            row.addWidget(widget, 1 if widget is self.what else 0)
        self._name, self._guess = "", TimeLeft()
        self.stop()

    def start(self, name: str) -> None:
        """Something began."""
        self._name, self._guess = name, TimeLeft()
        self.what.setText(name)
        self._left.setText("")
        self.bar.setRange(0, 0)
        self.setVisible(True)

    def show_progress(self, done: float, total: float, note: str) -> None:
        """Newest figures; a total of 0 means unknown."""
        self.what.setText(f"{self._name}: {told(note)}" if note else self._name)
        if total <= 0:
            return
        fraction = min(max(done / total, 0.0), 1.0)
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(round(_STEPS * fraction))
        self._left.setText(self._guess.words(fraction))
        self.bar.setAccessibleDescription(self._left.text())

    def set_waiting(self, count: int) -> None:
        """How many wait behind it."""
        self._waiting.setText(tr("{count} waiting", count=count) if count else "")

    def stop(self) -> None:
        """Nothing is under way."""
        self.setVisible(False)
