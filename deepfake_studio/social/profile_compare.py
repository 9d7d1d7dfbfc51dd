"""Two profiles side by side, and several made into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from statistics import median
from typing import Any

from deepfake_studio.errors import UsageError
from deepfake_studio.social.nouns import Profile, Rung
from deepfake_studio.social.profile_build import insufficient

# what identifies a profile or its making is not a difference between platforms
_NOT_COMPARED = {
    *("name", "rungs", "pairs", "pair_hashes", "measured_from", "measured_to", "expires", "sources", "tools"),
    *("version", "notes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which two profiles differ; ``text`` says it in words, ``one`` and ``other`` are the values."""

    field: str
    one: str
    other: str
    text: str


def compare(one: Profile, other: Profile) -> tuple[Difference, ...]:
    """Every difference in how two profiles compress; empty where they compress alike."""
    found = [
        _difference(f.name, getattr(one, f.name), getattr(other, f.name))
        for f in fields(Profile)
        if f.name not in _NOT_COMPARED and getattr(one, f.name) != getattr(other, f.name)
    ]
    mine, theirs = ({(r.long_px, r.short_px): r for r in p.rungs} for p in (one, other))
    for size in sorted({*mine, *theirs}, reverse=True):
        found += _rung_differences(size, mine.get(size), theirs.get(size))
    return tuple(found)


def _difference(field: str, one: Any, other: Any) -> Difference:
    texts = (_text(one), _text(other))
    return Difference(field=field, one=texts[0], other=texts[1], text=f"{field}: {texts[0]} against {texts[1]}")


def _text(value: Any) -> str:
    if value is None or value == ():
        return "not known"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _rung_differences(size: tuple[int, int], one: Rung | None, other: Rung | None) -> list[Difference]:
    field = f"rung {size[0]}x{size[1]}"
    if one is None or other is None:
        return [_difference(field, "present" if one else "absent", "present" if other else "absent")]
    found = [
        _difference(f"{field} {word}", getattr(one, word), getattr(other, word))
        for word in ("fps_cap", "gop")
        if getattr(one, word) != getattr(other, word)
    ]
    for word in ("crf", "bitrate_bps"):
        if sorted(getattr(one, word)) != sorted(getattr(other, word)):
            found.append(_spread_difference(f"{field} {word}", getattr(one, word), getattr(other, word)))
    return found


def _spread_difference(field: str, one: Sequence[float], other: Sequence[float]) -> Difference:
    """Medians and ranges, and whether the ranges meet at all."""
    texts = (spread(one), spread(other))
    apart = one and other and (max(one) < min(other) or max(other) < min(one))
    text = f"{field}: {texts[0]} against {texts[1]}{'; the ranges do not meet' if apart else ''}"
    return Difference(field=field, one=texts[0], other=texts[1], text=text)


def spread(values: Sequence[float]) -> str:
    """Measured values in words: the median, the range and how many."""
    if not values:
        return "not known"
    if len(values) == 1:
        return _figure(values[0])
    return f"median {_figure(median(values))} ({_figure(min(values))} to {_figure(max(values))}, {len(values)} values)"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"


def merge(profiles: Sequence[Profile], *, name: str | None = None) -> Profile:
    """Measured profiles of one platform and codec as one, with all their values.

    The first one decides what cannot be added up (preset, sound, container, ...); the notes name every field in which
    another differs.

    Raises:
        UsageError: fewer than two, not measured, of different platforms or codecs, or resting on the same pair.
    """
    _check_mergeable(profiles)
    first = profiles[0]
    rungs: dict[tuple[int, int], list[Rung]] = {}
    for rung in (rung for profile in profiles for rung in profile.rungs):
        rungs.setdefault((rung.long_px, rung.short_px), []).append(rung)
    days = [[getattr(p, w) for p in profiles if getattr(p, w)] for w in ("measured_from", "measured_to", "expires")]
    merged = replace(
        first,
        name=name or first.name,
        rungs=tuple(_merged(rungs[size]) for size in sorted(rungs)),
        pairs=sum(p.pairs for p in profiles),
        pair_hashes=tuple(pair for p in profiles for pair in p.pair_hashes),
        measured_from=min(days[0], default=None),
        measured_to=max(days[1], default=None),
        expires=max(days[2], default=None),
        sources=tuple(dict.fromkeys(source for p in profiles for source in p.sources)),
        tools={key: value for p in reversed(profiles) for key, value in p.tools.items()},
        version=max(p.version for p in profiles) + 1,
    )
    return replace(merged, notes=" ".join([*_disagreements(profiles), *insufficient(merged)]) or None)


def _check_mergeable(profiles: Sequence[Profile]) -> None:
    if len(profiles) < 2:
        raise UsageError("Merging needs at least two profiles; name more.")
    for word in ("platform", "codec", "route"):
        if len(found := {getattr(p, word) for p in profiles}) > 1:
            shown = ", ".join(sorted(str(f) for f in found))
            raise UsageError(f"Profiles of different {word} ({shown}) are different things; keep them apart.")
    if unmeasured := [p.name for p in profiles if p.basis != "measured"]:
        raise UsageError(f"{', '.join(unmeasured)} come from documentation; only measured values can be put together.")
    pairs = [pair for p in profiles for pair in set(p.pair_hashes)]
    if len(pairs) != len(set(pairs)):
        raise UsageError("The profiles rest on some of the same pairs, which would count twice; estimate them anew.")


def _merged(rungs: Sequence[Rung]) -> Rung:
    caps, gops = ([getattr(r, w) for r in rungs if getattr(r, w) is not None] for w in ("fps_cap", "gop"))
    return replace(
        rungs[0],
        crf=tuple(sorted(crf for r in rungs for crf in r.crf)),
        bitrate_bps=tuple(sorted(rate for r in rungs for rate in r.bitrate_bps)),
        fps_cap=max(caps, default=None),
        gop=gops[0] if len(set(gops)) == 1 else None,
    )


def _disagreements(profiles: Sequence[Profile]) -> list[str]:
    found = {d.field for p in profiles[1:] for d in compare(profiles[0], p) if not d.field.startswith("rung")}
    return [f"The merged profiles differ in {', '.join(sorted(found))}; the first one's values stand."] if found else []
