"""Weights load only when every byte and key is the expected one."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from deepfake_studio.errors import UsageError, WeightsError
from deepfake_studio.inference import registry, runtime, scorer, weights
from deepfake_studio.inference.nets.mesonet import Meso4, MesoInception4
from deepfake_studio.inference.nets.residual_frequency import ResidualFrequencyNet, dct_kernels
from deepfake_studio.vocabulary import CropRecipe, DetectorSpec


def trained_look(net: torch.nn.Module) -> torch.nn.Module:
    """Random statistics, so that the weights do not look untouched."""
    torch.manual_seed(0)
    for name, buffer in net.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(0, 0.1)
        if name.endswith("running_var"):
            buffer.uniform_(0.5, 1.5)
    return net.eval()


@pytest.fixture
def spec(tmp_path: Path) -> DetectorSpec:
    file = tmp_path / "w.safetensors"
    sha, size = weights.save_safetensors(trained_look(ResidualFrequencyNet()).state_dict(), file)
    crop = CropRecipe(margin=1.25, stored_px=64, input_px=64, mean=(0.5,) * 3, std=(0.5,) * 3)
    return DetectorSpec(
        id="residual_frequency.test",
        entry="deepfake_studio.inference.detectors.residual_frequency:ResidualFrequency",
        file=file.name,
        sha256=sha,
        size_bytes=size,
        licence="Apache-2.0",
        source="",
        paper="",
        description="",
        crop=crop,
        positive_class="manipulated",
        tolerance=0.01,
        calibration=None,
        card=None,
        folder=str(tmp_path),
    )


def run() -> runtime.Runtime:
    return runtime.Runtime(device="cpu", dtype="float32", batch_size=4, threads=1)


def pictures(n: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (n, 64, 64, 3), dtype=np.uint8)


def test_good_weights_score_the_same_twice_and_row_by_row(spec: DetectorSpec) -> None:
    first, second = scorer.load(spec, run()), scorer.load(spec, run())
    batch = pictures(4)
    scores = first.score(batch, run())
    assert np.array_equal(scores, second.score(batch, run()))
    assert scores.shape == (4,)
    assert np.isfinite(scores).all()
    assert np.allclose(scores[:1], first.score(batch[:1], run()), atol=1e-4)
    assert len(set(scores.tolist())) == 4


def test_one_changed_byte_is_refused(spec: DetectorSpec) -> None:
    file = registry.weights_file(spec)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(WeightsError, match="SHA-256"):
        scorer.load(spec, run())


def test_truncated_and_missing_files_are_refused(spec: DetectorSpec) -> None:
    file = registry.weights_file(spec)
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(WeightsError, match="bytes"):
        scorer.load(spec, run())
    file.unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        scorer.load(spec, run())


@pytest.mark.parametrize("fault", ["missing", "extra", "shape"])
def test_other_tensors_are_named(fault: str) -> None:
    net = trained_look(ResidualFrequencyNet())
    tensors = dict(net.state_dict())
    key = "frequency.1.weight"
    if fault == "missing":
        del tensors[key]
    elif fault == "extra":
        key = "stranger"
        tensors[key] = torch.zeros(1)
    else:
        tensors[key] = tensors[key].transpose(0, 1).contiguous()
    with pytest.raises(WeightsError, match=key):
        weights.load_into(ResidualFrequencyNet(), tensors, name="x")


def test_untrained_weights_are_refused() -> None:
    with pytest.raises(WeightsError, match="never trained"):
        weights.load_into(ResidualFrequencyNet(), ResidualFrequencyNet().state_dict(), name="x")


def test_scorer_reports_an_unusable_detector_and_goes_on(spec: DetectorSpec) -> None:
    broken = dataclasses.replace(spec, id="residual_frequency.broken", sha256="0" * 64)
    score = scorer.Scorer([broken, spec], run(), cache={})
    frame = np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    for _ in range(5):
        score.add(frame, np.array([10, 10, 40, 50], np.float32), 1)
    from deepfake_studio.vocabulary import FaceTrack

    track = FaceTrack(
        id=1,
        shot=0,
        frame_rows=np.arange(5),
        pts_seconds=np.arange(5.0),
        boxes=np.zeros((5, 4), np.float32),
        landmarks=np.zeros((5, 5, 2), np.float32),
        scores=np.ones(5, np.float32),
    )
    bad, good = score.finish([track])
    assert (bad.status, good.status) == ("unavailable", "scored")
    assert bad.reason
    assert bad.series == ()
    # five crops of one frame in a full and a padded batch: the same picture, the same logit
    assert len(set(good.series[0].logits.tolist())) == 1


def test_dct_is_orthonormal() -> None:
    basis = dct_kernels().reshape(64, 64)
    assert torch.allclose(basis @ basis.T, torch.eye(64), atol=1e-5)


@pytest.mark.parametrize("net", [Meso4, MesoInception4])
def test_mesonet_shapes(net: type[torch.nn.Module]) -> None:
    with torch.inference_mode():
        assert net().eval()(torch.zeros(2, 3, 256, 256)).shape == (2, 1)


def test_unknown_device_and_detector_are_told() -> None:
    with pytest.raises(UsageError, match="no device 'cuda:77'"):
        runtime.choose("cuda:77", plan="quick")
    with pytest.raises(UsageError, match="no detector 'nobody'"):
        registry.spec("nobody")


def test_manifest_may_not_name_foreign_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEEPFAKE_STUDIO_HOME", str(tmp_path))
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "manifest.toml").write_text(
        'schema = 1\n[[detector]]\nid = "a.b"\nentry = "os:system"\nfile = "w"\nsha256 = ""\nsize_bytes = 1\n'
        'licence = ""\nsource = ""\npaper = ""\ndescription = ""\npositive_class = ""\ntolerance = 0.1\n'
        "[detector.crop]\nmargin = 1.0\nstored_px = 8\ninput_px = 8\nmean = [0.0, 0.0, 0.0]\nstd = [1.0, 1.0, 1.0]\n"
    )
    with pytest.raises(WeightsError, match="outside its folder"):
        registry.specs()


def test_full_plan_uses_float32() -> None:
    assert runtime.choose("cpu", plan="full").dtype == "float32"
