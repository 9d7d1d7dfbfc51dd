"""One decoded picture to upright RGB with square pixels, the same bits on every run.

Source: matrix when untagged by the rule of mpv and many players: BT.709 from 1280 wide or above 576 lines, else BT.601
(mpv, video/csputils.c, mp_csp_guess_colorspace). swscale alone would always take BT.601.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

# swscale's colour matrices by AVColorSpace number (ITU-T H.273, table 4)
_MATRIX = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.SMPTE170M,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
# the same bits on every processor; full chroma interpolation would double the cost for no visible gain
_EXACT = Interpolation.ACCURATE_RND | Interpolation.BITEXACT
_SAME_SIZE = Interpolation.BILINEAR | _EXACT
_RESIZED = Interpolation.BICUBIC | _EXACT
# Sample aspects beyond this are damage, not anamorphic recording (the widest in use is 2:1).
_MAX_ASPECT = 4


class ToRgb:
    """Converts the pictures of one stream; keeps one swscale context, so one per decoding.

    Matrix, range and aspect are those of the stream as a whole: what a picture carries depends on which headers its
    decoder happened to have seen, and a frame must not look different for having been reached another way.
    """

    def __init__(self, *, color_space: int, color_range: int, sample_aspect: Fraction | None) -> None:
        """``color_space`` and ``color_range`` as numbered in ITU-T H.273 and FFmpeg's AVColorRange."""
        self._scaler = VideoReformatter()
        self._space = color_space
        self._range = color_range
        self._aspect = sample_aspect
        self._orientations: dict[int, tuple[int, bool]] = {}  # by the rotation PyAV reports

    def __call__(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """``uint8`` RGB ``(H, W, 3)``, contiguous, rotation and sample aspect applied."""
        width = display_width(frame.width, self._aspect)
        rgb = self._scaler.reformat(
            frame,
            width=width,
            height=frame.height,
            format="rgb24",
            src_colorspace=matrix(frame, self._space),
            dst_colorspace=None,
            interpolation=_SAME_SIZE if width == frame.width else _RESIZED,
            src_color_range=source_range(frame, self._range),
            dst_color_range=ColorRange.JPEG,
            threads=1,
        )
        return np.ascontiguousarray(turn(_array(rgb), self._orientation(frame)))

    def reduced(self, frame: av.VideoFrame, side_px: int) -> NDArray[np.uint8]:
        """As a call, but small, its long side at most ``side_px``: for looking only, not the same bits everywhere."""
        width, height = display_width(frame.width, self._aspect), frame.height
        scale = min(1.0, side_px / max(width, height))
        rgb = self._scaler.reformat(
            frame,
            width=max(1, round(width * scale)),
            height=max(1, round(height * scale)),
            format="rgb24",
            src_colorspace=matrix(frame, self._space),
            dst_colorspace=None,
            interpolation=Interpolation.BILINEAR,
            src_color_range=source_range(frame, self._range),
            dst_color_range=ColorRange.JPEG,
            threads=1,
        )
        return np.ascontiguousarray(turn(_array(rgb), self._orientation(frame)))

    def _orientation(self, frame: av.VideoFrame) -> tuple[int, bool]:
        """As `orientation`, but the side data is read once per angle: reading it ties the frame into a cycle."""
        rotation = frame.rotation
        if rotation not in self._orientations:
            self._orientations[rotation] = orientation(frame)
        return self._orientations[rotation]


def _array(rgb: av.VideoFrame) -> NDArray[np.uint8]:
    plane = rgb.planes[0]
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8)[: rgb.height * plane.line_size]
    return rows.reshape(rgb.height, plane.line_size)[:, : rgb.width * 3].reshape(rgb.height, rgb.width, 3)


def matrix(frame: av.VideoFrame, color_space: int) -> Colorspace:
    """The colour matrix that is stated, or the one the size suggests."""
    known = _MATRIX.get(color_space)
    if known is not None:
        return known
    large = frame.width >= 1280 or frame.height > 576
    return Colorspace.ITU709 if large else Colorspace.ITU601


def source_range(frame: av.VideoFrame, color_range: int) -> ColorRange:
    """Full range where stated or implied by the pixel format, else studio range."""
    name = frame.format.name
    if name.startswith(("yuvj", "pal", "mono")) or frame.format.is_rgb:
        return ColorRange.JPEG
    return ColorRange.JPEG if color_range == ColorRange.JPEG else ColorRange.MPEG


def display_width(width: int, sample_aspect: Fraction | None) -> int:
    """Width in square pixels at unchanged height; an implausible aspect is ignored."""
    if sample_aspect is None or sample_aspect <= 0 or not Fraction(1, _MAX_ASPECT) <= sample_aspect <= _MAX_ASPECT:
        return width
    return max(1, round(width * sample_aspect))


def orientation(frame: av.VideoFrame) -> tuple[int, bool]:
    """(quarter turns clockwise, mirrored left-right before turning) from the display matrix."""
    data = side_data(frame, SideDataType.DISPLAYMATRIX)
    return (0, False) if data is None else orientation_of(data)


def side_data(frame: av.VideoFrame, kind: SideDataType) -> bytes | None:
    """The bytes of one kind of side data, ``None`` when the picture has none.

    WORKAROUND PyAV 18.1: a frame and its side data refer to each other, so after this call only the cyclic collector
    frees the picture; whoever calls it for many pictures must collect.
    """
    try:
        return bytes(cast(Any, frame.side_data)[kind])
    except KeyError:
        return None


def orientation_of(display_matrix: bytes) -> tuple[int, bool]:
    """The same from the nine 16.16 fixed-point numbers; odd angles go to the nearest quarter.

    Source: libavutil/display.h; (a, b) is where the x axis goes, (c, d) the y axis, y pointing down.
    """
    if len(display_matrix) < 36:
        return 0, False
    a, b, _, c, d = (int(v) for v in np.frombuffer(display_matrix[:20], np.int32))
    if a == b == c == d == 0:
        return 0, False
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    return round(math.degrees(math.atan2(b, a)) / 90) % 4, mirrored


def turn(pixels: NDArray[np.uint8], how: tuple[int, bool]) -> NDArray[np.uint8]:
    """Mirror, then turn clockwise by quarters."""
    quarters, mirrored = how
    if mirrored:
        pixels = pixels[:, ::-1]
    return np.rot90(pixels, -quarters)
