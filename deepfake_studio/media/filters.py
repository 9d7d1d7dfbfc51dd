"""What can be drawn over one frame: noise residual, error level, spectrum, motion; and colours for such maps.

For looking only. Every function takes ``uint8`` RGB ``(H, W, 3)`` and gives a map; `coloured` turns it into RGBA.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Map = NDArray[np.float32]
ELA_QUALITY = 90
RESIDUAL_LEVELS = 12.0
_FLOW_SIDE_PX = 640
_SPAN_DB = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What colours mean: a scale from ``low`` to ``high`` through ``stops``, or ``entries`` of (colour, words)."""

    low: float | None = None
    high: float | None = None
    unit: str = ""
    stops: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    note: str = ""


def luma(image: Image) -> Map:
    """Y of ITU-R BT.601 on a scale of 0..255, (H, W)."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float32)


def residual(image: Image) -> Map:
    """Luma less its median over 3 x 3 px, in levels: what a smooth picture does not explain.

    Source: the median residual as a noise feature, e.g. J. Fridrich and J. Kodovsky, Rich models for steganalysis
    of digital images, IEEE TIFS 7(3), 2012 (there with other kernels).
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return np.asarray(grey.astype(np.float32) - cv2.medianBlur(grey, 3).astype(np.float32), np.float32)


def ela(image: Image, *, quality: int = ELA_QUALITY) -> Map:
    """The largest difference of the channels to the same picture as a JPEG of ``quality``, in levels.

    Source: N. Krawetz, A picture's worth: digital image analysis and forensics, Black Hat 2007.
    """
    ok, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert ok
    again = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert again is not None
    return np.asarray(cv2.absdiff(image, np.ascontiguousarray(again[..., ::-1])).max(axis=2), np.float32)


def spectrum(image: Image) -> Map:
    """Power of the luma in dB against its strongest component but the mean, frequency 0 in the middle, (H, W)."""
    grey = luma(image)
    grey -= grey.mean()
    window = np.hanning(grey.shape[0])[:, None] * np.hanning(grey.shape[1])[None]
    power = np.abs(np.fft.fftshift(np.fft.fft2(grey * window))) ** 2
    top = max(float(power.max()), 1e-9)
    return np.asarray(10 * np.log10(np.maximum(power / top, 1e-12)), np.float32)


def flow(before: Image, image: Image) -> NDArray[np.float32]:
    """Dense motion from ``before`` to ``image`` in px of the frame, (h, w, 2) with x to the right and y down.

    Source: G. Farneback, Two-frame motion estimation based on polynomial expansion, SCIA 2003 (OpenCV's).
    """
    scale = min(1.0, _FLOW_SIDE_PX / max(image.shape[:2]))
    size = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
    pair = [
        cv2.resize(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA) for p in (before, image)
    ]
    start = np.zeros((size[1], size[0], 2), np.float32)
    found = cv2.calcOpticalFlowFarneback(pair[0], pair[1], start, 0.5, 3, 15, 3, 5, 1.2, 0)
    return np.asarray(found * (image.shape[1] / size[0]), np.float32)


def difference(here: Image, there: Image, *, gain: float) -> tuple[Image, float, int]:
    """|here - there| times ``gain`` in the size of ``here``; its mean and its greatest value in levels without gain."""
    size = (here.shape[1], here.shape[0])
    levels = cv2.absdiff(here, fitted(there, size, smooth=True))
    raised = np.minimum(levels.astype(np.float32) * gain, 255).astype(np.uint8)
    return raised, float(levels.mean()), int(levels.max())


# ---- colours --------------------------------------------------------------------------------------------------------


def coloured(values: Map, *, low: float, high: float, name: str = "viridis") -> NDArray[np.uint8]:
    """RGBA (H, W, 4) of a map between ``low`` and ``high``; NaN is clear."""
    share = np.clip((values - low) / max(high - low, 1e-9), 0, 1)
    known = np.isfinite(share)
    index = (255 * np.where(known, share, 0)).astype(np.uint8)
    rgb = cv2.applyColorMap(index, _MAPS[name])[..., ::-1]
    return np.dstack([rgb, np.where(known, 255, 0).astype(np.uint8)])


def stops(name: str = "viridis", count: int = 9) -> tuple[str, ...]:
    """Colours along a scale, for its legend."""
    ramp = np.linspace(0, 255, count).round().astype(np.uint8)[None]
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for b, g, r in cv2.applyColorMap(ramp, _MAPS[name])[0].tolist())


_MAPS = {"viridis": cv2.COLORMAP_VIRIDIS, "inferno": cv2.COLORMAP_INFERNO}


def signed(values: Map, *, span: float) -> NDArray[np.uint8]:
    """RGBA of a map around 0: blue below, orange above, clear at 0."""
    share = np.clip(values / span, -1, 1)
    out = np.zeros((*values.shape, 4), np.uint8)
    out[share < 0, :3] = _BELOW
    out[share > 0, :3] = _ABOVE
    out[..., 3] = (255 * np.abs(share)).astype(np.uint8)
    return out


_BELOW, _ABOVE = (0x35, 0x9B, 0xE6), (0xF0, 0x8A, 0x24)
SIGNED_STOPS = ("#359be6", "#808080", "#f08a24")


def directions(field: NDArray[np.float32], *, fastest_px: float) -> NDArray[np.uint8]:
    """RGBA of a field of motion: colour for the direction, opacity for the speed up to ``fastest_px``."""
    speed, angle = cv2.cartToPolar(field[..., 0], field[..., 1], angleInDegrees=True)
    hsv = np.full((*speed.shape, 3), 255, np.uint8)
    hsv[..., 0] = (angle / 2).astype(np.uint8)
    rgb = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return np.dstack([rgb, (255 * np.clip(speed / max(fastest_px, 1e-6), 0, 1)).astype(np.uint8)])


DIRECTION_ENTRIES = (("#ff0000", "to the right"), ("#80ff00", "down"), ("#00ffff", "to the left"), ("#8000ff", "up"))


def fitted(pixels: NDArray[np.uint8], size: tuple[int, int], *, smooth: bool) -> NDArray[np.uint8]:
    """The picture at another size: cells of a coarse map stay sharp squares unless ``smooth``."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    larger = size[0] > pixels.shape[1]
    how = (cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST) if larger else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def span_db() -> float:
    """How far below the strongest component a spectrum is drawn."""
    return _SPAN_DB
