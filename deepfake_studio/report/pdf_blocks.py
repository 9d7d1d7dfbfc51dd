"""Each kind of block of a report as pieces of a PDF page."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from deepfake_studio.report import drawings, pdf_table, pdf_type
from deepfake_studio.report.document import (
    Block,
    Facts,
    Figure,
    Heading,
    Listing,
    Picture,
    SignatureLine,
    Table,
    Text,
)
from deepfake_studio.report.pdf_flow import Piece, glued, together
from deepfake_studio.report.pdf_pen import GREY, INK
from deepfake_studio.report.pdf_type import Face
from deepfake_studio.report.words import say

BODY = Face("text", "", 8.8, 12.4)
LEAD = Face("text", "B", 9.6, 13.4)
QUOTE = Face("text", "I", 8.8, 12.4)
SMALL = Face("text", "", 7.4, 10.2)
SECTION = Face("text", "B", 13.5, 18.0)
HEADING = Face("text", "B", 9.8, 13.5)
FACES = {"plain": BODY, "quote": QUOTE, "caveat": BODY, "lead": LEAD, "small": SMALL}
_BAR, _INDENT, _BULLET = 2.2, 9.0, 11.0
_PICTURE = (330.0, 215.0)  # the most a key frame takes


def section_title(title: str, *, name: str, opens: bool = False) -> list[Piece]:
    """The heading of a section, with its bookmark; ``name`` is what links call it."""
    lines = pdf_type.lines(title, SECTION, 480.0)

    def paint(pen: Any, top: float) -> None:
        pen.bookmark(title, 0, top)
        for at, line in enumerate(lines):
            pen.text(0, top + at * SECTION.leading, line, SECTION)
        pen.rule(0, top + len(lines) * SECTION.leading + 1.5, 493.0, grey=GREY)

    return [Piece(height=len(lines) * SECTION.leading + 7, paint=paint, before=22.0, keep=True, opens=opens, name=name)]


def pieces(block: Block, *, room: float, page: float) -> list[Piece]:
    """``room`` is the width and ``page`` the height of the text area, in points."""
    match block:
        case Text():
            return _text(block, room)
        case Heading():
            return _heading(block.text, room)
        case Listing():
            return [piece for item in block.items for piece in _item(item, room)]
        case Facts():
            return pdf_table.facts(block, room=room, page=page) if block.rows else []
        case Table():
            return pdf_table.table(block, room=room, page=page) if block.rows else []
        case Figure():
            return _figure(block, room, page)
        case Picture():
            return _picture(block, room, page)
        case SignatureLine():
            return [_signature(block, room)]


def _text(block: Text, room: float) -> list[Piece]:
    face = FACES[block.role]
    inset = _INDENT if block.role in ("quote", "caveat") else 0.0
    grey = GREY if block.role == "small" else INK
    bar = {"quote": 170, "caveat": 40}.get(block.role)
    lines = pdf_type.lines(block.text, face, room - inset)
    out = [
        Piece(height=face.leading, paint=_line(line, face, inset, grey, bar), before=5.0 if at == 0 else 0.0)
        for at, line in enumerate(lines)
    ]
    out = glued(out)
    # what is quoted is read with the facts that stand below it
    return [*out[:-1], replace(out[-1], keep=True)] if block.role == "quote" else out


def _line(line: str, face: Face, inset: float, grey: int, bar: int | None) -> Any:
    def paint(pen: Any, top: float) -> None:
        if bar is not None:
            pen.area((0, top - 0.5, _BAR, face.leading + 0.6), grey=bar)
        pen.text(inset, top, line, face, grey=grey)

    return paint


def _heading(text: str, room: float) -> list[Piece]:
    lines = pdf_type.lines(text, HEADING, room)

    def paint(pen: Any, top: float) -> None:
        pen.bookmark(text, 1, top)
        for at, line in enumerate(lines):
            pen.text(0, top + at * HEADING.leading, line, HEADING)

    return [Piece(height=len(lines) * HEADING.leading + 2, paint=paint, before=13.0, keep=True)]


def _item(text: str, room: float) -> list[Piece]:
    lines = pdf_type.lines(text, BODY, room - _BULLET)

    def painter(at: int, line: str) -> Any:
        def paint(pen: Any, top: float) -> None:
            if at == 0:
                pen.text(2, top, "•", BODY)
            pen.text(_BULLET, top, line, BODY)

        return paint

    return glued(
        [
            Piece(height=BODY.leading, paint=painter(at, line), before=3.0 if at == 0 else 0.0)
            for at, line in enumerate(lines)
        ]
    )


def _figure(block: Figure, room: float, page: float) -> list[Piece]:
    drawing = drawings.of(block)
    caption = _text(Text(block.caption, "small"), room)
    most = page - sum(p.height + p.before for p in caption) - 4
    wide = min(room, room * most / (room * drawing.height_inches / drawing.width_inches))
    high = wide * drawing.height_inches / drawing.width_inches

    def paint(pen: Any, top: float) -> None:
        pen.drawing((0, top, wide, high), drawing)

    return together([Piece(height=high, paint=paint, before=8.0), *caption])


def _picture(block: Picture, room: float, page: float) -> list[Piece]:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(block.image)) as opened:
            width_px, height_px = opened.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return _text(Text(say("{caption}: the picture cannot be read.", caption=block.caption)), room)
    scale = min(_PICTURE[0] / width_px, _PICTURE[1] / height_px)
    wide, high = width_px * scale, height_px * scale

    def paint(pen: Any, top: float) -> None:
        try:
            pen.picture((0, top, wide, high), block.image, block.alternative)
        except (OSError, ValueError, SyntaxError):  # what Pillow raises for a picture that ends too early
            pen.frame((0, top, wide, high))
            pen.text(6, top + 6, say("The picture cannot be read."), SMALL)

    caption = _text(Text(block.caption, "small"), room)
    rows = pdf_table.facts(Facts(block.facts), room=room, page=page)
    return together([Piece(height=high, paint=paint, before=10.0), *caption, *rows])


def _signature(block: SignatureLine, room: float) -> Piece:
    labels = [(say("Name"), block.name), (say("Date"), ""), (say("Signature"), "")]
    if block.choices:
        labels.append((say("Note"), ""))
    name = pdf_type.lines(block.name, BODY, room - 100)[:2]
    height = 24.0 + 22.0 * len(labels) + (16.0 if block.choices else 0.0) + 12.0 * (len(name) - 1)

    def paint(pen: Any, top: float) -> None:
        pen.frame((0, top, room, height))
        pen.text(8, top + 6, block.role, LEAD)
        y = top + 22
        if block.choices:
            _choices(pen, y, block.choices)
            y += 16
        for label, value in labels:
            pen.text(8, y + 6, label, SMALL, grey=GREY)
            for line in name if value else ():
                pen.text(84, y + 4, line, BODY)
                y += 12.0 if line is not name[-1] else 0.0
            pen.rule(84, y + 18, room - 96)
            y += 22

    return Piece(height=height, paint=paint, before=10.0)


def _choices(pen: Any, y: float, choices: tuple[str, ...]) -> None:
    x = 8.0
    for choice in choices:
        pen.frame((x, y + 2, 7, 7))
        pen.text(x + 11, y + 1, choice, BODY)
        x += pdf_type.width(choice, BODY) + 28
