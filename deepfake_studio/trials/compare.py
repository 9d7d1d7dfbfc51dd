"""Finished evaluations side by side: conditions of one ensemble, or an ablation of several."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.trials.tables import number, table
from deepfake_studio.trials.write import SCHEMA

FUSED = "fused LR"


def read(folder: Path) -> dict[str, Any]:
    """What `evaluate` wrote into ``folder``.

    Raises:
        UsageError: there is no evaluation in it.
    """
    file = folder / "evaluation.json"
    try:
        plain: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read ({error}); run deepfake-studio evaluate first.") from error
    if plain.get("schema") != SCHEMA:
        raise UsageError(f"{file} was written by another version; run deepfake-studio evaluate again.")
    return plain


def markdown(evaluations: Mapping[str, Mapping[str, Any]], *, title: str) -> str:
    """Mean AUC of every system, AUC of the fused ratio per generator group, costs and outcomes, one column each."""
    names = list(evaluations)
    parts = [
        f"# {title}",
        "## Mean clip-level AUC over generator groups",
        table(["system", *names], _means(evaluations)),
        "## Fused LR: AUC per generator group",
        table(["generator group", *names], _groups(evaluations)),
        "## Fused LR: costs and outcomes, held out",
        table(["", *names], _costs(evaluations)),
        "A clip without a ratio counts as LR 1 in Cllr. †: fewer than 8 groups of a class, so no interval.",
    ]
    return "\n\n".join(parts) + "\n"


def figures(plain: Mapping[str, Any], *, metric: str = "auc", level: str = "video") -> dict[tuple[str, str], Any]:
    """(system, generator group) to the estimate as written."""
    return {
        (f["system"], f["generator_group"]): f["estimate"]
        for f in plain["figures"]
        if f["metric"] == metric and f["level"] == level
    }


def mean_auc(plain: Mapping[str, Any], system: str) -> float:
    """Mean over all generator groups; NaN when one has none."""
    values = [e["value"] for (name, _), e in figures(plain).items() if name == system]
    return float(np.mean([np.nan if v is None else v for v in values])) if values else float("nan")


def _means(evaluations: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    systems = list(dict.fromkeys(f["system"] for plain in evaluations.values() for f in plain["figures"]))
    return [[system, *(number(mean_auc(plain, system)) for plain in evaluations.values())] for system in systems]


def _groups(evaluations: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    found = [figures(plain) for plain in evaluations.values()]
    groups = list(dict.fromkeys(group for cells in found for _, group in cells))
    return [[group, *(cell(cells.get((FUSED, group))) for cells in found)] for group in groups]


def cell(estimate: Mapping[str, Any] | None) -> str:
    """A figure with its interval, with the mark that there is none, or a dash."""
    if estimate is None or estimate["value"] is None:
        return "-"
    if estimate["low"] is None:
        return f"{estimate['value']:.3f}†"
    return f"{estimate['value']:.3f} [{estimate['low']:.2f}, {estimate['high']:.2f}]"


def _costs(evaluations: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    rows = [["Cllr, bit"], ["min Cllr, bit"], ["not manipulated, called manipulated"], ["manipulated, recognised"]]
    for plain in evaluations.values():
        rows[0].append(number(plain["costs"]["cllr"]))
        rows[1].append(number(plain["costs"]["min_cllr"]))
        by_name = {o["name"]: o for o in plain["outcomes"]}
        for row, name in ((rows[2], "not manipulated"), (rows[3], "all manipulated")):
            o = by_name.get(name)
            row.append(f"{o['counts']['supports_manipulation']} of {o['clips']}" if o else "-")
    return rows
