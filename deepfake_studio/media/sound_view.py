"""The sound of a file as one sees it: least and greatest sample of short spans, and a spectrogram. For looking only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.job import Job
from deepfake_studio.media import audio
from deepfake_studio.media.limits import DEFAULT, Limits

RATE_HZ = 16_000
BIN_SAMPLES = 160  # 100 spans a second
HOP_SAMPLES = 320
ROWS = 128  # of the spectrogram, from 0 Hz to half the rate
FLOOR_DB = -90.0
MOST_BINS, MOST_COLUMNS = 360_000, 16_000
_WINDOW = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundView:
    """``lows`` and ``highs`` (B,) int8, -127..127 of full scale, each over ``bin_seconds``; ``levels`` (`ROWS`, C)
    uint8, 0 at `FLOOR_DB` and 255 at full scale, the lowest frequency first, each column over ``column_seconds``.
    ``start_seconds`` is the time of the first sample in the file; ``damaged`` packets were left out, and what follows
    them stands earlier than it sounds.
    """

    lows: NDArray[np.int8]
    highs: NDArray[np.int8]
    bin_seconds: float
    levels: NDArray[np.uint8]
    column_seconds: float
    start_seconds: float
    duration_seconds: float
    codec: str
    damaged: int


def sound_view(path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> SoundView:
    """Read the first audio stream once.

    Raises:
        NotApplicable: the file holds no sound.
        MediaError, JobCancelled: as `audio.blocks`.
    """
    report = audio.SoundReport()
    bins, spectra = _Bins(), _Spectra()
    for samples in audio.blocks(Path(path), rate_hz=RATE_HZ, limits=limits, job=job, report=report):
        bins.add(samples)
        spectra.add(samples)
    lows, highs, pooled = bins.end()
    levels, merged = spectra.end()
    return SoundView(
        lows=lows,
        highs=highs,
        bin_seconds=pooled * BIN_SAMPLES / RATE_HZ,
        levels=levels,
        column_seconds=merged * HOP_SAMPLES / RATE_HZ,
        start_seconds=report.start_seconds,
        duration_seconds=report.samples / RATE_HZ,
        codec=report.codec,
        damaged=report.damaged,
    )


class _Bins:
    """Least and greatest sample of spans of `BIN_SAMPLES`."""

    def __init__(self) -> None:
        self._rest = np.empty(0, np.float32)
        self._lows: list[NDArray[np.int8]] = []
        self._highs: list[NDArray[np.int8]] = []

    def add(self, samples: NDArray[np.float32]) -> None:
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // BIN_SAMPLES * BIN_SAMPLES
        self._take(samples[:whole].reshape(-1, BIN_SAMPLES))
        self._rest = samples[whole:]

    def _take(self, rows: NDArray[np.float32]) -> None:
        if len(rows):
            self._lows.append(_eighth(rows.min(1)))
            self._highs.append(_eighth(rows.max(1)))

    def end(self) -> tuple[NDArray[np.int8], NDArray[np.int8], int]:
        """All spans, and how many of them were pooled to one to stay within `MOST_BINS`."""
        if len(self._rest):
            self._take(self._rest[None])
        lows = np.concatenate([np.empty(0, np.int8), *self._lows])
        highs = np.concatenate([np.empty(0, np.int8), *self._highs])
        pooled = max(1, -(-len(lows) // MOST_BINS))
        edges = np.arange(0, len(lows), pooled)
        if pooled > 1:
            lows, highs = np.minimum.reduceat(lows, edges), np.maximum.reduceat(highs, edges)
        return lows, highs, pooled


class _Spectra:
    """Columns of a spectrogram with a Hann window of `_WINDOW` samples every `HOP_SAMPLES`."""

    def __init__(self) -> None:
        self._rest = np.empty(0, np.float32)
        self._window = np.hanning(_WINDOW).astype(np.float32)
        self._columns: list[NDArray[np.uint8]] = []

    def add(self, samples: NDArray[np.float32]) -> None:
        samples = np.concatenate([self._rest, samples])
        count = max(0, (len(samples) - _WINDOW) // HOP_SAMPLES + 1)
        if count:
            frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[: count * HOP_SAMPLES : HOP_SAMPLES]
            # a sine of full scale has the magnitude of half the window's sum
            power = np.abs(np.fft.rfft(frames * self._window)[:, : 2 * ROWS]) / (self._window.sum() / 2)
            strongest = power.reshape(count, ROWS, 2).max(2)
            db = 20 * np.log10(np.maximum(strongest, 1e-9))
            self._columns.append((255 * np.clip(1 - db / FLOOR_DB, 0, 1)).astype(np.uint8))
        self._rest = samples[count * HOP_SAMPLES :]

    def end(self) -> tuple[NDArray[np.uint8], int]:
        """(`ROWS`, columns), and how many columns were merged to one to stay within `MOST_COLUMNS`."""
        columns = np.concatenate([np.empty((0, ROWS), np.uint8), *self._columns])
        merged = max(1, -(-len(columns) // MOST_COLUMNS))
        if merged > 1:
            columns = np.maximum.reduceat(columns, np.arange(0, len(columns), merged), axis=0)
        return np.ascontiguousarray(columns.T), merged


def _eighth(values: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.clip(np.rint(values * 127), -127, 127).astype(np.int8)
