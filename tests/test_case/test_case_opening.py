"""Opening: one writer, dead locks, older and newer schemas, read-only and full disks, wrong files."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from deepfake_studio.case import CaseStore, database, folder, lock, migrate, opening
from deepfake_studio.case.schema import Base
from deepfake_studio.errors import CaseError

FIXTURES = Path(__file__).parent / "fixtures"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux machine")


def python(code, *arguments, **options):
    """Another process that runs ``code`` and talks through a pipe."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)


HOLD = """
import sys, time
from pathlib import Path
from deepfake_studio.case import CaseStore
store = CaseStore.open(Path(sys.argv[1]), actor="other")
print("open", flush=True)
time.sleep(60)
"""


# ---- one writer ----------------------------------------------------------------------------------------------------


def test_a_second_opener_is_refused_or_reads_and_a_dead_one_is_forgotten(case):
    other = python(HOLD, case)
    try:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(CaseError, match=f"already open for writing in process {other.pid}"):
            CaseStore.open(case)
        with CaseStore.open(case, read_only=True) as looking:
            assert looking.audit()[-1].actor == "other"
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    with CaseStore.open(case) as store:
        assert store.verify().ok


def test_a_second_opener_in_the_same_process_is_refused(case):
    with CaseStore.open(case):
        for _ in range(2):
            with pytest.raises(CaseError, match="already open for writing"):
                CaseStore.open(case)
    CaseStore.open(case).close()
    assert not (case / lock.NAME).exists()


def test_looking_takes_no_lock(case):
    with CaseStore.open(case, read_only=True), CaseStore.open(case) as store:
        store.log("x")


def claim(case, **changes):
    told = {"pid": os.getpid(), "started": lock.process_start(os.getpid()), "host": lock.platform.node(), **changes}
    (case / lock.NAME).write_text(json.dumps(told))


@pytest.mark.parametrize("changes", [{"pid": 2**22 + 1}, {"started": "before"}, {"pid": -1}, {"pid": "x"}], ids=str)
def test_a_lock_file_of_a_dead_process_is_taken_over(case, changes):
    claim(case, **changes)
    with CaseStore.open(case):
        assert json.loads((case / lock.NAME).read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("text", [b"", b"not json", b"[]", b"\xff\xff"])
def test_an_unreadable_lock_file_is_taken_over(case, text):
    (case / lock.NAME).write_bytes(text)
    CaseStore.open(case).close()


def test_a_living_holder_counts_even_where_the_disk_knows_no_locks(case, monkeypatch):
    def no_locks(*_):
        raise OSError("no locks here")

    monkeypatch.setattr("fcntl.flock", no_locks)
    claim(case)
    with pytest.raises(CaseError, match=f"process {os.getpid()}"):
        CaseStore.open(case)


def test_a_holder_on_another_machine_counts(case):
    claim(case, host="elsewhere")
    with pytest.raises(CaseError, match=r"on elsewhere; close it there, or delete"):
        CaseStore.open(case)


def test_a_lock_removed_under_our_hands_is_made_again(case, monkeypatch):
    answers = iter([False, True])
    monkeypatch.setattr(lock, "_still_there", lambda *_: next(answers))
    CaseStore.open(case).close()
    taken = lock.CaseLock.acquire
    assert callable(taken)


def test_process_starts_differ_and_dead_ones_have_none():
    assert lock.process_start(os.getpid()) == lock.process_start(os.getpid()) is not None
    assert lock.process_start(2**22 + 1) is None
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert lock.process_start(gone.pid) is None


def test_a_lock_that_cannot_be_made_is_one_sentence(case):
    (case / lock.NAME).mkdir()
    with pytest.raises(CaseError, match=r"case\.lock cannot be used"):
        CaseStore.open(case)


def test_release_survives_a_disk_that_went_away(tmp_path, monkeypatch):
    held = lock.CaseLock.acquire(tmp_path)

    def gone(*_):
        raise OSError("gone")

    monkeypatch.setattr("os.ftruncate", gone)
    held.release()
    held.release()


# ---- schemas -------------------------------------------------------------------------------------------------------


def restore(sql, case):
    case.mkdir()
    connection = sqlite3.connect(case / folder.DATABASE)
    connection.executescript(sql.read_text("utf-8"))
    connection.close()
    return case


@pytest.mark.parametrize("sql", sorted(FIXTURES.glob("schema-*.sql")), ids=lambda p: p.stem)
def test_every_old_case_opens_and_verifies(sql, tmp_path, nouns):
    case = restore(sql, tmp_path / "old.dfcase")
    with CaseStore.open(case, read_only=True) as store:
        assert store.verify(evidence=False).ok
    with CaseStore.open(case) as store:
        assert store.info().schema_version == migrate.newest_revision()
        assert store.verify(evidence=False).ok
        (record,) = store.exhibits()
        assert record.exhibit.path == "/received/one.mp4"
        examination = store.examinations(record.id)[0].examination
        assert nouns.equal(examination, nouns.examination(record.exhibit))
        assert [f.limitations for f in store.findings()] == ["one frame only"]
        assert [b.note for b in store.bookmarks()] == ["look again"]


def test_the_models_say_what_the_migrations_make(tmp_path):
    connection = database.memory()
    migrate.upgrade(connection)
    with database.engine(connection).connect() as live:
        context = MigrationContext.configure(live, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    connection.close()


def test_every_schema_has_a_fixture():
    assert {p.stem.removeprefix("schema-") for p in FIXTURES.glob("schema-*.sql")} >= set(migrate.known_revisions())


LATER = '''
"""A schema of the future."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{last}", None, None


def upgrade():
    op.add_column("exhibits", sa.Column("colour", sa.Text()))
    {pause}
    op.create_index("ix_exhibits_colour", "exhibits", ["colour"])
'''


def future(tmp_path, pause="pass"):
    """A copy of the migrations with one more."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = LATER.format(last=migrate.newest_revision(), pause=pause)
    (scripts / "versions" / "r9999_later.py").write_text(text)
    return scripts


def backups(case):
    return sorted((case / folder.BACKUPS).glob("*")) if (case / folder.BACKUPS).exists() else []


def test_an_upgrade_copies_the_database_first_and_keeps_the_chain(case, tmp_path, monkeypatch):
    last = migrate.newest_revision()
    with CaseStore.open(case, read_only=True) as store:
        before = store.audit()
    monkeypatch.setattr(migrate, "_SCRIPTS", future(tmp_path))
    with CaseStore.open(case) as store:
        assert store.info().schema_version == "9999"
        assert store.audit()[: len(before)] == before
        assert store.verify().ok
    (copy,) = backups(case)
    assert f"schema-{last}" in copy.name
    old = sqlite3.connect(copy)
    assert old.execute("SELECT count(*) FROM audit").fetchone() == (len(before),)
    assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (last,)
    old.close()
    CaseStore.open(case).close()
    assert len(backups(case)) == 1


def test_an_older_case_can_be_read_without_being_changed(case, tmp_path, monkeypatch):
    before = (case / folder.DATABASE).read_bytes()
    monkeypatch.setattr(migrate, "_SCRIPTS", future(tmp_path))
    with CaseStore.open(case, read_only=True) as store:
        assert store.info().schema_version == "9999"
        assert store.verify().ok
    assert (case / folder.DATABASE).read_bytes() == before
    assert backups(case) == []


def test_a_newer_case_is_refused(case, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_SCRIPTS", future(tmp_path))
        CaseStore.open(case).close()
    for read_only in (False, True):
        with pytest.raises(CaseError, match=r"newer version .schema 9999.; update this program"):
            CaseStore.open(case, read_only=read_only)
    assert not (case / lock.NAME).exists()


def test_a_failing_upgrade_leaves_the_old_schema(case, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_SCRIPTS", future(tmp_path, pause="raise RuntimeError('a bug')"))
        with pytest.raises(RuntimeError, match="a bug"):
            CaseStore.open(case)
    with CaseStore.open(case) as store:
        assert store.verify().ok


UPGRADE = """
import sys
from pathlib import Path
from deepfake_studio.case import CaseStore, migrate
migrate._SCRIPTS = Path(sys.argv[2])
print("ready", flush=True)
CaseStore.open(Path(sys.argv[1])).close()
"""


@LINUX
def test_a_kill_in_the_middle_of_an_upgrade_leaves_one_schema_or_the_other(case, tmp_path, monkeypatch):
    last = migrate.newest_revision()
    scripts = future(tmp_path, pause="print('between', flush=True); import time; time.sleep(30)")
    for round_ in range(3):
        process = python(UPGRADE, case, scripts)
        assert process.stdout.readline() == "ready\n"
        assert process.stdout.readline() == "between\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with CaseStore.open(case) as store:
            assert store.info().schema_version == last
            assert store.verify().ok
        assert len(backups(case)) == round_ + 1
        assert all(f.suffix == ".sqlite" for f in backups(case))


def test_a_backup_that_cannot_be_written_stops_the_upgrade(case, tmp_path, monkeypatch):
    last = migrate.newest_revision()
    (case / folder.BACKUPS).write_bytes(b"a file in the way")
    with monkeypatch.context() as patched:
        patched.setattr(migrate, "_SCRIPTS", future(tmp_path))
        with pytest.raises(CaseError, match="cannot be used"):
            CaseStore.open(case)
    with CaseStore.open(case) as store:
        assert store.info().schema_version == last


# ---- wrong and damaged files ---------------------------------------------------------------------------------------


def test_another_database_is_refused(case):
    (case / folder.DATABASE).unlink()
    sqlite3.connect(case / folder.DATABASE).close()
    with pytest.raises(CaseError, match="not a case of this program"):
        CaseStore.open(case)


def test_a_file_that_is_no_database_is_refused(case):
    (case / folder.DATABASE).write_bytes(b"nonsense" * 1000)
    for read_only in (False, True):
        with pytest.raises(CaseError, match="is not a case database"):
            CaseStore.open(case, read_only=read_only)


def test_a_cut_database_is_refused_or_found(case):
    raw = (case / folder.DATABASE).read_bytes()
    for keep in (100, 4096, len(raw) // 2, len(raw) - 4096):
        (case / folder.DATABASE).write_bytes(raw[:keep])
        try:
            with CaseStore.open(case, read_only=True) as store:
                assert not store.verify(evidence=False).ok
        except CaseError:
            pass


def change(case, sql):
    connection = sqlite3.connect(case / folder.DATABASE)
    connection.execute("PRAGMA writable_schema=ON")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("sql", "call"),
    [
        ("UPDATE exhibits SET acquisition = '[]'", "exhibits"),
        ("UPDATE exhibits SET acquisition = '{}'", "exhibits"),
        ("UPDATE exhibit_media SET media = 'not json'", "exhibits"),
        ("UPDATE examinations SET body = '3'", "examinations"),
        ("UPDATE detector_results SET body = '{\"detector_id\": 3}'", "examinations"),
        ("UPDATE case_info SET examiners = '{'", "info"),
        ("DELETE FROM case_info", "info"),
        (f"UPDATE examinations SET body = '{'[' * 100_000}'", "examinations"),
        ("DROP TABLE bookmarks", None),
    ],
)
def test_damaged_rows_give_one_sentence(case, sql, call):
    change(case, sql)
    if call is None:
        for read_only in (True, False):
            with pytest.raises(CaseError, match="damaged"):
                CaseStore.open(case, read_only=read_only)
        return
    with (
        CaseStore.open(case, read_only=True) as store,
        pytest.raises(CaseError, match=r"is damaged .* verify it and restore it"),
    ):
        getattr(store, call)()


@pytest.mark.parametrize("path", ["../out", "evidence/../../out", "..\\out"])
@pytest.mark.parametrize("column", ["copied_to", "acquisition"])
def test_paths_that_lead_out_of_a_case_are_refused(case, path, column):
    value = f"'{path}'" if column == "copied_to" else f"json_set(acquisition, '$.path', '{path}')"
    change(case, f"UPDATE exhibits SET {column} = {value}")
    with (
        CaseStore.open(case, read_only=True) as store,
        pytest.raises(CaseError, match=r"leads out of it; do not trust"),
    ):
        store.check_evidence()


def test_a_power_cut_loses_only_what_was_not_yet_on_the_disk(case, tmp_path, monkeypatch):
    """The log file cut at any length, as if the disk had kept only its beginning: an earlier state, whole."""
    monkeypatch.setattr(folder, "filesystem_type", lambda _: "ext4")
    states = {}
    with CaseStore.open(case) as store:
        for number in range(12):
            sequence, sha256 = store.head()
            states[sequence] = sha256
            store.log("x", str(number))
        states[store.head()[0]] = store.head()[1]
        database_bytes = (case / folder.DATABASE).read_bytes()
        log = (case / f"{folder.DATABASE}-wal").read_bytes()
    reached = set()
    for turn in range(24):
        cut = tmp_path / f"cut{turn}"
        cut.mkdir()
        (cut / folder.DATABASE).write_bytes(database_bytes)
        (cut / f"{folder.DATABASE}-wal").write_bytes(log[: len(log) * turn // 23])
        with CaseStore.open(cut, read_only=True) as store:
            sequence, sha256 = store.head()
            assert store.verify(evidence=False).ok
        reached.add(sequence)
        assert states.get(sequence, sha256) == sha256
    assert len(reached) > 5
    assert max(reached) == max(states)


# ---- disks ---------------------------------------------------------------------------------------------------------


def test_journal_and_safeguards(case, tmp_path, monkeypatch):
    def pragmas():
        with CaseStore.open(case) as store, store._engine.connect() as live:
            raw = database.driver(live)
            names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
            return [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    monkeypatch.setattr(folder, "filesystem_type", lambda _: "ext4")
    assert pragmas() == ["wal", 2, 1, 0]
    monkeypatch.setattr(folder, "filesystem_type", lambda _: "nfs4")
    assert pragmas() == ["delete", 2, 1, 0]


@LINUX
def test_filesystems_are_told_apart(tmp_path):
    assert folder.filesystem_type(tmp_path)
    assert folder.filesystem_type(Path("/proc")) == "proc"
    assert not folder.write_ahead_log_is_safe(Path("/proc"))


def write_until_full(store, exhibit_id):
    for _ in range(1000):
        store.note(exhibit_id, "x" * 10_000)


def test_a_full_database_loses_nothing(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    with store._engine.connect() as live:
        raw = database.driver(live)
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(CaseError, match=r"is full; free some space and try again"):
        write_until_full(store, record.id)
    assert store.verify().ok
    raw.execute("PRAGMA max_page_count=1000000")
    assert store.note(record.id, "again").note == "again"
    assert store.verify().ok


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True)
    if made.returncode:
        pytest.skip("needs root and the right to mount")
    yield disk
    subprocess.run(["mount", "-o", "remount,rw", disk], check=False)
    subprocess.run(["umount", "-l", disk], check=True)


@LINUX
def test_a_full_disk_gives_one_sentence_everywhere_and_a_retry_works(small_disk, tmp_path, nouns):
    folder_ = small_disk / "c.dfcase"
    with CaseStore.create(folder_, actor="A") as store:
        big = nouns.exhibit(tmp_path / "big.mp4", b"x" * 4_000_000)
        with pytest.raises(CaseError, match="is full"):
            store.add_exhibit(big, copy=True)
        assert list((folder_ / "evidence").iterdir()) == []
        record = store.add_exhibit(big)
        spare = small_disk / "spare"
        spare.write_bytes(b"x" * 200_000)  # what is freed later must not depend on where the filling stopped
        with pytest.raises(CaseError, match="is full"):
            write_until_full(store, record.id)
        filler = small_disk / "filler"
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4k"], capture_output=True, check=False)
        with pytest.raises(CaseError, match="is full"):
            store.log("x" * 100_000)
        with pytest.raises(CaseError, match="is full"):
            CaseStore.create(small_disk / "second.dfcase")
        filler.unlink()
        spare.unlink()
        assert store.note(record.id, "again").note == "again"
        assert store.verify().ok
    shutil.rmtree(folder_)
    CaseStore.create(small_disk / "second.dfcase").close()


@LINUX
def test_a_read_only_disk_can_be_looked_at(small_disk, nouns, tmp_path):
    folder_ = small_disk / "c.dfcase"
    with CaseStore.create(folder_, actor="A") as store:
        store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"), copy=True)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with CaseStore.open(folder_, read_only=True) as store:
        assert store.verify().ok
    with pytest.raises(CaseError, match="read-only disk"):
        CaseStore.open(folder_)
    with pytest.raises(CaseError, match="read-only disk"):
        CaseStore.create(small_disk / "d.dfcase")


AS_NOBODY = """
import os, sys, tempfile
from pathlib import Path
from deepfake_studio.case import CaseStore
from deepfake_studio.errors import CaseError
with tempfile.TemporaryDirectory() as warm:  # what is imported late may lie where nobody can read
    os.environ["DEEPFAKE_STUDIO_HOME"] = warm
    with CaseStore.create(Path(warm) / "c", actor="A") as store:
        store.verify()
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
os.environ["DEEPFAKE_STUDIO_HOME"] = sys.argv[2]
folder = Path(sys.argv[1])
with CaseStore.open(folder, read_only=True) as store:
    print(store.verify(evidence=False).ok)
for call in (lambda: CaseStore.open(folder), lambda: CaseStore.create(folder.parent / "new.dfcase")):
    try:
        call()
    except CaseError as error:
        print(error)
"""


@LINUX
def test_a_case_cut_short_and_put_on_a_read_only_disk_shows_its_newest_rows(case, small_disk):
    with CaseStore.open(case) as store:
        if not (case / "case.sqlite-wal").exists():
            pytest.skip("needs a Linux machine with a local disk")
        store.log("in the log only")
        top = store.head()
        copy = small_disk / "copy.dfcase"
        shutil.copytree(case, copy)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with CaseStore.open(copy, read_only=True) as store:
        assert store.head() == top
        assert store.verify(evidence=False).ok
        with pytest.raises(CaseError, match="read-only"):
            store.log("x")


@LINUX
def test_a_folder_without_write_permission_can_be_looked_at(case, tmp_path):
    if not all(p.stat().st_mode & 0o001 for p in Path(folder.__file__).parents):
        pytest.skip("needs a Linux machine on which other users may read the checkout")
    home = tmp_path / "their-home"
    home.mkdir()
    home.chmod(0o777)
    case.chmod(0o555)
    (case / folder.DATABASE).chmod(0o444)
    parents = [p for p in tmp_path.parents if p.stat().st_uid == os.getuid() and p != Path("/")][:3]
    modes = [(p, p.stat().st_mode) for p in (tmp_path, *parents)]
    for path, mode in modes:
        path.chmod(mode | 0o055)
    tmp_path.chmod(0o555)
    try:
        process = python(AS_NOBODY, case, home)
        out = process.communicate()[0].splitlines()
    finally:
        for path, mode in modes:
            path.chmod(mode)
        case.chmod(0o755)
    assert out[0] == "True"
    assert "case.lock cannot be written; give yourself permission" in out[1]
    assert "new.dfcase cannot be written; give yourself permission" in out[2]


def test_an_interrupted_creation_leaves_no_lock(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise sqlite3.OperationalError("a bug")

    monkeypatch.setattr(opening, "finish", fail)
    with pytest.raises(sqlite3.OperationalError, match="a bug"):
        CaseStore.create(tmp_path / "a.dfcase")
    monkeypatch.undo()
    CaseStore.create(tmp_path / "a.dfcase").close()
