import hashlib

import pytest
import tomli_w

from deepfake_studio import paths
from deepfake_studio.cli.selftest import compare
from deepfake_studio.inference import model_files, registry

ENTRY = {
    "id": "residual_frequency.mine",
    "entry": "deepfake_studio.inference.detectors.residual_frequency:ResidualFrequency",
    "file": "mine.safetensors", "size_bytes": 7, "licence": "mine", "source": "me",
    "paper": "", "description": "of mine",
    "positive_class": "manipulated", "tolerance": 0.05, "options": {"architecture": "residual_frequency"},
    "crop": {"margin": 1.25, "stored_px": 153, "input_px": 160, "mean": [0.5] * 3, "std": [0.5] * 3},
}  # fmt: skip


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"weights")
    return path


@pytest.fixture
def entry(tmp_path, weights):
    def make(**changes):
        table = {**ENTRY, "sha256": hashlib.sha256(b"weights").hexdigest(), **changes}
        path = tmp_path / "entry.toml"
        path.write_text(tomli_w.dumps({"detector": [table]}))
        return path

    return make


def test_install_list_show_verify(cli, weights, entry):
    code, out, _ = cli("models", "install", weights, "--entry", entry())
    assert (code, out.split("\t")[0]) == (0, "residual_frequency.mine")
    assert "of mine" in cli("models", "list")[1]
    assert "licence: mine" in cli("models", "show", "residual_frequency.mine")[1]
    line = next(text for text in cli("models", "verify")[1].splitlines() if text.startswith("residual_frequency.mine"))
    assert line.endswith("intact")
    next(paths.user_models_dir().glob("*.safetensors")).write_bytes(b"changed")
    code, out, _ = cli("models", "verify")
    assert code == 3
    assert "changed" in out


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"sha256": "00"}, "not the file"),
        ({"entry": "os:system"}, "names code or a file outside"),
        ({"crop": {}}, "incomplete"),
    ],
)
def test_refused_entries_leave_nothing(cli, weights, entry, changes, text):
    before = cli("models", "list")[1]
    code, _, err = cli("models", "install", weights, "--entry", entry(**changes))
    assert code in (2, 3)
    assert text in err
    assert cli("models", "list")[1] == before
    assert not list(paths.user_models_dir().glob("*.safetensors"))


def test_twice_is_refused(cli, weights, entry):
    cli("models", "install", weights, "--entry", entry())
    code, _, err = cli("models", "install", weights, "--entry", entry())
    assert (code, "already" in err) == (2, True)


def _item(**changes):
    detector = {"id": "a.b", "status": "scored", "reason": None, "logit": 1.0, "weights_sha256": "00"}
    detector |= changes.pop("detector", {})
    item = {
        "file": "x.mp4",
        "sha256": "11",
        "status": "examined",
        "reason": None,
        "log10_lr": 0.5,
        "detectors": [detector],
    }
    return item | changes


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (_item(), None),
        (_item(detector={"logit": 1.04}), None),
        (_item(detector={"logit": 1.06}), "a.b gives 1.06"),
        (_item(detector={"logit": None}), "a.b gives None"),
        (_item(detector={"weights_sha256": "22"}), "other weights"),
        (_item(detector={"status": "unavailable", "reason": "gone"}), "unavailable (gone)"),
        (_item(detectors=[]), "did not run"),
        (_item(log10_lr=1.0), "log10 LR"),
        (_item(sha256="33"), "not the file"),
        (_item(status="failed", reason="broken"), "status is failed (broken)"),
        (_item(file="y.mp4"), "was not examined"),
    ],
)
def test_selftest_tells_what_differs(found, text):
    differences = compare({"items": [_item()]}, [found], tolerances={"a.b": 0.05})
    assert differences == [] if text is None else text in differences[0]


def test_selftest_with_the_sample(cli, tmp_path, monkeypatch):
    """Record, pass, change a stored score, fail; the outcome is kept for reports."""
    sample = tmp_path / "sample"
    sample.mkdir()
    for name in ("one.mp4", "two.mp4"):
        (sample / name).write_bytes(name.encode())
    monkeypatch.setattr(paths, "sample_dir", lambda: sample)
    assert cli("selftest", "--record")[0] == 0
    code, out, _ = cli("selftest")
    assert (code, out.splitlines()[-1]) == (0, "selftest passed")
    assert '"passed": true' in (paths.user_data_dir() / "selftest.json").read_text()
    stored = sample / "expected.json"
    stored.write_text(stored.read_text().replace('"logit": ', '"logit": 1'))
    code, out, _ = cli("selftest")
    assert (code, out.splitlines()[-1]) == (3, "SELFTEST FAILED")
    stored.unlink()
    code, out, err = cli("selftest")
    assert (code, out) == (3, "")
    assert "reinstall" in err


def test_only_installed_models_are_calibrated(cli, weights, entry, tmp_path):
    assert cli("models", "install", weights, "--entry", entry())[0] == 0
    code, _, err = cli("models", "calibrate", "residual_frequency.mine", "--data", tmp_path / "none.csv")
    assert (code, "does not exist" in err) == (2, True)
    (tmp_path / "list.csv").write_text("path,label,group\n")
    shipped = next(spec.id for spec in registry.specs() if spec.id != "residual_frequency.mine")
    code, _, err = cli("models", "calibrate", shipped, "--data", tmp_path / "list.csv")
    assert (code, "ships with its calibration" in err) == (2, True)


def test_a_calibration_is_stored_with_its_model_and_goes_with_it(cli, weights, entry):
    assert cli("models", "install", weights, "--entry", entry())[0] == 0
    file = model_files.calibrated("residual_frequency.mine", lambda path: path.write_text("{}"))
    assert registry.spec("residual_frequency.mine").calibration == file.name
    assert cli("models", "remove", "residual_frequency.mine")[0] == 0
    assert not file.exists()
