"""Finished evaluations side by side, from what they wrote: conditions of one ensemble, or steps of an ablation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from deepfake_studio.errors import UsageError
from deepfake_studio.trials.population import POOLED
from deepfake_studio.trials.text import interval, number, table

SCHEMA = "deepfake-studio/evaluation/1"
FUSED = "fused LR"
Plain = Mapping[str, Any]
NOTE = (
    "A clip without a ratio counts as LR 1 in Cllr. †: fewer than 8 groups of a class, so no interval. Outcomes: of "
    "the clips with a ratio."
)


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


def markdown(evaluations: Mapping[str, Plain], *, title: str, about: str = "") -> str:
    """AUC of the fused ratio per generator group, costs and outcomes, mean AUC of every system; one column each."""
    names = list(evaluations)
    parts = [
        f"# {title}",
        *([about] if about else []),
        "## Fused LR: AUC per generator group",
        table(["generator group", *names], _groups(evaluations)),
        "## Fused LR: costs and outcomes, held out",
        table(["", *names], _costs(evaluations)),
        NOTE,
        "## Mean clip-level AUC over generator groups, every system",
        table(["system", *names], _means(evaluations)),
    ]
    return "\n\n".join(parts) + "\n"


def rows(evaluations: Mapping[str, Plain], *, first_column: str) -> list[dict[str, Any]]:
    """Every clip-level AUC of every evaluation as flat rows, for spreadsheets and programs."""
    out = []
    for name, plain in evaluations.items():
        for (system, group), estimate in figures(plain).items():
            out.append({first_column: name, "system": system, "generator_group": group, "metric": "auc", **estimate})
    return out


def figures(plain: Plain, *, metric: str = "auc", level: str = "video") -> dict[tuple[str, str], Any]:
    """(system, generator group) to the estimate as written."""
    return {
        (f["system"], f["generator_group"]): f["estimate"]
        for f in plain["figures"]
        if f["metric"] == metric and f["level"] == level
    }


def mean_auc(plain: Plain, system: str, *, pooled: bool = True) -> float:
    """Mean over all generator groups, or without the pooled row; NaN when one has none."""
    found = {group: e["value"] for (name, group), e in figures(plain).items() if name == system}
    values = [value for group, value in found.items() if pooled or group != POOLED]
    return float(np.mean([np.nan if v is None else v for v in values])) if values else float("nan")


def _means(evaluations: Mapping[str, Plain]) -> list[list[str]]:
    systems = list(dict.fromkeys(f["system"] for plain in evaluations.values() for f in plain["figures"]))
    return [[system, *(number(mean_auc(plain, system)) for plain in evaluations.values())] for system in systems]


def _groups(evaluations: Mapping[str, Plain]) -> list[list[str]]:
    found = [figures(plain) for plain in evaluations.values()]
    groups = list(dict.fromkeys(group for cells in found for name, group in cells if name == FUSED))
    lines = [[group, *(cell(cells.get((FUSED, group))) for cells in found)] for group in groups]
    means = [mean_auc(plain, FUSED) for plain in evaluations.values()]
    apart = [mean_auc(plain, FUSED, pooled=False) for plain in evaluations.values()]
    lines.append(["**mean over all rows**", *map(number, means)])
    lines.append(["**mean without the pooled row**", *map(number, apart)])
    lines.append(["difference of means to the first column", "", *(signed(mean - means[0]) for mean in means[1:])])
    return lines


def signed(value: float) -> str:
    """A difference with its sign, or a dash."""
    return f"{value:+.3f}" if np.isfinite(value) else "-"


def cell(estimate: Plain | None) -> str:
    """A figure with its interval, with the mark that there is none, or a dash."""
    return "-" if estimate is None else interval(estimate["value"], estimate["low"], estimate["high"])


def _costs(evaluations: Mapping[str, Plain]) -> list[list[str]]:
    lines: dict[str, list[str]] = {}
    for plain in evaluations.values():
        for name, text in costs(plain).items():
            lines.setdefault(name, []).append(text)
    return [[name, *cells] for name, cells in lines.items()]


def costs(plain: Plain) -> dict[str, str]:
    """What the held-out fused ratios cost and say, by name of the figure."""
    c = plain["costs"]
    by_name = {o["name"]: o for o in plain["outcomes"]}
    return {
        "Cllr, bit": number(c["cllr"]),
        "min Cllr, bit": number(c["min_cllr"]),
        "ECE at even prior odds": number(c.get("ece")),
        "clips with a ratio": f"{100 * c['scored']:.0f} %" if c.get("scored") is not None else "-",
        "not manipulated, called manipulated": _share(by_name.get("not manipulated"), "supports_manipulation"),
        "manipulated, recognised": _share(by_name.get("all manipulated"), "supports_manipulation"),
        "manipulated, called not manipulated": _share(by_name.get("all manipulated"), "supports_no_manipulation"),
    }


def _share(outcomes: Plain | None, kind: str) -> str:
    return f"{outcomes['counts'][kind]} of {outcomes['clips']}" if outcomes else "-"
