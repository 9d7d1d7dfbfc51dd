"""What became of every clip of the list: nothing drops out of sight because it was missing, failed or had no face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deepfake_studio.trials.collect import ClipResult
from deepfake_studio.trials.population import Population


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """Counts over the clips of one generator (or of the clips that are not manipulated)."""

    name: str
    clips: int
    missing: int
    failed: int
    not_applicable: int
    examined: int
    measured: int
    frames_sampled: int
    frames_with_face: int


def tabulate(results: Sequence[ClipResult], population: Population) -> list[CoverageRow]:
    """One row per generator in the order of the list, the clips that are not manipulated first."""
    measured = {clip.name for clip in population.clips}
    names = sorted(dict.fromkeys(r.clip.generator for r in results), key=bool)
    return [_row(name, [r for r in results if r.clip.generator == name], measured) for name in names]


def _row(name: str, results: Sequence[ClipResult], measured: set[str]) -> CoverageRow:
    seen = [r.examination.coverage for r in results if r.examination is not None and r.examination.coverage is not None]
    status = [r.status for r in results]
    return CoverageRow(
        name=name or "not manipulated",
        clips=len(results),
        missing=status.count("missing"),
        failed=status.count("failed"),
        not_applicable=status.count("not_applicable"),
        examined=status.count("examined"),
        measured=sum(r.clip.name in measured for r in results),
        frames_sampled=sum(c.frames_sampled for c in seen),
        frames_with_face=sum(c.frames_with_face for c in seen),
    )
