"""``deepfake-studio case annotate``: annotated derivatives of what a case holds, without examining again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.casework import annotating
from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.derivatives import CODECS, Derivatives, Style
from deepfake_studio.casework.inputs import Item
from deepfake_studio.cli import blind
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.worker_client import WorkerClient

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.vocabulary import ExaminationRecord, ExhibitRecord


def add(actions: Any) -> None:
    """Add the action to the parser of cases."""
    parser = actions.add_parser("annotate", help="draw exhibits again with their stored scores (not evidence)")
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--out", metavar="DIR", help="where to (default CASE/derived/annotated)")
    parser.add_argument("--exhibit", metavar="NUMBER", help="this exhibit only")
    parser.add_argument("--codec", choices=CODECS, default=CODECS[0])
    parser.add_argument("--heat", metavar="ID", help="draw heat maps of this detector too")
    parser.add_argument("--examiner", metavar="NAME", help="name written into the audit log")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Draw the newest examination of each exhibit; one that cannot be drawn stops nothing."""
    from deepfake_studio.case.store import CaseStore

    folder = args.out or str(Path(args.case) / "derived" / "annotated")
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store, WorkerClient() as client:
        blind.refuse(store, "An annotated video shows results")
        chosen = _chosen(store, args.exhibit)
        items = [Item(str(store.working_path(record)), 0) for record, _ in chosen]
        style = Style(codec=args.codec, heat=args.heat, device=context.settings.device)
        derivatives = Derivatives(folder, items, style=style, limits=limits_of(context.settings))
        done = [_one(store, client, derivatives, record, stored, context) for record, stored in chosen]
    context.console.finish()
    return OK if all(done) else FAILED


def _chosen(store: CaseStore, number: str | None) -> list[tuple[ExhibitRecord, ExaminationRecord]]:
    """Exhibits with their newest examination that measured something.

    Raises:
        UsageError: no such exhibit, or nothing was examined.
    """
    records = [r for r in store.exhibits() if number in (None, r.number)]
    if not records:
        raise UsageError(f"The case has no exhibit {number}; see 'deepfake-studio case list'.")
    found = []
    for record in records:
        stored = [e for e in store.examinations(record.id) if e.examination.status == "examined"]
        found += [(record, stored[-1])] if stored else []
    if not found:
        raise UsageError("Nothing in the case was examined with a result; run 'deepfake-studio examine' first.")
    return found


def _one(
    store: CaseStore,
    client: WorkerClient,
    derivatives: Derivatives,
    record: ExhibitRecord,
    stored: ExaminationRecord,
    context: Context,
) -> bool:
    from deepfake_studio.case.people import names

    path = str(store.working_path(record))
    job = context.job(lambda fraction, _: context.console.bar(fraction, f"{record.number} {path}", note="annotate"))
    try:
        made = annotating.draw(
            derivatives,
            client,
            exhibit=record.exhibit,
            path=path,
            examination=stored.examination,
            names=names(stored),
            job=job,
        )
    except UsageError:
        raise
    except StudioError as error:
        context.console.line(f"{record.number}: {error}")
        return False
    annotating.note(store, record.number, made, evidence_sha256=record.exhibit.sha256, examination=stored.id)
    say(record.number, str(made.path), made.facts["sha256"])
    for note in made.facts["notes"]:
        context.console.line(f"{record.number}: {note}")
    return True
