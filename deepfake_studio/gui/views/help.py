"""Small windows beside the work, none of them modal: about, details of an error."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from deepfake_studio import __version__
from deepfake_studio.gui import crash, style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets import deeds

PLAYER_KEYS = (
    *deeds.rows(),
    (tr("Shift+drag on the timeline"), tr("Choose a span for a finding")),
    (tr("I  O on the timeline"), tr("The span begins, or ends, at the playhead; Return makes a finding of it")),
    (tr("+  −  F on the timeline"), tr("Zoom the timeline, show all")),
    ("Esc", tr("Cancel the work under way")),
    (tr("F2 in the list of people"), tr("Name a person")),
    ("Ctrl+Return", tr("Save the finding or the form")),
)
_ABOUT = (
    tr(
        "Nothing left this machine: the program has no network code of its own and sends nothing, not even after an "
        "error."
    ),
    tr("The machine measures; only the examiner concludes."),
    tr("Licence: Apache-2.0; the bundled decoder contains parts under the GPL."),
)


class Beside(QDialog):
    """A window that locks nothing and goes for good when closed."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[style.MARGIN_PX] * 4)
        self.column.setSpacing(style.GAP_PX)

    def add_buttons(self, *buttons: QPushButton, close: str = "") -> None:
        """A row of buttons, Close last."""
        row = QHBoxLayout()
        row.addStretch()
        away = QPushButton(close or tr("&Close"))
        away.clicked.connect(self.close)
        for button in (*buttons, away):
            row.addWidget(button)
        self.column.addLayout(row)


class About(Beside):
    """Version and promises."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(tr("About"), parent)
        self.column.addWidget(label(f"Deepfake Studio {__version__}", role="title"))
        for text in _ABOUT:
            self.column.addWidget(label(text, select=True))
        self.column.addStretch()
        self.column.addWidget(label(tr("Log of errors: {file}", file=crash.log_file()), role="quiet", select=True))
        self.add_buttons()
        self.resize(460, 260)


class CrashDetails(Beside):
    """The trace of an error of this program, to copy into a report of it."""

    def __init__(self, trace: str, parent: QWidget | None) -> None:
        super().__init__(tr("An error of this program"), parent)
        self.column.addWidget(label(tr("Work can go on. The error was written to the log; nothing was sent anywhere.")))
        self.column.addWidget(label(str(crash.log_file()), role="quiet", select=True))
        text = QPlainTextEdit(trace)
        text.setReadOnly(True)
        text.setAccessibleName(tr("What happened"))
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.column.addWidget(text)
        copy, folder = QPushButton(tr("C&opy")), QPushButton(tr("Open the &folder of the log"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(trace))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(crash.log_file().parent))))
        self.add_buttons(copy, folder)
        self.resize(720, 420)
