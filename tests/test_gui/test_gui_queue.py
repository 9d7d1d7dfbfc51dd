"""The queue of a case in the window: worked off, paused, changed, and gone on with after a restart."""

import csv
import io
import sys

import pytest

from deepfake_studio.case import CaseStore
from deepfake_studio.casework.queue import WorkQueue
from deepfake_studio.gui import awake
from deepfake_studio.gui.items import CaseForm
from deepfake_studio.gui.queue_model import FILE, RESULT, STATE
from deepfake_studio.gui.views.queue_window import figures


@pytest.fixture
def nights(monkeypatch):
    """What keeps the machine awake, without asking it."""
    said = []
    monkeypatch.setattr(awake.Awake, "begin", lambda self: said.append("awake"))
    monkeypatch.setattr(awake.Awake, "end", lambda self: said.append("may sleep"))
    return said


@pytest.fixture
def queue(window, qtbot, tmp_path, nights):
    """An empty case with its queue open."""
    window.desk.create(CaseForm(folder=str(tmp_path / "q.dfcase"), number="7", title="T", examiner="A. Examiner"))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    return window.case_windows.show_queue()


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "seized"
    folder.mkdir()
    for number in range(3):
        (folder / f"clip {number}.mp4").write_bytes(bytes([number]) * 10)
    (folder / "notes.txt").write_text("no media")
    return folder


def add(queue, qtbot, folder, count=3):
    queue.desk.add([str(folder)])
    qtbot.waitUntil(lambda: queue.model.rowCount() == count)


def column(queue, number):
    return [queue.model.index(row, number).data() for row in range(queue.model.rowCount())]


def states(queue):
    return [item.state for item in queue.desk.items()]


def test_a_folder_is_worked_off(window, queue, qtbot, files, nights):
    (files / "broken.mp4").write_bytes(b"x")
    add(queue, qtbot, files, 4)
    assert column(queue, STATE) == ["waiting"] * 4
    queue.start.click()
    assert nights == ["awake"]
    qtbot.waitUntil(lambda: not queue.desk.running)
    assert nights[-1] == "may sleep"
    by_name = dict(zip(column(queue, FILE), column(queue, RESULT), strict=True))
    assert "cannot be opened" in by_name["broken.mp4"]
    assert by_name["clip 0.mp4"] == "supports manipulation, log10 LR +0.92"
    assert sorted(states(queue)) == ["done", "done", "done", "failed"]
    qtbot.waitUntil(lambda: len(window.desk.state.latest) == 3)
    assert window.workspace.browser.model.rowCount() == 3
    qtbot.waitUntil(lambda: any("summary was written" in text for text in queue.messages.texts()))
    (table,) = (window.desk.state.folder / "reports").glob("queue-*.csv")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert [row["state"] for row in rows].count("done") == 3
    queue.table.selectRow(1)
    queue.show_item.click()
    qtbot.waitUntil(lambda: window.workspace.item is not None)
    assert window.workspace.item.name == column(queue, FILE)[1]
    folder = window.desk.state.folder
    window.close()
    with CaseStore.open(folder, read_only=True) as store:
        actions = [e.action for e in store.audit()]
    assert actions.count("examination.store") == 3
    assert actions.count("examine.failed") == 1
    assert "queue.summary" in actions


def test_paused_and_gone_on_with(queue, qtbot, files, script):
    add(queue, qtbot, files)
    script.hold.set()
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue)[0] == "running")
    assert queue.start.text() == "&Pause"
    queue.start.click()
    assert "paused" in queue.figures.text()
    script.hold.clear()
    qtbot.waitUntil(lambda: not queue.desk.running)
    assert states(queue) == ["done", "waiting", "waiting"]
    assert not any("summary" in text for text in queue.messages.texts())
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue) == ["done"] * 3)


def test_order_cancel_retry_clear(queue, qtbot, files):
    add(queue, qtbot, files)
    queue.table.selectRow(2)
    queue.up.click()
    queue.up.click()
    assert column(queue, FILE) == ["clip 2.mp4", "clip 0.mp4", "clip 1.mp4"]
    assert [item.path[-5] for item in queue.chosen()] == ["2"]
    queue.down.click()
    assert column(queue, FILE)[1] == "clip 2.mp4"
    queue.table.selectRow(0)
    queue.cancel_item.click()
    assert column(queue, STATE)[0] == "cancelled"
    assert not queue.up.isEnabled()
    queue.retry.click()
    assert column(queue, STATE)[0] == "waiting"
    queue.cancel_item.click()
    queue.clear.click()
    assert len(states(queue)) == 2


def test_the_running_item_is_cancelled_alone(queue, qtbot, files, script):
    add(queue, qtbot, files)
    script.hold.set()
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue)[0] == "running")
    queue.table.selectRow(0)
    queue.cancel_item.click()
    qtbot.waitUntil(lambda: states(queue)[:2] == ["cancelled", "running"])
    script.hold.clear()
    qtbot.waitUntil(lambda: not queue.desk.running)
    assert states(queue) == ["cancelled", "done", "done"]


def test_stopped_at_once(window, queue, qtbot, files, script, nights):
    add(queue, qtbot, files)
    script.hold.set()
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue)[0] == "running")
    queue.stop.click()
    qtbot.waitUntil(lambda: not queue.desk.running)
    assert states(queue) == ["waiting"] * 3
    assert nights[-1] == "may sleep"
    assert window.desk.state.latest == {}


def test_it_survives_a_restart(window, queue, qtbot, files, script, make_studio):
    from deepfake_studio.gui.main_window import MainWindow

    add(queue, qtbot, files)
    folder = window.desk.state.folder
    script.hold.set()
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue)[0] == "running")
    window.close()
    script.hold.clear()
    assert [item.state for item in WorkQueue(folder).items()] == ["waiting"] * 3
    again = MainWindow(make_studio())
    qtbot.addWidget(again)
    again.show()
    again.desk.open(str(folder))
    qtbot.waitUntil(lambda: any("3 files of the queue wait" in text for text in again.messages.texts()))
    shown = again.case_windows.show_queue()
    shown.start.click()
    qtbot.waitUntil(lambda: states(shown) == ["done"] * 3)
    qtbot.waitUntil(lambda: not shown.desk.running)
    again.close()


def test_another_case_has_another_queue(window, queue, qtbot, files, script, prepared, tmp_path):
    add(queue, qtbot, files)
    first = window.desk.state.folder
    script.hold.set()
    queue.start.click()
    qtbot.waitUntil(lambda: states(queue)[0] == "running")
    other = prepared.make_case(tmp_path / "other.dfcase", others=0)
    window.desk.open(str(other))
    qtbot.waitUntil(lambda: window.desk.state.folder == other and not queue.desk.running)
    assert queue.desk.items() == ()
    assert [item.state for item in WorkQueue(first).items()] == ["waiting"] * 3
    assert len(window.desk.state.exhibits) == 2


def test_a_closed_case_is_not_worked_on(window, queue, qtbot, files):
    add(queue, qtbot, files)
    window.case_windows.custody.close_case("Done.")
    qtbot.waitUntil(lambda: not window.desk.state.changeable)
    queue.desk.start()
    assert not queue.desk.running
    said = window.messages.texts() + queue.messages.texts()
    assert any("takes no changes now" in text for text in said)
    assert not queue.add.isEnabled()


def test_words_for_figures():
    assert figures((), seconds_left=None, paused=False) == ""


# ---- awake ------------------------------------------------------------------------------------------------------


def test_awake_as_long_as_asked(monkeypatch):
    child = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    monkeypatch.setattr(awake, "command", lambda: child)
    one = awake.Awake()
    one.begin()
    held = one._child
    one.begin()  # once is enough
    assert one._child is held
    assert held.poll() is None
    one.end()
    assert held.poll() is not None
    one.end()


def test_where_nothing_keeps_awake_nothing_happens(monkeypatch):
    monkeypatch.setattr(awake.shutil, "which", lambda name: None)
    assert awake.command("linux") is None
    assert awake.command("darwin") is None
    assert awake.command("aix") is None
    one = awake.Awake()
    one.begin()
    one.end()
    monkeypatch.setattr(awake, "command", lambda: ["/nowhere/at/all"])
    one.begin()
    assert one._child is None


def test_each_platform_has_its_way(monkeypatch):
    monkeypatch.setattr(awake.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert awake.command("linux")[0] == "/usr/bin/systemd-inhibit"
    assert awake.command("linux")[-1] == "/usr/bin/cat"
    assert awake.command("darwin")[:3] == ["/usr/bin/caffeinate", "-i", "-w"]
