"""How quick a case of 10,000 exhibits opens, lists, searches and takes a change; prints JSON, seconds per call.

python tests/benchmarks/case_speed.py [--exhibits 10000] [--turns 5] [--no-window]

``window``: from asking the window for the case until its list is drawn, on the clock and as processor time of the whole
program, and the longest that the window's thread was busy meanwhile (`tests/robustness/gui_watch.py`).

The case is made of rows as the program writes them, 500 exhibits to an audit entry (a case filled one by one has more
entries; `entries` says how many there are). Every exhibit has a tag or two, a note, an examination, every tenth a
finding; 1 in 100 is a duplicate. Targets: open with the whole list shown within 1 s, search within 0.1 s.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DEEPFAKE_STUDIO_HOME", tempfile.mkdtemp())

from deepfake_studio.case import CaseStore
from deepfake_studio.case.base import to_json
from deepfake_studio.case.listing import Search
from deepfake_studio.case.schema import ExaminationRow, ExhibitRow, FindingRow, NoteRow, TagRow
from deepfake_studio.vocabulary import Examination, Exhibit, Seconds

WORDS = (
    "interview",
    "street",
    "night",
    "phone",
    "window",
    "speech",
    "market",
    "studio",
    "car",
    "train",
    "office",
    "roof",
)
OUTCOMES = ("supports_manipulation", "inconclusive", "supports_no_manipulation", None)
PER_ENTRY = 500
ONE_BY_ONE = 300  # entries as a night of work leaves them


def fill(store, count, clips=()):
    """Rows for ``count`` exhibits, the first of them ``clips`` (nouns `Exhibit`)."""
    chance = random.Random(0)
    for start in range(0, count, PER_ENTRY):
        with store._write("exhibit.add", f"exhibits {start}") as writing:
            for number in range(start, min(count, start + PER_ENTRY)):
                _one(writing, number, chance, clips)
    for number in range(ONE_BY_ONE):
        store.note(number + 1, f"seen again {number}")


def _exhibit(number, chance):
    content = number if number % 100 else max(0, number - 100)
    name = f"{chance.choice(WORDS)}_{chance.choice(WORDS)}_{number}.mp4"
    return Exhibit(
        path=f"/evidence/{number % 97}/{name}",
        sha256=hashlib.sha256(str(content).encode()).hexdigest(),
        size_bytes=1000 + content,
        modified_utc="2026-01-01T00:00:00+00:00",
        acquired_utc="2026-01-02T00:00:00+00:00",
    )


def _examination(exhibit, status, outcome, reason):
    nothing = dict.fromkeys(("media", "lr", "recipe", "coverage", "timeline"))
    empty = dict.fromkeys(("frames", "tracks", "detectors", "track_results", "anomalies"), ())
    stages = ("acquire", "decode", "faces", "detectors", "total")
    times = {
        "seconds": Seconds(**dict.fromkeys(stages, 0.0)),
        "started_utc": "2026-01-02T00:00:00+00:00",
        "versions": {},
    }
    return Examination(exhibit=exhibit, status=status, outcome=outcome, reason=reason, **nothing, **empty, **times)


def _one(writing, number, chance, clips):
    exhibit = clips[number] if number < len(clips) else _exhibit(number, chance)
    utc = f"2026-01-02T00:00:00.{number:06d}+00:00"
    row = writing.add(
        ExhibitRow(
            number=str(number + 1), sha256=exhibit.sha256, acquisition=to_json(exhibit), role="questioned",
            received_from=chance.choice(WORDS), received_utc=None, root_exhibit_number=None, copied_to=None,
            added_utc=utc,
        )
    )  # fmt: skip
    about = {"exhibit_id": row.id, "examiner": "A", "created_utc": utc}
    writing.add(NoteRow(note=" ".join(chance.choices(WORDS, k=12)), **about))
    for tag in set(chance.choices(WORDS, k=2)):
        writing.add(TagRow(tag=tag, present=True, **about))
    outcome = chance.choice(OUTCOMES)
    status, reason = ("examined", None) if outcome else ("failed", "broken")
    writing.add(
        ExaminationRow(
            exhibit_sha256=exhibit.sha256, status=status, reason=reason, outcome=outcome,
            log10_lr=chance.uniform(-2, 2) if outcome else None, recipe_digest="d",
            body=to_json(_examination(exhibit, status, outcome, reason)), **about,
        )
    )  # fmt: skip
    if number % 10 == 0:
        words = {
            "statement": " ".join(chance.choices(WORDS, k=8)),
            "basis": "",
            "limitations": "",
            "status": "accepted",
        }
        none = {"start_seconds": None, "stop_seconds": None, "track_id": None, "anomaly_id": None}
        writing.add(FindingRow(finding_id=number // 10 + 1, revision=1, **words, **none, **about))


def timed(action, turns):
    """Median and worst seconds of a call."""
    seconds = []
    for _ in range(turns):
        began = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - began)
    return {"median": round(statistics.median(seconds), 4), "worst": round(max(seconds), 4)}


def main():
    """Make the case once and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exhibits", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--no-window", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "big.dfcase"
        with CaseStore.create(folder, number="1", actor="A") as store:
            fill(store, args.exhibits)
        found = measure(folder, args)
        if not args.no_window:
            found["window"] = in_the_window(folder, args)
        found["database_bytes"] = (folder / "case.sqlite").stat().st_size
    print(json.dumps({"exhibits": args.exhibits, **found}, indent=1))


def in_the_window(folder, args):
    """Open the case in the real window, without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.append(str(Path(__file__).resolve().parents[1] / "robustness"))
    import gui_watch

    from deepfake_studio.gui.app import SWITCH_SECONDS, make_application
    from deepfake_studio.gui.collector import Collector
    from deepfake_studio.gui.main_window import MainWindow

    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_application(["case_speed"])
    collector, window = Collector(app), MainWindow()
    window.show()
    _settle(app, lambda: False, 3.0)
    watch, model, found = gui_watch.Watch(), window.workspace.browser.model, []
    for _ in range(args.turns):
        watch.begin("opening")
        began, spent = time.perf_counter(), time.process_time()
        window.desk.open(str(folder))
        shown = _settle(app, lambda: model.rowCount() == args.exhibits, 30.0, watch)
        found.append((shown - began, time.process_time() - spent))
        _settle(app, lambda: False, 3.0, watch)  # what is done behind the list: looking for the evidence
        window.desk.close()
        _settle(app, lambda: model.rowCount() == 0, 30.0, watch)
        _settle(app, lambda: False, 3.0, watch)  # the start page says how the case stands
    watch.stop()
    window.close()
    window.studio.shutdown()
    collector.stop()
    wall, cpu = zip(*found, strict=True)
    return {
        "until_the_list_is_drawn": {"median": round(statistics.median(wall), 3), "worst": round(max(wall), 3)},
        "processor_seconds": {"median": round(statistics.median(cpu), 3), "worst": round(max(cpu), 3)},
        "longest_turn_of_the_gui_thread": {"cpu": round(watch.most_cpu, 3), "clock": round(watch.most_wall, 3)},
    }


def _settle(app, over, seconds, watch=None):
    """Let the event loop run until something is so; when that was, the drawing of it included."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        if watch is not None:
            watch.begin("opening")
        app.processEvents()
        if over():
            app.processEvents()  # the drawing
            break
        if watch is not None:
            watch.end()
        time.sleep(0.002)
    return time.perf_counter()


def measure(folder, args):
    """Seconds of every call a window makes."""

    def opened(*, read_only=False):
        with CaseStore.open(folder, actor="A", read_only=read_only) as store:
            assert len(store.search()) == args.exhibits

    found = {
        "open_and_list": timed(opened, args.turns),
        "open_read_only_and_list": timed(lambda: opened(read_only=True), args.turns),
    }
    with CaseStore.open(folder, actor="A") as store:
        store.search()
        searches = {
            "one word": Search(text="street"),
            "two words": Search(text="night train"),
            "a file name": Search(text=f"_{args.exhibits // 2}.mp4"),
            "no hit": Search(text="nothing of the kind"),
            "tag and outcome": Search(tags=("roof",), outcomes=("supports_manipulation",)),
            "failed, by name": Search(work=("failed",), sort="name"),
            "all, by strength": Search(sort="strength", descending=True),
            "duplicates": Search(duplicates=True),
        }
        found["search"] = {
            name: timed(lambda w=wanted: store.search(w), args.turns) for name, wanted in searches.items()
        }

        def changed():
            store.tag(7, f"t{time.perf_counter()}")
            store.search(Search(text="street"))

        found["change_and_search"] = timed(changed, args.turns)
        found["board"] = timed(store.board, args.turns)
        found["duplicates"] = timed(store.duplicates, args.turns)
        found["tags"] = timed(store.tags_in_use, args.turns)
        found["look_at_evidence"] = timed(store.look_at_evidence, args.turns)
        found["exhibits (whole records)"] = timed(store.exhibits, 2)
        found["entries"] = store.head()[0]
    return found


if __name__ == "__main__":
    main()
