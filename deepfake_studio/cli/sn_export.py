"""``deepfake-studio sn export``: a profile as a list of the reference work (``compression_models.json``)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say


def add(commands: Any) -> None:
    """Add the command to ``sn``."""
    parser = commands.add_parser("export", help="add a profile to compression_models.json")
    parser.add_argument("profile", metavar="NAME|FILE.toml")
    parser.add_argument("--model", metavar="FILE.json", required=True, help="made where missing; what it holds is kept")
    parser.add_argument("--platform", metavar="NAME", help="key of the platform; the profile's by default")
    parser.add_argument("--case", metavar="DIR.dfcase", help="look for the profile in this case first")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Append the profile's samples, as the reference work appends its own."""
    from deepfake_studio.social import convert000, models000, profiles

    profile = profiles.find(args.profile, case=Path(args.case) if args.case else None)
    new = convert000.from_profile(profile)
    path = Path(args.model)
    models = models000.load_models(path) if path.exists() else models000.empty(str(path))
    platform, encoder = args.platform or profile.platform, convert000.encoder_of(profile)
    models000.save_models(models000.add_samples(models, platform, new, encoder=encoder), path)
    say(str(path), f"{len(new)} samples under {platform}/{encoder}")
    return OK
