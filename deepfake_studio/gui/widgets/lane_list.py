"""The list of lanes: shown or hidden, up or down; a window that locks nothing, for those who use no mouse too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.language import tr

_KEY = Qt.ItemDataRole.UserRole


class LaneList(QWidget):
    """Signals: shown(str, bool): a lane by key; ordered(list): all keys from top to bottom; reset()."""

    shown = Signal(str, bool)
    ordered = Signal(list)
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Lanes of the timeline"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Lanes, those ticked are shown"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._filling = False
        self.up, self.down, self._again = (
            QPushButton(tr("Move &up")),
            QPushButton(tr("Move &down")),
            QPushButton(tr("As at &first")),
        )
        buttons = QHBoxLayout()
        for button in (self.up, self.down, self._again):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(tr("Ticked lanes are shown, from top to bottom. Drag to change the order.")))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.resize(380, 420)
        self.list.itemChanged.connect(self._ticked)
        self.list.model().rowsMoved.connect(lambda *_: self._tell_order())
        self.list.currentRowChanged.connect(lambda _: self._refresh())
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self._again.clicked.connect(self.reset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def set_lanes(self, lanes: Sequence[tuple[str, str, bool]]) -> None:
        """Key, name, shown; from top to bottom."""
        if [self._at(row) for row in range(self.list.count())] == list(lanes):
            return
        self._filling = True
        chosen = self.list.currentItem().data(_KEY) if self.list.currentItem() is not None else None
        self.list.clear()
        for key, title, shown in lanes:
            item = QListWidgetItem(title, self.list)
            item.setData(_KEY, key)
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            if key == chosen:
                self.list.setCurrentItem(item)
        self._filling = False
        self._refresh()

    def _at(self, row: int) -> tuple[str, str, bool]:
        item = self.list.item(row)
        return item.data(_KEY), item.text(), item.checkState() == Qt.CheckState.Checked

    def _ticked(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.shown.emit(item.data(_KEY), item.checkState() == Qt.CheckState.Checked)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row < self.list.count() and 0 <= row + by < self.list.count():
            self._filling = True
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)
            self._filling = False
            self._tell_order()

    def _tell_order(self) -> None:
        if not self._filling:
            self.ordered.emit([self._at(row)[0] for row in range(self.list.count())])
        self._refresh()

    def _refresh(self) -> None:
        row = self.list.currentRow()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)
