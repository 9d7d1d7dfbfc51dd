"""What was done to an original on its way, in words and amounts, from where and when its pictures were found again."""

from __future__ import annotations

from collections.abc import Iterator

from deepfake_studio.social.fingerprint import THUMB_PX, Fingerprint
from deepfake_studio.social.pair_list import Change
from deepfake_studio.social.placing import WHOLE, Box, Placement, content_box
from deepfake_studio.social.timing import Timing

_TURNS = {1: "by 90° clockwise", 2: "by 180°", 3: "by 90° counter-clockwise"}


def changes(original: Fingerprint, shared: Fingerprint, place: Placement, timing: Timing) -> tuple[Change, ...]:
    """Everything that differs, the harmless first; empty only where nothing does."""
    if original.sha256 == shared.sha256:
        return (Change(kind="identical", text="the same file, byte for byte: nothing was compressed"),)
    found = [
        *_scaled(original, shared, place),
        *_fps(original, shared, timing),
        *_cut_in_time(original, shared, timing),
    ]
    if timing.speed != 1.0:
        text = f"plays {timing.speed:.3g} times as fast as the original"
        found.append(Change(kind="speed", text=text, amounts={"factor": timing.speed}))
    found += _cropped(original, place)
    found += _borders(shared, place)
    if place.stretched != 1.0:
        text = f"stretched to {place.stretched:.3g} times its width in proportion to its height"
        found.append(Change(kind="stretched", text=text, amounts={"factor": place.stretched}))
    if place.turns:  # what brings the share upright is the opposite of what was done
        turned = (4 - place.turns) % 4
        text = f"turned {_TURNS[turned]}"
        found.append(Change(kind="rotated", text=text, amounts={"degrees": 90.0 * turned}))
    if place.mirrored:
        found.append(Change(kind="mirrored", text="mirrored left to right"))
    return tuple(found)


def _scaled(original: Fingerprint, shared: Fingerprint, place: Placement) -> Iterator[Change]:
    """The size at which the whole picture is shown; of a crop the size is told with the crop."""
    width, height = (shared.width_px, shared.height_px)[:: -1 if place.turns % 2 else 1]
    box = place.shared_box
    shown = (round((box[2] - box[0]) * width), round((box[3] - box[1]) * height))
    factor = shown[1] / original.height_px
    if place.original_box != WHOLE or abs(factor - 1) < (0 if box == WHOLE else 0.02) or shown == _size(original):
        return
    text = f"scaled from {original.width_px}x{original.height_px} to {shown[0]}x{shown[1]} (factor {factor:.3g})"
    yield Change(kind="scaled", text=text, amounts={"factor": factor, "width_px": shown[0], "height_px": shown[1]})


def _size(print_: Fingerprint) -> tuple[int, int]:
    return print_.width_px, print_.height_px


def _fps(original: Fingerprint, shared: Fingerprint, timing: Timing) -> Iterator[Change]:
    if original.fps is None or shared.fps is None or timing.speed != 1.0:
        return
    before, after = float(original.fps), float(shared.fps)
    if abs(after / before - 1) > 0.005:
        text = f"frame rate changed from {before:.5g} to {after:.5g} a second"
        yield Change(kind="fps", text=text, amounts={"from_hz": before, "to_hz": after})


def _cut_in_time(original: Fingerprint, shared: Fingerprint, timing: Timing) -> Iterator[Change]:
    """What is missing at either end, and what was put before or behind."""
    if timing.motion is None:
        return
    slack = max(0.25, 1.5 * original.step_seconds)
    before = timing.offset_seconds
    behind = original.duration_seconds - (timing.offset_seconds + timing.speed * shared.duration_seconds)
    if before > slack or behind > slack:
        shown = (max(0.0, before), original.duration_seconds - max(0.0, behind))
        text = f"trimmed: shows about {shown[0]:.1f} s to {shown[1]:.1f} s of {original.duration_seconds:.1f} s"
        amounts = {"start_seconds": max(0.0, before), "end_seconds": max(0.0, behind)}
        yield Change(kind="trimmed", text=text, amounts=amounts)
    if before < -slack or behind < -slack:
        early, late = (max(0.0, -v / timing.speed) for v in (before, behind))
        text = f"about {early:.1f} s were added before and {late:.1f} s behind what the original shows"
        yield Change(kind="extended", text=text, amounts={"start_seconds": early, "end_seconds": late})


def _cropped(original: Fingerprint, place: Placement) -> Iterator[Change]:
    if place.original_box == WHOLE:
        return
    missing = _margins(place.original_box, original.width_px, original.height_px)
    text = f"cropped: about {_sides(missing)} of {original.width_px}x{original.height_px} px are missing"
    yield Change(kind="cropped", text=text, amounts=_amounts(missing))


def _borders(shared: Fingerprint, place: Placement) -> Iterator[Change]:
    if place.shared_box == WHOLE:
        return
    width, height = (shared.width_px, shared.height_px)[:: -1 if place.turns % 2 else 1]
    added = _margins(place.shared_box, width, height)
    flat = place.shared_box == content_box(shared, place.turns, place.mirrored)
    kind, about = ("one colour", "") if flat else ("a blurred or drawn filling", "about ")
    text = f"borders of {kind} added: {about}{_sides(added)} of {width}x{height} px"
    yield Change(kind="borders", text=text, amounts={**_amounts(added), "flat": float(flat)})


def _margins(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Px outside a box at the left, top, right and bottom; less than a thumbnail's error counts as none."""
    found = (box[0] * width, box[1] * height, (1 - box[2]) * width, (1 - box[3]) * height)
    error = 0.75 * max(width, height) / THUMB_PX
    left, top, right, bottom = (round(v) if v > error else 0 for v in found)
    return left, top, right, bottom


def _sides(margins: tuple[int, int, int, int]) -> str:
    named = zip(("left", "top", "right", "bottom"), margins, strict=True)
    return ", ".join(f"{px} {side}" for side, px in named if px) or "less than 1 %"


def _amounts(margins: tuple[int, int, int, int]) -> dict[str, float]:
    return {f"{side}_px": float(px) for side, px in zip(("left", "top", "right", "bottom"), margins, strict=True)}
