"""AV1 frame headers: type and base quantiser index of every picture without decoding it.

Source: AV1 Bitstream & Decoding Process Specification 1.0.0 with errata 1, 5.3 (OBU), 5.9 (frame header),
5.9.15 (tile info), 7.20 (reference update); AV1 in ISO base media 1.2.0 2.3 (av1C).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deepfake_studio.media.av1_sequence import SELECT, Sequence, parse_sequence
from deepfake_studio.media.bits import Bits, OutOfBits
from deepfake_studio.media.heads import PictureHead, StreamHead

_SEQUENCE, _FRAME_HEADER, _FRAME = 1, 3, 6
_KEY, _INTRA_ONLY, _SWITCH = 0, 2, 3
_SLOTS, _REFERENCES = 8, 7
_HEAD_BYTES = 192
_MAX_TILE_WIDTH, _MAX_TILE_AREA, _MAX_TILES = 4096, 4096 * 2304, 64


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a frame header says and later ones may ask for; ``width`` before, ``coded`` after super-resolution."""

    intra: bool
    shown: bool
    qp: int
    refreshed: int
    width: int
    coded: int
    height: int


class Av1Heads:
    """Headers of one AV1 stream; a packet is one shown picture, hidden ones may stand before it."""

    def __init__(self, extradata: bytes | None) -> None:
        self._sequence: Sequence | None = None
        self._slots: list[_Frame | None] = [None] * _SLOTS
        self._hidden = 0
        if extradata and extradata[0] == 0x81:
            self.picture(extradata[4:])

    def picture(self, packet: bytes) -> PictureHead | None:
        """Type and base quantiser index (0..255) of the shown picture of one packet."""
        found = None
        for kind, layers, payload in _units(packet):
            try:
                if kind == _SEQUENCE:
                    self._sequence = parse_sequence(payload)
                elif kind in (_FRAME_HEADER, _FRAME) and self._sequence is not None:
                    found = self._header(Bits(payload[:_HEAD_BYTES]), self._sequence, layers) or found
            except OutOfBits:
                continue
        return found

    def stream(self) -> StreamHead:
        """Profile, level, bit depth and how many pictures were coded without being shown at once."""
        one = self._sequence
        if one is None:
            return StreamHead()
        values = {"bit_depth": one.depth, "hidden_frames": self._hidden, "use_128x128_superblock": one.large_blocks}
        return StreamHead(profile=one.name, level=one.level_name, values=values)

    def _header(self, bits: Bits, sequence: Sequence, layers: tuple[int, int]) -> PictureHead | None:
        """One frame header; ``None`` for a picture that is not shown."""
        if not sequence.reduced and bits.flag():
            old = self._slots[bits.u(3)]
            return PictureHead("I" if old.intra else "P", float(old.qp), False) if old is not None else None
        frame = _read(bits, sequence, self._slots, layers)
        for number in range(_SLOTS):
            if frame.refreshed >> number & 1:
                self._slots[number] = frame
        self._hidden += not frame.shown
        if not frame.shown:
            return None
        return PictureHead("I" if frame.intra else "P", float(frame.qp), frame.refreshed != 0)


def _units(packet: bytes) -> Iterator[tuple[int, tuple[int, int], bytes]]:
    """(type, (temporal, spatial layer), payload) of each OBU."""
    at = 0
    while at < len(packet):
        head, at = packet[at], at + 1
        layers = (0, 0)
        if head & 4 and at < len(packet):
            layers, at = (packet[at] >> 5, packet[at] >> 3 & 3), at + 1
        size = len(packet) - at
        if head & 2:
            size, at = _leb128(packet, at)
        yield head >> 3 & 15, layers, packet[at : at + size]
        at += size


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(8):
        if at + number >= len(data):
            break
        byte = data[at + number]
        value |= (byte & 127) << (7 * number)
        if byte < 128:
            return value, at + number + 1
    return value, len(data)


def _read(bits: Bits, sequence: Sequence, slots: list[_Frame | None], layers: tuple[int, int]) -> _Frame:
    kind, shown, resilient = _KEY, True, True
    if not sequence.reduced:
        kind, shown = bits.u(2), bits.flag()
        bits.skip(sequence.presentation_bits if shown else 1)
        resilient = kind == _SWITCH or (kind == _KEY and shown) or bits.flag()
    intra = kind in (_KEY, _INTRA_ONLY)
    still = bits.flag()  # disable_cdf_update
    screen = bits.flag() if sequence.screen_content == SELECT else bool(sequence.screen_content)
    whole_motion = False
    if screen:
        whole_motion = bits.flag() if sequence.integer_motion == SELECT else bool(sequence.integer_motion)
    bits.skip(sequence.frame_id_bits)
    resized = kind == _SWITCH or (not sequence.reduced and bits.flag())
    bits.skip(sequence.order_bits)
    if not intra and not resilient:
        bits.skip(3)
    if sequence.removal_bits and bits.flag():
        bits.skip(sequence.removal_bits * sum(_concerns(idc, layers) for idc in sequence.removal_points))
    refreshed = 255 if kind == _SWITCH or (kind == _KEY and shown) else bits.u(8)
    if (not intra or refreshed != 255) and resilient and sequence.order_bits:
        for _ in range(_SLOTS):
            bits.skip(sequence.order_bits)
    if intra:
        size = _size(bits, sequence, resized)
        _render_size(bits)
        if screen and size[0] == size[1]:
            bits.skip(1)
    else:
        size = _inter(bits, sequence, slots, resized, resilient, whole_motion)
    if not sequence.reduced and not still:
        bits.skip(1)
    _tiles(bits, sequence, size)
    return _Frame(intra, shown, bits.u(8), refreshed, *size)


def _concerns(idc: int, layers: tuple[int, int]) -> bool:
    temporal, spatial = layers
    return idc == 0 or bool(idc >> temporal & 1 and idc >> (spatial + 8) & 1)


def _size(bits: Bits, sequence: Sequence, resized: bool) -> tuple[int, int, int]:
    """(width, width as coded, height)."""
    width, height = sequence.width, sequence.height
    if resized:
        width, height = bits.u(sequence.width_bits) + 1, bits.u(sequence.height_bits) + 1
    return width, _superres(bits, sequence, width), height


def _superres(bits: Bits, sequence: Sequence, width: int) -> int:
    if sequence.superres and bits.flag():
        divisor = bits.u(3) + 9
        return (width * 8 + divisor // 2) // divisor
    return width


def _render_size(bits: Bits) -> None:
    if bits.flag():
        bits.skip(32)


def _inter(
    bits: Bits, sequence: Sequence, slots: list[_Frame | None], resized: bool, resilient: bool, whole_motion: bool
) -> tuple[int, int, int]:
    """Pass over what inter prediction needs; the size of the frame."""
    short = sequence.order_bits > 0 and bits.flag()
    if short:
        bits.skip(6)
        if resized and not resilient:
            raise OutOfBits  # the references would have to be derived to know their sizes; no encoder writes this
    chosen = []
    for _ in range(_REFERENCES):
        chosen.append(0 if short else bits.u(3))
        bits.skip(sequence.delta_id_bits)
    size = _size_of_references(bits, sequence, [slots[i] for i in chosen]) if resized and not resilient else None
    if size is None:
        size = _size(bits, sequence, resized)
        _render_size(bits)
    if not whole_motion:
        bits.skip(1)
    if not bits.flag():
        bits.skip(2)
    bits.skip(1 if resilient or not sequence.reference_motion else 2)
    return size


def _size_of_references(bits: Bits, sequence: Sequence, references: list[_Frame | None]) -> tuple[int, int, int] | None:
    for one in references:
        if bits.flag():
            if one is None:
                raise OutOfBits
            return one.width, _superres(bits, sequence, one.width), one.height
    return None


def _tiles(bits: Bits, sequence: Sequence, size: tuple[int, int, int]) -> None:
    """Pass over the division into tiles."""
    shift = 5 if sequence.large_blocks else 4
    columns, rows = (-(-(2 * ((side + 7) >> 3)) // (1 << shift)) for side in size[1:])
    widest, area = _MAX_TILE_WIDTH >> (shift + 2), _MAX_TILE_AREA >> (2 * (shift + 2))
    if bits.flag():
        least = _log2(widest, columns)
        across = _count_up(bits, least, _log2(1, min(columns, _MAX_TILES)))
        least = max(max(least, _log2(area, rows * columns)) - across, 0)
        down = _count_up(bits, least, _log2(1, min(rows, _MAX_TILES)))
    else:
        across, widest_tile = _explicit(bits, columns, widest)
        down, _ = _explicit(bits, rows, max(_tile_area(area, rows * columns) // widest_tile, 1))
    if across or down:
        bits.skip(across + down + 2)


def _tile_area(area: int, blocks: int) -> int:
    least = _log2(area, blocks)
    return blocks >> (least + 1) if least else blocks


def _count_up(bits: Bits, least: int, most: int) -> int:
    while least < most and bits.flag():
        least += 1
    return least


def _explicit(bits: Bits, blocks: int, most: int) -> tuple[int, int]:
    """(log2 of the number of tiles, the largest one) where sizes are written one by one."""
    start = count = widest = 0
    while start < blocks and count < _MAX_TILES:
        size = _ns(bits, min(blocks - start, most)) + 1
        widest, start, count = max(widest, size), start + size, count + 1
    return _log2(1, count), max(widest, 1)


def _ns(bits: Bits, count: int) -> int:
    """A number below ``count`` in as few bits as possible (4.10.7)."""
    width = count.bit_length()
    short = (1 << width) - count
    value = bits.u(width - 1)
    return value if value < short else (value << 1) - short + bits.u(1)


def _log2(unit: int, target: int) -> int:
    found = 0
    while unit << found < target:
        found += 1
    return found
