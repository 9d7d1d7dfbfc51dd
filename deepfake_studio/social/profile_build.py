"""From measured pairs to a platform profile: every value that was measured is kept, none is averaged away."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from deepfake_studio.errors import UsageError
from deepfake_studio.social.nouns import Estimate, Profile, Rung, StreamReading

MINIMUM_PAIRS = 5  # per rung; below, a spread says next to nothing (000's authors ask for 30 to 50 per resolution)
EXPIRES_AFTER_DAYS = 180  # platforms change their pipelines without notice; an old profile is a claim about the past
_SAME_SIDE = 1.02
T = TypeVar("T", bound=Hashable)


def from_estimates(
    estimates: Sequence[Estimate],
    *,
    platform: str,
    name: str | None = None,
    route: str | None = None,
    hashes: Mapping[str, str] | None = None,
    original_fps: Mapping[str, Fraction] | None = None,
    measured: tuple[datetime.date, datetime.date] | None = None,
    tools: Mapping[str, str] | None = None,
    minimum_pairs: int = MINIMUM_PAIRS,
) -> Profile:
    """A profile of the pairs that have an estimate; the notes say how many were left out and where pairs are few.

    Args:
        estimates: of pairs of one platform and upload route.
        platform: its name.
        name: of the profile, the platform's by default.
        route: how the files went up and came back (application, web, ...).
        hashes: SHA-256 by path; a pair whose two files are in it is named in the profile.
        original_fps: frame rate by path of the original; shows where the platform thinned pictures out.
        measured: first and last day on which the shares were fetched; today by default.
        tools: name and version of what measured.
        minimum_pairs: below this number per rung, "insufficient pairs" is noted.

    Raises:
        UsageError: no pair has an estimate, or the pairs are of several codecs.
    """
    used = [(e, e.reading) for e in estimates if e.status == "estimated" and e.reading is not None]
    if not used:
        raise UsageError("No pair has an estimate, so no profile can be made; look at the reasons of the pairs.")
    readings = [reading for _, reading in used]
    codec = _one_codec(readings)
    rungs = _rungs(used, original_fps or {})
    first, last = measured or (_today(), _today())
    controls = [e.rate_control or ("crf" if e.crf is not None else None) for e, _ in used]
    sounds = [r.audio for r in readings if r.audio is not None]
    return Profile(
        name=name or platform,
        platform=platform,
        basis="measured",
        rungs=tuple(rung for rung, _ in rungs),
        codec=codec,
        profile=_common(r.profile for r in readings),
        pixel_format=_common(r.pixel_format for r in readings) or "yuv420p",
        preset=_common(e.preset for e, _ in used),
        rate_control=_common(controls) or "crf",
        kernel=_common(e.kernel for e, _ in used),
        audio_codec=_common(s.codec for s in sounds),
        audio_bps=_middle([s.bitrate_bps for s in sounds if s.bitrate_bps]),
        container=_container(_common(r.container for r in readings)),
        brands=_common(r.brands for r in readings) or (),
        route=route,
        pairs=len(used),
        pair_hashes=_pair_hashes(used, hashes or {}),
        measured_from=first.isoformat(),
        measured_to=last.isoformat(),
        expires=(last + datetime.timedelta(days=EXPIRES_AFTER_DAYS)).isoformat(),
        tools=dict(tools or {}),
        notes=_notes(estimates, used, rungs, minimum_pairs),
    )


def insufficient(profile: Profile, *, minimum_pairs: int = MINIMUM_PAIRS) -> tuple[str, ...]:
    """One sentence per rung on which too few pairs were measured to call its values a distribution."""
    if profile.basis != "measured":
        return ()
    return tuple(
        f"Insufficient pairs at {rung.long_px}x{rung.short_px}: {count} measured, at least {minimum_pairs} are needed."
        for rung in profile.rungs
        if (count := max(len(rung.crf), len(rung.bitrate_bps))) < minimum_pairs
    )


def _one_codec(readings: Sequence[StreamReading]) -> str:
    codecs = Counter(r.codec for r in readings)
    if len(codecs) > 1:
        found = ", ".join(f"{codec} {count}" for codec, count in codecs.most_common())
        raise UsageError(f"The shares are of several codecs ({found}); make one profile for each.")
    return next(iter(codecs))


def _upright(reading: StreamReading) -> tuple[int, int]:
    """Longer and shorter side in square px; rotation changes neither."""
    width = max(1, round(reading.width_px * (reading.sample_aspect or 1)))
    return max(width, reading.height_px), min(width, reading.height_px)


def _rungs(
    used: Sequence[tuple[Estimate, StreamReading]], fps: Mapping[str, Fraction]
) -> list[tuple[Rung, list[Estimate]]]:
    """One rung per shorter side: 960x720 and 1280x720 are one step of a ladder, bounded by the longest side seen.

    A share that kept its size is no step: it belongs to the lowest step that would have held it, and makes one only
    where it is larger than all of them.
    """
    steps: list[tuple[int, list[tuple[Estimate, StreamReading]]]] = []
    for pair in sorted((p for p in used if p[0].scaled is not False), key=_short):
        if not steps or _short(pair) > steps[-1][0] * _SAME_SIDE:
            steps.append((_short(pair), []))
        steps[-1][1].append(pair)
    for pair in sorted((p for p in used if p[0].scaled is False), key=_short, reverse=True):
        holds = next((members for short, members in steps if _short(pair) <= short * _SAME_SIDE), None)
        if holds is None:
            steps.append((_short(pair), holds := []))
        holds.append(pair)
    return [(_rung(members, fps), [estimate for estimate, _ in members]) for _, members in steps]


def _short(pair: tuple[Estimate, StreamReading]) -> int:
    return _upright(pair[1])[1]


def _rung(members: Sequence[tuple[Estimate, StreamReading]], fps: Mapping[str, Fraction]) -> Rung:
    sides = [_upright(reading) for _, reading in members]
    return Rung(
        long_px=max(long for long, _ in sides),
        short_px=max(short for _, short in sides),
        crf=tuple(sorted(e.crf for e, _ in members if e.crf is not None)),
        bitrate_bps=tuple(sorted(r.bitrate_bps for _, r in members if r.bitrate_bps > 0)),
        fps_cap=_cap(members, fps),
        gop=_common(r.gop for _, r in members),
    )


def _cap(members: Sequence[tuple[Estimate, StreamReading]], fps: Mapping[str, Fraction]) -> float | None:
    """The highest rate that came back, where a faster original was thinned out; else nothing is known of a cap."""
    rates = [(r.fps, fps.get(e.original)) for e, r in members if r.fps is not None]
    thinned = any(
        before is not None and after is not None and before > after * Fraction(101, 100) for after, before in rates
    )
    return max(float(after) for after, _ in rates if after is not None) if thinned else None


def _pair_hashes(
    used: Sequence[tuple[Estimate, StreamReading]], hashes: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple((hashes[e.original], hashes[e.shared]) for e, _ in used if {e.original, e.shared} <= hashes.keys())


def _notes(
    estimates: Sequence[Estimate],
    used: Sequence[tuple[Estimate, StreamReading]],
    rungs: Sequence[tuple[Rung, list[Estimate]]],
    minimum: int,
) -> str | None:
    said = []
    if len(estimates) > len(used):
        said.append(f"{len(estimates) - len(used)} of {len(estimates)} pairs gave no estimate and were left out.")
    for rung, members in rungs:
        if len(members) < minimum:
            size = f"{rung.long_px}x{rung.short_px}"
            said.append(f"Insufficient pairs at {size}: {len(members)} measured, at least {minimum} are needed.")
    if any(e.saturated for e, _ in used):
        said.append("Some CRF values lie at the end of the search and are bounds.")
    return " ".join(said) or None


def _common(values: Iterable[T | None]) -> T | None:
    """The most frequent value that is known; the first of equals."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _middle(values: Sequence[int]) -> int | None:
    return sorted(values)[len(values) // 2] if values else None


def _container(name: str | None) -> str:
    return name if name in ("mp4", "mov", "webm", "matroska") else "mp4"


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
