"""Detectors of motion on the product's path: beside frame detectors, and with a reason where there is no motion."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
import tomli_w
import torch

from deepfake_studio import examine, paths, wire
from deepfake_studio.analysis import assess, fuse
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import registry, runtime, scorer, weights
from deepfake_studio.inference.clips import FaceClip
from deepfake_studio.inference.faces import Faces
from deepfake_studio.inference.nets.sta import StA, StaShape
from deepfake_studio.inference.nets.temporal_adapter import TemporalAdapterNet
from deepfake_studio.job import QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import DEFAULT
from deepfake_studio.vocabulary import ClipRecipe, CropRecipe, DetectorResult, DetectorSpec, Examination, FaceTrack

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "as_it_is.mp4"
FRAME = "tf_efficientnet_lite0.sbi1"
RUN = runtime.Runtime(device="cpu", dtype="float32", batch_size=8, threads=1)
TINY = StaShape(width=32, heads=4, blocks=2, patch_px=14, image_px=42, frames=4, bottleneck=16)


def made(folder: Path, net: torch.nn.Module, like: DetectorSpec, **changes: object) -> DetectorSpec:
    file = folder / "clip.safetensors"
    sha256, size_bytes = weights.save_safetensors(net.state_dict(), file)
    return dataclasses.replace(
        like, file=file.name, sha256=sha256, size_bytes=size_bytes, folder=str(folder), calibration=None, card=None,
        **changes,
    )  # fmt: skip


@pytest.fixture
def temporal() -> DetectorSpec:
    """The shipped frame detector with silent adapters, entered into the user's manifest."""
    folder = paths.user_models_dir()
    folder.mkdir(parents=True)
    shipped = registry.spec(FRAME)
    net = TemporalAdapterNet()
    net.start_from(weights.state_dict(shipped))
    entry = "deepfake_studio.inference.detectors.temporal_adapter:TemporalAdapter"
    spec = made(folder, net, shipped, id="temporal.start", entry=entry, clip=ClipRecipe(frames=8))
    plain = {k: v for k, v in wire.to_plain(spec).items() if v is not None and k != "folder"}
    (folder / "manifest.toml").write_text(tomli_w.dumps({"schema": 1, "detector": [plain]}), "utf-8")
    assert registry.spec("temporal.start") == spec
    return spec


@pytest.fixture
def sta(tmp_path: Path) -> DetectorSpec:
    torch.manual_seed(0)
    net = StA(TINY)
    for name, value in [*net.named_parameters(), *net.named_buffers()]:
        if ".up." in name:
            torch.nn.init.normal_(value, 0, 0.3)
        if name.endswith("running_var"):
            value.uniform_(0.2, 0.4)
    crop = CropRecipe(margin=1.3, stored_px=42, input_px=42, mean=(0.48, 0.46, 0.41), std=(0.27, 0.26, 0.28))
    options = {"width": "32", "heads": "4", "blocks": "2", "patch_px": "14", "bottleneck": "16"}
    entry = "deepfake_studio.inference.detectors.sta:StaDetector"
    like = dataclasses.replace(registry.spec(FRAME), crop=crop, options=options)
    return made(tmp_path, net, like, id="sta.test", entry=entry, clip=ClipRecipe(frames=4))


def clips(count: int, *, side: int = 42, frames: int = 4) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 255, (count, frames, side, side, 3), dtype=np.uint8)


def test_sta_scores_one_at_a_time_as_it_scores_many(sta: DetectorSpec) -> None:
    alone = scorer.load(sta, RUN)
    many = scorer.load(dataclasses.replace(sta, options={**sta.options, "batch": "many"}), RUN)
    batch = clips(3)
    assert np.allclose(alone.score(batch, RUN), many.score(batch, RUN), atol=1e-4)
    assert len(set(alone.score(batch, RUN).tolist())) == 3
    with torch.inference_mode():
        out = alone.net(torch.zeros(1, 4, 3, 42, 42))  # type: ignore[attr-defined]
    assert torch.allclose(alone.read(out).sigmoid(), out.softmax(1)[:, 1])  # type: ignore[attr-defined]


def test_an_entry_without_its_clip_recipe_is_refused(sta: DetectorSpec) -> None:
    with pytest.raises(WeightsError, match="lacks its clip recipe"):
        scorer.load(dataclasses.replace(sta, clip=None), RUN)
    with pytest.raises(WeightsError, match="no number"):
        scorer.load(dataclasses.replace(sta, options={"width": "wide"}), RUN)


def test_short_tracks_give_a_reason_and_no_score(sta: DetectorSpec) -> None:
    spec = dataclasses.replace(sta, clip=ClipRecipe(frames=4, min_clips=2))
    tracks = [track(1), track(2)]
    score = scorer.Scorer([spec], RUN, cache={})
    frames = tuple(np.random.default_rng(k).integers(0, 255, (50, 60, 3), dtype=np.uint8) for k in range(4))
    for number, track_id in enumerate([1, 1, 2, 1]):
        clip = FaceClip(track_id=track_id, pts_seconds=9.0 - number, box=np.array([5, 5, 20, 20.0]), frames=frames)
        score.add_clip(clip, ClipRecipe(frames=4, min_clips=2))
    (result,) = score.finish(tracks)
    assert result.status == "scored"
    assert [(s.track_id, s.pts_seconds.tolist(), s.frames_per_score) for s in result.series] == [
        (1, [6.0, 8.0, 9.0], 4)
    ]
    assert result.unscored == {2: "1 clips of 4 frames; at least 2 are needed"}
    assert wire.from_plain(DetectorResult, wire.to_plain(result)).unscored == result.unscored
    (none,) = scorer.Scorer([spec], RUN, cache={}).finish(tracks)
    assert (none.status, none.series) == ("unavailable", ())
    assert "no 4 consecutive examined frames" in str(none.reason)
    # nothing to score is no failure of the examination: its outcome says why
    found = assess.assess([none], tracks=tracks, calibrations={}, fused=None, coverage=None)
    assert (found.outcome, found.reason) == ("inconclusive", none.reason)
    assert {t.reason for t in found.track_results} == {none.reason}


def track(number: int) -> FaceTrack:
    rows = np.arange(2)
    return FaceTrack(
        id=number, shot=0, frame_rows=rows, pts_seconds=rows.astype(float), boxes=np.zeros((2, 4), np.float32),
        landmarks=np.zeros((2, 5, 2), np.float32), scores=np.ones(2, np.float32),
    )  # fmt: skip


def test_silent_adapters_say_the_mean_of_the_frames(temporal: DetectorSpec) -> None:
    frame, clip = scorer.load(registry.spec(FRAME), RUN), scorer.load(temporal, RUN)
    batch = clips(2, side=128, frames=8)
    each = frame.score(batch.reshape(16, 128, 128, 3), RUN).reshape(2, 8)
    assert np.allclose(clip.score(batch, RUN), each.mean(1), atol=1e-3)
    assert each.std() > 0.01


class StillFace:
    """A face detector that costs nothing: one face that stays where it is."""

    def detect(self, frames: list[np.ndarray], *, pad_to: int = 0) -> list[Faces]:
        one = np.array([[180, 120, 120, 140]], np.float32)
        return [Faces(boxes=one, landmarks=np.zeros((1, 5, 2), np.float32), scores=np.ones(1, np.float32))] * len(
            frames
        )


def look(*detectors: str) -> Examination:
    return examine.examine(
        acquire(SAMPLE, job=QuietJob(), limits=DEFAULT),
        plan="quick",
        limits=DEFAULT,
        job=QuietJob(),
        detector_ids=detectors,
        device="cpu",
        threads=1,
        kit=examine.Kit(faces={1: StillFace()}),  # type: ignore[dict-item]
    )


def test_a_clip_detector_changes_nothing_for_the_others(temporal: DetectorSpec) -> None:
    without, both = look(FRAME), look(FRAME, temporal.id)
    frame, clip = (r for r in both.detectors)
    assert np.array_equal(frame.series[0].logits, without.detectors[0].series[0].logits)
    assert both.frames == without.frames
    assert both.recipe == without.recipe
    assert both.coverage == without.coverage
    assert without.clip_frames == ()
    # four bursts of eight, each around one of the sixteen sampled frames
    assert len(both.clip_frames) == 4 * 7
    numbers = sorted({f.decode_index for f in (*both.clip_frames, *both.frames)})
    assert sum(b - a == 1 for a, b in itertools.pairwise(numbers)) == 4 * 7
    (series,) = clip.series
    assert set(series.pts_seconds) <= set(both.tracks[0].pts_seconds)
    assert len(series.logits) == 4
    assert clip.status == "not_calibrated"
    assert fuse.scored_frames(series) == 32
