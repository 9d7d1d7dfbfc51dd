"""From what was seen to what is packed: quality, copies, groups, splits, and a reason for all that is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deepfake_studio.errors import StudioError
from deepfake_studio.training.intake import groups, splits
from deepfake_studio.training.intake.cache import Seen
from deepfake_studio.training.intake.faces import Look
from deepfake_studio.training.intake.items import Item
from deepfake_studio.training.intake.likeness import alike
from deepfake_studio.training.intake.quality import Thresholds, TileThresholds
from deepfake_studio.training.intake.views import FACES, View

COPY = "the same picture stands elsewhere"
BOTH_WAYS = "the same file is labelled as both classes"
UNSPLIT = "no split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One frame of one file, kept (``reason`` empty) or not; ``look`` is ``None`` where the file gave no frame.

    ``number`` is the place of the look in its file.
    """

    item: Item
    sha256: str
    number: int
    look: Look | None
    reason: str
    split: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How frames are chosen: thresholds, and how groups and splits are made (see `groups` and `splits`)."""

    thresholds: Thresholds | TileThresholds
    likeness: bool
    move_groups: bool
    held_out: float
    view: View = FACES


def choose(items: Sequence[Item], seen: Sequence[Seen], rules: Rules) -> tuple[list[Candidate], list[str]]:
    """Every frame with its fate, in the order of the list, and sentences about groups that were moved.

    Raises:
        StudioError: a group stands in two splits, or a class cannot be held out.
    """
    judged = [_judged(item, what, rules) for item, what in zip(items, seen, strict=True)]
    judged = _without_copies(judged)
    live = [i for i, file in enumerate(judged) if any(not c.reason for c in file)]
    named = _names([judged[i] for i in live], judged)
    grouped = groups.join(named, _copies([judged[i] for i in live]) if rules.likeness else ())
    settled, moved = groups.settle(
        grouped, [items[i].split for i in live], [items[i].name for i in live], move=rules.move_groups
    )
    counts = [sum(not c.reason for c in judged[i]) for i in live]
    final = splits.fill(grouped, settled, [items[i].label for i in live], counts, share=rules.held_out, view=rules.view)
    for place, i in enumerate(live):
        judged[i] = [replace(c, split=final[place], group=grouped.names[place]) for c in judged[i]]
    return [c for file in judged for c in file], moved


def _judged(item: Item, seen: Seen, rules: Rules) -> list[Candidate]:
    split = item.split or UNSPLIT
    if seen.fault:
        return [Candidate(item=item, sha256=seen.sha256, number=0, look=None, reason=seen.fault, split=split)]
    return [
        Candidate(
            item=item,
            sha256=seen.sha256,
            number=number,
            look=look,
            reason=rules.view.nothing if look.measures is None else rules.thresholds.judge(look.measures),
            split=split,
        )
        for number, look in enumerate(seen.looks)
    ]


def _without_copies(judged: list[list[Candidate]]) -> list[list[Candidate]]:
    """Of files with the same content one stays: held out before training, training before none, else the first."""
    same: dict[str, list[int]] = {}
    for i, file in enumerate(judged):
        if any(not c.reason for c in file):
            same.setdefault(file[0].sha256, []).append(i)
    found = list(judged)
    for copies in same.values():
        labels = {judged[i][0].item.label for i in copies}
        best = min(copies, key=lambda i: (_rank(judged[i][0].item), i))
        for i in copies:
            if i != best or len(labels) > 1:
                reason = BOTH_WAYS if len(labels) > 1 else COPY
                found[i] = [replace(c, reason=c.reason or reason) for c in judged[i]]
    return found


def _rank(item: Item) -> int:
    return {"train": 1, None: 2}.get(item.split, 0)


def _names(live: Sequence[Sequence[Candidate]], judged: Sequence[Sequence[Candidate]]) -> list[tuple[str, ...]]:
    """Groups of each live file: those of its copies too, else its video, else itself."""
    shared: dict[str, list[str]] = {}
    for file in judged:
        shared.setdefault(file[0].sha256, []).extend(file[0].item.groups)
    named = []
    for file in live:
        first = file[0]
        own = tuple(dict.fromkeys((*first.item.groups, *shared[first.sha256])))
        named.append(own or ((first.item.video,) if first.item.video else (first.sha256,)))
    return named


def _copies(live: Sequence[Sequence[Candidate]]) -> list[tuple[int, int]]:
    """Files that show almost the same picture."""
    owners = [i for i, file in enumerate(live) for c in file if c.look is not None]
    hashes = [c.look.likeness for file in live for c in file if c.look is not None]
    return sorted({(owners[a], owners[b]) for a, b in alike(hashes) if owners[a] != owners[b]})


def refuse_nothing(candidates: Sequence[Candidate], source: str, *, view: View = FACES) -> None:
    """Raise if no frame is kept.

    Raises:
        StudioError: with the most frequent reason.
    """
    if any(not c.reason for c in candidates):
        return
    reasons = [c.reason for c in candidates]
    most = max(sorted(set(reasons)), key=reasons.count)
    if most == "missing file":
        first = next(c.item.path for c in candidates if c.reason == most)
        raise StudioError(f"{source} lists {first}, but neither it nor any other is there; say where with --root.")
    raise StudioError(
        f"No {view.thing} of {source} can be used; most frequent reason: {most} ({reasons.count(most)} of "
        f"{len(reasons)}). Check the files, or lower the thresholds with --quality."
    )
