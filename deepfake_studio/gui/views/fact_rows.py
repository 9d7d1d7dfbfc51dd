"""What acquiring and probing found, as rows of a sheet; absent is said, never guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from deepfake_studio.gui.figures import exactly, figure, when
from deepfake_studio.gui.items import ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.vocabulary import Exhibit, GopInfo, MediaInfo, QpInfo, StreamInfo

Rows = list[tuple[str, str]]
Group = tuple[str, Rows]
_ABSENT = tr("not stated")


def groups(item: ItemState | None) -> list[Group]:
    """Headed groups of rows: the file, its custody, the container, every stream."""
    if item is None:
        return []
    out: list[Group] = []
    exhibit = item.exhibit or (item.examination.exhibit if item.examination is not None else None)
    if exhibit is not None:
        out.append((tr("File"), _file(exhibit)))
    if item.record is not None:
        out.append((tr("Custody"), _custody(item)))
    if (media := item.facts) is not None:
        out.append((tr("Container"), _container(media)))
        out += [(tr("Stream {index}: {kind}", index=s.index, kind=told(s.kind)), _stream(s)) for s in media.streams]
        out += _coding(media)
        if media.metadata:
            out.append((tr("Metadata as written in the file"), sorted(media.metadata.items())))
    return out


def _file(exhibit: Exhibit) -> Rows:
    rows = [
        (tr("Path"), exhibit.path),
        ("SHA-256", exhibit.sha256),
        (tr("Size"), tr("{size_bytes:,} bytes", size_bytes=exhibit.size_bytes)),
        (tr("Modified"), exactly(exhibit.modified_utc)),
        (tr("Acquired"), exactly(exhibit.acquired_utc)),
    ]
    return rows + [(n, v) for n, v in (("MD5", exhibit.md5), ("SHA-1", exhibit.sha1)) if v]


def _custody(item: ItemState) -> Rows:
    record = item.record
    assert record is not None
    rows = [
        (tr("Exhibit number"), record.number),
        (tr("Role"), tr(record.role.replace("_", " "))),
        (tr("Received from"), record.received_from or _ABSENT),
        (tr("Received"), when(record.received_utc or "") or _ABSENT),
        (tr("Added to the case"), exactly(record.added_utc)),
        (tr("Working copy"), record.copied_to or tr("none, the original is read where it lies")),
    ]
    return rows + [(n, v) for n, v in ((tr("Tags"), ", ".join(record.tags)), (tr("Note"), record.note)) if v]


def _container(media: MediaInfo) -> Rows:
    size = f"{media.display_width_px} × {media.display_height_px} px" if media.display_width_px else _ABSENT
    rows = [
        (tr("Kind"), told(media.media_type)),
        (tr("Container"), f"{media.container} ({media.container_long})" if media.container_long else media.container),
        (tr("Brands"), ", ".join(media.brands) or _ABSENT),
        (tr("Length"), _or_absent(media.duration_seconds, words.moment)),
        (tr("Frames"), _or_absent(media.frames, lambda n: figure(n, ","))),
        (tr("Shown as"), size),
        (tr("Bit rate"), _or_absent(media.bit_rate_bps, _bps)),
        (tr("Encoder"), "; ".join(media.encoder_strings) or _ABSENT),
        (tr("Decode failures"), figure(media.decode_failures, ",")),
    ]
    return rows + [(tr("Warning"), told(text)) for text in media.warnings]


def _stream(stream: StreamInfo) -> Rows:
    coded = f"{stream.width_px} × {stream.height_px} px" if stream.width_px else None
    level = tr(" level {level}", level=stream.level) if stream.level is not None else ""
    rows: list[tuple[str, str | None]] = [
        (tr("Codec"), f"{stream.codec or tr('unknown')} ({stream.codec_long})" if stream.codec_long else stream.codec),
        (tr("Profile"), f"{stream.profile}{level}" if stream.profile else None),
        (tr("Coded size"), coded),
        (tr("Pixel format"), stream.pixel_format),
        (tr("Sample aspect"), _fraction(stream.sample_aspect)),
        (tr("Rotation"), f"{stream.rotation_degrees}°" if stream.rotation_degrees else None),
        (tr("Frame rate"), _rate(stream)),
        (tr("Frames"), figure(stream.frames, ",") if stream.frames is not None else None),
        (tr("Starts at"), f"{figure(stream.start_seconds, '.6f')} s" if stream.start_seconds is not None else None),
        (tr("Length"), words.moment(stream.duration_seconds) if stream.duration_seconds is not None else None),
        (tr("Bit rate"), _bps(stream.bit_rate_bps) if stream.bit_rate_bps else None),
        (tr("Colour"), _colour(stream)),
        (
            tr("Sound"),
            tr(
                "{sample_rate_hz:,} Hz, {channels} channels",
                sample_rate_hz=stream.sample_rate_hz,
                channels=stream.channels,
            )
            if stream.sample_rate_hz
            else None,
        ),
        (tr("Handler"), stream.handler),
        (tr("Language"), stream.language),
    ]
    return [(name, text) for name, text in rows if text]


def _coding(media: MediaInfo) -> list[Group]:
    out: list[Group] = []
    if media.gop is not None:
        out.append((tr("Groups of pictures"), _gop(media.gop)))
    if media.qp is not None:
        out.append((tr("Quantiser"), _qp(media.qp)))
    return out


def _gop(gop: GopInfo) -> Rows:
    lengths = sorted(set(gop.lengths))
    spread = (
        tr("{low} to {high}", low=lengths[0], high=lengths[-1])
        if len(lengths) > 1
        else (str(lengths[0]) if lengths else _ABSENT)
    )
    return [
        (tr("Key frames"), figure(gop.key_frames, ",")),
        (tr("Lengths"), spread),
        (tr("Pattern"), gop.pattern or _ABSENT),
        (tr("B-frames"), _or_absent(gop.b_frames, lambda n: figure(n, ","))),
        (
            tr("Counted over"),
            tr(
                "{frames_read:,} pictures{value}",
                frames_read=gop.frames_read,
                value="" if gop.complete else tr(" (not the whole file)"),
            ),
        ),
    ]


def _qp(qp: QpInfo) -> Rows:
    means = ", ".join(f"{kind} {figure(mean, '.1f')}" for kind, mean in sorted(qp.mean_by_type.items()))
    return [
        (tr("Mean by picture type"), means),
        (tr("Range"), tr("{low} to {high}", low=qp.minimum, high=qp.maximum)),
        (tr("Measured on"), tr("{frames_measured:,} pictures", frames_measured=qp.frames_measured)),
    ]


def _rate(stream: StreamInfo) -> str | None:
    if stream.frame_rate is None:
        return None
    kind = {True: tr(", variable"), False: tr(", constant"), None: ""}[stream.variable_frame_rate]
    return tr(
        "{fraction} = {float:.3f} frames/s{kind}",
        fraction=_fraction(stream.frame_rate),
        float=float(stream.frame_rate),
        kind=kind,
    )


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _colour(stream: StreamInfo) -> str | None:
    parts = (stream.color_space, stream.color_primaries, stream.color_transfer, stream.color_range)
    return ", ".join(part for part in parts if part) or None


def _bps(value: int) -> str:
    return f"{figure(value / 1000, ',.0f')} kbit/s"


def _or_absent(value: Any, write: Any) -> str:
    return _ABSENT if value is None else str(write(value))
