"""The exhibits of a case as a table for Qt; words beside every number, so that nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import tr
from deepfake_studio.report import scale
from deepfake_studio.vocabulary import ExaminationSummary, ExhibitRecord

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (tr("No."), tr("File"), tr("Result"), "log10 LR", tr("Role"))
NUMBER, FILE, RESULT, RATIO, ROLE = range(5)
_FEW = 50
SORT_ROLE = Qt.ItemDataRole.UserRole
ID_ROLE = Qt.ItemDataRole.UserRole + 1
_SHORT = {
    "supports_manipulation": tr("supports manipulation"),
    "inconclusive": tr("inconclusive"),
    "supports_no_manipulation": tr("supports no manipulation"),
}
_ORDER = ("supports_manipulation", "inconclusive", "supports_no_manipulation")
_ROLES = {"questioned": tr("questioned"), "known_genuine": tr("known genuine"), "derivative": tr("derivative")}


def result_words(summary: ExaminationSummary | None) -> str:
    """What a list says of an exhibit's newest examination."""
    if summary is None:
        return tr("not examined")
    if summary.status != "examined":
        return scale.STATUSES[summary.status]
    if summary.outcome == "inconclusive" and summary.log10_lr is None:
        return tr("inconclusive, not calibrated")
    return _SHORT[summary.outcome] if summary.outcome else "examined"


class ExhibitModel(QAbstractTableModel):
    """One row per exhibit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exhibits: tuple[ExhibitRecord, ...] = ()
        self._latest: Mapping[int, ExaminationSummary] = {}
        self._under_way: Mapping[int, str] = {}
        self._same: dict[str, int] = {}
        self._haystacks: dict[int, str] = {}

    def set_case(self, state: CaseState | None) -> None:
        """Show a case, or none; rows that stay keep their selection."""
        before = [e.id for e in self._exhibits]
        exhibits = state.exhibits if state is not None else ()
        latest = state.latest if state is not None else {}
        if before == [e.id for e in exhibits]:
            self._exchange(exhibits, latest)
            return
        if before and before == [e.id for e in exhibits[: len(before)]]:
            self._append(exhibits, latest)
            return
        self.beginResetModel()
        self._exhibits, self._latest = exhibits, latest
        self._count_duplicates()
        self.endResetModel()

    def set_under_way(self, under_way: Mapping[int, str]) -> None:
        """What is being examined now, by exhibit id."""
        touched = {i for i in under_way.keys() | self._under_way.keys() if under_way.get(i) != self._under_way.get(i)}
        self._under_way = under_way
        self._rows_changed([row for row, e in enumerate(self._exhibits) if e.id in touched] if touched else [])

    def exhibit(self, row: int) -> ExhibitRecord:
        """The exhibit of a row."""
        return self._exhibits[row]

    def row_of(self, exhibit_id: int) -> int | None:
        """Where an exhibit stands."""
        return next((row for row, e in enumerate(self._exhibits) if e.id == exhibit_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Exhibits."""
        return 0 if parent.isValid() else len(self._exhibits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole and section == RATIO:
            return tr("Base-10 logarithm of the likelihood ratio; positive supports manipulation, negative none.")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, tool tips, sort keys."""
        if not index.isValid():
            return None
        exhibit = self._exhibits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(exhibit, index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._tip(exhibit, index.column())
        if role == SORT_ROLE:
            return self._sort_key(exhibit, index.column())
        if role == ID_ROLE:
            return exhibit.id
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == RATIO:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, exhibit: ExhibitRecord, column: int) -> str:
        summary = self._latest.get(exhibit.id)
        if column == NUMBER:
            return exhibit.number
        if column == FILE:
            return Path(exhibit.exhibit.path).name
        if column == RESULT:
            return self._under_way.get(exhibit.id) or result_words(summary)
        if column == RATIO:
            return scale.number(summary.log10_lr) if summary is not None and summary.log10_lr is not None else "–"
        return _ROLES[exhibit.role]

    def _tip(self, exhibit: ExhibitRecord, column: int) -> str:
        if column == FILE:
            twice = tr("\nThe case holds these bytes more than once.") if self._same[exhibit.exhibit.sha256] > 1 else ""
            note = f"\n{exhibit.note}" if exhibit.note else ""
            return f"{exhibit.exhibit.path}\nSHA-256 {exhibit.exhibit.sha256}{note}{twice}"
        summary = self._latest.get(exhibit.id)
        if column in (RESULT, RATIO) and summary is not None and summary.reason:
            return f"{self._text(exhibit, column)}: {summary.reason}"
        return self._text(exhibit, column)

    def _sort_key(self, exhibit: ExhibitRecord, column: int) -> Any:
        summary = self._latest.get(exhibit.id)
        if column == NUMBER:
            return exhibit.id
        if column == RATIO:
            return summary.log10_lr if summary is not None and summary.log10_lr is not None else -1e9
        if column == RESULT:
            known = summary.outcome if summary is not None and summary.outcome in _ORDER else None
            return _ORDER.index(known) if known else len(_ORDER) + (summary is None)
        return self._text(exhibit, column).casefold()

    def haystack(self, row: int) -> str:
        """All texts of a row for the filter, in one case."""
        exhibit = self._exhibits[row]
        if (known := self._haystacks.get(exhibit.id)) is None:
            known = self._haystacks[exhibit.id] = self._all_texts(exhibit)
        return known

    def _all_texts(self, exhibit: ExhibitRecord) -> str:
        texts = [self._text(exhibit, column) for column in range(len(COLUMNS))]
        return " ".join((*texts, exhibit.note, *exhibit.tags, exhibit.exhibit.sha256)).casefold()

    def _append(self, exhibits: tuple[ExhibitRecord, ...], latest: Mapping[int, ExaminationSummary]) -> None:
        first = len(self._exhibits)
        self.beginInsertRows(QModelIndex(), first, len(exhibits) - 1)
        self._exhibits, self._latest = exhibits, latest
        self._count_duplicates()
        self.endInsertRows()

    def _count_duplicates(self) -> None:
        self._same = {}
        self._haystacks = {}
        for e in self._exhibits:
            self._same[e.exhibit.sha256] = self._same.get(e.exhibit.sha256, 0) + 1

    def _exchange(self, exhibits: tuple[ExhibitRecord, ...], latest: Mapping[int, ExaminationSummary]) -> None:
        """The same exhibits, of which some changed."""
        old, known = self._exhibits, self._latest
        changed = [
            row
            for row, (before, now) in enumerate(zip(old, exhibits, strict=True))
            if before is not now or known.get(now.id) != latest.get(now.id)
        ]
        self._exhibits, self._latest = exhibits, latest
        self._rows_changed(changed)

    def _rows_changed(self, rows: list[int]) -> None:
        """Told row by row while they are few: a sorted view puts every row that is told about in its place again."""
        for row in rows:
            self._haystacks.pop(self._exhibits[row].id, None)
        spans = [(row, row) for row in rows] if len(rows) <= _FEW else [(rows[0], rows[-1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


class ExhibitFilter(QSortFilterProxyModel):
    """Rows that hold every word of the filter, wherever it stands."""

    def __init__(self, model: ExhibitModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._model = model
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def set_words(self, text: str) -> None:
        """Filter by words, which may be parts of names, outcomes, notes, tags or hashes."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By number is the order they were entered in, which needs no comparing."""
        super().sort(-1 if column == NUMBER and order == Qt.SortOrder.AscendingOrder else column, order)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row holds all words."""
        if not self._words:
            return True
        text = self._model.haystack(source_row)
        return all(word in text for word in self._words)
