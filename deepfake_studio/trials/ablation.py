"""What each step of an ablation buys: finished evaluations as rows, conditions as columns.

A step is a folder of `deepfake-studio evaluate`, with or without ``--conditions``. By default the fused ratio of each
is compared; a step may name one of its detectors instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.trials import compare
from deepfake_studio.trials.conditions import AS_IS
from deepfake_studio.trials.robustness import CONDITIONS_FOLDER
from deepfake_studio.trials.text import number, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row: what was measured under each condition, and the system to look at."""

    name: str
    system: str
    by_condition: Mapping[str, Mapping[str, Any]]


def read(text: str) -> Step:
    """A step from ``NAME=DIR`` or ``NAME=DIR@SYSTEM``.

    Raises:
        UsageError: the text or the folder is not usable, or the evaluation knows no such system.
    """
    name, _, place = text.partition("=")
    folder, _, system = place.partition("@")
    if not name or not folder:
        raise UsageError(f"'{text}' is no step; write NAME=DIR, for instance SBI=E1 or SBI=E1@DETECTOR.")
    by_condition = {AS_IS: compare.read(Path(folder))}
    for file in sorted((Path(folder) / CONDITIONS_FOLDER).glob("*/evaluation.json")):
        by_condition[file.parent.name] = compare.read(file.parent)
    step = Step(name=name, system=system or compare.FUSED, by_condition=by_condition)
    known = sorted({f["system"] for f in by_condition[AS_IS]["figures"]})
    if step.system not in known:
        raise UsageError(f"{folder} has no system '{step.system}'; it has {', '.join(known)}.")
    return step


def markdown(steps: Sequence[Step], *, title: str = "Ablation") -> str:
    """Mean AUC per condition with the gain over the step before, costs, and AUC per generator group."""
    conditions = list(dict.fromkeys(c for step in steps for c in step.by_condition))
    parts = [
        f"# {title}",
        _lists(steps),
        "## Mean clip-level AUC over generator groups (all rows), and the difference to the step before",
        table(["step", "system", *conditions], _means(steps, conditions)),
    ]
    for condition in conditions:
        parts += [f"## AUC per generator group, {condition}", _groups(steps, condition)]
    for condition in conditions:
        parts += [f"## Costs and outcomes of the fused LR, {condition}", _costs(steps, condition)]
    return "\n\n".join([*parts, compare.NOTE]) + "\n"


def _lists(steps: Sequence[Step]) -> str:
    """Says so when the steps were not measured alike, since their differences then mean nothing."""
    how = {(s.by_condition[AS_IS]["list"], s.by_condition[AS_IS]["protocol"]) for s in steps}
    if len(how) == 1:
        name, protocol = next(iter(how))
        return f"All steps: list {name}, protocol `{protocol}`."
    told = "; ".join(f"{name}, protocol `{protocol}`" for name, protocol in sorted(how))
    return f"**The steps were not measured alike** ({told}); their differences are not those of the detectors alone."


def _means(steps: Sequence[Step], conditions: Sequence[str]) -> list[list[str]]:
    before = dict.fromkeys(conditions, np.nan)
    out = []
    for step in steps:
        line = []
        for condition in conditions:
            plain = step.by_condition.get(condition)
            mean = compare.mean_auc(plain, step.system) if plain is not None else np.nan
            gain = mean - before[condition]
            line.append(number(mean) + (f" ({gain:+.3f})" if np.isfinite(gain) else ""))
            before[condition] = mean
        out.append([step.name, step.system, *line])
    return out


def _groups(steps: Sequence[Step], condition: str) -> str:
    found = {s.name: compare.figures(s.by_condition[condition]) for s in steps if condition in s.by_condition}
    systems = {s.name: s.system for s in steps}
    groups = list(dict.fromkeys(g for name, cells in found.items() for system, g in cells if system == systems[name]))
    rows = [[g, *(compare.cell(cells.get((systems[name], g))) for name, cells in found.items())] for g in groups]
    return table(["generator group", *found], rows)


def _costs(steps: Sequence[Step], condition: str) -> str:
    found = {s.name: compare.costs(s.by_condition[condition]) for s in steps if condition in s.by_condition}
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    rows = [[name, *(figures[name] for figures in found.values())] for name in names]
    return table(["", *found], rows)
