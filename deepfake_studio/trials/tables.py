"""The tables of an evaluation in Markdown, with what must be known to read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from deepfake_studio.analysis.resample import MIN_GROUPS, Estimate
from deepfake_studio.trials.figures import Figure, System, mean_auc, row_sets

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation

_KINDS = {"fused": "fused", "detector": "ensemble detector", "baseline": "other detector", "trivial": "trivial feature"}


def markdown(found: Evaluation) -> str:
    """The whole document."""
    parts = [
        f"# Evaluation on {found.list_name}",
        _reading(found),
        "## Coverage",
        _coverage(found),
        "## Mean AUC over generator groups (clip level)",
        _means(found),
        "## Fused LR against every other system: paired bootstrap over groups",
        _differences(found),
        "## AUC per generator group (clip level)",
        _per_group(found, "video", "auc", lambda s: s.kind != "trivial"),
        "## AUC per generator group (frame level)",
        _per_group(found, "frame", "auc", lambda s: s.frames is not None),
        "## EER per generator group (clip level)",
        _per_group(found, "video", "eer", lambda s: s.kind != "trivial"),
        "## AP per generator group (clip level)",
        _per_group(found, "video", "ap", lambda s: s.kind != "trivial"),
        "## Partial AUC up to 10 % false alarms, rescaled, per generator group (clip level)",
        _per_group(found, "video", "pauc", lambda s: s.kind != "trivial"),
        "## True positive rate at 1 % false alarms per generator group (clip level)",
        _per_group(found, "video", "tpr1", lambda s: s.kind != "trivial"),
        "## Trivial features of the clips: AUC per generator group",
        _per_group(found, "video", "auc", lambda s: s.kind == "trivial"),
        _trivial_verdict(found),
        "## Outcomes of the held-out fused LR",
        _outcomes(found),
    ]
    return "\n\n".join(parts) + "\n"


def _outside(found: Evaluation) -> str:
    names = ", ".join(sorted(found.population.outside))
    return f" and without {names}, which are no methods on the detectors' cards" if names else ""


def _reading(found: Evaluation) -> str:
    unseen = (
        "and without any clip of the generators of that row (protocol `generator`)"
        if found.protocol == "generator"
        else "(protocol `group`)"
    )
    return (
        f"Every generator group is measured against all {int((~found.population.labels).sum())} clips that are not "
        f"manipulated. Calibration and fusion ({' + '.join(found.ensemble)}) are fitted without the group (person, "
        f"pair or portrait) they score {unseen}{_outside(found)}. Intervals are 95 %, percentile bootstrap over groups "
        f"({found.replicates} resamples); there is none where a class has fewer than {MIN_GROUPS} groups (marked †). "
        "The AUC of fitted systems at clip level compares every manipulated clip with every other one under a fit that "
        "saw neither group; their EER, AP and frame-level figures pool the folds, which is harsh on weak systems."
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column to the left, the others to the right."""
    lines = [list(header), ["---", *["---:"] * (len(header) - 1)], *[list(row) for row in rows]]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number(value: float | None, digits: int = 3) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None or not np.isfinite(value) else f"{value:.{digits}f}"


def cell(estimate: Estimate) -> str:
    """A figure with its interval, or with the mark that there is none."""
    if estimate.value is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}†"
    return f"{estimate.value:.3f} [{estimate.low:.2f}, {estimate.high:.2f}]"


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
    first = next((f for f in line if f is not None), None)
    if first is None:
        return "-"
    e = first.estimate
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
    header = ["clips", "n (groups)", "supports manipulation", "inconclusive", "supports no manipulation"]
    rows = []
    for o in found.outcomes:
        interval = f"{number(o.wrong, 2)} [{number(o.low, 2)}, {number(o.high, 2)}]" if o.clips else "-"
        rows.append([o.name, f"{o.clips} ({o.groups})", *map(str, o.counts.values()), interval])
    costs = (
        f"Cllr {number(found.costs.cllr)} bit, min Cllr {number(found.costs.min_cllr)} bit over all clips (1 bit: as "
        f"good as saying nothing; a clip without a ratio counts as LR 1; {number(found.costs.scored, 2)} of the clips "
        f"have one). At even prior odds: Brier {number(found.costs.brier)}, calibration error (10 bins) "
        f"{number(found.costs.ece)}, accuracy at LR 1 {number(found.costs.accuracy)}."
    )
    note = "Wrong support: interval by Wilson with the number of groups as n."
    return table([*header, "wrong support"], rows) + "\n\n" + f"{costs} {note}"
