"""Drawing that comes out the same every time, as SVG, as PNG or into a PDF page: no date, no user style, one font.

The only module that touches matplotlib, which is imported when something is drawn: windows and commands that draw
nothing do not wait for it.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE: dict[str, Any] = {
    "svg.hashsalt": "deepfake-studio",
    "svg.fonttype": "path",  # no font of the reader's machine is needed
    "svg.image_inline": True,
    "font.family": ["DejaVu Sans"],  # comes with the library
    "font.size": 8.0,
    "axes.linewidth": 0.6,
    "path.simplify": False,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "axes.unicode_minus": True,
}
_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
# library settings are global to the process
_lock = threading.Lock()
_LABEL_LIMIT = 34


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to paint on an empty figure of that size; each method makes one form of it."""

    paint: Callable[[Figure], None]
    width_inches: float
    height_inches: float

    def svg(self) -> bytes:
        """As SVG without document type and date, letters as outlines."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        with self.figure() as figure:
            out = io.StringIO()
            FigureCanvasSVG(figure).print_svg(out, metadata=_METADATA)  # type: ignore[no-untyped-call]
        return re.sub(r"<!DOCTYPE[^>]*>\s*", "", out.getvalue(), count=1).encode("utf-8")

    def png(self, *, dots_per_inch: int = 120) -> bytes:
        """As PNG without alpha and without text chunks, for formats that take no vectors."""
        import numpy as np
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        with self.figure(dots_per_inch) as figure:
            canvas = FigureCanvasAgg(figure)
            canvas.draw()  # type: ignore[no-untyped-call]
            whole = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])  # type: ignore[no-untyped-call]
        out = io.BytesIO()
        whole.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()

    @contextmanager
    def figure(self, dots_per_inch: int = 72) -> Iterator[Figure]:
        """The painted figure, within the library settings it has to be drawn with."""
        import matplotlib
        from matplotlib.figure import Figure

        with _lock, matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(_STYLE)  # type: ignore[arg-type]
            figure = Figure(figsize=(self.width_inches, self.height_inches), facecolor="white", dpi=dots_per_inch)
            self.paint(figure)
            yield figure


def font_file(name: str) -> Path:
    """A font file that comes with the drawing library, as ``DejaVuSans-Bold.ttf``."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name


def label(text: str, limit: int = _LABEL_LIMIT) -> str:
    """``text`` short enough for a figure and in letters that the embedded font surely has."""
    ascii_only = " ".join(text.split()).encode("ascii", "backslashreplace").decode("ascii")
    return ascii_only if len(ascii_only) <= limit else ascii_only[: limit - 3] + "..."
