"""Every command by a few letters of its name: type, choose with the arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deepfake_studio.gui import style
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.matching import ranked
from deepfake_studio.gui.views.parts import label

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_WIDTH_PX, _HEIGHT_PX = 560, 420


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as it can be found: ``title`` is what is shown, ``words`` what is searched."""

    title: str
    words: str
    action: QAction


def entry(menu: str, action: QAction, also: str = "") -> Entry:
    """The entry of an action of a menu; ``also`` is another name under which it is found, as the English one."""
    name, where = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"), menu.replace("&", "")
    title = f"{where}: {name}"
    return Entry(title, f"{name} {where} {action.statusTip()} {also if also not in name else ''}".strip(), action)


class CommandPalette(QDialog):
    """Locks nothing; what cannot be done now is listed and says so."""

    def __init__(self, entries: Callable[[], Sequence[Entry]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = list(entries())
        self.query, self.list, self._tip = QLineEdit(), QListWidget(), label(role="quiet")
        self.query.setPlaceholderText(tr("Type a few letters of a command"))
        self.query.setAccessibleName(tr("Command"))
        self.query.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("Commands that fit"))
        self.list.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.MARGIN_PX] * 4)
        for widget in (self.query, self.list, self._tip):
            column.addWidget(widget)
        self.query.installEventFilter(self)
        self.query.textChanged.connect(self._fill)
        self.query.returnPressed.connect(self.run)
        self.list.itemActivated.connect(self.run)
        self.list.currentItemChanged.connect(self._tell)
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        self._fill("")

    def titles(self) -> list[str]:
        """What is listed now."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole).title for row in range(self.list.count())]

    def run(self) -> None:
        """Do what is chosen, if it can be done now."""
        item = self.list.currentItem()
        if item is None:
            return
        action = item.data(Qt.ItemDataRole.UserRole).action
        if action.isEnabled():
            self.close()
            # not now: a dialog with a loop of its own could delete this window under the key that is still handled
            QTimer.singleShot(0, action, action.trigger)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while letters are typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, query: str) -> None:
        self.list.clear()
        fits = ranked(query, [(each.words, each) for each in self._entries])
        for each in sorted(fits, key=lambda e: not e.action.isEnabled()):
            self.list.addItem(self._item(each))
        self.list.setCurrentRow(0)
        if not fits:
            self._tip.setText(tr("No command fits."))

    def _item(self, each: Entry) -> QListWidgetItem:
        keys = each.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        parts = [each.title, f"({keys})" if keys else "", "" if each.action.isEnabled() else tr("– not now")]
        item = QListWidgetItem(" ".join(part for part in parts if part))
        item.setData(Qt.ItemDataRole.UserRole, each)
        if not each.action.isEnabled():
            item.setForeground(self.palette().placeholderText())
        return item

    def _tell(self, item: QListWidgetItem | None) -> None:
        self._tip.setText(item.data(Qt.ItemDataRole.UserRole).action.statusTip() if item is not None else "")
