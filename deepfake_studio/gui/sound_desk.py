"""What is heard: samples of the open clip from another process for the `Voice` of the player, volume and mute kept."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deepfake_studio.errors import JobCancelled
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.gui.widgets.voice import PIECE_SECONDS, Voice
from deepfake_studio.worker_client import Reply


class SoundDesk(QObject):
    """One clip; a file without sound is asked once."""

    def __init__(self, studio: Studio, player: PlayerWidget, *, voice: Voice | None = None) -> None:
        super().__init__(studio)
        self._studio, self._player = studio, player
        self.voice = voice or Voice(self)
        self._path = ""
        self._mute = ""  # the clip that holds no sound
        self._fetching: Task | None = None
        player.playing.heard = self.voice
        self.voice.wanted.connect(self._fetch)
        self.voice.silent.connect(player.sound.set_problem)
        player.deeds.actions["sound"].toggled.connect(lambda on: self.voice.check() if on and self._path else None)
        player.transport.loudness.changed.connect(self._loud)
        player.transport.loudness.set_loudness(studio.settings.volume_percent, muted=studio.settings.muted)
        self.voice.set_volume(studio.settings.volume_percent, muted=studio.settings.muted)

    def open(self, path: str) -> None:
        """Another clip, or none (empty)."""
        self.voice.hush()
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None
        self._path, self._mute = path, ""

    def _loud(self, percent: int, muted: bool) -> None:
        self.voice.set_volume(percent, muted=muted)
        self._studio.change_settings(volume_percent=percent, muted=muted)

    def _fetch(self, number: int, seconds: float) -> None:
        if not self._path or self._path == self._mute:
            self.voice.refuse(number)
            return
        path, client = self._path, self._studio.proxy_client  # whose thumbnails nobody needs at the normal pace
        params = {"path": path, "seconds": seconds, "length_seconds": PIECE_SECONDS, "limits": self._studio.limits()}

        def came(reply: Reply) -> None:
            self.voice.give(number, reply.blob, ended=reply.value["ended"])

        def none(_error: Exception) -> None:
            self._mute = path
            self.voice.refuse(number)

        try:
            self._fetching = self._studio.proxy_lane.submit(
                lambda job: client.call("pcm", params, job=job), done=came, failed=none
            )
        except JobCancelled:
            return  # the window is going
