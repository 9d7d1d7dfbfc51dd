"""Marks of the player and the span of the timeline are one; what the layers' process says is known to the window."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from deepfake_studio.gui import language
from deepfake_studio.gui.views.key_map import RESERVED, objection
from deepfake_studio.gui.widgets import deeds, layer_words

VIEWING = Path(__file__).parents[2] / "deepfake_studio/worker/viewing.py"


@pytest.fixture
def work(window, qtbot, prepared, tmp_path):
    """A workspace with an examined exhibit whose frames are known."""
    window.desk.open(str(prepared.make_case(tmp_path / "a.dfcase")))
    qtbot.waitUntil(lambda: window.desk.state is not None)
    window.workspace.browser.choose(1)
    qtbot.waitUntil(lambda: window.workspace.player.count > 0 and window.workspace.item.stored is not None)
    return window.workspace


def test_a_mark_in_the_player_is_seen_on_the_timeline(work):
    work.player.seek_index(10)
    work.player.deeds.trigger("in")
    work.player.seek_index(20)
    work.player.deeds.trigger("out")
    pts = work.player.pts_seconds
    assert work.timeline.span == (pts[10], pts[20])
    assert work.timeline.bar.finding_button.isEnabled()
    work.player.deeds.trigger("clear_marks")
    assert work.timeline.span is None
    assert not work.timeline.bar.finding_button.isEnabled()


def test_a_span_of_the_timeline_marks_the_player(work, qtbot):
    pts = work.player.pts_seconds
    between = float(pts[5] + pts[6]) / 2
    work.timeline.mark_in(between)
    work.timeline.mark_out(float(pts[30]))
    assert (work.player.marking.cues.mark_in, work.player.marking.cues.mark_out) == (5, 30)
    assert work.timeline.span == (between, pts[30])
    work.timeline.clear_span()
    assert not work.player.marking.cues.marked
    work.player.seek_index(3)
    work.timeline.setFocus()
    qtbot.keyClick(work.timeline, Qt.Key.Key_I)
    assert work.player.marking.cues.mark_in == 3


def notes():
    """Sentences that the process makes for legends, with 7 in their places."""
    for node in ast.walk(ast.parse(VIEWING.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "note":
            parts = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
            yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in parts)


def test_every_note_of_a_layer_is_known():
    made = [note.replace("Luma of the 7", "Luma of the face") for note in notes()]
    assert len(made) >= 7
    known = [note for note in made if any(fits.fullmatch(note) for fits in layer_words._FITS.values())]
    assert [note for note in made if note not in known] == ["7 7 7"]  # of a detector's map: sentences of the detector


def test_a_legend_in_german(monkeypatch):
    monkeypatch.setattr(language, "_words", language.read(language.catalogue("de")))
    said = layer_words.legend(
        {
            "note": "P picture, h264, blocks of 16 px; higher = coarser.",
            "unit": "dB",
            "entries": [("#fff", "from both: 3")],
        }
    )
    assert said["note"] == "P-Bild, h264, Blöcke von 16 px; höher = gröber."
    assert said["unit"] == "dB"
    assert said["entries"] == [("#fff", "aus beiden: 3")]


def test_keys_of_the_player_are_not_given_to_commands():
    for deed in deeds.TABLE:
        for keys in deed.keys:
            assert objection(keys), (deed.id, keys)
    assert QKeySequence("Ctrl+C").toString(QKeySequence.SequenceFormat.PortableText) in RESERVED


def test_the_palette_finds_what_the_player_can_do(window):
    found = [
        entry for entry in window.commands.entries() if entry.action is window.workspace.player.deeds.actions["loop"]
    ]
    assert [entry.title for entry in found] == ["Player: Repeat between in and out"]
