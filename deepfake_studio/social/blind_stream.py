"""Everything `blind` measures on a file, in one pass over the beginning of its stream."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from deepfake_studio.job import Job
from deepfake_studio.media.coded import Coded
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.social.blind_pictures import Seen, seen
from deepfake_studio.social.blind_traces import Traces

MOST_PICTURES = 300
_MOST_PIXELS = 150_000_000  # of all pictures together: some seconds of work


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """``seen`` and ``traces.looks`` row by row in presentation order; ``whole`` says whether the stream ended."""

    codec: str
    width_px: int
    height_px: int
    rate: Fraction | None
    total: int
    bit_depth: int
    seen: tuple[Seen, ...]
    traces: Traces

    @property
    def whole(self) -> bool:
        """Whether every picture of the stream was read."""
        return len(self.seen) >= self.total


def measure(path: Path, *, rate: Fraction | None = None, limits: Limits = DEFAULT, job: Job | None = None) -> Measured:
    """Decode and measure the first pictures: at most 300, fewer when they are large, never fewer than 60.

    ``rate`` is pictures a second as the encoder knew it (the bit stream's own timing); the container's by default.

    Raises:
        MediaError: unreadable, or packets and pictures do not correspond one to one.
        NotApplicable: the file holds no pictures.
        JobCancelled: the user asked to stop.
    """
    coded, traces, found = Coded(path, limits=limits, job=job), Traces(), []
    pixels = max(1, coded.width_px * coded.height_px)
    count = min(MOST_PICTURES, max(60, _MOST_PIXELS // pixels))
    for picture in coded.pictures(count):
        found.append(seen(picture, bit_depth=coded.bit_depth))
        traces.add(picture.luma)
    return Measured(
        codec=coded.codec,
        width_px=coded.width_px,
        height_px=coded.height_px,
        rate=rate or coded.rate,
        total=coded.total,
        bit_depth=coded.bit_depth,
        seen=tuple(found),
        traces=traces,
    )
