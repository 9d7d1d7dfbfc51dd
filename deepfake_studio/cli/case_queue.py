"""``deepfake-studio case queue``: a work list that survives restarts, watched and changed while it is worked off."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework.batch import Batch, Request
from deepfake_studio.casework.inputs import gather
from deepfake_studio.casework.keeping import Casework, open_or_create
from deepfake_studio.casework.queue import QueueItem, WorkQueue
from deepfake_studio.casework.queue_run import QueueJobs, counts, work_off, write_summary
from deepfake_studio.cli import blind, examine
from deepfake_studio.cli.context import CANCELLED, FAILED, OK, Context
from deepfake_studio.cli.terminal import clock, say
from deepfake_studio.errors import JobCancelled, UsageError
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore

STEPS = ("list", "add", "run", "move", "retry", "cancel", "pause", "resume", "clear")


def add(actions: Any) -> None:
    """Add the action to the parser of cases."""
    parser = actions.add_parser("queue", help="files to examine, kept beside the case: add, run, pause, reorder, retry")
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("step", choices=STEPS, nargs="?", default="list")
    parser.add_argument("what", metavar="PATH|ITEM", nargs="*", help="add: files and folders; else numbers of items")
    parser.add_argument("--to", metavar="N", type=int, help="move: the new place, 1 the first")
    parser.add_argument("--copy", action="store_true", help="run: copy the evidence into the case")
    parser.add_argument(
        "--csv", metavar="FILE", help="run: where the summary goes (default CASE/reports/queue-UTC.csv)"
    )
    parser.add_argument("--timeout-seconds", metavar="N", type=examine.positive, help="per item")
    parser.add_argument("--examiner", metavar="NAME")
    examine.add_method(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """One step on the queue."""
    if args.step == "run":
        return _run(args, context)
    queue = WorkQueue(_case(args.case))
    if args.step == "add":
        queue.add(item.shown for item in gather(args.what).items)
    elif args.step in ("move", "retry", "cancel"):
        for number in _numbers(args):
            if args.step == "move":
                queue.move(number, _place(args))
            else:
                (queue.retry if args.step == "retry" else queue.cancel)(number)
    elif args.step != "list":
        {"pause": queue.pause, "resume": queue.unpause, "clear": queue.clear}[args.step]()
    _list(queue, blind.hidden_paths(_case(args.case), context.actor(args)))
    return OK


def _case(folder: str) -> Path:
    if not (Path(folder) / "case.sqlite").is_file():
        raise UsageError(f"There is no case in {folder}; make one with 'deepfake-studio case new'.")
    return Path(folder)


def _numbers(args: argparse.Namespace) -> list[int]:
    if not args.what or not all(text.isdecimal() for text in args.what):
        raise UsageError("Name items by their numbers; see 'deepfake-studio case queue CASE'.")
    return [int(text) for text in args.what]


def _place(args: argparse.Namespace) -> int:
    if args.to is None:
        raise UsageError("Say where it goes with --to N, 1 the first.")
    return int(args.to)


def _list(queue: WorkQueue, hidden: frozenset[str]) -> None:
    for item in queue.items():
        result = [blind.HIDDEN] if item.path in hidden and item.state == "done" else _result(item)
        say(str(item.id), item.state, item.path, *result)
    left = queue.seconds_left()
    paused = "; paused" if queue.paused else ""
    figures = ", ".join(f"{name} {count}" for name, count in counts(queue.items()).items())
    say(f"{figures}{paused}" + (f"; about {clock(left)} left" if left else ""))


def _result(item: QueueItem) -> list[str]:
    text = (item.outcome or item.status or "").replace("_", " ")
    return [part for part in (text, item.reason or "") if part]


def _run(args: argparse.Namespace, context: Context) -> int:
    """Work the queue off; it is left as it is by Ctrl-C, a crash or a power cut, and goes on the next time."""
    queue = WorkQueue(_case(args.case))
    request = _request(args, context, queue)
    queue.unpause()
    store, _ = open_or_create(args.case, actor=context.actor(args))
    cancelled = False
    with store, WorkerClient() as client:
        queue.recover(request.parameters() | {"timeout_seconds": request.timeout_seconds})
        jobs = QueueJobs(context, queue)
        casework = Casework(store, examiner=context.actor(args), copy=args.copy, resume=True)
        batch = Batch(client, jobs, request, casework)
        try:
            work_off(queue, batch, jobs, started=lambda item: None, finished=_told(queue, context))
        except JobCancelled:
            cancelled = True
        if not store.blind_exhibits():
            _summary(args, store, queue)
    context.console.finish()
    found = counts(queue.items())
    return CANCELLED if cancelled else FAILED if found["failed"] else OK


def _request(args: argparse.Namespace, context: Context, queue: WorkQueue) -> Request:
    """As the arguments say; without any as the queue was worked off before."""
    given = args.plan or args.detectors or args.aggregator or args.device
    if not given and (before := queue.method):
        args.plan, args.device = before.get("plan"), before.get("device")
        args.detectors = ",".join(before["detectors"]) if before.get("detectors") else None
        args.aggregator = list(before.get("aggregators", ()))
        args.timeout_seconds = args.timeout_seconds or before.get("timeout_seconds")
    return examine.request_of(args, context)


def _told(queue: WorkQueue, context: Context) -> Any:
    def finished(item: QueueItem) -> None:
        found = counts(queue.items())
        total = sum(found.values())
        left = queue.seconds_left()
        when = f" (about {clock(left)} left)" if left else ""
        result = ": ".join([item.state, *_result(item)])
        context.console.line(f"[{total - found['waiting']}/{total}] {item.path}: {result}{when}")

    return finished


def _summary(args: argparse.Namespace, store: CaseStore, queue: WorkQueue) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    out = Path(args.csv) if args.csv else store.subfolder("reports") / f"queue-{stamp}.csv"
    items = queue.items()
    sha256 = write_summary(items, out)
    store.log("queue.summary", str(out), detail={"sha256": sha256, **counts(items)})
    say(str(out), sha256)
