"""``deepfake-studio report``: a case as a document."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.export import FORMATS, export
from deepfake_studio.cli import outputs
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.worker_client import WorkerClient


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("report", help="write the report of a case")
    parser.add_argument("case", metavar="CASE", help="a .dfcase folder")
    parser.add_argument("--format", choices=FORMATS, default="html")
    parser.add_argument("--out", metavar="FILE", required=True)
    parser.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    parser.add_argument("--hide-folders", action="store_true", help="name files without their folders")
    parser.add_argument(
        "--explain", metavar="IDS", default="", help="detectors (comma-separated) whose heat maps follow the key frames"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the report; its own SHA-256 goes to the audit log and a ``.sha256`` beside it."""
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.inference import registry

    outputs.check_target(args.out, [])
    explain = tuple(registry.spec(name.strip()).id for name in args.explain.split(",") if name.strip())
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store, WorkerClient() as client:
        sha256 = export(
            store,
            out=Path(args.out),
            kind=args.format,
            client=client,
            limits=limits_of(context.settings),
            job=context.job(),
            hide_folders=args.hide_folders,
            explain=explain,
        )
    context.console.line(f"Wrote {args.out} (SHA-256 {sha256}).")
    return OK
