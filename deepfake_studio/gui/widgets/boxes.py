"""Which face boxes belong on a frame: those measured on it, and those interpolated between measured neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.vocabulary import Examination, FaceTrack, Floats

GAP_STEPS = 3.0  # neighbours further apart than this many usual steps: the face was away, draw nothing between


@dataclass(frozen=True, slots=True)
class Box:
    """One face on one frame, in pixels of the displayed frame; ``sampled`` = measured on this very frame.

    ``landmarks`` are x, y of right eye, left eye, nose, right and left mouth corner; none between sampled frames.
    """

    track_id: int
    x: float
    y: float
    width: float
    height: float
    sampled: bool
    landmarks: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Rows:
    track_id: int
    indices: NDArray[np.int64]
    pts_seconds: Floats
    boxes: NDArray[np.float64]
    longest_seconds: float
    landmarks: NDArray[np.float64]

    def at(self, index: int, seconds: float) -> Box | None:
        row = int(np.searchsorted(self.indices, index))
        if row < len(self.indices) and self.indices[row] == index:
            return self._box(self.boxes[row], sampled=True, landmarks=self.landmarks[row])
        if row == 0 or row == len(self.indices):
            return None
        start, stop = self.pts_seconds[row - 1], self.pts_seconds[row]
        if not start <= seconds <= stop or stop - start > self.longest_seconds:
            return None
        share = (seconds - start) / (stop - start) if stop > start else 0.0
        return self._box((1 - share) * self.boxes[row - 1] + share * self.boxes[row], sampled=False)

    def _box(self, box: NDArray[np.float64], *, sampled: bool, landmarks: NDArray[np.float64] | None = None) -> Box:
        x, y, width, height = (float(value) for value in box)
        points = () if landmarks is None or not landmarks.any() else tuple((float(a), float(b)) for a, b in landmarks)
        return Box(self.track_id, x, y, width, height, sampled, points)


class BoxTable:
    """The boxes of an examination, asked for by frame."""

    def __init__(self, examination: Examination | None) -> None:
        if examination is None:
            self._tracks: list[_Rows] = []
            return
        frames = np.array([frame.decode_index for frame in examination.frames], dtype=np.int64)
        step = usual_step([frame.pts_seconds for frame in examination.frames])
        self._tracks = [_rows(track, frames, step) for track in examination.tracks if len(track.frame_rows)]

    @property
    def track_ids(self) -> tuple[int, ...]:
        """Tracks with at least one box."""
        return tuple(rows.track_id for rows in self._tracks)

    def at(self, index: int, seconds: float) -> tuple[Box, ...]:
        """Boxes on decoded frame ``index``, which is shown from ``seconds`` on."""
        found = (rows.at(index, seconds) for rows in self._tracks)
        return tuple(box for box in found if box is not None)


def _rows(track: FaceTrack, frames: NDArray[np.int64], step_seconds: float) -> _Rows:
    indices = frames[track.frame_rows]
    order = np.argsort(indices, kind="stable")
    longest = GAP_STEPS * step_seconds
    boxes, landmarks = track.boxes[order].astype(np.float64), track.landmarks[order].astype(np.float64)
    return _Rows(track.id, indices[order], track.pts_seconds[order], boxes, longest, landmarks)


def usual_step(pts_seconds: list[float]) -> float:
    """How far apart the examined frames usually are."""
    return float(np.median(np.diff(pts_seconds))) if len(pts_seconds) > 1 else 0.0
