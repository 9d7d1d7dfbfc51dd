"""Pictures together with how they were coded: type, bytes, quantisers of slice and blocks, motion, planes.

For statistics over the beginning of a stream, one picture in memory at a time; who only wants pixels takes `decode`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import PictureType
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable, StudioError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.bitstream import quantisers
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.pixels import side_data
from deepfake_studio.media.sniff import sniff
from deepfake_studio.media.table import NO_TIME, Table

READ_PICTURES = 120
_HELD_BYTES = 64 << 20  # a picture whose side data was read stays in memory until a collection
_IN_FLIGHT = 32  # packets a decoder may hold back
Plane = NDArray[np.uint8]
# One vector as FFmpeg's libavutil/motion_vector.h lays it out.
VECTOR = np.dtype(
    [("source", "<i4"), ("w", "u1"), ("h", "u1"), ("src_x", "<i2"), ("src_y", "<i2"), ("dst_x", "<i2"),
     ("dst_y", "<i2"), ("_", "<u2"), ("flags", "<u8"), ("motion_x", "<i4"), ("motion_y", "<i4"), ("scale", "<u2"),
     ("__", "V6")]
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodedPicture:
    """One picture in presentation order.

    ``letter`` I, P, B or ?; ``referenced`` whether others may refer to it (known of H.264 only); ``block_qp`` (B,)
    int64 in raster order, one per macroblock in H.264, empty where the decoder gives none; ``vectors`` (V,) of
    `VECTOR`; ``luma`` (H, W) and ``chroma``, two planes of the stream's subsampling, uint8 as coded, not rotated.
    """

    letter: str
    key: bool
    referenced: bool
    pts: int
    size_bytes: int
    block_qp: NDArray[np.int64]
    vectors: NDArray[np.void]
    luma: Plane
    chroma: tuple[Plane, ...]


class Coded:
    """The video stream of a file, opened for `pictures`.

    ``rate`` is pictures a second by the container, ``total`` the number of pictures of the whole stream.

    Raises:
        MediaError: unreadable, or packets and pictures do not correspond one to one.
        NotApplicable: the file holds no pictures, or states no times.
        JobCancelled: the user asked to stop.
    """

    def __init__(self, path: Path, *, limits: Limits = DEFAULT, job: Job | None = None) -> None:
        self._path, self._job, self._limits = Path(path), job or QuietJob(), limits
        self._kind = sniff(self._path)
        if self._kind.still:
            raise MediaError(f"{shown(self._path)} is a still picture; choose a video file.")
        self._source = Source(self._path, self._kind, limits=limits, job=self._job, threads=1)
        if not self._source.table.trusted:
            raise _untrusted(self._path, self._source.table)
        self.codec, self.total = self._source.codec, self._source.table.count
        with Feed(self._path, self._kind, limits=limits, threads=1) as feed:
            context = feed.stream.codec_context
            self.width_px, self.height_px = context.width, context.height
            self.bit_depth = feed.stream.format.components[0].bits if feed.stream.format else 8
        self.rate: Fraction | None = self._source.rate

    def pictures(self, count: int = READ_PICTURES) -> Iterator[CodedPicture]:
        """At most ``count`` undamaged pictures from the beginning."""
        held = given = 0
        with Feed(self._path, self._kind, limits=self._limits, threads=1) as feed:
            context = feed.stream.codec_context
            context.options = {**context.options, "export_side_data": "venc_params+mvs"}
            for picture in self._decode(feed, count):
                yield picture
                given += 1
                held += picture.luma.size * 2
                if held > _HELD_BYTES:
                    held = 0
                    gc.collect()  # see pixels.side_data
                if given >= count:
                    break
        gc.collect()

    def _decode(self, feed: Feed, count: int) -> Iterator[CodedPicture]:
        """A picture's packet is found by its time stamp, which a trusted table makes unique."""
        table, facts = self._source.table, dict[int, tuple[int, bool]]()
        last = min(len(table.pts), count + _IN_FLIGHT) - 1
        for ordinal, packet in feed.packets(table, start=0, last=last):
            self._job.progress(ordinal, last + 1, shown(self._path))
            facts[int(packet.pts or 0)] = (packet.size, not bool(table.disposable[ordinal]))
            yield from _joined(_decoded(packet.decode), facts)
        yield from _joined(_decoded(lambda: feed.stream.codec_context.decode(None)), facts)


def _untrusted(path: Path, table: Table) -> StudioError:
    """Why a packet cannot be told to be a picture."""
    name = shown(path)
    if (table.pts == NO_TIME).all():
        return NotApplicable(
            f"{name} states no times, so that its packets cannot be told to be its pictures; "
            "give the MP4 or MKV file that it was taken from."
        )
    return MediaError(f"The packets of {name} are not its pictures one to one; wrap a working copy anew.")


def _joined(frames: list[av.VideoFrame], facts: dict[int, tuple[int, bool]]) -> Iterator[CodedPicture]:
    for frame in frames:
        if frame.pts in facts and not frame.is_corrupt:
            yield _picture(frame, *facts.pop(frame.pts))


def _decoded(decode: Callable[[], list[av.VideoFrame]]) -> list[av.VideoFrame]:
    try:
        return decode()
    except av.error.FFmpegError:
        return []  # a damaged picture is left out of the statistics


def _picture(frame: av.VideoFrame, size_bytes: int, referenced: bool) -> CodedPicture:
    parameters = side_data(frame, SideDataType.VIDEO_ENC_PARAMS)
    vectors = side_data(frame, SideDataType.MOTION_VECTORS) or b""
    whole = len(vectors) // VECTOR.itemsize * VECTOR.itemsize
    luma, *chroma = planes_of(frame)
    return CodedPicture(
        letter=PictureType(frame.pict_type).name if frame.pict_type in (1, 2, 3) else "?",
        key=bool(frame.key_frame),
        referenced=referenced,
        pts=int(frame.pts or 0),
        size_bytes=size_bytes,
        block_qp=quantisers(parameters) if parameters is not None else np.empty(0, np.int64),
        vectors=np.frombuffer(vectors[:whole], VECTOR),
        luma=luma,
        chroma=tuple(chroma),
    )


def planes_of(frame: av.VideoFrame) -> list[Plane]:
    """Luma and chroma planes uint8 as coded; deeper samples are shortened, packed layouts become 4:2:0."""
    layout = frame.format
    plain = layout.is_planar and not layout.is_rgb and layout.components[0].bits == 8
    shallow = frame if plain or layout.name == "gray" else frame.reformat(format="yuv420p")
    found = []
    for plane in shallow.planes[:3]:
        rows = np.frombuffer(memoryview(plane), np.uint8)[: plane.height * plane.line_size]
        found.append(np.ascontiguousarray(rows.reshape(plane.height, plane.line_size)[:, : plane.width]))
    return found
