"""The sound of a file as numbers: one channel at one rate, in blocks, whatever it was stored as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler
from av.stream import Discard
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.container import open_input, readable
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.sniff import sniff

Samples = NDArray[np.float32]


@dataclass(slots=True)
class SoundReport:
    """Filled while `blocks` is read. ``start_seconds`` is the time stamp of the first sample in the file."""

    stream_index: int | None = None
    codec: str = ""
    start_seconds: float = 0.0
    damaged: int = 0
    samples: int = 0
    streams: int = field(default=0)


def blocks(
    path: Path,
    *,
    rate_hz: int,
    limits: Limits = DEFAULT,
    job: Job | None = None,
    report: SoundReport | None = None,
) -> Iterator[Samples]:
    """The first audio stream that can be decoded, mixed to one channel, as float32 in -1..1.

    Damaged packets are left out and counted; nothing is put in their place.

    Args:
        path: of the file.
        rate_hz: to which it is resampled.
        limits: `max_duration_seconds` counts for sound too.
        job: asked whether to stop.
        report: filled while reading.

    Raises:
        NotApplicable: the file holds no sound.
        MediaError: it cannot be read, or is longer than the limit.
        JobCancelled: the user asked to stop.
    """
    kind, report, job = sniff(path), report or SoundReport(), job or QuietJob()
    if kind.still:
        raise NotApplicable(f"{shown(path)} is a picture; it holds no sound.")
    with open_input(path, kind, limits=limits) as container, readable(path):
        stream = stream_of(container, path, report)
        resampler = AudioResampler(format="fltp", rate=rate_hz)
        for frame in _decoded(container, stream, report):
            if report.samples > limits.max_duration_seconds * rate_hz:
                most = limits.max_duration_seconds
                raise MediaError(f"{shown(path)} holds more than {most:g} s of sound; raise the limit.")
            job.progress(report.samples, 0, "sound")
            for made in resampler.resample(frame):
                # the mean of the channels: FFmpeg's own mix of two equal ones is 3 dB louder than either
                samples = np.asarray(made.to_ndarray(), np.float32).mean(0)
                report.samples += len(samples)
                yield samples


def stream_of(container: Any, path: Path, report: SoundReport) -> Any:
    """The first audio stream with a decoder; the others are left out while reading.

    Raises:
        NotApplicable: the file holds no sound.
        MediaError: it holds none that can be decoded.
    """
    streams = list(container.streams.audio)
    report.streams = len(streams)
    if not streams:
        raise NotApplicable(f"{shown(path)} holds no sound.")
    stream = next((s for s in streams if s.codec_context is not None), None)
    if stream is None:
        raise MediaError(f"{shown(path)} holds sound of a codec this build of FFmpeg cannot decode; convert a copy.")
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    report.stream_index, report.codec = stream.index, stream.codec_context.codec.canonical_name
    return stream


def _decoded(container: Any, stream: Any, report: SoundReport) -> Iterator[Any]:
    """Frames, then ``None`` to flush the resampler."""
    first = True
    for packet in _packets(container, stream, report):
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            report.damaged += 1
            continue
        for frame in frames:
            if first and frame.pts is not None:
                report.start_seconds = float(frame.pts * frame.time_base)
            first, frame.pts = False, None  # time is counted in samples from here on
            yield frame
    yield None


def _packets(container: Any, stream: Any, report: SoundReport) -> Iterator[Any]:
    """Packets and the empty one that flushes the decoder, until the file cannot be read on."""
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError:
        report.damaged += 1
