"""The constant rate factor of a libx264 stream from its own blocks, without the original and without declarations.

In CRF mode with the macroblock tree (presets from veryfast on) rate control gives every P and B picture the base

    base = CRF + 5.4 + 2.4 log2(rate / 25)

whatever the content: complexity enters through the blocks only, by their energy (see `blind_pictures`) and by how
much refers to them. Blocks of unreferenced B pictures have no references, so their median is that base; in P pictures
it is the upper edge. Without the tree (ultrafast, superfast, zero latency) the first picture's base is CRF - 2.92 and
the others follow the complexity. What is left is a small correction fitted to clips of known CRF, and where blocks are
too few, a model on means and content. Intervals are quantiles of errors out of fold, see tests/robustness/sn_blind.py.

Source: x264, encoder/ratecontrol.c: rate_factor_constant with qcompress 0.6 (13.5 (1 - 0.6) = 5.4), get_qscale
(6 * 0.4 = 2.4), ip_factor 1.4 (6 log2 1.4 = 2.92), macroblock_tree_finish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.blind_pictures import Seen
from deepfake_studio.social.blind_stream import Measured

Floats = NDArray[np.float64]
Way = Literal["unreferenced", "few unreferenced", "predicted", "few predicted", "first picture", "content"]
TREE_OFFSET, RATE_SLOPE, FIRST_OFFSET = 5.4, 2.4, 2.92
DETAILED = 11.0  # log2 energy from which a decoded block is nearly as rich as what was fed in
_MANY, _FEW = 60, 12  # blocks
_USUAL_STEP = 1.5  # of the first P pictures above the first I picture, measured median
# Measured: spreads 0.7 to 1.2 without the tree, from 1.05 with it; B pictures 2.2 to 3.4 above P without (pb_ratio 1.3
# gives 2.27), 4.4 and more with it.
_FLAT_SPREAD, _UNSURE_SPREAD, _FLAT_STEP, _LEAST_PICTURES = 0.95, 1.3, 3.6, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Start:
    """An anchor near the CRF, how it was found, and what its error may depend on; ``spread`` of the bases of single
    pictures tells constant from other rate control."""

    way: Way
    anchor: float
    features: Floats
    control: Floats


def start(measured: Measured) -> Start | None:
    """The anchor for a stream; ``None`` where no quantisers are known."""
    seen = [s for s in measured.seen if np.isfinite(s.mean_qp)]
    if not seen or not any(s.letter == "I" for s in seen):
        return None
    offset = tree_offset(measured)
    first = next(s for s in seen if s.letter == "I")
    level = flat(seen)
    wander = control_features(seen)
    # without the tree the bases follow the complexity: other limits, so other columns
    control = np.concatenate([wander * (not level), wander * level, [float(level)]])
    if level:
        base = first.level if np.isfinite(first.level) else _median(_rich(first))
        if np.isfinite(base):
            return Start(way="first picture", anchor=base + FIRST_OFFSET, features=np.ones(1), control=control)
    free = _pool(seen, lambda s: s.letter == "B" and not s.referenced)
    predicted = _pool(seen, lambda s: s.letter == "P")
    if len(free) >= _FEW:
        return _by_free(free, predicted, offset, control)
    return second_best(measured, offset, control)


def tree_offset(measured: Measured) -> float:
    """The base less the CRF under the macroblock tree."""
    return TREE_OFFSET + RATE_SLOPE * float(np.log2(float(measured.rate or 25) / 25))


def second_best(measured: Measured, offset: float, control: Floats, *, by_content: bool = False) -> Start:
    """The anchor where hardly any unreferenced block has a quantiser; ``by_content`` leaves P blocks aside too."""
    seen = [s for s in measured.seen if np.isfinite(s.mean_qp)]
    free = _pool(seen, lambda s: s.letter == "B" and not s.referenced)
    predicted = _pool(seen, lambda s: s.letter == "P")
    if len(predicted) >= _FEW and not by_content:
        return _by_predicted(seen, free, predicted, offset, control)
    return _by_content(measured, seen, offset, control)


def _by_free(free: Floats, predicted: Floats, offset: float, control: Floats) -> Start:
    base = float(np.median(free))
    edge = float(np.percentile(predicted, 97)) if len(predicted) >= _FEW else base
    width = float(np.diff(np.percentile(free, [10, 90]))[0])
    features = np.array([1.0, min(width, 6.0), np.clip(base - edge, -6, 6), 60 / len(free), max(0.0, base - 38)])
    way: Way = "unreferenced" if len(free) >= _MANY else "few unreferenced"
    return Start(way=way, anchor=base - offset, features=features, control=control)


def _by_predicted(seen: list[Seen], free: Floats, predicted: Floats, offset: float, control: Floats) -> Start:
    half, most, edge = (float(v) for v in np.percentile(predicted, [50, 90, 97]))
    ends = [_median(_rich(s)) for s, after in zip(seen, [*seen[1:], None], strict=True) if _ends(s, after)]
    known = [e for e in ends if np.isfinite(e)]
    end = max(known) if known else edge
    intra = _pool(seen, lambda s: s.letter == "I")
    intra_edge = float(np.percentile(intra, 90)) if len(intra) >= _FEW else edge
    rest = float(np.median(free)) if len(free) >= 3 else edge
    means = _means(seen)
    features = np.array(
        [1.0, half - edge, most - edge, np.clip(end - edge, -6, 6), np.clip(intra_edge - edge, -6, 6),
         np.clip(rest - edge, -6, 6), means[1] - edge, max(0.0, edge - 38), 60 / len(predicted)]
    )  # fmt: skip
    way: Way = "predicted" if len(predicted) >= 2 * _MANY else "few predicted"
    return Start(way=way, anchor=edge - offset, features=features, control=control)


def _by_content(measured: Measured, seen: list[Seen], offset: float, control: Floats) -> Start:
    """Mean quantisers corrected by content: for streams whose blocks hardly carry quantisers of their own."""
    intra, predicted, free = _means(seen)
    features = np.array([1.0, intra - predicted, free - predicted, *content(measured)])
    return Start(way="content", anchor=predicted - offset, features=features, control=control)


def content(measured: Measured) -> Floats:
    """(8,) bits per pixel of I and other pictures (log2), texture, change, stillness, intra and own blocks, size."""
    seen, looks = measured.seen, measured.traces.looks
    pixels = measured.width_px * measured.height_px
    intra = [s.size_bytes for s in seen if s.letter == "I"] or [1]
    other = [s.size_bytes for s in seen if s.letter != "I"] or [1]

    def mean(values: list[float]) -> float:
        known = [v for v in values if np.isfinite(v)]
        return float(np.mean(known)) if known else 0.0

    return np.array(
        [
            np.log2(8 * np.mean(intra) / pixels),
            np.log2(8 * np.mean(other) / pixels),
            mean([look.sharp for look in looks]),
            np.log2(mean([look.change for look in looks]) + 0.1),
            mean([s.still for s in seen]),
            mean([s.intra for s in seen if s.letter != "I"]),
            mean([s.own for s in seen]),
            np.log2(pixels) / 2,
        ]
    )


def flat(seen: list[Seen]) -> bool:
    """Whether detailed blocks of referenced pictures agree on one base: no macroblock tree was at work."""
    intra = [s for s in seen if s.letter == "I"]
    if all(np.isfinite(s.level) for s in intra):
        return True
    spreads = [np.diff(np.percentile(_rich(s), [10, 90]))[0] for s in seen if s.referenced and len(_rich(s)) >= 5]
    if len(spreads) < _LEAST_PICTURES:
        return False
    spread = float(np.median(spreads))
    return spread < _FLAT_SPREAD or (spread < _UNSURE_SPREAD and _step(seen) < _FLAT_STEP)


def _step(seen: list[Seen]) -> float:
    """How far unreferenced B pictures' bases lie above those of P pictures; infinite where either is missing."""
    free = _pool(seen, lambda s: s.letter == "B" and not s.referenced)
    predicted = _pool(seen, lambda s: s.letter == "P")
    if min(len(free), len(predicted)) < _FEW:
        return float("inf")
    return float(np.median(free) - np.median(predicted))


def control_features(seen: list[Seen]) -> Floats:
    """(8,) how much the pictures' bases wander: what tells a constant factor from an average rate or a cap.

    Spread of the bases within unreferenced B pictures and between them, between upper edges of P pictures; the second
    half of the bases and of P quantisers against the first; the first pictures against the rest; how far the first I
    picture is from where a constant factor puts it below the P pictures after it, and the first P from the rest.
    """
    free = [_median(_rich(s)) for s in seen if s.letter == "B" and not s.referenced and len(_rich(s)) >= 4]
    edges = [float(np.percentile(_rich(s), 90)) for s in seen if s.letter == "P" and len(_rich(s)) >= 6]
    levels = [s.mean_qp for s in seen if s.letter == "P"]
    pooled = _pool(seen, lambda s: s.letter == "B" and not s.referenced)
    width = float(np.diff(np.percentile(pooled, [10, 90]))[0]) if len(pooled) >= _FEW else 0.8
    intra = [s.mean_qp for s in seen if s.letter == "I"]
    after = float(np.median(levels[:6])) - intra[0] if levels else _USUAL_STEP
    begun = abs(float(np.median(levels[:4]) - np.median(levels[4:]))) if len(levels) > 8 else 0.0
    bases = free if len(free) >= 6 else edges
    early = abs(float(np.median(bases[:3]) - np.median(bases[3:]))) if len(bases) >= 6 else 0.0
    return np.array(
        [min(width, 6), _spread(free), _spread(edges), _drift(bases), _drift(levels), min(8.0, early),
         min(8.0, abs(after - _USUAL_STEP)), min(8.0, begun)]
    )  # fmt: skip


def _spread(values: list[float]) -> float:
    return min(6.0, float(np.std(values))) if len(values) >= 3 else 0.2


def _drift(values: list[float]) -> float:
    if len(values) < 4:
        return 0.0
    half = len(values) // 2
    return float(min(8, abs(np.median(values[:half]) - np.median(values[half:]))))


def _rich(seen: Seen) -> Floats:
    return seen.base[seen.energy >= DETAILED]


def _median(values: Floats) -> float:
    return float(np.median(values)) if len(values) >= 4 else float("nan")


def _pool(seen: list[Seen], wanted: Callable[[Seen], bool]) -> Floats:
    """Bases of the detailed blocks of all such pictures; a picture of one level says nothing about its blocks."""
    parts = [_rich(s) for s in seen if wanted(s) and not np.isfinite(s.level)]
    return np.concatenate(parts) if parts else np.empty(0)


def _ends(seen: Seen, after: Seen | None) -> bool:
    """Whether hardly anything can refer to this P picture: the last one before a key picture or the end."""
    return seen.letter == "P" and (after is None or after.key)


def _means(seen: list[Seen]) -> tuple[float, float, float]:
    """Mean quantisers of I, P and unreferenced B pictures; a missing kind takes the P pictures', or the I pictures'."""
    kinds = {
        "I": [s.mean_qp for s in seen if s.letter == "I"],
        "P": [s.mean_qp for s in seen if s.letter == "P"],
        "B": [s.mean_qp for s in seen if s.letter == "B" and not s.referenced],
    }
    intra = float(np.mean(kinds["I"]))
    predicted = float(np.mean(kinds["P"])) if kinds["P"] else intra
    return intra, predicted, float(np.mean(kinds["B"])) if kinds["B"] else predicted
