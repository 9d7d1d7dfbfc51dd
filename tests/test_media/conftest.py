"""Tiny recordings with the frame number painted into every picture, so that a wrong frame cannot pass."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
BITS = 8
WIDTH, HEIGHT = 128, 64


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """A picture whose upper half is ``number`` in 8 black or white bars and whose lower half moves."""
    pixels = np.zeros((height, width, 3), np.uint8)
    bar = width // BITS
    for bit in range(BITS):
        pixels[: height // 2, bit * bar : (bit + 1) * bar] = 235 if number >> bit & 1 else 16
    x = np.arange(width)
    pixels[height // 2 :] = np.stack([(x * 2 + number * 7) % 256, (x + number * 3) % 256, x % 256], -1)[None]
    return pixels


def number_of(pixels: Pixels) -> int:
    """The number painted into a picture."""
    height, width = pixels.shape[:2]
    bar = width // BITS
    strip = pixels[height // 8 : height * 3 // 8].astype(float).mean(axis=(0, 2))
    return sum(1 << bit for bit in range(BITS) if strip[bit * bar + bar // 4 : bit * bar + bar * 3 // 4].mean() > 128)


def write(
    path: Path,
    *,
    codec: str = "libx264",
    container: str | None = None,
    count: int = 50,
    fps: int = 25,
    pts: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    options: dict[str, str] | None = None,
    pixel_format: str = "yuv420p",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    sample_aspect: Fraction | None = None,
    context: dict[str, Any] | None = None,
    mux_options: dict[str, str] | None = None,
) -> Path:
    """A recording of ``count`` numbered pictures; ``pts`` in units of ``time_base`` (1/fps by default)."""
    with av.open(str(path), "w", format=container, options=mux_options or {}) as out:
        stream: Any = out.add_stream(codec, rate=Fraction(fps), options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pixel_format
        stream.codec_context.thread_count = 1
        if time_base is not None:
            stream.time_base = stream.codec_context.time_base = time_base
        if sample_aspect is not None:
            stream.codec_context.sample_aspect_ratio = sample_aspect
        for name, value in (context or {}).items():
            setattr(stream.codec_context, name, value)
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(numbered(number, *size), format="rgb24").reformat(format=pixel_format)
            frame.pts = pts[number] if pts is not None else number
            frame.time_base = time_base or Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def write_sound(path: Path, *, codec: str, container: str | None = None, rate: int = 16000) -> Path:
    """One second of a tone."""
    with av.open(str(path), "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=rate)
        stream.layout = "mono"
        tone = np.sin(np.arange(rate) * 0.05).astype(np.float32)
        fmt = stream.codec_context.format.name
        kinds = {"s16": np.int16, "s32": np.int32, "flt": np.float32}
        kind = kinds[fmt[:3]]
        data = tone if kind is np.float32 else (tone * 0.5 * np.iinfo(kind).max).astype(kind)
        frame = av.AudioFrame.from_ndarray(data[None], format=fmt, layout="mono")
        frame.sample_rate = rate
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def patch_box(path: Path, box: bytes, change: Callable[[bytearray, int], None]) -> Path:
    """Change the bytes of the first ``box`` of an MP4; ``change`` gets the data and the place behind the box name."""
    data = bytearray(path.read_bytes())
    change(data, data.index(box) + 4)
    path.write_bytes(data)
    return path


def rotate(path: Path, degrees: int, *, mirrored: bool = False) -> Path:
    """Set the track's display matrix to a clockwise rotation."""
    a, b = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    c, d = -b, a
    if mirrored:
        a, b = -a, -b

    def change(data: bytearray, at: int) -> None:
        matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
        data[at + 40 : at + 76] = matrix

    return patch_box(path, b"tkhd", change)


X265 = "keyint=12:bframes=3:log-level=none"
VPX = {"g": "12", "cpu-used": "8"}
X264 = {"bf": "2", "g": "12", "preset": "medium", "crf": "18"}
OPEN_GOP = {**X264, "x264-params": "open-gop=1:b-adapt=0"}


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of each kind, 50 pictures each."""
    folder = tmp_path_factory.mktemp("clips")

    def at(name: str, **how: Any) -> Path:
        return write(folder / name, **how)

    uneven = [0, 40, 50, 200, 210, 215, 400] + [400 + 37 * k * (1 + k % 3) // 1 + k for k in range(1, 44)]
    uneven = sorted(set(uneven))
    uneven += [uneven[-1] + 10 * k for k in range(1, 51 - len(uneven))]
    interlaced = {**X264, "x264-params": "tff=1"}
    return {
        "plain": at("plain.mp4", options={"bf": "0", "g": "12", "crf": "18"}),
        "b-frames": at("b.mp4", options=X264),
        "pyramid": at("pyramid.mkv", options={**X264, "bf": "5", "x264-params": "b-pyramid=normal:b-adapt=0"}),
        "open-gop": at("open.mp4", options=OPEN_GOP),
        "open-gop-ts": at("open.ts", options=OPEN_GOP),
        "one-gop": at("long.mp4", options={**X264, "g": "999"}),
        "vfr": at("vfr.mkv", options=X264, pts=uneven, time_base=Fraction(1, 1000)),
        "late": at("late.mp4", options=X264, pts=[500 + k for k in range(50)]),
        "fragmented": at("frag.mp4", options=X264, mux_options={"movflags": "frag_keyframe+empty_moov"}),
        "hevc": at("hevc.mp4", codec="libx265", options={"x265-params": X265 + ":open-gop=1"}),
        "hevc-ts": at("hevc.ts", codec="libx265", options={"x265-params": X265}),
        "vp9": at("vp9.webm", codec="libvpx-vp9", options={**VPX, "auto-alt-ref": "1", "lag-in-frames": "12"}),
        "vp8": at("vp8.webm", codec="libvpx", options=VPX),
        "av1": at("av1.mkv", codec="libsvtav1", options={"g": "12", "preset": "12"}),
        "mpeg4-avi": at("asp.avi", codec="mpeg4", options={"g": "12", "b": "2000000"}),
        "mpeg4-b-avi": at("asp-b.avi", codec="mpeg4", options={"g": "12", "bf": "2", "b": "2000000"}),
        "mpeg2-ps": at("ps.mpg", codec="mpeg2video", container="mpeg", options={"g": "12", "bf": "2", "b": "3000000"}),
        "mpeg2-ts": at("m2.ts", codec="mpeg2video", options={"g": "12", "bf": "2", "b": "3000000"}),
        "mpeg1-es": at("es.m1v", codec="mpeg1video", container="mpeg1video", options={"g": "12", "b": "3000000"}),
        "h264-es": at("es.h264", container="h264", options=X264),
        "flv": at("x.flv", options=X264),
        "mjpeg": at("m.mov", codec="mjpeg", pixel_format="yuvj420p"),
        "interlaced-ts": at("i.ts", options=interlaced),
        "ten-bit": at("ten.mp4", options=X264, pixel_format="yuv420p10le"),
        "444": at("444.mkv", options=X264, pixel_format="yuv444p"),
        "rgb": at("rgb.mkv", codec="libx264rgb", options={"crf": "10"}, pixel_format="rgb24"),
        "ffv1": at("ffv1.mkv", codec="ffv1", pixel_format="gray"),
    }  # fmt: skip


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One second of a tone per format."""
    folder = tmp_path_factory.mktemp("sounds")
    return {
        "mp3": write_sound(folder / "a.mp3", codec="libmp3lame"),
        "wav": write_sound(folder / "a.wav", codec="pcm_s16le"),
        "flac": write_sound(folder / "a.flac", codec="flac"),
        "m4a": write_sound(folder / "a.m4a", codec="aac", container="ipod"),
        "ogg": write_sound(folder / "a.ogg", codec="libopus", rate=48000),
    }


# The helpers as fixtures: test modules are imported by path and cannot import this file.
for _helper in (numbered, number_of, write, write_sound, patch_box, rotate):
    globals()[f"_fixture_{_helper.__name__}"] = pytest.fixture(scope="session", name=_helper.__name__)(
        lambda helper=_helper: helper
    )
