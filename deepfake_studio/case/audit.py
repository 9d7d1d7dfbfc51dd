"""The append-only, hash-chained, signed log of a case.

A link covers what was written with it. Its form is public, so that another laboratory can check it without this
program:

* payload: one line for every row whose ``audit_sequence`` is the link's, ordered by table name, then id. A line is
  the canonical JSON (sorted keys, no spaces, UTF-8) of ``[table, {column: value}]`` and a newline; columns that are
  NULL are left out, a BLOB is ``{"blob": base64}``, an infinite REAL is ``{"real": "inf"}``. ``payload_sha256`` is
  over these bytes.
* link: ``sha256`` is over the canonical JSON of all its columns but ``sha256`` and ``signature``;
  ``previous_sha256`` is that of the link before, empty for the first.
* signature: Ed25519 over ``b"deepfake-studio/audit/1\\n"`` and the 32 bytes of ``sha256``, by ``public_key``.
* ``audit_head`` repeats the newest link, so that a cut-off tail is noticed.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from deepfake_studio import wire
from deepfake_studio.case.keys import Signer, signature_holds
from deepfake_studio.job import Job

Row = dict[str, Any]
SIGNED_COLUMNS = (
    "sequence",
    "utc",
    "local_time",
    "actor",
    "action",
    "subject",
    "detail",
    "tool_version",
    "payload_sha256",
    "previous_sha256",
    "public_key",
)
_MOST_PROBLEMS = 50


def lenient_text(raw: bytes) -> str:
    """Text as the database holds it, even where a damaged byte makes it no valid UTF-8."""
    return raw.decode("utf-8", "surrogateescape")


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"blob": b64encode(value).decode("ascii")}
    if isinstance(value, float) and not math.isfinite(value):
        return {"real": str(value)}
    return value


def line(table: str, row: Row) -> bytes:
    """The canonical line of a row, as SQLite stored it."""
    return wire.canonical([table, {k: _plain(v) for k, v in row.items() if v is not None}]) + b"\n"


def link_sha256(entry: Row) -> str:
    """The hash of a link from its columns (hexadecimal)."""
    return wire.digest({name: _plain(entry[name]) for name in SIGNED_COLUMNS})


def _rows(connection: sqlite3.Connection, sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[Row]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Sequence number and hash of the newest link; ``(0, "")`` in an empty log."""
    found = connection.execute("SELECT sequence, sha256 FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    return (int(found[0]), str(found[1])) if found else (0, "")


def payload_sha256(connection: sqlite3.Connection, sequence: int, *, tables: tuple[str, ...]) -> str:
    """Hash (hexadecimal) of the rows written under ``sequence``, read back as they lie in the tables."""
    total = hashlib.sha256()
    for table in tables:
        for row in _rows(connection, f"SELECT * FROM {table} WHERE audit_sequence = ? ORDER BY id", (sequence,)):  # noqa: S608
            total.update(line(table, row))
    return total.hexdigest()


def append(connection: sqlite3.Connection, entry: Row, *, signer: Signer, tables: tuple[str, ...]) -> Row:
    """Close the running transaction's rows with a link; ``entry`` holds what the link says, hashes are added here."""
    sequence, previous = head(connection)
    entry = {**entry, "sequence": sequence + 1, "previous_sha256": previous, "public_key": signer.public_key}
    entry["payload_sha256"] = payload_sha256(connection, sequence + 1, tables=tables)
    entry["sha256"] = link_sha256(entry)
    entry["signature"] = signer.sign(entry["sha256"])
    places = ", ".join(f":{name}" for name in entry)
    connection.execute(f"INSERT INTO audit ({', '.join(entry)}) VALUES ({places})", entry)  # noqa: S608
    connection.execute(
        "INSERT INTO audit_head (id, sequence, sha256) VALUES (1, :sequence, :sha256) "
        "ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, sha256 = excluded.sha256",
        {"sequence": entry["sequence"], "sha256": entry["sha256"]},
    )
    return entry


@dataclass
class ChainCheck:
    """What reading a whole chain found; ``first_bad`` is the smallest sequence number that does not hold."""

    entries: int = 0
    head_sequence: int = 0
    head_sha256: str = ""
    first_bad: int | None = None
    problems: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def bad(self, sequence: int, text: str) -> None:
        """Note that the link ``sequence`` does not hold."""
        self.first_bad = sequence if self.first_bad is None else min(self.first_bad, sequence)
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"Audit entry {sequence}: {text}")


class _Table:
    """The rows of one table in the order of the chain, handed out once."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.name = name
        self._rows = _rows(connection, f"SELECT * FROM {name} ORDER BY audit_sequence, id")  # noqa: S608
        self._next = next(self._rows, None)

    def take(self, upto: int | None) -> Iterator[Row]:
        """Rows up to the link ``upto``, or all that are left."""
        while self._next is not None and (upto is None or self._belongs(self._next["audit_sequence"], upto)):
            row, self._next = self._next, next(self._rows, None)
            yield row

    @staticmethod
    def _belongs(sequence: object, upto: int) -> bool:
        # NULL sorts before numbers, text and blobs behind them
        return sequence is None or (isinstance(sequence, int | float) and sequence <= upto)


def verify(connection: sqlite3.Connection, check: ChainCheck, *, tables: tuple[str, ...], job: Job) -> None:
    """Recompute the whole chain from the rows that are in the tables now; what does not hold is noted in ``check``.

    Raises:
        JobCancelled: the user asked to stop.
        sqlite3.DatabaseError: the file is damaged; ``check`` holds what was read before.
    """
    total = int(connection.execute("SELECT count(*) FROM audit").fetchone()[0])
    readers = [_Table(connection, name) for name in tables]
    for entry in _rows(connection, "SELECT * FROM audit ORDER BY sequence"):
        _check_entry(check, entry, readers)
        job.progress(check.entries, total, "audit log")
    _check_strays(check, readers)
    _check_head(check, connection)


def _check_entry(check: ChainCheck, entry: Row, readers: list[_Table]) -> None:
    sequence = int(entry["sequence"])
    if sequence != check.head_sequence + 1:
        check.bad(check.head_sequence + 1, "it is missing.")
    if entry["previous_sha256"] != check.head_sha256:
        check.bad(sequence, "it does not follow from the entry before.")
    if entry["sha256"] != link_sha256(entry):
        check.bad(sequence, "it was changed after it was written.")
    if entry["payload_sha256"] != _payload(check, sequence, readers):
        check.bad(sequence, "the rows written with it were changed, added or removed.")
    if not _signed(entry):
        check.bad(sequence, "its signature does not hold.")
    check.entries += 1
    check.head_sequence, check.head_sha256 = sequence, str(entry["sha256"])
    check.keys.add(str(entry["public_key"]))


def _signed(entry: Row) -> bool:
    return signature_holds(str(entry["sha256"]), signature=str(entry["signature"]), public_key=str(entry["public_key"]))


def _payload(check: ChainCheck, sequence: int, readers: list[_Table]) -> str:
    total = hashlib.sha256()
    for reader in readers:
        for row in reader.take(sequence):
            if row["audit_sequence"] == sequence:
                total.update(line(reader.name, row))
            else:
                _stray(check, reader.name, row)
    return total.hexdigest()


def _stray(check: ChainCheck, table: str, row: Row) -> None:
    claimed = row["audit_sequence"]
    sequence = claimed if isinstance(claimed, int) and claimed > 0 else check.head_sequence + 1
    check.bad(sequence, f"row {row['id']} of {table} belongs to no entry.")


def _check_strays(check: ChainCheck, readers: list[_Table]) -> None:
    for reader in readers:
        for row in reader.take(None):
            _stray(check, reader.name, row)


def _check_head(check: ChainCheck, connection: sqlite3.Connection) -> None:
    found = list(_rows(connection, "SELECT * FROM audit_head"))
    if [(row["id"], row["sequence"], row["sha256"]) for row in found] == [(1, check.head_sequence, check.head_sha256)]:
        return
    told = [row["sequence"] for row in found if isinstance(row["sequence"], int)]
    if told and max(told) > check.head_sequence:
        check.bad(check.head_sequence + 1, "it is missing at the end of the log.")
    else:
        check.bad(max(check.head_sequence, 1), "the record of the newest entry does not agree with it.")
