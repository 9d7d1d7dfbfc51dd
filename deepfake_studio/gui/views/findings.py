"""Findings: what stands out is accepted, edited or rejected here, and the examiner writes what was found."""

from __future__ import annotations

from collections.abc import Sequence

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

from deepfake_studio.casework.comparing import Compared
from deepfake_studio.gui import style
from deepfake_studio.gui.items import FindingForm, ItemState
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views import comparison, drafting, span_draft
from deepfake_studio.gui.views.opinions import OpinionsBox
from deepfake_studio.gui.views.parts import fill, label, page, primary, table
from deepfake_studio.gui.widgets.distributions import DistributionPlot
from deepfake_studio.gui.widgets.measures import FrameClock

_LOOSE = tr("Findings belong to a case. Keep this examination as a case to write them (Ctrl+K).")
_READ_ONLY = tr("This case is open for reading only.")


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
        self.setAccessibleName(tr("Findings"))
        self._item: ItemState | None = None
        self._anomaly_id: int | None = None  # what the editor is about
        self._finding_id: int | None = None
        self._prefilled: dict[QPlainTextEdit, str] = {}  # what a span put into a field, and may take away again
        self._card_rows: list[tuple[str, str]] = []
        self._compared: tuple[Compared, ...] = ()
        self.anomalies = table(tr("Anomalies"), (tr("Where"), tr("What stands out")), stretch=1, most_rows=6)
        self.findings = table(tr("Findings"), (tr("Where"), tr("Statement")), stretch=1, most_rows=6)
        self.card = table(tr("The chosen finding in full"), (tr("What"), tr("Text")), stretch=1, most_rows=8)
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
            self.set_compared(())
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

    def new_from_span(self, start_seconds: float, stop_seconds: float, clock: FrameClock | None = None) -> None:
        """Begin a finding about a span that was marked on the timeline; what somebody typed is never written over."""
        self._anomaly_id = self._finding_id = None
        self._start.setText(f"{start_seconds:.3f}")
        self._stop.setText(f"{stop_seconds:.3f}")
        if self._item is not None:
            draft = span_draft.from_span(self._item, start_seconds, stop_seconds, clock)
            for field, text in ((self._basis, draft.basis), (self._limits, draft.limitations)):
                if field.toPlainText().strip() in ("", self._prefilled.get(field, "").strip()):
                    field.setPlainText(text)
                    self._prefilled[field] = text
            self._track.setCurrentIndex(max(self._track.findData(draft.track_id), 0))
        self._refresh()
        self._show_editor()

    def set_compared(self, found: Sequence[Compared], hint: str = "") -> None:
        """The open clip and known-genuine ones; a hint where there are none."""
        self._compared = tuple(found)
        chosen = self.detector.currentText()
        self.detector.blockSignals(True)
        self.detector.clear()
        self.detector.addItems(comparison.detectors(found))
        self.detector.setCurrentIndex(max(self.detector.findText(chosen), 0))
        self.detector.blockSignals(False)
        for widget in (self._beside, self._beside_words):
            widget.setVisible(bool(found or hint))
        self._which.setVisible(self.detector.count() > 0)
        self._show_detector(hint)

    def _show_detector(self, hint: str = "") -> None:
        name = self.detector.currentText()
        self.plot.set_strips(comparison.strips(self._compared, name))
        self._beside_words.setText(hint or (comparison.sentence(self._compared, name) if self._compared else ""))

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme."""
        self.plot.set_dark(dark)

    def choose_finding(self, finding_id: int) -> None:
        """Select a finding by its id."""
        found = self._item.findings if self._item is not None else ()
        for row, one in enumerate(found):
            if one.id == finding_id:
                self.findings.selectRow(row)
                self.findings.setFocus()

    def choose_anomaly(self, row: int) -> None:
        """Select an anomaly by its row in the examination."""
        if 0 <= row < self.anomalies.rowCount():
            self.anomalies.selectRow(row)
            self.anomalies.setFocus()

    def clear_editor(self) -> None:
        """An empty form for a new finding."""
        self._anomaly_id = self._finding_id = None
        self._prefilled.clear()
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
        self._show_editor()

    def _show_editor(self) -> None:
        """The page scrolls to it: lists above may fill a small window."""
        self.statement.setFocus()
        self._page.ensureWidgetVisible(self._save_button, 0, style.MARGIN_PX)
        self._page.ensureWidgetVisible(self._about, 0, style.MARGIN_PX)

    def _go(self, start_seconds: float | None) -> None:
        if start_seconds is not None:
            self.moment_wanted.emit(start_seconds)

    # ---- state ------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Which buttons can be pressed, and what the editor is about."""
        item = self._item
        self._fill_card()
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
        self._withdraw.setText(tr("Accept a&gain") if rejected else tr("&Withdraw"))
        self._about.setText(drafting.about(self._finding_id, self._anomaly_id))
        problem = drafting.problem(self.form(), self._start.text(), self._stop.text())
        self._problem.setText(problem if self.statement.toPlainText().strip() else "")
        self._save_button.setEnabled(writable and not problem)

    def _fill_card(self) -> None:
        rows = drafting.card(self._item, self.findings.currentRow())
        if rows != self._card_rows:
            self._card_rows = rows
            fill(self.card, rows)
        self.card.setVisible(bool(rows))

    def _fill_tracks(self, item: ItemState | None) -> None:
        chosen = self._track.currentData()
        self._track.clear()
        self._track.addItem(tr("any or none"), None)
        if item is not None and item.examination is not None:
            known = {track.id for track in item.examination.tracks}
            for piece in (p for p in item.people if p.key in known):
                self._track.addItem(piece.title, piece.key)
        self._track.setCurrentIndex(max(self._track.findData(chosen), 0))

    # ---- layout -----------------------------------------------------------------------------------------------

    def _make_editor(self) -> None:
        self.statement, self._basis, self._limits = (
            _text(n, lines) for n, lines in ((tr("Statement"), 2), (tr("Basis"), 4), (tr("Limitations"), 3))
        )
        self.statement.setPlaceholderText(tr("What was found, in your words"))
        self._basis.setPlaceholderText(tr("Frames, spans and figures it rests on"))
        self._limits.setPlaceholderText(tr("What it cannot say"))
        self._start, self._stop = (_moment(n) for n in (tr("From, in seconds"), tr("To, in seconds")))
        self._track = QComboBox()
        self._track.setAccessibleName(tr("Face track"))
        self._about, self._problem = label(role="quiet"), label(role="quiet")
        self._save_button, self._clear = primary(QPushButton(tr("Save fi&nding"))), QPushButton(tr("Clear"))
        self._save_button.setToolTip(tr("Enter it into the case (Ctrl+Return)"))
        self._make_beside()
        self._editor = QWidget()
        form = QFormLayout(self._editor)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._about)
        form.addRow(tr("&Statement"), self.statement)
        form.addRow(tr("&Basis"), self._basis)
        form.addRow(tr("Li&mitations"), self._limits)
        form.addRow(tr("Span, s"), _row(self._start, label(tr("to"), wrap=False), self._stop, stretch=False))
        form.addRow(tr("&Track"), self._track)
        form.addRow(self._problem)
        form.addRow(_row(self._save_button, self._clear))

    def _make_beside(self) -> None:
        self.plot, self.detector = DistributionPlot(), QComboBox()
        self.detector.setAccessibleName(tr("Detector whose scores are compared"))
        self._beside_words = label(select=True)
        self._which = _row(label(tr("Detector"), wrap=False), self.detector)
        self._beside = QWidget()
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        heading = label(tr("Known-genuine clips beside this one"), role="heading")
        for widget in (heading, self._which, self.plot):
            column.addWidget(widget)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        margin = style.MARGIN_PX
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(6)
        self._no_anomalies, self._no_findings = label(role="quiet"), label(tr("No finding yet."), role="quiet")
        self._accept, self._edit, self._reject = (QPushButton(t) for t in (tr("&Accept"), tr("Ed&it"), tr("&Reject")))
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(tr("Why it is rejected"))
        self._reason.setToolTip(tr("Why it is rejected"))
        self._reason.setAccessibleName(tr("Why the anomaly is rejected"))
        self._edit_one, self._withdraw = QPushButton(tr("E&dit")), QPushButton(tr("&Withdraw"))
        self._loose, self._read_only = label(_LOOSE, role="note"), label(_READ_ONLY, role="note")
        self._keep = QPushButton(tr("Keep as case…"))
        for widget in (
            self._loose, _row(self._keep), self._read_only,
            label(tr("What stands out"), role="heading"), self._no_anomalies, self.anomalies,
            _row(self._accept, self._edit), _row(self._reject, self._reason, stretch=False),
            label(tr("Findings of the examiner"), role="heading"), self._no_findings, self.findings,
            self.card, _row(self._edit_one, self._withdraw), self.opinions, self._editor, self._beside,
            self._beside_words,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._page = page(inner, tr("Findings"))
        whole.addWidget(self._page)

    def _connect(self) -> None:
        for signal, act in (
            (self._accept.clicked, self._accept_anomaly), (self._edit.clicked, self._edit_anomaly),
            (self._reject.clicked, self._reject_anomaly), (self._edit_one.clicked, self._edit_finding),
            (self._withdraw.clicked, self._withdraw_finding), (self._save_button.clicked, self._save),
            (self._clear.clicked, self.clear_editor), (self._keep.clicked, self.keep_wanted),
            (self._reason.returnPressed, self._reject_anomaly),
        ):  # fmt: skip
            signal.connect(act)
        self.detector.currentIndexChanged.connect(lambda _: self._show_detector())
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
    field.setPlaceholderText(tr("whole clip"))
    field.setToolTip(name)
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
