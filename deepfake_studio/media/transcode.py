"""H.264, HEVC and VP9 there and back in memory, in one pass or several, at sizes of their own.

One thread and no look-ahead, so that the same frames give the same pictures each time.
When adding a codec: its encoder and options in `_ENCODERS`, its decoder in `_DECODERS`, a line in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import av.error
from av.codec.context import ThreadType
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

from deepfake_studio.errors import MediaError, UsageError
from deepfake_studio.media import yuv
from deepfake_studio.media.yuv import BT709, Pixels

LAYOUTS = {"420": "yuv420p", "422": "yuv422p", "444": "yuv444p"}
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow")
# No look-ahead: libx264's reads unset memory at sizes that are no multiple of 16 (measured: 20 different streams
# in 40 encodes of the same six frames, 1 without it), and a crop of 160 px then costs about a millisecond.
_X264 = "rc-lookahead=0:sync-lookahead=0"
_X265 = "pools=none:frame-threads=1:wpp=0:rc-lookahead=0:bframes=0:scenecut=0:log-level=none"
_ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9"}
_DECODERS = {"h264": "h264", "hevc": "hevc", "vp9": "vp9"}
_LEAST_PX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One encode.

    ``crf`` is the codec's own scale (0..51, VP9 0..63); a ``bitrate_bps`` takes its place. ``preset`` is x264's word;
    for VP9 it becomes ``cpu-used`` 8 down to 2. ``chroma`` is 420, 422 or 444. ``size`` is (width, height) in px, that
    of the frames by default.
    """

    codec: str = "h264"
    crf: int = 23
    preset: str = "veryfast"
    chroma: str = "420"
    size: tuple[int, int] | None = None
    bitrate_bps: int | None = None

    def __post_init__(self) -> None:
        for value, known in ((self.codec, _ENCODERS), (self.chroma, LAYOUTS), (self.preset, PRESETS)):
            if value not in known:
                raise UsageError(f"An encode knows no '{value}'; choose from {', '.join(known)}.")
        if not 0 <= self.crf <= (63 if self.codec == "vp9" else 51):
            raise UsageError(f"CRF {self.crf} is beyond the scale of {self.codec}; use 0 to 51 (VP9: 0 to 63).")


def transcode(
    frames: Sequence[Pixels],
    passes: Sequence[Pass],
    *,
    fps: int = 25,
    down: str = "bicubic",
    up: str = "bicubic",
    options: dict[str, str] | None = None,
    exact: bool = False,
    kept: Iterable[int] | None = None,
) -> list[Pixels]:
    """What ``frames`` (``uint8`` RGB, equal sizes) look like after ``passes``: as many, of the same size.

    No container, and no way through RGB between passes. The first picture is an I picture, the others are predicted,
    as in a recording. Odd sizes are padded by their edge and cut again; where a pass has a size of its own, pictures
    are scaled by ``down`` to it and by ``up`` back (names of `yuv.SCALINGS`). ``options`` go to every encoder;
    ``exact`` converts colours with the last bit. ``kept`` names the frames wanted back, all by default.

    Raises:
        MediaError: the encoder refuses a size or an option.
    """
    if not frames or not passes:
        return list(frames)
    wanted = range(len(frames)) if kept is None else list(kept)
    height, width = frames[0].shape[:2]
    hows = (yuv.EXACT, yuv.EXACT) if exact else (yuv.SCALINGS[down], yuv.SCALINGS[up])
    pictures = _first(frames, passes[0], hows[0])
    try:
        for number, one in enumerate(passes):
            if number:
                pictures = _next(pictures, one, hows[0])
            pictures = _once(pictures, one, fps, options or {})
    except (av.error.FFmpegError, ValueError) as error:
        size = f"{pictures[0].width}x{pictures[0].height}"
        raise MediaError(f"{one.codec} cannot encode {size} ({error}); change size or options.") from error
    return _back([pictures[i] for i in wanted], (width, height), hows[1], scaled=any(p.size for p in passes))


def _first(frames: Sequence[Pixels], one: Pass, how: Interpolation) -> list[av.VideoFrame]:
    scaler = VideoReformatter()
    height, width = frames[0].shape[:2]
    whole = one.size is None and (height % 2 or width % 2)
    size = _allowed(one.size) if one.size else (width + width % 2, height + height % 2)
    return [
        yuv.from_rgb(scaler, yuv.padded(f) if whole else f, size, i, layout=LAYOUTS[one.chroma], how=how)
        for i, f in enumerate(frames)
    ]


def _next(pictures: list[av.VideoFrame], one: Pass, how: Interpolation) -> list[av.VideoFrame]:
    scaler = VideoReformatter()
    size = _allowed(one.size) if one.size else (pictures[0].width, pictures[0].height)
    layout = LAYOUTS[one.chroma]
    return [yuv.between(scaler, p, size, i, layout=layout, how=how) for i, p in enumerate(pictures)]


def _allowed(size: tuple[int, int]) -> tuple[int, int]:
    return yuv.even((max(_LEAST_PX, size[0]), max(_LEAST_PX, size[1])))


def _once(pictures: list[av.VideoFrame], one: Pass, fps: int, options: dict[str, str]) -> list[av.VideoFrame]:
    encoder = _encoder(pictures[0], one, fps, options)
    packets = [packet for picture in pictures for packet in encoder.encode(picture)] + encoder.encode(None)
    decoder: Any = av.CodecContext.create(_DECODERS[one.codec], "r")
    decoder.thread_type = ThreadType.NONE
    made: list[av.VideoFrame] = [picture for packet in packets for picture in decoder.decode(packet)]
    made += decoder.decode(None)
    if len(made) != len(pictures):
        raise RuntimeError(f"{_ENCODERS[one.codec]} returned {len(made)} of {len(pictures)} pictures")
    return made


def _encoder(picture: av.VideoFrame, one: Pass, fps: int, options: dict[str, str]) -> VideoCodecContext:
    encoder: Any = av.CodecContext.create(_ENCODERS[one.codec], "w")
    describe(encoder, picture.width, picture.height, LAYOUTS[one.chroma])
    encoder.time_base = Fraction(1, fps)
    encoder.framerate = Fraction(fps)
    encoder.thread_count = 1
    rate = {"crf": str(one.crf)} if one.bitrate_bps is None else {"b": str(one.bitrate_bps)}
    encoder.options = {**_speed(one), **rate, **options}
    return encoder  # type: ignore[no-any-return]


def _speed(one: Pass) -> dict[str, str]:
    if one.codec == "h264":
        return {"preset": one.preset, "x264-params": _X264}
    if one.codec == "hevc":
        return {"preset": one.preset, "x265-params": _X265}
    used = 8 - PRESETS.index(one.preset)
    return {
        "b": "0",
        "deadline": "realtime" if used > 4 else "good",
        "cpu-used": str(used),
        "lag-in-frames": "0",
        "auto-alt-ref": "0",
        "row-mt": "0",
    }


def describe(context: Any, width: int, height: int, layout: str = "yuv420p") -> None:
    """Set size, layout and the BT.709 studio-range tags of an encoder."""
    context.width, context.height, context.pix_fmt = width, height, layout
    context.color_range = ColorRange.MPEG
    context.color_primaries = context.color_trc = context.colorspace = BT709


def _back(pictures: list[av.VideoFrame], size: tuple[int, int], how: Interpolation, *, scaled: bool) -> list[Pixels]:
    scaler = VideoReformatter()
    if scaled:
        return [yuv.to_rgb(scaler, p, size=size, how=how) for p in pictures]
    return [yuv.to_rgb(scaler, p, how=how)[: size[1], : size[0]] for p in pictures]
