"""``deepfake-studio sn blind``: CRF, encoder family and repeated compression of a file without its original."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.media.limits import Limits

if TYPE_CHECKING:
    from deepfake_studio.social.blind import BlindFinding


def add(actions: Any) -> None:
    """Add the action to ``sn``."""
    parser = actions.add_parser("blind", help="estimate a file's compression without its original")
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument("--json", metavar="FILE", help="write JSON; - for standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Estimate each file; a file that cannot be read is a row with its reason."""
    from deepfake_studio.social.blind import blind

    limits, findings = Limits.from_settings(context.settings), []
    job = context.job(context.console.follow)
    for name in args.files:
        findings.append(blind(Path(name), limits=limits, job=job))
    context.console.finish()
    if args.json:
        write_whole(args.json, json_bytes({"items": [row(f) for f in findings]}))
    if args.json != "-":
        for found in findings:
            for line in lines(found):
                say(line)
    return FAILED if any(f.status == "failed" for f in findings) else OK


def row(found: BlindFinding) -> dict[str, Any]:
    """One item of the JSON; ``double_compression`` is a log10 likelihood ratio."""
    double = found.double_compression
    return {
        "path": found.path,
        "status": found.status,
        "reason": found.reason,
        "crf": None if found.crf is None else round(found.crf, 2),
        "crf_basis": found.crf_basis,
        "crf_interval": None if found.crf_interval is None else [round(v, 2) for v in found.crf_interval],
        "double_compression": None if double is None else round(double.ratio.log10, 3),
    }


def lines(found: BlindFinding) -> list[str]:
    """What is printed of one file."""
    told = [f"{found.path}: {found.status}" + (f" - {found.reason}" if found.reason else "")]
    if found.crf is not None and found.crf_interval is not None:
        low, high = found.crf_interval
        told.append(f"  CRF {found.crf:.1f} ({found.crf_basis}, {low:.1f} to {high:.1f})")
    if found.family is not None:
        rivals = f"; not excluded: {', '.join(found.family.rivals)}" if found.family.rivals else ""
        told.append(f"  encoder family {found.family.name} ({found.family.basis}{rivals})")
    if found.double_compression is not None:
        ratio, double = found.double_compression.ratio, found.double_compression
        told.append(
            f"  compressed more than once against once: log10 LR {ratio.log10:.2f} "
            f"({ratio.low:.2f} to {ratio.high:.2f}; {double.n_more} and {double.n_once} clips)"
        )
    return told + [f"  {warning}" for warning in found.warnings]
