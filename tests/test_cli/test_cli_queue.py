"""The queue of a case: it survives kills, is changed while it runs, and ends with a table."""

import csv
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from deepfake_studio.casework.queue import FILE, WorkQueue
from deepfake_studio.casework.queue_run import counts, summary_csv
from deepfake_studio.errors import UsageError

FAKE = Path(__file__).with_name("fake_cli_worker.py")


@pytest.fixture
def case(cli, tmp_path):
    """An empty case."""
    folder = tmp_path / "q.dfcase"
    assert cli("case", "new", folder, "--examiner", "A")[0] == 0
    return folder


def states(queue):
    return [(i.id, i.state) for i in queue.items()]


def test_order_state_and_pause_survive_a_restart(tmp_path, clip):
    queue = WorkQueue(tmp_path)
    assert queue.items() == ()
    added = queue.add([str(clip(f"{n}.mp4")) for n in range(4)])
    assert [i.id for i in added] == [1, 2, 3, 4]
    assert queue.add([str(tmp_path / "1.mp4")]) == ()
    queue.move(4, 1)
    queue.cancel(2)
    queue.start(4)
    queue.progress(4, 0.5)
    assert queue.item(4).progress == 0.5
    queue.finish(1, "failed", status="failed", reason="broken", seconds=2.0)
    queue.pause()
    again = WorkQueue(tmp_path)
    assert states(again) == [(4, "running"), (1, "failed"), (2, "cancelled"), (3, "waiting")]
    assert (again.paused, again.next()) == (True, None)
    again.recover({"plan": "quick"})
    again.unpause()
    assert again.next().id == queue.next().id == 4
    assert queue.method == {"plan": "quick"}
    assert again.item(4).attempts == 1
    again.retry(1)
    again.clear()
    assert states(queue) == [(4, "waiting"), (1, "waiting"), (3, "waiting")]
    assert queue.add([str(clip("5.mp4"))])[0].id == 5


def test_what_makes_no_sense_is_refused(tmp_path, clip):
    queue = WorkQueue(tmp_path)
    queue.add([str(clip("a.mp4"))])
    for call, match in (
        (lambda: queue.retry(1), "is waiting; only a failed"),
        (lambda: queue.move(9, 1), "no item 9"),
        (lambda: (queue.cancel(1), queue.cancel(1)), "cancelled already"),
    ):
        with pytest.raises(UsageError, match=match):
            call()


def test_a_torn_line_costs_that_line_only(tmp_path, clip):
    queue = WorkQueue(tmp_path)
    queue.add([str(clip("a.mp4")), str(clip("b.mp4"))])
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes() + b'{"op":"state","id":1,"sta')
    again = WorkQueue(tmp_path)
    assert states(again) == [(1, "waiting"), (2, "waiting")]
    again.cancel(2)
    assert states(WorkQueue(tmp_path)) == states(again) == states(queue) == [(1, "waiting"), (2, "cancelled")]


def test_time_left_is_told_from_what_was_finished(tmp_path, clip):
    queue = WorkQueue(tmp_path)
    queue.add([str(clip(f"{n}.mp4", b"x" * 100)) for n in range(3)])
    assert queue.seconds_left() is None
    queue.finish(1, "done", seconds=10.0)
    assert queue.seconds_left() == pytest.approx(20.0)


def test_the_table_is_inert(tmp_path, clip):
    queue = WorkQueue(tmp_path)
    queue.add([str(clip("a.mp4"))])
    queue.finish(1, "failed", status="failed", reason="=cmd()\nnext", log10_lr=None, seconds=1.5)
    rows = list(csv.DictReader(io.StringIO(summary_csv(queue.items()).decode())))
    assert (rows[0]["state"], rows[0]["seconds"], rows[0]["reason"][0]) == ("failed", "1.5", "'")


def test_a_queue_is_worked_off_and_summed_up(cli, case, clip, tmp_path):
    folder = tmp_path / "in"
    for name in ("1.mp4", "2broken.mp4", "3landscape.mp4", "4.mp4"):
        clip(name, folder=folder)
    assert "waiting 4" in cli("case", "queue", case, "add", folder)[1]
    cli("case", "queue", case, "cancel", "4")
    code, out, err = cli("case", "queue", case, "run", "--plan", "quick")
    assert code == 3
    assert "[" in err
    table = Path(out.split("\t")[0])
    assert table.parent == case / "reports"
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    assert [(r["state"], r["status"]) for r in rows] == [
        ("done", "examined"),
        ("failed", "failed"),
        ("done", "not_applicable"),
        ("cancelled", ""),
    ]
    assert WorkQueue(case).method["plan"] == "quick"
    cli("case", "queue", case, "retry", "2", "4")
    cli("case", "queue", case, "move", "4", "--to", "1")
    code, _, _ = cli("case", "queue", case, "run")
    assert code == 3
    assert counts(WorkQueue(case).items()) == {"waiting": 0, "running": 0, "done": 3, "failed": 1, "cancelled": 0}
    assert WorkQueue(case).item(2).attempts == 2
    assert "queue.summary" in [e.action for e in _audit(case)]
    assert cli("case", "verify", case)[0] == 0


def _audit(case):
    from deepfake_studio.case import CaseStore

    with CaseStore.open(case, read_only=True) as store:
        return store.audit()


def _process(case, seconds):
    script = (
        "import sys; from deepfake_studio.worker_client import client; "
        f"client.default_command = lambda: [sys.executable, {str(FAKE)!r}]; "
        "from deepfake_studio.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "case", "queue", str(case), "run"]
    environment = {**os.environ, "FAKE_SECONDS": str(seconds)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def test_killed_and_run_again_it_goes_on_where_it_was(case, clip, cli):
    queue = WorkQueue(case)
    queue.add([str(clip(f"{n}.mp4")) for n in range(3)])
    process = _process(case, 0.6)
    _until(lambda: queue.item(1).state == "done" and queue.item(2).state == "running")
    process.kill()
    process.communicate()
    assert queue.item(2).state == "running"
    assert cli("case", "queue", case, "run")[0] == 0
    assert [(i.state, i.attempts) for i in queue.items()] == [("done", 1), ("done", 2), ("done", 1)]
    assert cli("case", "verify", case)[0] == 0


def test_a_running_item_is_cancelled_and_a_pause_ends_the_run(cli, case, clip, monkeypatch):
    monkeypatch.setenv("FAKE_SECONDS", "3")
    queue = WorkQueue(case)
    queue.add([str(clip(f"{n}.mp4")) for n in range(2)])

    def meddle():
        _until(lambda: queue.item(1).state == "running")
        queue.pause()
        queue.cancel(1)

    other = threading.Thread(target=meddle)
    other.start()
    began = time.monotonic()
    code, _, _ = cli("case", "queue", case, "run")
    other.join()
    assert code == 0
    assert states(queue) == [(1, "cancelled"), (2, "waiting")]
    assert time.monotonic() - began < 60
