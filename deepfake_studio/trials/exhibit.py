"""One exhibit through a ladder of compressions and through platform profiles: where does its outcome stop holding?

Composition only. Copies are made and examined by functions that are handed in (the examination process makes and
examines them), so a copy that cannot be made or decoded is a row with a reason and the next one starts. Results are
kept by (SHA-256 of the exhibit, copy recipe, method), one small file each, as they come: a run that was stopped goes
on where it stopped.
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deepfake_studio import __version__, wire
from deepfake_studio.errors import MediaError, NotApplicable, StudioError
from deepfake_studio.job import Job
from deepfake_studio.trials import holding, listing
from deepfake_studio.trials.collect import ExamineOne
from deepfake_studio.trials.rungs import AS_IS, CopyRecipe
from deepfake_studio.vocabulary import DetectorResult, Examination, RecompressedResult, Robustness

# (exhibit, where the copy goes, how) -> the CRF it was encoded with, None where that is not what was asked for
MakeCopy = Callable[[Path, Path, CopyRecipe], float | None]
_SUFFIXES = {"webm": "webm", "matroska": "mkv", "mov": "mov"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """How copies are made and examined.

    ``weights`` maps detector ids to the SHA-256 of their weights, ``recipe_digest`` names the rest of the method.
    ``folder`` keeps results; copies stay beside them only with ``keep_copies``.
    """

    examine_one: ExamineOne
    make_copy: MakeCopy
    weights: Mapping[str, str | None]
    recipe_digest: str
    folder: Path
    keep_copies: bool = False


def robustness(path: Path, *, copies: Sequence[CopyRecipe], bench: Bench, job: Job) -> Robustness:
    """Examine an exhibit as it is and through every copy; finished results are taken from ``bench.folder``.

    Each result goes to ``job.partial`` as soon as it is there.

    Raises:
        NotApplicable: the exhibit as it is has nothing to examine, so there is no outcome to follow.
        MediaError: the exhibit cannot be read or examined, or results cannot be written.
        JobCancelled: the user asked to stop; what was finished stays.
    """
    began, started_utc = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    run = _Run(path, _sha256(path), bench, job)
    results, versions = [], {"deepfake-studio": __version__}
    wanted = (AS_IS, *copies)
    for number, recipe in enumerate(wanted):
        job.progress(number, len(wanted), recipe.name)
        result, said = run.result(recipe)
        if recipe is AS_IS:
            _refuse(result, path)
            versions = said or versions
        results.append(result)
        job.partial(result)
    job.progress(len(wanted), len(wanted), "")
    points = holding.points(results)
    return Robustness(
        exhibit_sha256=run.sha256,
        recipe_digest=bench.recipe_digest,
        results=tuple(results),
        holding=points,
        limitation=holding.limitation(results, points),
        started_utc=started_utc,
        seconds=time.monotonic() - began,
        versions=dict(versions),
    )


def _sha256(path: Path) -> str:
    try:
        return listing.sha256(path)
    except OSError as error:
        raise MediaError(f"{path} cannot be read ({error.strerror}); check that it exists and may be read.") from error


def _refuse(result: RecompressedResult, path: Path) -> None:
    if result.status == "not_applicable":
        raise NotApplicable(f"{path} has no outcome that compression could change: {result.reason}")
    if result.status == "failed":
        raise MediaError(f"{path} could not be examined as it is ({result.reason}); robustness needs that first.")


class _Run:
    """One exhibit on one bench."""

    def __init__(self, path: Path, sha256: str, bench: Bench, job: Job) -> None:
        self._path, self.sha256, self._bench, self._job = path, sha256, bench, job
        _make_folder(self._folder)

    @property
    def _folder(self) -> Path:
        return self._bench.folder / self.sha256[:16]

    def result(self, recipe: CopyRecipe) -> tuple[RecompressedResult, dict[str, str]]:
        """The result of one copy and the versions it was examined with; from the folder where it is there."""
        file = self._folder / f"{self._key(recipe)}.json"
        known = _read(file)
        if known is not None:
            return dataclasses.replace(known[0], name=recipe.name, note=recipe.note), known[1]
        try:
            result, versions = self._examined(recipe)
        except NotApplicable as error:
            return _row(recipe, status="not_applicable", reason=str(error)), {}
        except StudioError as error:
            return _row(recipe, status="failed", reason=str(error)), {}
        if result.status != "failed":  # what failed may work next time
            _write(file, {"result": wire.to_plain(result), "versions": versions})
        return result, versions

    def _key(self, recipe: CopyRecipe) -> str:
        method = {"recipe": self._bench.recipe_digest, "weights": dict(self._bench.weights)}
        return wire.digest({"exhibit": self.sha256, "copy": recipe.digest, **method})[:32]

    def _examined(self, recipe: CopyRecipe) -> tuple[RecompressedResult, dict[str, str]]:
        ids = tuple(self._bench.weights)
        if recipe.kind == "as_is":
            examination = self._bench.examine_one(self._path, ids)
            return _result(recipe, examination, crf=None), examination.versions
        copy = self._folder / f"{recipe.digest[:32]}.{_SUFFIXES.get(str(recipe.profile.get('container')), 'mp4')}"
        try:
            crf = self._bench.make_copy(self._path, copy, recipe)
            examination = self._bench.examine_one(copy, ids)
        finally:
            if not self._bench.keep_copies:
                copy.unlink(missing_ok=True)
        return _result(recipe, examination, crf=crf), examination.versions


def _result(recipe: CopyRecipe, examination: Examination, *, crf: float | None) -> RecompressedResult:
    media = examination.media
    examined = examination.status == "examined"
    return _row(
        recipe,
        status=examination.status,
        reason=examination.reason,
        outcome=examination.outcome if examined else None,
        lr=examination.lr,
        detectors=tuple(_without_series(d) for d in examination.detectors),
        crf=crf,
        width_px=media.display_width_px if media else None,
        height_px=media.display_height_px if media else None,
        bitrate_bps=_bitrate_bps(examination),
        copy_sha256=None if recipe.kind == "as_is" else examination.exhibit.sha256,
        tracks=len(examination.tracks) if examination.coverage else None,
        coverage=examination.coverage,
    )


def _row(recipe: CopyRecipe, **more: Any) -> RecompressedResult:
    plain = {"kind": recipe.kind, "name": recipe.name, "size": recipe.size, "crf": recipe.crf, "note": recipe.note}
    return RecompressedResult(**{**plain, **more})


def _without_series(result: DetectorResult) -> DetectorResult:
    return dataclasses.replace(result, series=(), unscored={})


def _bitrate_bps(examination: Examination) -> int | None:
    """Of the whole file: what a sharer's storage sees, and the one figure every container allows."""
    seconds = examination.media.duration_seconds if examination.media else None
    return round(examination.exhibit.size_bytes * 8 / seconds) if seconds else None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MediaError(f"{folder} cannot be made ({error.strerror}); free space or choose another place.") from error


def _read(file: Path) -> tuple[RecompressedResult, dict[str, str]] | None:
    try:
        plain = json.loads(file.read_text("utf-8"))
        return wire.from_plain(RecompressedResult, plain["result"]), dict(plain["versions"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # a half-understood result is made again


def _write(file: Path, value: Any) -> None:
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    try:
        partial.write_text(json.dumps(value, allow_nan=False), "utf-8")
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise MediaError(f"{file} cannot be written ({error.strerror}); free space and start again.") from error
