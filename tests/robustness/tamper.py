"""One changed bit in random places of a case and of a signed package: how often it is found. Prints a table.

python tests/robustness/tamper.py [--fields 700] [--evidence 200] [--reports 100] [--package 1000] [--raw 300]
                                  [--keys 100] [--seed 0]

A change counts as found when `verify`, opening, or validating says that something does not hold. "No effect" are bits
of files that hold nothing a reader sees (free space of a database page, for instance); for fields, evidence, reports
and packages there is no such thing, and every bit must be found.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import sqlite3
import struct
import sys
import tempfile
from pathlib import Path

from deepfake_studio.case import CaseStore, audit, heads, keys, triggers
from deepfake_studio.case.schema import AUDITED
from deepfake_studio.case.unpacking import validate
from deepfake_studio.errors import CaseError

TESTS = Path(__file__).resolve().parent.parent / "test_case"
TABLES = (*AUDITED, "audit", "audit_head")
KINDS = ("fields", "evidence", "reports", "package", "raw", "wal", "keys")


def conftest():
    """The makers of the case tests."""
    spec = importlib.util.spec_from_file_location("case_conftest", TESTS / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one bit changed."""
    at, bit = chance.randrange(len(data)), chance.randrange(8)
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


class Bench:
    """A full case with its evidence and package, put back after every change."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.case = folder / "full.dfcase"
        with CaseStore.create(self.case, number="1", question="q", actor="A", examiners=("A", "B")) as store:
            conftest().fill(store, folder)
            store.reinstate("exhibit", 2, "needed after all")
            self.package = store.export_package(folder / "out.dfpack", with_evidence=True).path
            self.uuid = store._case_uuid
        self.database = self.case / "case.sqlite"
        self.evidence = [*(self.case / "evidence").iterdir(), folder / "two.mp4"]
        self.reports = list((self.case / "reports").iterdir())
        for file in self.evidence:
            file.chmod(0o644)

    def verified(self) -> bool:
        """Whether everything holds, as far as the program says."""
        try:
            with CaseStore.open(self.case, read_only=True) as store:
                return store.verify().ok
        except CaseError:
            return False

    def dump(self) -> str | None:
        """Every row of every table, ``None`` where they cannot be read."""
        connection = sqlite3.connect(self.database)
        connection.text_factory = audit.lenient_text
        try:
            rows = [(t, connection.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall()) for t in TABLES]
            return repr(rows)
        except sqlite3.Error:
            return None
        finally:
            connection.close()

    # ---- the changes ------------------------------------------------------------------------------------------

    def fields(self) -> bool:
        """One bit of one value of one row, its safeguards put back as they were."""
        before = self.database.read_bytes()
        try:
            while not self._change_field():
                self.database.write_bytes(before)
            return not self.verified()
        finally:
            self.database.write_bytes(before)

    def _change_field(self) -> bool:
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.text_factory = audit.lenient_text
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            cells = sum(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES)
            number = self.chance.randrange(cells)
            for table in TABLES:
                count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                if number < count:
                    return self._change_row(connection, table, number)
                number -= count
            raise AssertionError
        finally:
            connection.close()

    def _change_row(self, connection, table, number) -> bool:
        rowid = connection.execute(f"SELECT rowid FROM {table} LIMIT 1 OFFSET {number}").fetchone()[0]
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        column = self.chance.choice(names)
        value, kind = connection.execute(
            f"SELECT CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END, typeof({column}) "
            f"FROM {table} WHERE rowid = {rowid}"
        ).fetchone()
        changed = self._changed(value, kind)
        if changed is None:
            return False
        for name in triggers.expected(AUDITED):
            connection.execute(f"DROP TRIGGER {name}")
        place = "CAST(? AS TEXT)" if kind == "text" else "?"
        try:
            connection.execute(f"UPDATE {table} SET {column} = {place} WHERE rowid = {rowid}", (changed,))
        except sqlite3.IntegrityError:  # a unique value that is taken: nobody could store that
            return False
        for sql in triggers.expected(AUDITED).values():
            connection.execute(sql)
        connection.execute("COMMIT")
        return True

    def _changed(self, value, kind):
        if kind == "null" or value in (b"", None):
            return None
        if kind == "integer":
            return struct.unpack("<q", flipped(struct.pack("<q", value), self.chance))[0]
        if kind == "real":
            other = struct.unpack("<d", flipped(struct.pack("<d", value), self.chance))[0]
            return None if other == value else other  # SQLite keeps no sign of zero
        return flipped(value, self.chance)

    def _file(self, file: Path, holds) -> bool:
        before = file.read_bytes()
        try:
            file.write_bytes(flipped(before, self.chance))
            return not holds()
        finally:
            file.write_bytes(before)

    def evidence_bytes(self) -> bool:
        """One bit of a working copy or an original."""
        return self._file(self.chance.choice(self.evidence), self.verified)

    def report_bytes(self) -> bool:
        """One bit of a report that was written."""
        return self._file(self.chance.choice(self.reports), self.verified)

    def package_bytes(self) -> bool:
        """One bit of a signed package."""

        def holds() -> bool:
            try:
                validate(self.package)
            except CaseError:
                return False
            return True

        return self._file(self.package, holds)

    def raw(self) -> bool | None:
        """One bit of the database file; ``None`` where no row differs and nothing is said."""
        before, told = self.database.read_bytes(), self.dump()
        try:
            self.database.write_bytes(flipped(before, self.chance))
            if not self.verified():
                return True
            return None if self.dump() == told else False
        finally:
            self._clean(before)

    def _clean(self, before: bytes) -> None:
        for suffix in ("-wal", "-shm", "-journal"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        self.database.write_bytes(before)

    def wal(self) -> bool | None:
        """One bit of the write-ahead log of a case whose program was killed; ``None`` as above."""
        spare = self.folder / "spare"
        shutil.rmtree(spare, ignore_errors=True)
        shutil.copytree(self.case, spare)
        store = CaseStore.open(self.case, actor="A")
        try:
            for number in range(3):
                store.note(1, f"note {number}")
            log = self.database.with_name("case.sqlite-wal")
            held, written = log.read_bytes(), self.database.read_bytes()
            told = heads.recall(self.uuid, self.case)
            whole = self.dump()
        finally:
            store.close()
        try:
            self._clean(written)
            log.write_bytes(flipped(held, self.chance))
            heads.remember(self.uuid, self.case, sequence=told[0], sha256=told[1])
            if not self.verified():
                return True
            return None if self.dump() == whole else False
        finally:
            shutil.rmtree(self.case)
            spare.rename(self.case)
            with CaseStore.open(self.case, read_only=True) as store:
                sequence, sha256 = store.head()
            heads.remember(self.uuid, self.case, sequence=sequence, sha256=sha256)

    def key_bytes(self) -> bool:
        """One bit of the private key, its public half, or the memory of the newest entry."""

        def holds() -> bool:
            try:
                keys.installation_signer()
            except CaseError:
                return False
            return self.verified()

        files = (keys.key_file(), keys.public_key_file(), heads._file(self.uuid, self.case))
        return self._file(self.chance.choice(files), holds)


def measured(bench: Bench, kind: str, count: int) -> tuple[int, int, int]:
    """Changes made, found, and without effect."""
    change = {
        "fields": bench.fields,
        "evidence": bench.evidence_bytes,
        "reports": bench.report_bytes,
        "package": bench.package_bytes,
        "raw": bench.raw,
        "wal": bench.wal,
        "keys": bench.key_bytes,
    }[kind]
    outcomes = [change() for _ in range(count)]
    return count, outcomes.count(True), outcomes.count(None)


def run(folder: Path, counts: dict[str, int], *, seed: int = 0, told: bool = False) -> dict[str, tuple[int, int, int]]:
    """Every kind of change so many times, on one case."""
    bench = Bench(folder, seed=seed)
    assert bench.verified()
    found = {}
    for kind, count in counts.items():
        found[kind] = measured(bench, kind, count)
        assert bench.verified(), kind
        if told:
            count, seen, none = found[kind]
            print(f"{kind:15} {count:7} {seen:6} {none:10} {count - seen - none:7}", flush=True)
    return found


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind, count in zip(KINDS, (700, 200, 100, 1000, 300, 30, 100), strict=True):
        parser.add_argument(f"--{kind}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["DEEPFAKE_STUDIO_HOME"] = str(Path(temporary) / "home")
        print("what            changed  found  no effect  missed")
        counts = {kind: getattr(args, kind) for kind in KINDS if getattr(args, kind)}
        found = run(Path(temporary), counts, seed=args.seed, told=True)
    return 1 if any(count - seen - none for count, seen, none in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
