"""Tiny encodes of a textured moving scene, so that rate control has something to decide on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from deepfake_studio.media import nal
from deepfake_studio.media.encoders import clean_memory

WIDTH, HEIGHT = 160, 96
Pixels = NDArray[np.uint8]


def scene(count: int, *, seed: int = 1, size: tuple[int, int] = (WIDTH, HEIGHT)) -> list[Pixels]:
    """Two translucent layers of clouds that drift apart: motion explains most of a picture and never all."""
    width, height = size
    rng = np.random.default_rng(seed)
    near, far = (_clouds(rng, width + 192, height + 64) for _ in range(2))
    made = []
    for number in range(count):
        x, y = (number * 2) % 190, (number // 2) % 60
        front = near[y : y + height, x : x + width]
        back = far[60 - y : 60 - y + height, 190 - x : 190 - x + width]
        made.append(np.clip(128 + front + 0.5 * back, 0, 255).astype(np.uint8))
    return made


def _clouds(rng: np.random.Generator, width: int, height: int) -> NDArray[np.float64]:
    """Texture of all scales, more of it towards the right."""
    total = np.zeros((height, width, 3))
    for scale in (2, 4, 8, 16, 32):
        coarse = rng.normal(0, 3.5 * scale**0.6, (-(-height // scale) + 1, -(-width // scale) + 1, 3))
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return total * np.linspace(0.4, 1.6, width)[None, :, None]


def encode(
    path: Path,
    pictures: list[Pixels],
    *,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    pixel_format: str = "yuv420p",
    fps: int = 25,
    pts: list[int] | None = None,
    time_base: Fraction | None = None,
    container: str | None = None,
    sound: bool = False,
    context: dict[str, Any] | None = None,
) -> Path:
    """One file of ``pictures``."""
    with clean_memory(), av.open(str(path), "w", format=container) as out:  # x264 reads memory it never wrote
        stream: Any = out.add_stream(codec, rate=fps, options=options or {})
        stream.width, stream.height, stream.pix_fmt = pictures[0].shape[1], pictures[0].shape[0], pixel_format
        stream.codec_context.thread_count = 1
        if time_base is not None:
            stream.time_base = stream.codec_context.time_base = time_base
        for name, value in (context or {}).items():
            setattr(stream.codec_context, name, value)
        tone: Any = out.add_stream("aac", rate=16000) if sound else None
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=pixel_format)
            frame.pts = pts[number] if pts is not None else number
            frame.time_base = time_base or Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if tone is not None:
            wave = np.sin(np.arange(16000) * 0.05).astype(np.float32)[None]
            chunk = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            chunk.sample_rate = 16000
            out.mux(tone.encode(chunk))
            out.mux(tone.encode(None))
    return path


def without_messages(path: Path) -> Path:
    """A copy of an H.264 MP4 whose SEI units are removed, everything else as it was."""
    target = path.with_name("bare-" + path.name)
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        stream = source.streams.video[0]
        copy = out.add_stream_from_template(stream)
        for packet in source.demux(stream):
            units = [unit for unit in nal.units(bytes(packet), length_bytes=4) if unit[0] & 0x1F != 6]
            if units:
                bare = av.Packet(b"".join(len(unit).to_bytes(4, "big") + unit for unit in units))
                bare.stream, bare.time_base, bare.is_keyframe = copy, packet.time_base, packet.is_keyframe
                bare.pts, bare.dts, bare.duration = packet.pts, packet.dts, packet.duration
                out.mux(bare)
    return target


@pytest.fixture(scope="module", autouse=True)
def _quick_collections() -> Iterator[None]:
    """Estimates collect garbage often, which takes a second each once everything else of the tests is in memory."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def moving() -> list[Pixels]:
    """48 pictures."""
    return scene(48)


@pytest.fixture
def clip(tmp_path: Path, moving: list[Pixels]) -> Callable[..., Path]:
    """Encode the scene: ``clip(crf="23", name="a.mkv", codec=...)``; further options as in `encode`."""

    def make(options: dict[str, str] | None = None, *, name: str = "clip.mp4", count: int = 48, **how: Any) -> Path:
        return encode(tmp_path / name, how.pop("pictures", moving)[:count], options=options, **how)

    return make
