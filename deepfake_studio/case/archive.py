"""The container of a case package: a zip file that has exactly one valid form, so that every byte of it is checked.

Members are stored, never compressed, one directly behind the other from the first byte on; every header has fixed
times, flags and permissions and 64-bit sizes; the directory follows the last member and nothing follows it. A reader
writes each header again from what it says and compares: an archive that any other program packed, or in which a bit
was changed, is refused before a single member is looked at. So a package cannot hold a link, a path, a second member
of the same name, a bomb, or bytes between or behind members. Ordinary zip programs read it.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14-16 (ends), 4.5.3 (zip64).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK_BYTES = 1 << 20
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
MOST_MEMBERS = 200_000
_NAME = re.compile(rb"manifest\.json|signature\.json|blobs/[0-9a-f]{64}")
_LOCAL, _DIRECTORY, _END64, _LOCATOR, _END = (struct.pack("<I", n) for n in (
    0x04034B50, 0x02014B50, 0x06064B50, 0x07064B50, 0x06054B50))  # fmt: skip
_MADE_BY, _NEEDS = 3 << 8 | 45, 45  # Unix, version 4.5: 64-bit sizes
_DATE = 0x21  # 1 January 1980, the first day a zip file knows
_FILE = 0o100644 << 16
_NONE16, _NONE32 = 0xFFFF, 0xFFFFFFFF
_ENTRY_BYTES = 46 + 28
_TAIL_BYTES = 56 + 20 + 22


class NotCanonical(ValueError):
    """The archive has another form than the only valid one; the text completes "... because it"."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: ``offset`` is that of its header, ``size_bytes`` that of its content."""

    name: str
    size_bytes: int
    crc32: int
    offset: int

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + len(_local(self))


def blob(sha256: str) -> str:
    """The name of a content."""
    return f"blobs/{sha256}"


def _local(member: Member) -> bytes:
    name = member.name.encode("ascii")
    head = struct.pack("<HHHHHIIIHH", _NEEDS, 0, 0, 0, _DATE, member.crc32, _NONE32, _NONE32, len(name), 20)
    return _LOCAL + head + name + struct.pack("<HHQQ", 1, 16, member.size_bytes, member.size_bytes)


def _entry(member: Member) -> bytes:
    name = member.name.encode("ascii")
    head = struct.pack("<HHHHHHIII", _MADE_BY, _NEEDS, 0, 0, 0, _DATE, member.crc32, _NONE32, _NONE32)
    rest = struct.pack("<HHHHHII", len(name), 28, 0, 0, 0, _FILE, _NONE32)
    sizes = struct.pack("<HHQQQ", 1, 24, member.size_bytes, member.size_bytes, member.offset)
    return _DIRECTORY + head + rest + name + sizes


def _tail(count: int, *, offset: int, size_bytes: int) -> bytes:
    end64 = _END64 + struct.pack("<QHHIIQQQQ", 44, _MADE_BY, _NEEDS, 0, 0, count, count, size_bytes, offset)
    locator = _LOCATOR + struct.pack("<IQI", 0, offset + size_bytes, 1)
    return end64 + locator + _END + struct.pack("<HHHHIIH", 0, 0, _NONE16, _NONE16, _NONE32, _NONE32, 0)


class Writer:
    """Puts members into a new file, in the order they are given."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._members: list[Member] = []

    def add(self, name: str, content: Iterator[bytes], *, size_bytes: int) -> None:
        """Store one member.

        Raises:
            ValueError: the content is longer or shorter than announced.
            OSError: the disk refuses.
        """
        offset, crc32, written = self._out.tell(), 0, 0
        self._out.write(_local(Member(name, size_bytes, 0, offset)))
        for block in content:
            self._out.write(block)
            crc32, written = zlib.crc32(block, crc32), written + len(block)
        if written != size_bytes:
            raise ValueError(f"{name} has {written} bytes, {size_bytes} were announced")
        member, end = Member(name, size_bytes, crc32, offset), self._out.tell()
        self._out.seek(offset)
        self._out.write(_local(member))
        self._out.seek(end)
        self._members.append(member)

    def finish(self) -> None:
        """Write the directory; the file is whole then."""
        offset = self._out.tell()
        directory = b"".join(_entry(member) for member in self._members)
        self._out.write(directory + _tail(len(self._members), offset=offset, size_bytes=len(directory)))


def members(file: BinaryIO, *, size_bytes: int) -> tuple[Member, ...]:
    """Everything in an archive, after comparing every byte that is not content with what it must be.

    Raises:
        NotCanonical: with what is wrong.
        OSError: the disk refuses.
    """
    count, offset, length = _ends(file, size_bytes)
    file.seek(offset)
    directory = file.read(length)
    found, position = [], 0
    for _ in range(count):
        member, taken = _read_entry(directory[position : position + _ENTRY_BYTES + 80])
        found.append(member)
        position += taken
    if position != length:
        raise NotCanonical("has bytes in its directory that belong to no member")
    _check_order(file, found, offset)
    return tuple(found)


def _ends(file: BinaryIO, size_bytes: int) -> tuple[int, int, int]:
    """Number of members, offset and length of the directory."""
    if size_bytes < _TAIL_BYTES:
        raise NotCanonical("is too short to be one")
    file.seek(size_bytes - _TAIL_BYTES)
    tail = file.read(_TAIL_BYTES)
    count, length, offset = struct.unpack_from("<QQQ", tail, 32)
    if tail != _tail(
        count & (2**64 - 1), offset=offset, size_bytes=min(length, 2**63 - offset) if offset < 2**63 else 0
    ):
        raise NotCanonical("does not end as one: it is cut off, was continued or was packed by another program")
    if count > MOST_MEMBERS:
        raise NotCanonical(f"announces {count} members, more than the {MOST_MEMBERS} that are taken")
    if offset + length + _TAIL_BYTES != size_bytes or length > count * (_ENTRY_BYTES + 80):
        raise NotCanonical("has a directory of another size than it announces")
    return count, offset, length


def _read_entry(raw: bytes) -> tuple[Member, int]:
    if len(raw) < _ENTRY_BYTES or raw[:4] != _DIRECTORY:
        raise NotCanonical("has a damaged directory")
    method, flags = struct.unpack_from("<H", raw, 10)[0], struct.unpack_from("<H", raw, 8)[0]
    crc32, length = struct.unpack_from("<I", raw, 16)[0], struct.unpack_from("<H", raw, 28)[0]
    name = raw[46 : 46 + length]
    if _NAME.fullmatch(name) is None:
        raise NotCanonical(f"holds a member named {name[:80].decode('ascii', 'backslashreplace')!r}, which none has")
    if method or flags:
        raise NotCanonical(f"holds a compressed or encrypted member, {name.decode('ascii')}")
    if len(raw) < _ENTRY_BYTES + length:
        raise NotCanonical("has a damaged directory")
    size, offset = struct.unpack_from("<Q", raw, 46 + length + 4)[0], struct.unpack_from("<Q", raw, 46 + length + 20)[0]
    member = Member(name.decode("ascii"), size, crc32, offset)
    if raw[: _ENTRY_BYTES + length] != _entry(member):
        raise NotCanonical(
            f"describes its member {member.name} in a way that none does (a link, a size, a time, a comment)"
        )
    return member, _ENTRY_BYTES + length


def _check_order(file: BinaryIO, found: list[Member], end: int) -> None:
    names = [member.name for member in found]
    if len(set(names)) != len(names):
        raise NotCanonical("holds two members of the same name")
    expected = [MANIFEST, SIGNATURE, *sorted(name for name in names if name not in (MANIFEST, SIGNATURE))]
    if names != expected:
        raise NotCanonical("does not hold manifest, signature and contents in this order")
    position = 0
    for member in found:
        if member.offset != position or member.size_bytes > end - position:
            raise NotCanonical(f"has its member {member.name} in another place or size than it says")
        header = _local(member)
        file.seek(position)
        if file.read(len(header)) != header:
            raise NotCanonical(f"says two different things of its member {member.name}")
        position += len(header) + member.size_bytes
    if position != end:
        raise NotCanonical("holds bytes that belong to no member")


def blocks(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The content of a member.

    Raises:
        NotCanonical: at its end, if it does not have the checksum that its header says, or the file became shorter.
    """
    left, crc32, position = member.size_bytes, 0, member.start
    while left:
        file.seek(position)
        block = file.read(min(left, BLOCK_BYTES))
        if not block:
            raise NotCanonical("became shorter while it was read")
        crc32, left, position = zlib.crc32(block, crc32), left - len(block), position + len(block)
        yield block
    if crc32 != member.crc32:
        raise NotCanonical(f"holds a member {member.name} that does not have its checksum")
