"""SIGKILL at random moments of ``emulate_tree``: no file half written under its name, none done twice.

    python tests/robustness/kill_emulate.py [--files 50] [--kills 8] [--workers 2] [--seed 1]

Makes FILES small recordings in nested folders of a temporary folder, emulates them once undisturbed, then into another
folder with a kill at a random moment of every start. After each kill every copy that has its name must be whole: its
hash is the one its line names, and it decodes to the last picture. At the end no partial file is left, every file has
exactly one line, and every copy is, bit for bit, that of the undisturbed run. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from deepfake_studio.media.decode import frames
from deepfake_studio.media.encode import encode_h264
from deepfake_studio.social.emulate import Plan
from deepfake_studio.social.emulate_manifest import LINES
from deepfake_studio.social.emulate_tree import emulate_tree
from deepfake_studio.social.nouns import Profile, Rung

PROFILE = Profile(
    name="robust",
    platform="robust",
    basis="measured",
    rungs=(Rung(long_px=208, short_px=118, crf=(24.0, 27.0, 31.0), gop=20),),
    profile="main",
)
PLAN = Plan(profiles=(PROFILE,), mode="sample", seed=7, hops=2)
PICTURES = 24


def recordings(folder, count):
    """Small moving pictures, each file different."""
    y, x = np.mgrid[:180, :320]
    for number in range(count):
        path = folder / f"part{number % 3}" / f"{number % 5}" / f"clip{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        pictures = (
            np.stack([(x * (1 + number % 4) + 7 * k) % 256, (y * 2 + 3 * k + number) % 256, (x + y) % 256], -1).astype(
                np.uint8
            )
            for k in range(PICTURES)
        )
        encode_h264(path, pictures, fps=Fraction(25), crf=20, preset="ultrafast")


def child(source, out, workers):
    """What is killed: a process that emulates."""
    emulate_tree(Path(source), Path(out), plan=PLAN, workers=workers)


def start(source, out, workers):
    command = [sys.executable, str(Path(__file__).resolve()), "--child", str(source), str(out), str(workers)]
    return subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, stderr=subprocess.DEVNULL)


def named(out):
    """Copies by name relative to ``out``."""
    return {p.relative_to(out).as_posix(): p for p in sorted(out.rglob("*.mp4"))} if out.exists() else {}


def lines(out):
    """The done lines of the manifest, a torn last one left out."""
    file = out / LINES
    rows = []
    for line in file.read_bytes().splitlines() if file.exists() else ():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return [row for row in rows if row.get("status") == "done"]


def half_written(out):
    """Names of copies that are not what their line says, or do not decode."""
    known = {row["output"]: row["sha256"] for row in lines(out)}
    bad = []
    for name, path in named(out).items():
        same = hashlib.sha256(path.read_bytes()).hexdigest() == known.get(name)
        if not same or sum(1 for _ in frames(path)) != PICTURES:
            bad.append(name)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.child[0], args.child[1], int(args.child[2]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return run_all(Path(folder), args, random.Random(args.seed))


def run_all(folder, args, rng):
    """The undisturbed run, the kills, the comparison; the exit code."""
    source, whole, cut = folder / "in", folder / "whole", folder / "cut"
    recordings(source, args.files)
    began = time.monotonic()
    start(source, whole, args.workers).wait()
    seconds = time.monotonic() - began
    kills, problems = 0, []
    while kills < args.kills:
        process = start(source, cut, args.workers)
        moment = wait_until(process, cut, rng, seconds / max(1, args.kills))
        process.kill()
        if process.wait() != -9:
            break  # it was done before
        kills += 1
        problems += half_written(cut)
        made, left = len(named(cut)), len(list(cut.rglob("*.partial")))
        print(f"kill {kills} {moment}: {made} of {args.files} copies, {left} partial", flush=True)
    start(source, cut, args.workers).wait()
    problems += half_written(cut)
    often = collections.Counter(row["output"] for row in lines(cut))
    hashes = [{n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in named(o).items()} for o in (whole, cut)]
    report = {
        "files": args.files,
        "kills": kills,
        "half_written": problems,
        "done_twice": sorted(name for name, count in often.items() if count > 1),
        "missing": args.files - len(hashes[1]),
        "partial_left": len(list(cut.rglob("*.partial"))),
        "different_from_undisturbed": sorted(n for n in hashes[0] if hashes[0][n] != hashes[1].get(n)),
        "seconds_undisturbed": round(seconds, 1),
    }
    print(json.dumps(report))
    bad = any(report[key] for key in ("half_written", "done_twice", "missing", "partial_left"))
    return 1 if bad or report["different_from_undisturbed"] or kills < min(3, args.kills) else 0


def wait_until(process, out, rng, slice_seconds):
    """Half of the kills at a random moment of work, half within some ms after a line was written."""
    while process.poll() is None and not (out / LINES).exists():
        time.sleep(0.005)
    if rng.random() < 0.5:
        delay = rng.uniform(0, slice_seconds)
        time.sleep(delay)
        return f"after {delay:.2f} s of work"
    size = (out / LINES).stat().st_size if (out / LINES).exists() else 0
    while process.poll() is None and (out / LINES).stat().st_size == size:
        time.sleep(0.0005)
    delay = rng.uniform(0, 0.02)
    time.sleep(delay)
    return f"{1000 * delay:.0f} ms after a line"


if __name__ == "__main__":
    sys.exit(main())
