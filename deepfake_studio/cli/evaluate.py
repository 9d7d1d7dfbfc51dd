"""``deepfake-studio evaluate``: how well the detectors tell labelled clips apart, per generator, with intervals."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework.batch import Batch
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.examine import add_method, positive, request_of
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.trials.collect import ClipResult
    from deepfake_studio.trials.evaluate import Evaluation


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("evaluate", help="measure detectors on labelled clips")
    parser.add_argument("csv", metavar="CSV", help="columns path,label,group; paths relative to the CSV")
    add_method(parser)
    parser.add_argument(
        "--ensemble", metavar="IDS", help="which of the detectors are fused; the shipped ones by default"
    )
    parser.add_argument("--protocol", choices=("group", "generator"), default="group", help="what every fit leaves out")
    parser.add_argument("--outside", metavar="GENERATORS", help="no fit uses these: methods on no detector's card")
    parser.add_argument("--out", metavar="DIR", help="tables and cache (default NAME-evaluation in the current folder)")
    parser.add_argument(
        "--conditions",
        metavar="NAMES",
        help="comma-separated: the clips as-is come first, then copies crf23, crf28, crf35, crf40, half, quarter, "
        "share, share-twice, normalised",
    )
    parser.add_argument(
        "--calibrate-on",
        choices=("as-is", "same", "all"),
        default="as-is",
        help="what scores the copies is fitted, out of fold, on the clips as they are (default), on the copies of one "
        "condition, or on the clips and all copies together, per compression class",
    )
    parser.add_argument("--copies", metavar="DIR", help="where copies are kept (default OUT/copies)")
    parser.add_argument("--cache", metavar="DIR", help="where examinations are kept (default OUT/cache)")
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per clip")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine what is not cached, then print and write the tables; missing clips are rows, not failures."""
    from deepfake_studio.trials import conditions, tables
    from deepfake_studio.trials.evaluate import evaluate

    source = Path(args.csv)
    if not source.is_file():
        raise UsageError(f"{args.csv} does not exist; name a CSV with the columns path,label,group.")
    names = conditions.named(args.conditions) if args.conditions else ()
    out_dir = _out(args)
    with WorkerClient() as client:
        batch = Batch(client, context, request_of(args, context))
        method = batch.method()
        _refuse_other_questions(tuple(method.weights))
        found = evaluate(
            source,
            examine_one=batch.measure,
            detectors={name: weights or "" for name, weights in method.weights.items()},
            ensemble=_ensemble(args.ensemble, tuple(method.weights)),
            recipe=method.recipe.digest,
            out_dir=out_dir,
            cache_dir=Path(args.cache) if args.cache else None,
            protocol=args.protocol,
            outside=args.outside.split(",") if args.outside else (),
            job=context.job(context.console.follow),
        )
        text = tables.markdown(found)
        results = found.results
        if names:
            text, results = _conditions(found, names, batch, args, context)
    context.console.finish()
    for line in text.splitlines():
        say(line)
    return FAILED if any(result.status == "failed" for result in results) else OK


def _conditions(
    as_is: Evaluation, names: tuple[str, ...], batch: Batch, args: argparse.Namespace, context: Context
) -> tuple[str, tuple[ClipResult, ...]]:
    """Evaluate the copies and write everything; the tables side by side and all results."""
    from deepfake_studio.media.limits import Limits
    from deepfake_studio.trials import robustness, write
    from deepfake_studio.trials.collect import Cache

    out_dir = _out(args)
    stage = robustness.Stage(
        examine_one=batch.measure,
        cache=Cache(folder=Path(args.cache) if args.cache else out_dir / "cache", recipe=as_is.recipe),
        copies_dir=Path(args.copies) if args.copies else out_dir / "copies",
        limits=Limits(**batch.request.limits),
    )

    def written(found: Evaluation) -> None:
        write.write(found, out_dir / robustness.CONDITIONS_FOLDER / found.condition)

    job = context.job(context.console.follow)
    every = robustness.evaluate(as_is, names, stage, calibrate_on=args.calibrate_on, job=job, done=written)
    return write.write_conditions(every, out_dir), tuple(r for found in every.values() for r in found.results)


def _out(args: argparse.Namespace) -> Path:
    return Path(args.out or f"{Path(args.csv).stem}-evaluation")


def _refuse_other_questions(ids: tuple[str, ...]) -> None:
    """Labels here say whether a face was manipulated; figures for another question would be measured against them."""
    from deepfake_studio.inference import registry

    for spec in registry.specs():
        if spec.id in ids and spec.question != "manipulated_face":
            raise UsageError(
                f"{spec.id} answers another question ({QUESTIONS[spec.question].title.lower()}, {NOT_VALIDATED}) than "
                "the labels of this list; leave it out of --detectors."
            )


def _ensemble(text: str | None, measured: tuple[str, ...]) -> tuple[str, ...]:
    """The named detectors, else those that ship, else all that are measured."""
    from deepfake_studio.inference import registry

    if text is not None:
        return tuple(name.strip() for name in text.split(",") if name.strip())
    shipped = set(registry.shipped_ids())
    return tuple(name for name in measured if name in shipped) or measured
