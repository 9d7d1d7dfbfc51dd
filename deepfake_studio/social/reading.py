"""What the bit stream of a shared file states, put together: read, never estimated."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import stated
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.stated import Stated
from deepfake_studio.media.trace import Trace
from deepfake_studio.social import declared, groups, profiles, quality
from deepfake_studio.social.nouns import AudioReading, Pictures, StreamReading

# Pictures decoded for their block quantisers; sizes, types and key flags are read of all.
READ_FRAMES = 300


def read(
    path: Path, *, limits: Limits = DEFAULT, job: Job | None = None, frames: int | None = READ_FRAMES
) -> StreamReading:
    """Read one file; ``frames`` pictures are decoded for their quantisers, all with ``None``.

    Raises:
        MediaError: the file cannot be read or is over a limit.
        NotApplicable: it is a still picture, or sound alone.
        JobCancelled: the user asked to stop.
    """
    path = Path(path)
    count = limits.max_frames if frames is None else frames
    found = stated.read(path, limits=limits, job=job or QuietJob(), frames=count)
    video, trace = found.video, found.trace
    codec, head = video.codec, trace.head
    if not codec or not video.width_px or not video.height_px:
        raise MediaError(f"{shown(path)} states no codec or picture size; it is damaged, acquire it again.")
    message = declared.parse([*head.messages, *found.tags.values()])
    pictures = _pictures(trace)
    said = declared.declaration(message, head.values)
    said = declared.checked(said, pictures, quality.quality(codec, pictures, found.fps), fps=found.fps)
    group = groups.groups(trace.key, trace.change)
    duration = found.duration_seconds
    return StreamReading(
        path=str(path),
        container=found.container,
        brands=found.brands,
        handlers=found.handlers,
        codec=codec,
        profile=head.profile or profiles.encoder_name(codec, video.profile),
        level=head.level or profiles.level_name(codec, video.level),
        width_px=video.width_px,
        height_px=video.height_px,
        sample_aspect=video.sample_aspect or Fraction(1),
        rotation_degrees=video.rotation_degrees,
        fps=found.fps,
        frames=len(trace.letters),
        duration_seconds=duration,
        pixel_format=video.pixel_format or "unknown",
        colour=_colour(found),
        gop=group.gop,
        gop_at_least=group.at_least,
        pattern=groups.pattern(trace.letters, trace.key),
        b_frames=groups.longest_run(trace.letters, of="B"),
        references=_references(trace),
        encoder=_encoder(message, found),
        settings=message.settings if message is not None else {},
        declared_crf=said.crf,
        declared_by=said.by,
        declared_rate_control=said.rate_control,
        bitrate_bps=round(found.bits / duration) if duration else 0,
        audio=_audio(found),
        pictures=pictures,
        warnings=(*found.warnings, *said.warnings),
        variable_frame_rate=video.variable_frame_rate,
        declared_qp=said.qp,
        declared_bps=said.bitrate_bps,
        declared_cap_bps=said.cap_bps,
        headers=head.values,
        tags=found.tags,
        intervals=group.intervals,
        messages=head.messages,
    )


def _colour(found: Stated) -> dict[str, str]:
    """The colour tags by FFmpeg's names; those that are not set are left out."""
    video = found.video
    tags = {
        "range": video.color_range,
        "space": video.color_space,
        "primaries": video.color_primaries,
        "transfer": video.color_transfer,
    }
    return {name: value for name, value in tags.items() if value}


def _references(trace: Trace) -> int | None:
    """The encoder's own setting where x264's headers show it; the parameter set counts buffers, pyramid included."""
    values = trace.head.values
    if "num_ref_frames" in values and declared.like_x264(values):
        return values.get("num_ref_idx_l0_default", trace.head.references)
    return trace.head.references


def _encoder(message: declared.Message | None, found: Stated) -> str | None:
    """The encoder's own words, else what the container says of the video stream, else of itself."""
    if message is not None:
        return message.encoder
    names = ("stream.encoder", "stream.encoder_settings", "encoder", "encoding_tool", "writing_application")
    named = next((found.tags[name] for name in names if name in found.tags), None)
    return next(iter(found.trace.head.messages), None) or named


def _audio(found: Stated) -> AudioReading | None:
    audio = found.audio
    if audio is None or audio.codec is None:
        return None
    return AudioReading(
        codec=audio.codec,
        profile=audio.profile,
        bitrate_bps=found.audio_bps,
        sample_rate_hz=audio.sample_rate_hz,
        channels=audio.channels,
    )


def _pictures(trace: Trace) -> Pictures | None:
    if not trace.decoded and not (trace.letters != "?").any():
        return None
    return Pictures(
        letters=trace.letters,
        qp=trace.qp,
        slice_qp=trace.slice_qp,
        sizes=np.asarray(trace.sizes, np.int64),
        pts_seconds=trace.pts_seconds,
        key=trace.key,
        qp_spread=trace.qp_spread,
        change=trace.change,
        reference=trace.reference,
        level=trace.level,
        level_spread=trace.level_spread,
        level_high=trace.level_high,
        level_blocks=trace.level_blocks,
        blocks=trace.blocks,
        ordered=trace.ordered,
    )
