"""What the examination process does to itself before it touches anything: ends with its parent, yields, stays small."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

_PR_SET_PDEATHSIG = 1  # Source: linux/prctl.h
_MEMORY_SHARE = 0.75  # of the machine's memory; a decompression bomb then ends in MemoryError, not in a frozen desktop


def claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipe pair of the protocol; descriptors 0 and 1 are pointed elsewhere, so that libraries cannot corrupt it."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return requests, replies


def confine() -> None:
    """Apply every limit this platform knows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides and tells us
    if sys.platform != "win32":
        os.nice(5)
        _limit_resources()
    if sys.platform == "linux":
        _prefer_as_victim()
        _die_with_parent()


def _limit_resources() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold pixels of the evidence
    if sys.platform == "linux":
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = int(os.environ.get("DEEPFAKE_STUDIO_WORKER_BYTES") or total * _MEMORY_SHARE)
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def _prefer_as_victim() -> None:
    """When memory runs out, the kernel should end this process rather than the window."""
    try:
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")
    except OSError:
        pass  # not allowed in some containers


def _die_with_parent() -> None:
    """Be killed with the parent even while a library holds the interpreter lock."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = os.environ.get("DEEPFAKE_STUDIO_PARENT")
    if parent and os.getppid() != int(parent):
        os._exit(0)  # it died between starting us and the line above
