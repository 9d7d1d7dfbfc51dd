"""The player: exact frames from the examination process, one request at a time, proxies while scrubbing, what is drawn
over them, marks, shuttle and readouts.

It decodes nothing. It asks for frames with `PlayerWidget.frame_wanted` and `proxy_wanted` and is given them with
`show_frame` and `show_proxy`. A proxy is badged and never has a reference, a hash or pixel values.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from deepfake_studio.gui.figures import figure
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import deeds, readouts, words
from deepfake_studio.gui.widgets.boxes import Box, BoxTable
from deepfake_studio.gui.widgets.frame_flow import FrameFlow
from deepfake_studio.gui.widgets.layers import Track
from deepfake_studio.gui.widgets.marking import Marking
from deepfake_studio.gui.widgets.panes import SWITCHED, Panes
from deepfake_studio.gui.widgets.readouts import Shown
from deepfake_studio.gui.widgets.shuttle import Shuttle, index_at
from deepfake_studio.vocabulary import Bookmark, Examination, Floats

EMPTY_HINT = tr("No clip is open.\nDrop a video or an image here, or choose an exhibit.")
_MIN_TICK_MS, _MAX_TICK_MS = 10, 40


class PlayerWidget(QWidget):
    """Shows one clip frame by frame.

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

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = clock
        self._pts: Floats = np.empty(0)
        self._index = 0
        self._shown: Shown | None = None
        self._proxy: int | None = None  # the frame whose proxy is on screen instead
        self.frame_seconds = 0.04  # how long the last frame is shown
        self._media_width_px = 0
        self._probing = False  # pixel values are read: reduced pictures will not do
        self._hovered: QPoint | None = None
        self.media_number = 0  # rises with every clip; given back to `show_frame`, it tells replies of another clip
        self._table = BoxTable(None)
        self._shuttle, self.flow = Shuttle(), FrameFlow(self, missing=self._missing)
        self.marking = Marking(self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._panes = panes = Panes()
        self.view, self.transport, self.layers = panes.view, panes.transport, panes.layers
        self.strip, self.compare, self.sound = panes.strip, panes.compare, panes.sound
        self.deeds = deeds.Deeds(self, self._acts())
        panes.lay_out(self, self.deeds)
        self._connect()
        self.clear()

    # ---- what is open -----------------------------------------------------------------------------------------

    def clear(self, hint: str = EMPTY_HINT) -> None:
        """Show nothing but a hint."""
        self.set_media(np.empty(0), 25.0, None)
        self.view.set_hint(hint)

    def set_media(self, index_pts_seconds: Floats, fps_hint: float, size: tuple[int, int] | None) -> None:
        """Open a clip.

        Args:
            index_pts_seconds: presentation time of every frame, by decode index.
            fps_hint: frames per second, for the length of the last frame and the pace of the clock.
            size: width and height of the displayed frame in pixels, if known.
        """
        self.stop()
        self.unrested.emit()
        self.media_number += 1
        self.flow.reset()
        self._pts, self._index, self._shown = np.asarray(index_pts_seconds, np.float64), 0, None
        self._proxy, self._probing = None, False
        fps = fps_hint if fps_hint > 0 else 25.0
        self._timer.setInterval(int(min(max(1000 / fps, _MIN_TICK_MS), _MAX_TICK_MS)))
        length = float(self._pts[-1]) if len(self._pts) else 0.0
        self._shuttle = Shuttle(duration_seconds=length, speed=self._shuttle.speed)
        self.frame_seconds = 1 / fps
        self._media_width_px = size[0] if size else 0
        self._table = BoxTable(None)
        self.marking.reset()
        self.strip.rows.forget()
        self.sound.set_span(float(self._pts[0]) if len(self._pts) else 0.0, self._shuttle.duration_seconds)
        self.view.set_media_size(*(size or (0, 0)))
        self.view.set_drawings(())
        self.view.show_image(None, ())
        self.view.fit()
        self.view.set_hint("" if len(self._pts) else EMPTY_HINT)
        self.transport.set_range(len(self._pts), self._shuttle.duration_seconds)
        self._enable()
        self.set_ready(-1)
        self.marking.show()
        self._write()
        if len(self._pts):
            self.seek_index(0)

    def set_tracks(self, examination: Examination | None, names: Mapping[int, str] | None = None) -> None:
        """Face boxes to draw, and the examiner's names of tracks where there are any."""
        self._table, names = BoxTable(examination), names or {}
        ids = self._table.track_ids
        self.view.set_track_looks({track: n for n, track in enumerate(ids)}, names)
        self.layers.set_tracks([Track(t, names.get(t, f"T{t}"), n) for n, t in enumerate(ids)])
        scored = [d.detector_id for d in examination.detectors if d.series] if examination is not None else []
        self.layers.set_detectors(scored)
        self.strip.rows.set_examination(examination, names)
        if self._shown is not None:
            self.view.set_boxes(self._table.at(self._shown.index, self._shown.pts_seconds))

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Bookmarks of the case, shown with the markers."""
        self.marking.set_bookmarks(bookmarks)

    def boxes(self) -> tuple[Box, ...]:
        """Faces that the examination knows on the current frame."""
        return self._table.at(self._index, self.seconds) if len(self._pts) else ()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme; the surround of the picture stays neutral."""
        self._panes.set_dark(dark)

    # ---- frames -----------------------------------------------------------------------------------------------

    def show_frame(
        self,
        index: int,
        rgb: bytes,
        width: int,
        height: int,
        pts_seconds: float,
        sha256: str,
        *,
        media: int | None = None,
    ) -> None:
        """Show a frame that was wanted; one of another clip (``media``) or one nobody waits for is dropped."""
        if media is not None and media != self.media_number:
            return
        if not self.flow.arrived(index):
            return
        if index == self._index or self._proxy is None:  # a late frame must not jump back behind newer proxies
            self._shown, self._proxy = Shown(index, float(self._pts[index]), sha256, width), None
            if not self._media_width_px:
                self._media_width_px = width
                self.view.set_media_size(width, height)
            # converted once (which also copies it): painting, zooming and panning then need no further conversion
            self.view.show_image(_image(rgb, width, height), self._table.at(index, pts_seconds))
            self.view.set_hint("")
            self._write()
            self._pixel()
        self._tell_rest()

    def show_proxy(
        self, index: int, rgb: bytes, width: int, height: int, *, of: int | None, media: int | None = None
    ) -> None:
        """Show the proxy that was wanted for frame ``index``; it is a picture ``of`` a frame near it (None: none)."""
        if media is not None and media != self.media_number:
            return
        exact = self._shown is not None and self._proxy is None and self._shown.index == self._index
        if not self.flow.proxy_arrived(index) or of is None or exact:
            return
        self.unrested.emit()
        self._shown, self._proxy = None, of
        boxes = self._table.at(of, float(self._pts[of]))
        self.view.show_image(_image(rgb, width, height), boxes, badge=tr("PROXY of frame {of:,}", of=of))
        self.view.set_hint("")
        self._write()
        self._pixel()

    def frame_failed(self, index: int, message: str) -> None:
        """Say why a wanted frame cannot be shown and go on."""
        if not self.flow.arrived(index):
            return
        self._shown = self._proxy = None
        self.view.show_image(None, ())
        self.view.set_hint(message)
        self._write()

    def frame_dropped(self, index: int) -> None:
        """The fetching of a frame was stopped as asked."""
        self.flow.arrived(index)

    def set_ready(self, through: int, stride: int = 1) -> None:
        """Proxies of frames 0 to ``through`` can be asked for; -1 for none."""
        self.flow.ready = (through, max(stride, 1))
        self.transport.slider.set_ready(through)

    def useful_width(self) -> int | None:
        """How many pixels of width the view can show of a frame; ``None`` = all of them."""
        if not self._media_width_px or self.view.zoom >= 1 or self._probing:
            return None
        return max(16, round(self._media_width_px * self.view.zoom))

    # ---- position ---------------------------------------------------------------------------------------------

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
        return float(self._pts[self._index]) if len(self._pts) else 0.0

    @property
    def rate(self) -> float:
        """Playing rate; 0 when stopped."""
        return self._shuttle.rate

    @property
    def resting(self) -> bool:
        """Whether the exact frame on screen is the one asked for and nothing plays."""
        there = self._shown is not None and self._shown.index == self._index
        return there and self._proxy is None and not self._shuttle.rate

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
        if not len(self._pts):
            return
        self._go(min(max(index, 0), len(self._pts) - 1), sweeping=sweeping)
        if self._shuttle.rate:
            self._shuttle.play(self._shuttle.rate, position_seconds=self.seconds, now=self._clock())

    def _go(self, index: int, *, sweeping: bool) -> None:
        moved, self._index = index != self._index, index
        self.transport.set_position(index)
        self.strip.rows.set_position(index)
        self.sound.set_playhead(self.seconds)
        if moved or self._shown is None:
            if moved:
                self.unrested.emit()
            if sweeping and moved:
                self.flow.sweep(index)
            else:
                self.flow.want(index)
            self.position_changed.emit(self.seconds, index)
        self._write()

    def _missing(self) -> int | None:
        """The frame that should be on screen and is there neither itself nor as its proxy."""
        there = self._shown is not None and self._shown.index == self._index
        return None if there or self._proxy == self._index or not len(self._pts) else self._index

    def _tell_rest(self) -> None:
        if self.resting:
            self.flow.at_rest()
            self.rested.emit(self._index)

    # ---- playing ----------------------------------------------------------------------------------------------

    def shuttle(self, direction: int) -> None:
        """L (+1) and J (-1)."""
        if not len(self._pts) or not self.isVisible():
            return
        self._shuttle.faster(direction, position_seconds=self.seconds, now=self._clock())
        self._timer.start()
        self.unrested.emit()
        self._said_rate()

    def stop(self) -> None:
        """K."""
        was = self._shuttle.rate
        self._shuttle.stop()
        self._timer.stop()
        self._said_rate()
        if was and len(self._pts):
            if self._proxy is not None:
                self.flow.want(self._index)
            self._tell_rest()

    def toggle(self) -> None:
        """Space: play at 1x or stop; from the end, play from the start."""
        if self._shuttle.rate:
            self.stop()
            return
        cues = self.marking.cues
        first, last = cues.span(len(self._pts)) if cues.loop else (0, len(self._pts) - 1)
        if self._index >= last or self._index < first:
            self.seek_index(first)
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
            if self._shuttle.rate:
                self._shuttle.play(self._shuttle.rate, position_seconds=self.seconds, now=self._clock())

    def _sped(self) -> None:
        if self._shuttle.rate:
            self._shuttle.play(self._shuttle.rate, position_seconds=self.seconds, now=self._clock())
        self.transport.set_speed(self._shuttle.speed)

    def _said_rate(self) -> None:
        rate = self._shuttle.rate
        self.transport.rate.setText(f"{words.signed(rate).removesuffix('.00').removeprefix('+')}x" if rate else "")
        self.playing_changed.emit(rate)

    def _tick(self) -> None:
        """Ask for the frame that is due now: frames a slow decoder had no time for are skipped, never queued."""
        now, rate = self._clock(), self._shuttle.rate * self._shuttle.speed
        # forwards at a pace that a decoder may keep, the frames themselves are shown
        self._go(index_at(self._pts, self._shuttle.due_seconds(now)), sweeping=not 0 < rate <= 2)
        if self._shuttle.at_end(now):
            self.stop()

    # ---- events -----------------------------------------------------------------------------------------------

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
        self._mark_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show where keys go."""
        super().focusOutEvent(event)
        self._mark_focus(False)

    def _mark_focus(self, focused: bool) -> None:
        self.view.focused = focused
        self.view.update()

    def _acts(self) -> dict[str, Callable[[], object]]:
        """What each command of `deeds.TABLE` does."""
        last = 1 << 40
        return {
            "toggle": self.toggle, "back": lambda: self.shuttle(-1), "pause": self.stop,
            "play": lambda: self.shuttle(+1), "slower": lambda: self.change_speed(-1),
            "faster": lambda: self.change_speed(+1), "normal": lambda: self.change_speed(0),
            "step_back": lambda: self.step(-1), "step": lambda: self.step(+1),
            "ten_back": lambda: self.step(-10), "ten_on": lambda: self.step(+10),
            "start": lambda: self.seek_index(0), "end": lambda: self.seek_index(last),
            **self.marking.acts(),
            **self._panes.acts(),
            "copy": self._copy_reference,
        }  # fmt: skip

    def _enable(self) -> None:
        """Nothing can be done without frames but to choose what is shown beside them."""
        for deed, action in self.deeds.actions.items():
            action.setEnabled(len(self._pts) > 0 or deed in SWITCHED)

    def _zoomed(self, zoom: float) -> None:
        self.transport.zoom.setText(f"{figure(100 * zoom, '.0f')} %" if len(self._pts) else "")
        self._want_more()

    def _want_more(self) -> None:
        """Fetch the frame again when the picture on screen is a reduced one and more of it is of use now."""
        wide = self.useful_width() or self._media_width_px
        if self._shown is not None and self._shown.width_px < min(wide, self._media_width_px):
            self.flow.want(self._index)

    # ---- readouts ---------------------------------------------------------------------------------------------

    def _hover(self, point: QPoint | None) -> None:
        self._hovered = point
        if point is not None and not self._probing and len(self._pts):
            self._probing = True
            self._want_more()
        self._pixel()

    def _pixel(self) -> None:
        self.transport.pixel.setText(readouts.pixel(self.view, self._hovered) if len(self._pts) else "")

    def _write(self) -> None:
        """The readout: always about the frame on screen, and what is still on its way."""
        if not len(self._pts):
            self.transport.time.setText("–")
            self.transport.readout.setText("")
            return
        self.transport.time.setText(f"{words.moment(self.seconds)} / {words.moment(self._shuttle.duration_seconds)}")
        text = readouts.state(self.reference(), self._shown, proxy=self._proxy, wanted=self._index)
        self.transport.readout.setText(text)
        for widget in (self, self.view):  # the player has the keyboard, the view is the picture
            widget.setAccessibleDescription(f"{self.transport.time.text()}. {text}")

    def reference(self) -> str:
        """How another laboratory finds the frame on screen; empty without one."""
        return readouts.reference(self._shown, count=len(self._pts), media_width_px=self._media_width_px)

    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self.reference())

    def _connect(self) -> None:
        for signal, act in (
            (self._timer.timeout, self._tick), (self.transport.slid, self.seek_index),
            (self.flow.frame_wanted, self.frame_wanted), (self.flow.frame_obsolete, self.frame_obsolete),
            (self.flow.proxy_wanted, self.proxy_wanted), (self.transport.speed_chosen, self.set_speed),
            (self.view.zoom_changed, self._zoomed), (self.sound.seek_requested, self.seek_seconds),
            (self.view.zoom_changed, lambda _zoom: self.compare.follow(self.view)), (self.view.hovered, self._hover),
            (self.layers.shows_changed, self.view.set_shows), (self.strip.rows.chosen, self.go_to),
        ):  # fmt: skip
            signal.connect(act)


def _image(rgb: bytes, width: int, height: int) -> QImage:
    return QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
