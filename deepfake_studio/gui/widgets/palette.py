"""Colours of the widgets in light and dark. Track colours are those of Okabe and Ito, told apart by colour-blind
readers too; nothing is said by colour alone, every bar, box and zone also has text or a pattern."""

from __future__ import annotations

from dataclasses import dataclass

TRACK_COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``."""

    window: str
    lane: str
    border: str
    text: str
    muted: str
    grid: str
    curve: str
    detector: str
    raw: str
    playhead: str
    selection: str
    supports: str
    against: str
    anomaly: str
    finding: str
    bookmark: str


LIGHT = Palette(
    window="#f3f4f6", lane="#ffffff", border="#d0d4d9", text="#1f2429", muted="#5b6570", grid="#c3c9d0",
    curve="#0b4f8a", detector="#3a6ea5", raw="#7d858d", playhead="#c2410c", selection="#3b82c4",
    supports="#d55e00", against="#0072b2", anomaly="#b45309", finding="#0f766e", bookmark="#6d4aa8",
)  # fmt: skip
DARK = Palette(
    window="#1f2226", lane="#17191c", border="#3a4047", text="#e6e8ea", muted="#a3abb3", grid="#4a525a",
    curve="#7cc0f4", detector="#8fb6dc", raw="#9aa2aa", playhead="#ffb27a", selection="#6fb1ec",
    supports="#f59e4b", against="#6cb8ee", anomaly="#f0b060", finding="#4fc3b5", bookmark="#bfa5ee",
)  # fmt: skip


CONTRAST = Palette(
    window="#000000", lane="#000000", border="#ffffff", text="#ffffff", muted="#e0e0e0", grid="#8c8c8c",
    curve="#ffffff", detector="#9fd8ff", raw="#d0d0d0", playhead="#ffd400", selection="#ffd400",
    supports="#ffb066", against="#8cd0ff", anomaly="#ffd080", finding="#7dffea", bookmark="#e0c8ff",
)  # fmt: skip
_contrast: list[bool] = []  # not empty while the high-contrast theme is in use


def use_contrast(wanted: bool) -> None:
    """Whether `palette` answers with the high-contrast one; `gui.style` says so."""
    _contrast[:] = [True] if wanted else []


def palette(*, dark: bool) -> Palette:
    """The palette for the scheme of the window."""
    if _contrast:
        return CONTRAST
    return DARK if dark else LIGHT


def track_colour(position: int) -> str:
    """A colour for the n-th track of an examination."""
    return TRACK_COLOURS[position % len(TRACK_COLOURS)]
