"""One picture's blocks as its decoder reports them: quantiser of each, and where each was predicted from."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import numpy as np
from av.packet import Packet
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError, NotApplicable
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.bitstream import _HEADER
from deepfake_studio.media.coded import VECTOR
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.media.pictures import Source
from deepfake_studio.media.pixels import orientation, side_data, turn
from deepfake_studio.media.sniff import sniff

# Codecs whose decoders export quantisers and vectors of blocks, and the side of the least block that is told apart.
CELL_PX = {"h264": 16, "mpeg2video": 16, "mpeg1video": 16, "mpeg4": 16, "h263": 16, "vp9": 8}
VECTORS = {"h264", "mpeg2video", "mpeg1video", "mpeg4", "h263"}
_DOUBLED = {"mpeg4", "h263", "mpeg1video", "mpeg2video"}
INTRA, PAST, PAST_SPLIT, FUTURE, BOTH = range(5)
# struct AVVideoBlockParams (libavutil/video_enc_params.h); the deltas of AC coefficients follow
_BLOCK = np.dtype([("x", "<i4"), ("y", "<i4"), ("w", "<i4"), ("h", "<i4"), ("delta", "<i4")])
_IN_FLIGHT = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockMap:
    """Cells of ``cell_px`` px of a picture, upright as it is shown.

    ``qp`` (rows, columns) float, NaN where the decoder gives none; ``kinds`` (rows, columns) int8 of `INTRA`, `PAST`,
    `PAST_SPLIT`, `FUTURE`, `BOTH`, or ``None`` where the codec's decoder exports no vectors. A block that was skipped
    has the vector it inherits and counts as predicted; one without any vector is coded by itself. ``width_px`` and
    ``height_px`` are those of the picture; the cells may stand over.
    """

    letter: str
    codec: str
    cell_px: int
    width_px: int
    height_px: int
    qp: NDArray[np.float32]
    kinds: NDArray[np.int8] | None


def block_map(path: Path, index: int, *, limits: Limits = DEFAULT, job: Job | None = None) -> BlockMap:
    """The blocks of the frame with this ``decode_index``; decodes from the key frame before it, on one thread.

    Raises:
        NotApplicable: a still picture, a codec whose decoder tells nothing of its blocks, or packets that are not
            pictures one to one.
        MediaError: no such frame, or it cannot be decoded.
        JobCancelled: the user asked to stop.
    """
    path, job = Path(path), job or QuietJob()
    kind = sniff(path)
    if kind.still:
        raise NotApplicable(f"{shown(path)} is a picture: its blocks have no quantiser of their own.")
    source = Source(path, kind, limits=limits, job=job, threads=1)
    if source.codec not in CELL_PX:
        raise NotApplicable(f"The decoder of {source.codec} does not tell the quantisers of single blocks.")
    table = source.table
    if not table.trusted:
        raise NotApplicable(f"The packets of {shown(path)} are not its frames one to one; wrap a working copy anew.")
    if not 0 <= index < table.count:
        raise MediaError(f"{shown(path)} has frames 0 to {table.count - 1}; there is no frame {index}.")
    start, ordinal = table.start_for(index), int(table.order[index])
    with Feed(path, kind, limits=limits, threads=1) as feed:
        context = feed.stream.codec_context
        context.options = {**context.options, "export_side_data": "venc_params+mvs"}
        stamp = int(table.times[index])
        last = min(ordinal + _IN_FLIGHT, len(table.pts) - 1)
        for at, packet in feed.packets(table, start=start, last=last):
            job.progress(at - start, ordinal - start + 1, shown(path))
            if table.disposable[at] and at != ordinal:
                continue
            for frame in _pictures(feed, packet):
                if frame.pts == stamp:
                    return _mapped(frame, source.codec)
        for frame in _pictures(feed, None):
            if frame.pts == stamp:
                return _mapped(frame, source.codec)
    raise MediaError(
        f"Frame {index} of {shown(path)} is damaged and tells nothing of its blocks; choose another frame."
    )


def _pictures(feed: Feed, packet: Packet[VideoStream] | None) -> list[av.VideoFrame]:
    try:
        return list(feed.stream.codec_context.decode(packet))
    except av.error.FFmpegError:
        return []


def _mapped(frame: av.VideoFrame, codec: str) -> BlockMap:
    cell = CELL_PX[codec]
    shape = (-(-frame.height // cell), -(-frame.width // cell))
    qp = _quantisers(side_data(frame, SideDataType.VIDEO_ENC_PARAMS) or b"", shape, cell)
    if codec in _DOUBLED:
        qp /= 2
    if codec == "h264":
        qp -= 6 * (frame.format.components[0].bits - 8)  # as headers and encoders count
    kinds = None
    if codec in VECTORS:
        kinds = _kinds(side_data(frame, SideDataType.MOTION_VECTORS) or b"", shape, cell)
    how = orientation(frame)
    letter = PictureType(frame.pict_type).name if frame.pict_type in (1, 2, 3) else "?"
    size = (frame.width, frame.height) if how[0] % 2 == 0 else (frame.height, frame.width)
    gc.collect(1)  # see pixels.side_data
    return BlockMap(
        letter=letter,
        codec=codec,
        cell_px=cell,
        width_px=size[0],
        height_px=size[1],
        qp=np.ascontiguousarray(_turned(qp, how)),
        kinds=None if kinds is None else np.ascontiguousarray(_turned(kinds, how)),
    )


def _turned(cells: NDArray[np.generic], how: tuple[int, bool]) -> NDArray[np.generic]:
    return turn(cells, how)  # type: ignore[arg-type]


def _quantisers(data: bytes, shape: tuple[int, int], cell: int) -> NDArray[np.float32]:
    """The quantiser of every cell; that of the picture where the decoder gives no blocks."""
    out = np.full(shape, np.nan, np.float32)
    if len(data) < _HEADER.itemsize:
        return out
    header = np.frombuffer(data[: _HEADER.itemsize], _HEADER)[0]
    count, offset, size = int(header["blocks"]), int(header["offset"]), int(header["size"])
    if not count:
        out[:] = int(header["qp"])
        return out
    if size < _BLOCK.itemsize or offset + count * size > len(data):
        return out
    raw = np.frombuffer(data, np.uint8, count * size, offset).reshape(count, size)
    blocks = np.ascontiguousarray(raw[:, : _BLOCK.itemsize]).view(_BLOCK)[:, 0]
    for block in blocks:
        rows = slice(max(int(block["y"]) // cell, 0), -(-(int(block["y"]) + int(block["h"])) // cell))
        columns = slice(max(int(block["x"]) // cell, 0), -(-(int(block["x"]) + int(block["w"])) // cell))
        out[rows, columns] = int(header["qp"]) + int(block["delta"])
    return out


def _kinds(data: bytes, shape: tuple[int, int], cell: int) -> NDArray[np.int8]:
    """Where each cell was predicted from, by the vectors whose blocks lie in it (``dst`` is the middle of a block)."""
    vectors = np.frombuffer(data[: len(data) // VECTOR.itemsize * VECTOR.itemsize], VECTOR)
    past, future, split = (np.zeros(shape, np.bool_) for _ in range(3))
    if len(vectors):
        rows = np.clip((vectors["dst_y"] - 1) // cell, 0, shape[0] - 1)
        columns = np.clip((vectors["dst_x"] - 1) // cell, 0, shape[1] - 1)
        for mark, chosen in (
            (past, vectors["source"] < 0),
            (future, vectors["source"] > 0),
            (split, (vectors["w"] < cell) | (vectors["h"] < cell)),
        ):
            mark[rows[chosen], columns[chosen]] = True
    kinds = np.full(shape, INTRA, np.int8)
    kinds[past] = PAST
    kinds[past & split] = PAST_SPLIT
    kinds[future] = FUTURE
    kinds[past & future] = BOTH
    return kinds
