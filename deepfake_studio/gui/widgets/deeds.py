"""Every command of the player with its keys: the one table from which actions, tool tips and the map of keys are made.

When adding a command: one line here, one entry in `PlayerWidget._acts`, its German in the table of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.language import tr


@dataclass(frozen=True, slots=True)
class Deed:
    """One command; ``keys`` as `QKeySequence` writes them, the first is shown."""

    id: str
    group: str
    text: str
    keys: tuple[str, ...]
    checkable: bool = False


TABLE = (
    Deed("toggle", "Play", "Play or stop", ("Space",)),
    Deed("back", "Play", "Play backwards; again for 2x and 4x", ("J",)),
    Deed("pause", "Play", "Stop", ("K",)),
    Deed("play", "Play", "Play; again for 2x and 4x", ("L",)),
    Deed("slower", "Play", "Slower", ("[",)),
    Deed("faster", "Play", "Faster", ("]",)),
    Deed("normal", "Play", "Normal speed", ("Backspace",)),
    Deed("mute", "Play", "Mute the sound, or let it be heard", ("Shift+M",), checkable=True),
    Deed("step_back", "Move", "One frame back", ("Left", ",")),
    Deed("step", "Move", "One frame forward", ("Right", ".")),
    Deed("ten_back", "Move", "Ten frames back", ("Shift+Left",)),
    Deed("ten_on", "Move", "Ten frames forward", ("Shift+Right",)),
    Deed("start", "Move", "First frame", ("Home",)),
    Deed("end", "Move", "Last frame", ("End",)),
    Deed("in", "Mark", "Set the in mark", ("I",)),
    Deed("out", "Mark", "Set the out mark", ("O",)),
    Deed("to_in", "Mark", "Go to the in mark", ("Shift+I",)),
    Deed("to_out", "Mark", "Go to the out mark", ("Shift+O",)),
    Deed("clear_marks", "Mark", "Clear in and out", ("Shift+X",)),
    Deed("loop", "Mark", "Repeat between in and out", ("R",), checkable=True),
    Deed("marker", "Mark", "Set a marker here, or take it away", ("M",)),
    Deed("marker_back", "Mark", "Go to the marker before", ("PgUp",)),
    Deed("marker_on", "Mark", "Go to the next marker", ("PgDown",)),
    Deed("span", "Mark", "Begin a finding about the span from in to out", ("Shift+F",)),
    Deed("zoom_in", "See", "Zoom in", ("+", "=", "Shift++")),
    Deed("zoom_out", "See", "Zoom out", ("-",)),
    Deed("fit", "See", "Fit the whole picture", ("F",)),
    Deed("full", "See", "One pixel of the media per pixel of the screen", ("1",)),
    Deed("pan_left", "See", "Move the view to the left", ("Ctrl+Left",)),
    Deed("pan_right", "See", "Move the view to the right", ("Ctrl+Right",)),
    Deed("pan_up", "See", "Move the view up", ("Ctrl+Up",)),
    Deed("pan_down", "See", "Move the view down", ("Ctrl+Down",)),
    Deed("rulers", "See", "Rulers in pixels", ("U",), checkable=True),
    Deed("layers", "See", "Layers over the picture", ("V",), checkable=True),
    Deed("faces", "See", "Strip of faces", ("T",), checkable=True),
    Deed("sound", "See", "Waveform and spectrogram", ("W",), checkable=True),
    Deed("compare", "See", "Compare with another file", ("C",), checkable=True),
    Deed("copy", "See", "Copy the frame reference", ("Ctrl+C",)),
)
MENU = (
    "copy", "fit", "full", "rulers", "layers", "faces", "sound", "compare", "in", "out", "clear_marks", "loop",
    "marker", "span",
)  # fmt: skip


def tip(deed_id: str) -> str:
    """What a button says of its command: words and first key."""
    deed = next(d for d in TABLE if d.id == deed_id)
    return f"{tr(deed.text)} ({native(deed.keys[0])})"


def native(keys: str) -> str:
    """Keys as this platform writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def rows() -> list[tuple[str, str]]:
    """Keys and what they do, for the map of keys."""
    return [
        ("  ".join(native(k) for k in deed.keys if k != "Shift++"), tr("Player: {text}", text=tr(deed.text)))
        for deed in TABLE
    ]


class Deeds:
    """The actions of one player: shortcuts where it has the focus, and by key where a window passes keys on.

    The context is the widget alone: Space and arrows stay with buttons, boxes and sliders that have the focus.
    """

    def __init__(self, owner: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
        self.actions = {deed.id: self._made(owner, deed, acts[deed.id]) for deed in TABLE}
        self._by_key = {QKeySequence(k)[0].toCombined(): deed.id for deed in TABLE for k in deed.keys}

    def _made(self, owner: QWidget, deed: Deed, act: Callable[[], object]) -> QAction:
        action = QAction(tr(deed.text), owner)
        action.setObjectName(f"player.{deed.id}")
        action.setShortcuts([QKeySequence(k) for k in deed.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(tip(deed.id))
        action.setStatusTip(tr(deed.text))
        action.setCheckable(deed.checkable)
        action.triggered.connect(lambda: act())
        owner.addAction(action)
        return action

    def trigger(self, deed_id: str) -> None:
        """Do it."""
        self.actions[deed_id].trigger()

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key means; whether it means anything."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        found = self._by_key.get(QKeyCombination(modifiers, Qt.Key(event.key())).toCombined())
        if found is None or not self.actions[found].isEnabled():
            return False
        self.actions[found].trigger()
        return True
