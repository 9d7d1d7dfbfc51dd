"""``deepfake-studio evaluate``: how well the detectors tell labelled clips apart, per generator, with intervals."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import Batch
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.examine import add_method, positive, request_of
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.worker_client import WorkerClient


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("evaluate", help="measure detectors on labelled clips")
    parser.add_argument("csv", metavar="CSV", help="columns path,label,group; paths relative to the CSV")
    add_method(parser)
    parser.add_argument(
        "--ensemble", metavar="IDS", help="which of the detectors are fused; the shipped ones by default"
    )
    parser.add_argument("--protocol", choices=("group", "generator"), default="group", help="what every fit leaves out")
    parser.add_argument("--outside", metavar="GENERATORS", help="no fit uses these: methods on no detector's card")
    parser.add_argument("--out", metavar="DIR", help="tables and cache (default NAME-evaluation in the current folder)")
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per clip")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine what is not cached, then print and write the tables; missing clips are rows, not failures."""
    from deepfake_studio.trials import tables
    from deepfake_studio.trials.evaluate import evaluate

    source = Path(args.csv)
    if not source.is_file():
        raise UsageError(f"{args.csv} does not exist; name a CSV with the columns path,label,group.")
    job = context.job(context.console.follow)
    with WorkerClient() as client:
        batch = Batch(client, context, request_of(args, context))
        method = batch.method()
        found = evaluate(
            source,
            examine_one=batch.measure,
            detectors={name: weights or "" for name, weights in method.weights.items()},
            ensemble=_ensemble(args.ensemble, tuple(method.weights)),
            recipe=method.recipe.digest,
            out_dir=Path(args.out or f"{source.stem}-evaluation"),
            protocol=args.protocol,
            outside=args.outside.split(",") if args.outside else (),
            job=job,
        )
    context.console.finish()
    for line in tables.markdown(found).splitlines():
        say(line)
    return FAILED if any(result.status == "failed" for result in found.results) else OK


def _ensemble(text: str | None, measured: tuple[str, ...]) -> tuple[str, ...]:
    """The named detectors, else those that ship, else all that are measured."""
    from deepfake_studio.inference import registry

    if text is not None:
        return tuple(name.strip() for name in text.split(",") if name.strip())
    shipped = set(registry.shipped_ids())
    return tuple(name for name in measured if name in shipped) or measured
