"""What one detector waits for and gave while an item streams by, and its result at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from deepfake_studio.inference import faces, methods
from deepfake_studio.inference.clips import why_too_short
from deepfake_studio.inference.detector import Detector
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.vocabulary import CropRecipe, DetectorResult, DetectorSpec, FaceTrack, ScoreSeries

Rows = list[tuple[float | None, float]]  # (seconds of a clip or frame, logit)


@dataclass(slots=True)
class Lane:
    """One detector with the inputs that wait for it and the rows it gave, by track (by frame where it reads tiles)."""

    spec: DetectorSpec
    runtime: Runtime
    detector: Detector | None
    reason: str | None
    keys: list[tuple[int, float | None]] = field(default_factory=list)
    inputs: list[NDArray[np.uint8]] = field(default_factory=list)
    rows: dict[int, Rows] = field(default_factory=dict)
    frames: int = 0
    too_small: str = ""
    boxes: Counter[str] = field(default_factory=Counter)

    @property
    def of_faces(self) -> bool:
        """Whether it can be used and reads single faces."""
        return self.detector is not None and self.spec.clip is None and self.spec.tiles is None

    @property
    def geometry(self) -> CropRecipe:
        """Its crop recipe without the normalisation: detectors that differ in nothing else share their crops."""
        return replace(self.spec.crop, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))

    def count_box(self, detector: str) -> None:
        """Remember whose box a face was cropped by."""
        self.boxes[detector] += 1

    def _boxes(self) -> str | None:
        """Which face detector gave the boxes, for recipes that ask for another than the default one."""
        if self.spec.crop.boxes == "default" or not self.boxes:
            return None
        found = {"BlazeFace": f"BlazeFace (front, tiles): {self.boxes['BlazeFace']} faces"}
        default = f"{faces.NAME}: {self.boxes['default']} faces"
        why = "not seen by BlazeFace" if self.boxes["BlazeFace"] else "BlazeFace is not installed or saw none"
        found["default"] = f"{default}, {why}"
        return "; ".join(text for name, text in found.items() if self.boxes[name])

    def result(self, tracks: Sequence[FaceTrack]) -> DetectorResult:
        """What it said, with a series per track or one of the whole frames."""
        if self.reason is not None:
            return self._unavailable(self.reason)
        if self.spec.tiles is not None:
            return self._of_frames()
        unscored = self._unscored(tracks)
        series = tuple(self._series(t) for t in tracks if t.id not in unscored)
        if unscored and not series:
            frames = self.spec.clip.frames if self.spec.clip else 1
            return self._unavailable(f"{self.spec.id} reads clips of {frames} frames: {next(iter(unscored.values()))}.")
        return self._scored(series, unscored)

    def _scored(self, series: tuple[ScoreSeries, ...], unscored: dict[int, str]) -> DetectorResult:
        return DetectorResult(
            detector_id=self.spec.id,
            status="scored",
            reason=None,
            weights_sha256=self.spec.sha256,
            series=series,
            unscored=unscored,
            question=self.spec.question,
            aggregator=self.spec.aggregator,
            method=methods.words(self.spec),
            boxes=self._boxes(),
        )

    def _unavailable(self, reason: str) -> DetectorResult:
        return DetectorResult(
            detector_id=self.spec.id,
            status="unavailable",
            reason=reason,
            weights_sha256=None,
            question=self.spec.question,
            aggregator=self.spec.aggregator,
        )

    def _of_frames(self) -> DetectorResult:
        if not self.rows:
            return self._unavailable(self.too_small or f"{self.spec.id} was given no frame.")
        numbers = sorted(self.rows)
        seconds = np.array([self.rows[n][0][0] for n in numbers], np.float64)
        logits = np.array([np.mean([logit for _, logit in self.rows[n]]) for n in numbers], np.float64)
        series = ScoreSeries(detector_id=self.spec.id, track_id=None, pts_seconds=seconds, logits=logits)
        return self._scored((series,), {})

    def _unscored(self, tracks: Sequence[FaceTrack]) -> dict[int, str]:
        if self.spec.clip is None:
            return {}
        counts = {t.id: len(self.rows.get(t.id, [])) for t in tracks}
        return {t: why_too_short(self.spec.clip, n) for t, n in counts.items() if n < self.spec.clip.min_clips}

    def _series(self, track: FaceTrack) -> ScoreSeries:
        rows = self.rows.get(track.id, [])
        logits = np.array([logit for _, logit in rows], np.float64)
        if self.spec.clip is None:
            return ScoreSeries(
                detector_id=self.spec.id, track_id=track.id, pts_seconds=track.pts_seconds, logits=logits
            )
        seconds = np.array([seconds for seconds, _ in rows], np.float64)
        order = np.argsort(seconds, kind="stable")  # overlapping clips may end in another order than their middles
        return ScoreSeries(
            detector_id=self.spec.id,
            track_id=track.id,
            pts_seconds=seconds[order],
            logits=logits[order],
            frames_per_score=self.spec.clip.frames,
        )
