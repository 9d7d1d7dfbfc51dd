"""A SQLAlchemy engine over a case database with the settings that keep acknowledged rows."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from deepfake_studio.case.audit import lenient_text

_BUSY_SECONDS = 10.0
# Statement that opens a transaction, chosen per engine through an execution option.
BEGIN_OPTION = "case_begin"


def connect(file: Path, *, mode: str, journal: str | None = None) -> sqlite3.Connection:
    """A connection with every safeguard on.

    Args:
        file: the database.
        mode: ``rwc``, ``rw``, ``ro`` or ``immutable`` (a disk nobody can write).
        journal: ``WAL`` or ``DELETE`` to set, ``None`` to leave as it is.
    """
    flags = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    uri = f"file:{quote(str(file.absolute()).encode('utf-8', 'surrogateescape'))}?{flags}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS)
    with ExitStack() as until_safe:
        until_safe.callback(connection.close)
        safe = _safeguarded(connection, journal)
        until_safe.pop_all()
    return safe


def memory() -> sqlite3.Connection:
    """An empty database in memory."""
    return _safeguarded(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False), None)


def _safeguarded(connection: sqlite3.Connection, journal: str | None) -> sqlite3.Connection:
    connection.text_factory = lenient_text
    if journal is not None and connection.execute(f"PRAGMA journal_mode={journal}").fetchone()[0].upper() != journal:
        connection.execute("PRAGMA journal_mode=DELETE")
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def engine(connection: sqlite3.Connection) -> Engine:
    """An engine over this one connection; the caller lets one thread in at a time and closes it by ``dispose()``."""
    made = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None)

    @event.listens_for(made, "begin")
    def begin(session_connection: Connection) -> None:
        # IMMEDIATE: a transaction that will write takes its lock before it reads what it builds on
        options = session_connection.get_execution_options()
        session_connection.exec_driver_sql(options.get(BEGIN_OPTION, "BEGIN IMMEDIATE"))

    return made


def driver(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection below a SQLAlchemy one."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError("not a SQLite connection")
    return found
