"""Small pieces that every view uses: headings, hints, tables that can be read with a keyboard, drops of files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)


def label(text: str = "", *, role: str = "", wrap: bool = True, select: bool = False) -> QLabel:
    """A line of plain text; ``role`` chooses its look in `style`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def table(name: str, columns: tuple[str, ...], *, stretch: int = 0) -> QTableWidget:
    """An empty table whose rows are chosen whole; column ``stretch`` takes the room that is left."""
    made = QTableWidget(0, len(columns))
    made.setAccessibleName(name)
    made.setHorizontalHeaderLabels(columns)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)  # Tab leaves the table
    made.setAlternatingRowColors(True)
    made.setShowGrid(False)
    made.setWordWrap(True)
    made.verticalHeader().hide()
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in range(len(columns)):
        mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, mode)
    return made


def fill(widget: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    """Replace the rows of a table; the row that was chosen stays chosen."""
    before = widget.currentRow()
    widget.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            widget.setItem(at, column, item)
    widget.resizeRowsToContents()
    if 0 <= before < len(rows):
        widget.selectRow(before)


def fit_height(widget: QTableWidget, *, most_rows: int = 8) -> None:
    """Make a table just high enough for its rows, within a page that scrolls as a whole."""
    rows = [widget.rowHeight(at) for at in range(min(widget.rowCount(), most_rows))]
    header = widget.horizontalHeader().sizeHint().height()
    widget.setFixedHeight(header + sum(rows) + 2 * widget.frameWidth() + 4)


def page(inner: QWidget, name: str) -> QScrollArea:
    """A page that scrolls up and down, never sideways."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area.setWidget(inner)
    return area


def dropped_paths(data: QMimeData) -> list[str]:
    """Local files and folders of a drop; nothing else is ever opened."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and Path(url.toLocalFile()).exists()]
