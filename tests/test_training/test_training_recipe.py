"""Recipes: what is wrong is named in one sentence, what documents the shipped weights is still read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import tomli_w

from deepfake_studio.errors import UsageError
from deepfake_studio.training import objectives, recipe
from deepfake_studio.training.architectures import architecture
from deepfake_studio.training.recipe import from_table, plain, read

LEAST = {"architecture": "residual_frequency", "input_px": 64, "mean": 0.5, "std": 0.5, "steps": 4}
RECIPES = Path(__file__).resolve().parents[2] / "models" / "recipes"


@pytest.mark.parametrize(
    "name",
    [
        "residual_frequency.sbi1",
        "tf_efficientnet_lite0.sbi1",
        "tf_efficientnet_lite0.sbi1-part2",
        "tf_efficientnet_lite0.sbi1-part3",
        "tf_efficientnet_lite0.sbi1-part4",
    ],
)
def test_recipes_of_the_shipped_weights_are_read(name):
    found = read(RECIPES / f"{name}.toml")
    assert architecture(found.architecture).detector
    assert [s.objective for s in found.stages()] == ["frame_logit"]
    assert found.stages()[0].steps == found.total_steps


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"lerning_rate": 1e-3}, "there is no key 'lerning_rate', perhaps learning_rate"),
        ({"learning_rate": "fast"}, "learning_rate must be a number, not 'fast'"),
        ({"steps": 2.5}, "steps must be a whole number, not 2.5"),
        ({"steps": True}, "steps must be a whole number, not True"),
        ({"deterministic": 1}, "deterministic must be true or false, not 1"),
        ({"mean": [0.5, "x", 0.5]}, "mean must be a number or a list of numbers"),
        ({"mean": [0.5, 0.5]}, "mean and std must be one number or three"),
        ({"steps": 0}, "steps is missing or below 1"),
        ({"fakes": 1.5}, "fakes must lie between 0 and 1"),
        ({"schedule": "exotic"}, "schedule must be one of one_cycle, cosine, constant"),
        ({"accumulate": 4}, "blocks_per_batch must be a multiple of accumulate"),
        ({"bfloat16": True, "precision": "float32"}, "bfloat16 contradicts precision = 'float32'"),
        ({"pretrained": "a", "start": "b"}, "exclude each other"),
        ({"heads": []}, "one for `train probe`"),
        ({"stage": [3]}, "written \\[\\[stage\\]\\]"),
        ({"stage": [{"objective": "frame_logit", "steps": 1}]}, "stage 1: learning_rate is missing"),
        ({"stage": [{"objective": "frame_logit", "steps": 1, "learning_rate": 1, "trains": "a"}]}, "a list of texts"),
        (
            {"stage": [{"objective": "frame_logit", "steps": 1, "learning_rate": 1}]},
            "steps is 4, but its stages have 1",
        ),
        ({"stage": [{"objective": "frame_logit", "steps": 4, "learning_rate": 0}]}, "stage 1: learning_rate must be"),
    ],
)
def test_what_is_wrong_is_named(changes, text):
    with pytest.raises(UsageError, match=text) as told:
        from_table({**LEAST, **changes}, name="R.toml")
    assert "R.toml" in str(told.value)
    assert "\n" not in str(told.value)


def test_all_problems_stand_in_one_sentence(tmp_path):
    with pytest.raises(UsageError) as told:
        from_table({"architecture": 3, "input_px": 64, "mean": 0.5, "width": 3})
    assert all(part in str(told.value) for part in ("'width'", "std is missing", "architecture must be a text, not 3"))
    (tmp_path / "r.toml").write_text("steps = = 3")
    with pytest.raises(UsageError, match="not readable"):
        read(tmp_path / "r.toml")


def test_plain_data_are_read_back(tmp_path):
    stage = {"objective": "frame_logit", "steps": 2, "learning_rate": 1, "trains": ["head"], "options": {"a": [1]}}
    made = from_table({**LEAST, "steps": 0, "mean": [0.1, 0.2, 0.3], "stage": [stage], "network": {"width": 2}})
    assert from_table(json.loads(json.dumps(plain(made)))) == made
    assert from_table(tomllib.loads(tomli_w.dumps(plain(made)))) == made
    assert made.stages()[0].schedule == "one_cycle"
    assert recipe.changes(made, from_table({**plain(made), "workers": 7, "seed": 2})) == ["seed: 1 -> 2"]


def test_objectives_name_what_they_do_not_know():
    with pytest.raises(UsageError, match=r"no objective 'x'; choose one of .*clip_logit"):
        objectives.make("x", {})
    with pytest.raises(UsageError, match="has no option 'y'; it has: label_smoothing"):
        objectives.make("frame_logit", {"y": 1})
    assert objectives.make("frame_logit", {}, label_smoothing=0.1).smoothing == 0.1
