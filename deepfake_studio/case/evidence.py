"""Evidence files: verified working copies inside the case and re-hashing on demand. Nothing here writes an original."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from deepfake_studio.case import folder as layout
from deepfake_studio.case.faults import sentence_for_os
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob
from deepfake_studio.vocabulary import ExhibitRecord

BLOCK_BYTES = 1 << 20
State = Literal["unaltered", "altered", "missing", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCheck:
    """Whether an exhibit's file is what was acquired; ``sentence`` says it in words."""

    exhibit_id: int
    number: str
    path: str
    state: State
    sentence: str


def sha256_of(path: Path, *, job: Job, note: str = "") -> str:
    """SHA-256 (hexadecimal) of a file, read once.

    Raises:
        OSError: it cannot be read.
        JobCancelled: the user asked to stop.
    """
    total = hashlib.sha256()
    with _open_to_read(path) as file:
        for block in _blocks(file, job=job, note=note):
            total.update(block)
    return total.hexdigest()


def read_blocks(path: Path, *, job: Job, note: str = "") -> Iterator[bytes]:
    """The bytes of a file, opened so that nothing in its place can hang the program.

    Raises:
        OSError: it cannot be read.
        JobCancelled: the user asked to stop.
    """
    with _open_to_read(path) as file:
        yield from _blocks(file, job=job, note=note)


def placed_name(sha256: str, source: Path) -> str:
    """Where a working copy lies, relative to the case: named by its content, with a harmless suffix."""
    return f"{layout.EVIDENCE}/{sha256}{_suffix(source)}"


def _open_to_read(path: Path) -> BinaryIO:
    # O_NONBLOCK: a pipe put in the place of a file must not hang the program
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.fdopen(os.open(path, flags), "rb", buffering=0)


def _blocks(file: BinaryIO, *, job: Job, note: str) -> Iterator[bytes]:
    size, done = os.fstat(file.fileno()).st_size, 0
    while block := file.read(BLOCK_BYTES):
        yield block
        done += len(block)
        job.progress(done, max(size, done), note)


def copy_in(source: Path, *, sha256: str, case: Path, job: Job) -> str:
    """Put a verified, content-addressed working copy into the case; returns its path relative to the case.

    Raises:
        CaseError: the source is no longer what was acquired, or the copy cannot be written.
        JobCancelled: the user asked to stop; nothing is left behind.
    """
    relative = placed_name(sha256, source)
    target = case / relative
    try:
        target.parent.mkdir(exist_ok=True)
        if target.exists() and sha256_of(target, job=QuietJob()) == sha256:
            return relative
        _copy(source, target, sha256=sha256, job=job)
    except OSError as error:
        raise CaseError(sentence_for_os(error, Path(error.filename or target))) from error
    return relative


def remove_unfinished(case: Path) -> None:
    """Remove what copying left behind when its process was killed; only the one writer of a case may ask for it."""
    for partial in (case / layout.EVIDENCE).glob(".*.partial"):
        partial.unlink(missing_ok=True)


def _suffix(source: Path) -> str:
    return source.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", source.suffix) else ""


def _copy(source: Path, target: Path, *, sha256: str, job: Job) -> None:
    partial = target.with_name(f".{sha256[:16]}.{secrets.token_hex(4)}.partial")
    try:
        if _write_copy(source, partial, job=job) != sha256:
            raise CaseError(f"{source} has changed since it was acquired; acquire it again before it is copied.")
        if sha256_of(partial, job=job, note="verifying the copy") != sha256:
            raise CaseError(f"The copy of {source} came out different; check the disk that holds {target.parent}.")
        partial.chmod(0o444)
        partial.replace(target)
        sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _write_copy(source: Path, partial: Path, *, job: Job) -> str:
    total = hashlib.sha256()
    with _open_to_read(source) as file, partial.open("xb") as out:
        for block in _blocks(file, job=job, note="copying"):
            total.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return total.hexdigest()


def sync_folder(folder: Path) -> None:
    """Bring a new name in a folder to the disk."""
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def working_path(record: ExhibitRecord, *, case: Path) -> Path:
    """The file to examine: where it was found again, else the working copy where there is one, else the original."""
    copied = record.copied_to if record.relocated_from is None else None
    return Path(layout.absolute(case, copied or record.exhibit.path))


def check(record: ExhibitRecord, *, case: Path, rehash: bool, job: Job) -> EvidenceCheck:
    """Compare an exhibit's file with its acquisition; without ``rehash`` only that it is there, with its size.

    Raises:
        JobCancelled: the user asked to stop.
    """
    path = working_path(record, case=case)
    state = glance(path, size_bytes=record.exhibit.size_bytes)
    try:
        if state == "unaltered" and rehash:
            same = sha256_of(path, job=job, note=f"exhibit {record.number}") == record.exhibit.sha256
            state = "unaltered" if same else "altered"
    except OSError:
        state = "unreadable"
    sentence = f"Exhibit {record.number}: {_SENTENCES[state].format(path=path)}"
    return EvidenceCheck(exhibit_id=record.id, number=record.number, path=str(path), state=state, sentence=sentence)


def glance(path: Path, *, size_bytes: int) -> State:
    """Whether a file is there with its size, without reading it."""
    try:
        return "unaltered" if path.stat().st_size == size_bytes else "altered"
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError:
        return "unreadable"


_SENTENCES: dict[State, str] = {
    "unaltered": "{path} is unaltered since it was acquired.",
    "altered": "{path} is no longer what was acquired; put the acquired file back.",
    "missing": "{path} is missing; put the acquired file back or say where it is.",
    "unreadable": "{path} cannot be read; check the disk and your permissions.",
}
