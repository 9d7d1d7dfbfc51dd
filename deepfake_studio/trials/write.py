"""Writes an evaluation: Markdown for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis.outcome import outcome
from deepfake_studio.trials import tables

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation

SCHEMA = "deepfake-studio/evaluation/1"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(found: Evaluation, out_dir: Path) -> None:
    """evaluation.md, evaluation.json, figures.csv and clips.csv in ``out_dir``, each whole or not at all."""
    out_dir.mkdir(parents=True, exist_ok=True)
    _save(out_dir / "evaluation.md", tables.markdown(found))
    _save(out_dir / "evaluation.json", json.dumps(plain(found), indent=1, allow_nan=False) + "\n")
    _save_csv(out_dir / "figures.csv", _figure_rows(found))
    _save_csv(out_dir / "clips.csv", _clip_rows(found))


def plain(found: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON values; absent figures are null with a reason."""
    return {
        "schema": SCHEMA,
        "list": found.list_name,
        "recipe": found.recipe,
        "protocol": found.protocol,
        "outside": sorted(found.population.outside),
        "ensemble": list(found.ensemble),
        "detectors": found.detectors,
        "bootstrap_replicates": found.replicates,
        "coverage": wire.to_plain(found.coverage),
        "figures": [wire.to_plain(figure) for figure in found.figures],
        "differences": wire.to_plain(found.differences),
        "outcomes": wire.to_plain(found.outcomes),
        "costs": wire.to_plain(found.costs),
        "clips": _clip_rows(found),
    }


def _figure_rows(found: Evaluation) -> list[dict[str, Any]]:
    rows = []
    for figure in found.figures:
        row = {k: v for k, v in wire.to_plain(figure).items() if k != "estimate"}
        rows.append(row | wire.to_plain(figure.estimate))
    return rows


def _clip_rows(found: Evaluation) -> list[dict[str, Any]]:
    """Every clip of the list, also those without a score, with the held-out ratio and the raw logits."""
    index = {clip.name: i for i, clip in enumerate(found.population.clips)}
    scores = {name: found.population.video_scores(name) for name in found.population.detector_ids}
    rows = []
    for result in found.results:
        row: dict[str, Any] = {
            "path": result.clip.name,
            "label": "manipulated" if result.clip.manipulated else "not manipulated",
            "generator": result.clip.generator,
            "group": result.clip.group,
            "status": result.status,
            "reason": result.reason,
        }
        i = index.get(result.clip.name)
        ratio = found.held_out.ratios[i] if i is not None else None
        row |= {
            "outcome": outcome(ratio)[0] if ratio else None,
            "log10_lr": ratio.log10 if ratio else None,
            "low": ratio.low if ratio else None,
            "high": ratio.high if ratio else None,
        }
        row |= {name: _number(values, i) for name, values in scores.items()}
        rows.append(row)
    return rows


def _number(values: np.ndarray[Any, Any], i: int | None) -> float | None:
    return float(values[i]) if i is not None and np.isfinite(values[i]) else None


def _safe(value: Any) -> Any:
    # a spreadsheet runs text that starts like a formula
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _save_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _safe(v) for k, v in row.items()} for row in rows)
    partial.replace(path)


def _save(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(text, "utf-8")
    partial.replace(path)
