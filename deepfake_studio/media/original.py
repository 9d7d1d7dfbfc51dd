"""A video file that is to be encoded anew: its packets counted, its first picture seen, what decides its encode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media import graph
from deepfake_studio.media.container import open_input
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import DecodeReport, Picture, Source
from deepfake_studio.media.pixels import display_width, orientation
from deepfake_studio.media.sniff import sniff
from deepfake_studio.media.streams import variable_rate
from deepfake_studio.media.table import FALLBACK_RATE, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Upright size in square px, frame rate, and what is special about a file; ``hdr`` names its transfer.

    ``bitrate_bps`` is that of the pictures by their packets, ``None`` where the file states no times.
    """

    width_px: int
    height_px: int
    fps: Fraction
    variable_fps: bool
    frames: int
    bitrate_bps: int | None
    rotation_degrees: int
    sample_aspect: Fraction
    bits: int
    hdr: str | None
    sound: bool


class Original:
    """One file; pictures are decoded on one thread, as often as asked."""

    def __init__(self, path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> None:
        """Read the packets and the first picture.

        Raises:
            MediaError: the file cannot be read, is over a limit or holds no picture that can be decoded.
            NotApplicable: it is a picture or holds no pictures.
            JobCancelled: the user asked to stop.
        """
        self.path, self.limits = Path(path), limits
        self.kind = sniff(self.path)
        if self.kind.still:
            raise NotApplicable(f"{shown(self.path)} is a picture, not a video; choose a video.")
        self._source = Source(self.path, self.kind, limits=limits, job=job or QuietJob(), threads=1)
        self.time_base = self._source.time_base
        first = next(self._source.pictures(), None)
        if first is None:
            raise MediaError(f"{shown(self.path)} holds no picture that can be decoded; acquire the file again.")
        self.orientation = orientation(first.raw)
        with open_input(self.path, self.kind, limits=limits) as container:
            clock = Fraction(container.start_time or 0, 1_000_000)
            sound = any(s.codec_context is not None for s in container.streams.audio)
        # FFmpeg takes the container's start off every time stamp
        self.start_seconds = min(clock, Fraction(first.pts_seconds).limit_denominator(1_000_000))
        self.facts = self._facts(first.raw, sound=sound)

    def _facts(self, raw: av.VideoFrame, *, sound: bool) -> Facts:
        source, table = self._source, self._source.table
        width, height = display_width(raw.width, source.sample_aspect), raw.height
        if self.orientation[0] % 2:
            width, height = height, width
        return Facts(
            width_px=width,
            height_px=height,
            fps=Fraction(source.rate or FALLBACK_RATE),
            variable_fps=bool(table.trusted and variable_rate(table)),
            frames=table.count,
            bitrate_bps=_bitrate(table),
            rotation_degrees=90 * self.orientation[0],
            sample_aspect=Fraction(source.sample_aspect or 1),
            bits=graph.bits(raw),
            hdr=graph.HDR_TRANSFERS.get(int(raw.color_trc)),
            sound=sound,
        )

    def pictures(self, *, report: DecodeReport, job: Job) -> Iterator[av.VideoFrame]:
        """Every undamaged picture, stamped in ``time_base``.

        Raises:
            JobCancelled: the user asked to stop.
        """
        self._source.job = job
        for picture in self._source.pictures(report=report):
            yield self._stamped(picture)

    def _stamped(self, picture: Picture) -> av.VideoFrame:
        raw = picture.raw
        ticks = round(picture.pts_seconds / self.time_base) if picture.pts is None else picture.pts
        raw.pts, raw.time_base = ticks, self.time_base
        return raw


def _bitrate(table: Table) -> int | None:
    """Bits per second of all packets over the time they are shown."""
    if not table.trusted or table.count < 2:
        return None
    seconds = float((int(table.times[-1]) - int(table.times[0])) * table.time_base) * table.count / (table.count - 1)
    return round(int(table.size.sum()) * 8 / seconds)
