"""What windows about the open case share: messages above, work under way and buttons below; none of them is modal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.activity import ActivityBar


class CaseWindow(QWidget):
    """A window of its own. Fill `column`, then call `finish` with the buttons."""

    def __init__(self, title: str, lead: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.messages, self.activity = MessageBar(), ActivityBar()
        self._task: Task | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[style.MARGIN_PX] * 4)
        self.column.setSpacing(style.GAP_PX)
        if lead:
            self.column.addWidget(label(lead, role="quiet"))
        self.column.addWidget(self.messages)
        self.activity.cancelled.connect(self.cancel)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape)

    def finish(self, *buttons: QWidget) -> None:
        """The last row: buttons, what is under way, Close."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addWidget(self.activity, 1)
        row.addStretch()
        close = QPushButton(tr("&Close"))
        close.clicked.connect(self.close)
        row.addWidget(close)
        self.column.addLayout(row)

    @property
    def busy(self) -> bool:
        """Whether work that this window began is under way."""
        return self._task is not None

    def begin(self, name: str, task: Task | None) -> None:
        """Show work until `over`."""
        self._task = task
        if task is not None:
            self.activity.start(name)
        self.refresh()

    def over(self) -> None:
        """The work ended."""
        self._task = None
        self.activity.stop()
        self.refresh()

    def cancel(self) -> None:
        """Stop the work."""
        if self._task is not None:
            self._task.cancel()

    def refresh(self) -> None:
        """Enable what can be done now."""

    def note(self, text: str, key: str = "done") -> None:
        """Say what was done."""
        self.messages.show_message(text, level="note", key=key)

    def _escape(self) -> None:
        if self.busy:
            self.cancel()
        else:
            self.close()


def ask_reason(parent: QWidget, title: str, question: str, then: Callable[[str], object]) -> QDialog:
    """Ask why in a small window that locks nothing; without a word nothing happens."""
    asking = QDialog(parent)
    asking.setWindowTitle(title)
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    text = QPlainTextEdit()
    text.setAccessibleName(question)
    text.setTabChangesFocus(True)
    text.setFixedHeight(4 * text.fontMetrics().lineSpacing() + 12)
    buttons = QDialogButtonBox()
    agreed = buttons.addButton(title, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    agreed.setEnabled(False)
    text.textChanged.connect(lambda: agreed.setEnabled(bool(text.toPlainText().strip())))
    buttons.accepted.connect(lambda: (then(text.toPlainText().strip()), asking.close()))
    buttons.rejected.connect(asking.close)
    column = QVBoxLayout(asking)
    for widget in (label(question), text, buttons):
        column.addWidget(widget)
    asking.resize(440, asking.sizeHint().height())
    asking.show()
    text.setFocus()
    return asking
