"""``deepfake-studio sn estimate``: how a platform compressed, from pairs of originals and shared files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import check_target, json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.social.nouns import Estimate


def add(actions: Any) -> None:
    """Add the action to the parser of ``sn``."""
    parser = actions.add_parser("estimate", help="estimate a platform's compression from originals and shared files")
    parser.add_argument("--originals", metavar="DIR", required=True, help="the files as they were before sharing")
    parser.add_argument("--shared", metavar="DIR", required=True, help="the same clips as the platform gave them back")
    parser.add_argument("--platform", metavar="NAME", required=True)
    parser.add_argument("--model", metavar="FILE.json", help="add the samples to this compression_models.json")
    parser.add_argument("--profile-out", metavar="FILE.toml", help="write a platform profile")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON; - is standard output")
    parser.add_argument("--workers", metavar="N", type=int, default=0, help="pairs at a time (default: one per core)")
    parser.add_argument("--cache", metavar="DIR", help="where results are kept (default: the user's cache folder)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Match, estimate, write; a pair that cannot be judged is a row with its reason."""
    from deepfake_studio import paths
    from deepfake_studio.social.estimate import estimate_all

    for name in ("originals", "shared"):
        if not Path(getattr(args, name)).is_dir():
            raise UsageError(f"{getattr(args, name)} is not a folder; name the folder of the {name} files.")
    for target in (args.json, args.model, args.profile_out):
        check_target(target, ())
    found = estimate_all(
        _matched(args, context),
        workers=args.workers or _cores(),
        limits=limits_of(context.settings),
        job=context.job(context.console.follow),
        cache=Path(args.cache) if args.cache else paths.user_cache_dir() / "sn-estimates",
    )
    context.console.finish()
    _write(found, args, context)
    return FAILED if any(one.status == "failed" for one in found) else OK
