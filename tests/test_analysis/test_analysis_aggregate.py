"""Aggregators against numbers worked out by hand, presets beside the outcome, and what a calibration refuses."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from deepfake_studio.analysis import aggregate, fuse, presets
from deepfake_studio.analysis.calibrate import AGGREGATOR, Calibration
from deepfake_studio.errors import UsageError
from deepfake_studio.vocabulary import Aggregator, DetectorResult, FaceTrack, ScoreSeries

X = np.array([-1.0, 0.0, 1.0, 2.0, 8.0])


def by(text: str, x: np.ndarray = X) -> float | None:
    return aggregate.aggregate(x, aggregate.parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mean_logit", 2.0),
        ("median", 1.0),
        ("trimmed_mean:0.2", 1.0),  # -1 and 8 fall away
        ("trimmed_mean:0.1", 2.0),  # a tenth of five is none
        ("top_k:0.4", 5.0),
        ("top_k:3", 11 / 3),
        ("top_k:0.01", 8.0),  # at least one
        ("top_k:99", 2.0),
        ("power_mean:1", 2.0),
        ("power_mean:3", ((-1 + 0 + 1 + 8 + 512) / 5) ** (1 / 3)),
        ("voting:0", math.log(3.5 / 1.5)),
        ("voting:1.5", math.log(2.5 / 0.5)),
        ("strongest", 8.0),
    ],
)
def test_each_rule_gives_the_number_worked_out_by_hand(text: str, expected: float) -> None:
    assert by(text) == pytest.approx(expected, abs=1e-12)


def test_the_mean_probability_is_answered_as_a_logit() -> None:
    p = (1 / (1 + np.exp(-X))).mean()
    assert by("mean_probability") == pytest.approx(math.log(p / (1 - p)))
    assert by("mean_probability", np.array([1e4, 1e4])) == pytest.approx(36, abs=1)
    assert by("mean_probability", np.array([-1e4])) == pytest.approx(-36, abs=1)


@pytest.mark.parametrize("name", list(aggregate.WORDS))
def test_rules_follow_a_rise_ignore_what_is_not_finite_and_abstain_without_any(name: str) -> None:
    lower, upper = by(name), by(name, X + 0.75)
    assert lower is not None
    assert upper is not None
    assert upper >= lower
    assert by(name, np.array([*X, np.nan])) == lower
    assert by(name, np.full(3, np.nan)) is None
    assert by(name, -X) is not None


def test_a_vote_that_nobody_casts_is_no_score() -> None:
    assert by("voting:2", np.array([-1.0, 1.5])) is None
    assert by("voting:1", np.array([-1.5, 1.5])) == 0.0


def test_large_powers_do_not_overflow() -> None:
    assert by("power_mean:99", np.array([1e8, 1e8])) == pytest.approx(1e8)
    assert by("power_mean:3", np.zeros(4)) == 0.0


@pytest.mark.parametrize("text", ["mode", "top_k:0", "trimmed_mean:0.5", "median:3", "power_mean:x", "voting:-1"])
def test_what_is_no_aggregator_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="aggregator"):
        aggregate.parse(text)


def test_aggregators_are_chosen_for_all_or_for_one_detector() -> None:
    found = aggregate.chosen(["median", "b=top_k:0.2"], ["a", "b"])
    assert {k: v.text for k, v in found.items()} == {"a": "median", "b": "top_k:0.2"}
    with pytest.raises(UsageError, match="'c'"):
        aggregate.chosen(["c=median"], ["a"])


def test_the_words_of_a_calibration_are_those_it_always_had() -> None:
    assert aggregate.describe({}, ["a", "b"]) == AGGREGATOR
    assert "median" in aggregate.describe({"a": "median"}, ["a"])


def result(how: Aggregator, logits: np.ndarray, name: str = "d", **more: object) -> DetectorResult:
    series = ScoreSeries(detector_id=name, track_id=1, pts_seconds=np.arange(len(logits)) / 4, logits=logits)
    return DetectorResult(
        detector_id=name, status="scored", reason=None, weights_sha256="w", series=(series,), aggregator=how, **more
    )


def test_a_track_speaks_by_the_aggregator_of_its_result() -> None:
    assert fuse.track_logits([result(Aggregator(name="median"), X)]) == {1: {"d": 1.0}}
    shown = fuse.detector_result(result(Aggregator(name="strongest"), X), None)
    assert (shown.logit, shown.lr, shown.status) == (8.0, None, "not_calibrated")


def test_a_calibration_of_another_aggregator_does_not_speak(singles: dict[str, Calibration]) -> None:
    other = dataclasses.replace(singles["a"], detector_ids=("d",), weights_sha256={})
    assert fuse.detector_result(result(Aggregator(), X), other).lr is not None
    refused = fuse.detector_result(result(Aggregator(name="median"), X), other)
    assert refused.lr is None
    assert "was fitted on mean_logit, not median" in (refused.reason or "")
    assert fuse.members([refused], other) == []
    fitted = dataclasses.replace(other, aggregators={"d": "median"})
    assert fuse.detector_result(result(Aggregator(name="median"), X), fitted).lr is not None


def test_presets_stand_beside_and_take_pictures_as_their_source_does() -> None:
    log3 = math.log(0.3 / 0.7)
    found = [dataclasses.replace(result(Aggregator(), X), logit=log3)]
    exact = presets.Preset(name="x", threshold=float(aggregate.sigmoid(np.array(log3))), source="")
    assert presets.read(found, exact).reached is True
    assert presets.read(found, exact, still=True).reached is False
    two = [*found, dataclasses.replace(result(Aggregator(), X, "e"), logit=0.0)]
    reading = presets.read(two, presets.find("dfspot"))
    assert (reading.score, reading.reached, reading.detectors) == (pytest.approx(0.4), True, ("d", "e"))
    assert presets.read(two, presets.find("half")).reached is False
    assert "no strength of evidence" in presets.sentence(reading)


def test_presets_hear_no_other_question_and_no_detector_without_a_score() -> None:
    other = result(Aggregator(), X, question="wholly_generated", logit=9.0)
    silent = presets.read([other, result(Aggregator(), X)], presets.find("dfspot"))
    assert (silent.score, silent.reached, silent.reason) == (None, None, "no detector has a score")
    with pytest.raises(UsageError, match="preset"):
        presets.find("0.7")


def track(number: int, rows: list[int], scores: list[float]) -> FaceTrack:
    n = len(rows)
    return FaceTrack(
        id=number, shot=0, frame_rows=np.array(rows), pts_seconds=np.array(rows) / 4.0,
        boxes=np.zeros((n, 4), np.float32), landmarks=np.zeros((n, 5, 2), np.float32),
        scores=np.array(scores, np.float32),
    )  # fmt: skip


def test_score_order_reads_the_best_face_of_every_frame() -> None:
    tracks = [track(1, [0, 1, 3], [0.9, 0.6, 0.8]), track(2, [0, 1], [0.8, 0.7])]
    series = [
        ScoreSeries(detector_id="d", track_id=t.id, pts_seconds=t.pts_seconds, logits=10.0 * t.id + t.frame_rows)
        for t in tracks
    ]
    moments, logits = aggregate.in_score_order(tracks, series)
    assert moments.tolist() == [0.0, 0.25, 0.75]
    assert logits.tolist() == [10.0, 21.0, 13.0]
