"""Decoded pictures turned upright, thinned, scaled and brought to an encoder's layout by FFmpeg's own filters.

The filters of the ffmpeg program, in its order, so that what comes out is what ``ffmpeg -vf scale=W:H`` writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import av.error
from av.filter import Graph
from av.video.reformatter import ColorRange

HDR_TRANSFERS = {16: "PQ", 18: "HLG"}  # ITU-T H.273, table 3
_TURNS = {1: ("transpose=clock",), 2: ("hflip", "vflip"), 3: ("transpose=cclock",)}
_ENOUGH_BITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What is done to every picture.

    ``orientation`` is (quarter turns clockwise, mirrored before turning), ``fps`` the rate to thin out to.
    """

    width_px: int
    height_px: int
    pixel_format: str
    kernel: str
    orientation: tuple[int, bool] = (0, False)
    fps: Fraction | None = None


class Treated:
    """Feeds pictures through the filters; one per encode."""

    def __init__(self, treatment: Treatment, *, time_base: Fraction) -> None:
        self._treatment = treatment
        self._time_base = time_base
        self._graph: Graph | None = None
        self._facts: tuple[object, ...] = ()

    def feed(self, picture: av.VideoFrame) -> Iterator[av.VideoFrame]:
        """What comes out after ``picture``, whose time stamp is set in the time base."""
        facts = _facts(picture)
        if facts != self._facts:  # a stream may change its size on its way
            yield from self.finish()
            self._graph, self._facts = self._built(picture), facts
        assert self._graph is not None
        self._graph.vpush(picture)
        yield from _pulled(self._graph)

    def finish(self) -> Iterator[av.VideoFrame]:
        """What the filters still hold."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from _pulled(self._graph)
            self._graph = None

    def _built(self, picture: av.VideoFrame) -> Graph:
        base = self._time_base
        graph = Graph()
        graph.threads = 1
        source = (
            f"video_size={picture.width}x{picture.height}:pix_fmt={picture.format.name}:"
            f"time_base={base.numerator}/{base.denominator}:pixel_aspect=1/1:"
            f"colorspace={int(picture.colorspace)}:range={int(picture.color_range)}"
        )
        last: Any = graph.add("buffer", source)
        for text in (*chain(self._treatment, colours=_colours(picture, self._treatment.pixel_format)), "buffersink"):
            name, _, arguments = text.partition("=")
            node = graph.add(name, arguments) if arguments else graph.add(name)
            last.link_to(node)
            last = node
        graph.configure()
        return graph


def chain(treatment: Treatment, *, colours: str = "") -> list[str]:
    """The filters as ffmpeg writes them; ``colours`` are further options of the scaler."""
    quarters, mirrored = treatment.orientation
    rate = treatment.fps
    scale = f"scale={treatment.width_px}:{treatment.height_px}:flags={treatment.kernel}"
    return [
        *((f"fps={rate.numerator}/{rate.denominator}",) if rate else ()),
        *(("hflip",) if mirrored else ()),
        *_TURNS.get(quarters, ()),
        scale + colours,
        "setsar=1",
        f"format={treatment.pixel_format}",
    ]


def bits(picture: av.VideoFrame) -> int:
    """Bits of a sample."""
    return max((c.bits for c in picture.format.components), default=_ENOUGH_BITS)


def _colours(picture: av.VideoFrame, pixel_format: str) -> str:
    """High dynamic range is mapped to what 8 bits hold, full range to studio range; all else stays as it is."""
    target = max((c.bits for c in av.VideoFormat(pixel_format).components), default=_ENOUGH_BITS)
    if int(picture.color_trc) in HDR_TRANSFERS and target <= _ENOUGH_BITS:
        # swscale maps tones itself when it is told the transfer that is wanted
        return ":out_transfer=bt709:out_primaries=bt709:out_color_matrix=bt709:out_range=tv:intent=perceptual"
    full = picture.color_range == ColorRange.JPEG or picture.format.name.startswith("yuvj")
    return ":out_range=tv" if full and not pixel_format.startswith("yuvj") else ""


def _facts(picture: av.VideoFrame) -> tuple[object, ...]:
    colours = (int(picture.colorspace), int(picture.color_range), int(picture.color_trc))
    return picture.width, picture.height, picture.format.name, *colours


def _pulled(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
