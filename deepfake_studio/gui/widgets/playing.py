"""Playing a clip: its clock, rate, speed and loop. Where sound is heard, the sound is the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer

from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.shuttle import Shuttle, index_at

if TYPE_CHECKING:
    from deepfake_studio.gui.widgets.player import PlayerWidget

_MIN_TICK_MS, _MAX_TICK_MS = 10, 40
_MOST_LEAD_SECONDS = 0.25  # frames are asked for so much earlier at most
_LEAD_SHARE = 0.2  # of the newest frame in how long frames are expected to take


class Heard(Protocol):
    """What plays the sound of the clip at its own pace."""

    def play(self, seconds: float) -> None:
        """Begin, or go on elsewhere."""

    def hush(self) -> None:
        """Be silent."""

    def seconds(self) -> float | None:
        """The moment of the clip that is heard now; ``None`` while nothing is."""


class Playing:
    """The clock of one player; ``clock`` is monotonic, in seconds."""

    def __init__(self, player: PlayerWidget, *, clock: Callable[[], float]) -> None:
        self._player, self._clock = player, clock
        self._shuttle = Shuttle()
        self.heard: Heard | None = None
        self._asked: tuple[int, float] | None = None  # the frame on its way, and since when
        self._lead_seconds = 0.0  # how long frames take from being asked for to the screen
        self._timer = QTimer(player)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    def reset(self, length_seconds: float, fps: float) -> None:
        """Another clip, at rest."""
        self.stop()
        self._lead_seconds = 0.0
        self._timer.setInterval(int(min(max(500 / fps, _MIN_TICK_MS), _MAX_TICK_MS)))
        self._shuttle = Shuttle(duration_seconds=length_seconds, speed=self._shuttle.speed)

    @property
    def rate(self) -> float:
        """Playing rate; 0 when stopped."""
        return self._shuttle.rate

    @property
    def duration_seconds(self) -> float:
        """The last moment of the clip."""
        return self._shuttle.duration_seconds

    def shuttle(self, direction: int) -> None:
        """L (+1) and J (-1)."""
        player = self._player
        if not player.count or not player.isVisible():
            return
        self._shuttle.faster(direction, position_seconds=player.seconds, now=self._clock())
        self._timer.start()
        player.unrested.emit()
        self._sound()
        self._said_rate()

    def stop(self) -> None:
        """K."""
        was = self._shuttle.rate
        self._shuttle.stop()
        self._timer.stop()
        self._sound()
        self._said_rate()
        if was:
            self._player.came_to_rest()

    def toggle(self) -> None:
        """Space: play at 1x or stop; from the end, play from the start."""
        player = self._player
        if self._shuttle.rate:
            self.stop()
            return
        cues = player.marking.cues
        first, last = cues.span(player.count) if cues.loop else (0, player.count - 1)
        if player.index >= last or player.index < first:
            player.seek_index(first)
        self.shuttle(+1)

    def change_speed(self, steps: int) -> None:
        """Slower (-1), faster (+1) or at the normal speed (0), whatever the shuttle does."""
        self._shuttle.change_speed(steps)
        self._sped()

    def set_speed(self, speed: float) -> None:
        """One of `shuttle.SPEEDS`."""
        self._shuttle.speed = speed
        self._sped()

    def set_loop(self, seconds: tuple[float, float] | None) -> None:
        """Go round between two moments, or play to the end."""
        if seconds != self._shuttle.loop:
            self._shuttle.loop = seconds
            self.moved()

    def moved(self) -> None:
        """The position was set: go on from there."""
        if self._shuttle.rate:
            self._shuttle.play(self._shuttle.rate, position_seconds=self._player.seconds, now=self._clock())
            self._sound()

    def _sped(self) -> None:
        self.moved()
        self._player.transport.set_speed(self._shuttle.speed)

    def _said_rate(self) -> None:
        rate = self._shuttle.rate
        said = words.signed(rate).removesuffix(".00").removeprefix("+")
        self._player.transport.rate.setText(f"{said}x" if rate else "")
        self._player.playing_changed.emit(rate)

    def wanted(self, index: int) -> None:
        """A frame was asked for."""
        self._asked = (index, self._clock())

    def came(self, index: int) -> None:
        """A frame is on screen: how long it took tells how early the next must be asked for."""
        if self._asked is not None and self._asked[0] == index:
            took = min(self._clock() - self._asked[1], _MOST_LEAD_SECONDS)
            self._lead_seconds += _LEAD_SHARE * (took - self._lead_seconds)

    # ---- the clock --------------------------------------------------------------------------------------------

    def _sound(self) -> None:
        """Sound goes with pictures at its own pace and is silent at any other."""
        if self.heard is None:
            return
        if self._shuttle.rate * self._shuttle.speed == 1.0:
            self.heard.play(self._shuttle.due_seconds(self._clock()))
        else:
            self.heard.hush()

    def _follow_sound(self, now: float) -> None:
        """Set the shuttle to what is heard, so that pictures neither run ahead nor fall behind."""
        heard = self.heard.seconds() if self.heard is not None and self._shuttle.rate else None
        if heard is None:
            return
        loop = self._shuttle.loop
        if loop is not None and heard >= loop[1] > loop[0]:
            heard = loop[0]
            self.heard.play(heard)
        self._shuttle.play(self._shuttle.rate, position_seconds=heard, now=now)

    def tick(self) -> None:
        """Ask for the frame that is due now: frames a slow decoder had no time for are skipped, never queued."""
        now, rate = self._clock(), self._shuttle.rate * self._shuttle.speed
        self._follow_sound(now)
        # forwards at a pace that a decoder may keep, the frames themselves are shown
        paced = 0 < rate <= 2
        due = index_at(self._player.pts_seconds, self._shuttle.due_seconds(now + self._lead_seconds * paced))
        if due != self._player.index:
            self._player.due(due, sweeping=not paced)
        if self._shuttle.at_end(now):
            self.stop()
