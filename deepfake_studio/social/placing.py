"""Where the picture of an original sits in that of a share: turned, mirrored, cropped, set into borders, stretched.

Everything happens on thumbnails, so that a side is known to about one hundredth; flat borders are known to the pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.fingerprint import THUMB_PX, Fingerprint, Gray

Box = tuple[float, float, float, float]  # left, top, right, bottom as parts of width and height
Pictures = NDArray[np.float32]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
VIEWS = tuple(product((0, 1, 2, 3), (False, True)))  # quarter turns clockwise, then mirrored
_SMALLEST = 0.35  # a share that shows less of the original's side than this is not recognised
_RATIO = 1.03
_COMMON_PX = 48
_SAME = 0.99  # an agreement at which no search can find more than the noise of coding
_SHOWN_AS_IS = 0.015  # boxes nearer to the whole than this are the whole
_FINE = 2  # the fine search works on thumbnails enlarged by this


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """``original_box`` of the original is seen in ``shared_box`` of the share, once that is turned and mirrored back.

    ``turns`` quarter turns clockwise and ``mirrored`` (left-right, after turning) bring the share upright;
    ``stretched`` is how much wider the picture became (1 = in proportion); ``agreement`` is the correlation there.
    """

    turns: int = 0
    mirrored: bool = False
    original_box: Box = WHOLE
    shared_box: Box = WHOLE
    stretched: float = 1.0
    agreement: float = 0.0


def upright(pictures: Gray, turns: int, mirrored: bool) -> Gray:
    """Pictures (N, h, w) turned clockwise by quarters, then mirrored left-right."""
    turned = np.rot90(pictures, -turns, axes=(1, 2))
    return np.ascontiguousarray(turned[:, :, ::-1] if mirrored else turned)


def content_box(print_: Fingerprint, turns: int = 0, mirrored: bool = False) -> Box:
    """What flat borders leave of a picture, after turning and mirroring it."""
    left, top, right, bottom = print_.borders
    width, height = print_.width_px, print_.height_px
    sides = [left / width, top / height, right / width, bottom / height]
    for _ in range(turns):  # a turn clockwise brings the bottom to the left
        sides = [sides[3], sides[0], sides[1], sides[2]]
    if mirrored:
        sides = [sides[2], sides[1], sides[0], sides[3]]
    return sides[0], sides[1], 1 - sides[2], 1 - sides[3]


def cut(pictures: Gray, box: Box, size: tuple[int, int]) -> Gray:
    """The ``box`` of pictures (N, h, w), with edges between pixels, resized to ``size`` (width, height)."""
    height, width = pictures.shape[1:]
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    scale = ((right - left) / size[0], (bottom - top) / size[1])
    if max(scale) > 1.5:  # averaging, as thumbnails are made, where much is lost
        x, y = (round(left), max(round(left) + 1, round(right))), (round(top), max(round(top) + 1, round(bottom)))
        part = pictures[:, y[0] : y[1], x[0] : x[1]]
        return np.stack([cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in part])
    matrix = np.array([[scale[0], 0, left + scale[0] / 2 - 0.5], [0, scale[1], top + scale[1] / 2 - 0.5]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.stack([cv2.warpAffine(p, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE) for p in pictures])


def common(original: Fingerprint, shared: Fingerprint, place: Placement) -> tuple[Pictures, Pictures]:
    """What both show, (No, d) and (Ns, d): each picture of mean 0 and spread 1 (0 where it is of one colour)."""
    size = (_COMMON_PX, _COMMON_PX)
    seen = upright(shared.thumbs, place.turns, place.mirrored)
    return _standard(cut(original.thumbs, place.original_box, size)), _standard(cut(seen, place.shared_box, size))


def _standard(pictures: Gray) -> Pictures:
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    spread = flat.std(axis=1, keepdims=True)
    standard: Pictures = np.where(spread > 1, flat / np.maximum(spread, 1), 0).astype(np.float32)
    return standard


def place(
    original: Fingerprint, shared: Fingerprint, rows: Sequence[tuple[int, int]], view: tuple[int, bool]
) -> Placement:
    """The placement in which the pictures ``rows`` (of the original, of the share) agree best, for one view."""
    ours = original.thumbs[[row for row, _ in rows]]
    theirs = upright(shared.thumbs[[row for _, row in rows]], *view)
    aspects = (original.width_px / original.height_px, _aspect(shared, view))
    found = max(_found(ours, theirs, content_box(shared, *view), aspects), key=_worth)
    return Placement(
        turns=view[0],
        mirrored=view[1],
        original_box=_snapped(found.original_box),
        shared_box=_snapped(found.shared_box),
        stretched=found.stretched,
        agreement=found.agreement,
    )


def _worth(found: Placement) -> float:
    """Simple explanations first: a small crop or stretch explains noise as well as anything."""
    plain = (found.original_box == WHOLE) + (found.shared_box == WHOLE) + (found.stretched == 1.0)
    return found.agreement + 0.005 * plain


def _aspect(shared: Fingerprint, view: tuple[int, bool]) -> float:
    aspect = shared.width_px / shared.height_px
    return 1 / aspect if view[0] % 2 else aspect


def _found(ours: Gray, theirs: Gray, box: Box, aspects: tuple[float, float]) -> Iterator[Placement]:
    """Candidates: the share (with and without its flat borders) in the original, the original in the share."""
    for inner in dict.fromkeys((WHOLE, box)):
        aspect = aspects[1] * (inner[2] - inner[0]) / (inner[3] - inner[1])
        stretch = aspect / aspects[0]
        agreement = _agreement(ours, WHOLE, theirs, inner)
        straight = 1.0 if 0.97 < stretch < 1.03 else stretch
        yield Placement(shared_box=inner, stretched=straight, agreement=agreement)
        if agreement >= _SAME and straight == 1.0:
            return
        found, agreement = _search(ours, aspects[0], cut(theirs, inner, _size(aspect)), aspect)
        yield Placement(original_box=found, shared_box=inner, agreement=agreement)
    found, agreement = _search(theirs, aspects[1], ours, aspects[0])
    yield Placement(shared_box=found, agreement=agreement)


def _size(aspect: float) -> tuple[int, int]:
    """(width, height) of a thumbnail of that aspect."""
    longer = THUMB_PX
    return (longer, max(8, round(longer / aspect))) if aspect >= 1 else (max(8, round(longer * aspect)), longer)


def _agreement(ours: Gray, our_box: Box, theirs: Gray, their_box: Box) -> float:
    size = (_COMMON_PX, _COMMON_PX)
    one, other = _standard(cut(ours, our_box, size)), _standard(cut(theirs, their_box, size))
    return float((one * other).mean(axis=1).mean())


def _search(fields: Gray, field_aspect: float, patterns: Gray, aspect: float) -> tuple[Box, float]:
    """The box of the ``fields`` (K, h, w) that looks like the ``patterns`` (K, ...), and how alike it is.

    First over all scales, then finely around the best on enlarged pictures.
    """
    height, width = fields.shape[1:]
    most = min(1.0, aspect / field_aspect)  # the widest pattern of its aspect that fits, as part of the field's width
    steps = int(np.log(1 / _SMALLEST) / np.log(_RATIO))
    coarse = [most * _RATIO**-k for k in range(steps + 1)]
    best = max(_tried(fields, patterns, part, field_aspect / aspect, (width, height)) for part in coarse)
    larger = np.stack([cv2.resize(f, (width * _FINE, height * _FINE), interpolation=cv2.INTER_CUBIC) for f in fields])
    fine = [min(most, best[1] * (1 + 0.005 * k)) for k in range(-7, 8)]
    agreement, _, box = max(
        _tried(larger, patterns, part, field_aspect / aspect, (width * _FINE, height * _FINE))
        for part in dict.fromkeys(fine)
    )
    return box, agreement


def _tried(fields: Gray, patterns: Gray, part: float, tall: float, size: tuple[int, int]) -> tuple[float, float, Box]:
    """(agreement, part of the width, box) of the best place for patterns that take ``part`` of the fields' width."""
    width = min(size[0], max(8, round(part * size[0])))
    height = min(size[1], max(8, round(part * tall * size[1])))
    how = cv2.INTER_AREA if width < patterns.shape[2] else cv2.INTER_CUBIC
    total = sum(
        cv2.matchTemplate(field, cv2.resize(pattern, (width, height), interpolation=how), cv2.TM_CCOEFF_NORMED)
        for field, pattern in zip(fields, patterns, strict=True)
    )
    scores = np.nan_to_num(np.asarray(total), nan=0.0, posinf=0.0, neginf=0.0) / len(fields)
    y, x = np.unravel_index(int(scores.argmax()), scores.shape)
    box = (x / size[0], y / size[1], (x + width) / size[0], (y + height) / size[1])
    return float(scores[y, x]), part, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _snapped(box: Box) -> Box:
    """A box that is the whole but for the error of a thumbnail is the whole."""
    return WHOLE if max(abs(a - b) for a, b in zip(box, WHOLE, strict=True)) < _SHOWN_AS_IS else box
