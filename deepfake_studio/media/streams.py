"""The facts of each stream as container and decoder state them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

import numpy as np
from av.stream import Stream
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from deepfake_studio.media.table import FALLBACK_RATE, NO_TIME, Table
from deepfake_studio.vocabulary import StreamInfo

Kind = Literal["video", "audio", "subtitle", "data", "attachment"]

# AVColorSpace by number (ITU-T H.273, table 4)
_SPACES = {0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
           10: "bt2020c", 14: "ictcp"}  # fmt: skip
_RANGES = {ColorRange.MPEG: "limited", ColorRange.JPEG: "full"}
# intervals differing by more than this part of their median make a frame rate variable (time stamps are rounded)
_JITTER = 0.25
_VARIABLE_SHARE = 0.01


def stream_info(stream: Stream, *, rotation_degrees: int = 0, table: Table | None = None) -> StreamInfo:
    """One stream; ``table`` and ``rotation_degrees`` belong to the examined video stream."""
    context: Any = stream.codec_context
    kind: Kind = stream.type if stream.type in ("video", "audio", "subtitle", "attachment") else "data"
    facts: dict[str, Any] = {}
    if context is not None and kind == "video":
        facts = _video(stream, context, rotation_degrees, table)
    elif context is not None and kind == "audio":
        facts = {"sample_rate_hz": context.sample_rate or None, "channels": context.channels or None}
    duration = _seconds(stream.duration, stream.time_base)
    start = _seconds(stream.start_time, stream.time_base)
    if table is not None:
        start, duration = _extent(table, facts["frame_rate"])
        facts["frames"] = table.count if table.trusted else None
    return StreamInfo(
        index=stream.index,
        kind=kind,
        codec=context.codec.canonical_name if context is not None else None,
        codec_long=context.codec.long_name if context is not None else None,
        profile=(context.profile if context is not None else None) or None,
        start_seconds=start,
        duration_seconds=duration,
        bit_rate_bps=_bit_rate(context, table, duration),
        handler=text(stream.metadata.get("handler_name")),
        language=text(stream.metadata.get("language")),
        **facts,
    )


def _extent(table: Table, rate: Fraction | None) -> tuple[float, float]:
    """(start, duration) in seconds by the packets themselves: headers of damaged files lie."""
    if table.times[0] == NO_TIME:
        return 0.0, float(table.count / (rate or FALLBACK_RATE))
    seconds = table.seconds()
    last = float(table.last_duration * table.time_base)
    if last <= 0 and len(seconds) > 1:
        last = float(np.median(np.diff(seconds)))
    return float(seconds[0]), float(seconds[-1] - seconds[0]) + last


def _video(stream: Any, context: Any, rotation: int, table: Table | None) -> dict[str, Any]:
    return {
        "level": context.level if context.level not in (None, -99, 0) else None,
        "pixel_format": context.pix_fmt,
        "width_px": context.width or None,
        "height_px": context.height or None,
        "sample_aspect": _fraction(stream.sample_aspect_ratio),
        "rotation_degrees": rotation,
        "frame_rate": _fraction(_frame_rate(stream, table)),
        "variable_frame_rate": variable_rate(table) if table is not None and table.trusted else None,
        "frames": stream.frames or None,
        "color_range": _RANGES.get(context.color_range),
        "color_space": _SPACES.get(context.colorspace),
        "color_primaries": _name(ColorPrimaries, context.color_primaries),
        "color_transfer": _name(ColorTrc, context.color_trc),
    }


def _frame_rate(stream: Any, table: Table | None) -> Any:
    """Pictures a second; of a bare stream without times FFmpeg's average is its own default, not what headers say."""
    timed = table is None or table.trusted
    rates = (stream.average_rate, stream.guessed_rate) if timed else (stream.guessed_rate, stream.average_rate)
    return rates[0] or rates[1]


def variable_rate(table: Table) -> bool | None:
    """Whether frame intervals differ by more than the rounding of time stamps; ``None`` for fewer than three frames."""
    steps = np.diff(table.times)
    if len(steps) < 2:
        return None
    middle = float(np.median(steps))
    tolerance = max(middle * _JITTER, 1.0)  # a tick of rounding is not variation
    return bool((np.abs(steps - middle) > tolerance).mean() > _VARIABLE_SHARE)


def _bit_rate(context: Any, table: Table | None, duration: float | None) -> int | None:
    if table is not None and duration:
        return round(int(table.size.sum()) * 8 / duration)
    return (getattr(context, "bit_rate", None) or None) if context is not None else None


def _seconds(value: int | None, time_base: Fraction | None) -> float | None:
    return None if value is None or not time_base else float(value * time_base)


def _fraction(value: Any) -> Fraction | None:
    return Fraction(value) if value else None


def _name(enum: Any, value: int) -> str | None:
    try:
        name = str(enum(value).name)
    except ValueError:
        return None
    return None if name == "UNSPECIFIED" else name.lower()


def text(value: str | None, *, longest: int = 4096) -> str | None:
    """Metadata as it may be shown: printable, without surrogates, of bounded length."""
    if not value:
        return None
    clean = value.encode("utf-8", "replace").decode("utf-8")
    clean = "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in clean).strip()
    return clean[:longest] or None
