"""The player as a widget: its signals, keys, menu and focus, and that it stops when nobody looks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import deeds
from deepfake_studio.gui.widgets.frame_flow import FrameFlow
from deepfake_studio.gui.widgets.frame_view import FrameView


class PlayerFrame(QWidget):
    """What a player tells and takes; `player.PlayerWidget` says what it shows.

    Signals:
        frame_wanted(int): decode index of the frame to fetch. Not repeated until `show_frame`, `frame_failed` or
            `frame_dropped` was called for it; `useful_width` says how wide a picture is worth fetching.
        frame_obsolete(int): nobody waits any more for the frame that was asked for; stop fetching it.
        proxy_wanted(int): as ``frame_wanted``, for `show_proxy`.
        position_changed(float, int): the position asked for, in seconds and as a decode index.
        rested(int): the exact frame on screen is the one asked for, and nothing plays: layers may be computed.
        unrested(): what was computed for the frame on screen no longer belongs to it.
        playing_changed(float): the rate, 0 when stopped.
        span_wanted(float, float): begin a finding about this span in seconds.
        marked(object): other in and out marks: first and last moment in seconds, or ``None``.
        bookmark_toggled(int): put a bookmark of the case on this frame, or take that which is there away.
    """

    frame_wanted = Signal(int)
    frame_obsolete = Signal(int)
    proxy_wanted = Signal(int)
    position_changed = Signal(float, int)
    rested = Signal(int)
    unrested = Signal()
    playing_changed = Signal(float)
    span_wanted = Signal(float, float)
    marked = Signal(object)
    bookmark_toggled = Signal(int)

    deeds: deeds.Deeds
    flow: FrameFlow
    view: FrameView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stop(self) -> None:
        """Play no more."""
        raise NotImplementedError

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key means for the player; a window may pass keys on that were typed elsewhere."""
        return self.deeds.handle(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of an editing desk."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The commands that are about the picture."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.deeds.actions[deed] for deed in deeds.MENU])
        menu.popup(event.globalPos())

    def hideEvent(self, event: QEvent) -> None:
        """Nobody looks: stop."""
        self.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        """Stop the clock."""
        self.quiet()
        super().closeEvent(event)

    def quiet(self) -> None:
        """Stop, and ask for nothing any more: the window goes."""
        self.stop()
        self.flow.quiet()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where keys go."""
        super().focusInEvent(event)
        self.view.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show where keys go."""
        super().focusOutEvent(event)
        self.view.set_focused(False)
