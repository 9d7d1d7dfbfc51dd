"""The items of a queue as a table for Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from deepfake_studio.casework.queue import QueueItem
from deepfake_studio.gui.case_model import HIDDEN, OUTCOMES, Index
from deepfake_studio.gui.figures import figure, figures
from deepfake_studio.gui.language import told, tr
from deepfake_studio.report import scale

COLUMNS = (tr("Place"), tr("File"), tr("State"), tr("Result"), tr("Took"))
PLACE, FILE, STATE, RESULT, TOOK = range(5)
STATES = {
    "waiting": tr("waiting"), "running": tr("running"), "done": tr("done"), "failed": tr("failed"),
    "cancelled": tr("cancelled"),
}  # fmt: skip
ID_ROLE = Qt.ItemDataRole.UserRole + 1
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class QueueModel(QAbstractTableModel):
    """One row per item, in the order they are worked off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[QueueItem, ...] = ()
        self._hidden: frozenset[str] = frozenset()

    def set_items(self, items: tuple[QueueItem, ...], hidden: frozenset[str] = frozenset()) -> None:
        """Show these; ``hidden`` are paths whose results must not be shown."""
        before, other = self._items, hidden != self._hidden
        self._hidden = hidden
        if [item.id for item in before] == [item.id for item in items]:
            self._items = items
            rows = [row for row, item in enumerate(items) if other or item is not before[row]]
            if rows:
                self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def item(self, row: int) -> QueueItem:
        """The item of a row."""
        return self._items[row]

    def row_of(self, number: int) -> int | None:
        """Where an item stands."""
        return next((row for row, item in enumerate(self._items) if item.id == number), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Items."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if wanted else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and tool tips."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(item, index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.path if index.column() == FILE else self._text(item, index.row(), index.column())
        if role == ID_ROLE:
            return item.id
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (PLACE, TOOK):
            return _RIGHT
        return None

    def _text(self, item: QueueItem, row: int, column: int) -> str:
        if column == PLACE:
            return str(row + 1)
        if column == FILE:
            return Path(item.path).name
        if column == STATE:
            return state_words(item)
        if column == RESULT:
            return HIDDEN if item.path in self._hidden and item.state == "done" else result_words(item)
        return "" if item.seconds is None else f"{figure(item.seconds, '.1f')} s"


def state_words(item: QueueItem) -> str:
    """``running, 40 of 100``; no bare percentage stands for a result anywhere, so none stands here."""
    if item.state == "running":
        return tr("running, {round} of 100", round=round(100 * item.progress))
    if item.state == "failed" and item.attempts > 1:
        return tr("failed {attempts} times", attempts=item.attempts)
    return STATES.get(item.state, item.state)


def result_words(item: QueueItem) -> str:
    """What became of it, with the reason where there is one."""
    said = ""
    if item.outcome is not None:
        said = OUTCOMES.get(item.outcome, item.outcome)
        said += "" if item.log10_lr is None else tr(", log10 LR {number}", number=figures(scale.number(item.log10_lr)))
    elif item.status is not None and item.status != "failed":
        said = told(scale.STATUSES.get(item.status, item.status))
    return ": ".join(part for part in (said, told(item.reason or "")) if part)
