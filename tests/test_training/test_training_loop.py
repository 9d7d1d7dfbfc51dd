"""The loop: same weights for the same recipe, exact continuation, accumulation, stages, early stopping, formats."""

from __future__ import annotations

import math
import random
import resource
from pathlib import Path

import numpy as np
import pytest
import torch

from deepfake_studio.errors import JobCancelled, StudioError, UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.training import logs, schedule, state
from deepfake_studio.training.fit import Run, default_validation


class StopAt(QuietJob):
    """Cancels after a number of steps."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step

    def progress(self, done: float, total: float, note: str = "") -> None:
        self.note = note
        if done >= self.step:
            raise JobCancelled


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import tiny_training

    tiny_training.register()
    return tiny_training


@pytest.fixture
def data(tiny, tmp_path):
    return tiny.pictures(tmp_path / "data")


def trained(folder, data, recipe, *, validate=None):
    run = Run(folder, recipe=recipe, data=data, device="cpu")
    run.go(job=QuietJob(), validate=validate)
    return run


def same(one, other):
    a, b = one.state_dict(), other.state_dict()
    return a.keys() == b.keys() and all(torch.equal(a[k], b[k]) for k in a)


def test_same_recipe_and_seed_same_weights_another_seed_others(tiny, data, tmp_path):
    first = trained(tmp_path / "a", data, tiny.recipe())
    assert same(first.net, trained(tmp_path / "b", data, tiny.recipe()).net)
    assert same(first.average, trained(tmp_path / "c", data, tiny.recipe(workers=1, log_every=5)).average)
    assert not same(first.net, trained(tmp_path / "d", data, tiny.recipe(seed=4)).net)


@pytest.mark.parametrize("stop", [1, 2, 3, 5])
def test_stopped_and_resumed_ends_like_undisturbed(tiny, data, tmp_path, stop):
    stages = [
        {"objective": "spread", "steps": 3, "learning_rate": 1e-2, "trains": ["body"], "options": {"margin": 2.0}},
        {"objective": "frame_logit", "steps": 3, "learning_rate": 1e-3, "schedule": "cosine"},
    ]
    recipe = tiny.recipe(steps=0, stage=stages, save_every=2)
    whole = trained(tmp_path / "whole", data, recipe, validate=lambda net: {"noise": random.random()})
    with pytest.raises(JobCancelled):
        Run(tmp_path / "cut", recipe=recipe, data=data).go(job=StopAt(stop))
    random.seed(99)
    torch.manual_seed(99)
    resumed = trained(tmp_path / "cut", data, recipe)  # validation draws nothing from the run
    assert same(whole.net, resumed.net)
    assert same(whole.average, resumed.average)
    rows = [logs.read(tmp_path / name) for name in ("whole", "cut")]
    assert [r["step"] for r in rows[1]] == [1, 2, 3, 4, 5, 6]
    assert [r["loss"] for r in rows[0]] == [r["loss"] for r in rows[1]]


def test_accumulation_is_the_same_step(tiny, data, tmp_path):
    plain = {"batch_norm": "frozen", "network": {"dropout": 0.0}}
    whole = trained(tmp_path / "whole", data, tiny.recipe(**plain))
    parts = trained(tmp_path / "parts", data, tiny.recipe(accumulate=4, **plain))
    for key, value in whole.net.state_dict().items():
        assert torch.allclose(value, parts.net.state_dict()[key], atol=1e-6), key
    assert not same(whole.net, trained(tmp_path / "few", data, tiny.recipe(steps=5, **plain)).net)


def test_a_stage_trains_what_it_names_and_leaves_the_rest_as_it_was(tiny, data, tmp_path):
    stage = {"objective": "frame_logit", "steps": 2, "learning_rate": 1e-2, "trains": ["head"]}
    run = Run(tmp_path / "run", recipe=tiny.recipe(steps=0, stage=[stage]), data=data)
    before = {k: v.clone() for k, v in run.net.state_dict().items()}
    run.go(job=QuietJob())
    after = run.net.state_dict()
    assert {k for k in after if not torch.equal(before[k], after[k])} == {"head.weight", "head.bias"}
    wrong = tiny.recipe(steps=0, stage=[{**stage, "trains": ["tail"]}])
    with pytest.raises(UsageError, match="no part 'tail' to train; it has body, dropout, head"):
        Run(tmp_path / "wrong", recipe=wrong, data=data)


def test_patience_ends_the_run_and_the_best_checkpoint_is_known(tiny, data, tmp_path):
    figures = iter([0.6, 0.8, 0.7, 0.75, 0.9])
    recipe = tiny.recipe(steps=20, patience=2, keep=1)
    run = trained(tmp_path / "run", data, recipe, validate=lambda net: {"blended": next(figures)})
    facts = state.facts(tmp_path / "run")
    assert (run.step, facts["stopped_early"], facts["best"]) == (8, True, {"step": 4, "blended": 0.8})
    assert list(state.averages(tmp_path / "run")) == [4, 8]
    again = trained(tmp_path / "run", data, recipe, validate=lambda net: {"blended": 1.0})
    assert again.step == 8
    with pytest.raises(UsageError, match="patience"):
        trained(tmp_path / "none", data, recipe)
    named = tiny.recipe(choose_by="stills")
    with pytest.raises(StudioError, match="no validation figure 'stills'"):
        trained(tmp_path / "named", data, named, validate=lambda net: {"blended": 1.0})


def test_default_validation_measures_what_the_split_allows(tiny, data, tmp_path):
    net = tiny.Tiny()
    found = default_validation(data, tiny.recipe(data_options={"gain": 55}))(net)
    assert set(found) == {"blended"}
    assert 0 <= found["blended"] <= 1
    assert default_validation(tiny.pictures(tmp_path / "train only", splits=("train",)), tiny.recipe()) is None


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_number_formats_train_and_resume(tiny, data, tmp_path, precision):
    recipe = tiny.recipe(precision=precision)
    whole = trained(tmp_path / "whole", data, recipe)
    with pytest.raises(JobCancelled):
        Run(tmp_path / "cut", recipe=recipe, data=data).go(job=StopAt(3))
    assert same(whole.net, trained(tmp_path / "cut", data, recipe).net)
    assert whole.trainer.scaler.is_enabled() == (precision == "float16")
    exact = trained(tmp_path / "exact", data, tiny.recipe(precision="float32"))
    assert not same(whole.net, exact.net)
    assert torch.allclose(whole.net.head.weight, exact.net.head.weight, atol=0.01)


def test_average_follows_the_weights(tiny, data, tmp_path):
    assert same(*(getattr(trained(tmp_path / "none", data, tiny.recipe(average=0.0)), n) for n in ("net", "average")))
    slow = trained(tmp_path / "slow", data, tiny.recipe(average=0.9))
    assert not same(slow.net, slow.average)


def test_one_cycle_is_torchs_and_the_others_end_where_they_should():
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.AdamW([parameter], 1.0)
    reference = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.0, total_steps=50, pct_start=0.15)
    for step in range(50):
        found = schedule.at("one_cycle", step, steps=50, warm_up=0.15)
        group = optimiser.param_groups[0]
        assert found == pytest.approx((group["lr"], group["betas"][0]), abs=1e-12)
        optimiser.step()
        if step < 49:
            reference.step()
    cosine = [schedule.at("cosine", s, steps=100, warm_up=0.1)[0] for s in range(100)]
    assert cosine[:10] == sorted(cosine[:10])
    assert cosine[10] == 1.0
    assert cosine[55] == pytest.approx(0.5)
    assert cosine[10:] == sorted(cosine[10:], reverse=True)
    assert schedule.at("constant", 99, steps=100, warm_up=0.1) == (1.0, 0.9)
    assert schedule.at("one_cycle", 0, steps=1, warm_up=0.0)[0] > 0


def test_progress_tells_rate_and_time_left(tiny, data, tmp_path):
    job = StopAt(3)
    with pytest.raises(JobCancelled):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=data).go(job=job)
    assert "loss" in job.note
    assert "samples/s" in job.note
    assert job.note.endswith(" left")


def test_a_full_disk_leaves_the_last_checkpoint(tiny, data, tmp_path):
    recipe = tiny.recipe()
    with pytest.raises(JobCancelled):
        Run(tmp_path / "run", recipe=recipe, data=data).go(job=StopAt(2))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, limits[1]))
    try:
        with pytest.raises(StudioError, match=r"could not be saved.*last checkpoint is untouched.*train resume"):
            trained(tmp_path / "run", data, recipe)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert Run(tmp_path / "run", recipe=recipe, data=data).step == 2
    assert same(trained(tmp_path / "run", data, recipe).net, trained(tmp_path / "whole", data, recipe).net)


def test_a_loss_that_is_not_a_number_ends_the_run(tiny, data, tmp_path):
    stage = {"objective": "not_a_number", "steps": 4, "learning_rate": 1e-2}
    with pytest.raises(StudioError, match="loss of step 1 is not a number"):
        trained(tmp_path / "run", data, tiny.recipe(steps=0, stage=[stage]))
    assert not (tmp_path / "run" / "state.pt").exists()


def test_a_changed_recipe_or_data_is_refused_and_a_machines_matter_is_not(tiny, data, tmp_path):
    with pytest.raises(JobCancelled):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=data).go(job=StopAt(2))
    with pytest.raises(UsageError, match=r"weight_decay: 0.02 -> 0.1.*put it back, or start a new run"):
        Run(tmp_path / "run", recipe=tiny.recipe(weight_decay=0.1), data=data)
    assert Run(tmp_path / "run", recipe=tiny.recipe(workers=2), data=data).step == 2
    other = tiny.pictures(tmp_path / "other", fakes=1)
    with pytest.raises(UsageError, match="not those the run"):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=other)


def test_what_a_run_cannot_start_from_is_told(tiny, data, tmp_path):
    trained(tmp_path / "run", data, tiny.recipe())
    checkpoint = str(tmp_path / "run" / "average-000006.pt")
    assert Run(tmp_path / "on", recipe=tiny.recipe(start=checkpoint), data=data).step == 0
    wider = tiny.recipe(start=checkpoint, network={"width": 7})
    with pytest.raises(StudioError, match=r"another architecture \(tensor 'body.0.weight'\)"):
        Run(tmp_path / "wider", recipe=wider, data=data)
    with pytest.raises(StudioError, match="holds no tensors by name"):
        Run(tmp_path / "state", recipe=tiny.recipe(start=str(tmp_path / "run" / "state.pt")), data=data)
    (tmp_path / "run" / "state.pt").write_bytes(b"half")
    with pytest.raises(StudioError, match=r"state.pt cannot be read; start a new run"):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=data)
    torch.save({"step": 3}, tmp_path / "run" / "state.pt")
    with pytest.raises(StudioError, match="earlier version"):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=data)


def test_pictures_without_a_class_are_told(tiny, tmp_path):
    with pytest.raises(UsageError, match="holds 0 genuine training pictures"):
        Run(tmp_path / "r", recipe=tiny.recipe(), data=tiny.pictures(tmp_path / "v", splits=("validation",)))
    blocks = tiny.recipe(data="blocks", fakes=0.2)
    with pytest.raises(UsageError, match=r"no manipulated training pictures.*fakes = 0"):
        Run(tmp_path / "r", recipe=blocks, data=tiny.pictures(tmp_path / "g"))
    with pytest.raises(UsageError, match="no option 'colour'"):
        trained(tmp_path / "o", tiny.pictures(tmp_path / "h"), tiny.recipe(data_options={"colour": 1}))


def test_tensorboard_is_optional(tiny, data, tmp_path, monkeypatch):
    monkeypatch.setattr(logs.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="TensorBoard is not installed; install it with"):
        Run(tmp_path / "run", recipe=tiny.recipe(), data=data, tensorboard=True)


def test_a_log_cut_by_a_kill_is_read(tmp_path):
    (tmp_path / "log.csv").write_text("step,loss,accuracy\n1,0.5,0.9\n2,0.4,0.9\n3,0.")
    table = logs.Table(tmp_path / "log.csv", step=1)
    table.add({"step": 2, "loss": 0.25, "blended": 0.75})
    assert logs.read(tmp_path) == [
        {"step": 1, "loss": 0.5, "accuracy": 0.9},
        {"step": 2, "loss": 0.25, "blended": 0.75},
    ]


def test_every_generator_is_saved():
    device = torch.device("cpu")

    def draw():
        return [torch.rand(1).item(), np.random.random(), random.random()]

    before = state.random_state(device)
    drawn = draw()
    state.set_random_state(before, device)
    assert draw() == drawn
    assert all(math.isfinite(v) for v in drawn)
