"""Group structure from key flags: the interval an encoder was set to, told from intervals a scene change cut short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A change of picture this many times those around it, and at least so many grey levels, is a scene change.
_CUT_FACTOR = 2.5
_CUT_LEVELS = 6.0
_PATTERN_LETTERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """``gop`` pictures from key to key where that is certain; ``intervals`` of all complete groups in order."""

    gop: int | None
    at_least: int
    intervals: tuple[int, ...]


def groups(key: NDArray[np.bool_], change: NDArray[np.float64]) -> Groups:
    """The group structure of pictures in presentation order.

    ``key`` (N,), ``change`` (N,) difference to the picture before, NaN where not known. An encoder ends a group at its
    own interval or earlier, at a scene change: so the interval is the longest one, and certain when it is seen
    twice, both times without a scene change at its end, and the unfinished last group is no longer.
    """
    keys = np.flatnonzero(key)
    if not len(keys):
        return Groups(gop=None, at_least=len(key), intervals=())
    intervals = np.diff(keys)
    unfinished = int(len(key) - keys[-1])
    longest = int(max(intervals.max(initial=0), unfinished))
    cut = np.isin(keys[1:], np.flatnonzero(scene_cuts(change)))
    whole = int(((intervals == longest) & ~cut).sum())
    return Groups(gop=longest if whole >= 2 else None, at_least=longest, intervals=tuple(int(one) for one in intervals))


def scene_cuts(change: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Pictures (N,) that differ from the one before far more than their neighbours do; false where not known.

    Compared with the two pictures before and after: a sudden movement changes several in a row, a cut one.
    """
    around = np.full((4, len(change)), np.nan)
    for row, shift in enumerate((-2, -1, 1, 2)):
        moved = np.roll(change, shift)
        moved[: max(shift, 0)] = np.nan
        moved[len(change) + min(shift, 0) :] = np.nan
        around[row] = moved
    usual = np.where(np.isfinite(around), around, -1.0).max(axis=0, initial=-1.0)
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = (usual >= 0) & (change > np.maximum(_CUT_LEVELS, _CUT_FACTOR * usual))
    return found


def pattern(letters: NDArray[np.str_], key: NDArray[np.bool_]) -> str | None:
    """Letters of the first complete group (else of what there is) in presentation order, at most 64."""
    keys = np.flatnonzero(key)
    start = int(keys[0]) if len(keys) else 0
    stop = int(keys[1]) if len(keys) > 1 else len(letters)
    text = "".join(letters[start : min(stop, start + _PATTERN_LETTERS)])
    return None if not text.strip("?") or "?" in text[:2] else text.rstrip("?")


def longest_run(letters: NDArray[np.str_], *, of: str) -> int | None:
    """The longest run of one letter, ``None`` where no picture's type is known."""
    text = "".join(letters)
    if not text.strip("?"):
        return None
    return max((len(run) for run in "".join(c if c == of else " " for c in text).split()), default=0)
