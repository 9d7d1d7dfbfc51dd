"""The form for a new case: what is asked, who asks, who examines, and where the folder goes."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.gui import style
from deepfake_studio.gui.items import CaseForm
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.views.parts import label, primary

_SUFFIX = ".dfcase"


class CaseFormPage(QWidget):
    """A page, not a dialog: nothing is locked while it is open.

    Signals:
        agreed(CaseForm), left(): the form was cancelled.
    """

    agreed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("New case"))
        self._heading, self._lead = label(tr("New case"), role="title"), label(role="quiet")
        self.number, self.title, self.asked_by, self.examiner = (QLineEdit() for _ in range(4))
        self.question = QPlainTextEdit()
        self.question.setTabChangesFocus(True)
        self.question.setFixedHeight(4 * self.question.fontMetrics().lineSpacing() + 12)
        self.folder = QLineEdit()
        self._problem = label(role="quiet")
        self._make, self._leave = QPushButton(tr("&Make case")), QPushButton(tr("Cancel"))
        primary(self._make).setDefault(True)
        self._folder_typed = False
        self._build()
        self._connect()

    def begin(self, *, examiner: str, keep: str = "") -> None:
        """Empty the form; ``keep`` names the examined clip that will become the first exhibit."""
        self._heading.setText(tr("Keep as a case") if keep else tr("New case"))
        kept = tr("{keep} becomes the first exhibit, with its examination. ", keep=keep) if keep else ""
        self._lead.setText(
            tr("{kept}A case is one folder: exhibits, examinations, findings and a signed audit log.", kept=kept)
        )
        self._make.setText(tr("&Keep as case") if keep else tr("&Make case"))
        self._folder_typed = False
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        self.number.setText(today)
        self.title.setText(Path(keep).stem if keep else "")
        self.question.setPlainText("")
        self.asked_by.setText("")
        self.examiner.setText(examiner)
        self._propose_folder()
        self.number.selectAll()
        self.number.setFocus()

    def form(self) -> CaseForm:
        """What is written now."""
        folder = self.folder.text().strip()
        if folder and not folder.endswith(_SUFFIX):
            folder += _SUFFIX
        return CaseForm(
            folder=folder,
            number=self.number.text().strip(),
            title=self.title.text().strip(),
            question=self.question.toPlainText().strip(),
            requested_by=self.asked_by.text().strip(),
            examiner=self.examiner.text().strip(),
        )

    def _agree(self) -> None:
        self._check()
        if self._make.isEnabled():
            self.agreed.emit(self.form())

    def _propose_folder(self) -> None:
        if self._folder_typed:
            self._check()
            return
        name = re.sub(r"[^\w.-]+", "-", f"{self.number.text()} {self.title.text()}".strip()).strip("-.") or "case"
        self.folder.setText(str(_documents() / f"{name[:80]}{_SUFFIX}"))
        self._check()

    def _check(self) -> None:
        form = self.form()
        problem = ""
        if not form.folder:
            problem = tr("Choose where the folder of the case goes.")
        elif not Path(form.folder).is_absolute():
            problem = tr("Write the whole path of the folder.")
        elif Path(form.folder).exists() and any(Path(form.folder).iterdir() if Path(form.folder).is_dir() else [1]):
            problem = tr("{folder} exists already; choose another name.", folder=form.folder)
        self._problem.setText(problem)
        self._make.setEnabled(not problem)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder that will hold the case"), str(_documents()))
        if chosen:
            self._folder_typed = True
            self.folder.setText(str(Path(chosen) / Path(self.folder.text()).name))

    def _typed_folder(self) -> None:
        self._folder_typed = True

    def _connect(self) -> None:
        for field in (self.number, self.title):
            field.textChanged.connect(self._propose_folder)
        self.folder.textEdited.connect(self._typed_folder)
        self.folder.textChanged.connect(self._check)
        self._make.clicked.connect(self._agree)
        self._leave.clicked.connect(self.left)
        for keys, act in (("Ctrl+Return", self._agree), ("Escape", self.left.emit)):
            short = QShortcut(QKeySequence(keys), self)
            short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            short.activated.connect(act)

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(style.MARGIN_PX)
        form.setVerticalSpacing(style.GAP_PX)
        choose = QPushButton(tr("C&hoose…"))
        choose.clicked.connect(self._choose_folder)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(choose)
        for text, field, hint in (
            (tr("Case &number"), self.number, tr("As your laboratory numbers it")),
            (tr("&Title"), self.title, tr("A few words")),
            (tr("&Question asked"), self.question, tr("For example: was a face in this recording replaced?")),
            (tr("&Asked by"), self.asked_by, tr("Who gave the order")),
            (tr("&Examiner"), self.examiner, tr("Your name, as it stands in the report and the audit log")),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(text.replace("&", ""))
            form.addRow(text, field)
        self.folder.setAccessibleName(tr("Folder"))
        form.addRow(tr("&Folder"), where)
        form.labelForField(where).setBuddy(self.folder)
        buttons = QHBoxLayout()
        buttons.addWidget(self._make)
        buttons.addWidget(self._leave)
        buttons.addStretch()
        inner = QVBoxLayout()
        inner.addWidget(self._heading)
        inner.addWidget(self._lead)
        inner.addSpacing(style.MARGIN_PX)
        inner.addLayout(form)
        inner.addWidget(self._problem)
        inner.addLayout(buttons)
        inner.addStretch(1)
        holder = QWidget()
        holder.setLayout(inner)
        holder.setMaximumWidth(760)
        whole = QHBoxLayout(self)
        margin = 2 * style.MARGIN_PX
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.addStretch(1)
        whole.addWidget(holder, 6)
        whole.addStretch(1)


def _documents() -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(where) if where else Path.home()
