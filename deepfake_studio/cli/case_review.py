"""``deepfake-studio case close|reopen|withdraw|reinstate|tombstones|undo|blind``: what is decided about a case."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

KINDS = ("exhibit", "finding", "examination", "bookmark")


def add(actions: Any) -> None:
    """Add the actions to the parser of cases."""
    for name, text, run in (
        ("close", "close a case: it refuses changes from then on", run_close),
        ("reopen", "open a closed case for changes again", run_reopen),
    ):
        parser = _parser(actions, name, text, run)
        parser.add_argument("--reason", metavar="TEXT", required=True)
    for name, text, run in (
        ("withdraw", "set a thing aside for a reason; nothing is deleted", run_withdraw),
        ("reinstate", "put back what was withdrawn", run_reinstate),
    ):
        parser = _parser(actions, name, text, run)
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument(
            "number", metavar="NUMBER", help="exhibit number, or id of a finding, examination, bookmark"
        )
        parser.add_argument("--reason", metavar="TEXT", required=True)
    _parser(actions, "tombstones", "what was withdrawn, by whom and why", run_tombstones)
    undo = _parser(actions, "undo", "take an edit back by a new entry, or list what can be", run_undo)
    undo.add_argument("entry", metavar="ENTRY", type=int, nargs="?", help="number of the audit entry")
    undo.add_argument("--reason", metavar="TEXT", default="")
    blind = _parser(actions, "blind", "work on an exhibit before its scores are shown", run_blind)
    blind.add_argument("step", choices=("start", "assess", "reveal", "list"))
    blind.add_argument("--exhibit", metavar="NUMBER")
    blind.add_argument("--words", metavar="TEXT", default="", help="the assessment")


def _parser(actions: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--examiner", metavar="NAME", help="who does it")
    parser.set_defaults(run=run)
    return parser


def _open(args: argparse.Namespace, context: Context, *, read_only: bool = False) -> CaseStore:
    from deepfake_studio.case.store import CaseStore

    return CaseStore.open(Path(args.case), actor=context.actor(args), read_only=read_only)


def run_close(args: argparse.Namespace, context: Context) -> int:
    """Close a case."""
    with _open(args, context) as store:
        state = store.close_case(args.reason)
    say(f"closed {state.created_utc} by {state.examiner}: {state.reason}")
    return OK


def run_reopen(args: argparse.Namespace, context: Context) -> int:
    """Open a closed case again."""
    with _open(args, context) as store:
        state = store.reopen_case(args.reason)
    say(f"open again {state.created_utc} by {state.examiner}: {state.reason}")
    return OK


def _subject(store: CaseStore, args: argparse.Namespace) -> int:
    if args.kind == "exhibit":
        found = store.find_by_number(args.number)
        if found is None:
            raise UsageError(f"The case has no exhibit {args.number}; see 'deepfake-studio case list'.")
        return found.id
    if not args.number.isdecimal():
        raise UsageError(f"A {args.kind} is named by its id, a whole number; {args.number} is none.")
    return int(args.number)


def run_withdraw(args: argparse.Namespace, context: Context) -> int:
    """Set a thing aside."""
    with _open(args, context) as store:
        stone = store.withdraw(args.kind, _subject(store, args), args.reason)
    say(f"withdrawn: {stone.description}", stone.reason)
    return OK


def run_reinstate(args: argparse.Namespace, context: Context) -> int:
    """Put a thing back."""
    with _open(args, context) as store:
        stone = store.reinstate(args.kind, _subject(store, args), args.reason)
    say(f"put back: {stone.description}", stone.reason)
    return OK


def run_tombstones(args: argparse.Namespace, context: Context) -> int:
    """What was withdrawn and what was put back."""
    with _open(args, context, read_only=True) as store:
        for stone in store.tombstones(include_reinstated=True):
            what = "withdrawn" if stone.withdrawn else "put back"
            say(stone.created_utc, what, stone.description, stone.examiner, stone.reason)
    return OK


def run_undo(args: argparse.Namespace, context: Context) -> int:
    """Take one edit back, or list what can be taken back."""
    with _open(args, context, read_only=args.entry is None) as store:
        if args.entry is None:
            history = store.edit_history()
            for name, entries in (("undo", history.undo), ("redo", history.redo)):
                for entry in entries:
                    say(name, str(entry.sequence), entry.utc, entry.action, entry.subject)
            return OK
        entry = store.undo(args.entry, reason=args.reason)
    say(f"taken back by audit entry {entry.sequence}: {entry.subject}")
    return OK


def run_blind(args: argparse.Namespace, context: Context) -> int:
    """One step of blind work of the examiner who is named."""
    actor = context.actor(args)
    with _open(args, context, read_only=args.step == "list") as store:
        if args.step != "list":
            _step(store, args, actor)
        for found in store.blind_sessions():
            state = f"revealed {found.revealed_utc}" if found.revealed_utc else "running"
            number = store.exhibit(found.exhibit_id).number
            say(str(found.id), f"exhibit {number}", found.examiner, found.started_utc, state, found.assessment)
    return OK


def _step(store: CaseStore, args: argparse.Namespace, actor: str) -> None:
    record = store.find_by_number(args.exhibit or "")
    if record is None:
        raise UsageError("Name an exhibit of the case (--exhibit NUMBER); see 'deepfake-studio case list'.")
    if args.step == "start":
        store.start_blind(record.id)
        return
    running = [s for s in store.blind_sessions(record.id) if s.examiner == actor and s.revealed_utc is None]
    if not running:
        raise UsageError(f"{actor} does not work blind on exhibit {record.number}; start that first.")
    if args.step == "assess":
        store.assess_blind(running[0].id, args.words)
    else:
        store.reveal(running[0].id)
