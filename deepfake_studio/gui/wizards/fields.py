"""Fields for places on disk: typed, chosen in a dialog, or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.views.parts import dropped_paths

_WIDEST_PX = 900


class PathField(QWidget):
    """One folder or file, or several files dropped together; several are kept one a line.

    Signals:
        changed(str): the person at the screen wrote, chose or dropped something.
    """

    changed = Signal(str)

    def __init__(self, name: str, *, hint: str = "", folder: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._folder = name, folder
        self._several: tuple[str, ...] = ()
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.line.setToolTip(hint)
        self._hint = hint
        self.line.setAcceptDrops(False)  # this widget takes the drop as a path, not as a link
        self.line.textEdited.connect(self._typed)
        self.button = QPushButton(tr("Choose…"))
        self.button.setAccessibleName(tr("Choose: {name}", name=name))
        self.button.clicked.connect(self._choose)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    @property
    def value(self) -> str:
        """The path, or several with a line each."""
        return "\n".join(self._several) if self._several else self.line.text().strip()

    def set_value(self, value: str) -> None:
        """Show what the state holds, without telling anybody."""
        if value == self.value:
            return
        lines = tuple(value.split("\n")) if "\n" in value else ()
        self._several = lines
        self.line.setText(tr("{lines} files", lines=len(lines)) if lines else value)
        self.line.setToolTip(value or self._hint)

    def _typed(self, _text: str) -> None:
        self._several = ()
        self.changed.emit(self.value)

    def _more(self, paths: Sequence[str]) -> list[str]:
        """Dropped files join files that are there; a folder, or files on a folder, take its place."""
        before = [line for line in self.value.split("\n") if Path(line).is_file()]
        if not before or not all(Path(path).is_file() for path in paths) or "\n".join(before) != self.value:
            return list(paths)
        return list(dict.fromkeys([*before, *paths]))

    def _take(self, paths: Sequence[str]) -> None:
        self.set_value("\n".join(paths))
        self.changed.emit(self.value)

    def _choose(self) -> None:
        if self._folder:
            found = QFileDialog.getExistingDirectory(self, self._name, self.value)
        else:
            found, _ = QFileDialog.getOpenFileName(self, self._name, self.value)
        if found:
            self._take([found])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files and folders only."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what was dropped into the field, or one file where only one can be meant."""
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._take(self._more(paths) if self._folder else paths[:1])


class Form(QFormLayout):
    """Rows of a name and a field; in a wide window fields end where an eye still finds their name."""

    def addRow(self, *row: Any) -> None:
        """As Qt adds it, with a field that does not grow without end."""
        if row and isinstance(row[-1], QLineEdit | QComboBox | QAbstractSpinBox | PathField):
            row[-1].setMaximumWidth(_WIDEST_PX)
        super().addRow(*row)


def form() -> QFormLayout:
    """A form as all pages have it."""
    made = Form()
    made.setHorizontalSpacing(style.MARGIN_PX)
    made.setVerticalSpacing(style.GAP_PX)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    return made


def rows_told(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows that `social` writes, in the language of the window; names of files stay as they are."""
    return [tuple(told(cell) for cell in row) for row in rows]
