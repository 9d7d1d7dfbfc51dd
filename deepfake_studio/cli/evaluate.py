"""``deepfake-studio evaluate``: how well the detectors tell labelled clips apart, per generator, with intervals."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.cli.batch import Batch
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.examine import add_method, request_of
from deepfake_studio.cli.inputs import Item
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.vocabulary import Examination
from deepfake_studio.worker_client import WorkerClient


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("evaluate", help="measure detectors on labelled clips")
    parser.add_argument("csv", metavar="CSV", help="columns path,label,group (generator); paths relative to the CSV")
    add_method(parser)
    parser.add_argument("--out", metavar="DIR", help="tables and cache (default: NAME-evaluation beside nothing else)")
    parser.add_argument("--timeout-seconds", metavar="N", type=float)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine what is not cached, then print and write the tables; missing clips are rows, not failures."""
    from deepfake_studio.trials.evaluate import evaluate

    source = Path(args.csv)
    if not source.is_file():
        raise UsageError(f"{args.csv} does not exist; name a CSV with the columns path,label,group.")
    out = Path(args.out or f"{source.stem}-evaluation")
    with WorkerClient() as client:
        batch = Batch(client, context, request_of(args, context))
        evaluation = evaluate(source, out=out, examine_one=lambda path: _examine_one(batch, path), job=context.job())
    context.console.finish()
    say(evaluation)
    return OK


def _examine_one(batch: Batch, path: Path) -> Examination:
    """One examination through the examination process, failures included."""
    raise NotImplementedError(f"{batch} {path} {Item}")
