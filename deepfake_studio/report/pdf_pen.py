"""What is drawn with on a PDF page: letters, lines, boxes, pictures; distances in points from the upper left."""

from __future__ import annotations

import io
from typing import Any

from fpdf import FPDF

from deepfake_studio.report import pdf_renderer
from deepfake_studio.report.canvas import Drawing
from deepfake_studio.report.pdf_type import Face, width

INK, GREY, RULE, WARN = 20, 90, 190, 60
Box = tuple[float, float, float, float]


class Pen:
    """Draws on the current page of a document; the origin of x is the left edge of the text area."""

    def __init__(self, pdf: FPDF, *, left: float, top: float) -> None:
        self.pdf, self.left, self.top = pdf, left, top

    def text(self, x: float, y: float, line: str, face: Face, *, grey: int = INK) -> None:
        """One line with its upper edge at ``y``."""
        if not line:
            return
        font = self.pdf.fonts[face.key]
        selected = self.pdf._set_font_for_page(font, face.size)
        place = f"{self.left + x:.2f} {self._up(y + face.size * 0.93):.2f} Td"
        self._out(f"{grey / 255:.3f} g {selected} BT {place} {font.encode_text(line)} ET")

    def text_right(self, x: float, y: float, line: str, face: Face, *, grey: int = INK) -> None:
        """One line that ends at ``x``."""
        self.text(x - width(line, face), y, line, face, grey=grey)

    def rule(self, x: float, y: float, length: float, *, grey: int = RULE, thick: float = 0.5) -> None:
        """A horizontal line."""
        start, high = self.left + x, self._up(y)
        line = f"{start:.2f} {high:.2f} m {start + length:.2f} {high:.2f} l S"
        self._out(f"{grey / 255:.3f} G {thick:.2f} w {line}")

    def area(self, box: Box, *, grey: int) -> None:
        """A filled rectangle: x, y, width, height."""
        self._out(f"{grey / 255:.3f} g {self._rectangle(box)} f")

    def frame(self, box: Box, *, grey: int = GREY) -> None:
        """The outline of a rectangle."""
        self._out(f"{grey / 255:.3f} G 0.60 w {self._rectangle(box)} S")

    def picture(self, box: Box, image: bytes, alternative: str) -> None:
        """A PNG or JPEG, without transparency.

        Raises:
            OSError: the bytes are no whole picture.
        """
        from PIL import Image

        x, y, wide, high = box
        with Image.open(io.BytesIO(image)) as opened:
            flat = flattened(opened)
        self.pdf.image(flat, self.left + x, self.top + y, wide, high, alt_text=alternative[:500] or None)

    def drawing(self, box: Box, drawing: Drawing) -> None:
        """A figure in lines and letters."""
        x, y, wide, high = box
        pdf_renderer.draw(self.pdf, drawing, x=self.left + x, y=self.pdf.h - self.top - y - high, width=wide)

    def bookmark(self, name: str, level: int, y: float) -> None:
        """An entry of the outline that leads to ``y``."""
        self.pdf.set_y(max(0.0, self.top + y - 4))
        self.pdf.start_section(name[:120], level, strict=False)

    def link(self, box: Box, target: Any) -> None:
        """A place to press that leads to a page."""
        x, y, wide, high = box
        self.pdf.link(self.left + x, self.top + y, wide, high, target)

    def _rectangle(self, box: Box) -> str:
        x, y, wide, high = box
        return f"{self.left + x:.2f} {self._up(y + high):.2f} {wide:.2f} {high:.2f} re"

    def _up(self, y: float) -> float:
        """The distance from the lower edge of the page."""
        return self.pdf.h - self.top - y

    def _out(self, operators: str) -> None:
        # every operator sets its own colour and width: pages are not drawn in order, so no state can be relied on
        self.pdf._out(operators)


def flattened(opened: Any) -> Any:
    """A picture in RGB on white."""
    from PIL import Image

    if opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info:
        over = opened.convert("RGBA")
        ground = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, over).convert("RGB")
    return opened.convert("RGB")
