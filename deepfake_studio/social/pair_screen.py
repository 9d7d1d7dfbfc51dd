"""Which originals a share may come from: perceptual hashes in all views, then of many crops where whole ones fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.fingerprint import Fingerprint, distances, phash, telling
from deepfake_studio.social.placing import VIEWS, WHOLE, Box, content_box, cut, upright

SURE = 12.0  # mean differing bits of 64 up to which whole pictures are taken for the same
_SAMPLES = 40
_SAMPLES_OF_CROPS = 16
_CUT = (48, 48)
_PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
Hashes = NDArray[np.uint64]
View = tuple[int, bool]
_Hashed = tuple[Hashes, NDArray[np.int64]]  # hashes and the numbers of the samples they are of


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An original a share may come from: mean ``bits`` that differ, in which view, and which pictures look alike.

    ``rows`` are pairs of sample numbers (of the original, of the share).
    """

    number: int
    bits: float
    view: View
    rows: tuple[tuple[int, int], ...]


class Screen:
    """The originals of one run, hashed once per crop that is asked for."""

    def __init__(self, originals: Sequence[Fingerprint]) -> None:
        self._originals = originals
        self._kept: dict[tuple[int, Box], _Hashed] = {}
        self._share: tuple[str, dict[tuple[Box, View, int], _Hashed]] = ("", {})

    def candidates(self, shared: Fingerprint, *, most: int = 6) -> list[Candidate]:
        """The likeliest originals, best first: by whole pictures, and by crops where none is likely so."""
        found = [self._whole(number, shared) for number in range(len(self._originals))]
        likely = sorted((c for c in found if c.bits <= SURE), key=lambda c: c.bits)[:most]
        if likely:
            return likely
        crops = sorted((self._crops(number, shared) for number in range(len(self._originals))), key=lambda c: c.bits)
        both = sorted([*crops[: most // 2], *sorted(found, key=lambda c: c.bits)[:1]], key=lambda c: c.bits)
        return list({c.number: c for c in reversed(both)}.values())[::-1]

    def forced(self, number: int, shared: Fingerprint) -> Candidate:
        """One original in its likeliest view, however unlikely."""
        whole = self._whole(number, shared)
        return whole if whole.bits <= SURE else min(whole, self._crops(number, shared), key=lambda c: c.bits)

    def _whole(self, number: int, shared: Fingerprint) -> Candidate:
        ours = content_box(self._originals[number])
        return min(
            (self._compared(number, shared, ours, box, view) for view, box in _whole_views(shared)),
            key=lambda c: c.bits,
        )

    def _crops(self, number: int, shared: Fingerprint) -> Candidate:
        """Crops of the original in the share's proportions, and of the share in the original's."""
        original = self._originals[number]
        aspect = original.width_px / original.height_px
        found = []
        for view in VIEWS:
            box = content_box(shared, *view)
            turned = shared.height_px / shared.width_px if view[0] % 2 else shared.width_px / shared.height_px
            inner = turned * (box[2] - box[0]) / (box[3] - box[1])
            found += [self._compared(number, shared, crop, box, view, few=True) for crop in crops(aspect, inner)]
            found += [
                self._compared(number, shared, WHOLE, crop, view, few=True)
                for crop in crops(turned, aspect, parts=(1.0,))
            ]
        return min(found, key=lambda c: c.bits)

    def _compared(
        self, number: int, shared: Fingerprint, our_box: Box, their_box: Box, view: View, *, few: bool = False
    ) -> Candidate:
        ours, our_rows = self._hashes(number, our_box)
        theirs, their_rows = self._of_share(shared, their_box, view, _SAMPLES_OF_CROPS // 2 if few else _SAMPLES)
        if not len(ours) or not len(theirs):
            return Candidate(number=number, bits=64.0, view=view, rows=((0, 0),))
        differing = distances(theirs, ours)
        nearest = differing.argmin(axis=1)
        chosen = np.unique(np.linspace(0, len(theirs) - 1, 5).round().astype(int))
        rows = tuple((int(our_rows[nearest[k]]), int(their_rows[k])) for k in chosen)
        return Candidate(number=number, bits=float(differing.min(axis=1).mean()), view=view, rows=rows)

    def _of_share(self, shared: Fingerprint, box: Box, view: View, most: int) -> _Hashed:
        """Hashes of the share at hand, kept until the next one comes."""
        if self._share[0] != shared.sha256:
            self._share = (shared.sha256, {})
        kept, key = self._share[1], (box, view, most)
        if key not in kept:
            kept[key] = _hashed(shared, box, view, most)
        return kept[key]

    def _hashes(self, number: int, box: Box) -> _Hashed:
        key = (number, box)
        if key not in self._kept:
            whole = box == content_box(self._originals[number])
            few = _SAMPLES if whole else _SAMPLES_OF_CROPS
            self._kept[key] = _hashed(self._originals[number], box, (0, False), few)
        return self._kept[key]


def _whole_views(shared: Fingerprint) -> Iterator[tuple[View, Box]]:
    for view in VIEWS:
        yield from ((view, box) for box in dict.fromkeys((content_box(shared, *view), WHOLE)))


def _hashed(print_: Fingerprint, box: Box, view: View, most: int) -> _Hashed:
    """Hashes of up to ``most`` samples spread over the video, and the numbers of those samples; dull ones left out."""
    rows = np.unique(np.linspace(0, len(print_.times) - 1, min(most, len(print_.times))).round().astype(np.int64))
    pictures = cut(upright(print_.thumbs[rows], *view), box, _CUT)
    useful = telling(pictures)
    return phash(pictures[useful]), rows[useful]


def crops(aspect: float, wanted: float, *, parts: Sequence[float] = _PARTS) -> Iterator[Box]:
    """Boxes of proportion ``wanted`` in a picture of proportion ``aspect``: several sizes, three places a side."""
    most = (min(1.0, wanted / aspect), min(1.0, aspect / wanted))  # of width and height
    for part in parts:
        width, height = most[0] * part, most[1] * part
        places = [(0.0, 0.5, 1.0) if free > 0.02 else (0.5,) for free in (1 - width, 1 - height)]
        for x in places[0]:
            for y in places[1]:
                left, top = x * (1 - width), y * (1 - height)
                yield left, top, left + width, top + height
