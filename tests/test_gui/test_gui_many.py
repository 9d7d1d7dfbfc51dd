"""What ten thousand exhibits must not make slow: boxes, tables, orders; told by counting, never by a clock."""

import pytest
from PySide6.QtCore import Qt

from deepfake_studio.gui.views.parts import fill, table
from deepfake_studio.gui.widgets.choices import ChoiceBox
from deepfake_studio.gui.widgets.long_table import LongTable
from deepfake_studio.gui.widgets.timeline import TimelineWidget

MANY = 10_000


@pytest.fixture
def box(qtbot):
    made = ChoiceBox()
    qtbot.addWidget(made)
    made.set_choices([("Choose", ""), *((f"Exhibit {n}", f"/e/{n}.mp4") for n in range(MANY)), ("Another…", None)])
    return made


def counted(model, monkeypatch):
    """How often a model is asked for something."""
    asked, data = [], type(model).data

    def counting(self, index, role=Qt.ItemDataRole.DisplayRole):
        asked.append(index.row())
        return data(self, index, role)

    monkeypatch.setattr(type(model), "data", counting)
    return asked


def test_a_box_answers_for_all_and_finds_what_is_typed(box):
    box.setCurrentIndex(box.find("/e/5000.mp4"))
    assert (box.currentText(), box.currentData(), box.toolTip()) == ("Exhibit 5000", "/e/5000.mp4", "/e/5000.mp4")
    box.view().keyboardSearch("exhibit 77")
    assert box.view().currentIndex().data().startswith("Exhibit 77")
    assert (box.find("nowhere"), box.itemData(0), box.itemData(MANY + 1), box.itemData(-1)) == (-1, "", None, None)
    box.setCurrentIndex(-1)
    assert (box.currentData(), box.toolTip(), box.count()) == (None, "", MANY + 2)


def test_a_box_is_not_measured_by_its_titles(box, qtbot):
    wide = box.sizeHint().width()
    before = box.model().stringList()
    box.set_choices([("A name that is a good deal longer than the box is wide, and then some more", "/x")])
    assert box.sizeHint().width() == wide
    assert (len(before), box.choices()[0][1], box.currentIndex()) == (MANY + 2, "/x", -1)
    assert box.view().uniformItemSizes()


def test_a_long_table_asks_only_for_what_is_in_sight(qtbot, monkeypatch):
    long = LongTable("Failures", ("Exhibit", "Reason"), stretch=1)
    qtbot.addWidget(long)
    asked, told = counted(long.model(), monkeypatch), []
    long.row_activated.connect(told.append)
    long.resize(500, 300)
    long.show()
    long.set_rows([(str(n), f"reason {n}") for n in range(MANY)])
    qtbot.wait(1)
    assert (long.rowCount(), long.text(4711, 1)) == (MANY, "reason 4711")
    assert len(set(asked)) < 300
    long.selectRow(4711)
    long.set_rows([(str(n), f"other {n}") for n in range(MANY)])
    assert long.chosen_rows() == [4711]
    qtbot.keyClick(long, Qt.Key.Key_Return)
    assert told == [4711]
    long.setSelectionMode(LongTable.SelectionMode.ExtendedSelection)
    with qtbot.waitSignal(long.chosen_changed):
        long.selectAll()
    assert len(long.chosen_rows()) == MANY
    assert long.model().headerData(0, Qt.Orientation.Horizontal) == "Exhibit"


def test_filling_a_table_measures_its_columns_once(qtbot):
    made, told = table("Keys", ("What", "Keys"), stretch=0), []
    qtbot.addWidget(made)
    made.show()
    made.model().dataChanged.connect(lambda *_: told.append(1))
    fill(made, [(f"row {n}", "Ctrl+X") for n in range(60)])
    assert (made.rowCount(), made.item(59, 0).text(), made.item(59, 0).toolTip(), len(told)) == (
        60, "row 59", "row 59", 1,
    )  # fmt: skip


def test_the_timeline_is_built_once_for_several_changes_and_not_for_none(qtbot, monkeypatch, prepared, tmp_path):
    made, built = TimelineWidget(), []
    qtbot.addWidget(made)
    original = TimelineWidget._rebuild
    monkeypatch.setattr(TimelineWidget, "_rebuild", lambda self: (built.append(1), original(self)))
    examination = prepared.examination(prepared.exhibit(tmp_path / "a.mp4", b"a"))
    with made.at_once(), made.at_once():
        made.set_pictures(None, "not read")
        made.set_sound(None, "not read")
        made.set_examination(examination, 4.0)
        assert built == []
    assert len(built) == 1
    made.set_examination(examination, 4.0)
    made.set_pictures(None, "not read")
    made.set_sound(None, "not read")
    made.set_findings(())
    assert len(built) == 1
    for again in (
        lambda: made.set_sound(None, "why"), lambda: made.set_pictures(None, "why"),
        lambda: made.set_examination(examination, 4.0, editable=True), lambda: made.set_examination(None, 4.0),
    ):  # fmt: skip
        again()
    assert len(built) == 5


def test_ten_thousand_orders_are_one_task_and_stop_together(window, qtbot, script, clip):
    examiner, lane = window.conductor.examiner, window.studio.inference_lane
    changes, gone = [], []
    script.hold.set()
    examiner.queue_changed.connect(lambda: changes.append(1))
    examiner.cancelled.connect(lambda order: gone.append(order.exhibit_id))
    examiner.queue([examiner.order(str(clip), exhibit_id=n, title=str(n)) for n in range(MANY)])
    assert (lane.pending, examiner.waits, len(examiner.exhibits_under_way()), len(changes)) == (1, MANY, MANY, 1)
    qtbot.waitUntil(lambda: examiner.running is not None)
    assert (examiner.waits, examiner.said_of_exhibit(0), examiner.said_of_exhibit(7)) == (
        MANY - 1, "being examined", "waiting",
    )  # fmt: skip
    qtbot.waitUntil(lambda: window.status.cancel())
    assert (examiner.waits, examiner.said_of_exhibit(7)) == (0, "")
    qtbot.waitUntil(lambda: examiner.running is None)
    assert len(gone) == MANY
    assert examiner.exhibits_under_way() == {}


def test_what_is_asked_for_while_something_is_being_stopped_is_done(window, qtbot, script, clip):
    examiner, done = window.conductor.examiner, []
    examiner.finished.connect(lambda order, result: done.append(order.exhibit_id))
    script.hold.set()
    examiner.examine(str(clip), exhibit_id=1)
    qtbot.waitUntil(lambda: examiner.running is not None)
    examiner.cancel()
    examiner.examine(str(clip), exhibit_id=2)
    script.hold.clear()
    qtbot.waitUntil(lambda: done == [2])
    assert examiner.waits == 0
