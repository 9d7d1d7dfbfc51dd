"""Whether a report still says what its case holds, with the exhibits examined again where that is asked for.

Both front ends call `verify`; the case is opened for reading only, beside whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio.case.store import CaseStore
from deepfake_studio.casework.batch import Jobs
from deepfake_studio.job import Job
from deepfake_studio.trials import verify_report
from deepfake_studio.trials.verify_report import Check, ExamineAgain
from deepfake_studio.vocabulary import MEAN_LOGIT, Examination, Exhibit, ExhibitRecord
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerClient

MARKS = {True: "agrees", False: "DIFFERS", None: "not compared"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """How exhibits are examined again: in whose process, stopped by which jobs, within which bounds."""

    client: WorkerClient
    jobs: Jobs
    limits: dict[str, Any]
    timeout_seconds: float


def verify(case: Path, file: Path, *, rerun: Rerun | None = None, job: Job) -> tuple[Check, ...]:
    """Every check of ``file`` against the case in the folder ``case``; with ``rerun`` the scores as well.

    Raises:
        StudioError: the case cannot be opened, or the file is no report.
        JobCancelled: the user asked to stop.
    """
    with CaseStore.open(case, read_only=True) as store:
        again = _again(store, rerun) if rerun is not None else None
        return verify_report.verify(file, store=store, examine_again=again, job=job)


def conclusion(checks: tuple[Check, ...]) -> str:
    """One sentence over all checks."""
    differs = any(check.agrees is False for check in checks)
    unsure = sum(check.agrees is None for check in checks)
    left = f" {unsure} of the checks could not be made." if unsure else ""
    return f"The report {'DIFFERS from' if differs else 'agrees with'} its case.{left}"


def _again(store: CaseStore, rerun: Rerun) -> ExamineAgain:
    """Examines with the recorded plan, detectors, aggregators, device and threads, where the exhibit is now."""

    def examine(record: ExhibitRecord, before: Examination) -> Examination:
        assert before.recipe is not None
        client, limits, job = rerun.client, rerun.limits, rerun.jobs.job()
        path = str(store.working_path(record))
        acquired = client.call("acquire", {"path": path, "limits": limits}, job=job).value
        every = (*before.detectors, *before.other_questions)
        rules = [f"{d.detector_id}={d.aggregator.text}" for d in every if d.aggregator != MEAN_LOGIT]
        params = {
            "exhibit": from_plain(Exhibit, acquired),
            "plan": before.recipe.plan,
            "detectors": [d.detector_id for d in every],
            "device": before.recipe.device,
            "threads": before.recipe.threads,
            "limits": limits,
            **({"aggregators": rules} if rules else {}),
            **({"drawn": list(before.drawn)} if before.drawn else {}),
        }
        reply = client.call("examine", params, job=job, timeout_seconds=rerun.timeout_seconds)
        return from_plain(Examination, reply.value)

    return examine
