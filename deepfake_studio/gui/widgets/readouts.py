"""What stands under the picture, in words: how to find the frame again, what is awaited, the pixel under the cursor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets.frame_view import FrameView

COPIED = tr("exact copy")


@dataclass(frozen=True, slots=True)
class Shown:
    """The frame on screen; ``width_px`` is that of the picture as it came."""

    index: int
    pts_seconds: float
    sha256: str
    width_px: int
    copied: bool = False  # read from the exact copy, bit by bit the same


def reference(shown: Shown | None, *, count: int, media_width_px: int) -> str:
    """How another laboratory finds the frame on screen; empty without one."""
    if shown is None:
        return ""
    parts = [
        tr("Frame {index:,} of {count:,} (from 0)", index=shown.index, count=count),
        f"PTS {figure(shown.pts_seconds, '.6f')} s",
        f"SHA-256 {shown.sha256}",
    ]
    if shown.width_px < media_width_px:
        parts.insert(
            2,
            tr(
                "shown reduced to {width_px} px of {media_width_px}",
                width_px=shown.width_px,
                media_width_px=media_width_px,
            ),
        )
    return "   ".join(parts)


def origin(shown: Shown | None) -> str:
    """Where the frame on screen was read; empty for the clip itself."""
    return COPIED if shown is not None and shown.copied else ""


def state(said: str, shown: Shown | None, *, proxy: int | None, wanted: int) -> str:
    """The reference ``said``, or what is on screen instead and what is on its way."""
    if proxy is not None:
        return tr("Proxy of frame {proxy:,}, for looking only; the frame itself follows", proxy=proxy)
    if shown is None:
        return tr("Waiting for frame {wanted:,}", wanted=wanted)
    return said if shown.index == wanted else tr("{said}   waiting for frame {wanted:,}", said=said, wanted=wanted)


def pixel(view: FrameView, point: QPoint | None) -> str:
    """Place and value of a pixel: only ever those of the frame itself."""
    if point is None:
        return ""
    colour, where = view.pixel(point), f"x {point.x()}  y {point.y()}"
    if colour is not None:
        said = "  ".join(f"{name} {value}" for name, value in zip("RGB", colour, strict=True))
    else:
        said = tr("no values of a proxy") if view.badge else tr("reading…")
    return f"{where}   {said}"
