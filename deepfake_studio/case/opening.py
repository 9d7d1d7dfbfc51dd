"""Making and opening the database of a case: lock, schema, journal, read-only media."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path

from deepfake_studio.case import database, migrate
from deepfake_studio.case import folder as layout
from deepfake_studio.case.faults import DamagedRow
from deepfake_studio.case.lock import NAME as LOCK_NAME
from deepfake_studio.case.schema import Base
from deepfake_studio.errors import CaseError

# What a creation that was interrupted leaves behind.
_LEFTOVERS = {LOCK_NAME, layout.UNFINISHED, layout.UNFINISHED + "-journal"}


def prepare_new(case: Path) -> None:
    """Make the folder of a new case.

    Raises:
        CaseError: something is there already.
        OSError: the folder cannot be made.
    """
    if case.exists() and (not case.is_dir() or {file.name for file in case.iterdir()} - _LEFTOVERS):
        raise CaseError(f"{case} exists already and is not empty; choose another folder or open it as a case.")
    case.mkdir(parents=True, exist_ok=True)


def unfinished_database(case: Path) -> sqlite3.Connection:
    """An empty database of the present schema under a name that no opener takes for a case."""
    file = case / layout.UNFINISHED
    for name in (file, file.with_name(file.name + "-journal")):
        name.unlink(missing_ok=True)
    connection = database.connect(file, mode="rwc", journal="DELETE")
    with ExitStack() as until_ready:
        until_ready.callback(connection.close)
        migrate.upgrade(connection)
        until_ready.pop_all()
    return connection


def finish(case: Path) -> None:
    """Give a new database its name: from here on the folder is a case."""
    (case / layout.UNFINISHED).replace(case / layout.DATABASE)


def check_is_case(case: Path) -> None:
    """Refuse what is no case folder.

    Raises:
        CaseError: there is no case in the folder.
    """
    if not (case / layout.DATABASE).is_file():
        raise CaseError(f"There is no case in {case}; choose a folder that holds {layout.DATABASE}.")


def writable_database(case: Path) -> sqlite3.Connection:
    """The database of an existing case, of the present schema (an older one is copied, then upgraded)."""
    file = case / layout.DATABASE
    probe = database.connect(file, mode="rw")
    try:
        if migrate.needs_upgrade(probe, case):
            migrate.backup(probe, case)
            migrate.upgrade(probe)
        check_tables(probe)
    finally:
        probe.close()
    return database.connect(file, mode="rw", journal="WAL" if layout.write_ahead_log_is_safe(case) else "DELETE")


def check_tables(connection: sqlite3.Connection) -> None:
    """Refuse a database that lost a table.

    Raises:
        DamagedRow: a table is missing.
    """
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if missing := sorted(Base.metadata.tables.keys() - present):
        raise DamagedRow(f"no table {missing[0]}")


def readable_database(case: Path) -> sqlite3.Connection:
    """The database of an existing case for looking only; nothing in it can be changed through this connection."""
    connection = _readable(case)
    with ExitStack() as until_ready:
        until_ready.callback(connection.close)
        if migrate.needs_upgrade(connection, case):
            connection = _upgraded_in_memory(connection)
        else:
            check_tables(connection)
            connection.execute("PRAGMA query_only=ON")
        until_ready.pop_all()
    return connection


def _readable(case: Path) -> sqlite3.Connection:
    file = case / layout.DATABASE
    log = file.with_name(file.name + "-wal")
    if os.access(case, os.W_OK):
        return database.connect(file, mode="ro")
    # SQLite would want to make its shared memory file beside the database
    if log.exists() and log.stat().st_size:
        return _with_its_log(file, log)
    return database.connect(file, mode="immutable")


def _with_its_log(file: Path, log: Path) -> sqlite3.Connection:
    """A copy in memory of a case that was cut short and put where nobody can write: its newest rows are in the log."""
    with tempfile.TemporaryDirectory() as temporary:
        for source in (file, log):
            shutil.copyfile(source, Path(temporary) / source.name)
        connection = database.connect(Path(temporary) / file.name, mode="rw")
        try:
            copy = database.memory()
            connection.backup(copy)
        finally:
            connection.close()
    return copy


def _upgraded_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """An older case can be read without being changed: the upgrade happens in a copy in memory."""
    copy = database.memory()
    connection.backup(copy)
    connection.close()
    migrate.upgrade(copy)
    copy.execute("PRAGMA query_only=ON")
    return copy
