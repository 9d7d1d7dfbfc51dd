"""People of the whole case: who is seen in which exhibit; naming, joining, dividing, setting aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QWidget

from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.people_desk import Everybody, PeopleDesk, TrackLine
from deepfake_studio.gui.views.case_window import CaseWindow, ask_reason
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.people_tree import PeopleTree

if TYPE_CHECKING:
    from deepfake_studio.gui.people_deeds import PeopleDeeds

_LEAD = tr(
    "Who is who is your decision: the program compares no faces. Tracks with the same name, in whichever exhibit, are "
    "the same person. Drag tracks onto a person, or a person onto another one, to say that they are one."
)


class PeopleWindow(CaseWindow):
    """Signals: track_wanted(int, float): an exhibit and a moment, to be shown; draw_wanted(): a face by hand."""

    track_wanted = Signal(int, float)
    draw_wanted = Signal()

    def __init__(self, desk: PeopleDesk, deeds: PeopleDeeds, parent: QWidget | None = None) -> None:
        super().__init__(tr("People"), _LEAD, parent)
        self.desk, self.deeds = desk, deeds
        self._state: CaseState | None = None
        self._folder: Path | None = None
        self.everybody = Everybody()
        self.tree, self.figures = PeopleTree(), label(role="quiet", select=True)
        self._faces = QTimer(self)
        self._faces.setSingleShot(True)
        self._faces.setInterval(30)
        self._build()
        self._connect()
        self.resize(1120, 640)
        self.refresh()

    def set_case(self, state: CaseState | None) -> None:
        """The open case; everybody is read again while this window is seen."""
        self._state = state
        folder = state.folder if state is not None else None
        if folder != self._folder:
            self._folder = folder
            self.tree.forget()
            self.everybody = Everybody()
        if state is None:
            self._gathered(Everybody())
        elif self.isVisible():
            self.desk.read()
        self.refresh()

    def reload(self) -> None:
        """Somebody decided something."""
        if self._state is not None and self.isVisible():
            self.desk.read()

    # ---- contents ---------------------------------------------------------------------------------------------

    def _reading(self, done: int, total: int) -> None:
        if total > done:
            self.figures.setText(tr("Reading exhibits: {done:,} of {total:,}", done=done, total=total))

    def _gathered(self, everybody: Everybody) -> None:
        self.everybody = everybody
        self.tree.show_everybody(everybody)
        self.figures.setText(figures(everybody))
        self._faces.start()
        self.refresh()

    def _want_faces(self) -> None:
        if self.isVisible() and (lines := self.tree.faceless()):
            self.desk.cut_some(lines)

    def refresh(self) -> None:
        """Enable what can be done with what is chosen."""
        lines, names = self.tree.chosen_lines(), self.tree.chosen_names()
        able = self._state is not None and self._state.changeable
        one = lines[0] if len(lines) == 1 and not names else None
        aside = bool(lines) and all(line.piece.excluded for line in lines)
        for widget, on in (
            (self.name, able and bool(lines or len(names) == 1)),
            (self.join, able and bool(lines or names) and bool(self._others(lines, names))),
            (self.merge, able and len(lines) > 1 and len({line.examination_id for line in lines}) == 1 and not names),
            (self.split, able and one is not None and not one.piece.by_hand),
            (self.aside, able and bool(lines) and not names),
            (self.draw, able and self._state is not None and bool(self._state.exhibits)),
            (self.show_track, one is not None),
        ):  # fmt: skip
            widget.setEnabled(on)
        self.aside.setText(tr("Take &back") if aside else tr("Set &aside…"))

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def _others(self, lines: list[TrackLine], names: list[str]) -> list[str]:
        """Persons that what is chosen can be said to be."""
        own = {line.piece.name for line in lines} | set(names)
        return [name for name in self.everybody.names() if name not in own or len(own) > 1]

    def _ask_name(self) -> None:
        lines, names = self.tree.chosen_lines(), self.tree.chosen_names()
        old = names[0] if names else lines[0].piece.name if lines else ""
        asking = QInputDialog(self)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle(tr("Name a person"))
        asking.setLabelText(tr("Who is seen in what is chosen (empty: nobody):"))
        asking.setTextValue(old)
        asking.textValueSelected.connect(lambda text: self.put(lines, names, text.strip()))
        asking.show()

    def put(self, lines: list[TrackLine], names: list[str], name: str) -> None:
        """Say that tracks, and all tracks of persons, show this person; an empty name says nobody."""
        every = {line.key: line for line in [*lines, *(one for n in names for one in self.tree.lines_of(n))]}
        wanted = [line for line in every.values() if line.piece.name != name]
        if wanted:
            self.deeds.name(wanted, name)

    def _show_join(self) -> None:
        lines, names = self.tree.chosen_lines(), self.tree.chosen_names()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._others(lines, names):
            menu.addAction(tr("This is {name}", name=name), lambda name=name: self.put(lines, names, name))
        menu.popup(self.join.mapToGlobal(self.join.rect().bottomLeft()))

    def _merge(self) -> None:
        lines = self.tree.chosen_lines()
        if len(lines) > 1:
            first = min(lines, key=lambda line: (not line.piece.name, line.piece.key))
            self.deeds.merge([line for line in lines if line is not first], first)

    def _ask_split(self) -> None:
        line = self.tree.chosen_lines()[0]
        start, stop = line.piece.start_seconds, line.piece.stop_seconds
        asking = QInputDialog(self)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setInputMode(QInputDialog.InputMode.DoubleInput)
        asking.setWindowTitle(tr("Divide a track"))
        asking.setLabelText(
            tr("The later person begins at, in seconds ({start:.3f} to {stop:.3f}):", start=start, stop=stop)
        )
        asking.setDoubleDecimals(3)
        asking.setDoubleRange(start, stop)
        asking.setDoubleValue((start + stop) / 2)
        asking.doubleValueSelected.connect(lambda at: self.deeds.split(line, at))
        asking.show()

    def _aside(self) -> None:
        lines = self.tree.chosen_lines()
        if all(line.piece.excluded for line in lines):
            self.deeds.take_in(lines)
            return
        said = tr("Why is it set aside? The measurement stays as it was; lists and the report give this reason.")
        ask_reason(self, tr("Set aside"), said, lambda why: self.deeds.set_aside(lines, why))

    def _show_track(self) -> None:
        if len(lines := self.tree.chosen_lines()) == 1:
            self.track_wanted.emit(lines[0].exhibit_id, lines[0].piece.start_seconds)

    def _menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts: tuple[tuple[QPushButton, Callable[[], Any]], ...] = (
            (self.name, self._ask_name), (self.join, self._show_join), (self.merge, self._merge),
            (self.split, self._ask_split), (self.aside, self._aside), (self.show_track, self._show_track),
        )  # fmt: skip
        for button, act in acts:
            action = menu.addAction(button.text(), act)
            action.setEnabled(button.isEnabled())
        menu.popup(self.tree.viewport().mapToGlobal(where))

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.name, self.join = QPushButton(tr("&Name… (F2)")), QPushButton(tr("&Is somebody…"))
        self.merge, self.split = QPushButton(tr("One &track")), QPushButton(tr("&Divide…"))
        self.aside, self.draw = QPushButton(tr("Set &aside…")), QPushButton(tr("Draw a &face…"))
        self.show_track = QPushButton(tr("&Show"))
        for button, tip in (
            (self.join, tr("Say that what is chosen shows somebody who is named already, in this or another exhibit")),
            (self.merge, tr("Say that the chosen tracks of one exhibit are one track of one person")),
            (self.split, tr("Say that a track shows two people, one after the other")),
            (self.aside, tr("Leave tracks out of what is reported about people, for a reason")),
            (self.draw, tr("Draw a face that was not found in the open exhibit; it is measured like the others")),
            (self.show_track, tr("Show the exhibit where this track begins")),
        ):
            button.setToolTip(tip)
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self.figures)
        self.finish(self.name, self.join, self.merge, self.split, self.aside, self.draw, self.show_track)

    def _connect(self) -> None:
        tree = self.tree
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for signal, act in (
            (self.name.clicked, self._ask_name), (self.join.clicked, self._show_join),
            (self.merge.clicked, self._merge), (self.split.clicked, self._ask_split),
            (self.aside.clicked, self._aside), (self.draw.clicked, self.draw_wanted),
            (self.show_track.clicked, self._show_track), (tree.itemSelectionChanged, self.refresh),
            (tree.dropped, self.put), (tree.customContextMenuRequested, self._menu),
            (tree.itemActivated, lambda *_: self._show_track()),
            (tree.seen_changed, self._faces.start), (self._faces.timeout, self._want_faces),
            (self.desk.gathered, self._gathered), (self.desk.reading, self._reading), (self.desk.cut, self._cut),
        ):  # fmt: skip
            signal.connect(act)
        rename = QShortcut(QKeySequence(Qt.Key.Key_F2), tree)
        rename.setContext(Qt.ShortcutContext.WidgetShortcut)
        rename.activated.connect(lambda: self.name.isEnabled() and self._ask_name())

    def _cut(self, key: tuple[int, int], image: Any) -> None:
        self.tree.set_face(key, image)
        self._faces.start()


def figures(everybody: Everybody) -> str:
    """How many there are, and what is not shown."""
    named = len(everybody.names())
    people = tr("1 person is named") if named == 1 else tr("{named:,} people are named", named=named)
    said = tr("{people}; {tracks:,} face tracks in all.", people=people, tracks=len(everybody.lines))
    if everybody.hidden:
        numbers = ", ".join(everybody.hidden[:5]) + (", …" if len(everybody.hidden) > 5 else "")
        said += tr(" Hidden, because you work blind there: exhibit {numbers}.", numbers=numbers)
    return said
