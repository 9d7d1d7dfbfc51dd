"""Every command that changes what an examiner wrote or decided: done, taken back, done again; the log verifies."""

import dataclasses

import pytest
from PySide6.QtCore import QItemSelectionModel

from deepfake_studio.case import CaseStore
from deepfake_studio.gui.items import FindingForm
from deepfake_studio.gui.people_deeds import PeopleDeeds
from deepfake_studio.vocabulary import DrawnBox

SECOND = "B. Second"


class Case:
    """A window with an open case, and what an examiner can change in it."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.work, self.desk = window.workspace, window.desk
        self.windows, self.decide = window.case_windows, window.conductor.decisions

    @property
    def item(self):
        return self.work.item

    def lines(self):
        """Everybody, read anew."""
        with self.qtbot.waitSignal(self.windows.people.desk.gathered) as told:
            self.windows.people.desk.read()
        return told.args[0].lines

    def state(self):
        """All that an examiner can change, but for who wrote it when."""
        held, told = [], []
        self.desk.ask(lambda store, job: _seen(store), done=held.append, failed=told.append)
        self.qtbot.waitUntil(lambda: bool(held or told))
        assert not told
        return (*held[0], tuple(i.id for i in self.windows.queue.items()))


def _seen(store):
    findings = [
        (f.id, f.statement, f.limitations, f.status, [(o.opinion, o.words) for o in f.opinions])
        for f in store.findings()
    ]
    exhibits = [
        (e.number, e.note, e.tags, e.removed_reason, e.references, e.exhibit.path)
        for e in store.exhibits(include_removed=True)
    ]
    tracks = [store.tracks(s.id) for s in store.examination_summaries()]
    held = [s.id for s in store.examination_summaries()]
    return findings, exhibits, [(b.pts_seconds, b.note) for b in store.bookmarks()], tracks, held, store.drawn_tracks(1)


def _moved(case, tmp):
    (tmp / "elsewhere.bin").write_bytes(b"0")
    record = next(e for e in case.desk.state.exhibits if e.path.endswith("clip 01.mp4"))
    case.windows.custody.relocate(record.id, tmp / "elsewhere.bin")


def _found_below(case, tmp):
    (tmp / "below").mkdir()
    (tmp / "below" / "found.bin").write_bytes(b"0")
    case.windows.custody.relocate_below(tmp / "below")


def _judge(agrees):
    return lambda case, tmp: case.work.findings.opinions.judged.emit(1, agrees, "I looked twice.")


def _queue(case, tmp):
    shown = case.windows.show_queue()
    model = shown.table.selectionModel()
    model.select(
        shown.model.index(2, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    shown.up.click()


def people(step):
    return lambda case, tmp: step(PeopleDeeds(case.decide), case.lines())


BOX = DrawnBox(seconds=1.0, x=20, y=20, width=100, height=100)
EDITS = {
    "new finding": lambda case, tmp: case.decide.save_finding(FindingForm(statement="New")),
    "change a finding": lambda case, tmp: case.decide.save_finding(FindingForm(statement="Other", finding_id=1)),
    "withdraw a finding": lambda case, tmp: case.work.findings.finding_set.emit(1, False, "wrong frame"),
    "reject an anomaly": lambda case, tmp: case.work.findings.anomaly_rejected.emit(
        case.item.stored.anomaly_ids[1], "no"
    ),
    "set a finding aside": lambda case, tmp: case.windows.custody.withdraw("finding", [1], "a slip"),
    "agree": _judge(True),
    "disagree": _judge(False),
    "bookmark": lambda case, tmp: case.window.commands.by_text["Bookmark this moment"].trigger(),
    "set a bookmark aside": lambda case, tmp: case.windows.custody.withdraw("bookmark", [1], "a slip"),
    "note": lambda case, tmp: case.work.browser.card.note_wanted.emit(1, "seen twice"),
    "tags": lambda case, tmp: case.work.browser.card.tags_wanted.emit(1, ("night",), ()),
    "withdraw exhibits": lambda case, tmp: case.windows.custody.withdraw("exhibit", [3, 4], "another matter"),
    "set an examination aside": lambda case, tmp: case.windows.custody.withdraw("examination", [2], "wrong plan"),
    "name": lambda case, tmp: case.work.person_decided.emit("name", 2, {"name": "Guest"}),
    "set a track aside": lambda case, tmp: case.work.person_decided.emit("exclude", 2, {"reason": "a poster"}),
    "merge": lambda case, tmp: case.work.person_decided.emit("merge", 2, {"into": "1"}),
    "split": lambda case, tmp: case.work.person_decided.emit("split", 1, {"at_seconds": "1.5"}),
    "name across exhibits": people(lambda deeds, lines: deeds.name(lines, "The same")),
    "merge in the list": people(lambda deeds, lines: deeds.merge([lines[1]], lines[0])),
    "split in the list": people(lambda deeds, lines: deeds.split(lines[0], 1.5)),
    "set several aside": people(lambda deeds, lines: deeds.set_aside(lines[:3], "passers-by")),
    "draw a face": lambda case, tmp: case.decide.draw_face(case.item, [BOX], start=0.5, stop=2.0, name="Guest"),
    "relocate": _moved,
    "relocate below a folder": _found_below,
    "order of the queue": _queue,
}


@pytest.fixture
def case(window, qtbot, prepared, tmp_path):
    """A case that somebody else began, with an examined exhibit, which is open, and a queue."""
    folder = prepared.make_case(tmp_path / "a.dfcase", actor="F. First", others=3)
    for number in range(3):
        (tmp_path / f"waits {number}.mp4").write_bytes(b"x")
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    qtbot.waitUntil(lambda: all(one.evidence is not None for one in window.desk.state.listing.lines))
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.stored is not None)
    window.case_windows.queue.add([str(tmp_path / f"waits {n}.mp4") for n in range(3)])
    qtbot.waitUntil(lambda: len(window.case_windows.queue.items()) == 3)
    return Case(window, qtbot)


@pytest.fixture(autouse=True)
def _measured_with_what_was_drawn(script, prepared):
    """The made-up examination measures what is drawn, as the real one does."""
    plain = script.answer

    def answer(exhibit):
        drawn = [p.get("drawn") for client in script.clients for op, p in client.calls if op == "examine"][-1] or ()
        made = plain(exhibit)
        tracks = (*made.tracks, *(dataclasses.replace(made.tracks[0], id=d.id, origin=d.origin) for d in drawn))
        return dataclasses.replace(made, tracks=tracks, drawn=tuple(drawn))

    script.answer = answer


def quiet(case):
    """Nothing is under way any more."""
    examiner = case.window.conductor.examiner
    case.qtbot.waitUntil(lambda: examiner.running is None and not examiner.waiting)
    case.qtbot.waitUntil(lambda: all(lane.pending == 0 for lane in case.window.studio.lanes))


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_an_edit_is_taken_back_and_done_again(case, qtbot, tmp_path, edit):
    command = case.window.commands.by_text
    before = case.state()
    EDITS[edit](case, tmp_path)
    qtbot.waitUntil(lambda: command["Undo"].isEnabled())
    quiet(case)
    after = case.state()
    assert after != before
    assert command["Undo"].text() != "&Undo"  # it says what
    for _ in range(2):
        command["Undo"].trigger()
        qtbot.waitUntil(lambda: command["Redo"].isEnabled())
        quiet(case)
        assert case.state() == before
        command["Redo"].trigger()
        qtbot.waitUntil(lambda: command["Undo"].isEnabled())
        quiet(case)
        assert case.state() == after
    problems = [text for text in case.window.messages.texts() if "taken back" in text]
    assert not problems
    folder = case.desk.state.folder
    case.window.close()
    with CaseStore.open(folder, read_only=True) as store:
        assert store.verify(evidence=False).ok
