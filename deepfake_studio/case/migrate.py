"""Bringing the database of a case to the present schema: whole or not at all, and never without a copy."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from deepfake_studio.case import database, folder
from deepfake_studio.errors import CaseError

_SCRIPTS = Path(__file__).resolve().parent / "migrations"


def _config() -> Config:
    config = Config()
    # percent signs would be read as interpolation
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def newest_revision() -> str:
    """The schema this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError(f"no migrations in {_SCRIPTS}")
    return head


def known_revisions() -> tuple[str, ...]:
    """Every schema this program can read, oldest first."""
    return tuple(reversed([script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]))


def revision(connection: sqlite3.Connection) -> str | None:
    """The schema of a database; ``None`` if it is no case.

    Raises:
        sqlite3.Error: the file cannot be read as a database.
    """
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    return None if row is None else str(row[0])


def upgrade(connection: sqlite3.Connection, target: str = "head") -> None:
    """Run the migrations up to ``target`` in one transaction."""
    engine = database.engine(connection)
    config = _config()
    with engine.begin() as live:
        config.attributes["connection"] = live
        command.upgrade(config, target)


def needs_upgrade(connection: sqlite3.Connection, case: Path) -> bool:
    """Whether a case was written by an older version.

    Raises:
        CaseError: the database is no case, or comes from a newer version.
    """
    present = revision(connection)
    if present is None:
        raise CaseError(f"The database in {case} is not a case of this program; choose another folder.")
    if present not in known_revisions():
        raise CaseError(
            f"The case {case} was written by a newer version (schema {present}); update this program to open it."
        )
    return present != newest_revision()


def backup(connection: sqlite3.Connection, case: Path) -> Path:
    """Copy the database into the case's ``backups`` folder and return the copy.

    Raises:
        OSError: the copy cannot be written.
        sqlite3.Error: the disk is full or the database damaged.
    """
    target_folder = case / folder.BACKUPS
    target_folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = target_folder / f"case-schema-{revision(connection)}-{stamp}.sqlite"
    partial = target.with_suffix(".partial")
    try:
        copy = sqlite3.connect(partial)
        try:
            connection.backup(copy)
        finally:
            copy.close()
        _to_disk(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def _to_disk(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
