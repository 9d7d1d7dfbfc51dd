"""The chosen exhibit under the list: what is wrong with its file, its twins, its tags and its note; kept as typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine

_LOST = {
    "missing": tr("Its file is missing."),
    "altered": tr("Its file was changed."),
    "unreadable": tr("Its file cannot be read."),
}


class _LastTag(QCompleter):
    """Completes what stands behind the last comma."""

    def __init__(self, known: QStringListModel, line: QLineEdit) -> None:
        super().__init__(known, line)
        self._typed = line
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:
        """What is to be completed."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole line with the tag that was chosen."""
        before = self._typed.text().rpartition(",")[0].strip()
        return f"{before}, {index.data()}" if before else str(index.data())


class ExhibitCard(QWidget):
    """Signals: note_wanted(int, str): exhibit and its new note; tags_wanted(int, tuple, tuple): tags that come and go;
    relocate_wanted(int); twins_wanted(str): the SHA-256 that exhibits share."""

    note_wanted = Signal(int, str)
    tags_wanted = Signal(int, object, object)
    relocate_wanted = Signal(int)
    twins_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The chosen exhibit"))
        self._line: ExhibitLine | None = None
        self._note_of: int | None = None  # whose note is being typed
        self._said = ""
        self._lost, self._twins = label(role="caution", wrap=False), ElidedLabel()
        self._twins.setProperty("role", "quiet")
        self._withdrawn = label(role="note")
        self.relocate, self.twins = QPushButton(tr("Re&locate…")), QPushButton(tr("Show &them"))
        self.relocate.setToolTip(tr("Say where the acquired file is now; its SHA-256 must agree"))
        self.tags, self.note, self.fold = QLineEdit(), QPlainTextEdit(), QToolButton()
        self._known = QStringListModel(self)
        self.tags.setCompleter(_LastTag(self._known, self.tags))
        self._build()
        self._connect()
        self.set_line(None, writable=False)

    def set_line(self, line: ExhibitLine | None, *, writable: bool) -> None:
        """Show an exhibit; what was typed about the one before is kept first."""
        other = (line.id if line is not None else None) != (self._line.id if self._line is not None else None)
        if other:
            self.keep()
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        self._say_state(line, writable)
        self.tags.setReadOnly(not writable)
        self.note.setReadOnly(not writable)
        if other or not self.tags.hasFocus():
            self.tags.setText(", ".join(line.tags))
        if other or not self.note.hasFocus():
            self._said = line.note
            self.note.setPlainText(line.note)
        self._note_of = line.id if writable else None
        marks = [text for text, there in ((tr("tags"), line.tags), (tr("note"), line.note)) if there]
        self.fold.setText(tr("Tags and note") + (f" ({', '.join(marks)})" if marks else ""))

    def set_tags(self, tags: Iterable[str]) -> None:
        """Tags in use, to be completed from."""
        self._known.setStringList(list(tags))

    def keep(self) -> None:
        """Hand on what was typed and not yet kept."""
        text, exhibit_id = self.note.toPlainText().strip(), self._note_of
        if exhibit_id is not None and text != self._said.strip():
            self._said = text
            self.note_wanted.emit(exhibit_id, text)
        self._keep_tags()

    def open(self) -> None:
        """Unfold, ready to type a tag."""
        self.fold.setChecked(True)
        self.tags.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the note keeps it: there is no button for saving anywhere."""
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _keep_tags(self) -> None:
        line = self._line
        if line is None or self.tags.isReadOnly() or self._note_of != line.id:
            return
        typed = tuple(dict.fromkeys(tag.strip() for tag in self.tags.text().split(",") if tag.strip()))
        come, go = tuple(t for t in typed if t not in line.tags), tuple(t for t in line.tags if t not in typed)
        if come or go:
            self.tags_wanted.emit(line.id, come, go)

    def _say_state(self, line: ExhibitLine, writable: bool) -> None:
        lost = _LOST.get(line.evidence or "", "")
        self._lost.setText(lost)
        self._lost.setToolTip(line.path)
        self._lost_row.setVisible(bool(lost))
        self.relocate.setEnabled(writable)
        count = len(line.duplicates)
        several = tr("{count} more exhibits with these bytes.", count=count)
        self._twins.setText(several if count > 1 else tr("1 more exhibit with these bytes.") if count else "")
        self._twin_row.setVisible(count > 0)
        self._withdrawn.setText(
            tr("Withdrawn: {withdrawn_reason}", withdrawn_reason=line.withdrawn_reason) if line.withdrawn_reason else ""
        )
        self._withdrawn.setVisible(line.withdrawn_reason is not None)

    def _build(self) -> None:
        self.tags.setAccessibleName(tr("Tags of the exhibit"))
        self.tags.setPlaceholderText(tr("Tags, with commas between them"))
        self.note.setAccessibleName(tr("Note on the exhibit"))
        self.note.setPlaceholderText(tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing() + 12)
        self.note.installEventFilter(self)
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setAutoRaise(True)
        self._lost_row, self._twin_row, self._typed = QWidget(), QWidget(), QWidget()
        for holder, said, button in (
            (self._lost_row, self._lost, self.relocate),
            (self._twin_row, self._twins, self.twins),
        ):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(said, 1)
            row.addWidget(button)
        typed = QVBoxLayout(self._typed)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.addWidget(self.tags)
        typed.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._withdrawn, self._lost_row, self._twin_row, self.fold, self._typed):
            column.addWidget(widget)
        self._unfold(False)

    def _connect(self) -> None:
        self.tags.editingFinished.connect(self._keep_tags)
        self.fold.toggled.connect(self._unfold)
        self.relocate.clicked.connect(lambda: self._line is not None and self.relocate_wanted.emit(self._line.id))
        self.twins.clicked.connect(lambda: self._line is not None and self.twins_wanted.emit(self._line.sha256))

    def _unfold(self, on: bool) -> None:
        self._typed.setVisible(on)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
