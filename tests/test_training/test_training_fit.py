"""The loop: it learns, it resumes exactly, its export loads as a detector."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from deepfake_studio import wire
from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.inference import runtime, scorer
from deepfake_studio.training import prepare
from deepfake_studio.training.export import export
from deepfake_studio.training.fit import Run, TrainRecipe, build
from deepfake_studio.vocabulary import DetectorSpec

RECIPE = TrainRecipe(
    architecture="residual_frequency",
    input_px=64,
    mean=0.5,
    std=0.5,
    steps=4,
    blocks_per_batch=1,
    workers=0,
    threads=1,
    save_every=2,
    fakes=0.0,
)


class StopAt:
    """Cancels after a number of steps."""

    def __init__(self, step: int | None = None) -> None:
        self.step = step

    def progress(self, done: float, total: float, note: str = "") -> None:
        if self.step is not None and done >= self.step:
            raise JobCancelled

    def partial(self, value: object) -> None: ...

    def cancelled(self) -> bool:
        return False


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    points = [[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]]
    crops = [
        cv2.resize(
            rng.integers(0, 255, (12, 12, 3), dtype=np.uint8), (prepare.SIZE_PX,) * 2, interpolation=cv2.INTER_CUBIC
        )
        for _ in range(8)
    ]
    samples = [
        {
            "row": i,
            "path": "",
            "sha256": str(i),
            "split": "train",
            "label": 0,
            "group": str(i),
            "face_px": 99.0,
            "landmarks": points,
        }
        for i in range(8)
    ]
    folder = tmp_path / "data"
    folder.mkdir()
    np.save(folder / "crops.npy", np.stack(crops))
    (folder / "index.json").write_text(json.dumps({"recipe": prepare.RECIPE, "samples": samples}))
    return folder


def finish(folder: Path, data: Path) -> dict[str, torch.Tensor]:
    run = Run(folder, recipe=RECIPE, data=data)
    run.go(job=StopAt())
    return run.average.state_dict()


def test_a_stopped_run_ends_with_the_weights_of_an_undisturbed_one(tmp_path: Path, data: Path) -> None:
    whole = finish(tmp_path / "whole", data)
    with pytest.raises(JobCancelled):
        Run(tmp_path / "cut", recipe=RECIPE, data=data).go(job=StopAt(3))
    resumed = finish(tmp_path / "cut", data)
    assert all(torch.equal(whole[k], resumed[k]) for k in whole)
    untouched = build("residual_frequency").state_dict()
    assert not torch.equal(whole["frequency.1.weight"], untouched["frequency.1.weight"])


def test_export_loads_and_scores_like_the_run(tmp_path: Path, data: Path) -> None:
    finish(tmp_path / "run", data)
    text = export(tmp_path / "run", out=tmp_path / "rf.safetensors")
    entry = tomllib.loads(text)["detector"][0]
    spec = wire.from_plain(DetectorSpec, {"calibration": None, "card": None, **entry, "folder": str(tmp_path)})
    assert spec.crop.stored_px == 153
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=2, threads=1)
    pictures = np.random.default_rng(1).integers(0, 255, (2, 64, 64, 3), dtype=np.uint8)
    assert np.isfinite(scorer.load(spec, run).score(pictures, run)).all()


def test_what_cannot_be_exported_or_built_is_told(tmp_path: Path, data: Path) -> None:
    with pytest.raises(StudioError, match="no training run"):
        export(tmp_path, out=tmp_path / "x.safetensors")
    with pytest.raises(UsageError, match="not an architecture"):
        build("perpetuum_mobile")
    finish(tmp_path / "run", data)
    with pytest.raises(StudioError, match="no such checkpoint"):
        export(tmp_path / "run", out=tmp_path / "x.safetensors", step=999)


def test_recipe_is_plain_data() -> None:
    assert TrainRecipe(**json.loads(json.dumps(dataclasses.asdict(RECIPE)))) == RECIPE
