"""A table of texts for as many rows as a case has exhibits; only those in sight are asked for and measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MEASURED_ROWS = 100  # for the width of a column; Qt measures a thousand


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: Sequence[Sequence[str]] = ()

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()][index.column()] if index.isValid() and role in _TEXTS else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        return None


class LongTable(QTableView):
    """Rows are chosen whole and are one line high; column ``stretch`` takes the room that is left.

    Signals:
        chosen_changed(): other rows are chosen; row_activated(int): Enter or a double click.
    """

    chosen_changed = Signal()
    row_activated = Signal(int)

    def __init__(self, name: str, columns: Sequence[str], *, stretch: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(columns, self)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self._share_out(len(columns), stretch)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self.activated.connect(lambda index: self.row_activated.emit(index.row()))

    def _share_out(self, columns: int, stretch: int) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        for column in range(columns):
            mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace the rows; the one that was chosen stays chosen."""
        before = self.currentIndex().row()
        self._rows.set_rows(rows)
        if 0 <= before < len(rows):
            self.selectRow(before)

    def rowCount(self) -> int:
        """How many there are."""
        return len(self._rows.rows)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self._rows.rows[row][column]

    def chosen_rows(self) -> list[int]:
        """From spans: ten thousand chosen rows one by one would be felt."""
        spans = self.selectionModel().selection()
        return sorted({row for span in spans for row in range(span.top(), span.bottom() + 1)})
