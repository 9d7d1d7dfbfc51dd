"""``deepfake-studio case``: make, fill, look at and verify cases."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deepfake_studio.casework.batch import limits_of
from deepfake_studio.casework.inputs import gather
from deepfake_studio.casework.keeping import as_sentence
from deepfake_studio.cli import blind, case_annotate, case_package, case_people, case_queue, case_review, case_search
from deepfake_studio.cli.context import FAILED, OK, Context
from deepfake_studio.cli.terminal import say
from deepfake_studio.errors import StudioError
from deepfake_studio.vocabulary import Exhibit, MediaInfo
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client import WorkerClient


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser("case", help="make, fill, look at and verify cases")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_new(actions)
    _add_add(actions)
    listing = actions.add_parser("list", help="the exhibits of a case, or the cases in a folder")
    listing.add_argument("case", metavar="CASE|FOLDER", nargs="?", default=".")
    listing.set_defaults(run=run_list)
    show = actions.add_parser("show", help="everything about a case")
    show.add_argument("case", metavar="CASE")
    show.add_argument("--examiner", metavar="NAME", help="who reads; what they work blind on is left out")
    show.set_defaults(run=run_show)
    verify = actions.add_parser("verify", help="check the audit chain and the evidence")
    verify.add_argument("case", metavar="CASE")
    verify.add_argument("--no-evidence", action="store_true", help="check the chain only")
    verify.set_defaults(run=run_verify)
    for module in (case_annotate, case_search, case_people, case_review, case_queue, case_package):
        module.add(actions)


def _add_new(actions: Any) -> None:
    parser = actions.add_parser("new", help="make a case")
    parser.add_argument("case", metavar="DIR.dfcase")
    for name, text in (
        ("number", "case number"),
        ("title", "what it is about"),
        ("question", "the question asked"),
        ("requested-by", "who asks"),
        ("examiner", "who examines"),
    ):
        parser.add_argument(f"--{name}", metavar="TEXT", default="" if name != "examiner" else None, help=text)
    parser.set_defaults(run=run_new)


def _add_add(actions: Any) -> None:
    parser = actions.add_parser("add", help="acquire files into a case without examining them")
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("paths", metavar="PATH", nargs="+")
    parser.add_argument("--role", choices=("questioned", "known_genuine", "derivative"), default="questioned")
    parser.add_argument("--received-from", metavar="TEXT", default="")
    parser.add_argument("--number", metavar="TEXT", help="exhibit number (one file only)")
    parser.add_argument("--note", metavar="TEXT", default="")
    parser.add_argument("--copy", action="store_true", help="copy the files into the case")
    parser.add_argument("--md5", action="store_true", help="also compute MD5")
    parser.add_argument("--sha1", action="store_true", help="also compute SHA-1")
    parser.add_argument("--examiner", metavar="NAME")
    parser.set_defaults(run=run_add)


def run_new(args: argparse.Namespace, context: Context) -> int:
    """Make a case folder."""
    from deepfake_studio.case.store import CaseStore

    actor = context.actor(args)
    facts = {"title": args.title, "question": args.question, "requested_by": args.requested_by}
    number = args.number or Path(args.case).stem
    with CaseStore.create(Path(args.case), number=number, examiners=(actor,), actor=actor, **facts):
        context.console.line(f"Made the case {args.case}.")
    return OK


def run_add(args: argparse.Namespace, context: Context) -> int:
    """Acquire and record files; one bad file does not stop the rest."""
    from deepfake_studio.case.store import CaseStore

    inputs = gather(args.paths)
    failed = False
    with CaseStore.open(Path(args.case), actor=context.actor(args)) as store, WorkerClient() as client:
        for item in inputs.items:
            try:
                say(*_add_one(store, client, args, context, item.shown))
            except (StudioError, OSError) as error:
                failed = True
                context.console.line(as_sentence(error, item.shown))
    return FAILED if failed else OK


def _add_one(store: Any, client: WorkerClient, args: argparse.Namespace, context: Context, shown: str) -> list[str]:
    limits = limits_of(context.settings)
    params = {"path": shown, "md5": args.md5, "sha1": args.sha1, "limits": limits}
    exhibit = from_plain(Exhibit, client.call("acquire", params, job=context.job()).value)
    if (known := store.find_by_sha256(exhibit.sha256)) is not None:
        return [known.number, exhibit.sha256, shown, "already in the case"]
    facts = {"role": args.role, "received_from": args.received_from, "copy": args.copy, "note": args.note}
    record = store.add_exhibit(exhibit, number=args.number, **facts)
    try:
        reply = client.call("probe", {"path": shown, "limits": limits}, job=context.job())
        store.set_media(record.id, from_plain(MediaInfo, reply.value))
    except StudioError as error:
        context.console.line(f"{record.number}: {error}")  # it is an exhibit all the same
    return [record.number, exhibit.sha256, shown]


def run_list(args: argparse.Namespace, context: Context) -> int:
    """Exhibits of a case, or the cases in a folder."""
    from deepfake_studio.case.store import CaseStore

    folder = Path(args.case)
    if folder.suffix == ".dfcase":
        with CaseStore.open(folder, actor=context.actor(args), read_only=True) as store:
            for record in store.exhibits():
                say(record.number, record.role, record.exhibit.sha256, record.exhibit.path)
        return OK
    for found in sorted(folder.glob("*.dfcase")):
        with CaseStore.open(found, actor=context.actor(args), read_only=True) as store:
            info = store.info()
            say(str(found), info.number, info.title, f"{len(store.exhibits())} exhibits")
    return OK


def run_show(args: argparse.Namespace, context: Context) -> int:
    """Everything about a case, for reading."""
    from deepfake_studio.case.store import CaseStore

    with CaseStore.open(Path(args.case), actor=context.actor(args), read_only=True) as store:
        info = store.info()
        say(f"Case {info.number}  {info.title}")
        for label, value in (("Question", info.question), ("Requested by", info.requested_by)):
            say(f"{label}: {value or 'not stated'}")
        say(f"Examiners: {', '.join(info.examiners)}   made {info.created_utc}")
        if (state := store.state()).closed:
            say(f"Closed {state.created_utc} by {state.examiner}: {state.reason}")
        hidden = store.blind_exhibits()
        for record in store.exhibits():
            say("")
            say(f"Exhibit {record.number}  {record.exhibit.path}")
            say(f"  SHA-256 {record.exhibit.sha256}  {record.exhibit.size_bytes} bytes  {record.role}")
            if record.id in hidden:
                say(f"  results and what others wrote: {blind.HIDDEN}; reveal them first")
            for stored in store.examinations(record.id) if record.id not in hidden else ():
                say(f"  {_examined(stored.examination, stored.examiner)}")
            for finding in store.findings(record.id):
                if record.id in hidden and finding.author != store.actor:
                    continue
                say(f"  Finding {finding.id} ({finding.status}, {finding.examiner}): {finding.statement}")
                for opinion in finding.opinions if record.id not in hidden else ():
                    say(f"    {_opinion(opinion)}")
        for stone in store.tombstones() if not hidden else ():
            say(f"Withdrawn by {stone.examiner} on {stone.created_utc}: {stone.description} ({stone.reason})")
    return OK


def _opinion(opinion: Any) -> str:
    marks = "".join(
        f", {text}" for text, holds in (("blind", opinion.blind), ("of an earlier revision", opinion.outdated)) if holds
    )
    return f"{opinion.examiner}: {opinion.opinion}s{marks}: {opinion.words}"


def _examined(examination: Any, examiner: str) -> str:
    front = f"{examination.started_utc} {examiner}: {examination.status.replace('_', ' ')}"
    if examination.lr is None:
        return f"{front}; {examination.reason or 'no calibrated strength'}"
    lr = examination.lr
    outcome = (examination.outcome or "").replace("_", " ")
    return f"{front}; {outcome}, log10 LR {lr.log10:+.2f} [{lr.low:+.2f}, {lr.high:+.2f}] ({lr.calibration_id})"


def run_verify(args: argparse.Namespace, context: Context) -> int:
    """Check the chain and, unless told otherwise, every exhibit's bytes."""
    from deepfake_studio.case.store import CaseStore

    job = context.job(lambda fraction, note: context.console.bar(fraction, note))
    with CaseStore.open(Path(args.case), actor=context.actor(args), read_only=True) as store:
        result = store.verify(evidence=not args.no_evidence, job=job)
    context.console.finish()
    say(f"{'intact' if result.ok else 'NOT INTACT'}: {result.entries} audit entries, head {result.head_sha256}")
    say(f"{result.evidence_checked} exhibits compared with their acquisition hash")
    if result.first_bad_sequence is not None:
        say(f"first broken audit entry: {result.first_bad_sequence}")
    for problem in result.problems:
        say(problem)
    return OK if result.ok else FAILED
