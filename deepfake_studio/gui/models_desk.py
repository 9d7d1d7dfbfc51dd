"""Work of the windows about models: reading what is there, verifying, removing, exporting, calibrating.

Nothing is kept here: what comes out is told by signal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from deepfake_studio.casework import calibrating, models
from deepfake_studio.casework.batch import Batch, Request
from deepfake_studio.errors import StudioError
from deepfake_studio.gui.examining import LaneJobs
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.inference import model_files
from deepfake_studio.vocabulary import DetectorSpec
from deepfake_studio.worker_client import WorkerBug


class Desk(QObject):
    """One piece of named work at a time in a lane.

    Signals:
        progressed(float, float, str): done, total, note; busy_changed(): work began or ended;
        problem(str): one sentence; stopped(): the person at the screen cancelled.
    """

    progressed = Signal(float, float, str)
    busy_changed = Signal()
    problem = Signal(str)
    stopped = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._task: Task | None = None
        self.name = ""

    @property
    def busy(self) -> bool:
        """Whether work is under way or waits for its lane."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()

    def _submit(
        self,
        lane: Any,
        work: Callable[[LaneJob], Any],
        name: str,
        *,
        done: Callable[[Any], None],
        partial: Callable[[Any], None] | None = None,
    ) -> None:
        if self.busy:
            return
        self.name = name
        self._task = lane.submit(
            work,
            name=name,
            partial=partial,
            progressed=self.progressed.emit,
            done=lambda value: self._over(lambda: done(value)),
            failed=lambda error: self._over(lambda: self.fail(error)),
            cancelled=lambda: self._over(self.stopped.emit),
            owner=self,
        )
        self.busy_changed.emit()

    def _over(self, tell: Callable[[], None]) -> None:
        self._task = None
        self.busy_changed.emit()
        tell()

    def fail(self, error: Exception) -> None:
        """A sentence goes to the window that asked; an error of this program goes where they all go."""
        if isinstance(error, StudioError) and not isinstance(error, WorkerBug):
            self.problem.emit(told(error))
        else:
            self._studio.tell(error)


class ModelsDesk(Desk):
    """Signals: known(tuple): `casework.models.Model`; verified(str, str): id and state; removed(str);
    exported(str, str): id and where to."""

    known = Signal(object)
    verified = Signal(str, str)
    removed = Signal(str)
    exported = Signal(str, str)

    def refresh(self) -> None:
        """Read what is there."""
        self._studio.files_lane.submit(lambda job: models.known(), done=self.known.emit, failed=self.fail)

    def verify(self, specs: Sequence[DetectorSpec]) -> None:
        """Hash weights files; each is told as it is done."""

        def work(job: LaneJob) -> None:
            for number, spec in enumerate(specs):
                part = _Part(job, number, len(specs), spec.id)
                job.partial((spec.id, models.state(spec, job=part)))

        self._submit(
            self._studio.files_lane,
            work,
            tr("Verifying models"),
            done=lambda _: None,
            partial=lambda told: self.verified.emit(*told),
        )

    def remove(self, detector_id: str) -> None:
        """Take a model of the user's away."""
        self._submit(
            self._studio.files_lane,
            lambda job: model_files.remove(detector_id).id,
            tr("Removing {detector_id}", detector_id=detector_id),
            done=self.removed.emit,
        )

    def export(self, detector_id: str, out: Path) -> None:
        """Weights, entry, card and licence as one archive."""
        self._submit(
            self._studio.files_lane,
            lambda job: model_files.export(detector_id, out),
            tr("Exporting {detector_id}", detector_id=detector_id),
            done=lambda _: self.exported.emit(detector_id, str(out)),
        )


class CalibrateDesk(Desk):
    """Signals: read(str, Contents), refused(str, str): what a list holds, or why it cannot be used;
    lost(Lost): a clip that takes no part; calibrated(Calibrated)."""

    read = Signal(str, object)
    refused = Signal(str, str)
    lost = Signal(object)
    calibrated = Signal(object)

    def look(self, source: str) -> None:
        """Read a list."""

        def failed(error: Exception) -> None:
            if isinstance(error, StudioError):
                self.refused.emit(source, told(error))
            else:
                self._studio.tell(error)

        self._studio.files_lane.submit(
            lambda job: calibrating.contents(Path(source)),
            done=lambda found: self.read.emit(source, found),
            failed=failed,
        )

    def calibrate(self, detector_id: str, source: str, *, protocol: str, plan: str) -> None:
        """Examine what was not examined yet, fit, store; behind what the examination process does already."""
        settings, client = self._studio.settings, self._studio.inference_client
        request = Request(
            plan=plan,
            detectors=(detector_id,),
            device=settings.device,
            timeout_seconds=settings.timeout_seconds,
            limits=self._studio.limits(),
        )
        folder = calibrating.folder_of(Path(source), detector_id)

        def work(job: LaneJob) -> calibrating.Calibrated:
            batch = Batch(client, LaneJobs(job), request)
            return calibrating.calibrate(Path(source), batch=batch, protocol=protocol, folder=folder, job=job)

        self._submit(
            self._studio.inference_lane,
            work,
            tr("Calibrating {detector_id}", detector_id=detector_id),
            done=self.calibrated.emit,
            partial=self.lost.emit,
        )


class _Part:
    """One file among several."""

    def __init__(self, job: LaneJob, before: int, total: int, name: str) -> None:
        self._job, self._before, self._total, self._name = job, before, total, name
        self.cancelled, self.partial = job.cancelled, job.partial

    def progress(self, done: float, total: float, note: str = "") -> None:
        self._job.progress(self._before + (done / total if total else 0.0), self._total, self._name)
