"""``deepfake-studio train prepare`` and ``train export-list``: labelled files to packed faces, and out as a list."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.cli.train_run import progress_job, say_lines
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.training.intake.quality import Thresholds, TileThresholds

_PREPARE = """\
Searches the faces of labelled pictures and videos, cuts each out at one scale and packs them into DIR for
'train run', 'train probe' and 'train check'. SOURCE is one of

  a folder   SPLIT/LABEL/...: train/real, train/fake, validation/real, validation/fake; or real and fake alone,
             then a part of each class is held out. A folder below LABEL is one group: train/real/ANNA/7.png.
  a CSV      columns path,label and, if there, split,group,generator,compression. Several groups of a file are
             parted by semicolons. Labels: real, genuine, 0, fake, manipulated, 1.
  a JSON     of DeepfakeBench: dataset > label > split > (compression) > video > label and frames.

DIR then holds crops.npy and index.json (the faces), report.json (what was kept, dropped and why, how the classes
differ), report.csv (one line for each frame) and cache/ (what was seen in each file: with it, a stopped or repeated
preparation searches nothing twice; delete it when you need the room).

With --whole-frames no face is needed: middle, corners and a reduced view of every picture and frame are packed, and
the labels are real or recorded, and generated."""
_EXPORT = """\
Writes a DeepfakeBench dataset file for prepared faces: dataset > label > split > (compression) > video > label and
frames. It lists the source pictures, or with --crops the faces themselves as PNG."""


def add(actions: Any) -> None:
    """Add the actions to ``train``."""
    plain = argparse.RawDescriptionHelpFormatter
    prepare = actions.add_parser(
        "prepare", help="pack the faces of labelled pictures and videos", description=_PREPARE, formatter_class=plain
    )
    prepare.add_argument("source", metavar="SOURCE", help="a folder, a .csv or a .json file")
    prepare.add_argument("--out", metavar="DIR", required=True, help="where the packed faces go")
    prepare.add_argument(
        "--whole-frames",
        action="store_true",
        help="pack squares of whole frames instead of faces, for detectors of wholly generated footage",
    )
    prepare.add_argument("--frames", metavar="N", type=int, default=16, help="frames taken of each video (16)")
    prepare.add_argument("--threads", metavar="N", type=int, default=2, help="files looked at at once (2)")
    prepare.add_argument("--cache", metavar="DIR", help="share what was seen between several preparations")
    _add_groups(prepare)
    _add_quality(prepare)
    _add_list(prepare)
    prepare.set_defaults(run=run_prepare)
    export = actions.add_parser(
        "export-list",
        help="write prepared faces as a DeepfakeBench dataset file",
        description=_EXPORT,
        formatter_class=plain,
    )
    export.add_argument("data", metavar="DIR", help="what `train prepare` wrote")
    export.add_argument("--out", metavar="FILE.json", required=True)
    export.add_argument("--name", metavar="NAME", help="of the data set; the name of the file by default")
    export.add_argument("--crops", metavar="FOLDER", help="write the faces there and list them (needed for videos)")
    export.add_argument("--root", metavar="FOLDER", help="where the source pictures lie now, if they were moved")
    export.set_defaults(run=run_export_list)


def _add_groups(parser: argparse.ArgumentParser) -> None:
    groups = parser.add_argument_group(
        "groups and splits", "A group (a person, a scene, a swap and its originals) never stands in two splits."
    )
    groups.add_argument("--groups", metavar="CSV", help="columns path,group: overrides the groups of the source")
    groups.add_argument(
        "--group-by-likeness", action="store_true", help="copies of a picture, recompressed or resized, are one group"
    )
    groups.add_argument(
        "--move-groups",
        action="store_true",
        help="send a group that stands in two splits to where most of its files stand, instead of refusing it",
    )
    groups.add_argument(
        "--validation",
        metavar="SHARE",
        type=float,
        default=0.1,
        help="part of each class that is held out where the source names no splits (0.1)",
    )


def _add_quality(parser: argparse.ArgumentParser) -> None:
    quality = parser.add_argument_group("quality", "Faces below a threshold are dropped and counted.")
    quality.add_argument(
        "--quality",
        metavar="NAME=NUMBER",
        action="append",
        default=[],
        help="face_px=64 (least size in px), score=0.6 (of the face search), sharpness=10 (variance of the Laplacian "
        "at 64 px), darkest=20, brightest=240 (mean luma), cut=0.3 (share beyond the picture's edge); of whole frames "
        "picture_px=184 (shorter side), darkest=8, brightest=250",
    )
    quality.add_argument("--keep-poor", action="store_true", help="drop no face that is large enough")


def _add_list(parser: argparse.ArgumentParser) -> None:
    lists = parser.add_argument_group("CSV and JSON")
    lists.add_argument("--root", metavar="FOLDER", help="what paths are relative to; the folder of the list by default")
    lists.add_argument("--compression", metavar="TAG", help="of a JSON, take c23 (or c40, raw) only")
    lists.add_argument(
        "--label",
        metavar="NAME=real|fake",
        action="append",
        default=[],
        help="what a label name of a JSON means, where it does not say it itself",
    )


def run_prepare(args: argparse.Namespace, context: Context) -> int:
    """Pack faces; prints what was kept and what was dropped, with reasons."""
    from deepfake_studio.training.intake import tables
    from deepfake_studio.training.prepare import Options, prepare

    options = Options(
        frames=args.frames,
        thresholds=_thresholds(args),
        whole_frames=args.whole_frames,
        validation=args.validation,
        move_groups=args.move_groups,
        group_by_likeness=args.group_by_likeness,
        root=Path(args.root) if args.root else None,
        compression=args.compression,
        labels=_labels(args.label),
        cache=Path(args.cache) if args.cache else None,
    )
    groups = tables.read_groups(Path(args.groups)) if args.groups else None
    report = prepare(
        Path(args.source),
        out=Path(args.out),
        job=progress_job(context),
        threads=args.threads,
        groups=groups,
        options=options,
    )
    context.console.finish()
    for warning in report["warnings"]:
        context.console.line(warning)
    say_lines(json.dumps(report, indent=1))
    return OK


def _thresholds(args: argparse.Namespace) -> Thresholds | TileThresholds:
    from deepfake_studio.training.intake import quality

    if args.whole_frames:
        return quality.changed(quality.EVERY_TILE if args.keep_poor else quality.TILES, args.quality)
    return quality.changed(quality.EVERYTHING if args.keep_poor else quality.DEFAULT, args.quality)


def _labels(words: list[str]) -> dict[str, int]:
    from deepfake_studio.training.intake.views import FACES

    found = {}
    for word in words:
        name, _, meaning = word.partition("=")
        label = FACES.label_of(meaning)
        if label is None:
            raise UsageError(f"'{word}' explains no label; write NAME=real or NAME=fake.")
        found[name] = label
    return found


def run_export_list(args: argparse.Namespace, context: Context) -> int:
    """Write the dataset file and say where it is."""
    from deepfake_studio.training.intake.export_list import export_list

    out = Path(args.out)
    export_list(
        Path(args.data),
        out=out,
        name=args.name or out.stem,
        job=progress_job(context),
        crops=Path(args.crops) if args.crops else None,
        root=Path(args.root) if args.root else None,
    )
    context.console.finish()
    say(str(out))
    return OK
