"""Hostile and wrong checkpoint files through the real ``models install``: refused, named, harmless, bounded.

    python tests/robustness/hostile_checkpoints.py [--only WORD]

Of each file: the exit code is 3, standard error is one sentence that names the cause, the canary was not made, the
model folder is as it was, and the processes together stayed below the bound. Controls must be installed. Ends with 1 on
any failure.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent))
from hostile_checkpoint_files import CANARY, make

BOUND_BYTES = 2 << 30  # all processes together: two that know torch (0.5 GB each) and 512 MiB that a parser may take
PATIENCE_SECONDS = 600


class Peak(threading.Thread):
    """The largest sum of resident bytes of a process and its children; shared pages count in each."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.root, self.bytes, self.stop = psutil.Process(process.pid), 0, threading.Event()

    def run(self):
        while not self.stop.wait(0.05):
            total = 0
            try:
                for one in [self.root, *self.root.children(recursive=True)]:
                    try:
                        total += one.memory_info().rss
                    except psutil.Error:
                        continue
            except psutil.Error:
                return
            self.bytes = max(self.bytes, total)


def run(home, *arguments):
    """Exit code, standard output, standard error, seconds and peak bytes of one command."""
    command = [sys.executable, "-m", "deepfake_studio", *map(str, arguments)]
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "DEEPFAKE_STUDIO_HOME": str(home)},
    )  # fmt: skip
    peak = Peak(process)
    peak.start()
    try:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    peak.stop.set()
    peak.join()
    texts = out.decode("utf-8", "replace"), err.decode("utf-8", "replace")
    return process.returncode, *texts, time.monotonic() - began, peak.bytes


def installed(home):
    """The files of the model folder, but for its lock."""
    folder = home / "models"
    return sorted(p.name for p in folder.iterdir() if p.name != "manifest.lock") if folder.exists() else []


def problems_of(cause, code, out, err, peak, *, canary, before, after):
    """What is wrong with a run, in words."""
    found = []
    if canary.exists():
        found.append("THE CANARY WAS MADE")
    if peak > BOUND_BYTES:
        found.append("too much memory")
    if any(ord(c) < 32 and c not in "\n\t" for c in out + err):
        found.append("control characters on the terminal")
    if cause is None:
        return found + (["not installed"] if code != 0 or len(after) <= len(before) else [])
    lines = err.strip().splitlines()
    if code != 3:
        found.append(f"exit code {code}")
    if len(lines) != 1 or not lines[0].startswith("deepfake-studio: ") or not lines[0].endswith("."):
        found.append("not one sentence")
    if "error of its own" in err or "Traceback" in err:
        found.append("an error of ours")
    if not re.search(cause, err):
        found.append(f"does not name {cause!r}")
    if after != before:
        found.append("the model folder changed")
    return found


def judge(name, path, cause, *, home, canary):
    """Run one file, print its row, whether it was as it should be."""
    before = installed(home)
    code, out, err, seconds, peak = run(home, "models", "install", path)
    found = problems_of(cause, code, out, err, peak, canary=canary, before=before, after=installed(home))
    said = (err if cause is not None else out).strip().replace(str(path), "FILE").removeprefix("deepfake-studio: ")
    mark = "BAD" if found else "ok"
    row = (mark, name, str(code), f"{seconds:.1f} s", f"{peak / 2**20:.0f} MiB", ascii(said)[1:170], "; ".join(found))
    print(" | ".join(row), flush=True)
    return not found


def changed_later(home):
    """Weights that are exchanged after installation: `verify` says so, and an installation of the file mends it."""
    weights = next((home / "models").glob("*.safetensors"))
    data = bytearray(weights.read_bytes())
    data[-1] ^= 255
    weights.write_bytes(bytes(data))
    code, out, *_ = run(home, "models", "verify")
    good = code == 3 and "changed" in out
    print(f"{'ok' if good else 'BAD'} | weights changed after installation | {code} | models verify says so")
    return good


def main():
    """Run all; 1 on any failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only files whose name holds this")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        home, canary = folder / "home", folder / CANARY
        home.mkdir()
        print("state | file | exit code | wall | peak of all processes | sentence")
        results = [
            judge(name, path, cause, home=home, canary=canary)
            for name, path, cause in make(folder / "files", canary)
            if args.only in name
        ]
        if not args.only:
            results.append(changed_later(home))
    print(f"{results.count(True)} of {len(results)} as they should be; canary untouched, bound {BOUND_BYTES >> 20} MiB")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
