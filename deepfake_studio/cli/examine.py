"""``deepfake-studio examine``: files and folders in, JSON, CSV, a report or a case out."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from deepfake_studio.analysis import presets
from deepfake_studio.casework import designs
from deepfake_studio.casework.batch import Batch, Request, limits_of
from deepfake_studio.casework.inputs import Inputs, gather
from deepfake_studio.casework.keeping import Casework, open_or_create
from deepfake_studio.cli import dfspot, exports, outputs
from deepfake_studio.cli.context import CANCELLED, FAILED, OK, Context
from deepfake_studio.cli.documents import (
    CSV_HEADER,
    csv_row,
    document,
    item_object,
    other_sentences,
    preset_sentences,
    sentence,
)
from deepfake_studio.cli.terminal import printable
from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.worker_client import WorkerClient

PLANS = ("quick", "spread", "standard", "full")


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("examine", help="examine files and folders")
    parser.add_argument("paths", metavar="PATH", nargs="*", help="file, or folder walked by media extension")
    parser.add_argument("--list", metavar="FILE", help="more paths, one a line (- reads standard input)")
    parser.add_argument("--case", metavar="DIR.dfcase", help="keep everything in this case (made when missing)")
    parser.add_argument("--copy", action="store_true", help="copy the evidence into the case")
    add_method(parser)
    parser.add_argument("--json", metavar="FILE", help="write results as JSON (- is standard output)")
    parser.add_argument("--csv", metavar="FILE", help="write a table")
    parser.add_argument("--report", metavar="FILE.html", help="write a report")
    parser.add_argument("--examiner", metavar="NAME", help="name written into examinations and the audit log")
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per item")
    parser.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        help="with --case: leave alone what the case already holds, same bytes and same method (default)",
    )
    parser.add_argument(
        "--preset",
        action="append",
        choices=tuple(presets.PRESETS),
        default=[],
        help="also show a fixed threshold of another tool (dfspot: .3, half: .5) beside the outcome",
    )
    exports.add(parser)
    parser.set_defaults(run=run)


def add_method(parser: argparse.ArgumentParser, *, detectors: bool = True) -> None:
    """The options that say how to examine; shared with `evaluate` and `models calibrate`."""
    parser.add_argument(
        "--plan", choices=PLANS, help="how many frames: 16, 32 (what --style dfspot takes), 4 a second, all"
    )
    if detectors:
        parser.add_argument("--detectors", metavar="IDS", help="comma-separated; all that are installed by default")
    parser.add_argument(
        "--aggregator",
        metavar="[ID=]HOW",
        action="append",
        default=[],
        help="how frames of a face become one score: mean_logit, mean_probability, median, trimmed_mean[:SHARE], "
        "top_k[:SHARE|COUNT], power_mean[:P], voting[:DEADZONE], strongest; each detector's own by default",
    )
    parser.add_argument("--device", metavar="auto|cpu|cuda:N|mps", help="where networks run")


def positive(text: str) -> float:
    """A number of seconds above zero, for argparse."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a positive number of seconds")
    return value


def request_of(args: argparse.Namespace, context: Context) -> Request:
    """The request that arguments and settings amount to.

    Raises:
        UsageError: a detector or device that does not exist.
    """
    device = args.device or context.settings.device
    if device not in ("auto", "cpu", "mps", "cuda") and not device.removeprefix("cuda:").isdecimal():
        raise UsageError(f"There is no device {device}; choose auto, cpu, cuda:N or mps.")
    return Request(
        plan=args.plan or ("spread" if getattr(args, "style", None) == "dfspot" else context.settings.plan),
        detectors=_detectors(args.detectors),
        device=device,
        timeout_seconds=getattr(args, "timeout_seconds", None) or context.settings.timeout_seconds,
        limits=limits_of(context.settings),
        aggregators=tuple(args.aggregator),
    )


def _detectors(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    from deepfake_studio.inference import registry

    chosen = tuple(name.strip() for name in text.split(",") if name.strip())
    known = {spec.id for spec in registry.specs()}
    if unknown := [name for name in chosen if name not in known]:
        raise UsageError(f"There is no detector {unknown[0]}; installed are: {', '.join(sorted(known)) or 'none'}.")
    if not chosen:
        raise UsageError("--detectors names no detector; leave it out to use all.")
    return chosen


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine; the code says whether every item was examined or not applicable."""
    if args.case is None and (args.resume or args.copy):
        raise UsageError(f"--{'resume' if args.resume else 'copy'} needs --case; without a case nothing is kept.")
    dfspot.apply(args)
    inputs = gather(args.paths, list_file=args.list)
    request = request_of(args, context)
    known = exports.Exports.of(args, context, inputs, limits=request.limits)
    for target in (args.json, args.csv, args.report):
        outputs.check_target(target, inputs.items)
    _check_space(args, inputs)
    with _casework(args, context) as casework, WorkerClient() as client:
        batch = Batch(client, context, request, casework)
        quiet = args.json or args.csv or args.report or known.asked
        items, cancelled = _examine_all(known.following(batch), inputs, context, loud=not quiet, shown=args.preset)
        facts = _facts(request, inputs, items, cancelled)
        _write(args, context, items, facts, casework, client)
        known.write()
    if cancelled or known.cancelled:
        context.console.line(f"Cancelled; {len(items)} of {len(inputs.items)} items are done and kept.")
        return CANCELLED
    return FAILED if known.failed or any(item["status"] == "failed" for item in items) else OK


def _check_space(args: argparse.Namespace, inputs: Inputs) -> None:
    if args.case is not None:
        copies = sum(item.size_bytes for item in inputs.items) if args.copy else 0
        outputs.check_space(Path(args.case).absolute(), outputs.MARGIN_BYTES + copies)
    for target in (args.json, args.csv, args.report):
        if target not in (None, "-"):
            outputs.check_space(Path(target).absolute().parent, outputs.MARGIN_BYTES // 4)


@contextmanager
def _casework(args: argparse.Namespace, context: Context) -> Iterator[Casework | None]:
    """The case to write to; for a report without a case one that is erased afterwards."""
    actor = context.actor(args)
    if args.case is None and args.report is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="deepfake-studio-") as scratch:
        folder = args.case or str(Path(scratch) / "without-case.dfcase")
        store, made = open_or_create(folder, actor=actor)
        if made and args.case is not None:
            context.console.line(f"Made the case {folder}.")
        with store:
            yield Casework(store, examiner=actor, copy=args.copy, resume=args.resume is not False)


def _examine_all(
    batch: exports.Followed, inputs: Inputs, context: Context, *, loud: bool, shown: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], bool]:
    """Item objects of everything that was finished, and whether Ctrl-C came first."""
    console, total = context.console, len(inputs.items)
    weights = [max(1, item.size_bytes) for item in inputs.items]
    whole, before = max(1, sum(weights)), 0
    if inputs.skipped:
        console.line(f"Skipped {inputs.skipped} files that are no media.")
    console.start()
    done: list[dict[str, Any]] = []
    for number, (item, weight) in enumerate(zip(inputs.items, weights, strict=True), start=1):
        start, share = before / whole, weight / whole
        label = f"{number}/{total} {item.shown}"

        def show(fraction: float, note: str, *, start: float = start, share: float = share, label: str = label) -> None:
            console.bar(start + share * min(1.0, fraction), label, note=note)

        show(0.0, "")
        try:
            result = batch.one(item, show=show)
        except JobCancelled:
            return done, True
        done.append(item_object(result, presets=shown))
        lines = (sentence(done[-1]), *preset_sentences(done[-1]), *other_sentences(done[-1]))
        for line in (f"[{number}/{total}] {lines[0]}", *lines[1:]):
            _tell(context, line, loud=loud)
        before += weight
    console.finish()
    return done, False


def _tell(context: Context, text: str, *, loud: bool) -> None:
    """Results are what was asked for only when no other output was named."""
    if loud:
        context.console.finish()
        print(printable(text), flush=True)  # noqa: T201 - the asked-for output
    else:
        context.console.line(text)


def _facts(request: Request, inputs: Inputs, items: list[dict[str, Any]], cancelled: bool) -> dict[str, Any]:
    statuses = [item["status"] for item in items]
    return {
        "plan": request.plan,
        "device": request.device,
        "detectors": request.detectors,
        "items_named": len(inputs.items),
        "files_skipped": inputs.skipped,
        "cancelled": cancelled,
        **{status: statuses.count(status) for status in ("examined", "not_applicable", "failed")},
    }


def _write(
    args: argparse.Namespace,
    context: Context,
    items: list[dict[str, Any]],
    facts: dict[str, Any],
    casework: Casework | None,
    client: WorkerClient,
) -> None:
    """Every output that was asked for; what is done is written after Ctrl-C too."""
    if args.json is not None:
        versions = _versions(context, client)
        outputs.write_whole(args.json, outputs.json_bytes(document(items, run=facts, versions=versions)))
    if args.csv is not None:
        outputs.write_whole(args.csv, outputs.csv_bytes(CSV_HEADER, map(csv_row, items)))
    if args.report is not None and casework is not None:
        from deepfake_studio.casework.export import export

        quiet = replace(context, stop=type(context.stop)())  # a report of what is done is due even after Ctrl-C
        limits = limits_of(context.settings)
        design = designs.usual(context.settings)
        out, job = Path(args.report), quiet.job()
        export(casework.store, out=out, kind="html", client=client, limits=limits, design=design, job=job)


def _versions(context: Context, client: WorkerClient) -> dict[str, str]:
    """Library versions, from the process that uses them; none when it cannot say."""
    try:
        fresh = replace(context, stop=type(context.stop)())
        found: dict[str, str] = client.call("versions", {}, job=fresh.job(), timeout_seconds=120).value
        return found
    except StudioError:
        return {}
