"""What a database of a schema consists of, and where another one differs: tables, indexes, safeguards, nothing else.

Compared are the texts that SQLite keeps, but for blanks and quotes, which differ between versions of the library that
writes them. A view, a trigger or a virtual table that nobody expects would run with the rights of who opens the case.
"""

from __future__ import annotations

import sqlite3
from functools import cache

from deepfake_studio.case import database, migrate, triggers
from deepfake_studio.case.schema import AUDITED

Parts = dict[tuple[str, str], str]


def parts(connection: sqlite3.Connection) -> Parts:
    """Everything a database is made of: ``(type, name)`` to its text."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(kind, name): f"{table}: {_plain(sql)}" for kind, name, table, sql in rows}


def _plain(sql: str | None) -> str:
    return "" if sql is None else " ".join(sql.replace('"', " ").replace("(", " ( ").replace(")", " ) ").split())


@cache
def expected(revision: str) -> Parts:
    """The parts of a new database of a schema.

    Raises:
        LookupError: this program knows no such schema.
    """
    if revision not in migrate.known_revisions():
        raise LookupError(f"no schema {revision}")
    connection = database.memory()
    try:
        migrate.upgrade(connection, revision)
        return parts(connection)
    finally:
        connection.close()


def differences(connection: sqlite3.Connection, revision: str) -> list[str]:
    """Where a database is not what the schema says, in sentences; safeguards are compared to the letter as well."""
    present, wanted = parts(connection), expected(revision)
    problems = []
    for kind, name in sorted(present.keys() | wanted.keys()):
        if present.get((kind, name)) != wanted.get((kind, name)):
            what = {"trigger": "safeguard", "table": "table", "index": "index"}.get(kind, kind)
            problems.append(f"Database: the {what} {name} was removed, changed or added.")
    return problems or (_letters(connection) if revision == migrate.newest_revision() else [])


def _letters(connection: sqlite3.Connection) -> list[str]:
    present = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    wanted = triggers.expected(AUDITED)
    changed = sorted(name for name in present.keys() | wanted.keys() if present.get(name) != wanted.get(name))
    return [f"Database: the safeguard {name} was removed, changed or added." for name in changed]
