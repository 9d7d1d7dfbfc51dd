"""The decoding engine: undamaged pictures in presentation order, all of them or only the wanted ones.

One thread-parallel run per stretch; at the first sign of damage the stretch is decoded again on one thread, where
every error belongs to exactly one packet, so that what is returned never depends on the number of threads.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import weakref
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pixels import ToRgb
from deepfake_studio.media.settle import Settler, Trouble
from deepfake_studio.media.sniff import Sniffed
from deepfake_studio.media.table import FALLBACK_RATE, NO_TIME, Bools, Table, read_table

# A file this often damaged is decoded on one thread to its end rather than stretch by stretch.
_MAX_RETURNS = 4
_TRIAL_PACKETS = 48
# Decoding that rests half way. Left to the end of the interpreter, whose modules are emptied one by one, it would be
# closed when the names it needs are gone ("Exception ignored in: <generator object Source._run>").
_resting: weakref.WeakSet[Generator[Picture, None, None]] = weakref.WeakSet()


@atexit.register
def _close_resting() -> None:
    for running in list(_resting):
        with contextlib.suppress(ValueError):  # a thread is in the middle of it
            running.close()


@dataclass(kw_only=True)
class DecodeReport:
    """Filled while pictures are decoded.

    ``failures`` counts pictures that were lost, flagged damaged or rest on damage, among those that had to be decoded;
    ``frames_total`` counts all pictures of the stream, damaged ones included, ``None`` when not known without decoding.
    Known from the first picture on: ``base`` holds the numbers of the pictures that the plan's moments chose (``None``
    = all), ``bursts`` an array (K, frames) per way of forming clips (``None`` = one clip after the other).
    """

    failures: int = 0
    frames_total: int | None = None
    base: frozenset[int] | None = None
    bursts: tuple[NDArray[np.int64], ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A decoded picture before its conversion."""

    decode_index: int
    pts: int | None
    pts_seconds: float
    raw: av.VideoFrame


class Source:
    """One video stream of one file, its packet table read; decodes as often as asked."""

    def __init__(self, path: Path, sniffed: Sniffed, *, limits: Limits, job: Job, threads: int = 0) -> None:
        self.path = path
        self.job = job
        self._sniffed = sniffed
        self._limits = limits
        self._threads = threads
        with self._feed(1) as feed:
            stream = feed.stream
            self.stream_index = stream.index
            self.time_base = Fraction(stream.time_base or Fraction(1, 1000))
            self.rate = stream.guessed_rate or stream.average_rate
            self.sample_aspect = stream.sample_aspect_ratio
            self._color = (int(stream.codec_context.colorspace), int(stream.codec_context.color_range))
            self.codec = stream.codec_context.codec.canonical_name
            self.table = read_table(feed.container, stream, path, limits=limits, job=job)
        if not self.table.count:
            raise MediaError(f"{shown(path)} has a video stream without a single picture; acquire the file again.")
        self._own_times = True  # whether the pictures' own time stamps ascend as they come
        self.table = self._tried(self.table)

    def converter(self) -> ToRgb:
        """Turns pictures of this stream into RGB."""
        return ToRgb(color_space=self._color[0], color_range=self._color[1], sample_aspect=self.sample_aspect)

    def feed(self) -> Feed:
        """The file opened for `pictures`: opening costs as much as decoding some pictures."""
        return self._feed(self._threads)

    def _feed(self, threads: int) -> Feed:
        return Feed(self.path, self._sniffed, limits=self._limits, threads=threads)

    def _tried(self, table: Table) -> Table:
        """Decode the beginning and see whether packets and pictures correspond one to one."""
        if not table.trusted:
            return table
        table = _without_undecodable_start(table, self.codec)
        times, clean = self._trial(table)
        if not clean or not times:
            return table
        positions = [table.find(t) for t in times]
        if positions != list(range(positions[0], positions[0] + len(positions))):
            self._own_times = all(a < b for a, b in itertools.pairwise(t for t in times if t is not None))
            return table.distrusted()
        if positions[0] == 0:
            return table
        early = table.order[: positions[0]]
        return table.hiding(early) if (early > table.order[positions[0]]).all() else table.distrusted()

    def _trial(self, table: Table) -> tuple[list[int | None], bool]:
        """Presentation times of the first pictures as they come, and whether nothing went wrong."""
        times: list[int | None] = []
        with self._feed(1) as feed:
            for _, packet in feed.packets(table, start=0, last=min(len(table.pts), _TRIAL_PACKETS) - 1):
                try:
                    frames = packet.decode()
                except av.error.FFmpegError:
                    return times, False
                if any(f.is_corrupt for f in frames):
                    return times, False
                times += [f.pts for f in frames if f.pts != table.hidden_time]
        return times, True

    # ---- decoding -------------------------------------------------------------------------------------------------

    def pictures(
        self,
        *,
        begin: int = 0,
        wanted: Bools | None = None,
        report: DecodeReport | None = None,
        feed: Feed | None = None,
    ) -> Generator[Picture, None, None]:
        """Undamaged pictures from position ``begin`` on, or those with a true entry in ``wanted`` (count,).

        ``feed`` is one of `feed` that the caller keeps for several calls, one after another, and closes.

        Raises:
            JobCancelled: the user asked to stop.
        """
        running = self._pictures(begin, wanted, report if report is not None else DecodeReport(), feed)
        _resting.add(running)
        return running

    def _pictures(
        self, begin: int, wanted: Bools | None, report: DecodeReport, feed: Feed | None
    ) -> Generator[Picture, None, None]:
        if not self.table.trusted:
            yield from self._in_order(begin, wanted, report)
            return
        report.frames_total = self.table.count
        fast = feed or self.feed()
        try:
            for start, last, first, stop in self._runs(begin, wanted):
                for position, raw in self._run(fast, start, last, first, stop, wanted, report):
                    yield self._picture(position, raw, raw.pts)
        finally:
            if feed is None:
                fast.close()

    def _picture(self, position: int, raw: av.VideoFrame, pts: int | None) -> Picture:
        if pts is None:
            seconds = position / float(self.rate or FALLBACK_RATE)
        else:
            seconds = pts * self.time_base.numerator / self.time_base.denominator
        return Picture(decode_index=position, pts=pts, pts_seconds=float(seconds), raw=raw)

    def _runs(self, begin: int, wanted: Bools | None) -> Iterator[tuple[int, int, int, int]]:
        """(first packet, last packet, first position, one past the last position) of each stretch to decode."""
        table = self.table
        if wanted is None:
            yield table.start_for(begin), len(table.pts) - 1, begin, table.count
            return
        run: tuple[int, int, int, int] | None = None
        for position in map(int, np.flatnonzero(wanted)):
            start, ordinal = table.start_for(position), int(table.order[position])
            if run is not None and start <= run[1]:
                run = (run[0], max(run[1], ordinal), run[2], position + 1)
                continue
            if run is not None:
                yield run
            run = (start, ordinal, position, position + 1)
        if run is not None:
            yield run

    def _run(
        self, fast: Feed, start: int, last: int, first: int, stop: int, wanted: Bools | None, report: DecodeReport
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        """One stretch: fast, and where there is damage, again and carefully."""
        for returns in range(_MAX_RETURNS + 1):
            try:
                settler = Settler(self.table, start=start)
                for position, raw in self._decode(fast, start, last, wanted, settler, first=first):
                    if first <= position < stop and (wanted is None or wanted[position]):
                        yield position, raw
                        first = position + 1
                return
            except Trouble:
                pass
            start = self.table.start_for(first)
            resume = self._resume_after(start, first, last) if returns < _MAX_RETURNS else None
            window_last, window_stop = (last, stop) if resume is None else resume[1:]
            settler = Settler(self.table, start=start, careful=True)
            with self._feed(1) as slow:
                for position, raw in self._decode(slow, start, window_last, None, settler):
                    if first <= position < window_stop and (wanted is None or wanted[position]):
                        yield position, raw
            report.failures += settler.lost
            if resume is None:
                return
            start, first = resume[0], window_stop

    def _resume_after(self, start: int, first: int, last: int) -> tuple[int, int, int] | None:
        """(packet to go on from, last packet and one past the last position of the careful stretch before it)."""
        table = self.table
        for ordinal in map(int, table.starts[np.searchsorted(table.starts, max(start, int(table.order[first])) + 1) :]):
            position = int(table.position[ordinal])
            if ordinal >= last:
                return None
            if position > first:
                needed = table.order[table.first_from(start) : position]
                return ordinal, max(int(needed.max()), ordinal - 1), position
        return None

    def _decode(
        self, feed: Feed, start: int, last: int, wanted: Bools | None, settler: Settler, *, first: int = 0
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures from position ``first`` on: earlier ones to which nothing refers need not be decoded."""
        table, note = self.table, shown(self.path)
        for ordinal, packet in feed.packets(table, start=start, last=last):
            self.job.progress(ordinal, len(table.pts), note)
            position = int(table.position[ordinal])
            unwanted = position < first or (wanted is not None and not wanted[position])
            if position >= 0 and unwanted and table.disposable[ordinal]:
                settler.leave_out(ordinal)
                continue
            settler.feed(ordinal)
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                settler.failed(ordinal)
                continue
            for raw in frames:
                settler.decoded(raw)
            yield from settler.release()
        try:
            frames = feed.stream.codec_context.decode(None)
        except av.error.FFmpegError:
            frames = []
        for raw in frames:
            settler.decoded(raw)
        yield from settler.release()
        yield from settler.finish()

    def _in_order(self, begin: int, wanted: Bools | None, report: DecodeReport) -> Generator[Picture, None, None]:
        """Without a trusted table: everything from the beginning on one thread, counted as it comes."""
        position, came, spoiled = 0, -1, False
        with self._feed(1) as feed:
            for frames in self._batches(feed):
                if frames is None:
                    report.failures += 1
                    spoiled = True
                    continue
                for raw in frames:
                    came += 1
                    spoiled = (spoiled and not raw.key_frame) or raw.is_corrupt
                    if spoiled:
                        report.failures += 1
                        continue
                    if position >= begin and (wanted is None or (position < len(wanted) and wanted[position])):
                        yield self._picture(position, raw, self._time(raw, came))
                    position += 1
                    if position > self._limits.max_frames:
                        raise MediaError(
                            f"{shown(self.path)} has more than {self._limits.max_frames} frames, the limit."
                        )
        report.frames_total = position + report.failures

    def _time(self, raw: av.VideoFrame, number: int) -> int | None:
        """Time stamp of the picture that came ``number``-th; packed B pictures carry those of their neighbours."""
        table = self.table
        if self._own_times or number >= len(table.times) or table.times[number] == NO_TIME:
            return raw.pts
        return int(table.times[number])

    def _batches(self, feed: Feed) -> Iterator[list[av.VideoFrame] | None]:
        """Decoded pictures packet by packet; ``None`` for a packet that could not be decoded."""
        note = shown(self.path)
        for number, packet in enumerate(feed.raw()):
            self.job.progress(number, len(self.table.pts), note)
            try:
                yield packet.decode()
            except av.error.FFmpegError:
                yield None
        try:
            yield feed.stream.codec_context.decode(None)
        except av.error.FFmpegError:
            yield None


def _without_undecodable_start(table: Table, codec: str) -> Table:
    """Pictures before the first key frame, and in H.264 those shown before it, lack their references."""
    keys = np.flatnonzero(table.key)
    if not len(keys):
        return table
    first = int(keys[0])
    early = np.arange(first)
    if codec == "h264":
        leading = np.flatnonzero((table.pts < table.pts[first]) & table.shown)
        early = np.union1d(early, leading)
    return table.hiding(early) if len(early) else table
