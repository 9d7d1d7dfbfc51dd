"""A bit-exact copy of decoded frames in which every frame stands alone, so that any one of them is read at once.

For looking, never as evidence: examination and reports read the file itself and know nothing of this. Each frame's
checksum is written with it and compared when it is read; what differs is decoded from the file and the copy is thrown
away. The codec is FFmpeg's own Huffman coder (ffvhuff, median prediction, tables for each frame).

Measured on two cores (a Xeon without a name; CPU time, one thread; 60 frames of 1080p 4:2:0, 40 random seeks): left a
moving pattern with grain at GOP 250 (`tests/benchmarks/scrub_latency.py`), right a FaceForensics++ actor at c40.

    codec                       MB a frame     encoded a second   slowest 5 % of seeks, ms
    x264 lossless, keyint 8     .62   .13       79   158           133   38
    x264 lossless, keyint 4     .66   .18       81   147            66   22
    x264 lossless, keyint 1     .88   .47       57   100            21   12
    FFV1 intra, Rice            .72   .31       28    45            43   22
    MagicYUV, median            .95   .56      129   112            10    9
    Ut Video, median            .80   .56      143   112            10    9
    ffvhuff, median             .94   .56      165   190            15   15

x264 with a key frame every fourth frame would hold three times as many frames of a compressed clip, but where there is
grain its seeks take four times as long, and the bound is on the slowest. Ut Video and MagicYUV hold 8 bits only.
"""

from __future__ import annotations

import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable
from deepfake_studio.media.pack import Pack, key_of
from deepfake_studio.media.pictures import Source
from deepfake_studio.vocabulary import Frame

SUFFIX = ".exact"
_CODEC = "ffvhuff"
_OPTIONS = {"pred": "median", "context": "1"}  # tables for each frame
_MOST_PACKET_BYTES = 1 << 30
# full range by another name: the same planes, which the encoder takes only without the J
_PLAIN = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p", "yuvj440p": "yuv440p",
          "yuvj411p": "yuv411p"}  # fmt: skip
Bytes = NDArray[np.uint8]


def pack_of(path: Path, folder: Path) -> Pack:
    """Where the copy of ``path`` as it is now lies.

    Raises:
        MediaError: the file is not there.
    """
    return Pack(folder / (key_of(path, f"{_CODEC} {_OPTIONS}") + SUFFIX))


def planes(frame: av.VideoFrame) -> list[Bytes]:
    """The bytes that are seen of each plane, (rows, bytes): views without the padding behind each row."""
    bits = {c.plane: 0 for c in frame.format.components}
    for component in frame.format.components:
        bits[component.plane] += component.bits
    found = []
    for number, plane in enumerate(frame.planes):
        rows: Bytes = np.frombuffer(memoryview(plane), np.uint8)[: plane.height * plane.line_size]
        found.append(rows.reshape(plane.height, plane.line_size)[:, : plane.width * -(-bits[number] // 8)])
    return found


def checksum(frame: av.VideoFrame) -> int:
    """CRC-32 over all that is seen of a picture."""
    found = 0
    for rows in planes(frame):
        found = zlib.crc32(np.ascontiguousarray(rows).data, found)
    return found


def kind_of(frame: av.VideoFrame) -> tuple[Any, ...]:
    """What beside its planes decides how a picture is shown; equal for all pictures of a copy."""
    colour = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    return (frame.format.name, frame.width, frame.height, *colour, frame.interlaced_frame, frame.rotation)


class Coder:
    """Encodes and decodes pictures of one kind; each packet stands alone."""

    def __init__(self, like: av.VideoFrame) -> None:
        """For pictures of the kind of ``like``.

        Raises:
            NotApplicable: the codec does not hold such pictures bit by bit.
        """
        form = like.format
        self._format, self._size = _PLAIN.get(form.name, form.name), (like.width, like.height)
        known = av.codec.Codec(_CODEC, "w").video_formats or []
        if self._format not in {f.name for f in known}:
            raise NotApplicable(f"Pictures of the format {form.name} cannot be copied bit by bit.")
        # measured: with rows or columns of colour that reach over the edge the codec changes pixels
        if any(size % _share(form, axis) for axis, size in enumerate(self._size)):
            raise NotApplicable(f"Pictures of {like.width} x {like.height} px in {form.name} cannot be copied exactly.")
        self._encoder = self._opened("w")
        self._decoder = self._opened("r")

    def _opened(self, mode: str) -> Any:
        context: Any = av.CodecContext.create(_CODEC, mode)  # type: ignore[call-overload]
        context.width, context.height = self._size
        context.pix_fmt, context.thread_count = self._format, 1
        if mode == "w":
            context.time_base, context.options = Fraction(1, 25), _OPTIONS
        else:
            context.extradata = self._encoder.extradata
        try:
            context.open()
        except av.error.FFmpegError as error:
            raise NotApplicable(f"Pictures of the format {self._format} cannot be copied bit by bit.") from error
        return context

    def encode(self, frame: av.VideoFrame) -> bytes:
        """One packet."""
        carrier = av.VideoFrame(*self._size, self._format)
        for target, rows in zip(planes(carrier), planes(frame), strict=True):
            target[:] = rows
        carrier.pts = None
        return b"".join(bytes(packet) for packet in self._encoder.encode(carrier))

    def decode(self, packet: bytes, into: av.VideoFrame) -> bool:
        """Put what a packet holds into the planes of a picture; whether there was such a picture in it."""
        try:
            found = self._decoder.decode(av.Packet(packet))
        except av.error.FFmpegError:
            return False
        if len(found) != 1 or (found[0].format.name, found[0].width, found[0].height) != (self._format, *self._size):
            return False
        for target, rows in zip(planes(into), planes(found[0]), strict=True):
            target[:] = rows
        return True


def _share(form: Any, axis: int) -> int:
    """How many pixels of brightness share one of colour along an axis."""
    given: int = form.chroma_width(64) if axis == 0 else form.chroma_height(64)
    return 64 // given if given > 0 else 1


def template(source: Source) -> av.VideoFrame | None:
    """A picture of the clip that is nobody else's, with everything the decoder says of it; ``None`` without one.

    What is read from a copy is put into it, so that conversion sees what it would see of the decoder's own picture:
    some of it (where colour is sited) PyAV shows to nobody.
    """
    for picture in source.pictures():
        picture.raw.make_writable()  # copies what the decoder still refers to
        return picture.raw
    return None


class ExactCopy:
    """Reads frames of one clip from its copy as far as it was made; the files may go at any time."""

    def __init__(self, source: Source, folder: Path) -> None:
        """``source`` is of the clip itself.

        Raises:
            MediaError: the clip is gone.
        """
        self._source, self._pack = source, pack_of(source.path, folder)
        self._convert = source.converter()
        self._picture: av.VideoFrame | None = None
        self._coder: Coder | None = None

    def frame(self, index: int) -> Frame | None:
        """The frame with this ``decode_index``, the same bits as from the clip; ``None``: decode it from there."""
        records = self._pack.records()
        row = int(np.searchsorted(records["index"], index))
        if row >= len(records) or records["index"][row] != index or not self._source.table.trusted:
            return None
        packet = self._pack.read(records[row], most_bytes=_MOST_PACKET_BYTES)
        raw = self._filled(packet)
        if raw is None or checksum(raw) != records["check"][row]:
            self._pack.discard()
            return None
        table, base = self._source.table, self._source.time_base
        pts = int(table.times[index])
        return Frame(
            pts_seconds=float(pts * base.numerator / base.denominator),
            decode_index=index,
            stream_index=self._source.stream_index,
            pts=pts,
            pixels=self._convert(raw),
        )

    def _filled(self, packet: bytes | None) -> av.VideoFrame | None:
        if packet is None:
            return None
        try:
            if self._picture is None:
                self._picture = template(self._source)
            if self._picture is None:
                return None
            self._coder = self._coder or Coder(self._picture)
        except NotApplicable:
            return None
        return self._picture if self._coder.decode(packet, self._picture) else None
