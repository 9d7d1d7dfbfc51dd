"""``deepfake-studio sn read``: what the bit streams of files state."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.outputs import check_target, json_bytes, write_whole
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import NotApplicable, StudioError

if TYPE_CHECKING:
    from deepfake_studio.social.nouns import StreamReading

_DESCRIPTION = """\
Reads codec, profile, size, rate, group structure, quantisers, encoder options and declared quality of videos.
Nothing is estimated: what a stream does not state is left empty. A declared CRF is the encoder's message or, without
one, x264's picture parameter set where the quantisers agree with it; 26 there says nothing."""


def add(actions: Any) -> None:
    """Add ``read`` to ``sn``."""
    parser = actions.add_parser("read", help="what a file's bit stream states", description=_DESCRIPTION)
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument(
        "--frames",
        metavar="N",
        type=int,
        default=300,
        help="pictures decoded for block quantisers, 0 for all (300); sizes, types and key flags are read of all",
    )
    parser.add_argument("--pictures", action="store_true", help="with --json, also every picture")
    parser.add_argument("--json", metavar="FILE", help="write JSON; - for standard output")
    parser.set_defaults(run=run_read)


def run_read(args: argparse.Namespace, context: Context) -> int:
    """Read every file; one that cannot be read is told and does not stop the others."""
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.social.document import failed, reading_document
    from deepfake_studio.social.reading import read

    check_target(args.json, ())
    limits, items, code = Limits.from_settings(context.settings), [], OK
    for number, name in enumerate(args.files):
        show = partial(_progress, context, number, len(args.files))
        try:
            found = read(Path(name), limits=limits, job=context.job(show), frames=args.frames or None)
        except StudioError as error:
            items.append(failed(name, error))
            code = code if isinstance(error, NotApplicable) else FAILED
            context.console.line(str(error))
            continue
        items.append(reading_document(found, pictures=args.pictures))
        if args.json != "-":
            _show(found)
    context.console.finish()
    if args.json:
        write_whole(args.json, json_bytes({"items": items}))
    return code


def _progress(context: Context, done: int, count: int, part: float, note: str) -> None:
    context.console.bar((done + part) / count, note)


def _show(reading: StreamReading) -> None:
    from deepfake_studio.social.document import lines

    say(reading.path)
    for name, value in lines(reading):
        say(f"  {name:<12}", value)
