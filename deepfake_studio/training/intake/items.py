"""A labelled file before anybody looked into it, and the words people use for splits (those for labels: `views`).

When adding a kind of list: one module with a function that returns items, and its suffix in `listing.read`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}
VIDEOS = {
    *(".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mpeg"),
    *(".ts", ".mts", ".flv", ".wmv", ".3gp", ".gif"),
}
_SPLITS = {"training": "train", "val": "validation", "valid": "validation", "testing": "test"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A picture or video file and what its list says about it.

    Args:
        path: where it lies.
        name: what its list calls it; the ``path`` of its samples.
        label: 1 = manipulated; where whole frames are prepared, generated.
        split: ``None`` lets the preparation choose.
        groups: identities and scenes it shows; none means that it is a group of its own.
        generator: what made it; empty where nobody says.
        compression: a tag such as c23; empty where nobody says.
        video: the video a picture was taken from.
        frame_index: its number in that video.
    """

    path: Path
    name: str
    label: int
    split: str | None = None
    groups: tuple[str, ...] = ()
    generator: str = ""
    compression: str = ""
    video: str = ""
    frame_index: int | None = None


def split_of(word: str) -> str:
    """One word for every split: ``val`` and ``valid`` are ``validation``."""
    plain = word.strip()
    return _SPLITS.get(plain.lower(), plain)


def group_names(text: str) -> tuple[str, ...]:
    """The groups a cell names; several are parted by semicolons (two people who both appear in a face swap)."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts frame 9 before frame 10."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), p) if p.isdecimal() else (1, 0, p) for p in parts)
