"""Examines every clip of a list once and keeps what came out, so that figures can be made again in seconds.

The cache holds one JSON file per (file SHA-256, recipe) without scores, and one per detector and its weights beside
it: a retrained detector is run alone and everything else stays.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from deepfake_studio import wire
from deepfake_studio.analysis import fuse
from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job
from deepfake_studio.trials import listing
from deepfake_studio.trials.listing import Clip
from deepfake_studio.vocabulary import DetectorResult, Examination

T = TypeVar("T")
ExamineOne = Callable[[Path, tuple[str, ...]], Examination]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipResult:
    """A clip with what the examination said; ``status`` is that of the examination or ``missing``."""

    clip: Clip
    status: str
    reason: str | None
    examination: Examination | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """Where examinations are kept. ``recipe`` names everything but evidence and weights that decides a score."""

    folder: Path
    recipe: str

    def base_file(self, sha256: str) -> Path:
        """File of the examination without its detectors."""
        return self.folder / self.recipe[:16] / sha256[:2] / f"{sha256}.json"

    def detector_file(self, sha256: str, detector_id: str, weights_sha256: str) -> Path:
        """File of one detector's series."""
        return self.base_file(sha256).with_suffix(f".{detector_id}.{weights_sha256[:12]}.json")


def collect(
    clips: Sequence[Clip], *, examine_one: ExamineOne, detectors: Mapping[str, str], cache: Cache, job: Job
) -> tuple[ClipResult, ...]:
    """Examine what is not in the cache yet; a clip that fails is a result with its reason and stops nothing.

    Args:
        clips: the list.
        examine_one: examines a file with the detectors named; may raise `StudioError`.
        detectors: detector id to the SHA-256 of its weights, empty where they are missing.
        cache: where results are kept between runs.
        job: told after every clip.

    Raises:
        JobCancelled: the user asked to stop; what was examined stays in the cache.
    """
    out = []
    for number, clip in enumerate(clips):
        job.progress(number, len(clips), clip.name)
        out.append(_one(clip, examine_one, detectors, cache))
    job.progress(len(clips), len(clips), "")
    return tuple(out)


def _one(clip: Clip, examine_one: ExamineOne, detectors: Mapping[str, str], cache: Cache) -> ClipResult:
    try:
        sha256 = listing.sha256(clip.path)
    except OSError as error:
        return ClipResult(clip=clip, status="missing", reason=error.strerror or str(error), examination=None)
    try:
        examination = _cached_or_run(clip.path, sha256, examine_one, detectors, cache)
    except StudioError as error:
        return ClipResult(clip=clip, status="failed", reason=str(error), examination=None)
    return ClipResult(clip=clip, status=examination.status, reason=examination.reason, examination=examination)


def _cached_or_run(
    path: Path, sha256: str, examine_one: ExamineOne, detectors: Mapping[str, str], cache: Cache
) -> Examination:
    base = _read(cache.base_file(sha256), Examination)
    if base is not None and base.status != "examined":
        return base
    files = {name: cache.detector_file(sha256, name, weights) for name, weights in detectors.items()}
    results = {name: _read(file, DetectorResult) for name, file in files.items()} if base is not None else {}
    # without weights there is nothing to wait for: such a detector is asked only together with the first run
    wanted = tuple(name for name, sha in detectors.items() if results.get(name) is None and (sha or base is None))
    if wanted or base is None:
        base = examine_one(path, wanted)
        for result in (*base.detectors, *base.other_questions):
            results[result.detector_id] = result
            # a detector that could not run may run next time
            if result.status != "unavailable" and result.detector_id in files:
                _write(files[result.detector_id], result)
        if base.status != "failed":
            _write(cache.base_file(sha256), _without_detectors(base))
    found = tuple(r for name in detectors if (r := results.get(name)) is not None)
    faces = tuple(r for r in found if r.question == fuse.QUESTION)
    others = tuple(r for r in found if r.question != fuse.QUESTION)
    return dataclasses.replace(base, detectors=faces, other_questions=others)


def _without_detectors(examination: Examination) -> Examination:
    """What does not depend on which detectors ran; the fused results of the product play no part in a trial."""
    return dataclasses.replace(
        examination,
        detectors=(),
        other_questions=(),
        track_results=(),
        lr=None,
        timeline=None,
        anomalies=(),
        limitations=(),
    )


def _read(file: Path, cls: type[T]) -> T | None:
    try:
        return wire.from_plain(cls, json.loads(file.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return None  # a half-understood cache entry is made again


def _write(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    partial.write_text(json.dumps(wire.to_plain(value), allow_nan=False), "utf-8")
    partial.replace(file)
