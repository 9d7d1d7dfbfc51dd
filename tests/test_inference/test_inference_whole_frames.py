"""Detectors of whole frames: which squares they read, what a frame scores, and what the manifest refuses."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import tomli_w
import torch

from deepfake_studio import examine, paths, wire
from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import registry, runtime, scorer, tiles, weights
from deepfake_studio.inference.detectors.tile_residual import TileResidual
from deepfake_studio.inference.faces import Faces
from deepfake_studio.inference.nets.tile_residual import TileResidualNet
from deepfake_studio.job import QuietJob
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import DEFAULT
from deepfake_studio.vocabulary import CropRecipe, DetectorSpec, Examination, TileRecipe

RUN = runtime.Runtime(device="cpu", dtype="float32", batch_size=4, threads=1)
PX = 32
CROP = CropRecipe(margin=1.0, stored_px=48, input_px=PX, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def noise(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def tensors() -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    net = TileResidualNet()
    for name, value in net.named_buffers():
        if name.endswith("running_var"):
            value.uniform_(0.5, 1.5)
    return net.state_dict()


def entered(tensors: dict[str, torch.Tensor], **changes: object) -> DetectorSpec:
    """A detector of whole frames in the user's manifest."""
    folder = paths.user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    sha256, size_bytes = weights.save_safetensors(tensors, folder / "t.safetensors")
    spec = DetectorSpec(
        id="tile_residual.t", entry="deepfake_studio.inference.detectors.tile_residual:TileResidual",
        file="t.safetensors", sha256=sha256, size_bytes=size_bytes, licence="", source="", paper="", description="",
        crop=CROP, positive_class="wholly generated", tolerance=0.05, calibration=None, card=None, folder=str(folder),
        question="wholly_generated", subject="whole_frame", tiles=TileRecipe(),
    )  # fmt: skip
    spec = dataclasses.replace(spec, **changes)
    plain = {k: v for k, v in wire.to_plain(spec).items() if v is not None and k != "folder"}
    (folder / "manifest.toml").write_text(tomli_w.dumps({"schema": 1, "detector": [plain]}), "utf-8")
    return spec


# ---- squares ---------------------------------------------------------------------------------------------------------


def test_squares_stand_in_the_middle_and_the_corners_and_none_twice() -> None:
    found = tiles.places(100, 160, side_px=40, count=5)
    assert list(found) == ["middle", "upper left", "upper right", "lower left", "lower right"]
    assert found["middle"] == (60, 30, 40)
    assert found["lower right"] == (120, 60, 40)
    assert set(tiles.places(100, 160, side_px=40, count=1)) == {"middle"}
    assert list(tiles.places(40, 120, side_px=40, count=5).values()) == [(40, 0, 40), (0, 0, 40), (80, 0, 40)]
    assert tiles.places(40, 40, side_px=40, count=5) == {"middle": (0, 0, 40)}
    assert tiles.places(39, 200, side_px=40, count=5) == {}


def test_squares_are_native_and_only_the_whole_is_reduced() -> None:
    frame = noise(100, 160)
    made = tiles.cut(frame, side_px=40, stored_px=48, recipe=TileRecipe())
    assert np.array_equal(made["upper right"], frame[:40, 120:])
    assert made[tiles.WHOLE].shape == (48, 48, 3)
    assert abs(float(made[tiles.WHOLE].mean()) - float(frame[:, 30:130].mean())) < 1
    assert tiles.WHOLE not in tiles.cut(frame, side_px=40, stored_px=48, recipe=TileRecipe(whole=False))
    assert list(tiles.cut(noise(40, 40), side_px=40, stored_px=48, recipe=TileRecipe())) == ["middle"]
    assert {i.shape for i in tiles.inputs(frame, crop=CROP, recipe=TileRecipe())} == {(PX, PX, 3)}
    assert tiles.inputs(noise(20, 300), crop=CROP, recipe=TileRecipe()) == []


# ---- scores ----------------------------------------------------------------------------------------------------------


def test_a_frame_scores_the_mean_of_its_squares_in_order(tensors: dict[str, torch.Tensor]) -> None:
    spec = entered(tensors)
    score = scorer.Scorer([spec], RUN, cache={})
    assert score.whole_frames
    frames = [noise(70, 90, seed) // (seed + 1) for seed in range(3)]  # squares of a frame cross the batches of four
    for seconds, frame in zip((0.5, 1.0, 1.5), frames, strict=True):
        score.add_frame(frame, seconds)
        score.add(frame, np.array([5, 5, 20, 20], np.float32), 1)  # a face is none of its business
    (result,) = score.finish([])
    (series,) = result.series
    assert (result.question, series.track_id, series.pts_seconds.tolist()) == (
        "wholly_generated", None, [0.5, 1.0, 1.5],
    )  # fmt: skip
    detector = scorer.load(spec, RUN)
    for logit, frame in zip(series.logits, frames, strict=True):
        each = detector.score(np.stack(tiles.inputs(frame, crop=CROP, recipe=TileRecipe())), RUN)
        assert len(each) == 6
        assert logit == pytest.approx(each.mean(), abs=1e-4)
    assert np.std(series.logits) > 1e-3


def test_a_frame_that_is_too_small_has_no_score_and_says_why(tensors: dict[str, torch.Tensor]) -> None:
    score = scorer.Scorer([entered(tensors)], RUN, cache={})
    score.add_frame(noise(20, 90), 0.0)
    (result,) = score.finish([])
    assert (result.status, result.series) == ("unavailable", ())
    assert result.reason == "tile_residual.t reads squares of 32 px, and a frame has 90x20."


def test_the_network_never_sees_brightness_or_slow_gradients(tensors: dict[str, torch.Tensor]) -> None:
    net = TileResidualNet()
    net.load_state_dict(tensors)
    x = torch.rand(1, 3, PX, PX) * 0.2
    assert torch.allclose(net.residual(x), net.residual(x + 0.3), atol=1e-5)
    assert float(net.residual(torch.full((1, 3, PX, PX), 0.7)).abs().max()) < 1e-5


def test_the_backbone_of_the_residual_network_is_a_start_and_others_are_not() -> None:
    shipped = weights.state_dict(registry.spec("residual_frequency.sbi1"))
    net = TileResidualNet()
    net.start_from(shipped, name="x")
    assert torch.equal(net.backbone.state_dict()["conv_stem.weight"], shipped["backbone.conv_stem.weight"])
    with pytest.raises(WeightsError, match="weights of y hold no such backbone"):
        net.start_from({k: v for k, v in shipped.items() if "conv_stem" not in k}, name="y")


# ---- the manifest ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"subject": "face_track"}, {"question": "manipulated_face"}, {"tiles": None}],
)
def test_an_entry_that_mixes_questions_is_refused(tensors: dict[str, torch.Tensor], changes: dict[str, object]) -> None:
    entered(tensors, **changes)
    with pytest.raises(WeightsError, match=r"tile_residual\.t .* mixes questions"):
        registry.specs()


def test_an_entry_of_a_question_nobody_validated_has_no_calibration(tensors: dict[str, torch.Tensor]) -> None:
    entered(tensors, calibration="c.json")
    with pytest.raises(WeightsError, match=r"not validated; take its calibration out"):
        registry.specs()


def test_it_runs_only_where_it_is_named(tensors: dict[str, torch.Tensor], monkeypatch: pytest.MonkeyPatch) -> None:
    spec = entered(tensors)
    assert registry.spec(spec.id) == spec
    assert spec.id not in registry.shipped_ids()
    monkeypatch.setattr(paths, "models_dir", paths.user_models_dir)
    assert registry.shipped_ids() == ()  # not even where it ships and no ensemble is named
    with (paths.user_models_dir() / "manifest.toml").open("a") as file:
        file.write(f'\n[ensemble]\ndetectors = ["{spec.id}"]\n')
    with pytest.raises(WeightsError, match="names the unknown detector"):
        registry.shipped_ids()


def test_the_detector_itself_needs_its_tiles(tensors: dict[str, torch.Tensor]) -> None:
    with pytest.raises(WeightsError, match="lacks its tile recipe"):
        TileResidual(dataclasses.replace(entered(tensors), tiles=None), RUN)


# ---- an examination --------------------------------------------------------------------------------------------------


class NoFace:
    """A face detector that costs nothing and finds nothing."""

    def detect(self, frames: list[np.ndarray], *, pad_to: int = 0) -> list[Faces]:
        none = Faces(
            boxes=np.zeros((0, 4), np.float32),
            landmarks=np.zeros((0, 5, 2), np.float32),
            scores=np.zeros(0, np.float32),
        )
        return [none] * len(frames)


def look(path: Path, *detectors: str) -> Examination:
    return examine.examine(
        acquire(path, job=QuietJob(), limits=DEFAULT), plan="quick", limits=DEFAULT, job=QuietJob(),
        detector_ids=detectors, device="cpu", threads=1,
        kit=examine.Kit(faces={1: NoFace()}),  # type: ignore[dict-item]
    )  # fmt: skip


SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample" / "as_it_is.mp4"


def test_an_item_without_a_face_is_examined_for_what_needs_none(tensors: dict[str, torch.Tensor]) -> None:
    spec = entered(tensors)
    face = "tf_efficientnet_lite0.sbi1"
    assert look(SAMPLE, face).status == "not_applicable"
    found = look(SAMPLE, face, spec.id)
    assert (found.status, found.outcome, found.reason, found.lr) == ("examined", "inconclusive", "no face track", None)
    assert [d.detector_id for d in found.detectors] == [face]
    (other,) = found.other_questions
    assert (other.detector_id, other.lr, other.reason) == (spec.id, None, "not validated")
    assert len(other.series[0].logits) == len(found.frames) == 16
    assert other.logit == pytest.approx(float(other.series[0].logits.mean()))
    assert found.coverage is not None
    assert found.coverage.frames_with_face == 0
    again = wire.from_plain(Examination, wire.to_plain(found))
    assert again.other_questions[0].series[0].track_id is None


def test_weights_that_do_not_load_are_a_failure_and_no_missing_face(tensors: dict[str, torch.Tensor]) -> None:
    spec = entered(tensors)
    (Path(spec.folder) / spec.file).write_bytes(b"x")
    found = look(SAMPLE, spec.id)
    assert found.status == "failed"
    assert "No detector could be used" in str(found.reason)
    assert "install them again" in str(found.reason)
