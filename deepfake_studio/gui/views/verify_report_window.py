"""Does a report still say what its case holds? Every check in words; nothing of it changes the case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.report_desk import VerifyReportDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.beside import BesideWindow
from deepfake_studio.gui.views.parts import fill, label, primary, table
from deepfake_studio.gui.wizards.fields import PathField, form

if TYPE_CHECKING:
    from deepfake_studio.trials.verify_report import Check

_LEAD = tr(
    "The report's bytes, its content hash and the head it prints are compared with the audit log of the open case, "
    "then the case and its evidence are hashed again. Neither the report nor the case is changed."
)

_MARKS = {True: tr("the same"), False: tr("DIFFERS"), None: tr("not compared")}


class VerifyReportWindow(BesideWindow):
    """Signals: concluded(str): the sentence over all checks."""

    concluded = Signal(str)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        self.comparing = VerifyReportDesk(studio)
        super().__init__(tr("Verify a report"), self.comparing, parent)
        self._case: CaseState | None = None
        self._build()
        self._connect()
        self.resize(900, 520)
        self.refresh()

    def set_case(self, state: CaseState | None) -> None:
        """The case that a report is compared with."""
        before = self._case.folder if self._case is not None else None
        self._case = state
        if state is None or state.folder != before:
            self._forget()
            self.desk.cancel()
            self.report.set_value(_newest(state.folder / "reports") if state is not None else "")
        self.case.setText(
            tr("Case {value}", value=state.info.number or state.folder.stem)
            if state is not None
            else tr("No case is open.")
        )
        self.refresh()

    def propose(self, path: str) -> None:
        """A report that was just written, where nothing else is named."""
        if not self.report.value:
            self.report.set_value(path)
            self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now."""
        busy = self.desk.busy
        self.report.setEnabled(not busy)
        self.again.setEnabled(not busy)
        shown = self._case is not None and not self._case.listing.blind  # a comparison tells results
        self.start.setEnabled(shown and bool(self.report.value) and not busy)

    # ---- the work ---------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._case is not None:
            self._forget()
            self.comparing.verify(self._case.folder, Path(self.report.value), examine=self.again.isChecked())

    def _compared(self, checks: Sequence[Check]) -> None:
        from deepfake_studio.casework import verifying

        said = told(verifying.conclusion(tuple(checks)))
        differs = any(check.agrees is False for check in checks)
        self._conclude(said, differs=differs)
        fill(self.checks, [(_upper(told(c.name)), _MARKS[c.agrees], told(c.sentence)) for c in checks])
        self.checks.setVisible(True)
        self.checks.fit()
        self.concluded.emit(said)

    def _forget(self) -> None:
        self._conclude("", differs=False)
        fill(self.checks, [])
        self.checks.setVisible(False)

    def _conclude(self, said: str, *, differs: bool) -> None:
        self.result.setText(said)
        self.result.setVisible(bool(said) and not differs)
        self.warning.setText(said if differs else "")
        self.warning.setVisible(differs)

    def stopped(self) -> None:
        """Cancelled: nothing was found out."""
        self.messages.show_message(tr("Cancelled; nothing was found out."), level="note", key="problem")

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.case, self.result = label(role="lead"), label(role="lead", select=True)
        self.warning = label(role="caution", select=True)
        self.report = PathField(tr("Report file"), hint=tr("PDF, HTML, DOCX, JSON or CSV"), folder=False)
        self.again = QCheckBox(tr("&Examine the exhibits again and compare the scores"))
        self.again.setToolTip(tr("With the recorded detectors, plan and device; takes as long as examining did"))
        self.checks = table(tr("Checks"), (tr("Check"), tr("Outcome"), tr("What was found")), stretch=2)
        self.checks.setVisible(False)
        self.start = primary(QPushButton(tr("&Verify")))
        rows = form()
        rows.addRow(tr("&Report file"), self.report)
        rows.addRow("", self.again)
        self.column.addWidget(self.case)
        self.column.addWidget(label(_LEAD, role="quiet"))
        self.column.addWidget(self.messages)
        self.column.addLayout(rows)
        self.column.addWidget(self.result)
        self.column.addWidget(self.warning)
        self.column.addWidget(self.checks, 1)
        self.column.addStretch()
        self.finish(self.start)

    def _connect(self) -> None:
        for signal, act in (
            (self.start.clicked, self._start), (self.report.changed, self.refresh),
            (self.comparing.compared, self._compared),
        ):  # fmt: skip
            signal.connect(act)


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _newest(folder: Path) -> str:
    """The report that was written last."""
    suffixes = (".pdf", ".html", ".docx", ".json", ".csv")
    try:
        found = [(f.stat().st_mtime, str(f)) for f in folder.iterdir() if f.suffix in suffixes]
    except OSError:
        return ""
    return max(found)[1] if found else ""
