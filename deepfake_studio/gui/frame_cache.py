"""The folder in which decoded frames lie while a case or a clip is open, and its end.

It lies where the preferences say, belongs to this window alone (a lock names the process) and goes when the case or
the clip is closed. What a crash left behind goes when the program starts again.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile

from deepfake_studio import paths
from deepfake_studio.errors import JobCancelled
from deepfake_studio.gui.studio import Studio

PREFIX = "deepfake-studio-frames-"
EXACT, SMALL = "exact", "small"
_LOCK = "lock"


class FrameCache:
    """At most one folder at a time; ``None`` of a folder means that none can be made."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._lock: QLockFile | None = None
        self.folder: Path | None = None

    @property
    def most_bytes(self) -> int:
        """The bound of the preferences."""
        return self._studio.settings.frame_cache_bytes

    def get(self) -> Path:
        """The folder, made at the first call; where the preferences name one that cannot be made, a temporary one."""
        if self.folder is None:
            root = _root(self._studio)
            try:
                self._make(root / f"{PREFIX}{uuid.uuid4().hex[:12]}")
            except OSError:
                self._make(Path(tempfile.mkdtemp(prefix=PREFIX)))
        return self.folder

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder, self._lock = folder, _lock_of(folder)
        self._lock.tryLock(0)

    def clear(self, *, now: bool = False) -> None:
        """Delete it in the background; ``now``, as the window goes: before this returns and once nothing writes."""
        folder, lock, self.folder, self._lock = self.folder, self._lock, None, None
        if folder is None:
            return

        def delete() -> None:
            if lock is not None:
                lock.unlock()
            shutil.rmtree(folder, ignore_errors=True)

        if not now:
            self._later(delete)
            return
        delete()
        lane = self._studio.view_lane
        ends = lane.at_exit
        lane.at_exit = lambda: (ends() if ends is not None else None, delete())

    def _later(self, work) -> None:
        """In the lane of the process that writes there: after what it has begun."""
        try:
            self._studio.view_lane.submit(lambda job: work(), failed=self._studio.tell)
        except JobCancelled:
            work()  # the window is going


def _root(studio: Studio) -> Path:
    return Path(studio.settings.frame_cache_folder or paths.user_cache_dir())


def sweep_later(studio: Studio) -> None:
    """As the program starts: nobody knows that pictures of a clip are left, and nobody may find them."""
    roots = (_root(studio), Path(tempfile.gettempdir()))
    studio.files_lane.submit(lambda job: [sweep(root) for root in roots], failed=studio.tell)


def sweep(root: Path) -> None:
    """Delete the folders of windows that are no more; one without a lock of ours is somebody else's."""
    for folder in root.glob(f"{PREFIX}*"):
        if folder.is_symlink() or not (folder / _LOCK).is_file():
            continue
        lock = _lock_of(folder)
        if lock.tryLock(0):
            lock.unlock()
            shutil.rmtree(folder, ignore_errors=True)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # only the end of its process makes a lock stale, never its age
    return lock
