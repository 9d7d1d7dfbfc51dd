"""Face tracks with the names examiners gave them, their strength, and every decision made about them."""

from __future__ import annotations

from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Heading, Section, Table, Text
from deepfake_studio.report.words import recorded, say
from deepfake_studio.vocabulary import CaseSnapshot, ExaminationRecord, FaceTrack, TrackEdit


def build(snapshot: CaseSnapshot) -> Section:
    """Face tracks."""
    blocks: list[Block] = [
        Text(
            say(
                "A face track is one face followed through one shot. One person seen in several shots is "
                "several tracks until an examiner merges them."
            )
        )
    ]
    pairs = [(e, r) for e, r in facts.reported(snapshot) if r.examination.tracks or r.track_edits]
    if not pairs:
        blocks.append(Text(say("No face track was found in any examination.")))
    for exhibit, record in pairs:
        blocks.append(Heading(facts.examination_name(exhibit, record)))
        blocks.append(_table(record) if record.examination.tracks else Text(say("No face track was found.")))
        if record.track_edits:
            blocks.append(_edits(record))
    data = [{"examination_id": r.id, "exhibit_number": e.number, **_data(r)} for e, r in pairs]
    return Section(id="tracks", title=say("Face tracks"), blocks=tuple(blocks), data=data)


def _table(record: ExaminationRecord) -> Table:
    columns = (
        Column(say("Track")),
        Column(say("Name")),
        Column(say("Shot"), "number"),
        Column(say("Span")),
        Column(say("Frames"), "number"),
        Column(say("Median face size"), "number"),
        Column(say("log10 LR [95 % interval]"), "number"),
        Column(say("Remark")),
    )
    rows = tuple(_row(record, track) for track in sorted(record.examination.tracks, key=lambda t: t.id))
    return Table(say("Tracks"), columns, rows)


def _row(record: ExaminationRecord, track: FaceTrack) -> tuple[str, ...]:
    lr, reason = _strength(record, track.id)
    excluded = facts.excluded(record).get(track.id)
    remark = "" if excluded is None else say("excluded by {examiner}", examiner=excluded.examiner or say("an examiner"))
    why = excluded.data.get("reason") if excluded else None
    return (
        say("Track {number}", number=track.id),
        facts.track_names(record).get(track.id, say("not named")),
        str(track.shot),
        _span(track),
        str(len(track.frame_rows)),
        _face_size(track),
        lr,
        "; ".join(x for x in (recorded(track.origin), remark, why, reason, *_unscored(record, track.id)) if x)
        or say("none"),
    )


def _unscored(record: ExaminationRecord, track_id: int) -> tuple[str, ...]:
    """Detectors that left out this track, each with its reason."""
    found = facts.by_detector(record.examination)
    return tuple(f"{d.detector_id}: {d.unscored[track_id]}" for d in found if track_id in d.unscored)


def _span(track: FaceTrack) -> str:
    return facts.span(track.start_seconds, track.stop_seconds) if len(track.pts_seconds) else facts.not_stated()


def _face_size(track: FaceTrack) -> str:
    sizes = sorted(float(max(box[2], box[3])) for box in track.boxes)
    return say("{sizes:.0f} px", sizes=sizes[len(sizes) // 2]) if sizes else facts.not_stated()


def _strength(record: ExaminationRecord, track_id: int) -> tuple[str, str | None]:
    found = next((t for t in record.examination.track_results if t.track_id == track_id), None)
    if found is None:
        return say("none stated"), say("no detector scored this track")
    return (
        (scale.ratio(found.lr), found.reason)
        if found.lr
        else (say("none stated"), found.reason or say("not calibrated"))
    )


def _edits(record: ExaminationRecord) -> Table:
    columns = (
        Column(say("UTC"), "number"),
        Column(say("Examiner")),
        Column(say("Decision")),
        Column(say("Track"), "number"),
        Column(say("Details")),
    )
    rows = tuple(
        (
            facts.utc(e.created_utc),
            e.examiner,
            recorded(e.kind),
            str(e.track_id),
            _details(e),
        )
        for e in sorted(record.track_edits, key=lambda e: e.id)
    )
    return Table(say("Decisions of examiners about tracks"), columns, rows)


def _details(edit: TrackEdit) -> str:
    """What was decided, in a line; where a face was drawn stands in full in the data for programs."""
    told = dict(sorted(edit.data.items()))
    carried = told.pop("carried", None)
    parts = [say("face drawn by hand")] if told.pop("boxes", None) else []
    parts += [f"{name}: {value}" for name, value in told.items() if value]
    parts += [say("carried over from the examination before")] if carried else []
    return "; ".join(parts) or say("none")


def _data(record: ExaminationRecord) -> dict[str, object]:
    names, excluded = facts.track_names(record), facts.excluded(record)
    tracks = []
    for track in sorted(record.examination.tracks, key=lambda t: t.id):
        found = next((t for t in record.examination.track_results if t.track_id == track.id), None)
        lr = found.lr if found else None
        tracks.append(
            {
                "id": track.id,
                "name": names.get(track.id),
                "shot": track.shot,
                "start_seconds": track.start_seconds if len(track.pts_seconds) else None,
                "stop_seconds": track.stop_seconds if len(track.pts_seconds) else None,
                "frames": len(track.frame_rows),
                "log10_lr": lr.log10 if lr else None,
                "log10_lr_interval": [lr.low, lr.high] if lr else None,
                "reason": found.reason if found else say("no detector scored this track"),
                "excluded": track.id in excluded,
                "excluded_reason": excluded[track.id].data.get("reason", "") if track.id in excluded else None,
                "origin": track.origin or None,
            }
        )
    return {"tracks": tracks, "edits": sorted(record.track_edits, key=lambda e: e.id)}
