"""Letters on pixels without a window system: the font that comes with Pillow, each strip drawn once and kept."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]
_KEPT = 2048


def plain(text: str) -> str:
    """``text`` in letters that the font surely has."""
    return " ".join(text.split()).encode("ascii", "backslashreplace").decode("ascii")


@lru_cache(maxsize=8)
def _font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size_px)


@lru_cache(maxsize=_KEPT)
def _strip(text: str, size_px: int) -> NDArray[np.float32]:
    """How much of each pixel (h, w) is ink, 0..1."""
    height = line_px(size_px)
    wide = max(1, width_px(text, size_px))
    image = Image.new("L", (wide, height))
    ImageDraw.Draw(image).text((0, height // 2), text, fill=255, font=_font(size_px), anchor="lm")
    return np.asarray(image, np.float32) / 255.0


def line_px(size_px: int) -> int:
    """Height of a line of letters of this size."""
    return round(1.35 * size_px)


@lru_cache(maxsize=_KEPT)
def width_px(text: str, size_px: int) -> int:
    """Width of a text."""
    return round(_font(size_px).getlength(text) + 0.5)


@lru_cache(maxsize=_KEPT)
def fitted(text: str, size_px: int, most_px: int) -> str:
    """``text`` cut at its end so that it is at most ``most_px`` wide."""
    if width_px(text, size_px) <= most_px:
        return text
    while text and width_px(text + "..", size_px) > most_px:
        text = text[:-1]
    return text + ".."


def write(canvas: Pixels, text: str, at: tuple[int, int], *, size_px: int, colour: Colour) -> int:
    """Write ``text`` with its upper left corner at (x, y), clipped to the canvas; returns its width in px."""
    ink = _strip(text, size_px) if text else np.zeros((1, 0), np.float32)
    x, y = at
    top, left = max(0, -y), max(0, -x)
    room = canvas[max(0, y) : max(0, y + ink.shape[0]), max(0, x) : max(0, x + ink.shape[1])]
    ink_seen = ink[top : top + room.shape[0], left : left + room.shape[1], None]
    if room.size:
        room[:] = (room * (1.0 - ink_seen) + np.array(colour, np.float32) * ink_seen + 0.5).astype(np.uint8)
    return int(ink.shape[1])
