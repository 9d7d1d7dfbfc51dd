"""The exhibits of the open case: search, filters, order, notes; files and folders dropped here become exhibits."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from PySide6.QtCore import QItemSelection, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.case_model import ID_ROLE, NUMBER, SORTS, ExhibitModel
from deepfake_studio.gui.items import CaseState, Wanted
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.browse_filter import FilterButton, words
from deepfake_studio.gui.views.exhibit_card import ExhibitCard
from deepfake_studio.gui.views.exhibit_table import ExhibitTable
from deepfake_studio.gui.views.parts import dropped_paths, label, page
from deepfake_studio.gui.widgets.labels import ElidedLabel

_NO_EXHIBITS = tr("This case has no exhibits yet.\n\nDrop files or a folder here, or press Add exhibits (Ctrl+I).")
_NO_MATCH = tr("No exhibit matches the search and the filters.")


class Browser(QWidget):
    """Case title, search, table, card of the chosen exhibit, buttons.

    Signals:
        chosen(int): exhibit id; files_dropped(list); add_wanted(); examine_wanted(list): exhibit ids;
        search_wanted(Wanted): what to list; withdraw_wanted(list), reinstate_wanted(int), queue_wanted(list): ids.
        Those of `card` say what is to be changed about the chosen exhibit.
    """

    chosen = Signal(int)
    files_dropped = Signal(list)
    add_wanted = Signal()
    examine_wanted = Signal(list)
    search_wanted = Signal(object)
    withdraw_wanted = Signal(list)
    reinstate_wanted = Signal(int)
    queue_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Exhibits"))
        self.setAcceptDrops(True)
        self.model = ExhibitModel(self)
        self._title, self._question, self._said = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self._title.setProperty("role", "heading")
        self._question.setProperty("role", "quiet")
        self._said.setProperty("role", "quiet")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Search"))
        self.filter.setToolTip(tr("Search names, notes, tags, findings, hashes"))
        self.filter.setAccessibleName(tr("Search exhibits"))
        self.filter.setClearButtonEnabled(True)
        self.filters, self.card = FilterButton(), ExhibitCard()
        self.table = ExhibitTable(self.model)
        self._hint = label(_NO_EXHIBITS, role="hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add, self.examine = QPushButton(tr("Add exhibits…")), QPushButton(tr("E&xamine"))
        self._state: CaseState | None = None
        self._restoring = False
        self._wish: int | None = None  # chosen before the list held it
        self._build()
        self._connect()
        self.set_case(None)

    @property
    def _writable(self) -> bool:
        return self._state is not None and self._state.changeable

    def set_case(self, state: CaseState | None) -> None:
        """Show a case; another one than before begins with the whole list."""
        before = self._state.folder if self._state is not None else None
        if state is None or state.folder != before:
            self._begin()
        self._state = state
        if state is not None:
            only = " (read-only)" if state.read_only else " (closed)" if state.listing.standing.closed else ""
            self._title.setText(f"{state.info.number or state.folder.stem}: {state.info.title}{only}")
            self._question.setText(state.info.question or tr("No question recorded."))
            if dict(state.listing.tags) != self._tags:
                self._tags = dict(state.listing.tags)
                self.filters.set_tags(self._tags)
                self.card.set_tags(self._tags)
        self._show_lines()

    def set_under_way(self, under_way: Mapping[int, str]) -> None:
        """What is being examined now."""
        self.model.set_under_way(under_way)

    def choose(self, exhibit_id: int) -> None:
        """Select an exhibit as if it had been clicked; where search or filters leave it out they are given up."""
        row = self.model.row_of(exhibit_id)
        if row is not None:
            self._wish = None
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))
        elif self._state is not None and any(e.id == exhibit_id for e in self._state.exhibits):
            self._wish = exhibit_id
            self._search(Wanted())

    def chosen_ids(self) -> list[int]:
        """Selected exhibits; all that are shown where none is selected."""
        rows = self.table.chosen_rows() or list(range(self.model.rowCount()))
        return [self.model.line(row).id for row in rows]

    def show_wanted(self, wanted: Wanted) -> None:
        """Search and filter as another view asks."""
        self._search(wanted)

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
        """Columns for the room there is."""
        super().resizeEvent(event)
        self.table.fit(self.width())

    # ---- inside -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._wish, self._tags = None, {"": 0}
        for widget in (self.filter, self.filters):
            widget.blockSignals(True)
        self.filter.clear()
        self.filters.set_wanted(Wanted())
        for widget in (self.filter, self.filters):
            widget.blockSignals(False)
        self.table.horizontalHeader().setSortIndicator(NUMBER, Qt.SortOrder.AscendingOrder)

    def _show_lines(self) -> None:
        """The lines that were found; what was chosen stays chosen where it is still among them."""
        ids = {self.model.line(row).id for row in self.table.chosen_rows()}
        current = self.table.currentIndex()
        current_id = current.data(ID_ROLE) if current.isValid() else None
        self._restoring = True
        self.model.set_lines(self._state.listing.lines if self._state is not None else ())
        if ids and not self.table.selectionModel().hasSelection():
            self.table.choose_again(ids, current_id)
        self._restoring = False
        if self._wish is not None and self.model.row_of(self._wish) is not None:
            self.choose(self._wish)
        self._refresh()

    def _selected(self, *_: QItemSelection) -> None:
        if self._restoring:
            return
        current = self.table.selectionModel().currentIndex()
        if current.isValid() and self.table.selectionModel().isRowSelected(current.row(), current.parent()):
            self.chosen.emit(current.siblingAtColumn(0).data(ID_ROLE))
        self._refresh()

    def _search(self, wanted: Wanted) -> None:
        if self.filter.text() != wanted.text:
            self.filter.blockSignals(True)
            self.filter.setText(wanted.text)
            self.filter.blockSignals(False)
        self.filters.set_wanted(wanted)
        self.search_wanted.emit(wanted)
        self._refresh()

    def _text_changed(self, text: str) -> None:
        self._search(dataclasses.replace(self.filters.wanted, text=text))

    def _sort(self, column: int) -> None:
        wanted = self.filters.wanted
        if column in SORTS:
            again = wanted.sort == SORTS[column]
            wanted = dataclasses.replace(wanted, sort=SORTS[column], descending=again and not wanted.descending)
        order = Qt.SortOrder.DescendingOrder if wanted.descending else Qt.SortOrder.AscendingOrder
        sorted_by = next(c for c, name in SORTS.items() if name == wanted.sort)
        self.table.horizontalHeader().setSortIndicator(sorted_by, order)
        if wanted != self.filters.wanted:
            self._search(wanted)

    def open_menu(self, at: QPoint) -> None:
        """Show what can be done with the chosen exhibits."""
        self.make_menu().popup(self.table.viewport().mapToGlobal(at))

    def make_menu(self) -> QMenu:
        """What can be done with the chosen exhibits; gone for good when closed."""
        menu, ids = QMenu(self), [self.model.line(row).id for row in self.table.chosen_rows()]
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self.model.line_of(ids[0]) if len(ids) == 1 else None
        gone = line is not None and line.withdrawn_reason is not None
        able = bool(ids) and self._writable
        for text, possible, act in (
            (tr("E&xamine"), able and not gone, lambda: self.examine_wanted.emit(ids)),
            (tr("&Queue"), able and not gone, lambda: self.queue_wanted.emit(ids)),
            (tr("&Tags and note"), line is not None, self.card.open),
            (tr("Re&locate…"), able and line is not None, lambda: self.card.relocate_wanted.emit(ids[0])),
            (tr("Show &duplicates"), line is not None and bool(line.duplicates),
             lambda: line is not None and self.card.twins_wanted.emit(line.sha256)),
            (tr("&Copy SHA-256"), line is not None,
             lambda: line is not None and QGuiApplication.clipboard().setText(line.sha256)),
            (tr("&Withdraw…"), able and not gone, lambda: self.withdraw_wanted.emit(ids)),
            (tr("Put &back…"), able and gone, lambda: self.reinstate_wanted.emit(ids[0])),
        ):  # fmt: skip
            action = menu.addAction(text)
            action.setEnabled(possible)
            action.triggered.connect(act)
        return menu

    def _refresh(self) -> None:
        shown, known = self.model.rowCount(), len(self._state.exhibits) if self._state is not None else 0
        wanted = self.filters.wanted
        filtering = bool(wanted.text or wanted.filters)
        self._hint.setText(_NO_MATCH if filtering else _NO_EXHIBITS)
        self._stack.setCurrentIndex(0 if shown else 1)
        by = words(wanted)
        self._said.setText(
            tr("{shown:,} of {known:,} exhibits{value}", shown=shown, known=known, value=f": {by}" if by else "")
            if filtering
            else ""
        )
        self._said.setVisible(filtering)
        self._add.setEnabled(self._writable)
        self.examine.setEnabled(self._writable and shown > 0)
        rows = self.table.chosen_rows()
        chosen = len(rows)
        self.examine.setText(
            tr("E&xamine {chosen}", chosen=chosen) if chosen > 1 else tr("E&xamine") if chosen else tr("E&xamine all")
        )
        self.updateGeometry()  # the words on its buttons differ in width
        self.filter.setEnabled(known > 0)
        self.filters.setEnabled(known > 0)
        self.card.set_line(self.model.line(rows[0]) if chosen == 1 else None, writable=self._writable)

    def sizeHint(self) -> QSize:
        """Room for a name and a result."""
        return QSize(330, 400)

    def minimumSizeHint(self) -> QSize:
        """As wide as its buttons, as low as anybody likes: it scrolls up and down only."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(self._inner.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._hint)
        policy = self._hint.sizePolicy()
        policy.setHeightForWidth(False)  # a page that is not shown must not ask for room
        self._hint.setSizePolicy(policy)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self.examine)
        self._inner = inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(style.GAP_PX, style.GAP_PX, 4, style.GAP_PX)
        column.setSpacing(6)
        find = QHBoxLayout()
        find.addWidget(self.filter, 1)
        find.addWidget(self.filters)
        column.addWidget(self._title)
        column.addWidget(self._question)
        column.addLayout(find)
        column.addWidget(self._said)
        column.addWidget(self._stack, 1)
        column.addWidget(self.card)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page(inner, tr("Exhibits and what is known of the chosen one")))  # scrolls in a low window

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._text_changed)
        self.filters.changed.connect(self._search)
        self.card.twins_wanted.connect(lambda sha256: self._search(Wanted(text=sha256)))
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.customContextMenuRequested.connect(self.open_menu)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self._add.clicked.connect(self.add_wanted)
        self.examine.clicked.connect(lambda: self.examine_wanted.emit(self.chosen_ids()))
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self.filter.setFocus)
