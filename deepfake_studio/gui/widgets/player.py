"""The player: exact frames from the examination process, one request at a time, boxes, shuttle and a readout.

It decodes nothing. It asks for frames with `PlayerWidget.frame_wanted` and is given them with `show_frame`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.boxes import Box, BoxTable
from deepfake_studio.gui.widgets.frame_view import FrameView
from deepfake_studio.gui.widgets.shuttle import FrameQueue, Shuttle, index_at
from deepfake_studio.gui.widgets.transport import Transport
from deepfake_studio.vocabulary import Examination, Floats

EMPTY_HINT = tr("No clip is open.\nDrop a video or an image here, or choose an exhibit.")
_MIN_TICK_MS, _MAX_TICK_MS = 10, 40


class PlayerWidget(QWidget):
    """Shows one clip frame by frame.

    Signals:
        frame_wanted(int): decode index of the frame to fetch. Not repeated until `show_frame` or `frame_failed`
            was called for it; `useful_width` says how wide a picture is worth fetching.
        position_changed(float, int): the position asked for, in seconds and as a decode index.
        playing_changed(float): the rate, 0 when stopped.
    """

    frame_wanted = Signal(int)
    position_changed = Signal(float, int)
    playing_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = clock
        self._pts: Floats = np.empty(0)
        self._index = 0
        self._shown: tuple[int, str] | None = None  # index and SHA-256 of the frame on screen
        self._shown_width_px = 0
        self._media_width_px = 0
        self.media_number = 0  # rises with every clip; given back to `show_frame`, it tells replies of another clip
        self._table = BoxTable(None)
        self._queue, self._shuttle = FrameQueue(), Shuttle()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.view, self.transport = FrameView(self), Transport(self)
        self._lay_out()
        self._keys = self._key_table()
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
        self.media_number += 1
        self._queue.clear()
        self._pts, self._index, self._shown = np.asarray(index_pts_seconds, np.float64), 0, None
        fps = fps_hint if fps_hint > 0 else 25.0
        self._timer.setInterval(int(min(max(1000 / fps, _MIN_TICK_MS), _MAX_TICK_MS)))
        self._shuttle = Shuttle(duration_seconds=float(self._pts[-1]) if len(self._pts) else 0.0)
        self._media_width_px = size[0] if size else 0
        self._table = BoxTable(None)
        self.view.set_media_size(*(size or (0, 0)))
        self.view.show_image(None, ())
        self.view.fit()
        self.view.set_hint("" if len(self._pts) else EMPTY_HINT)
        self.transport.set_range(len(self._pts), self._shuttle.duration_seconds)
        self._write()
        if len(self._pts):
            self.seek_index(0)

    def set_tracks(self, examination: Examination | None, names: Mapping[int, str] | None = None) -> None:
        """Face boxes to draw, and the examiner's names of tracks where there are any."""
        self._table = BoxTable(examination)
        self.view.set_track_looks({track: n for n, track in enumerate(self._table.track_ids)}, names or {})
        if self._shown is not None:
            self.view.set_boxes(self._table.at(self._shown[0], float(self._pts[self._shown[0]])))

    def boxes(self) -> tuple[Box, ...]:
        """Faces that the examination knows on the current frame."""
        return self._table.at(self._index, self.seconds) if len(self._pts) else ()

    def set_dark(self, dark: bool) -> None:
        """Follow the scheme; the surround of the picture stays neutral."""
        self.transport.set_dark(dark)

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
        self._shown, self._shown_width_px = (index, sha256), width
        if not self._media_width_px:
            self._media_width_px = width
            self.view.set_media_size(width, height)
        raw = QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
        # converted once (which also copies it): painting, zooming and panning then need no further conversion
        self.view.show_image(raw.convertToFormat(QImage.Format.Format_RGB32), self._table.at(index, pts_seconds))
        self.view.set_hint("")
        self._write()
        if following is not None:
            self.frame_wanted.emit(following)

    def frame_failed(self, index: int, message: str) -> None:
        """Say why a wanted frame cannot be shown and go on."""
        known, following = self._queue.arrived(index)
        if not known:
            return
        self._shown = None
        self.view.show_image(None, ())
        self.view.set_hint(message)
        self._write()
        if following is not None:
            self.frame_wanted.emit(following)

    def useful_width(self) -> int | None:
        """How many pixels of width the view can show of a frame; ``None`` = all of them."""
        if not self._media_width_px or self.view.zoom >= 1:
            return None
        return max(16, round(self._media_width_px * self.view.zoom))

    # ---- position ---------------------------------------------------------------------------------------------

    @property
    def index(self) -> int:
        """Decode index of the position asked for."""
        return self._index

    @property
    def seconds(self) -> float:
        """Presentation time of the position asked for."""
        return float(self._pts[self._index]) if len(self._pts) else 0.0

    @property
    def rate(self) -> float:
        """Playing rate; 0 when stopped."""
        return self._shuttle.rate

    def seek_seconds(self, seconds: float) -> None:
        """Go to the frame on screen at ``seconds``; playing goes on from there."""
        self.seek_index(index_at(self._pts, seconds))

    def seek_index(self, index: int) -> None:
        """Go to a frame; playing goes on from there."""
        if not len(self._pts):
            return
        self._go(min(max(index, 0), len(self._pts) - 1))
        if self._shuttle.rate:
            self._shuttle.play(self._shuttle.rate, position_seconds=self.seconds, now=self._clock())

    def step(self, count: int) -> None:
        """Stop, and go ``count`` frames on or back."""
        self.stop()
        self.seek_index(self._index + count)

    def _go(self, index: int) -> None:
        moved, self._index = index != self._index, index
        self.transport.set_position(index)
        if moved or self._shown is None:
            self._want(index)
            self.position_changed.emit(self.seconds, index)
        self._write()

    def _want(self, index: int) -> None:
        ask = self._queue.want(index)
        if ask is not None:
            self.frame_wanted.emit(ask)

    # ---- playing ----------------------------------------------------------------------------------------------

    def shuttle(self, direction: int) -> None:
        """L (+1) and J (-1)."""
        if not len(self._pts) or not self.isVisible():
            return
        self._shuttle.faster(direction, position_seconds=self.seconds, now=self._clock())
        self._timer.start()
        self._said_rate()

    def stop(self) -> None:
        """K."""
        self._shuttle.stop()
        self._timer.stop()
        self._said_rate()

    def toggle(self) -> None:
        """Space: play at 1x or stop; from the end, play from the start."""
        if self._shuttle.rate:
            self.stop()
            return
        if self._index == len(self._pts) - 1:
            self.seek_index(0)
        self.shuttle(+1)

    def _said_rate(self) -> None:
        rate = self._shuttle.rate
        self.transport.rate.setText(f"{words.signed(rate).removesuffix('.00').removeprefix('+')}x" if rate else "")
        self.playing_changed.emit(rate)

    def _tick(self) -> None:
        """Ask for the frame that is due now: frames a slow decoder had no time for are skipped, never queued."""
        now = self._clock()
        self._go(index_at(self._pts, self._shuttle.due_seconds(now)))
        if self._shuttle.at_end(now):
            self.stop()

    # ---- events -----------------------------------------------------------------------------------------------

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key means for the player; a window may pass keys on that were typed elsewhere."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        action = self._keys.get((event.key(), modifiers == Qt.KeyboardModifier.ShiftModifier))
        if action is None or modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        action()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of an editing desk."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Nobody looks: stop."""
        self.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QEvent) -> None:
        """Stop the clock."""
        self.stop()
        super().closeEvent(event)

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

    def _key_table(self) -> dict[tuple[int, bool], Callable[[], None]]:
        """By key and whether Shift is held."""
        key, last = Qt.Key, 1 << 40
        plain: dict[int, Callable[[], None]] = {
            key.Key_J: lambda: self.shuttle(-1), key.Key_K: self.stop, key.Key_L: lambda: self.shuttle(+1),
            key.Key_Space: self.toggle,
            key.Key_Home: lambda: self.seek_index(0), key.Key_End: lambda: self.seek_index(last),
            key.Key_Left: lambda: self.step(-1), key.Key_Right: lambda: self.step(+1),
            key.Key_Comma: lambda: self.step(-1), key.Key_Period: lambda: self.step(+1),
            key.Key_F: self.view.fit, key.Key_1: lambda: self.view.set_zoom(1.0),
            key.Key_Plus: lambda: self.view.set_zoom(self.view.zoom * 1.25),
            key.Key_Minus: lambda: self.view.set_zoom(self.view.zoom / 1.25),
        }  # fmt: skip
        table = {(int(code), False): action for code, action in plain.items()}
        table[int(key.Key_Plus), True] = plain[key.Key_Plus]
        table[int(key.Key_Left), True] = lambda: self.step(-10)
        table[int(key.Key_Right), True] = lambda: self.step(+10)
        return table

    def _act(self, action: str) -> None:
        key = Qt.Key
        codes = {
            "start": key.Key_Home, "end": key.Key_End, "step": key.Key_Right, "step_back": key.Key_Left,
            "back": key.Key_J, "pause": key.Key_K, "play": key.Key_L, "fit": key.Key_F, "full": key.Key_1,
        }  # fmt: skip
        self._keys[int(codes[action]), False]()

    def _zoomed(self, zoom: float) -> None:
        self.transport.zoom.setText(f"{100 * zoom:.0f} %" if len(self._pts) else "")
        wide = self.useful_width() or self._media_width_px
        if self._shown is not None and self._shown_width_px < min(wide, self._media_width_px):
            self._want(self._index)  # the picture on screen is a reduced one and more of it can be seen now

    def _write(self) -> None:
        """The readout: always about the frame on screen, and what is still on its way."""
        if not len(self._pts):
            self.transport.time.setText("–")
            self.transport.readout.setText("")
            return
        self.transport.time.setText(f"{words.moment(self.seconds)} / {words.moment(self._shuttle.duration_seconds)}")
        text = self.reference()
        if self._shown is None or self._shown[0] != self._index:
            text = (
                tr("{said}   waiting for frame {index:,}", said=text, index=self._index)
                if text
                else tr("Waiting for frame {index:,}", index=self._index)
            )
        self.transport.readout.setText(text)
        self.view.setAccessibleDescription(text)

    def reference(self) -> str:
        """How another laboratory finds the frame on screen; empty without one."""
        if self._shown is None:
            return ""
        index, sha256 = self._shown
        parts = [
            tr("Frame {index:,} of {pts:,} (from 0)", index=index, pts=len(self._pts)),
            f"PTS {self._pts[index]:.6f} s",
            f"SHA-256 {sha256}",
        ]
        if self._shown_width_px < self._media_width_px:
            parts.insert(
                2,
                tr(
                    "shown reduced to {shown_width_px} px of {media_width_px}",
                    shown_width_px=self._shown_width_px,
                    media_width_px=self._media_width_px,
                ),
            )
        return "   ".join(parts)

    def _copy_reference(self) -> None:
        QGuiApplication.clipboard().setText(self.reference())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.transport)
        self.transport.triggered.connect(self._act)
        self.transport.slid.connect(self.seek_index)
        self.view.zoom_changed.connect(self._zoomed)
        copy = QAction(tr("Copy frame reference"), self)
        copy.triggered.connect(self._copy_reference)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
