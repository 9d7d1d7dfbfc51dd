"""The examination process with an invented `examine`: what a file's name says decides what happens."""

import os
import signal
import time
from pathlib import Path

import numpy as np

from deepfake_studio import errors
from deepfake_studio import vocabulary as v
from deepfake_studio.wire import from_plain
from deepfake_studio.worker import Answer, main
from deepfake_studio.worker.ops import OPS

WEIGHTS = "ab" * 32
LR = v.LikelihoodRatio(log10=0.7, low=0.2, high=1.1, calibration_id="invented")


def _recipe(plan):
    return v.Recipe(
        plan=plan, dtype="float32", device="cpu", batch_size=4, threads=1, sampling="invented", face_detector="none",
        face_detector_sha256="00", tracker="none", digest=f"digest-{plan}",
    )  # fmt: skip


def examine(params, *, job):
    exhibit = from_plain(v.Exhibit, params["exhibit"])
    name = Path(exhibit.path).name
    if params["device"] == "cuda:9":
        raise errors.UsageError("There is no device cuda:9 here; choose cpu.")
    if log := os.environ.get("FAKE_LOG"):
        with open(log, "a") as file:
            file.write(ascii(name) + "\n")
    for step in range(3):
        job.progress(step, 3, "faces")
        time.sleep(float(os.environ.get("FAKE_SECONDS", "0")) / 3)
    if "crash" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "hang" in name:
        time.sleep(60)
    if "broken" in name:
        raise errors.MediaError(f"{exhibit.path} holds no picture that can be decoded; get another copy.")
    if "bug" in name:
        raise KeyError("oops")
    if "landscape" in name:
        raise errors.NotApplicable("No face was found in any sampled frame.")
    return Answer(_examination(exhibit, params["plan"]))


def probe(params, *, job):
    raise errors.MediaError("not probed here")


def _examination(exhibit, plan):
    count = int(os.environ.get("FAKE_FRAMES", "3"))
    pts = 0.25 * np.arange(count)
    logits = np.array([0.1, 0.2] + [int(exhibit.sha256[:6], 16) / 1e6] * (count - 2))
    frames = tuple(
        v.FrameRef(pts_seconds=float(t), decode_index=i, stream_index=0, pts=None, sha256="00")
        for i, t in enumerate(pts)
    )
    track = v.FaceTrack(
        id=1, shot=0, frame_rows=np.arange(count), pts_seconds=pts, boxes=np.full((count, 4), 100, np.float32),
        landmarks=np.zeros((count, 5, 2), np.float32), scores=np.ones(count, np.float32),
    )  # fmt: skip
    detector = v.DetectorResult(
        detector_id="invented.one", status="scored", reason=None, weights_sha256=WEIGHTS, logit=float(logits[2]), lr=LR,
        series=(v.ScoreSeries(detector_id="invented.one", track_id=1, pts_seconds=pts, logits=logits),),
    )  # fmt: skip
    return v.Examination(
        exhibit=exhibit, media=None, status="examined", reason=None, outcome="supports_manipulation", lr=LR,
        recipe=_recipe(plan), frames=frames, tracks=(track,), detectors=(detector,),
        track_results=(v.TrackResult(track_id=1, lr=LR, reason=None),),
        coverage=v.Coverage(frames_total=count, frames_sampled=count, frames_with_face=count, decode_failures=0),
        timeline=v.Timeline(pts_seconds=pts, log10_lr=np.array([0.1, np.nan, *[0.3] * (count - 2)])),
        anomalies=(
            v.Anomaly(kind="face", start_seconds=0.0, stop_seconds=0.5, track_id=1, strength=0.4, description=""),
        ),
        seconds=v.Seconds(acquire=0.0, decode=0.1, faces=0.1, detectors=0.1, total=0.3),
        started_utc="2026-01-01T00:00:00Z", versions={"deepfake-studio": "0"},
    )  # fmt: skip


def method(params, *, job):
    return Answer({"recipe": _recipe(params["plan"]), "weights": {"invented.one": WEIGHTS}})


def sn_copy(params, *, job):
    if params["recipe"]["crf"] == 43:
        os.kill(os.getpid(), signal.SIGSEGV)  # a decoder that crashes on one copy
    Path(params["out"]).write_text(params["recipe"]["name"])
    return Answer({"crf": params["recipe"]["crf"]})


def annotate(params, *, job):
    if "FAKE_ANNOTATE" not in os.environ:
        return OPS["annotate"](params, job=job)
    Path(params["out"]).write_text(repr(params.get("names")))
    return Answer({"suffix": ".mp4", "sha256": "5" * 64, "notes": []})


def versions(params, *, job):
    return Answer({"torch": "0"})


if __name__ == "__main__":
    main(
        {
            **OPS,
            "examine": examine,
            "method": method,
            "versions": versions,
            "probe": probe,
            "sn_copy": sn_copy,
            "annotate": annotate,
        }
    )
