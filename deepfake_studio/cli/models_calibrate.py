"""``models calibrate``: an installed model measured on labelled clips, its scores turned into likelihood ratios."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio import paths
from deepfake_studio.casework.batch import Batch
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.examine import add_method, positive, request_of
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import NotApplicable, UsageError
from deepfake_studio.questions import NOT_VALIDATED, QUESTIONS
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.trials.evaluate import Evaluation
    from deepfake_studio.vocabulary import DetectorSpec

_TEXT = """\
Examines the clips of a list (columns path,label,group and perhaps generator,source,licence), fits a calibration and
stores it with the model, its population and its held-out error rates. Until then a model gives raw scores marked "not
calibrated" and takes part in no likelihood ratio. Fewer than 8 groups of a class carry no interval: such a calibration
leaves every outcome inconclusive. Started again, what was examined is found again."""


def add(actions: Any) -> None:
    """Add the command to the parser."""
    parser = actions.add_parser(
        "calibrate",
        help="fit likelihood ratios of an installed model on your labelled clips",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--data", metavar="CSV", required=True, help="columns path,label,group; paths relative to it")
    parser.add_argument("--protocol", choices=("group", "generator"), default="group", help="what every fit leaves out")
    parser.add_argument("--out", metavar="DIR", help="tables and cache (default NAME-ID in the current folder)")
    add_method(parser, detectors=False)
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per clip")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Measure, fit, store; says what the calibration rests on and how well it does on clips it has not seen."""
    from deepfake_studio.analysis import calibrate as records
    from deepfake_studio.inference import model_files
    from deepfake_studio.trials import calibrate

    source = Path(args.data)
    if not source.is_file():
        raise UsageError(f"{args.data} does not exist; name a CSV with the columns path,label,group.")
    spec = _own(args.id)
    args.detectors = spec.id
    found = _measured(args, source, context)
    try:
        (made,) = calibrate.fit_all(found, plan=args.plan or context.settings.plan)
    except NotApplicable as error:
        raise UsageError(f"{spec.id} cannot be calibrated on {source.name}: {error}") from error
    model_files.calibrated(spec.id, lambda file: records.save(made, file))
    say(spec.id, "calibrated", made.id)
    say("population", made.population)
    for name, value in (("AUC", made.auc), ("Cllr, bit", made.cllr), ("min Cllr, bit", made.min_cllr)):
        say(name, "not measurable" if value is None else f"{value:.3f}")
    for name, text in made.error_rates.items():
        say(name, text)
    if made.interval_reason:
        say("interval", made.interval_reason)
    return FAILED if any(result.status == "failed" for result in found.results) else OK


def _own(detector_id: str) -> DetectorSpec:
    from deepfake_studio.inference import registry

    spec = registry.spec(detector_id)
    if Path(spec.folder) != paths.user_models_dir():
        raise UsageError(f"{detector_id} ships with its calibration; only installed models are calibrated here.")
    if not QUESTIONS[spec.question].validated:
        title = QUESTIONS[spec.question].title.lower()
        raise UsageError(f"{detector_id} answers the question {title}, which is {NOT_VALIDATED}; it stays raw.")
    return spec


def _measured(args: argparse.Namespace, source: Path, context: Context) -> Evaluation:
    from deepfake_studio.trials.evaluate import evaluate

    with WorkerClient() as client:
        batch = Batch(client, context, request_of(args, context))
        method = batch.method()
        found = evaluate(
            source,
            examine_one=batch.measure,
            detectors={name: weights or "" for name, weights in method.weights.items()},
            ensemble=(args.id,),
            recipe=method.recipe.digest,
            out_dir=Path(args.out or f"{source.stem}-{args.id}"),
            protocol=args.protocol,
            job=context.job(context.console.follow),
        )
    context.console.finish()
    return found
