"""The row below the lanes: marks, finding, bookmark, which part of the clip is shown, and the choice of lanes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QToolButton, QWidget

from deepfake_studio.gui.language import tr

_SCROLL_STEPS = 10_000


class TimelineBar(QWidget):
    """Buttons and a scroll bar; ``scrolled(float)`` tells the moment at which the view shall begin, in seconds."""

    scrolled = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits = (0.0, 1.0)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.scroll_bar.setAccessibleName(tr("Part of the clip shown"))
        self.scroll_bar.valueChanged.connect(self._moved)
        self.in_button = _button(tr("In"), tr("The span begins at the playhead (I)"))
        self.out_button = _button(tr("Out"), tr("The span ends at the playhead (O)"))
        self.finding_button = _button(
            tr("Make a finding"),
            tr("A finding about the span, prefilled with its figures (Return); Shift+drag draws a span"),
        )
        self.bookmark_button = _button(tr("Bookmark"), tr("Mark the moment of the playhead (Ctrl+B)"))
        self.lanes_button = _button(tr("Lanes…"), tr("Which lanes are shown, and in which order"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 6, 0)
        row.setSpacing(4)
        for button in (self.in_button, self.out_button, self.finding_button, self.bookmark_button):
            row.addWidget(button)
        row.addWidget(self.scroll_bar, 1)
        row.addWidget(self.lanes_button)

    def refresh(self, *, there: bool, span: bool) -> None:
        """Whether there is a clip, and a span of it."""
        for button in (self.in_button, self.out_button, self.bookmark_button, self.lanes_button):
            button.setEnabled(there)
        self.finding_button.setEnabled(span)

    def set_view(self, start: float, stop: float, limits: tuple[float, float]) -> None:
        """The part of ``limits`` that is shown, in seconds."""
        self._limits = limits
        low, high = limits
        page = round(_SCROLL_STEPS * (stop - start) / (high - low))
        self.scroll_bar.blockSignals(True)
        self.scroll_bar.setRange(0, _SCROLL_STEPS - page)
        self.scroll_bar.setPageStep(page)
        self.scroll_bar.setSingleStep(max(page // 20, 1))
        self.scroll_bar.setValue(round(_SCROLL_STEPS * (start - low) / (high - low)))
        self.scroll_bar.blockSignals(False)
        self.scroll_bar.setEnabled(page < _SCROLL_STEPS)

    def _moved(self, value: int) -> None:
        low, high = self._limits
        self.scrolled.emit(low + value / _SCROLL_STEPS * (high - low))


def _button(text: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setAccessibleName(text)
    made.setAccessibleDescription(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
