"""What the examiner changed, step by step, to be taken back and done again.

The log of a case only grows: taking back writes a compensating entry, doing again another one. An edit is noted once
it was kept, never before. When an edit can be taken back: call `Edits.made` with its name and the two changes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

Change = Callable[[], object]
_MOST = 200


class Edit(QUndoCommand):
    """One edit that was made already."""

    def __init__(self, text: str, *, back: Change, again: Change) -> None:
        super().__init__(text)
        self._back, self._again, self._noted = back, again, False

    def redo(self) -> None:
        """Do it again; the first call only notes what was done."""
        if self._noted:
            self._again()
        self._noted = True

    def undo(self) -> None:
        """Write what held before."""
        self._back()


class Edits(QObject):
    """The edits of the open case; another case begins with none."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(_MOST)
        self._stack.indexChanged.connect(self._moved)

    def made(self, text: str, *, back: Change, again: Change) -> None:
        """Note an edit that was kept; ``text`` names it after "Undo"."""
        self._stack.push(Edit(text, back=back, again=again))

    def undo(self) -> None:
        """Take the newest edit back."""
        self._stack.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._stack.redo()

    def clear(self) -> None:
        """Forget all; the case stays as it is."""
        self._stack.clear()
        self.changed.emit()

    def _moved(self, _index: int) -> None:
        self.changed.emit()

    @property
    def undo_text(self) -> str:
        """What would be taken back; empty where nothing can."""
        return self._stack.undoText() if self._stack.canUndo() else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty where nothing can."""
        return self._stack.redoText() if self._stack.canRedo() else ""
