"""``deepfake-studio verify-report``: does a report still say what its case holds?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.vocabulary import MEAN_LOGIT, Examination, Exhibit, ExhibitRecord
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.trials.verify_report import ExamineAgain

_MARKS = {True: "agrees", False: "DIFFERS", None: "not compared"}


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify-report",
        help="compare a report with its case",
        epilog="Exit codes: 0 nothing differs, 2 usage, 3 something differs.",
    )
    parser.add_argument("file", metavar="FILE", help="a report of any form")
    parser.add_argument("--case", metavar="CASE", required=True, help="the .dfcase folder it was made from")
    parser.add_argument("--rerun", action="store_true", help="examine the exhibits again and compare the scores")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print a line per check; the case is opened for reading only."""
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.trials import verify_report

    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    with CaseStore.open(Path(args.case), actor=context.actor(args), read_only=True) as store, WorkerClient() as client:
        again = _again(client, context) if args.rerun else None
        checks = verify_report.verify(Path(args.file), store=store, examine_again=again, job=job)
    context.console.finish()
    for check in checks:
        say(f"{check.name}: {_MARKS[check.agrees]}. {check.sentence}")
    differs = any(check.agrees is False for check in checks)
    unsure = sum(check.agrees is None for check in checks)
    left = f" {unsure} of the checks could not be made." if unsure else ""
    say(f"The report {'DIFFERS from' if differs else 'agrees with'} its case.{left}")
    return FAILED if differs else OK


def _again(client: WorkerClient, context: Context) -> ExamineAgain:
    """Examines with the recorded plan, detectors, aggregators, device and threads."""

    def examine(record: ExhibitRecord, before: Examination) -> Examination:
        assert before.recipe is not None
        limits = limits_of(context.settings)
        job = context.job(lambda fraction, note: context.console.bar(fraction, note))
        acquired = client.call("acquire", {"path": record.exhibit.path, "limits": limits}, job=job).value
        every = (*before.detectors, *before.other_questions)
        rules = [f"{d.detector_id}={d.aggregator.text}" for d in every if d.aggregator != MEAN_LOGIT]
        params = {
            "exhibit": from_plain(Exhibit, acquired),
            "plan": before.recipe.plan,
            "detectors": [d.detector_id for d in every],
            "device": before.recipe.device,
            "threads": before.recipe.threads,
            "limits": limits,
            **({"aggregators": rules} if rules else {}),
        }
        reply = client.call("examine", params, job=job, timeout_seconds=context.settings.timeout_seconds)
        return from_plain(Examination, reply.value)

    return examine
