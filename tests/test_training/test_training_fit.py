"""The real network on real blocks, few of them: it learns something, and its workers change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from deepfake_studio.errors import UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.training import sources
from deepfake_studio.training.fit import Run, build, default_validation
from deepfake_studio.training.machine import Machine
from deepfake_studio.training.recipe import from_table

RECIPE = {
    "architecture": "residual_frequency",
    "input_px": 32,
    "mean": 0.5,
    "std": 0.5,
    "steps": 2,
    "blocks_per_batch": 1,
    "workers": 0,
    "threads": 1,
    "save_every": 2,
    "fakes": 0.1,
    "degraded": 0.5,
}


@pytest.fixture
def data(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import tiny_training

    return tiny_training.pictures(tmp_path / "data", fakes=2, splits=("train",))


def test_a_run_on_blocks_moves_every_part_of_the_network(data, tmp_path):
    run = Run(tmp_path / "run", recipe=from_table(RECIPE), data=data, device="cpu")
    before = {k: v.clone() for k, v in run.net.state_dict().items()}
    run.go(job=QuietJob(), validate=default_validation(data, run.recipe))
    after = run.net.state_dict()
    assert sorted(k for k in after if torch.equal(before[k], after[k])) == []
    assert (tmp_path / "run" / "average-000002.pt").exists()


def test_workers_make_the_same_batches_as_the_process_itself(data):
    machine = Machine(device=torch.device("cpu"), precision="float32")
    recipes = [from_table({**RECIPE, "workers": count}) for count in (0, 2)]
    first, second = (
        list(sources.raw_batches(sources.training_set(r, data), r, machine, start=0, stop=2)) for r in recipes
    )
    assert len(first) == 2
    for one, other in zip(first, second, strict=True):
        assert torch.equal(one["images"], other["images"])
        assert one["images"].shape == (8, 3, 32, 32)


def test_what_cannot_be_built_is_told():
    with pytest.raises(UsageError, match="not an architecture"):
        build("perpetuum_mobile")
    with pytest.raises(UsageError, match="cannot be built with"):
        build("residual_frequency", {"depth": 3})


def test_options_of_data_are_tables_of_what_they_replace(data):
    from deepfake_studio.training import blend

    options = {"blending": {"blur_px": [3, 5]}}
    made = sources.training_set(from_table({**RECIPE, "data_options": options}), data)
    assert made.blending == blend.BlendRecipe(blur_px=(3, 5))
    with pytest.raises(UsageError, match=r"data_options.blending cannot be used"):
        sources.training_set(from_table({**RECIPE, "data_options": {"blending": {"sharp": 1}}}), data)
