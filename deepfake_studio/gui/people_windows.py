"""The windows about people: everybody in the case, and drawing a face by hand; with what joins them to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from deepfake_studio.gui.actions import Command
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.people_deeds import PeopleDeeds
from deepfake_studio.gui.people_desk import PeopleDesk
from deepfake_studio.gui.views.draw_window import DrawWindow
from deepfake_studio.gui.views.people_window import PeopleWindow

if TYPE_CHECKING:
    from deepfake_studio.gui.main_window import MainWindow


class PeopleWindows(QObject):
    """At most one window of each kind; they stay when closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.desk = PeopleDesk(window.studio, window.desk)
        self.people: PeopleWindow | None = None
        self.drawing: DrawWindow | None = None
        decide = window.conductor.decisions
        decide.people_changed.connect(lambda: self.people and self.people.reload())
        window.conductor.changed.connect(self._item_shown)

    def commands(self) -> list[Command]:
        """Entries of the menus."""
        state = lambda: self._window.desk.state  # noqa: E731
        return [
            Command("&Case", "Pe&ople…", "Ctrl+Shift+E", "Who is seen in which exhibit: name, join, divide, set aside",
                    self.show_people, lambda: state() is not None),
            Command("&Case", "&Draw a face…", "Ctrl+Shift+F",
                    "Add a face that was not found; it is measured like the others", self.show_drawing,
                    lambda: (now := state()) is not None and now.changeable),
        ]  # fmt: skip

    def show_people(self) -> PeopleWindow:
        """Who is seen in which exhibit."""
        if self.people is None:
            self.people = PeopleWindow(self.desk, PeopleDeeds(self._window.conductor.decisions))
            self.people.track_wanted.connect(self._show_moment)
            self.people.draw_wanted.connect(self.show_drawing)
        self.people.show()
        self.people.activateWindow()
        self.people.set_case(self._window.desk.state)
        return self.people

    def show_drawing(self) -> DrawWindow:
        """A face by hand, in the player of the main window."""
        if self.drawing is None:
            decide = self._window.conductor.decisions
            self.drawing = DrawWindow(self._window.workspace.player)
            self.drawing.agreed.connect(
                lambda item, boxes, start, stop, name: decide.draw_face(item, boxes, start=start, stop=stop, name=name)
            )
        self._window.show_workspace()
        self.drawing.set_item(self._window.workspace.item)
        self.drawing.show()
        self.drawing.activateWindow()
        return self.drawing

    def set_case(self, state: CaseState | None) -> None:
        """Another case, or another state of the same one."""
        if self.people is not None:
            self.people.set_case(state)
        self._item_shown()

    def close(self) -> None:
        """Both, for good."""
        for made in (self.people, self.drawing):
            if made is not None:
                made.close()
                made.deleteLater()
        self.people = self.drawing = None

    def _show_moment(self, exhibit_id: int, seconds: float) -> None:
        """Go to an exhibit, and to a moment of it as soon as it is open."""
        work = self._window.workspace
        item = work.item
        if item is not None and item.record is not None and item.record.id == exhibit_id:
            work.player.seek_seconds(seconds)
        else:
            work.seek_when_open(exhibit_id, seconds)
        self._window.case_windows.show_exhibit(exhibit_id)

    def _item_shown(self) -> None:
        if self.drawing is not None:
            self.drawing.set_item(self._window.workspace.item)
