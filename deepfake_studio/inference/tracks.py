"""Faces of successive sampled frames joined into tracks, one shot at a time.

Two observations belong together when their boxes overlap or lie close for their size; a cut ends every track.
The rule is greedy on a cost with a fixed order, so the same faces always give the same tracks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference import crops
from deepfake_studio.inference.faces import Faces, iou
from deepfake_studio.vocabulary import FaceTrack

RECIPE = "greedy IoU >= 0.2 or centre within 0.6 of the size, gap <= 1.5 s or 2 samples, cut at thumbnail change"
MIN_OVERLAP = 0.2
MAX_CENTRE_SHIFT = 0.6
MAX_SIZE_RATIO = 1.8
MAX_GAP_SECONDS = 1.5
MAX_GAP_SAMPLES = 2
CUT_DIFFERENCE = 42.0  # mean absolute difference of 32x18 thumbnails, levels
CUT_CORRELATION = 0.35  # correlation of their colour histograms


@dataclass(slots=True)
class _Open:
    id: int
    shot: int
    rows: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    boxes: list[NDArray[np.float32]] = field(default_factory=list)
    landmarks: list[NDArray[np.float32]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    sharpness: list[float] = field(default_factory=list)


class Shots:
    """Counts shots over sampled frames by comparing small thumbnails."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._histogram: NDArray[np.float32] | None = None
        self.number = 0

    def update(self, pixels: NDArray[np.uint8]) -> bool:
        """Whether ``pixels`` (H, W, 3) start a new shot."""
        small = cv2.resize(pixels, (32, 18), interpolation=cv2.INTER_AREA)
        histogram = cv2.calcHist([small], [0, 1, 2], None, [4, 4, 4], [0, 256] * 3).ravel()
        thumb = small.astype(np.float32)
        cut = False
        if self._last is not None and self._histogram is not None:
            difference = float(np.abs(thumb - self._last).mean())
            correlation = float(np.corrcoef(histogram, self._histogram)[0, 1])
            cut = difference > CUT_DIFFERENCE or (difference > CUT_DIFFERENCE / 2 and correlation < CUT_CORRELATION)
        self._last, self._histogram = thumb, np.asarray(histogram, np.float32)
        self.number += int(cut)
        return cut


class Tracker:
    """Feed frames in order; `update` returns the track id of every face.

    Args:
        reserved: numbers that belong to others, as to faces that were drawn.
    """

    def __init__(self, *, reserved: frozenset[int] = frozenset()) -> None:
        self._reserved, self._last = reserved, 0
        self._shots = Shots()
        self._all: list[_Open] = []
        self._open: list[_Open] = []

    @property
    def shots(self) -> int:
        """Shots seen so far."""
        return self._shots.number + 1

    def update(self, pixels: NDArray[np.uint8], faces: Faces, *, row: int, pts_seconds: float) -> list[int]:
        """Track ids, one per face of ``faces``, for the sampled frame ``row``."""
        if self._shots.update(pixels):
            self._open = []
        self._open = [t for t in self._open if self._alive(t, row, pts_seconds)]
        assigned = self._match(faces)
        ids = []
        for index in range(len(faces)):
            track = assigned.get(index) or self._start()
            track.rows.append(row)
            track.seconds.append(pts_seconds)
            track.boxes.append(faces.boxes[index])
            track.landmarks.append(faces.landmarks[index])
            track.scores.append(float(faces.scores[index]))
            track.sharpness.append(crops.sharpness(pixels, faces.boxes[index]))
            ids.append(track.id)
        return ids

    @staticmethod
    def _alive(track: _Open, row: int, pts_seconds: float) -> bool:
        return pts_seconds - track.seconds[-1] <= MAX_GAP_SECONDS or row - track.rows[-1] <= MAX_GAP_SAMPLES

    def _start(self) -> _Open:
        self._last += 1
        while self._last in self._reserved:
            self._last += 1
        track = _Open(id=self._last, shot=self._shots.number)
        self._all.append(track)
        self._open.append(track)
        return track

    def _match(self, faces: Faces) -> dict[int, _Open]:
        pairs = sorted(
            (-score, index, track.id, track) for track in self._open for index, score in self._affinities(track, faces)
        )
        chosen: dict[int, _Open] = {}
        taken: set[int] = set()
        for _, index, track_id, track in pairs:
            if index not in chosen and track_id not in taken:
                chosen[index] = track
                taken.add(track_id)
        return chosen

    @staticmethod
    def _affinities(track: _Open, faces: Faces) -> list[tuple[int, float]]:
        if len(faces) == 0:
            return []
        last = track.boxes[-1]
        overlaps = iou(last, faces.boxes)
        size = float(max(last[2], last[3]))
        sizes = faces.boxes[:, 2:].max(-1)
        centres = faces.boxes[:, :2] + faces.boxes[:, 2:] / 2 - (last[:2] + last[2:] / 2)
        shifts = np.hypot(centres[:, 0], centres[:, 1]) / np.maximum(size, sizes)
        ratios = np.maximum(sizes, size) / np.maximum(np.minimum(sizes, size), 1)
        good = ((overlaps >= MIN_OVERLAP) | (shifts <= MAX_CENTRE_SHIFT)) & (ratios <= MAX_SIZE_RATIO)
        return [(int(i), float(overlaps[i] - shifts[i])) for i in np.flatnonzero(good)]

    def tracks(self) -> tuple[FaceTrack, ...]:
        """Every track so far, in order of appearance."""
        return tuple(
            FaceTrack(
                id=t.id,
                shot=t.shot,
                frame_rows=np.array(t.rows, np.int64),
                pts_seconds=np.array(t.seconds, np.float64),
                boxes=np.array(t.boxes, np.float32).reshape(-1, 4),
                landmarks=np.array(t.landmarks, np.float32).reshape(-1, 5, 2),
                scores=np.array(t.scores, np.float32),
                sharpness=np.array(t.sharpness, np.float32),
            )
            for t in self._all
        )
