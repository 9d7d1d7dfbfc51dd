"""Training samples per second on one core, by kind of sample; prints JSON.

    python tests/benchmarks/sample_speed.py [--data DIR] [--seconds 4] [--against FOLDER] [--profile]

Without ``--data`` a prepared folder of synthetic crops is made here. Seconds are CPU seconds of this process, so other
work on the machine counts little. ``--against`` names a checkout of an older version, timed by turns with this one.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch

try:
    from deepfake_studio.training import prepared
except ImportError:  # an older checkout
    from deepfake_studio.training import prepare as prepared
from deepfake_studio.training.data import BLOCK, Blocks

INPUT_PX = 128
TURNS = 3


def synthetic(folder: Path, *, count: int = 64) -> Path:
    """A prepared folder of ``count`` genuine crops: noise of every frequency, as costly to encode as faces."""
    rng = np.random.default_rng(0)
    points = [[70, 75], [115, 74], [92, 100], [75, 125], [110, 124]]
    crops = []
    for _ in range(count):
        layers = [
            cv2.resize(rng.normal(0, 40 / i, (6 * i, 6 * i, 3)), (prepared.SIZE_PX,) * 2, interpolation=cv2.INTER_CUBIC)
            for i in (1, 2, 4, 8, 16)
        ]
        crops.append(np.clip(128 + sum(layers), 0, 255).astype(np.uint8))
    np.save(folder / "crops.npy", np.stack(crops))
    common = {"split": "train", "label": 0, "face_px": 120.0, "landmarks": points}
    samples = [{"row": i, "path": f"{i}.png", "sha256": str(i), "group": str(i), **common} for i in range(count)]
    (folder / "index.json").write_text(json.dumps({"recipe": prepared.RECIPE, "samples": samples}))
    return folder


def kinds(folder: Path) -> dict[str, tuple[Callable[[int], object], int]]:
    """What makes item i, and how many samples it holds. An older version has no clips."""
    common = {"split": "train", "input_px": INPUT_PX, "seed": 1, "blocks": 100_000, "fakes": 0.0}
    plain, degraded = (Blocks(folder, degraded=share, **common) for share in (0.0, 1.0))
    out: dict[str, tuple[Callable[[int], object], int]] = {
        "sbi": (plain.__getitem__, BLOCK),
        "sbi+degrade": (degraded.__getitem__, BLOCK),
    }
    try:
        from deepfake_studio.training.clips import CLIP_BLOCK, ClipRecipe, Clips
    except ImportError:
        return out
    common.pop("fakes")
    bare = Clips(folder, recipe=ClipRecipe(degraded=0.0), **common)
    full = Clips(folder, **common)
    return {**out, "vb clips": (bare.__getitem__, CLIP_BLOCK), "vb clips+degrade": (full.__getitem__, CLIP_BLOCK)}


def rates(folder: Path, seconds: float) -> dict[str, float]:
    """Samples (or clips of 8 frames) per CPU second."""
    found = {}
    for name, (make, held) in kinds(folder).items():
        make(0)
        started, count = time.process_time(), 0
        while time.process_time() - started < seconds:
            count += 1
            make(count)
        found[name] = count * held / (time.process_time() - started)
    return found


def turn(checkout: Path, folder: Path, seconds: float) -> dict[str, float]:
    """The rates of the package in ``checkout``, in a process of its own."""
    command = [sys.executable, str(Path(__file__).absolute()), "--data", str(folder), "--one", str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=checkout)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", type=float, help=argparse.SUPPRESS)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as made:
        folder = args.data.absolute() if args.data else synthetic(Path(made))
        if args.one:
            print(json.dumps(rates(folder, args.one)))
            return
        here = Path(__file__).absolute().parents[2]
        versions = {"now": here, **({"before": args.against.absolute()} if args.against else {})}
        found: dict[str, list[dict[str, float]]] = {name: [] for name in versions}
        for _ in range(TURNS):
            for name, checkout in versions.items():
                found[name].append(turn(checkout, folder, args.seconds / TURNS))
        result = {n: {k: round(float(np.median([t[k] for t in r])), 1) for k in r[0]} for n, r in found.items()}
        if "before" in result:
            result["ratio"] = {k: round(result["now"][k] / v, 2) for k, v in result["before"].items()}
        print(json.dumps({"samples_per_cpu_second": result}, indent=1))
        if args.profile:
            profiled(folder)


def profiled(folder: Path) -> None:
    """Where the time of each kind goes."""
    for name, (make, _) in kinds(folder).items():
        profile = cProfile.Profile()
        profile.enable()
        for i in range(40):
            make(i)
        profile.disable()
        print(name)
        pstats.Stats(profile).sort_stats("tottime").print_stats(14)


if __name__ == "__main__":
    main()
