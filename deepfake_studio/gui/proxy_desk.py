"""Proxies of the open clip: built in slices in the background, fetched while scrubbing, gone with what they are of.

Those of an exhibit lie under ``derived/proxies`` of its case; those of a clip without a case, or of a case that is open
for reading only, in a folder that is deleted when the window goes or the clip is forgotten.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui import loose
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.worker_client import Reply

SLICE_SECONDS = 0.2
_BUSY_MS, _IDLE_MS = 400, 10
_LEAST_FRAMES = 50  # below, the reader holds most of the frames anyway
FOLDER = "proxies"


class ProxyDesk(QObject):
    """Builds and fetches; an error means no proxies for this clip and nothing else."""

    def __init__(self, studio: Studio, player: PlayerWidget) -> None:
        super().__init__(studio)
        self._studio, self._player = studio, player
        self._home: Path | None = None
        self._own: Path | None = None
        self._path, self._folder = "", ""
        self._building: Task | None = None
        self.reason = ""  # why there are none
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._slice)
        player.proxy_wanted.connect(self._fetch)

    def set_home(self, folder: Path | None) -> None:
        """Where proxies are kept: ``derived`` of a case that may be written, else ``None``."""
        self._home = folder

    def open(self, path: str, count: int) -> None:
        """Begin with a clip whose index of frames is known."""
        self.close()
        if count < _LEAST_FRAMES:
            self.reason = tr("The clip is short.")
            return
        self._path, self._folder = path, str(self._home / FOLDER if self._home is not None else self._mine())
        studio = self._studio
        studio.proxy_lane.submit(lambda job: studio.proxy_client.start(), failed=studio.tell)  # not at the first wish
        self._timer.start(_IDLE_MS)

    def close(self) -> None:
        """Stop building; what is built stays."""
        self._timer.stop()
        if self._path:
            self._player.set_ready(-1)
            self._submit("proxy_stop")
        self._path, self.reason = "", ""

    def forget(self) -> None:
        """Delete the pictures of clips that belong to no case."""
        self.close()
        if self._own is not None:
            folder, self._own = self._own, None
            shutil.rmtree(folder, ignore_errors=True)

    def _mine(self) -> Path:
        if self._own is None:
            self._own = loose.make_folder()
        return self._own

    def _submit(self, op: str, *, done=None, failed=None) -> Task | None:
        studio, client = self._studio, self._studio.view_client
        params = {"path": self._path, "folder": self._folder, "seconds": SLICE_SECONDS, "limits": studio.limits()}
        try:
            return studio.view_lane.submit(lambda job: client.call(op, params, job=job), done=done, failed=failed)
        except JobCancelled:
            return None  # the window is going

    def _slice(self) -> None:
        """One more slice; while a clip plays or a frame is waited for, later."""
        if not self._path or self._building is not None:
            return
        if self._player.rate:
            self._timer.start(_BUSY_MS)
            return
        path = self._path
        self._building = self._submit(
            "proxy_build",
            done=lambda reply: self._built(path, reply),
            failed=lambda error: self._failed(path, error),
        )

    def _built(self, path: str, reply: Reply) -> None:
        self._building = None
        if path != self._path:
            self._timer.start(_IDLE_MS)  # the clip that is open now has waited
            return
        built = reply.value
        self._player.set_ready(built["through"], built["stride"])
        if not built["complete"]:
            self._timer.start(_IDLE_MS)

    def _failed(self, path: str, error: Exception) -> None:
        self._building = None
        if path != self._path:
            self._timer.start(_IDLE_MS)
            return
        self.reason = str(error)
        if not isinstance(error, StudioError):
            self._studio.tell(error)

    def _fetch(self, index: int) -> None:
        player, client = self._player, self._studio.proxy_client
        media, params = player.media_number, {"path": self._path, "folder": self._folder, "index": index}

        def show(reply: Reply) -> None:
            facts = reply.value
            size = (facts.get("width", 0), facts.get("height", 0))
            player.show_proxy(index, reply.blob, *size, of=facts["index"], media=media)

        def none(_error: Exception) -> None:
            player.show_proxy(index, b"", 0, 0, of=None, media=media)

        try:
            self._studio.proxy_lane.submit(
                lambda job: client.call("proxy_frame", params, job=job), done=show, failed=none
            )
        except JobCancelled:
            return
