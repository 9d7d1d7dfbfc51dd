"""The window: start page, form for a new case, workspace, menus, messages and status; the conductor does the rest."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from deepfake_studio import paths
from deepfake_studio.casework import designs
from deepfake_studio.errors import StudioError
from deepfake_studio.gui import crash, style
from deepfake_studio.gui.actions import Actions
from deepfake_studio.gui.case_windows import CaseWindows
from deepfake_studio.gui.conductor import Conductor
from deepfake_studio.gui.installing import CHOICES
from deepfake_studio.gui.items import CaseForm
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.report_desk import proposed
from deepfake_studio.gui.status import Status
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.tour import Tour
from deepfake_studio.gui.views.case_form import CaseFormPage
from deepfake_studio.gui.views.help import CrashDetails
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.start import StartPage
from deepfake_studio.gui.views.workspace import Workspace
from deepfake_studio.gui.windows import Windows
from deepfake_studio.gui.wizards.sn_wizard import SnWizard
from deepfake_studio.vocabulary import ExhibitRole, Robustness, VerifyResult

TITLE = "Deepfake Studio"


class MainWindow(QMainWindow):
    """Pages, dialogs for files, messages; `conductor` decides what happens."""

    def __init__(self, studio: Studio | None = None) -> None:
        super().__init__()
        self.studio = studio or Studio()
        self.messages = MessageBar()
        self.start, self.form, self.workspace = StartPage(), CaseFormPage(), Workspace(self.studio)
        self.conductor = Conductor(self.studio, self.workspace, self.messages)
        self.desk = self.conductor.desk
        self.status = Status(self.studio, self.conductor.examiner)
        self._keep_after_creating = False
        self._may_go = False
        self._leaving: QMessageBox | None = None
        self.tour: Tour | None = None
        self.sn_wizard: SnWizard | None = None
        self.windows = Windows(self)
        self.case_windows = CaseWindows(self)
        self._lay_out()
        self.commands = Actions(self)
        self._connect()
        self._restore()
        self.show_start()
        self.studio.report_settings_problem()

    # ---- pages ------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """The first page."""
        self.start.set_recent(self.studio.settings.recent_cases)
        self.case_windows.read_recent()
        self._show(self.start)

    def show_form(self) -> None:
        """The form for a new case, which keeps the loose clip where there is one."""
        loose = self.conductor.loose
        self._keep_after_creating = loose is not None
        self._show(self.form)
        self.form.begin(examiner=self.studio.examiner, keep=loose.name if loose is not None else "")

    def show_workspace(self) -> None:
        """The place where an item is read."""
        self._show(self.workspace)

    def go_back(self) -> None:
        """From the form to where it was opened from."""
        self._show(self.workspace if self.workspace.item is not None or self.desk.state is not None else self.start)

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self._refresh()

    def show_tour(self) -> None:
        """One minute through the window; once seen it comes only when asked for."""
        if self.tour is None:
            self.tour = Tour(self)
            self.tour.over.connect(self._tour_over)

    def _tour_over(self) -> None:
        self.tour = None
        self.studio.change_settings(tour_seen=True)

    def show_sn_wizard(self, exhibit: str = "") -> SnWizard:
        """The wizard of social-network compression in a window of its own, at once with an exhibit to be followed."""
        if self.sn_wizard is None or not self.sn_wizard.isVisible():
            self._drop_sn_wizard()
            self.sn_wizard = SnWizard(self.studio)
            self.sn_wizard.examined.connect(self._keep_robustness)
            self.sn_wizard.set_case(self.desk.state)
        if exhibit:
            self.sn_wizard.examine_exhibit(exhibit)
        self.sn_wizard.show()
        self.sn_wizard.activateWindow()
        return self.sn_wizard

    def show_robustness(self) -> None:
        """The same, with the open item as the exhibit to be followed through compressions."""
        item = self.workspace.item
        if item is not None and not self.refuse_blind(tr("A robustness examination shows results")):
            self.show_sn_wizard(item.path)

    def refuse_blind(self, what: str) -> bool:
        """Say that something must wait, where the examiner works blind on the open exhibit; whether it must."""
        item = self.workspace.item
        if item is None or item.blind is None:
            return False
        text = tr("{what}, and you work blind on this exhibit; reveal the results first.", what=what)
        self.messages.show_message(text, level="caution", key="blind")
        return True

    def _keep_robustness(self, found: Robustness, exhibit_id: int) -> None:
        if exhibit_id and self.desk.state is not None:
            self.desk.keep_robustness(exhibit_id, found)
            self.messages.show_message(
                tr("The robustness examination was kept in the case."), level="note", key="robust"
            )

    def _drop_sn_wizard(self) -> None:
        if self.sn_wizard is not None:
            self.sn_wizard.close()
            self.sn_wizard.deleteLater()
            self.sn_wizard = None

    # ---- files ------------------------------------------------------------------------------------------------

    def take_paths(self, given: list[str]) -> None:
        """Files from a drop or the command line."""
        given = self.case_windows.take_packages(given)
        self.conductor.take_paths(given)

    def examine_sample(self) -> None:
        """Examine the clip that comes with the program."""
        self.conductor.examine_loose(str(paths.sample_dir() / "self_blended.mp4"))

    def _make_case(self, form: CaseForm) -> None:
        self.conductor.create_case(form, keep=self._keep_after_creating)

    def choose_case(self) -> None:
        """Ask for the folder of a case."""
        folder = QFileDialog.getExistingDirectory(self, tr("Open a case (a folder whose name ends in .dfcase)"))
        if folder:
            self.desk.open(folder)

    def choose_clip(self) -> None:
        """Ask for one clip to examine, or for exhibits where a case is open."""
        if self.desk.state is not None:
            self.choose_exhibits()
            return
        path, _ = QFileDialog.getOpenFileName(self, tr("Examine a video or an image"))
        if path:
            self.conductor.examine_loose(path)

    def choose_exhibits(self, *, role: ExhibitRole = "questioned") -> None:
        """Ask for files to add."""
        title = (
            tr("Add exhibits") if role == "questioned" else tr("Add exhibits ({role})", role=tr(role.replace("_", " ")))
        )
        chosen, _ = QFileDialog.getOpenFileNames(self, title)
        if chosen:
            self.conductor.add_paths(chosen, role=role)

    def choose_checkpoints(self) -> None:
        """Ask for checkpoint files to install."""
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Install checkpoints"), "", CHOICES)
        if chosen:
            self.conductor.installer.take(chosen)

    def choose_folder(self) -> None:
        """Ask for a folder whose media to add."""
        folder = QFileDialog.getExistingDirectory(self, tr("Add all media below a folder"))
        if folder:
            self.conductor.add_paths([folder])

    def export(self, kind: Any) -> None:
        """Ask where the report goes and write it."""
        state = self.desk.state
        if state is None:
            return
        place = str(proposed(state.folder, kind))
        out, _ = QFileDialog.getSaveFileName(self, tr("Write the report"), place, f"*.{kind}")
        if out:
            try:
                self.desk.export(Path(out), kind, designs.usual(self.studio.settings))
            except StudioError as error:
                self.studio.tell(error)

    # ---- messages ---------------------------------------------------------------------------------------------

    def show_crash(self, text: str) -> None:
        """An error of this program: it is in the log, work goes on."""
        self.messages.show_message(
            tr(
                "This program met an error of its own ({said}). It was written to {log_file}; nothing was sent.",
                said=text,
                log_file=crash.log_file(),
            ),
            actions=((tr("Details…"), self._show_crash_details),),
            key="crash",
        )

    def _show_crash_details(self) -> None:
        CrashDetails(crash.last_trace(), self).show()

    def _offer_reading(self, folder: str, sentence: str) -> None:
        actions = ((tr("Open for reading"), lambda: self.desk.open(folder, read_only=True)),)
        self.messages.show_message(told(sentence), actions=actions, key=folder)

    def _reported(self, path: str, sha256: str) -> None:
        actions = ((tr("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path))),)
        self.messages.show_message(
            tr("Report written to {path} (SHA-256 {sha256}).", path=path, sha256=sha256), level="note", actions=actions
        )

    def _verified(self, result: VerifyResult) -> None:
        if result.ok:
            text = tr(
                "Verified: {entries:,} audit entries and {evidence_checked:,} exhibits are unaltered.",
                entries=result.entries,
                evidence_checked=result.evidence_checked,
            )
            self.messages.show_message(text, level="note", key="verify")
        else:
            more = tr(" ({value} more problems)", value=len(result.problems) - 1) if len(result.problems) > 1 else ""
            self.messages.show_message(f"{told(result.problems[0])}{more}", key="verify")

    # ---- events -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody wanted are the player's; Escape stops the work under way."""
        if event.key() == Qt.Key.Key_Escape and self.status.cancel():
            return
        in_workspace = self.pages.currentWidget() is self.workspace
        if not (in_workspace and self.workspace.player.handle_key(event)):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout; every change is in the case already. A clip without a case is asked about first."""
        if self.conductor.loose is not None and not self._may_go:
            event.ignore()
            self._ask_about_loose()
            return
        self._keep_layout()
        self.workspace.player.stop()
        self.workspace.media.shutdown()
        self._drop_sn_wizard()
        self.windows.close()
        for beside in self.findChildren(QDialog):
            beside.close()
        self.case_windows.close()
        self.studio.shutdown()
        super().closeEvent(event)

    def _ask_about_loose(self) -> None:
        """Minutes of work would be gone: keep it, let it go, or stay."""
        if self._leaving is not None:
            self._leaving.raise_()
            return
        button = QMessageBox.ButtonRole
        asking = self._leaving = QMessageBox(self)
        asking.setWindowTitle(TITLE)
        asking.setText(tr("The examination of {name} is kept nowhere.", name=self.conductor.loose.name))
        asking.setTextFormat(Qt.TextFormat.PlainText)
        keep = asking.addButton(tr("&Keep as case…"), button.AcceptRole)
        erase = asking.addButton(tr("&Erase and close"), button.DestructiveRole)
        asking.addButton(tr("&Stay"), button.RejectRole)
        asking.setDefaultButton(keep)

        def answered(_result: int) -> None:
            pressed, self._leaving = asking.clickedButton(), None
            asking.deleteLater()
            if pressed is keep:
                self.show_form()
            elif pressed is erase:
                self._may_go = True
                self.close()

        asking.finished.connect(answered)
        asking.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme; keep the layout whenever the examiner turns to another program."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and hasattr(self, "commands"):
            self._keep_layout()
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "workspace"):
            self.workspace.set_dark(style.is_dark())
        super().changeEvent(event)

    def _keep_layout(self) -> None:
        state = base64.b64encode(bytes(self.saveGeometry().data())) + b"|" + self.workspace.save_layout()
        self.studio.change_settings(window_state=state.decode("ascii"))

    def _restore(self) -> None:
        self.resize(1440, 900)
        geometry, _, panes = self.studio.settings.window_state.encode("ascii", "ignore").partition(b"|")
        if geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(geometry)))
            self.workspace.restore_layout(panes)

    def _refresh(self) -> None:
        state, item = self.desk.state, self.workspace.item
        about = f"{state.info.number or state.folder.stem} – " if state is not None else ""
        about = f"{item.name} – " if state is None and item is not None else about
        self.setWindowTitle(f"{about}{TITLE}")
        self.commands.refresh()
        if self.sn_wizard is not None:
            self.sn_wizard.set_case(state)

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for page in (self.start, self.form, self.workspace):
            self.pages.addWidget(page)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(inner)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        studio, desk, work, start = self.studio, self.desk, self.workspace, self.start
        pages = {"start": self.show_start, "form": self.show_form, "workspace": self.show_workspace}
        for signal, act in (
            (studio.problem, self.messages.show_message), (studio.crashed, self.show_crash),
            (self.conductor.page_wanted, lambda name: pages[name]()), (self.conductor.changed, self._refresh),
            (start.files_dropped, self.take_paths), (start.choose_wanted, self.choose_clip),
            (start.sample_wanted, self.examine_sample), (start.new_case_wanted, self.show_form),
            (start.open_case_wanted, self.choose_case), (start.case_wanted, lambda folder: desk.open(folder)),
            (self.form.agreed, self._make_case), (self.form.left, self.go_back),
            (desk.busy_elsewhere, self._offer_reading), (desk.reported, self._reported),
            (desk.verified, self._verified),
            (work.browser.add_wanted, self.choose_exhibits), (work.keep_wanted, self.show_form),
        ):  # fmt: skip
            signal.connect(act)
