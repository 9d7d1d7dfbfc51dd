"""Which rung of a platform's ladder a file falls on, and with what size, rate and quality it comes out.

Sizes are matched by the upright picture's longer and shorter side, so that portrait stays portrait; 000 compares areas.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.random import Generator

from deepfake_studio.errors import UsageError
from deepfake_studio.social.nouns import Profile, RateControl, Rung

Mode = Literal["mean", "median", "sample"]
MODES: tuple[Mode, ...] = ("mean", "median", "sample")
_SLACK = 1.02  # 1088 lines fall on the rung of 1080, 854 columns on that of 852
_LEAST_PX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is done to one file: the rung it falls on, its size in px, its quality or rate.

    ``fps`` is the rate to thin out to, ``None`` where all pictures stay.
    """

    rung: Rung
    width_px: int
    height_px: int
    fps: Fraction | None
    rate_control: RateControl
    crf: float | None
    bitrate_bps: int | None
    notes: tuple[str, ...]


def choose(
    size: tuple[int, int],
    *,
    fps: Fraction,
    variable_fps: bool = False,
    bitrate_bps: int | None = None,
    profile: Profile,
    mode: Mode = "mean",
    rng: Generator | None = None,
    enlarge: bool = False,
) -> Choice:
    """The rung and the values for a picture of ``size`` (upright width, height in square px).

    Args:
        size: of the file.
        fps: of the file.
        variable_fps: whether its pictures come at uneven times.
        bitrate_bps: of the file's pictures, where known: documented rates are bounds, and no share gets more.
        profile: of the platform.
        mode: the mean or the median of what was measured, or one value of it drawn from ``rng``.
        rng: needed by ``sample``.
        enlarge: whether a smaller file is brought up to its rung, for platforms that were seen to do so.

    Raises:
        UsageError: the profile has no rungs, or no value for any of them.
    """
    if mode not in MODES:
        raise UsageError(f"There is no mode '{mode}'; choose from {', '.join(MODES)}.")
    rung = rung_for(size, profile.rungs, name=profile.name)
    width, height = fitted(size, rung, enlarge=enlarge)
    measured, notes = _nearest(rung, profile)
    rate, crf, bitrate = _values(measured, profile, mode, rng)
    if rate != profile.rate_control:
        notes.append(f"The profile says {profile.rate_control} but gives no value for it; {rate} was used.")
    if bitrate is not None:
        share = width * height / (measured.long_px * measured.short_px)
        if share < 1:  # the rate belongs to a full rung
            bitrate = max(1, round(bitrate * share))
        if profile.basis == "documentation" and bitrate_bps is not None and bitrate > bitrate_bps:
            bitrate = bitrate_bps
            notes.append("The documented bitrate is a bound; the file's own, which is lower, was aimed at.")
    if max(width, height) > max(size):
        notes.append(f"The picture was enlarged from {size[0]}x{size[1]}.")
    return Choice(
        rung=rung,
        width_px=width,
        height_px=height,
        fps=capped(fps, rung.fps_cap, variable=variable_fps),
        rate_control=rate,
        crf=crf,
        bitrate_bps=bitrate,
        notes=tuple(notes),
    )


def rung_for(size: tuple[int, int], rungs: Sequence[Rung], *, name: str = "the profile") -> Rung:
    """The largest rung that the picture fills without being enlarged, else the smallest there is.

    Raises:
        UsageError: there are no rungs.
    """
    if not rungs:
        raise UsageError(f"The profile {name} has no rungs; measure one with 'sn estimate'.")
    ladder = sorted(rungs, key=lambda r: (r.long_px * r.short_px, r.long_px))
    filled = [rung for rung in ladder if _factor(size, rung) <= _SLACK]
    return filled[-1] if filled else ladder[0]


def _factor(size: tuple[int, int], rung: Rung) -> float:
    """By how much the picture is scaled to lie within the rung."""
    return min(rung.long_px / max(size), rung.short_px / min(size))


def fitted(size: tuple[int, int], rung: Rung, *, enlarge: bool = False) -> tuple[int, int]:
    """Even (width, height) in px within the rung at unchanged aspect, enlarged only where asked."""
    factor = _factor(size, rung)
    if factor > 1 and not enlarge:
        factor = 1.0
    return _even(size[0] * factor), _even(size[1] * factor)


def _even(length: float) -> int:
    """The nearest even number, as ffmpeg's ``scale=-2`` takes it."""
    return max(_LEAST_PX, 2 * math.floor(length / 2 + 0.5))


def capped(fps: Fraction, cap: float | None, *, variable: bool = False) -> Fraction | None:
    """The rate to thin out to, ``None`` where the file is slow enough.

    Even rates are divided by a whole number, so that every second (third, ...) picture stays: 59.94 becomes 29.97.
    """
    if cap is None or fps <= Fraction(cap) * Fraction(1001, 1000):
        return None
    if variable:
        return Fraction(cap).limit_denominator(1001)
    return fps / math.ceil(fps / (Fraction(cap) * Fraction(1001, 1000)))


def with_values(profile: Profile) -> list[Rung]:
    """The rungs for which a CRF or a bitrate is known.

    Raises:
        UsageError: there are none.
    """
    found = [rung for rung in profile.rungs if rung.crf or rung.bitrate_bps]
    if not found:
        raise UsageError(
            f"The profile {profile.name} gives neither a CRF nor a bitrate; measure one with 'sn estimate'."
        )
    return found


def _nearest(rung: Rung, profile: Profile) -> tuple[Rung, list[str]]:
    """The rung itself, or the nearest in area that has values."""
    measured = with_values(profile)
    if rung in measured:
        return rung, []
    area = math.log(rung.long_px * rung.short_px)
    nearest = min(measured, key=lambda r: abs(math.log(r.long_px * r.short_px) - area))
    text = f"Nothing was measured at {rung.long_px}x{rung.short_px}; the values of "
    return nearest, [f"{text}{nearest.long_px}x{nearest.short_px} were used."]


def _values(
    rung: Rung, profile: Profile, mode: Mode, rng: Generator | None
) -> tuple[RateControl, float | None, int | None]:
    """(rate control, CRF, bits per second); what the rate control does not need is ``None``."""
    crf = _one(rung.crf, mode, rng)
    rate = _one(rung.bitrate_bps, mode, rng)
    bitrate = None if rate is None else round(rate)
    wanted = profile.rate_control
    if wanted == "vbv" and bitrate is not None:
        return "vbv", crf, bitrate
    if wanted in ("crf", "cqp") and crf is not None:
        return wanted, crf, None
    if wanted in ("abr", "2pass") and bitrate is not None:
        return wanted, None, bitrate
    return ("crf", crf, None) if crf is not None else ("abr", None, bitrate)


def _one(values: Sequence[float], mode: Mode, rng: Generator | None) -> float | None:
    if not values:
        return None
    if mode == "sample":
        if rng is None:
            raise UsageError("Values can only be drawn with a seed; give one.")
        return float(rng.choice(np.asarray(values, np.float64)))
    return float(np.mean(values) if mode == "mean" else np.median(values))
