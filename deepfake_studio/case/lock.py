"""One writer per case: a lock file that a dead process cannot hold.

The operating system's own file lock decides (it goes when the process goes, however it ends); the text in the file,
process id and start time, says who holds it, and decides alone on disks without file locks.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deepfake_studio.errors import CaseError
from deepfake_studio.processes import process_start

NAME = "case.lock"


class CaseLock:
    """The right to write a case, held until `release` or the end of the process."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file = file
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, folder: Path) -> CaseLock:
        """Take the lock of the case in ``folder``.

        Raises:
            CaseError: another living process holds it.
            OSError: the lock file cannot be made.
        """
        file = folder / NAME
        while True:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            with ExitStack() as until_claimed:
                until_claimed.callback(os.close, descriptor)
                if not _try_os_lock(descriptor):
                    raise CaseError(_refusal(folder, _read(descriptor)))
                if _still_there(file, descriptor):
                    _claim(folder, descriptor)
                    until_claimed.pop_all()
                    return cls(file, descriptor)
            # its last holder removed the file between open and lock

    def release(self) -> None:
        """Give the case free for other writers."""
        if self._descriptor < 0:
            return
        try:
            os.ftruncate(self._descriptor, 0)
            if sys.platform != "win32":  # an open file cannot be removed there; an empty one says the same
                self._file.unlink(missing_ok=True)
        except OSError:
            pass  # the disk went away; the lock goes with the descriptor
        os.close(self._descriptor)
        self._descriptor = -1


def _still_there(file: Path, descriptor: int) -> bool:
    try:
        there = file.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(descriptor))


def _try_os_lock(descriptor: int) -> bool:
    """Whether the lock is ours; true as well where the disk knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # locked far behind the text, so that others can still read who holds it
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _read(descriptor: int) -> dict[str, Any]:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        told = json.loads(os.read(descriptor, 65536) or b"{}")
    except (ValueError, OSError):
        return {}
    return told if isinstance(told, dict) else {}


def _claim(folder: Path, descriptor: int) -> None:
    told = _read(descriptor)
    if told and not _is_dead(told):
        raise CaseError(_refusal(folder, told))
    text = json.dumps(
        {
            "pid": os.getpid(),
            "started": process_start(os.getpid()),
            "host": platform.node(),
            "since_utc": datetime.now(UTC).isoformat(timespec="seconds"),
            "folder": os.fsencode(folder.resolve()).hex(),
            "token": secrets.token_hex(8),
        }
    )
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode())


def _is_dead(told: dict[str, Any]) -> bool:
    """Whether the holder that the file names can be ruled out; another machine's cannot."""
    if told.get("host") != platform.node():
        return False
    pid = told.get("pid")
    return not isinstance(pid, int) or pid <= 0 or process_start(pid) != told.get("started")


def _refusal(folder: Path, told: dict[str, Any]) -> str:
    who = f"process {told['pid']}" if isinstance(told.get("pid"), int) else "another process"
    if told.get("host") not in (None, platform.node()):
        return (
            f"The case {folder} is open for writing in {who} on {told['host']}; close it there, "
            f"or delete {folder / NAME} if that machine no longer uses it."
        )
    return f"The case {folder} is already open for writing in {who}; close it there or open it read-only."
