"""Messages above the work: one sentence each, never in the way, gone when closed or answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr

Action = tuple[str, Callable[[], None]]
Level = Literal["note", "caution", "error"]
_MOST = 4
_LEVELS: dict[Level, str] = {"note": tr("note"), "caution": tr("caution"), "error": tr("error")}


class MessageBar(QWidget):
    """A stack of messages, newest below; the oldest goes when there are too many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Messages"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: list[Message] = []
        self.hide()

    def show_message(
        self, text: str, *, level: Level = "error", actions: Sequence[Action] = (), key: str = ""
    ) -> Message:
        """Show one sentence with what can be done about it; one with the same ``key`` or text is replaced."""
        for old in list(self._shown):
            if old.text == text or (key and old.key == key):
                self.remove(old)
        message = Message(text, level, actions, key, self)
        self._shown.append(message)
        self._column.addWidget(message)
        while len(self._shown) > _MOST:
            self.remove(self._shown[0])
        self.show()
        return message

    def remove(self, message: Message) -> None:
        """Take a message away."""
        if message in self._shown:
            self._shown.remove(message)
            self._column.removeWidget(message)
            message.hide()
            message.deleteLater()
        self.setVisible(bool(self._shown))

    def clear(self, key: str = "") -> None:
        """Take away all messages, or those with ``key``."""
        for message in list(self._shown):
            if not key or message.key == key:
                self.remove(message)

    def texts(self) -> list[str]:
        """What is shown, oldest first."""
        return [message.text for message in self._shown]


class Message(QFrame):
    """One sentence and its buttons."""

    def __init__(self, text: str, level: Level, actions: Sequence[Action], key: str, bar: MessageBar) -> None:
        super().__init__(bar)
        self.text, self.key, self._bar = text, key, bar
        self.setProperty("role", "message")
        self.setProperty("level", level)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 6, 5)
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)  # texts hold file names, which may look like markup
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(f"{_LEVELS[level]}: {text}")
        row.addWidget(label, 1)
        for title, act in actions:
            row.addWidget(self._button(title, act))
        row.addWidget(self._button(tr("Close"), None))

    def _button(self, title: str, act: Callable[[], None] | None) -> QPushButton:
        button = QPushButton(title)

        def pressed() -> None:
            self._bar.remove(self)
            if act is not None:
                act()

        button.clicked.connect(pressed)
        return button
