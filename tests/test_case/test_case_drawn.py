"""Faces that examiners draw, decisions that outlive an examination, and taking them back."""

import dataclasses

import numpy as np
import pytest

from deepfake_studio import drawing
from deepfake_studio.errors import CaseError
from deepfake_studio.vocabulary import DrawnBox

BOXES = (DrawnBox(seconds=0.0, x=1, y=2, width=30, height=40), DrawnBox(seconds=0.1, x=5, y=2, width=30, height=40))


@pytest.fixture
def filled(store, tmp_path, nouns):
    """An open case with one examined exhibit."""
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4", b"a"))
    store.store_examination(record.id, nouns.examination(record.exhibit))
    return store


def examined_again(store, nouns, *, drawn=(), moved=0.0):
    """The next examination of the exhibit, with what was drawn as tracks of their own."""
    made = nouns.examination(store.exhibit(1).exhibit)
    base = made.tracks[0]
    tracks = [dataclasses.replace(base, boxes=base.boxes + np.float32(moved))]
    tracks += [dataclasses.replace(base, id=d.id, origin=d.origin) for d in drawn]
    stored = store.store_examination(1, dataclasses.replace(made, tracks=tuple(tracks), drawn=tuple(drawn)))
    store.carry_decisions(stored.id)
    return stored.id


def test_a_drawn_face_waits_for_the_next_examination_and_is_one_of_its_tracks(filled, nouns):
    edit = filled.add_track(1, start_seconds=0.0, stop_seconds=0.1, name="Guest", boxes=BOXES, examiner="B")
    (drawn,) = filled.drawn_tracks(1)
    assert (drawn.id, drawn.boxes, drawn.origin) == (edit.track_id, BOXES, "drawn by B")
    assert filled.tracks(1)[1].by_hand
    number = examined_again(filled, nouns, drawn=[drawn])
    guest = filled.tracks(number)[1]
    assert (guest.key, guest.name, guest.by_hand, guest.origin) == (drawn.id, "Guest", False, "drawn by B")
    assert filled.drawn_tracks(1) == (drawn,)  # and the one after it measures it too
    assert [p.name for p in filled.people()] == ["Guest"]


def test_decisions_go_along_where_the_tracks_are_the_same(filled, nouns):
    filled.name_track(1, 0, "Speaker")
    filled.exclude_track(1, 0, "a poster")
    number = examined_again(filled, nouns)
    (track,) = filled.tracks(number)
    assert (track.name, track.excluded, track.note) == ("Speaker", True, "a poster")
    assert filled.audit()[-1].action == "track.carry"
    assert filled.carry_decisions(number) == ()  # once
    assert filled.verify(evidence=False).ok


def test_they_stay_behind_where_others_were_found_but_what_was_drawn_does_not(filled, nouns):
    filled.name_track(1, 0, "Speaker")
    filled.add_track(1, start_seconds=0.0, stop_seconds=0.1, boxes=BOXES)
    drawn = filled.drawn_tracks(1)
    number = examined_again(filled, nouns, drawn=drawn, moved=40.0)
    assert [t.name for t in filled.tracks(number)] == ["", ""]
    assert filled.drawn_tracks(1) == drawn


def test_taking_a_name_back_reaches_the_examinations_that_repeat_it(filled, nouns):
    edit = filled.name_track(1, 0, "Speaker")
    number = examined_again(filled, nouns)
    entry = filled.take_back_decisions([edit.id])
    assert [filled.tracks(n)[0].name for n in (1, number)] == ["", ""]
    again = filled.undo(entry)
    assert [filled.tracks(n)[0].name for n in (1, number)] == ["Speaker", "Speaker"]
    filled.undo(again.sequence)
    assert filled.tracks(number)[0].name == ""
    with pytest.raises(CaseError, match="taken back already"):
        filled.take_back_decisions([edit.id])
    assert filled.verify(evidence=False).ok


def test_taking_a_drawn_face_back_sets_aside_what_was_measured_with_it(filled, nouns):
    edit = filled.add_track(1, start_seconds=0.0, stop_seconds=0.1, boxes=BOXES)
    number = examined_again(filled, nouns, drawn=filled.drawn_tracks(1))
    entry = filled.take_back_decisions([edit.id])
    assert [e.id for e in filled.examinations(1)] == [1]
    assert len(filled.tracks(1)) == 1
    assert filled.drawn_tracks(1) == ()
    filled.undo(entry)
    assert [e.id for e in filled.examinations(1)] == [1, number]
    assert len(filled.drawn_tracks(1)) == 1
    assert filled.verify(evidence=False).ok


def test_a_face_can_be_drawn_where_nothing_was_found(filled, nouns):
    none = nouns.examination(filled.exhibit(1).exhibit, status="not_applicable")
    number = filled.store_examination(1, none).id
    filled.add_track(number, start_seconds=0.0, stop_seconds=0.1, boxes=BOXES)
    assert [d.id for d in filled.drawn_tracks(1)] == [0]


@pytest.mark.parametrize(
    "wrong",
    [DrawnBox(seconds=0, x=1, y=1, width=0, height=9), DrawnBox(seconds=0, x=float("nan"), y=1, width=9, height=9)],
)
def test_what_is_no_box_is_refused(filled, wrong):
    with pytest.raises(CaseError, match="The face that was drawn cannot be kept"):
        filled.add_track(1, start_seconds=0.0, stop_seconds=0.1, boxes=[wrong])


@pytest.mark.parametrize("text", ["", "[]", "[[1,2]]", "[[0,1,1,0,5]]", "{}", '[["a",1,1,4,5]]', "[" * 9000])
def test_boxes_that_cannot_be_read_draw_nothing(text):
    with pytest.raises(ValueError, match=r"box|number"):
        drawing.from_text(text)


def test_boxes_survive_as_text():
    assert drawing.from_text(drawing.to_text(BOXES)) == BOXES


def test_a_recipe_with_drawn_faces_is_another_one_and_leads_back(filled, nouns):
    recipe = nouns.examination(filled.exhibit(1).exhibit).recipe
    filled.add_track(1, start_seconds=0.0, stop_seconds=0.1, boxes=BOXES)
    made = drawing.recipe_with(recipe, filled.drawn_tracks(1))
    assert made.digest != recipe.digest
    assert "faces drawn by examiners: 1" in made.tracker
    assert drawing.recipe_with(recipe, ()) == recipe == drawing.recipe_without(recipe)
    assert drawing.recipe_without(made).tracker == recipe.tracker


def test_a_relocation_is_taken_back(filled, nouns, tmp_path):
    (tmp_path / "b.mp4").write_bytes(b"a")
    before = filled.exhibit(1).exhibit.path
    filled.relocate(1, tmp_path / "b.mp4")
    entry = filled.head()[0]
    taken = filled.undo(entry)
    record, line = filled.exhibit(1), filled.line(1)
    assert (record.exhibit.path, record.relocated_from, line.relocated) == (before, None, False)
    filled.undo(taken.sequence)
    assert filled.exhibit(1).exhibit.path.endswith("b.mp4")
    assert filled.line(1).relocated
    assert filled.verify().ok
