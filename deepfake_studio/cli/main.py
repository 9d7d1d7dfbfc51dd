"""The command line: parser, signals and the boundary where every error becomes a sentence and an exit code.

When adding a command: one module with ``add(commands)`` and its name in `_COMMANDS`.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from deepfake_studio import __version__, settings
from deepfake_studio.cli.context import CANCELLED, FAILED, USAGE, Context, stop_on_signals
from deepfake_studio.errors import JobCancelled, StudioError, UsageError

_COMMANDS = (
    *("examine", "case", "finding", "report", "verify_report", "models", "explain", "train"),
    *("evaluate", "confusion", "sn", "selftest"),
)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="deepfake-studio",
        description="Forensic examination of questioned video and images. Without arguments the window opens.",
        epilog="Exit codes: 0 every item examined or not applicable, 2 usage, 3 some item failed, 130 cancelled.",
    )
    top.add_argument("--version", action="version", version=f"Deepfake Studio {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        import_module(f"deepfake_studio.cli.{name}").add(commands)
    return top


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")  # a name must never break the output
        return _parsed(argv)
    except BrokenPipeError:  # nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the interpreter can end in peace
        return CANCELLED


def _parsed(argv: Sequence[str]) -> int:
    try:
        args = parser().parse_args(argv)
    except SystemExit as exit_:  # argparse has said all
        sys.stdout.flush()
        return exit_.code if isinstance(exit_.code, int) else USAGE
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    try:
        context = Context(settings.load())
    except StudioError as error:
        return _say(str(error), USAGE)
    try:
        with stop_on_signals(context.stop):
            code: int = args.run(args, context)
            sys.stdout.flush()
            return code
    except BrokenPipeError:
        raise
    except (JobCancelled, KeyboardInterrupt):
        return _say("Cancelled.", CANCELLED)
    except UsageError as error:
        return _say(str(error), USAGE)
    except StudioError as error:
        return _say(str(error), FAILED)
    except Exception:  # noqa: BLE001 - the boundary: a bug ends in a trace and a code, never half silently
        traceback.print_exc()
        return _say("This is an error in Deepfake Studio; please report the lines above.", FAILED)


def _say(text: str, code: int) -> int:
    Context(settings.Settings()).console.line(f"deepfake-studio: {text}")
    return code
