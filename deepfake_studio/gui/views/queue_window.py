"""The queue of the case: what waits, runs and is over; pause, reorder, retry, cancel."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QWidget,
)

from deepfake_studio.casework.queue import QueueItem
from deepfake_studio.casework.queue_run import counts
from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.queue_desk import QueueDesk
from deepfake_studio.gui.queue_model import FILE, PLACE, RESULT, STATE, STATES, TOOK, QueueModel
from deepfake_studio.gui.views.case_window import CaseWindow
from deepfake_studio.gui.views.parts import dropped_paths, label, primary

_LEAD = tr(
    "Files are acquired, entered as exhibits and examined one after another with the plan of the tool bar. "
    "The queue is kept beside the case: it goes on where it was after a restart, and a table is written at its end."
)
_EMPTY = tr("The queue is empty.\n\nDrop files or folders here, or press Add files.")
_STEPS = 1000


class QueueWindow(CaseWindow):
    """Signals: item_wanted(str): the file that is to be shown in the main window."""

    item_wanted = Signal(str)

    def __init__(self, desk: QueueDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Queue"), _LEAD, parent)
        self.desk, self.model = desk, QueueModel(self)
        self._hidden: frozenset[str] = frozenset()
        self._writable = False
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.resize(980, 600)
        self.update_items()

    def set_case(self, state: CaseState | None) -> None:
        """Another case, or another state of the same one."""
        self._writable = state is not None and state.changeable
        blind = state.listing.blind if state is not None else frozenset()
        shown = state.exhibits if state is not None and blind else ()
        self._hidden = frozenset(line.path for line in shown if line.id in blind)
        self.update_items()

    def update_items(self) -> None:
        """The items as they are now."""
        if not self.isVisible():
            return
        chosen = {item.id for item in self.chosen()}
        self.model.set_items(self.desk.items(), self._hidden)
        if chosen and not self.table.selectionModel().hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            for row in (row for row in map(self.model.row_of, chosen) if row is not None):
                self.table.selectionModel().select(self.model.index(row, 0), flags.Select | flags.Rows)
        self.refresh()

    def chosen(self) -> list[QueueItem]:
        """Selected items in their order."""
        return [self.model.item(row) for row in sorted(i.row() for i in self.table.selectionModel().selectedRows())]

    def refresh(self) -> None:
        """Figures, and what can be done now."""
        items, chosen, running = self.desk.items(), self.chosen(), self.desk.running
        found = counts(items)
        paused = self.desk.queue is not None and self.desk.queue.paused
        self.stack.setCurrentIndex(0 if items else 1)
        self.figures.setText(figures(items, seconds_left=self.desk.seconds_left() if running else None, paused=paused))
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(round(_STEPS * _done(items)))
        waits, over = found["waiting"] > 0, found["done"] + found["failed"] + found["cancelled"] > 0
        self.start.setText(tr("&Pause") if running and not paused else tr("Go &on") if running else tr("&Start"))
        for widget, on in (
            (self.add, self._writable), (self.add_folder, self._writable), (self.start, running or waits),
            (self.stop, running), (self.up, _all(chosen, "waiting")), (self.down, _all(chosen, "waiting")),
            (self.retry, _all(chosen, "failed", "cancelled")), (self.cancel_item, _all(chosen, "waiting", "running")),
            (self.clear, over), (self.show_item, len(chosen) == 1),
        ):  # fmt: skip
            widget.setEnabled(on)

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def _start_or_pause(self) -> None:
        paused = self.desk.queue is not None and self.desk.queue.paused
        if not self.desk.running:
            self.messages.clear()
            self.desk.start()
        elif paused:
            self.desk.change(lambda queue: queue.unpause())
        else:
            self.desk.pause()

    def _move(self, by: int) -> None:
        rows = sorted(i.row() for i in self.table.selectionModel().selectedRows())
        steps = [(self.model.item(row).id, row + 1 + by) for row in (rows if by < 0 else reversed(rows))]
        self.desk.move([(number, place) for number, place in steps if 1 <= place <= self.model.rowCount()])

    def _each(self, step: str) -> None:
        for item in self.chosen():
            self.desk.change(lambda queue, item=item: getattr(queue, step)(item.id))

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Add files to the queue"))
        self.desk.add(chosen)

    def _choose_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Add all media below a folder to the queue")):
            self.desk.add([folder])

    def _show_item(self) -> None:
        if chosen := self.chosen():
            self.item_wanted.emit(chosen[0].path)

    def summarised(self, path: str) -> None:
        """The table was written."""
        actions = ((tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path))),)
        self.messages.show_message(
            tr("The summary was written to {path}.", path=path), level="note", actions=actions, key="summary"
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files while the case can be written."""
        if self._writable and dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put them at the end."""
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.desk.add(paths)

    def showEvent(self, event: QShowEvent) -> None:
        """What happened while nobody looked."""
        super().showEvent(event)
        self.update_items()

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table = _table(self.model)
        hint = label(_EMPTY, role="hint")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(hint)
        self.figures, self.bar = label(select=True), QProgressBar()
        self.bar.setAccessibleName(tr("Progress of the queue"))
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(12)
        self.add, self.add_folder = QPushButton(tr("&Add files…")), QPushButton(tr("Add &folder…"))
        self.start, self.stop = primary(QPushButton(tr("&Start"))), QPushButton(tr("S&top"))
        self.up, self.down = QPushButton(tr("Move &up")), QPushButton(tr("Move &down"))
        self.retry, self.cancel_item = QPushButton(tr("&Retry")), QPushButton(tr("Ca&ncel item"))
        self.clear, self.show_item = QPushButton(tr("C&lear finished")), QPushButton(tr("Show &exhibit"))
        self.stop.setToolTip(tr("Stop at once; the item that runs waits again"))
        self.clear.setToolTip(tr("Take what is over out of the list; exhibits and examinations stay in the case"))
        row = QHBoxLayout()
        for button in (self.up, self.down, self.retry, self.cancel_item, self.clear, self.show_item):
            row.addWidget(button)
        row.addStretch()
        self.column.addWidget(self.stack, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.bar)
        self.finish(self.add, self.add_folder, self.start, self.stop)

    def _connect(self) -> None:
        for signal, act in (
            (self.add.clicked, self._choose_files), (self.add_folder.clicked, self._choose_folder),
            (self.start.clicked, self._start_or_pause), (self.stop.clicked, self.desk.stop),
            (self.up.clicked, lambda: self._move(-1)), (self.down.clicked, lambda: self._move(1)),
            (self.retry.clicked, lambda: self._each("retry")),
            (self.cancel_item.clicked, lambda: self._each("cancel")),
            (self.clear.clicked, lambda: self.desk.change(lambda queue: queue.clear())),
            (self.show_item.clicked, self._show_item), (self.table.activated, lambda _: self._show_item()),
            (self.table.selectionModel().selectionChanged, lambda *_: self.refresh()),
            (self.desk.changed, self.update_items), (self.desk.summarised, self.summarised),
            (self.desk.noted, self.note),
        ):  # fmt: skip
            signal.connect(act)


def figures(items: tuple[QueueItem, ...], *, seconds_left: float | None, paused: bool) -> str:
    """How many are in each state, and how long the rest will take."""
    found = counts(items)
    parts = [f"{figure(count, ',')} {STATES.get(name, name)}" for name, count in found.items() if count]
    parts += [tr("about {clock} left", clock=_clock(seconds_left))] if seconds_left else []
    parts += [tr("paused: the item that runs is finished, no other is started")] if paused and found["waiting"] else []
    return "; ".join(parts)


def _clock(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return tr("{round} min", round=round(seconds / 60)) if seconds < 5400 else f"{figure(seconds / 3600, '.1f')} h"


def _done(items: tuple[QueueItem, ...]) -> float:
    return sum(item.progress for item in items) / len(items) if items else 0.0


def _all(chosen: list[QueueItem], *states: str) -> bool:
    return bool(chosen) and all(item.state in states for item in chosen)


def _table(model: QueueModel) -> QTableView:
    made = QTableView()
    made.setAccessibleName(tr("Items of the queue"))
    made.setModel(model)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setAlternatingRowColors(True)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() + 8)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in ((PLACE, 50), (FILE, 230), (STATE, 120), (TOOK, 70)):
        made.setColumnWidth(column, width)
    header.setSectionResizeMode(RESULT, QHeaderView.ResizeMode.Stretch)
    return made
