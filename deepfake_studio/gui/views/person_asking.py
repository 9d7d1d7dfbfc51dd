"""Decisions about a face track from the name of its lane or its line: what needs a word more is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor

from deepfake_studio.gui import people
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.views.asking import ask
from deepfake_studio.gui.views.case_window import ask_reason
from deepfake_studio.gui.widgets import words

if TYPE_CHECKING:
    from deepfake_studio.gui.views.workspace import Workspace


class PersonAsking(QObject):
    """Signals: decided(str, int, dict): kind, key of the track and data, as `CaseDesk.edit_track` takes them."""

    decided = Signal(str, int, object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace

    def piece(self, key: int) -> Piece | None:
        """A track of the clip that is shown."""
        item = self._workspace.item
        return next((piece for piece in (item.people if item is not None else ()) if piece.key == key), None)

    def about(self, kind: str, key: int) -> None:
        """``name``, ``merge``, ``split`` or ``exclude`` ask or check first; the rest is decided."""
        if kind == "name":
            self._name(key)
        elif kind == "merge":
            menu = self._workspace.result.merge_menu(key)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(QCursor.pos())
        elif kind == "split":
            self.split(key)
        elif kind == "exclude":
            self.why_aside(key)
        else:
            self.decided.emit(kind, key, {})

    def _name(self, key: int) -> None:
        piece = self.piece(key)
        ask(
            self._workspace,
            tr("Name a person"),
            tr("Who is seen in face track T{key}:", key=key),
            lambda name: self.decided.emit("name", key, {"name": name.strip()}),
            value=piece.name if piece is not None else "",
        )

    def why_aside(self, key: int) -> None:
        """A track is set aside for a reason."""
        piece = self.piece(key)
        said = tr(
            "Why is {title} set aside? The measurement stays as it was; lists and the report give this reason.",
            title=piece.title if piece is not None else f"T{key}",
        )
        ask_reason(
            self._workspace, tr("Set aside"), said, lambda why: self.decided.emit("exclude", key, {"reason": why})
        )

    def split(self, key: int) -> None:
        """At the moment on screen, where that lies inside of the track."""
        piece, item, at = self.piece(key), self._workspace.item, self._workspace.player.seconds
        if piece is None or item is None or item.examination is None:
            return
        if people.inside(piece, at):
            self.decided.emit("split", key, {"at_seconds": repr(float(at))})
            return
        text = tr(
            "T{key} cannot be split at {moment}: go to a moment inside of it in the player first.",
            key=key,
            moment=words.moment(at),
        )
        self._workspace.result.say(text)
