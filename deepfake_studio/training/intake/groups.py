"""Groups that must not cross a split: named ones that share a file are one, and so are copies of a picture.

Each thing here is a file (a picture or a whole video) with the split its list gives, if any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deepfake_studio.errors import StudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The group of every file and, for each group, the files that belong to it in their order."""

    names: list[str]
    members: dict[str, list[int]]


def join(named: Sequence[tuple[str, ...]], pairs: Iterable[tuple[int, int]] = ()) -> Grouped:
    """Groups of files: ``named`` holds at least one name for each, ``pairs`` files that belong together besides.

    A group that was joined of several is called after the one that sorts first.
    """
    parents: dict[str, str] = {}
    for names in named:
        for name in names:
            _unite(parents, names[0], name)
    for one, other in pairs:
        _unite(parents, named[one][0], named[other][0])
    found = [_root(parents, names[0]) for names in named]
    members: dict[str, list[int]] = {}
    for index, name in enumerate(found):
        members.setdefault(name, []).append(index)
    return Grouped(names=found, members=members)


def _root(parents: dict[str, str], name: str) -> str:
    parents.setdefault(name, name)
    while parents[name] != name:
        parents[name] = parents[parents[name]]
        name = parents[name]
    return name


def _unite(parents: dict[str, str], one: str, other: str) -> None:
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low


def settle(
    grouped: Grouped, splits: Sequence[str | None], shown: Sequence[str], *, move: bool
) -> tuple[list[str | None], list[str]]:
    """One split for each group that has any: (split of every file, sentences about what was moved).

    Args:
        grouped: the groups.
        splits: of every file, ``None`` where nobody says.
        shown: what to call each file in a sentence.
        move: a group that crosses goes where most of its files stand (train if equal) instead of being refused.

    Raises:
        StudioError: a group crosses and ``move`` is false.
    """
    settled = list(splits)
    moved: list[str] = []
    for name, members in grouped.members.items():
        counts = Counter(split for i in members if (split := splits[i]) is not None)
        if not counts:
            continue
        if len(counts) > 1 and not move:
            raise StudioError(_crossing(name, members, splits, shown))
        chosen = min(counts, key=lambda split: (-counts[split], split != "train", split))
        if len(counts) > 1:
            away = sum(counts.values()) - counts[chosen]
            moved.append(f"The group {name} stood in {' and in '.join(sorted(counts))}; {away} files went to {chosen}.")
        for i in members:
            settled[i] = chosen
    return settled, moved


def _crossing(name: str, members: Sequence[int], splits: Sequence[str | None], shown: Sequence[str]) -> str:
    examples: Mapping[str, str] = {split: shown[i] for i in reversed(members) if (split := splits[i]) is not None}
    places = " and in ".join(f"{split} ({examples[split]})" for split in sorted(examples))
    return (
        f"The group {name} stands in {places}; move it into one split, or let --move-groups send whole groups to where "
        "most of their files stand."
    )
