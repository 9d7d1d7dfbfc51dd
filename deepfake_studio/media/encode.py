"""H.264 encodes through libx264: a file, or there and back in memory.

Colours are BT.709 in studio range and tagged so, as cameras and platforms write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.codec.context import ThreadType
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError
from deepfake_studio.media.files import shown

Pixels = NDArray[np.uint8]

_FLAGS = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INT
_BT709 = 1  # ITU-T H.273: primaries, transfer and matrix alike


def encode_h264(
    path_out: Path,
    frames: Iterable[Pixels],
    *,
    fps: Fraction,
    crf: int,
    preset: str = "medium",
    size: tuple[int, int] | None = None,
    options: dict[str, str] | None = None,
) -> int:
    """Write ``frames`` (``uint8`` RGB, equal sizes) as an H.264 MP4 and say how many there were.

    ``size`` is (width, height) of the result in pixels, the frames' own by default; odd sizes lose their last row or
    column, which 4:2:0 cannot hold. ``options`` go to libx264 as they are.

    Raises:
        MediaError: there are no frames or the disk refuses them.
    """
    count = 0
    scaler = VideoReformatter()
    try:
        with av.open("file:" + str(path_out), "w", format="mp4", options={"movflags": "+faststart"}) as out:
            stream = None
            for pixels in frames:
                if stream is None:
                    width, height = _even(size or (pixels.shape[1], pixels.shape[0]))
                    stream = out.add_stream(
                        "libx264", rate=fps, options={"crf": str(crf), "preset": preset, **(options or {})}
                    )
                    _describe(stream.codec_context, width, height)
                out.mux(stream.encode(_yuv(scaler, pixels, width, height, count)))
                count += 1
            if stream is not None:
                out.mux(stream.encode(None))
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{shown(path_out)} cannot be written ({error}); check free space and permissions.") from error
    if not count:
        raise MediaError(f"{shown(path_out)} was not written because there are no frames to encode.")
    return count


def encode_in_memory(
    frames: Sequence[Pixels],
    *,
    crf: int,
    preset: str = "veryfast",
    fps: int = 25,
    options: dict[str, str] | None = None,
) -> list[Pixels]:
    """What ``frames`` (``uint8`` RGB, equal sizes) look like after H.264: as many, of the same size.

    One thread, no container; odd sizes are padded by their edge and cut again. The first frame is an I picture, the
    others are predicted, as in a recording; ``options`` go to libx264 (for instance ``{"keyint": "1"}``).
    """
    if not frames:
        return []
    height, width = frames[0].shape[:2]
    scaler = VideoReformatter()
    encoder = _encoder(width + width % 2, height + height % 2, crf, preset, fps, options or {})
    packets = []
    for number, pixels in enumerate(frames):
        packets += encoder.encode(_yuv(scaler, _padded(pixels), encoder.width, encoder.height, number))
    packets += encoder.encode(None)
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.thread_type = ThreadType.NONE
    pictures = [picture for packet in packets for picture in decoder.decode(packet)] + decoder.decode(None)
    if len(pictures) != len(frames):
        raise RuntimeError(f"libx264 returned {len(pictures)} of {len(frames)} pictures")
    return [_rgb(scaler, picture)[:height, :width] for picture in pictures]


def _encoder(width: int, height: int, crf: int, preset: str, fps: int, options: dict[str, str]) -> VideoCodecContext:
    encoder: Any = av.CodecContext.create("libx264", "w")
    _describe(encoder, width, height)
    encoder.time_base = Fraction(1, fps)
    encoder.framerate = Fraction(fps)
    encoder.thread_count = 1
    # No look-ahead: libx264's reads unset memory at sizes that are no multiple of 16 (measured: 20 different streams
    # in 40 encodes of the same six frames, 1 without it), and a crop of 160 px then costs about a millisecond.
    encoder.options = {
        "crf": str(crf),
        "preset": preset,
        "x264-params": "rc-lookahead=0:sync-lookahead=0",
        **options,
    }
    return encoder  # type: ignore[no-any-return]


def _describe(context: Any, width: int, height: int) -> None:
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.color_range = ColorRange.MPEG
    context.color_primaries = context.color_trc = context.colorspace = _BT709


def _even(size: tuple[int, int]) -> tuple[int, int]:
    return max(2, size[0] & ~1), max(2, size[1] & ~1)


def _padded(pixels: Pixels) -> Pixels:
    below, right = pixels.shape[0] % 2, pixels.shape[1] % 2
    return np.pad(pixels, ((0, below), (0, right), (0, 0)), mode="edge") if below or right else pixels


def _yuv(scaler: VideoReformatter, pixels: Pixels, width: int, height: int, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    yuv = scaler.reformat(
        frame,
        width=width,
        height=height,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=_FLAGS,
        threads=1,
    )
    yuv.pts = number
    yuv.pict_type = 0
    return yuv


def _rgb(scaler: VideoReformatter, picture: av.VideoFrame) -> Pixels:
    rgb = scaler.reformat(
        picture,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=_FLAGS,
        threads=1,
    )
    pixels: Pixels = rgb.to_ndarray()  # type: ignore[assignment]
    return pixels
