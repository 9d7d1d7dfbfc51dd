"""What is the environment's fault becomes one sentence; what is ours stays an exception."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from deepfake_studio import paths
from deepfake_studio.case import CaseStore, faults, folder, heads, lock, migrate
from deepfake_studio.errors import CaseError


def coded(code):
    error = sqlite3.OperationalError("text of SQLite")
    error.sqlite_errorcode = code
    return error


def raised(error):
    with faults.translated(Path("/cases/one")):
        raise error


@pytest.mark.parametrize("code", sorted(faults._SENTENCES))
@pytest.mark.parametrize("wrap", [lambda e: e, lambda e: DBAPIError("sql", {}, e)], ids=["driver", "sqlalchemy"])
def test_known_codes_are_one_sentence_with_the_path(code, wrap):
    with pytest.raises(CaseError, match=r"^(The|An) [^\n]*/cases/one[^\n]*; [^\n]*\.$"):
        raised(wrap(coded(code | 0x0300)))


@pytest.mark.parametrize("wrap", [lambda e: e, lambda e: DBAPIError("sql", {}, e)], ids=["driver", "sqlalchemy"])
def test_unknown_codes_are_bugs(wrap):
    for code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE):
        with pytest.raises((sqlite3.Error, DBAPIError)):
            raised(wrap(coded(code)))


@pytest.mark.parametrize("number", [*faults._OS_SENTENCES, errno.EIO])
def test_the_system_says_which_path(number):
    with pytest.raises(CaseError, match=r"/cases/one/x .*[;(].*\.$"):
        raised(OSError(number, "text of the system", "/cases/one/x"))


def test_a_damaged_page_is_found_by_verification_with_a_number(case):
    with CaseStore.open(case) as store:
        record = store.exhibits()[0]
        for _ in range(40):
            store.note(record.id, "x" * 3000)
    file = case / folder.DATABASE
    raw = bytearray(file.read_bytes())
    outcomes = set()
    for page in range(1, len(raw) // 4096):
        damaged = bytearray(raw)
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
        file.write_bytes(damaged)
        try:
            with CaseStore.open(case, read_only=True) as store:
                result = store.verify(evidence=False)
        except CaseError:
            outcomes.add("refused")
            continue
        assert not result.ok, page
        outcomes.add("numbered" if result.first_bad_sequence else "structure")
    assert "numbered" in outcomes


def test_a_home_that_refuses_the_memory_is_no_reason_to_fail(case):
    heads_folder = paths.user_data_dir() / "heads"
    for file in heads_folder.iterdir():
        file.unlink()
    heads_folder.rmdir()
    heads_folder.write_bytes(b"in the way")
    with CaseStore.open(case) as store:
        assert store.verify().ok


@pytest.mark.parametrize("text", ["", "[]", '{"sequence": null, "sha256": ""}', '{"sequence": 1}', "\udcff"])
def test_an_unreadable_memory_counts_as_none(tmp_path, text):
    heads.remember("uuid", tmp_path, sequence=3, sha256="aa")
    assert heads.recall("uuid", tmp_path) == (3, "aa")
    (file,) = (paths.user_data_dir() / "heads").iterdir()
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert heads.recall("uuid", tmp_path) is None


def test_an_opening_that_cannot_be_recorded_opens_nothing(case, monkeypatch):
    def refuse(*_, **__):
        raise CaseError("The disk is full.")

    monkeypatch.setattr(CaseStore, "log", refuse)
    with pytest.raises(CaseError, match="full"):
        CaseStore.open(case)
    monkeypatch.undo()
    assert not (case / lock.NAME).exists()
    CaseStore.open(case).close()


def test_closing_works_on_a_full_disk(case, monkeypatch):
    store = CaseStore.open(case)

    def refuse(*_, **__):
        raise CaseError("The disk is full.")

    monkeypatch.setattr(store, "log", refuse)
    store.close()
    CaseStore.open(case).close()


def test_a_login_without_a_name_is_unknown(tmp_path, monkeypatch):
    def nobody():
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    with CaseStore.create(tmp_path / "c.dfcase", actor=" ") as store:
        assert store.actor == "unknown"


def test_a_failing_first_migration_closes_the_database(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(migrate, "upgrade", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        CaseStore.create(tmp_path / "c.dfcase")
