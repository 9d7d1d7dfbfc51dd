"""Findings: what stands out is accepted, edited or rejected here, and the examiner writes what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.items import FindingForm, ItemState
from deepfake_studio.gui.views import drafting
from deepfake_studio.gui.views.opinions import OpinionsBox
from deepfake_studio.gui.views.parts import fill, label, page, table

_LOOSE = "Findings belong to a case. Keep this examination as a case to write them (Ctrl+K)."
_READ_ONLY = "This case is open for reading only."


class FindingsPanel(QWidget):
    """Anomalies above, findings in the middle, the editor below.

    Signals:
        saved(FindingForm), anomaly_rejected(int, str): anomaly id and reason,
        finding_set(int, bool, str): finding id, accepted, reason; moment_wanted(float).
    """

    saved = Signal(object)
    anomaly_rejected = Signal(int, str)
    finding_set = Signal(int, bool, str)
    moment_wanted = Signal(float)
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self._item: ItemState | None = None
        self._anomaly_id: int | None = None  # what the editor is about
        self._finding_id: int | None = None
        self.anomalies = table("Anomalies", ("Where", "What stands out"), stretch=1, most_rows=6)
        self.findings = table("Findings", ("Where", "Statement"), stretch=1, most_rows=6)
        self.opinions = OpinionsBox()
        self._make_editor()
        self._build()
        self._connect()
        self.set_item(None)

    # ---- contents ---------------------------------------------------------------------------------------------

    def set_item(self, item: ItemState | None) -> None:
        """Show an item; what is being typed stays while it is the same item."""
        if self._item is None or item is None or item.path != self._item.path:
            self.clear_editor()
        self._item = item
        fill(self.anomalies, drafting.anomaly_rows(item))
        fill(self.findings, drafting.finding_rows(item))
        for widget in (self.anomalies, self.findings):
            widget.setVisible(widget.rowCount() > 0)
        self._no_anomalies.setText(drafting.no_anomalies(item))
        self._no_anomalies.setVisible(self.anomalies.rowCount() == 0)
        self._no_findings.setVisible(self.findings.rowCount() == 0)
        self._fill_tracks(item)
        self._refresh()

    def new_from_span(self, start_seconds: float, stop_seconds: float) -> None:
        """Begin a finding about a span that was marked on the timeline."""
        self._anomaly_id = self._finding_id = None
        self._start.setText(f"{start_seconds:.3f}")
        self._stop.setText(f"{stop_seconds:.3f}")
        self._refresh()
        self.statement.setFocus()

    def choose_anomaly(self, row: int) -> None:
        """Select an anomaly by its row in the examination."""
        if 0 <= row < self.anomalies.rowCount():
            self.anomalies.selectRow(row)
            self.anomalies.setFocus()

    def clear_editor(self) -> None:
        """An empty form for a new finding."""
        self._anomaly_id = self._finding_id = None
        for field in (self.statement, self._basis, self._limits):
            field.setPlainText("")
        self._start.setText("")
        self._stop.setText("")
        self._track.setCurrentIndex(0)
        self._refresh()

    def kept(self, form: FindingForm) -> None:
        """A finding is in the case; what was typed meanwhile stays."""
        if form == self.form():
            self.clear_editor()

    def form(self) -> FindingForm:
        """What the editor holds."""
        return FindingForm(
            statement=self.statement.toPlainText().strip(),
            basis=self._basis.toPlainText().strip(),
            limitations=self._limits.toPlainText().strip(),
            start_seconds=drafting.seconds(self._start.text()),
            stop_seconds=drafting.seconds(self._stop.text()),
            track_id=self._track.currentData(),
            anomaly_id=self._anomaly_id,
            finding_id=self._finding_id,
        )

    # ---- actions ----------------------------------------------------------------------------------------------

    def _draft_anomaly(self) -> FindingForm | None:
        row = self.anomalies.currentRow()
        return drafting.from_anomaly(self._item, row) if self._item is not None else None

    def _accept_anomaly(self) -> None:
        if (draft := self._draft_anomaly()) is not None and self._accept.isEnabled():
            self.saved.emit(draft)

    def _edit_anomaly(self) -> None:
        if (draft := self._draft_anomaly()) is not None:
            self._put(draft)

    def _reject_anomaly(self) -> None:
        draft = self._draft_anomaly()
        if draft is None or draft.anomaly_id is None or not self._reject.isEnabled():
            return
        self.anomaly_rejected.emit(draft.anomaly_id, self._reason.text().strip())
        self._reason.clear()

    def _edit_finding(self) -> None:
        if (draft := drafting.from_finding(self._item, self.findings.currentRow())) is not None:
            self._put(draft)

    def _withdraw_finding(self) -> None:
        draft = drafting.from_finding(self._item, self.findings.currentRow())
        if draft is None or draft.finding_id is None:
            return
        rejected = drafting.is_rejected(self._item, self.findings.currentRow())
        self.finding_set.emit(draft.finding_id, rejected, "")

    def _save(self) -> None:
        if self._save_button.isEnabled():
            self.saved.emit(self.form())

    def _put(self, draft: FindingForm) -> None:
        self.statement.setPlainText(draft.statement)
        self._basis.setPlainText(draft.basis)
        self._limits.setPlainText(draft.limitations)
        self._start.setText("" if draft.start_seconds is None else f"{draft.start_seconds:.3f}")
        self._stop.setText("" if draft.stop_seconds is None else f"{draft.stop_seconds:.3f}")
        self._track.setCurrentIndex(max(self._track.findData(draft.track_id), 0))
        self._anomaly_id, self._finding_id = draft.anomaly_id, draft.finding_id
        self._refresh()
        self.statement.setFocus()

    def _go(self, start_seconds: float | None) -> None:
        if start_seconds is not None:
            self.moment_wanted.emit(start_seconds)

    # ---- state ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Which buttons can be pressed, and what the editor is about."""
        item = self._item
        writable = item is not None and item.record is not None and not item.read_only
        loose = item is not None and item.record is None
        self._loose.setVisible(loose)
        self._keep.setVisible(loose and item is not None and item.loose is not None)
        self._read_only.setVisible(item is not None and item.read_only)
        self._editor.setEnabled(writable)
        chosen = writable and self.anomalies.currentRow() >= 0
        open_one = chosen and drafting.is_open(item, self.anomalies.currentRow())
        for widget, on in (
            (self._accept, open_one), (self._edit, chosen), (self._reject, open_one), (self._reason, open_one),
            (self._edit_one, writable and self.findings.currentRow() >= 0),
            (self._withdraw, writable and self.findings.currentRow() >= 0),
        ):  # fmt: skip
            widget.setEnabled(on)
        for widget in (self._accept, self._edit, self._reject, self._reason):
            widget.setVisible(self.anomalies.rowCount() > 0)
        for widget in (self._edit_one, self._withdraw):
            widget.setVisible(self.findings.rowCount() > 0)
        row = self.findings.currentRow()
        chosen_one = item.findings[row] if item is not None and 0 <= row < len(item.findings) else None
        self.opinions.set_finding(chosen_one, writable=writable)
        rejected = drafting.is_rejected(item, self.findings.currentRow())
        self._withdraw.setText("Accept a&gain" if rejected else "&Withdraw")
        self._about.setText(drafting.about(self._finding_id, self._anomaly_id))
        problem = drafting.problem(self.form(), self._start.text(), self._stop.text())
        self._problem.setText(problem if self.statement.toPlainText().strip() else "")
        self._save_button.setEnabled(writable and not problem)

    def _fill_tracks(self, item: ItemState | None) -> None:
        chosen = self._track.currentData()
        self._track.clear()
        self._track.addItem("any or none", None)
        if item is not None and item.examination is not None:
            for track in item.examination.tracks:
                self._track.addItem(f"T{track.id} {item.track_names.get(track.id, '')}".strip(), track.id)
        self._track.setCurrentIndex(max(self._track.findData(chosen), 0))

    # ---- layout -----------------------------------------------------------------------------------------------

    def _make_editor(self) -> None:
        self.statement, self._basis, self._limits = (_text(n) for n in ("Statement", "Basis", "Limitations"))
        self.statement.setPlaceholderText("What was found, in your words")
        self._basis.setPlaceholderText("Frames, spans and figures it rests on")
        self._limits.setPlaceholderText("What it cannot say")
        self._start, self._stop = (_moment(n) for n in ("From, in seconds", "To, in seconds"))
        self._track = QComboBox()
        self._track.setAccessibleName("Face track")
        self._about, self._problem = label(role="quiet"), label(role="quiet")
        self._save_button, self._clear = QPushButton("Save fi&nding (Ctrl+Return)"), QPushButton("Clear")
        self._editor = QWidget()
        form = QFormLayout(self._editor)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._about)
        form.addRow("&Statement", self.statement)
        form.addRow("&Basis", self._basis)
        form.addRow("Li&mitations", self._limits)
        form.addRow("Span, s", _row(self._start, label("to", wrap=False), self._stop, stretch=False))
        form.addRow("&Track", self._track)
        form.addRow(self._problem)
        form.addRow(_row(self._save_button, self._clear))

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        margin = style.MARGIN_PX
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(6)
        self._no_anomalies, self._no_findings = label(role="quiet"), label("No finding yet.", role="quiet")
        self._accept, self._edit, self._reject = (QPushButton(t) for t in ("&Accept", "Ed&it", "&Reject"))
        self._reason = QLineEdit()
        self._reason.setPlaceholderText("Why it is rejected")
        self._reason.setAccessibleName("Why the anomaly is rejected")
        self._edit_one, self._withdraw = QPushButton("E&dit"), QPushButton("&Withdraw")
        self._loose, self._read_only = label(_LOOSE, role="note"), label(_READ_ONLY, role="note")
        self._keep = QPushButton("Keep as case…")
        for widget in (
            self._loose, _row(self._keep), self._read_only,
            label("What stands out", role="heading"), self._no_anomalies, self.anomalies,
            _row(self._accept, self._edit), _row(self._reject, self._reason, stretch=False),
            label("Findings of the examiner", role="heading"), self._no_findings, self.findings,
            _row(self._edit_one, self._withdraw), self.opinions, self._editor,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page(inner, "Findings"))

    def _connect(self) -> None:
        for signal, act in (
            (self._accept.clicked, self._accept_anomaly), (self._edit.clicked, self._edit_anomaly),
            (self._reject.clicked, self._reject_anomaly), (self._edit_one.clicked, self._edit_finding),
            (self._withdraw.clicked, self._withdraw_finding), (self._save_button.clicked, self._save),
            (self._clear.clicked, self.clear_editor), (self._keep.clicked, self.keep_wanted),
            (self._reason.returnPressed, self._reject_anomaly),
        ):  # fmt: skip
            signal.connect(act)
        for field in (self.statement, self._basis, self._limits):
            field.textChanged.connect(self._refresh)
        for field in (self._start, self._stop):
            field.textChanged.connect(self._refresh)
        for widget, start in ((self.anomalies, drafting.anomaly_start), (self.findings, drafting.finding_start)):
            widget.itemSelectionChanged.connect(self._refresh)
            widget.itemActivated.connect(lambda cell, start=start: self._go(start(self._item, cell.row())))
            widget.itemClicked.connect(lambda cell, start=start: self._go(start(self._item, cell.row())))
        save = QShortcut(QKeySequence("Ctrl+Return"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._save)


def _text(name: str, lines: int = 2) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + 12)
    return field


def _moment(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText("whole clip")
    return field


def _row(*widgets: QWidget, stretch: bool = True) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch()
    return holder
