"""deepcheckai's object: its names, nothing invented, a reason for every null."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from deepfake_studio import vocabulary as v
from deepfake_studio.report import system002

COMMON = {
    *("isDeepfake", "confidence", "processingTime", "anomalies", "mediaType", "timestamp", "modelUsed"),
}  # fmt: skip
VIDEO = {"frameAnalysis", "totalFrames", "analyzedFrames", "fps", "deepfakeFrameRatio", "facesDetected"}
LR = v.LikelihoodRatio(log10=1.0, low=0.5, high=1.3, calibration_id="c")


def media(kind):
    streams = (
        v.StreamInfo(index=0, kind="video", codec="h264", frame_rate=Fraction(25)),
        v.StreamInfo(index=1, kind="audio", codec="aac", sample_rate_hz=16000),
    )
    return v.MediaInfo(
        media_type=kind, container="c", container_long=None, brands=(), duration_seconds=2.0, bit_rate_bps=None,
        streams=streams, display_width_px=1, display_height_px=1, frames=50, gop=None, qp=None, encoder_strings=(),
        metadata={}, decode_failures=0, warnings=(),
    )  # fmt: skip


@pytest.fixture
def examined():
    pts = np.array([0.0, 0.4, 0.8])
    frames = tuple(
        v.FrameRef(pts_seconds=float(t), decode_index=10 * i, stream_index=0, pts=None, sha256="")
        for i, t in enumerate(pts)
    )
    track = v.FaceTrack(
        id=1, shot=0, frame_rows=np.array([0, 2]), pts_seconds=pts[[0, 2]], boxes=np.zeros((2, 4), np.float32),
        landmarks=np.zeros((2, 5, 2), np.float32), scores=np.ones(2, np.float32),
    )  # fmt: skip
    series = v.ScoreSeries(detector_id="d", track_id=1, pts_seconds=pts[[0, 2]], logits=np.array([-1.0, 2.0]))
    result = v.DetectorResult(
        detector_id="d", status="scored", reason=None, weights_sha256="ab" * 32, logit=0.5, lr=LR, series=(series,)
    )
    anomaly = v.Anomaly(
        kind="elevated_score", start_seconds=0.5, stop_seconds=0.9, track_id=1, strength=1.2, description="a span"
    )
    return v.Examination(
        exhibit=v.Exhibit(path="x", sha256="cd", size_bytes=1, modified_utc="", acquired_utc=""), media=media("video"),
        status="examined", reason=None, outcome="supports_manipulation", lr=LR, recipe=None, frames=frames,
        tracks=(track,), detectors=(result,), track_results=(),
        coverage=v.Coverage(frames_total=50, frames_sampled=3, frames_with_face=2, decode_failures=0),
        timeline=v.Timeline(pts_seconds=pts, log10_lr=np.array([-0.2, np.nan, 0.6])), anomalies=(anomaly,),
        seconds=v.Seconds(acquire=0, decode=0, faces=0, detectors=0, total=1.25),
        started_utc="2026-01-01T00:00:00Z", versions={}, limitations=("one",),
    )  # fmt: skip


def of(examination, **changes):
    return system002.result("x.mp4", replace(examination, **changes), status="examined", reason=None)


def test_field_names_are_kept_and_outcome_and_ratio_stand_beside_them(examined):
    found = of(examined)
    assert set(found) >= COMMON | VIDEO
    assert (found["isDeepfake"], found["outcome"], found["log10LR"]) == (True, "supports_manipulation", 1.0)
    assert found["confidence"] == pytest.approx(100 * 10 / 11)
    assert (found["totalFrames"], found["analyzedFrames"], found["fps"], found["facesDetected"]) == (50, 3, 25.0, 2)
    assert (found["processingTime"], found["timestamp"]) == (1.25, "2026-01-01T00:00:00Z")
    assert "d (abababababab)" in found["modelUsed"]


def test_inconclusive_is_neither_true_nor_false(examined):
    found = of(examined, outcome="inconclusive", reason="not calibrated", lr=None)
    assert (found["isDeepfake"], found["confidence"]) == (None, None)
    assert "not calibrated" in found["notMeasured"]["confidence"]


def test_against_manipulation_the_confidence_is_that_of_what_is_said(examined):
    found = of(examined, outcome="supports_no_manipulation", lr=replace(LR, log10=-1.0, low=-1.3, high=-0.5))
    assert found["isDeepfake"] is False
    assert found["confidence"] == pytest.approx(100 * 10 / 11)


def test_frames_carry_what_was_measured_on_them_and_no_judgement(examined):
    rows = of(examined)["frameAnalysis"]
    assert [r["frame"] for r in rows] == [0, 10, 20]
    assert [r["log10LR"] for r in rows] == [-0.2, None, 0.6]
    assert [r["logits"] for r in rows] == [{"d": -1.0}, {}, {"d": 2.0}]
    assert all(r["isDeepfake"] is None and r["confidence"] is None for r in rows)
    assert rows[1]["reasons"] == ["No face was found in this frame."]
    assert rows[2]["reasons"] == ["a span"]


def test_anomalies_keep_type_severity_description_and_frame(examined):
    (found,) = of(examined)["anomalies"]
    assert (found["type"], found["severity"], found["description"], found["frame"]) == (
        "elevated_score", "high", "a span", 20,
    )  # fmt: skip


def test_every_null_of_the_other_system_has_its_reason(examined):
    for kind in ("image", "audio", "video"):
        found = of(examined, media=media(kind))
        empty = {
            k for k, value in found.items() if value is None and k not in ("calibration", "outcomeReason", "reason")
        }
        empty |= {f"features.{k}" for k, value in found.get("features", {}).items() if value is None}
        assert empty - set(found["notMeasured"]) - {"variableFrameRate"} == set(), kind


def test_a_failure_is_an_error_and_not_a_low_score():
    found = system002.result("x", None, status="failed", reason="It is empty.")
    assert (found["error"], found["isDeepfake"], found["confidence"], found["anomalies"]) == (
        "It is empty.", None, None, [],
    )  # fmt: skip


def test_one_file_is_an_object_and_several_are_results(examined):
    one = of(examined)
    assert json.loads(system002.document([one], single=True))["isDeepfake"] is True
    assert len(json.loads(system002.document([one, one], single=False))["results"]) == 2
