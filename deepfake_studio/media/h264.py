"""H.264 parameter sets and slice headers: type and quantiser of every picture without decoding it.

Source: ITU-T H.264 (08/2021) 7.3.2.1 (SPS), 7.3.2.2 (PPS), 7.3.3 (slice header), E.1 (VUI), A.2 (profiles),
8.2.1.1 (picture order count); ISO/IEC 14496-15 5.3.3 (avcC).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from deepfake_studio.media import nal, sei
from deepfake_studio.media.bits import Bits, OutOfBits, unescaped
from deepfake_studio.media.heads import PictureHead, StreamHead, letter

_IDR, _SEI, _SPS, _PPS = 5, 6, 7, 8
_SLICES = (1, 2, _IDR)
_TYPES = "PBIPI"  # slice_type modulo 5; SP and SI count as P and I
_WITH_CHROMA = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
_PROFILES = {66: "baseline", 77: "main", 88: "extended", 100: "high", 110: "high10", 122: "high422", 244: "high444",
             44: "cavlc444"}  # fmt: skip
_HEAD_BYTES, _LONG_HEAD_BYTES = 96, 1024
_MAX_MESSAGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sps:
    """One sequence parameter set, as far as slice headers and readers need it."""

    profile: int
    constraints: int
    level: int
    ident: int
    chroma: int
    planes: bool
    depth: int
    frame_num_bits: int
    poc_type: int
    poc_bits: int
    delta_always_zero: bool
    references: int
    frame_mbs_only: bool
    vui: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        """The profile by its encoder name; "Constrained Baseline" is what encoders call baseline."""
        return _PROFILES.get(self.profile)

    @property
    def level_name(self) -> str:
        """E.g. ``3.1``; ``1b`` is level 11 with constraint 3 below High, or level 9."""
        if self.level == 9 or (self.level == 11 and self.constraints & 0x10 and self.profile in (66, 77, 88)):
            return "1b"
        return f"{self.level // 10}.{self.level % 10}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pps:
    """One picture parameter set."""

    ident: int
    sps: int
    cabac: bool
    order_present: bool
    defaults: tuple[int, int]
    weighted: bool
    bipred: int
    init_qp: int
    init_qs: int
    chroma_offset: int
    deblocking_control: bool
    redundant: bool
    transform_8x8: bool


def parse_sps(unit: bytes) -> Sps:
    """A whole SPS unit, its header byte included; raises `OutOfBits` when it is cut off."""
    bits = Bits(unescaped(unit[1:]))
    profile, constraints, level, ident = bits.u(8), bits.u(8), bits.u(8), bits.ue()
    chroma, planes, depth = 1, False, 8
    if profile in _WITH_CHROMA:
        chroma = bits.ue()
        planes = chroma == 3 and bits.flag()
        depth = 8 + bits.ue()
        bits.ue()  # chroma depth
        bits.skip(1)
        if bits.flag():
            for number in range(8 if chroma != 3 else 12):
                if bits.flag():
                    _scaling_list(bits, 16 if number < 6 else 64)
    frame_num_bits, poc_type = bits.ue() + 4, bits.ue()
    poc_bits, always_zero = _order(bits, poc_type)
    references = bits.ue()
    bits.skip(1)
    bits.ue(), bits.ue()  # size in macroblocks
    frame_mbs_only = bits.flag()
    bits.skip(1 if frame_mbs_only else 2)
    if bits.flag():
        bits.ue(), bits.ue(), bits.ue(), bits.ue()  # cropping
    return Sps(
        profile=profile,
        constraints=constraints,
        level=level,
        ident=ident,
        chroma=chroma,
        planes=planes,
        depth=depth,
        frame_num_bits=frame_num_bits,
        poc_type=poc_type,
        poc_bits=poc_bits,
        delta_always_zero=always_zero,
        references=references,
        frame_mbs_only=frame_mbs_only,
        vui=_vui(bits),
    )


def _order(bits: Bits, poc_type: int) -> tuple[int, bool]:
    if poc_type == 0:
        return bits.ue() + 4, False
    always_zero = False
    if poc_type == 1:
        always_zero = bits.flag()
        bits.se(), bits.se()
        for _ in range(min(bits.ue(), 255)):
            bits.se()
    return 0, always_zero


def _scaling_list(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _vui(bits: Bits) -> dict[str, int]:
    """The usability information an encoder can be known by; what is cut off is left out."""
    found = {"vui_parameters_present_flag": 0}
    try:
        if bits.flag():
            found["vui_parameters_present_flag"] = 1
            _read_vui(bits, found)
    except OutOfBits:
        found["vui_cut_off"] = 1
    return found


def _read_vui(bits: Bits, found: dict[str, int]) -> None:
    if bits.flag() and bits.u(8) == 255:
        bits.skip(32)
    if bits.flag():
        bits.skip(1)
    if bits.flag():
        bits.skip(4)
        if bits.flag():
            bits.skip(24)
    if bits.flag():
        bits.ue(), bits.ue()
    if bits.flag():
        found["num_units_in_tick"], found["time_scale"] = bits.u(32), bits.u(32)
        found["fixed_frame_rate_flag"] = bits.u(1)
    hrds = []
    for name in ("nal_hrd_parameters_present_flag", "vcl_hrd_parameters_present_flag"):
        found[name] = bits.u(1)
        hrds.append(found[name])
        if found[name]:
            found["hrd_bit_rate"], found["hrd_cpb_size"] = _hrd(bits)
    if any(hrds):
        bits.skip(1)
    found["pic_struct_present_flag"] = bits.u(1)
    found["bitstream_restriction_flag"] = bits.u(1)
    if found["bitstream_restriction_flag"]:
        bits.skip(1)
        for name in ("max_bytes_per_pic_denom", "max_bits_per_mb_denom", "log2_max_mv_length_horizontal",
                     "log2_max_mv_length_vertical", "max_num_reorder_frames", "max_dec_frame_buffering"):  # fmt: skip
            found[name] = bits.ue()


def _hrd(bits: Bits) -> tuple[int, int]:
    """(bits per second, bits of the buffer) of the first schedule."""
    count = bits.ue() + 1
    rate_scale, size_scale = bits.u(4), bits.u(4)
    found = []
    for _ in range(min(count, 32)):
        found.append(((bits.ue() + 1) << (6 + rate_scale), (bits.ue() + 1) << (4 + size_scale)))
        bits.skip(1)
    bits.skip(20)
    return found[0]


def parse_pps(unit: bytes, sets: dict[int, Sps]) -> Pps:
    """A whole PPS unit, its header byte included; raises `OutOfBits` when it is cut off."""
    payload = unescaped(unit[1:]).rstrip(b"\0")
    bits = Bits(payload)
    ident, sps, cabac, order = bits.ue(), bits.ue(), bits.flag(), bits.flag()
    if bits.ue():
        raise OutOfBits  # slice groups: only in Extended and old Baseline; their heads are not read
    defaults = (bits.ue() + 1, bits.ue() + 1)
    weighted, bipred = bits.flag(), bits.u(2)
    init_qp, init_qs, chroma_offset = 26 + bits.se(), 26 + bits.se(), bits.se()
    deblocking, constrained, redundant = bits.flag(), bits.flag(), bits.flag()
    del constrained
    last_one = (payload[-1] & -payload[-1]).bit_length() if payload else 0
    return Pps(
        ident=ident,
        sps=sps,
        cabac=cabac,
        order_present=order,
        defaults=defaults,
        weighted=weighted,
        bipred=bipred,
        init_qp=init_qp,
        init_qs=init_qs,
        chroma_offset=chroma_offset,
        deblocking_control=deblocking,
        redundant=redundant,
        transform_8x8=bits.left > last_one and bits.flag(),
    )


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice header."""

    letter: str
    qp: int
    pps: int
    poc_lsb: int | None


def parse_slice(unit: bytes, pictures: dict[int, Pps], sequences: dict[int, Sps]) -> Slice | None:
    """The header of a slice unit; ``None`` when it is damaged or its parameter sets are missing."""
    for size in (_HEAD_BYTES, _LONG_HEAD_BYTES):
        try:
            return _slice(unit[0], Bits(unescaped(unit[1:size])), pictures, sequences)
        except OutOfBits:
            continue
        except KeyError:
            return None
    return None


def _slice(header: int, bits: Bits, pictures: dict[int, Pps], sequences: dict[int, Sps]) -> Slice:
    idr, reference = header & 0x1F == _IDR, header & 0x60 != 0
    bits.ue()  # first macroblock
    kind = _TYPES[bits.ue() % 5]
    pps = pictures[bits.ue()]
    sps = sequences[pps.sps]
    bits.skip((2 if sps.planes else 0) + sps.frame_num_bits)
    field = not sps.frame_mbs_only and bits.flag()
    if field:
        bits.skip(1)
    if idr:
        bits.ue()
    lsb = bits.u(sps.poc_bits) if sps.poc_type == 0 else None
    if pps.order_present and not field and (sps.poc_type == 0 or not sps.delta_always_zero):
        bits.se()
    if sps.poc_type == 1 and not sps.delta_always_zero:
        bits.se()
    if pps.redundant:
        bits.ue()
    _references(bits, kind, pps, sps, idr=idr, reference=reference)
    if pps.cabac and kind != "I":
        bits.ue()
    return Slice(kind, pps.init_qp + bits.se(), pps.ident, lsb)


def _references(bits: Bits, kind: str, pps: Pps, sps: Sps, *, idr: bool, reference: bool) -> None:
    """Pass over what stands between the picture's number and its quantiser."""
    if kind == "B":
        bits.skip(1)
    counts = list(pps.defaults)
    if kind != "I" and bits.flag():
        counts[0] = bits.ue() + 1
        if kind == "B":
            counts[1] = bits.ue() + 1
    lists = {"I": 0, "P": 1, "B": 2}[kind]
    for _ in range(lists):
        if bits.flag():
            while bits.ue() != 3:
                bits.ue()
    if (pps.weighted and kind == "P") or (pps.bipred == 1 and kind == "B"):
        _weights(bits, counts[:lists], colour=sps.chroma != 0 and not sps.planes)
    if reference:
        _marking(bits, idr=idr)


def _weights(bits: Bits, counts: list[int], *, colour: bool) -> None:
    bits.ue()
    if colour:
        bits.ue()
    for count in counts:
        for _ in range(count):
            if bits.flag():
                bits.se(), bits.se()
            if colour and bits.flag():
                bits.se(), bits.se(), bits.se(), bits.se()


def _marking(bits: Bits, *, idr: bool) -> None:
    if idr:
        bits.skip(2)
    elif bits.flag():
        while operation := bits.ue():
            for _ in range({1: 1, 2: 1, 3: 2, 4: 1, 6: 1}.get(operation, 0)):
                bits.ue()


class H264Heads:
    """Headers of one H.264 stream in any framing."""

    def __init__(self, extradata: bytes | None) -> None:
        self._length_bytes = nal.length_bytes("h264", extradata)
        self._sequences: dict[int, Sps] = {}
        self._pictures: dict[int, Pps] = {}
        self._used: set[int] = set()
        self._init_qps: set[int] = set()
        self._messages: list[str] = []
        self._slices = 0
        self._idrs = self._open_keys = 0
        self._poc = Order()
        for unit in _configuration(extradata or b"", self._length_bytes):
            self._learn(unit)

    def picture(self, packet: bytes) -> PictureHead | None:
        """Type and quantiser of the picture in one packet."""
        slices: list[Slice] = []
        header = 0
        for unit in nal.units(packet, length_bytes=self._length_bytes):
            kind = unit[0] & 0x1F if unit else 0
            if kind in (_SEI, _SPS, _PPS):
                self._learn(unit)
            elif kind in _SLICES:
                header = unit[0]
                found = parse_slice(unit, self._pictures, self._sequences)
                slices += [found] if found is not None else []
        if not slices:
            return None
        self._count(slices)
        idr = header & 0x1F == _IDR
        sps = self._sequences[self._pictures[slices[0].pps].sps]
        order = self._poc.place(slices[0].poc_lsb, sps.poc_bits, idr=idr, reference=header & 0x60 != 0)
        qp = sum(s.qp for s in slices) / len(slices)
        return PictureHead(letter({s.letter for s in slices}), qp, header & 0x60 != 0, order)

    def _count(self, slices: list[Slice]) -> None:
        self._slices = max(self._slices, len(slices))
        for one in slices:
            self._used.add(one.pps)
            self._init_qps.add(self._pictures[one.pps].init_qp)

    def _learn(self, unit: bytes) -> None:
        kind = unit[0] & 0x1F if unit else 0
        try:
            if kind == _SPS:
                sps = parse_sps(unit)
                self._sequences[sps.ident] = sps
            elif kind == _PPS:
                pps = parse_pps(unit, self._sequences)
                self._pictures[pps.ident] = pps
            elif kind == _SEI and len(self._messages) < _MAX_MESSAGES:
                self._messages += [t for t in sei.texts(unescaped(unit[1:])) if t not in self._messages]
        except OutOfBits:
            pass  # a damaged set: the slices that need it will have no head

    def stream(self) -> StreamHead:
        """Profile, level, references and the facts an encoder can be known by."""
        pps = self._pictures.get(min(self._used or self._pictures, default=0))
        sps = self._sequences.get(pps.sps) if pps is not None else next(iter(self._sequences.values()), None)
        if sps is None:
            return StreamHead(messages=tuple(self._messages))
        return StreamHead(
            profile=sps.name,
            level=sps.level_name,
            references=sps.references,
            values=self._values(sps, pps),
            messages=tuple(self._messages),
        )

    def _values(self, sps: Sps, pps: Pps | None) -> dict[str, int]:
        found = {
            "profile_idc": sps.profile,
            "constraint_flags": sps.constraints,
            "level_idc": sps.level,
            "bit_depth": sps.depth,
            "chroma_format_idc": sps.chroma,
            "poc_type": sps.poc_type,
            "log2_max_frame_num": sps.frame_num_bits,
            "num_ref_frames": sps.references,
            "frame_mbs_only_flag": int(sps.frame_mbs_only),
            "slices": self._slices,
            **sps.vui,
        }
        if pps is not None:
            found |= {
                "cabac": int(pps.cabac),
                "num_ref_idx_l0_default": pps.defaults[0],
                "num_ref_idx_l1_default": pps.defaults[1],
                "weighted_pred_flag": int(pps.weighted),
                "weighted_bipred_idc": pps.bipred,
                "pic_init_qp": pps.init_qp,
                "pic_init_qs": pps.init_qs,
                "chroma_qp_index_offset": pps.chroma_offset,
                "deblocking_filter_control_present_flag": int(pps.deblocking_control),
                "transform_8x8_mode_flag": int(pps.transform_8x8),
                "pic_init_qp_values": len(self._init_qps),
            }
        return found


class Order:
    """Picture order counts of type 0 and 2, unwrapped within each coded sequence."""

    def __init__(self) -> None:
        self._sequence = 0
        self._before = (0, 0)  # most significant part, least significant part of the last reference picture

    def place(self, lsb: int | None, bits: int, *, idr: bool, reference: bool) -> tuple[int, int] | None:
        """(coded sequence, picture order count) of the next picture in decoding order; ``None`` without a count."""
        if idr:
            self._sequence += 1
            self._before = (0, 0)
        if lsb is None:
            return None
        msb, last = self._before
        whole = 1 << bits
        if lsb < last and last - lsb >= whole // 2:
            msb += whole
        elif lsb > last and lsb - last > whole // 2:
            msb -= whole
        if reference:
            self._before = (msb, lsb)
        return self._sequence, msb + lsb


def _configuration(extradata: bytes, length_bytes: int) -> Iterator[bytes]:
    """The parameter sets in front of the stream: avcC, or units with start codes."""
    if not length_bytes:
        yield from nal.units(extradata, length_bytes=0)
        return
    at = 6
    for count in (extradata[5] & 31 if len(extradata) > 5 else 0, None):
        if count is None:
            if at >= len(extradata):
                return
            count, at = extradata[at], at + 1
        for _ in range(count):
            size = int.from_bytes(extradata[at : at + 2], "big")
            yield extradata[at + 2 : at + 2 + size]
            at += 2 + size
