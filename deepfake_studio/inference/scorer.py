"""Crops of all faces to all detectors in full batches, as frames stream by.

Crops wait per detector until a batch is full; the last batch is padded, so every crop is computed in a batch of the
same size whatever came after it. Only waiting crops are held, never frames. For a detector of motion one input is the
crops of a whole clip; one that needs no face gets the squares of every sampled frame.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import crops_published, registry, tiles
from deepfake_studio.inference.clips import FaceClip
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.lanes import Lane
from deepfake_studio.inference.runtime import DeviceFull, Runtime
from deepfake_studio.inference.teams import Teams, shared_out
from deepfake_studio.vocabulary import ClipRecipe, CropRecipe, DetectorResult, DetectorSpec, FaceTrack


def load(spec: DetectorSpec, runtime: Runtime) -> Detector:
    """The detector of a manifest entry.

    Raises:
        WeightsError: its weights are missing, changed or of another architecture.
    """
    module, name = spec.entry.split(":")
    detector: Detector = getattr(importlib.import_module(module), name)(spec, runtime)
    return detector


class Scorer:
    """All detectors over all faces, or whole frames, of one item.

    Args:
        specs: which detectors; one that cannot be loaded is reported as unavailable, with the reason.
        cache: loaded detectors kept between items by the caller, keyed by (id, weights, device).
    """

    def __init__(
        self, specs: Sequence[DetectorSpec], runtime: Runtime, *, cache: dict[tuple[str, str, str], Detector]
    ) -> None:
        self.runtime = runtime
        self.seconds = 0.0
        self._teams = Teams(runtime.each)
        shares = shared_out([spec.size_bytes for spec in specs], len(runtime.each))
        self._lanes = [self._lane(spec, runtime.each[n], cache) for spec, n in zip(specs, shares, strict=True)]

    def _lane(self, spec: DetectorSpec, run: Runtime, cache: dict[tuple[str, str, str], Detector]) -> Lane:
        key = (spec.id, spec.sha256, run.device)
        try:
            if key not in cache:
                cache[key] = load(spec, run)
            return Lane(spec=spec, runtime=run, detector=cache[key], reason=None)
        except StudioError as error:
            return Lane(spec=spec, runtime=run, detector=None, reason=str(error))

    @property
    def usable(self) -> bool:
        """Whether any detector was loaded and gave no nonsense; it may still have had nothing to score."""
        return any(lane.detector is not None for lane in self._lanes)

    @property
    def clip_recipes(self) -> tuple[ClipRecipe, ...]:
        """The different ways of forming clips that its detectors ask for."""
        return tuple(dict.fromkeys(lane.spec.clip for lane in self._lanes if lane.spec.clip and lane.detector))

    @property
    def whole_frames(self) -> bool:
        """Whether a detector was asked for that needs no face; one that cannot be used says so in its result."""
        return any(lane.spec.tiles is not None for lane in self._lanes)

    @property
    def blazeface(self) -> bool:
        """Whether a detector of single frames asks for the boxes of BlazeFace."""
        return any(lane.of_faces and lane.spec.crop.boxes == "blazeface" for lane in self._lanes)

    def add(
        self,
        pixels: NDArray[np.uint8],
        box: NDArray[np.float32],
        track_id: int,
        *,
        landmarks: NDArray[np.float32] | None = None,
        blazeface: NDArray[np.float32] | None = None,
    ) -> None:
        """Crop one face for every detector of single frames and score the batches that became full.

        Args:
            pixels: the frame.
            box: of the face (4,) x, y, w, h px.
            track_id: whose face it is.
            landmarks: (5, 2) px, for recipes that align.
            blazeface: the same face's box by BlazeFace, for recipes that ask for it; without one ``box`` is taken.
        """
        made: dict[CropRecipe, NDArray[np.uint8]] = {}
        for lane in self._lanes:
            if not lane.of_faces:
                continue
            recipe = lane.geometry
            theirs = blazeface if recipe.boxes == "blazeface" else None
            lane.count_box("BlazeFace" if theirs is not None else "default")
            if recipe not in made:
                chosen = box if theirs is None else theirs
                made[recipe] = crops_published.make(pixels, chosen, recipe, landmarks=landmarks)
            self._wait(lane, track_id, None, made[recipe])

    def add_clip(self, clip: FaceClip, recipe: ClipRecipe) -> None:
        """Crop the frames of a clip for every detector that asked for ``recipe`` and score what became full."""
        for lane in self._lanes:
            if lane.detector is None or lane.spec.clip != recipe:
                continue
            made = [
                crops_published.make(frame, clip.box, lane.geometry, landmarks=clip.landmarks) for frame in clip.frames
            ]
            self._wait(lane, clip.track_id, clip.pts_seconds, np.stack(made))

    def add_frame(self, pixels: NDArray[np.uint8], pts_seconds: float) -> None:
        """Cut the squares of a sampled frame for every detector that needs no face and score what became full."""
        for lane in self._lanes:
            if lane.detector is None or lane.spec.tiles is None:
                continue
            made = tiles.inputs(pixels, crop=lane.spec.crop, recipe=lane.spec.tiles)
            if not made:
                height, width = pixels.shape[:2]
                need = lane.spec.crop.input_px
                lane.too_small = f"{lane.spec.id} reads squares of {need} px, and a frame has {width}x{height}."
            for one in made:
                self._wait(lane, lane.frames, pts_seconds, one)
            lane.frames += 1

    def _wait(self, lane: Lane, key: int, pts_seconds: float | None, one: NDArray[np.uint8]) -> None:
        lane.keys.append((key, pts_seconds))
        lane.inputs.append(one)
        if len(lane.inputs) >= self._batch_size(lane):
            self._flush(lane)

    def _batch_size(self, lane: Lane) -> int:
        frames = lane.spec.clip.frames if lane.spec.clip else 1
        return max(1, self.runtime.batch_size // frames)

    def _flush(self, lane: Lane) -> None:
        if not lane.inputs or lane.detector is None:
            return
        batch = np.zeros((self._batch_size(lane), *lane.inputs[0].shape), np.uint8)
        batch[: len(lane.inputs)] = np.stack(lane.inputs)
        detector, run, keys = lane.detector, lane.runtime, lane.keys
        lane.keys, lane.inputs = [], []

        def score() -> tuple[NDArray[np.float64], float]:
            started = time.perf_counter()
            found = detector.score(batch, run)[: len(keys)]
            return found, time.perf_counter() - started

        self._teams.give(run, score, lambda done: self._note(lane, keys, *done))

    def _note(self, lane: Lane, keys: list[tuple[int, float | None]], found: NDArray[np.float64], took: float) -> None:
        self.seconds += took
        if not np.isfinite(found).all():
            lane.detector, lane.reason = (
                None,
                f"{lane.spec.id} gave a value that is not a number; its scores are not used.",
            )
        for (key, pts_seconds), logit in zip(keys, found.tolist(), strict=True):
            lane.rows.setdefault(key, []).append((pts_seconds, logit))

    def finish(self, tracks: Sequence[FaceTrack]) -> tuple[DetectorResult, ...]:
        """Score what still waits and return one result per detector, with a series per track or of the whole frames."""
        for lane in self._lanes:
            self._flush(lane)
        self._teams.settle()
        return tuple(lane.result(tracks) for lane in self._lanes)


def available_specs(detector_ids: Sequence[str] | None) -> tuple[DetectorSpec, ...]:
    """The entries named, or the shipped ensemble."""
    return tuple(registry.spec(i) for i in (detector_ids or registry.shipped_ids()))


__all__ = ["DeviceFull", "Scorer", "available_specs", "load"]
