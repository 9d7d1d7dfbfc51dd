"""Lanes: order, threads, progress, cancelling, failing, ending."""

import threading
import time
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject

from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui.jobs import PROGRESS_INTERVAL_MS, Lane


@pytest.fixture
def lane(qapp):
    made = Lane("test")
    made.start()
    yield made
    assert made.shutdown()


def gather(lane):
    """Everything the lane says, in order."""
    heard = []
    lane.began.connect(lambda task: heard.append(("began", task.name)))
    lane.partial.connect(lambda task, value: heard.append(("partial", value)))
    lane.done.connect(lambda task, value: heard.append(("done", value)))
    lane.failed.connect(lambda task, error: heard.append(("failed", str(error))))
    lane.cancelled.connect(lambda task: heard.append(("cancelled", task.name)))
    return heard


def test_one_after_another_elsewhere_and_told_here(lane, qtbot):
    where = []

    def work(job, number):
        where.append(threading.get_ident())
        job.partial(number)
        return 10 * number

    heard, told_in = gather(lane), []
    for number in range(3):
        lane.submit(
            lambda job, n=number: work(job, n), name=str(number), done=lambda _: told_in.append(threading.get_ident())
        )
    assert lane.pending == 3
    qtbot.waitUntil(lambda: lane.pending == 0 and len(heard) == 9)
    assert heard == [x for n in range(3) for x in (("began", str(n)), ("partial", n), ("done", 10 * n))]
    assert set(told_in) == {threading.get_ident()}
    assert threading.get_ident() not in where


def test_a_failure_is_told_and_the_next_task_runs(lane, qtbot):
    heard, errors = gather(lane), []

    def fail(job):
        raise StudioError("The file is gone.")

    def bug(job):
        raise ZeroDivisionError("bug")

    lane.submit(fail, failed=errors.append)
    lane.submit(bug, failed=errors.append)
    lane.submit(lambda job: "fine")
    qtbot.waitUntil(lambda: ("done", "fine") in heard)
    assert [type(e) for e in errors] == [StudioError, ZeroDivisionError]
    assert ("failed", "The file is gone.") in heard


def test_cancel_what_runs_and_what_waits(lane, qtbot):
    heard, ran = gather(lane), []

    def endless(job):
        while True:
            job.progress(1, 2)
            time.sleep(0.001)

    first = lane.submit(endless, name="first")
    lane.submit(lambda job: ran.append("second"), name="second").cancel()
    qtbot.waitUntil(lambda: ("began", "first") in heard)
    first.cancel()
    lane.submit(lambda job: "third", name="third")
    qtbot.waitUntil(lambda: ("done", "third") in heard)
    assert ("cancelled", "first") in heard
    assert ("cancelled", "second") in heard
    assert ("began", "second") not in heard
    assert not ran


def test_progress_is_thinned_and_ends_with_the_newest(lane, qtbot):
    shown, count = [], 20_000

    def busy(job):
        began = time.monotonic()
        for number in range(count):
            job.progress(number + 1, count, "counting")
        while time.monotonic() < began + 0.2:
            time.sleep(0.01)
        return time.monotonic() - began

    took = []
    lane.submit(busy, progressed=lambda *figures: shown.append(figures), done=took.append)
    qtbot.waitUntil(lambda: bool(took))
    assert shown[-1] == (count, count, "counting")
    assert len(shown) <= 2 + took[0] * 1000 / PROGRESS_INTERVAL_MS


def test_waiting_for_another_lane(lane, qtbot):
    other = Lane("other")
    other.start()
    answers = []

    def fail(job):
        raise StudioError("no")

    def ask(job):
        answers.append(other.wait_for(lambda job: 7))
        other.wait_for(fail)

    errors = []
    lane.submit(ask, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert answers == [7]
    assert str(errors[0]) == "no"
    assert other.shutdown()
    with pytest.raises(JobCancelled):
        other.wait_for(lambda job: 1)


def test_ending_stops_the_work_and_then_says_nothing(qapp, qtbot):
    left = []
    lane = Lane("ending", at_exit=lambda: left.append("closed"))
    lane.start()
    heard = gather(lane)

    def endless(job):
        while True:
            job.progress(1, 2)
            time.sleep(0.001)

    lane.submit(endless)
    lane.submit(lambda job: left.append("never"))
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert lane.shutdown()
    qtbot.wait(20)
    assert left == ["closed"]
    assert [kind for kind, _ in heard] == ["began"]
    with pytest.raises(JobCancelled):
        lane.submit(lambda job: None)


def test_closures_are_dropped_in_the_gui_thread(lane, qtbot):
    class Heavy:
        def __init__(self):
            weakref.finalize(self, lambda: died.append(threading.get_ident()))

        def work(self, job):
            return None

    died, done = [], []
    for _ in range(20):
        heavy = Heavy()
        lane.submit(heavy.work, done=lambda _, heavy=heavy: done.append(heavy.__class__))
        del heavy
    qtbot.waitUntil(lambda: len(done) == 20)
    qtbot.waitUntil(lambda: len(died) == 20)
    assert set(died) == {threading.get_ident()}


def test_who_was_deleted_is_told_nothing(lane, qtbot):
    gone, told, over = QObject(), [], threading.Event()
    ended = []
    lane.done.connect(lambda task, value: ended.append(value))
    lane.submit(lambda job: over.wait(5) and 7, done=told.append, owner=gone)
    lane.submit(lambda job: 8, done=told.append, owner=lane)
    shiboken6.delete(gone)
    over.set()
    qtbot.waitUntil(lambda: ended == [7, 8])
    assert told == [8]
    assert lane.pending == 0
