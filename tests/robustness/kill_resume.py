"""SIGKILL at random moments of ``examine --case``: nothing acknowledged is lost, resume ends with the same scores.

    python tests/robustness/kill_resume.py CLIP_FOLDER [--kills 100] [--fake]

Alternately kills the parent alone and the whole process group; half of the moments are uniform over the length of an
undisturbed run, half fall within 60 ms after an item was acknowledged, where the commits are. After every kill no
process may be left, the case must open and its chain verify; a run that reaches its end is compared bit for bit with
an undisturbed one. ``--fake`` uses the invented detectors of the tests: many kills in little time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import psutil

FAKE = Path(__file__).resolve().parent.parent / "test_cli" / "fake_cli_worker.py"
SCORES = ("path", "sha256", "status", "outcome", "log10_lr", "log10_lr_interval", "detectors", "tracks", "coverage",
          "anomalies", "timeline", "recipe")  # fmt: skip


def command(fake, *arguments):
    """The command line, real or with the invented examination process."""
    if not fake:
        return [sys.executable, "-m", "deepfake_studio", *arguments]
    script = (
        "import sys; from deepfake_studio.worker_client import client; "
        f"client.default_command = lambda: [sys.executable, {str(FAKE)!r}]; "
        "from deepfake_studio.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    return [sys.executable, "-c", script, *arguments]


class Run:
    """One ``examine --case`` with the items it acknowledged on standard error."""

    def __init__(self, folder, case, *, fake):
        self.out = Path(f"{case}.json")
        self.out.unlink(missing_ok=True)
        self.mark = uuid.uuid4().hex
        environment = {**os.environ, "DEEPFAKE_STUDIO_ROBUSTNESS": self.mark, "FAKE_SECONDS": "0.15"}
        arguments = ("examine", str(folder), "--case", str(case), "--plan", "quick", "--json", str(self.out))
        self.process = subprocess.Popen(
            command(fake, *arguments), stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )
        self.acknowledged, self.last = [], ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.last = line.strip()
            if line.startswith("["):
                self.acknowledged.append(line.split("] ", 1)[1].split(": ", 1)[0])

    def wait_for_acknowledged(self, count):
        """Wait for that many items, or for the end."""
        while len(self.acknowledged) < count and self.process.poll() is None:
            time.sleep(0.001)

    def kill(self, *, group):
        """SIGKILL to the parent alone or to its whole group."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL) if group else self.process.kill()
        except ProcessLookupError:
            pass
        self.wait()

    def wait(self):
        """Wait for the end; the exit code."""
        code = self.process.wait()
        self._reader.join()
        self.process.stderr.close()
        return code

    def left_behind(self, seconds=10.0):
        """Processes of this run that outlive it by more than ``seconds``."""
        end = time.monotonic() + seconds
        while (left := [p for p in psutil.process_iter() if self._ours(p)]) and time.monotonic() < end:
            time.sleep(0.05)
        return left

    def _ours(self, process):
        try:
            return process.environ().get("DEEPFAKE_STUDIO_ROBUSTNESS") == self.mark
        except psutil.Error:
            return False


def scores(out):
    """What must be the same bit for bit, by path."""
    items = json.loads(out.read_text())["items"]
    return {item["path"]: {key: item[key] for key in SCORES} for item in items}


def resumed(out):
    """Paths that were taken from the case."""
    return {item["path"] for item in json.loads(out.read_text())["items"] if item["resumed"]}


def wait_for_moment(run, length_seconds, items, chance):
    """Sleep until a random moment, or until the run has ended."""
    if chance.random() < 0.5:
        deadline = time.monotonic() + chance.uniform(0.05, length_seconds)
    else:
        run.wait_for_acknowledged(chance.randint(1, items))
        deadline = time.monotonic() + chance.uniform(0.0, 0.06)
    while time.monotonic() < deadline and run.process.poll() is None:
        time.sleep(0.002)


def check_case(case, fake):
    """Problems of reopening and verifying; a case that was not yet made is none."""
    if not (case / "case.sqlite").exists():
        return []
    done = subprocess.run(command(fake, "case", "verify", str(case)), capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"verify: {done.stdout} {done.stderr}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fake", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return campaign(args, Path(scratch))


class Problems(list):
    """Tells each one at once: a campaign takes an hour."""

    def append(self, text):
        print(f"BAD {text}", flush=True)
        super().append(text)

    def __iadd__(self, texts):
        for text in texts:
            self.append(text)
        return self


def campaign(args, scratch):
    """Kill until enough kills hit a running process; returns the exit code."""
    chance = random.Random(args.seed)
    began = time.monotonic()
    reference = Run(args.folder, scratch / "reference.dfcase", fake=args.fake)
    code = reference.wait()
    length = time.monotonic() - began
    wanted = scores(reference.out)
    print(f"undisturbed: exit {code}, {len(wanted)} items, {length:.1f} s", flush=True)
    problems, kills, whole, cases = Problems(), 0, 0, 0
    while kills < args.kills:
        case = scratch / f"{cases}.dfcase"
        cases += 1
        safe = set()  # acknowledged in any earlier run over this case
        for _ in range(1000):
            run = Run(args.folder, case, fake=args.fake)
            if kills < args.kills:
                wait_for_moment(run, length, len(wanted), chance)
            if kills >= args.kills or run.process.poll() is not None:
                code = run.wait()
                problems += compare(run, code, wanted, safe)
                whole += 1
                break
            run.kill(group=kills % 2 == 1)
            kills += 1
            if left := run.left_behind():
                problems.append(f"kill {kills}: left behind {left}")
            problems += [f"kill {kills}: {text}" for text in check_case(case, args.fake)]
            safe |= set(run.acknowledged)
            print(f"kill {kills}: {len(run.acknowledged)} acknowledged, {len(safe)} safe", flush=True)
    print(f"{kills} kills over {cases} cases, {whole} runs to the end compared, {len(problems)} problems")
    return 1 if problems else 0


def compare(run, code, wanted, safe):
    """Problems of a run that reached its end."""
    if code not in (0, 3) or not run.out.exists():
        return [f"a resumed run ended with {code}: {run.last}"]
    found = scores(run.out)
    finished = {path for path in safe if wanted[path]["status"] != "failed"}
    problems = [f"{path} differs" for path in wanted if found.get(path) != wanted[path]]
    return problems + [f"{path} was acknowledged and lost" for path in finished - resumed(run.out)]


if __name__ == "__main__":
    sys.exit(main())
