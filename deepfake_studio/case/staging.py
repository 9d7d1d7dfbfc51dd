"""Folders in which a package becomes a case: beside the case, hidden, and gone with the process that made them."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from deepfake_studio import processes

_SUFFIX = ".importing"


def place(target: Path) -> Path:
    """Where the case ``target`` is put together; nothing is made."""
    return target.with_name(f".{processes.mark()}.{secrets.token_hex(8)}{_SUFFIX}")


def remove_abandoned(parent: Path) -> None:
    """Remove what imports into this folder left behind whose process was killed; evidence may lie in it."""
    try:
        with os.scandir(parent) as entries:
            left = [e.path for e in entries if _is_ours(e.name) and e.is_dir(follow_symlinks=False)]
    except OSError:
        return  # not to be listed, so nothing to be removed either
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours(name: str) -> bool:
    return name.startswith(".") and name.endswith(_SUFFIX) and processes.is_abandoned(name)
