"""Work of the compression wizard in the inference lane: one call of the examination process after another.

Nothing is decided or kept here: what comes out is told by signal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from deepfake_studio import wire
from deepfake_studio.casework.batch import Batch, Request
from deepfake_studio.errors import StudioError
from deepfake_studio.gui.examining import LaneJobs
from deepfake_studio.gui.jobs import LaneJob
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.models_desk import Desk
from deepfake_studio.social.nouns import Profile
from deepfake_studio.social.wizard import Work
from deepfake_studio.trials import rungs
from deepfake_studio.worker_client import WorkerBug

# a file that cannot be read or estimated is a row with a reason; for the others there is nothing to go on with
_ROWS = ("sn_read", "sn_estimate")


class SnDesk(Desk):
    """One piece of work at a time.

    Signals:
        answered(Work, value), refused(Work, str): what became of one call; partial(Work, value): a curve that grows;
        row(dict): one copy of a robustness examination; examined(Robustness); profiles_known(dict). Others: see `Desk`.
    """

    answered = Signal(object, object)
    refused = Signal(object, str)
    partial = Signal(object, object)
    row = Signal(object)
    examined = Signal(object)
    profiles_known = Signal(dict)

    def run(self, works: Sequence[Work], *, title: str) -> None:
        """Make the calls one after another."""
        client, limits, calls = self._studio.inference_client, self._studio.limits(), list(works)

        def work(job: LaneJob) -> None:
            for number, one in enumerate(calls):
                part = _Part(job, one, number, len(calls))
                part.progress(0, 1)
                try:
                    value = client.call(one.op, {**one.params, "limits": limits}, job=part).value
                except StudioError as error:
                    if one.op not in _ROWS or isinstance(error, WorkerBug):
                        raise
                    job.partial(("refused", one, told(error)))
                else:
                    job.partial(("answered", one, value))

        self._begin(work, title)

    def examine(self, path: str, *, ladder: str, profiles: Sequence[str], folder: Path | None) -> None:
        """An exhibit through a ladder and profiles; each copy is told as a row, the whole at the end."""
        settings, client, limits = self._studio.settings, self._studio.inference_client, self._studio.limits()
        request = Request(
            plan=settings.plan,
            detectors=None,
            device=settings.device,
            timeout_seconds=settings.timeout_seconds,
            limits=limits,
        )

        def work(job: LaneJob) -> Any:
            from deepfake_studio.casework import robustness

            copies = list(rungs.ladder(ladder))
            if profiles:
                reply = client.call("sn_profiles", {"names": list(profiles)}, job=job)
                found = [wire.from_plain(Profile, plain) for plain in reply.value["profiles"]]
                copies += rungs.of_profiles(found)
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            batch = Batch(client, LaneJobs(job), request)
            return robustness.run(Path(path), copies=copies, batch=batch, job=_Rows(job), folder=folder)

        self._begin(work, tr("Robustness of {name}", name=Path(path).name), self.examined.emit)

    def ask_profiles(self, case: str = "") -> None:
        """Which profiles there are, file -> name, those of a case first; told by ``profiles_known``."""
        client = self._studio.intake_client
        self._studio.intake_lane.submit(
            lambda job: client.call("sn_profiles", {"case": case}, job=job).value["known"],
            done=self.profiles_known.emit,
            failed=self._studio.tell,
            owner=self,  # the wizard may be dropped before the answer comes
        )

    def _begin(self, work: Callable[[LaneJob], Any], title: str, done: Callable[[Any], None] = lambda _: None) -> None:
        self._submit(self._studio.inference_lane, work, title, done=done, partial=self._tell)

    def _tell(self, value: tuple[str, Any, Any]) -> None:
        kind, first, second = value
        if kind == "row":
            self.row.emit(first)
        else:
            getattr(self, kind).emit(first, second)


class _Part:
    """One call among several."""

    def __init__(self, job: LaneJob, work: Work, before: int, total: int) -> None:
        self._job, self._work, self._before, self._total = job, work, before, total

    def cancelled(self) -> bool:
        return self._job.cancelled()

    def progress(self, done: float, total: float, note: str = "") -> None:
        share = done / total if total else 0.0
        text = self._work.name if not note or Path(note).is_absolute() else f"{self._work.name}: {note}"
        self._job.progress(self._before + min(share, 1.0), self._total, text)

    def partial(self, value: object) -> None:
        self._job.partial(("partial", self._work, value))


class _Rows:
    """Results of copies as they come."""

    def __init__(self, job: LaneJob) -> None:
        self._job = job

    def cancelled(self) -> bool:
        return self._job.cancelled()

    def progress(self, done: float, total: float, note: str = "") -> None:
        self._job.progress(done, total, note)

    def partial(self, value: object) -> None:
        self._job.partial(("row", wire.to_plain(value), None))
