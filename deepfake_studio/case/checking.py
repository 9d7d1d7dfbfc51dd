"""Checks of a case as a whole: the database file, its triggers, the chain, and the reports that were written."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from deepfake_studio.case import audit, blueprint, evidence, heads, migrate
from deepfake_studio.case import folder as layout
from deepfake_studio.case.schema import AUDITED, ReportRow
from deepfake_studio.job import Job


def check_alone(connection: sqlite3.Connection, *, job: Job) -> audit.ChainCheck:
    """The audit chain and the structure of a database from elsewhere, which this installation remembers nothing of.

    Raises:
        JobCancelled: the user asked to stop.
    """
    found = audit.ChainCheck()
    try:
        audit.verify(connection, found, tables=AUDITED, job=job)
        found.problems += structure(connection) + _keys(connection, found)
    except (sqlite3.DatabaseError, UnicodeDecodeError, LookupError) as error:
        found.bad(found.head_sequence + 1, f"it cannot be read, the database is damaged ({error}).")
    return found


def check_database(connection: sqlite3.Connection, *, case: Path, job: Job) -> audit.ChainCheck:
    """The audit chain and everything that could hide a change from it.

    Raises:
        JobCancelled: the user asked to stop.
    """
    found = audit.ChainCheck()
    try:
        audit.verify(connection, found, tables=AUDITED, job=job)
        remembered = heads.recall(case_uuid(connection), case)
        heads.compare(found, remembered, there=None if remembered is None else sha256_at(connection, remembered[0]))
        memory = heads.problem(case_uuid(connection), case)
        found.problems += [*([memory] if memory else []), *structure(connection), *_keys(connection, found)]
    except (sqlite3.DatabaseError, UnicodeDecodeError, LookupError) as error:  # the last: a column lost its name
        found.bad(found.head_sequence + 1, f"it cannot be read, the database is damaged ({error}).")
    return found


def case_uuid(connection: sqlite3.Connection) -> str:
    """The name of a case that no other has; empty before its first entry."""
    row = connection.execute("SELECT case_uuid FROM case_info ORDER BY id LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def sha256_at(connection: sqlite3.Connection, sequence: int) -> str | None:
    """The hash of an audit entry as the log holds it."""
    row = connection.execute("SELECT sha256 FROM audit WHERE sequence = ?", (sequence,)).fetchone()
    return None if row is None else str(row[0])


def structure(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file, its schema and its safeguards, in sentences."""
    problems = [
        f"Database: {row[0]}." for row in connection.execute("PRAGMA integrity_check(10)").fetchall() if row[0] != "ok"
    ]
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(10):
        problems.append(f"Database: row {rowid} of {table} points to a missing row of {parent}.")
    if migrate.revision(connection) != migrate.newest_revision():
        problems.append("Database: the schema is not the one this program writes.")
    return problems + blueprint.differences(connection, migrate.newest_revision())


def _keys(connection: sqlite3.Connection, found: audit.ChainCheck) -> list[str]:
    named = {str(row[0]) for row in connection.execute("SELECT public_key FROM signing_keys")}
    return [f"Audit log: the key {key} signed entries but was never introduced." for key in sorted(found.keys - named)]


def check_reports(rows: Sequence[ReportRow], *, case: Path, job: Job) -> list[str]:
    """Reports that lie where they were written but hold something else; those moved away are no problem.

    Raises:
        JobCancelled: the user asked to stop.
    """
    newest = {row.path: row.sha256 for row in rows}  # a report may be written over by a later one
    problems = []
    for stored, sha256 in newest.items():
        path = Path(layout.absolute(case, stored))
        try:
            if path.is_file() and evidence.sha256_of(path, job=job, note=path.name) != sha256:
                problems.append(f"Report {path} was changed after it was written.")
        except OSError:
            problems.append(f"Report {path} cannot be read; check the disk and your permissions.")
    return problems
