"""Published Keras files: recognised by their keys, converted once, refused with a sentence otherwise."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import install, registry, runtime, scorer

KERNELS = {"meso4": [(3, 3, 3, 8), (5, 5, 8, 8), (5, 5, 8, 16), (5, 5, 16, 16)]}


def keras_meso4(path: Path, *, dense: int = 1024) -> None:
    """A file laid out as the authors' Meso4, with random values and numbers that do not start at one."""
    rng = np.random.default_rng(0)
    with h5py.File(path, "w") as out:
        for i, shape in enumerate(KERNELS["meso4"]):
            out[f"conv2d_{i + 5}/conv2d_{i + 5}/kernel:0"] = rng.normal(0, 0.1, shape).astype("f4")
            out[f"conv2d_{i + 5}/conv2d_{i + 5}/bias:0"] = rng.normal(0, 0.1, shape[-1:]).astype("f4")
            name = f"batch_normalization_{i + 5}"
            for part in ("gamma", "beta", "moving_mean", "moving_variance"):
                out[f"{name}/{name}/{part}:0"] = rng.uniform(0.5, 1.5, shape[-1:]).astype("f4")
        for name, shape in (("dense_3", (dense, 16)), ("dense_4", (16, 1))):
            out[f"{name}/{name}/kernel:0"] = rng.normal(0, 0.1, shape).astype("f4")
            out[f"{name}/{name}/bias:0"] = np.zeros(shape[-1:], "f4")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEEPFAKE_STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_meso4_is_recognised_installed_and_scores(tmp_path: Path) -> None:
    keras_meso4(tmp_path / "Meso4_DF.h5")
    spec = install.install(tmp_path / "Meso4_DF.h5")
    assert spec.id == "meso4.meso4_df"
    assert spec.calibration is None
    run = runtime.Runtime(device="cpu", dtype="float32", batch_size=2, threads=1)
    pictures = np.random.default_rng(1).integers(0, 255, (2, 256, 256, 3), dtype=np.uint8)
    scores = scorer.load(spec, run).score(pictures, run)
    assert np.isfinite(scores).all()
    install.install(tmp_path / "Meso4_DF.h5")
    assert [s.id for s in registry.specs()].count(spec.id) == 1


def test_flatten_order_is_that_of_keras(tmp_path: Path) -> None:
    """Row (h, w, c) of the Keras kernel must end at column (c, h, w)."""
    keras_meso4(tmp_path / "m.h5")
    arrays = install.read_keras(tmp_path / "m.h5")
    tensors = install.meso4_tensors(arrays)
    h, w, c = 3, 5, 7
    keras = arrays["dense_3/kernel:0"][(h * 8 + w) * 16 + c]
    assert np.allclose(tensors["head.dense1.weight"][:, c * 64 + h * 8 + w].numpy(), keras)


def test_what_is_no_mesonet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.h5").write_bytes(b"not hdf5")
    with pytest.raises(WeightsError, match="Keras HDF5"):
        install.install(tmp_path / "no.h5")
    (tmp_path / "w.pth").write_bytes(b"\x80\x04.")
    with pytest.raises(WeightsError, match="not of a family"):
        install.install(tmp_path / "w.pth")
    keras_meso4(tmp_path / "short.h5", dense=512)
    with pytest.raises(WeightsError, match="lacks a part"):
        install.install(tmp_path / "short.h5")
    with pytest.raises(WeightsError, match="no file"):
        install.install(tmp_path / "gone.h5")
