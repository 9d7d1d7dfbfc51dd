"""Custody of the open case: its log, whether it still verifies, what was withdrawn, closing and reopening."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui.audit_model import ABOUT, KINDS, SEQUENCE, UTC, WHAT, WHO, AuditModel, detail
from deepfake_studio.gui.custody_desk import CustodyDesk
from deepfake_studio.gui.figures import when
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.views.case_window import CaseWindow, ask_reason
from deepfake_studio.gui.views.parts import fill, label, table
from deepfake_studio.vocabulary import AuditEntry, Tombstone, VerifyResult

_LEAD = tr(
    "Every entry is signed and covers the one before it. Nothing is deleted: what is withdrawn stays in the log."
)


class CustodyWindow(CaseWindow):
    """Signals: object_wanted(str): the subject of an entry, to be shown in the main window;
    package_wanted(): the window about packages."""

    object_wanted = Signal(str)
    package_wanted = Signal()

    def __init__(self, desk: CustodyDesk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Custody"), _LEAD, parent)
        self.desk, self.model = desk, AuditModel(self)
        self._state: CaseState | None = None
        self._stones: tuple[Tombstone, ...] = ()
        self._build()
        self._connect()
        self.resize(1040, 660)
        self.set_case(None)

    def set_case(self, state: CaseState | None) -> None:
        """The open case as it is now; the log is read again while this window is seen."""
        self._state = state
        self.standing.setText(standing_words(state))
        if state is None:
            self._logged((), ())
        elif self.isVisible():
            self.desk.read_log()
        self.refresh()

    def reload(self) -> None:
        """Read the log again."""
        if self._state is not None:
            self.desk.read_log()

    def refresh(self) -> None:
        """Enable what can be done now."""
        state = self._state
        writable = state is not None and not state.read_only
        closed = state is not None and state.listing.standing.closed
        self.verify.setEnabled(state is not None and not self.busy)
        self.close_case.setEnabled(writable and not closed)
        self.reopen_case.setEnabled(writable and closed)
        self.package.setEnabled(state is not None)
        stone = self._stone()
        self.put_back.setEnabled(stone is not None and stone.withdrawn and state is not None and state.changeable)
        self.jump.setEnabled(self._entry() is not None)

    # ---- what comes back --------------------------------------------------------------------------------------

    def _logged(self, entries: tuple[AuditEntry, ...], stones: tuple[Tombstone, ...]) -> None:
        chosen = self._entry()
        self.model.set_entries(entries)
        _exchange(self.who, tr("Everybody"), self.model.actors())
        _exchange(self.kind, tr("Everything"), self.model.kinds(), KINDS)
        self._filter()
        if chosen is not None:
            self._choose(chosen.sequence)
        self._stones = tuple(reversed(stones))
        fill(self.withdrawn, [_stone_row(stone) for stone in self._stones])
        self.tabs.setTabText(1, tr("&Withdrawn ({stones})", stones=sum(stone.withdrawn for stone in stones)))
        self.refresh()

    def _verified(self, result: VerifyResult) -> None:
        if result.ok:
            text = tr(
                "Verified: {entries:,} entries and the files of {evidence_checked:,} exhibits are unaltered. "
                "Head {value}…",
                entries=result.entries,
                evidence_checked=result.evidence_checked,
                value=result.head_sha256[:16],
            )
            self.messages.show_message(text, level="note", key="verify")
        else:
            more = tr(" ({value} more problems)", value=len(result.problems) - 1) if len(result.problems) > 1 else ""
            self.messages.show_message(f"{told(result.problems[0])}{more}", key="verify")
        if result.first_bad_sequence is not None:
            self._choose(result.first_bad_sequence)
        self.reload()

    def _choose(self, sequence: int) -> None:
        for row in range(self.model.rowCount()):
            if self.model.entry(row).sequence == sequence:
                self.entries.selectRow(row)
                return

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def start_verifying(self) -> None:
        """Recompute the chain and hash all evidence."""
        if self.busy or self._state is None:
            return
        self.messages.clear("verify")
        task = self.desk.verify(progressed=self.activity.show_progress, over=self.over)
        self.begin(tr("Verifying"), task)

    def _ask_close(self) -> None:
        question = tr(
            "Why is the case closed? From then on it refuses changes; looking, verifying and reporting go on."
        )
        ask_reason(self, tr("Close the case"), question, self.desk.close_case)

    def _ask_reopen(self) -> None:
        ask_reason(self, tr("Reopen the case"), tr("Why is the case opened for changes again?"), self.desk.reopen_case)

    def _ask_put_back(self) -> None:
        stone = self._stone()
        if stone is not None and self.put_back.isEnabled():
            question = tr("Why is the {description} put back?", description=told(stone.description))
            ask_reason(
                self, tr("Put back"), question, lambda why: self.desk.reinstate(stone.kind, stone.subject_id, why)
            )

    def _filter(self) -> None:
        self.model.set_filters(self.text.text(), self.who.currentData() or "", self.kind.currentData() or "")
        shown, total = self.model.rowCount(), self.model.total
        self.count.setText(
            tr("{shown:,} of {total:,} entries", shown=shown, total=total)
            if shown != total
            else tr("{total:,} entries", total=total)
        )
        self._show_entry()

    def _entry(self) -> AuditEntry | None:
        rows = self.entries.selectionModel().selectedRows()
        return self.model.entry(rows[0].row()) if rows else None

    def _stone(self) -> Tombstone | None:
        row = self.withdrawn.currentRow()
        return self._stones[row] if 0 <= row < len(self._stones) else None

    def _show_entry(self) -> None:
        entry = self._entry()
        self.detail.setPlainText(detail(entry) if entry is not None else "")
        self.refresh()

    def _jump(self) -> None:
        if (entry := self._entry()) is not None:
            self.object_wanted.emit(entry.subject)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.standing = label(role="lead", select=True)
        self.verify, self.package = QPushButton(tr("&Verify")), QPushButton(tr("&Package…"))
        self.close_case, self.reopen_case = QPushButton(tr("C&lose the case…")), QPushButton(tr("&Reopen…"))
        self.verify.setToolTip(tr("Recompute the chain from the tables and hash every file again"))
        self.close_case.setToolTip(tr("Refuse changes from then on; a reason is asked for"))
        self.package.setToolTip(tr("One signed file for another laboratory, or one from there"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Log and withdrawn things"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._log_page(), tr("&Audit log"))
        self.tabs.addTab(self._withdrawn_page(), tr("&Withdrawn"))
        self.column.addWidget(self.standing)
        self.column.addWidget(self.tabs, 1)
        self.finish(self.verify, self.close_case, self.reopen_case, self.package)

    def _log_page(self) -> QWidget:
        page = QWidget()
        self.text, self.who, self.kind = QLineEdit(), QComboBox(), QComboBox()
        self.text.setPlaceholderText(tr("Filter the log"))
        self.text.setAccessibleName(tr("Filter the log"))
        self.text.setClearButtonEnabled(True)
        self.who.setAccessibleName(tr("Whose entries"))
        self.kind.setAccessibleName(tr("Entries about"))
        self.count = label(role="quiet", wrap=False)
        self.jump = QPushButton(tr("&Show what it is about"))
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        for widget in (self.who, self.kind, self.count, self.jump):
            row.addWidget(widget)
        self.entries = _entries_table(self.model)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setAccessibleName(tr("The chosen entry in full"))
        self.detail.setPlaceholderText(tr("Choose an entry to read it in full."))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.entries)
        halves.addWidget(self.detail)
        halves.setSizes([330, 170])
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(row)
        column.addWidget(halves, 1)
        return page

    def _withdrawn_page(self) -> QWidget:
        page = QWidget()
        columns = (tr("What"), tr("State"), tr("Reason"), tr("Who"), "UTC")
        self.withdrawn = table(tr("Withdrawn things"), columns, stretch=2, hint=tr("Nothing was withdrawn."))
        self.put_back = QPushButton(tr("Put &back…"))
        row = QHBoxLayout()
        row.addWidget(self.put_back)
        row.addStretch()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.withdrawn, 1)
        column.addLayout(row)
        return page

    def _connect(self) -> None:
        desk = self.desk
        for signal, act in (
            (self.verify.clicked, self.start_verifying), (self.close_case.clicked, self._ask_close),
            (self.reopen_case.clicked, self._ask_reopen), (self.package.clicked, self.package_wanted),
            (self.put_back.clicked, self._ask_put_back), (self.jump.clicked, self._jump),
            (self.text.textChanged, lambda _: self._filter()), (self.who.activated, lambda _: self._filter()),
            (self.kind.activated, lambda _: self._filter()), (self.entries.activated, lambda _: self._jump()),
            (self.entries.selectionModel().selectionChanged, lambda *_: self._show_entry()),
            (self.withdrawn.itemSelectionChanged, self.refresh),
            (desk.logged, self._logged), (desk.verified, self._verified),
        ):  # fmt: skip
            signal.connect(act)


def standing_words(state: CaseState | None) -> str:
    """Whether the case is open, since when, by whom and why."""
    if state is None:
        return tr("No case is open.")
    now, name = state.listing.standing, state.info.number or state.folder.stem
    who = tr(
        "{examiner} on {replace} UTC: {reason}",
        examiner=now.examiner,
        replace=when(now.created_utc),
        reason=now.reason,
    )
    if now.closed:
        return tr("{name} is closed, by {who}", name=name, who=who)
    return (
        tr("{name} is open, reopened by {who}", name=name, who=who)
        if now.created_utc
        else tr("{name} is open.", name=name)
    )


def _stone_row(stone: Tombstone) -> tuple[str, ...]:
    what = told(stone.description)
    what = what[:1].upper() + what[1:]
    state = tr("withdrawn") if stone.withdrawn else tr("put back")
    return what, state, stone.reason, stone.examiner, when(stone.created_utc)


def _exchange(box: QComboBox, everything: str, values: list[str], names: Mapping[str, str] | None = None) -> None:
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for value in values:
        box.addItem((names or {}).get(value, value), value)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def _entries_table(model: AuditModel) -> QTableView:
    made = QTableView()
    made.setAccessibleName(tr("Audit log"))
    made.setModel(model)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setAlternatingRowColors(True)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() + 8)
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in ((SEQUENCE, 56), (UTC, 150), (WHO, 140), (WHAT, 220)):
        made.setColumnWidth(column, width)
    header.setSectionResizeMode(ABOUT, QHeaderView.ResizeMode.Stretch)
    return made
