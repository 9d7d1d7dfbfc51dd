"""Every published checkpoint format through the real command line, against the original implementation's outputs.

    python tests/robustness/parity.py ../shared/data/parity [--only NAME ...] [--scratch DIR]

Builds each checkpoint by the fill rule of ``parity/README.md``, saves it as it is published (wrapper, prefix), runs
``models check FILE --parity --json -`` and compares. The siblings without a file there must load strictly and give
finite logits; their names and shapes are derived here from their twins, not from the program.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import numpy as np
import torch

LIMIT = 1e-3
UNUSED = {
    "dfspot_v2": "classifier1.",
    "dfspot_vit": "classifier1.",
    "ispl_efficientnetb4": "classifier.",
    "ispl_efficientnetautoattb4": "classifier.",
    "ispl_xception": "xception.last_linear.",
}
FINITE = "finite"


def filled(name, shape, gain):
    """One tensor by the fill rule."""
    rng = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))
    if name.endswith("num_batches_tracked"):
        return torch.ones(shape, dtype=torch.int64)
    if name.endswith("running_var"):
        values = rng.uniform(0.5, 1.5, shape)
    elif name.endswith("running_mean"):
        values = 0.1 * rng.standard_normal(shape)
    elif len(shape) >= 2:
        factor = gain if len(shape) == 4 else 1.0
        values = factor * rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = rng.uniform(0.8, 1.2, shape)
    else:
        values = 0.02 * rng.standard_normal(shape)
    return torch.from_numpy(np.asarray(values, np.float32))


def norm(name, width):
    parts = {f"{name}.{p}": [width] for p in ("weight", "bias", "running_mean", "running_var")}
    return {**parts, f"{name}.num_batches_tracked": []}


def twin(plain, *, unused_kept):
    """The siamese twin of a plain format: everything under ``feat_ext``, then batch norm and a linear layer."""
    front = UNUSED[plain["model"]]
    head = next(v for k, v in plain["state_dict"].items() if k == f"{front}weight")
    kept = {k: v for k, v in plain["state_dict"].items() if unused_kept or not k.startswith(front)}
    state = {f"feat_ext.{k}": v for k, v in kept.items()}
    state |= {**norm("classifier.0", head[1]), "classifier.1.weight": head, "classifier.1.bias": [1]}
    name = plain["model"] + "st" + ("" if unused_kept else " (without its unused classifier)")
    return {**plain, "model": name, "state_dict": state, "expected": FINITE}


def mesoinception(meso4):
    """DeepfakeBench's MesoInception4."""
    state = {}
    for number, inner, first in ((1, 3, 1), (2, 11, 2)):
        front = f"backbone.Incption{number}_"
        state[f"{front}conv1.weight"] = [first, inner, 1, 1]
        for branch, width in ((2, 4), (3, 4), (4, 2)):
            state[f"{front}conv{branch}_1.weight"] = [width, inner, 1, 1]
            state[f"{front}conv{branch}_2.weight"] = [width, width, 3, 3]
        state |= norm(f"{front}bn", first + 10)
    state |= {"backbone.conv1.weight": [16, 12, 5, 5], **norm("backbone.bn1", 16)}
    state |= {"backbone.conv2.weight": [16, 16, 5, 5]}
    state |= {k: v for k, v in meso4["state_dict"].items() if ".fc" in k}
    return {**meso4, "model": "deepfakebench_mesoinception4", "state_dict": state, "expected": FINITE}


def bench_b4(ispl):
    """DeepfakeBench's EfficientNetB4."""
    state = {f"backbone.{k}": v for k, v in ispl["state_dict"].items() if k.startswith("efficientnet.")}
    state |= {"backbone.last_layer.weight": [2, 1792], "backbone.last_layer.bias": [2]}
    new = {"model": "deepfakebench_efficientnetb4", "state_dict": state, "expected": FINITE}
    return {**ispl, **new, "input_shape": [2, 3, 256, 256]}


def cases(folder):
    """Published formats, then their siblings."""
    given = [json.loads(p.read_text()) for p in sorted(folder.glob("*.json"))]
    yield from given
    by_name = {d["model"]: d for d in given}
    for name in UNUSED:
        yield twin(by_name[name], unused_kept=True)
        yield twin(by_name[name], unused_kept=False)
    yield mesoinception(by_name["deepfakebench_meso4"])
    yield bench_b4(by_name["ispl_efficientnetb4"])
    for name in ("ispl_efficientnetb4", "ispl_xception"):  # the other published shape of the same file
        yield {**by_name[name], "model": f"{name} (net)", "wrapper": {"container_key": "net", "prefix": ""}}


def save(case, file):
    """The checkpoint as it is published; an optimiser's state lies beside a container, as trainers leave it."""
    wrapper = case["wrapper"]
    state = {wrapper["prefix"] + k: filled(k, tuple(v), case["conv_gain"]) for k, v in case["state_dict"].items()}
    content = state
    if wrapper["container_key"]:
        content = {wrapper["container_key"]: state, "opt": {"state": {0: {"step": torch.ones(1)}}}, "iteration": 1}
    torch.save(content, file)


def checked(file):
    """``result, seconds`` of the real command."""
    command = [sys.executable, "-m", "deepfake_studio", "models", "check", str(file), "--parity", "--json", "-"]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    if not done.stdout:
        return {"strict": False, "reason": done.stderr[-300:]}, seconds
    return json.loads(done.stdout), seconds


def judge(case, found):
    """``passed, words``."""
    if not found.get("strict") or "logits" not in found:
        return False, str(found.get("reason"))
    got = np.array(found["logits"])
    if case["expected"] == FINITE:
        right = got.shape[0] == case["input_shape"][0] and bool(np.isfinite(got).all())
        return right and case["model"].split(" ")[0] == found["family"], f"finite {np.round(got, 4).tolist()}"
    expected = np.array(case["expected"])
    error = float(np.abs(got - expected).max() / np.abs(expected).max()) if got.shape == expected.shape else math.inf
    return error <= LIMIT, f"relative error {error:.1e}"


def main():
    """Exit code 0 when every case passes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--scratch", default=None, help="where the checkpoints are built, 1.3 GB at a time")
    args = parser.parse_args()
    failed = 0
    for case in cases(args.folder):
        if args.only and not any(case["model"].startswith(name) for name in args.only):
            continue
        with tempfile.TemporaryDirectory(dir=args.scratch) as scratch:
            file = Path(scratch) / f"{case['model'].split(' ')[0]}.pth"
            save(case, file)
            size = file.stat().st_size / 1e6
            found, seconds = checked(file)
        passed, words = judge(case, found)
        failed += not passed
        mark = "ok  " if passed else "BAD "
        print(f"{mark}{case['model']}: {found.get('family')}, {size:.0f} MB, {seconds:.0f} s, {words}", flush=True)
    print("all pass" if not failed else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
