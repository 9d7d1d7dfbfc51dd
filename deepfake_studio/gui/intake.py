"""Files on their way to become exhibits: hashed and probed in the intake lane, told by signal, kept by `case_desk`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from deepfake_studio.casework.inputs import gather
from deepfake_studio.errors import StudioError
from deepfake_studio.gui.examining import Shown
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.vocabulary import Exhibit, ExhibitRole, MediaInfo
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerBug


class Intake(QObject):
    """Hashes and probes files before they become exhibits.

    Signals:
        acquired(Exhibit, str): with its role, probed(str, MediaInfo): sha256 and facts, refused(str, str): path, why,
        finished(int, int): how many files were acquired and how many files that are no media were left out.
    """

    acquired = Signal(object, str)
    probed = Signal(str, object)
    refused = Signal(str, str)
    finished = Signal(int, int)

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio

    def take(self, paths: Iterable[str], *, role: ExhibitRole = "questioned") -> Task:
        """Acquire files and all media below folders, one after another."""
        named, client, limits = list(paths), self._studio.intake_client, self._studio.limits()

        def work(job: LaneJob) -> tuple[int, int]:
            inputs, count = gather(named), 0
            for done, item in enumerate(inputs.items):
                job.progress(done, len(inputs.items), item.path.name)
                try:
                    if item.problem is not None:
                        raise StudioError(item.problem)
                    params = {"path": str(item.path.absolute()), "limits": limits}
                    reply = client.call("acquire", params, job=_Part(job, done, len(inputs.items), item.path.name))
                    exhibit = from_plain(Exhibit, reply.value)
                except StudioError as error:
                    job.partial((item.shown, error))
                    continue
                count += 1
                job.partial((item.shown, exhibit))
            return count, inputs.skipped

        return self._studio.intake_lane.submit(
            work,
            name=tr("Adding exhibits"),
            partial=lambda value: self._told(value, role),
            done=lambda counts: self.finished.emit(*counts),
            failed=self._studio.tell,
        )

    def probe(self, path: str, key: str) -> Task:
        """Read what container and streams state."""
        client, limits = self._studio.intake_client, self._studio.limits()

        def work(job: LaneJob) -> MediaInfo:
            return from_plain(MediaInfo, client.call("probe", {"path": path, "limits": limits}, job=job).value)

        return self._studio.intake_lane.submit(
            work,
            name=tr("Reading {name}", name=Path(path).name),
            done=lambda media: self.probed.emit(key, media),
            failed=self._not_probed,
        )

    def _not_probed(self, error: Exception) -> None:
        """A file that cannot be read is told where it is looked at; only a bug is told here."""
        if not isinstance(error, StudioError) or isinstance(error, WorkerBug):
            self._studio.tell(error)

    def _told(self, value: tuple[str, Exhibit | StudioError], role: ExhibitRole) -> None:
        shown, what = value
        if isinstance(what, StudioError):
            self.refused.emit(shown, str(what))
        else:
            self.acquired.emit(what, role)


class _Part(Shown):
    """One file among several."""

    def __init__(self, job: LaneJob, before: int, total: int, name: str) -> None:
        super().__init__(job, lambda fraction, note: job.progress(before + fraction, total, name))
