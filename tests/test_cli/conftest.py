import json
import sys
from pathlib import Path

import pytest

FAKE = Path(__file__).with_name("fake_cli_worker.py")


@pytest.fixture
def fake_worker(monkeypatch):
    """Let the command line start the invented examination process."""
    monkeypatch.setattr("deepfake_studio.worker_client.client.default_command", lambda: [sys.executable, str(FAKE)])


@pytest.fixture
def cli(fake_worker, capsysbinary):
    """Run the command line in this process: ``code, stdout, stderr``."""
    from deepfake_studio.cli import main

    def run(*argv):
        code = main([str(argument) for argument in argv])
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.fixture
def examined(cli):
    """Run ``examine`` with ``--json -`` and read it: ``code, object, stderr``."""

    def run(*argv):
        code, out, err = cli("examine", *argv, "--json", "-")
        return code, json.loads(out), err

    return run


@pytest.fixture
def clip(tmp_path):
    """Make a file with bytes of its own."""

    def make(name, data=None, folder=None):
        path = (folder or tmp_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if data is not None else ascii(name).encode())
        return path

    return make
