"""``deepfake-studio case export|validate|import``: signed packages that another laboratory checks without importing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say


def add(actions: Any) -> None:
    """Add the actions to the parser of cases."""
    export = actions.add_parser("export", help="write a case as one signed package")
    export.add_argument("case", metavar="CASE")
    export.add_argument("--out", metavar="FILE.dfpack", required=True)
    export.add_argument("--evidence", action="store_true", help="pack the evidence files as well")
    export.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    export.set_defaults(run=run_export)
    validate = actions.add_parser("validate", help="check a package without importing it")
    validate.add_argument("package", metavar="FILE")
    validate.set_defaults(run=run_validate)
    take = actions.add_parser("import", help="check a package and make it a case")
    take.add_argument("package", metavar="FILE")
    take.add_argument("--out", metavar="DIR.dfcase", required=True, help="a folder that does not exist yet")
    take.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    take.set_defaults(run=run_import)
    for parser in (validate, take):
        parser.add_argument("--key", metavar="HEX", help="public key that must have signed it")


def run_export(args: argparse.Namespace, context: Context) -> int:
    """Write a package."""
    from deepfake_studio.case.store import CaseStore

    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store:
        made = store.export_package(Path(args.out), with_evidence=args.evidence, job=job)
    context.console.finish()
    say(str(made.path), made.sha256)
    say(f"{made.size_bytes} bytes, {made.reports} reports, {made.evidence} evidence files")
    say(f"signed with the key {made.public_key}")
    if made.without:
        say(f"without the evidence of exhibits {', '.join(made.without)}")
    return OK


def run_validate(args: argparse.Namespace, context: Context) -> int:
    """Check a package and say who signed it."""
    from deepfake_studio.case.unpacking import validate

    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    found = validate(Path(args.package), key=args.key, job=job)
    context.console.finish()
    _tell(found)
    return OK


def run_import(args: argparse.Namespace, context: Context) -> int:
    """Check a package and make it a case."""
    from deepfake_studio.case.importing import import_package

    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    actor = context.actor(args)
    found = import_package(Path(args.package), Path(args.out), actor=actor, key=args.key, job=job)
    context.console.finish()
    _tell(found)
    say(f"imported as {args.out}")
    return OK


def _tell(found: Any) -> None:
    say(f"valid: {found.path}, SHA-256 {found.sha256}")
    say(f"case {found.case_number}  {found.case_title}, packed {found.created_utc} by version {found.tool_version}")
    say(f"{found.audit_entries} audit entries, head {found.audit_head_sha256}")
    say(f"{found.exhibits} exhibits, {found.evidence} evidence files, {found.reports} reports")
    who = "this installation" if found.signed_here else "another installation; compare it with what its owner told you"
    say(f"signed with the key {found.public_key} of {who}")
    for key in found.log_keys:
        if key != found.public_key:
            say(f"the audit log is also signed with the key {key}")
    if found.without:
        say(f"without the evidence of exhibits {', '.join(found.without)}")
