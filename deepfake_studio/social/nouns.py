"""The nouns of social-network (SN) compression: frozen, and without a library beyond numpy.

Profiles of H.264 and the rest are written in encoder names (``baseline``, ``main``, ``high``, ``high444``, ``main10``,
``profile0``), sizes in pixels as coded (before rotation), rates in bits per second over the pictures alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CrfBasis = Literal["declared", "estimated"]
RateControl = Literal["crf", "cqp", "abr", "2pass", "vbv"]
Status = Literal["estimated", "not_applicable", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """One row per picture in presentation order, of the part that was read.

    ``letters`` (N,) of I, P, B or ?; ``qp`` (N,) float64 mean quantiser of a picture's blocks (NaN where the decoder
    gives none), ``slice_qp`` (N,) the quantiser of its slices before block adaptation; ``sizes`` (N,) int64 bytes;
    ``pts_seconds`` (N,); ``key`` (N,) bool: decoding may start here. All pictures of the file have a row; ``qp`` and
    what else needs decoding is NaN beyond the beginning that was decoded. Quantisers are in the codec's own scale
    (H.264, HEVC 0..51; MPEG-4 1..31; VP9, AV1 0..255). ``qp_spread`` (N,) standard deviation over the blocks,
    ``change`` (N,) mean absolute luma difference to the picture before (0..255), ``reference`` (N,) int8: 1 where
    others refer to the picture, -1 unknown. ``blocks`` counts block quantisers (256,) by letter. ``ordered`` is false
    where nothing states the order of presentation: rows are then in decoding order.

    ``level`` (N,) is the quantiser before its adaptation to each block (H.264 only, see `media.levels`),
    ``level_spread`` (N,) the distance of its quartiles (0.5 is rounding alone), ``level_high`` (N,) its 97th
    percentile, ``level_blocks`` (N,) how many blocks spoke.
    """

    letters: NDArray[np.str_]
    qp: NDArray[np.float64]
    slice_qp: NDArray[np.float64]
    sizes: NDArray[np.int64]
    pts_seconds: NDArray[np.float64]
    key: NDArray[np.bool_]
    qp_spread: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    change: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    level: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    level_spread: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    level_high: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    level_blocks: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    reference: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, np.int8))
    blocks: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    ordered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioReading:
    """What a file states about its first audio stream; ``bitrate_bps`` from packets where the stream gives none."""

    codec: str
    profile: str | None
    bitrate_bps: int | None
    sample_rate_hz: int | None
    channels: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamReading:
    """What the bit stream of one video file states: read, never estimated.

    ``gop`` is the interval of key frames where two intervals that no scene change cut short agree, else ``None`` and
    ``gop_at_least`` holds the longest seen; ``intervals`` are the lengths of all complete groups. ``b_frames`` is the
    longest run of B pictures. ``references`` is x264's own setting where its headers show it, else what the parameter
    set provides for (HEVC: the most that a slice uses). ``declared_crf`` is what the encoder wrote (``declared_by``:
    its message, or the picture parameter set), ``declared_rate_control`` likewise; ``declared_qp``, ``_bps`` and
    ``_cap_bps`` are its constant quantiser, target and cap. ``settings`` are the encoder's options by their own
    names, when it left them. ``bitrate_bps`` is measured from packets. ``pictures`` is ``None`` where packets could be
    counted but not decoded. ``headers`` are plain facts of the parameter sets by the names of the standard.
    """

    path: str
    container: str
    brands: tuple[str, ...]
    handlers: tuple[str, ...]
    codec: str
    profile: str | None
    level: str | None
    width_px: int
    height_px: int
    sample_aspect: Fraction
    rotation_degrees: int
    fps: Fraction | None
    frames: int
    duration_seconds: float | None
    pixel_format: str
    colour: dict[str, str]
    gop: int | None
    gop_at_least: int
    pattern: str | None
    b_frames: int | None
    references: int | None
    encoder: str | None
    settings: dict[str, str]
    declared_crf: float | None
    declared_by: Literal["message", "pps"] | None
    declared_rate_control: RateControl | None
    bitrate_bps: int
    audio: AudioReading | None
    pictures: Pictures | None
    warnings: tuple[str, ...] = ()
    variable_frame_rate: bool | None = None
    declared_qp: float | None = None
    declared_bps: int | None = None
    declared_cap_bps: int | None = None
    headers: dict[str, int] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    intervals: tuple[int, ...] = ()
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well the estimate reproduces segments it was not fitted on; ``None`` where a figure could not be measured.

    ``bitrate_error`` is log2(ours / theirs), ``qp_distance`` the earth mover's distance of the quantiser histograms
    in QP steps, ``ssim`` that of our encode to the shared pictures (luma, mean).
    """

    bitrate_error: float | None
    qp_distance: float | None
    ssim: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How a shared file was compressed from its original.

    ``crf`` is ``None`` where another rate control was at work (then ``rate_control``, ``bitrate_bps`` and ``cap_bps``
    say what was seen) or nothing could be said (``reason``). ``curve`` holds (CRF, bits per second) of the candidate
    encodes, ``encodes`` their number (a session of any length counts as one), ``kernel`` the scaler's name where clear,
    ``scaled`` whether the size was changed, ``None`` where it was not looked at.
    """

    original: str
    shared: str
    status: Status
    reason: str | None
    reading: StreamReading | None
    crf: float | None = None
    crf_basis: CrfBasis | None = None
    crf_interval: tuple[float, float] | None = None
    saturated: bool = False
    rate_control: RateControl | None = None
    cap_bps: int | None = None
    preset: str | None = None
    kernel: str | None = None
    scaled: bool | None = None
    curve: tuple[tuple[float, float], ...] = ()
    fit: Fit | None = None
    encodes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One size of a platform's ladder and how it is compressed; distributions as lists of what was measured.

    ``long_px`` and ``short_px`` bound the upright picture's sides; ``crf`` and ``bitrate_bps`` hold one value per
    measured pair (a preset from documentation holds the documented figure once).
    """

    long_px: int
    short_px: int
    crf: tuple[float, ...] = ()
    bitrate_bps: tuple[int, ...] = ()
    fps_cap: float | None = None
    gop: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one platform compresses, by one upload route, as far as it is known.

    ``basis`` is ``measured`` or ``documentation`` ("from documentation, not measured"). Dates are ISO 8601 (UTC day).
    """

    name: str
    platform: str
    basis: Literal["measured", "documentation"]
    rungs: tuple[Rung, ...]
    codec: str = "h264"
    profile: str | None = None
    pixel_format: str = "yuv420p"
    preset: str | None = None
    rate_control: RateControl = "crf"
    kernel: str | None = None
    audio_codec: str | None = None
    audio_bps: int | None = None
    container: str = "mp4"
    brands: tuple[str, ...] = ()
    route: str | None = None
    pairs: int = 0
    pair_hashes: tuple[tuple[str, str], ...] = ()
    measured_from: str | None = None
    measured_to: str | None = None
    expires: str | None = None
    sources: tuple[str, ...] = ()
    tools: dict[str, str] = field(default_factory=dict)
    version: int = 1
    notes: str | None = None
