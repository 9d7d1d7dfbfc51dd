"""Tables for the PDF: columns as wide as they need, wide tables in parts, long rows over pages, heads repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from deepfake_studio.report import pdf_type
from deepfake_studio.report.document import Column, Facts, Table
from deepfake_studio.report.pdf_flow import Piece, glued, together
from deepfake_studio.report.pdf_pen import GREY
from deepfake_studio.report.pdf_type import Face
from deepfake_studio.report.words import say

CELL = Face("text", "", 7.4, 9.4)
HEAD = Face("text", "B", 7.2, 9.0)
CODE = Face("mono", "", 6.6, 9.4)
CAPTION = Face("text", "B", 8.0, 11.0)
_SIDE, _ABOVE, _BELOW = 3.0, 2.0, 2.4  # around the text of a cell
_LEAST, _LEAST_HASH, _WORD_LIMIT, _LINE_LIMIT = 26.0, 74.0, 96.0, 260.0
_SEEN_ROWS = 300  # that decide the widths of columns
NAME_SHARE = 0.3  # of the width, for the names of facts
_WHOLE = 0.3  # of a page: shorter lists of facts are not divided


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of each cell, with the face they are set in."""

    cells: tuple[tuple[str, ...], ...]
    faces: tuple[Face, ...]

    def height(self, start: int = 0, stop: int | None = None) -> float:
        counts = (len(lines[start:stop]) * face.leading for lines, face in zip(self.cells, self.faces, strict=True))
        return max(counts, default=0.0) + _ABOVE + _BELOW


def facts(block: Facts, *, room: float, page: float) -> list[Piece]:
    """Named values as a table of two columns without a head."""
    wide = (room * NAME_SHARE, room * (1 - NAME_SHARE))
    out = [_caption(block.caption)] if block.caption else []
    rows = []
    for fact in block.rows:
        faces = (replace(HEAD, style=""), _face(Column("", fact.shape)))
        texts = (fact.name, fact.value)
        cells = tuple(_lines(t, f, w, c) for t, f, w, c in zip(texts, faces, wide, ("text", fact.shape), strict=True))
        rows += _row_pieces(_Row(cells, faces), wide, page, None)
    if sum(p.height for p in rows) < page * _WHOLE:
        rows = together(rows)
    rows = [replace(p, before=4.0) if i == 0 and not out else p for i, p in enumerate(rows)]
    return out + glued(rows)


def table(block: Table, *, room: float, page: float) -> list[Piece]:
    """A table; one that is too wide comes in parts that repeat the first column."""
    return [piece for part in parts(block, room=room) for piece in _one(part, room, page)]


def parts(block: Table, *, room: float) -> list[Table]:
    """Tables whose columns can be read side by side in ``room`` points; each begins with the first column."""
    groups = _groups([_least(block, i) for i in range(len(block.columns))], room)
    out = []
    for number, group in enumerate(groups, 1):
        part = say(" (columns: part {part} of {parts})", part=number, parts=len(groups)) if len(groups) > 1 else ""
        columns = tuple(block.columns[i] for i in group)
        out.append(Table(f"{block.caption}{part}", columns, tuple(tuple(row[i] for i in group) for row in block.rows)))
    return out


def _one(block: Table, room: float, page: float) -> list[Piece]:
    wide = widths(block, room=room)
    head = _head(block, wide)
    rows: list[Piece] = []
    faces = tuple(_face(c) for c in block.columns)
    for row in block.rows:
        cells = tuple(_lines(t, f, w, c.shape) for t, f, w, c in zip(row, faces, wide, block.columns, strict=True))
        rows += _row_pieces(_Row(cells, faces), wide, page - head.height, head)
    short = sum(p.height for p in rows) < page * _WHOLE
    return [_caption(block.caption), replace(head, keep=True), *(together(rows) if short else glued(rows))]


def _caption(text: str) -> Piece:
    def paint(pen: Any, top: float) -> None:
        line = pdf_type.lines(text, CAPTION, 470.0)
        pen.text(0, top, line[0] if len(line) == 1 else f"{line[0]} …", CAPTION)

    return Piece(height=CAPTION.leading + 3, paint=paint, before=8.0, keep=True)


def _head(block: Table, widths: Sequence[float]) -> Piece:
    faces = tuple(HEAD for _ in block.columns)
    cells = tuple(_lines(c.name, HEAD, w, "text") for c, w in zip(block.columns, widths, strict=True))
    row = _Row(cells, faces)
    height = row.height()

    def paint(pen: Any, top: float) -> None:
        pen.area((0, top, sum(widths), height), grey=236)
        _cells(pen, top, row, widths)
        pen.rule(0, top + height, sum(widths), grey=GREY)

    return Piece(height=height, paint=paint)


def _row_pieces(row: _Row, widths: Sequence[float], page: float, head: Piece | None) -> list[Piece]:
    """The row as one piece, or in as many as pages need."""
    most = max(len(lines) for lines in row.cells)
    step = most if row.height() <= page else max(1, int((page - _ABOVE - _BELOW) // CELL.leading))
    out = []
    for start in range(0, max(most, 1), max(step, 1)):
        part = _Row(tuple(lines[start : start + step] for lines in row.cells), row.faces)
        out.append(Piece(height=part.height(), paint=_painter(part, widths), head=head))
    return out


def _painter(row: _Row, widths: Sequence[float]) -> Any:
    def paint(pen: Any, top: float) -> None:
        _cells(pen, top, row, widths)
        pen.rule(0, top + row.height(), sum(widths), grey=215, thick=0.3)

    return paint


def _cells(pen: Any, top: float, row: _Row, widths: Sequence[float]) -> None:
    x = 0.0
    for lines, face, wide in zip(row.cells, row.faces, widths, strict=True):
        for at, line in enumerate(lines):
            pen.text(x + _SIDE, top + _ABOVE + at * face.leading, line, face)
        x += wide


def _face(column: Column) -> Face:
    return CODE if column.shape == "hash" else CELL


def _lines(text: str, face: Face, wide: float, shape: str) -> tuple[str, ...]:
    return pdf_type.lines(text, face, wide - 2 * _SIDE, "letter" if shape == "hash" else "word")


def _least(block: Table, at: int) -> float:
    """The width below which a column cannot be read."""
    column = block.columns[at]
    face = _face(column)
    # figures are read as a whole, and so is what names the row
    measure = pdf_type.width if column.shape == "number" or at == 0 else pdf_type.longest_word
    words = max((measure(row[at], face) for row in block.rows[:_SEEN_ROWS]), default=0.0)
    words = max(words, pdf_type.longest_word(column.name, HEAD))
    limit = _LEAST_HASH if column.shape == "hash" else _WORD_LIMIT
    return max(_LEAST, min(words, limit) + 2 * _SIDE + 0.1)


def _wanted(block: Table, at: int) -> float:
    """The width at which no line of a column is broken."""
    face = _face(block.columns[at])
    seen = (pdf_type.width(line, face) for row in block.rows[:_SEEN_ROWS] for line in row[at].split("\n"))
    head = pdf_type.width(block.columns[at].name, HEAD)
    return min(max(*seen, head, 0.0), _LINE_LIMIT) + 2 * _SIDE + 0.1 if block.rows else head + 2 * _SIDE + 0.1


def _groups(least: Sequence[float], room: float) -> list[list[int]]:
    """Columns that go beside one another; the first stands in every group."""
    groups = [[0]]
    used = least[0] if least else 0.0
    for at in range(1, len(least)):
        if used + least[at] > room and len(groups[-1]) > 1:
            groups.append([0])
            used = least[0]
        groups[-1].append(at)
        used += least[at]
    return groups


def widths(block: Table, *, room: float) -> list[float]:
    """The columns of a table in points; what is over goes to them in proportion to what they lack."""
    columns = range(len(block.columns))
    least = [_least(block, i) for i in columns]
    wanted = [max(_wanted(block, i), least[i]) for i in columns]
    if sum(least) > room:
        return [w * room / sum(least) for w in least]
    lacking = sum(wanted) - sum(least)
    left = room - sum(least)
    if lacking <= left:
        return wanted
    return [low + left * (want - low) / lacking for low, want in zip(least, wanted, strict=True)]
