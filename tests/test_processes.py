"""What a process leaves behind is told from what a living one still uses."""

import os
import subprocess
import sys

import pytest

from deepfake_studio import processes


def mark_of_a_dead_process():
    code = "from deepfake_studio import processes; print(processes.mark())"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_only_names_of_dead_processes_are_abandoned():
    dead, living = mark_of_a_dead_process(), processes.mark()
    assert living == processes.mark() != dead
    assert processes.is_abandoned(f"dfs-proxies-{dead}-abc123")
    assert processes.is_abandoned(f".{dead}.0123456789abcdef.importing")
    assert not processes.is_abandoned(f"dfs-proxies-{living}-abc123")
    number, machine, start = living.split("-")
    assert processes.is_abandoned(f"{number}-{machine}-{'0' * 8}")  # the number was given to another one since
    assert int(number) == os.getpid()
    assert start in living


@pytest.mark.parametrize("name", ["", "dfs-proxies-abcdefgh", ".0123456789abcdef.importing", "12-0123456-89abcdef"])
def test_of_names_without_a_mark_nothing_is_known(name):
    assert not processes.is_abandoned(name)


def test_of_other_machines_nothing_is_known(monkeypatch):
    dead = mark_of_a_dead_process()
    monkeypatch.setattr(processes.platform, "node", lambda: "elsewhere")
    assert not processes.is_abandoned(dead)
