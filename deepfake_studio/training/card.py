"""The skeleton of a model card: what the run knows is filled in, what only an evaluation or a person knows is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio.errors import StudioError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS, WHY_NOT_VALIDATED
from deepfake_studio.training import recipe, state
from deepfake_studio.training.architectures import build, mean
from deepfake_studio.training.recipe import TrainRecipe
from deepfake_studio.training.validation import default_validation

Where = Sequence[tuple[Path, int]]
_NOTE = (
    "`stills`: published manipulated against genuine pictures, at equal resolution. `blended`: genuine against "
    "manipulated here, degraded as in training. If the checkpoint was chosen by these figures, they flatter it."
)
_NOTE_OF_FRAMES = (
    "`squares`: single squares, recorded against generated, as they are. `degraded`: the same after the degradations "
    "of training. They order the held-out part of one collection, where subject, size and compression may tell the "
    "classes apart; that is no validation of the question."
)
ASKED = """## To be written before anybody uses it

- [ ] Licence and consent of the training pictures; licence of the pretrained weights, if any.
- [ ] Domain: which footage, which methods of manipulation, which qualities it may be asked about.
- [ ] Known failures, with examples.
- [ ] Error rates on clips with n and 95 % interval over groups, and the calibration (evaluate, see below).
- [ ] What was not measured: skin tone, sex, age, head cover, small or blurred faces."""

ASKED_OF_FRAMES = """## To be written before anybody uses it

- [ ] Licence and consent of the training pictures, and which generators made the others; licence of the start weights.
- [ ] Domain: which cameras and which generators, resolutions, compressions; what else tells the classes apart
      (file format, size, watermark, subject, whether there is a face).
- [ ] Known failures, with examples: screens, animation, heavy noise reduction, enlarged or filtered recordings.
- [ ] A negative set that deserves the name: recordings of the same subjects, resolutions and compressions. Until
      there is one, nothing here is an error rate, and the program states no likelihood ratio."""


def text(made: TrainRecipe, *, sources: Where, entry: dict[str, Any]) -> str:
    """The card as Markdown.

    Args:
        sources: run folder and step of every checkpoint whose mean was exported.
        entry: the manifest entry.
    """
    run = sources[0][0]
    whole = entry.get("subject") == "whole_frame"
    seen = "px squares of whole frames" if whole else f"px crops at margin {entry['crop']['margin']}"
    parts = [
        f"# {entry['id']}",
        f"{entry['description']}; {made.input_px} {seen}.",
        f"SHA-256 {entry['sha256']}, {entry['size_bytes']:,} bytes, licence: {entry['licence']}.",
        *([question(entry)] if whole else []),
        "## Training data\n\n" + _data(run),
        "## Training\n\n" + _training(made, sources),
        "## Validation pictures\n\n" + _validation(made, sources, _NOTE_OF_FRAMES if whole else _NOTE),
        ASKED_OF_FRAMES if whole else ASKED,
        "## Commands\n\n" + _commands(made, sources, entry),
    ]
    return "\n\n".join(parts) + "\n"


def question(entry: Mapping[str, Any]) -> str:
    """What a detector is asked, and that nobody knows how well it answers."""
    words = QUESTIONS[entry["question"]]
    return (
        f"## Question: {words.title.lower()}\n\nH1: {words.h1}; H2: {words.h2}. It needs no face.\n\n"
        f"## {NOT_VALIDATED.capitalize()}\n\n{NOT_VALIDATED.capitalize()}. {WHY_NOT_VALIDATED}"
    )


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


def _validation(made: TrainRecipe, sources: Where, note: str) -> str:
    """Figures of the run for one checkpoint; a mean of several is measured here, no run knows it."""
    run, step = sources[0]
    found = _measured(made, sources) if len(sources) > 1 else state.facts(run).get("validated", {}).get(str(step), {})
    if not found:
        return "Not measured: the prepared folder has no validation split, or it is not there any more."
    rows = ["| AUC | value |", "|---|---|", *(f"| {k} | {v:.3f} |" for k, v in found.items())]
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
    whole = entry.get("subject") == "whole_frame"
    measured = (
        f"    deepfake-studio examine CLIP --detectors {entry['id']}"
        if whole
        else f"    deepfake-studio train check DATA --detectors {entry['id']}\n"
        "    deepfake-studio evaluate video.csv --out EVALUATION"
    )
    return (
        f"    deepfake-studio train prepare FOLDER{' --whole-frames' if whole else ''} --out DATA\n"
        f"    deepfake-studio train run --data DATA --recipe RECIPE.toml --out {runs[0]}\n"
        f"    deepfake-studio train export {runs[0]} --out FOLDER --id {entry['id']} --average {average}\n"
    ) + measured
