"""Bookmarks of the open exhibit, from the player, the timeline or a command; each change can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deepfake_studio.gui.edits import Edits
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.shuttle import index_at
from deepfake_studio.vocabulary import Bookmark

if TYPE_CHECKING:
    from deepfake_studio.gui.case_desk import CaseDesk
    from deepfake_studio.gui.views.workspace import Workspace


class Bookmarking:
    """Hands marks to the case and notes them once they are kept; what is put again has a number of its own."""

    def __init__(self, desk: CaseDesk, workspace: Workspace, edits: Edits) -> None:
        self._desk, self._workspace, self._edits = desk, workspace, edits

    def toggle(self, exhibit: int, index: int, examiner: str) -> None:
        """Mark a frame, or take the mark of ``examiner`` there away; those of others stay."""
        item, pts = self._workspace.item, self._workspace.player.pts_seconds
        if item is None or not 0 <= index < len(pts):
            return
        there = [mark for mark in item.bookmarks if index_at(pts, mark.pts_seconds) == index]
        mine = [mark for mark in there if mark.examiner == examiner]
        if mine:
            self.take(exhibit, mine[-1])
        else:
            self.add(exhibit, float(pts[index]))

    def add(self, exhibit: int, seconds: float) -> None:
        """Mark a moment."""
        number = [0]

        def know() -> None:
            number[0] = self._newest()

        def add(**named: Any) -> Any:
            return self._desk.bookmark(exhibit, seconds, **named)

        def note() -> None:
            know()
            back = lambda: self._desk.remove_bookmark(exhibit, number[0])  # noqa: E731
            self._edits.made(tr("bookmark"), back=back, again=lambda: add(then=know))

        add(then=note)

    def take(self, exhibit: int, mark: Bookmark) -> None:
        """Take a mark away."""
        number = [mark.id]

        def know() -> None:
            number[0] = self._newest()

        def take(then: Callable[[], None] | None = None) -> Any:
            return self._desk.change(lambda store: store.remove_bookmark(number[0]), exhibit, then)

        def put() -> Any:
            return self._desk.bookmark(exhibit, mark.pts_seconds, mark.note, then=know)

        take(lambda: self._edits.made(tr("removal of a bookmark"), back=put, again=take))

    def _newest(self) -> int:
        item = self._workspace.item
        return max((mark.id for mark in item.bookmarks), default=0) if item is not None else 0
