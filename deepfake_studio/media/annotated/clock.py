"""The pictures of a file with the time stamps they carry, and where those go in the derivative.

The derivative keeps the file's own clock, in the file's own unit where the container can hold it. Two things move it,
and both are told: a clock that starts before 0 or far after it (broadcast), and time stamps that do not rise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.job import Job
from deepfake_studio.media import stills
from deepfake_studio.media.container import open_input
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import DecodeReport, Picture, Source
from deepfake_studio.media.sniff import Sniffed, sniff
from deepfake_studio.media.table import FALLBACK_RATE

LATEST_START_SECONDS = 10  # an MP4 that begins later is a blank screen for as long in most players
_FINEST = 1_000_000  # ticks a second: MP4 counts a picture's length in 32 bits
_STILL_UNIT = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture: its number, its time stamp in `Reel.unit` s and in seconds; no pixels where it is damaged."""

    index: int
    ticks: int
    pts_seconds: float
    pixels: NDArray[np.uint8] | None = field(repr=False)


class Reel:
    """One file's pictures in presentation order, damaged ones included where their place is known."""

    def __init__(self, path: Path, *, limits: Limits, job: Job) -> None:
        """Read the packets.

        Raises:
            MediaError, NotApplicable, JobCancelled: as in `decode.frames`.
        """
        self.path, self._limits, self._job = Path(path), limits, job
        self.kind: Sniffed = sniff(self.path)
        self.report = DecodeReport()
        self._source = None if self.kind.still else Source(self.path, self.kind, limits=limits, job=job)
        self.unit, self.rate, self.last_ticks = _STILL_UNIT, Fraction(FALLBACK_RATE), 0
        self.sound: str | None = None
        if self._source is not None:
            self.unit = self._source.time_base
            self.rate = Fraction(self._source.rate or FALLBACK_RATE)
            self.last_ticks = self._source.table.last_duration
            self.sound, self._clock = self._first_sound()

    def _first_sound(self) -> tuple[str | None, Fraction]:
        """Codec of the sound and where the container's clock starts, in seconds."""
        with open_input(self.path, self.kind, limits=self._limits) as container:
            codecs = [s.codec_context.codec.canonical_name for s in container.streams.audio if s.codec_context]
            return (codecs[0] if codecs else None), Fraction(container.start_time or 0, 1_000_000)

    def __iter__(self) -> Iterator[Moment]:
        if self._source is None:
            frames = stills.frames(
                self.path, self.kind.name, moments=None, limits=self._limits, job=self._job, report=self.report
            )
            for f in frames:
                ticks = round(f.pts_seconds / self.unit)
                yield Moment(index=f.decode_index, ticks=ticks, pts_seconds=f.pts_seconds, pixels=f.pixels)
            return
        yield from self._decoded(self._source)

    def _decoded(self, source: Source) -> Iterator[Moment]:
        convert, expected = source.converter(), 0
        for picture in source.pictures(report=self.report):
            yield from self._damaged(source, expected, picture.decode_index)
            yield Moment(
                index=picture.decode_index,
                ticks=self._ticks(picture),
                pts_seconds=picture.pts_seconds,
                pixels=convert(picture.raw),
            )
            expected = picture.decode_index + 1
        yield from self._damaged(source, expected, source.table.count if source.table.trusted else expected)

    def _ticks(self, picture: Picture) -> int:
        return round(picture.pts_seconds / self.unit) if picture.pts is None else picture.pts

    def _damaged(self, source: Source, start: int, stop: int) -> Iterator[Moment]:
        """Places of pictures that could not be decoded, so that the ones behind keep their numbers."""
        for position in range(start, stop):
            ticks = int(source.table.times[position])
            seconds = float(ticks * self.unit)
            yield Moment(index=position, ticks=ticks, pts_seconds=seconds, pixels=None)

    def offset_seconds(self, first: Moment) -> Fraction:
        """What is taken off every time stamp: nothing, unless the clock starts below 0 or too late."""
        starts = first.ticks * self.unit
        if 0 <= starts <= LATEST_START_SECONDS:
            return Fraction(0)
        return min(starts, self._clock) if self._source is not None else starts

    def __str__(self) -> str:
        return shown(self.path)


class Clock:
    """Time stamps of the derivative in its own ``unit``; each later than the one before."""

    def __init__(self, unit: Fraction, *, offset_seconds: Fraction) -> None:
        self._from = unit
        self.offset_seconds = offset_seconds
        self.unit = unit if unit.denominator <= _FINEST else Fraction(1, _FINEST)
        self.bumped = 0
        self._last: int | None = None

    def stamp(self, ticks: int) -> int:
        """Where a picture with this time stamp of the file goes."""
        found = round((ticks * self._from - self.offset_seconds) / self.unit)
        if self._last is not None and found <= self._last:
            found = self._last + 1
            self.bumped += 1
        self._last = found
        return found

    @property
    def timescale(self) -> int:
        """Ticks a second of the whole file: a multiple of the pictures' own, fine enough for the sound."""
        whole = self.unit.denominator
        return whole * max(1, -(-10_000 // whole))
