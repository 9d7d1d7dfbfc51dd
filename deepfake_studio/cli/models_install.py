"""``models install``: published checkpoints, recognised and converted in other processes; own weights with an entry."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import check_target, json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import StudioError, UsageError, WorkerDied
from deepfake_studio.worker_client import WorkerClient

NOT_STATED = "not stated"


def add(actions: Any) -> None:
    """Add the command to the parser."""
    install = actions.add_parser(
        "install",
        help="add a published checkpoint (.pth .pt .safetensors .h5 .onnx), or weights of your own with --entry",
        description="Nothing in a file is executed, nothing is downloaded. The same file again changes nothing.",
    )
    install.add_argument("weights", metavar="FILE", nargs="+")
    install.add_argument(
        "--licence", metavar="TEXT", default="", help="the licence of the weights, where it is not known"
    )
    install.add_argument("--source", metavar="TEXT", default="", help="where the file comes from")
    install.add_argument("--id", metavar="ID", default="", help="architecture.tag to be known by")
    install.add_argument(
        "--with", dest="companion", metavar="FILE2", default="", help="the encoder's weights, where FILE is only a head"
    )
    install.add_argument("--json", metavar="FILE", help="what became of each file; - is standard output")
    install.add_argument("--entry", metavar="FILE.toml", help="the table that `train export` or `models export` wrote")
    install.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Install every file; one that is refused does not keep the others from it."""
    if len(args.weights) > 1 and (args.entry or args.id or args.companion):
        raise UsageError("--entry, --id and --with are for one file; install several one by one.")
    if args.entry is not None:
        return _described(Path(args.weights[0]), Path(args.entry))
    check_target(args.json, [])
    with WorkerClient() as client:
        items = [_one(client, name, args, context) for name in args.weights]
    if args.json is not None:
        write_whole(args.json, json_bytes({"items": items}))
    return OK if all(item["status"] != "refused" for item in items) else FAILED


def _one(client: WorkerClient, name: str, args: argparse.Namespace, context: Context) -> dict[str, Any]:
    asked = {"path": str(Path(name).absolute()), "licence": args.licence, "source": args.source, "id": args.id}
    if args.companion:
        asked["companion"] = str(Path(args.companion).absolute())
    job = context.job(context.console.follow if sys.stderr.isatty() else None)
    try:
        found: dict[str, Any] = client.call("install", asked, job=job).value
        if found["licence"].startswith(NOT_STATED) and (said := _asked(found)):
            found = client.call("install", {**asked, **said}, job=job).value
    except UsageError:
        raise
    except StudioError as error:
        if isinstance(error, WorkerDied) and context.stop.is_set():
            raise
        context.console.finish()
        context.console.line(f"deepfake-studio: {error}")
        return {"path": name, "status": "refused", "reason": str(error)}
    context.console.finish()
    if args.json != "-":
        say(found["id"], found["sentence"])
    return {"path": name, **found, "reason": None}


def _asked(found: dict[str, Any]) -> dict[str, str]:
    """What a person at a terminal says about a file nobody knows; nothing is asked where nobody sits."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    said = {}
    for key, words in (("licence", "Its licence"), ("source", "Where it comes from")):
        sys.stderr.write(f"{found['id']}: {words} (Enter: {NOT_STATED}): ")
        sys.stderr.flush()
        said[key] = sys.stdin.readline().strip()
    return {k: v for k, v in said.items() if v}


def _described(source: Path, entry: Path) -> int:
    from deepfake_studio.inference import model_files, registry

    spec = model_files.add_described(source, entry)
    say(spec.id, str(registry.weights_file(spec)))
    return OK
