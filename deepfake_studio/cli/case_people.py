"""``deepfake-studio case people``: who is seen where, and the examiner's decisions about tracks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deepfake_studio.cli.context import OK, Context
from deepfake_studio.cli.terminal import clock, say
from deepfake_studio.errors import UsageError
from deepfake_studio.vocabulary import DrawnBox

if TYPE_CHECKING:
    from deepfake_studio.case.store import CaseStore
    from deepfake_studio.vocabulary import PersonTrack

STEPS = ("list", "tracks", "name", "merge", "split", "exclude", "include", "add", "rename", "refer", "unrefer")


def add(actions: Any) -> None:
    """Add the action to the parser of cases."""
    parser = actions.add_parser("people", help="who is seen where; name, merge, split, exclude or add tracks")
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("step", choices=STEPS, nargs="?", default="list")
    parser.add_argument("--exhibit", metavar="NUMBER", help="its newest examination is meant")
    parser.add_argument("--track", metavar="KEY", type=int)
    parser.add_argument("--into", metavar="KEY", type=int, help="merge: the track that stays")
    parser.add_argument("--at-seconds", metavar="S", type=float, help="split: where the later person begins")
    parser.add_argument("--start-seconds", metavar="S", type=float, help="add: from")
    parser.add_argument("--stop-seconds", metavar="S", type=float, help="add: to")
    box = "S:X,Y,W,H"
    parser.add_argument(
        "--box",
        metavar=box,
        action="append",
        help="add: where the face is at a moment, px; again for others; the next examination then measures it",
    )
    parser.add_argument("--name", metavar="TEXT", default="", help="person; of rename, the present name")
    parser.add_argument(
        "--to", metavar="TEXT", default="", help="rename: the new name; an existing one joins two people"
    )
    parser.add_argument("--device", metavar="TEXT", help="refer, unrefer: a recording device instead of a person")
    parser.add_argument("--reason", metavar="TEXT", default="", help="exclude: why")
    parser.add_argument("--examiner", metavar="NAME")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """One decision, or a list."""
    from deepfake_studio.case.store import CaseStore

    looking = args.step in ("list", "tracks")
    with CaseStore.open(Path(args.case), actor=context.actor(args), read_only=looking) as store:
        if args.step == "list":
            _list(store)
        elif args.step == "rename":
            say(f"renamed {store.rename_person(args.name, to=args.to)} tracks")
        elif args.step in ("refer", "unrefer"):
            _refer(store, args)
        else:
            number = _examination(store, args.exhibit)
            if args.step != "tracks":
                _decide(store, args, number)
            for track in store.tracks(number):
                _say_track(store, track)
    return OK


def _list(store: CaseStore) -> None:
    hidden = store.blind_exhibits()
    for person in store.people():
        shown = [t for t in person.tracks if t.exhibit_id not in hidden]
        if not shown and person.tracks:
            continue
        say(person.name, f"{len(shown)} tracks")
        for track in (t for t in person.tracks if t.exhibit_id not in hidden):
            _say_track(store, track)
        for exhibit_id in person.references:
            say("", f"exhibit {store.exhibit(exhibit_id).number}", "known genuine reference")


def _say_track(store: CaseStore, track: PersonTrack) -> None:
    span = "no moment"
    if track.start_seconds is not None and track.stop_seconds is not None:
        span = f"{clock(track.start_seconds)}-{clock(track.stop_seconds)}"
    aside = f"excluded: {track.note}" if track.note else "excluded"
    marks = [*([aside] if track.excluded else []), *(["added by hand, not measured"] if track.by_hand else [])]
    marks += [track.origin] if track.origin else []
    parts = f"of {', '.join(map(str, track.parts))}" if track.parts not in ((), (track.key,)) else ""
    number = store.exhibit(track.exhibit_id).number
    say("", f"exhibit {number}", f"track {track.key} {parts}".strip(), span, track.name or "nobody named", *marks)


def _examination(store: CaseStore, number: str | None) -> int:
    record = store.find_by_number(number or "")
    if record is None:
        raise UsageError("Name an exhibit of the case (--exhibit NUMBER); see 'deepfake-studio case list'.")
    if record.id in store.blind_exhibits():
        raise UsageError(f"{store.actor} works blind on exhibit {record.number}; reveal its results first.")
    found = [s for s in store.examination_summaries(record.id) if s.status == "examined"]
    if not found:
        raise UsageError(f"Exhibit {record.number} has no examination with tracks; examine it first.")
    return found[-1].id


def _needed(value: Any, option: str) -> Any:
    if value is None:
        raise UsageError(f"This needs {option}; see 'deepfake-studio case people --help'.")
    return value


def _box(text: str) -> DrawnBox:
    moment, _, place = text.partition(":")
    try:
        seconds, (x, y, width, height) = float(moment), map(float, place.split(","))
    except ValueError as error:
        raise UsageError(f"{text!r} is no box; write seconds:x,y,width,height, as in 1.5:320,80,96,120.") from error
    return DrawnBox(seconds=seconds, x=x, y=y, width=width, height=height)


def _decide(store: CaseStore, args: argparse.Namespace, number: int) -> None:
    if args.step == "add":
        span = {"start_seconds": _needed(args.start_seconds, "--start-seconds")}
        span["stop_seconds"] = _needed(args.stop_seconds, "--stop-seconds")
        store.add_track(number, name=args.name, boxes=[_box(text) for text in args.box or ()], **span)
        if args.box:
            say("The face is measured with the next examination: deepfake-studio examine FILE --case CASE")
        return
    track = _needed(args.track, "--track")
    if args.step == "name":
        store.name_track(number, track, args.name)
    elif args.step == "merge":
        store.merge_tracks(number, track, into=_needed(args.into, "--into"))
    elif args.step == "split":
        store.split_track(number, track, at_seconds=_needed(args.at_seconds, "--at-seconds"))
    elif args.step == "exclude":
        store.exclude_track(number, track, args.reason)
    else:
        store.include_track(number, track)


def _refer(store: CaseStore, args: argparse.Namespace) -> None:
    record = store.find_by_number(args.exhibit or "")
    if record is None:
        raise UsageError("Name an exhibit of the case (--exhibit NUMBER); see 'deepfake-studio case list'.")
    change = store.refer if args.step == "refer" else store.unrefer
    if args.device is not None:
        found = change(record.id, "device", args.device)
    else:
        found = change(record.id, "person", args.name)
    for reference in found.references:
        say(f"exhibit {found.number}", reference.kind, reference.name)
