"""HEVC parameter sets and slice headers: type and quantiser of every picture without decoding it.

Source: ITU-T H.265 (08/2021) 7.3.1 to 7.3.3 (profile, level), 7.3.2.2 (SPS), 7.3.2.3 (PPS), 7.3.6 (slice segment
header), 7.4.8 (reference picture sets), 8.3.1 (picture order count); ISO/IEC 14496-15 8.3.3 (hvcC).
"""

from __future__ import annotations

from collections.abc import Iterator

from deepfake_studio.media import nal, sei
from deepfake_studio.media.bits import Bits, OutOfBits, unescaped
from deepfake_studio.media.h264 import Order
from deepfake_studio.media.heads import PictureHead, StreamHead, letter
from deepfake_studio.media.hevc_sets import Pps, ReferenceSet, Sps, parse_pps, parse_sps, reference_set

_VPS, _SPS, _PPS, _SEI_BEFORE = 32, 33, 34, 39
_IRAP = range(16, 24)
_IDR = (19, 20)
_LEADING_OR_SUBLAYER = {0, 2, 4, 6, 8, 10, 12, 14}  # sub-layer non-reference types
_TYPES = "BPI"
_HEAD_BYTES, _LONG_HEAD_BYTES = 96, 1024
_MAX_MESSAGES = 8


class _Slice:
    """What a slice segment header says; ``references`` is the length of list 0."""

    __slots__ = ("letter", "lsb", "pps", "qp", "references")

    def __init__(self) -> None:
        self.letter, self.qp, self.pps, self.lsb, self.references = "?", 0, 0, 0, 0


class HevcHeads:
    """Headers of one HEVC stream in any framing."""

    def __init__(self, extradata: bytes | None) -> None:
        self._length_bytes = nal.length_bytes("hevc", extradata)
        self._sequences: dict[int, Sps] = {}
        self._pictures: dict[int, Pps] = {}
        self._messages: list[str] = []
        self._references = self._slices = 0
        self._order = Order()
        for unit in _configuration(extradata or b"", self._length_bytes):
            self._learn(unit)

    def picture(self, packet: bytes) -> PictureHead | None:
        """Type and quantiser of the picture in one packet."""
        slices: list[_Slice] = []
        kind = 0
        for unit in nal.units(packet, length_bytes=self._length_bytes):
            found = unit[0] >> 1 & 0x3F if len(unit) > 2 else 63
            if found < 32:
                one = self._slice(unit, found)
                kind = found
                slices += [one] if one is not None else []
            else:
                self._learn(unit)
        if not slices:
            return None
        self._slices = max(self._slices, len(slices))
        self._references = max(self._references, *(s.references for s in slices))
        reference = kind not in _LEADING_OR_SUBLAYER
        bits = self._sequences[self._pictures[slices[0].pps].sps].poc_bits
        starts = kind in _IDR or 16 <= kind <= 18
        order = self._order.place(slices[0].lsb, bits, idr=starts, reference=reference and not 6 <= kind <= 9)
        qp = sum(s.qp for s in slices) / len(slices)
        return PictureHead(letter({s.letter for s in slices}), qp, reference, order)

    def _slice(self, unit: bytes, kind: int) -> _Slice | None:
        for size in (_HEAD_BYTES, _LONG_HEAD_BYTES):
            try:
                return _header(Bits(unescaped(unit[2:size])), kind, self._pictures, self._sequences)
            except OutOfBits:
                continue
            except (KeyError, IndexError):
                return None
        return None

    def _learn(self, unit: bytes) -> None:
        kind = unit[0] >> 1 & 0x3F if len(unit) > 2 else 63
        try:
            if kind == _SPS:
                sps = parse_sps(unit)
                self._sequences[sps.ident] = sps
            elif kind == _PPS:
                pps = parse_pps(unit)
                self._pictures[pps.ident] = pps
            elif kind == _SEI_BEFORE and len(self._messages) < _MAX_MESSAGES:
                self._messages += [t for t in sei.texts(unescaped(unit[2:])) if t not in self._messages]
        except (OutOfBits, IndexError):
            pass  # a damaged set: the slices that need it will have no head

    def stream(self) -> StreamHead:
        """Profile, level and facts; references are those pictures used, since the SPS states buffers only."""
        pps = next(iter(self._pictures.values()), None)
        sps = self._sequences.get(pps.sps) if pps is not None else next(iter(self._sequences.values()), None)
        if sps is None:
            return StreamHead(messages=tuple(self._messages))
        values = {**sps.values, "slices": self._slices}
        if pps is not None:
            values |= pps.values
        return StreamHead(
            profile=sps.name,
            level=f"{sps.level // 30}.{sps.level % 30 // 3}",
            references=self._references or None,
            values=values,
            messages=tuple(self._messages),
        )


def _header(bits: Bits, kind: int, pictures: dict[int, Pps], sequences: dict[int, Sps]) -> _Slice | None:
    """One slice segment header; ``None`` for segments that continue the one before."""
    first = bits.flag()
    if kind in _IRAP:
        bits.skip(1)
    found = _Slice()
    found.pps = bits.ue()
    pps = pictures[found.pps]
    sps = sequences[pps.sps]
    if not first:
        if pps.dependent and bits.flag():
            return None
        bits.skip(sps.address_bits)
    bits.skip(pps.extra_bits)
    found.letter = _TYPES[bits.ue()]
    bits.skip((1 if pps.output_flag else 0) + (2 if sps.planes else 0))
    current, temporal = 0, False
    if kind not in _IDR:
        found.lsb = bits.u(sps.poc_bits)
        current = _reference_pictures(bits, sps)
        temporal = sps.temporal_mvp and bits.flag()
    if sps.sao:
        bits.skip(2 if sps.chroma and not sps.planes else 1)
    if found.letter != "I":
        found.references = _prediction(bits, found.letter, pps, sps, current, temporal)
    found.qp = pps.init_qp + bits.se()
    return found


def _reference_pictures(bits: Bits, sps: Sps) -> int:
    """Pass over the reference picture sets; how many pictures may be referred to."""
    if bits.flag():
        count = len(sps.sets)
        chosen = sps.sets[bits.u((count - 1).bit_length()) if count > 1 else 0]
    else:
        chosen = reference_set(bits, sps.sets, index=len(sps.sets), in_slice=True)
    current = _used(chosen)
    if sps.long_term:
        known = bits.ue() if sps.long_term_used else 0
        added = bits.ue()
        for number in range(known + added):
            if number < known:
                index = bits.u((len(sps.long_term_used) - 1).bit_length())
                current += sps.long_term_used[index]
            else:
                bits.skip(sps.poc_bits)
                current += bits.u(1)
            if bits.flag():
                bits.ue()
    return current


def _used(one: ReferenceSet) -> int:
    return sum(used for _, used in one)


def _prediction(bits: Bits, kind: str, pps: Pps, sps: Sps, current: int, temporal: bool) -> int:
    """Pass over what inter prediction needs; the length of reference list 0."""
    counts = list(pps.defaults) if kind == "B" else [pps.defaults[0]]
    if bits.flag():
        counts = [bits.ue() + 1 for _ in counts]
    if pps.lists_modified and current > 1:
        for count in counts:
            if bits.flag():
                bits.skip(count * (current - 1).bit_length())
    if kind == "B":
        bits.skip(1)
    if pps.cabac_init:
        bits.skip(1)
    if temporal:
        first = kind != "B" or bits.flag()
        if counts[0 if first else 1] > 1:
            bits.ue()
    if (pps.weighted and kind == "P") or (pps.bipred and kind == "B"):
        _weights(bits, counts, colour=sps.chroma != 0 and not sps.planes)
    bits.ue()
    return counts[0]


def _weights(bits: Bits, counts: list[int], *, colour: bool) -> None:
    bits.ue()
    if colour:
        bits.se()
    for count in counts:
        luma = [bits.flag() for _ in range(count)]
        chroma = [colour and bits.flag() for _ in range(count)]
        for one, other in zip(luma, chroma, strict=True):
            for _ in range((2 if one else 0) + (4 if other else 0)):
                bits.se()


def _configuration(extradata: bytes, length_bytes: int) -> Iterator[bytes]:
    """The parameter sets in front of the stream: hvcC, or units with start codes."""
    if not length_bytes:
        yield from nal.units(extradata, length_bytes=0)
        return
    at, arrays = 23, extradata[22] if len(extradata) > 22 else 0
    for _ in range(arrays):
        count, at = int.from_bytes(extradata[at + 1 : at + 3], "big"), at + 3
        for _ in range(count):
            size = int.from_bytes(extradata[at : at + 2], "big")
            yield extradata[at + 2 : at + 2 + size]
            at += 2 + size
