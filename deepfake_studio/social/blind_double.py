"""The figures by which a stream compressed before is told from one compressed once; `blind` turns them into a ratio.

Four kinds, each in relation to the quantiser, since a coarse one explains most of what an earlier one would:

* detail: the transform's bands against the step size, and the energy the encoder was fed in smooth blocks beyond what
  is left of it (an earlier compression had removed that noise);
* prediction: how far blocks that are referred to stand below their picture's base, stillness, bits per pixel: a clip
  compressed before is better predicted than its quantiser explains;
* grid: blockiness on the present grid and beside it;
* rhythm: periodic change of sharpness, freshness and bytes from an earlier group structure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.blind_crf import DETAILED, content
from deepfake_studio.social.blind_pictures import PIVOT, STRENGTH, Seen
from deepfake_studio.social.blind_stream import Measured
from deepfake_studio.social.blind_traces import off_grid, on_grid

Floats = NDArray[np.float64]
_BINS = (0.0, 5.0, 7.0, 9.0, 11.0, 40.0)  # log2 energy of decoded blocks
_LEAST_PERIOD, _LEAST_BLOCKS = 6, 4
_LEVELS, _SMOOTH = (3, 10, 25, 50), 9.0  # percentiles of, and limit of smoothness by, log2 energy
_SERIES = ("sharp", "fresh", "change", "bytes")


def figures(measured: Measured, crf: float) -> dict[str, float]:
    """Named finite figures; ``crf`` is the estimate, or what the quantisers are worth without constant factor."""
    seen = [s for s in measured.seen if np.isfinite(s.mean_qp)]
    found = {
        "crf": crf,
        "rate": float(np.log2(float(measured.rate or 25))),
        "b_pictures": float(np.mean([s.letter == "B" for s in seen])),
        "key_share": float(np.mean([s.letter == "I" for s in seen])),
    }
    names = ("bits_i", "bits_p", "sharp", "change", "still", "intra", "own", "size")
    found |= {f"content_{name}": float(v) for name, v in zip(names, content(measured), strict=True)}
    return found | _detail(measured, seen) | _fed(seen) | _prediction(seen) | _grid(measured) | _rhythms(measured)


def _detail(measured: Measured, seen: list[Seen]) -> dict[str, float]:
    """Bands of I and of other pictures, log2, against the square of the step size (which doubles every 6)."""
    found: dict[str, float] = {}
    for name, wanted in (("i", "I"), ("p", "PB")):
        rows = [
            look.bands - picture.mean_qp / 3
            for look, picture in zip(measured.traces.looks, measured.seen, strict=True)
            if picture.letter in wanted and np.isfinite(picture.mean_qp)
        ]
        bands = np.mean(rows, axis=0) if rows else np.zeros(6)
        found |= {f"band_{name}{k}": float(v) for k, v in enumerate(bands)}
        found[f"fall_{name}"] = float(bands[-1] - bands[2])
    looks = measured.traces.looks[1:]
    found["same"] = float(np.mean([look.same for look in looks])) if looks else 0.0
    fresh = [look.fresh for look in looks]
    found["fresh"] = float(np.mean(fresh)) if fresh else 0.0
    found["fresh_low"] = float(np.percentile(fresh, 10)) if fresh else 0.0
    sharp = [look.sharp for look in measured.traces.looks]
    found["fresh_to_sharp"] = found["fresh"] - float(np.mean(sharp))
    return found


def _fed(seen: list[Seen]) -> dict[str, float]:
    """By energy of the decoded block: how much more (log2) was fed in, and the lowest energies fed in."""
    free = [s for s in seen if s.letter == "B" and not s.referenced]
    energy, fed = _energies(free)
    if len(energy) < 3 * _LEAST_BLOCKS:
        energy, fed = _energies(seen)
    count = len(_BINS) - 1
    place = np.clip(np.digitize(energy, _BINS) - 1, 0, count - 1)
    numbers = np.bincount(place, minlength=count)
    # two blocks' worth of "nothing beyond" keeps empty bins quiet
    beyond = np.bincount(place, weights=np.clip(fed - energy, -4, 6), minlength=count) / (numbers + 2)
    found = {f"fed_{k}": float(v) for k, v in enumerate(beyond)}
    found |= {f"share_{k}": float(v) for k, v in enumerate(numbers / max(1, len(energy)))}
    found["fed_low"] = float(np.percentile(fed, 5)) if len(fed) >= _LEAST_BLOCKS else 8.0
    found["fed_spread"] = float(np.std(fed - energy)) if len(fed) >= _LEAST_BLOCKS else 1.0
    for letter in "IP":
        energy, fed = _energies([s for s in seen if s.letter == letter])
        known = len(fed) >= 3 * _LEAST_BLOCKS
        levels = np.percentile(fed, _LEVELS) if known else np.full(len(_LEVELS), 8.0)
        found |= {f"floor_{letter}{level}": float(v) for level, v in zip(_LEVELS, levels, strict=True)}
        low = energy < _SMOOTH
        found[f"gain_{letter}"] = float(np.median((fed - energy)[low])) if known and low.sum() >= 4 else 1.0
    return found


def _energies(pictures: list[Seen]) -> tuple[Floats, Floats]:
    """log2 energies decoded and fed in, by each picture's own base."""
    decoded, fed = [np.empty(0)], [np.empty(0)]
    for picture in pictures:
        rich = picture.base[picture.energy >= DETAILED]
        if len(rich) < _LEAST_BLOCKS or np.isfinite(picture.level):
            continue
        quantiser = picture.base + STRENGTH * (picture.energy - PIVOT)
        decoded.append(picture.energy)
        fed.append(PIVOT + (quantiser - np.median(rich)) / STRENGTH)
    return np.concatenate(decoded), np.concatenate(fed)


def _prediction(seen: list[Seen]) -> dict[str, float]:
    """How quantisers of I, P and B pictures stand to one another, and how P pictures differ among themselves."""
    means = {k: [s.mean_qp for s in seen if s.letter == k] for k in "IPB"}
    middle = float(np.median(means["P"])) if means["P"] else float(np.median(means["I"]))
    rich = [s.base[s.energy >= DETAILED] for s in seen if s.letter == "P" and not np.isfinite(s.level)]
    pooled = np.concatenate(rich) if rich else np.empty(0)
    depth = np.diff(np.percentile(pooled, [25, 50, 97])) if len(pooled) >= 3 * _LEAST_BLOCKS else np.zeros(2)
    intra = np.array([s.intra for s in seen if s.letter == "P" and np.isfinite(s.intra)])
    return {
        "i_to_p": float(np.mean(means["I"])) - middle,
        "b_to_p": float(np.mean(means["B"])) - middle if means["B"] else 0.0,
        "depth": float(depth[1]),
        "depth_low": float(depth[0]),
        "intra_most": float(intra.max() - np.median(intra)) if len(intra) else 0.0,
        "motion": float(np.log2(0.05 + np.nanmean([s.motion for s in seen if s.letter == "P"] or [0.0]))),
    }


def _grid(measured: Measured) -> dict[str, float]:
    sides = (measured.traces.columns, measured.traces.rows)
    found = {f"grid_{p}": float(np.mean([on_grid(side, p) for side in sides])) for p in (4, 8, 16)}
    beside = [off_grid(side) for side in sides]
    return {**found, "beside": max(beside), "beside_least": min(beside)}


def _rhythms(measured: Measured) -> dict[str, float]:
    letters = np.array([s.letter for s in measured.seen])
    found: dict[str, float] = {}
    for name in _SERIES:
        if name == "bytes":
            values = np.log2([s.size_bytes + 1.0 for s in measured.seen])
        else:
            values = np.array([getattr(look, name) for look in measured.traces.looks])
            values = np.log2(values + 0.1) if name == "change" else values
        rest = _without_own(values[1:], letters[1:])
        peak, lag, burst = rhythm(rest)
        found |= {f"{name}_period": peak, f"{name}_lag": lag, f"{name}_burst": burst}
    return found


def _without_own(values: Floats, letters: NDArray[np.str_]) -> Floats:
    """``values`` without their slow course and without what the present picture types explain."""
    rest = values - smooth(values)
    for letter in "IPB":
        at = letters == letter
        if at.any():
            rest[at] -= np.median(rest[at])
    return rest


def smooth(values: Floats, *, width: int = 11) -> Floats:
    """Running median of ``width`` values; at the ends of those there are."""
    half = width // 2
    return np.array([np.median(values[max(0, k - half) : k + half + 1]) for k in range(len(values))])


def rhythm(rest: Floats) -> tuple[float, float, float]:
    """(strongest comb of a period of 6 and more, strongest correlation at lags 2 to 4, largest value), scaled robustly.

    A comb is the mean of every p-th value over the spread, times the root of their number; at least 3 must fit.
    """
    if len(rest) < 3 * _LEAST_PERIOD:
        return 0.0, 0.0, 0.0
    spread = float(np.median(np.abs(rest)) * 1.4826 + 1e-3)
    scaled = np.clip(rest / spread, -8, 8)
    best = 0.0
    for period in range(_LEAST_PERIOD, len(scaled) // 3 + 1):
        combs = [np.abs(scaled[phase::period].mean()) * np.sqrt(len(scaled[phase::period])) for phase in range(period)]
        best = max(best, float(max(combs)))
    limited = np.clip(scaled, -3, 3)
    power = float((limited * limited).sum()) + 1e-9
    lags = [float((limited[lag:] * limited[:-lag]).sum()) / power for lag in (2, 3, 4)]
    return best, max(lags), float(np.log2(1 + np.abs(scaled).max()))
