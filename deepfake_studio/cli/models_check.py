"""``deepfake-studio models check``: what a checkpoint file is, without installing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.worker_client import WorkerClient

_LINES = ("family", "architecture", "project", "parity", "licence", "origin", "paper", "wrapper", "tensors", "sha256")


def add(actions: Any) -> None:
    """Add the action to ``models``."""
    parser = actions.add_parser("check", help="say what a checkpoint file is, without installing it")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--parity", action="store_true", help="feed the parity input and print what comes out")
    parser.add_argument("--with", dest="companion", metavar="FILE2", help="the encoder's weights, where FILE is a head")
    parser.add_argument("--json", metavar="FILE", help="write the result (- is standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Read, recognise, compare; the file is not copied anywhere."""
    params = {"path": str(Path(args.file).absolute()), "parity": args.parity}
    if args.companion:
        params["companion"] = str(Path(args.companion).absolute())
    with WorkerClient() as client:
        found: dict[str, Any] = client.call("check_checkpoint", params, job=context.job()).value
    if args.json is not None:
        write_whole(args.json, json_bytes(found))
    if args.json != "-":
        _print(found)
    return OK if found["strict"] else FAILED


def _print(found: dict[str, Any]) -> None:
    for key in _LINES:
        if found.get(key):
            say(f"{key}: {found[key]}")
    for kind, names in found.get("report", {}).items():
        more = ", ..." if names["count"] > len(names["names"]) else ""
        say(f"{kind.replace('_', ' ')}: {names['count']} ({', '.join(names['names'])}{more})")
    for row in found.get("logits", []):
        say("logits: " + ", ".join(f"{v:.6g}" for v in row))
    say("The file fits its family." if found["strict"] else found["reason"])
