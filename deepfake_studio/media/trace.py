"""Every picture of a video stream as its packets and headers state it, and quantisers of a decoded beginning.

Sizes, times and key flags come from the packet table, types and slice quantisers from headers (no picture is decoded
for them), block quantisers from the decoder's side data for the first pictures only.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from pathlib import Path

import av
import av.error
import numpy as np
from av.packet import Packet
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from deepfake_studio.job import Job
from deepfake_studio.media import heads, levels
from deepfake_studio.media.bitstream import quantisers
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.heads import PictureHead, StreamHead
from deepfake_studio.media.levels import UNKNOWN, Level
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.pixels import orientation, side_data
from deepfake_studio.media.sniff import Sniffed
from deepfake_studio.media.table import NO_TIME, Table

# Headers of this many pictures are read (half an hour); sizes, times and key flags always of all.
HEADS = 50_000
QP_VALUES = 256
# Codecs whose decoders export quantisers
_EXPORTS_QP = {"h264", "mpeg2video", "mpeg1video", "mpeg4", "h263", "vp9"}
# The decoder exports the quantiser scale of these, twice the code from 1 to 31 (MPEG-2: in its linear scale).
_DOUBLED = {"mpeg4", "h263", "mpeg1video", "mpeg2video"}
# see pixels.side_data: every so many pictures the young generations are collected, which costs next to nothing
_COLLECT_EVERY = 8
_THUMB = 32

Floats = NDArray[np.float64]


@dataclass(kw_only=True, eq=False)
class Trace:
    """One row per picture, in presentation order where ``ordered``, else in decoding order.

    ``letters`` of I, P, B, ?; ``qp`` and ``qp_spread`` mean and standard deviation over a picture's blocks, ``change``
    the mean absolute luma difference (0..255) to the picture before it: all three NaN where not decoded. ``slice_qp``
    and ``reference`` (0, 1, -1 unknown) from headers. ``level`` and what
    follows: see `levels`. ``blocks`` counts block quantisers by letter (256,).
    """

    letters: NDArray[np.str_]
    qp: Floats
    qp_spread: Floats
    slice_qp: Floats
    reference: NDArray[np.int8]
    change: Floats
    level: Floats
    level_spread: Floats
    level_high: Floats
    level_blocks: NDArray[np.int64]
    sizes: NDArray[np.int64]
    pts_seconds: Floats
    key: NDArray[np.bool_]
    ordered: bool
    blocks: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    head: StreamHead = field(default_factory=StreamHead)
    decoded: int = 0
    failures: int = 0
    rotation_degrees: int = 0
    mirrored: bool = False


def read_trace(path: Path, sniffed: Sniffed, source: Source, *, limits: Limits, job: Job, frames: int) -> Trace:
    """Read headers of all packets and decode the first ``frames`` of them.

    Raises:
        MediaError: the file cannot be opened again.
        JobCancelled: the user asked to stop.
    """
    return _Reading(path, source, job, frames).run(sniffed, limits)


class _Reading:
    """The one pass over the packets."""

    def __init__(self, path: Path, source: Source, job: Job, frames: int) -> None:
        self._note, self._job, self._frames = shown(path), job, frames
        self._path, self._codec = path, source.codec
        self._table = source.table
        self._heads: list[PictureHead | None] = []
        self._pictures: list[tuple[int | None, _Seen]] = []  # time stamp and what was seen, as the decoder gave them
        self._before: NDArray[np.float32] | None = None
        self._failures = 0
        self._turn = (0, False)

    def run(self, sniffed: Sniffed, limits: Limits) -> Trace:
        count = len(self._table.pts)
        with Feed(self._path, sniffed, limits=limits, threads=1) as feed:
            context = feed.stream.codec_context
            reader = heads.reader(self._codec, context.extradata)
            if self._codec in _EXPORTS_QP:
                context.options = {**context.options, "export_side_data": "venc_params"}
            last = min(count, HEADS if reader is not None else self._frames) - 1
            for ordinal, packet in feed.packets(self._table, start=0, last=max(last, min(count, self._frames) - 1)):
                self._job.progress(ordinal, count, self._note)
                if reader is not None and ordinal < HEADS:
                    self._heads.append(reader.picture(bytes(packet)))
                if ordinal < self._frames:
                    self._decode(packet, feed)
            self._decode(None, feed)
            head = reader.stream() if reader is not None else StreamHead()
        gc.collect()
        return self._arranged(head)

    def _decode(self, packet: Packet[VideoStream] | None, feed: Feed) -> None:
        try:
            pictures = feed.stream.codec_context.decode(packet)
        except av.error.FFmpegError:
            self._failures += 1
            return
        for picture in pictures:
            self._see(picture)

    def _see(self, picture: av.VideoFrame) -> None:
        if not self._pictures:
            self._turn = orientation(picture)
        self._failures += bool(picture.is_corrupt)
        name = PictureType(picture.pict_type).name if picture.pict_type in (1, 2, 3) else "?"
        small = _thumbnail(picture)
        change = np.nan
        if self._before is not None and small is not None and small.shape == self._before.shape:
            change = float(np.abs(small - self._before).mean())
        self._before = small
        parameters = side_data(picture, SideDataType.VIDEO_ENC_PARAMS) if self._codec in _EXPORTS_QP else None
        values = quantisers(parameters) if parameters is not None else np.empty(0, np.int64)
        if self._codec in _DOUBLED:
            values = values // 2
        if self._codec == "h264":
            # the decoder counts from the finest step of the bit depth, headers and encoders from that of 8 bits
            values = values - 6 * (picture.format.components[0].bits - 8)
        level = levels.level(picture, values) if self._codec == "h264" and len(values) else UNKNOWN
        self._pictures.append((picture.pts, _Seen(name, values, change, level)))
        if len(self._pictures) % _COLLECT_EVERY == 0:
            gc.collect(1)

    # ---- arrangement ----------------------------------------------------------------------------------------------

    def _arranged(self, head: StreamHead) -> Trace:
        table = self._table
        order, ordered = _presentation(table, self._heads)
        trace = Trace(
            letters=np.full(len(order), "?"),
            qp=np.full(len(order), np.nan),
            qp_spread=np.full(len(order), np.nan),
            slice_qp=np.full(len(order), np.nan),
            reference=np.full(len(order), -1, np.int8),
            change=np.full(len(order), np.nan),
            level=np.full(len(order), np.nan),
            level_spread=np.full(len(order), np.nan),
            level_high=np.full(len(order), np.nan),
            level_blocks=np.zeros(len(order), np.int64),
            sizes=table.size[order],
            pts_seconds=_seconds(table, order),
            key=table.key[order].copy(),
            ordered=ordered,
            head=head,
            decoded=len(self._pictures),
            failures=self._failures,
            rotation_degrees=self._turn[0] * 90,
            mirrored=self._turn[1],
        )
        for row, ordinal in enumerate(order):
            one = self._heads[ordinal] if ordinal < len(self._heads) else None
            if one is not None:
                trace.letters[row], trace.reference[row] = one.letter, one.reference
                trace.slice_qp[row] = np.nan if one.qp is None else one.qp
                # A file without a table of sync samples calls every picture a key.
                trace.key[row] &= one.letter in "I?"
        self._place(trace)
        return trace

    def _place(self, trace: Trace) -> None:
        """Put what was decoded into the rows of the pictures."""
        trusted = self._table.trusted
        for number, (pts, seen) in enumerate(self._pictures):
            row = self._table.find(pts) if trusted else number
            if not 0 <= row < len(trace.letters):
                continue
            if trace.letters[row] == "?":
                trace.letters[row] = seen.letter
            trace.change[row] = seen.change
            level = seen.level
            trace.level[row], trace.level_spread[row], trace.level_high[row], trace.level_blocks[row] = level
            if seen.measured:
                trace.qp[row], trace.qp_spread[row] = float(seen.mean), float(seen.spread)
                counts = trace.blocks.setdefault(str(trace.letters[row]), np.zeros(QP_VALUES, np.int64))
                counts += seen.counts


class _Seen:
    """What one decoded picture showed; its blocks are summed up at once."""

    __slots__ = ("change", "counts", "letter", "level", "mean", "measured", "spread")

    def __init__(self, letter: str, values: NDArray[np.int64], change: float, level: Level) -> None:
        self.letter, self.change, self.level = letter, change, level
        self.measured = len(values) > 0
        self.counts = np.bincount(np.clip(values, 0, QP_VALUES - 1), minlength=QP_VALUES)
        self.mean = values.mean() if len(values) else np.nan
        self.spread = values.std() if len(values) else np.nan


def _thumbnail(picture: av.VideoFrame) -> NDArray[np.float32] | None:
    """Some 32 x 32 luma samples on a scale of 0..255, ``None`` where the first plane is no luma."""
    form = picture.format
    if form.is_rgb or form.has_palette or not picture.planes:
        return None
    depth = form.components[0].bits
    samples = levels.samples_of(picture.planes[0], depth)[:, : picture.width]
    step_y, step_x = max(1, picture.height // _THUMB), max(1, picture.width // _THUMB)
    return np.asarray(samples[::step_y, ::step_x], np.float32) / float(1 << (depth - 8))


def _presentation(table: Table, found: list[PictureHead | None]) -> tuple[NDArray[np.int64], bool]:
    """Ordinals by presentation: by time stamps, else by picture order counts, else as they are coded."""
    if table.trusted:
        return table.order, True
    ordinals = np.arange(len(table.pts))
    keys = [one.order for one in found if one is not None and one.order is not None]
    if len(keys) == len(ordinals) and len(set(keys)) == len(keys):
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64), True
    return ordinals, False


def _seconds(table: Table, order: NDArray[np.int64]) -> Floats:
    times = table.pts[order].astype(np.float64) * table.time_base.numerator / table.time_base.denominator
    times[table.pts[order] == NO_TIME] = np.nan
    return times
