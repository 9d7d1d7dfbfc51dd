"""``deepfake-studio train``: pictures to crops, crops to a trained network, a run to weights that ship.

Training works in this process: it reads pictures of our own choosing, not evidence.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from deepfake_studio import paths
from deepfake_studio.cli import train_gallery, train_run
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.cli.train_run import progress_job, say_lines
from deepfake_studio.errors import UsageError


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
    probe.add_argument(
        "--install", action="store_true", help="add the heads to your model folder, to examine with them"
    )
    probe.set_defaults(run=run_probe)
    train_gallery.add(actions)
    check = actions.add_parser("check", help="AUC of detectors on prepared pictures, and with shuffled labels")
    check.add_argument("data", metavar="DIR", help="what `train prepare` wrote")
    check.add_argument("--detectors", metavar="IDS", help="comma-separated; the shipped ensemble by default")
    check.set_defaults(run=run_check)
    train_run.add(actions)


def run_prepare(args: argparse.Namespace, context: Context) -> int:
    """Pack faces; prints what was kept and what was dropped, with reasons."""
    from deepfake_studio.training.prepare import prepare

    folder = Path(args.folder)
    if not folder.is_dir():
        raise UsageError(f"{args.folder} is no folder; name the folder that holds train/ and validation/.")
    groups = _groups(args.groups) if args.groups else None
    report = prepare(folder, out=Path(args.out), job=progress_job(context), threads=args.threads, groups=groups)
    say_lines(json.dumps(report, indent=1))
    return OK


def _groups(file: str) -> dict[str, str]:
    try:
        with Path(file).open(newline="", encoding="utf-8") as stream:
            return {Path(row["path"]).name: row["group"] for row in csv.DictReader(stream)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UsageError(f"The groups in {file} cannot be read ({error}); it needs the columns path,group.") from error


def run_resynthesise(args: argparse.Namespace, context: Context) -> int:
    """Draw the genuine faces of a prepared folder anew, by autoencoders trained on them or by Real-ESRGAN."""
    from deepfake_studio.training import resynthesis, superresolution

    made = superresolution if args.with_ == "realesrgan" else resynthesis
    made.add_to(Path(args.data), job=progress_job(context))
    context.console.finish()
    say(args.data)
    return OK


def run_probe(args: argparse.Namespace, context: Context) -> int:
    """Collect features (a stopped run goes on), fit the heads, print their manifest entries."""
    from deepfake_studio.training import probe

    recipe = probe.read_recipe(Path(args.recipe))
    text = probe.train(Path(args.data), recipe, Path(args.out), job=progress_job(context))
    context.console.finish()
    say_lines(text)
    if args.install:
        say_lines("\n".join(probe.install(Path(args.out), paths.user_models_dir())))
    return OK


def run_check(args: argparse.Namespace, context: Context) -> int:
    """Print what detectors reach on the validation pictures, as JSON."""
    from deepfake_studio.training.check import check

    ids = args.detectors.split(",") if args.detectors else None
    say_lines(json.dumps(check(Path(args.data), detector_ids=ids), indent=1))
    return OK
