"""What the process that draws layers says of them, in the language of the window: it is known by its pattern.

When a note of `worker.viewing` changes: change its pattern here and its German; a test names what no pattern fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from deepfake_studio.gui.language import tr

PATTERNS = (
    "{letter} picture, {codec}, blocks of {px} px; higher = coarser.",
    "{letter} picture; read from motion vectors, a skipped block counts as predicted.",
    "Luma less its 3 x 3 median; scaling and compression change it more than most manipulations.",
    "Difference to a JPEG of quality {quality}. Made for JPEG pictures; edges and text always glow.",
    "Luma of the face, windowed; frequency 0 in the middle, half the sampling rate at the edges.",
    "Luma of the frame, windowed; frequency 0 in the middle, half the sampling rate at the edges.",
    "From frame {first} to {second}; opacity is the speed, full from {speed} px a frame.",
    "by itself (intra): {count}",
    "from a past picture: {count}",
    "from the past, divided: {count}",
    "from a future picture: {count}",
    "from both: {count}",
    "to the right",
    "down",
    "to the left",
    "up",
    "levels",
    "share",
)
_FITS = {
    pattern: re.compile("".join(f"(?P<{p[1:-1]}>.+)" if p[:1] == "{" else re.escape(p) for p in parts))
    for pattern in PATTERNS
    for parts in [re.split(r"(\{\w+\})", pattern)]
}


def said(text: str) -> str:
    """A sentence of a legend; one that no pattern fits stays as it is."""
    for pattern, fits in _FITS.items():
        if found := fits.fullmatch(text):
            return tr(pattern, **found.groupdict())
    return text


def legend(given: Mapping[str, Any]) -> dict[str, Any]:
    """A `media.filters.Legend` as it came over the pipe, with its words in the language in use."""
    words = {name: said(given[name]) for name in ("note", "unit") if given.get(name)}
    return {**given, **words, "entries": [(colour, said(text)) for colour, text in given.get("entries") or ()]}
