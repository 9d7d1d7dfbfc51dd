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
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from deepfake_studio.gui.widgets import deeds, words
from deepfake_studio.gui.widgets.boxes import Box, BoxTable
from deepfake_studio.gui.widgets.compare import ComparePane
from deepfake_studio.gui.widgets.crop_strip import CropStrip
from deepfake_studio.gui.widgets.cues import Cues
from deepfake_studio.gui.widgets.frame_view import FrameView
from deepfake_studio.gui.widgets.layers import LayersPanel, Track
from deepfake_studio.gui.widgets.shuttle import FrameQueue, Shuttle, index_at
from deepfake_studio.gui.widgets.sound_strip import SoundStrip
from deepfake_studio.gui.widgets.transport import Transport
from deepfake_studio.vocabulary import Bookmark, Examination, Floats

EMPTY_HINT = "No clip is open.\nDrop a video or an image here, or choose an exhibit."
_MIN_TICK_MS, _MAX_TICK_MS = 10, 40
REST_MS = 60  # scrubbing rests: the frame itself is asked for
LATE_MS = 90  # the frame itself is slow: its proxy is shown until it comes
_PANES = ("rulers", "layers", "faces", "sound", "compare")
_FAR_FRAMES = 60  # further ahead than this, decoding anew is likely cheaper than going on


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
    """

    frame_wanted = Signal(int)
    frame_obsolete = Signal(int)
    proxy_wanted = Signal(int)
    position_changed = Signal(float, int)
    rested = Signal(int)
    unrested = Signal()
    playing_changed = Signal(float)
    span_wanted = Signal(float, float)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.setAccessibleName("Player")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = clock
        self._pts: Floats = np.empty(0)
        self._index = 0
        self._shown: tuple[int, str] | None = None  # index and SHA-256 of the frame on screen
        self._proxy: int | None = None  # the frame whose proxy is on screen instead
        self._shown_width_px = 0
        self._media_width_px = 0
        self._asks = True
        self._probing = False  # pixel values are read: reduced pictures will not do
        self._hovered: QPoint | None = None
        self.media_number = 0  # rises with every clip; given back to `show_frame`, it tells replies of another clip
        self._table = BoxTable(None)
        self._queue, self._thumbs, self._shuttle = FrameQueue(), FrameQueue(), Shuttle()
        self._ready = (-1, 1)  # proxies of frames 0 to the first number, every second-number-th
        self.cues = Cues()
        self._timer, self._rest, self._late = QTimer(self), QTimer(self), QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.view, self.transport, self.layers, self.strip = FrameView(), Transport(), LayersPanel(), CropStrip()
        self.compare, self.sound = ComparePane(), SoundStrip()
        self.deeds = deeds.Deeds(self, self._acts())
        self._lay_out()
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
        self._queue.clear()
        self._thumbs.clear()
        for timer in (self._rest, self._late):
            timer.stop()
        self._pts, self._index, self._shown = np.asarray(index_pts_seconds, np.float64), 0, None
        self._proxy, self._probing = None, False
        fps = fps_hint if fps_hint > 0 else 25.0
        self._timer.setInterval(int(min(max(1000 / fps, _MIN_TICK_MS), _MAX_TICK_MS)))
        length = float(self._pts[-1]) if len(self._pts) else 0.0
        self._shuttle = Shuttle(duration_seconds=length, speed=self._shuttle.speed)
        self._frame_seconds = 1 / fps
        self._media_width_px = size[0] if size else 0
        self._table = BoxTable(None)
        self.cues = Cues()
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
        self._cued()
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
            self.view.set_boxes(self._table.at(self._shown[0], float(self._pts[self._shown[0]])))

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Bookmarks of the case, shown with the markers."""
        self.cues.bookmarks = sorted({index_at(self._pts, b.pts_seconds) for b in bookmarks}) if len(self._pts) else []
        self._cued()

    def boxes(self) -> tuple[Box, ...]:
        """Faces that the examination knows on the current frame."""
        return self._table.at(self._index, self.seconds) if len(self._pts) else ()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme; the surround of the picture stays neutral."""
        self.transport.set_dark(dark)
        self.strip.rows.set_dark(dark)
        self.sound.set_dark(dark)

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
        known, following = self._queue.arrived(index)
        if not known:
            return
        if index == self._index or self._proxy is None:  # a late frame must not jump back behind newer proxies
            self._shown, self._shown_width_px, self._proxy = (index, sha256), width, None
            if not self._media_width_px:
                self._media_width_px = width
                self.view.set_media_size(width, height)
            # converted once (which also copies it): painting, zooming and panning then need no further conversion
            self.view.show_image(_image(rgb, width, height), self._table.at(index, pts_seconds))
            self.view.set_hint("")
            self._write()
            self._pixel()
        self._ask(following)
        self._tell_rest()

    def show_proxy(
        self, index: int, rgb: bytes, width: int, height: int, *, of: int | None, media: int | None = None
    ) -> None:
        """Show the proxy that was wanted for frame ``index``; it is a picture ``of`` a frame near it (None: none)."""
        if media is not None and media != self.media_number:
            return
        known, following = self._thumbs.arrived(index)
        if not known:
            return
        exact = self._shown is not None and self._proxy is None and self._shown[0] == self._index
        if of is not None and not exact:
            self.unrested.emit()
            self._shown, self._proxy = None, of
            boxes = self._table.at(of, float(self._pts[of]))
            self.view.show_image(_image(rgb, width, height), boxes, badge=f"PROXY of frame {of:,}")
            self.view.set_hint("")
            self._write()
            self._pixel()
        if following is not None:
            self.proxy_wanted.emit(following)

    def frame_failed(self, index: int, message: str) -> None:
        """Say why a wanted frame cannot be shown and go on."""
        known, following = self._queue.arrived(index)
        if not known:
            return
        self._shown = self._proxy = None
        self.view.show_image(None, ())
        self.view.set_hint(message)
        self._write()
        self._ask(following)

    def frame_dropped(self, index: int) -> None:
        """The fetching of a frame was stopped as asked."""
        known, following = self._queue.arrived(index)
        if known:
            self._ask(following)

    def _ask(self, following: int | None) -> None:
        if following is not None:
            self.frame_wanted.emit(following)

    def set_ready(self, through: int, stride: int = 1) -> None:
        """Proxies of frames 0 to ``through`` can be asked for; -1 for none."""
        self._ready = (through, max(stride, 1))
        self.transport.slider.set_ready(through)

    def _covered(self, index: int) -> bool:
        return index <= self._ready[0] + self._ready[1] - 1 and self._ready[0] >= 0

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
        there = self._shown is not None and self._shown[0] == self._index
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
            if sweeping and moved and self._asks and self._covered(index):
                self._want_proxy(index)
                self._rest.start()
            else:
                self._want(index)
            self.position_changed.emit(self.seconds, index)
        self._write()

    def _want(self, index: int) -> None:
        self._rest.stop()
        if not self._asks:
            return
        waiting = self._queue.outstanding
        ask = self._queue.want(index)
        if ask is not None:
            self.frame_wanted.emit(ask)
        elif waiting is not None and self._covered(index) and not waiting <= index <= waiting + _FAR_FRAMES:
            self.frame_obsolete.emit(waiting)
        if self._covered(index):
            self._late.start()

    def _want_proxy(self, index: int) -> None:
        ask = self._thumbs.want(index)
        if ask is not None:
            self.proxy_wanted.emit(ask)

    def _slow(self) -> None:
        """The exact frame has not come yet: show its proxy meanwhile."""
        if (self._shown is None or self._shown[0] != self._index) and self._proxy != self._index:
            self._want_proxy(self._index)

    def _tell_rest(self) -> None:
        if self.resting:
            self._late.stop()
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
                self._want(self._index)
            self._tell_rest()

    def toggle(self) -> None:
        """Space: play at 1x or stop; from the end, play from the start."""
        if self._shuttle.rate:
            self.stop()
            return
        first, last = self.cues.span(len(self._pts)) if self.cues.loop else (0, len(self._pts) - 1)
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

    # ---- marks ------------------------------------------------------------------------------------------------

    def _cued(self) -> None:
        """The marks changed: draw them, say the span, loop between them."""
        count = len(self._pts)
        self.transport.slider.set_cues(self.cues)
        first, last = self.cues.span(count)
        seconds = (float(self._pts[first]), float(self._pts[last]) + self._frame_seconds) if count else (0.0, 0.0)
        self._shuttle.loop = seconds if self.cues.loop and count > 1 else None
        said = ""
        if self.cues.marked and count:
            length = f"{words.moment(seconds[1] - seconds[0])}, {last - first + 1:,} frames"
            said = f"In {words.moment(seconds[0])}  out {words.moment(float(self._pts[last]))}  ({length})"
        self.transport.span.setText(said)
        self.deeds.actions["loop"].setChecked(self.cues.loop)
        for deed in ("clear_marks", "span"):
            self.deeds.actions[deed].setEnabled(self.cues.marked)

    def _mark(self, change: Callable[[int], object]) -> None:
        if len(self._pts):
            change(self._index)
            self._cued()

    def _to(self, index: int | None) -> None:
        if index is not None:
            self.stop()
            self.seek_index(index)

    def _loop(self) -> None:
        self.cues.loop = not self.cues.loop and len(self._pts) > 1
        self._cued()
        if self._shuttle.rate:
            self._shuttle.play(self._shuttle.rate, position_seconds=self.seconds, now=self._clock())

    def _clear_marks(self) -> None:
        self.cues.clear()
        self._cued()

    def _span(self) -> None:
        if self.cues.marked and len(self._pts):
            first, last = self.cues.span(len(self._pts))
            self.span_wanted.emit(float(self._pts[first]), float(self._pts[last]))

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
        self._asks = False
        for timer in (self._rest, self._late):
            timer.stop()

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
        view, last = self.view, 1 << 40
        return {
            "toggle": self.toggle, "back": lambda: self.shuttle(-1), "pause": self.stop,
            "play": lambda: self.shuttle(+1), "slower": lambda: self.change_speed(-1),
            "faster": lambda: self.change_speed(+1), "normal": lambda: self.change_speed(0),
            "step_back": lambda: self.step(-1), "step": lambda: self.step(+1),
            "ten_back": lambda: self.step(-10), "ten_on": lambda: self.step(+10),
            "start": lambda: self.seek_index(0), "end": lambda: self.seek_index(last),
            "in": lambda: self._mark(self.cues.set_in), "out": lambda: self._mark(self.cues.set_out),
            "to_in": lambda: self._to(self.cues.mark_in), "to_out": lambda: self._to(self.cues.mark_out),
            "clear_marks": self._clear_marks, "loop": self._loop,
            "marker": lambda: self._mark(self.cues.toggle_marker),
            "marker_back": lambda: self._to(self.cues.before(self._index)),
            "marker_on": lambda: self._to(self.cues.after(self._index)),
            "span": self._span,
            "zoom_in": lambda: view.set_zoom(view.zoom * 1.25), "zoom_out": lambda: view.set_zoom(view.zoom / 1.25),
            "fit": view.fit, "full": lambda: view.set_zoom(1.0),
            "pan_left": lambda: view.pan(-0.1, 0), "pan_right": lambda: view.pan(0.1, 0),
            "pan_up": lambda: view.pan(0, -0.1), "pan_down": lambda: view.pan(0, 0.1),
            **dict.fromkeys(_PANES, lambda: None),  # what follows their state: `_connect`
            "copy": self._copy_reference,
        }  # fmt: skip

    def _enable(self) -> None:
        """Nothing can be done without frames but to choose what is shown beside them."""
        for deed, action in self.deeds.actions.items():
            action.setEnabled(len(self._pts) > 0 or deed in _PANES)

    def _zoomed(self, zoom: float) -> None:
        self.transport.zoom.setText(f"{100 * zoom:.0f} %" if len(self._pts) else "")
        self._want_more()

    def _want_more(self) -> None:
        """Fetch the frame again when the picture on screen is a reduced one and more of it is of use now."""
        wide = self.useful_width() or self._media_width_px
        if self._shown is not None and self._shown_width_px < min(wide, self._media_width_px):
            self._want(self._index)

    # ---- readouts ---------------------------------------------------------------------------------------------

    def _hover(self, point: QPoint | None) -> None:
        self._hovered = point
        if point is not None and not self._probing and len(self._pts):
            self._probing = True
            self._want_more()
        self._pixel()

    def _pixel(self) -> None:
        """Position and value of the pixel under the cursor: only ever those of the frame itself."""
        point = self._hovered
        if point is None or not len(self._pts):
            self.transport.pixel.setText("")
            return
        colour, where = self.view.pixel(point), f"x {point.x()}  y {point.y()}"
        if colour is not None:
            said = "  ".join(f"{name} {value}" for name, value in zip("RGB", colour, strict=True))
        else:
            said = "no values of a proxy" if self.view.badge else "reading…"
        self.transport.pixel.setText(f"{where}   {said}")

    def _write(self) -> None:
        """The readout: always about the frame on screen, and what is still on its way."""
        if not len(self._pts):
            self.transport.time.setText("–")
            self.transport.readout.setText("")
            return
        self.transport.time.setText(f"{words.moment(self.seconds)} / {words.moment(self._shuttle.duration_seconds)}")
        text = self.reference()
        if self._proxy is not None:
            text = f"Proxy of frame {self._proxy:,}, for looking only; the frame itself follows"
        elif self._shown is None or self._shown[0] != self._index:
            text = f"{text}   waiting for frame {self._index:,}" if text else f"Waiting for frame {self._index:,}"
        self.transport.readout.setText(text)
        self.view.setAccessibleDescription(text)

    def reference(self) -> str:
        """How another laboratory finds the frame on screen; empty without one."""
        if self._shown is None:
            return ""
        index, sha256 = self._shown
        parts = [
            f"Frame {index:,} of {len(self._pts):,} (from 0)",
            f"PTS {self._pts[index]:.6f} s",
            f"SHA-256 {sha256}",
        ]
        if self._shown_width_px < self._media_width_px:
            parts.insert(2, f"shown reduced to {self._shown_width_px} px of {self._media_width_px}")
        return "   ".join(parts)

    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self.reference())

    def _lay_out(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.compare, 1)
        row.addWidget(self.layers)
        column.addWidget(self.compare.bar)
        column.addLayout(row, 1)
        column.addWidget(self.compare.said)
        column.addWidget(self.strip)
        column.addWidget(self.sound)
        column.addWidget(self.transport)
        self.transport.set_actions(self.deeds.actions)

    def _connect(self) -> None:
        for timer, interval in ((self._rest, REST_MS), (self._late, LATE_MS)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
        for signal, act in (
            (self._timer.timeout, self._tick), (self._rest.timeout, lambda: self._want(self._index)),
            (self._late.timeout, self._slow), (self.transport.slid, self.seek_index), (self.transport.speed_chosen, self.set_speed),
            (self.view.zoom_changed, self._zoomed), (self.sound.seek_requested, self.seek_seconds),
            (self.view.zoom_changed, lambda _zoom: self.compare.follow(self.view)), (self.view.hovered, self._hover),
            (self.layers.shows_changed, self.view.set_shows), (self.strip.rows.chosen, self._to),
        ):  # fmt: skip
            signal.connect(act)
        self.deeds.actions["rulers"].toggled.connect(self.view.set_rulers)
        for deed, panes in (
            ("layers", (self.layers,)), ("faces", (self.strip,)), ("sound", (self.sound,)),
            ("compare", (self.compare, self.compare.bar, self.compare.said)),
        ):  # fmt: skip
            for pane in panes:
                pane.hide()
                self.deeds.actions[deed].toggled.connect(pane.setVisible)


def _image(rgb: bytes, width: int, height: int) -> QImage:
    return QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
