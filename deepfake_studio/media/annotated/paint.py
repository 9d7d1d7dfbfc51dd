"""One picture with its annotations: boxes over it, a table beside it, the outcome and the warning below it.

Nothing but boxes and their labels covers the picture, so that what was measured can still be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.media.annotated import text
from deepfake_studio.media.annotated.scene import Box, Cell, Person, Row, Scenes, View
from deepfake_studio.media.annotated.text import Colour, Pixels

BADGE = "ANNOTATED DERIVATIVE, NOT EVIDENCE"
HEAT_SENTENCE = "A heat map does not prove location."
MOST_SIDE_PX = 4096  # of the picture drawn; what libx264 and players surely take
_LEAST_SIDE_PX = 16
_GROUND, _INK, _DIM, _STRONG, _WARNING = (24, 26, 30), (232, 234, 238), (140, 146, 156), (255, 214, 120), (255, 176, 0)
# Okabe and Ito, "Color Universal Design" (2008), lightened: persons differ by colour and by name
_PERSONS: tuple[Colour, ...] = (
    (86, 180, 233),
    (230, 159, 0),
    (0, 200, 150),
    (240, 228, 66),
    (215, 140, 185),
    (213, 110, 40),
)
_NAME_EMS, _CELL_EMS = 13.0, 4.8  # widths of the table's columns in letter sizes

Heat = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Where things are. Sizes in px; ``scale`` brings the displayed picture to the one drawn."""

    width: int
    height: int
    picture: tuple[int, int]
    letters: int
    panel: int
    footer: int

    @classmethod
    def of(cls, width: int, height: int, scenes: Scenes) -> Sheet:
        """The sheet for pictures of ``width`` x ``height`` px: 4:2:0 needs both of its own sides even."""
        factor = min(1.0, MOST_SIDE_PX / max(width, height))
        picture = (max(_LEAST_SIDE_PX, round(width * factor)), max(_LEAST_SIDE_PX, round(height * factor)))
        letters = int(np.clip(round(picture[1] / 42), 13, 30))
        line = text.line_px(letters)
        columns = max(1, scenes.persons_at_once) + 1
        panel = round((_NAME_EMS + _CELL_EMS * columns + 1.5) * letters)
        footer = 2 * line + letters
        lines = 5 + 1 + scenes.row_count + 2 + len(scenes.at(-1).counts) + 4
        tall = max(picture[1], lines * line + 2 * letters)
        return cls(
            width=_even(picture[0] + panel),
            height=_even(tall + footer),
            picture=picture,
            letters=letters,
            panel=panel,
            footer=footer,
        )


def _even(value: int) -> int:
    return value + value % 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What every picture of a derivative says about its origin."""

    file: str
    sha256: str
    outcome: str
    heat: str = ""


def paint(
    pixels: Pixels | None,
    view: View,
    *,
    sheet: Sheet,
    caption: Caption,
    pts_seconds: float,
    heats: Sequence[tuple[Heat, Box]] = (),
) -> Pixels:
    """The finished sheet (height, width, 3) ``uint8`` RGB.

    Args:
        pixels: the displayed picture, ``None`` where it is damaged.
        view: what is true of it.
        sheet: where things go.
        caption: what the file is.
        pts_seconds: the picture's own time stamp.
        heats: maps (h, w) of 0..1 and the place x, y, width, height of each, drawn under the boxes.
    """
    canvas = np.empty((sheet.height, sheet.width, 3), np.uint8)
    canvas[:] = _GROUND
    _picture(canvas, pixels, view, sheet, heats)
    _panel(canvas, view, sheet, caption, pts_seconds)
    _footer(canvas, sheet, caption)
    return canvas


# ---- over the picture ---------------------------------------------------------------------------------------------


def _picture(
    canvas: Pixels, pixels: Pixels | None, view: View, sheet: Sheet, heats: Sequence[tuple[Heat, Box]]
) -> None:
    width, height = sheet.picture
    if pixels is None:
        note = f"picture {view.frame} is damaged and not shown"
        canvas[:height, :width] = 64
        text.write(canvas, note, (sheet.letters, height // 2), size_px=sheet.letters, colour=_WARNING)
        return
    drawn = canvas[:height, :width]
    factor = min(width / pixels.shape[1], height / pixels.shape[0])
    fitted = _scaled(pixels, factor)[:height, :width]
    drawn[: fitted.shape[0], : fitted.shape[1]] = fitted
    for heat, place in heats:
        _warm(drawn, heat, _corners(place, factor))
    for person in view.persons:
        _box(drawn, person, factor, sheet)


def _scaled(pixels: Pixels, factor: float) -> Pixels:
    if factor == 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _corners(box: Box, factor: float) -> tuple[int, int, int, int]:
    x, y, width, height = (v * factor for v in box)
    return round(x), round(y), round(x + width), round(y + height)


def _warm(drawn: Pixels, heat: Heat, corners: tuple[int, int, int, int]) -> None:
    """Blend a map over its place; cold parts stay as they are."""
    left, top, right, bottom = corners
    if right - left < 1 or bottom - top < 1:
        return
    large = cv2.resize(np.clip(heat, 0.0, 1.0).astype(np.float32), (right - left, bottom - top))
    tint = cv2.applyColorMap((255 * large).astype(np.uint8), cv2.COLORMAP_INFERNO)[:, :, ::-1]
    x, y = max(0, left), max(0, top)
    room = drawn[y:bottom, x:right] if bottom > 0 and right > 0 else drawn[:0, :0]
    inside = (slice(y - top, y - top + room.shape[0]), slice(x - left, x - left + room.shape[1]))
    share = 0.6 * large[inside][:, :, None]
    room[:] = (room * (1 - share) + tint[inside] * share).astype(np.uint8)


def _box(drawn: Pixels, person: Person, factor: float, sheet: Sheet) -> None:
    """A full line round a face measured on this picture, a dashed one where it was last measured."""
    left, top, right, bottom = _corners(person.box, factor)
    colour = _PERSONS[person.track_id % len(_PERSONS)]
    thick = max(1, round(sheet.letters / 8))
    if person.now:
        cv2.rectangle(drawn, (left, top), (right, bottom), colour, thick)
    else:
        _dashed(drawn, (left, top, right, bottom), colour, sheet.letters // 2, max(1, thick // 2))
    words = f"{text.plain(person.name)} {person.score}".strip()
    if not person.now:
        words += f" @{person.frame}"
    _tag(drawn, words, (left, top), colour, sheet.letters)


def _dashed(drawn: Pixels, box: tuple[int, int, int, int], colour: Colour, dash: int, thick: int) -> None:
    left, top, right, bottom = box
    step = max(2, dash)
    for x in range(left, right, 2 * step):
        for y in (top, bottom):
            cv2.line(drawn, (x, y), (min(x + step, right), y), colour, thick)
    for y in range(top, bottom, 2 * step):
        for x in (left, right):
            cv2.line(drawn, (x, y), (x, min(y + step, bottom)), colour, thick)


def _tag(drawn: Pixels, words: str, at: tuple[int, int], colour: Colour, letters: int) -> None:
    """A label above the box, or inside where there is no room above."""
    line, wide = text.line_px(letters), text.width_px(words, letters) + letters // 2
    x = max(0, min(at[0], drawn.shape[1] - wide))
    y = at[1] - line if at[1] >= line else max(0, at[1])
    drawn[y : y + line, x : x + wide] = (drawn[y : y + line, x : x + wide] * 0.25).astype(np.uint8)
    text.write(drawn, words, (x + letters // 4, y), size_px=letters, colour=colour)


# ---- beside and below ---------------------------------------------------------------------------------------------


class _Lines:
    """Lines of the panel from top to bottom."""

    def __init__(self, canvas: Pixels, sheet: Sheet) -> None:
        self.canvas, self.sheet = canvas, sheet
        self.left = sheet.picture[0] + sheet.letters // 2
        self.y = sheet.letters // 2
        self.wide = sheet.panel - sheet.letters

    def add(self, words: str, colour: Colour = _INK) -> None:
        """A line of text."""
        self.at(words, 0, self.wide, colour)
        self.end()

    def at(self, words: str, x: int, most: int, colour: Colour) -> None:
        """Words at ``x`` px from the panel's left edge."""
        size = self.sheet.letters
        shown = text.fitted(text.plain(words), size, most)
        text.write(self.canvas, shown, (self.left + x, self.y), size_px=size, colour=colour)

    def end(self, *, share: float = 1.0) -> None:
        """Go to the next line."""
        self.y += round(share * text.line_px(self.sheet.letters))


def _panel(canvas: Pixels, view: View, sheet: Sheet, caption: Caption, pts_seconds: float) -> None:
    lines = _Lines(canvas, sheet)
    lines.add(BADGE, _WARNING)
    lines.add(caption.file)
    lines.add(f"SHA-256 {caption.sha256[:16]}..", _DIM)
    lines.add(f"picture {view.frame}   {pts_seconds:.6f} s")
    lines.add(*_measured(view))
    lines.end(share=0.5)
    _table(lines, view)
    lines.end(share=0.5)
    for name, count in view.counts:
        lines.at(name, 0, lines.wide, _DIM)
        lines.at(str(count), round(_NAME_EMS * sheet.letters), lines.wide, _INK)
        lines.end()
    lines.add("bright: this picture; grey: the last measured", _DIM)
    if caption.heat:
        lines.add(f"heat: {caption.heat}", _DIM)
        lines.add(HEAT_SENTENCE, _DIM)


def _measured(view: View) -> tuple[str, Colour]:
    if view.now:
        return "measured on this picture", _STRONG
    if view.measured is None:
        return "nothing measured yet", _DIM
    return f"last measured at picture {view.measured}", _DIM


def _table(lines: _Lines, view: View) -> None:
    em = lines.sheet.letters
    heads = [*view.columns] or [""]
    lines.at(f"model: {view.unit}", 0, round(_NAME_EMS * em), _DIM)
    for column, head in enumerate((*heads, "item")):
        lines.at(head, _column(column, em), round((_CELL_EMS - 0.3) * em), _DIM)
    lines.end()
    for row in view.rows:
        _row(lines, row, max(1, len(view.columns)), em, view.measured)
    if view.hidden_persons:
        lines.add(f"and {view.hidden_persons} more in the picture", _DIM)


def _row(lines: _Lines, row: Row, columns: int, em: int, measured: int | None) -> None:
    lines.at(row.name, 0, round((_NAME_EMS - 0.3) * em), _STRONG if row.strong else _INK)
    for column, cell in enumerate(row.cells):
        lines.at(_spoken(cell, measured), _column(column, em), round((_CELL_EMS - 0.3) * em), _shade(cell))
    lines.at(row.item, _column(columns, em), round((_CELL_EMS - 0.3) * em), _INK)
    lines.end()


def _column(number: int, em: int) -> int:
    return round((_NAME_EMS + number * _CELL_EMS) * em)


def _spoken(cell: Cell, measured: int | None) -> str:
    """The value; with its picture where that is not the one the heading names (clips, faces a detector left out)."""
    return cell.text if cell.frame is None or cell.frame == measured else f"{cell.text}@{cell.frame}"


def _shade(cell: Cell) -> Colour:
    return _STRONG if cell.now else _DIM


def _footer(canvas: Pixels, sheet: Sheet, caption: Caption) -> None:
    top = sheet.height - sheet.footer
    canvas[top : top + 1] = _DIM
    size, line, wide = sheet.letters, text.line_px(sheet.letters), sheet.width - sheet.letters
    words = text.fitted(text.plain(f"Outcome of the item: {caption.outcome}"), size, wide)
    text.write(canvas, words, (size // 2, top + size // 2), size_px=size, colour=_INK)
    below = (size // 2, top + size // 2 + line)
    text.write(canvas, text.fitted(BADGE, size, wide), below, size_px=size, colour=_WARNING)
