"""Keeps the machine from falling asleep while long work runs. Where that cannot be asked for, nothing happens.

Linux: ``systemd-inhibit`` holds an inhibitor for as long as a child of ours reads from a pipe, so that it ends with
this process, however that ends. macOS: ``caffeinate -w``. Windows: ``SetThreadExecutionState``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
_END_SECONDS = 2.0


def command(platform: str = sys.platform) -> list[str] | None:
    """The child that keeps this platform awake until its standard input ends or this process does."""
    if platform.startswith("linux") and (found := shutil.which("systemd-inhibit")) and (cat := shutil.which("cat")):
        why = "--why=Examining a queue of files"
        return [found, "--what=sleep:idle", "--who=Deepfake Studio", why, "--mode=block", cat]
    if platform == "darwin" and (found := shutil.which("caffeinate")):
        return [found, "-i", "-w", str(os.getpid())]
    return None


class Awake:
    """Awake between `begin` and `end`; both may be called again and again."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Stay awake from now on."""
        _tell_windows(_CONTINUOUS | _SYSTEM_REQUIRED)
        if self._child is None and (wanted := command()) is not None:
            nowhere = subprocess.DEVNULL
            try:
                self._child = subprocess.Popen(wanted, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)
            except OSError:
                self._child = None  # sleeping is the worst that follows

    def end(self) -> None:
        """Sleep is allowed again."""
        _tell_windows(_CONTINUOUS)
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        child.terminate()
        try:
            child.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _tell_windows(state: int) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetThreadExecutionState(state)
