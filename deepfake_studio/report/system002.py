"""The result object of deepcheckai, field by field, with outcome and likelihood ratio beside what it asks for.

Its own numbers were thresholds on edges and brightness, with a floor under every confidence. Here a field holds what
was measured or null, and ``notMeasured`` says why; ``isDeepfake`` is set only where the outcome supports either side.

Source: SEEDS.md 002 (result JSON of ``/api/analyze`` and ``/api/batch-analyze``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from deepfake_studio import __version__, wire
from deepfake_studio.questions import QUESTIONS
from deepfake_studio.vocabulary import Anomaly, DetectorResult, Examination, Floats, MediaInfo, StreamInfo

SCHEMA = "deepfake-studio/deepcheckai/1"
HIGH_STRENGTH_LOG10 = 1.0  # "moderate" on the verbal scale; below it an anomaly is medium
_UNIVERSAL = "this program has no such feature; the detectors under detectors are what was measured"
_NOT_SINGLE = "frames are not judged one by one: those of one face are not independent; see log10LR and logits"
_DECIDED = {"supports_manipulation": True, "supports_no_manipulation": False}


def result(path: str, examination: Examination | None, *, status: str, reason: str | None) -> dict[str, Any]:
    """The object for one item; ``examination`` is null where the file could not even be acquired."""
    examined = examination if status == "examined" else None
    missing: dict[str, str] = {}
    plain = {
        **_verdict(examined, reason or status, missing),
        "processingTime": examination.seconds.total if examination is not None else None,
        "anomalies": [_anomaly(a, examined) for a in examined.anomalies] if examined is not None else [],
        "mediaType": _media_type(examination),
        "timestamp": examination.started_utc if examination is not None else None,
        "modelUsed": _models(examined),
        **({"error": reason or status} if status != "examined" else {}),
        **_by_type(examination, examined, missing),
        **_beside(path, examination, examined, status, reason),
        "notMeasured": missing,
    }
    cleaned: dict[str, Any] = wire.to_plain(plain)
    return cleaned


def document(results: Sequence[dict[str, Any]], *, single: bool) -> bytes:
    """The bytes of the file: one object as ``/api/analyze`` answers, else ``{"results": [...]}`` as the batch does."""
    value = results[0] if single and len(results) == 1 else {"results": list(results)}
    return json.dumps(value, indent=1, allow_nan=False).encode("ascii") + b"\n"


def _verdict(examined: Examination | None, reason: str, missing: dict[str, str]) -> dict[str, Any]:
    """``isDeepfake`` and ``confidence``: in percent, the chance of what is decided at even prior odds."""
    decided = _DECIDED.get(examined.outcome or "") if examined is not None else None
    if decided is None:
        why = f"the outcome is inconclusive: {examined.reason or 'not calibrated'}" if examined is not None else reason
        missing["isDeepfake"] = missing["confidence"] = why
        return {"isDeepfake": None, "confidence": None}
    assert examined is not None
    if examined.lr is None:
        missing["confidence"] = "there is no likelihood ratio"
        return {"isDeepfake": decided, "confidence": None}
    return {"isDeepfake": decided, "confidence": 100.0 / (1.0 + 10.0 ** -abs(examined.lr.log10))}


def _media_type(examination: Examination | None) -> str | None:
    return examination.media.media_type if examination is not None and examination.media is not None else None


def _models(examined: Examination | None) -> str | None:
    if examined is None:
        return None
    used = [r for r in examined.detectors if r.status != "unavailable"]
    named = (f"{r.detector_id} ({(r.weights_sha256 or 'no hash')[:12]})" for r in used)
    return f"Deepfake Studio {__version__}: {', '.join(named) or 'no detector could be used'}"


def _anomaly(anomaly: Anomaly, examined: Examination | None) -> dict[str, Any]:
    return {
        "type": anomaly.kind,
        "severity": "high" if anomaly.strength >= HIGH_STRENGTH_LOG10 else "medium",
        "description": anomaly.description,
        "frame": _frame_at(examined, anomaly.start_seconds),
        "startSeconds": anomaly.start_seconds,
        "stopSeconds": anomaly.stop_seconds,
        "track": anomaly.track_id,
        "meanLog10LR": anomaly.strength,
    }


def _frame_at(examined: Examination | None, seconds: float) -> int | None:
    frames = examined.frames if examined is not None else ()
    return next((f.decode_index for f in frames if f.pts_seconds >= seconds), None)


# ---- what each kind of media adds ---------------------------------------------------------------------------------


def _by_type(examination: Examination | None, examined: Examination | None, missing: dict[str, str]) -> dict[str, Any]:
    media = examination.media if examination is not None else None
    if media is None:
        return {}
    if media.media_type == "image":
        return _features(missing, ("edge_density", "texture_variance", "suspicious_score"))
    if media.media_type == "audio":
        missing |= dict.fromkeys(("inconsistencyCount", "artifactCount"), _UNIVERSAL)
        sound = _stream(media, "audio")
        return {
            "duration": media.duration_seconds,
            "sampleRate": sound.sample_rate_hz if sound is not None else None,
            "inconsistencyCount": None,
            "artifactCount": None,
            **_features(missing, ("zcr_consistency", "rms_consistency", "suspicious_score")),
        }
    return _video(media, examined, missing)


def _features(missing: dict[str, str], names: Sequence[str]) -> dict[str, Any]:
    missing |= {f"features.{name}": _UNIVERSAL for name in names}
    return {"features": dict.fromkeys(names)}


def _stream(media: MediaInfo, kind: str) -> StreamInfo | None:
    return next((s for s in media.streams if s.kind == kind), None)


def _video(media: MediaInfo, examined: Examination | None, missing: dict[str, str]) -> dict[str, Any]:
    stream = _stream(media, "video")
    missing |= {"frameAnalysis[].confidence": _NOT_SINGLE, "frameAnalysis[].isDeepfake": _NOT_SINGLE}
    missing["deepfakeFrameRatio"] = _NOT_SINGLE
    coverage = examined.coverage if examined is not None else None
    frames = _frames(examined) if examined is not None else []
    strong = [f["log10LR"] for f in frames if f["log10LR"] is not None]
    return {
        "frameAnalysis": frames,
        "totalFrames": coverage.frames_total if coverage is not None else media.frames,
        "analyzedFrames": coverage.frames_sampled if coverage is not None else None,
        "fps": float(stream.frame_rate) if stream is not None and stream.frame_rate else None,
        "variableFrameRate": stream.variable_frame_rate if stream is not None else None,
        "deepfakeFrameRatio": None,
        "framesAboveZeroLog10LR": sum(v > 0 for v in strong) if strong else None,
        "facesDetected": sum(len(t.frame_rows) for t in examined.tracks) if examined is not None else None,
        "faceTracks": len(examined.tracks) if examined is not None else None,
    }


def _frames(examined: Examination) -> list[dict[str, Any]]:
    """A row per sampled frame with what was measured on it: the fused per-frame ratio and the highest raw logits."""
    fused = _by_moment(*_timeline(examined))
    logits = {r.detector_id: _logits(r) for r in examined.detectors}
    rows = []
    for frame in examined.frames:
        moment = frame.pts_seconds
        measured = {name: of[moment] for name, of in logits.items() if moment in of}
        rows.append(
            {
                "frame": frame.decode_index,
                "confidence": None,
                "isDeepfake": None,
                "reasons": _reasons(examined, moment),
                "seconds": moment,
                "log10LR": fused.get(moment),
                "logits": measured,
            }
        )
    return rows


def _timeline(examined: Examination) -> tuple[Sequence[float] | Floats, Sequence[float] | Floats]:
    lane = examined.timeline
    return (lane.pts_seconds, lane.log10_lr) if lane is not None else ((), ())


def _by_moment(moments: Sequence[float] | Floats, values: Sequence[float] | Floats) -> dict[float, float]:
    return {float(t): float(v) for t, v in zip(moments, values, strict=True) if math.isfinite(v)}


def _logits(found: DetectorResult) -> dict[float, float]:
    """By moment the highest logit over the faces."""
    out: dict[float, float] = {}
    for series in found.series:
        for moment, value in _by_moment(series.pts_seconds, series.logits).items():
            out[moment] = max(value, out.get(moment, -math.inf))
    return out


def _reasons(examined: Examination, moment: float) -> list[str]:
    """Descriptions of the spans that hold the frame; a frame without a face says so."""
    held = [a.description for a in examined.anomalies if a.start_seconds <= moment <= a.stop_seconds]
    seen = any(moment in t.pts_seconds for t in examined.tracks)
    return held if seen else [*held, "No face was found in this frame."]


# ---- what the other system has no field for -----------------------------------------------------------------------


def _beside(
    path: str, examination: Examination | None, examined: Examination | None, status: str, reason: str | None
) -> dict[str, Any]:
    words = QUESTIONS["manipulated_face"]
    lr = examined.lr if examined is not None else None
    return {
        "schema": SCHEMA,
        "media_url": path,
        "sha256": examination.exhibit.sha256 if examination is not None else None,
        "status": status,
        "outcome": examined.outcome if examined is not None else None,
        "outcomeReason": examined.reason if examined is not None else reason,
        "log10LR": lr.log10 if lr else None,
        "log10LRInterval": [lr.low, lr.high] if lr else None,
        "calibration": lr.calibration_id if lr else None,
        "hypotheses": {"H1": words.h1, "H2": words.h2},
        "confidenceMeans": "chance in percent of what isDeepfake says, at even prior odds, by the likelihood ratio",
        "detectors": [_detector(r) for r in examined.detectors] if examined is not None else [],
        "limitations": examined.limitations if examined is not None else [],
    }


def _detector(found: DetectorResult) -> dict[str, Any]:
    return {
        "id": found.detector_id,
        "status": found.status,
        "reason": found.reason,
        "logit": found.logit,
        "log10LR": found.lr.log10 if found.lr else None,
        "weightsSha256": found.weights_sha256,
    }
