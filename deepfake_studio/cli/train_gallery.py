"""``deepfake-studio train gallery``: a sheet that shows what training will see."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError


def add(actions: Any) -> None:
    """Add the command to the actions of ``train``."""
    gallery = actions.add_parser("gallery", help="a contact sheet of blends, clips or degradations to look at")
    gallery.add_argument("data", metavar="DIR", help="what `train prepare` wrote")
    gallery.add_argument("--kind", choices=("sbi", "vb", "degrade"), required=True)
    gallery.add_argument("--out", metavar="SHEET.png", required=True)
    gallery.add_argument("--count", metavar="N", type=int, default=8, help="faces on the sheet (8)")
    gallery.add_argument("--seed", metavar="N", type=int, default=0)
    gallery.add_argument("--recipe", metavar="FILE.toml", help="its table [blend] sets what blends draw from")
    gallery.add_argument("--degradations", metavar="NAMES", help="comma-separated; all by default")
    gallery.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Write the sheet and say where."""
    from deepfake_studio.training import blend, gallery

    if args.count < 1:
        raise UsageError("A sheet needs at least one face; give --count 1 or more.")
    recipe = blend.read_recipe(_table(Path(args.recipe))) if args.recipe else blend.DEFAULT
    columns = [n.strip() for n in (args.degradations or "").split(",") if n.strip()]
    gallery.write(
        Path(args.data),
        kind=args.kind,
        out=Path(args.out),
        count=args.count,
        seed=args.seed,
        recipe=recipe,
        columns=columns,
    )
    context.console.finish()
    say(args.out)
    return OK


def _table(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text("utf-8")).get("blend", {})
    except (OSError, ValueError) as error:
        raise UsageError(f"The recipe {file} cannot be read ({error}); check path and TOML.") from error
    if not isinstance(table, dict):
        raise UsageError(f"'blend' in {file} is no table; write it as [blend].")
    return table
