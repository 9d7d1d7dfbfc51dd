"""Writing a report whole or not at all, with its SHA-256 in a file beside it."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from deepfake_studio.errors import StudioError
from deepfake_studio.job import Job
from deepfake_studio.report.document import ReportDocument, ReportFile

_CASE_SUFFIX, _CASE_REPORTS = ".dfcase", "reports"
_counter = itertools.count()


class Render(Protocol):
    """What the module of each format makes of a document."""

    def __call__(self, document: ReportDocument, *, job: Job | None = None) -> bytes:
        """The bytes of the file."""


def write(document: ReportDocument, out: Path, render: Render, *, job: Job | None = None) -> ReportFile:
    """Render the report to ``out`` and its hash to ``out`` + ``.sha256``; an interruption leaves what was there before.

    Raises:
        StudioError: ``out`` is evidence or a folder, or it cannot be written.
        JobCancelled: ``job`` was cancelled; nothing is written.
    """
    data = render(document, job=job)
    if not out.name:
        raise StudioError(f"The report cannot be written at {out} because that is a folder; add a file name.")
    beside = out.with_name(out.name + ".sha256")
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        _refuse_evidence(document, (out, beside))
        _refuse_case_records(out)
        _write_both({out: data, beside: _checksum_line(sha256, out.name)})
    except OSError as error:
        raise StudioError(_sentence(out, error)) from error
    except ValueError as error:  # a zero character, or one this system's file names cannot hold
        raise StudioError(
            f"The report cannot be written at {str(out)!r}; choose a name of ordinary letters."
        ) from error
    return ReportFile(path=out, sha256=sha256, content_sha256=document.content_sha256)


def _refuse_evidence(document: ReportDocument, targets: tuple[Path, ...]) -> None:
    for path in document.evidence_paths:
        for target in targets:
            # most often neither can be compared: the report does not exist yet, or the exhibit is on another machine
            with suppress(OSError, ValueError):
                if Path(path).samefile(target):
                    raise StudioError(f"{target} is an exhibit of this case; choose another name for the report.")


def _refuse_case_records(out: Path) -> None:
    """Inside a case folder, reports belong into ``reports``; the rest is the database and evidence copies."""
    parts = out.resolve().parts
    for at, part in enumerate(parts[:-1]):
        if part.endswith(_CASE_SUFFIX) and parts[at + 1] != _CASE_REPORTS:
            place = Path(*parts[: at + 1]) / _CASE_REPORTS
            raise StudioError(f"{out} lies among the records of a case; write the report into {place} or elsewhere.")


def _write_both(contents: dict[Path, bytes]) -> None:
    """Write every file aside before the first is put in place, so that a full disk changes nothing."""
    partials: dict[Path, Path] = {}
    try:
        for target, data in contents.items():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            partials[target] = target.with_name(f".dfs-{os.getpid()}-{next(_counter)}.partial")
            _write_through(partials[target], data)
        for target, partial in partials.items():
            partial.replace(target)
    finally:
        for partial in partials.values():
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checksum_line(sha256: str, name: str) -> bytes:
    """The line ``sha256sum --check`` reads, with its rule for names that hold a backslash or a line break."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == name else "\\"
    return f"{mark}{sha256}  ".encode() + os.fsencode(escaped) + b"\n"


def _sentence(out: Path, error: OSError) -> str:
    name = str(out)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The report {name} was not written because the disk is full; free some space or choose another folder."
    if error.errno == errno.ENOENT:
        return f"The report {name} was not written because its folder does not exist; create it or choose another."
    if error.errno == errno.EISDIR:
        return f"The report {name} was not written because a folder has that name; choose another name."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The report {name} was not written because the folder is not writable; choose another folder."
    if error.errno == errno.ENAMETOOLONG:
        return f"The report {name} was not written because its name is too long; choose a shorter name."
    cause = error.strerror or type(error).__name__
    return f"The report {name} was not written ({cause}); check the disk or choose another folder."
