"""SIGKILL at any moment: what was acknowledged is there, the chain holds, the lock is free."""

import random
import signal
import subprocess
import sys
import time

import pytest

from deepfake_studio.case import CaseStore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux machine")

WRITER = """
import sys, hashlib
from pathlib import Path
from deepfake_studio.case import CaseStore
from deepfake_studio.vocabulary import Exhibit
folder = Path(sys.argv[1])
source = folder.parent / "big.bin"
sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
make = CaseStore.open if (folder / "case.sqlite").exists() else CaseStore.create
with make(folder, actor="A") as store:
    while True:
        exhibit = Exhibit(path=str(source), sha256=sha256, size_bytes=2000000, modified_utc="", acquired_utc="")
        record = store.add_exhibit(exhibit, copy=True)
        store.tag(record.id, "t")
        print(store.note(record.id, "n").id, store.head()[0], flush=True)
"""


def crash_rounds(tmp_path, rounds, seed):
    """Kill a writer again and again; after each kill everything it acknowledged must be there."""
    chance = random.Random(seed)
    (tmp_path / "big.bin").write_bytes(bytes(2_000_000))
    folder = tmp_path / "c.dfcase"
    acknowledged, head = set(), 0
    for _ in range(rounds):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
        lines = [process.stdout.readline() for _ in range(chance.randint(0, 6))]
        time.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        process.stdout.close()
        whole = [line.split() for line in lines if line.endswith("\n")]
        acknowledged |= {int(exhibit) for exhibit, _ in whole}
        head = int(whole[-1][1]) if whole else head
        if not (folder / "case.sqlite").exists():
            assert not whole
            continue
        with CaseStore.open(folder) as store:
            assert store.verify(evidence=False).ok
            assert store.head()[0] >= head
            found = {r.id: r for r in store.exhibits()}
            assert acknowledged <= found.keys()
            assert all(found[i].note == "n" and found[i].tags == ("t",) for i in acknowledged)
            assert not list(folder.glob("evidence/.*.partial"))
    with CaseStore.open(folder) as store:
        assert store.verify().ok
    assert acknowledged


def test_a_few_kills(tmp_path):
    crash_rounds(tmp_path, 6, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_hundred_kills(tmp_path):
    crash_rounds(tmp_path, 100, seed=2)


CREATOR = (
    WRITER.split("while True")[0].replace("with make", "print('go', flush=True)\nwith make")
    + "print('made', flush=True)\n    import time; time.sleep(60)"
)


def test_kills_while_a_case_is_made_leave_a_case_or_none(tmp_path):
    (tmp_path / "big.bin").write_bytes(b"x")
    chance = random.Random(3)
    outcomes = set()
    for number in range(6):
        folder = tmp_path / f"{number}.dfcase"
        process = subprocess.Popen([sys.executable, "-c", CREATOR, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "go\n"
        time.sleep(chance.random() * 0.25)
        process.kill()
        process.wait()
        process.stdout.close()
        outcomes.add((folder / "case.sqlite").exists())
        opened = CaseStore.open(folder) if (folder / "case.sqlite").exists() else CaseStore.create(folder)
        with opened as store:
            assert store.verify().ok
    assert outcomes
