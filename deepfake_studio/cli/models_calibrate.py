"""``models calibrate``: an installed model measured on labelled clips, its scores turned into likelihood ratios."""

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

_TEXT = """\
Examines the clips of a list (columns path,label,group and perhaps generator,source,licence), fits a calibration and
stores it with the model, its population and its held-out error rates. Until then a model gives raw scores marked "not
calibrated" and takes part in no likelihood ratio. Fewer than 8 groups of a class carry no interval: such a calibration
leaves every outcome inconclusive. Started again, what was examined is found again."""


def add(actions: Any) -> None:
    """Add the command to the parser."""
    parser = actions.add_parser(
        "calibrate",
        help="fit likelihood ratios of an installed model on your labelled clips",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--data", metavar="CSV", required=True, help="columns path,label,group; paths relative to it")
    parser.add_argument("--protocol", choices=("group", "generator"), default="group", help="what every fit leaves out")
    parser.add_argument("--out", metavar="DIR", help="tables and cache (default NAME-ID in the current folder)")
    add_method(parser, detectors=False)
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per clip")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Measure, fit, store; says what the calibration rests on and how well it does on clips it has not seen."""
    from deepfake_studio.casework import calibrating, models

    source = Path(args.data)
    if not source.is_file():
        raise UsageError(f"{args.data} does not exist; name a CSV with the columns path,label,group.")
    spec = calibrating.own(args.id)
    args.detectors = spec.id
    with WorkerClient() as client:
        done = calibrating.calibrate(
            source,
            batch=Batch(client, context, request_of(args, context)),
            protocol=args.protocol,
            folder=Path(args.out or f"{source.stem}-{spec.id}"),
            job=context.job(context.console.follow),
        )
    context.console.finish()
    for row in done.lost:
        context.console.line(f"{row.name}: {row.status.replace('_', ' ')}: {row.reason}")
    say(spec.id, "calibrated", done.calibration.id)
    for name, value in models.calibration_lines(done.calibration):
        say(name, value)
    return FAILED if any(row.status == "failed" for row in done.lost) else OK
