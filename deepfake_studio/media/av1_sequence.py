"""AV1 sequence header: what frame headers need to be read.

Source: AV1 Bitstream & Decoding Process Specification 1.0.0 with errata 1, 5.5 (sequence header), 6.4.1 (profiles).
"""

from __future__ import annotations

from dataclasses import dataclass

from deepfake_studio.media.bits import Bits

SELECT = 2  # a choice left to each frame
_PROFILES = {0: "main", 1: "high", 2: "professional"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """One sequence header; lengths in bits, 0 where the field does not occur."""

    profile: int
    level: int
    reduced: bool
    presentation_bits: int
    removal_bits: int
    removal_points: tuple[int, ...]  # idc of the operating points that state removal times
    width_bits: int
    height_bits: int
    width: int
    height: int
    frame_id_bits: int
    delta_id_bits: int
    large_blocks: bool
    order_bits: int
    reference_motion: bool
    screen_content: int
    integer_motion: int
    superres: bool
    depth: int

    @property
    def name(self) -> str | None:
        """The profile by its encoder name."""
        return _PROFILES.get(self.profile)

    @property
    def level_name(self) -> str | None:
        """E.g. ``3.1``; level 31 means that there is no limit."""
        return None if self.level >= 24 else f"{2 + (self.level >> 2)}.{self.level & 3}"


def parse_sequence(payload: bytes) -> Sequence:
    """A whole sequence header OBU's payload; raises `OutOfBits` when it is cut off."""
    bits = Bits(payload)
    profile, _, reduced = bits.u(3), bits.u(1), bits.flag()
    level, presentation, removal, points = (bits.u(5), 0, 0, ()) if reduced else _operating_points(bits)
    width_bits, height_bits = bits.u(4) + 1, bits.u(4) + 1
    width, height = bits.u(width_bits) + 1, bits.u(height_bits) + 1
    delta_id = frame_id = 0
    if not reduced and bits.flag():
        delta_id = bits.u(4) + 2
        frame_id = bits.u(3) + delta_id + 1
    large = bits.flag()
    bits.skip(2)
    order, motion, screen, integer = (0, False, SELECT, SELECT) if reduced else _tools(bits)
    superres = bits.flag()
    bits.skip(2)
    deep = bits.flag()
    twelve = profile == 2 and deep and bits.flag()
    return Sequence(
        profile=profile,
        level=level,
        reduced=reduced,
        presentation_bits=presentation,
        removal_bits=removal,
        removal_points=points,
        width_bits=width_bits,
        height_bits=height_bits,
        width=width,
        height=height,
        frame_id_bits=frame_id,
        delta_id_bits=delta_id,
        large_blocks=large,
        order_bits=order,
        reference_motion=motion,
        screen_content=screen,
        integer_motion=integer,
        superres=superres,
        depth=12 if twelve else 10 if deep else 8,
    )


def _operating_points(bits: Bits) -> tuple[int, int, int, tuple[int, ...]]:
    """(level of the first point, bits of presentation times, bits of removal times, points that state those)."""
    presentation = removal = delay = 0
    equal_interval = model = False
    if bits.flag():
        bits.skip(64)
        equal_interval = bits.flag()
        if equal_interval:
            bits.ue()  # uvlc codes the same numbers as ue
        model = bits.flag()
        if model:
            delay = bits.u(5) + 1
            bits.skip(32)
            removal, presentation = bits.u(5) + 1, bits.u(5) + 1
    delays = bits.flag()
    level, points = None, []
    for _ in range(bits.u(5) + 1):
        idc, own = bits.u(12), bits.u(5)
        level = own if level is None else level
        if own > 7:
            bits.skip(1)
        if model and bits.flag():
            bits.skip(2 * delay + 1)
            points.append(idc)
        if delays and bits.flag():
            bits.skip(4)
    return level or 0, 0 if equal_interval else presentation, removal, tuple(points)


def _tools(bits: Bits) -> tuple[int, bool, int, int]:
    """(bits of order hints, reference motion, screen content tools, integer motion)."""
    bits.skip(4)
    hints, motion = bits.flag(), False
    if hints:
        bits.skip(1)
        motion = bits.flag()
    screen = SELECT if bits.flag() else bits.u(1)
    integer = SELECT
    if screen and not bits.flag():
        integer = bits.u(1)
    return (bits.u(3) + 1 if hints else 0), motion, screen, integer
