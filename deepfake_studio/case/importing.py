"""Making a validated package a case: everything in a staging folder, which gets its name at the end or is removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from deepfake_studio.case import evidence, heads
from deepfake_studio.case import folder as layout
from deepfake_studio.case.faults import translated
from deepfake_studio.case.staging import place, remove_abandoned
from deepfake_studio.case.store import CaseStore
from deepfake_studio.case.unpacking import Opened, PackageCheck, checked, opened
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob

_MARGIN_BYTES = 16 << 20


def import_package(
    path: Path, folder: Path, *, actor: str = "", key: str | None = None, job: Job | None = None
) -> PackageCheck:
    """Validate a package and make it a case in a folder that does not exist yet; the log says where it came from.

    Everything is done in a staging folder beside the target, which gets its name at the end or is removed.

    Raises:
        CaseError: the package is refused, the folder exists, or the disk is full; nothing is left behind.
        JobCancelled: the user asked to stop; nothing is left behind.
    """
    job, target = job or QuietJob(), layout.normal(folder)
    if os.path.lexists(target):
        raise CaseError(f"{target} exists already; choose another folder.")
    if not target.parent.is_dir():
        raise CaseError(f"The folder {target.parent} does not exist; make it or choose another place.")
    with opened(layout.normal(path)) as package:
        found = checked(package, key=key, job=job)
        _check_space(package, target)
        remove_abandoned(target.parent)
        staging = place(target)
        try:
            staging.mkdir(mode=0o700)
            with translated(target):
                _unpack(package, staging, job=job)
                _enter(staging, target, found, actor=actor)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return found


def _check_space(package: Opened, target: Path) -> None:
    needed = package.size_bytes + _MARGIN_BYTES
    if (free := shutil.disk_usage(target.parent).free) < needed:
        raise CaseError(f"The disk of {target.parent} is too full; free at least {(needed - free) / 1e6:,.0f} MB.")


def _unpack(package: Opened, staging: Path, *, job: Job) -> None:
    """Write every content under a name of ours, its hash checked once more as it passes."""
    (packed,) = package.manifest.of("database")
    _write(staging / layout.DATABASE, package.content(packed, job=job))
    for report in package.manifest.of("report"):
        (staging / layout.REPORTS).mkdir(exist_ok=True)
        _write(staging / layout.REPORTS / report.name, package.content(report, job=job))
    for packed in {f.sha256: f for f in package.manifest.of("evidence")}.values():
        (staging / layout.EVIDENCE).mkdir(exist_ok=True)
        _write(staging / layout.EVIDENCE / packed.sha256, package.content(packed, job=job))


def _write(file: Path, content: Iterator[bytes]) -> None:
    with file.open("xb") as out:
        out.writelines(content)
        out.flush()
        os.fsync(out.fileno())


def _enter(staging: Path, target: Path, found: PackageCheck, *, actor: str) -> None:
    """Give the evidence its place, log the import, and let the folder appear."""
    with CaseStore.open(staging, actor=actor) as store:
        placed: dict[str, str] = {}
        here: dict[int, str] = {}
        for record in store.exhibits(include_removed=True):
            sha256 = record.exhibit.sha256
            packed = staging / layout.EVIDENCE / sha256
            if packed.exists() and sha256 not in placed:
                placed[sha256] = evidence.placed_name(sha256, Path(record.exhibit.path))
                packed.replace(staging / placed[sha256])
            if sha256 in placed and store.working_path(record) != staging / placed[sha256]:
                here[record.id] = placed[sha256]
        detail = {"package": found.path.name, "sha256": found.sha256, "signed_by": found.public_key}
        store.log_import({**detail, "audit_head_sha256": found.audit_head_sha256}, evidence_paths=here)
    _rename(staging, target)
    with CaseStore.open(target, read_only=True) as store:
        sequence, sha256 = store.head()
    heads.forget(found.case_uuid, staging)
    heads.remember(found.case_uuid, target, sequence=sequence, sha256=sha256)


def _rename(staging: Path, target: Path) -> None:
    for file in (staging / layout.EVIDENCE).glob("*"):
        file.chmod(0o444)
    staging.chmod(0o755)
    if os.path.lexists(target):
        raise CaseError(f"{target} was made by someone else meanwhile; choose another folder.")
    staging.rename(target)
    evidence.sync_folder(target.parent)
