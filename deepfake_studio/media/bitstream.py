"""What the encoder left in the bit stream: picture types, group structure, quantisers, its own name.

Decodes a bounded beginning of the stream with the decoder's side data switched on.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import av.error
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import PictureType
from numpy.typing import NDArray

from deepfake_studio.job import Job
from deepfake_studio.media.feed import Feed
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pixels import orientation, side_data
from deepfake_studio.media.sniff import Sniffed
from deepfake_studio.media.table import Table
from deepfake_studio.vocabulary import GopInfo, QpInfo

READ_FRAMES = 240
# pictures whose side data was read stay in memory until the collection at the end
_HELD_BYTES = 192 << 20
_PATTERN_LETTERS = 64
_MAX_LENGTHS = 4096
# Codecs whose decoders export quantisers; others would only be slowed down.
_EXPORTS_QP = {"h264", "mpeg2video", "mpeg1video", "vp9"}
# struct AVVideoEncParams (libavutil/video_enc_params.h): nb_blocks, blocks_offset, block_size, type, qp, delta_qp[4][2]
_HEADER = np.dtype(
    [("blocks", "<u4"), ("_", "<u4"), ("offset", "<u8"), ("size", "<u8"), ("type", "<i4"), ("qp", "<i4")]
)
_DELTA_AT = 16  # int32 src_x, src_y, w, h, then delta_qp
_UUID_BYTES = 16
_MPEG4_ENCODER = re.compile(rb"(?:Lavc|XviD|DivX)[\x20-\x7e]{0,80}")


@dataclass
class Beginning:
    """What the first pictures of a stream showed, in presentation order."""

    letters: list[str] = field(default_factory=list)
    means: dict[str, list[float]] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    strings: list[str] = field(default_factory=list)
    failures: int = 0
    measured: int = 0
    rotation_degrees: int = 0
    mirrored: bool = False


def read_beginning(
    path: Path, sniffed: Sniffed, table: Table, *, codec: str, limits: Limits, job: Job, frames: int = READ_FRAMES
) -> Beginning:
    """Decode at most ``frames`` packets and note picture types, quantisers and encoder messages.

    Raises:
        MediaError: the file cannot be opened again.
        JobCancelled: the user asked to stop.
    """
    found, held_bytes = Beginning(), 0
    with Feed(path, sniffed, limits=limits, threads=1) as feed:  # the same counts on every machine
        if codec in _EXPORTS_QP:
            context = feed.stream.codec_context
            context.options = {**context.options, "export_side_data": "venc_params"}
        for number, picture in enumerate(_pictures(feed, table, min(frames, len(table.pts)), found, job, path)):
            _note(found, picture, first=number == 0)
            held_bytes += picture.width * picture.height * 2
            if held_bytes < _HELD_BYTES:
                _note_side_data(found, picture)
    gc.collect()  # see pixels.side_data
    return found


def _pictures(feed: Feed, table: Table, count: int, found: Beginning, job: Job, path: Path) -> Iterator[av.VideoFrame]:
    note = shown(path)
    for ordinal, packet in feed.packets(table, start=0, last=count - 1):
        job.progress(ordinal, count, note)
        if ordinal == 0:
            found.strings += [m.decode("ascii") for m in _MPEG4_ENCODER.findall(bytes(packet)[:2048])]
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            found.failures += 1
    try:
        yield from feed.stream.codec_context.decode(None)
    except av.error.FFmpegError:
        found.failures += 1


def _note(found: Beginning, picture: av.VideoFrame, *, first: bool) -> None:
    if picture.is_corrupt:
        found.failures += 1
    if first:
        quarters, found.mirrored = orientation(picture)
        found.rotation_degrees = quarters * 90
    letter = PictureType(picture.pict_type).name if picture.pict_type in (1, 2, 3) else "?"
    found.letters.append(letter)


def _note_side_data(found: Beginning, picture: av.VideoFrame) -> None:
    letter = found.letters[-1]
    message = side_data(picture, SideDataType.SEI_UNREGISTERED)
    if message is not None and len(found.strings) < 4:
        text = message[_UUID_BYTES:].split(b"\0")[0].decode("ascii", "replace").strip()
        if text and text.isprintable() and text not in found.strings:
            found.strings.append(text[:2000])
    parameters = side_data(picture, SideDataType.VIDEO_ENC_PARAMS)
    if parameters is not None and letter != "?":
        _note_qp(found, letter, quantisers(parameters))


def _note_qp(found: Beginning, letter: str, values: NDArray[np.int64]) -> None:
    if not len(values):
        return
    found.measured += 1
    found.means.setdefault(letter, []).append(float(values.mean()))
    low, high = int(values.min()), int(values.max())
    found.minimum = low if found.minimum is None else min(found.minimum, low)
    found.maximum = high if found.maximum is None else max(found.maximum, high)


def quantisers(side_data: bytes) -> NDArray[np.int64]:
    """One quantiser per block, or the picture's own when the decoder gives no blocks; empty when malformed."""
    if len(side_data) < _HEADER.itemsize:
        return np.empty(0, np.int64)
    header = np.frombuffer(side_data[: _HEADER.itemsize], _HEADER)[0]
    count, offset, size = int(header["blocks"]), int(header["offset"]), int(header["size"])
    if not count:
        return np.array([int(header["qp"])], np.int64)
    if size < _DELTA_AT + 4 or offset + count * size > len(side_data):
        return np.empty(0, np.int64)
    blocks = np.frombuffer(side_data, np.uint8, count * size, offset).reshape(count, size)
    deltas = np.ascontiguousarray(blocks[:, _DELTA_AT : _DELTA_AT + 4]).view("<i4")[:, 0]
    return deltas.astype(np.int64) + int(header["qp"])


def gop_info(table: Table, found: Beginning) -> GopInfo:
    """Group structure: key frames, lengths and B pictures over all packets, the pattern from decoded pictures."""
    keys = np.flatnonzero(table.key & table.shown)
    ends = np.append(keys[1:], len(table.pts))
    lengths = tuple(int(n) for n in (ends - keys)[:_MAX_LENGTHS])
    return GopInfo(
        key_frames=len(keys),
        lengths=lengths,
        pattern=_pattern(found.letters),
        b_frames=_reordered(table) if table.trusted else None,
        frames_read=len(table.pts),
        complete=len(keys) <= _MAX_LENGTHS,
    )


def _pattern(letters: list[str]) -> str | None:
    """Letters of the first group in presentation order, e.g. ``IBBPBBP``."""
    if not letters or "?" in letters[:2]:
        return None
    text = "".join(letters)
    stop = text.find("I", 1)
    return text[: min(stop if stop > 0 else len(text), _PATTERN_LETTERS)]


def _reordered(table: Table) -> int:
    """Pictures shown before one that was decoded earlier: B pictures, but for low-delay ones that are not reordered."""
    times = table.pts[table.shown]
    return int((times < np.maximum.accumulate(times)).sum()) if len(times) else 0


def qp_info(found: Beginning) -> QpInfo | None:
    """Quantiser statistics, or ``None`` when this codec's decoder gives none."""
    if not found.measured or found.minimum is None or found.maximum is None:
        return None
    return QpInfo(
        mean_by_type={letter: float(np.mean(values)) for letter, values in sorted(found.means.items())},
        minimum=found.minimum,
        maximum=found.maximum,
        frames_measured=found.measured,
    )
