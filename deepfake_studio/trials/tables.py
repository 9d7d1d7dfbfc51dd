"""The tables of an evaluation in Markdown, with what must be known to read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from deepfake_studio.analysis.resample import MIN_GROUPS
from deepfake_studio.trials import detail_tables
from deepfake_studio.trials.conditions import AS_IS, WORDS
from deepfake_studio.trials.errors_at import OUTCOMES
from deepfake_studio.trials.figures import Figure, System, mean_auc, row_sets
from deepfake_studio.trials.text import cell as cell
from deepfake_studio.trials.text import number as number
from deepfake_studio.trials.text import table as table

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation

_KINDS = {"fused": "fused", "detector": "ensemble detector", "baseline": "other detector", "trivial": "trivial feature"}


# headings of tables that most readers look up rather than read
LOOKED_UP = (
    "Fused LR against",
    "DeLong",
    "AUC per generator group (frame level)",
    "EER",
    "AP ",
    "Partial AUC",
    "True positive rate",
)


def markdown(found: Evaluation) -> str:
    """The whole document."""
    fused = next((s.name for s in found.systems if s.kind == "fused"), "fused LR")
    parts = [f"# Evaluation on {found.list_name}{_condition(found)}", _reading(found)]
    for heading, body in (
        ("Coverage", _coverage(found)),
        ("Mean AUC over generator groups (clip level)", _means(found)),
        ("AUC per generator group (clip level)", _per_group(found, "video", "auc", lambda s: s.kind != "trivial")),
        ("Outcomes of the held-out fused LR", _outcomes(found)),
        ("Cost of the likelihood ratios", detail_tables.costs(found, fused)),
        ("AUC by face size, track length and bits per pixel (clip level)", detail_tables.parts(found)),
        ("Trivial features of the clips: AUC per generator group", _trivial(found)),
        ("Fused LR against every other system: paired bootstrap over groups", _differences(found)),
        ("DeLong's test of two systems (clip level)", detail_tables.contrasts(found)),
        ("AUC per generator group (frame level)", _per_group(found, "frame", "auc", lambda s: s.frames is not None)),
        *(
            (
                f"{title} per generator group (clip level)",
                _per_group(found, "video", metric, lambda s: s.kind != "trivial"),
            )
            for metric, title in _FIGURES.items()
        ),
    ):
        parts += [f"## {heading}", body]
    return "\n\n".join(parts) + "\n"


_MOST_TOLD = 5
_FIGURES = {
    "eer": "EER",
    "ap": "AP",
    "pauc": "Partial AUC up to 10 % false alarms, rescaled,",
    "tpr1": "True positive rate at 1 % false alarms",
}


def _condition(found: Evaluation) -> str:
    return "" if found.condition == AS_IS else f", condition {found.condition}"


def _trivial(found: Evaluation) -> str:
    return _per_group(found, "video", "auc", lambda s: s.kind == "trivial") + "\n\n" + _trivial_verdict(found)


SOURCES = {AS_IS: "the clips as they were found", "all": "the clips as they were found and all their copies"}


def _copied(found: Evaluation) -> str:
    """What was done to the clips, and what the copies are scored by."""
    if found.condition == AS_IS:
        return ""
    source = SOURCES.get(found.calibrated_on, "these copies")
    return (
        f"Copies of the clips: {WORDS.get(found.condition, found.condition)}. What scores them was fitted on {source}. "
    )


def _outside(found: Evaluation) -> str:
    names = ", ".join(sorted(found.population.outside))
    return f" and without {names}, which are no methods on the detectors' cards" if names else ""


def _reading(found: Evaluation) -> str:
    unseen = (
        "and without any clip of the generators of that row (protocol `generator`; in outcomes and costs without the "
        "clip's own generator)"
        if found.protocol == "generator"
        else "(protocol `group`)"
    )
    return _copied(found) + (
        f"Every generator group is measured against all {int((~found.population.labels).sum())} clips that are not "
        f"manipulated. Calibration and fusion ({' + '.join(found.ensemble)}) are fitted without the group (person, "
        f"pair or portrait) they score {unseen}{_outside(found)}. Intervals are 95 %, percentile bootstrap over groups "
        f"({found.replicates} resamples); there is none where a class has fewer than {MIN_GROUPS} groups (marked †). "
        "The AUC of fitted systems at clip level compares every manipulated clip with every other one under a fit that "
        "saw neither group; their EER, AP and frame-level figures pool the folds, which is harsh on weak systems."
    )


def _coverage(found: Evaluation) -> str:
    header = ["clips", "listed", "missing", "failed", "not applicable", "examined", "measured", "frames with a face"]
    rows = []
    for r in found.coverage:
        counts = (r.clips, r.missing, r.failed, r.not_applicable, r.examined, r.measured)
        rows.append([r.name, *map(str, counts), f"{r.frames_with_face} of {r.frames_sampled}"])
    note = "Measured: the list says that the clip shows a face and a track of it was scored."
    return "\n\n".join([table(header, rows), note, *_lost(found)])


def _lost(found: Evaluation) -> list[str]:
    """Clips that were missing or failed, by reason, so that a broken run cannot pass for a weak detector."""
    names: dict[str, list[str]] = {}
    for result in found.results:
        if result.status in {"missing", "failed"}:
            names.setdefault(f"{result.status}: {result.reason or 'no reason given'}", []).append(result.clip.name)
    return [f"{len(clips)} x {reason} ({_first(clips)})" for reason, clips in names.items()]


def _first(names: Sequence[str], count: int = 3) -> str:
    return ", ".join(names[:count]) + (", ..." if len(names) > count else "")


def _means(found: Evaluation) -> str:
    sets = row_sets(found.groups)
    rows = [
        [s.name, _KINDS[s.kind], *(number(mean_auc(found.figures, s.name, rows)) for rows in sets.values())]
        for s in found.systems
    ]
    names = "; ".join(f"{name}: {', '.join(g.name for g in rows)}" for name, rows in sets.items())
    return table(["system", "kind", *sets], rows) + "\n\n" + f"Rows of each mean: {names}."


def _differences(found: Evaluation) -> str:
    rows = []
    for d in found.differences:
        if np.isfinite(d.difference):
            means = (number(d.mean_system), number(d.mean_other), f"{d.difference:+.3f}")
            spread = f"[{d.low:+.3f}, {d.high:+.3f}]" if d.low is not None and d.high is not None else "-"
            rows.append([f"{d.system} - {d.other}", d.rows, *means, spread, number(d.share_above, 2)])
    note = (
        "Clips that both scored; groups drawn among groups that hold the same generators, so generators are fixed and "
        "two groups (each FF++ method, FakeApp) understate the spread."
    )
    header = ["difference", "rows", "fused", "other", "difference of means", "95 %", "share of resamples above 0"]
    return table(header, rows) + "\n\n" + note


def _per_group(found: Evaluation, level: str, metric: str, wanted: Callable[[System], bool]) -> str:
    systems = [s.name for s in found.systems if wanted(s)]
    cells = {(f.system, f.generator_group): f for f in found.figures if f.level == level and f.metric == metric}
    rows = []
    for group in found.groups:
        line = [cells.get((system, group.name)) for system in systems]
        rows.append([group.name, _sizes(line), *("-" if f is None else _with_gaps(f) for f in line)])
    return table(["generator group", "clips (groups)", *systems], rows)


def _with_gaps(figure: Figure) -> str:
    return cell(figure.estimate) + (f" ({figure.not_scored} not scored)" if figure.not_scored else "")


def _sizes(line: Sequence[Figure | None]) -> str:
    known = [f.estimate for f in line if f is not None]
    if not known:
        return "-"
    e = max(known, key=lambda e: e.n_manipulated + e.n_not)
    return f"{e.n_manipulated} ({e.groups_manipulated}) / {e.n_not} ({e.groups_not})"


def _trivial_verdict(found: Evaluation) -> str:
    """Says plainly where looking at the container beats looking at the face."""
    better, compared = [], 0
    for group in found.groups:
        values = {
            f.system: (f.kind, f.estimate.value)
            for f in found.figures
            if f.generator_group == group.name
            and f.level == "video"
            and f.metric == "auc"
            and f.estimate.value is not None
        }
        fused = next((v for kind, v in values.values() if kind == "fused"), None)
        compared += fused is not None
        above = [
            f"{n} ({v:.2f})" for n, (kind, v) in values.items() if kind == "trivial" and fused is not None and v > fused
        ]
        if above:
            better.append(f"{group.name} (fused {fused:.2f}): {', '.join(above)}")
    if not compared:
        return "There is nothing to compare: the fused LR has no AUC in any generator group."
    if not better:
        return "No trivial feature does better than the fused LR in any generator group."
    return "Trivial features that do better than the fused LR: " + "; ".join(better) + "."


def _outcomes(found: Evaluation) -> str:
    header = ["clips", "n (groups)", "supports manipulation", "inconclusive", "supports no manipulation", "no ratio"]
    rows = []
    for o in found.outcomes:
        wrong = number(o.wrong, 2) + ("†" if o.low is None else f" [{number(o.low, 2)}, {number(o.high, 2)}]")
        counts = [str(o.counts[kind]) for kind in OUTCOMES]
        rows.append([o.name, f"{o.clips} ({o.groups})", *counts, str(o.without), wrong if o.clips else "-"])
    note = (
        "Wrong support: of the clips with a ratio; interval by Wilson with the number of groups as n, "
        f"from {MIN_GROUPS} groups on."
    )
    return "\n\n".join([table([*header, "wrong support"], rows), note, *_silenced(found)])


def _silenced(found: Evaluation) -> list[str]:
    """Which measured clips have no ratio because they lie beyond the domain of what scores them."""
    told = [f"{c.name}: {why}" for c, why in zip(found.population.clips, found.held_out.silenced, strict=True) if why]
    if not told:
        return []
    first = "; ".join(told[:_MOST_TOLD]) + ("; ..." if len(told) > _MOST_TOLD else ".")
    text = f"{len(told)} measured clips lie beyond the domain of the fit that scores them and have no ratio: {first}"
    return [f"{text} Figures of rank count them all the same."]
