"""``deepfake-studio models``: which detectors are here, what their cards say, whether their weights are whole."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.cli import models_calibrate, models_check, models_install
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
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
    models_install.add(actions)
    models_check.add(actions)
    models_calibrate.add(actions)
    remove = actions.add_parser("remove", help="take an installed model away")
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(run=run_remove)
    export = actions.add_parser("export", help="weights, entry, card and licence, for another machine")
    export.add_argument("id", metavar="ID")
    export.add_argument("--out", metavar="PATH", required=True, help="a new folder, or a file that ends in .zip")
    export.set_defaults(run=run_export)


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Every detector: id, size, licence, what it is."""
    from deepfake_studio.casework import models
    from deepfake_studio.inference import registry

    for spec in registry.specs():
        say(spec.id, f"{spec.size_bytes / 1e6:.1f} MB", spec.licence, spec.description, *models.marks(spec))
    return OK


def run_show(args: argparse.Namespace, context: Context) -> int:
    """All that is known about one detector."""
    from deepfake_studio.casework import models
    from deepfake_studio.inference import registry

    spec = registry.spec(args.id)
    for key, value in to_plain(spec).items():
        if key == "origin" and value:
            for part, said in value.items():
                say(f"origin {part}: {said}")
        else:
            say(f"{key}: {value}")
    if card := models.card_of(spec):
        say("")
        for line in card.splitlines():
            say(line)
    return OK


def run_verify(args: argparse.Namespace, context: Context) -> int:
    """Hash every weights file."""
    from deepfake_studio.casework import models
    from deepfake_studio.inference import registry

    states = [(spec, models.state(spec, job=context.job())) for spec in registry.specs()]
    for spec, state in states:
        say(spec.id, state)
    return OK if all(state == models.INTACT for _, state in states) else FAILED


def run_remove(args: argparse.Namespace, context: Context) -> int:
    """Take a model of the user's away."""
    from deepfake_studio.inference import model_files

    say(model_files.remove(args.id).id, "removed")
    return OK


def run_export(args: argparse.Namespace, context: Context) -> int:
    """Write what another machine needs to install a model."""
    from deepfake_studio.inference import model_files

    for name in model_files.export(args.id, Path(args.out)):
        say(str(Path(args.out) / name))
    return OK
