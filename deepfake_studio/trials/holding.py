"""Where a conclusion stops holding: the first rung of each size at which an outcome changes, and that in words.

Only the way down counts: when a stronger compression gives the old outcome again, that is no evidence that it held.
"""

from __future__ import annotations

from collections.abc import Sequence

from deepfake_studio.analysis import outcome as outcomes
from deepfake_studio.trials.rungs import SIZES
from deepfake_studio.vocabulary import HoldingPoint, Outcome, RecompressedResult

FUSED = "fused"
WORDS: dict[Outcome | None, str] = {
    "supports_manipulation": "supports manipulation",
    "inconclusive": "inconclusive",
    "supports_no_manipulation": "supports no manipulation",
    None: "without an outcome",
}
_TURNED: dict[Outcome, str] = {
    "supports_manipulation": "It turns the other way after {}: a copy like that says nothing for the exhibit.",
    "supports_no_manipulation": "Compression alone turns it into support of manipulation after {}: a copy like that "
    "must not be held against the exhibit.",
    "inconclusive": "Compression alone gives an outcome after {}, which the exhibit itself does not carry.",
}
_ORIGIN = "Copies were made from the exhibit as it is, which may have been compressed before."


def outcome_of(result: RecompressedResult, system: str) -> Outcome | None:
    """The outcome of an item or of one detector alone; ``None`` where it has none."""
    if result.status != "examined":
        return None
    if system == FUSED:
        return result.outcome
    found = next((d for d in result.detectors if d.detector_id == system), None)
    return None if found is None or found.lr is None else outcomes.outcome(found.lr)[0]


def systems(result: RecompressedResult) -> tuple[str, ...]:
    """``fused`` and every detector that has a likelihood ratio for the exhibit as it is."""
    return (FUSED, *sorted(d.detector_id for d in result.detectors if d.lr is not None))


def points(results: Sequence[RecompressedResult]) -> tuple[HoldingPoint, ...]:
    """One per system and size; the first result is the exhibit as it is."""
    as_is = results[0]
    sizes = [size for size in SIZES if any(r.size == size for r in results)]
    return tuple(_point(results, system, size) for system in systems(as_is) for size in sizes)


def _point(results: Sequence[RecompressedResult], system: str, size: str) -> HoldingPoint:
    expected = outcome_of(results[0], system)
    holds_to: float | None = None
    for rung in sorted((r for r in results if r.kind == "ladder" and r.size == size), key=lambda r: r.crf or 0.0):
        found = outcome_of(rung, system)
        if found != expected:
            return HoldingPoint(
                system=system, size=size, holds_to_crf=holds_to, changes_at_crf=rung.crf, changes_to=found
            )
        holds_to = rung.crf
    return HoldingPoint(system=system, size=size, holds_to_crf=holds_to, changes_at_crf=None)


def limitation(results: Sequence[RecompressedResult], holding: Sequence[HoldingPoint]) -> str:
    """What a report must say beside the outcome."""
    as_is = results[0]
    if as_is.outcome == "inconclusive":
        parts = ["The outcome is inconclusive as it is, so there is none that compression could take away."]
    else:
        parts = [_ladder(as_is, [p for p in holding if p.system == FUSED]), _profiles(results)]
    parts += [_turned(results), _ORIGIN]
    return " ".join(part for part in parts if part)


def _ladder(as_is: RecompressedResult, holding: Sequence[HoldingPoint]) -> str:
    if not holding:
        return ""
    held = [f"CRF {p.holds_to_crf:g} at {p.size} size" for p in holding if p.holds_to_crf is not None]
    lost = [f"{p.size} size (CRF {p.changes_at_crf:g}: {WORDS[p.changes_to]})" for p in holding if _never(p)]
    name = f"The outcome ({WORDS[as_is.outcome]})"
    if not held:
        return f"{name} holds at no step of {_listed(lost)}; below the exhibit's own quality nothing can be said."
    ends = all(p.changes_at_crf is None for p in holding)
    tail = "the ladder ends there" if ends else "below that nothing can be said"
    never = f", and at no step of {_listed(lost)}" if lost else ""
    return f"{name} holds down to H.264 {_listed(held)}{never}; {tail}."


def _never(point: HoldingPoint) -> bool:
    return point.holds_to_crf is None and point.changes_at_crf is not None


def _profiles(results: Sequence[RecompressedResult]) -> str:
    through = [r for r in results if r.kind == "profile"]
    same = [r.name for r in through if outcome_of(r, FUSED) == results[0].outcome]
    other = [f"{r.name} ({WORDS[outcome_of(r, FUSED)]})" for r in through if r.name not in same]
    if same and other:
        return f"It holds after {_listed(same)}, not after {_listed(other)}."
    if other:
        return f"It does not hold after {_listed(other)}."
    return f"It holds after {_listed(same)}." if same else ""


def _turned(results: Sequence[RecompressedResult]) -> str:
    """Copies that support a proposition which the exhibit itself does not support."""
    ours = results[0].outcome
    sides = {"supports_manipulation", "supports_no_manipulation"} - {ours}
    names = [r.name for r in results[1:] if r.status == "examined" and r.outcome in sides]
    return _TURNED[ours].format(_listed(names)) if names and ours is not None else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
