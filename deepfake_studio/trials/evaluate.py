"""Measures detectors on a list of labelled clips and writes the tables that README and model cards quote.

Negatives of every generator group are all clips that are not manipulated. Calibration and fusion are fitted without
the group they score. Clips whose list says that they show no face count in the coverage only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio.analysis.fitting import Rule
from deepfake_studio.analysis.resample import REPLICATES
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.trials import (
    collect,
    coverage,
    errors_at,
    figures,
    folds,
    listing,
    pairs,
    population,
    trivial,
    write,
)
from deepfake_studio.trials.collect import Cache, ClipResult, ExamineOne
from deepfake_studio.trials.coverage import CoverageRow
from deepfake_studio.trials.errors_at import Costs, Outcomes
from deepfake_studio.trials.figures import Difference, Figure, Kind, System
from deepfake_studio.trials.folds import HeldOut, Protocol
from deepfake_studio.trials.population import GeneratorGroup, Population

FUSED = "fused LR"
TRIVIAL_TOGETHER = "all trivial features together"
RULE: Rule = "soft maximum"  # how the detectors of the ensemble speak together
_FOLD_REPLICATES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything a trial found; ``write.markdown`` makes the tables."""

    list_name: str
    recipe: str
    protocol: Protocol
    ensemble: tuple[str, ...]
    detectors: dict[str, str]
    replicates: int
    results: tuple[ClipResult, ...]
    population: Population
    groups: tuple[GeneratorGroup, ...]
    systems: tuple[System, ...]
    figures: tuple[Figure, ...]
    differences: tuple[Difference, ...]
    coverage: tuple[CoverageRow, ...]
    held_out: HeldOut
    outcomes: tuple[Outcomes, ...]
    costs: Costs


def evaluate(
    csv_path: Path,
    *,
    examine_one: ExamineOne,
    detectors: Mapping[str, str],
    ensemble: Sequence[str],
    recipe: str,
    out_dir: Path,
    cache_dir: Path | None = None,
    protocol: Protocol = "group",
    outside: Sequence[str] = (),
    replicates: int = REPLICATES,
    seed: int = 0,
    job: Job | None = None,
) -> Evaluation:
    """Examine the clips of ``csv_path`` (or read the cache), measure, and write the tables into ``out_dir``.

    Args:
        csv_path: list with ``path,label,group`` and optionally ``generator,has_face,licence,source_repo``.
        examine_one: called as ``examine_one(path, detector_ids)`` for what the cache lacks.
        detectors: id to weights SHA-256 of every detector to measure.
        ensemble: the detectors that are fused; the others are baselines.
        recipe: digest of the examination recipe.
        out_dir: gets evaluation.json, figures.csv, clips.csv and evaluation.md.
        cache_dir: ``out_dir/cache`` by default.
        protocol: ``group`` leaves the clip's group out of every fit, ``generator`` also the generators it is scored in.
        outside: beginnings of the names of generators that no fit may use (methods on no detector's card).
        replicates: bootstrap resamples.
        seed: of every bootstrap.
        job: told after every clip.

    Raises:
        UsageError: the list is not usable, or the ensemble names a detector that is not measured.
        JobCancelled: the user asked to stop; the cache keeps what was examined.
    """
    unknown = sorted(set(ensemble) - set(detectors))
    if unknown or not ensemble:
        raise UsageError(
            f"The ensemble needs detectors that are measured; not among them: {', '.join(unknown) or 'none given'}."
        )
    clips = listing.read(csv_path)
    cache = Cache(folder=cache_dir or out_dir / "cache", recipe=recipe)
    results = collect.collect(clips, examine_one=examine_one, detectors=detectors, cache=cache, job=job or QuietJob())
    found = measure(
        results,
        list_name=csv_path.name,
        detectors=detectors,
        ensemble=ensemble,
        recipe=recipe,
        protocol=protocol,
        outside=outside,
        replicates=replicates,
        seed=seed,
    )
    write.write(found, out_dir)
    return found


def measure(
    results: Sequence[ClipResult],
    *,
    list_name: str,
    detectors: Mapping[str, str],
    ensemble: Sequence[str],
    recipe: str = "",
    protocol: Protocol = "group",
    outside: Sequence[str] = (),
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Evaluation:
    """The figures of examined clips; arguments as in `evaluate`."""
    people = population.build(results, tuple(detectors), outside=outside)
    groups = population.generator_groups([r.clip for r in results])
    systems = _systems(people, groups, ensemble, protocol)
    others = [s.name for s in systems if s.kind != "fused"]
    held = folds.held_out(
        people,
        ensemble,
        own_generator=protocol == "generator",
        replicates=min(_FOLD_REPLICATES, replicates),
        seed=seed,
        rule=RULE,
    )
    return Evaluation(
        list_name=list_name,
        recipe=recipe,
        protocol=protocol,
        ensemble=tuple(ensemble),
        detectors=dict(detectors),
        replicates=replicates,
        results=tuple(results),
        population=people,
        groups=groups,
        systems=tuple(systems),
        figures=tuple(figures.measure(people, systems, groups, replicates=replicates, seed=seed)),
        differences=tuple(
            figures.differences(people, systems, groups, others=others, replicates=replicates, seed=seed)
        ),
        coverage=tuple(coverage.tabulate(results, people)),
        held_out=held,
        outcomes=tuple(errors_at.tabulate(people, held, groups)),
        costs=errors_at.costs(people, held),
    )


def _systems(
    people: Population, groups: Sequence[GeneratorGroup], ensemble: Sequence[str], protocol: Protocol
) -> list[System]:
    out = [_held_out(people, FUSED, "fused", ensemble, groups, protocol, RULE)]
    out += [_detector(people, name, in_ensemble=name in ensemble) for name in people.detector_ids]
    features = trivial.as_detectors(people)
    out.append(_held_out(features, TRIVIAL_TOGETHER, "trivial", features.detector_ids, groups, protocol, "sum"))
    for name, scores in trivial.scores(people).items():
        out.append(System(name=name, kind="trivial", video=figures.as_lookup(scores)))
    return out


def _held_out(
    people: Population,
    name: str,
    kind: Kind,
    ids: Sequence[str],
    groups: Sequence[GeneratorGroup],
    protocol: Protocol,
    rule: Rule,
) -> System:
    held = folds.by_group(people, ids, groups, protocol=protocol, rule=rule)
    compared = pairs.by_group(people, ids, groups, protocol=protocol, rule=rule)
    return System(
        name=name,
        kind=kind,
        video=lambda group: held[group].scores,
        frames=(lambda group: held[group].frames) if kind == "fused" else None,
        pairs=lambda group: compared[group],
    )


def _detector(people: Population, name: str, *, in_ensemble: bool) -> System:
    column = people.detector_ids.index(name)
    frames = [rows[:, column] for rows in people.frames]
    scores = people.video_scores(name)
    return System(
        name=name,
        kind="detector" if in_ensemble else "baseline",
        video=figures.as_lookup(scores),
        frames=lambda _group: frames,
    )
