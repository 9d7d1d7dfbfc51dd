"""What a file is, by its first bytes and never by its name.

The answer forces the demuxer: FFmpeg's own guessing would also try playlists, which name other files and servers.
When adding a format: one row in ``_MAGIC`` (bytes at a fixed place) or one function in ``_PROBES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from deepfake_studio.errors import MediaError
from deepfake_studio.media.files import head_and_size, shown
from deepfake_studio.vocabulary import MediaType

HEAD_BYTES = 16 << 10


class Sniffed(NamedTuple):
    """``name`` is FFmpeg's demuxer or, for a ``still``, Pillow's format; ``media_type`` is what it usually holds."""

    name: str
    media_type: MediaType
    still: bool = False


_V: MediaType = "video"
_A: MediaType = "audio"

# (offset, bytes, answer); the first match wins
_MAGIC: tuple[tuple[int, bytes, Sniffed], ...] = (
    (0, b"\xff\xd8\xff", Sniffed("JPEG", "image", True)),
    (0, b"\x89PNG\r\n\x1a\n", Sniffed("PNG", "image", True)),
    (0, b"GIF87a", Sniffed("GIF", "image", True)),
    (0, b"GIF89a", Sniffed("GIF", "image", True)),
    (0, b"II*\x00", Sniffed("TIFF", "image", True)),
    (0, b"MM\x00*", Sniffed("TIFF", "image", True)),
    (0, b"II+\x00", Sniffed("TIFF", "image", True)),
    (0, b"MM\x00+", Sniffed("TIFF", "image", True)),
    (0, b"\x1a\x45\xdf\xa3", Sniffed("matroska", _V)),
    (0, b"FLV\x01", Sniffed("flv", _V)),
    (0, b"OggS", Sniffed("ogg", _V)),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Sniffed("asf", _V)),
    (0, b"\x00\x00\x01\xba", Sniffed("mpeg", _V)),
    (0, b"\x00\x00\x01\xb3", Sniffed("mpegvideo", _V)),
    (0, b"\x00\x00\x01\xb0", Sniffed("m4v", _V)),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01", Sniffed("mxf", _V)),
    (0, b"DKIF\x00\x00", Sniffed("ivf", _V)),
    (0, b"YUV4MPEG2", Sniffed("yuv4mpegpipe", _V)),
    (0, b"nut/multimedia container\x00", Sniffed("nut", _V)),
    (0, b".RMF", Sniffed("rm", _V)),
    (0, b"fLaC", Sniffed("flac", _A)),
    (0, b"caff\x00\x01", Sniffed("caf", _A)),
    (0, b"#!AMR", Sniffed("amr", _A)),
    (0, b".snd", Sniffed("au", _A)),
    (0, b"wvpk", Sniffed("wv", _A)),
    (0, b"ID3", Sniffed("mp3", _A)),
)

_RIFF = {b"AVI ": Sniffed("avi", _V), b"WAVE": Sniffed("wav", _A), b"WEBP": Sniffed("WEBP", "image", True)}
_FORM = {b"AIFF": Sniffed("aiff", _A), b"AIFC": Sniffed("aiff", _A)}
_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof", b"sidx"}
_HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_PLAYLIST = re.compile(
    rb"#EXTM3U|ffconcat\b|\[playlist\]|<\?xml[^>]*>\s*<(MPD|smil|ASX|playlist)|<(MPD|smil|asx|playlist)\b|v=0\r?\no=|\[Reference\]|file\s+['\"]",
    re.IGNORECASE,
)


def sniff(path: Path) -> Sniffed:
    """What the file at ``path`` is.

    Raises:
        MediaError: unreadable, empty, a playlist, text, or nothing this program knows.
    """
    head, size = head_and_size(Path(path), head_bytes=HEAD_BYTES)
    found = sniff_bytes(head)
    if found is not None:
        return found
    raise MediaError(f"{shown(path)} {_refusal(head, size)}")


def sniff_bytes(head: bytes) -> Sniffed | None:
    """The same for the first bytes of a file; ``None`` when they are nothing this program examines."""
    for offset, magic, answer in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return _id3(head) if magic == b"ID3" else answer
    for probe in _PROBES:
        if (found := probe(head)) is not None:
            return found
    return None


def _id3(head: bytes) -> Sniffed:
    """An ID3 tag stands before MP3 as a rule, before AAC or FLAC sometimes."""
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    after = head[10 + size : 10 + size + 16]
    if after[:4] == b"fLaC":
        return Sniffed("flac", _A)
    if len(after) > 1 and after[0] == 0xFF and after[1] & 0xF6 == 0xF0:
        return Sniffed("aac", _A)
    return Sniffed("mp3", _A)


def _riff(head: bytes) -> Sniffed | None:
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _RIFF.get(head[8:12])
    return _FORM.get(head[8:12]) if head[:4] == b"FORM" else None


def _bmff(head: bytes) -> Sniffed | None:
    if head[4:8] not in _BOXES:
        return None
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"avif", b"avis"):
            return Sniffed("AVIF", "image", True)
        if brand in _HEIF:
            return None
        if brand in (b"M4A ", b"M4B "):
            return Sniffed("mov", _A)
    return Sniffed("mov", _V)


def _bmp(head: bytes) -> Sniffed | None:
    """``BM`` alone is two letters; the header size says whether it is meant."""
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124):
        return Sniffed("BMP", "image", True)
    return None


def _transport(head: bytes) -> Sniffed | None:
    """The sync byte 0x47 every 188 bytes (or 192 on discs), from any phase within the first packet."""
    for size in (188, 192, 204):
        for phase in range(min(size, len(head))):
            marks = head[phase::size]
            if len(marks) >= 4 and not marks[:8].strip(b"\x47") and head[phase] == 0x47:
                return Sniffed("mpegts", _V)
    return None


def _annex_b(head: bytes) -> Sniffed | None:
    """A raw H.264 or HEVC stream: start code, then a parameter set or delimiter."""
    match = re.match(rb"\x00{2,3}\x01(.)(.)", head, re.DOTALL)
    if match is None:
        return None
    first, second = match[1][0], match[2][0]
    if first & 0x80 == 0 and first & 0x1F in (7, 9) and first & 0x60 in (0, 0x20, 0x40, 0x60) and first < 0x6A:
        return Sniffed("h264", _V)
    if first >> 1 in (32, 33, 35) and second == 1:
        return Sniffed("hevc", _V)
    return None


def _mpeg_audio(head: bytes) -> Sniffed | None:
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return Sniffed("aac", _A)
    layer = head[1] >> 1 & 3
    # layers II and III; a header of layer I is also the byte order mark of UTF-16 text
    valid = head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08 and layer in (1, 2) and head[2] >> 4 not in (0, 15)
    return Sniffed("mp3", _A) if valid and head[2] & 0x0C != 0x0C else None


_PROBES: tuple[Callable[[bytes], Sniffed | None], ...] = (_riff, _bmff, _bmp, _annex_b, _transport, _mpeg_audio)


def _refusal(head: bytes, size: int) -> str:
    if _PLAYLIST.search(head[:1024]):
        return "is a playlist that names other files; acquire the media files themselves."
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return "is a HEIF/HEIC picture, which this program does not decode; convert a working copy to PNG."
    if not head.strip(b"\0"):
        return "holds only zero bytes where its header should be; acquire the file again."
    if _is_text(head):
        return "is text, not a video, picture or recording; choose a media file."
    return f"({size} bytes) is of no kind this program examines; check that it is a video, picture or recording."


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return head[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(head) == HEAD_BYTES and error.start > len(head) - 4  # cut within a character
    return True
