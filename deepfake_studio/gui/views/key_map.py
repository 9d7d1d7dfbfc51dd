"""Every command with its keys, and other keys for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.help import PLAYER_KEYS, Beside
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.widgets import deeds

if TYPE_CHECKING:
    from deepfake_studio.gui.actions import Actions

_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
RESERVED = {"Ctrl+F": tr("Filter exhibits"), "Ctrl+Return": tr("Save the finding or the form"), "Esc": tr("Cancel")}
RESERVED.update({k: tr(deed.text) for deed in deeds.TABLE for k in deed.keys if k.startswith("Ctrl+")})


def native(keys: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def objection(keys: str) -> str:
    """Why keys cannot be those of a command; empty where they can."""
    typed = QKeySequence(keys)
    if typed.isEmpty():
        return ""
    if typed.count() > 1:
        return tr("Use one key with its modifiers, not several after one another.")
    stroke = typed[0]
    function = Qt.Key.Key_F1 <= stroke.key() <= Qt.Key.Key_F35
    if stroke.keyboardModifiers() in (_PLAIN, _SHIFT) and not function:
        return tr("{keys} alone is typed into texts or drives the player; add Ctrl or Alt.", keys=native(keys))
    taken = RESERVED.get(typed.toString(QKeySequence.SequenceFormat.PortableText))
    return tr("{keys} always means: {taken}.", keys=native(keys), taken=taken) if taken else ""


class KeyMap(Beside):
    """Choose a row, press the new keys, Use them."""

    def __init__(self, commands: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard map"), parent)
        self._commands = commands
        self._names: list[str] = []
        self.rows = table(tr("Commands and their keys"), (tr("Command"), tr("Keys"), tr("Usual keys")), stretch=0)
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setAccessibleName(tr("New keys"))
        for line in self.keys.findChildren(QLineEdit):
            line.setAccessibleName(tr("New keys"))
        self.use, self.take = QPushButton(tr("&Use")), QPushButton(tr("&Take them from there"))
        self.none, self.usual = QPushButton(tr("&No keys")), QPushButton(tr("Usual &keys"))
        self.all_usual = QPushButton(tr("&All as usual"))
        self.said = label(role="caution")
        self.said.hide()
        self._build()
        self._connect()
        self._fill()
        self.rows.selectRow(0)

    @property
    def chosen(self) -> str:
        """The command of the row that is chosen."""
        row = self.rows.currentRow()
        return self._names[row] if 0 <= row < len(self._names) else ""

    def choose(self, name: str) -> None:
        """Choose the row of a command."""
        self.rows.selectRow(self._names.index(name))

    # ---- changing ---------------------------------------------------------------------------------------------

    def _typed(self) -> str:
        return self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _use(self, *, taking: bool = False) -> None:
        keys, name = self._typed(), self.chosen
        if not keys or not name:
            return
        owner = self._commands.owner(keys)
        if problem := objection(keys):
            self._say(problem)
        elif owner and owner != name and not taking:
            self._say(tr("{keys} belong to “{owner}”.", keys=native(keys), owner=self._commands.title(owner)))
            self.take.show()
        else:
            if owner and owner != name:
                self._commands.set_keys(owner, "")
            self._set(name, keys)

    def _set(self, name: str, keys: str) -> None:
        self._commands.set_keys(name, keys)
        self._fill()
        self._row_changed()

    def _all_usual(self) -> None:
        self._commands.reset_keys()
        self._fill()
        self._row_changed()

    # ---- showing ----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        actions = self._commands.by_text
        self._names = list(actions)
        lines = [
            (
                self._commands.title(name),
                native(actions[name].shortcut().toString()),
                native(self._commands.usual[name]),
            )
            for name in self._names
        ]
        fixed = [(does, keys, tr("always")) for keys, does in PLAYER_KEYS]
        fill(self.rows, [*lines, *fixed])

    def _row_changed(self) -> None:
        self.keys.clear()
        self.said.hide()
        self.take.hide()
        for button in (self.use, self.none, self.usual, self.keys):
            button.setEnabled(bool(self.chosen))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()

    def _build(self) -> None:
        self.column.addWidget(label(tr("Choose a command, press its new keys in the field, then Use."), role="quiet"))
        self.column.addWidget(self.rows, 1)
        self.column.addWidget(self.said)
        row = QHBoxLayout()
        name = QLabel(tr("Ne&w keys"))
        name.setBuddy(self.keys)
        row.addWidget(name)
        row.addWidget(self.keys, 1)
        for button in (self.use, self.take, self.none, self.usual):
            row.addWidget(button)
        self.column.addLayout(row)
        self.take.hide()
        self.add_buttons(self.all_usual)
        self.resize(720, 640)

    def _connect(self) -> None:
        self.rows.itemSelectionChanged.connect(self._row_changed)
        self.use.clicked.connect(lambda: self._use())
        self.take.clicked.connect(lambda: self._use(taking=True))
        self.none.clicked.connect(lambda: self._set(self.chosen, ""))
        self.usual.clicked.connect(lambda: self._usual(self.chosen))
        self.all_usual.clicked.connect(self._all_usual)

    def _usual(self, name: str) -> None:
        """The keys a command came with, unless another command has them now."""
        keys = self._commands.usual[name]
        self.keys.setKeySequence(QKeySequence(keys))
        self._use() if keys else self._set(name, "")
