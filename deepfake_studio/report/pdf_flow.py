"""Pieces of a page one below the other, broken into pages so that nothing is cut and no heading ends a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

Paint = Callable[[Any, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that is never divided.

    Args:
        height: points it takes.
        paint: gets the pen and the distance of its upper edge from the upper edge of the page.
        before: points kept free above it, unless it opens a page.
        keep: it stays on one page with the piece after it.
        head: what stands above it where it opens a page (the head of a table goes on).
        opens: it begins a new page.
        name: what links call it; empty where none leads to it.
    """

    height: float
    paint: Paint
    before: float = 0.0
    keep: bool = False
    head: Piece | None = None
    opens: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on a page (counted from 1) at a distance from the top of the text area."""

    page: int
    top: float
    piece: Piece


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that have to stay together."""
    chain: list[Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def _height(chain: Sequence[Piece], *, top: bool) -> float:
    total = sum(p.height + p.before for p in chain)
    return total - (chain[0].before if top else 0.0)


def paginate(pieces: Iterable[Piece], *, room: float) -> list[Placed]:
    """A place for every piece; ``room`` is the height of a page's text area in points.

    A chain longer than a page is broken where it has to be, and a piece higher than a page would leave it: those who
    make pieces see to it that there are none.
    """
    out: list[Placed] = []
    page, used = 1, 0.0
    for chain in _chains(pieces):
        if used and (chain[0].opens or used + _height(chain, top=False) > room):
            page, used = page + 1, 0.0
        for piece in chain:
            gap = piece.before if used else 0.0
            if used and used + gap + piece.height > room:
                page, used, gap = page + 1, 0.0, 0.0
            if not used and piece.head is not None:
                out.append(Placed(page, 0.0, piece.head))
                used = piece.head.height
            out.append(Placed(page, used + gap, piece))
            used += gap + piece.height
    return out


def glued(pieces: Sequence[Piece], *, first: int = 2, last: int = 2) -> list[Piece]:
    """Pieces of which the first and the last few are never alone on a page."""
    count = len(pieces)
    return [
        replace(piece, keep=piece.keep or (i < first - 1 and i < count - 1) or count - last <= i < count - 1)
        for i, piece in enumerate(pieces)
    ]


def together(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that are never divided from one another."""
    return [replace(piece, keep=i < len(pieces) - 1) for i, piece in enumerate(pieces)]
