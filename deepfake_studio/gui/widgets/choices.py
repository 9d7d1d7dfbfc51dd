"""A box to choose one of many from: ten thousand choices cost hardly more than ten.

A plain `QComboBox` makes an item for each choice and measures every one of them to find its own width; a model written
in Python would be asked for every row when the list opens. So the titles lie in Qt's own list of texts, and what they
stand for lies beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QListView, QWidget

_LEAST_LETTERS = 12


class ChoiceBox(QComboBox):
    """As wide as its place, not as its longest title; what a choice stands for, where that is a text, is its tool tip.

    `currentData` and `itemData` answer from here, Qt's `findData` does not: use `find`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, Any], ...] = ()
        self._at: dict[Any, int] = {}
        self._titles = QStringListModel(self)
        view = QListView()
        view.setUniformItemSizes(True)
        self.setView(view)
        self.setModel(self._titles)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.currentIndexChanged.connect(self._say)

    def set_choices(self, rows: Sequence[tuple[str, Any]]) -> None:
        """Titles and what they stand for; nothing is chosen afterwards."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._at = {value: at for at, (_, value) in reversed(list(enumerate(self._rows)))}
            self._titles.setStringList([title for title, _ in self._rows])
        self.setCurrentIndex(-1)

    def choices(self) -> tuple[tuple[str, Any], ...]:
        """Titles and what they stand for."""
        return self._rows

    def find(self, value: Any) -> int:
        """Where something stands first, -1 where it does not."""
        return self._at.get(value, -1)

    def itemData(self, row: int, role: int = Qt.ItemDataRole.UserRole) -> Any:
        """What a row stands for."""
        if role != Qt.ItemDataRole.UserRole:
            return super().itemData(row, role)
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def currentData(self, role: int = Qt.ItemDataRole.UserRole) -> Any:
        """What is chosen."""
        return self.itemData(self.currentIndex(), role)

    def _say(self, row: int) -> None:
        value = self.itemData(row)
        self.setToolTip(value if isinstance(value, str) else "")
