"""Model cards from finished evaluations: every figure on a card comes from a file that a command wrote.

What a person has to say (architecture, data, known failures) stands in ``models/about.toml``; the rest is measured.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS, WHY_NOT_VALIDATED
from deepfake_studio.trials import compare
from deepfake_studio.trials.tables import number, table
from deepfake_studio.vocabulary import DetectorSpec

METRICS = {"auc": "AUC", "pauc": "partial AUC", "eer": "EER", "tpr1": "TPR at 1 % FPR"}


def about(file: Path) -> dict[str, Any]:
    """The texts of ``models/about.toml``.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read ({error}); it holds what the model cards say in words.") from error


def card(spec: DetectorSpec, texts: Mapping[str, Any], evaluations: Mapping[str, Mapping[str, Any]]) -> str:
    """The Markdown card of one detector.

    Args:
        spec: its manifest entry.
        texts: from `about`: ``shared`` texts and ``detector.<id>`` ones.
        evaluations: condition name to what `compare.read` gives.
    """
    own: Mapping[str, str] = texts.get("detector", {}).get(spec.id, {})
    validated = QUESTIONS[spec.question].validated
    shared: Mapping[str, str] = texts.get("shared" if validated else spec.question, {})
    parts = [
        f"# {spec.id}",
        f"{spec.description}.",
        f"SHA-256 {spec.sha256}, {spec.size_bytes:,} bytes, licence {spec.licence}. {spec.paper}.",
    ]
    for title, key in (
        ("Network", "network"),
        ("Question", "question"),
        ("Training data", "data"),
        ("Domain", "domain"),
        ("Known failures", "failures"),
    ):
        words = "\n\n".join(t[key].strip() for t in (own, shared) if key in t)
        if words:
            parts += [f"## {title}", words]
    if validated:
        parts += ["## Clips, one detector alone", _figures(spec.id, evaluations), _legend(evaluations)]
    else:
        asked = QUESTIONS[spec.question]
        parts += [f"## {NOT_VALIDATED.capitalize()}", f"H1: {asked.h1}; H2: {asked.h2}.", WHY_NOT_VALIDATED]
    if commands := own.get("commands") or shared.get("commands"):
        parts += ["## Made and measured by", commands.strip()]
    return "\n\n".join(parts) + "\n"


def _figures(name: str, evaluations: Mapping[str, Mapping[str, Any]]) -> str:
    cells = {condition: compare.figures(plain) for condition, plain in evaluations.items()}
    groups = list(dict.fromkeys(g for found in cells.values() for system, g in found if system == name))
    rows = [
        [g, _size(cells, name, g), *(compare.cell(found.get((name, g))) for found in cells.values())] for g in groups
    ]
    rows.append(["**mean**", "", *(number(compare.mean_auc(plain, name)) for plain in evaluations.values())])
    for metric, title in list(METRICS.items())[1:]:
        rows.append(
            [f"{title}, pooled FF++/FakeApp", "", *(_pooled(plain, name, metric) for plain in evaluations.values())]
        )
    return table(["AUC per generator", "clips (groups)", *cells], rows)


def _size(cells: Mapping[str, Mapping[tuple[str, str], Any]], name: str, group: str) -> str:
    found = next((c[name, group] for c in cells.values() if (name, group) in c), None)
    if found is None:
        return "-"
    return f"{found['n_manipulated']} ({found['groups_manipulated']}) / {found['n_not']} ({found['groups_not']})"


def _pooled(plain: Mapping[str, Any], name: str, metric: str) -> str:
    return compare.cell(compare.figures(plain, metric=metric).get((name, "FF++/FakeApp pooled")))


def _legend(evaluations: Mapping[str, Mapping[str, Any]]) -> str:
    return (
        f"Conditions: {', '.join(evaluations)}. Every generator against all genuine clips; 95 % intervals by bootstrap "
        "over groups, none (†) below 8 groups of a class. These clips were used for no weights."
    )
