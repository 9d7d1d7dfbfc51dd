"""Drawing to SVG that comes out the same every time: fixed hash salt, no date, letters as outlines, no user style.

The only module that touches matplotlib, which is imported when something is drawn: windows and commands that draw
nothing do not wait for it.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
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


def svg(draw: Callable[[Figure], None], *, width_inches: float, height_inches: float) -> bytes:
    """The SVG that ``draw`` paints on an empty figure of that size, without document type and date."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with _lock, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)  # type: ignore[arg-type]
        figure = Figure(figsize=(width_inches, height_inches), facecolor="white")
        draw(figure)
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata=_METADATA)  # type: ignore[no-untyped-call]
    text = re.sub(r"<!DOCTYPE[^>]*>\s*", "", out.getvalue(), count=1)
    return text.encode("utf-8")


def label(text: str, limit: int = _LABEL_LIMIT) -> str:
    """``text`` short enough for a figure and in letters that the embedded font surely has."""
    ascii_only = " ".join(text.split()).encode("ascii", "backslashreplace").decode("ascii")
    return ascii_only if len(ascii_only) <= limit else ascii_only[: limit - 3] + "..."
