"""Faces that an examiner drew because none was found: their boxes at every sampled frame, measured like the others.

The face search is asked again, within the drawn box alone and enlarged where it is small. Where it sees a face there,
that one's box and landmarks are measured, so that the detectors get the crops they were calibrated on; where it does
not, the drawn box itself is, with the score 0. So a track that was hardly ever confirmed gets raw scores and no ratio,
by the same rule as every track of which the search was unsure (`analysis.domain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference import crops
from deepfake_studio.inference.faces import FaceDetector, iou
from deepfake_studio.vocabulary import DrawnTrack, FaceTrack

MARGIN = 2.0  # side of the square that is searched, in longer sides of the drawn box
LEAST_SEARCH_PX = 256  # a smaller square is enlarged to this before it is searched
LEAST_OVERLAP = 0.3  # of the face that is seen with the drawn box
# where eyes, nose and corners of the mouth lie in a box of the face search, as shares of it: medians over its own boxes
POINTS = ((0.31, 0.38), (0.69, 0.38), (0.5, 0.59), (0.35, 0.77), (0.65, 0.77))
Box = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A drawn face in a frame: ``box`` (4,) x, y, w, h px, ``landmarks`` (5, 2) px, ``score`` of the search 0..1."""

    track_id: int
    box: Box
    landmarks: Box
    score: float


@dataclass(slots=True)
class _Rows:
    shot: int
    rows: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    sharpness: list[float] = field(default_factory=list)


class Drawn:
    """Feed the sampled frames in order; `tracks` gives what came of them."""

    def __init__(self, wanted: Sequence[DrawnTrack], detector: FaceDetector) -> None:
        self._wanted, self._detector = tuple(wanted), detector
        self._found: dict[int, _Rows] = {}

    def see(self, pixels: NDArray[np.uint8], *, row: int, pts_seconds: float, shot: int) -> list[Seen]:
        """The drawn faces of the sampled frame ``row`` (H, W, 3); none where nothing was drawn at this moment."""
        out = []
        for track in self._wanted:
            if not track.start_seconds <= pts_seconds <= track.stop_seconds:
                continue
            box = inside(box_at(track, pts_seconds), pixels)
            if box is None:
                continue
            one = self._search(pixels, box, track.id)
            kept = self._found.setdefault(track.id, _Rows(shot))
            kept.rows.append(row)
            kept.seconds.append(pts_seconds)
            kept.seen.append(one)
            kept.sharpness.append(crops.sharpness(pixels, one.box))
            out.append(one)
        return out

    def _search(self, pixels: NDArray[np.uint8], box: Box, track_id: int) -> Seen:
        """What the face search sees within a drawn box, or the box itself."""
        left, top, side = crops.square(box, margin=MARGIN)
        size = max(side, LEAST_SEARCH_PX)
        scale = side / size
        found = self._detector.detect([crops.cut(pixels, (left, top, side), size_px=size)])[0]
        boxes = found.boxes * scale + np.array([left, top, 0, 0], np.float32)
        overlaps = iou(box, boxes) if len(found) else np.zeros(0, np.float32)
        if not len(overlaps) or float(overlaps.max()) < LEAST_OVERLAP:
            marks = box[:2] + np.array(POINTS, np.float32) * box[2:]
            return Seen(track_id, box, marks.astype(np.float32), 0.0)
        best = int(overlaps.argmax())
        marks = found.landmarks[best] * scale + np.array([left, top], np.float32)
        return Seen(track_id, boxes[best].astype(np.float32), marks.astype(np.float32), float(found.scores[best]))

    def tracks(self) -> tuple[FaceTrack, ...]:
        """One track for each drawn face that a sampled frame holds."""
        return tuple(self._track(one, self._found[one.id]) for one in self._wanted if one.id in self._found)

    @staticmethod
    def _track(drawn: DrawnTrack, kept: _Rows) -> FaceTrack:
        return FaceTrack(
            id=drawn.id,
            shot=kept.shot,
            frame_rows=np.array(kept.rows, np.int64),
            pts_seconds=np.array(kept.seconds, np.float64),
            boxes=np.array([one.box for one in kept.seen], np.float32).reshape(-1, 4),
            landmarks=np.array([one.landmarks for one in kept.seen], np.float32).reshape(-1, 5, 2),
            scores=np.array([one.score for one in kept.seen], np.float32),
            sharpness=np.array(kept.sharpness, np.float32),
            origin=drawn.origin,
        )

    def limitations(self) -> tuple[str, ...]:
        """What a reader must know of each."""
        return tuple(map(self._limitation, self._wanted))

    def _limitation(self, drawn: DrawnTrack) -> str:
        kept = self._found.get(drawn.id)
        if kept is None:
            return (
                f"Face track {drawn.id} was {drawn.origin}, and no sampled frame lies within its span; "
                "nothing of it was measured."
            )
        confirmed = sum(one.score > 0 for one in kept.seen)
        return (
            f"Face track {drawn.id} was {drawn.origin}; asked within the drawn box, the face search saw a face in "
            f"{confirmed} of {len(kept.seen)} sampled frames and its box was measured there, elsewhere the drawn one."
        )


def box_at(track: DrawnTrack, seconds: float) -> Box:
    """The drawn box (4,) x, y, w, h px at a moment: on a straight line between two, as the nearest beyond them."""
    ordered = sorted(track.boxes, key=lambda b: b.seconds)
    moments = [b.seconds for b in ordered]
    values = np.array([[b.x, b.y, b.width, b.height] for b in ordered], np.float64)
    return np.array([np.interp(seconds, moments, values[:, n]) for n in range(4)], np.float32)


def inside(box: Box, pixels: NDArray[np.uint8]) -> Box | None:
    """The part of a box within the frame; ``None`` where nothing of it is."""
    height, width = pixels.shape[:2]
    low = np.maximum(box[:2], 0)
    high = np.minimum(box[:2] + box[2:], np.array([width, height], np.float32))
    return np.concatenate([low, high - low]).astype(np.float32) if (high - low >= 2).all() else None
