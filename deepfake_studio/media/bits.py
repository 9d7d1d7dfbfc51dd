"""Reading numbers of a few bits out of headers: fixed width, Exp-Golomb, and without emulation prevention bytes.

Source: ITU-T H.264 (08/2021) 7.2, 7.3.1 (emulation_prevention_three_byte), 9.1 (ue, se).
"""

from __future__ import annotations

import re

_ESCAPED = re.compile(rb"\x00\x00\x03(?=[\x00-\x03]|\Z)")


class OutOfBits(ValueError):
    """The header is longer than the bytes there are: cut off, damaged or not what it was taken for."""


def unescaped(unit: bytes) -> bytes:
    """A NAL unit's payload without the bytes that keep start codes out of it."""
    return _ESCAPED.sub(b"\0\0", unit)


class Bits:
    """Reads from the highest bit of the first byte on."""

    __slots__ = ("_left", "_value")

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    @property
    def left(self) -> int:
        """Bits not yet read."""
        return self._left

    def u(self, count: int) -> int:
        """An unsigned number of ``count`` bits; raises `OutOfBits`."""
        if count > self._left:
            raise OutOfBits
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def flag(self) -> bool:
        """One bit; raises `OutOfBits`."""
        return self.u(1) == 1

    def skip(self, count: int) -> None:
        """Pass over ``count`` bits; raises `OutOfBits`."""
        if count > self._left:
            raise OutOfBits
        self._left -= count

    def ue(self) -> int:
        """An unsigned Exp-Golomb number; raises `OutOfBits`."""
        rest = self._value & ((1 << self._left) - 1)
        zeros = self._left - rest.bit_length()
        if zeros > 32 or 2 * zeros + 1 > self._left:
            raise OutOfBits
        self._left -= 2 * zeros + 1
        return ((rest >> self._left) & ((1 << (zeros + 1)) - 1)) - 1

    def se(self) -> int:
        """A signed Exp-Golomb number; raises `OutOfBits`."""
        number = self.ue()
        return (number + 1) // 2 if number & 1 else -(number // 2)

    def su(self, count: int) -> int:
        """A number of ``count`` bits followed by its sign bit; raises `OutOfBits`."""
        number = self.u(count)
        return -number if self.flag() else number
