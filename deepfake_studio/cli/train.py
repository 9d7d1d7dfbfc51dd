"""``deepfake-studio train``: pictures to crops, crops to a trained network, a run to weights that ship.

Training works in this process: it reads pictures of our own choosing, not evidence.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, CliJob, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.training.fit import TrainRecipe

_DATA_FILE = "data.txt"  # in a run's folder: where its prepared pictures lie


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser("train", help="train a detector")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    prepare = actions.add_parser("prepare", help="pack the faces of labelled pictures")
    prepare.add_argument("folder", metavar="FOLDER", help="holds train/ and validation/, each with real/ and fake/")
    prepare.add_argument("--out", metavar="DIR", required=True)
    prepare.add_argument("--groups", metavar="CSV", help="columns path,group: pictures of one person or scene")
    prepare.add_argument("--threads", metavar="N", type=int, default=2)
    prepare.set_defaults(run=run_prepare)
    resynthesise = actions.add_parser("resynthesise", help="draw genuine faces anew by a network")
    resynthesise.add_argument("data", metavar="DIR", help="what `train prepare` wrote")
    resynthesise.add_argument(
        "--with", dest="with_", choices=("autoencoders", "realesrgan"), default="autoencoders", help="who redraws them"
    )
    resynthesise.set_defaults(run=run_resynthesise)
    probe = actions.add_parser("probe", help="fit probes on the frozen CLIP encoder (minutes, also on a CPU)")
    probe.add_argument("--data", metavar="DIR", required=True, help="what `train prepare` wrote")
    probe.add_argument("--recipe", metavar="FILE.toml", required=True)
    probe.add_argument("--out", metavar="DIR", required=True, help="features, heads, manifest entries and report")
    probe.set_defaults(run=run_probe)
    check = actions.add_parser("check", help="AUC of detectors on prepared pictures, and with shuffled labels")
    check.add_argument("data", metavar="DIR", help="what `train prepare` wrote")
    check.add_argument("--detectors", metavar="IDS", help="comma-separated; the shipped ensemble by default")
    check.set_defaults(run=run_check)
    train = actions.add_parser("run", help="start a training run")
    train.add_argument("--data", metavar="DIR", required=True, help="what `train prepare` wrote")
    train.add_argument("--recipe", metavar="FILE.toml", required=True)
    train.add_argument("--out", metavar="RUN", required=True, help="folder of the run")
    train.set_defaults(run=run_run)
    resume = actions.add_parser("resume", help="continue a run where it stopped")
    resume.add_argument("out", metavar="RUN")
    resume.set_defaults(run=run_resume)
    export = actions.add_parser("export", help="write the weights of a run")
    export.add_argument("run_folder", metavar="RUN")
    export.add_argument("--out", metavar="FILE.safetensors", required=True)
    export.add_argument("--id", metavar="ARCHITECTURE.TAG", help="name in the manifest entry that is printed")
    export.add_argument("--step", metavar="N", type=int, help="which checkpoint; the last one by default")
    export.set_defaults(run=run_export)


def _job(context: Context) -> CliJob:
    """Progress as a bar on a terminal, as a line every hundredth elsewhere."""
    told = [-1]

    def show(fraction: float, note: str) -> None:
        context.console.bar(fraction, note)
        if (hundredth := int(fraction * 100)) > told[0]:
            told[0] = hundredth
            context.console.line(f"{hundredth} % {note}")

    return context.job(show)


def run_prepare(args: argparse.Namespace, context: Context) -> int:
    """Pack faces; prints what was kept and what was dropped, with reasons."""
    from deepfake_studio.training.prepare import prepare

    folder = Path(args.folder)
    if not folder.is_dir():
        raise UsageError(f"{args.folder} is no folder; name the folder that holds train/ and validation/.")
    groups = _groups(args.groups) if args.groups else None
    report = prepare(folder, out=Path(args.out), job=_job(context), threads=args.threads, groups=groups)
    _say_lines(json.dumps(report, indent=1))
    return OK


def _say_lines(text: str) -> None:
    for line in text.splitlines():
        say(line)


def _groups(file: str) -> dict[str, str]:
    try:
        with Path(file).open(newline="", encoding="utf-8") as stream:
            return {Path(row["path"]).name: row["group"] for row in csv.DictReader(stream)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UsageError(f"The groups in {file} cannot be read ({error}); it needs the columns path,group.") from error


def run_run(args: argparse.Namespace, context: Context) -> int:
    """Start a run; an existing one must be resumed, so that no training is overwritten."""
    out = Path(args.out)
    if (out / "state.pt").exists():
        raise UsageError(f"{args.out} holds a run already; continue it with `train resume`, or name another folder.")
    recipe = _recipe(Path(args.recipe))
    out.mkdir(parents=True, exist_ok=True)
    (out / _DATA_FILE).write_text(str(Path(args.data).absolute()), "utf-8")
    return _go(out, recipe, context)


def run_resume(args: argparse.Namespace, context: Context) -> int:
    """Continue a run with the recipe and the data it was started with."""
    out = Path(args.out)
    if not (out / _DATA_FILE).exists():
        raise UsageError(f"{args.out} is no training run; start one with `train run`.")
    return _go(out, _recipe(out / "recipe.json"), context)


def _recipe(file: Path) -> TrainRecipe:
    from deepfake_studio.training.fit import TrainRecipe

    try:
        text = file.read_text("utf-8")
        raw = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        return TrainRecipe(**raw)
    except (OSError, ValueError, TypeError) as error:
        known = ", ".join(field.name for field in dataclasses.fields(TrainRecipe))
        raise UsageError(f"The recipe {file} cannot be used ({error}); it may hold: {known}.") from error


def _go(out: Path, recipe: TrainRecipe, context: Context) -> int:
    from deepfake_studio.training.fit import Run, default_validation

    data = Path((out / _DATA_FILE).read_text("utf-8"))
    run = Run(out, recipe=recipe, data=data)
    run.go(job=_job(context), validate=default_validation(data, recipe))
    context.console.finish()
    say(str(out))
    return OK


def run_resynthesise(args: argparse.Namespace, context: Context) -> int:
    """Draw the genuine faces of a prepared folder anew, by autoencoders trained on them or by Real-ESRGAN."""
    from deepfake_studio.training import resynthesis, superresolution

    made = superresolution if args.with_ == "realesrgan" else resynthesis
    made.add_to(Path(args.data), job=_job(context))
    context.console.finish()
    say(args.data)
    return OK


def run_probe(args: argparse.Namespace, context: Context) -> int:
    """Collect features (a stopped run goes on), fit the heads, print their manifest entries."""
    from deepfake_studio.training import probe

    recipe = probe.read_recipe(Path(args.recipe))
    text = probe.train(Path(args.data), recipe, Path(args.out), job=_job(context))
    context.console.finish()
    _say_lines(text)
    return OK


def run_check(args: argparse.Namespace, context: Context) -> int:
    """Print what detectors reach on the validation pictures, as JSON."""
    from deepfake_studio.training.check import check

    ids = args.detectors.split(",") if args.detectors else None
    _say_lines(json.dumps(check(Path(args.data), detector_ids=ids), indent=1))
    return OK


def run_export(args: argparse.Namespace, context: Context) -> int:
    """Write the averaged weights of a run as safetensors."""
    from deepfake_studio.training.export import export

    _say_lines(export(Path(args.run_folder), out=Path(args.out), step=args.step, detector_id=args.id))
    return OK
