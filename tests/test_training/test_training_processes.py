"""Several processes, and processes that are killed. Children are forked, so that none has to import torch again."""

from __future__ import annotations

import multiprocessing
import os
import random
import socket
from pathlib import Path

import pytest
import torch

from deepfake_studio.errors import UsageError
from deepfake_studio.job import QuietJob
from deepfake_studio.training import machine, state
from deepfake_studio.training.fit import Run

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import tiny_training

    tiny_training.register()
    return tiny_training


@pytest.fixture
def data(tiny, tmp_path):
    return tiny.pictures(tmp_path / "data")


def child(folder, recipe, data, environment, before):
    os.environ.update(environment)
    before()
    Run(folder, recipe=recipe, data=data, device="cpu").go(job=QuietJob())


def start(folder, recipe, data, *, environment=None, before=tuple):
    process = FORK.Process(target=child, args=(folder, recipe, data, environment or {}, before))
    process.start()
    return process


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def several(count, folder, recipe, data):
    """What torchrun sets, for ``count`` processes; their exit codes."""
    common = {"WORLD_SIZE": str(count), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port()}
    found = [
        start(folder, recipe, data, environment={**common, "RANK": str(i), "LOCAL_RANK": str(i)}) for i in range(count)
    ]
    for process in found:
        process.join(200)
    return [p.exitcode for p in found]


def net_of(folder):
    return state.load(folder)["net"]


def test_two_processes_give_the_weights_of_one_with_the_whole_batch(tiny, data, tmp_path):
    """Statistics of a batch are each process's own, so they stand still here (batch_norm = "frozen"), and dropout,
    which every process draws for itself, is off."""
    stages = [
        {"objective": "frame_logit", "steps": 4, "learning_rate": 1e-2},
        {"objective": "frame_logit", "steps": 2, "learning_rate": 1e-2, "trains": ["head"]},
    ]
    recipe = tiny.recipe(steps=0, stage=stages, batch_norm="frozen", network={"dropout": 0.0}, accumulate=2)
    assert several(2, tmp_path / "two", recipe, data) == [0, 0]
    start(tmp_path / "one", recipe, data).join(200)
    one, two = net_of(tmp_path / "one"), net_of(tmp_path / "two")
    for key, value in one.items():
        assert torch.allclose(value, two[key], atol=1e-6), key
    assert state.facts(tmp_path / "two")["size"] == "2"
    assert len(state.load(tmp_path / "two")["random"]) == 2
    fresh = Run(tmp_path / "fresh", recipe=recipe, data=data).net.state_dict()
    assert not torch.allclose(fresh["head.weight"], two["head.weight"], atol=1e-4)


def test_killed_at_ten_steps_the_weights_are_those_of_an_undisturbed_run(tiny, data, tmp_path):
    recipe = tiny.recipe(steps=24, save_every=3)
    start(tmp_path / "whole", recipe, data).join(200)
    rng, kills = random.Random(5), 0
    while kills < 10:
        step = rng.randint(1, 5)
        process = start(tmp_path / "cut", recipe, data, before=lambda step=step: tiny.die_at(step))
        process.join(200)
        kills += process.exitcode == -9
        assert process.exitcode == -9 or state.facts(tmp_path / "cut")["finished"]
        if process.exitcode == 0:
            break
    start(tmp_path / "cut", recipe, data).join(200)
    assert kills >= 5
    whole, cut = state.load(tmp_path / "whole"), state.load(tmp_path / "cut")
    for part in ("net", "average"):
        assert all(torch.equal(whole[part][k], cut[part][k]) for k in whole[part])


def test_what_processes_cannot_share_is_told(tiny, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "3")
    with pytest.raises(UsageError, match=r"cannot be shared out to 3 processes.*multiple of 3"):
        machine.join(tiny.recipe(), device="cpu")
    monkeypatch.delenv("WORLD_SIZE")
    with pytest.raises(UsageError, match='write "own" or "frozen"'):
        machine.join(tiny.recipe(batch_norm="sync"), device="cpu")
    assert machine.join(tiny.recipe(), device="cpu").precision == "float32"
