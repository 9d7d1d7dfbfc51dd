"""Key frames with face boxes, and what another laboratory needs to find the same frames."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Fact, Heading, Picture, Section, Text
from deepfake_studio.report.words import noted, say
from deepfake_studio.vocabulary import CaseSnapshot, ExhibitRecord, KeyFrame

_MAGIC = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_HASH_NAME = noted("Frame SHA-256 (upright RGB bytes, without boxes)")


def build(snapshot: CaseSnapshot) -> Section:
    """Key frames."""
    blocks: list[Block] = [
        Text(
            say(
                "Boxes are drawn by this program; hashes are of the untouched frames. Chosen for looking, not as proof."
            )
        )
    ]
    for record in facts.exhibits(snapshot):
        frames = sorted((k for k in snapshot.key_frames if k.exhibit_id == record.id), key=_moment)
        blocks.append(Heading(say("Exhibit {number}", number=record.number)))
        blocks += [_picture(k, record.number) for k in frames] or [_none(snapshot, record)]
    data = [{"exhibit_id": k.exhibit_id, "frame": k.frame, "caption": k.caption} for k in snapshot.key_frames]
    return Section(id="keyframes", title=say("Key frames"), blocks=tuple(blocks), data=data)


def _none(snapshot: CaseSnapshot, record: ExhibitRecord) -> Text:
    lead = facts.lead(snapshot, record.id)
    if lead is None or not lead.examination.tracks:
        return Text(say("No face was followed in this exhibit, so there is no key frame."))
    return Text(say("None: no moment was chosen, or the file could not be read again when this report was made."))


def _moment(key: KeyFrame) -> tuple[float, int]:
    return key.frame.pts_seconds, key.frame.decode_index


def _picture(key: KeyFrame, number: str) -> Block:
    frame = key.frame
    rows = (
        Fact(say("Moment"), facts.seconds(frame.pts_seconds)),
        Fact(
            say("Stream, PTS, decode index"),
            f"{frame.stream_index}, {facts.or_not_stated(frame.pts)}, {frame.decode_index}",
        ),
        Fact(say(_HASH_NAME), frame.sha256, "hash"),
    )
    caption = key.caption or say(
        "Exhibit {number} at {seconds}", number=number, seconds=facts.seconds(frame.pts_seconds)
    )
    magic = _MAGIC.get(key.image_media_type)
    if magic is None or not key.image.startswith(magic):
        return Text(
            say(
                "{caption}: the picture is left out because it is neither PNG nor JPEG. Frame {sha256}.",
                caption=caption,
                sha256=frame.sha256,
            )
        )
    alternative = say(
        "Frame of exhibit {number} at {seconds} with face boxes",
        number=number,
        seconds=facts.seconds(frame.pts_seconds),
    )
    return Picture(caption, alternative, rows, key.image_media_type, key.image)
