"""Folders of files emulated: in parallel, resumable, cancelled at any moment, every file accounted for.

Threads, not processes: the encoders work outside Python's lock, so both took the same time (measured, two workers,
18 clips: 17.2 to 19.5 s against 19.1 to 19.4 s, 13.3 against 13.8 s of CPU), and threads start at once and share one
manifest. Each encode runs on one thread, so the result does not depend on their number.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deepfake_studio import __version__
from deepfake_studio.errors import JobCancelled, NotApplicable, StudioError, UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.decode import decoder_versions
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.social.emulate import Emulated, Plan, commit, emulate, partial_of, planned, sweep
from deepfake_studio.social.emulate_files import Task, gather
from deepfake_studio.social.emulate_manifest import FORMAT, VERSION, Manifest, ManifestError, Row
from deepfake_studio.social.emulate_pairs import Labels, write_pairs

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeReport:
    """What a run did. ``manifest`` is that of the folder (of a dry run: what would be done); ``rows`` are
    those of this run in the order of the files, ``counts`` by status:

    ``done``, ``present`` (made earlier by the same parameters from the same bytes), ``planned``, ``failed``,
    ``not_applicable``. ``others`` counts files of the folder that are no videos.
    """

    manifest: dict[str, Any]
    rows: list[Row]
    counts: dict[str, int]
    others: int
    pairs: Path | None
    seconds: float


def emulate_tree(
    inputs: Path | Sequence[Path],
    out: Path,
    *,
    plan: Plan,
    workers: int | None = None,
    resume: bool = True,
    dry_run: bool = False,
    labels: Path | None = None,
    limits: Limits = DEFAULT,
    job: Job | None = None,
) -> TreeReport:
    """Emulate every video of a folder (or the files named) into the folder ``out``.

    Args:
        inputs: a folder, a file or files; relative paths are kept.
        out: gets the copies, sn_manifest.jsonl as it goes, sn_manifest.json and sn_pairs.csv at the end.
        plan: what is done.
        workers: files worked on at once; as many as there are cores by default.
        resume: leave alone what an earlier run made by the same plan from the same bytes.
        dry_run: look at every file and say what would be done; nothing is written.
        labels: CSV with the columns path,label and, if there, split,group,generator, for sn_pairs.csv.
        limits: what files may ask for.
        job: told bytes of all bytes.

    Raises:
        UsageError: nothing is found, or another process works in ``out``.
        StudioError: the manifest cannot be written.
        JobCancelled: the user asked to stop; what is done is kept.
    """
    began = time.monotonic()
    known = Labels(labels)
    tasks, others = gather(inputs, Path(out), suffix=plan.suffix)
    run = _Run(tasks, Path(out), plan, limits, resume=resume, dry_run=dry_run)
    try:
        rows = run.all(job or QuietJob(), workers or _cores())
        pairs = None
        manifest = _dry(plan, rows)
        if run.manifest is not None:
            pairs = write_pairs(Path(out), tasks, rows, known)
            run.manifest.write_whole()
            manifest = run.manifest.whole()
    finally:
        run.close()
    counts = dict(Counter(row["status"] for row in rows))
    return TreeReport(
        manifest=manifest,
        rows=rows,
        counts=counts,
        others=others,
        pairs=pairs,
        seconds=round(time.monotonic() - began, 3),
    )


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _dry(plan: Plan, rows: list[Row]) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "parameters": {plan.digest(): _told(plan)}, "files": rows}


def _told(plan: Plan) -> dict[str, Any]:
    return {**asdict(plan), "program": f"Deepfake Studio {__version__}", "libraries": decoder_versions()}


class _Run:
    """One run over all tasks."""

    def __init__(
        self, tasks: list[Task], out: Path, plan: Plan, limits: Limits, *, resume: bool, dry_run: bool
    ) -> None:
        self.tasks, self.out, self.plan, self.limits = tasks, out, plan, limits
        self.resume, self.digest = resume, plan.digest()
        self.manifest = None if dry_run else Manifest(out)
        self.stop = threading.Event()
        self.done = [0.0] * len(tasks)  # of each task, 0..1

    def close(self) -> None:
        """Let others write."""
        if self.manifest is not None:
            self.manifest.close()

    def all(self, job: Job, workers: int) -> list[Row]:
        """Work through the tasks; rows in their order."""
        if self.manifest is not None:
            self.manifest.begin(self.digest, _told(self.plan))
        with ThreadPoolExecutor(max(1, workers), thread_name_prefix="emulate") as pool:
            futures = [pool.submit(self._one, number) for number in range(len(self.tasks))]
            try:
                self._watch(futures, job)
            except BaseException:
                self.stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return [future.result() for future in futures]

    def _watch(self, futures: list[Future[Row]], job: Job) -> None:
        """Report until all is done; a bug or a manifest that cannot be written ends the run."""
        left = set(futures)
        while left:
            finished, left = wait(left, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in finished:
                future.result()
            sizes = [max(1, task.size_bytes) for task in self.tasks]
            current = next((t.name for t, part in zip(self.tasks, self.done, strict=True) if part < 1), "")
            total = sum(sizes)
            job.progress(sum(s * p for s, p in zip(sizes, self.done, strict=True)), total, shown(Path(current)))

    def _one(self, number: int) -> Row:
        """One file to its row; what is wrong with it is one sentence in it."""
        task, began = self.tasks[number], time.monotonic()
        row: Row = {"kind": "file", "original": str(task.path), "name": task.name, "output": self._name(task)}
        try:
            row |= self._worked(task, _OfTask(self, number), row)
        except ManifestError:
            raise
        except NotApplicable as reason:
            row |= {"status": "not_applicable", "reason": str(reason)}
        except StudioError as reason:
            row |= {"status": "failed", "reason": str(reason)}
        except OSError as error:
            row |= {"status": "failed", "reason": f"{shown(task.path)} failed ({error.strerror}); check the disk."}
        self.done[number] = 1.0
        row["seconds"] = round(time.monotonic() - began, 3)
        if self.manifest is not None and row["status"] in ("failed", "not_applicable"):
            self.manifest.add(row)
        return row

    def _name(self, task: Task) -> str:
        return task.out.relative_to(self.out).as_posix()

    def _worked(self, task: Task, job: Job, row: Row) -> Row:
        if task.problem is not None:
            raise StudioError(task.problem)
        sha256 = acquire(task.path, job=_Quietly(job), limits=self.limits).sha256
        facts = {"original_sha256": sha256, "parameters_sha256": self.digest}
        if self.manifest is None:
            hops = planned(task.path, plan=self.plan, sha256=sha256, limits=self.limits, job=_Quietly(job))
            return {**facts, "status": "planned", "hops": [asdict(hop) for hop in hops]}
        earlier = self._earlier(task, sha256)
        if earlier is not None:
            sweep(task.out, plan=self.plan)
            return {**earlier, "status": "present"}
        task.out.parent.mkdir(parents=True, exist_ok=True)
        made = emulate(
            task.path,
            task.out,
            plan=self.plan,
            limits=self.limits,
            job=job,
            sha256=sha256,
            announce=lambda ready: self._announce(row, ready),
        )
        return _done(made)

    def _announce(self, row: Row, made: Emulated) -> None:
        assert self.manifest is not None
        if self.stop.is_set():
            raise JobCancelled
        self.manifest.add({**row, **_done(made)})

    def _earlier(self, task: Task, sha256: str) -> Row | None:
        """The row of an earlier run whose copy is there and whole.

        Raises:
            UsageError: the copy's place is taken by a file that no run made.
        """
        assert self.manifest is not None
        name = self._name(task)
        there = acquire(task.out).sha256 if task.out.exists() else None
        if there is not None and there not in self.manifest.made.get(name, ()):
            raise UsageError(f"{shown(task.out)} was not made by an emulation; move it or choose another folder.")
        row = self.manifest.rows.get(name, {})
        wanted = ("done", sha256, self.digest)
        if not self.resume or (row.get("status"), row.get("original_sha256"), row.get("parameters_sha256")) != wanted:
            return None
        partial, made = partial_of(task.out), row.get("sha256")
        if there != made and partial.exists() and acquire(partial).sha256 == made:
            commit(partial, task.out)  # killed between the line and the name
            there = made
        return row if there == made else None


def _done(made: Emulated) -> Row:
    facts = asdict(made)
    del facts["path"]
    return {"status": "done", **facts}


class _OfTask:
    """The job of one task: remembers how far it is, stops when the run stops."""

    def __init__(self, run: _Run, number: int) -> None:
        self._run, self._number = run, number

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Remember; never the whole, which only `_one` knows."""
        if self._run.stop.is_set():
            raise JobCancelled
        if total:
            self._run.done[self._number] = min(0.99, done / total)

    def partial(self, value: object) -> None:
        """Nobody waits for parts of a file."""

    def cancelled(self) -> bool:
        """Whether the run stops."""
        return self._run.stop.is_set()


class _Quietly:
    """A job that can be stopped but whose progress is not that of the encode."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.partial, self.cancelled = job.partial, job.cancelled

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Only look whether to stop."""
        self._job.progress(0.0, 0.0, note)
