"""Detectors shared out over several devices: the CPU under two names stands for two of them."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from deepfake_studio.errors import StudioError
from deepfake_studio.inference import runtime, scorer
from deepfake_studio.inference.runtime import Runtime
from deepfake_studio.inference.teams import Teams, shared_out
from deepfake_studio.vocabulary import FaceTrack

ONE = Runtime(device="cpu", dtype="float32", batch_size=4, threads=1)
TWO = Runtime(device="cpu", dtype="float32", batch_size=4, threads=1, others=("cpu:0",))


def test_the_largest_go_first_to_the_emptiest_device() -> None:
    assert shared_out([10, 60, 30, 30], 2) == [0, 0, 1, 1]
    assert shared_out([5, 5, 5], 1) == [0, 0, 0]
    assert shared_out([], 3) == []


def test_two_devices_give_the_scores_of_one() -> None:
    rng = np.random.default_rng(0)
    frames = rng.integers(0, 255, (9, 90, 120, 3), dtype=np.uint8)
    ids = ["residual_frequency.sbi1", "tf_efficientnet_lite0.sbi1"]
    track = FaceTrack(
        id=1, shot=0, frame_rows=np.arange(9), pts_seconds=np.arange(9.0), boxes=np.zeros((9, 4), np.float32),
        landmarks=np.zeros((9, 5, 2), np.float32), scores=np.ones(9, np.float32),
    )  # fmt: skip
    found = []
    for run in (ONE, TWO):
        score = scorer.Scorer(scorer.available_specs(ids), run, cache={})
        for frame in frames:
            score.add(frame, np.array([20, 10, 40, 50], np.float32), 1)
        found.append([result.series[0].logits for result in score.finish([track])])
        assert score.seconds > 0
    assert np.array_equal(found[0], found[1])
    assert len(np.unique(found[0])) == 18


def test_devices_work_at_the_same_time_and_notes_come_in_order() -> None:
    teams, seen, meeting = Teams(TWO.each), [], threading.Barrier(2, timeout=20)
    for number in range(3):
        for run in TWO.each:
            teams.give(run, lambda n=number, r=run: (meeting.wait(), (r.device, n))[1], seen.append)
    teams.settle()
    assert [n for d, n in seen if d == "cpu"] == [n for d, n in seen if d == "cpu:0"] == [0, 1, 2]


def test_an_error_on_a_device_reaches_the_one_who_asked() -> None:
    def full() -> None:
        raise runtime.DeviceFull("The device has too little memory.")

    teams = Teams(TWO.each)
    teams.give(TWO.each[1], full, lambda _: None)
    with pytest.raises(StudioError, match="too little memory"):
        teams.settle()
    assert not [t for t in threading.enumerate() if t.name.startswith("score ")]
