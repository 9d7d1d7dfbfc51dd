"""Published Keras files: recognised by their keys, converted once, refused with a sentence otherwise."""

from __future__ import annotations

import hashlib
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
import pytest

from deepfake_studio import paths
from deepfake_studio.errors import UsageError, WeightsError
from deepfake_studio.inference import (
    checkpoint_child,
    checkpoints,
    install,
    known,
    model_files,
    model_folder,
    registry,
    runtime,
    scorer,
)
from deepfake_studio.inference.families import registry as families
from deepfake_studio.inference.install import Wishes

KERNELS = [(3, 3, 3, 8), (5, 5, 8, 8), (5, 5, 8, 16), (5, 5, 16, 16)]


def keras_meso4(path: Path, *, dense: int = 1024, seed: int = 0, trained: bool = True) -> Path:
    """A file laid out as the authors' Meso4, with random values and numbers that do not start at one."""
    rng = np.random.default_rng(seed)
    fresh = {"gamma": 1, "beta": 0, "moving_mean": 0, "moving_variance": 1}
    with h5py.File(path, "w") as out:
        for i, shape in enumerate(KERNELS):
            out[f"conv2d_{i + 5}/conv2d_{i + 5}/kernel:0"] = rng.normal(0, 0.1, shape).astype("f4")
            out[f"conv2d_{i + 5}/conv2d_{i + 5}/bias:0"] = rng.normal(0, 0.1, shape[-1:]).astype("f4")
            name = f"batch_normalization_{i + 5}"
            for part, start in fresh.items():
                value = rng.uniform(0.5, 1.5, shape[-1:]) if trained else np.full(shape[-1:], start)
                out[f"{name}/{name}/{part}:0"] = value.astype("f4")
        for name, shape in (("dense_3", (dense, 16)), ("dense_4", (16, 1))):
            out[f"{name}/{name}/kernel:0"] = rng.normal(0, 0.1, shape).astype("f4")
            out[f"{name}/{name}/bias:0"] = np.zeros(shape[-1:], "f4")
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of one's own; files are parsed in this process, to save starting one for each."""

    def parsed(path, kind, folder, most, job):
        return {"limits": "none", **checkpoint_child._convert(path, kind, folder, most_bytes=most)}

    monkeypatch.setattr(checkpoints, "_parsed", parsed)
    monkeypatch.setenv("DEEPFAKE_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def manifest() -> list[dict]:
    return tomllib.loads((paths.user_models_dir() / "manifest.toml").read_text())["detector"]


def test_meso4_is_recognised_installed_and_scores(tmp_path: Path) -> None:
    file = keras_meso4(tmp_path / "Mine v2.h5")
    found = install.install(file)
    assert (found.status, found.id, found.calibrated) == ("installed", "mesonet_meso4.mine_v2", False)
    assert found.licence.startswith("not stated")
    spec = registry.spec(found.id)
    assert spec.origin is not None
    assert spec.origin.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert spec.card is not None
    assert spec.origin.sha256 in (paths.user_models_dir() / spec.card).read_text()
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=2, threads=1)
    pictures = np.random.default_rng(1).integers(0, 255, (2, 256, 256, 3), dtype=np.uint8)
    assert np.isfinite(scorer.load(spec, run).score(pictures, run)).all()


def test_the_same_file_again_changes_nothing_but_what_is_stated(tmp_path: Path) -> None:
    keras_meso4(tmp_path / "m.h5")
    first = install.install(tmp_path / "m.h5")
    before = manifest()
    (tmp_path / "m.h5").rename(tmp_path / "other name.h5")
    assert install.install(tmp_path / "other name.h5").status == "already"
    assert manifest() == before
    said = install.install(tmp_path / "other name.h5", wishes=Wishes(licence="CC BY 4.0", source="a friend"))
    assert (said.status, said.id, said.licence) == ("changed", first.id, "CC BY 4.0")
    assert manifest()[0]["source"] == "a friend"


def test_another_file_of_the_same_name_gets_its_own_id(tmp_path: Path) -> None:
    for seed in (0, 1):
        (tmp_path / str(seed)).mkdir()
        install.install(keras_meso4(tmp_path / str(seed) / "m.h5", seed=seed))
    one, two = (entry["id"] for entry in manifest())
    assert (one, two.startswith(f"{one}_")) == ("mesonet_meso4.m", True)
    with pytest.raises(UsageError, match="already"):
        install.install(keras_meso4(tmp_path / "n.h5", seed=2), wishes=Wishes(detector_id=one))
    with pytest.raises(UsageError, match="is no id"):
        install.install(tmp_path / "n.h5", wishes=Wishes(detector_id="../x"))


def test_parallel_installations_lose_nothing(tmp_path: Path) -> None:
    files = [keras_meso4(tmp_path / f"m{seed}.h5", seed=seed) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(install.install, [*files, *files]))
    assert {f.id for f in found} == {f"mesonet_meso4.m{seed}" for seed in range(4)}
    assert len(manifest()) == 4
    left = sorted(p.suffix for p in paths.user_models_dir().iterdir())
    assert left == [".lock", *[".md"] * 4, *[".safetensors"] * 4, ".toml"]


def test_flatten_order_is_that_of_keras(tmp_path: Path) -> None:
    """Row (h, w, c) of the Keras kernel must end at column (c, h, w)."""
    tensors, _ = families.unwrap(checkpoints.tensors_of(keras_meso4(tmp_path / "m.h5"))[0])
    network = families.family("mesonet_meso4").converted(tensors)
    h, w, c = 3, 5, 7
    keras = tensors["dense_1/kernel:0"][(h * 8 + w) * 16 + c]
    assert np.allclose(network["head.dense1.weight"][:, c * 64 + h * 8 + w].numpy(), keras.numpy())


def test_what_cannot_be_used_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    broken = keras_meso4(tmp_path / "nan.h5")
    with h5py.File(broken, "r+") as file:
        file["dense_4/dense_4/bias:0"][:] = np.nan
    for file, cause in (
        (keras_meso4(tmp_path / "short.h5", dense=512), "was not installed: it"),
        (keras_meso4(tmp_path / "fresh.h5", trained=False), "never trained"),
        (broken, "no numbers"),
        (tmp_path / "gone.h5", "no file"),
    ):
        with pytest.raises(WeightsError, match=cause):
            install.install(file)
    assert not list(paths.user_models_dir().glob("*"))


def test_a_name_that_states_a_hash_must_be_right(tmp_path: Path) -> None:
    digest = hashlib.sha256(keras_meso4(tmp_path / "m.h5").read_bytes()).hexdigest()
    wrong = tmp_path / f"Net_bestval-{digest[::-1]}.h5"
    (tmp_path / "m.h5").rename(wrong)
    with pytest.raises(WeightsError, match="states in its name"):
        install.install(wrong)
    right = wrong.rename(tmp_path / f"Net_bestval-{digest}.h5")
    assert install.install(right).id == "mesonet_meso4.net_bestval"
    with pytest.raises(WeightsError, match="is named like MesoNet"):
        known.refuse_other("Meso4_DF (1).h5", sha256=digest, shown="x")


def test_known_files_are_found_by_hash_under_any_name() -> None:
    listed = {f.name: f for f in known.files()}
    assert len(listed) == len(known.files())
    published = listed["Meso4_DF.h5"]
    assert known.refuse_other("renamed.bin", sha256=published.sha256, shown="x") == published
    assert all(f.licence and f.origin and "://" not in f.origin for f in known.files())
    for name, stated in (
        ("w-5c106cde.pth", "5c106cde"), ("w-20261121.pth", None), ("w-deadbeef.pth", None),
        ("w-5c106cde (1).pth", "5c106cde"), ("plain.pth", None),
    ):  # fmt: skip
        assert known.stated_prefix(name) == stated
    for file in known.files():
        assert known.stated_prefix(file.name) in (None, file.sha256)


def test_weights_changed_later_are_said_and_mended(tmp_path: Path) -> None:
    file = keras_meso4(tmp_path / "m.h5")
    spec = registry.spec(install.install(file).id)
    registry.weights_file(spec).write_bytes(b"x" * spec.size_bytes)
    with pytest.raises(WeightsError, match="have SHA-256"):
        model_files.export(spec.id, tmp_path / "out")
    assert install.install(file).status == "installed"
    assert [entry["id"] for entry in manifest()] == [spec.id]
    model_files.export(spec.id, tmp_path / "out")


def test_export_remove_and_install_again(tmp_path: Path) -> None:
    spec = registry.spec(install.install(keras_meso4(tmp_path / "m.h5"), wishes=Wishes(licence="MIT")).id)
    model_files.export(spec.id, tmp_path / "out")
    for name in ("a.zip", "b.zip"):
        model_files.export(spec.id, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert "Licence: MIT" in (tmp_path / "out" / "LICENCE.txt").read_text()
    with pytest.raises(UsageError, match="exists already"):
        model_files.export(spec.id, tmp_path / "out")
    model_files.remove(spec.id)
    assert [p.name for p in paths.user_models_dir().iterdir() if p.suffix in {".safetensors", ".md"}] == []
    again = model_files.add_described(tmp_path / "out" / spec.file, tmp_path / "out" / "entry.toml")
    assert (again.id, again.sha256, again.origin, again.licence) == (spec.id, spec.sha256, spec.origin, "MIT")
    assert again.card is not None
    with pytest.raises(UsageError, match="ships with the program"):
        model_files.remove(registry.shipped_ids()[0])


def test_names_of_others_become_plain() -> None:
    for name in ("../../evil; rm -rf", "\x1b[2J\u202e", "a" * 300, ""):
        plain = model_folder.plain_name(name)
        assert 0 < len(plain) <= 60
        assert plain.replace("_", "a").isalnum()
        assert plain.isascii()
