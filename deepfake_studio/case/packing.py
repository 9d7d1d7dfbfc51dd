"""Writing a case package: a snapshot of the database, the reports, on request the evidence, signed."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deepfake_studio import __version__
from deepfake_studio.case import archive, audit, checking, database, evidence, migrate
from deepfake_studio.case import folder as layout
from deepfake_studio.case.base import utc_now
from deepfake_studio.case.faults import translated
from deepfake_studio.case.keys import installation_signer
from deepfake_studio.case.listing import ListingBook
from deepfake_studio.case.manifest import FORMAT, SCHEMA, Manifest, PackedFile, Role, is_safe_report_name, signed
from deepfake_studio.case.schema import LocationRow
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob

SUFFIX = ".dfpack"
_MARGIN_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that was written. ``without`` names exhibits whose evidence is not in it."""

    path: Path
    sha256: str
    size_bytes: int
    public_key: str
    reports: int
    evidence: int
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to pack, with what it must be."""

    path: Path
    file: PackedFile


class PackageBook(ListingBook):
    """The part of a case store that hands a case on."""

    def export_package(self, out: Path, *, with_evidence: bool = False, job: Job | None = None) -> Package:
        """Write the case as one signed file that another laboratory can validate without importing it.

        Raises:
            CaseError: the case does not verify, evidence or a report is missing or changed, the place is taken, or
                the disk is full; nothing is left behind.
            JobCancelled: the user asked to stop; nothing is left behind.
        """
        job, out = job or QuietJob(), layout.normal(out)
        if out.exists():
            raise CaseError(f"{out} exists already; choose another name.")
        if not out.parent.is_dir():
            raise CaseError(f"The folder {out.parent} does not exist; make it or choose another place.")
        with translated(self.folder), tempfile.TemporaryDirectory(prefix=".dfpack-", dir=out.parent) as scratch:
            sources, without = self._sources(Path(scratch) / "case.sqlite", with_evidence=with_evidence, job=job)
            _check_space(out, sources)
            package = _written(out, *self._manifest(sources), without=without, sources=sources, job=job)
        if not self.read_only:
            told = dataclasses.asdict(package) | {"path": str(out), "without": list(without)}
            self._log_export(told)
        return package

    def _log_export(self, detail: dict[str, object]) -> None:
        with self._write("case.export", str(detail["path"]), detail=detail):
            pass

    def _sources(self, snapshot: Path, *, with_evidence: bool, job: Job) -> tuple[list[_Source], tuple[str, ...]]:
        self._snapshot_to(snapshot, job=job)
        size = snapshot.stat().st_size
        sha256 = evidence.sha256_of(snapshot, job=job, note="database")
        found = [_Source(snapshot, PackedFile(role="database", sha256=sha256, size_bytes=size))]
        found += self._report_sources()
        without = []
        for record in self.exhibits(include_removed=True):
            path = self.working_path(record)
            if with_evidence and (record.removed_reason is None or path.is_file()):
                exhibit = record.exhibit
                packed = PackedFile(role="evidence", sha256=exhibit.sha256, size_bytes=exhibit.size_bytes)
                found.append(_Source(path, packed))
            else:
                without.append(record.number)
        return found, tuple(without)

    def _snapshot_to(self, target: Path, *, job: Job) -> None:
        """The database as one file that stands alone, checked before anything is signed."""
        with self._read() as session:
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                self._driver(session).backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
        connection = database.connect(target, mode="ro")
        try:
            found = checking.check_alone(connection, job=job)
        finally:
            connection.close()
        if found.problems:
            raise CaseError(f"The case {self.folder} does not verify and is not handed on: {found.problems[0]}")

    def _report_sources(self) -> Iterator[_Source]:
        """Reports that lie in the case as they were written, each under a name that every system takes."""
        newest = {row.path: row.sha256 for row in self._reports()}
        used: set[str] = set()
        for stored, sha256 in newest.items():
            path = Path(layout.absolute(self.folder, stored))
            if not path.is_file():
                continue
            name = path.name if path.parent == self.folder / layout.REPORTS else ""
            if not is_safe_report_name(name) or name.lower() in used:
                name = f"{sha256[:16]}-{len(used)}{path.suffix if path.suffix.isalnum() else ''}"
            used.add(name.lower())
            yield _Source(path, PackedFile(role="report", sha256=sha256, size_bytes=path.stat().st_size, name=name))

    def _manifest(self, sources: list[_Source]) -> tuple[Manifest, bytes, bytes]:
        order: dict[Role, int] = {"database": 0, "report": 1, "evidence": 2}
        files = sorted({s.file for s in sources}, key=lambda f: (order[f.role], f.name, f.sha256))
        signer = installation_signer()
        with database_at(sources[0].path) as connection:
            sequence, head = audit.head(connection)
            manifest = Manifest(
                format=FORMAT,
                schema=SCHEMA,
                tool_version=__version__,
                created_utc=utc_now(),
                public_key=signer.public_key,
                case_uuid=checking.case_uuid(connection),
                case_number=self.info().number,
                case_title=self.info().title,
                case_schema=migrate.newest_revision(),
                audit_sequence=sequence,
                audit_head_sha256=head,
                files=tuple(files),
            )
        return manifest, *signed(manifest, signer)

    def log_import(self, detail: dict[str, object], *, evidence_paths: dict[int, str]) -> None:
        """Record where this case came from, and that the evidence packed with it is here now."""
        with self._write("case.import", str(detail["package"]), detail=detail) as writing:
            about = {"examiner": self.actor, "created_utc": writing.utc, "reason": "imported with its package"}
            for exhibit_id, path in evidence_paths.items():
                writing.add(LocationRow(exhibit_id=exhibit_id, path=path, **about))


class database_at:  # noqa: N801 - used like a function
    """A read-only connection to a database file, closed at the end of the block."""

    def __init__(self, file: Path) -> None:
        self._connection = database.connect(file, mode="ro")

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *error: object) -> None:
        self._connection.close()


def _check_space(out: Path, sources: list[_Source]) -> None:
    needed = sum({s.file.sha256: s.file.size_bytes for s in sources}.values()) + _MARGIN_BYTES
    if (free := shutil.disk_usage(out.parent).free) < needed:
        raise CaseError(f"The disk of {out.parent} is too full; free at least {(needed - free) / 1e6:,.0f} MB.")


def _written(
    out: Path,
    manifest: Manifest,
    raw: bytes,
    raw_signature: bytes,
    *,
    without: tuple[str, ...],
    sources: list[_Source],
    job: Job,
) -> Package:
    partial = out.with_name(f".{secrets.token_hex(8)}.partial")
    unique = {s.file.sha256: s for s in reversed(sources)}
    try:
        with partial.open("xb") as file:
            writer = archive.Writer(file)
            writer.add(archive.MANIFEST, iter([raw]), size_bytes=len(raw))
            writer.add(archive.SIGNATURE, iter([raw_signature]), size_bytes=len(raw_signature))
            for sha256 in sorted(unique):
                _add(writer, unique[sha256], job=job)
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        sha256, size = evidence.sha256_of(partial, job=job, note="package"), partial.stat().st_size
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    counts = {"reports": len(manifest.of("report")), "evidence": len(manifest.of("evidence"))}
    return Package(path=out, sha256=sha256, size_bytes=size, public_key=manifest.public_key, without=without, **counts)


def _add(writer: archive.Writer, source: _Source, *, job: Job) -> None:
    """One content, which must still be what the case says it is.

    Raises:
        CaseError: it is not.
    """
    total = hashlib.sha256()

    def content() -> Iterator[bytes]:
        for block in evidence.read_blocks(source.path, job=job, note=source.path.name):
            total.update(block)
            yield block

    changed = CaseError(f"{source.path} is no longer what the case says of it; run 'case verify', then pack it again.")
    try:
        writer.add(archive.blob(source.file.sha256), content(), size_bytes=source.file.size_bytes)
    except ValueError as error:
        raise changed from error
    if total.hexdigest() != source.file.sha256:
        raise changed
