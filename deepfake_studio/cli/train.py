"""``deepfake-studio train``: pictures to crops, crops to a trained network, a run to weights that ship.

Training works in this process: it reads pictures of our own choosing, not evidence.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from deepfake_studio import paths
from deepfake_studio.cli import train_data, train_gallery, train_run
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.cli.train_run import progress_job, say_lines


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser("train", help="train a detector")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    train_data.add(actions)
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
