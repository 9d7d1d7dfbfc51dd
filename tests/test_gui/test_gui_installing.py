"""A checkpoint dropped onto the window: one sentence, in the background, the licence asked where it is unknown."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from deepfake_studio.errors import WeightsError
from deepfake_studio.gui.installing import is_checkpoint


def drop(widget, *files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(20, 20), copy, data, left, none))


@pytest.fixture
def asked(window, monkeypatch):
    """What the examination process was asked; it refuses names with ``bad``."""
    seen, client = [], window.studio.intake_client

    def install(params, job):
        seen.append(params)
        if "bad" in params["path"]:
            raise WeightsError(f"{params['path']} is empty; get it again.")
        licence = params.get("licence") or "not stated (nobody knows)"
        return {"id": "a.b", "sentence": f"w.pth was installed as a.b (licence: {licence}).", "licence": licence}, b""

    monkeypatch.setattr(client, "_install", install, raising=False)
    return seen


def test_a_dropped_checkpoint_is_installed_and_its_licence_can_be_stated(window, qtbot, asked, tmp_path):
    file = tmp_path / "w.pth"
    file.write_bytes(b"x")
    drop(window.start.drop, file)
    qtbot.waitUntil(lambda: any("installed as a.b" in t for t in window.messages.texts()))
    assert window.pages.currentWidget() is window.start  # nothing was examined
    assert asked == [{"path": str(file)}]
    window.conductor.installer._ask(str(file), "a.b")
    form = window.conductor.installer._form
    form.licence.setText("CC BY-NC 4.0")
    form.accept()
    qtbot.waitUntil(lambda: any("CC BY-NC 4.0" in t for t in window.messages.texts()))
    assert asked[-1] == {"path": str(file), "licence": "CC BY-NC 4.0"}


def test_a_refusal_is_one_sentence_and_a_clip_beside_is_examined(window, qtbot, asked, clip, tmp_path):
    (tmp_path / "bad.safetensors").write_bytes(b"")
    drop(window.start.drop, tmp_path / "bad.safetensors", clip)
    qtbot.waitUntil(lambda: window.conductor.loose is not None)
    window.conductor.take_paths([str(tmp_path / "bad.safetensors")])
    qtbot.waitUntil(lambda: any("is empty" in t for t in window.messages.texts()))


def test_what_counts_as_a_checkpoint(tmp_path):
    (tmp_path / "folder.pth").mkdir()
    assert is_checkpoint("a.PTH")
    assert is_checkpoint("b.safetensors")
    assert not is_checkpoint("clip.mp4")
    assert not is_checkpoint(str(tmp_path / "folder.pth"))
