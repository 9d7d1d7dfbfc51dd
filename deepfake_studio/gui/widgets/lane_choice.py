"""Which lanes the timeline shows, as the person at the screen chose: by menu, by list, or by dragging a name."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people import Piece
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.lane_list import LaneList
from deepfake_studio.gui.widgets.lane_order import LaneOrder
from deepfake_studio.gui.widgets.lane_stack import Lane, LaneStack
from deepfake_studio.gui.widgets.rows import Row


class LaneChoice(QObject):
    """The order of the lanes, their list and their menu; ``changed`` after every choice.

    Signals:
        changed(): other lanes are shown, or in another order.
        person_wanted(str, int): ``name``, ``merge``, ``split``, ``exclude`` or ``include``, and the key of the track.
    """

    changed = Signal()
    person_wanted = Signal(str, int)

    def __init__(self, stack: LaneStack, owner: QWidget) -> None:
        super().__init__(owner)
        self._stack, self._owner = stack, owner
        self.order = LaneOrder()
        self.people: tuple[Piece, ...] = ()
        self.editable = False
        self.list: LaneList | None = None

    def lanes(self) -> list[Lane]:
        """All lanes of the clip in their order."""
        return self._stack.lanes(self.order)

    def show(self, key: str, shown: bool) -> None:
        """Show or hide a lane."""
        self.order.show(key, shown=shown)
        self.changed.emit()

    def show_list(self) -> LaneList:
        """All lanes in a window beside."""
        if self.list is None:
            self.list = LaneList(self._owner)
            self.list.shown.connect(self.show)
            self.list.ordered.connect(self._set_order)
            self.list.reset.connect(self._reset)
        self.fill_list()
        self.list.show()
        return self.list

    def fill_list(self) -> None:
        """The list, where there is one, as the lanes are now."""
        if self.list is not None:
            self.list.set_lanes([(lane.key, lane.title, lane.shown) for lane in self.lanes()])

    def drop(self, row: Row, onto: Row) -> None:
        """Dragged downwards it lands below, upwards above the lane it is dropped on."""
        keys = [lane.key for lane in self.lanes()]
        down = keys.index(row.key) < keys.index(onto.key)
        keys.remove(row.key)
        keys.insert(keys.index(onto.key) + down, row.key)
        self._set_order(keys)

    def menu(self, row: Row, playhead: float) -> QMenu:
        """What can be done with a lane while the playhead is there, in seconds."""
        menu = QMenu(self._owner)
        menu.setToolTipsVisible(True)
        for text, kind, possible in self._about_person(row, playhead):
            key = int(row.key.partition(":")[2])
            action = menu.addAction(text, lambda kind=kind, key=key: self.person_wanted.emit(kind, key))
            action.setEnabled(possible)
        if menu.actions():
            menu.addSeparator()
        menu.addAction(tr("Hide “{title}”", title=row.name.title), lambda: self.show(row.key, False))
        hidden = [lane for lane in self.lanes() if not lane.shown]
        if hidden:
            others = menu.addMenu(tr("Show"))
            for lane in hidden:
                others.addAction(lane.title, lambda key=lane.key: self.show(key, True))
        menu.addAction(tr("All lanes…"), self.show_list)
        return menu

    def _set_order(self, keys: list[str]) -> None:
        self.order.set_order(keys)
        self.changed.emit()

    def _reset(self) -> None:
        self.order.reset()
        self.changed.emit()

    def _about_person(self, row: Row, at: float) -> list[tuple[str, str, bool]]:
        piece = next((p for p in self.people if row.key == f"person:{p.key}"), None)
        if piece is None:
            return []
        inside = piece.start_seconds < at < piece.stop_seconds and not piece.by_hand
        aside = (tr("Take back"), "include") if piece.excluded else (tr("Set aside…"), "exclude")
        return [
            (tr("Name…"), "name", self.editable),
            (tr("Merge with another track…"), "merge", self.editable and len(self.people) > 1),
            (tr("Split at {moment}", moment=words.moment(at)), "split", self.editable and inside),
            (*aside, self.editable),
        ]
