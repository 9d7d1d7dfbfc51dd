import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from deepfake_studio import errors
from deepfake_studio.errors import JobCancelled, WorkerDied
from deepfake_studio.job import QuietJob
from deepfake_studio.worker_client import WorkerBug, WorkerClient, WorkerTimeout

FAKE = Path(__file__).with_name("fake_worker.py")


class Watcher(QuietJob):
    """Remembers what it is told; cancels itself after ``stop_at`` reports."""

    def __init__(self, stop_at=None):
        super().__init__()
        self.seen, self.partials, self._stop_at = [], [], stop_at

    def progress(self, done, total, note=""):
        self.seen.append((done, total, note))
        if self._stop_at is not None and len(self.seen) >= self._stop_at:
            self.cancel()
        super().progress(done, total, note)

    def partial(self, value):
        self.partials.append(value)


def test_values_bytes_and_hostile_names_survive(client):
    params = {"path": "caf\u00e9 \udcff\u202e\n.mp4", "pairs": 500_000, "float": 0.1 + 0.2, "none": None}
    reply = client.call("echo", params, job=QuietJob())
    assert reply.value == params
    assert reply.blob == b"\x00\x01" * 500_000


def test_progress_and_partials_arrive_in_the_calling_thread(client):
    job = Watcher()
    assert client.call("steps", {"count": 5, "seconds": 0.06}, job=job).value == "done"
    assert [value["at"] for value in job.partials] == [0, 1, 2, 3, 4]
    assert job.seen[0] == (0.0, 5.0, "steps")


def test_cancel_keeps_a_worker_that_obeys(client):
    first = client.call("pid", {}, job=QuietJob()).value["pid"]
    with pytest.raises(JobCancelled):
        client.call("steps", {"count": 1000, "seconds": 0.01}, job=Watcher(stop_at=2))
    assert client.call("pid", {}, job=QuietJob()).value["pid"] == first


@pytest.mark.parametrize("op", ["deaf", "stubborn"])
def test_cancel_kills_a_worker_that_does_not(client, op):
    client.start()
    job = QuietJob()
    client.call("echo", {}, job=job)
    pid = client.pid
    threading.Timer(0.1, job.cancel).start()
    with pytest.raises(JobCancelled):
        client.call(op, {}, job=job)
    assert not psutil.pid_exists(pid)
    assert client.call("echo", {"a": 1}, job=QuietJob()).value == {"a": 1}


def test_timeout_names_the_file_and_the_next_call_works(client):
    with pytest.raises(WorkerTimeout, match=r"Examining /x/clip\.mp4 took longer than 0\.3 s"):
        client.call("deaf", {"path": "/x/clip.mp4"}, job=QuietJob(), timeout_seconds=0.3)
    assert client.call("echo", {}, job=QuietJob()).value == {}


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_a_crash_names_its_signal_and_the_next_call_works(client, name):
    with pytest.raises(WorkerDied, match=rf"{name}.*/x/clip\.mp4"):
        client.call("die", {"signal": name, "path": "/x/clip.mp4"}, job=QuietJob())
    assert client.call("echo", {}, job=QuietJob()).value == {}


def test_an_exit_is_a_death_too(client):
    with pytest.raises(WorkerDied, match="code 7"):
        client.call("leave", {}, job=QuietJob())


def test_chatter_of_libraries_does_not_reach_the_protocol(client):
    assert client.call("noisy", {}, job=QuietJob()).value == ""
    assert client.call("echo", {}, job=QuietJob()).value == {}


def test_known_errors_keep_class_and_text(client):
    with pytest.raises(errors.MediaError, match="broken, use another"):
        client.call("refuse", {"class": "MediaError", "text": "broken, use another"}, job=QuietJob())


def test_bugs_carry_their_trace(client):
    with pytest.raises(WorkerBug, match="KeyError") as caught:
        client.call("bug", {}, job=QuietJob())
    assert "Traceback" in caught.value.trace


def test_unknown_class_names_are_not_looked_up_beyond_our_errors(client):
    with pytest.raises(WorkerBug):
        client.call("no-such-op", {}, job=QuietJob())


def test_it_yields_to_the_window(client):
    assert client.call("pid", {}, job=QuietJob()).value["nice"] >= os.nice(0) + 5 or os.nice(0) > 14


def test_close_leaves_no_process(client):
    client.start()
    pid = client.pid
    client.close()
    assert not psutil.pid_exists(pid)


def test_the_thread_that_started_it_may_end(client):
    """Linux sends the parent-death signal when the starting thread ends."""
    thread = threading.Thread(target=client.start)
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert client.call("echo", {"still": "here"}, job=QuietJob()).value == {"still": "here"}


def test_calls_from_two_threads_take_turns(client):
    results = []

    def ask(number):
        results.append(client.call("echo", {"n": number}, job=QuietJob()).value["n"])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(8))


def test_waiting_for_a_turn_can_be_cancelled(client):
    busy, waiting = QuietJob(), QuietJob()

    def hold():
        with pytest.raises(JobCancelled):
            client.call("deaf", {}, job=busy)

    holder = threading.Thread(target=hold)
    client.start()
    holder.start()
    time.sleep(0.1)
    waiting.cancel()
    with pytest.raises(JobCancelled):
        client.call("echo", {}, job=waiting)
    busy.cancel()
    holder.join()


@pytest.mark.parametrize("op", ["deaf", "stubborn"])
def test_the_worker_ends_when_its_parent_is_killed(op):
    script = (
        "import sys\n"
        "from deepfake_studio.job import QuietJob\n"
        "from deepfake_studio.worker_client import WorkerClient\n"
        f"client = WorkerClient(command=[sys.executable, {str(FAKE)!r}])\n"
        "client.start()\nprint(client.pid, flush=True)\n"
        f"client.call({op!r}, {{}}, job=QuietJob())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    worker = psutil.Process(int(parent.stdout.readline()))
    time.sleep(1.0)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _gone, alive = psutil.wait_procs([worker], timeout=10)
    assert not alive


def test_a_missing_interpreter_is_one_sentence():
    with pytest.raises(WorkerDied, match="could not be started"):
        WorkerClient(command=["/no/such/interpreter"]).start()


def test_a_memory_bomb_is_refused():
    small = {"DEEPFAKE_STUDIO_WORKER_BYTES": str(1 << 30)}
    command = [sys.executable, str(FAKE)]
    with (
        WorkerClient(command=command, environment=small) as client,
        pytest.raises(errors.MediaError, match="not enough memory"),
    ):
        client.call("hog", {}, job=QuietJob())
