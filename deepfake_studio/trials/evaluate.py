"""Measures detectors on a list of labelled clips and writes the tables that README and model cards quote.

Negatives of every generator group are all clips that are not manipulated. Calibration and fusion are fitted without
the group they score. Clips whose list says that they show no face count in the coverage only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deepfake_studio.analysis.fitting import Rule
from deepfake_studio.analysis.resample import REPLICATES
from deepfake_studio.errors import UsageError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.trials import (
    collect,
    contrasts,
    coverage,
    errors_at,
    figures,
    folds,
    listing,
    pairs,
    population,
    slices,
    trivial,
    write,
)
from deepfake_studio.trials.collect import Cache, ClipResult, ExamineOne
from deepfake_studio.trials.conditions import AS_IS
from deepfake_studio.trials.contrasts import Contrast
from deepfake_studio.trials.coverage import CoverageRow
from deepfake_studio.trials.errors_at import Costs, Outcomes
from deepfake_studio.trials.figures import Difference, Figure, Kind, System
from deepfake_studio.trials.folds import HeldOut, Protocol
from deepfake_studio.trials.population import GeneratorGroup, Population
from deepfake_studio.trials.slices import Slice

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
    seed: int
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
    condition: str = AS_IS
    calibrated_on: str = AS_IS
    fitted_on: Population | None = None
    single_costs: dict[str, Costs] = field(default_factory=dict)
    contrasts: tuple[Contrast, ...] = ()
    slices: tuple[Slice, ...] = ()


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
    condition: str = AS_IS,
    fitted_on: Population | None = None,
    calibrated_on: str = AS_IS,
) -> Evaluation:
    """The figures of examined clips; arguments as in `evaluate`.

    ``condition`` names what was done to the clips; calibration and fusion come (out of fold) from these clips
    themselves or from ``fitted_on``: the clips as they are, or those with copies of them, as ``calibrated_on`` says.
    """
    people = population.build(results, tuple(detectors), outside=outside)
    lost = errors_at.unscored(results, people)
    groups = population.generator_groups([r.clip for r in results])
    folding = _Folding(people, groups, protocol, fitted_on, min(_FOLD_REPLICATES, replicates), seed)
    held = folding.ratios(ensemble, RULE, intervals=True, gated=True)
    systems = _systems(folding, ensemble, trivially=condition == AS_IS)
    others = [s.name for s in systems if s.kind != "fused"]
    return Evaluation(
        list_name=list_name,
        recipe=recipe,
        protocol=protocol,
        ensemble=tuple(ensemble),
        detectors=dict(detectors),
        replicates=replicates,
        seed=seed,
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
        outcomes=tuple(errors_at.tabulate(people, held, groups, lost=lost)),
        costs=errors_at.costs(people, held, lost=lost),
        condition=condition,
        calibrated_on=calibrated_on if fitted_on is not None else condition,
        fitted_on=fitted_on,
        single_costs={
            n: errors_at.costs(people, folding.ratios((n,), RULE, gated=True), lost=lost) for n in people.detector_ids
        },
        contrasts=tuple(contrasts.tabulate(people, systems)),
        slices=tuple(slices.tabulate(people, systems, held, replicates=replicates, seed=seed)),
    )


@dataclass(frozen=True, slots=True)
class _Folding:
    """How fits are held out in this trial."""

    people: Population
    groups: tuple[GeneratorGroup, ...]
    protocol: Protocol
    fitted_on: Population | None
    replicates: int
    seed: int

    def ratios(self, ids: Sequence[str], rule: Rule, *, intervals: bool = False, gated: bool = False) -> HeldOut:
        """One ratio per clip; ``gated`` as a case would have it, otherwise also where a case would have none."""
        return folds.together(
            self.people,
            ids,
            self.groups,
            protocol=self.protocol,
            rule=rule,
            replicates=self.replicates if intervals else 0,
            seed=self.seed,
            fitted_on=self.fitted_on,
            gated=gated,
        )

    def alone(self, name: str) -> HeldOut:
        """The ratios of one detector."""
        return self.ratios((name,), RULE, gated=True)

    def on_trivial(self) -> _Folding:
        """The same with the trivial features in place of detectors."""
        return dataclasses.replace(self, people=trivial.as_detectors(self.people), fitted_on=None)

    def system(self, name: str, kind: Kind, ids: Sequence[str], rule: Rule) -> System:
        """A system whose scores are fitted; figures of rank take no notice of the gate."""
        people, groups, protocol, source = self.people, self.groups, self.protocol, self.fitted_on
        held = folds.by_group(people, ids, groups, protocol=protocol, rule=rule, fitted_on=source)
        compared = pairs.by_group(people, ids, groups, protocol=protocol, rule=rule, fitted_on=source)
        return System(
            name=name,
            kind=kind,
            video=lambda group: held[group].scores,
            overall=self.ratios(ids, rule, intervals=kind == "fused").scores,  # the fits of the outcomes
            frames=(lambda group: held[group].frames) if kind == "fused" else None,
            pairs=lambda group: compared[group],
            overall_pairs=pairs.together(people, compared, groups),
        )


def _systems(folding: _Folding, ensemble: Sequence[str], *, trivially: bool) -> list[System]:
    people = folding.people
    out = [folding.system(FUSED, "fused", ensemble, RULE)]
    out += [_detector(people, name, in_ensemble=name in ensemble) for name in people.detector_ids]
    if trivially:  # size and bitrate of a copy mean something else than those it was made from
        features = folding.on_trivial()
        out.append(features.system(TRIVIAL_TOGETHER, "trivial", features.people.detector_ids, "sum"))
    for name, scores in trivial.scores(people).items():
        out.append(System(name=name, kind="trivial", video=figures.as_lookup(scores), overall=scores))
    return out


def _detector(people: Population, name: str, *, in_ensemble: bool) -> System:
    column = people.detector_ids.index(name)
    frames = [rows[:, column] for rows in people.frames]
    scores = people.video_scores(name)
    return System(
        name=name,
        kind="detector" if in_ensemble else "baseline",
        video=figures.as_lookup(scores),
        overall=scores,
        frames=lambda _group: frames,
    )
