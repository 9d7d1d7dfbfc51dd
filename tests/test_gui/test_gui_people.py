"""Who is seen: decisions about tracks played back, and the lanes that come of them."""

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.case.people import resolve
from deepfake_studio.gui import people
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.views import wording
from deepfake_studio.gui.widgets import lane_sources
from deepfake_studio.vocabulary import ExaminationRecord, LikelihoodRatio, TrackEdit, TrackResult

_spec = importlib.util.spec_from_file_location("gui_example", Path(__file__).with_name("gui_example.py"))
example = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(example)


def edits(*told):
    return tuple(
        TrackEdit(id=n, examination_id=1, kind=kind, track_id=key, data=data, examiner="AB", created_utc="")
        for n, (kind, key, data) in enumerate(told)
    )


@pytest.fixture
def found():
    """The example with a curve and a ratio per track."""
    made = example.examination()
    lr = LikelihoodRatio(log10=0.74, low=0.52, high=0.91, calibration_id="x")
    per_track = {t.id: (t.pts_seconds, np.full(len(t.pts_seconds), 0.1 * t.id)) for t in made.tracks}
    timeline = dataclasses.replace(made.timeline, per_track=per_track)
    results = tuple(TrackResult(track_id=t.id, lr=lr, reason=None) for t in made.tracks)
    return dataclasses.replace(made, timeline=timeline, track_results=results)


def test_names_and_setting_aside(found):
    told = edits(("name", 1, {"name": "speaker"}), ("exclude", 2, {}), ("include", 2, {}), ("exclude", 1, {}))
    first, second = people.pieces(found, told)
    assert (first.title, first.excluded, second.title, second.excluded) == ("T1 speaker", True, "T2", False)


def test_merging_keeps_the_name_and_both_tracks(found):
    (one,) = people.pieces(found, edits(("name", 2, {"name": "guest"}), ("merge", 2, {"into": "1"})))
    assert (one.key, one.parts, one.name) == (1, (1, 2), "guest")
    assert one.stop_seconds == found.tracks[1].stop_seconds
    (lane,) = lane_sources.person_lanes(found, [one])
    assert [b.label[:2] for b in lane.bands] == ["T1", "T2"]  # each detected track keeps its own ratio
    assert np.nanmax(lane.pyramid.values) == pytest.approx(0.2)


def test_half_a_track_has_no_ratio_of_its_own(found):
    first, _, later = people.pieces(found, edits(("split", 1, {"at_seconds": "20.0", "new": "3"})))
    assert (first.stop_seconds, later.key, later.start_seconds) == (20.0, 3, 20.0)
    lanes = {lane.key: lane for lane in lane_sources.person_lanes(found, [first, later])}
    assert lanes["person:1"].pyramid.pts_seconds.max() <= 20.0 <= lanes["person:3"].pyramid.pts_seconds.min()
    assert not lanes["person:1"].bands


def test_decisions_that_make_no_sense_change_nothing(found):
    told = edits(
        ("merge", 1, {"into": "1"}), ("merge", 1, {"into": "77"}), ("merge", 1, {}), ("split", 1, {"new": "3"}),
        ("split", 1, {"at_seconds": "x", "new": "3"}), ("split", 1, {"at_seconds": "5", "new": "2"}), ("name", 99, {}),
    )  # fmt: skip
    assert people.pieces(found, told) == people.pieces(found)


def test_a_track_by_hand_is_not_scored(found):
    *_, hand = people.pieces(found, edits(("add", 7, {"start_seconds": "1", "stop_seconds": "2", "name": "hand"})))
    assert (hand.by_hand, hand.title, hand.parts) == (True, "T7 hand", ())
    (lane,) = lane_sources.person_lanes(found, [hand])
    assert lane.empty == "Added by hand: not scored."
    assert not people.inside(hand, 1.5)


def test_the_window_and_the_case_play_decisions_back_alike(found):
    told = edits(
        ("name", 1, {"name": "a"}), ("split", 1, {"at_seconds": "20.0", "new": "3"}), ("merge", 2, {"into": "3"}),
        ("name", 3, {"name": "b"}), ("exclude", 3, {"reason": "poster"}),
        ("add", 5, {"start_seconds": "1", "stop_seconds": "2"}),
    )  # fmt: skip
    record = ExaminationRecord(id=1, exhibit_id=1, examiner="", examination=found, stored_utc="", track_edits=told)
    facts = ("key", "parts", "name", "start_seconds", "stop_seconds", "excluded", "by_hand")
    here, there = people.pieces(found, told), resolve(record)
    assert [[getattr(p, f) for f in facts] for p in here] == [[getattr(p, f) for f in facts] for p in there]


def test_the_list_of_people_follows(found, prepared):
    item = ItemState(path="/x.mp4", exhibit=prepared.exhibit("/x.mp4", content=b"x"), loose=found)
    assert [row[0] for row in wording.track_rows(item)] == ["T1", "T2"]
    assert all("+0.74" in row[3] for row in wording.track_rows(item))
