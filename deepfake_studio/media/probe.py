"""What a file says about itself, and what its first pictures show; nothing in it is judged here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av.container
from av.stream import Disposition

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import still_facts
from deepfake_studio.media.bitstream import Beginning, gop_info, qp_info, read_beginning
from deepfake_studio.media.container import open_input
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.pixels import display_width
from deepfake_studio.media.sniff import Sniffed, sniff
from deepfake_studio.media.streams import stream_info, text
from deepfake_studio.vocabulary import MediaInfo, MediaType, StreamInfo

_ENCODER_KEYS = {
    *("encoder", "encoding_tool", "creation_tool", "software", "writing_application", "muxing_app"),
    *("com.apple.quicktime.software", "com.apple.quicktime.make", "com.apple.quicktime.model", "com.android.version"),
    *("make", "model", "handler_name", "vendor_id", "compressor_name"),
}
_MAX_METADATA = 256


def probe(path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> MediaInfo:
    """Container, streams, group structure, quantisers, encoder traces and metadata of a file.

    Reads every packet and decodes the first `bitstream.READ_FRAMES`; ``decode_failures`` is counted among those.

    Raises:
        MediaError: the file cannot be read or is over a limit.
        NotApplicable: it holds neither pictures nor sound.
        JobCancelled: the user asked to stop.
    """
    path, job = Path(path), job or QuietJob()
    kind = sniff(path)
    if kind.still:
        return still_facts.probe(path, kind.name, limits=limits, job=job)
    with open_input(path, kind, limits=limits) as container:
        try:
            source = Source(path, kind, limits=limits, job=job)
        except NotApplicable:
            if not container.streams.audio:
                raise
            return _info(container, kind, "audio", tuple(stream_info(s) for s in container.streams))
        found = read_beginning(path, kind, source.table, codec=source.codec, limits=limits, job=job)
        return _with_pictures(container, kind, source, found)


def _with_pictures(
    container: av.container.InputContainer, kind: Sniffed, source: Source, found: Beginning
) -> MediaInfo:
    table = source.table
    streams = tuple(
        stream_info(s, rotation_degrees=found.rotation_degrees, table=table)
        if s.index == source.stream_index
        else stream_info(s)
        for s in container.streams
    )
    video = streams[source.stream_index]
    width, height = _display_size(video, found)
    return _info(
        container,
        kind,
        "video",
        streams,
        size=(width, height),
        source=source,
        found=found,
        warnings=_warnings(container, source, video, found),
    )


def _display_size(video: StreamInfo, found: Beginning) -> tuple[int | None, int | None]:
    if not video.width_px or not video.height_px:
        return None, None
    width, height = display_width(video.width_px, video.sample_aspect), video.height_px
    return (height, width) if found.rotation_degrees % 180 else (width, height)


def _info(
    container: av.container.InputContainer,
    kind: Sniffed,
    media_type: MediaType,
    streams: tuple[StreamInfo, ...],
    *,
    size: tuple[int | None, int | None] = (None, None),
    source: Source | None = None,
    found: Beginning | None = None,
    warnings: tuple[str, ...] = (),
) -> MediaInfo:
    trusted = source is not None and source.table.trusted
    brands = file_brands(container)
    return MediaInfo(
        media_type=media_type,
        container=container_name(kind, brands),
        container_long=container.format.long_name,
        brands=brands,
        duration_seconds=_duration(container, streams),
        bit_rate_bps=container.bit_rate or None,
        streams=streams,
        display_width_px=size[0],
        display_height_px=size[1],
        frames=source.table.count if source is not None and trusted else None,
        gop=gop_info(source.table, found) if source is not None and found is not None else None,
        qp=qp_info(found) if found is not None else None,
        encoder_strings=_encoders(container, found),
        metadata=_metadata(container),
        decode_failures=found.failures if found is not None else 0,
        warnings=warnings,
    )


def container_name(kind: Sniffed, brands: tuple[str, ...]) -> str:
    """The demuxer's name, but MP4 by its brand: FFmpeg reads it and QuickTime with one demuxer."""
    return "mp4" if kind.name == "mov" and brands and brands[0] != "qt" else kind.name


def file_brands(container: av.container.InputContainer) -> tuple[str, ...]:
    """``ftyp`` brands: the major one, then the compatible ones; other containers can carry tags of the same names."""
    if "mov" not in container.format.name.split(","):
        return ()
    major = container.metadata.get("major_brand", "")
    rest = container.metadata.get("compatible_brands", "")
    names = [major, *(rest[i : i + 4] for i in range(0, len(rest), 4))]
    return tuple(dict.fromkeys(n for n in (text(name) for name in names) if n))


def _duration(container: av.container.InputContainer, streams: tuple[StreamInfo, ...]) -> float | None:
    if container.duration:
        return float(Fraction(container.duration, 1_000_000))
    return max((s.duration_seconds for s in streams if s.duration_seconds), default=None)


def _metadata(container: av.container.InputContainer) -> dict[str, str]:
    """Container tags, then ``stream.N.`` tags, bounded and printable."""
    found = dict(container.metadata)
    for stream in container.streams:
        found |= {f"stream.{stream.index}.{key}": value for key, value in stream.metadata.items()}
    pairs = ((text(key, longest=128), text(value)) for key, value in list(found.items())[:_MAX_METADATA])
    return {key: value for key, value in pairs if key and value}


def _encoders(container: av.container.InputContainer, found: Beginning | None) -> tuple[str, ...]:
    """Strings by which programs and devices name themselves, each once."""
    tags = [container.metadata, *(s.metadata for s in container.streams)]
    named = [value for tag in tags for key, value in tag.items() if key.lower() in _ENCODER_KEYS]
    strings = [*named, *(found.strings if found is not None else [])]
    return tuple(dict.fromkeys(s for s in map(text, strings) if s))


def _warnings(
    container: av.container.InputContainer, source: Source, video: StreamInfo, found: Beginning
) -> tuple[str, ...]:
    notes = []
    pictures = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if len(pictures) > 1:
        notes.append(f"{len(pictures)} video streams; stream {source.stream_index} is examined.")
    if not source.table.trusted:
        notes.append("Packets and pictures do not correspond one to one; frames are counted while decoding.")
    if video.color_transfer in ("smpte2084", "arib_std_b67"):
        notes.append("High dynamic range; pictures are shown without tone mapping.")
    if found.mirrored:
        notes.append("The display matrix mirrors the picture; it is shown mirrored as stated.")
    if found.failures:
        notes.append(f"{found.failures} of the first pictures could not be decoded.")
    return tuple(notes)
