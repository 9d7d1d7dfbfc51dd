"""``deepfake-studio explain``: what in one frame a detector's score reacts to, as a heat map with its checks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.explaining import Wish, explain, lines
from deepfake_studio.casework.inputs import Item
from deepfake_studio.cli import outputs
from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.worker_client import WorkerClient


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
    wish = Wish(
        detector=args.detector,
        index=args.frame,
        face=args.face,
        method=args.method,
        device=args.device or context.settings.device,
    )
    limits = limits_of(context.settings)
    with WorkerClient() as client:
        found = explain(client, path, shown=args.file, wish=wish, limits=limits, job=context.job())
    data = outputs.json_bytes(found.facts)
    if found.explained:
        outputs.write_whole(args.out, found.png)
        outputs.write_whole(beside, data)
    if args.json is not None:
        outputs.write_whole(args.json, data)
    if args.json != "-":
        first, *others = lines(found)
        say(f"{args.out if found.explained else args.file}: {first}")
        for line in others:
            say(line)
    return OK
