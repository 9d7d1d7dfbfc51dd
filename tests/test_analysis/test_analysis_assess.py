"""From results to an assessment: outcome, abstention, timeline, anomalies, limitations."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deepfake_studio import wire
from deepfake_studio.analysis import fuse, outcome, timeline
from deepfake_studio.analysis.assess import Assessment, assess
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.vocabulary import Coverage, DetectorResult, FaceTrack, LikelihoodRatio

Make = Callable[..., DetectorResult]
Track = Callable[..., FaceTrack]


def run(results: list[DetectorResult], tracks: list[FaceTrack], **more: object) -> Assessment:
    return assess(results, tracks=tracks, **{"calibrations": {}, "fused": None, "coverage": None, **more})  # type: ignore[arg-type]


def test_strong_scores_support_manipulation(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    got = run([result("a", {1: [4.0] * 8}), result("b", {1: [4.0] * 8})], [track(1)], fused=fused, calibrations=singles)
    assert got.outcome == "supports_manipulation"
    assert got.reason is None
    assert got.lr is not None
    assert got.track_results[0].lr is not None
    assert got.track_results[0].lr.log10 == got.lr.log10
    assert [d.status for d in got.detectors] == ["scored", "scored"]
    assert [d.logit for d in got.detectors] == [4.0, 4.0]
    assert len(got.anomalies) == 1
    assert (got.anomalies[0].start_seconds, got.anomalies[0].stop_seconds) == (0.0, 1.75)
    assert set(got.timeline.per_detector) == {"a", "b"}


def test_low_scores_support_no_manipulation(result: Make, track: Track, fused: Calibration) -> None:
    got = run([result("a", {1: [-3.0] * 8}), result("b", {1: [-3.0] * 8})], [track(1)], fused=fused)
    assert got.outcome == "supports_no_manipulation"
    assert got.anomalies == ()
    assert any("not proof of authenticity" in text for text in got.limitations)


def test_nothing_calibrated_is_inconclusive_with_the_reason(result: Make, track: Track) -> None:
    got = run([result("a", {1: [9.0] * 8})], [track(1)])
    assert (got.outcome, got.reason, got.lr) == ("inconclusive", "not calibrated", None)
    assert got.detectors[0].status == "not_calibrated"
    assert got.detectors[0].logit == 9
    assert got.track_results[0].lr is None


def test_order_of_results_and_an_unavailable_detector_change_nothing(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    a, b = result("a", {1: [1.0] * 8, 2: [2.0] * 8}), result("b", {1: [1.0] * 8})
    gone = DetectorResult(detector_id="c", status="unavailable", reason="weights are missing", weights_sha256=None)
    tracks = [track(1), track(2)]
    one = run([a, b], tracks, fused=fused, calibrations=singles)
    other = run([gone, b, a], tracks, fused=fused, calibrations=singles)
    assert (one.lr, one.track_results) == (other.lr, other.track_results)
    assert wire.canonical(one.timeline) == wire.canonical(other.timeline)
    assert any("c took no part: weights are missing" in text for text in other.limitations)


def test_other_weights_are_not_calibrated(result: Make, track: Track, singles: dict[str, Calibration]) -> None:
    got = run([result("a", {1: [4.0] * 8}, sha="other")], [track(1)], calibrations=singles)
    assert got.detectors[0].status == "not_calibrated"
    assert got.outcome == "inconclusive"
    assert got.reason is not None
    assert "other weights" in got.reason


def test_two_calibrated_detectors_need_a_fused_calibration(
    result: Make, track: Track, singles: dict[str, Calibration]
) -> None:
    got = run([result("a", {1: [4.0] * 8}), result("b", {1: [4.0] * 8})], [track(1)], calibrations=singles)
    assert got.lr is None
    assert got.reason is not None
    assert "a and b" in got.reason


def test_a_single_calibrated_detector_speaks_alone(result: Make, track: Track, singles: dict[str, Calibration]) -> None:
    got = run([result("a", {1: [4.0] * 8})], [track(1)], calibrations=singles)
    assert got.lr == got.detectors[0].lr


def test_a_still_or_a_glimpse_is_not_calibrated(result: Make, track: Track, singles: dict[str, Calibration]) -> None:
    got = run([result("a", {1: [9.0]})], [track(1, 1)], calibrations=singles)
    assert got.outcome == "inconclusive"
    assert got.reason is not None
    assert "1 scored frames" in got.reason


def test_short_tracks_do_not_decide(result: Make, track: Track, fused: Calibration) -> None:
    long_only = run([result("a", {1: [-3.0] * 8})], [track(1)], fused=fused)
    both = run([result("a", {1: [-3.0] * 8, 2: [30.0] * 2})], [track(1), track(2, 2)], fused=fused)
    assert both.lr == long_only.lr
    assert both.track_results[1].reason == "fewer than 4 scored frames"


def test_more_tracks_weaken_support(result: Make, track: Track, fused: Calibration) -> None:
    alone = run([result("a", {1: [4.0] * 8})], [track(1)], fused=fused)
    rows = {1: [4.0] * 8} | {k: [-4.0] * 8 for k in range(2, 9)}
    crowd = run([result("a", rows)], [track(k) for k in rows], fused=fused)
    assert alone.lr is not None
    assert crowd.lr is not None
    assert crowd.lr.log10 < alone.lr.log10


def test_no_tracks(result: Make, fused: Calibration) -> None:
    got = run([result("a", {})], [], fused=fused)
    assert (got.outcome, got.reason) == ("inconclusive", "no face track")


def test_a_dissenting_detector_is_named(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    got = run(
        [result("a", {1: [5.0] * 8}), result("b", {1: [-2.0] * 8})], [track(1)], fused=fused, calibrations=singles
    )
    assert any("detectors disagree: a with" in text for text in got.limitations)


def test_missing_frames_are_gaps_not_zeros(result: Make, track: Track, fused: Calibration) -> None:
    holes = [3.0, 3.0, 3.0, np.nan, np.nan, 3.0, 3.0, 3.0]
    got = run([result("a", {1: holes}), result("b", {1: holes})], [track(1)], fused=fused)
    assert np.isnan(got.timeline.log10_lr[3:5]).all()
    assert [(a.start_seconds, a.stop_seconds) for a in got.anomalies] == [(0.0, 0.5), (1.25, 1.75)]


@given(st.lists(st.floats(-2, 2) | st.just(float("nan")), max_size=60))
def test_spans_are_sorted_disjoint_and_inside(values: list[float]) -> None:
    found = timeline.spans(np.array(values, float))
    assert all(0 <= a <= b < len(values) for a, b in found)
    assert all(left[1] < right[0] for left, right in itertools.pairwise(found))


def test_one_odd_frame_opens_no_span() -> None:
    assert timeline.spans(np.array([0, 0, 2.0, 0, 0])) == []
    assert timeline.spans(np.array([0, 2.0, 2.0, 0.3, 2.0, 0])) == [(1, 4)]


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ((0.8, 0.1, 1.0), "supports_manipulation"),
        ((0.8, 0.0, 1.0), "inconclusive"),
        ((0.49, 0.2, 1.0), "inconclusive"),
        ((-0.5, -1.0, -0.1), "supports_no_manipulation"),
        ((-0.9, -1.0, 0.1), "inconclusive"),
    ],
)
def test_outcome_needs_size_and_a_whole_interval(ratio: tuple[float, float, float], expected: str) -> None:
    made = LikelihoodRatio(log10=ratio[0], low=ratio[1], high=ratio[2], calibration_id="c")
    got, reason = outcome.outcome(made)
    assert got == expected
    assert (reason is None) == got.startswith("supports")


def test_words_name_the_side() -> None:
    assert outcome.words(1.2) == "moderate support for the proposition that a face track was manipulated"
    assert outcome.words(-0.5) == "weak support for the proposition that no face track was manipulated"
    assert outcome.words(0.1).startswith("no or very limited")
    assert outcome.words(7).startswith("extremely strong")


def test_coverage_counts_a_frame_once(track: Track) -> None:
    got = outcome.coverage(frames_total=100, frames_sampled=10, tracks=[track(1), track(2, 4)], decode_failures=2)
    assert got == Coverage(frames_total=100, frames_sampled=10, frames_with_face=8, decode_failures=2)
    assert outcome.coverage(frames_total=None, frames_sampled=0, tracks=[], decode_failures=0).frames_with_face == 0


def test_low_coverage_is_said(result: Make, track: Track, fused: Calibration) -> None:
    seen = Coverage(frames_total=100, frames_sampled=50, frames_with_face=8, decode_failures=3)
    got = run([result("a", {1: [0.0] * 8})], [track(1)], fused=fused, coverage=seen)
    assert any("8 of 50" in text for text in got.limitations)
    assert any("3 frames could not be decoded" in text for text in got.limitations)


def test_a_detector_outside_the_ensemble_is_said(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    extra = dataclasses.replace(singles["a"], id="x.t", detector_ids=("x",), weights_sha256={"x": "w"})
    got = run(
        [result("a", {1: [1.0] * 8}), result("x", {1: [9.0] * 8})],
        [track(1)],
        fused=fused,
        calibrations=singles | {"x": extra},
    )
    alone = run([result("a", {1: [1.0] * 8})], [track(1)], fused=fused, calibrations=singles)
    assert got.lr == alone.lr
    assert any(text.startswith("x is not part") for text in got.limitations)


def test_track_logit_ignores_missing_frames(result: Make) -> None:
    series = result("a", {1: [1.0, np.nan, 3.0]}).series[0]
    assert fuse.track_logit(series) == 2
    assert fuse.scored_frames(series) == 2
    assert fuse.track_logit(result("a", {1: [np.nan]}).series[0]) is None


def test_the_domain_of_a_calibration_for_other_detectors_is_not_the_reason(
    result: Make, track: Track, fused: Calibration
) -> None:
    narrow = dataclasses.replace(fused, domain_least={"frames": 1e9}, domain_most={})
    got = run([result("stranger", {1: [4.0] * 8})], [track(1)], fused=narrow, facts={"frames": 8.0})
    assert (got.outcome, got.reason) == ("inconclusive", "not calibrated")
    ours = run([result("a", {1: [4.0] * 8})], [track(1)], fused=narrow, facts={"frames": 8.0})
    assert "is below 1e+09" in str(ours.reason)
