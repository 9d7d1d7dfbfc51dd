"""When a share shows what of its original: offset, length and speed from how the pictures change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.social.fingerprint import Fingerprint
from deepfake_studio.social.placing import Pictures

Floats = NDArray[np.float64]
# speeds that editors and broadcasters offer, besides whatever the durations suggest
SPEEDS = (0.5, 0.67, 0.75, 0.8, 0.9, 0.96, 1.0, 1.0427, 1.1, 1.2, 1.25, 1.33, 1.5, 1.75, 2.0)
_LEAST_SAMPLES = 3
_STILL = 0.03  # spread of the change over time, in spreads of the picture, below which nothing moves
_SURER = 0.03  # a speed other than 1 has to explain the change by this much more


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
    """Inner products of changes (Ns, No), their energies (Ns,) and (No,), and sample times in seconds."""

    products: Floats
    energy_shared: Floats
    energy_original: Floats
    times_shared: Floats
    times_original: Floats


def align(original: Fingerprint, shared: Fingerprint, ours: Pictures, theirs: Pictures) -> Timing:
    """Find offset and speed from the common area of both, (No, d) and (Ns, d), each picture of mean 0 and spread 1."""
    signals = _signals(original, shared, ours, theirs)
    if min(signals.energy_shared.mean(), signals.energy_original.mean()) < _STILL**2 or len(shared.times) < _LEAST_SAMPLES:
        return _still(ours, theirs)
    best, best_objective = (0.0, 1.0), -9.0
    for speed in _speeds(original, shared):
        offset, objective = _best_offset(signals, speed, original.step_seconds)
        if objective > best_objective + (_SURER if speed != 1.0 else 0.0):
            best, best_objective = (offset, speed), objective
    return _refined(signals, ours, theirs, *best)


def _speeds(original: Fingerprint, shared: Fingerprint) -> Iterable[float]:
    """1 first, then what the durations suggest, then what is usual."""
    whole = original.duration_seconds / shared.duration_seconds if shared.duration_seconds > 0 else 1.0
    return dict.fromkeys((1.0, *((round(whole, 4),) if 0.45 < whole < 2.2 else ()), *SPEEDS))


def _signals(original: Fingerprint, shared: Fingerprint, ours: Pictures, theirs: Pictures) -> _Signals:
    """Changes against each one's mean picture: what stands still says nothing about when."""
    a = (theirs - theirs.mean(axis=0)).astype(np.float64)
    b = (ours - ours.mean(axis=0)).astype(np.float64)
    size = a.shape[1]
    return _Signals(
        a @ b.T / size, (a * a).mean(axis=1), (b * b).mean(axis=1), shared.times, original.times
    )


def _still(ours: Pictures, theirs: Pictures) -> Timing:
    pictures = float((theirs @ ours.T / ours.shape[1]).max(axis=1).mean())
    return Timing(offset_seconds=0.0, speed=1.0, overlap=1.0, pictures=pictures, motion=None)


def _best_offset(signals: _Signals, speed: float, step: float) -> tuple[float, float]:
    """(offset in seconds, objective) over all offsets that leave something in common."""
    span = signals.times_shared[-1] * speed
    offsets = np.arange(-span, signals.times_original[-1] + step, step / 2)
    correlation, overlap = _correlations(signals, speed, offsets)
    objective = correlation - 0.25 * (1 - overlap / max(overlap.max(), 1e-9))
    at = int(objective.argmax())
    return float(offsets[at]), float(objective[at])


def _correlations(signals: _Signals, speed: float, offsets: Floats) -> tuple[Floats, Floats]:
    """(correlation of changes, part of the share's samples used) for each offset; too few samples count as -1."""
    wanted = offsets[:, None] + speed * signals.times_shared[None]
    low, weight, inside = _between(signals.times_original, wanted)
    rows = np.arange(len(signals.times_shared))[None]
    high = np.minimum(low + 1, len(signals.times_original) - 1)
    product = (1 - weight) * signals.products[rows, low] + weight * signals.products[rows, high]
    energy = (1 - weight) * signals.energy_original[low] + weight * signals.energy_original[high]
    shared = np.where(inside, signals.energy_shared[None], 0).sum(axis=1)
    power = np.sqrt(np.where(inside, energy, 0).sum(axis=1) * shared)
    count = inside.sum(axis=1)
    enough = (count >= _LEAST_SAMPLES) & (power > 0)
    correlation = np.where(enough, np.where(inside, product, 0).sum(axis=1) / np.maximum(power, 1e-12), -1.0)
    return correlation, count / len(signals.times_shared)


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
    for width in (0.2, 0.05):
        offsets = offset + np.linspace(-width, width, 9)
        speeds = [speed] if speed == 1.0 else [speed * (1 + width * k / 40) for k in range(-4, 5)]
        found = [(_correlations(signals, s, offsets), s) for s in speeds]
        best = max(((float(c[0][k] - 0.25 * (1 - c[1][k])), float(offsets[k]), s) for c, s in found for k in range(9)))
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
