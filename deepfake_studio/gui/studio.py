"""What the whole window shares: settings, lanes, examination processes, and one way to tell of failures."""

from __future__ import annotations

import dataclasses
import getpass
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from deepfake_studio import settings as settings_file
from deepfake_studio.casework.batch import limits_of
from deepfake_studio.errors import StudioError, WorkerDied
from deepfake_studio.gui import crash
from deepfake_studio.gui.jobs import Lane, LaneJob
from deepfake_studio.gui.language import told, tr
from deepfake_studio.settings import Settings
from deepfake_studio.worker_client import WorkerBug, WorkerClient

MOST_RECENT = 12


class Studio(QObject):
    """Lanes and processes of a window.

    Signals:
        problem(str): one sentence for the person at the screen; the evidence, the disk or the choice is at fault.
        crashed(str): an error of this program, already written to the log; the text names it.
    """

    problem = Signal(str)
    crashed = Signal(str)
    settings_changed = Signal()

    def __init__(self, *, client: Callable[[], WorkerClient] = WorkerClient, settings: Settings | None = None) -> None:
        super().__init__()
        self._settings_problem = ""
        self.settings = settings if settings is not None else self._load_settings()
        # Frames on screen wait neither for an examination nor for a file that is being hashed; layers and the making
        # of proxies have a process of their own, and so have the proxies that are shown while scrubbing.
        self.media_client, self.intake_client, self.inference_client = client(), client(), client()
        self.view_client, self.proxy_client = client(), client()
        self.case_lane = Lane("case", parent=self)
        self.media_lane = Lane("media", at_exit=self.media_client.close, parent=self)
        self.intake_lane = Lane("intake", at_exit=self.intake_client.close, parent=self)
        self.files_lane = Lane("files", parent=self)  # reads and hashes without a process: models, lists of clips
        self.view_lane = Lane("view", at_exit=self.view_client.close, parent=self)
        self.proxy_lane = Lane("proxy", at_exit=self.proxy_client.close, parent=self)
        self.report_lane = Lane("report", parent=self)  # previews of reports; writing one is the case lane's work
        self.inference_lane = Lane("inference", at_exit=self.inference_client.close, parent=self)
        for lane in self.lanes:
            lane.start()
        # processes start in the background, so that the first picture need not wait for one
        self.media_lane.submit(lambda job: self.media_client.start(), name="", failed=self.tell)
        self.files_lane.submit(_import_early)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All lanes."""
        return (
            self.inference_lane, self.intake_lane, self.case_lane, self.files_lane, self.report_lane, self.view_lane,
            self.proxy_lane, self.media_lane,
        )  # fmt: skip

    @property
    def examiner(self) -> str:
        """Who works here: as typed, else the login name."""
        return self.settings.examiner.strip() or _login()

    def limits(self) -> dict[str, Any]:
        """The media limits of the settings, as the examination process takes them."""
        return limits_of(self.settings)

    def tell(self, error: Exception) -> None:
        """Show a failure: a `StudioError` as it is, anything else as an error of this program."""
        trace = isinstance(error, WorkerBug)
        if isinstance(error, StudioError) and not trace:
            if isinstance(error, WorkerDied):
                crash.record(error)
            self.problem.emit(told(error))
        elif isinstance(error, OSError) and error.filename:
            cause = error.strerror or str(error)
            self.problem.emit(
                tr(
                    "{filename} cannot be read or written ({cause}); check disk and permissions.",
                    filename=error.filename,
                    cause=cause,
                )
            )
        else:
            self.crashed.emit(crash.record(error))

    # ---- settings ---------------------------------------------------------------------------------------------

    def change_settings(self, **changes: Any) -> None:
        """Keep other choices; what cannot be written is told and forgotten at the end."""
        changed = dataclasses.replace(self.settings, **changes)
        if changed == self.settings:
            return
        self.settings = changed
        self.settings_changed.emit()
        if not self._settings_problem:  # never write over a file that could not be read
            try:
                settings_file.save(self.settings)
            except OSError as error:
                self.tell(error)

    def remember_case(self, folder: str) -> None:
        """Put a case first among the recent ones."""
        others = tuple(f for f in self.settings.recent_cases if f != folder)
        self.change_settings(recent_cases=(folder, *others)[:MOST_RECENT])

    def report_settings_problem(self) -> None:
        """Say once why the settings of this user are not in use."""
        if self._settings_problem:
            self.problem.emit(told(self._settings_problem))

    def _load_settings(self) -> Settings:
        try:
            return settings_file.load()
        except StudioError as error:
            self._settings_problem = str(error)
            return Settings()

    # ---- the end ----------------------------------------------------------------------------------------------

    def shutdown(self) -> bool:
        """Stop all work and wait for it; whether every lane ended in time."""
        for lane in self.lanes:
            lane.cancel_all(named_only=lane is self.case_lane)
        ended = [
            lane.shutdown(finish=lane is self.case_lane) for lane in self.lanes
        ]  # every one, whatever the first answers
        return all(ended)


def _import_early(job: LaneJob) -> None:
    """What numpy would import at the first median, in the middle of showing a clip: up to 100 ms beside PySide."""
    import numpy.ma  # noqa: F401


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"  # no entry for this user number (containers)
