"""What windows beside the main one share: messages, work under way, Close; Escape cancels the work, else closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.models_desk import Desk
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.widgets.activity import ActivityBar


class BesideWindow(QWidget):
    """Locks nothing. ``column`` takes the content, ``buttons`` what can be done; `finish` puts both in place."""

    def __init__(self, title: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.desk = desk
        desk.setParent(self)
        self.messages, self.activity, self.close_button = MessageBar(), ActivityBar(), QPushButton(tr("&Close"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[style.MARGIN_PX] * 4)
        self.column.setSpacing(style.GAP_PX)
        self.close_button.clicked.connect(self.close)
        self.activity.cancelled.connect(desk.cancel)
        desk.busy_changed.connect(self._busy)
        desk.progressed.connect(self.activity.show_progress)
        desk.problem.connect(lambda sentence: self.messages.show_message(sentence, key="problem"))
        desk.stopped.connect(self.stopped)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape)

    def finish(self, *buttons: QPushButton) -> None:
        """The row below everything."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addWidget(self.activity, 1)
        row.addStretch()
        row.addWidget(self.close_button)
        self.column.addLayout(row)

    def refresh(self) -> None:
        """Enable what can be done now; work began or ended."""

    def stopped(self) -> None:
        """The person at the screen cancelled."""
        self.messages.show_message(tr("Cancelled."), level="note", key="problem")

    def _busy(self) -> None:
        if self.desk.busy:
            self.messages.clear("problem")
            self.activity.start(self.desk.name)
        else:
            self.activity.stop()
        self.refresh()

    def _escape(self) -> None:
        if self.desk.busy:
            self.desk.cancel()
        else:
            self.close()
