import sys
from pathlib import Path

import pytest

from deepfake_studio.worker_client import WorkerClient

FAKE = Path(__file__).with_name("fake_worker.py")


@pytest.fixture
def client():
    with WorkerClient(command=[sys.executable, str(FAKE)]) as made:
        yield made
