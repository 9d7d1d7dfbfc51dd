"""The log finds any change: every column of every row of every table, deletions, insertions and swaps."""

import hashlib
import itertools
import json
import shutil
import sqlite3
from base64 import b64encode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deepfake_studio.case import CaseStore, audit, checking, database, heads, keys, triggers
from deepfake_studio.case.schema import AUDITED, Base
from deepfake_studio.errors import CaseError
from deepfake_studio.job import QuietJob

TABLES = (*AUDITED, "audit", "audit_head")


def without_triggers(connection):
    """Take the safeguards away, as someone with a database tool would."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def with_triggers(connection):
    """Put them back, so that only the chain can tell."""
    for sql in triggers.expected(AUDITED).values():
        connection.execute(sql)


@pytest.fixture
def tampering(case):
    """A writable connection to a full case with its safeguards off; what a test does is rolled back by savepoints."""
    connection = database.connect(case / "case.sqlite", mode="rw")
    connection.execute("PRAGMA foreign_keys=OFF")
    without_triggers(connection)
    yield case, connection
    connection.close()


def chain(connection):
    """What the chain alone says, without the memory outside the case and without the structure checks."""
    check = audit.ChainCheck()
    audit.verify(connection, check, tables=AUDITED, job=QuietJob())
    return check


class Trial:
    """Do something to the tables and undo it."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        self.connection.execute("SAVEPOINT trial")
        return self.connection

    def __exit__(self, *_):
        self.connection.execute("ROLLBACK TO trial")
        self.connection.execute("RELEASE trial")


def sequence_of(connection, table, key):
    if table == "audit":
        return key
    if table == "audit_head":
        return connection.execute("SELECT sequence FROM audit_head").fetchone()[0]
    return connection.execute(f"SELECT audit_sequence FROM {table} WHERE id = ?", (key,)).fetchone()[0]


def key_of(table):
    return "sequence" if table == "audit" else "id"


def every_row(connection):
    for table in TABLES:
        for (key,) in connection.execute(f"SELECT {key_of(table)} FROM {table}").fetchall():
            yield table, key


def columns(connection, table):
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def other_values(value):
    """Values that differ from ``value`` by little, by type, or by everything."""
    if value is None:
        return ["", 0, 0.5, b""]
    if isinstance(value, int):
        return [value + 1, value + 1000, None, str(value) + "x"]
    if isinstance(value, float):
        return [value + 1e-9, -value - 1, None, "x"]
    flipped = [
        value[:i] + chr(ord(value[i]) ^ 1) + value[i + 1 :] for i in {0, len(value) // 2, len(value) - 1} if value
    ]
    return [*flipped, value + " ", value.encode(), "other"]


def test_the_fixture_fills_every_table(tampering):
    _, connection = tampering
    assert {table for table, _ in every_row(connection)} == set(TABLES) == set(Base.metadata.tables)
    assert chain(connection).problems == []


def changes(connection):
    """Every cell of every row with values it could be changed to."""
    for table, key in list(every_row(connection)):
        for column in columns(connection, table):
            (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {key_of(table)} = ?", (key,)).fetchone()
            yield table, key, column, other_values(value)


def check_change(connection, table, key, column, other):
    """Change one cell; whether the table let it happen. The chain must name the entry it was written with."""
    expected = sequence_of(connection, table, key)
    with Trial(connection):
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key_of(table)} = ?", (other, key))
        except sqlite3.IntegrityError:
            return False  # a key, NOT NULL, unique
        found = chain(connection)
    assert found.first_bad is not None, (table, key, column, other)
    if table != "audit_head":
        first = min(expected, other) if (table, column) == ("audit", "sequence") else expected
        assert found.first_bad <= first, (table, key, column, other, found)
    return True


def test_any_changed_value_is_found_and_named(tampering):
    _, connection = tampering
    tried = 0
    for turn, (table, key, column, others) in enumerate(changes(connection)):
        tried += check_change(connection, table, key, column, others[turn % len(others)])
    assert tried > 350


@pytest.mark.slow
def test_any_changed_value_is_found_whatever_the_change(tampering):
    _, connection = tampering
    tried = sum(check_change(connection, *cell, other) for *cell, others in changes(connection) for other in others)
    assert tried > 1000


def test_any_deleted_row_is_found_and_named(tampering):
    _, connection = tampering
    for table, key in list(every_row(connection)):
        expected = sequence_of(connection, table, key)
        with Trial(connection):
            connection.execute(f"DELETE FROM {table} WHERE {key_of(table)} = ?", (key,))
            found = chain(connection)
        assert found.first_bad == expected, (table, key, found)


def test_any_inserted_row_is_found_and_named(tampering):
    _, connection = tampering
    top = chain(connection).head_sequence
    for table, key in list(every_row(connection)):
        if table == "audit_head":
            continue
        names = columns(connection, table)
        for claimed in (1, top, top + 7):
            with Trial(connection):
                row = dict(
                    zip(
                        names,
                        connection.execute(f"SELECT * FROM {table} WHERE {key_of(table)} = ?", (key,)).fetchone(),
                        strict=True,
                    )
                )
                row |= {"sequence": top + 1} if table == "audit" else {"id": 9999, "audit_sequence": claimed}
                for unique in {"number", "public_key", "revision"} & row.keys() - (
                    {"public_key"} if table == "audit" else set()
                ):
                    row[unique] = 77
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
                )
                found = chain(connection)
            assert found.first_bad == (top + 1 if table == "audit" else claimed), (table, key, found)


def test_any_two_swapped_rows_are_found(tampering):
    _, connection = tampering
    for table in TABLES:
        keys_ = [row[0] for row in connection.execute(f"SELECT {key_of(table)} FROM {table}").fetchall()]
        name = key_of(table)
        for first, second in itertools.pairwise(keys_):
            with Trial(connection):
                for old, new in ((first, -1), (second, first), (-1, second)):
                    connection.execute(f"UPDATE {table} SET {name} = ? WHERE {name} = ?", (new, old))
                assert chain(connection).first_bad is not None, (table, first, second)


def test_a_row_without_a_number_or_with_an_odd_one_is_found(tampering):
    _, connection = tampering
    top = chain(connection).head_sequence
    for odd in (1.5, -3, "x", b"x"):
        with Trial(connection):
            connection.execute("UPDATE exhibit_notes SET audit_sequence = ? WHERE id = 1", (odd,))
            found = chain(connection)
        assert found.first_bad is not None
        assert any("belongs to no entry" in problem for problem in found.problems), (odd, found, top)


def test_a_cut_tail_is_found(tampering):
    case, connection = tampering
    (top,) = connection.execute("SELECT max(sequence) FROM audit").fetchone()
    cut = top - 3
    with Trial(connection):
        for table in AUDITED:
            connection.execute(f"DELETE FROM {table} WHERE audit_sequence > ?", (cut,))
        connection.execute("DELETE FROM audit WHERE sequence > ?", (cut,))
        assert chain(connection).first_bad == cut + 1
        # even when the record of the head is made to fit, the installation remembers
        connection.execute(
            "UPDATE audit_head SET sequence = ?, sha256 = (SELECT sha256 FROM audit WHERE sequence = ?)", (cut, cut)
        )
        assert chain(connection).first_bad is None
        found = checking.check_database(connection, case=case, job=QuietJob())
        assert found.first_bad == cut + 1
        assert "this installation wrote up to" in found.problems[0]


def test_an_older_copy_put_back_is_found_and_recorded_when_work_goes_on(case):
    older = case.with_name("older")
    shutil.copytree(case, older)
    with CaseStore.open(case) as store:
        store.log("more")
        top = store.head()[0]
    shutil.copyfile(older / "case.sqlite", case / "case.sqlite")
    with CaseStore.open(case, read_only=True) as store:
        result = store.verify()
        assert (result.ok, result.first_bad_sequence) == (False, top - 1)
    with CaseStore.open(case) as store:
        assert "remembered_but_missing" in store.audit()[-1].detail
        for _ in range(4):
            store.log("x")
    with CaseStore.open(older, read_only=True) as store:  # the copy elsewhere is a case of its own
        assert store.verify().ok


def test_another_log_in_its_place_is_found(case):
    connection = database.connect(case / "case.sqlite", mode="ro")
    uuid, sequence = checking.case_uuid(connection), audit.head(connection)[0]
    heads.remember(uuid, case, sequence=sequence, sha256="00" * 32)
    found = checking.check_database(connection, case=case, job=QuietJob())
    connection.close()
    assert found.first_bad == sequence
    assert "another log was put in its place" in found.problems[0]


def test_rewriting_the_log_needs_the_key(tampering):
    """Someone who recomputes every hash after a change still lacks the installation's key."""
    _, connection = tampering
    connection.execute("BEGIN")
    connection.execute("UPDATE exhibit_notes SET note = 'something else' WHERE id = 1")
    previous = ""
    for (sequence,) in connection.execute("SELECT sequence FROM audit ORDER BY sequence").fetchall():
        names = columns(connection, "audit")
        row = dict(
            zip(
                names, connection.execute("SELECT * FROM audit WHERE sequence = ?", (sequence,)).fetchone(), strict=True
            )
        )
        row["payload_sha256"] = audit.payload_sha256(connection, sequence, tables=AUDITED)
        row["previous_sha256"] = previous
        previous = row["sha256"] = audit.link_sha256(row)
        connection.execute(
            "UPDATE audit SET payload_sha256 = :payload_sha256, previous_sha256 = :previous_sha256, sha256 = :sha256 "
            "WHERE sequence = :sequence",
            row,
        )
    connection.execute("UPDATE audit_head SET sha256 = ?", (previous,))
    found = chain(connection)
    connection.execute("ROLLBACK")
    assert found.first_bad is not None
    assert all("signature" in problem for problem in found.problems)


def test_a_key_that_was_never_introduced_is_named(tampering):
    case, connection = tampering
    connection.execute("UPDATE signing_keys SET public_key = 'ff'")
    assert any("never introduced" in p for p in checking.check_database(connection, case=case, job=QuietJob()).problems)


def test_the_tables_refuse_changes_by_themselves(case):
    connection = database.connect(case / "case.sqlite", mode="rw")
    for table in (*AUDITED, "audit"):
        name = key_of(table)
        for sql in (
            f"UPDATE {table} SET {name} = {name}",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=r"append-only|follow one another"):
                connection.execute(sql)
    names = ", ".join(columns(connection, "audit")[1:])
    with pytest.raises(sqlite3.IntegrityError, match="follow one another"):
        connection.execute(f"INSERT INTO audit (sequence, {names}) SELECT 999, {names} FROM audit LIMIT 1")
    connection.close()


def test_missing_safeguards_are_reported(tampering):
    case, connection = tampering
    problems = checking.check_database(connection, case=case, job=QuietJob()).problems
    assert any("safeguard audit_no_update was removed" in p for p in problems)
    with_triggers(connection)
    assert checking.check_database(connection, case=case, job=QuietJob()).problems == []
    connection.execute("CREATE TRIGGER extra AFTER INSERT ON audit BEGIN SELECT 1; END")
    assert any("extra" in p for p in checking.check_database(connection, case=case, job=QuietJob()).problems)


def test_dangling_references_and_another_schema_are_reported(tampering):
    case, connection = tampering
    connection.execute("DELETE FROM exhibits WHERE id = 1")
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    problems = checking.check_database(connection, case=case, job=QuietJob()).problems
    assert any("points to a missing row of exhibits" in p for p in problems)
    assert any("the schema is not the one" in p for p in problems)


def test_verify_through_the_store_names_the_first_bad_entry(tampering):
    case, connection = tampering
    bad = sequence_of(connection, "findings", 1)
    connection.execute("UPDATE findings SET statement = 'No edge is visible.' WHERE id = 1")
    with_triggers(connection)
    connection.close()
    with CaseStore.open(case) as store:
        before = store.head()
        result = store.verify()
        assert (result.ok, result.first_bad_sequence) == (False, bad)
        assert store.head() == before, "a broken log is not written on by its own verification"


def test_an_independent_verifier_agrees(case):
    """The format as the docstring of `audit` states it, without one line of this program."""

    def text(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def names_of(row):
        return list(row.keys())

    connection = sqlite3.connect(case / "case.sqlite")
    connection.row_factory = sqlite3.Row
    names = sorted(
        r[0]
        for r in connection.execute(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND c.name = 'audit_sequence'"
        )
    )
    previous, count = "", 0
    for entry in connection.execute("SELECT * FROM audit ORDER BY sequence"):
        payload = hashlib.sha256()
        for table in names:
            for row in connection.execute(
                f"SELECT * FROM {table} WHERE audit_sequence = ? ORDER BY id", (entry["sequence"],)
            ):
                payload.update(text([table, {k: row[k] for k in names_of(row) if row[k] is not None}]) + b"\n")
        link = hashlib.sha256(
            text({k: entry[k] for k in names_of(entry) if k not in ("sha256", "signature")})
        ).hexdigest()
        assert (entry["payload_sha256"], entry["previous_sha256"], entry["sha256"]) == (
            payload.hexdigest(),
            previous,
            link,
        )
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(entry["public_key"]))
        public.verify(bytes.fromhex(entry["signature"]), b"deepfake-studio/audit/1\n" + bytes.fromhex(link))
        previous, count = link, count + 1
    connection.close()
    assert count == 29
    with pytest.raises(InvalidSignature):
        public.verify(bytes(64), b"anything")


def test_canonical_lines_tell_all_types_apart():
    values = [
        1,
        1.0,
        "1",
        b"1",
        b64encode(b"1").decode(),
        True and 2,
        0.0,
        -0.0,
        float("inf"),
        -float("inf"),
        "",
        "null",
        '{"blob":"MQ=="}',
    ]
    lines = [audit.line("t", {"a": value}) for value in values]
    assert len(set(lines)) == len(values)
    assert audit.line("t", {"a": None}) == audit.line("t", {}) != audit.line("t", {"a": ""})


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_flipped_bit_of_the_file_never_passes_for_the_truth(tmp_path_factory, data):
    """One bit anywhere in the database file: refused, found, or without any effect on what the tables say."""
    folder = _template(tmp_path_factory)
    raw = bytearray((folder / "case.sqlite").read_bytes())
    position = data.draw(st.integers(0, len(raw) - 1))
    raw[position] ^= 1 << data.draw(st.integers(0, 7))
    damaged = folder.with_name("damaged.dfcase")
    damaged.mkdir(exist_ok=True)
    (damaged / "case.sqlite").write_bytes(raw)
    truth, found, result = _dump(folder / "case.sqlite"), None, None
    try:
        with CaseStore.open(damaged, read_only=True) as store:
            result = store.verify(evidence=False)
            found = _dump(damaged / "case.sqlite")
    except CaseError:
        return
    assert not result.ok or found == truth, position


_made = {}


def _template(tmp_path_factory):
    if "folder" not in _made:
        base = tmp_path_factory.mktemp("template")
        with CaseStore.create(base / "t.dfcase", actor="A") as store:
            store.log("one", detail={"a": 1})
            store.log("two")
        _made["folder"] = base / "t.dfcase"
    return _made["folder"]


def _dump(file):
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()


def test_many_problems_are_named_up_to_a_limit():
    check = audit.ChainCheck()
    for sequence in range(100, 0, -1):
        check.bad(sequence, "x")
    assert check.first_bad == 1
    assert len(check.problems) == 50


def test_the_key_is_made_once_private_and_whole(user_folder):
    signer = keys.installation_signer()
    assert keys.installation_signer().public_key == signer.public_key
    assert keys.key_file().stat().st_mode & 0o777 == 0o600
    assert {f.name for f in keys.key_file().parent.iterdir()} == {keys.key_file().name, keys.public_key_file().name}
    digest = hashlib.sha256(b"x").hexdigest()
    assert keys.signature_holds(digest, signature=signer.sign(digest), public_key=signer.public_key)
    assert not keys.signature_holds(digest, signature=signer.sign(digest), public_key="00")
    assert not keys.signature_holds(digest, signature="zz", public_key=signer.public_key)
    assert not keys.signature_holds("00" * 32, signature=signer.sign(digest), public_key=signer.public_key)


def test_two_installations_may_write_one_case(case, monkeypatch, tmp_path):
    monkeypatch.setenv("DEEPFAKE_STUDIO_HOME", str(tmp_path / "second"))
    with CaseStore.open(case, actor="C") as store:
        store.log("x")
        assert {e.public_key for e in store.audit()} == set(store.signing_keys())
        assert len(store.signing_keys()) == 2
        assert store.verify().ok


def test_a_damaged_or_foreign_key_is_refused(user_folder):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    file = keys.key_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(b"nonsense")
    with pytest.raises(CaseError, match="damaged"):
        keys.installation_signer()
    file.write_bytes(
        X25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(CaseError, match="not an Ed25519 key"):
        keys.installation_signer()
    file.unlink()
    file.mkdir()
    with pytest.raises(CaseError, match="cannot be used"):
        keys.installation_signer()


def test_a_disk_without_hard_links_still_gets_a_key(monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    assert keys.installation_signer().public_key == keys.installation_signer().public_key


def test_the_key_of_the_first_of_two_processes_stays(monkeypatch):
    first = keys.installation_signer()
    keys._make(keys.key_file())
    assert keys.installation_signer().public_key == first.public_key


def test_a_column_that_lost_its_name_is_damage_not_a_crash(tmp_path):
    with CaseStore.create(tmp_path / "t.dfcase", actor="A") as store:
        store.log("one")
    file = tmp_path / "t.dfcase" / "case.sqlite"
    raw = file.read_bytes()
    start = raw.index(b"CREATE TABLE audit")
    place = raw.index(b"actor", start)
    file.write_bytes(raw[:place] + b"bctor" + raw[place + 5 :])
    try:
        with CaseStore.open(tmp_path / "t.dfcase", read_only=True) as store:
            assert not store.verify(evidence=False).ok
    except CaseError:
        pass  # refused at opening is as good
