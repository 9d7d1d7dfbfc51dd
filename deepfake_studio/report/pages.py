"""Pages of a finished PDF as pictures, for looking at them before they are printed.

PDFium must not be entered by two threads at once, so whoever calls this does so from one thread only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pypdfium2

_MOST_PX = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """One page: ``rgb`` has ``3 * width_px * height_px`` bytes, row after row; ``text`` are its words in order."""

    index: int
    width_px: int
    height_px: int
    text: str
    rgb: bytes = field(repr=False)


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page, in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(tuple(map(float, document.get_page_size(i))) for i in range(len(document)))  # type: ignore[misc]
    finally:
        document.close()


def image(pdf: bytes, index: int, *, width_px: int) -> PageImage:
    """The page ``index`` (from 0) drawn ``width_px`` wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[index]
        words = page.get_textpage()
        text = str(words.get_text_bounded())
        words.close()
        bitmap = page.render(scale=min(max(width_px, 16), _MOST_PX) / page.get_width(), rev_byteorder=True)
        pixels = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
        page.close()
    finally:
        document.close()
    height, width, _ = pixels.shape
    return PageImage(index=index, width_px=width, height_px=height, text=text, rgb=pixels.tobytes())
