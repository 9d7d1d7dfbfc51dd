"""What containers and decoders state about each exhibit: facts read from the files, not interpreted."""

from __future__ import annotations

from deepfake_studio.report import facts
from deepfake_studio.report.document import Block, Column, Fact, Facts, Heading, Section, Table, Text
from deepfake_studio.report.words import recorded, say
from deepfake_studio.vocabulary import CaseSnapshot, MediaInfo, StreamInfo


def build(snapshot: CaseSnapshot) -> Section:
    """Technical facts per exhibit."""
    blocks: list[Block] = [
        Text(say("As stated by the files and the decoder. Such statements can be edited and are not findings."))
    ]
    for record in facts.exhibits(snapshot):
        blocks.append(Heading(say("Exhibit {number}", number=record.number)))
        media = record.media or _from_examination(snapshot, record.id)
        blocks += _blocks(media) if media else [Text(say("The file was not probed, or it could not be read."))]
    return Section(id="media", title=say("What the files state"), blocks=tuple(blocks), data={})


def _from_examination(snapshot: CaseSnapshot, exhibit_id: int) -> MediaInfo | None:
    record = facts.lead(snapshot, exhibit_id)
    return record.examination.media if record else None


def _blocks(media: MediaInfo) -> list[Block]:
    out: list[Block] = [Facts(_rows(media))]
    if media.streams:
        columns = (Column(say("Stream")), Column(say("Kind")), Column(say("Codec")), Column(say("Facts")))
        out.append(Table(say("Streams"), columns, tuple(_stream(s) for s in media.streams)))
    if media.metadata:
        rows = tuple(sorted(media.metadata.items()))
        out.append(Table(say("Metadata tags"), (Column(say("Tag")), Column(say("Value"))), rows))
    return out


def _rows(media: MediaInfo) -> tuple[Fact, ...]:
    picture = facts.not_stated()
    if media.display_width_px and media.display_height_px:
        picture = say(
            "{display_width_px} × {display_height_px} px as displayed",
            display_width_px=media.display_width_px,
            display_height_px=media.display_height_px,
        )
    rows = [
        Fact(
            say("Container"), f"{media.container} ({media.container_long})" if media.container_long else media.container
        ),
        Fact(say("Brands"), ", ".join(media.brands) or facts.not_stated()),
        Fact(say("Duration"), facts.seconds(media.duration_seconds)),
        Fact(say("Picture"), picture),
        Fact(say("Frames"), f"{media.frames:,}" if media.frames is not None else facts.not_stated()),
        Fact(say("Encoder strings"), "; ".join(media.encoder_strings) or say("none found")),
        Fact(say("Decode failures"), str(media.decode_failures)),
        Fact(say("Warnings"), "; ".join(media.warnings) or say("none")),
    ]
    if media.gop is not None:
        rows.insert(5, Fact(say("Picture groups"), _gop(media)))
    if media.qp is not None:
        rows.insert(6, Fact(say("Quantiser"), _qp(media)))
    return tuple(rows)


def _gop(media: MediaInfo) -> str:
    gop = media.gop
    assert gop is not None
    lengths = (
        say("lengths {least} to {most}", least=min(gop.lengths), most=max(gop.lengths))
        if gop.lengths
        else say("lengths not known")
    )
    b_frames = (
        say("B frames not counted") if gop.b_frames is None else say("{b_frames} B frames", b_frames=gop.b_frames)
    )
    read = say("whole stream") if gop.complete else say("part of the stream")
    return say(
        "{key_frames} key frames, {lengths}, {b_frames}; {frames_read} frames read ({read})",
        key_frames=gop.key_frames,
        lengths=lengths,
        b_frames=b_frames,
        frames_read=gop.frames_read,
        read=read,
    )


def _qp(media: MediaInfo) -> str:
    qp = media.qp
    assert qp is not None
    means = ", ".join(f"{kind} {value:.1f}" for kind, value in sorted(qp.mean_by_type.items()))
    return say(
        "mean by picture type {means}; {minimum} to {maximum} over {frames_measured} frames",
        means=means,
        minimum=qp.minimum,
        maximum=qp.maximum,
        frames_measured=qp.frames_measured,
    )


def _stream(stream: StreamInfo) -> tuple[str, str, str, str]:
    codec = " ".join(str(x) for x in (stream.codec, stream.profile) if x) or facts.not_stated()
    return f"{stream.index}", recorded(stream.kind), codec, "; ".join(_stream_facts(stream)) or facts.not_stated()


def _stream_facts(stream: StreamInfo) -> list[str]:
    out = []
    if stream.width_px and stream.height_px:
        out.append(say("{width_px} × {height_px} px coded", width_px=stream.width_px, height_px=stream.height_px))
    if stream.pixel_format:
        out.append(stream.pixel_format)
    if stream.frame_rate is not None:
        kind = {True: say(", variable"), False: say(", constant"), None: ""}[stream.variable_frame_rate]
        out.append(say("{frame_rate} frames/s{kind}", frame_rate=stream.frame_rate, kind=kind))
    if stream.rotation_degrees:
        out.append(say("rotated by {rotation_degrees}°", rotation_degrees=stream.rotation_degrees))
    if stream.bit_rate_bps:
        out.append(say("{bit_rate_bps:,} bit/s", bit_rate_bps=stream.bit_rate_bps))
    if stream.sample_rate_hz:
        out.append(
            say(
                "{sample_rate_hz:,} Hz, {or_not_stated} channels",
                sample_rate_hz=stream.sample_rate_hz,
                or_not_stated=facts.or_not_stated(stream.channels),
            )
        )
    colours = [c for c in (stream.color_range, stream.color_space, stream.color_primaries, stream.color_transfer) if c]
    if colours:
        out.append(say("colour ") + "/".join(colours))
    if stream.handler:
        out.append(say("handler “{handler}”", handler=stream.handler))
    if stream.language:
        out.append(say("language {language}", language=stream.language))
    return out
