"""Packets of one stream by ordinal, from any start, each one checked to be the packet that the table means.

A seek is only believed when it arrives at the very packet asked for (place in the file, size and time stamp);
otherwise the file is read again from its beginning, which costs reading but no decoding.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.container
import av.error
from av.codec.context import ThreadType
from av.packet import Packet
from av.video.stream import VideoStream

from deepfake_studio.media.container import open_input, packets_of, read_only_this, readable, video_stream
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.sniff import Sniffed
from deepfake_studio.media.table import NO_TIME, Table

# Reading this many packets on is cheaper than a seek and the check behind it.
_READ_ON = 256
# Otherwise returns pictures filled with whatever was in memory before, without flagging them.
_ALWAYS_STRICT = {"mjpeg"}
# With frame threads FFmpeg may hand out a damaged H.264 picture before its thread sets the flag (measured: 20 of 230
# flags lost, differently each run). An error instead of concealment arrives reliably and starts the careful run.
_STRICT_WITH_THREADS = {"h264"}


class Feed:
    """An opened container at some place of its video stream; close it or use it as a context manager."""

    def __init__(self, path: Path, sniffed: Sniffed, *, limits: Limits, threads: int) -> None:
        self._path = path
        self._sniffed = sniffed
        self._limits = limits
        self._threads = threads
        self._open()

    def _open(self) -> None:
        self.container = open_input(self._path, self._sniffed, limits=self._limits)
        try:
            self.stream = video_stream(self.container, self._path, limits=self._limits)
        except BaseException:
            self.container.close()
            raise
        read_only_this(self.container, self.stream)
        context = self.stream.codec_context
        # Frame threads only: with slice threads the MPEG-2 decoder flags other pictures than with one thread.
        context.thread_type = ThreadType.FRAME if self._threads != 1 else ThreadType.NONE
        context.thread_count = self._threads
        context.options = {"max_pixels": str(self._limits.max_pixels)}
        codec = context.codec.canonical_name
        if codec in _ALWAYS_STRICT or (codec in _STRICT_WITH_THREADS and self._threads != 1):
            context.options = {**context.options, "err_detect": "explode"}
        self._packets = self._demux()
        self._next = 0  # ordinal of the next packet
        self._ahead: Packet[VideoStream] | None = None

    def _demux(self) -> Iterator[Packet[VideoStream]]:
        """A damaged tail ends the stream."""
        with contextlib.suppress(av.error.FFmpegError):
            yield from packets_of(self.container, self.stream)

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.container.close()

    def packets(self, table: Table, *, start: int, last: int) -> Iterator[tuple[int, Packet[VideoStream]]]:
        """(ordinal, packet) from ``start`` to ``last`` inclusive, stamped as in the table, for a fresh decoder."""
        with readable(self._path):
            self._goto(table, start)
        while self._next <= last:
            packet = self._take()
            if packet is None:
                return
            ordinal = self._next - 1
            if ordinal >= start:
                if not table.shown[ordinal]:
                    packet.pts = table.hidden_time
                elif table.pts[ordinal] != NO_TIME:
                    packet.pts = int(table.pts[ordinal])
                yield ordinal, _prefixed(packet, table.preamble) if ordinal == start and start else packet

    def raw(self) -> Iterator[Packet[VideoStream]]:
        """Every packet from the beginning, without a table."""
        return self._packets

    def _take(self) -> Packet[VideoStream] | None:
        packet, self._ahead = self._ahead, None
        if packet is None:
            packet = next(self._packets, None)
        if packet is not None:
            self._next += 1
        return packet

    def _goto(self, table: Table, start: int) -> None:
        if not self._next <= start < self._next + _READ_ON and not self._seek(table, start):
            self.close()
            self._open()
            return
        if self.stream.codec_context.is_open:
            self.stream.codec_context.flush_buffers()

    def _seek(self, table: Table, start: int) -> bool:
        """Seek to packet ``start`` and say whether it was found."""
        stamp = int(table.dts[start])
        stamp = int(table.pts[start]) if stamp == NO_TIME else stamp
        if stamp == NO_TIME or start == 0:
            return False
        try:
            self.container.seek(stamp, stream=self.stream)
            self._packets = self._demux()
            for _ in range(_READ_ON):
                packet = next(self._packets, None)
                if packet is None:
                    return False
                if self._is(packet, table, start):
                    self._next, self._ahead = start, packet
                    return True
        except av.error.FFmpegError:
            pass
        return False

    @staticmethod
    def _is(packet: Packet[VideoStream], table: Table, ordinal: int) -> bool:
        def number(value: int | None) -> int:
            return NO_TIME if value is None else value

        found = (number(packet.pts), number(packet.pos), packet.size)
        return found == (table.pts[ordinal], table.pos[ordinal], table.size[ordinal])


def _prefixed(packet: Packet[VideoStream], preamble: bytes) -> Packet[VideoStream]:
    """The packet with the stream's opening messages in front of it."""
    if not preamble:
        return packet
    longer: Any = Packet(preamble + bytes(packet))
    longer.stream = packet.stream
    longer.pts, longer.dts, longer.time_base = packet.pts, packet.dts, packet.time_base
    longer.is_keyframe = packet.is_keyframe
    return longer  # type: ignore[no-any-return]
