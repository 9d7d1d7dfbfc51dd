"""What the timeline says, without Qt: words, lanes, bars, boxes."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.gui.people import pieces
from deepfake_studio.gui.widgets import lane_sources, lanes, words
from deepfake_studio.gui.widgets.boxes import BoxTable
from deepfake_studio.gui.widgets.margin import tick_step
from deepfake_studio.gui.widgets.marks import PixelItem
from deepfake_studio.gui.widgets.palette import palette
from deepfake_studio.gui.widgets.rows import Row

_spec = importlib.util.spec_from_file_location("gui_example", Path(__file__).with_name("gui_example.py"))
example = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(example)


@pytest.mark.parametrize(
    ("seconds", "decimals", "text"),
    [(0, 3, "0:00.000"), (59.9996, 3, "1:00.000"), (3725.5, 1, "1:02:05.5"), (-0.25, 2, "-0:00.25"), (61, 0, "1:01")],
)
def test_moments(seconds, decimals, text):
    assert words.moment(seconds, decimals=decimals) == text


@pytest.mark.parametrize(
    ("log10", "text"),
    [
        (0.82, "log10 LR +0.82: supports manipulation, 6.6 times more probable if manipulated"),
        (-0.5, "log10 LR −0.50: supports no manipulation, 3.2 times more probable if not manipulated"),
        (0.3, "log10 LR +0.30: inconclusive, 2.0 times more probable if manipulated"),
        (0.001, "log10 LR 0.00: inconclusive, about equally probable with and without manipulation"),
        (3.1, "log10 LR +3.10: supports manipulation, 1,300 times more probable if manipulated"),
        (float("nan"), "no score"),
    ],
)
def test_meaning_in_words(log10, text):
    assert words.calibrated(log10) == text


def test_uncalibrated_numbers_say_so():
    assert words.raw(1.5) == "raw logit +1.50, not calibrated"


def test_lanes_of_an_examination():
    found = lanes.curve_lanes(example.examination())
    assert [lane.key for lane in found] == ["fused", "blend.lite0", "residual.two", "imported.net", "lips.sync"]
    assert [lane.calibrated for lane in found] == [True, True, True, False, False]
    assert found[3].note == "raw logit, not calibrated"
    assert found[4].empty == "Unavailable: the weights file does not match its SHA-256"


def test_no_line_over_a_time_without_the_face():
    raw = lanes.curve_lanes(example.examination())[3]
    assert raw.words_at(44.5) == "no score"  # between 42 and 46.8 s no track is there
    assert raw.words_at(20.0).startswith("raw logit")


def test_nothing_calibrated_leaves_the_fused_lane_empty():
    found = lanes.curve_lanes(example.examination(calibrated=False))
    assert found[0].empty
    assert not any(lane.calibrated for lane in found[1:])
    assert lanes.curve_lanes(None)[0].empty


def test_bars_that_overlap_get_rows_of_their_own():
    found = example.examination()
    tracks, anomalies = lane_sources.person_bars(found, pieces(found)), lanes.anomaly_bars(found)
    assert [(bar.id, bar.row) for bar in tracks] == [(1, 0), (2, 1)]
    assert [(bar.id, bar.row) for bar in anomalies] == [(0, 0), (1, 0), (2, 1)]
    assert "log10 LR +0.74 [+0.52, +0.91]" in tracks[0].words


def test_rejected_findings_are_not_drawn():
    bars = [*lanes.finding_bars(example.findings(), 60.0), *lane_sources.bookmark_bars(example.bookmarks())]
    assert [(bar.kind, bar.id) for bar in bars] == [("finding", 3), ("bookmark", 1)]


def test_boxes_sampled_interpolated_and_absent():
    table = BoxTable(example.examination())
    sampled = table.at(6, 0.24 + 0.01)  # frame of sample 1
    assert [(box.track_id, box.sampled) for box in sampled] == [(1, True)]
    between = table.at(9, 0.36)
    assert [(box.track_id, box.sampled) for box in between] == [(1, False)]
    assert {box.track_id for box in table.at(750, 30.0)} == {1, 2}
    assert table.at(1112, 44.5) == ()  # track 2 is away
    assert table.at(1490, 59.9) == ()  # after the last sample
    assert BoxTable(None).at(0, 0.0) == ()


@pytest.mark.parametrize("span", [0.05, 1.0, 60.0, 5000.0, 90_000.0])
def test_ruler_labels_do_not_touch(span):
    step, decimals = tick_step(span, 900.0)
    assert 900.0 * step / span >= 100
    texts = [words.moment(n * step, decimals=decimals) for n in range(int(span / step) + 1)]
    assert len(set(texts)) == len(texts)


def test_gaps_are_put_where_neighbours_are_far_apart():
    pts, values = lanes.with_gaps(np.array([0.0, 1.0, 9.0, 10.0]), np.ones(4), 3.0)
    assert np.array_equal(pts, [0, 1, 1.5, 8.5, 9, 10])
    assert np.array_equal(np.isnan(values), [False, False, True, True, False, False])


def test_a_score_every_two_seconds_is_a_curve_for_a_detector_of_motion():
    found = example.examination()
    whole = found.detectors[2]
    sparse = [replace(s, pts_seconds=s.pts_seconds[::8], logits=s.logits[::8]) for s in whole.series[:1]]
    assert len(sparse[0].logits) > 2
    gaps = []
    for frames in (1, 8):
        series = tuple(replace(s, frames_per_score=frames) for s in sparse)
        curve = lanes.curve_lanes(replace(found, detectors=(replace(whole, series=series),)))[1].pyramid
        gaps.append(int(np.isnan(curve.values).sum()))
    assert gaps[0] > gaps[1] == 0


def test_items_and_rows_that_say_nothing_cannot_be_made(qapp):
    with pytest.raises(TypeError, match="define paint_pixels"):
        type("Nothing", (PixelItem,), {})
    with pytest.raises(TypeError, match="words_at"):
        Row("key", None, (0.0, 1.0), palette(dark=False))
