"""The window about people of the whole case, and drawing a face by hand."""

import dataclasses
import os

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QInputDialog, QPlainTextEdit

from deepfake_studio.case import CaseStore
from deepfake_studio.gui.awake import Awake
from deepfake_studio.gui.widgets.box_overlay import box_at
from deepfake_studio.gui.widgets.people_tree import NOBODY, REMARK, WHO
from deepfake_studio.vocabulary import DrawnBox


@pytest.fixture
def case(window, qtbot, prepared, tmp_path):
    """A case with the two clips of the sample and others, the first one open."""
    folder = prepared.make_case(tmp_path / "a.dfcase", others=4)
    window.desk.open(str(folder))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.stored is not None)
    return window


@pytest.fixture
def people(case, qtbot):
    shown = case.case_windows.people.show_people()
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() > 0)
    return shown


def line(people, number, key=1):
    return next(one for one in people.everybody.lines if one.number == number and one.piece.key == key)


def named(people, name):
    return sorted((one.number, one.piece.key) for one in people.everybody.lines if one.piece.name == name)


def asked(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_everybody_is_listed_with_tracks_of_every_exhibit_and_their_faces(people, qtbot, script):
    tree = people.tree
    assert [tree.topLevelItem(n).text(WHO) for n in range(tree.topLevelItemCount())] == ["speaker", NOBODY]
    assert line(people, "1").said.startswith("+0.92")
    assert line(people, "2").name == "as_it_is.mp4"
    qtbot.waitUntil(lambda: not tree.faceless())
    calls = [p for client in script.clients for op, p in client.calls if op == "crops"]
    assert max(len(p["wanted"]) for p in calls) <= 4
    assert not tree._rows[line(people, "1").key].icon(WHO).isNull()
    assert "the program compares no faces" in " ".join(w.text() for w in people.findChildren(type(people.figures)))


def test_a_name_in_several_exhibits_is_one_person_and_one_edit(people, case, qtbot):
    tree = people.tree
    tree.clearSelection()
    for number in ("1", "2"):
        tree._rows[line(people, number).key].setSelected(True)
    people.name.click()
    asking = asked(QInputDialog)
    asking.setTextValue("  Guest ")
    asking.accept()
    qtbot.waitUntil(lambda: named(people, "Guest") == [("1", 1), ("2", 1)])
    with CaseStore.open(case.desk.state.folder, read_only=True) as store:
        assert store.audit()[-1].action == "person.rename"
    case.commands.by_text["Undo"].trigger()
    qtbot.waitUntil(lambda: named(people, "speaker") == [("1", 1)] and not named(people, "Guest"))


def drop(tree, target):
    """What is chosen, let go over an item."""
    at = QPointF(tree.visualItemRect(target).center())
    data = tree.mimeData(tree.selectedItems())
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, data, *keys))


def test_dragging_a_track_onto_a_person_and_a_person_onto_another(people, qtbot):
    tree = people.tree
    tree.choose(line(people, "2").key)
    drop(tree, tree.topLevelItem(0))
    qtbot.waitUntil(lambda: named(people, "speaker") == [("1", 1), ("2", 1)])
    people.put([line(people, "1", 2)], [], "Other")
    qtbot.waitUntil(lambda: named(people, "Other") == [("1", 2)])
    tree.clearSelection()
    tops = {tree.topLevelItem(n).text(WHO): tree.topLevelItem(n) for n in range(tree.topLevelItemCount())}
    tops["Other"].setSelected(True)
    drop(tree, tops["speaker"])
    qtbot.waitUntil(lambda: named(people, "speaker") == [("1", 1), ("1", 2), ("2", 1)])
    nobody = tree.topLevelItem(tree.topLevelItemCount() - 1)
    tree.choose(line(people, "2").key)
    drop(tree, nobody)  # and back to nobody
    qtbot.waitUntil(lambda: named(people, "speaker") == [("1", 1), ("1", 2)])
    drop(tree, tree.topLevelItem(tree.topLevelItemCount() - 1))  # where it is already: nothing happens
    assert named(people, "speaker") == [("1", 1), ("1", 2)]


def test_setting_aside_asks_why_and_says_it_everywhere(people, case, qtbot):
    people.tree.choose(line(people, "1", 2).key)
    people.aside.click()
    asking = next(d for d in people.findChildren(QDialog) if d.isVisible())
    box = asking.findChild(QDialogButtonBox)
    agreed = next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole)
    assert not agreed.isEnabled()
    asking.findChild(QPlainTextEdit).setPlainText("A poster on the wall.")
    agreed.click()
    qtbot.waitUntil(lambda: line(people, "1", 2).piece.excluded)
    assert "A poster on the wall." in people.tree._rows[line(people, "1", 2).key].text(REMARK)
    work = case.workspace
    qtbot.waitUntil(lambda: 2 in work.item.excluded_tracks)
    rows = [work.result.tracks.item(r, 2).text() for r in range(work.result.tracks.rowCount())]
    assert "A poster on the wall." in rows[1]
    assert people.aside.text() == "Take &back"
    people.aside.click()
    qtbot.waitUntil(lambda: not line(people, "1", 2).piece.excluded)


def test_the_result_asks_why_too(case, qtbot):
    work = case.workspace
    work.result.choose_track(2)
    work.result._exclude.click()
    asking = next(d for d in work.findChildren(QDialog) if d.isVisible())
    asking.findChild(QPlainTextEdit).setPlainText("Not asked about.")
    asking.findChild(QDialogButtonBox).buttons()[0].click()
    qtbot.waitUntil(lambda: [p.note for p in work.item.people if p.excluded] == ["Not asked about."])


def test_tracks_of_one_exhibit_are_merged_and_divided(people, qtbot):
    tree = people.tree
    tree.clearSelection()
    for key in (1, 2):
        tree._rows[line(people, "1", key).key].setSelected(True)
    assert people.merge.isEnabled()
    people.merge.click()
    qtbot.waitUntil(lambda: len([one for one in people.everybody.lines if one.number == "1"]) == 1)
    assert line(people, "1").piece.parts == (1, 2)
    tree.choose(line(people, "1").key)
    people.split.click()
    asking = asked(QInputDialog)
    assert "seconds" in asking.labelText()
    asking.setDoubleValue(2.0)
    asking.accept()
    qtbot.waitUntil(lambda: len([one for one in people.everybody.lines if one.number == "1"]) == 2)


def test_a_track_leads_to_its_exhibit_and_moment(people, case, qtbot):
    people.tree.choose(line(people, "2").key)
    people.show_track.click()
    qtbot.waitUntil(lambda: case.workspace.item.record.number == "2")
    qtbot.waitUntil(lambda: case.workspace.player.seconds == pytest.approx(line(people, "2").piece.start_seconds))


def test_a_case_for_reading_only_is_looked_at(window, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "a.dfcase", others=1)
    window.desk.open(str(folder), read_only=True)
    qtbot.waitUntil(lambda: window.desk.state is not None)
    shown = window.case_windows.people.show_people()
    qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() > 0)
    shown.tree.choose(line(shown, "1").key)
    for button in (shown.name, shown.join, shown.merge, shown.split, shown.aside, shown.draw):
        assert not button.isEnabled()
    assert shown.show_track.isEnabled()


def test_another_case_shows_other_people(people, case, qtbot, prepared, tmp_path):
    other = prepared.make_case(tmp_path / "b.dfcase", others=0)
    case.desk.open(str(other))
    qtbot.waitUntil(lambda: case.desk.state.folder == other)
    qtbot.waitUntil(lambda: {one.number for one in people.everybody.lines} == {"1", "2"})
    case.conductor.close_case()
    qtbot.waitUntil(lambda: people.tree.topLevelItemCount() == 0)


def test_reading_goes_on_in_slices(people, case, qtbot, monkeypatch):
    monkeypatch.setattr("deepfake_studio.gui.people_desk._SLICE_SECONDS", 0.0)
    desk, told = case.case_windows.people.desk, []
    desk.reading.connect(lambda done, total: told.append((done, total)))
    desk._known.clear()
    before = people.everybody
    monkeypatch.setattr("deepfake_studio.gui.people_desk.time.monotonic", iter([0.0, -1.0, 1.0] * 99).__next__)
    with qtbot.waitSignal(desk.gathered) as found:
        desk.read()
    assert len(told) > 1
    assert len(found.args[0].lines) == len(before.lines)


# ---- drawing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def drawing(case, qtbot):
    shown = case.case_windows.people.show_drawing()
    qtbot.waitUntil(lambda: bool(case.workspace.player.reference()))
    return shown


def drag(overlay, start, stop):
    QTest.mousePress(overlay, Qt.MouseButton.LeftButton, pos=QPoint(*start))
    QTest.mouseMove(overlay, QPoint(*stop))
    QTest.mouseRelease(overlay, Qt.MouseButton.LeftButton, pos=QPoint(*stop))


def test_a_box_is_dragged_on_the_frame_and_lies_where_it_was_drawn(drawing, case):
    overlay, view = drawing._overlay, case.workspace.player.view
    assert overlay.size() == view.size()
    middle = (view.width() // 2, view.height() // 2)
    drag(overlay, middle, (middle[0] + 40, middle[1] + 50))
    (box,) = drawing.boxes
    corner = view.map_to_media(QPoint(*middle))
    assert (box.x, box.y) == pytest.approx((corner.x(), corner.y()))
    shown = overlay.on_screen(QRectF(box.x, box.y, box.width, box.height))
    assert (shown.left(), shown.width(), shown.height()) == pytest.approx((middle[0], 40, 50), abs=0.5)
    drag(overlay, middle, (middle[0] + 1, middle[1] + 1))  # a click draws nothing
    assert drawing.boxes == (box,)
    drawing.close()
    assert not view.findChildren(type(overlay)) or drawing._overlay is None


def test_coordinates_can_be_typed_and_boxes_at_two_moments_make_a_path(drawing, case):
    player = case.workspace.player
    for field, value in zip(drawing.fields, (10, 20, 100, 120), strict=True):
        field.setValue(value)
    drawing.add.click()
    player.seek_seconds(2.0)
    drawing.put(QRectF(50, 20, 100, 120))
    assert [round(b.seconds, 2) for b in drawing.boxes] == [0.0, 2.0]
    assert box_at(drawing.boxes, 1.0).x() == pytest.approx(30)
    drawing.list.selectRow(1)
    drawing.remove.click()
    assert len(drawing.boxes) == 1


def test_what_is_missing_is_said(drawing, case):
    assert drawing.missing.text() == "Draw a box around the face."
    assert not drawing.agree.isEnabled()
    drawing.put(QRectF(10, 10, 50, 50))
    assert drawing.agree.isEnabled()
    drawing.stop.setValue(0.0)
    assert "start before its stop" in drawing.missing.text()
    drawing.set_item(None)
    assert "Open an exhibit" in drawing.missing.text()
    drawing.set_item(dataclasses.replace(case.workspace.item, stored=None))
    assert "Examine the exhibit first" in drawing.missing.text()


def test_a_drawn_face_is_measured_with_its_origin(drawing, case, qtbot, script, prepared):
    plain = script.answer

    def answer(exhibit):
        drawn = [p.get("drawn") for client in script.clients for op, p in client.calls if op == "examine"][-1] or ()
        made = plain(exhibit)
        tracks = (*made.tracks, *(dataclasses.replace(made.tracks[1], id=d.id, origin=d.origin) for d in drawn))
        return dataclasses.replace(made, tracks=tracks, drawn=tuple(drawn))

    script.answer = answer
    drawing.put(QRectF(10, 10, 50, 60), 0.5)
    drawing.start.setValue(0.4)
    drawing.stop.setValue(3.0)
    drawing.name.setText("Guest")
    drawing.agree.click()
    work = case.workspace
    qtbot.waitUntil(lambda: any(p.origin for p in work.item.people))
    (guest,) = [p for p in work.item.people if p.origin]
    assert (guest.title, guest.origin, guest.by_hand) == ("T3 Guest", "drawn by A. Examiner", False)
    (asked_for,) = [p["drawn"] for client in script.clients for op, p in client.calls if op == "examine"][-1]
    assert asked_for.boxes == (DrawnBox(seconds=0.5, x=10, y=10, width=50, height=60),)
    assert drawing.boxes == ()
    rows = [work.result.tracks.item(r, 2).text() for r in range(work.result.tracks.rowCount())]
    assert "drawn by A. Examiner" in rows[2]


# ---- keeping awake ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for the service")
def test_where_nobody_can_be_asked_to_stay_awake_nothing_is_said(tmp_path, monkeypatch):
    refused = tmp_path / "systemd-inhibit"
    refused.write_text("#!/bin/sh\necho Failed to connect to bus >&2\nexit 1\n")
    refused.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("sys.platform", "linux")
    awake = Awake()
    awake.begin()
    assert awake._child is None or awake._child.wait(5) == 1
    awake.end()
    awake.end()
    refused.unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    awake.begin()  # no such program at all
    awake.end()
