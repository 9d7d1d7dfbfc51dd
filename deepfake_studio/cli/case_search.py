"""``deepfake-studio case search|board|relocate|tag|untag|note``: finding and keeping order among many exhibits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli import blind
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.vocabulary import ExhibitRecord

SORTS = ("number", "name", "added", "size", "role", "status", "outcome", "strength", "findings")
WORK = ("examined", "not_applicable", "failed", "not_examined")
OUTCOMES = ("supports_manipulation", "inconclusive", "supports_no_manipulation")
EVIDENCE = ("unaltered", "altered", "missing", "unreadable")


def add(actions: Any) -> None:
    """Add the actions to the parser of cases."""
    search = _parser(actions, "search", "exhibits by words, tags, outcome and state", run_search)
    search.add_argument("text", metavar="WORDS", nargs="*", help="all must occur")
    search.add_argument("--tag", metavar="TAG", action="append", default=[])
    search.add_argument("--outcome", choices=OUTCOMES, action="append", default=[])
    search.add_argument("--state", choices=WORK, action="append", default=[])
    search.add_argument("--role", choices=("questioned", "known_genuine", "derivative"), action="append", default=[])
    search.add_argument(
        "--evidence", choices=EVIDENCE, action="append", default=[], help="look whether files are there"
    )
    search.add_argument("--duplicates", action="store_true", help="only those with the same bytes as another")
    search.add_argument("--withdrawn", action="store_true", help="also those that were withdrawn")
    search.add_argument("--sort", choices=SORTS, default="number")
    search.add_argument("--descending", action="store_true")
    _parser(actions, "board", "the case in figures: outcomes, failures, missing evidence", run_board)
    relocate = _parser(actions, "relocate", "say where moved evidence lies; its SHA-256 must agree", run_relocate)
    relocate.add_argument("place", metavar="FILE|FOLDER", help="the file, or a folder to look for all that are missing")
    relocate.add_argument("--exhibit", metavar="NUMBER", help="with a file: whose it is")
    relocate.add_argument("--reason", metavar="TEXT", default="")
    for name, text in (("tag", "put a tag on an exhibit"), ("untag", "take it off"), ("note", "replace its note")):
        parser = _parser(actions, name, text, run_word)
        parser.add_argument("exhibit", metavar="NUMBER")
        parser.add_argument("words", metavar="TEXT")
        parser.set_defaults(step=name)


def _parser(actions: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--examiner", metavar="NAME")
    parser.set_defaults(run=run)
    return parser


def _open(args: argparse.Namespace, context: Context, *, read_only: bool) -> CaseStore:
    from deepfake_studio.case.store import CaseStore

    return CaseStore.open(Path(args.case), actor=context.actor(args), read_only=read_only)


def _exhibit(store: CaseStore, number: str | None) -> ExhibitRecord:
    found = store.find_by_number(number or "")
    if found is None:
        raise UsageError(f"The case has no exhibit {number}; see 'deepfake-studio case list'.")
    return found


def run_search(args: argparse.Namespace, context: Context) -> int:
    """List what is searched for."""
    from deepfake_studio.case.listing import Search

    wanted = Search(
        text=" ".join(args.text),
        tags=tuple(args.tag),
        outcomes=tuple(args.outcome),
        work=tuple(args.state),
        roles=tuple(args.role),
        evidence=tuple(args.evidence),
        duplicates=args.duplicates,
        withdrawn=args.withdrawn,
        sort=args.sort,
        descending=args.descending,
    )
    with _open(args, context, read_only=True) as store:
        if args.evidence:
            store.look_at_evidence(job=context.job())
        for line in store.search(wanted):
            state = (line.outcome or line.status or "not examined").replace("_", " ")
            state = blind.HIDDEN if line.hidden else state
            more = [", ".join(line.tags), line.evidence or "", "withdrawn" if line.withdrawn_reason else ""]
            say(line.number, line.role, line.sha256, line.path, state, *(text for text in more if text))
    return OK


def run_board(args: argparse.Namespace, context: Context) -> int:
    """The case in figures."""
    with _open(args, context, read_only=True) as store:
        lost = store.look_at_evidence(job=context.job())
        board = store.board()
    say(f"{board.exhibits} exhibits, {board.withdrawn} withdrawn, {board.findings} findings")
    for title, figures in (("Work", board.work), ("Outcomes", board.outcomes), ("Evidence", board.evidence)):
        say(f"{title}: " + ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in figures.items()))
    say(f"With the same bytes as another exhibit: {board.duplicates}")
    for number, reason in board.failures:
        say("failed", number, reason)
    for line in lost:
        say(line.evidence or "", line.number, line.path)
    return OK


def run_relocate(args: argparse.Namespace, context: Context) -> int:
    """Take one file from another place, or look for all that are missing below a folder."""
    place = Path(args.place)
    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    with _open(args, context, read_only=False) as store:
        if place.is_dir():
            moved = store.relocate_from(place, job=job)
        else:
            moved = (store.relocate(_exhibit(store, args.exhibit).id, place, reason=args.reason, job=job),)
        lost = [line for line in store.look_at_evidence() if line.evidence != "unaltered"]
    context.console.finish()
    for record in moved:
        say("found", record.number, record.exhibit.path)
    for line in lost:
        say(line.evidence or "", line.number, line.path)
    return FAILED if place.is_dir() and lost else OK


def run_word(args: argparse.Namespace, context: Context) -> int:
    """A tag or a note."""
    with _open(args, context, read_only=False) as store:
        record = _exhibit(store, args.exhibit)
        change = {"tag": store.tag, "untag": store.untag, "note": store.note}[args.step]
        found = change(record.id, args.words)
    say(f"exhibit {found.number}", ", ".join(found.tags) or "no tags", found.note)
    return OK
