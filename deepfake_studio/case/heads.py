"""The newest audit entry this installation wrote to each case, kept outside the case.

A log that was cut off, or replaced by an older copy of the whole database, is consistent in itself; only a memory
elsewhere can tell. The memory may lag behind (it is written after the commit) and is never needed to open a case.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from deepfake_studio import paths
from deepfake_studio.case.audit import ChainCheck


def _file(case_uuid: str, folder: Path) -> Path:
    # with the folder: a copy of a case elsewhere goes its own way
    name = hashlib.sha256(f"{case_uuid}\n".encode() + os.fsencode(folder)).hexdigest()[:32]
    return paths.user_data_dir() / "heads" / f"{name}.json"


def remember(case_uuid: str, folder: Path, *, sequence: int, sha256: str) -> None:
    """Keep the newest entry; a disk that refuses is no reason to fail."""
    file = _file(case_uuid, folder)
    partial = file.with_suffix(f".{os.getpid()}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(_text(sequence=sequence, sha256=sha256), "ascii", newline="")
        partial.replace(file)
    except OSError:
        pass


def recall(case_uuid: str, folder: Path) -> tuple[int, str] | None:
    """Sequence number and SHA-256 of the entry remembered, ``None`` if there is none or it cannot be read."""
    try:
        told = json.loads(_file(case_uuid, folder).read_text("ascii"))
        return int(told["sequence"]), str(told["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def problem(case_uuid: str, folder: Path) -> str | None:
    """What is wrong with the memory of a case itself: it is there and is not what `remember` writes."""
    file = _file(case_uuid, folder)
    told = recall(case_uuid, folder)
    try:
        text = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return f"The memory of this case, {file}, cannot be read; check the disk and your permissions."
    if told is not None and text == _text(sequence=told[0], sha256=told[1]).encode("ascii", "replace"):
        return None
    return f"The memory of this case, {file}, was changed; what it remembers can be neither used nor trusted."


def forget(case_uuid: str, folder: Path) -> None:
    """Drop the memory of a case that is there no longer."""
    try:
        _file(case_uuid, folder).unlink(missing_ok=True)
    except OSError:
        pass


def _text(*, sequence: int, sha256: str) -> str:
    return json.dumps({"sequence": sequence, "sha256": sha256})


def compare(check: ChainCheck, remembered: tuple[int, str] | None, *, there: str | None) -> None:
    """Note where a log contradicts the memory; ``there`` is the hash it holds at the remembered number."""
    if remembered is None:
        return
    sequence, sha256 = remembered
    if sequence > check.head_sequence:
        check.bad(
            check.head_sequence + 1,
            f"it is missing; this installation wrote up to {sequence}, so the log was cut or an older copy put back.",
        )
    elif there != sha256:
        check.bad(sequence, "it is not the entry that this installation wrote; another log was put in its place.")
