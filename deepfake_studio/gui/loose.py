"""Folders for pictures of clips that belong to no case: deleted with the window, after a crash at the next start."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from deepfake_studio import processes

_PREFIX = "dfs-proxies-"


def make_folder() -> Path:
    """A new one, which only this user may read."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{processes.mark()}-"))


def remove_abandoned() -> None:
    """Remove those whose process is gone: nobody knows that pictures of a clip are left, and nobody may find them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if processes.is_abandoned(folder.name) and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
