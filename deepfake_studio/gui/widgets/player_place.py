"""The position of a player: which frame of the clip should be on screen, and how one goes to another."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.widgets.panes import Panes
from deepfake_studio.gui.widgets.player_frame import PlayerFrame
from deepfake_studio.gui.widgets.playing import Playing
from deepfake_studio.gui.widgets.screen import Screen
from deepfake_studio.gui.widgets.shuttle import index_at
from deepfake_studio.vocabulary import Floats


class PlayerPlace(PlayerFrame):
    """A player that knows the times of its frames; what is on screen is the business of `Screen`."""

    screen: Screen
    playing: Playing
    _panes: Panes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pts: Floats = np.empty(0)
        self._index = 0

    @property
    def index(self) -> int:
        """Decode index of the position asked for."""
        return self._index

    @property
    def pts_seconds(self) -> Floats:
        """Presentation time of every frame, by decode index."""
        return self._pts

    @property
    def count(self) -> int:
        """Number of frames."""
        return len(self._pts)

    @property
    def seconds(self) -> float:
        """Presentation time of the position asked for."""
        return float(self._pts[self._index]) if self.count else 0.0

    @property
    def duration_seconds(self) -> float:
        """Presentation time of the last frame."""
        return self.playing.duration_seconds

    @property
    def rate(self) -> float:
        """Playing rate; 0 when stopped."""
        return self.playing.rate

    @property
    def resting(self) -> bool:
        """Whether the exact frame on screen is the one asked for and nothing plays."""
        return self.screen.exact() and not self.rate

    def seek_seconds(self, seconds: float) -> None:
        """Go to the frame on screen at ``seconds``; playing goes on from there."""
        self.seek_index(index_at(self._pts, seconds))

    def seek_index(self, index: int) -> None:
        """Go to a frame; playing goes on from there. Proxies are shown on the way where there are any."""
        self._seek(index, sweeping=True)

    def step(self, count: int) -> None:
        """Stop, and go ``count`` frames on or back."""
        self.stop()
        self._seek(self._index + count, sweeping=False)

    def go_to(self, index: int | None) -> None:
        """Stop there; ``None`` stays."""
        if index is not None:
            self.stop()
            self.seek_index(index)

    def _seek(self, index: int, *, sweeping: bool) -> None:
        if self.count:
            self.due(min(max(index, 0), self.count - 1), sweeping=sweeping)
            self.playing.moved()

    def due(self, index: int, *, sweeping: bool) -> None:
        """This frame should be on screen now; ``sweeping``: its proxy will do on the way."""
        moved, self._index = index != self._index, index
        self._panes.transport.set_position(index)
        self._panes.strip.rows.set_position(index)
        self._panes.sound.set_playhead(self.seconds)
        if moved or self.screen.shown is None:
            if moved:
                self.unrested.emit()
            if sweeping and moved:
                self.flow.sweep(index)
            else:
                self.flow.want(index)
            self.position_changed.emit(self.seconds, index)
        self.screen.write()
