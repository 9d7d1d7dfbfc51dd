"""Checkpoint files are told by their bytes, checked before they are believed, and never executed."""

from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch

from deepfake_studio.errors import WeightsError
from deepfake_studio.inference import checkpoint_formats, checkpoints, file_kinds, pickle_scan, safetensors_file
from deepfake_studio.inference.safetensors_file import Part


class Touches:
    """Makes a file when it is unpickled by a careless program."""

    def __init__(self, canary: Path) -> None:
        self.canary = str(canary)

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.canary, "w")


def kind(path: Path) -> str:
    with path.open("rb") as stream:
        return file_kinds.kind_of(stream, path=path)


def written(path: Path, *parts: tuple[str, np.ndarray]) -> Path:
    made = [Part(name=n, dtype="F32", shape=v.shape, read=lambda v=v: v) for n, v in parts]
    safetensors_file.write(path, made, metadata={"format": "pt"})
    return path


def tampered(path: Path, change) -> Path:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    table = json.loads(data[8 : 8 + size])
    change(table)
    text = json.dumps(table).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data[8 + size :])
    return path


def test_formats_are_told_from_bytes(tmp_path: Path) -> None:
    tensors = {"a": torch.ones(2)}
    torch.save(tensors, tmp_path / "x.h5")
    assert kind(tmp_path / "x.h5") == file_kinds.TORCH_ZIP
    torch.save(tensors, tmp_path / "old", _use_new_zipfile_serialization=False)
    assert kind(tmp_path / "old") == file_kinds.TORCH_LEGACY
    (tmp_path / "p.pth").write_bytes(pickle.dumps({"a": 1}))
    assert kind(tmp_path / "p.pth") == file_kinds.PICKLE
    assert kind(written(tmp_path / "s.bin", ("a", np.ones(2, "f4")))) == file_kinds.SAFETENSORS
    with h5py.File(tmp_path / "k.pth", "w") as out:
        out["a"] = 1
    assert kind(tmp_path / "k.pth") == file_kinds.KERAS


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"<!DOCTYPE html><title>Quota</title>", "web page"),
        (b"\x1f\x8b\x08", "gzip"),
        (bytes(600), "only zeros"),
        (b"Dear examiner,\n", "first bytes"),
    ],
)
def test_what_is_no_weights_is_named(tmp_path: Path, data: bytes, cause: str) -> None:
    (tmp_path / "w.pth").write_bytes(data)
    with pytest.raises(WeightsError, match=cause):
        kind(tmp_path / "w.pth")


def test_what_is_written_is_read_by_the_library(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    value = np.arange(6, dtype="f4").reshape(2, 3)
    file = written(tmp_path / "s", ("b", value), ("empty", np.zeros((0, 4), "f4")))
    assert np.array_equal(load_file(file)["b"].numpy(), value)
    header = safetensors_file.read_header(file)
    assert [(e.name, e.shape) for e in header.entries] == [("b", (2, 3)), ("empty", (0, 4))]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda t: t["b"].update(data_offsets=[4, 12]), "overlap"),
        (lambda t: t["b"].update(data_offsets=[2**40, 2**40 + 8]), "belong to none"),
        (lambda t: t["b"].update(shape=[3]), "do not fit its shape"),
        (lambda t: t["b"].update(shape=[-2]), "not whole numbers"),
        (lambda t: t["b"].update(shape=[2.0]), "not whole numbers"),
        (lambda t: t["b"].update(dtype="F8_E4M3"), "unsupported type"),
        (lambda t: t["b"].update(dtype="os.system"), "unknown type"),
        (lambda t: t["b"].update(more=1), "lacks its dtype"),
        (lambda t: t.pop("b"), "belong to no tensor"),
        (lambda t: t.update(__metadata__={"a": 1}), "not texts"),
    ],
)
def test_a_tampered_header_is_refused(tmp_path: Path, change, cause: str) -> None:
    file = written(tmp_path / "s", ("a", np.ones(2, "f4")), ("b", np.ones(2, "f4")))
    with pytest.raises(WeightsError, match=cause):
        safetensors_file.read_header(tampered(file, change))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (struct.pack("<Q", 1 << 62) + b"{}", "header claims"),
        (struct.pack("<Q", 99) + b"{}", "in a file of"),
        (struct.pack("<Q", 2) + b"[]", "not a table"),
        (struct.pack("<Q", 13) + b'{"a":1,"a":2}', "names a tensor twice"),
        (struct.pack("<Q", 100_000) + b"[" * 100_000, "not JSON"),
        (b"abc", "only 3 bytes"),
    ],
)
def test_a_broken_header_is_refused(tmp_path: Path, data: bytes, cause: str) -> None:
    (tmp_path / "s").write_bytes(data)
    with pytest.raises(WeightsError, match=cause):
        safetensors_file.read_header(tmp_path / "s")


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x02cposix\nsystem\nX\x01\x00\x00\x00a\x85R.",
        b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x01a\x85R.",
        b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x940h\x00h\x01\x93\x8c\x01a\x85R.",
        b"\x80\x02(X\x01\x00\x00\x00aiposix\nsystem\n.",
        b"cposix\nsystem\n(S'a'\ntR.",
    ],
)
def test_every_way_to_call_is_seen(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"posix\.system"):
        pickle_scan.refuse_calls(data, path=tmp_path, pickles=1)


def test_hidden_names_and_damaged_pickles_are_refused(tmp_path: Path) -> None:
    for data in (b"\x80\x04\x82\x01.", b"\x80\x04K\x01\x8c\x06system\x93.", b"\x80\x04h\x07h\x08\x93."):
        with pytest.raises(WeightsError, match="hides"):
            pickle_scan.refuse_calls(data, path=tmp_path, pickles=1)
    with pytest.raises(WeightsError, match="damaged pickle"):
        pickle_scan.refuse_calls(b"\x80\x04X\xff\xff\xff\x7f", path=tmp_path, pickles=1)


def test_code_is_refused_in_both_forms_and_not_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for name, new in (("a.pth", True), ("b.pth", False)):
        torch.save({"w": torch.ones(1), "x": Touches(canary)}, tmp_path / name, _use_new_zipfile_serialization=new)
        with pytest.raises(WeightsError, match=r"asks for '_?io\.open'"):
            checkpoint_formats.scan(tmp_path / name, kind(tmp_path / name))
    assert not canary.exists()


def test_an_archive_with_a_wrong_sum_or_compressed_parts_is_refused(tmp_path: Path) -> None:
    import zipfile

    torch.save({"w": torch.ones(4096)}, tmp_path / "w.pth")
    data = bytearray((tmp_path / "w.pth").read_bytes())
    data[len(data) // 2] ^= 255
    (tmp_path / "bad.pth").write_bytes(data)
    with pytest.raises(WeightsError, match="check sum"):
        checkpoint_formats.scan(tmp_path / "bad.pth", file_kinds.TORCH_ZIP)
    with zipfile.ZipFile(tmp_path / "w.pth") as old, zipfile.ZipFile(tmp_path / "z", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(WeightsError, match="compressed"):
        checkpoint_formats.scan(tmp_path / "z", file_kinds.TORCH_ZIP)


def test_tensors_of_containers_are_paths_and_wide_ones_are_narrowed(tmp_path: Path) -> None:
    value = {"net": {"a.w": torch.ones(2, 2, dtype=torch.float64)}, "loss": np.float64(1), "opt": {"m": torch.ones(1)}}
    torch.save(value, tmp_path / "w.pth")
    parts, narrowed = checkpoint_formats.parts_of(tmp_path / "w.pth", file_kinds.TORCH_ZIP)
    assert ({p.name: (p.dtype, p.shape) for p in parts}["net/a.w"], narrowed) == (("F32", (2, 2)), 1)
    assert np.array_equal(np.asarray(parts[0].read()).view("<f4"), np.ones(4, "f4"))
    torch.save({"w": torch.zeros(1).expand(1 << 20, 1 << 20)}, tmp_path / "claims.pth")
    with pytest.raises(WeightsError, match="larger than its data"):
        checkpoint_formats.parts_of(tmp_path / "claims.pth", file_kinds.TORCH_ZIP)


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda out: out.__setitem__("a", h5py.ExternalLink("/etc/passwd", "/")), "points to another file"),
        (lambda out: out.create_dataset("a/b", (9,), "u1", external=[("/etc/passwd", 0, 9)]), "in another file"),
        (lambda out: out.create_dataset("a", (1 << 16, 1 << 16), "f4", chunks=(64, 64)), "far more than it holds"),
        (lambda out: out.create_dataset("a", data=["x"], dtype=h5py.string_dtype()), "holds objects"),
        (lambda out: out.create_group("a"), "without weights"),
    ],
)
def test_keras_files_that_reach_out_are_refused(tmp_path: Path, make, cause: str) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as out:
        make(out)
    with pytest.raises(WeightsError, match=cause):
        checkpoint_formats.parts_of(tmp_path / "w.h5", file_kinds.KERAS)


def test_onnx_files_that_reach_out_are_refused(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, numpy_helper

    inside = numpy_helper.from_array(np.ones((2, 2), "f4"), "w")
    outside = TensorProto(name="v", data_type=TensorProto.FLOAT, dims=[4], data_location=TensorProto.EXTERNAL)
    outside.external_data.add(key="location", value="../secret")
    for name, tensors in (("in.onnx", [inside]), ("out.onnx", [inside, outside])):
        graph = helper.make_graph([], "g", [], [], initializer=tensors)
        (tmp_path / name).write_bytes(helper.make_model(graph).SerializeToString())
    parts, _ = checkpoint_formats.parts_of(tmp_path / "in.onnx", file_kinds.ONNX)
    assert (parts[0].name, parts[0].dtype, parts[0].shape) == ("w", "F32", (2, 2))
    with pytest.raises(WeightsError, match=r"'\.\./secret'"):
        checkpoint_formats.parts_of(tmp_path / "out.onnx", file_kinds.ONNX)


def test_size_and_kind_are_refused_before_anything_is_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hashed(*_: object) -> str:
        raise AssertionError("it was hashed")

    monkeypatch.setattr(checkpoints, "_sha256", hashed)
    with (tmp_path / "sparse.pth").open("wb") as stream:
        stream.truncate(40 << 30)
    (tmp_path / "empty.pth").touch()
    for name, cause in (("sparse.pth", "more than the"), ("empty.pth", "is empty"), (".", "folder"), ("no", "no file")):
        with pytest.raises(WeightsError, match=cause):
            checkpoints.look(tmp_path / name)


def test_what_a_header_says_is_not_taken_for_what_was_seen(tmp_path: Path) -> None:
    part = Part(name="a", dtype="F32", shape=(1,), read=lambda: np.ones(1, "f4"))
    said = {"sha256": "0" * 64, "limits": "all", "narrowed": "x"}
    safetensors_file.write(tmp_path / "s", [part], metadata=said)
    about = checkpoints.tensors_of(tmp_path / "s")[1]
    assert about["sha256"] != said["sha256"]
    assert "narrowed" not in about
    assert about["limits"].startswith("Safetensors: read directly")


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(struct.pack("<Q", 2) + b"{}")
    seen = checkpoints.look(tmp_path / "s")
    checkpoints.refuse_changed(seen)
    (tmp_path / "s").write_bytes(struct.pack("<Q", 2) + b"{} ")
    with pytest.raises(WeightsError, match="was changed"):
        checkpoints.refuse_changed(seen)


def test_the_confined_process_converts_and_says_what_held(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "w.h5", "w") as out:
        out["conv2d_1/kernel:0"] = np.arange(4, dtype=">f4")
    tensors, about = checkpoints.tensors_of(tmp_path / "w.h5")
    assert tensors["conv2d_1/kernel:0"].tolist() == [0, 1, 2, 3]
    assert about["format"] == "h5"
    assert about["limits"].startswith("Parsed in a process of its own, held to:")
    assert "processor time" in about["limits"]
