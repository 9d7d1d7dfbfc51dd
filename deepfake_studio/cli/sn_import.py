"""``deepfake-studio sn import``: lists of the reference work (``compression_models.json``) as profiles."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError


def add(commands: Any) -> None:
    """Add the command to ``sn``."""
    parser = commands.add_parser("import", help="profiles from compression_models.json, or what it does to a size")
    parser.add_argument("file", metavar="FILE.json")
    parser.add_argument("--platform", metavar="NAME", help="only this one; all by default")
    parser.add_argument("--encoder", metavar="NAME", help="only this one (libx264, ...); all by default")
    parser.add_argument("--folder", metavar="DIR", help="where to write the profiles; the user's by default")
    parser.add_argument("--size", metavar="WxH", help="write nothing; say the target size and CRF by the list's rules")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write one profile per platform and encoder, or say what the list does to a file of ``--size``."""
    from deepfake_studio.social import convert000, models000, profiles

    models = models000.load_models(Path(args.file))
    wanted = [
        (platform, encoder)
        for platform, encoder in models000.listed(models)
        if args.platform in (None, platform) and args.encoder in (None, encoder)
    ]
    if not wanted:
        models000.samples(models, args.platform or "any platform", args.encoder or "any encoder")
    folder = Path(args.folder) if args.folder else profiles.user_folder()
    for platform, encoder in wanted:
        if args.size:
            _say_target(models, platform, encoder, args.size)
        else:
            say(str(profiles.save(convert000.to_profile(models, platform, encoder=encoder), folder)))
    return OK


def _say_target(models: Any, platform: str, encoder: str, size: str) -> None:
    from deepfake_studio.social import models000

    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", size)
    if not found:
        raise UsageError(f"The size {size} is not WIDTHxHEIGHT; write it as 1280x720.")
    target = models000.target(models, platform, encoder=encoder, size=(int(found[1]), int(found[2])))
    said = f"{target.width_px}x{target.height_px}, CRF {target.crf}, {target.profile}, of {target.samples} samples"
    tied = f"; as near in area: {', '.join(target.tied)}" if target.tied else ""
    say(platform, encoder, said + tied)
