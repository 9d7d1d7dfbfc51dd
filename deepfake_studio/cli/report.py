"""``deepfake-studio report``: a case as a document."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli import outputs
from deepfake_studio.cli.batch import limits_of
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.worker_client import WorkerClient, keyframes

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.report.document import ReportDocument, ReportFile
    from deepfake_studio.vocabulary import KeyFrame

FORMATS = ("html", "json", "csv")


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("report", help="write the report of a case")
    parser.add_argument("case", metavar="CASE", help="a .dfcase folder")
    parser.add_argument("--format", choices=FORMATS, default="html")
    parser.add_argument("--out", metavar="FILE", required=True)
    parser.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    parser.add_argument("--hide-folders", action="store_true", help="name files without their folders")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the report; its own SHA-256 goes to the audit log and a ``.sha256`` beside it."""
    from deepfake_studio.case.store import CaseStore

    outputs.check_target(args.out, [])
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store, WorkerClient() as client:
        sha256 = export(
            store, out=Path(args.out), kind=args.format, client=client, context=context, hide_folders=args.hide_folders
        )
    context.console.line(f"Wrote {args.out} (SHA-256 {sha256}).")
    return OK


def export(
    store: CaseStore, *, out: Path, kind: str, client: WorkerClient, context: Context, hide_folders: bool = False
) -> str:
    """Write a report of ``store`` and record it; returns the file's SHA-256."""
    from deepfake_studio.inference import registry
    from deepfake_studio.report.build import build

    found = _pictures(store, client, context) if kind == "html" else ()
    snapshot = store.snapshot(key_frames=found, detectors=registry.specs())
    written = _writer(kind)(build(snapshot, hide_folders=hide_folders), out)
    store.record_report(out, sha256=written.sha256, format=kind, snapshot_sequence=snapshot.audit_sequence)
    return written.sha256


def _pictures(store: CaseStore, client: WorkerClient, context: Context) -> tuple[KeyFrame, ...]:
    """Key frames of the newest examination of each exhibit."""
    newest = {record.exhibit_id: record for record in store.examinations()}
    limits = limits_of(context.settings)
    return keyframes.fetch(client, newest.values(), limits=limits, job=context.job())


def _writer(kind: str) -> Callable[[ReportDocument, Path], ReportFile]:
    from deepfake_studio.report import csv_writer, html, json_writer

    return {"html": html.write, "json": json_writer.write, "csv": csv_writer.write}[kind]
