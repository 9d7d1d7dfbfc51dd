"""The same list under several conditions: as it is, compressed, made smaller, shared, normalised.

The clips as they are come first, always: copies are made from them, a normalised copy needs to know where their faces
are, and what scores a copy (calibration, fusion) is fitted on them out of fold, as it is for a file of a case that
nobody calibrated for. ``calibrate_on="same"`` fits on the copies instead, which tells the two losses apart; "all" fits
on the clips and all their copies together, as the calibrations that ship are: per compression class, out of fold.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deepfake_studio.job import Job
from deepfake_studio.media.limits import Limits
from deepfake_studio.trials import collect, conditions, normalise, population
from deepfake_studio.trials.collect import Cache, ClipResult, ExamineOne
from deepfake_studio.trials.conditions import AS_IS, NORMALISED
from deepfake_studio.trials.evaluate import Evaluation, measure
from deepfake_studio.trials.population import Population

CalibrateOn = Literal["as-is", "same", "all"]
ALL = "all"
CONDITIONS_FOLDER = "conditions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is needed to examine copies: as `collect.collect` takes it, and where copies are kept between runs."""

    examine_one: ExamineOne
    cache: Cache
    copies_dir: Path
    limits: Limits


def evaluate(
    as_is: Evaluation,
    names: Sequence[str],
    stage: Stage,
    *,
    calibrate_on: CalibrateOn = "as-is",
    job: Job,
    done: Callable[[Evaluation], None] = lambda _: None,
) -> dict[str, Evaluation]:
    """Condition name to its evaluation, the clips as they are first.

    Args:
        as_is: the finished evaluation of the clips as they are; the others use its detectors, ensemble and protocol.
        names: of `conditions.named`, in the order wanted.
        stage: how copies are made and examined.
        calibrate_on: where fits come from.
        job: told after every clip.
        done: hears of each evaluation as soon as it is finished.

    Raises:
        JobCancelled: the user asked to stop; copies and examinations stay.
    """
    out = {AS_IS: as_is}
    every = {n: _examined(as_is, n, stage, _Named(job, n)) for n in names if n != AS_IS} if calibrate_on == ALL else {}
    fitted_on = {AS_IS: as_is.population, ALL: _joined(as_is, every.values())}.get(calibrate_on)
    if calibrate_on == ALL:
        out[AS_IS] = _measured(as_is, as_is.results, AS_IS, fitted_on, calibrate_on)
        done(out[AS_IS])
    for name in names:
        if name != AS_IS:
            results = every.get(name) or _examined(as_is, name, stage, _Named(job, name))
            out[name] = _measured(as_is, results, name, fitted_on, calibrate_on)
            done(out[name])
    return out


def joined(as_is: Evaluation, names: Sequence[str], stage: Stage, *, job: Job) -> Population:
    """The clips as they are and their copies under ``names``: what the calibrations that ship are fitted on."""
    return _joined(as_is, [_examined(as_is, name, stage, _Named(job, name)) for name in names if name != AS_IS])


def _joined(as_is: Evaluation, copies: Iterable[tuple[ClipResult, ...]]) -> Population:
    outside = sorted(as_is.population.outside)
    others = [population.build(results, tuple(as_is.detectors), outside=outside) for results in copies]
    return population.joined([as_is.population, *others])


def _measured(
    as_is: Evaluation, results: tuple[ClipResult, ...], name: str, fitted_on: Population | None, calibrated_on: str
) -> Evaluation:
    return measure(
        results,
        list_name=as_is.list_name,
        detectors=as_is.detectors,
        ensemble=as_is.ensemble,
        recipe=as_is.recipe,
        protocol=as_is.protocol,
        outside=sorted(as_is.population.outside),
        replicates=as_is.replicates,
        seed=as_is.seed,
        condition=name,
        fitted_on=fitted_on,
        calibrated_on=calibrated_on,
    )


def _examined(as_is: Evaluation, name: str, stage: Stage, job: Job) -> tuple[ClipResult, ...]:
    """One result per clip of the list, in its order."""
    if name == NORMALISED:
        clips = normalise.normalise(as_is.results, stage.copies_dir / name, limits=stage.limits, job=job)
        failed: dict[str, str] = {}
    else:
        originals = [result.clip for result in as_is.results]
        made = conditions.derive(originals, name, stage.copies_dir / name, limits=stage.limits, job=job)
        clips, failed = made.clips, made.failed
    found = collect.collect(clips, examine_one=stage.examine_one, detectors=as_is.detectors, cache=stage.cache, job=job)
    before = {result.clip.name: result.status for result in as_is.results}
    by_name = {r.clip.name: _told(r, before[r.clip.name], failed.get(r.clip.name)) for r in found}
    return tuple(by_name.get(result.clip.name) or _left_out(result) for result in as_is.results)


def _told(result: ClipResult, before: str, reason: str | None) -> ClipResult:
    """A clip without a copy says why it has none; that is a failure unless the clip itself was missing."""
    if reason is None:
        return result
    return dataclasses.replace(
        result, status="missing" if before == "missing" else "failed", reason=f"no copy: {reason}"
    )


def _left_out(result: ClipResult) -> ClipResult:
    """What becomes of a clip that no square could be cut from: as before if it was not examined, else no face."""
    if result.examination is None:
        return result
    reason = "no face track to cut a square around"
    return ClipResult(clip=result.clip, status="not_applicable", reason=reason, examination=None)


class _Named:
    """Puts the condition in front of every note."""

    def __init__(self, job: Job, name: str) -> None:
        self._job, self._name = job, name

    def progress(self, done: float, total: float, note: str = "") -> None:
        self._job.progress(done, total, f"{self._name}: {note}")

    def partial(self, value: object) -> None:
        self._job.partial(value)

    def cancelled(self) -> bool:
        return self._job.cancelled()
