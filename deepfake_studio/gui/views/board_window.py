"""The open case in figures: outcomes, failures with their reasons, coverage; every figure leads to its exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.case_model import EVIDENCE_WORDS
from deepfake_studio.gui.custody_desk import CustodyDesk
from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.items import CaseState, Wanted
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.gui.widgets.long_table import LongTable

if TYPE_CHECKING:
    from deepfake_studio.case.listing import Board

_LEAD = tr(
    "Counts of exhibits that are not withdrawn, with their newest examination. Enter or a double click lists them."
)
_OUTCOMES = {
    "supports_manipulation": tr("supports manipulation (H1)"), "inconclusive": tr("inconclusive"),
    "supports_no_manipulation": tr("supports no manipulation (H2)"),
}  # fmt: skip
_WORK = {
    "examined": tr("examined"), "not_applicable": tr("not applicable: nothing that could be measured"),
    "failed": tr("failed: never a low score"), "not_examined": tr("not examined"),
}  # fmt: skip
Row = tuple[str, str, str, Wanted | None]


class BoardWindow(CaseWindow):
    """Signals: search_wanted(Wanted): the exhibits that a figure counts; number_wanted(str): one exhibit."""

    search_wanted = Signal(object)
    number_wanted = Signal(str)

    def __init__(self, desk: CustodyDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Summary of the case"), _LEAD, parent)
        self.desk = desk
        self._rows: list[Row] = []
        self._failed: tuple[tuple[str, str], ...] = ()
        self.sentence = label(role="lead", select=True)
        self.figures = table(tr("Figures"), (tr("Concerns"), tr("What"), tr("Exhibits")), stretch=1)
        self.failures = LongTable(tr("Failures"), (tr("Exhibit"), tr("Reason")), stretch=1)
        self._head = label(tr("Failures and their reasons"), role="heading")
        for widget, stretch in ((self.sentence, 0), (self.figures, 3), (self._head, 0), (self.failures, 2)):
            self.column.addWidget(widget, stretch)
        self.finish()
        self.figures.itemActivated.connect(lambda cell: self._list(cell.row()))
        self.failures.row_activated.connect(self._show_failed)
        desk.boarded.connect(self.set_board)
        self.resize(720, 600)

    def set_case(self, state: CaseState | None) -> None:
        """The open case; figures are counted again while this window is seen."""
        if state is None:
            self._rows, self._failed = [], ()
            self.sentence.setText(tr("No case is open."))
            fill(self.figures, [])
            self.failures.set_rows(())
        elif self.isVisible():
            self.desk.board()

    def set_board(self, board: Board) -> None:
        """Show figures."""
        self._rows, self._failed = rows(board), board.failures
        self.sentence.setText(sentence(board))
        groups = ["", *(row[0] for row in self._rows)]  # a group is named in its first row only
        fill(self.figures, [("" if row[0] == groups[at] else row[0], *row[1:3]) for at, row in enumerate(self._rows)])
        self.failures.set_rows([(number or tr("none"), told(reason)) for number, reason in board.failures])
        for widget in (self._head, self.failures):
            widget.setVisible(bool(board.failures))

    def _show_failed(self, row: int) -> None:
        if number := self._failed[row][0]:  # a file that could not be acquired is no exhibit
            self.number_wanted.emit(number)

    def _list(self, row: int) -> None:
        if (wanted := self._rows[row][3]) is not None:
            self.search_wanted.emit(wanted)


def sentence(board: Board) -> str:
    """Coverage in one sentence; what was not examined says nothing about authenticity."""
    hidden = (
        tr(" Results of {hidden:,} are hidden from you, because you work blind.", hidden=board.hidden)
        if board.hidden
        else ""
    )
    examined = board.work["examined"]
    return tr(
        "{examined:,} of {exhibits:,} exhibits were examined with a result.{hidden}",
        examined=examined,
        exhibits=board.exhibits,
        hidden=hidden,
    )


def rows(board: Board) -> list[Row]:
    """Every figure with what it counts."""
    made: list[Row] = [(tr("Outcome"), text, figure(board.outcomes[name], ","), Wanted(outcomes=(name,)))
                       for name, text in _OUTCOMES.items()]  # fmt: skip
    made += [(tr("Work"), text, figure(board.work[name], ","), Wanted(work=(name,))) for name, text in _WORK.items()]
    if board.hidden:
        made.append((tr("Work"), tr("hidden, you work blind"), figure(board.hidden, ","), None))
    made += [
        (tr("File"), text, figure(board.evidence[name], ","), Wanted(evidence=(name,)))
        for name, text in EVIDENCE_WORDS.items()
    ]
    unseen = board.exhibits - sum(board.evidence.values())
    made.append((tr("File"), tr("not looked at since the case was opened"), figure(unseen, ","), None))
    made.append(
        (tr("File"), tr("same bytes as another exhibit"), figure(board.duplicates, ","), Wanted(duplicates=True))
    )
    made.append(
        (
            tr("Exhibits"),
            tr("withdrawn, in none of the counts above"),
            figure(board.withdrawn, ","),
            Wanted(withdrawn=True),
        )
    )
    made.append((tr("Findings"), tr("stated and not rejected"), figure(board.findings, ","), None))
    return made
