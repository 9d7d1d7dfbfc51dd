"""The files of `hostile_checkpoints.py`: each with what a refusal must name, or ``None`` where it is to be installed.

All are made here, from the smallest published architecture (MesoNet as DeepfakeBench trains it).
"""

from __future__ import annotations

import io
import json
import math
import os
import pickle
import struct
import sys
import tarfile
import zipfile
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy as np

FAMILY = "deepfakebench_meso4"
CANARY = "canary-was-run"


def filled(shapes):
    """Tensors by the fill rule of the parity files (data/parity/README.md)."""
    import torch

    made = OrderedDict()
    for name, shape in shapes.items():
        rng = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))
        if name.endswith("num_batches_tracked"):
            made[name] = torch.ones(shape, dtype=torch.int64)
            continue
        if name.endswith("running_var"):
            value = rng.uniform(0.5, 1.5, shape)
        elif name.endswith("running_mean"):
            value = 0.1 * rng.standard_normal(shape)
        elif len(shape) >= 2:
            value = rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:]))
        elif name.endswith("weight"):
            value = rng.uniform(0.8, 1.2, shape)
        else:
            value = 0.02 * rng.standard_normal(shape)
        made[name] = torch.tensor(np.asarray(value, "f4"))
    return made


def good_tensors():
    """A checkpoint that installs."""
    from deepfake_studio.inference.families import registry

    return filled(registry.family(FAMILY).expected())


class Runs:
    """Unpickled by a careless program it would make the canary."""

    def __init__(self, canary):
        self.canary = str(canary)

    def __reduce__(self):
        return os.system, (f"touch '{self.canary}'",)


def saved(value, **named):
    """Bytes of ``torch.save``."""
    import torch

    out = io.BytesIO()
    torch.save(value, out, **named)
    return out.getvalue()


def with_instructions(archive, instructions):
    """An archive of PyTorch with another ``data.pkl``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            data = instructions if member.filename.endswith("data.pkl") else old.read(member)
            new.writestr(member.filename, data)
    return out.getvalue()


def packed(archive, *, method=zipfile.ZIP_DEFLATED, extra=()):
    """The same archive, compressed, or with members beside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", method) as new:
        front = old.namelist()[0].split("/")[0]
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
        for name, data in extra:
            new.writestr(f"{front}/{name}", data)
    return out.getvalue()


def bomb(archive):
    """A gigabyte of zeros in a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        front = old.namelist()[0].split("/")[0]
        for member in old.infolist():
            if member.filename != f"{front}/data/0":
                new.writestr(member.filename, old.read(member))
        with new.open(f"{front}/data/0", "w") as stream:
            for _ in range(1024):
                stream.write(bytes(1 << 20))
    return out.getvalue()


def pickles(canary):
    """Instructions that run a command, each by other means."""
    command = f"touch '{canary}'".encode()
    text = b"X" + struct.pack("<I", len(command)) + command
    short = command + b"\n"
    hidden = b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x940h\x00h\x01\x93" + text + b"\x85R."
    return {
        "GLOBAL, REDUCE": b"\x80\x02cposix\nsystem\n" + text + b"\x85R.",
        "STACK_GLOBAL, REDUCE": b"\x80\x04\x8c\x05posix\x8c\x06system\x93" + text + b"\x85R.",
        "STACK_GLOBAL through the memo": hidden,
        "INST": b"\x80\x02(" + text + b"iposix\nsystem\n.",
        "OBJ": b"\x80\x02(cposix\nsystem\n" + text + b"o.",
        "NEWOBJ_EX, subprocess": b"\x80\x04csubprocess\nPopen\n(" + text + b"t}\x92.",
        "BUILD of eval": b"\x80\x02cbuiltins\neval\n" + text + b"\x85Rb.",
        "EXT1": b"\x80\x02\x82\x01)R.",
        "text protocol 0": b"cposix\nsystem\n(S'" + short[:-1].replace(b"'", b"") + b"'\ntR.",
    }


def safetensors_bytes(tensors):
    """A good safetensors file."""
    from safetensors.torch import save

    return save({k: v.contiguous() for k, v in tensors.items()})


def header_changed(data, change, *, length=None):
    """A safetensors file whose header was put through ``change``."""
    size = struct.unpack("<Q", data[:8])[0]
    text = change(data[8 : 8 + size])
    return struct.pack("<Q", len(text) if length is None else length) + text + data[8 + size :]


def table_changed(data, change):
    """The same with the parsed table."""

    def rewrite(text):
        table = json.loads(text)
        change(table)
        return json.dumps(table).encode()

    return header_changed(data, rewrite)


def overlap(table):
    """Two tensors share their bytes."""
    names = [k for k in table if k.endswith(("bn1.weight", "bn1.bias"))]
    table[names[0]]["data_offsets"] = list(table[names[1]]["data_offsets"])


def beyond(table):
    """A tensor of the right size that lies behind the end."""
    last = max((v for k, v in table.items() if k != "__metadata__"), key=lambda v: v["data_offsets"][1])
    begin, end = last["data_offsets"]
    last["data_offsets"] = [begin + (1 << 40), end + (1 << 40)]


def keras(path, make):
    """An HDF5 file."""
    import h5py

    with h5py.File(path, "w") as out:
        make(out, h5py)


def huge_claim(out, _):
    out.create_dataset("conv2d_1/kernel:0", shape=(1 << 17, 1 << 17), dtype="f4", chunks=(1 << 10, 1 << 10))


def linked(out, h5py):
    out["conv2d_1"] = h5py.ExternalLink("/etc/passwd", "/")


def outside(out, _):
    out.create_dataset("conv2d_1/kernel:0", (16,), "u1", external=[("/etc/passwd", 0, 16)])


def objects(out, h5py):
    out.create_dataset("a/b:0", data=np.array(["x"], object), dtype=h5py.string_dtype())


def elsewhere(path):
    """An ONNX file whose data lie in another file."""
    import onnx
    from onnx import TensorProto, helper

    tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4])
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../../../etc/passwd")
    graph = helper.make_graph([], "g", [], [], initializer=[tensor])
    Path(path).write_bytes(helper.make_model(graph).SerializeToString())
    assert onnx


def untrained():
    """The network as it is made."""
    import torch

    from deepfake_studio.inference.families import registry

    torch.manual_seed(0)
    return registry.family(FAMILY).build().state_dict()


def others(tensors, **changes):
    """The tensors with some exchanged; ``None`` takes one away."""
    made = OrderedDict(tensors)
    for name, value in changes.items():
        name = name.replace("__", ".")
        if value is None:
            del made[name]
        else:
            made[name] = value
    return made


def make(folder, canary):
    """Yield (name, path, what the refusal names or ``None``)."""
    import torch

    number = iter(range(1000))

    def put(name, data, file=None):
        path = folder / f"{next(number):02}" / (file or "weights.pth")
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        return path

    def case(name, data, cause, file=None):
        return name, put(name, data, file), cause

    good = good_tensors()
    zipped, legacy = saved({"state_dict": good}), saved(good, _use_new_zipfile_serialization=False)
    plain = safetensors_bytes(good)
    conv = next(k for k, v in good.items() if v.ndim == 4 and v.shape[0] != v.shape[1])
    bias = next(k for k in good if k.endswith("fc1.bias"))

    for how, data in pickles(canary).items():
        cause = "hides" if how == "EXT1" else "posix.system|Popen|eval"
        yield case(f"pickle with code: {how}", with_instructions(zipped, data) if "text" not in how else data, cause)
    evil = {"state_dict": good, "epoch": Runs(canary)}
    yield case("code beside good weights (archive)", saved(evil), "posix.system|nt.system")
    yield case("code beside good weights (old form)", saved(evil, _use_new_zipfile_serialization=False), "system")
    yield case("code behind the weights (old form)", legacy_tail(legacy, canary), "posix.system")
    yield case("plain pickle with code, no PyTorch", pickle.dumps(Runs(canary)), "system")
    yield case("a pickled module (class, not tensors)", saved(torch.nn.Linear(2, 2)), "torch.nn.modules.linear.Linear")
    yield case("TorchScript program", packed(zipped, method=0, extra=[("code/__torch__.py", b"x")]), "TorchScript")
    yield case("object arrays", saved({"a": np.array([object()], object)}), "_reconstruct")
    yield case(
        "endless nesting",
        with_instructions(zipped, b"\x80\x02" + b"(" * 200_000 + b"t" * 200_000 + b"."),
        "damaged|no tensors",
    )
    yield case("truncated archive", zipped[: len(zipped) // 2], "damaged archive")
    yield case("truncated old form", legacy[:-1000], "damaged")
    yield case(
        "one flipped byte of a tensor",
        zipped[: len(zipped) // 2] + bytes([zipped[len(zipped) // 2] ^ 255]) + zipped[len(zipped) // 2 + 1 :],
        "check sum",
    )
    yield case("zip bomb", bomb(zipped), "compressed")
    yield case(
        "tensor larger than its data", saved({"w": torch.zeros(1).expand(1 << 20, 1 << 20)}), "larger than its data"
    )
    yield case("tar archive", tar_bytes(), "tar archive", "FFraw.tar")

    yield case(
        "safetensors: header is no JSON",
        header_changed(plain, lambda t: t.replace(b"{", b"[", 1)),
        "read|JSON",
        "w.safetensors",
    )
    yield case(
        "safetensors: tampered shape",
        table_changed(plain, lambda t: t[conv]["shape"].reverse() or t[conv]["shape"].append(7)),
        "offsets",
        "w.safetensors",
    )
    yield case("safetensors: overlapping tensors", table_changed(plain, overlap), "overlap", "w.safetensors")
    yield case(
        "safetensors: offsets out of range",
        table_changed(plain, beyond),
        "belong to none|behind the end",
        "w.safetensors",
    )
    yield case(
        "safetensors: header of 2^62 bytes",
        header_changed(plain, lambda t: t, length=1 << 62),
        "header claims",
        "w.safetensors",
    )
    yield case(
        "safetensors: nested 100,000 deep",
        header_changed(plain, lambda t: b'{"a":' + b"[" * 100_000),
        "JSON",
        "w.safetensors",
    )
    yield case("safetensors: truncated", plain[:-100], "behind the end", "w.safetensors")
    yield case("safetensors: hidden data behind", plain + b"x" * 1000, "belong to no tensor", "w.safetensors")

    other = "EfficientNetB4_DFDC_bestval-c9f3663e2116d3356d056a0ce6453e0fc412a8df68ebd0902f07104d9129a09a.pth"
    yield case("wrong hash in its name", zipped, "states in its name", other)
    yield case("a known name, other bytes", zipped, "is named like MesoNet", "Meso4_DF.h5")
    yield case("missing key", saved(others(good, **{bias.replace(".", "__"): None})), bias)
    yield case("extra key", saved(others(good, backbone__more__weight=torch.ones(3))), "backbone.more.weight")
    yield case(
        "transposed shape",
        saved(others(good, **{conv.replace(".", "__"): good[conv].transpose(0, 1).contiguous()})),
        f"{conv}",
    )
    yield case("untrained", saved(untrained()), "never trained")
    yield case(
        "another architecture",
        saved({"conv1.weight": torch.ones(64, 3, 7, 7), "fc.weight": torch.ones(2, 9)}),
        "no family|resembles",
    )
    yield case(
        "a family without support (UCF)", saved({"encoder_f.a": torch.ones(2), "encoder_c.a": torch.ones(2)}), "UCF"
    )
    yield case("NaN weights", saved(others(good, **{bias.replace(".", "__"): good[bias] * math.nan})), "NaN")
    yield case("quantised to int8", saved({k: v.to(torch.int8) if v.ndim == 4 else v for k, v in good.items()}), "int8")
    yield case(
        "complex numbers", saved(others(good, **{bias.replace(".", "__"): good[bias].to(torch.complex64)})), "complex64"
    )
    yield case("no tensors", saved({"a": 1}), "no tensors")

    yield case("0 bytes", b"", "empty")
    yield case("only zeros", bytes(100_000), "only zeros")
    yield case("Git LFS pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS")
    yield case("a web page", b"<!DOCTYPE html><html><title>Quota exceeded</title></html>", "web page")
    yield "40 GB sparse", sparse(folder / "sparse.pth", 40 << 30), "more than the"
    keras_files = {
        "HDF5: external link": (linked, "points to another file"),
        "HDF5: data in another file": (outside, "another file"),
        "HDF5: claims 64 GB": (huge_claim, "far more than it holds"),
        "HDF5: objects": (objects, "holds objects"),
    }
    for name, (how, cause) in keras_files.items():
        path = folder / f"{next(number):02}.h5"
        keras(path, how)
        yield name, path, cause
    path = folder / "elsewhere.onnx"
    elsewhere(path)
    yield "ONNX: data in another file", path, "passwd"
    if sys.platform != "win32":
        yield from special(folder / "special")

    yield case("control: good archive", zipped, None)
    yield case(
        "control: good old form",
        saved(others(good, **{bias.replace(".", "__"): good[bias] + 1}), _use_new_zipfile_serialization=False),
        None,
    )
    yield case(
        "control: float64, narrowed",
        saved({k: v.double() if v.is_floating_point() else v for k, v in good.items()}),
        None,
    )
    yield case(
        "control: bfloat16", saved({k: v.bfloat16() if v.is_floating_point() else v for k, v in good.items()}), None
    )
    yield case("control: hostile name", plain, None, "\x1b[2J$(touch x);'\"..\u202e <b>\n.safetensors")


def legacy_tail(legacy, canary):
    """The old form is five pickles; the last one, the list of storages, is exchanged."""
    import pickletools

    stream = io.BytesIO(legacy)
    for _ in range(4):
        for _ in pickletools.genops(stream):
            pass
    return legacy[: stream.tell()] + pickle.dumps([Runs(canary)], 2)


def tar_bytes():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("../../pickle")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"abcd"))
    return out.getvalue()


def sparse(path, size):
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(size)
    return path


def special(folder):
    """Things that are no files."""
    folder.mkdir()
    (folder / "device.pth").symlink_to("/dev/zero")
    (folder / "dangling.pth").symlink_to(folder / "gone.pth")
    (folder / "loop.pth").symlink_to(folder / "loop.pth")
    (folder / "folder.pth").mkdir()
    os.mkfifo(folder / "pipe.pth")
    yield "symlink to a device", folder / "device.pth", "device or a pipe"
    yield "dangling symlink", folder / "dangling.pth", "no file"
    yield "symlink loop", folder / "loop.pth", "cannot be read"
    yield "directory", folder / "folder.pth", "is a folder"
    yield "pipe", folder / "pipe.pth", "device or a pipe"
    yield "missing", folder / "missing.pth", "no file"
