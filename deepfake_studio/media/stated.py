"""All that a video file states about its streams, read in one go: container, streams, packets, headers.

What the figures mean for compression is not judged here; `social.reading` does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.container
import av.error
import numpy as np
from av.stream import Discard, Disposition

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job
from deepfake_studio.media.container import open_input
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.probe import container_name, file_brands
from deepfake_studio.media.sniff import Sniffed, sniff
from deepfake_studio.media.streams import stream_info, text
from deepfake_studio.media.table import NO_TIME, Table
from deepfake_studio.media.trace import Trace, read_trace
from deepfake_studio.vocabulary import StreamInfo

_MAX_AUDIO_PACKETS = 2_000_000
# frame rates that recorders and platforms use; a measured one within the rounding of time stamps is one of them
_FASTEST = 480  # what a stream of one picture or without times states beyond this is its time base
_FAMILIAR = (24, 25, 30, 50, 60, 48, 120, 100, 15, 20, 12, 10, 90, 240)


@dataclass(frozen=True, kw_only=True, eq=False)
class Stated:
    """``tags`` are the metadata of container and video stream; ``fps`` the rate by time stamps, else as stated."""

    container: str
    brands: tuple[str, ...]
    handlers: tuple[str, ...]
    video: StreamInfo
    audio: StreamInfo | None
    audio_bps: int | None
    fps: Fraction | None
    bits: int
    duration_seconds: float | None
    tags: dict[str, str]
    trace: Trace
    warnings: tuple[str, ...]


def read(path: Path, *, limits: Limits, job: Job, frames: int) -> Stated:
    """Read a file's statements and decode its first ``frames`` pictures.

    Raises:
        MediaError: the file cannot be read or is over a limit.
        NotApplicable: it is a still picture or holds no moving pictures.
        JobCancelled: the user asked to stop.
    """
    kind = sniff(path)
    if kind.still:
        raise NotApplicable(f"{shown(path)} is a picture; how a video was compressed cannot be asked of it.")
    with open_input(path, kind, limits=limits) as container:
        source = Source(path, kind, limits=limits, job=job)
        trace = read_trace(path, kind, source, limits=limits, job=job, frames=frames)
        return _stated(path, container, kind, source, trace, limits)


def _stated(
    path: Path,
    container: av.container.InputContainer,
    kind: Sniffed,
    source: Source,
    trace: Trace,
    limits: Limits,
) -> Stated:
    table = source.table
    stream = container.streams[source.stream_index]
    video = stream_info(stream, rotation_degrees=trace.rotation_degrees, table=table)
    brands = file_brands(container) if kind.name == "mov" else ()  # elsewhere only copied along as metadata
    fps = _rate(table, [source.rate, getattr(stream, "average_rate", None)])
    sound = next(iter(container.streams.audio), None)
    audio = stream_info(sound) if sound is not None and sound.codec_context is not None else None
    return Stated(
        container=container_name(kind, brands),
        brands=brands,
        handlers=_handlers(container),
        video=video,
        audio=audio,
        audio_bps=_audio_bps(path, kind, audio, limits) if audio is not None else None,
        fps=fps,
        duration_seconds=_duration(table, video, fps),
        bits=int(table.size.sum()) * 8,
        tags=_tags(container, stream),
        trace=trace,
        warnings=_warnings(container, source, trace),
    )


def _handlers(container: av.container.InputContainer) -> tuple[str, ...]:
    names = (text(stream.metadata.get("handler_name")) for stream in container.streams)
    # QuickTime puts the length in front of the text
    return tuple(name.lstrip("\ufffd") for name in names if name)


def _tags(container: av.container.InputContainer, stream: Any) -> dict[str, str]:
    merged = {**container.metadata, **{f"stream.{key}": value for key, value in stream.metadata.items()}}
    pairs = ((text(key, longest=128), text(value)) for key, value in list(merged.items())[:256])
    return {key.lower(): value for key, value in pairs if key and value}


def _audio_bps(path: Path, kind: Sniffed, audio: StreamInfo, limits: Limits) -> int | None:
    """The audio stream's own figure, else its packets over their duration."""
    if audio.bit_rate_bps:
        return audio.bit_rate_bps
    total, begin, end, base = 0, None, 0, Fraction(0)
    try:
        with open_input(path, kind, limits=limits) as container:
            stream: Any = container.streams[audio.index]
            for other in container.streams:
                if other.index != audio.index:
                    other.discard = Discard.all
            base = Fraction(stream.time_base or 0)
            for number, packet in enumerate(container.demux(stream)):
                if packet.pts is not None:
                    begin = packet.pts if begin is None else min(begin, packet.pts)
                    end = max(end, packet.pts + (packet.duration or 0))
                total += packet.size
                if number > _MAX_AUDIO_PACKETS:
                    return None
    except (av.error.FFmpegError, IndexError):
        pass  # what a damaged file holds up to here still gives a rate
    seconds = float((end - (begin or 0)) * base)
    return round(total * 8 / seconds) if seconds > 0 and total else None


def _rate(table: Table, stated: list[Fraction | None]) -> Fraction | None:
    """The frame rate: stated or familiar and in agreement with the time stamps, else what they give.

    The mean interval of N pictures is known to within one tick over N - 1, which tells 29.97 from 30 after a second
    even where time stamps are whole milliseconds.
    """
    rates = [Fraction(rate) for rate in stated if rate]
    if not table.trusted or len(table.times) < 2:
        return next((rate for rate in rates if rate <= _FASTEST), None)
    mean = Fraction(int(table.times[-1] - table.times[0]), len(table.times) - 1) * table.time_base
    tolerance = table.time_base / (len(table.times) - 1)
    familiar = [Fraction(n * 1000, 1001) for n in (24, 30, 60, 120)] + [Fraction(n) for n in _FAMILIAR]
    for rate in (*rates, *familiar):
        if rate > 0 and abs(1 / rate - mean) <= tolerance:
            return rate
    return (1 / mean).limit_denominator(1001) if mean > 0 else None


def _duration(table: Table, video: StreamInfo, fps: Fraction | None) -> float | None:
    """Seconds from the first picture to the end of the last, by time stamps, else by the rate."""
    if table.times[0] != NO_TIME:
        return video.duration_seconds or None
    return float(table.count / fps) if fps else None


def _warnings(container: av.container.InputContainer, source: Source, trace: Trace) -> tuple[str, ...]:
    notes = []
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if len(streams) > 1:
        notes.append(f"{len(streams)} video streams; stream {source.stream_index} was read.")
    if not trace.ordered:
        notes.append("Packets carry no usable order of presentation; pictures stand in decoding order.")
    if trace.mirrored:
        notes.append("The display matrix mirrors the picture.")
    if trace.failures:
        notes.append(f"{trace.failures} of the first {trace.decoded + trace.failures} pictures are damaged.")
    if not np.isfinite(trace.qp).any() and not np.isfinite(trace.slice_qp).any():
        notes.append("This codec states no quantiser that can be read.")
    return tuple(notes)
