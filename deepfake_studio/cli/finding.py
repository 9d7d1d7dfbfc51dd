"""``deepfake-studio finding``: statements typed by an examiner."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.vocabulary import ExhibitRecord


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser("finding", help="statements of the examiner")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = actions.add_parser("add", help="write a finding into a case")
    new.add_argument("case", metavar="CASE")
    new.add_argument("--exhibit", metavar="NUMBER", required=True)
    new.add_argument("--statement", metavar="TEXT", required=True)
    new.add_argument("--basis", metavar="TEXT", default="")
    new.add_argument("--limitations", metavar="TEXT", default="")
    new.add_argument("--start-seconds", metavar="S", type=float)
    new.add_argument("--stop-seconds", metavar="S", type=float)
    new.add_argument("--track", metavar="ID", type=int)
    new.add_argument("--examiner", metavar="NAME")
    new.set_defaults(run=run_add)


def run_add(args: argparse.Namespace, context: Context) -> int:
    """Write one finding."""
    from deepfake_studio.case.store import CaseStore

    if not args.statement.strip():
        raise UsageError("A finding needs a statement; say what was observed.")
    actor = context.actor(args)
    with CaseStore.open(Path(args.case), actor=actor) as store:
        finding = store.add_finding(
            _exhibit(store, args.exhibit).id,
            statement=args.statement,
            basis=args.basis,
            limitations=args.limitations,
            start_seconds=args.start_seconds,
            stop_seconds=args.stop_seconds,
            track_id=args.track,
            examiner=actor,
        )
        say(f"finding {finding.id}")
    return OK


def _exhibit(store: CaseStore, number: str) -> ExhibitRecord:
    known = store.exhibits()
    for record in known:
        if record.number == number:
            return record
    numbers = ", ".join(record.number for record in known) or "none"
    raise UsageError(f"The case has no exhibit {number}; it has: {numbers}.")
