"""Do real clips turn into accusations by being shared? A list's clips as they are and through platform profiles.

An accusation is the outcome ``supports_manipulation`` for a clip that is not manipulated; for a manipulated one the
same table says what sharing takes away. The shipped calibrations score every copy, as the product does; they may have
been fitted on the same clips, so `held_out` scores the copies by fits that never saw the clip's group.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deepfake_studio import examine, wire
from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.inference import registry
from deepfake_studio.job import Job
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import Limits
from deepfake_studio.social.nouns import Profile
from deepfake_studio.trials import copies, exhibit, held_out_copies, rungs
from deepfake_studio.trials.exhibit import Bench
from deepfake_studio.trials.held_out_copies import Memory
from deepfake_studio.trials.listing import Clip
from deepfake_studio.trials.population import Population
from deepfake_studio.trials.rungs import CopyRecipe
from deepfake_studio.vocabulary import Examination, PlanName, RecompressedResult, Robustness

ACCUSED = "supports_manipulation"
_ORDER = (ACCUSED, "inconclusive", "supports_no_manipulation", "not_applicable", "failed")
_WORDS = {
    ACCUSED: "supports manipulation",
    "inconclusive": "inconclusive",
    "supports_no_manipulation": "supports no manipulation",
    "not_applicable": "not applicable",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clip; ``robustness`` is absent where the clip as it is could not be examined (``reason``)."""

    clip: Clip
    robustness: Robustness | None
    reason: str | None = None


def bench(folder: Path, *, plan: PlanName, limits: Limits, job: Job) -> Bench:
    """A bench in this process: every shipped detector, results kept in ``folder``."""
    ids = registry.shipped_ids()

    def examine_one(path: Path, detector_ids: tuple[str, ...]) -> Examination:
        taken = acquire(path, job=job, limits=limits)
        return examine.examine(taken, plan=plan, limits=limits, job=job, detector_ids=detector_ids)

    def make_copy(source: Path, out: Path, recipe: CopyRecipe) -> float | None:
        return copies.make(source, out, recipe, limits=limits, job=job)

    return Bench(
        examine_one=examine_one,
        make_copy=make_copy,
        weights={i: registry.spec(i).sha256 for i in ids},
        recipe_digest=examine.recipe_for(plan=plan).digest,
        folder=folder,
    )


def build(clips: Sequence[Clip], profiles: Sequence[Profile], *, bench: Bench, job: Job) -> tuple[Row, ...]:
    """Every clip through every profile; a clip that cannot be examined keeps its row.

    Raises:
        JobCancelled: the user asked to stop; what was finished is found again.
    """
    wanted, out = rungs.of_profiles(profiles), []
    for number, clip in enumerate(clips):
        job.progress(number, len(clips), clip.name)
        try:
            found = exhibit.robustness(clip.path, copies=wanted, bench=bench, job=job)
        except (MediaError, NotApplicable) as error:
            out.append(Row(clip=clip, robustness=None, reason=str(error)))
        else:
            out.append(Row(clip=clip, robustness=found))
    return tuple(out)


def held_out(rows: Sequence[Row], *, memory: Memory, as_is: Population, ensemble: Sequence[str]) -> tuple[Row, ...]:
    """The same clips and copies, each scored by fits that never saw its group (see `held_out_copies`)."""
    out = [row.robustness.results if row.robustness else () for row in rows]
    for column in range(max((len(results) for results in out), default=0)):
        there = [at for at, results in enumerate(out) if len(results) > column]
        copied = [(rows[at].clip, out[at][column]) for at in there]
        made = held_out_copies.held_out(copied, memory=memory, as_is=as_is, ensemble=ensemble)
        for at, result in zip(there, made, strict=True):
            out[at] = (*out[at][:column], result, *out[at][column + 1 :])
    return tuple(_with(row, results) for row, results in zip(rows, out, strict=True))


def _with(row: Row, results: tuple[RecompressedResult, ...]) -> Row:
    if row.robustness is None:
        return row
    return dataclasses.replace(row, robustness=dataclasses.replace(row.robustness, results=results, holding=()))


def counts(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    """By column ("as it is", then the profiles): how many clips have which outcome or status."""
    out: dict[str, Counter[str]] = {}
    for row in rows:
        for result in row.robustness.results if row.robustness else ():
            out.setdefault(result.name, Counter())[_said(result)] += 1
    return out


def _said(result: RecompressedResult) -> str:
    return result.outcome if result.status == "examined" and result.outcome else result.status


def markdown(rows: Sequence[Row], *, title: str) -> str:
    """Counts, then one line per clip."""
    found = counts(rows)
    names = list(found)
    head = [f"# {title}", "", *_counted(found, names), "", *_each(rows, names)]
    missing = [f"* {r.clip.name}: {r.reason}" for r in rows if r.robustness is None]
    return "\n".join([*head, *(["", "Not examined:", "", *missing] if missing else [])]) + "\n"


def _counted(found: dict[str, Counter[str]], names: list[str]) -> list[str]:
    used = [key for key in _ORDER if any(found[name][key] for name in names)]
    lines = [f"| outcome | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    return lines + [f"| {_WORDS[key]} | {' | '.join(str(found[n][key]) for n in names)} |" for key in used]


def _each(rows: Sequence[Row], names: list[str]) -> list[str]:
    lines = [f"| clip | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for row in rows:
        if row.robustness is not None:
            by_name = {r.name: r for r in row.robustness.results}
            lines.append(f"| {row.clip.name} | {' | '.join(_cell(by_name[n]) for n in names)} |")
    return lines


def _cell(result: RecompressedResult) -> str:
    lr = result.lr
    word = _WORDS[_said(result)]
    if lr is None:
        return f"{word} ({result.reason})" if result.reason else word
    strong = f"**{word}**" if result.outcome == ACCUSED else word
    return f"{lr.log10:+.2f} [{lr.low:+.2f}, {lr.high:+.2f}] {strong}"


def plain(rows: Sequence[Row]) -> dict[str, Any]:
    """The same for other programs."""
    each = [
        {
            "clip": r.clip.name,
            "manipulated": r.clip.manipulated,
            "reason": r.reason,
            "results": wire.to_plain(r.robustness.results) if r.robustness else None,
        }
        for r in rows
    ]
    return {"counts": {name: dict(found) for name, found in counts(rows).items()}, "clips": each}
