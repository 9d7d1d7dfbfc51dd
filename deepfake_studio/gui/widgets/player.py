"""The player: exact frames from the examination process, one request at a time, proxies while scrubbing, what is drawn
over them, marks, shuttle and readouts.

It decodes nothing. It asks for frames with `PlayerWidget.frame_wanted` and `proxy_wanted` and is given them with
`show_frame` and `show_proxy`. A proxy is badged and never has a reference, a hash or pixel values.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from PySide6.QtWidgets import QWidget

from deepfake_studio.gui.language import tr
from deepfake_studio.gui.widgets import deeds
from deepfake_studio.gui.widgets.boxes import Box, BoxTable
from deepfake_studio.gui.widgets.frame_flow import FrameFlow
from deepfake_studio.gui.widgets.layers import Track
from deepfake_studio.gui.widgets.marking import Marking
from deepfake_studio.gui.widgets.panes import SWITCHED, Panes
from deepfake_studio.gui.widgets.player_place import PlayerPlace
from deepfake_studio.gui.widgets.playing import Playing
from deepfake_studio.gui.widgets.readouts import Shown
from deepfake_studio.gui.widgets.screen import Screen, image_of
from deepfake_studio.vocabulary import Bookmark, Examination, Floats

EMPTY_HINT = tr("No clip is open.\nDrop a video or an image here, or choose an exhibit.")


class PlayerWidget(PlayerPlace):
    """Shows one clip frame by frame; its signals are those of `PlayerFrame`, its position of `PlayerPlace`."""

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.frame_seconds = 0.04  # how long the last frame is shown
        self.media_number = 0  # rises with every clip; given back to `show_frame`, it tells replies of another clip
        self._table = BoxTable(None)
        self.screen, self.marking, self.playing = Screen(self), Marking(self), Playing(self, clock=clock)
        self.flow = FrameFlow(self, missing=self.screen.missing)
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
        self._pts, self._index = np.asarray(index_pts_seconds, np.float64), 0
        fps = fps_hint if fps_hint > 0 else 25.0
        self.playing.reset(float(self._pts[-1]) if self.count else 0.0, fps)
        self.frame_seconds = 1 / fps
        self._table = BoxTable(None)
        self.marking.reset()
        self.strip.rows.forget()
        self.sound.set_span(float(self._pts[0]) if self.count else 0.0, self.duration_seconds)
        self.screen.reset(size, "" if self.count else EMPTY_HINT)
        self.transport.set_range(self.count, self.duration_seconds)
        for deed, action in self.deeds.actions.items():  # what is beside the frames can be chosen without any
            action.setEnabled(self.count > 0 or deed in SWITCHED)
        self.set_ready(-1)
        self.marking.show()
        self.screen.write()
        if self.count:
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
        if (shown := self.screen.shown) is not None:
            self.view.set_boxes(self._table.at(shown.index, shown.pts_seconds))

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Bookmarks of the case, shown with the markers."""
        self.marking.set_bookmarks(bookmarks)

    def boxes(self) -> tuple[Box, ...]:
        """Faces that the examination knows on the current frame."""
        return self._table.at(self._index, self.seconds) if self.count else ()

    def boxes_at(self, index: int, pts_seconds: float) -> tuple[Box, ...]:
        """Faces that the examination knows on another frame."""
        return self._table.at(index, pts_seconds)

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
        copied: bool = False,
    ) -> None:
        """Show a frame that was wanted; one of another clip (``media``) or one nobody waits for is dropped.

        ``copied`` frames were read from the exact copy, bit by bit the same.
        """
        if media not in (None, self.media_number) or not self.flow.arrived(index):
            return
        shown = Shown(index, float(self._pts[index]), sha256, width, copied)
        self.screen.frame(shown, image_of(rgb, width, height), pts_seconds)
        self.playing.came(index)
        self.came_to_rest(ask=False)

    def show_proxy(
        self, index: int, rgb: bytes, width: int, height: int, *, of: int | None, media: int | None = None
    ) -> None:
        """Show the proxy that was wanted for frame ``index``; it is a picture ``of`` a frame near it (None: none)."""
        if media not in (None, self.media_number):
            return
        if self.flow.proxy_arrived(index) and of is not None and not self.screen.exact():
            self.screen.small(of, image_of(rgb, width, height))

    def frame_failed(self, index: int, message: str) -> None:
        """Say why a wanted frame cannot be shown and go on."""
        if self.flow.arrived(index):
            self.screen.nothing(message)

    def frame_dropped(self, index: int) -> None:
        """The fetching of a frame was stopped as asked."""
        self.flow.arrived(index)

    def set_ready(self, through: int, stride: int = 1, *, exact: int = -1, said: str = "") -> None:
        """Proxies of frames 0 to ``through`` can be asked for, and an exact copy as far as ``exact``; -1 for none.

        ``said`` tells the examiner how far the copy goes and why no further.
        """
        self.flow.ready, self.flow.exact, self.flow.said = (through, max(stride, 1)), exact, said
        self.transport.slider.set_ready(through, exact)
        self.screen.write()

    def useful_width(self) -> int | None:
        """How many pixels of width the view can show of a frame; ``None`` = all of them."""
        return self.screen.useful_width()

    def reference(self) -> str:
        """How another laboratory finds the frame on screen; empty without one."""
        return self.screen.reference()

    def came_to_rest(self, *, ask: bool = True) -> None:
        """Playing ended or a frame came: tell whether the picture rests; ``ask`` for the frame behind a proxy."""
        if ask and self.count and self.screen.proxy is not None:
            self.flow.want(self._index)
        if self.resting:
            self.flow.at_rest()
            self.rested.emit(self._index)

    def stop(self) -> None:
        """K."""
        self.playing.stop()

    def _acts(self) -> dict[str, Callable[[], object]]:
        """What each command of `deeds.TABLE` does."""
        last, play = 1 << 40, self.playing
        return {
            "toggle": play.toggle, "back": lambda: play.shuttle(-1), "pause": self.stop,
            "play": lambda: play.shuttle(+1), "slower": lambda: play.change_speed(-1),
            "faster": lambda: play.change_speed(+1), "normal": lambda: play.change_speed(0),
            "step_back": lambda: self.step(-1), "step": lambda: self.step(+1),
            "ten_back": lambda: self.step(-10), "ten_on": lambda: self.step(+10),
            "start": lambda: self.seek_index(0), "end": lambda: self.seek_index(last),
            **self.marking.acts(),
            **self._panes.acts(),
            "copy": self.screen.copy_reference,
        }  # fmt: skip

    def _connect(self) -> None:
        for signal, act in (
            (self.transport.slid, self.seek_index), (self.transport.speed_chosen, self.playing.set_speed),
            (self.flow.frame_wanted, self.playing.wanted), (self.flow.frame_wanted, self.frame_wanted),
            (self.flow.frame_obsolete, self.frame_obsolete), (self.flow.proxy_wanted, self.proxy_wanted),
            (self.view.zoom_changed, self.screen.zoomed),
            (self.view.zoom_changed, lambda _zoom: self.compare.follow(self.view)),
            (self.view.hovered, self.screen.hover), (self.sound.seek_requested, self.seek_seconds),
            (self.layers.shows_changed, self.view.set_shows), (self.strip.rows.chosen, self.go_to),
        ):  # fmt: skip
            signal.connect(act)
