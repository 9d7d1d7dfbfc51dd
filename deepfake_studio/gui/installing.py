"""Checkpoints dropped onto the window: installed in the background, one sentence each, licence asked where unknown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from deepfake_studio.errors import StudioError
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.views.message_bar import MessageBar
from deepfake_studio.worker_client import WorkerBug

SUFFIXES = frozenset({".pth", ".pt", ".ckpt", ".safetensors", ".h5", ".hdf5", ".keras", ".onnx", ".bin", ".tar"})
CHOICES = tr("Checkpoints ({join});;All files (*)", join=" ".join(f"*{suffix}" for suffix in sorted(SUFFIXES)))
NOT_STATED = "not stated"


def is_checkpoint(path: str) -> bool:
    """Whether a dropped file is meant as weights; what it really is, the installation finds out."""
    return Path(path).suffix.lower() in SUFFIXES and not Path(path).is_dir()


class Installer(QObject):
    """Installs files one after another while the rest of the window goes on.

    Signals:
        installed(str): id of a detector that is there now.
    """

    installed = Signal(str)

    def __init__(self, studio: Studio, messages: MessageBar) -> None:
        super().__init__(studio)
        self._studio, self._messages = studio, messages
        self._form: RightsForm | None = None

    def take(self, files: Iterable[str]) -> None:
        """Queue files."""
        for file in files:
            self._submit(str(Path(file).absolute()))

    def _submit(self, path: str, **rights: str) -> Task:
        client = self._studio.intake_client

        def work(job: LaneJob) -> Any:
            return client.call("install", {"path": path, **rights}, job=job).value

        return self._studio.intake_lane.submit(
            work,
            name=tr("Installing {name}", name=Path(path).name),
            done=partial(self._done, path),
            failed=partial(self._failed, path),
        )

    def _done(self, path: str, found: dict[str, Any]) -> None:
        unknown = str(found["licence"]).startswith(NOT_STATED)
        actions = ((tr("State licence…"), partial(self._ask, path, found["id"])),) if unknown else ()
        self._messages.show_message(told(found["sentence"]), level="note", actions=actions, key=f"install {path}")
        self.installed.emit(found["id"])

    def _failed(self, path: str, error: Exception) -> None:
        if isinstance(error, StudioError) and not isinstance(error, WorkerBug):
            self._messages.show_message(told(error), key=f"install {path}")
        else:
            self._studio.tell(error)

    def _ask(self, path: str, detector_id: str) -> None:
        parent = self._messages.window()
        form = self._form = RightsForm(detector_id, parent if isinstance(parent, QWidget) else None)

        def answered(result: int) -> None:
            rights, self._form = form.rights(), None
            form.deleteLater()
            if result == QDialog.DialogCode.Accepted and rights:
                self._submit(path, **rights)

        form.finished.connect(answered)
        form.open()


class RightsForm(QDialog):
    """Licence and source of a file that nobody knows."""

    def __init__(self, detector_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Licence of {detector_id}", detector_id=detector_id))
        self.licence, self.source = QLineEdit(), QLineEdit()
        self.licence.setAccessibleName(tr("Licence"))
        self.source.setAccessibleName(tr("Source"))
        self.licence.setPlaceholderText(tr("as its authors state it, for example CC BY-NC 4.0"))
        self.source.setPlaceholderText(tr("project and file name"))
        rows = QFormLayout(self)
        rows.addRow(tr("&Licence"), self.licence)
        rows.addRow(tr("&Source"), self.source)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows.addRow(buttons)
        self.setMinimumWidth(460)

    def rights(self) -> dict[str, str]:
        """What was typed."""
        typed = {"licence": self.licence.text().strip(), "source": self.source.text().strip()}
        return {key: text for key, text in typed.items() if text}
