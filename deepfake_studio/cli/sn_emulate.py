"""``deepfake-studio sn emulate``: files and folders as they would come back from a social network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.media.limits import Limits
from deepfake_studio.social import emulate_manifest

if TYPE_CHECKING:
    from deepfake_studio.social.emulate import Plan
    from deepfake_studio.social.emulate_tree import TreeReport

_TEXT = """\
Re-encodes videos the way a platform does: scaled to the rung of its ladder that each file fills (portrait stays
portrait, nothing is enlarged), frame rate, group length, profile, CRF or bitrate, sound and container by its profile.

OUTPUT gets the copies under their relative paths, sn_manifest.json (what was done to which hash), and, where labels
are known (folders called real and fake, or --labels), sn_pairs.csv for 'train prepare'. Started again, it goes on
where it stopped; what was made by the same settings from the same bytes is left alone."""


def add(actions: Any) -> None:
    """Add the action to ``sn``."""
    parser = actions.add_parser(
        "emulate",
        help="make files look as if they had been shared",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--input", metavar="PATH", nargs="+", required=True, help="a folder, or files")
    parser.add_argument("--output", metavar="DIR", required=True, help="folder of the copies")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--model", metavar="FILE.json", help="compression_models.json, with --platform")
    how.add_argument(
        "--profile",
        metavar="FILE.toml",
        action="append",
        help="a profile, by file or name; several are shares in a row",
    )
    parser.add_argument("--platform", metavar="NAME", help="platform of --model")
    parser.add_argument("--encoder", metavar="NAME", default="libx264", help="encoder of --model (libx264)")
    parser.add_argument(
        "--mode",
        choices=("mean", "median", "sample"),
        default="mean",
        help="of what was measured: the mean (default), the median, or a value drawn for each file",
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="what --mode sample draws from (0)")
    parser.add_argument("--audio", choices=("transcode", "keep", "drop"), default="transcode", help="the sound")
    parser.add_argument("--hops", metavar="N", type=int, default=1, help="shares in a row (1)")
    parser.add_argument("--enlarge", action="store_true", help="bring smaller files up to their rung")
    parser.add_argument("--labels", metavar="CSV", help="columns path,label and perhaps split,group,generator")
    _add_run(parser)
    parser.set_defaults(run=run_emulate)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", metavar="N", type=int, help="files worked on at once; one a core by default")
    parser.add_argument("--no-resume", action="store_true", help="make again what is there already")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument("--json", metavar="FILE", help="the manifest as JSON; - for standard output")


def run_emulate(args: argparse.Namespace, context: Context) -> int:
    """Emulate; one line for each file, or the manifest as JSON."""
    from deepfake_studio.social.emulate_tree import emulate_tree

    inputs = [Path(name) for name in args.input]
    plan = _plan(args)
    context.console.start()
    report = emulate_tree(
        inputs,
        Path(args.output),
        plan=plan,
        workers=args.workers,
        resume=not args.no_resume,
        dry_run=args.dry_run,
        labels=Path(args.labels) if args.labels else None,
        limits=Limits.from_settings(context.settings),
        job=context.job(context.console.bar),
    )
    context.console.finish()
    _tell(report, args, context)
    return FAILED if report.counts.get("failed") else OK


def _plan(args: argparse.Namespace) -> Plan:
    from deepfake_studio.social.emulate import Plan

    return Plan(
        profiles=_shares(args),
        mode=args.mode,
        seed=args.seed,
        audio=args.audio,
        hops=args.hops,
        enlarge=args.enlarge,
    )


def _shares(args: argparse.Namespace) -> tuple[Any, ...]:
    from deepfake_studio.social import models000, profiles
    from deepfake_studio.social.emulate_models import Model000

    if args.profile:
        return tuple(profiles.find(name) for name in args.profile)
    if not args.platform:
        raise UsageError("A model needs --platform, the name of the platform in it; add it.")
    return (Model000.of(models000.load_models(Path(args.model)), args.platform, encoder=args.encoder),)


def _tell(report: TreeReport, args: argparse.Namespace, context: Context) -> None:
    if args.json:
        told = {**report.manifest, "counts": report.counts, "others": report.others, "seconds": report.seconds}
        write_whole(args.json, json_bytes(told))
    else:
        for row in report.rows:
            say(str(row["name"]), str(row["status"]), emulate_manifest.said(row))
    counts = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in sorted(report.counts.items()))
    context.console.line(f"{counts or 'nothing'} in {report.seconds:.1f} s; {report.others} other files left alone")
