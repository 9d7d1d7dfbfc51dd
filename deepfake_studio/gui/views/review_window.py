"""Work of a second examiner: on which exhibits results are hidden, and beginning blind work on more of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from deepfake_studio.gui.custody_desk import CustodyDesk
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.reviewing import Standing
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import label
from deepfake_studio.gui.widgets.long_table import LongTable

_LEAD = tr(
    "While you work blind on an exhibit the window shows you nothing that was measured of it and nothing that others "
    "wrote about it: you look, write what you see, then reveal. The log keeps when. It refuses exhibits whose "
    "results you were shown, lists included: to begin with, open a case blind on the start page."
)


class ReviewWindow(CaseWindow):
    """Signals: exhibit_wanted(int): to be shown in the main window."""

    exhibit_wanted = Signal(int)

    def __init__(self, desk: CustodyDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Second examination"), _LEAD, parent)
        self.desk = desk
        self._state: CaseState | None = None
        self._rows: tuple[Standing, ...] = ()
        self.who = label(role="lead")
        columns = (tr("No."), tr("File"), tr("You"))
        self.exhibits = LongTable(tr("Exhibits and how you stand to them"), columns, stretch=1)
        self.exhibits.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.begin_blind, self.show_exhibit = QPushButton(tr("Work &blind")), QPushButton(tr("Show &exhibit"))
        self.column.addWidget(self.who)
        self.column.addWidget(self.exhibits, 1)
        self.finish(self.begin_blind, self.show_exhibit)
        self.begin_blind.clicked.connect(self._begin)
        self.show_exhibit.clicked.connect(self._show_chosen)
        self.exhibits.chosen_changed.connect(self.refresh)
        self.exhibits.row_activated.connect(lambda _: self._show_chosen())
        desk.reviewed.connect(self._reviewed)
        self.resize(760, 560)
        self.refresh()

    def set_case(self, state: CaseState | None, examiner: str = "") -> None:
        """The open case; standings are read again while this window is seen."""
        self._state = state
        self.who.setText(tr("You are {examiner}.", examiner=examiner) if examiner else "")
        if state is None:
            self._reviewed(())
        elif self.isVisible():
            self.desk.review()
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        chosen = self.chosen()
        blind = self._state.listing.blind if self._state is not None else frozenset()
        able = self._state is not None and self._state.changeable
        self.begin_blind.setEnabled(able and any(one.line.id not in blind for one in chosen))
        self.show_exhibit.setEnabled(len(chosen) == 1)

    def chosen(self) -> list[Standing]:
        """Selected exhibits."""
        return [self._rows[row] for row in self.exhibits.chosen_rows() if row < len(self._rows)]

    def _reviewed(self, rows: tuple[Standing, ...]) -> None:
        self._rows = rows
        self.exhibits.set_rows([(one.line.number, one.line.name, one.words) for one in rows])
        self.refresh()

    def _begin(self) -> None:
        self.desk.start_blind([one.line.id for one in self.chosen()])

    def _show_chosen(self) -> None:
        if len(chosen := self.chosen()) == 1:
            self.exhibit_wanted.emit(chosen[0].line.id)
