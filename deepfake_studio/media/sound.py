"""The sound beside re-encoded pictures: encoded anew, copied packet by packet, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.container
import av.error

from deepfake_studio.errors import UsageError
from deepfake_studio.media.container import open_input
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.sniff import Sniffed

ENCODERS = {"aac": "aac", "opus": "libopus", "mp3": "libmp3lame", "vorbis": "libvorbis"}
_RATES = (32_000, 44_100, 48_000)
_USUAL_BPS = 128_000


class Sound:
    """The first audio stream of a file on its way into ``out``; close it."""

    def __init__(
        self,
        path: Path,
        kind: Sniffed,
        out: av.container.OutputContainer,
        *,
        copied: bool,
        codec: str,
        bitrate_bps: int | None,
        offset_seconds: Fraction,
        limits: Limits,
    ) -> None:
        """``offset_seconds`` is taken off every time stamp, as it is off the pictures'."""
        self._notes: list[str] = []
        self.damaged = 0
        self.codec = codec
        self._out = out
        self._offset = offset_seconds
        self._container = open_input(path, kind, limits=limits)
        try:
            self._begin(out, copied, codec, bitrate_bps)
        except BaseException:
            self._container.close()
            raise
        self._ahead: tuple[Fraction, Any] | None = None
        self._last: Fraction | None = None

    def _begin(self, out: av.container.OutputContainer, copied: bool, codec: str, bitrate_bps: int | None) -> None:
        self._stream: Any = next(s for s in self._container.streams.audio if s.codec_context is not None)
        for other in self._container.streams:
            if other.index != self._stream.index:
                other.discard = av.stream.Discard.all
        name = self._stream.codec_context.codec.canonical_name
        if copied and name not in out.supported_codecs:
            self._notes.append(f"The container cannot hold {name} sound, so it was encoded as {codec}.")
            copied = False
        self.codec = name if copied else codec
        self._target: Any = out.add_stream_from_template(self._stream) if copied else self._encoder(codec, bitrate_bps)
        self._packets = self._copied() if copied else self._encoded()

    def _encoder(self, codec: str, bitrate_bps: int | None) -> Any:
        if codec not in ENCODERS:
            raise UsageError(f"There is no encoder for '{codec}' sound; choose from {', '.join(ENCODERS)}.")
        context = self._stream.codec_context
        rate = context.sample_rate if context.sample_rate in _RATES and codec != "opus" else _RATES[-1]
        layout = "mono" if context.channels == 1 else "stereo"
        target: Any = self._out.add_stream(ENCODERS[codec], rate=rate, layout=layout)
        target.bit_rate = bitrate_bps or _USUAL_BPS
        return target

    def close(self) -> None:
        """Close the file that is read."""
        self._container.close()

    def told(self) -> list[str]:
        """What a reader of the result should know."""
        lost = f"{self.damaged} packets of the sound could not be decoded or go back in time and were left out."
        return [*self._notes, lost] if self.damaged else list(self._notes)

    def until(self, seconds: Fraction | None) -> None:
        """Write what belongs before ``seconds``; ``None`` writes the rest."""
        while True:
            if self._ahead is None:
                self._ahead = next(self._packets, None)
            if self._ahead is None or (seconds is not None and self._ahead[0] > seconds):
                return
            self._write(self._ahead[1])
            self._ahead = None

    def _write(self, packet: Any) -> None:
        """A packet in its place; one that goes back in time has none."""
        at = packet.dts * packet.time_base
        if self._last is not None and at <= self._last:
            self.damaged += 1
            return
        self._last = at
        self._out.mux(packet)

    def _copied(self) -> Iterator[tuple[Fraction, Any]]:
        for packet in self._read():
            if packet.dts is None:
                continue
            shift = round(self._offset / packet.time_base)
            packet.pts, packet.dts = (packet.pts if packet.pts is not None else packet.dts) - shift, packet.dts - shift
            packet.stream = self._target
            yield packet.dts * packet.time_base, packet

    def _encoded(self) -> Iterator[tuple[Fraction, Any]]:
        for frame in self._decoded():
            if frame is not None and frame.pts is not None:
                # in samples: AVI counts whole packets, in which the encoder's shorter ones would fall together
                each = Fraction(1, frame.sample_rate)
                frame.pts = round((frame.pts * frame.time_base - self._offset) / each)
                frame.time_base = each
            for packet in self._target.encode(frame):
                if packet.dts is not None:
                    yield packet.dts * packet.time_base, packet

    def _decoded(self) -> Iterator[Any]:
        """Frames, then ``None``; damaged ones are left out and counted."""
        for packet in self._read():
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                self.damaged += 1
        try:
            yield from self._stream.codec_context.decode(None)
        except av.error.FFmpegError:
            self.damaged += 1
        yield None

    def _read(self) -> Iterator[Any]:
        """Packets until the end or until the file cannot be read on."""
        try:
            yield from (p for p in self._container.demux(self._stream) if p.size)
        except av.error.FFmpegError:
            self.damaged += 1
