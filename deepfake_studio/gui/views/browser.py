"""The exhibits of the open case with a filter; files and folders dropped here become exhibits."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QItemSelection, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.case_model import COLUMNS, FILE, ID_ROLE, NUMBER, RATIO, RESULT, ExhibitFilter, ExhibitModel
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import dropped_paths, label
from deepfake_studio.gui.widgets.labels import ElidedLabel

_NO_EXHIBITS = tr("This case has no exhibits yet.\n\nDrop files or a folder here, or press Add exhibits (Ctrl+I).")
_NARROW_PX = 330
_NO_MATCH = tr("No exhibit matches the filter.")


class Browser(QWidget):
    """Case title, filter, table, buttons.

    Signals:
        chosen(int): exhibit id; files_dropped(list); add_wanted(); examine_wanted(list): exhibit ids.
    """

    chosen = Signal(int)
    files_dropped = Signal(list)
    add_wanted = Signal()
    examine_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Exhibits"))
        self.setAcceptDrops(True)
        self.model = ExhibitModel(self)
        self.filtered = ExhibitFilter(self.model, self)
        self._title, self._question = ElidedLabel(), ElidedLabel()
        self._title.setProperty("role", "heading")
        self._question.setProperty("role", "quiet")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name, result, note, hash"))
        self.filter.setAccessibleName(tr("Filter exhibits"))
        self.filter.setClearButtonEnabled(True)
        self.table = self._table()
        self._hint = label(_NO_EXHIBITS, role="hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add, self.examine = QPushButton(tr("Add exhibits…")), QPushButton(tr("E&xamine"))
        self._writable = False
        self._build()
        self._connect()
        self.set_case(None)

    def set_case(self, state: CaseState | None) -> None:
        """Show a case."""
        self.model.set_case(state)
        self._writable = state is not None and not state.read_only
        if state is not None:
            only = tr(" (read-only)") if state.read_only else ""
            self._title.setText(f"{state.info.number or state.folder.stem}: {state.info.title}{only}")
            self._question.setText(state.info.question or tr("No question recorded."))
        self._refresh()

    def set_under_way(self, under_way: Mapping[int, str]) -> None:
        """What is being examined now."""
        self.model.set_under_way(under_way)

    def choose(self, exhibit_id: int) -> None:
        """Select an exhibit as if it had been clicked."""
        row = self.model.row_of(exhibit_id)
        if row is None:
            return
        index = self.filtered.mapFromSource(self.model.index(row, 0))
        if not index.isValid():
            self.filter.clear()
            index = self.filtered.mapFromSource(self.model.index(row, 0))
        self.table.selectRow(index.row())
        self.table.scrollTo(index)

    def chosen_ids(self) -> list[int]:
        """Selected exhibits; all that are shown where none is selected."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        rows = rows or list(range(self.filtered.rowCount()))
        return [self.filtered.index(row, 0).data(ID_ROLE) for row in rows]

    # ---- drops ------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files while the case can be written."""
        if self._writable and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere here."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the paths on."""
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names first: a narrow list leaves out the number that the words already mean."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        self.table.setColumnHidden(RATIO, narrow)
        self.table.setColumnWidth(RESULT, 90 if narrow else 150)

    # ---- inside -----------------------------------------------------------------------------------------------

    def _selected(self, *_: QItemSelection) -> None:
        current = self.table.selectionModel().currentIndex()
        if current.isValid() and self.table.selectionModel().isRowSelected(current.row(), current.parent()):
            self.chosen.emit(current.siblingAtColumn(0).data(ID_ROLE))
        self._refresh()

    def _filter_changed(self, text: str) -> None:
        self.filtered.set_words(text)
        self._refresh()

    def _refresh(self) -> None:
        shown, known = self.filtered.rowCount(), self.model.rowCount()
        self._hint.setText(_NO_MATCH if known else _NO_EXHIBITS)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._add.setEnabled(self._writable)
        self.examine.setEnabled(self._writable and shown > 0)
        chosen = len(self.table.selectionModel().selectedRows())
        self.examine.setText(
            tr("E&xamine {chosen}", chosen=chosen) if chosen > 1 else tr("E&xamine") if chosen else tr("E&xamine all")
        )
        self.filter.setEnabled(known > 0)

    def _table(self) -> QTableView:
        made = QTableView()
        made.setAccessibleName(tr("Exhibits"))
        made.setModel(self.filtered)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setAlternatingRowColors(True)
        made.setShowGrid(False)
        made.setWordWrap(False)
        made.setTabKeyNavigation(False)  # Tab leaves the table
        made.setSortingEnabled(True)
        made.sortByColumn(NUMBER, Qt.SortOrder.AscendingOrder)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() + 8)
        header = made.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        for column, width in ((NUMBER, 32), (FILE, 80), (RATIO, 64)):
            made.setColumnWidth(column, width)
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        made.setColumnHidden(len(COLUMNS) - 1, True)  # roles matter once known genuine clips are compared
        return made

    def sizeHint(self) -> QSize:
        """Room for a name and a result."""
        return QSize(330, 400)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self.examine)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.GAP_PX, style.GAP_PX, 4, style.GAP_PX)
        column.setSpacing(6)
        for widget in (self._title, self._question, self.filter):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_changed)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self._add.clicked.connect(self.add_wanted)
        self.examine.clicked.connect(lambda: self.examine_wanted.emit(self.chosen_ids()))
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self.filter.setFocus)
