"""Which family of encoders wrote a stream, with the families that could have written it too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from deepfake_studio.social.blind_stream import Measured
from deepfake_studio.social.declared import like_x264
from deepfake_studio.social.nouns import StreamReading

Name = Literal["x264", "x265", "libvpx", "SVT-AV1", "libaom", "hardware or other", "unknown"]
_NAMED: tuple[tuple[str, Name], ...] = (
    ("x264", "x264"), ("x265", "x265"), ("svt", "SVT-AV1"), ("libaom", "libaom"), ("aomedia", "libaom"),
    ("libvpx", "libvpx"), ("webm project", "libvpx"),
)  # fmt: skip
_RIVALS: dict[str, tuple[Name, ...]] = {
    "h264": ("x264", "hardware or other"),
    "hevc": ("x265", "hardware or other"),
    "vp8": ("libvpx", "hardware or other"),
    "vp9": ("libvpx", "hardware or other"),
    "av1": ("SVT-AV1", "libaom", "hardware or other"),
}
# x264 codes no step of one between neighbours (it keeps the quantiser instead), below its two slowest presets
_SINGLE_STEPS, _LEAST_STEPS = 0.1, 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The likeliest family, the others that are not excluded, and what speaks for it."""

    name: Name
    rivals: tuple[Name, ...]
    basis: str


def family(reading: StreamReading, measured: Measured | None) -> Family:
    """By name where the encoder left one, else by how parameter sets and quantisers are written."""
    rivals = _RIVALS.get(reading.codec, ())
    for text in (reading.encoder, *reading.messages, reading.tags.get("stream.encoder")):
        for part, name in _NAMED:
            if text and part in text.lower() and name in rivals:
                return Family(name=name, rivals=_without(rivals, name), basis="its name in the file")
    if reading.codec == "h264":
        return _h264(reading, measured, rivals)
    if reading.codec in ("vp8", "vp9"):
        return Family(name="libvpx", rivals=_without(rivals, "libvpx"), basis="the common encoder of this codec")
    return Family(name="unknown", rivals=rivals, basis="nothing in the stream tells these encoders apart")


def _h264(reading: StreamReading, measured: Measured | None, rivals: tuple[Name, ...]) -> Family:
    syntax = like_x264(reading.headers)
    steps = np.mean([s.steps for s in measured.seen], axis=0) if measured is not None and measured.seen else np.zeros(2)
    varied = float(steps.sum()) > _LEAST_STEPS
    single = varied and float(steps[0]) > _SINGLE_STEPS * float(steps.sum())
    if not syntax:
        return Family(
            name="hardware or other", rivals=_without(rivals, "hardware or other"),
            basis="parameter sets are not written as x264 writes them",
        )  # fmt: skip
    if single:
        return Family(
            name="x264", rivals=_without(rivals, "x264"),
            basis="parameter sets as of x264, though quantisers step by one as in its slowest presets only",
        )  # fmt: skip
    also = " and no quantiser steps by one" if varied else ""
    return Family(name="x264", rivals=_without(rivals, "x264"), basis=f"parameter sets as of x264{also}")


def _without(names: tuple[Name, ...], one: Name) -> tuple[Name, ...]:
    return tuple(name for name in names if name != one)
