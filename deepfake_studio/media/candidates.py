"""Candidate encodes of an original as a platform may have made them: scaled once, encoded as often as asked.

Pictures stay in the decoder's own format: no way through RGB. Picture types are given to the encoder, so that each
picture of a candidate stands against the same picture of the shared file.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.codec.context import ThreadType
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import PictureType
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media import graph, heads
from deepfake_studio.media.bitstream import quantisers
from deepfake_studio.media.coded import planes_of
from deepfake_studio.media.encoders import clean_memory
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.pictures import Picture, Source
from deepfake_studio.media.pixels import orientation, side_data
from deepfake_studio.media.sniff import sniff
from deepfake_studio.media.yuv import SCALINGS

Plane = NDArray[np.uint8]
ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1"}
_TYPES = {"I": PictureType.I, "P": PictureType.P, "B": PictureType.B}
_LAYOUTS = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p"}
_COLLECT_EVERY = 16
_RIVALS_EVERY = 10
_TICK = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Pictures ready to be encoded: all of the shared file's size and layout, one per picture of the shared file.

    ``kernel`` names the scaling, ``None`` where nothing was scaled; ``rivals`` the luma of every tenth picture by
    number as every kernel scales it, by the kernel's name.
    """

    frames: tuple[av.VideoFrame, ...]
    rate: Fraction
    kernel: str | None
    rivals: dict[str, dict[int, Plane]]

    def luma(self, number: int) -> Plane:
        """The luma plane (H, W) uint8 of one picture."""
        return planes_of(self.frames[number])[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoded:
    """What an encoder made of N pictures, in presentation order.

    ``block_qp`` (N, B) int16 in raster order, (N, 0) where the decoder gives none; ``picture_qp`` (N,) from headers,
    NaN where none is read; ``sizes`` (N,) bytes; ``luma`` the planes that were asked for, by number.
    """

    letters: str
    block_qp: NDArray[np.int16]
    picture_qp: NDArray[np.float64]
    sizes: NDArray[np.int64]
    luma: dict[int, Plane]


def prepare(
    path: Path,
    *,
    seconds: Sequence[float],
    size: tuple[int, int],
    layout: str,
    rate: Fraction,
    kernel: str = "bicubic",
    rotation_degrees: int = 0,
    map_tones: bool = False,
    limits: Limits,
    job: Job,
) -> Prepared:
    """The pictures of ``path`` shown at ``seconds`` (ascending, from its first picture), scaled to ``size``.

    ``layout`` is the pixel format, ``kernel`` how pictures of another size are scaled.
    ``rotation_degrees`` is how the shared file asks to be turned; what the original asks beyond that is carried out.
    ``map_tones`` brings pictures of high dynamic range to standard range, as FFmpeg's scaler does.

    Raises:
        MediaError: the file cannot be decoded.
        NotApplicable: it holds no pictures.
        JobCancelled: the user asked to stop.
    """
    source = Source(path, sniff(path), limits=limits, job=job, threads=1)
    wanted = _LAYOUTS.get(layout, layout)
    made: list[av.VideoFrame] = []
    fit = _Fitting(size, wanted, rotation_degrees, kernel, map_tones=map_tones)
    for picture, count in _at(source.pictures(), seconds):
        made += [fit(picture.raw, len(made) + i) for i in range(count)]
    if not made:
        raise MediaError(f"{shown(path)} holds no picture that can be decoded; check the file.")
    gc.collect()  # see pixels.side_data
    return Prepared(frames=tuple(made), rate=rate, kernel=kernel if fit.rivals else None, rivals=fit.rivals)


def _at(pictures: Iterator[Picture], seconds: Sequence[float]) -> Iterator[tuple[Picture, int]]:
    """Each picture that is nearest to one or more of the moments, and to how many; stops at the end of either."""
    moments = list(seconds)
    before: Picture | None = None
    start = 0.0
    for picture in pictures:
        if before is None:
            start = picture.pts_seconds
        else:
            border = (before.pts_seconds + picture.pts_seconds) / 2 - start
            count = next((i for i, t in enumerate(moments) if t > border), len(moments))
            if count:
                yield before, count
            moments = moments[count:]
        before = picture
        if not moments:
            return
    if before is not None:
        step = 1.5 / 25
        count = sum(t <= before.pts_seconds - start + step for t in moments)
        if count:
            yield before, count


class _Fitting:
    """Brings pictures to the shared file's size."""

    def __init__(
        self, size: tuple[int, int], layout: str, rotation_degrees: int, kernel: str, *, map_tones: bool
    ) -> None:
        self._size, self._layout, self._kernel = size, layout, kernel
        self._rotation = rotation_degrees
        self._quarters: int | None = None
        self._scaler = VideoReformatter()
        self._map_tones = map_tones
        self._toned: dict[str, graph.Treated] = {}
        self.rivals: dict[str, dict[int, Plane]] = {}

    def __call__(self, raw: av.VideoFrame, number: int) -> av.VideoFrame:
        upright = self._turned(raw)
        made = self._scaled(upright, self._kernel)
        if number % _RIVALS_EVERY == 0 and (upright.width, upright.height) != self._size:
            for name in SCALINGS:
                other = made if name == self._kernel else self._scaled(upright, name)
                self.rivals.setdefault(name, {})[number] = planes_of(other)[0]
        return made

    def _turned(self, raw: av.VideoFrame) -> av.VideoFrame:
        if self._quarters is None:
            self._quarters = (orientation(raw)[0] - self._rotation // 90) % 4
        if not self._quarters:
            return raw
        planes = [np.rot90(plane, -self._quarters) for plane in planes_of(raw.reformat(format="yuv420p"))]
        height, width = (n & ~1 for n in planes[0].shape)
        planes = [planes[0][:height, :width], *(p[: height // 2, : width // 2] for p in planes[1:])]
        flat = np.concatenate([np.ascontiguousarray(p).reshape(-1) for p in planes]).reshape(-1, width)
        return av.VideoFrame.from_ndarray(flat, format="yuv420p")

    def _scaled(self, raw: av.VideoFrame, kernel: str) -> av.VideoFrame:
        width, height = self._size
        if self._map_tones and int(raw.color_trc) in graph.HDR_TRANSFERS:
            if kernel not in self._toned:
                how = graph.Treatment(width_px=width, height_px=height, pixel_format=self._layout, kernel=kernel)
                self._toned[kernel] = graph.Treated(how, time_base=_TICK)
            raw.pts, raw.time_base = 0, _TICK
            return next(self._toned[kernel].feed(raw))
        return self._scaler.reformat(
            raw, width=width, height=height, format=self._layout, interpolation=_how(kernel), threads=1
        )


def _how(kernel: str) -> Interpolation:
    return SCALINGS[kernel]


def encode(
    prepared: Prepared,
    letters: str,
    *,
    codec: str,
    options: dict[str, str],
    job: Job,
    begin: int = 0,
    keep: Sequence[int] = (),
) -> Encoded:
    """Encode pictures ``begin`` to ``begin + len(letters)`` with these types (``?`` lets the encoder choose).

    Raises:
        MediaError: the encoder refuses an option.
        JobCancelled: the user asked to stop.
    """
    frames = prepared.frames[begin : begin + len(letters)]
    try:
        with clean_memory():
            packets = list(_packets(frames, letters, prepared.rate, codec, options, job))
        return _read_back(packets, codec, len(frames), set(keep))
    except (av.error.FFmpegError, ValueError) as error:
        raise MediaError(
            f"{ENCODERS[codec]} cannot make the candidate encode ({error}); report the settings."
        ) from error


def _packets(
    frames: Sequence[av.VideoFrame], letters: str, rate: Fraction, codec: str, options: dict[str, str], job: Job
) -> Iterator[tuple[int, bytes]]:
    encoder: Any = av.CodecContext.create(ENCODERS[codec], "w")
    first = frames[0]
    encoder.width, encoder.height, encoder.pix_fmt = first.width, first.height, first.format.name
    encoder.time_base, encoder.framerate = 1 / rate, rate
    encoder.thread_count, encoder.thread_type = 1, ThreadType.NONE
    encoder.options = options
    for number, (frame, letter) in enumerate(zip(frames, letters, strict=True)):
        job.progress(number, len(frames))
        frame.pts, frame.time_base = number, 1 / rate
        frame.pict_type = _TYPES.get(letter, PictureType.NONE)
        yield from ((packet.pts, bytes(packet)) for packet in encoder.encode(frame))
    yield from ((packet.pts, bytes(packet)) for packet in encoder.encode(None))


def _read_back(packets: list[tuple[int, bytes]], codec: str, count: int, keep: set[int]) -> Encoded:
    """Sizes from packets, types and quantisers from headers and from the decoder."""
    decoder: Any = av.CodecContext.create({"av1": "libdav1d"}.get(codec, codec), "r")
    decoder.thread_count, decoder.thread_type = 1, ThreadType.NONE
    decoder.options = {"export_side_data": "venc_params"}
    reader = heads.reader(codec, None) if codec != "h264" else None  # the decoder tells more of H.264
    sizes, qps, names = np.zeros(count, np.int64), np.full(count, np.nan), ["?"] * count
    for number, data in packets:
        sizes[number] += len(data)
        head = reader.picture(data) if reader is not None else None
        if head is not None:
            names[number] = head.letter
            qps[number] = np.nan if head.qp is None else head.qp
    blocks: list[NDArray[np.int16]] = []
    luma: dict[int, Plane] = {}
    for number, frame in enumerate(_decoded(decoder, packets)):
        parameters = side_data(frame, SideDataType.VIDEO_ENC_PARAMS)
        blocks.append((quantisers(parameters) if parameters is not None else np.empty(0)).astype(np.int16))
        if names[number] == "?" and frame.pict_type in (1, 2, 3):
            names[number] = PictureType(frame.pict_type).name
        if number in keep:
            luma[number] = planes_of(frame)[0]
        if number % _COLLECT_EVERY == 0:
            gc.collect(1)
    gc.collect()
    same = len(blocks) == count and len({len(b) for b in blocks}) == 1
    return Encoded(
        letters="".join(names),
        block_qp=np.stack(blocks) if same else np.empty((count, 0), np.int16),
        picture_qp=qps,
        sizes=sizes,
        luma=luma,
    )


def _decoded(decoder: Any, packets: list[tuple[int, bytes]]) -> Iterator[av.VideoFrame]:
    for _, data in packets:
        yield from decoder.decode(av.Packet(data))
    yield from decoder.decode(None)
