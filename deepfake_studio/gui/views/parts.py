"""Small pieces that every view uses: headings, hints, tables that can be read with a keyboard, drops of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

_ROW_AIR_PX = 5
_HINT_PX = 16
_WIDEST_SHARE = 0.55  # of a table in a page, for one column


def primary(button: QPushButton) -> QPushButton:
    """The one button of a window or form that it is there for; it is filled."""
    button.setProperty("role", "primary")
    return button


def label(text: str = "", *, role: str = "", wrap: bool = True, select: bool = False) -> QLabel:
    """A line of plain text; ``role`` chooses its look in `style`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setIndent(0)  # a style sheet would indent by half a letter
    if role:
        made.setProperty("role", role)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


class Table(QTableWidget):
    """A table within a page that scrolls as a whole: as high as its rows, which are as high as their wrapped texts."""

    def __init__(self, columns: int, *, most_rows: int) -> None:
        super().__init__(0, columns)
        self._most_rows = most_rows
        self._width, self._hint = -1, ""
        self._fit_asked = False
        # the column that takes what is left gets its width after the table: only then is it known how texts wrap
        self.horizontalHeader().sectionResized.connect(self._column_resized)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew; only a change of width can change the height."""
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            if self._most_rows:  # a long name must leave room for what is said of it
                self.horizontalHeader().setMaximumSectionSize(max(int(_WIDEST_SHARE * self._width), 60))
            self.fit()

    def set_hint(self, text: str) -> None:
        """What stands in the table as long as it has no rows: what to do to get some."""
        self._hint = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the hint."""
        super().paintEvent(event)
        if self._hint and not self.rowCount():
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().placeholderText().color())
                room = self.viewport().rect().adjusted(_HINT_PX, _HINT_PX, -_HINT_PX, -_HINT_PX)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._hint)

    def _column_resized(self, _column: int, before_px: int, after_px: int) -> None:
        if self._most_rows and before_px != after_px and not self._fit_asked:
            self._fit_asked = True
            QTimer.singleShot(0, self, self._fit_again)  # the header is in the middle of sharing out the width

    def _fit_again(self) -> None:
        self._fit_asked = False
        self.fit()

    def fit(self) -> None:
        """Make rows and table as high as needed."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + _ROW_AIR_PX)
        if self._most_rows:
            rows = [self.rowHeight(at) for at in range(min(self.rowCount(), self._most_rows))]
            header = self.horizontalHeader().sizeHint().height()
            self.setFixedHeight(header + sum(rows) + 2 * self.frameWidth() + 2)


def table(name: str, columns: tuple[str, ...], *, stretch: int = 0, most_rows: int = 0, hint: str = "") -> Table:
    """An empty table whose rows are chosen whole; column ``stretch`` takes the room that is left.

    With ``most_rows`` it is as high as its rows, up to so many; without, as high as there is room. ``hint`` stands in
    it while it is empty.
    """
    made = Table(len(columns), most_rows=most_rows)
    made.setAccessibleName(name)
    made.set_hint(hint)
    made.setHorizontalHeaderLabels(columns)
    for at, text in enumerate(columns):
        made.horizontalHeaderItem(at).setToolTip(text)
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


def fill(widget: Table, rows: Sequence[tuple[str, ...]]) -> None:
    """Replace the rows of a table; the row that was chosen stays chosen. For some dozens: see `LongTable` for more."""
    before, model = widget.currentRow(), widget.model()
    widget.setRowCount(len(rows))
    model.blockSignals(True)  # else the columns are measured anew after every cell
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            widget.setItem(at, column, item)
    model.blockSignals(False)
    if rows:
        model.dataChanged.emit(model.index(0, 0), model.index(len(rows) - 1, widget.columnCount() - 1))
    widget.fit()
    if 0 <= before < len(rows):
        widget.selectRow(before)


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
