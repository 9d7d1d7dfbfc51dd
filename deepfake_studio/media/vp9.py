"""VP9 frame headers: type and base quantiser index of every picture without decoding it.

Source: VP9 Bitstream & Decoding Process Specification 0.7 (2016), 6.2 (uncompressed header), Annex B (superframes).
"""

from __future__ import annotations

from deepfake_studio.media.bits import Bits, OutOfBits
from deepfake_studio.media.heads import PictureHead, StreamHead

_SYNC = 0x498342
_HEAD_BYTES = 64
_RGB = 7


class Vp9Heads:
    """Headers of one VP9 stream; a packet is one shown picture, hidden ones may stand before it."""

    def __init__(self, extradata: bytes | None) -> None:
        self._facts: dict[str, int] = {"hidden_frames": 0}

    def picture(self, packet: bytes) -> PictureHead | None:
        """Type and base quantiser index (0..255) of the shown picture of one packet."""
        heads = [_header(frame, self._facts) for frame in _frames(packet)]
        self._facts["hidden_frames"] += max(0, len(heads) - 1)
        # the shown picture is the last one; one that only repeats an earlier picture has no quantiser of its own
        return heads[-1] if heads else None

    def stream(self) -> StreamHead:
        """Profile, bit depth and how many pictures are never shown (alternate references)."""
        profile = self._facts.get("profile")
        return StreamHead(profile=None if profile is None else f"profile{profile}", values=dict(self._facts))


def _frames(packet: bytes) -> list[bytes]:
    """The frames of a packet, by the index at its end if it has one."""
    mark = packet[-1] if packet else 0
    if mark & 0xE0 != 0xC0:
        return [packet] if packet else []
    count, width = (mark & 7) + 1, (mark >> 3 & 3) + 1
    size = 2 + count * width
    if len(packet) < size or packet[-size] != mark:
        return [packet]
    index, found, at = packet[-size + 1 : -1], [], 0
    for number in range(count):
        length = int.from_bytes(index[number * width : (number + 1) * width], "little")
        found.append(packet[at : at + length])
        at += length
    return [frame for frame in found if frame]


def _header(frame: bytes, facts: dict[str, int]) -> PictureHead | None:
    bits = Bits(frame[:_HEAD_BYTES])
    try:
        return _read(bits, facts)
    except OutOfBits:
        return None


def _read(bits: Bits, facts: dict[str, int]) -> PictureHead | None:
    if bits.u(2) != 2:
        return None
    profile = bits.u(1) | bits.u(1) << 1
    if profile == 3:
        bits.skip(1)
    facts["profile"] = profile
    if bits.flag():
        return PictureHead("P", None, False)  # shows an earlier picture again
    inter, shown, resilient = bits.flag(), bits.flag(), bits.flag()
    intra_only, refreshed = False, 255
    if not inter:
        if bits.u(24) != _SYNC:
            return None
        _colour(bits, profile, facts)
        _size(bits)
    else:
        intra_only = not shown and bits.flag()
        bits.skip(0 if resilient else 2)
        if intra_only:
            bits.skip(24)
            if profile:
                _colour(bits, profile, facts)
            refreshed = bits.u(8)
            _size(bits)
        else:
            refreshed = bits.u(8)
            _references(bits)
    bits.skip(1 if resilient else 2)
    bits.skip(2)  # frame context
    _loop_filter(bits)
    return PictureHead("P" if inter and not intra_only else "I", float(bits.u(8)), refreshed != 0)


def _colour(bits: Bits, profile: int, facts: dict[str, int]) -> None:
    facts["bit_depth"] = (12 if bits.flag() else 10) if profile >= 2 else 8
    if bits.u(3) != _RGB:
        bits.skip(1)
        if profile in (1, 3):
            bits.skip(3)
    elif profile in (1, 3):
        bits.skip(1)


def _size(bits: Bits) -> None:
    bits.skip(32)
    if bits.flag():
        bits.skip(32)


def _references(bits: Bits) -> None:
    bits.skip(12)  # three references and their signs
    for _ in range(3):
        if bits.flag():
            break
    else:
        bits.skip(32)
    if bits.flag():
        bits.skip(32)
    bits.skip(1)  # high precision motion
    if not bits.flag():
        bits.skip(2)


def _loop_filter(bits: Bits) -> None:
    bits.skip(9)
    if bits.flag() and bits.flag():
        for _ in range(6):
            if bits.flag():
                bits.skip(7)
