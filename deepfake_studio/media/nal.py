"""The few bits of H.264 and HEVC packets that say where decoding may start and what nothing depends on.

Source: ITU-T H.264 (08/2021) 7.3.1, 7.4.1 (nal_ref_idc), D.1.8 (recovery point); ITU-T H.265 table 7-1.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_START_CODE = re.compile(rb"\x00\x00\x01")
_IDR = 5
_SEI = 6
_RECOVERY_POINT = 6
_USER_DATA = 5


def units(data: bytes, *, length_bytes: int) -> Iterator[bytes]:
    """The NAL units of one packet; ``length_bytes`` 0 means start codes (Annex B)."""
    if length_bytes == 0:
        starts = [m.end() for m in _START_CODE.finditer(data)]
        for start, stop in itertools.pairwise([*starts, len(data) + 3] if starts else []):
            yield data[start : stop - 3]
        return
    at = 0
    while at + length_bytes < len(data):
        size = int.from_bytes(data[at : at + length_bytes], "big")
        at += length_bytes
        yield data[at : at + size]
        at += size


def length_bytes(codec: str, extradata: bytes | None) -> int:
    """Size of the length field in front of NAL units, from avcC or hvcC; 0 for start codes."""
    if not extradata or extradata[0] != 1:
        return 0
    if codec == "h264":
        return (extradata[4] & 3) + 1 if len(extradata) > 4 else 4
    return (extradata[21] & 3) + 1 if len(extradata) > 21 else 4


def h264_kind(data: bytes, *, length_bytes: int) -> tuple[bool, bool]:
    """(decoding may start here exactly, no other picture refers to this one)."""
    recovery = False
    for unit in units(data, length_bytes=length_bytes):
        kind = unit[0] & 0x1F if unit else 0
        if kind == _SEI:
            recovery = recovery or _recovers_at_once(unit[1:80])
        elif kind in (1, 2, _IDR):
            return kind == _IDR or recovery, unit[0] & 0x60 == 0
    return False, False


def _recovers_at_once(sei: bytes) -> bool:
    """Whether a recovery point message promises exact pictures from this one on (count 0, exact match)."""
    payload = sei.replace(b"\0\0\3", b"\0\0")
    at = 0
    while at + 2 < len(payload):
        kind, size = payload[at], payload[at + 1]
        if kind == 0xFF or size == 0xFF:
            return False
        if kind == _RECOVERY_POINT:
            # ue(v) of 0 is a single 1 bit, the exact_match flag follows
            return payload[at + 2] & 0xC0 == 0xC0
        at += 2 + size
    return False


def hevc_kind(data: bytes, *, length_bytes: int) -> tuple[bool, bool, int]:
    """What the first slice tells: (decoding may start here, no picture of its layer refers to it, temporal layer).

    Decoding may start at intra random access pictures (BLA, IDR, CRA). Pictures of higher layers may refer to one that
    no picture of its own refers to (types 0, 2, ... 14), so only in the highest layer does nothing depend on it.
    """
    for unit in units(data, length_bytes=length_bytes):
        kind = unit[0] >> 1 & 0x3F if len(unit) > 1 else 63
        if kind < 32:
            return 16 <= kind <= 21, kind < 16 and kind % 2 == 0, (unit[1] & 7) - 1
    return False, False, 0


def h264_messages(data: bytes, *, length_bytes: int) -> bytes:
    """The SEI units with unregistered user data in a packet, framed as they were; empty when there are none."""
    found = b""
    for unit in units(data, length_bytes=length_bytes):
        if len(unit) > 2 and unit[0] & 0x1F == _SEI and unit[1] == _USER_DATA:
            found += (len(unit).to_bytes(length_bytes, "big") if length_bytes else b"\0\0\0\1") + unit
    return found
