"""Writes an evaluation: a page and Markdown for people, CSV for spreadsheets, JSON for programs, plots as SVG.

With several conditions the first folder also gets ``robustness.*`` and a page that holds them all.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis.outcome import outcome
from deepfake_studio.trials import chart, compare, page, plots, tables
from deepfake_studio.trials.conditions import WORDS

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation

SCHEMA = compare.SCHEMA
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(found: Evaluation, out_dir: Path) -> None:
    """evaluation.html, .md and .json, figures.csv, slices.csv, clips.csv and plots in ``out_dir``, each whole."""
    out_dir.mkdir(parents=True, exist_ok=True)
    text = tables.markdown(found)
    _save(out_dir / "evaluation.md", text)
    _save(out_dir / "evaluation.json", json.dumps(plain(found), indent=1, allow_nan=False) + "\n")
    _save_csv(out_dir / "figures.csv", _figure_rows(found))
    _save_csv(out_dir / "slices.csv", _slice_rows(found))
    _save_csv(out_dir / "clips.csv", _clip_rows(found))
    drawn = {name: chart.draw(one) for name, one in plots.of(found).items()}
    for name, svg in drawn.items():
        _save(out_dir / f"{name}.svg", svg)
    _save(out_dir / "evaluation.html", page.render([_document(found, text, drawn)], title=page.first_words(text)))


def write_conditions(evaluations: Mapping[str, Evaluation], out_dir: Path) -> str:
    """robustness.md, .json, .csv and .svg and the page over all conditions, in ``out_dir``; returns the Markdown."""
    out_dir.mkdir(parents=True, exist_ok=True)
    told = {name: plain(found) for name, found in evaluations.items()}
    text = compare.markdown(told, title="Conditions side by side", about=_about(evaluations))
    rows = compare.rows(told, first_column="condition")
    drawn = chart.draw(plots.robustness(evaluations, compare.FUSED))
    _save(out_dir / "robustness.md", text)
    _save(out_dir / "robustness.json", json.dumps({"schema": SCHEMA, "rows": rows}, indent=1, allow_nan=False) + "\n")
    _save_csv(out_dir / "robustness.csv", rows)
    _save(out_dir / "robustness.svg", drawn)
    documents = [page.Document(markdown=text, plots={"Fused LR: AUC per generator group": [drawn]})]
    for found in evaluations.values():
        svgs = {name: chart.draw(one) for name, one in plots.of(found).items()}
        documents.append(_document(found, tables.markdown(found), svgs))
    _save(out_dir / "evaluation.html", page.render(documents, title=f"Evaluation on {_list_name(evaluations)}"))
    return text


def _about(evaluations: Mapping[str, Evaluation]) -> str:
    fits = {found.calibrated_on for found in evaluations.values()}
    copies = tables.SOURCES.get(fits.pop() if len(fits) == 1 else "", "the copies themselves")
    told = "; ".join(f"{name}: {WORDS.get(name, name)}" for name in evaluations)
    return f"Conditions. {told}. Calibration and fusion that score the copies were fitted, out of fold, on {copies}."


def _list_name(evaluations: Mapping[str, Evaluation]) -> str:
    return next(iter(evaluations.values())).list_name


def _document(found: Evaluation, text: str, drawn: Mapping[str, str]) -> page.Document:
    places = {"Outcomes": ("tippett", "calibration"), "AUC per generator group (clip level)": ("det",)}
    shown = {heading: [drawn[name] for name in names if name in drawn] for heading, names in places.items()}
    return page.Document(markdown=text, plots=shown, folded=tables.LOOKED_UP)


def plain(found: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON values; absent figures are null with a reason."""
    return {
        "schema": SCHEMA,
        "list": found.list_name,
        "condition": found.condition,
        "calibrated_on": found.calibrated_on,
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
        "single_costs": wire.to_plain(found.single_costs),
        "contrasts": wire.to_plain(found.contrasts),
        "slices": wire.to_plain(found.slices),
        "clips": _clip_rows(found),
    }


def _figure_rows(found: Evaluation) -> list[dict[str, Any]]:
    return [_flat(wire.to_plain(figure)) for figure in found.figures]


def _slice_rows(found: Evaluation) -> list[dict[str, Any]]:
    return [_flat(wire.to_plain(one)) for one in found.slices]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in row.items() if k != "estimate"}, **row["estimate"]}


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
            "silenced": found.held_out.silenced[i] if i is not None else None,
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
