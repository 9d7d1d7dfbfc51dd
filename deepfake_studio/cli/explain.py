"""``deepfake-studio explain``: what in one frame a detector's score reacts to, as a heat map with its checks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.inputs import Item
from deepfake_studio.cli import outputs
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.wire import to_plain
from deepfake_studio.worker_client import WorkerClient

SCHEMA = "deepfake-studio/explanation/1"


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("explain", help="a heat map of one detector on one frame")
    parser.add_argument("file", metavar="FILE", help="video or picture")
    parser.add_argument("--detector", metavar="ID", required=True)
    parser.add_argument("--frame", metavar="N", type=int, default=0, help="counted from 0 in the order shown")
    parser.add_argument("--out", metavar="PNG", required=True, help="the picture; its facts go to PNG.json beside it")
    parser.add_argument("--face", metavar="K", type=int, default=0, help="which face of the frame, best first")
    parser.add_argument("--method", choices=("auto", "gradcam", "rollout", "attention"), default="auto")
    parser.add_argument("--device", metavar="auto|cpu|cuda:N|mps")
    parser.add_argument("--json", metavar="FILE", help="write the facts here too (- is standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the picture and what was found; a frame that cannot be explained leaves a reason and no picture."""
    path = Path(args.file).absolute()
    beside = f"{args.out}.json"
    for target in (args.out, beside, args.json):
        outputs.check_target(target, [Item(args.file, 0)])
    limits = limits_of(context.settings)
    params = {
        "path": str(path),
        "index": args.frame,
        "detector": args.detector,
        "face": args.face,
        "method": args.method,
        "device": args.device or context.settings.device,
        "limits": limits,
    }
    with WorkerClient() as client:
        exhibit = client.call("acquire", {"path": str(path), "limits": limits}, job=context.job()).value
        reply = client.call("explain", params, job=context.job())
    facts = {"schema": SCHEMA, "path": args.file, "sha256": exhibit["sha256"], **to_plain(reply.value)}
    data = outputs.json_bytes(facts)
    if facts["status"] == "explained":
        outputs.write_whole(args.out, reply.blob)
        outputs.write_whole(beside, data)
    if args.json is not None:
        outputs.write_whole(args.json, data)
    if args.json != "-":
        for line in _lines(facts, args.out):
            say(line)
    return OK


def _lines(facts: dict[str, Any], out: str) -> list[str]:
    if facts["status"] != "explained":
        return [f"{facts['path']}: not applicable: {facts['reason']}"]
    return [
        f"{out}: {facts['method']} of {facts['detector']}, layer {facts['layer']}, logit {facts['logit']:+.3f}",
        facts["sanity"]["words"],
        facts["sentence"],
    ]
