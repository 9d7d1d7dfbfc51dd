"""A split for groups that have none: some are held out, of each class the same share, always the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.training.intake.groups import Grouped
from deepfake_studio.training.intake.views import FACES, View

HELD_OUT = "validation"


def fill(
    grouped: Grouped,
    splits: Sequence[str | None],
    labels: Sequence[int],
    counts: Sequence[int],
    *,
    share: float,
    view: View = FACES,
) -> list[str]:
    """The splits of all files, those without one by group.

    Args:
        grouped: the groups; a group has one split or none.
        splits: of each file.
        labels: of each file.
        counts: crops of each file.
        share: part of the crops of each class that is held out, 0..1; 0 sends everything to training.
        view: what the crops and classes are called.

    Raises:
        StudioError: a class consists of one group, so that it cannot be held out and trained on.
    """
    free = [name for name, members in grouped.members.items() if splits[members[0]] is None]
    sizes = {name: _sizes(grouped.members[name], labels, counts) for name in free}
    held = _held_out(sizes, share, view) if share > 0 and free else set()
    chosen = {name: HELD_OUT if name in held else "train" for name in free}
    return [split if split is not None else chosen[grouped.names[i]] for i, split in enumerate(splits)]


def _sizes(members: Sequence[int], labels: Sequence[int], counts: Sequence[int]) -> NDArray[np.int64]:
    """Crops of a group, (genuine, manipulated)."""
    return np.array([sum(counts[i] for i in members if labels[i] == label) for label in (0, 1)], np.int64)


def _held_out(sizes: dict[str, NDArray[np.int64]], share: float, view: View) -> set[str]:
    order = sorted(sizes, key=lambda name: hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
    total = np.sum(list(sizes.values()), axis=0)
    target = np.round(total * share).astype(np.int64)
    have = np.zeros(2, np.int64)
    held: set[str] = set()
    for name in order:
        if sizes[name].any() and (have + sizes[name] <= target).all():
            held.add(name)
            have += sizes[name]
    for label in (0, 1):
        if total[label] and not have[label]:
            name = _smallest(order, sizes, label, view)
            held.add(name)
            have += sizes[name]
    return held


def _smallest(order: Sequence[str], sizes: dict[str, NDArray[np.int64]], label: int, view: View) -> str:
    """The group with the fewest crops of a class of which nothing fitted into the share."""
    able = [name for name in order if sizes[name][label]]
    if len(able) < 2:
        raise StudioError(
            f"All {view.classes[label]} {view.thing}s belong to one group ({able[0]}), so none of them can be held "
            "out; add files of another person or scene, or say --validation 0."
        )
    return min(able, key=lambda name: int(sizes[name].sum()))
