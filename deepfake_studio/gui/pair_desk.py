"""What the comparison and the strip of sound show, fetched from another process; late answers are dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from deepfake_studio.errors import JobCancelled, NotApplicable
from deepfake_studio.gui.items import CaseState
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.compare import Wish
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.sound_strip import Sound
from deepfake_studio.worker_client import Reply

_RESTS = tr("Follows when the frame rests.")
_NOTHING = tr("Choose another exhibit, a derivative or a file above.")
_SUFFIXES = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".png", ".jpg")
_MOST_DERIVATIVES = 60


class PairDesk(QObject):
    """Fetches only while its panes are seen."""

    def __init__(self, studio: Studio, player: PlayerWidget) -> None:
        super().__init__(studio)
        self._studio, self._player = studio, player
        self._path, self._state = "", None
        self._pairing: tuple[tuple[Any, ...], Task] | None = None
        self._shown: tuple[Any, ...] | None = None
        self._listening: Task | None = None
        self._heard = ""  # the clip whose sound is on screen
        pane = player.compare
        player.rested.connect(lambda _index: self.pair())
        player.unrested.connect(self._moved)
        pane.wish_changed.connect(self.pair)
        pane.file_wanted.connect(self._choose)
        player.deeds.actions["compare"].toggled.connect(lambda _on: self._opened())
        player.deeds.actions["sound"].toggled.connect(lambda _on: self.listen())

    def set_case(self, state: CaseState | None) -> None:
        """The exhibits that can be compared with."""
        self._state = state
        if not self._player.compare.isHidden():
            self._list()

    def open(self, path: str) -> None:
        """Another clip, or none (empty)."""
        self._moved()
        self._path = path
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None
        self._heard = ""
        self._player.sound.set_sound(None)
        self._player.compare.clear(_NOTHING)
        if path:
            self.listen()
            self._opened()

    # ---- another file -----------------------------------------------------------------------------------------

    def _opened(self) -> None:
        if not self._player.compare.isHidden():
            self._list()
            self.pair()

    def _list(self) -> None:
        """Exhibits of the case but the one on screen, then what was made from exhibits."""
        state, found = self._state, []
        if state is not None:
            titled = tr("Exhibit {number}: {name}")  # once, not for each of ten thousand
            found += [
                (titled.format(number=line.number, name=line.name), line.working_path)
                for line in state.exhibits
                if line.working_path != self._path
            ]
            folder = state.folder / "derived"
            made = sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
            found += [
                (tr("Derived: {relative_to}", relative_to=p.relative_to(folder)), str(p))
                for p in made[:_MOST_DERIVATIVES]
            ]
        self._player.compare.set_sources(found)

    def _choose(self) -> None:
        """Not modal: the clip can be looked at while a file is looked for."""
        asking = QFileDialog(self._player, tr("Compare with a file"))
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.fileSelected.connect(lambda path: self._player.compare.choose(path, Path(path).name))
        asking.show()

    def _moved(self) -> None:
        if self._pairing is not None:
            self._pairing[1].cancel()
        if self._pairing is not None or self._shown is not None:
            self._player.compare.wait(_RESTS)
        self._pairing = self._shown = None

    def pair(self) -> None:
        """Fetch what belongs beside the frame at rest."""
        player, wish = self._player, self._player.compare.wish
        if player.compare.isHidden() or not self._path:
            return
        if wish is None:
            self._moved()
            player.compare.clear(_NOTHING)
            return
        key = (player.media_number, player.index, wish)
        waits = self._pairing is not None and self._pairing[0] == key
        if not player.resting or waits or self._shown == key:
            return
        self._moved()
        player.compare.wait(tr("Reading…"))
        studio, client = self._studio, self._studio.view_client
        params = {
            "path": self._path, "index": player.index, "other": wish.other, "mode": wish.mode, "gain": wish.gain,
            "seconds": player.seconds + wish.offset_seconds, "limits": studio.limits(),
        }  # fmt: skip
        try:
            task = studio.view_lane.submit(
                lambda job: client.call("pair", params, job=job),
                done=lambda reply: self._paired(key, wish, reply),
                failed=lambda error: self._unpaired(key, error),
            )
        except JobCancelled:
            return  # the window is going
        self._pairing = (key, task)

    def _current(self, key: tuple[Any, ...]) -> bool:
        return self._pairing is not None and self._pairing[0] == key

    def _paired(self, key: tuple[Any, ...], wish: Wish, reply: Reply) -> None:
        if not self._current(key):
            return
        self._pairing, self._shown = None, key
        facts = reply.value
        raw = QImage(reply.blob, facts["width"], facts["height"], 3 * facts["width"], QImage.Format.Format_RGB888)
        self._player.compare.show_pair(raw.convertToFormat(QImage.Format.Format_RGB32), facts, wish)
        self._player.compare.follow(self._player.view)

    def _unpaired(self, key: tuple[Any, ...], error: Exception) -> None:
        if self._current(key):
            self._pairing, self._shown = None, key
            self._player.compare.clear(told(error))

    # ---- sound ------------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Read the sound once, when its strip is first seen."""
        strip, path = self._player.sound, self._path
        if strip.isHidden() or not path or self._heard == path or self._listening is not None:
            return
        strip.set_sound(None, tr("Reading the sound…"))
        client, params = self._studio.view_client, {"path": path, "limits": self._studio.limits()}
        try:
            self._listening = self._studio.view_lane.submit(
                lambda job: client.call("sound", params, job=job),
                done=lambda reply: self._listened(path, reply),
                failed=lambda error: self._silent(path, error),
            )
        except JobCancelled:
            return

    def _listened(self, path: str, reply: Reply) -> None:
        if path != self._path:
            return
        self._listening, self._heard = None, path
        facts, data = reply.value, np.frombuffer(reply.blob, np.uint8)
        bins, rows, count = facts["bins"], facts["rows"], facts["columns"]
        sound = Sound(
            lows=data[:bins].view(np.int8),
            highs=data[bins : 2 * bins].view(np.int8),
            bin_seconds=facts["bin_seconds"],
            levels=data[2 * bins :].reshape(rows, count),
            column_seconds=facts["column_seconds"],
            start_seconds=facts["start_seconds"],
        )
        left_out = tr("{value} damaged packets left out, what follows stands early; ", value=facts["damaged"])
        damaged = left_out if facts["damaged"] else ""
        self._player.sound.set_sound(sound, f"{facts['codec']}; {damaged}".removesuffix("; "))

    def _silent(self, path: str, error: Exception) -> None:
        if path == self._path:
            self._listening, self._heard = None, path
            said = tr("The file holds no sound.") if isinstance(error, NotApplicable) else told(error)
            self._player.sound.set_sound(None, said)
