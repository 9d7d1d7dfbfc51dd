"""RGB arrays to the pictures an encoder takes, and back. Colours are BT.709 in studio range and tagged so."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

BT709 = 1  # ITU-T H.273: primaries, transfer and matrix alike
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INT
# half as dear as EXACT and off by a level at most: enough where a lossy encode follows
SCALINGS = {
    "area": Interpolation.AREA | Interpolation.BITEXACT,
    "bilinear": Interpolation.BILINEAR | Interpolation.BITEXACT,
    "bicubic": Interpolation.BICUBIC | Interpolation.BITEXACT,
    "lanczos": Interpolation.LANCZOS | Interpolation.BITEXACT,
}


def even(size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) without the odd last column and row, which 4:2:0 cannot hold."""
    return max(2, size[0] & ~1), max(2, size[1] & ~1)


def padded(pixels: Pixels) -> Pixels:
    """``pixels`` with an odd height or width made even by repeating the edge."""
    below, right = pixels.shape[0] % 2, pixels.shape[1] % 2
    return np.pad(pixels, ((0, below), (0, right), (0, 0)), mode="edge") if below or right else pixels


def from_rgb(
    scaler: VideoReformatter,
    pixels: Pixels,
    size: tuple[int, int],
    number: int,
    *,
    layout: str = "yuv420p",
    how: Interpolation = EXACT,
) -> av.VideoFrame:
    """``uint8`` RGB (H, W, 3) as picture ``number`` of ``size`` (width, height)."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    yuv = scaler.reformat(
        frame,
        width=size[0],
        height=size[1],
        format=layout,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=how,
        threads=1,
    )
    yuv.pts = number
    yuv.pict_type = 0
    return yuv


def between(
    scaler: VideoReformatter,
    picture: av.VideoFrame,
    size: tuple[int, int],
    number: int,
    *,
    layout: str,
    how: Interpolation,
) -> av.VideoFrame:
    """A decoded picture as picture ``number`` of the next encode, without a way through RGB."""
    made = scaler.reformat(
        picture,
        width=size[0],
        height=size[1],
        format=layout,
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=how,
        threads=1,
    )
    made.pts = number
    made.pict_type = 0
    return made


def to_rgb(
    scaler: VideoReformatter,
    picture: av.VideoFrame,
    *,
    size: tuple[int, int] | None = None,
    how: Interpolation = EXACT,
) -> Pixels:
    """A picture as ``uint8`` RGB (H, W, 3), of ``size`` (width, height) where given."""
    rgb = scaler.reformat(
        picture,
        width=size[0] if size else None,
        height=size[1] if size else None,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=how,
        threads=1,
    )
    pixels: Pixels = rgb.to_ndarray()  # type: ignore[assignment]
    return pixels
