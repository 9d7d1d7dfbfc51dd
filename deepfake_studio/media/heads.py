"""What the headers of a video stream state, packet by packet, without decoding a picture.

When adding a codec: a class with the three members of `Heads` in a file of its own, and a row in `reader`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class PictureHead(NamedTuple):
    """The header of one picture.

    ``letter`` is I, P, B or ?; ``qp`` the quantiser of its slices before block adaptation (mean where they differ),
    in the codec's own scale: H.264 and HEVC 0..51, VP9 and AV1 0..255, MPEG-4 1..31. ``order`` sorts pictures by
    presentation within one coded sequence, ``None`` where the codec does not say.
    """

    letter: str
    qp: float | None
    reference: bool
    order: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamHead:
    """What holds for the stream as a whole; names are those of the encoders.

    ``values`` are plain facts of the parameter sets by the names of the standard (flags as 0 and 1).
    """

    profile: str | None = None
    level: str | None = None
    references: int | None = None
    values: dict[str, int] = field(default_factory=dict)
    messages: tuple[str, ...] = ()


class Heads(Protocol):
    """Reads the headers of one stream; packets come in decoding order."""

    def picture(self, packet: bytes) -> PictureHead | None:
        """The head of the picture in this packet, ``None`` where none can be read."""

    def stream(self) -> StreamHead:
        """What has been learnt about the stream up to here."""


def reader(codec: str, extradata: bytes | None) -> Heads | None:
    """The reader for a codec (FFmpeg's canonical name); ``None`` where headers are not read."""
    from deepfake_studio.media import av1, h264, hevc, mpeg, vp9

    readers: dict[str, Callable[[bytes | None], Heads]] = {
        "h264": h264.H264Heads,
        "hevc": hevc.HevcHeads,
        "vp9": vp9.Vp9Heads,
        "av1": av1.Av1Heads,
        "mpeg4": mpeg.Mpeg4Heads,
        "mpeg1video": mpeg.MpegHeads,
        "mpeg2video": mpeg.MpegHeads,
    }
    found = readers.get(codec)
    return found(extradata) if found is not None else None


def letter(types: set[str]) -> str:
    """The letter of a picture whose slices have these types."""
    return next((name for name in "BPI" if name in types), "?")
