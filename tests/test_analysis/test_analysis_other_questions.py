"""Other questions never enter what is said of manipulated faces, whatever they score and whatever else exists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from deepfake_studio import wire
from deepfake_studio.analysis import fuse
from deepfake_studio.analysis.assess import Assessment, assess
from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.vocabulary import DetectorResult, FaceTrack, ScoreSeries

Make = Callable[..., DetectorResult]
Track = Callable[..., FaceTrack]


def whole(logits: list[float], name: str = "tiles.x") -> DetectorResult:
    series = ScoreSeries(
        detector_id=name, track_id=None, pts_seconds=np.arange(len(logits)) / 4, logits=np.array(logits, float)
    )
    return DetectorResult(
        detector_id=name, status="scored", reason=None, weights_sha256="w", series=(series,),
        question="wholly_generated",
    )  # fmt: skip


def plain(found: Assessment) -> dict[str, object]:
    """All of an assessment that speaks of faces; the sentence that names the other question is no part of it."""
    fields = wire.to_plain(found)
    fields["limitations"] = [text for text in fields["limitations"] if "another question" not in text]
    return {name: value for name, value in fields.items() if name != "other_questions"}


def run(results: list[DetectorResult], tracks: list[FaceTrack], **more: object) -> Assessment:
    return assess(results, tracks=tracks, **{"calibrations": {}, "fused": None, "coverage": None, **more})  # type: ignore[arg-type]


def test_a_screaming_other_question_changes_nothing_about_faces(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    face = [result("a", {1: [1.5] * 8}), result("b", {1: [1.0] * 8})]
    alone = run(face, [track(1)], fused=fused, calibrations=singles)
    for loud in (50.0, -50.0):
        both = run([whole([loud] * 8), *face], [track(1)], fused=fused, calibrations=singles)
        assert plain(both) == plain(alone)
        (other,) = both.other_questions
        assert (other.logit, other.lr, other.status, other.reason) == (loud, None, "not_calibrated", "not validated")
    assert alone.lr is not None
    assert alone.other_questions == ()


def test_not_even_under_the_name_of_a_calibrated_detector(
    result: Make, track: Track, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    """A calibration for the very id, and even a series that claims a track, give no ratio for another question."""
    impostor = dataclasses.replace(result("a", {1: [9.0] * 8}), question="wholly_generated")
    assert fuse.members([impostor], fused) == []
    assert fuse.track_logits([impostor]) == {}
    assert "another question" in str(fuse.why_not_calibrated(impostor, singles["a"]))
    assert fuse.detector_result(impostor, singles["a"]).lr is None
    got = run([impostor], [track(1)], fused=fused, calibrations=singles)
    assert (got.lr, got.detectors, got.other_questions[0].lr) == (None, (), None)
    assert (got.outcome, got.reason) == ("inconclusive", fuse.NOT_ASKED)
    assert [t.lr for t in got.track_results] == [None]
    assert np.isnan(got.timeline.log10_lr).all()


def test_without_a_face_the_other_question_is_answered_and_that_of_faces_is_not(
    result: Make, fused: Calibration, singles: dict[str, Calibration]
) -> None:
    got = run([result("a", {}), whole([1.0, 3.0])], [], fused=fused, calibrations=singles)
    assert (got.outcome, got.reason, got.lr) == ("inconclusive", fuse.NO_TRACKS, None)
    assert got.other_questions[0].logit == 2.0
    said = [text for text in got.limitations if "tiles.x" in text]
    assert len(said) == 1
    assert "another question (wholly generated footage)" in said[0]
    assert "not validated" in said[0]


def test_an_unavailable_one_keeps_its_reason() -> None:
    gone = DetectorResult(
        detector_id="t", status="unavailable", reason="no weights", weights_sha256=None, question="wholly_generated"
    )
    (other,) = run([gone], []).other_questions
    assert (other.status, other.reason, other.logit) == ("unavailable", "no weights", None)


def test_results_travel_and_older_ones_are_about_faces() -> None:
    there = wire.to_plain(whole([1.0, 2.0]))
    back = wire.from_plain(DetectorResult, there)
    assert (back.question, back.series[0].track_id) == ("wholly_generated", None)
    del there["question"]
    assert wire.from_plain(DetectorResult, there).question == "manipulated_face"
