"""The cache: one run per clip and detector, failures as rows, nothing half-understood kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deepfake_studio import wire
from deepfake_studio.errors import JobCancelled, MediaError, WorkerDied
from deepfake_studio.job import QuietJob
from deepfake_studio.trials import collect, listing
from deepfake_studio.trials.collect import Cache, ClipResult
from deepfake_studio.vocabulary import Examination


class Examiner:
    """Counts calls; answers only for the detectors asked for."""

    def __init__(self, exam: Callable[..., Examination]) -> None:
        self.exam, self.calls = exam, []  # type: ignore[var-annotated]

    def __call__(self, path: Path, detector_ids: tuple[str, ...]) -> Examination:
        self.calls.append((path.name, detector_ids))
        return self.exam(
            path.name,
            fake=path.name.startswith("fake"),
            has_face="Lumiere" not in path.name,
            detectors={name: name[0] * 64 for name in detector_ids},
        )


def run(
    listed: Path, examiner: object, detectors: dict[str, str], job: QuietJob | None = None
) -> tuple[ClipResult, ...]:
    return collect.collect(
        listing.read(listed),
        examine_one=examiner,  # type: ignore[arg-type]
        detectors=detectors,
        cache=Cache(folder=listed.parent / "cache", recipe="r" * 64),
        job=job or QuietJob(),
    )


def test_second_run_examines_nothing_and_says_the_same(listed: Path, exam: Callable[..., Examination]) -> None:
    examiner = Examiner(exam)
    first = run(listed, examiner, {"one.t": "o" * 64, "two.t": "t" * 64})
    calls = len(examiner.calls)
    second = run(listed, examiner, {"one.t": "o" * 64, "two.t": "t" * 64})
    assert calls == len(first) - 1  # the missing file
    assert len(examiner.calls) == calls
    assert [wire.canonical(r.examination) for r in first if r.status == "not_applicable"] == [
        wire.canonical(r.examination) for r in second if r.status == "not_applicable"
    ]
    assert wire.canonical([r.examination.detectors for r in first if r.examination]) == wire.canonical(
        [r.examination.detectors for r in second if r.examination]
    )


def test_only_the_retrained_detector_runs_again(listed: Path, exam: Callable[..., Examination]) -> None:
    examiner = Examiner(exam)
    run(listed, examiner, {"one.t": "o" * 64, "two.t": "t" * 64})
    examiner.calls.clear()
    again = run(listed, examiner, {"one.t": "O" * 64, "two.t": "t" * 64})
    assert {ids for _, ids in examiner.calls} == {("one.t",)}
    assert {
        d.detector_id for r in again if r.status == "examined" and r.examination for d in r.examination.detectors
    } == {
        "one.t",
        "two.t",
    }


def test_missing_and_failing_clips_are_rows(listed: Path, exam: Callable[..., Examination]) -> None:
    def fails(path: Path, ids: tuple[str, ...]) -> Examination:
        raise WorkerDied(f"The examination of {path.name} ended by signal 11.")

    got = run(listed, fails, {"one.t": "o" * 64})
    assert got[-1].status == "missing"
    assert {r.status for r in got[:-1]} == {"failed"}
    assert "signal 11" in str(got[0].reason)
    examiner = Examiner(exam)
    run(listed, examiner, {"one.t": "o" * 64})
    assert len(examiner.calls) == len(got) - 1  # failures were not kept


def test_damaged_cache_entries_are_made_again(listed: Path, exam: Callable[..., Examination]) -> None:
    examiner = Examiner(exam)
    run(listed, examiner, {"one.t": "o" * 64})
    calls = len(examiner.calls)
    next(listed.parent.glob("cache/**/*.one.t.*.json")).write_text("{")
    run(listed, examiner, {"one.t": "o" * 64})
    assert len(examiner.calls) == calls + 1


def test_bugs_and_cancellation_are_not_swallowed(listed: Path, exam: Callable[..., Examination]) -> None:
    def bug(path: Path, ids: tuple[str, ...]) -> Examination:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(listed, bug, {"one.t": "o" * 64})
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        run(listed, Examiner(exam), {"one.t": "o" * 64}, job)


def test_a_detector_without_weights_is_not_waited_for(listed: Path, exam: Callable[..., Examination]) -> None:
    def partial(path: Path, ids: tuple[str, ...]) -> Examination:
        calls.append(ids)
        return exam(path.name, fake=False, detectors={"one.t": "o" * 64})

    calls: list[tuple[str, ...]] = []
    run(listed, partial, {"one.t": "o" * 64, "two.t": ""})
    first = len(calls)
    run(listed, partial, {"one.t": "o" * 64, "two.t": ""})
    assert len(calls) == first


def test_media_errors_are_reasons(listed: Path) -> None:
    def refuse(path: Path, ids: tuple[str, ...]) -> Examination:
        raise MediaError("No.")

    assert {r.reason for r in run(listed, refuse, {"one.t": "o" * 64})[:-1]} == {"No."}
