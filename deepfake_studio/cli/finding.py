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
    for name in ("agree", "disagree"):
        judge = actions.add_parser(name, help=f"a second examiner {name}s with a finding, in words")
        judge.add_argument("case", metavar="CASE")
        judge.add_argument("finding", metavar="ID", type=int)
        judge.add_argument("--words", metavar="TEXT", required=True, help="why")
        judge.add_argument("--examiner", metavar="NAME", help="the second examiner")
        judge.set_defaults(run=run_judge, opinion=name)


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


def run_judge(args: argparse.Namespace, context: Context) -> int:
    """Keep what a second examiner says of a finding."""
    from deepfake_studio.case.store import CaseStore

    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store:
        judge = store.agree if args.opinion == "agree" else store.disagree
        found = judge(args.finding, args.words)
    for opinion in found.opinions:
        say(f"finding {found.id}", opinion.examiner, opinion.opinion, opinion.words)
    return OK


def _exhibit(store: CaseStore, number: str) -> ExhibitRecord:
    known = store.exhibits()
    for record in known:
        if record.number == number:
            return record
    numbers = ", ".join(record.number for record in known) or "none"
    raise UsageError(f"The case has no exhibit {number}; it has: {numbers}.")
