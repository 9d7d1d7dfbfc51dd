"""Opening a container with PyAV: demuxer forced, local file only, limits checked, errors as one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import av.container
import av.error
import av.logging
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.media.files import open_regular, shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.sniff import Sniffed

# FFmpeg's warnings about damaged files are counted by us, not printed over the program's own output.
av.logging.set_libav_level(av.logging.PANIC)

# A file may hold nothing this program needs beyond this; FFmpeg's own default, made explicit.
_PROBE_BYTES = 5_000_000
_MAX_NEW_STREAMS = 1000


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn whatever FFmpeg or the disk says into one sentence that names the file."""
    try:
        yield
    except av.error.FFmpegError as error:
        raise MediaError(f"{shown(path)} {_cause(error)}") from error
    except (OSError, MemoryError, UnicodeError, OverflowError) as error:
        raise MediaError(f"{shown(path)} cannot be read ({error}); check the disk or acquire it again.") from error


def _cause(error: av.error.FFmpegError) -> str:
    if isinstance(error, av.error.EOFError):
        return "ends before its first picture or sound; acquire the file again."
    if isinstance(error, av.error.DecoderNotFoundError | av.error.DemuxerNotFoundError):
        return "is in a format this build of FFmpeg cannot read; convert a working copy."
    if isinstance(error, av.error.FileNotFoundError):
        return "does not exist any more; check whether the disk is connected."
    reason = (error.strerror or type(error).__name__).strip().rstrip(".")
    return f"is damaged or not what its header says ({reason}); acquire the file again or examine another copy."


def open_input(path: Path, sniffed: Sniffed, *, limits: Limits) -> av.container.InputContainer:
    """The opened container; the caller closes it.

    Raises:
        MediaError: unreadable, damaged beyond opening, or over a limit on bytes or streams.
    """
    descriptor = open_regular(path)
    try:
        size = os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
    if size > limits.max_bytes:
        raise MediaError(f"{shown(path)} has {size} bytes, more than the limit of {limits.max_bytes}; raise the limit.")
    with readable(path):
        container = av.open(
            # The prefix keeps names such as "concat:a|b" from being read as a protocol.
            "file:" + os.fspath(path),
            format=sniffed.name,
            options={"max_pixels": str(limits.max_pixels)},
            container_options={
                "protocol_whitelist": "file",
                "format_whitelist": f"{sniffed.name},{_family(sniffed.name)}",
                "probesize": str(_PROBE_BYTES),
            },
            metadata_errors="replace",
        )
    if len(container.streams) > limits.max_streams:
        count = len(container.streams)
        container.close()
        raise MediaError(f"{shown(path)} has {count} streams, more than the limit of {limits.max_streams}.")
    return container


def _family(name: str) -> str:
    """FFmpeg whitelists a demuxer by its whole list of names."""
    return av.ContainerFormat(name, "r").name


def video_stream(container: av.container.InputContainer, path: Path, *, limits: Limits) -> VideoStream:
    """The stream that is examined: the first one marked default, else the first; cover pictures do not count.

    Raises:
        NotApplicable: there is no video stream.
        MediaError: no decoder, no picture size, or pictures over ``limits.max_pixels``.
    """
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        kind = "sound but no pictures" if container.streams.audio else "neither pictures nor sound"
        raise NotApplicable(f"{shown(path)} holds {kind}; the video methods do not apply to it.")
    decodable = [s for s in streams if s.codec_context is not None]
    if not decodable:
        raise MediaError(f"{shown(path)} holds video of a codec this build of FFmpeg cannot decode; convert a copy.")
    stream = next((s for s in decodable if s.disposition & Disposition.default), decodable[0])
    check_size(stream.codec_context.width, stream.codec_context.height, path, limits=limits)
    return stream


def check_size(width: int, height: int, path: Path, *, limits: Limits) -> None:
    """Refuse pictures that are empty or larger than the limit before memory is taken for them."""
    if width <= 0 or height <= 0:
        raise MediaError(f"{shown(path)} states no picture size; it is damaged or holds no complete picture.")
    if width * height > limits.max_pixels:
        raise MediaError(
            f"{shown(path)} has pictures of {width} x {height} pixels, more than the limit of "
            f"{limits.max_pixels} pixels; raise the limit if this machine has the memory."
        )


def packets_of(container: av.container.InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The packets of one stream from here on, without the empty ones that PyAV sends at the end.

    WORKAROUND PyAV 18.1: a stream that appears in mid-file (MPEG program streams, damage) makes `demux` fail with
    IndexError after it took the packet; reading simply goes on.
    """
    for _ in range(_MAX_NEW_STREAMS):
        try:
            for packet in container.demux(stream):
                if packet.size or packet.pts is not None or packet.dts is not None:
                    yield packet
        except IndexError:
            continue
        return


def read_only_this(container: av.container.InputContainer, stream: VideoStream) -> None:
    """Let the demuxer leave out the packets of every other stream."""
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
