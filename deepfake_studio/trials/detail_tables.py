"""Tables that an evaluation has beside those per generator: costs, parts of the list, tests of two systems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deepfake_studio.trials.slices import EVERYTHING
from deepfake_studio.trials.text import cell, number, table

if TYPE_CHECKING:
    from deepfake_studio.trials.errors_at import Costs
    from deepfake_studio.trials.evaluate import Evaluation
    from deepfake_studio.trials.slices import Slice


def costs(found: Evaluation, fused: str) -> str:
    """Cllr and its company for the fused ratio and for every detector calibrated alone."""
    rows = [_cost_row(fused, found.costs)]
    rows += [_cost_row(name, single) for name, single in found.single_costs.items()]
    header = [
        "calibrated out of fold",
        "Cllr, bit",
        "min Cllr, bit",
        "Brier",
        "ECE",
        "accuracy at LR 1",
        "balanced accuracy",
        "with a ratio",
    ]
    note = (
        "Over all clips that show a face by the list. Cllr 1 bit is as good as saying nothing; a clip without a ratio "
        "(no face found, an abstention) counts as LR 1. Brier, ECE (10 equal bins) and accuracy take the ratio as a "
        "probability at even prior odds; at LR 1 a clip is half right; balanced: both classes weigh the same. min "
        "Cllr: after the best monotone recalibration in hindsight."
    )
    return table(header, rows) + "\n\n" + note


def _cost_row(name: str, c: Costs) -> list[str]:
    scored = "-" if c.scored is None else f"{100 * c.scored:.0f} %"
    return [name, *map(number, (c.cllr, c.min_cllr, c.brier, c.ece, c.accuracy, c.balanced_accuracy)), scored]


def parts(found: Evaluation) -> str:
    """AUC over all clips and over thirds of the list, one row a part."""
    by_part: dict[tuple[str, str], list[Slice]] = {}
    for one in found.slices:
        by_part.setdefault((one.by, one.part), []).append(one)
    systems = list(dict.fromkeys(one.system for one in found.slices))
    rows = [_part_row(by, part, line, systems) for (by, part), line in by_part.items()]
    header = ["clips", "manipulated (groups) / other (groups)", "Cllr of fused LR", *systems]
    note = (
        "Thirds of the measured clips, each from its lower limit to below its upper one. Face size: median of the "
        "longer side of the boxes of the main track. Bits per pixel: of the file, per displayed pixel and frame."
    )
    return table(header, rows) + "\n\n" + note


def _part_row(by: str, part: str, line: Sequence[Slice], systems: Sequence[str]) -> list[str]:
    cells = {one.system: one for one in line}
    sizes = max((one.estimate for one in line), key=lambda e: e.n_manipulated + e.n_not)
    counts = f"{sizes.n_manipulated} ({sizes.groups_manipulated}) / {sizes.n_not} ({sizes.groups_not})"
    cllr = next((one.cllr for one in line if one.cllr is not None), None)
    name = EVERYTHING if by == EVERYTHING else f"{by} {part}"
    return [name, counts, number(cllr), *(cell(cells[s].estimate) if s in cells else "-" for s in systems)]


def contrasts(found: Evaluation) -> str:
    """DeLong's test of every two systems."""
    rows = []
    for c in found.contrasts:
        if (t := c.test) is not None:
            figures = (number(t.auc_first), number(t.auc_second), f"{t.difference:+.3f}", number(t.standard_error))
            rows.append([f"{c.first} - {c.second}", str(c.clips), *figures, _p(t.p_value)])
    header = ["difference", "clips", "first", "second", "difference of AUCs", "standard error", "p, two-sided"]
    note = (
        "Over all clips that both scored, generators together. The test takes clips as independent, which clips of one "
        "person are not: p is too small where groups are large. The fused LR enters with its pooled held-out ratios, "
        "whose AUC may lie below the one by pairs. No correction for the number of rows."
    )
    return table(header, rows) + "\n\n" + note


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
