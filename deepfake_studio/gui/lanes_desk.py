"""What the timeline shows beside scores: pictures as coded and the level of the sound, measured once a clip is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from deepfake_studio.errors import StudioError
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.measures import Pictures, Sound
from deepfake_studio.gui.widgets.timeline import TimelineWidget
from deepfake_studio.worker_client import WorkerBug

_READING = tr("Reading the file…")


class LanesDesk(QObject):
    """Asks the process that reads files, so that frames on screen never wait; keeps nothing of a closed clip."""

    def __init__(self, studio: Studio, timeline: TimelineWidget) -> None:
        super().__init__(studio)
        self._studio, self._timeline = studio, timeline
        self._path = ""
        self._tasks: list[Task] = []

    def open(self, path: str) -> None:
        """Measure a clip, if it is not the one that was measured last."""
        if path == self._path:
            return
        with self._timeline.at_once():
            self._begin(path)

    def _begin(self, path: str) -> None:
        self.close()
        self._path = path
        timeline = self._timeline
        timeline.set_pictures(None, _READING)
        timeline.set_sound(None, _READING)
        self._ask("picture_lanes", Pictures.of, timeline.set_pictures)
        self._ask("sound_level", Sound.of, timeline.set_sound)

    def close(self) -> None:
        """Stop, and forget what was measured."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        if self._path:
            self._path = ""
            with self._timeline.at_once():
                self._timeline.set_pictures(None)
                self._timeline.set_sound(None)

    def _ask(self, op: str, read: Callable[[dict[str, Any], bytes], Any], show: Callable[..., None]) -> None:
        path, client = self._path, self._studio.intake_client
        params = {"path": path, "limits": self._studio.limits()}

        def work(job: LaneJob) -> Any:
            reply = client.call(op, params, job=job)
            return read(reply.value, reply.blob)

        def done(found: Any) -> None:
            if path == self._path:
                show(found)

        self._tasks.append(
            self._studio.intake_lane.submit(work, name="", done=done, failed=partial(self._failed, path, show))
        )

    def _failed(self, path: str, show: Callable[..., None], error: Exception) -> None:
        if not isinstance(error, StudioError) or isinstance(error, WorkerBug):
            self._studio.tell(error)
        if path == self._path:
            show(None, told(error) if isinstance(error, StudioError) else tr("Not measured: an error of this program."))
