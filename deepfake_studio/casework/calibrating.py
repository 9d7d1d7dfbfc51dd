"""An installed model measured on labelled clips, its scores turned into likelihood ratios; both front ends call this.

Every clip is examined by a call of its own, so that a file its decoder does not survive costs one row. Fitting, which
takes minutes of one processor, is one more call. What was examined is found again when the same list is run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio import paths
from deepfake_studio.analysis import calibrate as records
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.resample import MIN_GROUPS
from deepfake_studio.casework import models
from deepfake_studio.casework.batch import Batch
from deepfake_studio.errors import UsageError
from deepfake_studio.inference import model_files, registry
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS
from deepfake_studio.trials import listing
from deepfake_studio.trials.collect import Cache, ClipResult, collect
from deepfake_studio.vocabulary import DetectorSpec
from deepfake_studio.wire import from_plain

PROTOCOLS = ("group", "generator")
TOO_FEW = (
    f"Fewer than {MIN_GROUPS} groups of a class carry no interval: with such a calibration every outcome stays "
    "inconclusive."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a list of labelled clips holds; ``missing`` are rows whose file is not there."""

    clips: int
    manipulated: int
    groups_manipulated: int
    groups_not: int
    generators: dict[str, int]
    missing: tuple[str, ...]

    @property
    def too_few(self) -> bool:
        """Whether no calibration on it can have an interval."""
        return min(self.groups_manipulated, self.groups_not) < MIN_GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A clip that took no part, with its reason; ``status`` is ``missing``, ``failed`` or ``not_applicable``."""

    name: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A calibration that was stored, the clips that took no part, and where the tables lie."""

    calibration: Calibration
    lost: tuple[Lost, ...]
    folder: Path


def contents(source: Path) -> Contents:
    """What a list holds, before anything is examined.

    Raises:
        UsageError: it is not there, or cannot be used.
    """
    clips = _read(source)
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for clip in clips:
        sides[clip.manipulated].add(clip.group)
    return Contents(
        clips=len(clips),
        manipulated=sum(clip.manipulated for clip in clips),
        groups_manipulated=len(sides[True]),
        groups_not=len(sides[False]),
        generators=dict(Counter(clip.generator for clip in clips if clip.manipulated)),
        missing=tuple(clip.name for clip in clips if not clip.path.is_file()),
    )


def own(detector_id: str) -> DetectorSpec:
    """A detector that may be calibrated here.

    Raises:
        UsageError: it ships with its calibration, or answers a question that no ratio is fitted for; the text says so.
    """
    spec = registry.spec(detector_id)
    if not models.is_own(spec):
        raise UsageError(f"{detector_id} ships with its calibration; only installed models are calibrated here.")
    if not QUESTIONS[spec.question].validated:
        title = QUESTIONS[spec.question].title.lower()
        raise UsageError(f"{detector_id} answers the question {title}, which is {NOT_VALIDATED}; it stays raw.")
    return spec


def folder_of(source: Path, detector_id: str) -> Path:
    """Where tables and examinations go when nobody names a folder."""
    return paths.user_cache_dir() / "calibrations" / f"{source.stem}-{detector_id}"


def calibrate(source: Path, *, batch: Batch, protocol: str, folder: Path, job: Job) -> Calibrated:
    """Examine, fit, store with the model.

    Args:
        source: the list.
        batch: its request names the one detector, plan and device.
        protocol: what every fit leaves out, of `PROTOCOLS`.
        folder: gets the tables and the examinations.
        job: hears of every clip; ``partial`` gets each `Lost` as it comes.

    Raises:
        UsageError: the list cannot be used, or the model cannot be calibrated on it.
        JobCancelled: the user asked to stop; what was examined stays in ``folder``.
    """
    (name,) = batch.request.detectors or ("",)
    spec = own(name)
    clips, method = _read(source), batch.method()
    weights = {spec.id: method.weights[spec.id] or ""}
    cache = Cache(folder=folder / "cache", recipe=method.recipe.digest)
    results: list[ClipResult] = []
    for number, clip in enumerate(clips):
        job.progress(number, len(clips) + 1, clip.path.name)
        results += collect((clip,), examine_one=batch.measure, detectors=weights, cache=cache, job=QuietJob())
        for row in _lost(results[-1:]):
            job.partial(row)
    lost = _lost(results)
    job.progress(len(clips), len(clips) + 1, "fitting")
    params = {
        "list": str(source.absolute()),
        "detector": spec.id,
        "weights": weights,
        "recipe": method.recipe.digest,
        "protocol": protocol,
        "plan": batch.request.plan,
        "folder": str(folder.absolute()),
        "failed": {str(r.clip.path): row.reason for r in results for row in _lost([r]) if row.status == "failed"},
    }
    made = from_plain(Calibration, batch.client.call("calibrate", params, job=batch.context.job()).value)
    model_files.calibrated(spec.id, lambda file: records.save(made, file))
    job.progress(1, 1, "")
    return Calibrated(calibration=made, lost=tuple(lost), folder=folder)


def _read(source: Path) -> tuple[listing.Clip, ...]:
    if not source.is_file():
        raise UsageError(f"{source} does not exist; name a CSV with the columns path,label,group.")
    return listing.read(source)


def _lost(results: Sequence[ClipResult]) -> list[Lost]:
    """Clips that give the fit nothing: never opened, without a face, or not scored by the detector."""
    out = []
    for result in results:
        status, reason = result.status, result.reason or ""
        if status == "examined" and result.examination is not None:
            heard = (*result.examination.detectors, *result.examination.other_questions)
            unscored = [d for d in heard if d.status == "unavailable"]
            if not unscored:
                continue
            status, reason = "failed", unscored[0].reason or "the detector gave no score"
        out.append(Lost(name=result.clip.name, status=status, reason=reason))
    return out
