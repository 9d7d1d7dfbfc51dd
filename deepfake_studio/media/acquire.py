"""Acquisition: the file is read once, read-only, and named by its digest."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from deepfake_studio.errors import MediaError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.media.files import open_regular, shown
from deepfake_studio.media.limits import DEFAULT, Limits
from deepfake_studio.vocabulary import Exhibit

BLOCK_BYTES = 4 << 20


def acquire(
    path: Path, *, job: Job | None = None, md5: bool = False, sha1: bool = False, limits: Limits = DEFAULT
) -> Exhibit:
    """Hash a file in one pass without changing it.

    Times are UTC with microseconds. Progress is reported in bytes. The path of the record is absolute: a relative one
    would name another file as soon as it is read from elsewhere.

    Raises:
        MediaError: missing, not a regular file, empty, unreadable, over ``limits.max_bytes``, or changed while read.
        JobCancelled: the user asked to stop.
    """
    path = Path(path)
    descriptor = open_regular(path)
    try:
        before = os.fstat(descriptor)
        if before.st_size > limits.max_bytes:
            raise MediaError(
                f"{shown(path)} has {before.st_size} bytes, more than the limit of {limits.max_bytes}; raise the limit."
            )
        hashes = _hashes(md5=md5, sha1=sha1)
        read = _read_all(descriptor, path, before.st_size, hashes, job or QuietJob())
        _check_unchanged(path, before, os.fstat(descriptor), read)
    finally:
        os.close(descriptor)
    digests = {name: h.hexdigest() for name, h in hashes.items()}
    return Exhibit(
        path=str(path.absolute()),
        sha256=digests["sha256"],
        size_bytes=read,
        modified_utc=_utc(before.st_mtime_ns),
        acquired_utc=datetime.now(UTC).isoformat(timespec="microseconds"),
        md5=digests.get("md5"),
        sha1=digests.get("sha1"),
    )


def _hashes(*, md5: bool, sha1: bool) -> dict[str, hashlib._Hash]:
    hashes = {"sha256": hashlib.sha256()}
    if md5:
        hashes["md5"] = hashlib.md5(usedforsecurity=False)
    if sha1:
        hashes["sha1"] = hashlib.sha1(usedforsecurity=False)
    return hashes


def _read_all(descriptor: int, path: Path, size: int, hashes: dict[str, hashlib._Hash], job: Job) -> int:
    done = 0
    note = shown(path)
    try:
        while block := os.read(descriptor, BLOCK_BYTES):
            for h in hashes.values():
                h.update(block)
            done += len(block)
            job.progress(done, size, note)
            if done > size:  # somebody appends faster than we read
                break
    except OSError as error:
        raise MediaError(
            f"{note} could not be read to its end ({error.strerror}); check the disk and acquire it again."
        ) from error
    return done


def _check_unchanged(path: Path, before: os.stat_result, after: os.stat_result, read: int) -> None:
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not same or read != before.st_size:
        raise MediaError(f"{shown(path)} changed while it was read; stop what writes to it and acquire it again.")


def _utc(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):  # a file system may hold years Python cannot
        moment = datetime.fromtimestamp(0, UTC)
    return moment.replace(microsecond=rest // 1000).isoformat(timespec="microseconds")
