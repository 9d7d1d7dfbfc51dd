"""Small windows beside the work, none of them modal: keys, about, details of an error."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from deepfake_studio import __version__
from deepfake_studio.gui import crash
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.widgets import deeds

_OTHER_KEYS = (
    ("Shift+drag on the timeline", "Choose a span for a finding"),
    ("+  −  F on the timeline", "Zoom the timeline, show all"),
    ("Esc", "Cancel the work under way"),
    ("F2 in the list of people", "Name a person"),
    ("Ctrl+Return", "Save the finding or the form"),
)
_ABOUT = (
    "Nothing left this machine: the program has no network code of its own and sends nothing, not even after an error.",
    "The machine measures; only the examiner concludes.",
    "Licence: Apache-2.0; the bundled decoder contains parts under the GPL.",
)


class Beside(QDialog):
    """A window that locks nothing and goes for good when closed."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """A row of buttons, Close last."""
        row = QHBoxLayout()
        row.addStretch()
        close = QPushButton("&Close")
        close.clicked.connect(self.close)
        for button in (*buttons, close):
            row.addWidget(button)
        self.column.addLayout(row)


class Keys(Beside):
    """All keys."""

    def __init__(self, commands: list[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__("Keys", parent)
        rows = table("Keys", ("Key", "What it does"), stretch=1)
        fill(rows, [*deeds.rows(), *_OTHER_KEYS, *commands])
        self.column.addWidget(rows)
        self.add_buttons()
        self.resize(560, 640)


class About(Beside):
    """Version and promises."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__("About", parent)
        self.column.addWidget(label(f"Deepfake Studio {__version__}", role="title"))
        for text in _ABOUT:
            self.column.addWidget(label(text, select=True))
        self.column.addWidget(label(f"Log of errors: {crash.log_file()}", role="quiet", select=True))
        self.add_buttons()
        self.resize(460, 260)


class CrashDetails(Beside):
    """The trace of an error of this program, to copy into a report of it."""

    def __init__(self, trace: str, parent: QWidget | None) -> None:
        super().__init__("An error of this program", parent)
        self.column.addWidget(label("Work can go on. The error was written to the log; nothing was sent anywhere."))
        self.column.addWidget(label(str(crash.log_file()), role="quiet", select=True))
        text = QPlainTextEdit(trace)
        text.setReadOnly(True)
        text.setAccessibleName("What happened")
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.column.addWidget(text)
        copy = QPushButton("C&opy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(trace))
        self.add_buttons(copy)
        self.resize(720, 420)
