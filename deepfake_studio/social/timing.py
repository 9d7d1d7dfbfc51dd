"""When a share shows what of its original: offset, length and speed from how the pictures change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.fingerprint import Fingerprint
from deepfake_studio.social.placing import Pictures

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# speeds that editors and broadcasters offer, besides whatever the durations suggest
SPEEDS = (0.5, 0.67, 0.75, 0.8, 0.9, 0.96, 1.0, 1.0427, 1.1, 1.2, 1.25, 1.33, 1.5, 1.75, 2.0)
_LEAST_SAMPLES = 3
_STILL = 0.03  # spread of the change over time, in spreads of the picture, below which nothing moves
_SURER = 0.01  # a speed other than 1 has to explain the change by this much more,
_EXPLAINS = 0.75  # and to leave at most this part unexplained of what speed 1 leaves
_LEAST_OVERLAP = 0.4  # of what could overlap at best
_CLOSE = 8  # closer looks to either side of the best offset, within half a step


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The share's second ``t`` shows the original's second ``offset_seconds + speed * t``.

    ``overlap`` is the part of the share's samples that the original has; ``pictures`` the mean correlation of the
    pictures there; ``motion`` that of their changes, ``None`` where nothing moves and no offset can be told.
    """

    offset_seconds: float
    speed: float
    overlap: float
    pictures: float
    motion: float | None


@dataclass(frozen=True, slots=True)
class _Signals:
    """Inner products of pictures and sample times in seconds, for shares (Ns,) and originals (No,).

    ``products`` (Ns, No); ``squares_*`` (N + 1,) running sums of energies; ``cross`` (Ns + 1, No + 1) and ``blocks_*``
    (N + 1, N + 1) running sums of inner products in both directions, from which the covariance and the spreads of any
    two stretches, each about its own mean picture, follow at once.
    """

    products: Floats
    cross: Floats
    squares_shared: Floats
    blocks_shared: Floats
    squares_original: Floats
    blocks_original: Floats
    times_shared: Floats
    times_original: Floats


def align(original: Fingerprint, shared: Fingerprint, ours: Pictures, theirs: Pictures) -> Timing:
    """Find offset and speed from the common area of both, (No, d) and (Ns, d), each picture of mean 0 and spread 1."""
    signals = _signals(original, shared, ours, theirs)
    spreads = (_whole_spread(ours), _whole_spread(theirs))
    if min(spreads) < _STILL**2 or len(shared.times) < _LEAST_SAMPLES:
        return _still(ours, theirs)
    span = float(shared.times[-1] - shared.times[0])
    found = [_candidate(signals, speed, original.step_seconds) for speed in _speeds(original, shared)]
    straight, other = found[0], max(found[1:])
    for width in (0.03, 0.005):
        other = max(
            other, *(_candidate(signals, other[2] * (1 + width * k / 5), original.step_seconds) for k in range(-5, 6))
        )
    drift = abs(other[2] - 1) * span
    surer = other[0] > straight[0] + _SURER and 1 - other[0] < _EXPLAINS * (1 - straight[0])
    best = other if surer and drift > original.step_seconds / 2 else straight
    return _refined(signals, ours, theirs, best[1], best[2])


def _candidate(signals: _Signals, speed: float, step: float) -> tuple[float, float, float]:
    """(objective, offset in seconds, speed)."""
    offset, objective = _best_offset(signals, speed, step)
    return objective, offset, speed


def _speeds(original: Fingerprint, shared: Fingerprint) -> Iterable[float]:
    """1 first, then what the durations suggest, then what is usual."""
    whole = original.duration_seconds / shared.duration_seconds if shared.duration_seconds > 0 else 1.0
    return dict.fromkeys((1.0, *((round(whole, 4),) if 0.45 < whole < 2.2 else ()), *SPEEDS))


def _signals(original: Fingerprint, shared: Fingerprint, ours: Pictures, theirs: Pictures) -> _Signals:
    mean = ours.mean(axis=0)  # any picture would do: it only keeps the sums small
    a, b = ((x - mean).astype(np.float64) for x in (theirs, ours))
    size = a.shape[1]
    products, within, among = a @ b.T / size, a @ a.T / size, b @ b.T / size
    return _Signals(
        products=products,
        cross=_running(products),
        squares_shared=np.concatenate([[0.0], np.diagonal(within).cumsum()]),
        blocks_shared=_running(within),
        squares_original=np.concatenate([[0.0], np.diagonal(among).cumsum()]),
        blocks_original=_running(among),
        times_shared=shared.times,
        times_original=original.times,
    )


def _running(matrix: Floats) -> Floats:
    out = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1))
    out[1:, 1:] = matrix.cumsum(axis=0).cumsum(axis=1)
    return out


def _block(sums: Floats, rows: tuple[Ints, Ints], columns: tuple[Ints, Ints]) -> Floats:
    """Mean inner product of the stretches ``rows`` and ``columns`` (first, last), that of their mean pictures."""
    (r0, r1), (c0, c1) = rows, columns
    total: Floats = sums[r1 + 1, c1 + 1] - sums[r0, c1 + 1] - sums[r1 + 1, c0] + sums[r0, c0]
    mean: Floats = total / ((r1 - r0 + 1) * (c1 - c0 + 1))
    return mean


def _spread(squares: Floats, blocks: Floats, stretch: tuple[Ints, Ints]) -> Floats:
    """Energy per sample of stretches (first, last) about their own mean pictures."""
    first, last = stretch
    energy = (squares[last + 1] - squares[first]) / (last - first + 1)
    spread: Floats = np.maximum(energy - _block(blocks, stretch, stretch), _STILL**2)
    return spread


def _whole_spread(pictures: Pictures) -> float:
    return float(((pictures - pictures.mean(axis=0)) ** 2).mean())


def _still(ours: Pictures, theirs: Pictures) -> Timing:
    pictures = float((theirs @ ours.T / ours.shape[1]).max(axis=1).mean())
    return Timing(offset_seconds=0.0, speed=1.0, overlap=1.0, pictures=pictures, motion=None)


def _best_offset(signals: _Signals, speed: float, step: float) -> tuple[float, float]:
    """(offset in seconds, objective) over all offsets that leave enough in common.

    Half a step beside the truth already costs more than a speed of 1.02 does, so that the best is looked at closely.
    """
    offsets = _offsets(signals, speed, step)
    correlation, overlap = _correlations(signals, speed, offsets)
    most = float(overlap.max())
    middle = offsets[int(_objective(correlation, overlap, most).argmax())]
    offsets = middle + step * np.linspace(-0.5, 0.5, 2 * _CLOSE + 1)
    objective = _objective(*_correlations(signals, speed, offsets), most)
    at = int(objective.argmax())
    return float(offsets[at]), float(objective[at])


def _offsets(signals: _Signals, speed: float, step: float) -> Floats:
    """Every half sample; 0, where nothing was cut, is among them."""
    half = step / 2
    first, last = signals.times_shared[-1] * speed / half, signals.times_original[-1] / half
    steps: Floats = half * np.arange(-np.ceil(first), np.ceil(last) + 2)
    return steps


def _objective(correlation: Floats, overlap: Floats, most: float) -> Floats:
    """Correlation, less where little of the ``most`` that can overlap does: a few samples agree by chance."""
    part = overlap / max(most, 1e-9)
    return np.where(part >= _LEAST_OVERLAP, correlation - 0.25 * (1 - part), -1.0)


def _correlations(signals: _Signals, speed: float, offsets: Floats) -> tuple[Floats, Floats]:
    """(correlation of changes, part of the share's samples used) for each offset; too few samples count as -1."""
    wanted = offsets[:, None] + speed * signals.times_shared[None]
    low, weight, inside = _between(signals.times_original, wanted)
    rows = np.arange(len(signals.times_shared))[None]
    high = np.minimum(low + 1, len(signals.times_original) - 1)
    product = (1 - weight) * signals.products[rows, low] + weight * signals.products[rows, high]
    count = inside.sum(axis=1)
    enough = count >= _LEAST_SAMPLES
    near = np.where(weight < 0.5, low, high)
    ours = _ends(near, inside)
    theirs = _ends(np.broadcast_to(rows, inside.shape), inside)
    covariance = np.where(inside, product, 0).sum(axis=1) / np.maximum(count, 1) - _block(signals.cross, theirs, ours)
    power = _spread(signals.squares_original, signals.blocks_original, ours) * _spread(
        signals.squares_shared, signals.blocks_shared, theirs
    )
    correlation = np.where(enough, np.clip(covariance / np.sqrt(power), -1.0, 1.0), -1.0)
    return correlation, count / len(signals.times_shared)


def _ends(numbers: Ints, inside: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """First and last of the ``numbers`` (K, N) that are inside, per row; the first number where none is."""
    any_ = inside.any(axis=1)
    first = np.where(any_, np.where(inside, numbers, np.iinfo(np.int64).max).min(axis=1), 0)
    last = np.where(any_, np.where(inside, numbers, -1).max(axis=1), 0)
    return first.astype(np.int64), last.astype(np.int64)


def _between(times: Floats, wanted: Floats) -> tuple[NDArray[np.int64], Floats, NDArray[np.bool_]]:
    """Index of the sample before each moment, weight of the one after, and whether the moment lies within."""
    slack = float(np.diff(times).max()) / 2 if len(times) > 1 else 0.0
    inside = (wanted >= times[0] - slack) & (wanted <= times[-1] + slack)
    low = np.clip(np.searchsorted(times, wanted, side="right") - 1, 0, max(len(times) - 2, 0))
    gap = times[np.minimum(low + 1, len(times) - 1)] - times[low]
    weight = np.clip((wanted - times[low]) / np.where(gap > 0, gap, 1), 0, 1)
    return low, weight, inside


def _refined(signals: _Signals, ours: Pictures, theirs: Pictures, offset: float, speed: float) -> Timing:
    """Finer steps around what was found, then how well the pictures themselves agree along it."""
    for width in (0.2, 0.05, 0.0125, 0.003):
        offsets = offset + np.linspace(-width, width, 9)
        speeds = [speed] if speed == 1.0 else [speed * (1 + width * k / 40) for k in range(-4, 5)]
        found = [(_correlations(signals, s, offsets), s) for s in speeds]
        best = max((float(c[k] - 0.25 * (1 - o[k])), float(offsets[k]), s) for (c, o), s in found for k in range(9))
        offset, speed = best[1], best[2]
    correlation, overlap = _correlations(signals, speed, np.array([offset]))
    low, weight, inside = _between(signals.times_original, offset + speed * signals.times_shared)
    near = np.where(weight < 0.5, low, np.minimum(low + 1, len(signals.times_original) - 1))
    agreement = (theirs * ours[near]).mean(axis=1)
    return Timing(
        offset_seconds=offset,
        speed=speed,
        overlap=float(overlap[0]),
        pictures=float(agreement[inside].mean()) if inside.any() else 0.0,
        motion=float(correlation[0]),
    )
