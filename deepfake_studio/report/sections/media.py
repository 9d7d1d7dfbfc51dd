"""What containers and decoders state about each exhibit: facts read from the files, not interpreted."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.vocabulary import CaseSnapshot, MediaInfo, StreamInfo


def build(snapshot: CaseSnapshot) -> Section:
    """Technical facts per exhibit."""
    blocks: list[Block] = [
        Text("As stated by the files and the decoder. Such statements can be edited and are not findings.")
    ]
    for record in facts.exhibits(snapshot):
        blocks.append(Heading(f"Exhibit {record.number}"))
        media = record.media or _from_examination(snapshot, record.id)
        blocks += _blocks(media) if media else [Text("The file was not probed, or it could not be read.")]
    return Section(id="media", title="What the files state", blocks=tuple(blocks), data={})


def _from_examination(snapshot: CaseSnapshot, exhibit_id: int) -> MediaInfo | None:
    record = facts.lead(snapshot, exhibit_id)
    return record.examination.media if record else None


def _blocks(media: MediaInfo) -> list[Block]:
    out: list[Block] = [Facts(_rows(media))]
    if media.streams:
        columns = (Column("Stream"), Column("Kind"), Column("Codec"), Column("Facts"))
        out.append(Table("Streams", columns, tuple(_stream(s) for s in media.streams)))
    if media.metadata:
        rows = tuple(sorted(media.metadata.items()))
        out.append(Table("Metadata tags", (Column("Tag"), Column("Value")), rows))
    return out


def _rows(media: MediaInfo) -> tuple[Fact, ...]:
    picture = facts.NOT_STATED
    if media.display_width_px and media.display_height_px:
        picture = f"{media.display_width_px} × {media.display_height_px} px as displayed"
    rows = [
        Fact("Container", f"{media.container} ({media.container_long})" if media.container_long else media.container),
        Fact("Brands", ", ".join(media.brands) or facts.NOT_STATED),
        Fact("Duration", facts.seconds(media.duration_seconds)),
        Fact("Picture", picture),
        Fact("Frames", f"{media.frames:,}" if media.frames is not None else facts.NOT_STATED),
        Fact("Encoder strings", "; ".join(media.encoder_strings) or "none found"),
        Fact("Decode failures", str(media.decode_failures)),
        Fact("Warnings", "; ".join(media.warnings) or "none"),
    ]
    if media.gop is not None:
        rows.insert(5, Fact("Picture groups", _gop(media)))
    if media.qp is not None:
        rows.insert(6, Fact("Quantiser", _qp(media)))
    return tuple(rows)


def _gop(media: MediaInfo) -> str:
    gop = media.gop
    assert gop is not None
    lengths = f"lengths {min(gop.lengths)} to {max(gop.lengths)}" if gop.lengths else "lengths not known"
    b_frames = "B frames not counted" if gop.b_frames is None else f"{gop.b_frames} B frames"
    read = "whole stream" if gop.complete else "part of the stream"
    return f"{gop.key_frames} key frames, {lengths}, {b_frames}; {gop.frames_read} frames read ({read})"


def _qp(media: MediaInfo) -> str:
    qp = media.qp
    assert qp is not None
    means = ", ".join(f"{kind} {value:.1f}" for kind, value in sorted(qp.mean_by_type.items()))
    return f"mean by picture type {means}; {qp.minimum} to {qp.maximum} over {qp.frames_measured} frames"


def _stream(stream: StreamInfo) -> tuple[str, str, str, str]:
    codec = " ".join(str(x) for x in (stream.codec, stream.profile) if x) or facts.NOT_STATED
    return f"{stream.index}", stream.kind, codec, "; ".join(_stream_facts(stream)) or facts.NOT_STATED


def _stream_facts(stream: StreamInfo) -> list[str]:
    out = []
    if stream.width_px and stream.height_px:
        out.append(f"{stream.width_px} × {stream.height_px} px coded")
    if stream.pixel_format:
        out.append(stream.pixel_format)
    if stream.frame_rate is not None:
        kind = {True: ", variable", False: ", constant", None: ""}[stream.variable_frame_rate]
        out.append(f"{stream.frame_rate} frames/s{kind}")
    if stream.rotation_degrees:
        out.append(f"rotated by {stream.rotation_degrees}°")
    if stream.bit_rate_bps:
        out.append(f"{stream.bit_rate_bps:,} bit/s")
    if stream.sample_rate_hz:
        out.append(f"{stream.sample_rate_hz:,} Hz, {facts.or_not_stated(stream.channels)} channels")
    colours = [c for c in (stream.color_range, stream.color_space, stream.color_primaries, stream.color_transfer) if c]
    if colours:
        out.append("colour " + "/".join(colours))
    if stream.handler:
        out.append(f"handler “{stream.handler}”")
    if stream.language:
        out.append(f"language {stream.language}")
    return out
