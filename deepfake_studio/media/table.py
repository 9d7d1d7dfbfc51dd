"""The packet table: what pictures a file holds and where decoding may start, read without decoding.

Every picture has an *ordinal* (place in decoding order) and a *position* (place in presentation order, from 0 at the
first picture the decoder can show). A table is *trusted* when each packet is exactly one picture with a presentation
time of its own; then a position is found without decoding what is before it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av.container
import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job
from deepfake_studio.media import nal
from deepfake_studio.media.container import packets_of, readable
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits

NO_TIME = -(1 << 63)
_PICTURE_START = b"\0\0\1\0"
# pictures a second of streams that state neither times nor a rate
FALLBACK_RATE = 25
_REPORT_EVERY = 2048
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Packets of one video stream in decoding order, (N,) each; times in units of ``time_base``."""

    time_base: Fraction
    pts: Ints
    dts: Ints
    pos: Ints
    size: Ints
    key: Bools  # the container's key flag
    clean: Bools  # decoding may start here; pictures shown earlier than this one excepted
    disposable: Bools  # nothing refers to this picture
    shown: Bools  # has a picture that is presented (not cut away by an edit list)
    order: Ints  # ordinals of the shown pictures by presentation time
    position: Ints  # the inverse: ordinal -> index into ``order``, -1 where not shown
    times: Ints  # presentation times of the shown pictures, ascending
    starts: Ints  # ordinals of the clean packets
    trusted: bool
    last_duration: int
    preamble: bytes  # what a decoder that starts later must have read to decode the same pictures

    @property
    def count(self) -> int:
        """Number of presented pictures, damaged ones included."""
        return len(self.order)

    @property
    def hidden_time(self) -> int:
        """A time stamp no shown picture has, given to pictures that only others need."""
        return int(self.times[0]) - 1

    def start_for(self, position: int) -> int:
        """The latest ordinal from which the picture at ``position`` decodes exactly; 0 when there is none."""
        wanted = int(self.order[position])
        at = int(np.searchsorted(self.starts, wanted, side="right")) - 1
        while at >= 0 and self.pts[self.starts[at]] > self.pts[wanted]:
            at -= 1
        return int(self.starts[at]) if at >= 0 else 0

    def first_from(self, start: int) -> int:
        """The first position that belongs to a decoder started at this ordinal."""
        return int(np.searchsorted(self.times, self.pts[start])) if start else 0

    def find(self, pts: int | None) -> int:
        """The position of the picture with this presentation time; -1 when no shown picture has it."""
        if pts is None:
            return -1
        at = int(np.searchsorted(self.times, pts))
        return at if at < len(self.times) and self.times[at] == pts else -1

    def seconds(self) -> NDArray[np.float64]:
        """Presentation times (count,) in seconds, ascending."""
        return self.times.astype(np.float64) * self.time_base.numerator / self.time_base.denominator

    def hiding(self, ordinals: Ints) -> Table:
        """The same table without these pictures: they are fed to the decoder and never shown."""
        visible = self.shown.copy()
        visible[ordinals] = False
        return replace(self, shown=visible, **_presentation(self.pts, visible))

    def distrusted(self) -> Table:
        """The same table, marked as one whose packets are not the pictures."""
        return replace(self, trusted=False)


class _Columns:
    """Growing columns of plain integers, so that a million packets cost 40 MB and not a gigabyte of objects."""

    def __init__(self, codec: str, extradata: bytes | None) -> None:
        self.codec = codec
        self.length_bytes = nal.length_bytes(codec, extradata)
        self.numbers = [array("q") for _ in range(4)]
        self.flags = [array("b") for _ in range(4)]
        self.layers = array("b")  # temporal layers of HEVC
        self.last_duration = 0
        self.preamble = b""

    def add(self, packet: Packet[VideoStream]) -> None:
        key = bool(packet.is_keyframe)
        clean, disposable = key, False
        if self.codec == "h264":
            data = bytes(packet)
            clean, disposable = nal.h264_kind(data, length_bytes=self.length_bytes)
            clean = clean and key
            if not self.numbers[0]:
                # FFmpeg decodes 4:4:4 streams of x264 before build 151 (FaceForensics++ for one) by the build number
                # in this message; without it every picture comes out green and flagged.
                self.preamble = nal.h264_messages(data, length_bytes=self.length_bytes)
        elif self.codec in ("mpeg1video", "mpeg2video") and not self.numbers[0]:
            # the first sequence header decides on chroma placement for good, even where later ones differ
            self.preamble = bytes(packet).partition(_PICTURE_START)[0]
        elif self.codec == "hevc":
            starts, disposable, layer = nal.hevc_kind(bytes(packet), length_bytes=self.length_bytes)
            clean = key and starts
            self.layers.append(layer)
        values = (packet.pts, packet.dts, packet.pos, packet.size)
        for column, value in zip(self.numbers, values, strict=True):
            column.append(NO_TIME if value is None else value)
        facts = (key, clean, disposable, not packet.is_discard and packet.size > 0)
        for flag, fact in zip(self.flags, facts, strict=True):
            flag.append(fact)
        self.last_duration = packet.duration or self.last_duration


def read_table(
    container: av.container.InputContainer, stream: VideoStream, path: Path, *, limits: Limits, job: Job
) -> Table:
    """Read every packet of ``stream`` from where the container stands, which must be its beginning.

    Raises:
        MediaError: more frames or a longer duration than the limits allow, or the file cannot be read.
    """
    columns = _Columns(stream.codec_context.codec.canonical_name, stream.codec_context.extradata)
    note = shown(path)
    with readable(path):
        try:
            for number, packet in enumerate(packets_of(container, stream)):
                columns.add(packet)
                if number >= limits.max_frames:
                    raise MediaError(f"{note} has more than {limits.max_frames} frames, the limit; raise the limit.")
                if number % _REPORT_EVERY == 0:
                    job.progress(number, stream.frames, note)
        except av.error.FFmpegError:
            # What a damaged file holds up to here is still examined; the decoder will count the rest.
            if not columns.numbers[0]:
                raise
    return _finish(columns, Fraction(stream.time_base or Fraction(1, 1000)), path, limits)


def _finish(columns: _Columns, time_base: Fraction, path: Path, limits: Limits) -> Table:
    pts, dts, pos, size = (np.array(column, np.int64) for column in columns.numbers)
    key, clean, disposable, visible = (np.array(flag, np.bool_) for flag in columns.flags)
    if len(columns.layers):  # pictures of a layer above may refer to it
        layers = np.array(columns.layers)
        disposable &= layers == layers.max()
    view = _presentation(pts, visible)
    times = view["times"]
    trusted = len(times) > 0 and bool(times[0] != NO_TIME) and bool((np.diff(times) > 0).all())
    if trusted:
        _check_duration(times, time_base, path, limits)
    return Table(
        time_base=time_base,
        pts=pts,
        dts=dts,
        pos=pos,
        size=size,
        key=key,
        clean=clean,
        disposable=disposable,
        shown=visible,
        starts=np.flatnonzero(clean),
        trusted=trusted,
        last_duration=columns.last_duration,
        preamble=columns.preamble,
        **view,
    )


def _presentation(pts: Ints, visible: Bools) -> dict[str, Any]:
    """The columns that follow from which packets are shown."""
    ordinals = np.flatnonzero(visible)
    order = ordinals[np.argsort(pts[ordinals], kind="stable")]
    position = np.full(len(pts), -1, np.int64)
    position[order] = np.arange(len(order))
    return {"order": order, "position": position, "times": pts[order]}


def _check_duration(times: Ints, time_base: Fraction, path: Path, limits: Limits) -> None:
    seconds = float((int(times.max()) - int(times.min())) * time_base)
    if seconds > limits.max_duration_seconds:
        raise MediaError(
            f"{shown(path)} lasts {seconds:.0f} s by its time stamps, more than the limit of "
            f"{limits.max_duration_seconds:.0f} s; raise the limit or cut a working copy."
        )
