"""Video encoders set up as the plain ffmpeg program sets them up, on one thread, the same bytes every time.

With frame threads, the same scaler and time base, and `clean_memory`, libx264 here and ffmpeg 9's write the same
packets, bit for bit (measured on five clips); threads change 0.1 % of the bytes at most.

When adding a codec: its encoder in `ENCODERS`, its speeds in `_speed`, its rates in `_rate`, a line in the tests.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import cv2
from av.codec.context import Flags, ThreadType

from deepfake_studio.errors import UsageError

# SVT-AV1 writes a page about itself to standard error unless it is told to name errors only.
os.environ.setdefault("SVT_LOG", "1")

Rate = Literal["crf", "cqp", "abr", "2pass", "vbv"]
ENCODERS: Mapping[str, str] = MappingProxyType(
    {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1"}
)
KERNELS = ("fast_bilinear", "bilinear", "bicubic", "neighbor", "area", "bicublin", "gauss", "sinc", "lanczos", "spline")
_SPEEDS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
_M_PERTURB = -6  # glibc, malloc.h
_AVX_512F = 13  # OpenCV's number (core/cvdef.h); Python has no name for it
_BUFFER_SECONDS = 2  # of a capped rate, where nobody measured the buffer: what guides to ffmpeg use


# What each H.264 profile can hold, by the pixel formats of libx264 (ITU-T H.264, annex A)
_EIGHT_BITS = ("yuv420p", "yuvj420p", "nv12")
_H264_PROFILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("baseline", "main", "high"), _EIGHT_BITS),
        "high10": (*_EIGHT_BITS, "yuv420p10le"),
        "high422": (*_EIGHT_BITS, "yuv420p10le", "yuv422p", "yuvj422p", "yuv422p10le"),
        "high444": (),  # anything
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRecipe:
    """How pictures are encoded.

    ``crf`` is the codec's own scale (for ``cqp`` its quantiser), ``bitrate_bps`` the aim of ``abr`` and ``2pass`` and
    the cap of ``vbv``. What is ``None`` is left to the encoder, as ffmpeg leaves it.
    """

    width_px: int
    height_px: int
    codec: str = "h264"
    rate: Rate = "crf"
    crf: float | None = None
    bitrate_bps: int | None = None
    gop: int | None = None
    profile: str | None = None
    preset: str | None = None
    pixel_format: str = "yuv420p"
    kernel: str | None = None
    threads: int = 1

    def __post_init__(self) -> None:
        if self.codec not in ENCODERS:
            raise UsageError(f"There is no encoder for '{self.codec}'; choose from {', '.join(ENCODERS)}.")
        if self.kernel is not None and self.kernel not in KERNELS:
            raise UsageError(f"The scaler knows no kernel '{self.kernel}'; choose from {', '.join(KERNELS)}.")
        needed = self.crf if self.rate in ("crf", "cqp") else self.bitrate_bps
        if needed is None:
            what = "a CRF" if self.rate in ("crf", "cqp") else "a bitrate"
            raise UsageError(f"Rate control '{self.rate}' needs {what}; give one.")
        if self.codec == "h264" and self.profile is not None:
            _check_profile(self.profile, self.pixel_format)


def _check_profile(profile: str, pixel_format: str) -> None:
    if profile not in _H264_PROFILES:
        raise UsageError(f"H.264 has no profile '{profile}'; choose from {', '.join(_H264_PROFILES)}.")
    held = _H264_PROFILES[profile]
    if held and pixel_format not in held:
        raise UsageError(f"The H.264 profile {profile} holds no {pixel_format}; change the profile or the layout.")


def set_up(context: Any, recipe: VideoRecipe, *, number: int = 0, stats: str | None = None) -> None:
    """Prepare an unopened encoder context.

    Args:
        context: of PyAV; its rate and time base are the caller's.
        recipe: what to set.
        number: 1 or 2 where two passes are made.
        stats: file in which libx264 keeps what the first pass learned.
    """
    context.width, context.height, context.pix_fmt = recipe.width_px, recipe.height_px, recipe.pixel_format
    context.thread_count = recipe.threads
    # PyAV's own choice is slice threads: another stream, 4 % larger, than that of ffmpeg.
    context.thread_type = ThreadType.FRAME
    context.options = options(recipe)
    if number:
        context.flags |= Flags.pass1 if number == 1 else Flags.pass2
        context.options = {**context.options, "stats": stats or ""}


def two_passes(recipe: VideoRecipe) -> bool:
    """Whether the encoder is run twice: libx264 only, the others aim at the average in one pass."""
    return recipe.rate == "2pass" and recipe.codec == "h264"


def options(recipe: VideoRecipe) -> dict[str, str]:
    """The encoder's options by ffmpeg's names."""
    found = {**_rate(recipe), **_speed(recipe), **_quiet(recipe)}
    if recipe.gop is not None:
        found["g"] = str(recipe.gop)
    if recipe.profile is not None and recipe.codec in ("h264", "hevc"):
        found["profile"] = recipe.profile
    elif recipe.profile is not None and recipe.codec == "vp9":
        found["profile"] = recipe.profile.removeprefix("profile")
    return found


def _rate(recipe: VideoRecipe) -> dict[str, str]:
    cap = {"maxrate": str(recipe.bitrate_bps), "bufsize": str(_BUFFER_SECONDS * (recipe.bitrate_bps or 0))}
    if recipe.rate in ("abr", "2pass"):
        return {"b": str(recipe.bitrate_bps)}
    if recipe.rate == "vbv" and recipe.crf is None:
        return {"b": str(recipe.bitrate_bps), **cap}
    assert recipe.crf is not None  # seen to by VideoRecipe
    if recipe.rate == "cqp":
        return _constant(recipe.codec, round(recipe.crf))
    crf = {"crf": f"{recipe.crf:g}" if recipe.codec in ("h264", "hevc") else str(round(recipe.crf))}
    if recipe.codec == "vp9":  # without a rate of 0 the CRF is only a bound
        return {**crf, "b": str(recipe.bitrate_bps) if recipe.rate == "vbv" else "0"}
    return {**crf, **cap} if recipe.rate == "vbv" else crf


def _constant(codec: str, quantiser: int) -> dict[str, str]:
    if codec == "vp9":
        return {"crf": str(quantiser), "qmin": str(quantiser), "qmax": str(quantiser), "b": "0"}
    return {"qp": str(quantiser)}


def _speed(recipe: VideoRecipe) -> dict[str, str]:
    word = recipe.preset
    if word is None:
        return {}
    if recipe.codec in ("h264", "hevc"):
        return {"preset": word}
    if word not in _SPEEDS and not word.lstrip("-").isdigit():
        raise UsageError(f"The preset '{word}' is no number and none of {', '.join(_SPEEDS)}; choose one of them.")
    number = word if word not in _SPEEDS else str(max(0, 8 - _SPEEDS.index(word)))
    return {"cpu-used": number} if recipe.codec == "vp9" else {"preset": number}


def _quiet(recipe: VideoRecipe) -> dict[str, str]:
    """Threads and messages, and what keeps two runs alike."""
    if recipe.codec == "h264":
        blind = _mallopt() is None and cv2.checkHardwareSupport(_AVX_512F)
        return {"x264-params": "asm=AVX2"} if blind else {}
    if recipe.codec == "hevc":
        one = "pools=none:frame-threads=1:" if recipe.threads == 1 else ""
        return {"x265-params": f"{one}log-level=none"}
    if recipe.codec == "av1":
        return {"svtav1-params": f"lp={recipe.threads}"}
    return {}


@contextmanager
def clean_memory() -> Iterator[None]:
    """While an x264 encoder is open: new memory holds zeros, as it does in a fresh process of ffmpeg.

    WORKAROUND x264 core 165: its AVX-512 look-ahead reads unset memory (measured: 4 different streams in 5 encodes of
    the same pictures in one process). With zeros there the streams are alike and those of ffmpeg, packet for packet,
    and cost no more time. Where memory cannot be told so, `_quiet` does without AVX-512: alike as well, but in busy
    pictures as far from ffmpeg's (SSIM .971 at CRF 27) as an encode on a processor without it.
    """
    tell = _mallopt()
    with _PERTURB:
        _PERTURB.count += 1
        if tell is not None and _PERTURB.count == 1:
            tell(_M_PERTURB, 255)  # glibc fills new memory with the complement
    try:
        yield
    finally:
        with _PERTURB:
            _PERTURB.count -= 1
            if tell is not None and not _PERTURB.count:
                tell(_M_PERTURB, 0)


class _Count:
    """How many encodes ask for clean memory, behind a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


_PERTURB = _Count()


@lru_cache(maxsize=1)
def _mallopt() -> Callable[[int, int], int] | None:
    """glibc's ``mallopt``, ``None`` with another C library."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return None
    tell: Callable[[int, int], int] = library.mallopt
    return tell
