"""Detectors that follow no faces are fitted too: the recording is to them what a track is to the others."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from deepfake_studio.analysis import fuse
from deepfake_studio.errors import MediaError
from deepfake_studio.trials import calibrate
from deepfake_studio.trials.evaluate import evaluate
from deepfake_studio.vocabulary import DetectorResult, Examination, ScoreSeries

HEARD, SHA = "aasist.mine", "a" * 64


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Ten groups of either label."""
    rows = []
    for number in range(20):
        label = ("fake", "real")[number % 2]
        name = f"{label}_{number}.wav"
        (tmp_path / name).write_bytes(name.encode())
        rows.append(
            {"path": name, "label": label, "group": f"g{number}", "generator": "VITS" if label == "fake" else ""}
        )
    with (tmp_path / "speech.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["path", "label", "group", "generator"])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path / "speech.csv"


@pytest.fixture
def listen(exam: Callable[..., Examination]) -> Callable[[Path, tuple[str, ...]], Examination]:
    """An examination of sound alone; one recording is too short."""
    rng = np.random.default_rng(3)

    def one(path: Path, detector_ids: tuple[str, ...]) -> Examination:
        assert detector_ids == (HEARD,)
        fake = path.name.startswith("fake")
        logits = rng.normal(2.0 if fake else -1.0, 1.0, 6)
        series = ScoreSeries(detector_id=HEARD, track_id=None, pts_seconds=np.arange(6.0), logits=logits)
        short = path.name == "real_19.wav"
        result = DetectorResult(
            detector_id=HEARD,
            status="unavailable" if short else "not_calibrated",
            reason="1.1 s of speech" if short else "not calibrated",
            weights_sha256=SHA,
            series=() if short else (series,),
            question="synthetic_speech",
        )
        empty = exam(path.name, fake=fake, detectors={}, has_face=True)
        return dataclasses.replace(empty, tracks=(), detectors=(), other_questions=(result,))

    return one


def test_recordings_are_fitted_kept_and_given_ratios(
    recordings: Path, listen: Callable[[Path, tuple[str, ...]], Examination], tmp_path: Path
) -> None:
    def run(examine_one: Callable[[Path, tuple[str, ...]], Examination]):
        return evaluate(
            recordings, examine_one=examine_one, detectors={HEARD: SHA}, ensemble=(HEARD,), recipe="r" * 64,
            out_dir=tmp_path / "out", replicates=20,
        )  # fmt: skip

    found = run(listen)
    assert len(found.population.clips) == 19
    (made,) = calibrate.fit_all(found, plan="quick", replicates=40)
    assert (made.detector_ids, made.n_manipulated, made.n_not) == ((HEARD,), 10, 9)
    assert made.auc is not None
    assert made.auc > 0.8
    heard = next(r.examination.other_questions[0] for r in found.results if r.examination and r.clip.manipulated)
    told = fuse.apart(heard, made)
    assert told.status == "scored"
    assert told.lr is not None
    assert told.lr.log10 > 0
    assert told.lr.calibration_id == made.id

    def never(path: Path, detector_ids: tuple[str, ...]) -> Examination:
        raise MediaError(f"{path.name} was to be in the cache")

    again = run(never)
    assert [r.clip.name for r in again.results if r.status == "failed"] == ["real_19.wav"]  # it may be longer next time
    kept = {r.clip.name: r.examination.other_questions[0].logit for r in again.results if r.examination}
    assert kept == {r.clip.name: r.examination.other_questions[0].logit for r in found.results
                    if r.examination and r.clip.name in kept}  # fmt: skip
    assert all(not r.examination.detectors for r in again.results if r.examination)
