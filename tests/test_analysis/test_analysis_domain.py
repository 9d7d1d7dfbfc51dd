"""Where a calibration may not speak."""

import dataclasses

import numpy as np
import pytest

from deepfake_studio.analysis import assess, domain, fitting
from deepfake_studio.analysis.fitting import Item
from deepfake_studio.vocabulary import DetectorResult, FaceTrack, ScoreSeries

N = 8


def track(number: int, *, side: float = 120.0, score: float = 0.9) -> FaceTrack:
    return FaceTrack(
        id=number,
        shot=0,
        frame_rows=np.arange(N),
        pts_seconds=np.arange(N, dtype=float),
        boxes=np.tile(np.array([10, 10, side * 0.8, side], np.float32), (N, 1)),
        landmarks=np.zeros((N, 5, 2), np.float32),
        scores=np.full(N, score, np.float32),
    )


def result(logits: dict[int, float]) -> DetectorResult:
    series = tuple(
        ScoreSeries(detector_id="d", track_id=t, pts_seconds=np.arange(N, dtype=float), logits=np.full(N, v))
        for t, v in logits.items()
    )
    return DetectorResult(detector_id="d", status="scored", reason=None, weights_sha256="w", series=series)


@pytest.fixture(scope="module")
def calibration():
    rng = np.random.default_rng(0)
    items = [
        Item(group=f"g{i}", manipulated=i < 12, track_logits=np.array([[rng.normal(3.0 * (i < 12))]]))
        for i in range(24)
    ]
    made = fitting.fit(items, calibration_id="c", detector_ids=("d",), population="p", replicates=50)
    return dataclasses.replace(made, domain_least={domain.FACE_PX: 80.0}, domain_most={domain.BITS: 0.5})


def assessed(calibration, tracks, logits, facts):
    return assess.assess(
        [result(logits)], tracks=tracks, calibrations={"d": calibration}, fused=None, coverage=None, facts=facts
    )


def test_inside_the_domain_the_item_has_a_ratio(calibration):
    found = assessed(calibration, [track(1)], {1: 4.0}, {domain.FACE_PX: 120.0, domain.BITS: 0.1})
    assert found.lr is not None
    assert found.lr.log10 > 0


@pytest.mark.parametrize("facts", [{domain.FACE_PX: 60.0}, {domain.BITS: 0.9}])
def test_outside_it_is_inconclusive_with_the_reason_and_no_number(calibration, facts):
    found = assessed(calibration, [track(1)], {1: 40.0}, facts)
    assert (found.outcome, found.lr) == ("inconclusive", None)
    assert "where c ends" in found.reason
    assert all(d.lr is None and d.status == "not_calibrated" for d in found.detectors)
    assert found.detectors[0].series[0].logits[0] == 40.0
    assert all(t.lr is None for t in found.track_results)


@pytest.mark.parametrize("poor", [{"score": 0.5}, {"side": 30.0}])
def test_a_poor_track_does_not_decide_but_stays_visible(calibration, poor):
    tracks = [track(1), track(2, **poor)]
    found = assessed(calibration, tracks, {1: -1.0, 2: 9.0}, {})
    alone = assessed(calibration, tracks[:1], {1: -1.0}, {})
    assert found.lr == alone.lr
    assert found.track_results[1].lr is None
    assert found.track_results[1].reason == domain.silent(tracks[1])
    assert len(found.detectors[0].series) == 2


def test_poor_tracks_alone_give_no_number(calibration):
    found = assessed(calibration, [track(1, score=0.4)], {1: 9.0}, {})
    assert (found.outcome, found.lr) == ("inconclusive", None)


def test_limits_contain_the_population_they_come_from(calibration):
    people = [{domain.FACE_PX: 100.0, domain.BITS: 0.02, domain.QP: 20.0}, {domain.FACE_PX: 300.0, domain.QP: 41.0}]
    least, most = domain.limits(people)
    made = dataclasses.replace(calibration, domain_least=least, domain_most=most)
    assert [domain.outside(made, p) for p in people] == [None, None]
    assert domain.outside(made, {domain.FACE_PX: 5000.0}) is None
    assert "mean quantiser" in str(domain.outside(made, {domain.QP: 50.0}))


def test_what_cannot_be_measured_is_no_reason_to_stay_silent(calibration):
    assert domain.outside(calibration, domain.facts(None, 100, [])) is None
