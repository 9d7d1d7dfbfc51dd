"""``deepfake-studio train run | resume | status | export``: a run from its recipe to weights that a detector loads."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, CliJob, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError

if TYPE_CHECKING:
    from deepfake_studio.training.recipe import TrainRecipe

_SEVERAL = "several GPUs: torchrun --nproc-per-node N -m deepfake_studio train run ..."


def add(actions: Any) -> None:
    """Add the actions to ``train``."""
    train = actions.add_parser("run", help="start a training run", epilog=_SEVERAL)
    train.add_argument("--data", metavar="DIR", required=True, help="what `train prepare` wrote")
    train.add_argument("--recipe", metavar="FILE.toml", required=True)
    train.add_argument("--out", metavar="RUN", required=True, help="folder of the run")
    _add_machine(train)
    train.set_defaults(run=run_run)
    resume = actions.add_parser("resume", help="continue a run where it stopped", epilog=_SEVERAL)
    resume.add_argument("out", metavar="RUN")
    _add_machine(resume)
    resume.set_defaults(run=run_resume)
    status = actions.add_parser("status", help="how far a run is, its best checkpoint, its figures")
    status.add_argument("out", metavar="RUN")
    status.set_defaults(run=run_status)
    export = actions.add_parser("export", help="write weights, manifest entry and model card of a run")
    export.add_argument("run_folder", metavar="RUN")
    export.add_argument(
        "--out", metavar="DIR", required=True, help="folder for the three files; its manifest may exist"
    )
    export.add_argument("--id", metavar="ARCHITECTURE.TAG", help="name of the detector")
    export.add_argument(
        "--average",
        metavar="STEP,STEP,...",
        help="checkpoints whose mean is exported: a step, best, last, or RUN:STEP of another run; by default the best",
    )
    export.add_argument("--licence", metavar="TEXT", help="licence of the weights, for manifest and card")
    export.set_defaults(run=run_export)


def _add_machine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", metavar="DEVICE", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--tensorboard", action="store_true", help="write TensorBoard events into RUN/tensorboard")


def progress_job(context: Context) -> CliJob:
    """Progress as a bar on a terminal, as a line every hundredth elsewhere; silent in all but the first process."""
    told = [-1]
    silent = os.environ.get("RANK", "0") != "0"

    def show(fraction: float, note: str) -> None:
        if silent:
            return
        context.console.bar(fraction, note)
        if (hundredth := int(fraction * 100)) > told[0]:
            told[0] = hundredth
            context.console.line(f"{hundredth} % {note}")

    return context.job(show)


def say_lines(text: str) -> None:
    """Several lines of what was asked for."""
    for line in text.splitlines():
        say(line)


def run_run(args: argparse.Namespace, context: Context) -> int:
    """Start a run; an existing one must be resumed, so that no training is overwritten."""
    from deepfake_studio.training import recipe, state

    out = Path(args.out)
    if (out / state.STATE).exists():
        raise UsageError(f"{args.out} holds a run already; continue it with `train resume`, or name another folder.")
    return _go(args, recipe.read(Path(args.recipe)), Path(args.data), context)


def run_resume(args: argparse.Namespace, context: Context) -> int:
    """Continue a run with the recipe and the data it was started with."""
    from deepfake_studio.training import recipe, state

    out = Path(args.out)
    return _go(args, recipe.read(_known(out) / state.RECIPE), Path((out / state.DATA).read_text("utf-8")), context)


def _known(out: Path) -> Path:
    from deepfake_studio.training import state

    if not (out / state.DATA).exists() or not (out / state.RECIPE).exists():
        raise UsageError(f"{out} is no training run; start one with `train run`.")
    return out


def _go(args: argparse.Namespace, recipe: TrainRecipe, data: Path, context: Context) -> int:
    from deepfake_studio.training.fit import Run, default_validation

    run = Run(Path(args.out), recipe=recipe, data=data, device=args.device, tensorboard=args.tensorboard)
    run.go(job=progress_job(context), validate=default_validation(data, recipe))
    context.console.finish()
    if run.machine.first:
        say(str(args.out))
    return OK


def run_status(args: argparse.Namespace, context: Context) -> int:
    """One line per fact of ``run.json``, then the last row of the log."""
    from deepfake_studio.training import logs, state

    out = _known(Path(args.out))
    facts = state.facts(out)
    if not facts:
        say("state", "started, nothing saved yet")
        return OK
    say("state", _word(facts))
    say("step", f"{facts['step']} of {facts['steps']}")
    if facts.get("best"):
        say("best", ", ".join(f"{k} {v:.4g}" for k, v in facts["best"].items()))
    for key in ("samples_per_second", "saved_utc", "device", "precision", "size", "torch", "program"):
        say(key, str(facts.get(key)))
    say("checkpoints", ", ".join(str(s) for s in state.averages(out)) or "none")
    for key, value in (logs.read(out) or [{}])[-1].items():
        say(f"last {key}", str(value))
    return OK


def _word(facts: dict[str, Any]) -> str:
    if not facts["finished"]:
        return "not finished; continue it with `train resume`"
    return "finished early: the validation figure gained nothing more" if facts["stopped_early"] else "finished"


def run_export(args: argparse.Namespace, context: Context) -> int:
    """Write the three files; prints the manifest entry."""
    from deepfake_studio.training.export import LICENCE, export

    average = [part.strip() for part in args.average.split(",")] if args.average else []
    made = export(
        Path(args.run_folder),
        out=Path(args.out),
        detector_id=args.id,
        average=average,
        licence=args.licence or LICENCE,
    )
    context.console.line(f"{made.weights}, {made.card} and the entry below in {made.manifest} were written.")
    say_lines(made.entry)
    return OK
