"""Crops of all faces to all detectors in full batches, as frames stream by.

Crops wait per detector until a batch is full; the last batch is padded, so every crop is computed in a batch of the
same size whatever came after it. Only waiting crops are held, never frames.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import crops, registry
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.runtime import DeviceFull, Runtime
from deepfake_studio.vocabulary import DetectorResult, DetectorSpec, FaceTrack, ScoreSeries


@dataclass(slots=True)
class _Lane:
    """One detector with the crops that wait for it and the logits it gave, by (track, position in the track)."""

    spec: DetectorSpec
    detector: Detector | None
    reason: str | None
    keys: list[tuple[int, int]] = field(default_factory=list)
    crops: list[NDArray[np.uint8]] = field(default_factory=list)
    logits: dict[tuple[int, int], float] = field(default_factory=dict)


def load(spec: DetectorSpec, runtime: Runtime) -> Detector:
    """The detector of a manifest entry.

    Raises:
        WeightsError: its weights are missing, changed or of another architecture.
    """
    module, name = spec.entry.split(":")
    detector: Detector = getattr(importlib.import_module(module), name)(spec, runtime)
    return detector


class Scorer:
    """All detectors over all faces of one item.

    Args:
        specs: which detectors; one that cannot be loaded is reported as unavailable, with the reason.
        cache: loaded detectors kept between items by the caller, keyed by (id, weights, device).
    """

    def __init__(
        self, specs: Sequence[DetectorSpec], runtime: Runtime, *, cache: dict[tuple[str, str, str], Detector]
    ) -> None:
        self.runtime = runtime
        self.seconds = 0.0
        self._lanes = [self._lane(spec, cache) for spec in specs]
        self._counts: dict[int, int] = {}

    def _lane(self, spec: DetectorSpec, cache: dict[tuple[str, str, str], Detector]) -> _Lane:
        key = (spec.id, spec.sha256, self.runtime.device)
        try:
            if key not in cache:
                cache[key] = load(spec, self.runtime)
            return _Lane(spec=spec, detector=cache[key], reason=None)
        except StudioError as error:
            return _Lane(spec=spec, detector=None, reason=str(error))

    def add(self, pixels: NDArray[np.uint8], box: NDArray[np.float32], track_id: int) -> None:
        """Crop one face for every detector and score the batches that became full."""
        position = self._counts.get(track_id, 0)
        self._counts[track_id] = position + 1
        made: dict[tuple[float, int, int], NDArray[np.uint8]] = {}
        for lane in self._lanes:
            if lane.detector is None:
                continue
            recipe = lane.spec.crop
            key = (recipe.margin, recipe.stored_px, recipe.input_px)
            if key not in made:
                stored = crops.crop(pixels, box, margin=recipe.margin, size_px=recipe.stored_px)
                made[key] = crops.resize(stored, recipe.input_px)
            lane.keys.append((track_id, position))
            lane.crops.append(made[key])
            if len(lane.crops) >= self.runtime.batch_size:
                self._flush(lane)

    def _flush(self, lane: _Lane) -> None:
        if not lane.crops or lane.detector is None:
            return
        started = time.perf_counter()
        size = self.runtime.batch_size
        batch = np.zeros((size, *lane.crops[0].shape), np.uint8)
        batch[: len(lane.crops)] = np.stack(lane.crops)
        found = lane.detector.score(batch, self.runtime)[: len(lane.crops)]
        if not np.isfinite(found).all():
            lane.detector, lane.reason = (
                None,
                f"{lane.spec.id} gave a value that is not a number; its scores are not used.",
            )
        lane.logits.update(zip(lane.keys, (float(v) for v in found), strict=True))
        lane.keys, lane.crops = [], []
        self.seconds += time.perf_counter() - started

    def finish(self, tracks: Sequence[FaceTrack]) -> tuple[DetectorResult, ...]:
        """Score what still waits and return one result per detector, with a series per track."""
        for lane in self._lanes:
            self._flush(lane)
        return tuple(self._result(lane, tracks) for lane in self._lanes)

    @staticmethod
    def _result(lane: _Lane, tracks: Sequence[FaceTrack]) -> DetectorResult:
        if lane.reason is not None:
            return DetectorResult(
                detector_id=lane.spec.id, status="unavailable", reason=lane.reason, weights_sha256=None
            )
        series = tuple(
            ScoreSeries(
                detector_id=lane.spec.id,
                track_id=t.id,
                pts_seconds=t.pts_seconds,
                logits=np.array([lane.logits[t.id, i] for i in range(len(t.frame_rows))], np.float64),
            )
            for t in tracks
        )
        return DetectorResult(
            detector_id=lane.spec.id, status="scored", reason=None, weights_sha256=lane.spec.sha256, series=series
        )


def available_specs(detector_ids: Sequence[str] | None) -> tuple[DetectorSpec, ...]:
    """The entries named, or the shipped ensemble."""
    return tuple(registry.spec(i) for i in (detector_ids or registry.shipped_ids()))


__all__ = ["DeviceFull", "Scorer", "available_specs", "load"]
