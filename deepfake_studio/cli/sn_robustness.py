"""``deepfake-studio sn robustness``: one exhibit through a ladder of compressions and through platform profiles."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio import wire
from deepfake_studio.casework.batch import Batch
from deepfake_studio.casework.inputs import Item
from deepfake_studio.casework.keeping import Casework, open_or_create
from deepfake_studio.cli import outputs
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.examine import add_method, positive, request_of
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.trials import holding, rungs
from deepfake_studio.vocabulary import Exhibit, HoldingPoint, RecompressedResult, Robustness
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.trials.rungs import CopyRecipe


def add(commands: Any) -> None:
    """Add the command to the parser of ``sn``."""
    parser = commands.add_parser("robustness", help="examine a file again through compressions: where does it hold?")
    parser.add_argument("file", metavar="FILE", help="the exhibit; it is only read")
    parser.add_argument("--ladder", metavar="CRFS:SIZES", default=rungs.LADDER, help=f"none, or as {rungs.LADDER}")
    parser.add_argument("--profiles", metavar="NAMES", help="comma-separated names or TOML files of profiles")
    parser.add_argument("--case", metavar="DIR.dfcase", help="keep the result and the copies in this case")
    add_method(parser)
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON (- is standard output)")
    parser.add_argument("--figure", metavar="FILE.svg", help="write the figure")
    parser.add_argument("--examiner", metavar="NAME", help="name written into the case")
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per copy")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine every copy, print where the outcome stops holding; failed copies are rows, and exit code 3."""
    path = Path(args.file)
    if not path.is_file():
        raise UsageError(f"{args.file} does not exist; name a video or an image.")
    for target in (args.json, args.figure):
        outputs.check_target(target, [Item(str(path), path.stat().st_size)])
    copies = (*rungs.ladder(args.ladder), *rungs.of_profiles(_profiles(args.profiles)))
    with WorkerClient() as client:
        batch = Batch(client, context, request_of(args, context))
        found = _examined(args, context, path, batch, copies)
    context.console.finish()
    _write(args, found)
    if args.json != "-":
        for line in lines(found):
            say(line)
    return FAILED if any(r.status == "failed" for r in found.results) else OK


def _profiles(text: str | None) -> tuple[Any, ...]:
    if not text:
        return ()
    from deepfake_studio.social import profiles

    return tuple(profiles.find(name.strip()) for name in text.split(",") if name.strip())


def _examined(
    args: argparse.Namespace, context: Context, path: Path, batch: Batch, copies: tuple[CopyRecipe, ...]
) -> Robustness:
    from deepfake_studio.casework import robustness

    job = context.job(context.console.follow)
    if args.case is None:
        return robustness.run(path, copies=copies, batch=batch, job=job)
    actor = context.actor(args)
    params = {"path": str(path.absolute()), "limits": batch.request.limits}
    exhibit = wire.from_plain(Exhibit, batch.client.call("acquire", params, job=context.job()).value)
    store, made = open_or_create(args.case, actor=actor)
    if made:
        context.console.line(f"Made the case {args.case}.")
    with store:
        record = Casework(store, examiner=actor, copy=False, resume=True).exhibit(exhibit, job=context.job())
        working = store.working_path(record)
        folder = robustness.folder_in(store)
        found = robustness.run(working, copies=copies, batch=batch, job=job, folder=folder)
        robustness.keep(store, record, found, examiner=actor)
    return found


def _write(args: argparse.Namespace, found: Robustness) -> None:
    if args.figure is not None:
        from deepfake_studio.report import robustness_figure

        outputs.write_whole(args.figure, robustness_figure.draw(found))
    if args.json is not None:
        outputs.write_whole(args.json, outputs.json_bytes({"path": args.file, **wire.to_plain(found)}))


def lines(found: Robustness) -> list[str]:
    """The result as text: one line per copy, where each system changes, and the limitation."""
    width = max(len(r.name) for r in found.results)
    out = [f"{r.name:{width}}  {_ratio(r):>24}  {_outcome(r)}" for r in found.results]
    out += [_change(point) for point in found.holding if point.changes_at_crf is not None]
    return [*out, found.limitation]


def _change(point: HoldingPoint) -> str:
    held = "the same at no step" if point.holds_to_crf is None else f"the same down to CRF {point.holds_to_crf:g}"
    change = f"CRF {point.changes_at_crf:g}: {holding.WORDS[point.changes_to]}"
    return f"{point.system}, {point.size} size: {held}; {change}"


def _ratio(result: RecompressedResult) -> str:
    lr = result.lr
    return "no LR" if lr is None else f"{lr.log10:+.2f} [{lr.low:+.2f}, {lr.high:+.2f}]"


def _outcome(result: RecompressedResult) -> str:
    examined = result.status == "examined" and result.outcome
    text = holding.WORDS[result.outcome] if examined else result.status.replace("_", " ")
    return f"{text} ({result.reason})" if result.reason else text
