"""SIGKILL in a training run, again and again: the final weights are those of an undisturbed run, bit for bit.

    python tests/robustness/kill_training.py [--kills 10] [--seed 1] [--real]

A prepared folder of noise and a run are made in a temporary folder; one run is left alone, the other is killed at
random steps (by itself, as the power switch would) and at random moments after its first step (from outside, so that
saving is hit too), and resumed by ``train resume`` each time. After every kill the checkpoint must be readable.
``--real`` trains the residual network on real blocks instead of a network of a few weights: minutes.
One CPU thread. Exit code 1 if a weight, an averaged weight or a row of the log differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPT = HERE.parent / "test_training" / "tiny_training.py"
sys.path.insert(0, str(SCRIPT.parent))

import tiny_training  # noqa: E402 - its folder stands on the path from here on
import torch  # noqa: E402

from deepfake_studio.training import logs, state  # noqa: E402

REAL = {"architecture": "residual_frequency", "data": "blocks", "input_px": 64, "steps": 16, "blocks_per_batch": 1}


def command(*arguments, die_at=0):
    """A fresh process of the command line; it kills itself after ``die_at`` steps."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "DIE_AT": str(die_at or "")}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), "train", *map(str, arguments)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def recipe_file(folder, *, real):
    """The recipe as TOML."""
    table = {**tiny_training.RECIPE, "steps": 120, "save_every": 2, "workers": 1, **(REAL if real else {})}
    file = folder / "recipe.toml"
    file.write_text("\n".join(f"{k} = {json.dumps(v)}" for k, v in table.items()))
    return file


def kill(run, start, rng, *, longest):
    """Start or resume, kill, look at what is on disk; whether the kill came in time, and how it was done."""
    if rng.random() < 0.5:
        step = rng.randint(1, longest)
        process = command(*start, die_at=step)
        process.wait()
        return process.returncode == -9, f"by itself after {step} steps"
    process = command(*start)
    before = (run / state.STATE).stat().st_mtime_ns if (run / state.STATE).exists() else 0
    while process.poll() is None and not _saved_since(run, before):
        time.sleep(0.01)
    delay = rng.uniform(0, 0.3)
    time.sleep(delay)
    process.kill()
    process.wait()
    return process.returncode == -9, f"from outside {delay:.3f} s after a checkpoint"


def _saved_since(run, before):
    try:
        return (run / state.STATE).stat().st_mtime_ns > before
    except FileNotFoundError:
        return False


def differences(whole, cut):
    """What differs between two finished runs."""
    one, other = state.load(whole), state.load(cut)
    found = [f"{p}.{k}" for p in ("net", "average") for k in one[p] if not torch.equal(one[p][k], other[p][k])]
    rows = [[(r["step"], r["loss"]) for r in logs.read(folder)] for folder in (whole, cut)]
    return found + (["log.csv"] if rows[0] != rows[1] else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action="store_true")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        return run_all(Path(folder), args, rng)


def run_all(folder, args, rng):
    """The undisturbed run, the kills, the comparison; the exit code."""
    data = tiny_training.pictures(folder / "data", fakes=2 if args.real else 0)
    recipe = recipe_file(folder, real=args.real)
    whole, cut = folder / "whole", folder / "cut"
    command("run", "--data", data, "--recipe", recipe, "--out", whole, "--device", "cpu").wait()
    kills = 0
    for _ in range(3 * args.kills):
        started = (cut / state.STATE).exists()
        first = ("run", "--data", data, "--recipe", recipe, "--out", cut, "--device", "cpu")
        start = ("resume", cut, "--device", "cpu") if started else first
        came, how = kill(cut, start, rng, longest=3 if args.real else 12)
        kills += came
        step = state.load(cut)["step"] if (cut / state.STATE).exists() else 0
        print(f"kill {kills}: {how}; checkpoint of step {step}", flush=True)
        if kills >= args.kills or state.facts(cut).get("finished"):
            break
    command("resume", cut, "--device", "cpu").wait()
    found = differences(whole, cut)
    print(json.dumps({"kills": kills, "steps": state.load(whole)["step"], "differences": found}))
    return 1 if found or kills < args.kills else 0


if __name__ == "__main__":
    sys.exit(main())
