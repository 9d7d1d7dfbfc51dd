"""Notes on methods in a window beside the work: what each does, its references, limits and error rates."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QSplitter, QVBoxLayout, QWidget

from deepfake_studio.casework.background import Background
from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views import method_notes
from deepfake_studio.gui.views.reader import Reader
from deepfake_studio.vocabulary import Examination

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LABEL = re.compile(r"^([^:.]{2,28}:)(?=\s)")


class NotesWindow(QWidget):
    """Signals: model_wanted(str): all that is known of a detector."""

    model_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Method notes"))
        self._examination: Examination | None = None
        self._background = Background()
        self.list, self.text = QListWidget(), Reader(tr("Note on the method"))
        self.list.setAccessibleName(tr("Methods"))
        self.model, close = QPushButton(tr("All about this &model…")), QPushButton(tr("&Close"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.text)
        halves.setSizes([250, 590])
        buttons = QHBoxLayout()
        buttons.addWidget(self.model)
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.MARGIN_PX] * 4)
        column.addWidget(halves, 1)
        column.addLayout(buttons)
        self.list.currentTextChanged.connect(self._choose)
        self.model.clicked.connect(lambda: self.model_wanted.emit(self._chosen()))
        close.clicked.connect(self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(880, 560)

    def set_examination(self, examination: Examination | None, background: Background | None) -> None:
        """The notes that concern an examination; the one that is read stays."""
        self._examination, self._background = examination, background or Background()
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(method_notes.names(examination))
        self.list.blockSignals(False)
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Read one."""
        found = self.list.findItems(name, Qt.MatchFlag.MatchExactly)
        self.list.setCurrentItem(found[0] if found else self.list.item(0))
        self._choose(self._chosen())

    def _chosen(self) -> str:
        return self.list.currentItem().text() if self.list.currentItem() is not None else ""

    def _choose(self, name: str) -> None:
        self.text.show_text(formatted(method_notes.note(name, self._examination, self._background)) if name else "")
        self.model.setEnabled(name in self._background.models)


def formatted(note: str) -> str:
    """A note as Markdown: its name as a heading, the word before a colon bold; nothing in it is taken for a mark."""
    name, *lines = _MARKS.sub(r"\\\1", note).split("\n")
    return "\n\n".join([f"## {name}", *(_LABEL.sub(r"**\1**", line) for line in lines if line)])
