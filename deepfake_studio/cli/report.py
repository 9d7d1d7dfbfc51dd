"""``deepfake-studio report``: a case as a document."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework import designs
from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.export import FORMATS, export
from deepfake_studio.cli import blind, outputs
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.report.design import Design
    from deepfake_studio.settings import Settings


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("report", help="write the report of a case")
    parser.add_argument("case", metavar="CASE", help="a .dfcase folder")
    parser.add_argument("--format", choices=FORMATS, default="html")
    parser.add_argument("--out", metavar="FILE", required=True)
    parser.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    parser.add_argument("--hide-folders", action="store_true", help="the same as --redact folders")
    _add_design(parser)
    parser.add_argument(
        "--explain", metavar="IDS", default="", help="detectors (comma-separated) whose heat maps follow the key frames"
    )
    parser.set_defaults(run=run)


def _add_design(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("design", "each choice goes before that of the design file")
    group.add_argument(
        "--design",
        metavar="FILE.toml",
        help="sections, figures, letterhead, language, what is hidden (default: that of the preferences; - for none)",
    )
    group.add_argument("--lang", metavar="LANGUAGE", help="en or de")
    group.add_argument(
        "--section", metavar="ID", action="append", help="a section to write (repeat it; their order is kept)"
    )
    group.add_argument("--redact", metavar="WHAT", action="append", help="folders or faces (repeat it)")
    group.add_argument("--no-figures", action="store_true", help="say what figures show in words")
    group.add_argument("--save-design", metavar="FILE.toml", help="keep these choices as a design")


def _design(args: argparse.Namespace, settings: Settings) -> Design:
    """The design file with what the command line changes of it.

    Raises:
        UsageError: it cannot be read or asks for what does not exist.
    """
    from deepfake_studio.report import design

    if args.design is not None:
        settings = dataclasses.replace(settings, report_design="" if args.design == "-" else args.design)
    chosen = designs.usual(settings)
    changes: dict[str, Any] = {}
    if args.lang:
        changes["language"] = args.lang
    if args.section:
        changes["sections"] = tuple(args.section)
    hidden = [*chosen.redact, *(args.redact or ()), *(["folders"] if args.hide_folders else [])]
    changes["redact"] = tuple(dict.fromkeys(hidden))
    if args.no_figures:
        changes["figures"] = False
    chosen = dataclasses.replace(chosen, **changes)
    if args.save_design:
        outputs.check_target(args.save_design, [])
        design.save(chosen, Path(args.save_design))
    return chosen


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the report; its own SHA-256 goes to the audit log and a ``.sha256`` beside it."""
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.inference import registry

    outputs.check_target(args.out, [])
    design = _design(args, context.settings)
    explain = tuple(registry.spec(name.strip()).id for name in args.explain.split(",") if name.strip())
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store, WorkerClient() as client:
        blind.refuse(store, "A report shows results")
        sha256 = export(
            store,
            out=Path(args.out),
            kind=args.format,
            client=client,
            limits=limits_of(context.settings),
            job=context.job(),
            design=design,
            explain=explain,
        )
    context.console.line(f"Wrote {args.out} (SHA-256 {sha256}).")
    return OK
