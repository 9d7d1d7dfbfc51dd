"""Every detector that is here: what it is, under which licence, how far it may be believed; nothing here is modal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from deepfake_studio.casework.models import INTACT, Model
from deepfake_studio.gui import style
from deepfake_studio.gui.installing import CHOICES, Installer, is_checkpoint
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.models_desk import ModelsDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views import model_rows
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.gui.views.parts import dropped_paths, fill, label, table
from deepfake_studio.gui.views.reader import Reader
from deepfake_studio.gui.widgets.activity import ActivityBar

_LEAD = tr(
    "Until a detector is calibrated its scores are shown raw and take no part in any likelihood ratio. "
    "Checkpoint files can be dropped here; nothing in them is run, and nothing is downloaded."
)


class ModelsWindow(QWidget):
    """Signals: calibrate_wanted(str): an installed model is to be calibrated; changed(): another set of models."""

    calibrate_wanted = Signal(str)
    changed = Signal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Models"))
        self.setAcceptDrops(True)
        self.models: tuple[Model, ...] = ()
        self.states: dict[str, str] = {}
        self._wanted = ""
        self._asking: QMessageBox | None = None
        self.messages, self.desk = MessageBar(), ModelsDesk(studio, self)
        self.installer = Installer(studio, self.messages)
        self._build()
        self._connect()
        self.resize(1040, 680)
        self._choose()

    def refresh(self, wanted: str = "") -> None:
        """Read again; ``wanted`` is chosen once it is there."""
        self._wanted = wanted or self._wanted
        self.desk.refresh()

    @property
    def chosen(self) -> Model | None:
        """The model whose facts are shown."""
        row = self.list.currentRow()
        return self.models[row] if 0 <= row < len(self.models) else None

    def choose(self, detector_id: str) -> None:
        """Show a model, now or when it is known."""
        self._wanted = detector_id
        for row, model in enumerate(self.models):
            if model.spec.id == detector_id:
                self._wanted = ""
                self.list.selectRow(row)

    # ---- what comes back --------------------------------------------------------------------------------------

    def _known(self, found: Sequence[Model]) -> None:
        before = self.chosen
        self.models = tuple(found)
        self.list.clearSelection()
        self.list.setCurrentCell(-1, -1)
        fill(self.list, [model_rows.row(model, self.states.get(model.spec.id, "")) for model in self.models])
        self.choose(self._wanted or (before.spec.id if before is not None else ""))
        if self.chosen is None and self.models:
            self.list.selectRow(0)
        self._choose()
        self.changed.emit()

    def _choose(self) -> None:
        model = self.chosen
        fill(self.facts, model_rows.facts(model, self.states.get(model.spec.id, "")) if model is not None else [])
        self.card.show_text((model.card or tr("This model has no card.")) if model is not None else "")
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        model, busy = self.chosen, self.desk.busy
        self.verify.setEnabled(bool(self.models) and not busy)
        self.export.setEnabled(model is not None and not busy)
        self.remove.setEnabled(model is not None and model.installed and not busy)
        self.calibrate.setEnabled(model is not None and model.may_calibrate)
        self.calibrate.setToolTip(
            tr("Measure this model on labelled clips of yours")
            if model is None or model.may_calibrate
            else tr("Only installed models of manipulated faces are calibrated here")
        )
        self.remove.setToolTip(
            tr("Take this model out of your folder")
            if model is None or model.installed
            else tr("It ships with the program and cannot be removed")
        )

    def _verified(self, detector_id: str, state: str) -> None:
        self.states[detector_id] = state
        for row, model in enumerate(self.models):
            if model.spec.id == detector_id:
                self.list.item(row, model_rows.STANDING).setText(model_rows.standing(model, state))
        if state != INTACT:
            self.messages.show_message(f"{detector_id}: {state}", key=f"verify {detector_id}")
        if self.chosen is not None and self.chosen.spec.id == detector_id:
            self._choose()

    def _busy_changed(self) -> None:
        if self.desk.busy:
            self.activity.start(self.desk.name)
        else:
            self.activity.stop()
        self._refresh_buttons()

    def _removed(self, detector_id: str) -> None:
        self.states.pop(detector_id, None)
        self.messages.show_message(
            tr("{detector_id} was removed.", detector_id=detector_id), level="note", key="removed"
        )
        self.refresh()

    # ---- what is wanted ---------------------------------------------------------------------------------------

    def _verify(self) -> None:
        self.states = {}
        self.desk.verify([model.spec for model in self.models])

    def _install(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Install checkpoints"), "", CHOICES)
        self.installer.take(chosen)

    def _export(self) -> None:
        if (model := self.chosen) is None:
            return
        name = f"{model.spec.id}.zip"
        out, _ = QFileDialog.getSaveFileName(self, tr("Export {id}", id=model.spec.id), name, tr("Archive (*.zip)"))
        if out:
            self.desk.export(model.spec.id, Path(out if out.lower().endswith(".zip") else f"{out}.zip"))

    def ask_remove(self) -> None:
        """Ask once; the window stays usable meanwhile."""
        model = self.chosen
        if model is None or not model.installed or self._asking is not None:
            return
        asking = self._asking = QMessageBox(self)
        asking.setWindowTitle(tr("Remove a model"))
        asking.setTextFormat(Qt.TextFormat.PlainText)
        asking.setText(
            tr(
                "{id} goes with its weights, card and calibration. Results that cases hold stay as they are.",
                id=model.spec.id,
            )
        )
        remove = asking.addButton(tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        asking.setDefaultButton(asking.addButton(tr("&Keep"), QMessageBox.ButtonRole.RejectRole))
        asking.setWindowModality(Qt.WindowModality.NonModal)

        def answered(_result: int) -> None:
            pressed, self._asking = asking.clickedButton(), None
            asking.deleteLater()
            if pressed is remove:
                self.desk.remove(model.spec.id)

        asking.finished.connect(answered)
        asking.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take checkpoint files only."""
        if any(map(is_checkpoint, dropped_paths(event.mimeData()))):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Install them."""
        if files := [path for path in dropped_paths(event.mimeData()) if is_checkpoint(path)]:
            event.acceptProposedAction()
            self.installer.take(files)

    # ---- layout -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = table(tr("Models"), model_rows.COLUMNS, stretch=model_rows.STANDING)
        self.facts = table(tr("Facts of the model"), (tr("What"), tr("Value")), stretch=1)
        self.card = Reader(tr("Model card"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("About the model"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.facts, tr("F&acts"))
        self.tabs.addTab(self.card, tr("Car&d"))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.tabs)
        halves.setSizes([270, 390])
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.MARGIN_PX] * 4)
        column.setSpacing(style.GAP_PX)
        column.addWidget(label(_LEAD, role="quiet"))
        column.addWidget(self.messages)
        column.addWidget(halves, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.install, self.verify = QPushButton(tr("&Install…")), QPushButton(tr("&Verify"))
        self.calibrate, self.export = QPushButton(tr("Cali&brate…")), QPushButton(tr("&Export…"))
        self.remove, self.close_button = QPushButton(tr("&Remove…")), QPushButton(tr("&Close"))
        self.activity = ActivityBar()
        self.install.setToolTip(tr("Add a published detector from its file; nothing in it is run"))
        self.verify.setToolTip(tr("Compare every weights file with its SHA-256"))
        self.export.setToolTip(tr("Weights, entry, card and licence in one archive, for another machine"))
        row = QHBoxLayout()
        for button in (self.install, self.verify, self.calibrate, self.export, self.remove):
            row.addWidget(button)
        row.addWidget(self.activity, 1)
        row.addStretch()
        row.addWidget(self.close_button)
        return row

    def _connect(self) -> None:
        desk = self.desk
        for signal, act in (
            (self.list.itemSelectionChanged, self._choose), (self.install.clicked, self._install),
            (self.verify.clicked, self._verify), (self.remove.clicked, self.ask_remove),
            (self.export.clicked, self._export), (self.close_button.clicked, self.close),
            (self.calibrate.clicked, lambda: self.calibrate_wanted.emit(self.chosen.spec.id)),
            (self.activity.cancelled, desk.cancel), (desk.known, self._known), (desk.verified, self._verified),
            (desk.removed, self._removed), (desk.busy_changed, self._busy_changed),
            (desk.progressed, self.activity.show_progress),
            (desk.problem, self.messages.show_message), (self.installer.installed, self.refresh),
            (desk.exported, lambda name, out: self.messages.show_message(
                tr('{name} was exported to {out}.', name=name, out=out), level="note", key="exported")),
        ):  # fmt: skip
            signal.connect(act)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, partial(self._escape))

    def _escape(self) -> None:
        """Stop the work under way, else close."""
        if self.desk.busy:
            self.desk.cancel()
        else:
            self.close()
