"""Is a file as one platform's profile would leave it? A finding with rival profiles and a likelihood ratio.

H1: the file was last compressed by this profile. H2: by one of the rivals, which are the other profiles given and
"something else". It says nothing about where the original came from: a profile describes the last compression only,
and everybody can compress like a platform.

Each thing that a profile knows is a mark; marks are taken as independent given the profile, and what a profile does
not know counts as it does for "something else". How often something else shows a mark by chance is a table of plain
assumptions (`_CHANCE`), not measured; the finding names it. Support is limited to log10 of the number of measured
pairs, and for profiles from documentation to a ratio of 3, since nothing was measured there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from deepfake_studio.social.nouns import Profile, Rung, StreamReading

OTHER = "something else"
CAVEAT = (
    "A profile describes the last compression only; this is no statement about where the original came from. "
    "How often other files show these marks is assumed, not measured."
)
# Chance that a file from elsewhere agrees with a mark of any one profile.
_CHANCE = {
    "codec": 0.7, "profile": 0.5, "pixel format": 0.9, "container": 0.6, "brands": 0.1, "group": 0.1, "size": 0.1,
    "frame rate": 0.8, "audio codec": 0.7, "audio rate": 0.15,
}  # fmt: skip
# Chance that a file of the profile disagrees: platforms change, and documents are not measurements.
_EXCEPTIONS = {"measured": 0.03, "documentation": 0.15}
_DOCUMENTED_CAP = math.log10(3)
_LEAST_CAP, _FLOOR = math.log10(2), -4.0
_AUDIO_TOLERANCE, _SIDE_TOLERANCE_PX = 0.15, 2
_CRF_RANGE, _CRF_SPREAD = 51.0, 1.0
_RATE_SPREAD, _OTHER_RATE_SPREAD = 0.4, 2.0  # log2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark: what the profile says, what the file shows, log10 of its ratio against something else."""

    name: str
    expected: str
    found: str
    log10: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """One profile: ``log10_lr`` against its rivals, each equally likely, limited by ``cap`` above.

    ``against`` gives log10 ratios against each rival by name, ``statement`` the sentence for the report.
    """

    profile: str
    basis: str
    log10_lr: float
    cap: float
    against: dict[str, float]
    marks: tuple[Mark, ...]
    statement: str
    caveat: str = CAVEAT


def consistent(
    reading: StreamReading, profiles: Sequence[Profile], *, crf: float | None = None
) -> tuple[Consistency, ...]:
    """One finding for each profile, strongest first; ``crf`` is an estimate where the file declares none."""
    marks = {p.name: _marks(reading, p, crf) for p in profiles}
    totals = {name: sum(m.log10 for m in found) for name, found in marks.items()} | {OTHER: 0.0}
    found = [_finding(p, marks[p.name], totals) for p in profiles]
    return tuple(sorted(found, key=lambda f: (-f.log10_lr, f.profile)))


def _finding(profile: Profile, marks: tuple[Mark, ...], totals: dict[str, float]) -> Consistency:
    rivals = {name: total for name, total in totals.items() if name != profile.name}
    mean = _log10_mean(list(rivals.values()))
    cap = _DOCUMENTED_CAP if profile.basis == "documentation" else math.log10(max(2, profile.pairs))
    cap = max(_LEAST_CAP, cap)
    value = float(np.clip(totals[profile.name] - mean, _FLOOR, cap))
    against = {name: round(totals[profile.name] - total, 3) for name, total in sorted(rivals.items())}
    return Consistency(
        profile=profile.name,
        basis=profile.basis,
        log10_lr=value,
        cap=cap,
        against=against,
        marks=marks,
        statement=_statement(profile, value, marks, rivals),
    )


def _statement(profile: Profile, value: float, marks: tuple[Mark, ...], rivals: dict[str, float]) -> str:
    against = ", ".join(sorted(rivals))
    wrong = ", ".join(m.name for m in marks if m.log10 < 0)
    basis = "from documentation, not measured" if profile.basis == "documentation" else f"{profile.pairs} pairs"
    if not marks:
        return f"Profile {profile.name} ({basis}) states nothing that this file could be compared with."
    if value < 0:
        told = f"; {wrong} differ" if wrong else ""
        return (
            f"The file is less as profile {profile.name} ({basis}) leaves it than as its rivals ({against}) do{told}."
        )
    told = f" although {wrong} differ" if wrong else ""
    return f"The file is consistent with profile {profile.name} ({basis}){told}; rivals considered: {against}."


def _log10_mean(values: list[float]) -> float:
    top = max(values)
    return top + math.log10(sum(10 ** (v - top) for v in values) / len(values))


def _marks(reading: StreamReading, profile: Profile, crf: float | None) -> tuple[Mark, ...]:
    wrong = _EXCEPTIONS[profile.basis]
    rung = nearest(reading, profile.rungs)
    found = [mark for check in _CHECKS if (mark := check(reading, profile, wrong)) is not None]
    found += [mark for check in _RUNG_CHECKS if rung is not None and (mark := check(reading, rung, wrong)) is not None]
    return (*found, *_levels(reading, rung, crf))


def nearest(reading: StreamReading, rungs: Sequence[Rung]) -> Rung | None:
    """The rung whose longer side is nearest to the file's; ``None`` without rungs."""
    long_px = max(reading.width_px, reading.height_px)
    return min(rungs, key=lambda rung: abs(rung.long_px - long_px), default=None)


def _said(name: str, expected: object, found: object, agrees: bool, wrong: float) -> Mark:
    chance = _CHANCE[name]
    ratio = (1 - wrong) / chance if agrees else wrong / (1 - chance)
    return Mark(name=name, expected=str(expected), found=str(found), log10=math.log10(ratio))


def _codec(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    return _said("codec", profile.codec, reading.codec, profile.codec == reading.codec, wrong)


def _coding(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    if profile.profile is None or reading.profile is None or profile.codec != reading.codec:
        return None
    return _said("profile", profile.profile, reading.profile, profile.profile == reading.profile, wrong)


def _samples(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    agrees = profile.pixel_format == reading.pixel_format
    return _said("pixel format", profile.pixel_format, reading.pixel_format, agrees, wrong)


def _container(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    return _said("container", profile.container, reading.container, profile.container == reading.container, wrong)


def _brands(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    if not profile.brands or not reading.brands:
        return None
    agrees = profile.brands == reading.brands
    return _said("brands", " ".join(profile.brands), " ".join(reading.brands), agrees, wrong)


def _audio(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    if profile.audio_codec is None or reading.audio is None:
        return None  # shares are often muted: no sound says nothing
    return _said(
        "audio codec", profile.audio_codec, reading.audio.codec, profile.audio_codec == reading.audio.codec, wrong
    )


def _audio_rate(reading: StreamReading, profile: Profile, wrong: float) -> Mark | None:
    if profile.audio_bps is None or reading.audio is None or not reading.audio.bitrate_bps:
        return None
    agrees = abs(reading.audio.bitrate_bps / profile.audio_bps - 1) <= _AUDIO_TOLERANCE
    return _said("audio rate", profile.audio_bps, reading.audio.bitrate_bps, agrees, wrong)


def _size(reading: StreamReading, rung: Rung, wrong: float) -> Mark | None:
    """On a rung when one side is the rung's and the other fits into it, whichever way the picture stands."""
    long_px, short_px = max(reading.width_px, reading.height_px), min(reading.width_px, reading.height_px)
    near = [abs(long_px - rung.long_px) <= _SIDE_TOLERANCE_PX, abs(short_px - rung.short_px) <= _SIDE_TOLERANCE_PX]
    fits = long_px <= rung.long_px + _SIDE_TOLERANCE_PX and short_px <= rung.short_px + _SIDE_TOLERANCE_PX
    found = f"{long_px}x{short_px}"
    return _said("size", f"{rung.long_px}x{rung.short_px}", found, any(near) and fits, wrong)


def _rate(reading: StreamReading, rung: Rung, wrong: float) -> Mark | None:
    if rung.fps_cap is None or reading.fps is None:
        return None
    return _said("frame rate", f"up to {rung.fps_cap:g}", float(reading.fps), reading.fps <= rung.fps_cap + 0.1, wrong)


def _group(reading: StreamReading, rung: Rung, wrong: float) -> Mark | None:
    if rung.gop is None:
        return None
    if reading.gop is None:
        # only a longer group than the profile's contradicts it
        too_long = reading.gop_at_least > rung.gop
        return _said("group", rung.gop, f"at least {reading.gop_at_least}", False, wrong) if too_long else None
    return _said("group", rung.gop, reading.gop, reading.gop == rung.gop, wrong)


_CHECKS: tuple[Callable[[StreamReading, Profile, float], Mark | None], ...] = (
    _codec, _coding, _samples, _container, _brands, _audio, _audio_rate,
)  # fmt: skip
_RUNG_CHECKS: tuple[Callable[[StreamReading, Rung, float], Mark | None], ...] = (_size, _rate, _group)


def _levels(reading: StreamReading, rung: Rung | None, crf: float | None) -> list[Mark]:
    """CRF, else bit rate, against the rung's measured values; a documented single figure is a bound, not a value."""
    if rung is None:
        return []
    value = reading.declared_crf if reading.declared_crf is not None else crf
    if len(rung.crf) > 1 and value is not None:
        ours = _density(np.asarray(rung.crf), value, _CRF_SPREAD)
        return [_level("CRF", f"median {np.median(rung.crf):.1f}", f"{value:.1f}", ours, 1 / _CRF_RANGE)]
    if len(rung.bitrate_bps) > 1 and reading.bitrate_bps > 0:
        logs, at = np.log2(np.asarray(rung.bitrate_bps, np.float64)), math.log2(reading.bitrate_bps)
        ours = _density(logs, at, _RATE_SPREAD)
        other = _density(np.array([np.median(logs)]), at, _OTHER_RATE_SPREAD)
        expected = f"median {2 ** np.median(logs):.0f} bit/s"
        return [_level("bit rate", expected, f"{reading.bitrate_bps} bit/s", ours, other)]
    return []


def _level(name: str, expected: str, found: str, ours: float, other: float) -> Mark:
    # the floor keeps one value far away from outweighing everything else
    return Mark(
        name=name, expected=expected, found=found, log10=max(-2.0, math.log10(ours + 1e-12) - math.log10(other))
    )


def _density(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], at: float, least_spread: float) -> float:
    """Kernel density of the measured values, no narrower than what an estimate is uncertain by."""
    spread = max(least_spread, float(np.std(values)) * len(values) ** -0.2)
    return float(np.mean(np.exp(-0.5 * ((values - at) / spread) ** 2)) / (spread * math.sqrt(2 * math.pi)))
