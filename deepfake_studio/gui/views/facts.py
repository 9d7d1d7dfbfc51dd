"""The probe sheet: what the file states and what reading it found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views import fact_rows
from deepfake_studio.gui.views.parts import label

_EMPTY = tr("No item is open.\nChoose an exhibit, or drop a clip on the window.")
_WAITING = tr("Reading the file…")


class FactsPanel(QWidget):
    """A tree of two columns; Ctrl+C copies the chosen rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Facts about the file"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setAlternatingRowColors(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._hint = label(_EMPTY, role="hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree)
        column.addWidget(self._hint)
        copy = QAction(tr("Copy"), self.tree)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.tree.addAction(copy)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.set_item(None)

    def set_item(self, item: ItemState | None) -> None:
        """Show an item, or a hint."""
        groups = fact_rows.groups(item)
        self.tree.clear()
        self.tree.setVisible(bool(groups))
        self._hint.setVisible(not groups)
        self._hint.setText(_EMPTY if item is None else item.problem or _WAITING)
        for title, rows in groups:
            head = QTreeWidgetItem(self.tree, [title])
            head.setFirstColumnSpanned(True)
            head.setFlags(head.flags() & ~Qt.ItemFlag.ItemIsSelectable)
            bold = head.font(0)
            bold.setWeight(QFont.Weight.DemiBold)
            head.setFont(0, bold)
            for name, text in rows:
                row = QTreeWidgetItem(head, [name, text])
                row.setToolTip(1, text)
        self.tree.expandAll()

    def texts(self) -> dict[str, str]:
        """All rows by name, for tests."""
        return {
            head.child(i).text(0): head.child(i).text(1)
            for head in map(self.tree.topLevelItem, range(self.tree.topLevelItemCount()))
            for i in range(head.childCount())
        }

    def _copy(self) -> None:
        lines = [f"{row.text(0)}: {row.text(1)}" for row in self.tree.selectedItems()]
        QGuiApplication.clipboard().setText("\n".join(lines))
