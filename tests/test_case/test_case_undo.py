"""Every edit of an examiner can be taken back by an entry, and that entry in turn; the log only grows."""

import pytest

from deepfake_studio.errors import CaseError


@pytest.fixture
def filled(store, tmp_path, nouns):
    """An open case with one examined exhibit and a known genuine one."""
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"a"), note="received")
    store.add_exhibit(nouns.exhibit(tmp_path / "g.mp4", b"g"), role="known_genuine")
    store.store_examination(record.id, nouns.examination(record.exhibit))
    store.add_finding(1, statement="One.", examiner="A")
    store.add_bookmark(1, pts_seconds=0.1, note="b")
    store.tag(1, "old")
    return store


EDITS = {
    "note": lambda s: s.note(1, "x"),
    "tag": lambda s: s.tag(1, "new"),
    "untag": lambda s: s.untag(1, "old"),
    "remove": lambda s: s.remove_exhibit(1, "x"),
    "withdraw finding": lambda s: s.withdraw("finding", 1, "x"),
    "withdraw examination": lambda s: s.withdraw("examination", 1, "x"),
    "withdraw bookmark": lambda s: s.withdraw("bookmark", 1, "x"),
    "add finding": lambda s: s.add_finding(1, statement="Two."),
    "edit finding": lambda s: s.edit_finding(1, statement="Other."),
    "reject finding": lambda s: s.reject_finding(1, reason="no"),
    "agree": lambda s: s.agree(1, "yes", examiner="B"),
    "add bookmark": lambda s: s.add_bookmark(1, pts_seconds=0.3),
    "edit bookmark": lambda s: s.edit_bookmark(1, note="other"),
    "remove bookmark": lambda s: s.remove_bookmark(1),
    "name track": lambda s: s.name_track(1, 0, "x"),
    "split track": lambda s: s.split_track(1, 0, at_seconds=0.03),
    "add track": lambda s: s.add_track(1, start_seconds=0.0, stop_seconds=1.0),
    "refer": lambda s: s.refer(2, "person", "x"),
    "describe": lambda s: s.update_info(title="x", examiners=("A", "B")),
}


def seen(store):
    """Everything an examiner can edit, as it is now, but for who wrote it when."""
    findings = [(f.id, f.statement, f.limitations, f.status, [o.words for o in f.opinions]) for f in store.findings()]
    exhibits = [
        (e.number, e.note, e.tags, e.removed_reason, e.references) for e in store.exhibits(include_removed=True)
    ]
    bookmarks = [(b.id, b.pts_seconds, b.note) for b in store.bookmarks()]
    lines = [(e.number, e.note, e.tags, e.findings, e.examination_id) for e in store.search()]
    return findings, exhibits, bookmarks, lines, store.tracks(1), [e.id for e in store.examinations()], store.info()


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_an_edit_is_taken_back_and_done_again(filled, edit):
    before = seen(filled)
    EDITS[edit](filled)
    sequence, after = filled.head()[0], seen(filled)
    assert after != before
    assert filled.edit_history().undo[0].sequence == sequence
    taken = filled.undo(sequence, reason="a slip")
    assert seen(filled) == before
    assert taken.action == "edit.undo"
    history = filled.edit_history()
    assert history.redo[0].sequence == taken.sequence
    assert sequence not in [e.sequence for e in history.undo]
    again = filled.undo(taken.sequence)
    assert seen(filled) == after
    history = filled.edit_history()
    assert (history.undo[0].sequence, history.redo) == (again.sequence, ())
    filled.undo(again.sequence)
    assert seen(filled) == before
    assert filled.verify(evidence=False).ok


def test_adding_an_exhibit_is_taken_back_by_a_tombstone(filled, nouns, tmp_path):
    record = filled.add_exhibit(nouns.exhibit(tmp_path / "n.mp4", b"n"), note="new")
    filled.undo(filled.head()[0])
    assert [e.id for e in filled.exhibits()] == [1, 2]
    assert filled.exhibit(record.id).removed_reason == "adding it was taken back"


def test_renaming_a_person_is_one_step(filled, nouns, tmp_path):
    filled.name_track(1, 0, "x")
    filled.split_track(1, 0, at_seconds=0.03)
    filled.rename_person("x", to="y")
    filled.undo(filled.head()[0])
    assert [t.name for t in filled.tracks(1)] == ["x", "x"]


def test_what_was_followed_by_something_later_is_not_taken_back(filled):
    filled.note(1, "one")
    first = filled.head()[0]
    filled.note(1, "two")
    with pytest.raises(CaseError, match=f"entry {first + 1} says something later about the same thing"):
        filled.undo(first)
    filled.undo(filled.head()[0])
    filled.undo(first)  # what was said later was taken back itself
    assert filled.exhibit(1).note == "received"


def test_a_track_decision_is_taken_back_once(filled):
    filled.name_track(1, 0, "x")
    sequence = filled.head()[0]
    filled.undo(sequence)
    with pytest.raises(CaseError, match="taken back already"):
        filled.undo(sequence)
    assert len(filled.track_edits(1, include_undone=True)) == 2
    assert filled.track_edits(1) == ()


@pytest.mark.parametrize("sequence", [1, 999], ids=["no edit", "no entry"])
def test_what_is_no_edit_is_not_taken_back(filled, sequence):
    with pytest.raises(CaseError, match="cannot be taken back"):
        filled.undo(sequence)


def test_a_new_edit_leaves_nothing_to_do_again(filled):
    filled.note(1, "one")
    filled.undo(filled.head()[0])
    assert filled.edit_history().redo
    filled.tag(1, "x")
    assert filled.edit_history().redo == ()
    assert filled.edit_history(examiner="nobody").undo == ()


def test_edits_of_one_thing_are_taken_back_one_after_another_and_done_again(filled):
    before, entries, states = seen(filled), [], []
    for step in (
        lambda: filled.edit_finding(1, statement="Two."),
        lambda: filled.reject_finding(1, reason="no"),
        lambda: filled.edit_bookmark(1, note="other"),
        lambda: filled.accept_finding(1),
        lambda: filled.edit_bookmark(1, note="again"),
    ):
        states.append(seen(filled))
        step()
        entries.append(filled.head()[0])
    last, taken = seen(filled), []
    for entry, state in zip(reversed(entries), reversed(states), strict=True):
        taken.append(filled.undo(entry).sequence)
        assert seen(filled) == state
    assert seen(filled) == before
    for entry in reversed(taken):
        filled.undo(entry)
    assert seen(filled) == last
    with pytest.raises(CaseError, match="take that back first"):
        filled.undo(entries[0])
    assert filled.verify(evidence=False).ok
