"""The report designer: choices on the left, the report as it would be printed on the right, always of this moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QImage, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from deepfake_studio.errors import UsageError
from deepfake_studio.gui import style
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.report_desk import ReportDesk, proposed
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.beside import BesideWindow
from deepfake_studio.gui.views.design_form import DesignForm
from deepfake_studio.gui.views.parts import label, page, primary
from deepfake_studio.gui.widgets.pages import PagesView
from deepfake_studio.report.design import Design

if TYPE_CHECKING:
    from deepfake_studio.casework.previewing import Preview
    from deepfake_studio.report.pages import PageImage

_DEBOUNCE_MS = 350
_FORMS = (
    ("pdf", tr("PDF, to print and keep")),
    ("docx", tr("DOCX, for word processors")),
    ("html", tr("HTML, for a browser")),
    ("json", tr("JSON, for other programs")),
    ("csv", tr("CSV, for spreadsheets")),
)
_PREVIEW = tr("Preview of the PDF. Evidence is hashed and the report recorded only when it is written.")
_WORDS_ONLY = tr("JSON and CSV hold the figures without letterhead, pictures and pages; the preview shows the PDF.")
_READ_ONLY = tr("This case is open for reading only; a report of it cannot be recorded.")


class ReportWindow(BesideWindow):
    """Signals: write_wanted(Path, str, Design): file, form and design of a report that is to be written."""

    write_wanted = Signal(object, str, object)

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        self.reports = ReportDesk(studio)
        super().__init__(tr("Report"), self.reports, parent)
        self._studio = studio
        self._case: CaseState | None = None
        self._version = 0
        self._shown: Preview | None = None
        self._writing = False
        self.form, self.pages = DesignForm(), PagesView(tr("Preview of the report"))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_DEBOUNCE_MS)
        self._later.timeout.connect(self._preview)
        self._build()
        self._connect()
        self.resize(1200, 680)
        self.reports.read_titles()
        if usual := studio.settings.report_design:
            self.reports.read_design(Path(usual))
        self.refresh()

    # ---- the case ---------------------------------------------------------------------------------------------

    def set_case(self, state: CaseState | None) -> None:
        """The case that is reported; the design stays."""
        before = self._case.folder if self._case is not None else None
        self._case = state
        if state is None or state.folder != before:
            self._shown = None
            self.pages.set_pages((), "" if state is not None else tr("No case is open."))
            self.messages.clear()
        self.setWindowTitle(
            tr("Report on {value}", value=state.info.number or state.folder.stem) if state is not None else tr("Report")
        )
        self.refresh()
        self.case_altered()

    def case_altered(self) -> None:
        """Something in the case is different; the preview follows."""
        self._version += 1
        self._ask()

    def written(self, path: str, sha256: str) -> None:
        """A report of the case lies there."""
        self._writing = False
        actions = ((tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path))),)
        text = tr("Report written to {path} (SHA-256 {sha256}).", path=path, sha256=sha256)
        self.messages.show_message(text, level="note", actions=actions, key="written")
        self.case_altered()  # the audit log, which the report shows, is longer now

    # ---- the preview ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._case is not None and self.isVisible():
            self._later.start()

    def _preview(self) -> None:
        if self._case is None or (design := self._design()) is None:
            return
        if self._case.listing.blind:
            self._hide()
            return
        self.reports.preview(self._case.folder, design, version=self._version)

    def _hide(self) -> None:
        """Whoever works blind sees no report: it shows results."""
        self._shown = None
        self.reports.drop()
        self.pages.set_pages((), tr("You work blind on an exhibit of this case; reveal its results first."))

    def _design(self) -> Design | None:
        try:
            return self.form.design()
        except UsageError as error:
            self._refused(told(error))
            return None

    def _drawing(self, busy: bool) -> None:
        self.state.setText(tr("Drawing…") if busy else "")

    def _previewed(self, made: Preview) -> None:
        self.messages.clear("preview")
        self._shown = made
        self.state.setText(made.note)
        if self.form.sections.usual:
            self.form.sections.set_present(made.sections)
        self.pages.set_pages(made.sizes)

    def _refused(self, sentence: str) -> None:
        self.messages.show_message(sentence, key="preview")
        if self._shown is None:
            self.pages.set_pages((), tr("There is no preview; the message above says why."))

    def _page_wanted(self, index: int, width_px: int) -> None:
        if self._shown is not None:
            self.reports.page(self._shown, index, width_px)

    def _page_drawn(self, made: Preview, drawn: PageImage) -> None:
        if made is not self._shown:
            return
        kind = QImage.Format.Format_RGB888
        image = QImage(drawn.rgb, drawn.width_px, drawn.height_px, 3 * drawn.width_px, kind).copy()
        self.pages.set_page(drawn.index, image, drawn.text)

    def _turned(self, index: int) -> None:
        count = self.pages.count
        self.place.setText(tr("Page {value} of {count}", value=index + 1, count=count) if count else "")
        self.before.setEnabled(index > 0)
        self.after.setEnabled(index + 1 < count)

    # ---- designs and reports ----------------------------------------------------------------------------------

    def _open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Open a report design"), "", tr("Report designs (*.toml)"))
        if chosen:
            self.reports.read_design(Path(chosen))

    def _save(self) -> None:
        if (design := self._design()) is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the design"), "report-design.toml", tr("Report designs (*.toml)")
        )
        if chosen:
            self.reports.save_design(design, Path(chosen))

    def _design_read(self, design: Design, file: str) -> None:
        self.form.set_design(design)
        self.messages.show_message(tr("The design {file} is in use.", file=file), level="note", key="design")
        self._ask()

    def _write(self) -> None:
        if self._case is None or (design := self._design()) is None:
            return
        kind = self.kind.currentData()
        place = str(proposed(self._case.folder, kind))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Write the report"), place, f"*.{kind}")
        if not chosen:
            return
        out = Path(chosen)
        if not out.suffix:
            out = out.with_name(f"{out.name}.{kind}")
            if out.exists():
                self.messages.show_message(tr("{out} exists already; choose another name.", out=out), key="written")
                return
        self._writing = True
        self.messages.show_message(tr("Writing {out}…", out=out), level="note", key="written")
        self.write_wanted.emit(out, kind, design)

    def _problem(self, sentence: str) -> None:
        """While a report is being written, what fails is told here as well."""
        if self._writing:
            self._writing = False
            self.messages.show_message(sentence, key="written")

    # ---- window -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Enable what can be done now."""
        state = self._case
        self.write.setEnabled(state is not None and not state.read_only)
        only = state is not None and state.read_only
        kind = self.kind.currentData()
        self.about.setText(_READ_ONLY if only else _WORDS_ONLY if kind in ("json", "csv") else _PREVIEW)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while nobody looked."""
        super().showEvent(event)
        self._ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody looks any more."""
        self._later.stop()
        self.reports.drop()
        self.state.setText("")
        super().closeEvent(event)

    def _connect(self) -> None:
        desk = self.reports
        for signal, act in (
            (self.form.changed, self._ask), (desk.drawing, self._drawing), (desk.previewed, self._previewed),
            (desk.refused, self._refused), (desk.page_drawn, self._page_drawn),
            (desk.titles_known, self.form.set_titles),
            (desk.design_read, self._design_read),
            (desk.design_saved, lambda file: self.messages.show_message(
                tr('The design was saved as {file}.', file=file), level="note", key="design")),
            (self.pages.page_wanted, self._page_wanted), (self.pages.page_changed, self._turned),
            (self.open_design.clicked, self._open), (self.save_design.clicked, self._save),
            (self.write.clicked, self._write), (self.kind.currentIndexChanged, lambda _row: self.refresh()),
            (self.before.clicked, lambda: self.pages.go_to(self.pages.current - 1)),
            (self.after.clicked, lambda: self.pages.go_to(self.pages.current + 1)),
            (self.smaller.clicked, self.pages.zoom_out), (self.larger.clicked, self.pages.zoom_in),
            (self.fit.clicked, lambda: self.pages.set_zoom(1.0)), (self._studio.problem, self._problem),
        ):  # fmt: skip
            signal.connect(act)

    def _build(self) -> None:
        self.about, self.state = label(role="quiet"), QLabel()
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Form of the report"))
        for kind, words in _FORMS:
            self.kind.addItem(words, kind)
        self.open_design, self.save_design = QPushButton(tr("Open &design…")), QPushButton(tr("Sa&ve design…"))
        self.write = primary(QPushButton(tr("&Write report…")))
        self.open_design.setToolTip(tr("Choices of a report from a TOML file"))
        self.save_design.setToolTip(tr("Keep these choices in a TOML file, for other cases and other machines"))
        self.write.setToolTip(tr("Hash the evidence again, write the report and record it in the audit log"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(page(self.form, tr("Choices")))
        halves.addWidget(self._right())
        halves.setStretchFactor(0, 0)
        halves.setStretchFactor(1, 1)
        halves.setSizes([400, 780])
        self.column.addWidget(self.messages)
        self.column.addWidget(halves, 1)
        self.finish(self.open_design, self.save_design, self.kind, self.write)

    def _right(self) -> QWidget:
        self.before, self.after = QPushButton(tr("&Previous page")), QPushButton(tr("Ne&xt page"))
        self.smaller, self.larger, self.fit = QPushButton("−"), QPushButton("+"), QPushButton(tr("Fit w&idth"))
        for button, name, keys in (
            (self.smaller, tr("Smaller"), "Ctrl+−"),
            (self.larger, tr("Larger"), "Ctrl++"),
            (self.fit, tr("Fit width"), "Ctrl+0"),
            (self.before, tr("Previous page"), "PageUp"),
            (self.after, tr("Next page"), "PageDown"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(tr("{name} ({keys} in the preview)", name=name, keys=keys))
        self.place = QLabel()
        self.place.setAccessibleName(tr("Page that is shown"))
        self.state.setAccessibleName(tr("State of the preview"))
        tools = QHBoxLayout()
        for widget in (self.before, self.after, self.place):
            tools.addWidget(widget)
        tools.addWidget(self.state, 1, Qt.AlignmentFlag.AlignRight)
        for widget in (self.smaller, self.larger, self.fit):
            tools.addWidget(widget)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(style.GAP_PX, 0, 0, 0)
        column.setSpacing(style.GAP_PX)
        column.addWidget(self.about)
        column.addLayout(tools)
        column.addWidget(self.pages, 1)
        return right
