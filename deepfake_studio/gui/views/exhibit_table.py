"""The table of exhibits: columns for the room there is, and a choice that outlasts another order."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from deepfake_studio.gui.case_model import (
    ADDED,
    COLUMNS,
    EVIDENCE,
    FILE,
    FINDINGS,
    NOTE,
    NUMBER,
    OUTCOMES,
    RATIO,
    RESULT,
    ROLE,
    SIZE,
    TAGS,
    ExhibitModel,
)
from deepfake_studio.gui.language import tr

_SHOWN_FROM_PX = {  # columns that need room, and the width from which on they have it
    RATIO: 400, TAGS: 520, EVIDENCE: 620, ROLE: 720, FINDINGS: 800, NOTE: 900, SIZE: 1020, ADDED: 1140,
}  # fmt: skip
_WIDTHS_PX = {NUMBER: 40, FILE: 80, RATIO: 64, TAGS: 110, EVIDENCE: 120, ROLE: 100, NOTE: 140, SIZE: 70, ADDED: 120}
_LEAST_ROWS = 3  # more would not fit a full-HD screen at 200 % once a message stands above


class ExhibitTable(QTableView):
    """Shows an `ExhibitModel`; rows are chosen whole."""

    def __init__(self, model: ExhibitModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        row_px = self.fontMetrics().height() + 8
        self.setAccessibleName(tr("Exhibits"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setMinimumHeight(_LEAST_ROWS * row_px)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_px)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(NUMBER, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(30)
        for column, width in _WIDTHS_PX.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)

    def fit(self, width_px: int) -> None:
        """Names first: a narrow list leaves out what is said elsewhere too."""
        for column, least in _SHOWN_FROM_PX.items():
            self.setColumnHidden(column, width_px < least)
        wide = width_px >= _SHOWN_FROM_PX[TAGS]
        self.setColumnWidth(RESULT, max(190 if wide else 0, self._least_result_px()))

    def _least_result_px(self) -> int:
        """Room for the longest outcome: half of it would say the opposite."""
        return self.fontMetrics().horizontalAdvance(max(OUTCOMES.values(), key=len)) + 12

    def chosen_rows(self) -> list[int]:
        """From spans: ten thousand chosen rows one by one would be felt."""
        spans = self.selectionModel().selection()
        return sorted({row for span in spans for row in range(span.top(), span.bottom() + 1)})

    def choose_again(self, ids: set[int], current_id: int | None) -> None:
        """Choose the exhibits that were chosen before, wherever they stand now."""
        rows = sorted(row for row in map(self._model.row_of, ids) if row is not None)
        selection, last = QItemSelection(), len(COLUMNS) - 1
        start = previous = None
        for row in [*rows, None]:
            if start is not None and row != (previous or 0) + 1:
                selection.select(self._model.index(start, 0), self._model.index(previous or 0, last))
                start = None
            start, previous = row if start is None else start, row
        chosen = self.selectionModel()
        at = self._model.row_of(current_id) if current_id is not None else None
        if at is not None:
            chosen.setCurrentIndex(self._model.index(at, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
