"""The answer of matching: which original belongs to which share, how surely, what was done to it; and corrections.

Every file that was given is in it, with a status and a sentence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from deepfake_studio.errors import UsageError
from deepfake_studio.social.files import read_small, write_whole
from deepfake_studio.wire import from_plain, to_plain

SCHEMA = "deepfake-studio/sn-pairs/1"
PairStatus = Literal[
    "matched",
    "ambiguous",
    "missing_original",
    "missing_share",
    "duplicate",
    "not_applicable",
    "unreadable",
    "excluded",
]
ChangeKind = Literal[
    "identical",
    "scaled",
    "fps",
    "trimmed",
    "extended",
    "speed",
    "cropped",
    "borders",
    "stretched",
    "rotated",
    "mirrored",
]
# after these the share still shows every picture of the original (or of a stretch of it) whole, in its own time
_HARMLESS = ("scaled", "fps", "trimmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How alike two files are, each part from 0 to 1.

    ``pictures`` is the mean correlation of the pictures in what both show, ``motion`` that of their changes (``None``
    where nothing moves), ``duration`` the shorter by the longer, ``name`` the likeness of the names. ``total``
    weighs them: content 0.8, duration and name 0.1 each.
    """

    total: float
    pictures: float
    motion: float | None
    duration: float
    name: float

    @property
    def content(self) -> float:
        """Pictures and their changes as one figure; the only part that decides whether files belong together."""
        return self.pictures if self.motion is None else (self.pictures + self.motion) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was done to the original, in words and with its amounts (unit in the name)."""

    kind: ChangeKind
    text: str
    amounts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another original that the share resembles."""

    original: str
    content: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of the answer; one side is ``None`` where there is no partner.

    ``offset_seconds`` and ``speed``: the share's second t shows the original's second offset + speed * t, ``None``
    where that could not be told. Digests are SHA-256.
    """

    original: str | None
    shared: str | None
    status: PairStatus
    sentence: str
    score: Score | None = None
    changes: tuple[Change, ...] = ()
    rivals: tuple[Rival, ...] = ()
    by_hand: bool = False
    offset_seconds: float | None = None
    speed: float | None = None
    original_sha256: str | None = None
    shared_sha256: str | None = None

    @property
    def usable(self) -> bool:
        """Whether compression can be estimated from it: surely a pair, and nothing edited but size, rate and length."""
        return self.status == "matched" and all(change.kind in _HARMLESS for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was decided by hand: ``assign`` and ``unassign`` name both sides, ``exclude`` one file as ``original``."""

    kind: Literal["assign", "unassign", "exclude"]
    original: str
    shared: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairList:
    """All rows, what was searched, and the corrections that hold when it is matched again."""

    originals: tuple[str, ...]
    shared: tuple[str, ...]
    pairs: tuple[Pair, ...]
    corrections: tuple[Correction, ...] = ()
    seconds: float = 0.0

    @property
    def usable(self) -> tuple[Pair, ...]:
        """The pairs to estimate from."""
        return tuple(pair for pair in self.pairs if pair.usable)


# ---- by hand --------------------------------------------------------------------------------------------------------


def assign(found: PairList, original: str, shared: str) -> PairList:
    """Join two files by hand; what the share was joined with before goes.

    Raises:
        UsageError: one of them is not in the list.
    """
    ours, theirs = _row_of(found, original=original), _row_of(found, shared=shared)
    joined = Pair(
        original=original,
        shared=shared,
        status="matched",
        sentence="Joined by hand; match again to measure what was done to it.",
        by_hand=True,
        original_sha256=ours.original_sha256,
        shared_sha256=theirs.shared_sha256,
    )
    rows = _without(found.pairs, shared=shared)
    rows = [row for row in rows if not (row.original == original and row.shared is None)]
    return _with(found, [*rows, joined], Correction(kind="assign", original=original, shared=shared))


def unassign(found: PairList, shared: str) -> PairList:
    """Part a share from its original; both stay in the list, and matching again will not join them.

    Raises:
        UsageError: the share is not in the list or has no original.
    """
    row = _row_of(found, shared=shared)
    if row.original is None:
        raise UsageError(f"{shared} has no original to part it from.")
    rows = _without(found.pairs, shared=shared)
    alone = replace(row, original=None, original_sha256=None, status="missing_original", by_hand=True, **_UNMEASURED)
    rows.append(replace(alone, sentence=f"Parted from {row.original} by hand."))
    return _with(found, rows, Correction(kind="unassign", original=row.original, shared=shared))


def exclude(found: PairList, path: str) -> PairList:
    """Leave a file out, whichever side it is on; it stays in the list as excluded.

    Raises:
        UsageError: it is not in the list.
    """
    hits = [row for row in found.pairs if path in (row.original, row.shared)]
    if not hits:
        raise UsageError(f"{path} is not in the list; name a file as the list shows it.")
    is_original = hits[0].original == path
    rows = [row for row in found.pairs if row not in hits]
    rows.append(
        Pair(
            original=path if is_original else None,
            shared=None if is_original else path,
            status="excluded",
            sentence="Left out by hand.",
            by_hand=True,
        )
    )
    for row in hits if is_original else ():
        if row.shared is not None:
            alone = replace(row, original=None, original_sha256=None, status="missing_original", **_UNMEASURED)
            rows.append(replace(alone, sentence=f"Its original {path} was left out by hand."))
    return _with(found, rows, Correction(kind="exclude", original=path))


_UNMEASURED: dict[str, Any] = {"score": None, "changes": (), "rivals": (), "offset_seconds": None, "speed": None}


def _row_of(found: PairList, *, original: str | None = None, shared: str | None = None) -> Pair:
    for row in found.pairs:
        if (original is not None and row.original == original) or (shared is not None and row.shared == shared):
            return row
    raise UsageError(f"{original or shared} is not in the list; name a file as the list shows it.")


def _without(rows: tuple[Pair, ...], *, shared: str) -> list[Pair]:
    """The rows without one share; an original whose only share it was stays, alone."""
    left = [row for row in rows if row.shared != shared]
    for row in rows:
        if row.shared == shared and row.original and not any(other.original == row.original for other in left):
            alone = replace(row, shared=None, shared_sha256=None, status="missing_share", **_UNMEASURED)
            left.append(replace(alone, sentence="No share of it was found."))
    return left


def _with(found: PairList, rows: list[Pair], correction: Correction) -> PairList:
    kept = tuple(
        c
        for c in found.corrections
        if correction.shared is None or c.shared != correction.shared or c.kind == "exclude"
    )
    return replace(found, pairs=ordered(rows), corrections=(*kept, correction))


def ordered(rows: list[Pair]) -> tuple[Pair, ...]:
    """Pairs first, then what lacks a partner, then what could not be looked at; by name within."""
    order: tuple[PairStatus, ...] = ("matched", "ambiguous", "missing_original", "missing_share")
    rank = {status: number for number, status in enumerate(order)}
    return tuple(sorted(rows, key=lambda r: (rank.get(r.status, 9), r.original or r.shared or "", r.shared or "")))


# ---- kept as a draft ------------------------------------------------------------------------------------------------


def save(found: PairList, path: Path) -> None:
    """Write the list with its corrections as JSON.

    Raises:
        StudioError: the disk refuses.
    """
    write_whole(Path(path), document(found))


def document(found: PairList) -> bytes:
    """The JSON of a list: every row with ``usable`` besides."""
    plain = to_plain(found)
    for row, pair in zip(plain["pairs"], found.pairs, strict=True):
        row["usable"] = pair.usable
    return json.dumps({"schema": SCHEMA, **plain}, indent=1, allow_nan=False).encode("ascii") + b"\n"


def load(path: Path) -> PairList:
    """Read a list that `save` wrote.

    Raises:
        UsageError: it cannot be read or is something else.
    """
    path = Path(path)
    try:
        plain = json.loads(read_small(path, largest_bytes=256 << 20))
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        return from_plain(PairList, plain)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no list of pairs ({str(error)[:200]}); match the folders again.") from error


def rows(found: PairList) -> list[dict[str, Any]]:
    """The rows as the wizard keeps them: both paths (empty where missing), score, what was noticed, whether to use."""
    return [
        {
            "original": pair.original or "",
            "shared": pair.shared or "",
            "score": pair.score.total if pair.score else None,
            "notes": _notes(pair),
            "use": pair.usable,
            "by_hand": pair.by_hand,
            "offset_seconds": pair.offset_seconds or 0.0,
        }
        for pair in found.pairs
    ]


def _notes(pair: Pair) -> list[str]:
    """What was done to the share; why it is not used where that is not plain from a missing partner."""
    if pair.status != "matched":
        return [pair.sentence]
    same = any(change.kind == "identical" for change in pair.changes)
    edited = [] if pair.usable or same else ["edited, so not ticked: an estimate needs the same pictures"]
    return [*(change.text for change in pair.changes), *edited]
