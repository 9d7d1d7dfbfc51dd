"""A second look at an original, at the very moments that a share shows.

Samples every fifth of a second miss one another by up to a tenth; where everything moves, pictures a tenth apart are
different pictures, and a true pair would look like a false one. And who wants to encode the same pictures again has to
know a trim to the picture.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.job import Job
from deepfake_studio.media.decode import sampled
from deepfake_studio.media.limits import Limits
from deepfake_studio.media.sampling import SamplingPlan
from deepfake_studio.social.fingerprint import Fingerprint, phash, telling, thumb
from deepfake_studio.social.placing import Pictures, Placement, common
from deepfake_studio.social.timing import Timing

_SAMPLES = 12
_REACH_SECONDS = 0.2
_STEP_SECONDS = 0.04
_LEAST_PICTURES = 0.5
_LEAST_MOTION = 0.3
_PART = 0.3  # of a step; offsets of less are none


def worth_it(timing: Timing, *, enough: float, fps: Fraction | None) -> bool:
    """Whether a closer look could show that two files belong together after all, or where exactly one begins.

    ``enough`` is the agreement of pictures at which files do belong together, ``fps`` that of the original.
    """
    if timing.motion is None or timing.motion < _LEAST_MOTION or timing.pictures < _LEAST_PICTURES:
        return False
    return timing.pictures < enough or abs(timing.offset_seconds) > _PART * _step(timing, fps)


def _step(timing: Timing, fps: Fraction | None) -> float:
    """Seconds between looks: a picture of the original where the share runs at its speed."""
    return min(_STEP_SECONDS, 1 / float(fps)) if fps and timing.speed == 1.0 else _STEP_SECONDS


def closer(
    path: Path,
    original: Fingerprint,
    shared: Fingerprint,
    place: Placement,
    timing: Timing,
    *,
    limits: Limits,
    job: Job,
) -> Timing:
    """The timing to the picture, with the agreement of pictures of the same moment.

    Where the speed is another than 1, to a few hundredths of a second.

    Raises:
        MediaError: the original cannot be read again.
        JobCancelled: the user asked to stop.
    """
    inside = timing.offset_seconds + timing.speed * shared.times
    rows = np.flatnonzero((inside >= 0) & (inside <= original.times[-1]))
    if not len(rows):
        return timing
    rows = rows[np.unique(np.linspace(0, len(rows) - 1, _SAMPLES).round().astype(int))]
    each = round(_REACH_SECONDS / _step(timing, original.fps))
    shifts = np.linspace(-_REACH_SECONDS, _REACH_SECONDS, 2 * each + 1)
    wanted = np.maximum(inside[rows][:, None] + shifts[None], 0.0)
    seen = _seen(path, original, wanted, limits, job)
    ours, theirs = common(seen, replace(shared, thumbs=shared.thumbs[rows]), place)
    numbers = np.maximum(np.searchsorted(seen.times, wanted + 1e-6, side="right") - 1, 0)
    agreement = (theirs[:, None] * ours[numbers]).mean(axis=2)
    line, found = _best(timing, agreement, ours[numbers], theirs, shifts, shared.times[rows])
    if found.speed != 1.0:
        return found
    apart = seen.times[numbers[np.arange(len(rows)), line]] - shared.times[rows]
    return replace(found, offset_seconds=float(np.median(apart)))


def _seen(path: Path, original: Fingerprint, wanted: NDArray[np.float64], limits: Limits, job: Job) -> Fingerprint:
    """The original as its pictures at the ``wanted`` seconds."""
    moments = tuple(float(v) for v in np.unique(wanted.round(4)) + original.start_seconds)
    times, thumbs = [], []
    for frame in sampled(path, plan=SamplingPlan(name="standard", moments_seconds=moments), limits=limits, job=job):
        gray = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY)
        if gray.shape != (original.height_px, original.width_px):
            gray = cv2.resize(gray, (original.width_px, original.height_px), interpolation=cv2.INTER_AREA)
        times.append(frame.pts_seconds - original.start_seconds)
        thumbs.append(thumb(gray))
    pictures = np.stack(thumbs) if thumbs else original.thumbs[:1]
    return replace(
        original,
        times=np.array(times or original.times[:1]),
        thumbs=pictures,
        hashes=phash(pictures),
        telling=telling(pictures),
    )


def _best(
    timing: Timing,
    agreement: NDArray[np.float64],
    ours: Pictures,
    theirs: Pictures,
    shifts: NDArray[np.float64],
    times: NDArray[np.float64],
) -> tuple[NDArray[np.int64], Timing]:
    """The straight line through the shifts (K samples, S) along which the pictures agree best, and what it says."""
    place = np.linspace(-1, 1, len(agreement)) if len(agreement) > 1 else np.zeros(1)
    drifts = range(-3, 4) if timing.speed != 1.0 else (0,)
    middle, last = len(shifts) // 2, len(shifts) - 1
    rows = np.arange(len(agreement))
    lines = [
        (np.clip(np.round(start + drift * place), 0, last).astype(np.int64), start, drift)
        for start in range(len(shifts))
        for drift in drifts
    ]
    line, start, drift = max(lines, key=lambda one: float(agreement[rows, one[0]].mean()) - 0.0005 * abs(one[2]))
    span = float(times[-1] - times[0]) or 1.0
    step = float(shifts[1] - shifts[0])
    speed = timing.speed + 2 * drift * step / span
    offset = timing.offset_seconds + (start - middle - drift) * step - (speed - timing.speed) * float(times[0])
    return line, replace(
        timing,
        offset_seconds=offset,
        speed=speed,
        pictures=float(agreement[rows, line].mean()),
        motion=_motion(ours[rows, line], theirs),
    )


def _motion(ours: Pictures, theirs: Pictures) -> float:
    """Correlation of the changes of two sequences (K, d), each about its own mean picture."""
    a, b = (x - x.mean(axis=0) for x in (ours, theirs))
    return float((a * b).mean() / max(float(np.sqrt((a * a).mean() * (b * b).mean())), 1e-6))
