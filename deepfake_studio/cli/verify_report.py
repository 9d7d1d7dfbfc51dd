"""``deepfake-studio verify-report``: does a report still say what its case holds?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import Show, limits_of
from deepfake_studio.cli import blind
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.job import Job
from deepfake_studio.worker_client import WorkerClient


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
    parser.add_argument("--examiner", metavar="NAME", help="who asks; refused while they work blind on an exhibit")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print a line per check; the case is opened for reading only."""
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.casework import verifying

    def show(fraction: float, note: str) -> None:
        context.console.bar(fraction, note)

    with CaseStore.open(Path(args.case), actor=context.actor(args), read_only=True) as store:
        blind.refuse(store, "A comparison with a report shows results")
    settings = context.settings
    with WorkerClient() as client:
        bounds: dict[str, Any] = {"limits": limits_of(settings), "timeout_seconds": settings.timeout_seconds}
        rerun = verifying.Rerun(client=client, jobs=_Jobs(context), **bounds) if args.rerun else None
        checks = verifying.verify(Path(args.case), Path(args.file), rerun=rerun, job=context.job(show))
    context.console.finish()
    for check in checks:
        say(f"{check.name}: {verifying.MARKS[check.agrees]}. {check.sentence}")
    say(verifying.conclusion(checks))
    return FAILED if any(check.agrees is False for check in checks) else OK


class _Jobs:
    """Jobs that are shown in the terminal."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def job(self, show: Show | None = None) -> Job:
        """A job with a bar."""
        return self._context.job(show or (lambda fraction, note: self._context.console.bar(fraction, note)))
