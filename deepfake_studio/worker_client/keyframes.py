"""Key frames for a report: which moments deserve a picture, and the pictures from the examination process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job
from deepfake_studio.vocabulary import Examination, ExaminationRecord, FaceTrack, FrameRef, KeyFrame
from deepfake_studio.wire import from_plain
from deepfake_studio.worker_client.client import WorkerClient

MAX_PER_EXAMINATION = 6
_NEAR_SECONDS = 1.0
_DECISIONS = ("exclude", "include")


def wanted(
    examination: Examination, *, hide_others: bool = False, excluded: frozenset[int] = frozenset()
) -> list[dict[str, Any]]:
    """The strongest moment of each track, strongest tracks first; the longest ones where nothing is calibrated.

    With ``hide_others`` every face but that of the track is to be made unrecognisable, and tracks that an examiner
    ``excluded`` get no picture.
    """
    strength = {result.track_id: result.lr.log10 for result in examination.track_results if result.lr is not None}
    order = sorted(examination.tracks, key=lambda track: (-strength.get(track.id, -99.0), -len(track.frame_rows)))
    if not hide_others:
        return [_moment(examination, track) for track in order[:MAX_PER_EXAMINATION]]
    kept = [track for track in order if track.id not in excluded][:MAX_PER_EXAMINATION]
    return [_with_hidden(examination, track) for track in kept]


def _with_hidden(examination: Examination, track: FaceTrack) -> dict[str, Any]:
    """The moment of a track with the boxes of everyone else near it in time; a face may be missed for a moment."""
    moment = _moment(examination, track)
    seconds = float(track.pts_seconds[_strongest_row(examination, track)])
    boxes = []
    for other in examination.tracks:
        if other.id == track.id or not len(other.pts_seconds):
            continue
        nearest = int(np.argmin(np.abs(other.pts_seconds - seconds)))
        if abs(float(other.pts_seconds[nearest]) - seconds) <= _NEAR_SECONDS:
            boxes.append([float(value) for value in other.boxes[nearest]])
    return {**moment, "hide": boxes}


def _excluded(record: ExaminationRecord) -> frozenset[int]:
    """Tracks whose newest decision is an exclusion."""
    newest = {e.track_id: e.kind for e in sorted(record.track_edits, key=lambda e: e.id) if e.kind in _DECISIONS}
    return frozenset(track for track, kind in newest.items() if kind == "exclude")


def _moment(examination: Examination, track: FaceTrack) -> dict[str, Any]:
    row = _strongest_row(examination, track)
    frame = examination.frames[int(track.frame_rows[row])]
    caption = f"Face track {track.id} at {frame.pts_seconds:.3f} s, frame {frame.decode_index}"
    box = [float(value) for value in track.boxes[row]]
    return {"index": frame.decode_index, "boxes": [box], "caption": caption, "sha256": frame.sha256}


def _strongest_row(examination: Examination, track: FaceTrack) -> int:
    """The row with the highest mean logit over detectors; the middle one where no detector scored."""
    series = [s for result in examination.detectors for s in result.series if s.track_id == track.id]
    scores = [s.logits for s in series if len(s.logits) == len(track.frame_rows)]
    if not scores:
        return len(track.frame_rows) // 2
    return int(np.argmax(np.mean([np.nan_to_num(row, nan=-99.0) for row in scores], axis=0)))


def fetch(
    client: WorkerClient,
    records: Iterable[ExaminationRecord],
    *,
    limits: dict[str, Any],
    job: Job,
    explain: Sequence[str] = (),
    hide_others: bool = False,
) -> tuple[KeyFrame, ...]:
    """Pictures for ``records``; an exhibit that can no longer be read or no longer agrees gives none.

    ``explain`` names detectors of which a heat map, with its sanity check, follows every key frame they can explain.
    ``hide_others`` is for copies that leave the house, see `wanted`.
    """
    found: list[KeyFrame] = []
    for record in records:
        if not (moments := wanted(record.examination, hide_others=hide_others, excluded=_excluded(record))):
            continue
        try:
            found += _of_one(client, record, moments, limits, job, explain)
        except StudioError:
            continue  # the report says by itself that the evidence could not be verified
    return tuple(found)


def _of_one(
    client: WorkerClient,
    record: ExaminationRecord,
    moments: list[dict[str, Any]],
    limits: dict[str, Any],
    job: Job,
    explain: Sequence[str],
) -> list[KeyFrame]:
    params = {"path": record.examination.exhibit.path, "wanted": moments, "limits": limits}
    reply = client.call("keyframes", params, job=job)
    pictures, at = [], 0
    for moment, entry in zip(moments, reply.value, strict=True):
        frame, size = from_plain(FrameRef, entry["frame"]), entry["bytes"]
        image, at = reply.blob[at : at + size], at + size
        if frame.sha256 == moment["sha256"]:  # never show another picture than the one that was scored
            pictures.append(_picture(record, frame, entry["caption"], image))
            for detector in explain:
                pictures += _explained(client, record, moment, detector, limits, job)
    return pictures


def _explained(
    client: WorkerClient,
    record: ExaminationRecord,
    moment: dict[str, Any],
    detector: str,
    limits: dict[str, Any],
    job: Job,
) -> list[KeyFrame]:
    """The heat map of one detector at one moment; none where it cannot be had or the frame is another one."""
    path, box = record.examination.exhibit.path, moment["boxes"][0]
    params = {"path": path, "index": moment["index"], "box": box, "detector": detector, "limits": limits}
    reply = client.call("explain", params, job=job)
    if reply.value["status"] != "explained" or reply.value["frame"]["sha256"] != moment["sha256"]:
        return []
    facts = reply.value
    what = f"{facts['method']} of {detector}, layer {facts['layer']}, logit {facts['logit']:+.2f}"
    caption = f"{moment['caption']}: {what}. {facts['sanity']['words']} {facts['sentence']}"
    return [_picture(record, from_plain(FrameRef, facts["frame"]), caption, reply.blob)]


def _picture(record: ExaminationRecord, frame: FrameRef, caption: str, image: bytes) -> KeyFrame:
    return KeyFrame(
        exhibit_id=record.exhibit_id, frame=frame, caption=caption, image_media_type="image/png", image=image
    )
