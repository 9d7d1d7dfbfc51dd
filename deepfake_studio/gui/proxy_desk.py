"""What the player reads beside the open clip, made in slices in the background: thumbnails and an exact copy.

Thumbnails of an exhibit lie under ``derived/proxies`` of its case and stay. Those of a clip without a case, or of a
case that is open for reading only, and every exact copy lie in the `FrameCache` and go with the case or the clip.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from deepfake_studio.errors import JobCancelled, StudioError
from deepfake_studio.gui.frame_cache import EXACT, SMALL, FrameCache
from deepfake_studio.gui.jobs import Task
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.studio import Studio
from deepfake_studio.gui.widgets.player import PlayerWidget
from deepfake_studio.worker_client import Reply

SLICE_SECONDS = 0.1
_PLAYS_MS, _WAITED_MS, _IDLE_MS = 400, 40, 5
_LEAST_FRAMES = 50  # below, the reader holds most of the frames anyway
FOLDER = "proxies"
REASONS = {
    "bound": tr("The bound in the preferences is reached."),
    "disk": tr("The disk has too little room."),
    "format": tr("Its pictures are of a format that cannot be copied bit by bit."),
    "differs": tr("A copied frame was not shown as the frame itself."),
    "damaged": tr("It was damaged on the disk and thrown away."),
    "folder": tr("The folder of the preferences cannot be written."),
}


class ProxyDesk(QObject):
    """Builds and fetches; an error means nothing of the kind for this clip and nothing else."""

    def __init__(self, studio: Studio, player: PlayerWidget) -> None:
        super().__init__(studio)
        self._studio, self._player = studio, player
        self._home: Path | None = None
        self.cache = FrameCache(studio)
        self._path, self._folder, self._exact = "", "", ""
        self._last = ""  # the clip of which something is kept
        self._building: Task | None = None
        self.reason = ""  # why there are none
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._slice)
        player.proxy_wanted.connect(self._fetch)

    def set_home(self, folder: Path | None) -> None:
        """Where thumbnails are kept: ``derived`` of a case that may be written, else ``None``; another case, too."""
        if folder != self._home:
            self.forget()
            self._home = folder

    def open(self, path: str, count: int) -> None:
        """Begin with a clip whose index of frames is known."""
        self.close()
        if count < _LEAST_FRAMES:
            self.reason = tr("The clip is short.")
            return
        if self._home is None and self._last not in ("", path):
            self.cache.clear()  # a clip without a case is forgotten with the next
        self._last = path
        cache = self.cache.get()
        small = self._home / FOLDER if self._home is not None else cache / SMALL
        self._path, self._folder, self._exact = path, str(small), str(cache / EXACT)
        studio = self._studio
        studio.proxy_lane.submit(lambda job: studio.proxy_client.start(), failed=studio.tell)  # not at the first wish
        self._timer.start(_IDLE_MS)

    def close(self) -> None:
        """Stop building; what is built stays."""
        self._timer.stop()
        if self._building is not None:
            self._building.cancel()
        if self._path:
            self._player.set_ready(-1)
            self._submit("proxy_stop", {})
        self._path, self.reason = "", ""

    def forget(self, *, now: bool = False) -> None:
        """Close, and delete what does not stay with a case; ``now``: before this returns."""
        self.close()
        self.cache.clear(now=now)

    def exact_folder(self, path: str, index: int) -> str:
        """Where an exact copy of this frame is; empty where it is to be decoded from the clip."""
        there = path == self._path and index <= self._player.flow.exact
        return self._exact if there and self.cache.folder is not None else ""

    def _submit(self, op: str, params: dict[str, Any], **tell) -> Task | None:
        studio, client = self._studio, self._studio.view_client
        params = {"path": self._path, "folder": self._folder, "limits": studio.limits(), **params}
        try:
            return studio.view_lane.submit(lambda job: client.call(op, params, job=job), **tell)
        except JobCancelled:
            return None  # the window is going

    def _slice(self) -> None:
        """One more slice; while a clip plays or a frame is waited for, later."""
        if not self._path or self._building is not None:
            return
        if self._player.rate or self._player.flow.waits:
            self._timer.start(_PLAYS_MS if self._player.rate else _WAITED_MS)
            return
        path = self._path
        params = {"seconds": SLICE_SECONDS, "exact_folder": self._exact, "exact_bytes": self.cache.most_bytes}
        self._building = self._submit(
            "proxy_build",
            params,
            done=lambda reply: self._built(path, reply),
            failed=lambda error: self._failed(path, error),
            cancelled=lambda: self._ended(path),
        )

    def _ended(self, path: str) -> bool:
        """A slice is over: whether it was of the clip that is open now, which else has waited."""
        self._building = None
        if path != self._path:
            self._timer.start(_IDLE_MS)
        return path == self._path

    def _built(self, path: str, reply: Reply) -> None:
        if not self._ended(path):
            return
        built = reply.value
        through, total = built["exact_through"], built["total"]
        ends = REASONS.get(built["exact_reason"], "")
        self._player.set_ready(built["through"], built["stride"], exact=through, said=_said(through, total, ends))
        if not built["complete"]:
            self._timer.start(_IDLE_MS)

    def _failed(self, path: str, error: Exception) -> None:
        if not self._ended(path):
            return
        self.reason = told(error)
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


def _said(through: int, total: int, ends: str) -> str:
    """Which part of the clip can be seen from the exact copy."""
    if through < 0:
        return tr("No exact copy of the frames. {ends}", ends=ends) if ends else ""
    said = tr("Exact copy of frames 0 to {last:,} of {count:,}, checked when read.", last=through, count=total)
    return f"{said} {ends}".strip()
