"""``models calibrate`` from the list to the stored record: clips in one process, the fit in another call of it."""

import hashlib
import json

import pytest
import tomli_w

from deepfake_studio import paths
from deepfake_studio.analysis import calibrate as records
from deepfake_studio.inference import registry

ID = "invented.one"  # what the made-up examination process scores with


@pytest.fixture
def model():
    folder = paths.user_models_dir()
    folder.mkdir(parents=True)
    entry = {
        "id": ID, "entry": "deepfake_studio.inference.detectors.residual_frequency:ResidualFrequency",
        "file": "one.safetensors", "sha256": hashlib.sha256(b"w").hexdigest(), "size_bytes": 1, "licence": "mine",
        "source": "me", "paper": "", "description": "", "positive_class": "manipulated", "tolerance": 0.05,
        "crop": {"margin": 1.25, "stored_px": 153, "input_px": 160, "mean": [0.5] * 3, "std": [0.5] * 3},
    }  # fmt: skip
    (folder / "one.safetensors").write_bytes(b"w")
    (folder / "manifest.toml").write_text(tomli_w.dumps({"schema": 1, "detector": [entry]}))
    return folder


@pytest.fixture
def listing(tmp_path, clip):
    """Twelve clips in six groups, one that is not there and one that cannot be opened."""
    rows = []
    for number in range(12):
        side = "fake" if number % 2 else "real"
        rows.append(f"clips/{clip(f'{number}.mp4', folder=tmp_path / 'clips').name},{side},g{number // 2}")
    clip("broken.mp4", folder=tmp_path / "clips")
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["path,label,group", *rows, "clips/gone.mp4,fake,x", "clips/broken.mp4,real,y"]) + "\n")
    return file


def test_a_model_is_measured_fitted_and_keeps_what_came_of_it(cli, model, listing, tmp_path, monkeypatch):
    log = tmp_path / "log"
    monkeypatch.setenv("FAKE_LOG", str(log))
    monkeypatch.setenv("FAKE_FRAMES", "8")  # fewer carry no ratio
    asked = ("models", "calibrate", ID, "--data", listing, "--out", tmp_path / "out", "--plan", "quick")
    code, out, err = cli(*asked)
    assert code == 3, err  # a clip failed
    said = dict(line.split("\t", 1) for line in out.splitlines())
    assert said[ID].startswith("calibrated")
    assert "6 not manipulated" in said["population"]
    assert "8 of each needed" in said["interval"]
    assert {"AUC", "Cllr, bit", "min Cllr, bit"} <= said.keys()
    assert "gone.mp4: missing" in err
    assert "broken.mp4: failed" in err
    spec = registry.spec(ID)
    stored = records.load(model / spec.calibration)
    assert (stored.n_manipulated, stored.n_not, stored.plan) == (6, 6, "quick")
    reasons = [c["reason"] or "" for c in json.loads((tmp_path / "out" / "evaluation.json").read_text())["clips"]]
    assert any("no picture that can be decoded" in reason for reason in reasons)
    assert len(log.read_text().split()) == 13
    log.unlink()
    assert cli(*asked)[1] == out
    assert len(log.read_text().split()) == 1  # only what failed was tried again
    assert "not calibrated" not in next(line for line in cli("models", "list")[1].splitlines() if ID in line)


def test_one_class_is_one_sentence_and_leaves_the_model_as_it_was(cli, model, listing, tmp_path):
    listing.write_text("path,label,group\nclips/1.mp4,fake,a\nclips/3.mp4,fake,b\n")
    code, out, err = cli("models", "calibrate", ID, "--data", listing, "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert f"{ID} cannot be calibrated on list.csv" in err
    assert registry.spec(ID).calibration is None
