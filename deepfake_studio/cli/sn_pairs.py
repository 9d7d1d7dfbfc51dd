"""``deepfake-studio sn pairs``: which shared file came from which original, and what was done to it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.wire import from_plain, to_plain
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.social.pair_list import PairList

_TEXT = """\
Joins files by what their pictures show and how they change; names and lengths come second. Every file below the
folders is in the answer: matched, ambiguous, without a partner, not applicable or unreadable, each with a sentence.
Trims, crops, borders, changed speed, turns and mirroring are told with their amounts; such pairs are not used for
estimating. Corrections by hand are kept in the file of --save and hold when that is given as --draft."""


def add(actions: Any) -> None:
    """Add the command to ``sn``."""
    parser = actions.add_parser(
        "pairs",
        help="join originals with what came back of them",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--originals", metavar="PATH", nargs="+", help="folders or files before sharing")
    parser.add_argument("--shared", metavar="PATH", nargs="+", help="folders or files that came back")
    parser.add_argument("--draft", metavar="FILE.json", help="a list from --save: its folders and corrections hold")
    parser.add_argument("--assign", metavar=("ORIGINAL", "SHARED"), nargs=2, action="append", default=[])
    parser.add_argument("--unassign", metavar=("ORIGINAL", "SHARED"), nargs=2, action="append", default=[])
    parser.add_argument("--exclude", metavar="FILE", action="append", default=[], help="leave a file out")
    parser.add_argument("--save", metavar="FILE.json", help="keep the list with its corrections")
    parser.add_argument("--json", metavar="FILE", help="write the list as JSON (- is standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Match, print a line per file, write the list; exit code 3 where a video could not be read."""
    from deepfake_studio.social import pair_list

    params = _params(args, context)
    with WorkerClient() as client:
        reply = client.call("sn_pairs", params, job=context.job(context.console.follow))
    context.console.finish()
    found = from_plain(pair_list.PairList, reply.value["list"])
    if args.save:
        pair_list.save(found, Path(args.save))
    if args.json:
        write_whole(args.json, pair_list.document(found))
    if args.json != "-":
        _say(found)
    return FAILED if any(row.status == "unreadable" for row in found.pairs) else OK


def _params(args: argparse.Namespace, context: Context) -> dict[str, Any]:
    from deepfake_studio.errors import UsageError
    from deepfake_studio.social import pair_list

    draft = pair_list.load(Path(args.draft)) if args.draft else None
    sides = [
        [os.path.abspath(path) for path in given] if given else list(kept)  # noqa: PTH100 - links stay as they are
        for given, kept in (
            (args.originals, draft.originals if draft else ()),
            (args.shared, draft.shared if draft else ()),
        )
    ]
    if not all(sides):
        raise UsageError("Both sides are needed; give --originals and --shared, or --draft.")
    corrections = [*(draft.corrections if draft else ()), *_corrections(args)]
    return {
        "originals": "\n".join(sides[0]),
        "shared": "\n".join(sides[1]),
        "corrections": to_plain(corrections),
        "limits": _limits(context),
    }


def _limits(context: Context) -> dict[str, Any]:
    from deepfake_studio.media.limits import Limits

    limits: dict[str, Any] = to_plain(Limits.from_settings(context.settings))
    return limits


def _corrections(args: argparse.Namespace) -> list[Any]:
    from deepfake_studio.social.pair_list import Correction

    full = os.path.abspath
    return [
        *(Correction(kind="assign", original=full(a), shared=full(b)) for a, b in args.assign),
        *(Correction(kind="unassign", original=full(a), shared=full(b)) for a, b in args.unassign),
        *(Correction(kind="exclude", original=full(path)) for path in args.exclude),
    ]


def _say(found: PairList) -> None:
    for row in found.pairs:
        score = "" if row.score is None else f"{row.score.total:.2f}"
        names = (Path(path).name if path else "-" for path in (row.original, row.shared))
        say(row.status.replace("_", " "), *names, score, row.sentence)
    usable = len(found.usable)
    say(f"{usable} of {len(found.pairs)} rows can be used for estimating.")
