"""Frames for the player from the media process; one clip at a time, the newest wish first."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from deepfake_studio.errors import JobCancelled
from deepfake_studio.gui.jobs import LaneJob, Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.layer_desk import LayerDesk
from deepfake_studio.gui.pair_desk import PairDesk
from deepfake_studio.gui.proxy_desk import ProxyDesk
from deepfake_studio.gui.sound_desk import SoundDesk
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.worker_client import Reply

_FPS_OF_A_STILL = 25.0


class MediaDesk(QObject):
    """Opens clips in a player and brings it the frames it wants."""

    opened = Signal(str, float)  # path, duration in seconds
    refused = Signal(str, str)  # path, sentence

    def __init__(self, studio: Studio, player: PlayerWidget) -> None:
        super().__init__(studio)
        self._studio, self._player = studio, player
        self._path = ""
        self._opening: Task | None = None
        self._fetching: tuple[int, Task] | None = None
        self.proxies = ProxyDesk(studio, player)
        self.layers = LayerDesk(studio, player, exact=self.proxies.exact_folder)
        self.pairs, self.sounds = PairDesk(studio, player), SoundDesk(studio, player)
        player.frame_wanted.connect(self._fetch)
        player.frame_obsolete.connect(self._stop_fetching)

    @property
    def path(self) -> str:
        """The clip that is open or being opened; empty for none."""
        return self._path

    def open(self, path: str) -> None:
        """Show a clip; what was asked for before is dropped."""
        if path == self._path:
            return
        self.close(tr("Reading the index of frames…"))
        self._path = path

        def work(job: LaneJob) -> tuple[Any, int, int]:
            params = {"path": path, "limits": self._studio.limits()}
            pts = self._studio.media_client.call("index", params, job=job).value["pts_seconds"]
            first = self._studio.media_client.call("frame", {**params, "index": 0, "max_width": 16}, job=job).value
            return np.asarray(pts, np.float64), first["frame_width"], first["frame_height"]

        self._opening = self._studio.media_lane.submit(
            work, name="", done=lambda found: self._opened(path, *found), failed=lambda error: self._failed(path, error)
        )

    def close(self, hint: str = "") -> None:
        """Show nothing."""
        if self._opening is not None:
            self._opening.cancel()
        # a frame under way is left to come: stopping it could cost the process and its open readers
        self._path = ""
        self.proxies.close()
        self.layers.open("")
        self.pairs.open("")
        self.sounds.open("")
        self._player.clear(hint) if hint else self._player.clear()

    def forget(self) -> None:
        """Close, and end the process that held decoded frames."""
        self.close()
        self.proxies.forget()
        studio = self._studio
        studio.media_lane.submit(lambda job: studio.media_client.kill(), name="")
        for lane, client in ((studio.view_lane, studio.view_client), (studio.proxy_lane, studio.proxy_client)):
            lane.submit(lambda job, client=client: client.kill(), name="")

    def shutdown(self) -> None:
        """The window goes: no frames are left behind."""
        self._player.quiet()
        self.proxies.forget(now=True)

    def _opened(self, path: str, pts: np.ndarray, width: int, height: int) -> None:
        if path != self._path:
            return
        steps = np.diff(pts)
        fps = 1.0 / float(np.median(steps)) if len(steps) and np.median(steps) > 0 else _FPS_OF_A_STILL
        self._player.set_media(pts, fps, (width, height))
        self.layers.open(path)
        self.pairs.open(path)
        self.sounds.open(path)
        self.proxies.open(path, len(pts))
        length = float(pts[-1]) + 1.0 / fps if len(pts) else 0.0
        self.opened.emit(path, length)

    def _failed(self, path: str, error: Exception) -> None:
        if path == self._path:
            self._player.clear(told(error))
            self.refused.emit(path, told(error))

    def _fetch(self, index: int) -> None:
        media, client = self._player.media_number, self._studio.media_client
        params = {
            "path": self._path,
            "index": index,
            "max_width": self._player.useful_width(),
            "exact": self.proxies.exact_folder(self._path, index),
            "limits": self._studio.limits(),
        }
        try:
            task = self._studio.media_lane.submit(
                lambda job: client.call("frame", params, job=job),
                cancelled=lambda: self._player.frame_dropped(index) if media == self._player.media_number else None,
                done=lambda reply: self._show(index, reply, media),
                failed=lambda error: (
                    self._player.frame_failed(index, told(error)) if media == self._player.media_number else None
                ),
            )
        except JobCancelled:
            return  # the window is going
        self._fetching = (index, task)

    def _stop_fetching(self, index: int) -> None:
        if self._fetching is not None and self._fetching[0] == index:
            self._fetching[1].cancel()

    def _show(self, index: int, reply: Reply, media: int) -> None:
        facts = reply.value
        size, about = (facts["width"], facts["height"]), (facts["pts_seconds"], facts["sha256"])
        self._player.show_frame(index, reply.blob, *size, *about, media=media, copied=facts["copy"])
