"""A made-up examination for widgets: two tracks, two calibrated detectors, one without calibration, one missing."""

import numpy as np

from deepfake_studio.vocabulary import (
    Anomaly,
    Bookmark,
    Coverage,
    DetectorResult,
    Examination,
    Exhibit,
    FaceTrack,
    Finding,
    FrameRef,
    LikelihoodRatio,
    ScoreSeries,
    Seconds,
    Timeline,
    TrackResult,
)

DURATION_SECONDS = 60.0
FPS = 25
SIZE = (640, 360)


def examination(*, samples=240, duration=DURATION_SECONDS, calibrated=True):
    """Samples evenly over ``duration``; track 1 is there at first, track 2 comes later and goes away once."""
    rng = np.random.default_rng(7)
    pts = np.linspace(0, duration, samples, endpoint=False)
    frames = tuple(
        FrameRef(pts_seconds=float(t), decode_index=round(t * FPS), stream_index=0, pts=None, sha256="0" * 64)
        for t in (pts if samples <= 10_000 else pts[:0])
    )
    share = pts / duration
    spans = {1: np.flatnonzero(share < 0.62), 2: np.flatnonzero((share > 0.45) & ~((share > 0.7) & (share < 0.78)))}
    tracks = tuple(_track(track_id, rows, pts) for track_id, rows in spans.items())
    bump = 1.5 * np.exp(-(((share - 0.3) / 0.07) ** 2)) - 0.9 * (share > 0.55)
    logits = {
        name: bump * gain + rng.normal(0, 0.22, samples) for name, gain in (("blend.lite0", 1.0), ("residual.two", 0.7))
    }
    logits["imported.net"] = 2 * bump + rng.normal(0.5, 0.8, samples)
    detectors = tuple(_detector(name, values, pts, spans, calibrated) for name, values in logits.items())
    missing = DetectorResult(
        detector_id="lips.sync",
        status="unavailable",
        reason="the weights file does not match its SHA-256",
        weights_sha256=None,
    )
    seen = np.isin(np.arange(samples), np.concatenate(list(spans.values())))
    fused = np.where(seen, logits["blend.lite0"] * 0.8 + 0.1, np.nan)
    own = {name: (pts, np.where(seen, logits[name], np.nan)) for name in ("blend.lite0", "residual.two")}
    lr = LikelihoodRatio(log10=0.74, low=0.52, high=0.91, calibration_id="fused.1")
    return Examination(
        exhibit=Exhibit(path="/x.mp4", sha256="a" * 64, size_bytes=1, modified_utc="", acquired_utc=""),
        media=None,
        status="examined",
        reason=None,
        outcome="supports_manipulation" if calibrated else "inconclusive",
        lr=lr if calibrated else None,
        recipe=None,
        frames=frames,
        tracks=tracks,
        detectors=(*detectors, missing),
        track_results=(
            TrackResult(track_id=1, lr=lr, reason=None),
            TrackResult(track_id=2, lr=None, reason="too short"),
        ),
        coverage=Coverage(frames_total=1500, frames_sampled=samples, frames_with_face=200, decode_failures=0),
        timeline=Timeline(pts_seconds=pts, log10_lr=fused, per_detector=own) if calibrated else None,
        anomalies=_anomalies(duration) if calibrated else (),
        seconds=Seconds(acquire=0, decode=0, faces=0, detectors=0, total=0),
        started_utc="2026-01-01T00:00:00Z",
        versions={},
    )


def _track(track_id, rows, pts):
    x = 120.0 + 240 * (track_id - 1) + 20 * np.sin(pts[rows])
    boxes = np.stack((x, np.full(len(rows), 90.0), np.full(len(rows), 110.0), np.full(len(rows), 140.0)), 1)
    return FaceTrack(
        id=track_id,
        shot=0,
        frame_rows=rows,
        pts_seconds=pts[rows],
        boxes=boxes.astype(np.float32),
        landmarks=np.zeros((len(rows), 5, 2), np.float32),
        scores=np.ones(len(rows), np.float32),
    )


def _detector(name, values, pts, spans, calibrated):
    series = tuple(
        ScoreSeries(detector_id=name, track_id=track_id, pts_seconds=pts[rows], logits=values[rows])
        for track_id, rows in spans.items()
    )
    lr = LikelihoodRatio(log10=0.4, low=0.1, high=0.8, calibration_id=name) if calibrated and "." in name else None
    known = calibrated and not name.startswith("imported")
    return DetectorResult(
        detector_id=name,
        status="scored" if known else "not_calibrated",
        reason=None if known else "no calibration",
        weights_sha256="b" * 64,
        logit=1.0,
        lr=lr if known else None,
        series=series,
    )


def _anomalies(duration):
    spans = ((1, 0.22, 0.38, 1.02), (2, 0.47, 0.5, 0.55), (1, 0.49, 0.52, 0.58))
    return tuple(
        Anomaly(
            kind="elevated_score",
            start_seconds=a * duration,
            stop_seconds=b * duration,
            track_id=track,
            strength=strength,
            description=f"Per-frame score of track {track} stays above 0.25 (mean {strength}); a place to look.",
        )
        for track, a, b, strength in spans
    )


def findings(duration=DURATION_SECONDS):
    """An accepted finding with a span and a rejected one."""
    common = {
        "exhibit_id": 1,
        "basis": "",
        "limitations": "",
        "track_id": 1,
        "anomaly_id": None,
        "examiner": "AB",
        "created_utc": "",
    }
    return (
        Finding(
            id=3,
            statement="Mouth region of track 1 differs in sharpness",
            start_seconds=0.24 * duration,
            stop_seconds=0.36 * duration,
            status="accepted",
            **common,
        ),
        Finding(id=4, statement="Nothing", start_seconds=1.0, stop_seconds=2.0, status="rejected", **common),
    )


def bookmarks(duration=DURATION_SECONDS):
    """One marked moment."""
    return (
        Bookmark(id=1, exhibit_id=1, pts_seconds=0.81 * duration, note="Head turns", examiner="AB", created_utc=""),
    )


def picture(index=0):
    """A smooth test picture as RGB bytes."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    red = (x + 3 * index) % 256
    return np.stack((red, (y * 255 // SIZE[1]), np.full_like(x, 90)), 2).astype(np.uint8).tobytes()
