"""HEVC sequence and picture parameter sets, as far as slice headers and readers need them.

Source: ITU-T H.265 (08/2021) 7.3.2.2, 7.3.2.3, 7.3.3, 7.3.4, 7.3.7, A.3 (profiles).
"""

from __future__ import annotations

from dataclasses import dataclass

from deepfake_studio.media.bits import Bits, unescaped

ReferenceSet = list[tuple[int, int]]  # (distance in picture order, whether the current picture uses it)

_CHROMA = {0: "400", 1: "420", 2: "422", 3: "444"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sps:
    """One sequence parameter set."""

    ident: int
    profile: int
    compatible: int
    level: int
    chroma: int
    planes: bool
    depth: int
    poc_bits: int
    address_bits: int
    sao: bool
    sets: list[ReferenceSet]
    long_term: bool
    long_term_used: list[int]
    temporal_mvp: bool
    values: dict[str, int]

    @property
    def name(self) -> str | None:
        """The profile by x265's name."""
        number = self.profile or next((n for n in (1, 2, 3, 4) if self.compatible >> (31 - n) & 1), 0)
        plain = {1: "main", 2: "main10", 3: "mainstillpicture"}.get(number)
        if plain or number != 4:
            return plain
        if self.chroma == 1:
            return "main" if self.depth == 8 else f"main{self.depth}"
        return f"main{_CHROMA[self.chroma]}-{self.depth}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pps:
    """One picture parameter set."""

    ident: int
    sps: int
    dependent: bool
    output_flag: bool
    extra_bits: int
    cabac_init: bool
    defaults: tuple[int, int]
    init_qp: int
    weighted: bool
    bipred: bool
    lists_modified: bool
    values: dict[str, int]


def parse_sps(unit: bytes) -> Sps:
    """A whole SPS unit, its two header bytes included; raises `OutOfBits` when it is cut off."""
    bits = Bits(unescaped(unit[2:]))
    bits.skip(4)
    layers = bits.u(3)
    bits.skip(1)
    profile, compatible, level = _profile(bits, layers)
    ident, chroma = bits.ue(), bits.ue()
    planes = chroma == 3 and bits.flag()
    width, height = bits.ue(), bits.ue()
    if bits.flag():
        bits.ue(), bits.ue(), bits.ue(), bits.ue()
    depth = 8 + bits.ue()
    bits.ue()
    poc_bits = bits.ue() + 4
    values = _buffers(bits, layers)
    least = bits.ue() + 3
    block = least + bits.ue()
    bits.ue(), bits.ue(), bits.ue(), bits.ue()
    if bits.flag() and bits.flag():
        scaling_lists(bits)
    values["amp_enabled_flag"] = bits.u(1)
    sao = bits.flag()
    if bits.flag():
        bits.skip(8)
        bits.ue(), bits.ue()
        bits.skip(1)
    sets: list[ReferenceSet] = []
    for index in range(min(bits.ue(), 65)):
        sets.append(reference_set(bits, sets, index=index, in_slice=False))
    long_term, used = bits.flag(), []
    if long_term:
        for _ in range(min(bits.ue(), 33)):
            bits.skip(poc_bits)
            used.append(bits.u(1))
    size = 1 << block
    blocks = -(-width // size) * -(-height // size)
    values |= {"bit_depth": depth, "chroma_format_idc": chroma, "log2_ctb_size": block, "log2_min_cb_size": least,
               "sao_enabled_flag": int(sao), "num_short_term_ref_pic_sets": len(sets), "profile_idc": profile,
               "level_idc": level}  # fmt: skip
    return Sps(
        ident=ident,
        profile=profile,
        compatible=compatible,
        level=level,
        chroma=chroma,
        planes=planes,
        depth=depth,
        poc_bits=poc_bits,
        address_bits=(blocks - 1).bit_length(),
        sao=sao,
        sets=sets,
        long_term=long_term,
        long_term_used=used,
        temporal_mvp=bits.flag(),
        values=values,
    )


def _profile(bits: Bits, layers: int) -> tuple[int, int, int]:
    """(general_profile_idc, compatibility flags, general_level_idc)."""
    bits.skip(3)
    profile, compatible = bits.u(5), bits.u(32)
    bits.skip(48)
    level = bits.u(8)
    present = [(bits.flag(), bits.flag()) for _ in range(layers)]
    if layers:
        bits.skip(2 * (8 - layers))
    for has_profile, has_level in present:
        bits.skip((88 if has_profile else 0) + (8 if has_level else 0))
    return profile, compatible, level


def _buffers(bits: Bits, layers: int) -> dict[str, int]:
    values = {}
    for _ in range(0 if bits.flag() else layers, layers + 1):
        values = {"max_dec_pic_buffering": bits.ue() + 1, "max_num_reorder_pics": bits.ue()}
        bits.ue()
    return values


def scaling_lists(bits: Bits) -> None:
    """Pass over explicit scaling lists."""
    for size in range(4):
        for _ in range(0, 6, 3 if size == 3 else 1):
            if not bits.flag():
                bits.ue()
                continue
            if size > 1:
                bits.se()
            for _ in range(min(64, 1 << (4 + (size << 1)))):
                bits.se()


def reference_set(bits: Bits, sets: list[ReferenceSet], *, index: int, in_slice: bool) -> ReferenceSet:
    """One short-term reference picture set, explicit or derived from an earlier one (7.4.8)."""
    if index and bits.flag():
        return _derived(bits, sets[index - (bits.ue() + 1 if in_slice else 1)])
    before, after = bits.ue(), bits.ue()
    found: ReferenceSet = []
    for count, sign in ((before, -1), (after, 1)):
        distance = 0
        for _ in range(min(count, 16)):
            distance += sign * (bits.ue() + 1)
            found.append((distance, bits.u(1)))
    return found


def _derived(bits: Bits, base: ReferenceSet) -> ReferenceSet:
    negative = bits.flag()
    shift = bits.ue() + 1
    shift = -shift if negative else shift
    kept = []
    for distance, _ in [*base, (0, 0)]:
        used = bits.u(1)
        if (used or bits.flag()) and distance + shift:
            kept.append((distance + shift, used))
    return sorted((k for k in kept if k[0] < 0), reverse=True) + sorted(k for k in kept if k[0] > 0)


def parse_pps(unit: bytes) -> Pps:
    """A whole PPS unit, its two header bytes included; raises `OutOfBits` when it is cut off."""
    bits = Bits(unescaped(unit[2:]))
    ident, sps, dependent, output = bits.ue(), bits.ue(), bits.flag(), bits.flag()
    extra = bits.u(3)
    signs, cabac_init = bits.u(1), bits.flag()
    defaults = (bits.ue() + 1, bits.ue() + 1)
    init_qp = 26 + bits.se()
    bits.skip(2)
    adaptive = bits.u(1)
    if adaptive:
        bits.ue()
    offsets = (bits.se(), bits.se())
    bits.skip(1)
    weighted, bipred = bits.flag(), bits.flag()
    bits.skip(1)
    tiles, wavefronts = bits.flag(), bits.u(1)
    if tiles:
        _tiles(bits)
    bits.skip(1)
    if bits.flag():
        bits.skip(1)
        if not bits.flag():
            bits.se(), bits.se()
    if bits.flag():
        scaling_lists(bits)
    return Pps(
        ident=ident,
        sps=sps,
        dependent=dependent,
        output_flag=output,
        extra_bits=extra,
        cabac_init=cabac_init,
        defaults=defaults,
        init_qp=init_qp,
        weighted=weighted,
        bipred=bipred,
        lists_modified=bits.flag(),
        values={
            "pic_init_qp": init_qp,
            "cu_qp_delta_enabled_flag": adaptive,
            "sign_data_hiding_enabled_flag": signs,
            "pps_cb_qp_offset": offsets[0],
            "weighted_pred_flag": int(weighted),
            "weighted_bipred_flag": int(bipred),
            "entropy_coding_sync_enabled_flag": wavefronts,
            "tiles_enabled_flag": int(tiles),
        },
    )


def _tiles(bits: Bits) -> None:
    columns, rows = bits.ue(), bits.ue()
    if not bits.flag():
        for _ in range(min(columns + rows, 64)):
            bits.ue()
    bits.skip(1)
