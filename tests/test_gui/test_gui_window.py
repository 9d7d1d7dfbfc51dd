"""The window from the first drop to the report, with made-up examination processes and real cases."""

import json
import re

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError
from deepfake_studio.gui import style
from deepfake_studio.gui.items import CaseForm, FindingForm


def drop(widget, *files):
    """A drag that enters and is dropped, as Qt delivers it; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
    widget.dragEnterEvent(enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(20, 20), copy, data, left, none)
    widget.dropEvent(event)
    return event.isAccepted()


def make_case(window, qtbot, folder):
    window.desk.create(CaseForm(folder=str(folder), number="7", title="T", examiner="A. Examiner"))
    qtbot.waitUntil(lambda: window.desk.state is not None)


def add(window, qtbot, *files, count=None):
    expected = len(window.desk.state.exhibits) + (len(files) if count is None else count)
    window.conductor.add_paths([str(file) for file in files])
    qtbot.waitUntil(lambda: len(window.desk.state.exhibits) == expected)
    qtbot.waitUntil(lambda: all(e.probed for e in window.desk.state.exhibits))


def opened(window, qtbot, exhibit_id):
    work = window.workspace
    work.browser.choose(exhibit_id)
    qtbot.waitUntil(
        lambda: work.item is not None and work.item.record is not None and work.item.record.id == exhibit_id
    )


def examined(window, qtbot, exhibit_id=1):
    window.conductor.examine_exhibits([exhibit_id])
    qtbot.waitUntil(lambda: exhibit_id in window.desk.state.latest)
    opened(window, qtbot, exhibit_id)
    qtbot.waitUntil(lambda: window.workspace.item.stored is not None)


@pytest.fixture
def loose(window, qtbot, clip):
    assert drop(window.start.drop, clip)
    qtbot.waitUntil(lambda: window.conductor.loose is not None)
    return window


@pytest.fixture
def case(window, qtbot, clip, tmp_path):
    """A case with one examined exhibit."""
    make_case(window, qtbot, tmp_path / "a.dfcase")
    add(window, qtbot, clip)
    examined(window, qtbot)
    return window


# ---- without a case ---------------------------------------------------------------------------------------------


def test_a_dropped_clip_is_examined_at_once(loose, qtbot, clip):
    work = loose.workspace
    assert loose.pages.currentWidget() is work
    assert "weak support that a face" in work.result.text()
    assert not work.browser.isVisible()
    assert work.keep.isVisible()
    assert work.erase.isEnabled()
    qtbot.waitUntil(lambda: work.player.reference() != "")
    qtbot.waitUntil(lambda: work.facts.texts().get("Container") == "mp4 (QuickTime / MOV)")
    assert work.facts.texts()["Path"] == str(clip)
    assert not loose.commands.by_text["Verify"].isEnabled()
    assert not work.findings.statement.isEnabled()


def test_nothing_is_written_without_a_case(loose, tmp_path, user_folder):
    assert {p.name for p in tmp_path.iterdir()} == {"clip one.mp4", "clip two.mp4"}
    frames = [p for p in (user_folder / "cache").rglob("*") if p.is_file()]  # what the player reads beside the clip
    assert not [p for p in user_folder.rglob("*") if p.is_file() and p.name != "settings.toml" and p not in frames]


def test_erase_all_traces(loose, qtbot, script):
    loose.workspace.erase.click()
    assert loose.pages.currentWidget() is loose.start
    assert loose.workspace.item is None
    assert loose.conductor.loose is None
    assert loose.workspace.player.reference() == ""
    assert "not yet" not in loose.workspace.result.text()
    qtbot.waitUntil(lambda: ("kill", {}) in script.clients[0].calls)
    assert "Erased" in loose.messages.texts()[0]


def test_keep_as_case(loose, qtbot, tmp_path):
    loose.workspace.keep.click()
    assert loose.pages.currentWidget() is loose.form
    loose.form.folder.setText(str(tmp_path / "kept.dfcase"))
    loose.form.question.setPlainText("Was it altered?")
    loose.form._make.click()
    qtbot.waitUntil(lambda: loose.desk.state is not None and bool(loose.desk.state.latest))
    qtbot.waitUntil(lambda: loose.workspace.item is not None and loose.workspace.item.stored is not None)
    assert "weak support" in loose.workspace.result.text()
    loose.close()
    with CaseStore.open(tmp_path / "kept.dfcase", read_only=True) as store:
        assert store.info().question == "Was it altered?"
        assert store.examinations()[0].examination.outcome == "supports_manipulation"


def test_uncalibrated_looks_uncalibrated(window, qtbot, clip, script, prepared):
    script.answer = lambda of: prepared.examination(of, calibrated=False)
    window.take_paths([str(clip)])
    qtbot.waitUntil(lambda: window.conductor.loose is not None)
    result = window.workspace.result
    assert result._caution.isVisible()
    assert not result._scale.isVisible()
    assert "No strength of evidence" in result.text()


def test_a_file_that_cannot_be_opened(window, qtbot, tmp_path):
    file = tmp_path / "broken.mp4"
    file.write_bytes(b"x")
    window.take_paths([str(file)])
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.problem is not None)
    assert "cannot be opened" in window.workspace.item.problem
    assert window.workspace.player.view._hint == window.workspace.item.problem


def test_cancel_an_examination(window, qtbot, clip, script):
    script.hold.set()
    window.take_paths([str(clip)])
    qtbot.waitUntil(lambda: window.status.activity.isVisible() and window.status.activity.bar.maximum() > 0)
    assert "clip one.mp4" in window.status.activity.what.text()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.conductor.examiner.running is None)
    qtbot.waitUntil(lambda: not window.status.activity.isVisible())
    assert window.conductor.loose is None
    assert "Not examined yet" in window.workspace.result.text()
    script.hold.clear()
    window.commands.by_text["Examine"].trigger()
    qtbot.waitUntil(lambda: window.conductor.loose is not None)


def test_closing_stops_the_work(window, qtbot, clip, script):
    script.hold.set()
    window.take_paths([str(clip)])
    qtbot.waitUntil(lambda: window.conductor.examiner.running is not None)
    window.close()
    assert not any(lane.isRunning() for lane in window.studio.lanes)
    assert all(client.closed for client in script.clients)


def test_several_files_ask_for_a_case(window, clip, tmp_path):
    drop(window.start.drop, clip, tmp_path / "clip two.mp4")
    assert "make a case" in window.messages.texts()[0]
    assert window.workspace.item is None


def test_only_local_files_are_taken(window):
    assert not drop(window.start.drop, "/nowhere/at/all.mp4")
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/x.mp4")])
    event = QDragEnterEvent(
        QPoint(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    window.start.drop.dragEnterEvent(event)
    assert not event.isAccepted()


# ---- a case -----------------------------------------------------------------------------------------------------


def test_files_and_folders_become_exhibits_once(window, qtbot, clip, tmp_path):
    make_case(window, qtbot, tmp_path / "a.dfcase")
    folder = tmp_path / "seized"
    folder.mkdir()
    (folder / "three.mp4").write_bytes(b"3")
    (folder / "notes.txt").write_text("no media")
    assert drop(window.workspace.browser, clip, folder)
    qtbot.waitUntil(lambda: len(window.desk.state.exhibits) == 2)
    qtbot.waitUntil(lambda: "left out: 1" in " ".join(window.messages.texts()))
    window.conductor.add_paths([str(clip)])
    qtbot.waitUntil(lambda: "same bytes as exhibit 1" in " ".join(window.messages.texts()))
    assert len(window.desk.state.exhibits) == 2
    qtbot.waitUntil(lambda: window.workspace.item is not None and window.workspace.item.record.id == 1)


def test_examine_all_and_filter(window, qtbot, clip, tmp_path, script, prepared):
    make_case(window, qtbot, tmp_path / "a.dfcase")
    add(window, qtbot, clip, tmp_path / "clip two.mp4")
    script.answer = lambda of: prepared.examination(of) if "one" in of.path else prepared.without_face(of)
    browser = window.workspace.browser
    browser.table.clearSelection()
    assert "all" in browser.examine.text()
    browser.examine.click()
    qtbot.waitUntil(lambda: len(window.desk.state.latest) == 2)
    browser.filters.toggle("work", "not_applicable")
    qtbot.waitUntil(lambda: browser.model.rowCount() == 1)
    browser.filter.setText("zzz")
    qtbot.waitUntil(lambda: browser._stack.currentIndex() == 1)
    browser.filter.clear()
    browser.filters.clear_filters()
    qtbot.waitUntil(lambda: browser.model.rowCount() == 2)


def test_an_altered_exhibit_is_refused(case, qtbot, clip):
    clip.write_bytes(b"changed meanwhile")
    before = len(case.desk.state.latest)
    case.conductor.examine_exhibits([1])
    qtbot.waitUntil(lambda: "no longer what was acquired" in " ".join(case.messages.texts()))
    assert len(case.desk.state.latest) == before
    assert len(case.desk.state.exhibits) == 1


def test_findings_from_anomalies(case, qtbot):
    panel = case.workspace.findings
    case.workspace.panels.setCurrentWidget(panel)
    panel.choose_anomaly(0)
    panel._accept.click()
    qtbot.waitUntil(lambda: len(case.workspace.item.findings) == 1)
    panel.choose_anomaly(1)
    panel._reason.setText("A cut, nothing else.")
    panel._reject.click()
    qtbot.waitUntil(lambda: len(case.workspace.item.findings) == 2)
    accepted, rejected = case.workspace.item.findings
    assert (accepted.status, rejected.status) == ("accepted", "rejected")
    assert rejected.limitations == "A cut, nothing else."
    assert accepted.anomaly_id == case.workspace.item.stored.anomaly_ids[0]
    assert not panel._accept.isEnabled()  # decided
    panel.findings.selectRow(0)
    panel._edit_one.click()
    panel.statement.setPlainText("Seen by me.")
    qtbot.keyClick(panel.statement, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: case.workspace.item.findings[0].statement == "Seen by me.")
    assert case.workspace.item.findings[0].status == "edited"
    panel.findings.selectRow(0)
    panel._withdraw.click()
    qtbot.waitUntil(lambda: case.workspace.item.findings[0].status == "rejected")


def test_a_span_becomes_a_finding(case, qtbot):
    work = case.workspace
    work.timeline.span_selected.emit(0.4, 1.2)
    assert work.panels.currentWidget() is work.findings
    assert not work.findings._save_button.isEnabled()
    qtbot.keyClicks(work.findings.statement, "Shadow jumps")
    work.findings._save_button.click()
    qtbot.waitUntil(lambda: len(work.item.findings) == 1)
    found = work.item.findings[0]
    assert (found.statement, found.start_seconds, found.stop_seconds) == ("Shadow jumps", 0.4, 1.2)
    assert work.findings.statement.toPlainText() == ""


def test_people_and_bookmarks(case, qtbot):
    work = case.workspace
    work.result.tracks.selectRow(0)
    work.result.tracks.item(0, 1).setText("speaker")
    qtbot.waitUntil(lambda: work.item.track_names == {1: "speaker"})
    work.result.tracks.selectRow(1)
    work.result._exclude.click()
    asking = next(d for d in work.findChildren(QDialog) if d.isVisible())
    asking.findChild(QPlainTextEdit).setPlainText("a passer-by")
    asking.findChild(QDialogButtonBox).buttons()[0].click()
    qtbot.waitUntil(lambda: work.item.excluded_tracks == {2})
    assert "set aside by the examiner: a passer-by" in work.result.tracks.item(1, 2).text()
    qtbot.waitUntil(lambda: work.player.reference() != "")
    work.player.seek_seconds(2.0)
    case.commands.by_text["Bookmark this moment"].trigger()
    qtbot.waitUntil(lambda: len(work.item.bookmarks) == 1)
    assert work.item.bookmarks[0].pts_seconds == 2.0


def test_player_timeline_and_lists_share_one_moment(case, qtbot):
    work = case.workspace
    qtbot.waitUntil(lambda: work.player.reference() != "")
    work.timeline.seek_requested.emit(2.0)
    assert work.player.index == 50
    assert work.timeline._playhead_seconds == 2.0
    work.timeline.item_activated.emit("anomaly", 1)
    assert work.panels.currentWidget() is work.findings
    work.findings.anomalies.itemActivated.emit(work.findings.anomalies.item(1, 0))
    assert work.player.index == 75
    work.timeline.setFocus()
    qtbot.keyClick(work.timeline, Qt.Key.Key_Home)  # a key that only the player wants
    assert work.player.index == 0


def test_report_and_verification(case, qtbot, tmp_path):
    out = tmp_path / "report.json"
    case.desk.export(out, "json")
    qtbot.waitUntil(lambda: any("Report written" in text for text in case.messages.texts()), timeout=60_000)
    assert json.loads(out.read_text())
    case.commands.by_text["Verify"].trigger()
    qtbot.waitUntil(lambda: any("Verified" in text for text in case.messages.texts()))


def test_a_case_that_is_open_elsewhere_can_be_read(window, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "b.dfcase", others=2)
    with CaseStore.open(folder, actor="other"):
        window.desk.open(str(folder))
        qtbot.waitUntil(lambda: bool(window.messages.texts()))
        window.messages._shown[0].findChildren(QAbstractButton)[0].click()
        qtbot.waitUntil(lambda: window.desk.state is not None and window.desk.state.read_only)
        opened(window, qtbot, 1)
        assert not window.workspace.findings.statement.isEnabled()
        assert not window.workspace.browser.examine.isEnabled()
        assert not window.commands.by_text["Add exhibits…"].isEnabled()


def test_close_and_reopen(case, qtbot):
    folder = case.desk.state.folder
    case.commands.by_text["Close case"].trigger()
    assert case.pages.currentWidget() is case.start
    qtbot.waitUntil(lambda: case.start.recent.count() == 1)
    case.start.recent.itemActivated.emit(case.start.recent.item(0))
    qtbot.waitUntil(lambda: case.desk.state is not None)
    assert case.desk.state.folder == folder
    assert case.workspace.item is None
    opened(case, qtbot, 1)


def test_a_loose_clip_can_join_the_case_that_is_opened(loose, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "b.dfcase", others=0)
    loose.desk.open(str(folder))
    qtbot.waitUntil(lambda: any("kept nowhere" in text for text in loose.messages.texts()))
    loose.messages._shown[-1].findChildren(QAbstractButton)[0].click()
    qtbot.waitUntil(lambda: len(loose.desk.state.exhibits) == 3 and 3 in loose.desk.state.latest)


def test_a_bug_is_told_and_logged(window, qtbot, user_folder):
    def bug(job):
        raise ZeroDivisionError("a bug")

    window.studio.case_lane.submit(bug, failed=window.studio.tell)
    qtbot.waitUntil(lambda: any("ZeroDivisionError: a bug" in text for text in window.messages.texts()))
    assert "nothing was sent" in window.messages.texts()[0]


# ---- manners ----------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(case):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in case.findChildren(QWidget)
        if isinstance(w, kinds)
        and w.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not w.objectName().startswith("qt_")
        and "PrivateContainer" not in w.parent().metaObject().className()  # the list that drops from a combo box
        and not (w.accessibleName() or getattr(w, "text", str)())
    ]
    assert not nameless


def test_no_two_commands_share_a_key(window):
    keys = [a.shortcut().toString() for a in window.commands.by_text.values() if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_light_and_dark(case, qapp):
    for dark in (True, False):
        style.choose(qapp, dark=dark)
        qapp.processEvents()
        assert case.workspace.timeline._dark is dark
    style.choose(qapp, dark=None)


def test_layout_is_remembered(window, make_studio, qtbot):
    from deepfake_studio.gui.main_window import MainWindow

    window.resize(780, 600)  # within the screen that is not there, or restoring would shrink it
    window.show_workspace()
    docks = window.workspace.docks
    qtbot.waitUntil(lambda: window.workspace.save_layout() != b"")  # the room was shared out
    docks.share_out({}, {"timeline": 170})
    qtbot.waitUntil(lambda: docks.docks["timeline"].height() == 170)
    window.close()
    saved = window.studio.settings
    studio = make_studio()
    studio.settings = saved
    again = MainWindow(studio)
    qtbot.addWidget(again)
    again.show()
    again.show_workspace()
    qtbot.waitUntil(lambda: again.workspace.docks.docks["timeline"].height() == 170)


def test_no_two_visible_controls_share_a_mnemonic(case):
    work = case.workspace
    for tab in range(3):
        work.panels.setCurrentIndex(tab)
        texts = [m.title() for m in case.menuBar().findChildren(QMenu) if m.parent() is case.menuBar()]
        texts += [w.text() for w in case.findChildren(QAbstractButton) if w.isVisible()]
        texts += [w.text() for w in case.findChildren(QLabel) if w.isVisible() and w.buddy() is not None]
        found = [match[1].lower() for text in texts if (match := re.search(r"&([^&])", text))]
        assert len(found) == len(set(found)), (tab, sorted(t for t in texts if "&" in t))


def test_what_was_typed_is_written_even_when_the_window_closes(case, qtbot):
    folder = case.desk.state.folder
    for number in range(5):
        case.desk.save_finding(1, FindingForm(statement=f"Seen {number}"))
    case.close()
    with CaseStore.open(folder, read_only=True) as store:
        assert [f.statement for f in store.findings()] == [f"Seen {number}" for number in range(5)]


def test_nothing_is_written_into_another_case(case, qtbot, prepared, tmp_path):
    other = prepared.make_case(tmp_path / "other.dfcase", others=0)
    case.desk.open(str(other))
    case.desk.save_finding(1, FindingForm(statement="Meant for the first case"))  # its exhibit 1 is not this one
    qtbot.waitUntil(lambda: any("was closed before" in text for text in case.messages.texts()))
    assert case.desk.state.folder == other
    case.close()
    with CaseStore.open(other, read_only=True) as store:
        assert [f.statement for f in store.findings()] == [prepared.SENTENCE]


def test_a_finding_that_cannot_be_kept_stays_in_the_editor(case, qtbot, monkeypatch):
    def full(*args, **named):
        raise CaseError("The disk is full; make room.")

    monkeypatch.setattr(CaseStore, "add_finding", full)
    panel = case.workspace.findings
    case.workspace.panels.setCurrentWidget(panel)
    panel.statement.setPlainText("Long thought about")
    panel._save_button.click()
    qtbot.waitUntil(lambda: "The disk is full; make room." in case.messages.texts())
    assert panel.statement.toPlainText() == "Long thought about"


def test_a_dropped_case_is_opened(window, qtbot, prepared, tmp_path):
    folder = prepared.make_case(tmp_path / "b.dfcase", others=1)
    assert drop(window.start.drop, folder)
    qtbot.waitUntil(lambda: window.desk.state is not None)
    assert window.pages.currentWidget() is window.workspace
    assert len(window.desk.state.exhibits) == 3


def test_an_exhibit_that_cannot_be_read_says_so_where_it_is_seen(
    window, qtbot, tmp_path, script, prepared, monkeypatch
):
    make_case(window, qtbot, tmp_path / "a.dfcase")
    fake = type(script.clients[0])
    monkeypatch.setattr(fake, "_acquire", lambda self, params, job: (prepared.exhibit(params["path"]), b""))
    (tmp_path / "broken.mp4").write_bytes(b"x")
    window.conductor.add_paths([str(tmp_path / "broken.mp4")])
    qtbot.waitUntil(lambda: len(window.desk.state.exhibits) == 1)
    opened(window, qtbot, 1)
    qtbot.waitUntil(lambda: "cannot be opened" in window.workspace.player.view._hint)
    assert window.workspace.facts.texts()["Exhibit number"] == "1"
    assert not any("cannot be opened" in text for text in window.messages.texts())
