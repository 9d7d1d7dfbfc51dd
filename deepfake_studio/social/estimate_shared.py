"""What of the shared file the estimate works on: a bounded beginning with types, bytes, block quantisers, some luma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import NotApplicable
from deepfake_studio.job import Job
from deepfake_studio.media.coded import Coded, CodedPicture
from deepfake_studio.media.files import shown
from deepfake_studio.media.limits import Limits
from deepfake_studio.social.nouns import StreamReading

_MOST, _LEAST = 150, 60  # pictures
_PIXELS = 120_000_000  # of all pictures that are worked on together
_LUMA_EVERY = 10
_SHORTEST_SECONDS, _SHORTEST = 1.0, 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """N pictures from the beginning, in presentation order.

    ``block_qp`` (N, B) int16, (N, 0) where the decoder gives none; ``seconds`` (N,) from the first picture;
    ``luma`` planes of every tenth picture by number; ``whole``: the file ends here.
    """

    letters: str
    keys: tuple[int, ...]
    sizes: NDArray[np.int64]
    block_qp: NDArray[np.int16]
    seconds: NDArray[np.float64]
    luma: dict[int, NDArray[np.uint8]]
    pictures: tuple[CodedPicture, ...]
    whole: bool

    def settled(self, look_ahead: int) -> int:
        """How many pictures see the same future here as when they were encoded."""
        count = len(self.letters)
        return count if self.whole else max(min(count, 12), count - look_ahead)


def load(path: Path, reading: StreamReading, *, limits: Limits, job: Job) -> Shared:
    """Decode the beginning of the shared file.

    Raises:
        NotApplicable: it is too short to tell anything.
        MediaError: it cannot be decoded.
        JobCancelled: the user asked to stop.
    """
    if reading.pictures is None or reading.frames < _SHORTEST or (reading.duration_seconds or 0) < _SHORTEST_SECONDS:
        raise NotApplicable(f"{shown(path)} is shorter than a second; compression cannot be estimated from so little.")
    count = int(np.clip(_PIXELS // (reading.width_px * reading.height_px), _LEAST, _MOST))
    luma: dict[int, NDArray[np.uint8]] = {}
    pictures: list[CodedPicture] = []
    for number, picture in enumerate(Coded(path, limits=limits, job=job).pictures(count)):
        if number % _LUMA_EVERY == 0:
            luma[number] = picture.luma
        pictures.append(replace(picture, luma=picture.luma[:0], chroma=()))
    if len(pictures) < _SHORTEST:
        raise NotApplicable(
            f"Fewer than {_SHORTEST} pictures of {shown(path)} can be decoded; nothing can be estimated."
        )
    letters = "".join(p.letter for p in pictures)
    times = np.sort(reading.pictures.pts_seconds)[: len(pictures)]
    return Shared(
        letters=letters,
        keys=tuple(i for i, p in enumerate(pictures) if p.key),
        sizes=np.array([p.size_bytes for p in pictures], np.int64),
        block_qp=_stacked(pictures),
        seconds=times - times[0],
        luma=luma,
        pictures=tuple(pictures),
        whole=len(pictures) >= reading.frames,
    )


def _stacked(pictures: Sequence[CodedPicture]) -> NDArray[np.int16]:
    if len({len(p.block_qp) for p in pictures}) != 1:
        return np.empty((len(pictures), 0), np.int16)
    return np.stack([p.block_qp for p in pictures]).astype(np.int16)
