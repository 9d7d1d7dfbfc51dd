"""Copies of clips scored by calibrations that never saw the clip's group, beside what the shipped ones say.

Shipped calibrations are fitted on the very clips a list usually holds. What a stranger's clip would meet is told by
fits on the same list, examined as it is, without the clip's own group.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from deepfake_studio import wire
from deepfake_studio.analysis import outcome as outcomes
from deepfake_studio.trials import folds, population
from deepfake_studio.trials.collect import ClipResult, ExamineOne
from deepfake_studio.trials.exhibit import Bench
from deepfake_studio.trials.listing import Clip, sha256
from deepfake_studio.trials.population import Population
from deepfake_studio.vocabulary import Examination, LikelihoodRatio, RecompressedResult

_REPLICATES = 200
Scored = tuple[LikelihoodRatio | None, str | None]
_LOST = "no track that a detector could score"


class Memory:
    """Keeps whole examinations by the SHA-256 of what was examined, since a held-out fit needs their series."""

    def __init__(self, folder: Path, examine_one: ExamineOne) -> None:
        self._folder, self._examine_one = folder, examine_one
        folder.mkdir(parents=True, exist_ok=True)

    def examine_one(self, path: Path, detector_ids: tuple[str, ...]) -> Examination:
        """Examine and remember."""
        found = self._examine_one(path, detector_ids)
        file = self._file(found.exhibit.sha256)
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps(wire.to_plain(found), allow_nan=False), "utf-8")
        partial.replace(file)
        return found

    def recall(self, digest: str) -> Examination | None:
        """What examining these bytes said, if it was kept."""
        try:
            return wire.from_plain(Examination, json.loads(self._file(digest).read_text("utf-8")))
        except (FileNotFoundError, ValueError):
            return None

    def _file(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"


def remembering(bench: Bench) -> tuple[Bench, Memory]:
    """A bench that keeps whole examinations beside its results."""
    memory = Memory(bench.folder / "examinations", bench.examine_one)
    return dataclasses.replace(bench, examine_one=memory.examine_one), memory


def held_out(
    copies: Sequence[tuple[Clip, RecompressedResult]],
    *,
    memory: Memory,
    as_is: Population,
    ensemble: Sequence[str],
) -> list[RecompressedResult]:
    """The results of ``copies`` with ratio and outcome from fits on ``as_is`` without the clip's group, gated.

    Results that were not examined, or whose examination is not remembered, stay as they are.
    """
    kept = [(at, _clip_result(clip, memory, result)) for at, (clip, result) in enumerate(copies)]
    usable = [(at, found) for at, found in kept if found is not None]
    by_name = _scored([found for _, found in usable], as_is, ensemble)
    out = [result for _, result in copies]
    for at, found in usable:
        out[at] = _replaced(out[at], by_name.get(found.clip.name))
    return out


def _clip_result(clip: Clip, memory: Memory, result: RecompressedResult) -> ClipResult | None:
    if result.status != "examined":
        return None
    examination = memory.recall(result.copy_sha256 or sha256(clip.path))
    if examination is None:
        return None
    return ClipResult(clip=clip, status="examined", reason=None, examination=examination)


def _scored(results: Sequence[ClipResult], as_is: Population, ensemble: Sequence[str]) -> dict[str, Scored]:
    """By clip name: ratio and why there is none."""
    people = population.build(results, as_is.detector_ids)
    if not people.clips:
        return {}
    held = folds.held_out(people, ensemble, replicates=_REPLICATES, fitted_on=as_is, gated=True)
    rows = zip(people.clips, held.ratios, held.silenced, strict=True)
    return {clip.name: (ratio, silenced) for clip, ratio, silenced in rows}


def _replaced(result: RecompressedResult, scored: Scored | None) -> RecompressedResult:
    lr, silenced = scored or (None, _LOST)
    said, why = outcomes.outcome(lr, reason=silenced)
    return dataclasses.replace(result, lr=lr, outcome=said, reason=why, detectors=())
