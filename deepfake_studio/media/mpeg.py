"""Picture headers of MPEG-1, MPEG-2 and MPEG-4 part 2: types, and for the last the quantiser.

Source: ISO/IEC 13818-2 6.2.3 (picture header); ISO/IEC 14496-2 6.2.3 (video object layer), 6.2.5 (video object plane).
"""

from __future__ import annotations

import re

from deepfake_studio.media.bits import Bits, OutOfBits
from deepfake_studio.media.heads import PictureHead, StreamHead

_HEAD_BYTES = 64
_PICTURE = b"\0\0\1\0"
_PLANE = re.compile(rb"\x00\x00\x01\xb6")
_LAYER = re.compile(rb"\x00\x00\x01[\x20-\x2f]")
_USER = re.compile(rb"\x00\x00\x01\xb2([\x20-\x7e]{3,200})")


class MpegHeads:
    """MPEG-1 and MPEG-2: the type of each picture; the decoder knows the quantisers."""

    def __init__(self, extradata: bytes | None) -> None:
        self._messages = _messages(extradata or b"")

    def picture(self, packet: bytes) -> PictureHead | None:
        """The type of the picture in one packet."""
        at = packet.find(_PICTURE)
        if at < 0 or len(packet) < at + 6:
            return None
        letter = "?IPB????"[packet[at + 5] >> 3 & 7]
        return PictureHead(letter, None, letter != "B")

    def stream(self) -> StreamHead:
        """What the user data says."""
        return StreamHead(messages=self._messages)


class Mpeg4Heads:
    """MPEG-4 part 2 (DivX, Xvid, FFmpeg's mpeg4)."""

    def __init__(self, extradata: bytes | None) -> None:
        self._time_bits: int | None = None
        self._interlaced = False
        self._packed: PictureHead | None = None
        self._messages: tuple[str, ...] = ()
        self._learn(extradata or b"")

    def picture(self, packet: bytes) -> PictureHead | None:
        """Type and quantiser (1..31) of the first picture in one packet."""
        if self._time_bits is None or not self._messages:
            self._learn(packet)
        heads = [self._plane(packet[at.end() : at.end() + _HEAD_BYTES]) for at in _PLANE.finditer(packet)]
        if not heads:
            return None
        # DivX packs a B picture behind the one before it and puts an empty one where it belongs.
        if self._packed and heads[0] is not None and heads[0].qp is None:
            heads[0], self._packed = self._packed, None
        if len(heads) > 1:
            self._packed = heads[1]
        return heads[0]

    def _plane(self, data: bytes) -> PictureHead | None:
        try:
            return self._parsed(Bits(data))
        except OutOfBits:
            return None

    def _parsed(self, bits: Bits) -> PictureHead:
        letter = "IPBP"[bits.u(2)]
        if self._time_bits is None:
            return PictureHead(letter, None, letter != "B")
        while bits.flag():
            pass
        bits.skip(2 + self._time_bits)
        if not bits.flag():
            return PictureHead(letter, None, False)  # not coded: the picture before is shown again
        if letter == "P":
            bits.skip(1)
        bits.skip(3 + (2 if self._interlaced else 0))
        return PictureHead(letter, float(bits.u(5)), letter != "B")

    def _learn(self, data: bytes) -> None:
        self._messages = self._messages or _messages(data)
        found = _LAYER.search(data)
        if found is None:
            return
        try:
            self._layer(Bits(data[found.end() : found.end() + _HEAD_BYTES]))
        except OutOfBits:
            self._time_bits = None

    def _layer(self, bits: Bits) -> None:
        bits.skip(9)
        version = 1
        if bits.flag():
            version = bits.u(4)
            bits.skip(3)
        if bits.u(4) == 15:
            bits.skip(16)
        if bits.flag():
            bits.skip(3)
            if bits.flag():
                bits.skip(79)
        if bits.u(2):
            raise OutOfBits  # shapes other than rectangles
        bits.skip(1)
        steps = bits.u(16)
        bits.skip(1)
        time_bits = max(1, (steps - 1).bit_length())
        if bits.flag():
            bits.skip(time_bits)
        bits.skip(29)  # width, height and their markers
        self._interlaced = bits.flag()
        bits.skip(1)
        sprites = bits.u(1 if version == 1 else 2)
        # Sprites and global motion put more between type and quantiser; then only types are read.
        self._time_bits = time_bits if sprites == 0 else None

    def stream(self) -> StreamHead:
        """What the user data says."""
        return StreamHead(messages=self._messages)


def _messages(data: bytes) -> tuple[str, ...]:
    found = (match.decode("ascii").strip() for match in _USER.findall(data))
    return tuple(dict.fromkeys(text for text in found if text))
