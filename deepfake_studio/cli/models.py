"""``deepfake-studio models``: which detectors are here, what their cards say, whether their weights are whole."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from deepfake_studio import paths
from deepfake_studio.cli import models_check
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS
from deepfake_studio.vocabulary import DetectorSpec
from deepfake_studio.wire import to_plain
from deepfake_studio.worker_client import WorkerClient


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
    install = actions.add_parser("install", help="add weights of your own, or the published MesoNet files")
    install.add_argument("weights", metavar="FILE", nargs="+")
    install.add_argument("--entry", metavar="FILE.toml", help="the table that `train export` prints")
    install.set_defaults(run=run_install)
    models_check.add(actions)


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Every detector: id, size, licence, what it is."""
    from deepfake_studio.inference import registry

    for spec in registry.specs():
        words = QUESTIONS[spec.question]
        asked = () if words.validated else (f"{words.title.lower()}, {NOT_VALIDATED}",)
        say(spec.id, f"{spec.size_bytes / 1e6:.1f} MB", spec.licence, spec.description, *asked)
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

    file = registry.weights_file(spec)
    try:
        found = _sha256(file)
    except OSError as error:
        return f"missing ({error.strerror}): {file}"
    return "intact" if found == spec.sha256 else f"changed: SHA-256 is {found}, the manifest says {spec.sha256}"


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def run_install(args: argparse.Namespace, context: Context) -> int:
    """Weights with their entry are copied; a published checkpoint is recognised and converted, in another process."""
    if args.entry is None:
        with WorkerClient() as client:
            for name in args.weights:
                path = str(Path(name).absolute())
                say(client.call("install", {"path": path}, job=context.job()).value["id"])
        return OK
    if len(args.weights) > 1:
        raise UsageError("--entry describes one file; install several one by one.")
    return _install_described(Path(args.weights[0]), args.entry)


def _install_described(source: Path, entry_file: str) -> int:
    """Copy weights into the user's folder and add their entry to the user's manifest; both or neither."""
    from deepfake_studio.inference import registry

    entry = _entry(Path(entry_file))
    try:
        found = _sha256(source)
    except OSError as error:
        raise UsageError(f"The weights {source} cannot be read ({error.strerror}); check the path.") from error
    if found != entry.get("sha256"):
        raise UsageError(f"{source} is not the file that {entry_file} describes (SHA-256 {found}); get the right one.")
    if entry.get("id") in {spec.id for spec in registry.specs()}:
        raise UsageError(f"A detector {entry['id']} is installed already; remove it or give this one another id.")
    entry["file"] = f"{found[:16]}{source.suffix}"  # never a path, and never another model's file
    folder = paths.user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    manifest, before = folder / "manifest.toml", _manifest(folder / "manifest.toml")
    shutil.copyfile(source, folder / entry["file"])
    _write(manifest, {**before, "detector": [*before.get("detector", []), entry]})
    try:
        say(registry.spec(entry["id"]).id, str(folder / entry["file"]))
    except Exception:
        _write(manifest, before)
        (folder / entry["file"]).unlink(missing_ok=True)
        raise
    return OK


def _entry(file: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get("detector", [])
    except (OSError, ValueError) as error:
        raise UsageError(f"The entry {file} cannot be read ({error}); use what `train export` prints.") from error
    if len(tables) != 1:
        raise UsageError(f"{file} must hold exactly one [[detector]] table; use what `train export` prints.")
    return dict(tables[0])


def _manifest(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {"schema": 1}


def _write(manifest: Path, tables: dict[str, Any]) -> None:
    write_whole(str(manifest), tomli_w.dumps(tables).encode("utf-8"))
