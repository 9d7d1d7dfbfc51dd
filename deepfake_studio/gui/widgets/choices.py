"""A box to choose one of many from: ten thousand choices cost no more than ten, because only those in sight are asked.

A plain `QComboBox` makes an item for each choice and measures every one of them to find its own width.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QListView, QWidget

Index = QModelIndex | QPersistentModelIndex
_SHOWN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole)
_LEAST_LETTERS = 12


class Choices(QAbstractListModel):
    """Titles with what each stands for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, Any], ...] = ()
        self._at: dict[Any, int] = {}

    @property
    def rows(self) -> tuple[tuple[str, Any], ...]:
        """All of them."""
        return self._rows

    def set_rows(self, rows: Sequence[tuple[str, Any]]) -> None:
        """Replace them."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._at = {value: at for at, (_, value) in reversed(list(enumerate(self._rows)))}
        self.endResetModel()

    def find(self, value: Any) -> int:
        """Where something stands, -1 where it does not."""
        return self._at.get(value, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, what it stands for, and that as a tool tip where it is a text."""
        if not index.isValid():
            return None
        title, value = self._rows[index.row()]
        if role in _SHOWN:
            return title
        if role == Qt.ItemDataRole.UserRole:
            return value
        return value if role == Qt.ItemDataRole.ToolTipRole and isinstance(value, str) and value else None

    def match(
        self, start: Index, role: int, value: Any, hits: int = 1, flags: Any = Qt.MatchFlag.MatchStartsWith
    ) -> list[QModelIndex]:
        """What is typed into the box finds a title; Qt would ask for every row one by one."""
        if role not in _SHOWN or Qt.MatchFlag.MatchStartsWith not in Qt.MatchFlag(flags):
            return super().match(start, role, value, hits, flags)
        begun, first, count = str(value).casefold(), start.row(), len(self._rows)
        order = ((first + step) % count for step in range(count))
        found = next((row for row in order if self._rows[row][0].casefold().startswith(begun)), None)
        return [] if found is None else [self.index(found, 0)]


class ChoiceBox(QComboBox):
    """As wide as its place, not as its longest title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices(self)
        view = QListView()
        view.setUniformItemSizes(True)
        self.setView(view)
        self.setModel(self._choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)

    def set_choices(self, rows: Sequence[tuple[str, Any]]) -> None:
        """Titles and what they stand for; nothing is chosen afterwards."""
        if tuple(rows) != self._choices.rows:
            self._choices.set_rows(rows)
        self.setCurrentIndex(-1)

    def choices(self) -> tuple[tuple[str, Any], ...]:
        """Titles and what they stand for."""
        return self._choices.rows

    def find(self, value: Any) -> int:
        """Where something stands, -1 where it does not."""
        return self._choices.find(value)
