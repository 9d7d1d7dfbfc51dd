"""The sections of a report: ticked or not, in an order that mouse and keyboard change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.report.design import MANDATORY

FIRST = "summary"  # it stands in front of every report that has it
_ID = Qt.ItemDataRole.UserRole


class SectionList(QListWidget):
    """Sections that only some cases have are ticked by themselves while the usual sections are chosen.

    Signals:
        edited(): the person at the screen chose otherwise.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sections of the report"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSpacing(1)
        self.setToolTip(tr("Space ticks, Alt+Up and Alt+Down move"))
        self._titles: Mapping[str, str] = {}
        self._optional: frozenset[str] = frozenset()
        self._present: frozenset[str] = frozenset()
        self._early: tuple[str, ...] = ()  # what was chosen before the titles were known
        self.usual = True
        self.itemChanged.connect(self._ticked)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_titles(self, titles: Mapping[str, str], optional: Sequence[str]) -> None:
        """Every section there is, in the usual order; ``optional`` ones only some cases have."""
        chosen = self.sections()
        self._titles, self._optional = dict(titles), frozenset(optional)
        self.set_sections(chosen)

    def set_sections(self, sections: Sequence[str]) -> None:
        """What a design says; nothing means the usual sections."""
        self.usual, self._early = not sections, tuple(sections)
        ticked = set(sections) if sections else set(self._titles) - (self._optional - self._present)
        order = [name for name in sections if name in self._titles]
        order += [name for name in self._titles if name not in order]
        self._fill(sorted(order, key=lambda name: name != FIRST), ticked)

    def set_present(self, sections: Sequence[str]) -> None:
        """What the usual report of this case holds."""
        self._present = frozenset(sections)
        if self.usual:
            self.set_sections(())

    def sections(self) -> tuple[str, ...]:
        """What a design would say."""
        if self.usual or not self._titles:
            return () if self.usual else self._early
        items = (self.item(row) for row in range(self.count()))
        return tuple(item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _fill(self, order: Sequence[str], ticked: set[str]) -> None:
        before = self.currentItem().data(_ID) if self.currentItem() is not None else FIRST
        blocked = self.blockSignals(True)
        self.clear()
        for name in order:
            self.addItem(self._made(name, name in ticked or name in MANDATORY))
        row = next((row for row in range(self.count()) if self.item(row).data(_ID) == before), 0)
        self.setCurrentRow(row)
        self.blockSignals(blocked)

    def _made(self, name: str, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(self._titles[name])
        item.setData(_ID, name)
        flag = Qt.ItemFlag
        flags = flag.ItemIsSelectable | flag.ItemIsEnabled
        if name != FIRST:
            flags |= flag.ItemIsDragEnabled
        if name in MANDATORY:
            item.setText(tr("{value} (always)", value=self._titles[name]))
            item.setToolTip(tr("A report that left these out would say more than was measured."))
        else:
            flags |= flag.ItemIsUserCheckable
        if name in self._optional:
            item.setToolTip(tr("Usually there only where the case has something to say about it."))
        item.setFlags(flags)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return item

    # ---- what is changed --------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """The chosen section up (-1) or down (1); the summary stays in front."""
        row = self.currentRow()
        if not self.can_move(step):
            return
        item = self.takeItem(row)
        self.insertItem(row + step, item)
        self.setCurrentRow(row + step)
        self._edited()

    def can_move(self, step: int) -> bool:
        """Whether there is room."""
        row = self.currentRow()
        return row > 0 and 1 <= row + step < self.count()

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._edited()

    def _edited(self) -> None:
        self.usual = False
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up and Down moves."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Moved with the mouse."""
        super().dropEvent(event)
        for row in range(1, self.count()):
            if self.item(row).data(_ID) == FIRST:
                self.insertItem(0, self.takeItem(row))
        self._edited()
