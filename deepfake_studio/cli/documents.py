"""The JSON and CSV of `examine`: one object per item, absent values null, a failure never a low score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deepfake_studio import __version__
from deepfake_studio.analysis import presets as preset
from deepfake_studio.casework.items import ItemResult
from deepfake_studio.questions import QUESTIONS, standing
from deepfake_studio.vocabulary import DetectorResult, Examination, TrackResult
from deepfake_studio.wire import from_plain, to_plain

SCHEMA = "deepfake-studio/examination/1"
CSV_HEADER = (
    *("path", "sha256", "bytes", "media_type", "status", "reason", "outcome"),
    *("log10_lr", "log10_lr_low", "log10_lr_high", "frames_total", "frames_sampled", "frames_with_face"),
    *("tracks", "anomalies", "duplicate_of", "seconds_total"),
)


def item_object(result: ItemResult, *, presets: Sequence[str] = ()) -> dict[str, Any]:
    """One element of ``items``; ``presets`` names thresholds of other tools to stand beside the outcome."""
    exhibit, examination = result.exhibit, result.examination
    lr = examination.lr if examination else None
    plain: dict[str, Any] = {
        "path": result.shown,
        "sha256": exhibit.sha256 if exhibit else None,
        "bytes": exhibit.size_bytes if exhibit else None,
        "media_type": examination.media.media_type if examination and examination.media else None,
        "status": result.status,
        "reason": result.reason,
        "outcome": examination.outcome if examination and result.status == "examined" else None,
        "log10_lr": lr.log10 if lr else None,
        "log10_lr_interval": [lr.low, lr.high] if lr else None,
        "calibration": lr.calibration_id if lr else None,
        "duplicate_of": result.duplicate_of,
        "resumed": result.resumed,
        **_measured(examination),
        **({"presets": _presets(examination, presets)} if presets else {}),
    }
    cleaned: dict[str, Any] = to_plain(plain)
    return cleaned


def _presets(examination: Examination | None, names: Sequence[str]) -> list[preset.Reading]:
    results = examination.detectors if examination is not None else ()
    still = bool(examination and examination.media and examination.media.media_type == "image")
    return [preset.read(results, preset.find(name), still=still) for name in names]


def preset_sentences(item: Mapping[str, Any]) -> list[str]:
    """A line per preset, under that of the outcome."""
    return [f"  {preset.sentence(from_plain(preset.Reading, reading))}" for reading in item.get("presets", ())]


def _measured(examination: Examination | None) -> dict[str, Any]:
    if examination is None:
        return {
            "detectors": [],
            "other_questions": [],
            "tracks": [],
            "coverage": None,
            "anomalies": [],
            "timeline": None,
            "seconds": None,
            "recipe": None,
            "limitations": [],
        }
    coverage, timeline = examination.coverage, examination.timeline
    return {
        "detectors": _detectors(examination),
        "other_questions": [_other(result) for result in examination.other_questions],
        "tracks": _tracks(examination),
        "coverage": coverage,
        "anomalies": _anomalies(examination),
        "timeline": {"pts_seconds": timeline.pts_seconds, "log10_lr": timeline.log10_lr} if timeline else None,
        "seconds": examination.seconds,
        "recipe": examination.recipe,
        "limitations": examination.limitations,
    }


def _detectors(examination: Examination) -> list[dict[str, Any]]:
    return [
        {
            "id": result.detector_id,
            "status": result.status,
            "reason": result.reason,
            "logit": result.logit,
            "log10_lr": result.lr.log10 if result.lr else None,
            "weights_sha256": result.weights_sha256,
            "aggregator": result.aggregator.text,
            "method": result.method,
            "boxes": result.boxes,
        }
        for result in examination.detectors
    ]


def _other(result: DetectorResult) -> dict[str, Any]:
    """A result under its own hypotheses: a raw score, and a ratio only where that very question was calibrated."""
    words = QUESTIONS[result.question]
    return {
        "question": result.question,
        "h1": words.h1,
        "h2": words.h2,
        "validated": words.validated,
        "id": result.detector_id,
        "status": result.status,
        "reason": result.reason,
        "raw_score": result.logit,
        "log10_lr": result.lr.log10 if result.lr else None,
        "log10_lr_interval": [result.lr.low, result.lr.high] if result.lr else None,
        "series": [
            {"pts_seconds": series.pts_seconds, "logits": series.logits}
            for series in result.series
            if result.question == "synthetic_speech"
        ],
        "frames": sum(len(series.logits) for series in result.series),
        "weights_sha256": result.weights_sha256,
    }


def _tracks(examination: Examination) -> list[dict[str, Any]]:
    fused: Mapping[int, TrackResult] = {result.track_id: result for result in examination.track_results}
    rows = []
    for track in examination.tracks:
        found = fused.get(track.id)
        rows.append(
            {
                "id": track.id,
                "start_seconds": track.start_seconds,
                "stop_seconds": track.stop_seconds,
                "frames": len(track.frame_rows),
                "log10_lr": found.lr.log10 if found and found.lr else None,
            }
        )
    return rows


def _anomalies(examination: Examination) -> list[dict[str, Any]]:
    return [
        {
            "kind": anomaly.kind,
            "start_seconds": anomaly.start_seconds,
            "stop_seconds": anomaly.stop_seconds,
            "track": anomaly.track_id,
            "strength": anomaly.strength,
            "description": anomaly.description,
        }
        for anomaly in examination.anomalies
    ]


def document(
    items: Sequence[Mapping[str, Any]], *, run: Mapping[str, Any], versions: Mapping[str, str]
) -> dict[str, Any]:
    """The whole object that ``--json`` writes; ``run`` says how (plan, device, counts)."""
    tool = {"name": "Deepfake Studio", "version": __version__, "libraries": dict(versions)}
    return {"schema": SCHEMA, "tool": tool, "run": dict(run), "items": list(items)}


def csv_row(item: Mapping[str, Any]) -> list[object]:
    """The row of one item object; columns as in `CSV_HEADER`."""
    low, high = item["log10_lr_interval"] or (None, None)
    coverage = item["coverage"] or {}
    return [
        *(item[key] for key in ("path", "sha256", "bytes", "media_type", "status", "reason", "outcome", "log10_lr")),
        low,
        high,
        *(coverage.get(key) for key in ("frames_total", "frames_sampled", "frames_with_face")),
        len(item["tracks"]),
        len(item["anomalies"]),
        item["duplicate_of"],
        item["seconds"]["total"] if item["seconds"] else None,
    ]


def sentence(item: Mapping[str, Any]) -> str:
    """One line for people: what became of the item, with the strength and its interval where there is one."""
    front = f"{item['path']}: "
    if item["status"] != "examined":
        return f"{front}{item['status'].replace('_', ' ')}: {item['reason']}"
    outcome = str(item["outcome"]).replace("_", " ")
    if item["log10_lr"] is None:
        return f"{front}{outcome} ({item['reason'] or 'no calibrated strength'})"
    low, high = item["log10_lr_interval"]
    return f"{front}{outcome}, log10 LR {item['log10_lr']:+.2f} [{low:+.2f}, {high:+.2f}]"


def other_sentences(item: Mapping[str, Any]) -> list[str]:
    """A heading and a line per detector that was asked something else than whether a face was manipulated."""
    out, asked = [], ""
    for result in item["other_questions"]:
        if result["question"] != asked:
            asked = result["question"]
            title = QUESTIONS[result["question"]].title
            calibrated = result["log10_lr"] is not None
            state = standing(result["question"], calibrated=calibrated)
            ratio = "" if calibrated else "; no likelihood ratio"
            out.append(f"  {title} ({state}{ratio}, not part of the outcome):")
        if result["raw_score"] is None:
            out.append(f"    {result['id']}: no score ({result['reason'] or 'reason not stated'})")
        else:
            unit = "windows" if result["question"] == "synthetic_speech" else "frames"
            ratio = f", log10 LR {result['log10_lr']:+.2f}" if result["log10_lr"] is not None else ""
            out.append(
                f"    {result['id']}: raw score {result['raw_score']:+.2f} over {result['frames']} {unit}{ratio}"
            )
    return out
