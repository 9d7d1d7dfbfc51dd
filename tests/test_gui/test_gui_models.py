"""The windows beside the main one: models, calibrating, explaining a frame, drawing an item."""

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from deepfake_studio.case import CaseStore
from deepfake_studio.casework import calibrating, models
from deepfake_studio.errors import UsageError
from deepfake_studio.gui.items import CaseForm
from deepfake_studio.inference import registry

BUSY_MS = 20_000
MINE = "meso4.mine"


def cells(table):
    return [[table.item(row, at).text() for at in range(table.columnCount())] for row in range(table.rowCount())]


def wait_idle(qtbot, desk):
    qtbot.waitUntil(lambda: not desk.busy, timeout=BUSY_MS)


@pytest.fixture
def shown(window, qtbot, installed):
    """The window about models, read."""
    made = window.windows.show_models(MINE)
    qtbot.waitUntil(lambda: made.chosen is not None and made.chosen.spec.id == MINE, timeout=BUSY_MS)
    return made


@pytest.fixture
def listed(tmp_path):
    """A list of six clips in six groups, one of which cannot be opened and one is not there."""
    names = ("a.mp4", "b.mp4", "c.mp4", "d.mp4", "broken.mp4", "gone.mp4")
    for name in names[:-1]:
        (tmp_path / name).write_bytes(name.encode())
    sides = ("fake", "real") * 3
    rows = [
        f"{n},{side},g{at},{'FaceSwap' if side == 'fake' else ''}"
        for at, (n, side) in enumerate(zip(names, sides, strict=True))
    ]
    file = tmp_path / "clips.csv"
    file.write_text("path,label,group,generator\n" + "\n".join(rows) + "\n")
    return file


@pytest.fixture
def loose(window, qtbot, clip):
    window.conductor.take_paths([str(clip)])
    qtbot.waitUntil(lambda: window.conductor.loose is not None, timeout=BUSY_MS)
    qtbot.waitUntil(lambda: "Frame 0" in window.workspace.player.reference(), timeout=BUSY_MS)
    return window


# ---- models ----------------------------------------------------------------------------------------------------------


def test_every_detector_is_listed_with_its_marks(shown):
    rows = {row[0]: row[1:] for row in cells(shown.list)}
    assert set(rows) == {spec.id for spec in registry.specs()}
    assert rows[MINE] == ["Manipulated face", "CC BY-NC 4.0", "7 bytes", "parity not verified, not calibrated"]
    facts = dict(cells(shown.facts))
    assert facts["Source"] == "a project, mine.pth"
    assert "no likelihood ratio" in facts["Calibration"]
    assert shown.card.toPlainText() == "A made-up model"  # its Markdown is formatted
    shipped = next(m for m in shown.models if m.calibration is not None)
    shown.choose(shipped.spec.id)
    facts = dict(cells(shown.facts))
    assert facts["Population"] == shipped.calibration.population
    assert shipped.calibration.fitted_utc in facts["Calibration"]
    assert not shown.remove.isEnabled()
    assert not shown.calibrate.isEnabled()


def test_verify_tells_of_changed_weights(shown, qtbot):
    qtbot.mouseClick(shown.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(shown.states) == len(shown.models), timeout=BUSY_MS)
    assert shown.states[MINE] == models.INTACT
    rows = {row[0]: row[4] for row in cells(shown.list)}
    assert "weights intact" in rows[MINE]
    assert "weights changed" in rows["meso4.other"]
    assert "weights missing" in rows["aasist.mine"]
    assert any("meso4.other: changed" in text for text in shown.messages.texts())
    wait_idle(qtbot, shown.desk)


def test_remove_asks_once_and_keeps_what_ships(shown, qtbot):
    shown.ask_remove()
    shown.ask_remove()
    boxes = shown.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert not boxes[0].isModal()
    boxes[0].reject()
    assert MINE in {spec.id for spec in registry.specs()}
    shown.ask_remove()
    next(b for b in shown.findChildren(QMessageBox)[-1].buttons() if b.text() == "&Remove").click()
    qtbot.waitUntil(lambda: MINE not in [row[0] for row in cells(shown.list)], timeout=BUSY_MS)
    assert any(f"{MINE} was removed" in text for text in shown.messages.texts())
    wait_idle(qtbot, shown.desk)


def test_export_and_what_it_refuses(shown, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.mouseClick(shown.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("was exported" in text for text in shown.messages.texts()), timeout=BUSY_MS)
    assert "entry.toml" in zipfile.ZipFile(f"{out}.zip").namelist()
    qtbot.mouseClick(shown.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("exists already" in text for text in shown.messages.texts()), timeout=BUSY_MS)


def test_a_checkpoint_dropped_here_is_installed_and_told_here(shown, window, qtbot, tmp_path, monkeypatch):
    answer = {"id": "a.b", "sentence": "w.pth was installed as a.b.", "licence": "MIT"}
    monkeypatch.setattr(window.studio.intake_client, "_install", lambda params, job: (answer, b""), raising=False)
    data = QMimeData()
    (tmp_path / "w.pth").write_bytes(b"x")
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "w.pth"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shown.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: any("installed as a.b" in text for text in shown.messages.texts()), timeout=BUSY_MS)
    assert window.messages.texts() == []


def test_a_row_of_the_result_leads_to_the_model(loose, qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(loose.windows, "show_models", seen.append)
    loose.workspace.result.detector_wanted.connect(seen.append)
    table = loose.workspace.result.detectors
    table.selectRow(0)
    loose.workspace.result._model.click()
    assert table.item(0, 0).text() in seen[-1] or seen[-1] in table.item(0, 0).text()


# ---- calibrating -----------------------------------------------------------------------------------------------------


@pytest.fixture
def calibrate(shown, window, qtbot):
    made = window.windows.show_calibrate(MINE)
    offered = [made.model.itemData(row) for row in range(made.model.count())]
    assert (made.model.currentData(), offered) == (MINE, [MINE, "meso4.other", "aasist.mine"])
    return made


def name_list(qtbot, made, file):
    made.source.set_value(str(file))
    made.source.changed.emit(str(file))
    qtbot.waitUntil(lambda: made.holds.text() not in ("", "Reading the list…"), timeout=BUSY_MS)


def test_what_the_list_holds_is_said_before_anything_begins(calibrate, qtbot, listed, tmp_path):
    assert not calibrate.start.isEnabled()
    name_list(qtbot, calibrate, listed)
    assert "6 clips: 3 manipulated in 3 groups, 3 others in 3 groups." in calibrate.holds.text()
    assert "Generators (1): 3 FaceSwap." in calibrate.holds.text()
    assert "Not there: gone.mp4." in calibrate.holds.text()
    assert calibrate.caution.isVisible()
    assert "inconclusive" in calibrate.caution.text()
    assert calibrate.start.isEnabled()
    bad = tmp_path / "bad.csv"
    bad.write_text("path,label\na,fake\n")
    name_list(qtbot, calibrate, bad)
    assert "lacks the column group" in calibrate.holds.text()
    assert not calibrate.start.isEnabled()


def test_a_calibration_is_measured_fitted_and_stored(calibrate, shown, qtbot, listed, script):
    name_list(qtbot, calibrate, listed)
    calibrate.protocol.setCurrentIndex(1)
    calibrate.plan.setCurrentIndex(calibrate.plan.findData("quick"))
    qtbot.mouseClick(calibrate.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: calibrate.results.isVisible(), timeout=BUSY_MS)
    found = dict(cells(calibrate.results))
    assert found["population"] == "3 FaceSwap, 3 not manipulated"
    assert (found["AUC"], found["Cllr, bit"], found["min Cllr, bit"]) == ("0.750", "0.900", "0.800")
    assert "8 of each needed" in found["interval"]
    assert "stays inconclusive" in found["what follows"]
    lost = {row[0]: row[1:] for row in cells(calibrate.lost)}
    assert lost["gone.mp4"][0] == "missing"
    assert lost["broken.mp4"][0] == "failed"
    assert "cannot be opened" in lost["broken.mp4"][1]
    assert (script.fitted["protocol"], script.fitted["plan"], script.fitted["detector"]) == ("generator", "quick", MINE)
    assert any("broken.mp4" in path for path in script.fitted["failed"])
    assert registry.spec(MINE).calibration
    qtbot.waitUntil(lambda: "calibrated 2026-11-21, no interval" in str(cells(shown.list)), timeout=BUSY_MS)


def test_cancelling_a_calibration_leaves_the_model_as_it_was(calibrate, qtbot, listed, script):
    name_list(qtbot, calibrate, listed)
    script.hold.set()
    calibrate.start.click()
    qtbot.waitUntil(lambda: calibrate.activity.isVisible(), timeout=BUSY_MS)
    assert not calibrate.source.isEnabled()
    calibrate.activity.button.click()
    wait_idle(qtbot, calibrate.desk)
    script.hold.clear()
    qtbot.waitUntil(lambda: any("Cancelled" in text for text in calibrate.messages.texts()), timeout=BUSY_MS)
    assert not registry.spec(MINE).calibration
    assert calibrate.start.isEnabled()


def test_what_cannot_be_fitted_is_one_sentence(calibrate, qtbot, listed, tmp_path):
    other = tmp_path / "one class.csv"
    other.write_text(listed.read_text())
    name_list(qtbot, calibrate, other)
    calibrate.start.click()
    qtbot.waitUntil(lambda: any("a class is missing" in t for t in calibrate.messages.texts()), timeout=BUSY_MS)
    assert not calibrate.results.isVisible()


def test_only_own_models_are_calibrated_those_of_speech_too(installed):
    shipped = registry.shipped_ids()[0]
    with pytest.raises(UsageError, match="ships with its calibration"):
        calibrating.own(shipped)
    assert calibrating.own("aasist.mine").question == "synthetic_speech"
    assert calibrating.own(MINE).id == MINE


# ---- explaining a frame ----------------------------------------------------------------------------------------------


@pytest.fixture
def explain(installed, loose, qtbot):
    loose.workspace.player.seek_index(4)
    made = loose.windows.show_explain()
    qtbot.waitUntil(lambda: made.detector.count() > 0, timeout=BUSY_MS)
    return made


def test_a_heat_map_comes_with_its_words_and_can_be_saved(explain, qtbot, tmp_path, monkeypatch, script):
    assert "Frame 4 at 0.160 s" in explain.what.text()
    assert explain.detector.findData(MINE) >= 0
    assert explain.detector.findData("aasist.mine") < 0  # it hears and sees nothing
    assert explain.face.count() == 3  # the best one, and the two tracks
    explain.face.setCurrentIndex(1)
    qtbot.mouseClick(explain.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: explain.save.isEnabled(), timeout=BUSY_MS)
    assert "random weights" in explain.words.text()
    assert "does not prove" in explain.words.text()
    assert not explain.picture.pixmap().isNull()
    asked = next(params for client in script.clients for op, params in client.calls if op == "explain")
    assert (asked["index"], len(asked["box"])) == (4, 4)
    out = tmp_path / "map"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    explain.save.click()
    qtbot.waitUntil(lambda: any("Written to" in text for text in explain.messages.texts()), timeout=BUSY_MS)
    assert Path(f"{out}.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads(Path(f"{out}.png.json").read_text())["method"] == "Grad-CAM"


def test_what_cannot_be_explained_is_a_sentence_and_no_picture(explain, loose, qtbot):
    loose.workspace.player.seek_index(99)
    explain.other.click()
    explain.start.click()
    qtbot.waitUntil(lambda: "No face was found in frame 99" in explain.words.text(), timeout=BUSY_MS)
    assert not explain.save.isEnabled()
    assert explain.picture.pixmap().isNull()


def test_a_file_that_changed_is_not_explained(explain, qtbot, clip):
    clip.write_bytes(b"other bytes")
    explain.start.click()
    qtbot.waitUntil(lambda: any("no longer what was acquired" in t for t in explain.messages.texts()), timeout=BUSY_MS)
    assert not explain.save.isEnabled()


# ---- drawing an item -------------------------------------------------------------------------------------------------


def test_an_exhibit_is_drawn_and_the_case_knows(window, qtbot, clip, tmp_path, script):
    window.desk.create(CaseForm(folder=str(tmp_path / "a.dfcase"), number="7", title="T", examiner="A. Examiner"))
    qtbot.waitUntil(lambda: window.desk.state is not None, timeout=BUSY_MS)
    window.conductor.add_paths([str(clip)])
    qtbot.waitUntil(lambda: window.workspace.item is not None, timeout=BUSY_MS)
    action = window.commands.by_text["Export annotated video…"]
    assert not action.isEnabled()
    window.conductor.examine_exhibits([1])
    qtbot.waitUntil(lambda: window.workspace.item.stored is not None and action.isEnabled(), timeout=BUSY_MS)
    action.trigger()
    drawing = window.windows.show_annotate()
    qtbot.waitUntil(lambda: drawing.detector.count() > 0, timeout=BUSY_MS)
    assert drawing.folder.value == str(tmp_path / "a.dfcase" / "derived" / "annotated")
    drawing.heat.setChecked(True)
    drawing.start.click()
    qtbot.waitUntil(lambda: any("Written to" in text for text in drawing.messages.texts()), timeout=BUSY_MS)
    assert "The sound was left out." in drawing.messages.texts()[0]
    asked = next(params for client in script.clients for op, params in client.calls if op == "annotate")
    assert (asked["codec"], asked["heat"]) == ("h264", drawing.detector.currentData())
    (drawn,) = (tmp_path / "a.dfcase" / "derived" / "annotated").iterdir()
    assert drawn.read_bytes() == b"drawn"
    qtbot.waitUntil(lambda: window.studio.case_lane.pending == 0, timeout=BUSY_MS)
    record = window.workspace.item.record
    with CaseStore.open(tmp_path / "a.dfcase", actor="A. Examiner", read_only=True) as store:
        entry = next(e for e in store.audit() if e.action == "derivative.annotated")
    assert (entry.subject, json.loads(entry.detail)["file"]) == (record.number, str(drawn))


def test_a_loose_clip_needs_a_folder_and_cancelling_leaves_nothing(loose, qtbot, tmp_path, script):
    drawing = loose.windows.show_annotate()
    assert not drawing.start.isEnabled()
    folder = tmp_path / "out"
    drawing.folder.set_value(str(folder))
    drawing.refresh()
    script.hold.set()
    drawing.start.click()
    qtbot.waitUntil(lambda: drawing.activity.isVisible(), timeout=BUSY_MS)
    drawing._escape()
    wait_idle(qtbot, drawing.desk)
    script.hold.clear()
    assert not folder.exists() or list(folder.iterdir()) == []  # cancelled before or after the work began
    assert any("no file was left" in text for text in drawing.messages.texts())


# ---- manners ---------------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(shown, calibrate, loose):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    for made in (shown, calibrate, loose.windows.show_explain(), loose.windows.show_annotate()):
        nameless = [
            type(w).__name__
            for w in made.findChildren(QWidget)
            if isinstance(w, kinds)
            and w.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not w.objectName().startswith("qt_")
            and "PrivateContainer" not in w.parent().metaObject().className()
            and not (w.accessibleName() or getattr(w, "text", str)())
        ]
        assert nameless == [], made.windowTitle()
        assert made.windowModality() == Qt.WindowModality.NonModal


def test_closing_the_window_closes_those_beside_it(shown, window, qtbot):
    window.close()
    assert not shown.isVisible()
