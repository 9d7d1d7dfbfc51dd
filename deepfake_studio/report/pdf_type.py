"""Type for the PDF: the fonts, what they can show, and text broken into lines that fit a width.

The fonts are those that come with the drawing library, so that a report looks the same on every machine. A letter they
do not have is shown by its code point in white square brackets, as hidden characters are (see `inert`). Lines with
letters of right-to-left scripts are put into the order in which they are read; Arabic letters are not joined.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.bidi import BidiParagraph

from deepfake_studio.report import canvas

FILES = {
    ("text", ""): "DejaVuSans.ttf",
    ("text", "B"): "DejaVuSans-Bold.ttf",
    ("text", "I"): "DejaVuSans-Oblique.ttf",
    ("mono", ""): "DejaVuSansMono.ttf",
}
Break = Literal["word", "letter"]
# where a word that is longer than its line is broken rather than anywhere
_SOFT = re.compile(r"(?<=[/\\_.\-:=;,|&?+])")
_RIGHT_TO_LEFT = ("R", "AL")
_LEAST_HEAD = 6  # letters before a soft break inside a word


@dataclass(frozen=True, slots=True)
class Face:
    """A font in one size, both in points; ``leading`` is the distance of lines."""

    family: Literal["text", "mono"]
    style: Literal["", "B", "I"]
    size: float
    leading: float

    @property
    def key(self) -> str:
        """What `FPDF.fonts` calls it."""
        return f"{self.family}{self.style}"


def add_fonts(pdf: FPDF) -> None:
    """Make all faces known to a document; only letters that are used get embedded."""
    for (family, style), name in FILES.items():
        pdf.add_font(family, style, canvas.font_file(name))


@cache
def _advances(key: str) -> dict[int, float]:
    """Width of every letter of a font in thousandths of its size."""
    family, style = key[:4], key[4:]
    font = TTFont(canvas.font_file(FILES[family, style]), lazy=True)
    per_em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    advances = {code: widths[name][0] * 1000 / per_em for code, name in font.getBestCmap().items()}
    font.close()
    return advances


def width(text: str, face: Face) -> float:
    """Width of ``text`` in points."""
    advances = _advances(face.key)
    return sum(advances.get(ord(c), 600.0) for c in text) * face.size / 1000


def showable(text: str, face: Face) -> str:
    """``text`` with every letter that the font lacks named by its code point."""
    known = _advances(face.key)
    if all(ord(c) in known or c in "\n\t" for c in text):
        return text
    return "".join(c if ord(c) in known or c in "\n\t" else f"\u27e6U+{ord(c):04X}\u27e7" for c in text)


def visual(line: str) -> str:
    """A line in the order in which it is drawn from the left."""
    if line.isascii() or not any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in line):
        return line
    paragraph: Any = BidiParagraph(text=line)
    return str(paragraph.get_reordered_string())


@lru_cache(maxsize=20_000)
def lines(text: str, face: Face, room: float, how: Break = "word") -> tuple[str, ...]:
    """``text`` in lines of at most ``room`` points; words too long for a line are broken."""
    shown = showable(text.replace("\t", "    "), face)
    out: list[str] = []
    for paragraph in shown.split("\n"):
        out += _broken(paragraph, face, room, how)
    return tuple(visual(line) for line in out)


def _broken(paragraph: str, face: Face, room: float, how: Break) -> list[str]:
    advances = _advances(face.key)
    scale = face.size / 1000
    if sum(advances.get(ord(c), 600.0) for c in paragraph) * scale <= room:
        return [paragraph]
    space = advances[32] * scale
    out, line, used = [], "", 0.0
    for part in paragraph.split(" "):
        size = width(part, face)
        if line and used + space + size <= room:
            line, used = f"{line} {part}", used + space + size
            continue
        if line:
            out.append(line)
        if size > room:
            *whole, part = _cut(part, face, room, how)
            out += whole
            size = width(part, face)
        line, used = part, size
    return [*out, line]


def _cut(text: str, face: Face, room: float, how: Break) -> list[str]:
    """A long word in pieces that fit, broken behind a sign where there is one."""
    atoms = list(text) if how == "letter" else [a for a in _SOFT.split(text) if a]
    out, line = [], ""
    for atom in atoms:
        if width(line + atom, face) <= room:
            line += atom
            continue
        if line and (len(line) >= _LEAST_HEAD or how == "letter"):
            out.append(line)
            line = ""
        for letter in atom:
            if line and width(line + letter, face) > room:
                out.append(line)
                line = ""
            line += letter
    return [*out, line] if line else out


def longest_word(text: str, face: Face) -> float:
    """Width of the longest word that need not be broken."""
    return max((width(part, face) for part in text.split()), default=0.0)
