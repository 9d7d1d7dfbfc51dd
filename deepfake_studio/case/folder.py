"""What lies where in a case folder, and whether the disk below it can be trusted with a write-ahead log."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from deepfake_studio.errors import CaseError

DATABASE = "case.sqlite"
UNFINISHED = "case.sqlite.new"
EVIDENCE, DERIVED, REPORTS, BACKUPS = "evidence", "derived", "reports", "backups"

# Source: https://sqlite.org/wal.html, "does not work over a network filesystem" (shared memory between processes)
_LOCAL = frozenset(
    {
        "ext2",
        "ext3",
        "ext4",
        "xfs",
        "btrfs",
        "zfs",
        "f2fs",
        "bcachefs",
        "reiserfs",
        "jfs",
        "nilfs2",
        "ecryptfs",
        "erofs",
    }
    | {"tmpfs", "ramfs", "rootfs", "overlay", "overlayfs", "aufs", "squashfs", "iso9660"}
    | {"apfs", "hfs", "ufs", "ntfs", "ntfs3"}
)


def inside(folder: Path, path: str | Path) -> str | None:
    """``path`` relative to the case folder with ``/`` between its parts, or ``None`` where it lies elsewhere."""
    for file, case in ((normal(path), folder), (Path(path).resolve(), folder.resolve())):
        if file.is_relative_to(case):
            return file.relative_to(case).as_posix()
    return None


def normal(path: str | Path) -> Path:
    """An absolute path without ``..``; unlike ``resolve`` it keeps the links a person wrote."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def absolute(folder: Path, stored: str) -> str:
    """A stored path as this machine can open it: relative ones lie in the case folder.

    Raises:
        CaseError: it would lead out of the folder; no case of this program holds such a path.
    """
    # "/" counts as absolute everywhere: a case from another system must not have its paths joined to the folder
    if stored.startswith("/") or os.path.isabs(stored):  # noqa: PTH117 - thousands of these per list
        return stored
    parts = stored.split("/")
    if ".." in stored.replace("\\", "/").split("/"):  # the case may have been made for another system
        raise CaseError(f"The case {folder} holds the path {stored!r}, which leads out of it; do not trust this case.")
    return os.path.join(folder, *parts)  # noqa: PTH118


def filesystem_type(folder: Path) -> str:
    """Name of the filesystem below ``folder``, lower case; empty where the system does not say."""
    if sys.platform == "linux":
        return _linux_type(folder)
    if sys.platform == "win32":
        return _windows_type(folder)
    return _mount_type(folder)


def write_ahead_log_is_safe(folder: Path) -> bool:
    """Whether SQLite's WAL may be used there; unknown and network filesystems get the rollback journal."""
    return filesystem_type(folder) in _LOCAL


def _linux_type(folder: Path) -> str:
    device = folder.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    resolved = os.fsencode(folder.resolve())
    best, kind = -1, ""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        return ""
    for line in lines:
        left, _, right = line.partition(b" - ")
        fields = left.split()
        mount = fields[4].decode("unicode_escape").encode("latin-1")
        # btrfs and overlays report another device number than their mount, so the longest mount point counts as well
        within = resolved == mount or resolved.startswith(mount.rstrip(b"/") + b"/")
        score = len(mount) + (1 << 20 if fields[2].decode() == wanted else 0)
        if within and score > best:
            best, kind = score, right.split()[0].decode("ascii", "replace").lower()
    return kind


def _windows_type(folder: Path) -> str:
    import ctypes

    drive = os.path.splitdrive(folder.resolve())[0]
    if drive.startswith("\\\\"):
        return "unc"
    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(drive + "\\")  # noqa: B009 - absent elsewhere
    return "ntfs" if kind == 3 else "remote"  # 3: DRIVE_FIXED


def _mount_type(folder: Path) -> str:
    import subprocess

    try:
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    best, kind = -1, ""
    for line in listed.splitlines():
        mount, _, options = line.partition(" on ")[2].rpartition(" (")
        within = str(folder.resolve()) == mount or str(folder.resolve()).startswith(mount.rstrip("/") + "/")
        if within and len(mount) > best:
            best, kind = len(mount), options.split(",")[0].strip(") ").lower()
    return kind
