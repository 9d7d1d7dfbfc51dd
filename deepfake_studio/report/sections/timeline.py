"""The timeline of each examination for looking, with the spans that stand out and the frames that were used."""

from __future__ import annotations

import numpy as np

from deepfake_studio import wire
from deepfake_studio.report import facts, scale
from deepfake_studio.report.document import Block, Column, Fact, Facts, Figure, Heading, Section, Table, Text
from deepfake_studio.report.words import noted, recorded, say
from deepfake_studio.vocabulary import Anomaly, CaseSnapshot, Examination, ExaminationRecord

_LOOKING = noted(
    "Values per frame are calibrated scores for looking. They depend on one another, are never summed, and are not "
    "evidence of their own. A span that stands out is a place to look, and it is not a map of where a picture was "
    "changed."
)


def build(snapshot: CaseSnapshot) -> Section:
    """Timelines and anomalies."""
    blocks: list[Block] = [Text(say(_LOOKING), "caveat")]
    pairs = [(e, r) for e, r in facts.reported(snapshot) if r.examination.status == "examined"]
    if not pairs:
        blocks.append(Text(say("No examination gave a timeline.")))
    for exhibit, record in pairs:
        name = facts.examination_name(exhibit, record)
        blocks += [Heading(name), *_blocks(record, name)]
    data = [{"examination_id": r.id, "exhibit_number": e.number, **_data(r)} for e, r in pairs]
    return Section(id="timeline", title=say("Timeline and anomalies"), blocks=tuple(blocks), data=data)


def _blocks(record: ExaminationRecord, name: str) -> list[Block]:
    examination = record.examination
    blocks: list[Block] = []
    if _scored_moments(examination) > 1:
        caption = say("{name}: a lane per detector, the fused lane, face tracks and anomalies over time.", name=name)
        blocks.append(Figure("timeline", caption, _alternative(examination), examination))
    else:
        blocks.append(Text(say("Fewer than two moments were scored, so there is no curve to draw.")))
    if examination.anomalies:
        blocks.append(_anomalies(record))
    elif _has_fused_lane(examination):
        blocks.append(Text(say("No span stood out. This does not show that nothing was changed.")))
    else:
        blocks.append(Text(say("Without a calibrated fused lane no spans can be marked.")))
    if examination.frames:
        blocks.append(Facts((*_frames(examination), *_clip_frames(examination)), say("Frames used")))
    return blocks


def _scored_moments(examination: Examination) -> int:
    moments = {float(t) for d in examination.detectors for s in d.series for t in s.pts_seconds}
    if examination.timeline is not None:
        moments |= {float(t) for t in examination.timeline.pts_seconds}
    return len(moments)


def _has_fused_lane(examination: Examination) -> bool:
    return examination.timeline is not None and bool(np.isfinite(examination.timeline.log10_lr).any())


def _alternative(examination: Examination) -> str:
    parts = []
    timeline = examination.timeline
    if timeline is not None and _has_fused_lane(examination):
        low, high = float(np.nanmin(timeline.log10_lr)), float(np.nanmax(timeline.log10_lr))
        parts.append(
            say(
                "The fused lane runs from {low} to {high} log10 LR per frame",
                low=scale.number(low),
                high=scale.number(high),
            )
        )
    else:
        parts.append(say("There is no fused lane"))
    parts.append(say("{count} face tracks", count=len(examination.tracks)))
    parts.append(say("{count} anomalies", count=len(examination.anomalies)))
    return "; ".join(parts) + "."


def _anomalies(record: ExaminationRecord) -> Table:
    columns = (
        Column(say("No.")),
        Column(say("Span")),
        Column(say("Track")),
        Column(say("Kind")),
        Column(say("Mean log10 LR per frame"), "number"),
        Column(say("Description")),
    )
    return Table(say("Anomalies"), columns, tuple(_row(i, a) for i, a in enumerate(record.examination.anomalies, 1)))


def _row(number: int, anomaly: Anomaly) -> tuple[str, ...]:
    track = say("all") if anomaly.track_id is None else say("Track {track_id}", track_id=anomaly.track_id)
    kind = recorded(anomaly.kind.replace("_", " "))
    strength = scale.number(anomaly.strength) if np.isfinite(anomaly.strength) else say("not stated")
    span = facts.span(anomaly.start_seconds, anomaly.stop_seconds)
    return f"A{number}", span, track, kind, strength, anomaly.description


def _frames(examination: Examination) -> tuple[Fact, ...]:
    frames = examination.frames
    return (
        Fact(
            say("Frames"),
            say(
                "{count:,}, from {first} to {last}",
                count=len(frames),
                first=facts.seconds(frames[0].pts_seconds),
                last=facts.seconds(frames[-1].pts_seconds),
            ),
        ),
        Fact(
            say("First frame"),
            say(
                "stream {stream_index}, decode index {decode_index}, PTS {pts}",
                stream_index=frames[0].stream_index,
                decode_index=frames[0].decode_index,
                pts=frames[0].pts,
            ),
        ),
        Fact(say("First frame SHA-256 (upright RGB bytes)"), frames[0].sha256, "hash"),
        Fact(say("SHA-256 of the list of frames"), wire.digest(frames), "hash"),
        Fact(
            say("The list"),
            say("stands in the JSON form of this report, each frame with stream, PTS, decode index and SHA-256"),
        ),
    )


def _clip_frames(examination: Examination) -> tuple[Fact, ...]:
    found = examination.clip_frames
    if not found:
        return ()
    words = say(
        "{count:,} neighbours of these, read by detectors of motion; faces were not looked for in them",
        count=len(found),
    )
    return Fact(say("Besides"), words), Fact(say("SHA-256 of their list"), wire.digest(found), "hash")


def _data(record: ExaminationRecord) -> dict[str, object]:
    examination = record.examination
    ids: tuple[int | None, ...] = record.anomaly_ids or (None,) * len(examination.anomalies)
    return {
        "timeline": examination.timeline,
        "series": [s for d in facts.by_detector(examination) for s in d.series],
        "anomalies": [{"id": i, "anomaly": a} for i, a in zip(ids, examination.anomalies, strict=False)],
        "frames": examination.frames,
        **({"clip_frames": examination.clip_frames} if examination.clip_frames else {}),
    }
