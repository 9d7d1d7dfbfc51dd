"""``deepfake-studio confusion``: confusion matrix and ROC of folders whose labels are known."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework.batch import Batch
from deepfake_studio.casework.inputs import Item, gather
from deepfake_studio.casework.keeping import Casework, open_or_create
from deepfake_studio.cli import outputs
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.examine import add_method, positive, request_of
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import UsageError
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.trials.labelled import Labelled, Roc


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("confusion", help="confusion matrix and ROC of labelled folders (nothing held out)")
    parser.add_argument("--real", metavar="PATH", nargs="+", required=True, help="files or folders, not manipulated")
    parser.add_argument("--fake", metavar="PATH", nargs="+", required=True, help="files or folders, manipulated")
    parser.add_argument("--out", metavar="DIR", required=True, help="CSV, JSON and SVG go here")
    parser.add_argument("--case", metavar="DIR.dfcase", help="take what the case holds, examine and keep the rest")
    add_method(parser)
    parser.add_argument("--timeout-seconds", metavar="N", type=positive, help="per item")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine what is not in the case yet, then write the files; items without a result are counted as such."""
    from deepfake_studio.trials import labelled

    folder = Path(args.out)
    folder.mkdir(parents=True, exist_ok=True)
    outputs.check_target(str(folder / "confusion.csv"), [])
    chosen = [
        (item, root, fake) for fake, roots in ((False, args.real), (True, args.fake)) for item, root in _of(roots)
    ]
    _refuse_both([item for item, _, fake in chosen if fake], [item for item, _, fake in chosen if not fake])
    request = request_of(args, context)
    with _casework(args.case, context.actor(args)) as casework, WorkerClient() as client:
        batch = Batch(client, context, request, casework)
        items = [_one(batch, item, root, fake, context, n / len(chosen)) for n, (item, root, fake) in enumerate(chosen)]
    context.console.finish()
    found = labelled.curves(items)
    for name, data in labelled.files(items, found, guard=_guarded).items():
        outputs.write_whole(str(folder / name), data)
    _tell(items, found)
    return FAILED if any(item.status == "failed" for item in items) else OK


def _of(roots: Sequence[str]) -> Iterator[tuple[Item, str]]:
    for root in roots:
        for item in gather([root]).items:
            yield item, root


def _refuse_both(fake: Sequence[Item], real: Sequence[Item]) -> None:
    both = {item.path.resolve() for item in fake} & {item.path.resolve() for item in real}
    if both:
        raise UsageError(f"{sorted(both)[0]} is named under --real and under --fake; give each item one label.")


@contextlib.contextmanager
def _casework(folder: str | None, actor: str) -> Iterator[Casework | None]:
    if folder is None:
        yield None
        return
    store, _ = open_or_create(folder, actor=actor)
    with store:
        yield Casework(store, examiner=actor, copy=False, resume=True)


def _one(batch: Batch, item: Item, root: str, fake: bool, context: Context, share: float) -> Labelled:
    from deepfake_studio.trials.labelled import Labelled

    context.console.bar(share, item.shown)
    result = batch.one(item, show=lambda fraction, note: context.console.bar(share, item.shown, note=note))
    return Labelled(
        path=item.shown,
        manipulated=fake,
        group=_group(item, root),
        status=result.status,
        reason=result.reason,
        examination=result.examination,
    )


def _group(item: Item, root: str) -> str:
    """The folder below the one named, where there is one (a person, a source); else the item is its own group."""
    inner = item.path.parent.relative_to(root) if item.path.is_relative_to(root) and item.shown != root else Path()
    return inner.parts[0] if inner.parts else item.shown


def _guarded(value: object) -> object:
    from deepfake_studio.report.csv_writer import guarded

    return guarded(value) if isinstance(value, str) else value


def _tell(items: Sequence[Labelled], found: Sequence[Roc]) -> None:
    from deepfake_studio.trials import labelled

    for truth, of in labelled.matrix(items).items():
        counts = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in of.items())
        say(f"{'manipulated' if truth else 'not manipulated'}: {counts}")
    for roc in found:
        say(labelled.auc_line(roc))
    say(labelled.WARNING)
