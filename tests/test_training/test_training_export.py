"""From a run to a detector: weights, manifest entry, card; what does not fit is refused."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch

from deepfake_studio import wire
from deepfake_studio.errors import StudioError, UsageError
from deepfake_studio.inference import runtime, scorer
from deepfake_studio.job import QuietJob
from deepfake_studio.training import architectures, export, state
from deepfake_studio.training.fit import Run
from deepfake_studio.vocabulary import DetectorSpec


@pytest.fixture(scope="module")
def tiny():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        import tiny_training

        tiny_training.register()
        yield tiny_training


@pytest.fixture(scope="module")
def finished(tiny, tmp_path_factory):
    """A finished run of the real network on noise; its second checkpoint of three is the best."""
    folder = tmp_path_factory.mktemp("finished")
    data = tiny.pictures(folder / "data", splits=("train",))
    figures = iter([0.6, 0.9, 0.7])
    recipe = tiny.recipe(architecture="residual_frequency", input_px=16, steps=3, save_every=1, blocks_per_batch=1)
    made = Run(folder / "run", recipe=recipe, data=data, device="cpu")
    made.go(job=QuietJob(), validate=lambda net: {"blended": next(figures)})
    return folder


@pytest.fixture
def run(finished, tmp_path):
    """A copy of that run to do with as one likes."""
    return Path(shutil.copytree(finished / "run", tmp_path / "run"))


@pytest.fixture
def data(finished):
    return finished / "data"


def spec_of(made):
    entry = tomllib.loads(made.entry)["detector"][0]
    return wire.from_plain(
        DetectorSpec, {"calibration": None, "card": None, **entry, "folder": str(made.weights.parent)}
    )


def test_the_best_checkpoint_is_exported_and_examines(run, tmp_path):
    made = export.export(run, out=tmp_path / "out", detector_id="residual_frequency.t1")
    spec = spec_of(made)
    assert (spec.id, spec.card, spec.crop.stored_px) == ("residual_frequency.t1", "residual_frequency.t1.md", 153)
    machine = runtime.Runtime(device="cpu", dtype="float32", batch_size=2, threads=1)
    pictures = np.random.default_rng(1).integers(0, 255, (2, 16, 16, 3), dtype=np.uint8)
    found = scorer.load(spec, machine).score(pictures, machine)
    net = architectures.build("residual_frequency").eval()
    net.load_state_dict(torch.load(run / "average-000002.pt", weights_only=True))
    x = (torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.5
    with torch.no_grad():
        assert found == pytest.approx(net(x)[:, 0].numpy(), abs=0.02)
    card = made.card.read_text()
    for part in ("step 2 of 3", "| blended | 0.900 |", "| kept train/0 | 8 |", "learning_rate = 0.0008", spec.sha256):
        assert part in card, part
    assert "- [ ] Known failures" in card


def test_a_mean_of_checkpoints_and_runs(run, tmp_path):
    files = [state.average_file(run, s) for s in (1, 3)]
    tables = [torch.load(f, weights_only=True) for f in files]
    made = export.export(run, out=tmp_path / "out", average=["1", f"{run}:last"])
    assert "not there" in made.card.read_text()  # no validation split, so nothing was measured
    from safetensors.torch import load_file

    found = load_file(made.weights)
    key = "head.1.weight"
    assert torch.allclose(found[key].float(), (tables[0][key] + tables[1][key]) / 2, atol=1e-3)
    assert found["frequency.0.num_batches_tracked"] == 3
    assert spec_of(made).id == "residual_frequency.run"


def test_a_second_export_is_added_to_the_manifest_and_none_is_overwritten(run, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.toml").write_text("# mine\nschema = 1\n")
    for name in ("residual_frequency.a", "residual_frequency.b"):
        export.export(run, out=out, detector_id=name, licence="Apache-2.0")
    text = (out / "manifest.toml").read_text()
    assert text.startswith("# mine\n")
    assert [d["id"] for d in tomllib.loads(text)["detector"]] == ["residual_frequency.a", "residual_frequency.b"]
    with pytest.raises(UsageError, match=r"holds a detector called residual_frequency.a already"):
        export.export(run, out=out, detector_id="residual_frequency.a")
    with pytest.raises(UsageError, match="cannot be the name"):
        export.export(run, out=out, detector_id="../x")
    with pytest.raises(UsageError, match="is a file"):
        export.export(run, out=out / "manifest.toml")


def test_what_cannot_be_exported_is_told(tiny, run, data, tmp_path):
    with pytest.raises(StudioError, match="no training run"):
        export.export(tmp_path, out=tmp_path / "out")
    with pytest.raises(StudioError, match=r"no such checkpoint \(9\); there are 1, 2, 3"):
        export.export(run, out=tmp_path / "out", average=["9"])
    other = tmp_path / "other"
    Run(other, recipe=tiny.recipe(steps=1), data=data).go(job=QuietJob())
    with pytest.raises(StudioError, match="checkpoint of another architecture"):
        export.export(run, out=tmp_path / "out", average=["1", f"{other}:1"])
    file = state.average_file(run, 1)
    large = {k: v * 1e9 if v.is_floating_point() else v for k, v in torch.load(file, weights_only=True).items()}
    torch.save(large, file)
    with pytest.raises(StudioError, match="does not fit into float16"):
        export.export(run, out=tmp_path / "out", average=["1"])
    assert not (tmp_path / "out").exists()


def test_the_command_line_trains_resumes_tells_and_exports(tiny, run, data, tmp_path, capsys):
    from deepfake_studio.cli import main

    lines = [f"{k} = {json.dumps(v)}" for k, v in tiny.RECIPE.items()]
    (tmp_path / "r.toml").write_text("\n".join(lines))
    argv = ["--data", str(data), "--recipe", str(tmp_path / "r.toml"), "--out", str(tmp_path / "cli")]
    assert main(["train", "run", *argv, "--device", "cpu"]) == 0
    assert main(["train", "run", *argv]) == 2
    assert "train resume" in capsys.readouterr().err
    assert main(["train", "resume", str(tmp_path / "cli")]) == 0
    assert main(["train", "status", str(tmp_path / "cli")]) == 0
    told = dict(line.split("\t", 1) for line in capsys.readouterr().out.splitlines() if "\t" in line)
    assert (told["state"], told["step"], told["checkpoints"]) == ("finished", "6 of 6", "2, 4, 6")
    assert main(["train", "export", str(run), "--out", str(tmp_path / "o"), "--id", "residual_frequency.c"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["detector"][0]["id"] == "residual_frequency.c"
    assert main(["train", "status", str(tmp_path)]) == 2
