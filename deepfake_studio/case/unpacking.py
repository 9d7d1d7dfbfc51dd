"""Reading a case package from elsewhere without importing it; `importing` goes on from here.

Nothing in a package is trusted. `archive` refuses every form but one before a member is opened; the signature of the
manifest, the hash of every content, and the audit chain of the database inside follow, in this order. No name from a
package becomes a path, but those of reports, which `manifest` restricts to plain words.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from deepfake_studio.case import archive, audit, blueprint, checking, database, evidence, manifest, migrate
from deepfake_studio.case import folder as layout
from deepfake_studio.case.archive import Member, NotCanonical
from deepfake_studio.case.faults import sentence_for_os
from deepfake_studio.case.keys import installation_public_key
from deepfake_studio.case.manifest import BadManifest, Manifest, PackedFile
from deepfake_studio.errors import CaseError
from deepfake_studio.job import Job, QuietJob

_IN_MEMORY_BYTES = 256 << 20
_LEAST_DATABASE_BYTES = 512  # the smallest page SQLite has


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCheck:
    """What a valid package says, after everything in it was checked.

    ``public_key`` signed the package, ``log_keys`` the entries of the audit log; ``signed_here``: by this installation.
    ``sha256`` is that of the package file itself; ``without`` names exhibits whose evidence is not packed.
    """

    path: Path
    sha256: str
    size_bytes: int
    schema: int
    tool_version: str
    created_utc: str
    public_key: str
    signed_here: bool
    log_keys: tuple[str, ...]
    case_number: str
    case_title: str
    case_uuid: str
    audit_entries: int
    audit_head_sha256: str
    exhibits: int
    reports: int
    evidence: int
    without: tuple[str, ...]


class Opened:
    """A package whose container and manifest hold."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.size_bytes = os.fstat(file.fileno()).st_size
        self.members = {m.name: m for m in archive.members(file, size_bytes=self.size_bytes)}
        self.manifest = manifest.read(
            self._small(archive.MANIFEST, manifest.MOST_MANIFEST_BYTES),
            self._small(archive.SIGNATURE, manifest.MOST_SIGNATURE_BYTES),
        )
        listed = {archive.blob(f.sha256): f.size_bytes for f in self.manifest.files}
        held = {name: m.size_bytes for name, m in self.members.items() if name.startswith("blobs/")}
        if listed.keys() != held.keys():
            raise BadManifest("holds other contents than its manifest lists")
        if listed != held:
            raise BadManifest("holds contents of other sizes than its manifest lists")

    def _small(self, name: str, most_bytes: int) -> bytes:
        member = self.members[name]
        if member.size_bytes > most_bytes:
            raise BadManifest(f"has a {name} of {member.size_bytes} bytes, more than is taken")
        return b"".join(archive.blocks(self.file, member))

    def content(self, packed: PackedFile, *, job: Job) -> Iterator[bytes]:
        """The bytes of a content.

        Raises:
            BadManifest: at their end, if they do not have their SHA-256.
        """
        total, done = hashlib.sha256(), 0
        for block in archive.blocks(self.file, self.member(packed)):
            total.update(block)
            yield block
            done += len(block)
            job.progress(done, packed.size_bytes, packed.role)
        if total.hexdigest() != packed.sha256:
            raise BadManifest(f"holds a content that is not what its name says, {packed.sha256[:16]}")

    def member(self, packed: PackedFile) -> Member:
        """Where a content lies."""
        return self.members[archive.blob(packed.sha256)]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The package, with every refusal turned into one sentence.

    Raises:
        CaseError: the container or the manifest does not hold, or what is done with it meets a fault.
    """
    try:
        if not path.is_file():
            raise CaseError(f"There is no package {path}; check the path.")
        with path.open("rb") as file:
            yield Opened(path, file)
    except (NotCanonical, BadManifest) as error:
        raise CaseError(f"{path} is not a valid case package, because it {error}; ask for it again.") from error
    except OSError as error:
        raise CaseError(sentence_for_os(error, Path(error.filename or path))) from error


def validate(path: Path, *, key: str | None = None, job: Job | None = None) -> PackageCheck:
    """Check a package without importing it: container, signature, every hash, and the audit chain inside.

    Args:
        path: the package.
        key: public key (hexadecimal) that must have signed it.
        job: for progress and stopping.

    Raises:
        CaseError: anything does not hold, in one sentence.
        JobCancelled: the user asked to stop.
    """
    with opened(layout.normal(path)) as package:
        return checked(package, key=key, job=job or QuietJob())


def checked(package: Opened, *, key: str | None, job: Job) -> PackageCheck:
    """Check an opened package to the end; see `validate`."""
    told = package.manifest
    if key is not None and key != told.public_key:
        raise CaseError(f"{package.path} was signed with the key {told.public_key}, not with {key}; ask who sent it.")
    for packed in {f.sha256: f for f in told.files if f.role != "database"}.values():
        for _ in package.content(packed, job=job):
            pass
    with _database(package, job=job) as connection:
        found = _check_database(connection, told, job=job)
        shas, numbers = _exhibits(connection)
        _check_belongs(connection, told, shas)
    packed_evidence = {f.sha256 for f in told.of("evidence")}
    return PackageCheck(
        path=package.path,
        sha256=evidence.sha256_of(package.path, job=job, note="package"),
        size_bytes=package.size_bytes,
        schema=told.schema,
        tool_version=told.tool_version,
        created_utc=told.created_utc,
        public_key=told.public_key,
        signed_here=told.public_key == installation_public_key(),
        log_keys=tuple(sorted(found.keys)),
        case_number=told.case_number,
        case_title=told.case_title,
        case_uuid=told.case_uuid,
        audit_entries=found.entries,
        audit_head_sha256=found.head_sha256,
        exhibits=len(numbers),
        reports=len(told.of("report")),
        evidence=len(packed_evidence),
        without=tuple(n for n, sha256 in zip(numbers, shas, strict=True) if sha256 not in packed_evidence),
    )


@contextmanager
def _database(package: Opened, *, job: Job) -> Iterator[sqlite3.Connection]:
    """The database inside, in memory or, a large one, in a private folder that goes at the end."""
    (packed,) = package.manifest.of("database")
    if packed.size_bytes < _LEAST_DATABASE_BYTES:  # of none at all SQLite says that memory is short
        raise BadManifest("holds a database that is no case of this program")
    content = package.content(packed, job=job)
    with ExitStack() as until_closed:
        try:
            if packed.size_bytes <= _IN_MEMORY_BYTES:
                connection = until_closed.enter_context(closing(database.memory()))
                connection.deserialize(b"".join(content))
            else:
                private = until_closed.enter_context(tempfile.TemporaryDirectory(prefix="deepfake-studio-"))
                file = Path(private) / layout.DATABASE
                with file.open("xb") as out:
                    out.writelines(content)
                connection = until_closed.enter_context(closing(database.connect(file, mode="rw")))
            yield connection
        except (sqlite3.Error, UnicodeDecodeError, LookupError) as error:
            raise BadManifest(f"holds a damaged database ({error})") from error


def _check_database(connection: sqlite3.Connection, told: Manifest, *, job: Job) -> audit.ChainCheck:
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # what the database is made of comes first: a view in the place of a table would run while the chain is read
    if connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version' "
                          "AND sql LIKE 'CREATE TABLE alembic_version (%'").fetchone()[0] != 1:  # fmt: skip
        raise BadManifest("holds a database that is no case of this program")
    schema = migrate.revision(connection)
    if schema != told.case_schema:
        raise BadManifest("holds a database of another schema than its manifest says")
    if schema not in migrate.known_revisions():
        raise BadManifest(f"was written by a newer version (schema {schema}); update this program")
    if problems := blueprint.differences(connection, schema):
        raise BadManifest(f"holds a database that is not one of this program ({problems[0]})")
    if schema != migrate.newest_revision():
        migrate.upgrade(connection)
    found = checking.check_alone(connection, job=job)
    if found.problems:
        raise BadManifest(f"holds a case that does not verify ({found.problems[0]})")
    if (found.head_sequence, found.head_sha256) != (told.audit_sequence, told.audit_head_sha256):
        raise BadManifest("holds another audit log than its manifest says")
    return found


def _exhibits(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    rows = connection.execute("SELECT sha256, number FROM exhibits ORDER BY id").fetchall()
    return [str(row[0]) for row in rows], [str(row[1]) for row in rows]


def _check_belongs(connection: sqlite3.Connection, told: Manifest, exhibits: list[str]) -> None:
    """Every content must belong to the case."""
    reports = {str(row[0]) for row in connection.execute("SELECT sha256 FROM reports")}
    if {f.sha256 for f in told.of("evidence")} - set(exhibits) or {f.sha256 for f in told.of("report")} - reports:
        raise BadManifest("holds contents that its case knows nothing of")
    row = connection.execute("SELECT case_uuid, number, title FROM case_info ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or tuple(map(str, row)) != (told.case_uuid, told.case_number, told.case_title):
        raise BadManifest("holds another case than its manifest says")
