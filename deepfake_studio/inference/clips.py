"""Runs of consecutive frames with one face in them: the inputs of detectors that look at motion.

One square serves all frames of a clip, from the median of the boxes found in it, so that the jitter of the face
detector does not look like motion. Frames are held until their clip is complete or can no longer be: memory is bounded
by the frames of a clip, not by the recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference.tracks import Shots
from deepfake_studio.vocabulary import ClipRecipe, Frame

Box = NDArray[np.float32]
LEAST_SHARE = 0.5  # of the frames in which faces were looked for, that must hold the face


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceClip:
    """``frames`` (each (H, W, 3) uint8) around ``pts_seconds``, with the ``box`` of one face for all of them.

    ``landmarks`` (5, 2) px, likewise one for all, where they were given.
    """

    track_id: int
    pts_seconds: float
    box: Box
    frames: tuple[NDArray[np.uint8], ...]
    landmarks: NDArray[np.float32] | None = None


@dataclass(slots=True)
class _Looked:
    """A frame of a clip in which faces were looked for."""

    position: int
    pts_seconds: float
    faces: Mapping[int, Box]
    landmarks: Mapping[int, Box] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    last: int  # number of the picture that completes it
    frames: list[NDArray[np.uint8]] = field(default_factory=list)
    looked: list[_Looked] = field(default_factory=list)
    shots: Shots = field(default_factory=Shots)
    whole: bool = True


class Gatherer:
    """Takes frames in order and gives back a clip per face as soon as its last frame has come.

    Args:
        recipe: how many frames make a clip.
        step: distance of a clip's frames in the recording.
        bursts: (K, frames) picture numbers; ``None`` = every frame comes, and clips follow one after the other.
    """

    def __init__(self, recipe: ClipRecipe, *, step: int, bursts: NDArray[np.int64] | None) -> None:
        self.recipe = recipe
        self._step = step
        self._places: dict[int, list[tuple[int, int]]] | None = None
        self._last: dict[int, int] = {}
        if bursts is not None:
            self._places = {}
            for number, pictures in enumerate(bursts.tolist()):
                self._last[number] = pictures[-1]
                for position, picture in enumerate(pictures):
                    self._places.setdefault(picture, []).append((number, position))
        self._open: dict[int, _Open] = {}

    @property
    def held(self) -> int:
        """Frames held at this moment."""
        return sum(len(clip.frames) for clip in self._open.values())

    def see(
        self, frame: Frame, faces: Mapping[int, Box] | None, landmarks: Mapping[int, Box] | None = None
    ) -> Iterator[FaceClip]:
        """The next frame of the examination.

        Args:
            frame: in ascending order of ``decode_index``.
            faces: track id to box; ``None`` where faces were not looked for.
            landmarks: track id to five landmarks (5, 2).
        """
        index = frame.decode_index
        self._open = {n: clip for n, clip in self._open.items() if clip.last >= index}  # a lost frame ends a clip
        for number, position in self._found(index):
            clip = self._open.setdefault(number, _Open(self._end(number)))
            self._take(clip, position, frame, faces, landmarks or {})
            if position == self.recipe.frames - 1:
                del self._open[number]
                if clip.whole and len(clip.frames) == self.recipe.frames:
                    yield from self._clips(clip)

    def _found(self, index: int) -> list[tuple[int, int]]:
        """(clip, position in it) of a picture."""
        if self._places is not None:
            return self._places.pop(index, [])
        number, within = divmod(index, self.recipe.frames * self._step)
        return [(number, within // self._step)] if within % self._step == 0 else []

    def _end(self, number: int) -> int:
        if self._places is not None:
            return self._last[number]
        return (number * self.recipe.frames + self.recipe.frames - 1) * self._step

    @staticmethod
    def _take(
        clip: _Open, position: int, frame: Frame, faces: Mapping[int, Box] | None, landmarks: Mapping[int, Box]
    ) -> None:
        same = not clip.frames or clip.frames[0].shape == frame.pixels.shape
        if clip.shots.update(frame.pixels) or not same:
            clip.whole = False  # two scenes are no motion of one
            clip.frames = []
        if not clip.whole:
            return
        clip.frames.append(frame.pixels)
        if faces is not None:
            clip.looked.append(_Looked(position, frame.pts_seconds, faces, landmarks))

    def _clips(self, clip: _Open) -> Iterator[FaceClip]:
        middle = self.recipe.frames // 2
        for track_id in sorted({t for seen in clip.looked for t in seen.faces}):
            rows = [seen for seen in clip.looked if track_id in seen.faces]
            if len(rows) < LEAST_SHARE * len(clip.looked):
                continue
            nearest = min(rows, key=lambda seen: abs(seen.position - middle))
            box = smoothed([seen.faces[track_id] for seen in rows])
            marks = [seen.landmarks[track_id] for seen in rows if track_id in seen.landmarks]
            yield FaceClip(
                track_id=track_id,
                pts_seconds=nearest.pts_seconds,
                box=box,
                frames=tuple(clip.frames),
                landmarks=np.median(np.stack(marks), axis=0).astype(np.float32) if marks else None,
            )


class Forming:
    """A `Gatherer` per way of forming clips.

    Args:
        recipes: what the detectors ask for.
        steps: distance of a clip's frames in this recording, per recipe.
    """

    def __init__(self, recipes: Sequence[ClipRecipe], *, steps: Sequence[int]) -> None:
        self._wanted = list(zip(recipes, steps, strict=True))
        self._gatherers: list[Gatherer] | None = None

    def see(
        self,
        frame: Frame,
        faces: Mapping[int, Box] | None,
        *,
        bursts: Sequence[NDArray[np.int64]] | None,
        landmarks: Mapping[int, Box] | None = None,
    ) -> Iterator[tuple[ClipRecipe, FaceClip]]:
        """As `Gatherer.see`; ``bursts`` (one per recipe) is read with the first frame.

        It is empty where nobody knows beforehand which pictures follow one another; then there are no clips.
        """
        if self._gatherers is None:
            chosen = [None] * len(self._wanted) if bursts is None else bursts
            self._gatherers = [
                Gatherer(recipe, step=step, bursts=burst)
                for (recipe, step), burst in zip(self._wanted, chosen, strict=False)
            ]
        for gatherer in self._gatherers:
            for clip in gatherer.see(frame, faces, landmarks):
                yield gatherer.recipe, clip


def smoothed(boxes: list[Box]) -> Box:
    """One x, y, w, h box for several frames: medians of centre and size."""
    stacked = np.stack(boxes).astype(np.float64)
    centre = np.median(stacked[:, :2] + stacked[:, 2:] / 2, axis=0)
    size = np.median(stacked[:, 2:], axis=0)
    return np.concatenate([centre - size / 2, size]).astype(np.float32)


def why_too_short(recipe: ClipRecipe, clips: int) -> str:
    """The reason for a track without a score."""
    if clips == 0:
        return f"no {recipe.frames} consecutive examined frames of one shot hold this face"
    return f"{clips} clips of {recipe.frames} frames; at least {recipe.min_clips} are needed"
