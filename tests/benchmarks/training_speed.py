"""Samples per second of the data alone, of the network's step alone, and of the loop; prints JSON.

    python tests/benchmarks/training_speed.py DATA [--recipe models/recipes/tf_efficientnet_lite0.sbi1.toml]
        [--steps 12] [--device auto] [--set workers=1 --set threads=1 ...]

DATA is what ``train prepare`` wrote. ``loop / min(step, data)`` is the figure of the issue: 0.9 says that the loop
costs no more than a tenth beside the slower of its two parts. The step is timed on one batch that lies ready in
memory, with the copy to the device; the data with the recipe's workers and no network; the loop in a fresh run without
validation, its first steps left out. Keys set with ``--set`` replace those of the recipe (values as in TOML).

On a CPU the step and the workers share the cores: leave a core for each worker (``threads`` + ``workers`` <= cores),
else the loop cannot reach the slower part.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import tempfile
import time
import tomllib
from pathlib import Path

import torch

from deepfake_studio.job import QuietJob
from deepfake_studio.training import machine, recipe, sources
from deepfake_studio.training.fit import Run

WARM_UP = 3


def settings() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--recipe", type=Path, default=Path("models/recipes/tf_efficientnet_lite0.sbi1.toml"))
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    return parser.parse_args()


def chosen(args: argparse.Namespace) -> recipe.TrainRecipe:
    """The recipe with what was set, as long as is measured."""
    table = tomllib.loads(args.recipe.read_text("utf-8")) | tomllib.loads("\n".join(args.set))
    steps = args.steps + WARM_UP
    return recipe.from_table({"pretrained": "", "start": "", **table, "steps": steps} | {"pretrained": "", "start": ""})


def samples_of(raw: sources.Raw) -> int:
    """Samples of a batch."""
    return len(raw["labels"])


def data_alone(made: recipe.TrainRecipe, folder: Path, place: machine.Machine) -> tuple[float, sources.Raw]:
    """Samples per second of the workers once they run, and a batch; what they made ahead is not counted."""
    batches = sources.raw_batches(sources.training_set(made, folder), made, place, start=0, stop=made.total_steps)
    batch = next(batches)
    ahead = made.workers * made.prefetch
    for _ in range(min(ahead, made.total_steps // 2)):
        next(batches)  # until here the workers had a head start
    began, count = time.perf_counter(), 0
    for raw in batches:
        count += samples_of(raw)
    return count / (time.perf_counter() - began), batch


def step_alone(run: Run, batch: sources.Raw, steps: int) -> float:
    """Samples per second of forward, backward and optimiser; median over the steps."""
    batches = (sources.to_batch(batch, run.recipe, run.machine.device) for _ in itertools.count())
    run.trainer.ready()
    seconds = []
    for number in range(steps + WARM_UP):
        began = time.perf_counter()
        run.trainer.step(batches, number=0)
        if run.machine.device.type == "cuda":
            torch.cuda.synchronize()
        seconds += [time.perf_counter() - began] if number >= WARM_UP else []
    return samples_of(batch) * run.recipe.accumulate / statistics.median(seconds)


class Clock(QuietJob):
    """When each step was reported."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def progress(self, done: float, total: float, note: str = "") -> None:
        self.times.append(time.perf_counter())


def loop(made: recipe.TrainRecipe, folder: Path, out: Path, device: str, samples: int) -> float:
    """Samples per second of a whole run but its first steps; saving included, as it is on the way."""
    clock = Clock()
    Run(out, recipe=made, data=folder, device=device).go(job=clock)
    head = min(WARM_UP + made.workers * made.prefetch, len(clock.times) // 2)
    return samples * (len(clock.times) - 1 - head) / (clock.times[-1] - clock.times[head])


def main() -> None:
    """Measure and print."""
    args = settings()
    made = chosen(args)
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "step", recipe=made, data=args.data, device=args.device)
        data, batch = data_alone(made, args.data, run.machine)
        step = step_alone(run, batch, args.steps)
        samples = samples_of(batch) * made.accumulate
        whole = loop(made, args.data, Path(folder) / "loop", args.device, samples)
    found = {
        "architecture": made.architecture,
        "device": str(run.machine.device),
        "precision": run.machine.precision,
        "workers": made.workers,
        "threads": made.threads,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "samples_per_step": samples,
        "data_alone": round(data, 1),
        "data_alone_per_worker": round(data / max(made.workers, 1), 1),
        "step_alone": round(step, 1),
        "loop": round(whole, 1),
        "loop_to_slower_part": round(whole / min(data, step), 3),
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
