"""The exhibits of a case as a table for Qt; words beside every number, so that nothing is said by colour alone.

The case searches, filters and sorts; this table only shows the lines that were found, so 10,000 of them stay quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from deepfake_studio.gui.figures import figure, figures, when
from deepfake_studio.gui.language import told, tr
from deepfake_studio.report import scale
from deepfake_studio.vocabulary import ExaminationSummary

if TYPE_CHECKING:
    from deepfake_studio.case.index import ExhibitLine

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    tr("No."),
    tr("File"),
    tr("Result"),
    "log10 LR",
    tr("Role"),
    tr("Tags"),
    tr("Findings"),
    tr("Evidence"),
    tr("Note"),
    tr("Size"),
    tr("Added"),
)
NUMBER, FILE, RESULT, RATIO, ROLE, TAGS, FINDINGS, EVIDENCE, NOTE, SIZE, ADDED = range(11)
SORTS = {
    NUMBER: "number", FILE: "name", RESULT: "outcome", RATIO: "strength", ROLE: "role", FINDINGS: "findings",
    SIZE: "size", ADDED: "added",
}  # fmt: skip
ID_ROLE = Qt.ItemDataRole.UserRole + 1
HIDDEN = tr("hidden (blind)")
_FEW = 50
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
OUTCOMES = {
    "supports_manipulation": tr("supports manipulation"),
    "inconclusive": tr("inconclusive"),
    "supports_no_manipulation": tr("supports no manipulation"),
}
ROLES = {"questioned": tr("questioned"), "known_genuine": tr("known genuine"), "derivative": tr("derivative")}
EVIDENCE_WORDS = {
    "unaltered": tr("as acquired"), "altered": tr("changed"), "missing": tr("missing"),
    "unreadable": tr("cannot be read"),
}  # fmt: skip


def result_words(summary: ExhibitLine | ExaminationSummary | None) -> str:
    """What a list says of an exhibit's newest examination."""
    if summary is None or summary.status is None:
        return tr("not examined")
    if summary.status != "examined":
        return told(scale.STATUSES[summary.status])
    if summary.outcome == "inconclusive" and summary.log10_lr is None:
        return tr("inconclusive, not calibrated")
    return OUTCOMES[summary.outcome] if summary.outcome else tr("examined")


def evidence_words(line: ExhibitLine) -> str:
    """What is known of its file, empty before anybody looked."""
    said = EVIDENCE_WORDS[line.evidence] if line.evidence is not None else ""
    moved = tr("found elsewhere") if line.relocated else ""
    twins = tr("same bytes as {duplicates} more", duplicates=len(line.duplicates)) if line.duplicates else ""
    return ", ".join(part for part in (said, moved, twins) if part)


def size_words(size_bytes: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= size:
            return f"{figure(size_bytes / size, '.1f')} {unit}"
    return f"{size_bytes} B"


class ExhibitModel(QAbstractTableModel):
    """One row per line that was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ExhibitLine, ...] = ()
        self._rows: dict[int, int] = {}
        self._under_way: Mapping[int, str] = {}

    def set_lines(self, lines: tuple[ExhibitLine, ...]) -> None:
        """Show these; rows that stay in their places keep their selection."""
        before = self._lines
        same = [line.id for line in before] == [line.id for line in lines[: len(before)]]
        if before and same and len(lines) == len(before):
            self._lines = lines
            self._rows_changed([row for row, line in enumerate(lines) if line is not before[row]])
        elif before and same and len(lines) > len(before):
            self.beginInsertRows(QModelIndex(), len(before), len(lines) - 1)
            self._take(lines)
            self.endInsertRows()
            self._rows_changed([row for row, line in enumerate(before) if line is not lines[row]])
        elif lines or before:
            self.beginResetModel()
            self._take(lines)
            self.endResetModel()

    def set_under_way(self, under_way: Mapping[int, str]) -> None:
        """What is being examined now, by exhibit id."""
        touched = {i for i in under_way.keys() | self._under_way.keys() if under_way.get(i) != self._under_way.get(i)}
        self._under_way = under_way
        self._rows_changed(sorted(self._rows[i] for i in touched if i in self._rows))

    def line(self, row: int) -> ExhibitLine:
        """The line of a row."""
        return self._lines[row]

    def line_of(self, exhibit_id: int) -> ExhibitLine | None:
        """The line of an exhibit, where it is shown."""
        row = self._rows.get(exhibit_id)
        return None if row is None else self._lines[row]

    def row_of(self, exhibit_id: int) -> int | None:
        """Where an exhibit stands."""
        return self._rows.get(exhibit_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == RATIO:
            return tr("Base-10 logarithm of the likelihood ratio; positive supports manipulation, negative none.")
        if role == Qt.ItemDataRole.ToolTipRole and section in SORTS:
            return tr("Click to sort by {value}", value=COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and tool tips."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._tip(line, index.column())
        if role == ID_ROLE:
            return line.id
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (RATIO, FINDINGS, SIZE):
            return _RIGHT
        return None

    def _text(self, line: ExhibitLine, column: int) -> str:
        if column == FILE:
            lost = line.evidence not in (None, "unaltered")
            return f"⚠ {line.name}" if lost else line.name
        if column == RESULT:
            return self._under_way.get(line.id) or self._result(line)
        if column == RATIO:
            return "–" if line.log10_lr is None else figures(scale.number(line.log10_lr))
        if column == EVIDENCE:
            return evidence_words(line)
        return _plain(line, column)

    def _result(self, line: ExhibitLine) -> str:
        if line.withdrawn_reason is not None:
            return tr("withdrawn")
        return HIDDEN if line.hidden else result_words(line)

    def _tip(self, line: ExhibitLine, column: int) -> str:
        if column == FILE:
            said = evidence_words(line)
            parts = (line.path, f"SHA-256 {line.sha256}", said and tr("File: {said}", said=said), line.note)
            return "\n".join(part for part in parts if part)
        if column == RESULT and line.withdrawn_reason is not None:
            return tr("withdrawn: {withdrawn_reason}", withdrawn_reason=line.withdrawn_reason)
        if column in (RESULT, RATIO) and line.reason:
            return f"{self._text(line, column)}: {told(line.reason)}"
        return self._text(line, column)

    def _take(self, lines: tuple[ExhibitLine, ...]) -> None:
        self._lines = lines
        self._rows = {line.id: row for row, line in enumerate(lines)}

    def _rows_changed(self, rows: list[int]) -> None:
        """Told row by row while they are few, else as one span."""
        spans = [(row, row) for row in rows] if len(rows) <= _FEW else [(rows[0], rows[-1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def _plain(line: ExhibitLine, column: int) -> str:
    """Columns that are what the line says."""
    if column == NUMBER:
        return line.number
    if column == ROLE:
        return ROLES[line.role]
    if column == TAGS:
        return ", ".join(line.tags)
    if column == FINDINGS:
        return str(line.findings) if line.findings else ""
    if column == NOTE:
        return " ".join(line.note.split())
    if column == SIZE:
        return size_words(line.size_bytes)
    return when(line.added_utc)
