"""Above an exhibit on which the examiner works blind: that results are hidden, what is seen, and the reveal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label, primary

_SAID = tr("You work blind on this exhibit: what was measured and what others wrote is hidden until you reveal it.")


class BlindBar(QWidget):
    """Signals: assessed(int, int, str): exhibit, session and words; revealed(int, int, str): the same."""

    assessed = Signal(int, int, str)
    revealed = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Blind work"))
        self.setProperty("role", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._at: tuple[int, int] | None = None
        self._kept = ""
        self.words, self.reveal = QPlainTextEdit(), primary(QPushButton(tr("Reveal res&ults")))
        self.words.setAccessibleName(tr("Your assessment before the results are shown"))
        self.words.setPlaceholderText(tr("Your assessment: what you see and hear, and what it means to you"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(3 * self.words.fontMetrics().lineSpacing() + 12)
        self.words.installEventFilter(self)
        self.reveal.setToolTip(tr("Keep the assessment and show the results; the log says when"))
        self.reveal.clicked.connect(self._reveal)
        self.words.textChanged.connect(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.MARGIN_PX, 6, style.GAP_PX, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(label(_SAID), 1)
        row.addWidget(self.reveal)
        column.addLayout(row)
        column.addWidget(self.words)
        self.set_item(None)

    def set_item(self, item: ItemState | None) -> None:
        """Show itself for an exhibit on which the examiner works blind; what is being typed about it stays."""
        session = item.blind if item is not None else None
        at = (session.exhibit_id, session.id) if session is not None else None
        if at != self._at:
            self.keep()
            self._at, self._kept = at, session.assessment if session is not None else ""
            self.words.setPlainText(self._kept)
        writable = item is not None and not item.read_only
        self.words.setReadOnly(not writable)
        self.setVisible(session is not None)
        self._refresh()

    def keep(self) -> None:
        """Hand on what was typed and not yet kept."""
        text = self.words.toPlainText().strip()
        if self._at is not None and text and text != self._kept:
            self._kept = text
            self.assessed.emit(*self._at, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the box keeps it."""
        if watched is self.words and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        written = bool(self.words.toPlainText().strip())
        self.reveal.setText(tr("Reveal res&ults") if written else tr("Reveal res&ults without an assessment"))
        self.reveal.setEnabled(not self.words.isReadOnly())

    def _reveal(self) -> None:
        if self._at is not None:
            at, text = self._at, self.words.toPlainText().strip()
            self._kept = text
            self.revealed.emit(*at, text)
