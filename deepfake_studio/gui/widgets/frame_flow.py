"""Which picture is asked for when: proxies while the position sweeps, the frame itself when it rests or is stepped to.

At most one frame and one proxy are asked for at a time, and only the newest wish is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from deepfake_studio.gui.widgets.shuttle import FrameQueue

REST_MS = 60  # scrubbing rests: the frame itself is asked for
COPIED_REST_MS = 20  # the same where it comes from the exact copy, which costs little
LATE_MS = 90  # the frame itself is slow: its proxy is shown until it comes
_FAR_FRAMES = 60  # further ahead than this, decoding anew is likely cheaper than going on


class FrameFlow(QObject):
    """The wishes of one player.

    Signals:
        frame_wanted(int), proxy_wanted(int): fetch it; `arrived` or `proxy_arrived` is called for each.
        frame_obsolete(int): nobody waits any more for the frame that was asked for.
    """

    frame_wanted = Signal(int)
    frame_obsolete = Signal(int)
    proxy_wanted = Signal(int)

    def __init__(self, parent: QObject, *, missing: Callable[[], int | None]) -> None:
        """``missing`` gives the frame that should be on screen and is there neither itself nor as its proxy."""
        super().__init__(parent)
        self._missing = missing
        self._frames, self._proxies = FrameQueue(), FrameQueue()
        self.ready = (-1, 1)  # proxies of frames 0 to the first number, every second-number-th
        self.exact = -1  # the exact copy holds frames 0 to this
        self.said = ""  # how far the copy goes and why no further
        self._asks = True
        self._swept = 0
        self._rest, self._late = QTimer(self), QTimer(self)
        for timer, interval in ((self._rest, REST_MS), (self._late, LATE_MS)):
            timer.setSingleShot(True)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.setInterval(interval)
        self._rest.timeout.connect(lambda: self.want(self._swept))
        self._late.timeout.connect(self._slow)

    def reset(self) -> None:
        """Another clip: forget all wishes and the proxies of the old one."""
        self._frames.clear()
        self._proxies.clear()
        self._rest.stop()
        self._late.stop()
        self.ready, self.exact, self.said = (-1, 1), -1, ""

    def quiet(self) -> None:
        """Ask for nothing any more: the window goes."""
        self._asks = False
        self._rest.stop()
        self._late.stop()

    @property
    def waits(self) -> bool:
        """Whether a frame was asked for and has not come."""
        return self._frames.outstanding is not None

    def covered(self, index: int) -> bool:
        """Whether there is a proxy of this frame or of one near it."""
        return self.ready[0] >= 0 and index <= self.ready[0] + self.ready[1] - 1

    def sweep(self, index: int) -> None:
        """The position is on its way: a proxy where there is one, the frame itself only once it rests."""
        if self._asks and self.covered(index):
            self._want_proxy(index)
            self._swept = index
            self._rest.start(COPIED_REST_MS if index <= self.exact else REST_MS)
        else:
            self.want(index)

    def want(self, index: int) -> None:
        """The frame itself; what is being fetched and lies elsewhere is given up."""
        self._rest.stop()
        if not self._asks:
            return
        waiting = self._frames.outstanding
        ask = self._frames.want(index)
        if ask is not None:
            self.frame_wanted.emit(ask)
        elif waiting is not None and self._far(waiting, index):
            self.frame_obsolete.emit(waiting)
        if self.covered(index):
            self._late.start()

    def _far(self, waiting: int, index: int) -> bool:
        """Whether waiting for one frame is in vain for another: what the exact copy holds is there at once."""
        slow = waiting > self.exact and self.covered(index)
        return slow and not waiting <= index <= waiting + _FAR_FRAMES

    def arrived(self, index: int) -> bool:
        """A frame came, failed or was given up: whether it was the one asked for. Asks for the next."""
        known, following = self._frames.arrived(index)
        if following is not None:
            self.frame_wanted.emit(following)
        return known

    def proxy_arrived(self, index: int) -> bool:
        """The same for a proxy."""
        known, following = self._proxies.arrived(index)
        if following is not None:
            self.proxy_wanted.emit(following)
        return known

    def at_rest(self) -> None:
        """The frame itself is on screen: no proxy is needed meanwhile."""
        self._late.stop()

    def _want_proxy(self, index: int) -> None:
        ask = self._proxies.want(index)
        if ask is not None:
            self.proxy_wanted.emit(ask)

    def _slow(self) -> None:
        index = self._missing()
        if index is not None:
            self._want_proxy(index)
