"""What the examiner changed is taken back by an entry of its own; the first-run tour."""

import importlib.util
from pathlib import Path

import pytest

from deepfake_studio import settings as settings_file
from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError
from deepfake_studio.gui.edits import Edits
from deepfake_studio.gui.items import FindingForm
from deepfake_studio.gui.tour import _beside

_spec = importlib.util.spec_from_file_location("gui_walk", Path(__file__).with_name("gui_walk.py"))
walk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(walk)


def test_back_and_again(qapp):
    edits, done, told = Edits(), [], []
    edits.changed.connect(lambda: told.append(edits.undo_text))
    edits.made("one", back=lambda: done.append("-1"), again=lambda: done.append("+1"))
    edits.made("two", back=lambda: done.append("-2"), again=lambda: done.append("+2"))
    assert (done, edits.undo_text, edits.redo_text) == ([], "two", "")
    edits.undo()
    edits.undo()
    edits.undo()
    edits.redo()
    assert (done, edits.undo_text, edits.redo_text) == (["-2", "-1", "+1"], "one", "two")
    assert told == ["one", "two", "one", "", "one"]
    edits.made("three", back=lambda: None, again=lambda: None)
    assert edits.redo_text == ""
    edits.clear()
    assert (edits.undo_text, edits.redo_text) == ("", "")


@pytest.fixture
def case(window, qtbot, prepared, tmp_path):
    """A case with an examined exhibit, which is open."""
    folder = prepared.make_case(tmp_path / "a.dfcase", others=1)
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.stored is not None)
    return window


def command(window, name):
    return window.commands.by_text[name]


def done(window, qtbot, text):
    qtbot.waitUntil(lambda: command(window, "Undo").text() == (f"&Undo {text}" if text else "&Undo"))


def test_naming_a_person_is_taken_back_and_done_again(case, qtbot):
    work = case.workspace
    before = work.item.track_names
    assert not command(case, "Undo").isEnabled()
    work.result.person_decided.emit("name", 2, {"name": "Guest"})
    done(case, qtbot, "rename of T2")
    assert work.item.track_names[2] == "Guest"
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: work.item.track_names.get(2, "") == before.get(2, ""))
    assert command(case, "Redo").text() == "&Redo rename of T2"
    command(case, "Redo").trigger()
    qtbot.waitUntil(lambda: work.item.track_names.get(2) == "Guest")
    folder = case.desk.state.folder
    case.close()
    with CaseStore.open(folder, read_only=True) as store:
        edits = store.track_edits(1, include_undone=True)
    about = [e for e in edits if e.track_id == 2]
    assert [e.kind for e in about] == ["name", "undo", "undo"]  # the log holds each step
    assert [e.data.get("edit") for e in about] == [None, str(about[0].id), str(about[1].id)]


def test_setting_a_person_aside_is_taken_back(case, qtbot):
    work = case.workspace
    work.result.person_decided.emit("exclude", 1, {})
    done(case, qtbot, "setting T1 aside")
    assert 1 in work.item.excluded_tracks
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: 1 not in work.item.excluded_tracks)


@pytest.mark.parametrize(
    ("kind", "track", "said"), [("merge", 2, "merge of T2"), ("split", 1, "split of T1")], ids=["merge", "split"]
)
def test_people_put_together_or_apart_are_taken_back_and_done_again(case, qtbot, kind, track, said):
    work = case.workspace
    before, first = work.item.people, work.item.people[0]
    middle = (first.start_seconds + first.stop_seconds) / 2
    data = {"into": "1"} if kind == "merge" else {"at_seconds": repr(middle)}
    work.result.person_decided.emit(kind, track, data)
    done(case, qtbot, said)
    after = work.item.people
    assert len(after) == len(before) + (-1 if kind == "merge" else 1)
    for _ in range(2):
        command(case, "Undo").trigger()
        qtbot.waitUntil(lambda: work.item.people == before)
        command(case, "Redo").trigger()
        qtbot.waitUntil(lambda: work.item.people == after)


def test_a_note_and_tags_are_taken_back_and_put_again(case, qtbot):
    def record():
        return next(e for e in case.desk.state.exhibits if e.id == 1)

    note, tags = record().note, record().tags
    case.workspace.browser.card.note_wanted.emit(1, "seen twice")
    done(case, qtbot, f"note on exhibit {record().number}")
    case.workspace.browser.card.tags_wanted.emit(1, ("night",), ())
    done(case, qtbot, f"tags of exhibit {record().number}")
    assert (record().note, set(record().tags) - set(tags)) == ("seen twice", {"night"})
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: record().tags == tags)
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: record().note == note)
    command(case, "Redo").trigger()
    qtbot.waitUntil(lambda: record().note == "seen twice")


def test_findings_are_taken_back(case, qtbot):
    work, conductor = case.workspace, case.conductor
    conductor.decisions.save_finding(FindingForm(statement="New"))
    qtbot.waitUntil(lambda: command(case, "Undo").text().startswith("&Undo new finding"))
    number = max(f.id for f in work.item.findings)

    def one():
        return next(f for f in work.item.findings if f.id == number)

    conductor.decisions.save_finding(FindingForm(statement="Other", finding_id=number))
    done(case, qtbot, f"change of finding {number}")
    assert one().statement == "Other"
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: one().statement == "New")
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: number not in [f.id for f in work.item.findings])
    command(case, "Redo").trigger()
    qtbot.waitUntil(lambda: number in [f.id for f in work.item.findings])
    limits = one().limitations
    work.findings.finding_set.emit(number, False, "wrong frame")
    done(case, qtbot, f"withdrawing finding {number}")
    command(case, "Undo").trigger()
    qtbot.waitUntil(lambda: one().status != "rejected")
    assert one().limitations == limits  # the reason stood in their place


def test_markers_of_the_player_are_bookmarks_of_the_case(case, qtbot):
    work = case.workspace
    player = work.player
    qtbot.waitUntil(lambda: player.resting)
    before = {mark.id for mark in work.item.bookmarks}
    player.seek_index(40)
    player.deeds.trigger("marker")
    qtbot.waitUntil(lambda: len(work.item.bookmarks) == len(before) + 1)
    assert player.marking.cues.markers == []
    assert 40 in player.marking.cues.bookmarks
    assert work.timeline.stack._bookmarks == work.item.bookmarks  # the same on the timeline
    player.deeds.trigger("marker")  # the same key takes it away
    done(case, qtbot, "removal of a bookmark")
    assert {mark.id for mark in work.item.bookmarks} == before
    for _ in range(2):
        command(case, "Undo").trigger()
        qtbot.waitUntil(lambda: 40 in player.marking.cues.bookmarks)
        command(case, "Redo").trigger()
        qtbot.waitUntil(lambda: 40 not in player.marking.cues.bookmarks)


def test_a_mark_of_a_colleague_is_not_taken_away_by_a_key(case, qtbot):
    work = case.workspace
    qtbot.waitUntil(lambda: work.player.resting)
    colleague = case.desk.change(
        lambda store: store.add_bookmark(1, pts_seconds=0.4, note="his", examiner="B. Colleague"), 1, None
    )
    assert colleague is not None
    qtbot.waitUntil(lambda: any(mark.note == "his" for mark in work.item.bookmarks))
    count = len(work.item.bookmarks)
    work.player.seek_index(10)
    work.player.deeds.trigger("marker")
    qtbot.waitUntil(lambda: len(work.item.bookmarks) == count + 1)
    assert any(mark.note == "his" for mark in work.item.bookmarks)


def test_bookmarks_are_taken_back_and_put_again(case, qtbot):
    work = case.workspace
    count = len(work.item.bookmarks)
    command(case, "Bookmark this moment").trigger()
    done(case, qtbot, "bookmark")
    for _ in range(2):
        command(case, "Undo").trigger()
        qtbot.waitUntil(lambda: len(work.item.bookmarks) == count)
        command(case, "Redo").trigger()
        qtbot.waitUntil(lambda: len(work.item.bookmarks) == count + 1)


def test_what_was_not_kept_cannot_be_taken_back(case, qtbot, monkeypatch):
    def full(*args, **named):
        raise CaseError("The disk is full; make room.")

    monkeypatch.setattr(CaseStore, "edit_tracks", full)
    case.workspace.result.person_decided.emit("name", 2, {"name": "Guest"})
    qtbot.waitUntil(lambda: "The disk is full; make room." in case.messages.texts())
    assert not command(case, "Undo").isEnabled()


def test_another_case_begins_with_no_edits(case, qtbot):
    case.workspace.result.person_decided.emit("name", 2, {"name": "Guest"})
    done(case, qtbot, "rename of T2")
    case.conductor.close_case()
    qtbot.waitUntil(lambda: case.desk.state is None)
    assert command(case, "Undo").text() == "&Undo"
    assert not command(case, "Undo").isEnabled()


# ---- tour -------------------------------------------------------------------------------------------------------


def test_the_tour_points_at_what_is_on_screen(window, qtbot):
    command(window, "Tour").trigger()
    tour, seen = window.tour, []
    for _ in tour.steps:
        walk.settle()
        assert tour.isVisible()
        assert tour.step.target.isVisible()
        assert not tour.ring.around.isEmpty()
        assert window.rect().contains(tour.geometry())
        assert tour.height() >= tour.layout().totalHeightForWidth(tour.width())
        seen.append(tour.step.title)
        tour.next.click()
    assert len(set(seen)) == len(tour.steps)
    assert window.tour is None
    assert settings_file.load().tour_seen
    qtbot.waitUntil(lambda: window.conductor.loose is not None)  # the sample was examined
    assert Path(window.workspace.item.path).name == "self_blended.mp4"
    window.conductor.erase()  # or closing would ask


def test_the_tour_can_be_left_and_asked_for_again(window, qtbot):
    window.show_tour()
    window.show_tour()
    window.tour.next.click()
    window.tour.back.click()
    assert window.tour.step.target is window.start.drop
    window.resize(1000, 640)
    walk.settle()
    assert window.rect().contains(window.tour.geometry())
    window.tour.skip.click()
    assert window.tour is None
    assert settings_file.load().tour_seen
    window.show_tour()
    assert window.tour.isVisible()
    window.tour.end()
    qtbot.waitUntil(lambda: window.conductor.loose is not None)
    window.conductor.erase()


def test_the_card_stands_beside_the_widget():
    from PySide6.QtCore import QRect

    room = QRect(0, 0, 1000, 700)
    below = _beside(QRect(100, 100, 200, 100), 300, 150, room)
    assert below.y() > 200
    above = _beside(QRect(100, 500, 800, 150), 300, 150, room)
    assert above.y() + 150 < 500
    right = _beside(QRect(0, 0, 400, 700), 300, 150, room)
    assert right.x() > 400
    left = _beside(QRect(600, 0, 400, 700), 300, 150, room)
    assert left.x() + 300 < 600
