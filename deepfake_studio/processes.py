"""Which process made something that should not outlast it, and whether that process still lives.

What is made carries a mark: a process id alone is given again to others.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from pathlib import Path

_MARK = re.compile(r"(?<!\d)(\d{1,10})-([0-9a-f]{8})-([0-9a-f]{8})(?![0-9a-f])")


def process_start(pid: int) -> str | None:
    """A text that differs between two processes that had the same id; ``None`` if no such process lives."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        except OSError:
            return None
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else f"{_boot_id()}/{fields[19]}"
    return "alive" if _alive(pid) else None


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return "boot"


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return _alive_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _alive_windows(pid: int) -> bool:
    # os.kill(pid, 0) would end the process on Windows
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent from the type stubs elsewhere
    handle = kernel.OpenProcess(0x1000, False, pid)
    if handle:
        kernel.CloseHandle(handle)
    return bool(handle)


def mark() -> str:
    """Letters for a file name that say which process this is: its id, the machine, its start."""
    return f"{os.getpid()}-{_digest(_machine())}-{_digest(process_start(os.getpid()) or '')}"


def is_abandoned(name: str) -> bool:
    """Whether a name carries the `mark` of a process of this machine that is gone; otherwise nothing is known."""
    found = _MARK.search(name)
    if found is None or found[2] != _digest(_machine()):
        return False
    living = process_start(int(found[1]))
    return living is None or _digest(living) != found[3]


def _machine() -> str:
    """Where process ids mean the same: containers of one machine number theirs apart."""
    try:
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it is no path
    except OSError:
        space = ""
    return f"{platform.node()}/{space}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
