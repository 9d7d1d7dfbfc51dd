"""Synthetic tracks, series and calibrations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from deepfake_studio.analysis.calibrate import Calibration
from deepfake_studio.analysis.fitting import Item, fit
from deepfake_studio.vocabulary import DetectorResult, FaceTrack, ScoreSeries


def make_track(track_id: int, frames: int = 8, start: float = 0.0) -> FaceTrack:
    return FaceTrack(
        id=track_id,
        shot=0,
        frame_rows=np.arange(frames),
        pts_seconds=start + np.arange(frames) / 4,
        boxes=np.tile(np.array([40, 30, 100, 120], np.float32), (frames, 1)),
        landmarks=np.zeros((frames, 5, 2), np.float32),
        scores=np.ones(frames, np.float32),
    )


def make_result(detector: str, rows: dict[int, list[float]], sha: str | None = "w") -> DetectorResult:
    series = tuple(
        ScoreSeries(detector_id=detector, track_id=k, pts_seconds=np.arange(len(v)) / 4, logits=np.array(v, float))
        for k, v in rows.items()
    )
    return DetectorResult(detector_id=detector, status="scored", reason=None, weights_sha256=sha, series=series)


def make_items(
    *, groups: int = 12, detectors: int = 2, gap: float = 2.0, seed: int = 0, tracks: int = 1, missing: float = 0.0
) -> list[Item]:
    rng = np.random.default_rng(seed)
    out = []
    for index in range(2 * groups):
        fake = index % 2 == 0
        logits = rng.normal(0, 1, (tracks, detectors))
        logits[0] += gap * fake
        logits[rng.random(logits.shape) < missing] = np.nan
        frames = logits[:1] + rng.normal(0, 0.5, (10, detectors))
        out.append(Item(group=f"g{index}", manipulated=fake, track_logits=logits, frame_logits=frames))
    return out


@pytest.fixture(scope="session")
def fused() -> Calibration:
    return fit(
        make_items(), calibration_id="fused.t", detector_ids=("a", "b"), population="synthetic", replicates=100, seed=1
    )


@pytest.fixture(scope="session")
def singles() -> dict[str, Calibration]:
    items = make_items()
    return {
        name: fit(
            [
                Item(
                    group=i.group,
                    manipulated=i.manipulated,
                    track_logits=i.track_logits[:, [d]],
                    frame_logits=None if i.frame_logits is None else i.frame_logits[:, [d]],
                )
                for i in items
            ],
            calibration_id=f"{name}.t",
            detector_ids=(name,),
            population="synthetic",
            weights_sha256={name: "w"},
            replicates=100,
        )
        for d, name in enumerate(("a", "b"))
    }


@pytest.fixture(scope="session")
def track() -> Callable[..., FaceTrack]:
    return make_track


@pytest.fixture(scope="session")
def result() -> Callable[..., DetectorResult]:
    return make_result


@pytest.fixture(scope="session")
def items() -> Callable[..., list[Item]]:
    return make_items
