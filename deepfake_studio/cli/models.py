"""``deepfake-studio models``: which detectors are here, what their cards say, whether their weights are whole."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.vocabulary import DetectorSpec
from deepfake_studio.wire import to_plain


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser("models", help="installed detectors")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("list", help="one line each").set_defaults(run=run_list)
    show = actions.add_parser("show", help="manifest entry and model card")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=run_show)
    verify = actions.add_parser("verify", help="compare every weights file with its hash")
    verify.set_defaults(run=run_verify)


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Every detector: id, size, licence, what it is."""
    from deepfake_studio.inference import registry

    for spec in registry.specs():
        say(spec.id, f"{spec.size_bytes / 1e6:.1f} MB", spec.licence, spec.description)
    return OK


def run_show(args: argparse.Namespace, context: Context) -> int:
    """All that is known about one detector."""
    from deepfake_studio.inference import registry

    spec = registry.spec(args.id)
    for key, value in to_plain(spec).items():
        say(f"{key}: {value}")
    card = Path(spec.folder) / spec.card if spec.card else None
    if card is not None and card.exists():
        say("")
        for line in card.read_text("utf-8").splitlines():
            say(line)
    return OK


def run_verify(args: argparse.Namespace, context: Context) -> int:
    """Hash every weights file."""
    from deepfake_studio.inference import registry

    states = [(spec, _state(spec)) for spec in registry.specs()]
    for spec, state in states:
        say(spec.id, state)
    return OK if all(state == "intact" for _, state in states) else FAILED


def _state(spec: DetectorSpec) -> str:
    from deepfake_studio.inference import registry

    try:
        with registry.weights_file(spec).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"missing ({error.strerror}): {registry.weights_file(spec)}"
    return "intact" if found == spec.sha256 else f"changed: SHA-256 is {found}, the manifest says {spec.sha256}"
