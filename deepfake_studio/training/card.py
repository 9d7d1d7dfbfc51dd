"""The skeleton of a model card: what the run knows is filled in, what only an evaluation or a person knows is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio.errors import StudioError
from deepfake_studio.training import recipe, state
from deepfake_studio.training.architectures import build, mean
from deepfake_studio.training.recipe import TrainRecipe
from deepfake_studio.training.validation import default_validation

Where = Sequence[tuple[Path, int]]
ASKED = """## To be written before anybody uses it

- [ ] Licence and consent of the training pictures; licence of the pretrained weights, if any.
- [ ] Domain: which footage, which methods of manipulation, which qualities it may be asked about.
- [ ] Known failures, with examples.
- [ ] Error rates on clips with n and 95 % interval over groups, and the calibration (evaluate, see below).
- [ ] What was not measured: skin tone, sex, age, head cover, small or blurred faces."""


def text(made: TrainRecipe, *, sources: Where, entry: dict[str, Any]) -> str:
    """The card as Markdown.

    Args:
        sources: run folder and step of every checkpoint whose mean was exported.
        entry: the manifest entry.
    """
    run = sources[0][0]
    parts = [
        f"# {entry['id']}",
        f"{entry['description']}; {made.input_px} px crops at margin {entry['crop']['margin']}.",
        f"SHA-256 {entry['sha256']}, {entry['size_bytes']:,} bytes, licence: {entry['licence']}.",
        "## Training data\n\n" + _data(run),
        "## Training\n\n" + _training(made, sources),
        "## Validation pictures\n\n" + _validation(made, sources),
        ASKED,
        "## Commands\n\n" + _commands(made, sources, entry),
    ]
    return "\n\n".join(parts) + "\n"


def _data(run: Path) -> str:
    """The report of the prepared folder, if it is still there."""
    try:
        folder = Path((run / state.DATA).read_text("utf-8"))
        index = json.loads((folder / "index.json").read_text("utf-8"))
    except (OSError, ValueError):
        return "The prepared pictures are not there any more; their report could not be added."
    rows = ["| what | count |", "|---|---|"]
    for key, value in index.items():
        if key == "samples":
            rows.append(f"| pictures | {len(value)} |")
            rows.append(f"| groups | {len({s['group'] for s in value})} |")
        elif isinstance(value, dict):
            rows += [f"| {key} {name} | {_cell(count)} |" for name, count in value.items()]
        else:
            rows.append(f"| {key} | {_cell(value)} |")
    return "\n".join(rows)


def _cell(value: Any) -> str:
    return str(value).replace("|", "/").replace("\n", " ")[:200]


def _training(made: TrainRecipe, sources: Where) -> str:
    lines = []
    for run, step in sources:
        facts = state.facts(run)
        where = ", ".join(f"{k} {facts[k]}" for k in ("device", "precision", "size", "torch", "program") if k in facts)
        early = ", stopped early" if facts.get("stopped_early") else ""
        lines.append(f"- {run.name}, step {step} of {facts.get('steps', made.total_steps)}{early} ({where})")
    table = tomli_w.dumps(recipe.plain(made))
    return "Averaged weights of:\n\n" + "\n".join(lines) + "\n\nRecipe:\n\n```toml\n" + table + "```"


def _validation(made: TrainRecipe, sources: Where) -> str:
    """Figures of the run for one checkpoint; a mean of several is measured here, no run knows it."""
    run, step = sources[0]
    found = _measured(made, sources) if len(sources) > 1 else state.facts(run).get("validated", {}).get(str(step), {})
    if not found:
        return "Not measured: the prepared folder has no validation split, or it is not there any more."
    rows = ["| AUC | value |", "|---|---|", *(f"| {k} | {v:.3f} |" for k, v in found.items())]
    note = (
        "`stills`: published manipulated against genuine pictures, at equal resolution. `blended`: genuine against "
        "manipulated here, degraded as in training. If the checkpoint was chosen by these figures, they flatter it."
    )
    return "\n".join(rows) + "\n\n" + note


def _measured(made: TrainRecipe, sources: Where) -> dict[str, float]:
    """Figures of the mean of checkpoints; empty where the prepared folder is gone."""
    try:
        data = Path((sources[0][0] / state.DATA).read_text("utf-8"))
        validate = default_validation(data, made)
    except (OSError, StudioError):
        return {}
    if validate is None:
        return {}
    net = build(made.architecture, made.network)
    net.load_state_dict(mean([state.average_file(run, step) for run, step in sources]))
    return validate(net)


def _commands(made: TrainRecipe, sources: Where, entry: dict[str, Any]) -> str:
    runs = [str(run) for run, _ in sources]
    average = ",".join(f"{run}:{step}" for run, step in sources)
    return (
        "    deepfake-studio train prepare FOLDER --out DATA\n"
        f"    deepfake-studio train run --data DATA --recipe RECIPE.toml --out {runs[0]}\n"
        f"    deepfake-studio train export {runs[0]} --out FOLDER --id {entry['id']} --average {average}\n"
        "    deepfake-studio train check DATA --detectors " + str(entry["id"]) + "\n"
        "    deepfake-studio evaluate video.csv --out EVALUATION"
    )
