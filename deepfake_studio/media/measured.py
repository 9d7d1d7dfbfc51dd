"""Measurements of a whole recording over time, for lanes under its scores: pictures as coded, sound as heard.

Pictures come from packets and headers, none is decoded for them; sound is decoded to one channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import audio
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.sniff import sniff
from deepfake_studio.media.trace import HEADS, read_trace

LEVEL_HZ = 16_000  # what lies above 8 kHz adds next to nothing to the level of speech
LEVEL_SECONDS = 0.04
SILENCE_DB = -96.0  # the quietest that 16 bits can say; digital silence stands here

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureLanes:
    """One row (N,) per picture in presentation order; ``letters`` are the ASCII codes of I, P, B and ?.

    ``qp`` is the quantiser of the picture's slices as its header states it, before any adaptation per block, NaN where
    no header was read; ``sizes`` are bytes. ``headers`` says of how many pictures headers could be read.
    """

    pts_seconds: Floats
    letters: NDArray[np.uint8]
    qp: NDArray[np.float32]
    sizes: NDArray[np.int32]
    codec: str
    headers: int
    ordered: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundLevel:
    """Root mean square and peak (N,) in dB relative to full scale of windows of ``step_seconds``."""

    rms_db: NDArray[np.float32]
    peak_db: NDArray[np.float32]
    start_seconds: float
    step_seconds: float
    codec: str
    damaged: int


def picture_lanes(path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> PictureLanes:
    """Types, quantisers and sizes of all pictures of a video.

    Raises:
        NotApplicable: a still picture, a file without pictures, or pictures without times.
        MediaError: the file cannot be read.
        JobCancelled: the user asked to stop.
    """
    path, kind, job = Path(path), sniff(Path(path)), job or QuietJob()
    if kind.still:
        raise NotApplicable(f"{shown(path)} is a picture; it has no picture types over time.")
    source = Source(path, kind, limits=limits, job=job)
    trace = read_trace(path, kind, source, limits=limits, job=job, frames=0)
    if not np.isfinite(trace.pts_seconds).all():
        raise NotApplicable(f"{shown(path)} does not state when each of its pictures is shown.")
    read = int(np.count_nonzero(trace.letters != "?"))
    return PictureLanes(
        pts_seconds=np.maximum.accumulate(trace.pts_seconds),
        letters=np.array([ord(str(letter)[:1] or "?") for letter in trace.letters], np.uint8),
        qp=trace.slice_qp.astype(np.float32),
        sizes=np.minimum(trace.sizes, np.iinfo(np.int32).max).astype(np.int32),
        codec=source.codec,
        headers=min(read, HEADS),
        ordered=trace.ordered,
    )


def sound_level(path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> SoundLevel:
    """The level of the first sound stream, window by window.

    Raises:
        NotApplicable: the file holds no sound.
        MediaError: it cannot be read, or is longer than the limit.
        JobCancelled: the user asked to stop.
    """
    report = audio.SoundReport()
    size = round(LEVEL_SECONDS * LEVEL_HZ)
    rms: list[NDArray[np.float32]] = []
    peak: list[NDArray[np.float32]] = []
    for windows in _windows(audio.blocks(Path(path), rate_hz=LEVEL_HZ, limits=limits, job=job, report=report), size):
        rms.append(np.sqrt(np.mean(np.square(windows, dtype=np.float64), axis=1)).astype(np.float32))
        peak.append(np.abs(windows).max(axis=1))
    nothing = np.empty(0, np.float32)
    return SoundLevel(
        rms_db=_decibels(np.concatenate(rms) if rms else nothing),
        peak_db=_decibels(np.concatenate(peak) if peak else nothing),
        start_seconds=report.start_seconds,
        step_seconds=LEVEL_SECONDS,
        codec=report.codec,
        damaged=report.damaged,
    )


def _windows(blocks: Iterator[audio.Samples], size: int) -> Iterator[audio.Samples]:
    """Whole windows (n, size); what is left at the end is shorter than a window and left out."""
    rest = np.empty(0, np.float32)
    for block in blocks:
        rest = np.concatenate((rest, block)) if len(rest) else block
        whole = len(rest) // size
        if whole:
            yield rest[: whole * size].reshape(whole, size)
            rest = rest[whole * size :]


def _decibels(amplitude: NDArray[np.float32]) -> NDArray[np.float32]:
    least = 10 ** (SILENCE_DB / 20)
    return (20 * np.log10(np.maximum(amplitude, least))).astype(np.float32)
