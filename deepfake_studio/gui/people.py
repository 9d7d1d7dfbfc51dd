"""Who is seen in an item: tracks as examiners left them, with what a lane and a list say of each; without Qt.

The case keeps decisions as `TrackEdit` and plays them back in `case.people.resolve`; this does the same for what is on
screen, where an examination may belong to no case. A test holds both to one another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from deepfake_studio.vocabulary import Examination, TrackEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One person's track: ``parts`` are the detected tracks it is made of, ``key`` the id that decisions name."""

    key: int
    parts: tuple[int, ...]
    name: str = ""
    start_seconds: float = 0.0
    stop_seconds: float = 0.0
    excluded: bool = False
    by_hand: bool = False
    note: str = ""  # why it was set aside, or what was noted with it
    origin: str = ""  # who drew a measured one
    drawn: bool = False  # not measured yet; the next examination does

    @property
    def title(self) -> str:
        """``T2 speaker``."""
        return f"T{self.key} {self.name}".strip()

    @property
    def whole(self) -> bool:
        """Whether it is a detected track by itself, neither merged nor added."""
        return self.parts == (self.key,)


def pieces(examination: Examination | None, edits: Sequence[TrackEdit] = ()) -> tuple[Piece, ...]:
    """The tracks of an examination after every decision about them, by key; decisions that make no sense are passed."""
    if examination is None:
        return ()
    found = {
        t.id: Piece(
            key=t.id, parts=(t.id,), start_seconds=t.start_seconds, stop_seconds=t.stop_seconds, origin=t.origin
        )
        for t in examination.tracks
        if len(t.pts_seconds)
    }
    for edit in edits:
        _apply(found, edit)
    return tuple(found[key] for key in sorted(found))


def _apply(found: dict[int, Piece], edit: TrackEdit) -> None:
    piece, data = found.get(edit.track_id), edit.data
    if edit.kind == "add" and piece is not None:  # drawn, and measured since
        told = {"name": piece.name or data.get("name", ""), "note": piece.note or data.get("note", "")}
        found[piece.key] = dataclasses.replace(piece, **told)
    elif edit.kind == "add":
        start, stop = _number(data, "start_seconds"), _number(data, "stop_seconds")
        found[edit.track_id] = Piece(
            key=edit.track_id,
            parts=(),
            name=data.get("name", ""),
            start_seconds=start or 0.0,
            stop_seconds=stop or start or 0.0,
            by_hand=True,
            note=data.get("note", ""),
            drawn="boxes" in data,
        )
    elif piece is None:
        return
    elif edit.kind == "name":
        found[piece.key] = dataclasses.replace(piece, name=data.get("name", ""))
    elif edit.kind in ("exclude", "include"):
        excluded = edit.kind == "exclude"
        found[piece.key] = dataclasses.replace(piece, excluded=excluded, note=data.get("reason", ""))
    elif edit.kind == "merge":
        _merge(found, piece, found.get(int(_number(data, "into") or 0)))
    elif edit.kind == "split":
        _split(found, piece, at=_number(data, "at_seconds"), new=_number(data, "new"))


def _merge(found: dict[int, Piece], piece: Piece, into: Piece | None) -> None:
    if into is None or into.key == piece.key:
        return
    del found[piece.key]
    found[into.key] = dataclasses.replace(
        into,
        parts=tuple(sorted({*into.parts, *piece.parts})),
        name=into.name or piece.name,
        start_seconds=min(into.start_seconds, piece.start_seconds),
        stop_seconds=max(into.stop_seconds, piece.stop_seconds),
    )


def _split(found: dict[int, Piece], piece: Piece, *, at: float | None, new: float | None) -> None:
    if at is None or new is None or int(new) in found:
        return
    found[piece.key] = dataclasses.replace(piece, stop_seconds=at)
    found[int(new)] = dataclasses.replace(piece, key=int(new), start_seconds=at)


def _number(data: dict[str, str], name: str) -> float | None:
    try:
        return float(data[name])
    except (KeyError, ValueError):
        return None


def inside(piece: Piece, seconds: float) -> bool:
    """Whether a moment may divide a track."""
    return piece.start_seconds < seconds < piece.stop_seconds and not piece.by_hand
