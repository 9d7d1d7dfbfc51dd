"""Packages: what one lab writes another validates and imports; what an enemy sends leaves nothing behind."""

import importlib.util
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deepfake_studio.case import CaseStore, archive, importing, keys, staging, unpacking
from deepfake_studio.case.importing import import_package
from deepfake_studio.case.unpacking import validate
from deepfake_studio.errors import CaseError, JobCancelled
from deepfake_studio.job import QuietJob

HERE = Path(__file__).parent


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hostile = load("hostile_packages")


def tree(folder):
    """Every file and folder below, with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.fixture(scope="session")
def package(template):
    """A package of a full case with its evidence, from another installation; nothing else of that is left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEEPFAKE_STUDIO_HOME", str(template / "home"))
        shutil.copytree(template / "full.dfcase", template / "sent.dfcase")
        with CaseStore.open(template / "sent.dfcase", actor="A") as store:
            made = store.export_package(template / "out.dfpack", with_evidence=True)
    shutil.rmtree(template / "sent.dfcase")
    return made


@pytest.fixture
def good(package, template, monkeypatch):
    """The package taken apart, with the key that signed it."""
    with monkeypatch.context() as patch:
        patch.setenv("DEEPFAKE_STUDIO_HOME", str(template / "home"))
        return hostile.Good(package.path.read_bytes(), keys.installation_signer())


def test_a_second_lab_validates_without_writing_and_imports(package, tmp_path):
    before = tree(tmp_path)
    found = validate(package.path)
    assert tree(tmp_path) == before
    assert (found.public_key, found.signed_here) == (package.public_key, False)
    assert (found.exhibits, found.evidence, found.reports, found.without) == (2, 2, 1, ())
    assert found.log_keys == (package.public_key,)
    target = tmp_path / "there.dfcase"
    assert import_package(package.path, target, actor="Z").audit_head_sha256 == found.audit_head_sha256
    with CaseStore.open(target, actor="Z") as store:
        assert store.verify().ok
        here = [store.working_path(r) for r in store.exhibits(include_removed=True)]
        assert [p.read_bytes() for p in here] == [b"evidence", b"two"]
        assert all(p.is_relative_to(target) for p in here)
        assert len(store.signing_keys()) == 2
        entry = next(e for e in store.audit() if e.action == "case.import")
        assert (entry.actor, package.sha256 in entry.detail) == ("Z", True)
        again = store.export_package(tmp_path / "again.dfpack", with_evidence=True)
    assert validate(again.path).signed_here
    assert not list(tmp_path.glob(".*"))


def test_without_evidence_the_package_says_what_it_lacks(case, tmp_path):
    with CaseStore.open(case, actor="A") as store:
        made = store.export_package(tmp_path / "lean.dfpack")
        assert made.without == ("1", "K-1")
        assert store.audit()[-1].action == "case.export"
    assert validate(made.path).without == ("1", "K-1")


def test_what_was_derived_for_looking_stays_out_of_packages(case, tmp_path):
    proxies = case / "derived" / "proxies"
    proxies.mkdir(parents=True)
    (proxies / "a.pack").write_bytes(b"a picture made small")
    (proxies / "a.exact").write_bytes(b"a decoded frame")
    with CaseStore.open(case, actor="A") as store:
        made = store.export_package(tmp_path / "out.dfpack")
    with zipfile.ZipFile(made.path) as opened:
        assert not [name for name in opened.namelist() if "derived" in name or "prox" in name or ".pack" in name]
        assert not [name for name in opened.namelist() if b"made small" in opened.read(name)]
    assert made.path.read_bytes().count(b"a decoded frame") == 0


def test_a_large_database_is_looked_at_in_a_private_folder(package, monkeypatch):
    monkeypatch.setattr(unpacking, "_IN_MEMORY_BYTES", 1000)
    made = []

    class Watched(unpacking.tempfile.TemporaryDirectory):
        def __init__(self, **options):
            super().__init__(**options)
            made.append(Path(self.name))

    monkeypatch.setattr(unpacking.tempfile, "TemporaryDirectory", Watched)
    assert validate(package.path).audit_entries
    assert len(made) == 1
    assert not made[0].exists()


def test_ordinary_zip_programs_read_a_package(package):
    with zipfile.ZipFile(package.path) as opened:
        assert opened.testzip() is None
        assert opened.namelist()[:2] == [archive.MANIFEST, archive.SIGNATURE]


def test_the_key_that_must_have_signed(package):
    assert validate(package.path, key=package.public_key)
    with pytest.raises(CaseError, match="was signed with the key"):
        validate(package.path, key="00" * 32)


def test_every_hostile_package_is_refused_in_one_sentence_and_nothing_is_written(good, tmp_path):
    made = hostile.make_all(good)
    assert len(made) >= 40
    sandbox = tmp_path / "sandbox"
    sandbox.mkdir()
    sent = sandbox / "sent.dfpack"
    for name, raw in made.items():
        sent.write_bytes(raw)
        before, outside = tree(sandbox), sorted(p.name for p in tmp_path.iterdir())
        for attempt in (lambda: validate(sent), lambda: import_package(sent, sandbox / "new.dfcase", actor="Z")):
            with pytest.raises(CaseError) as refusal:
                attempt()
            text = str(refusal.value)
            assert text.startswith(f"{sent} is not a valid case package, because it "), (name, text)
            assert text.endswith("; ask for it again."), name
            assert "\n" not in text, name
        assert tree(sandbox) == before, name
        assert sorted(p.name for p in tmp_path.iterdir()) == outside, name


def test_the_good_package_taken_apart_and_put_together_is_the_same(good):
    assert good.packed() == good.raw


@pytest.mark.parametrize("at", ["_unpack", "_enter"])
def test_an_import_that_fails_midway_leaves_nothing(package, tmp_path, monkeypatch, at):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, at, full)
    before = tree(tmp_path)
    with pytest.raises(CaseError, match="is full"):
        import_package(package.path, tmp_path / "new.dfcase")
    assert tree(tmp_path) == before


def test_a_cancelled_import_leaves_nothing(package, tmp_path):
    job = QuietJob()
    job.cancel()
    before = tree(tmp_path)
    with pytest.raises(JobCancelled):
        import_package(package.path, tmp_path / "new.dfcase", job=job)
    assert tree(tmp_path) == before


def test_places_that_are_taken_or_do_not_exist(package, case, tmp_path):
    with pytest.raises(CaseError, match="exists already"):
        import_package(package.path, case)
    dangling = tmp_path / "link.dfcase"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(CaseError, match="exists already"):
        import_package(package.path, dangling)
    with pytest.raises(CaseError, match="does not exist; make it"):
        import_package(package.path, tmp_path / "no" / "x.dfcase")
    with pytest.raises(CaseError, match="There is no package"):
        validate(tmp_path)
    with CaseStore.open(case) as store:
        with pytest.raises(CaseError, match="exists already"):
            store.export_package(package.path)
        with pytest.raises(CaseError, match="does not exist"):
            store.export_package(tmp_path / "no" / "x.dfpack")


def test_changed_evidence_is_not_handed_on(case, tmp_path):
    (copied,) = (case / "evidence").iterdir()
    copied.chmod(0o644)
    copied.write_bytes(b"Evidence")
    with CaseStore.open(case) as store, pytest.raises(CaseError, match="no longer what the case says"):
        store.export_package(tmp_path / "x.dfpack", with_evidence=True)
    copied.unlink()
    with CaseStore.open(case) as store, pytest.raises(CaseError, match="does not exist"):
        store.export_package(tmp_path / "x.dfpack", with_evidence=True)
    assert not list(tmp_path.glob("*.dfpack"))


def test_a_case_that_does_not_verify_is_not_handed_on(case, tmp_path):
    connection = sqlite3.connect(case / "case.sqlite")
    connection.execute("DROP TRIGGER exhibit_notes_no_update")
    connection.execute("UPDATE exhibit_notes SET note = 'other'")
    connection.commit()
    connection.close()
    with CaseStore.open(case) as store, pytest.raises(CaseError, match="does not verify and is not handed on"):
        store.export_package(tmp_path / "x.dfpack")


def test_a_package_of_an_older_schema_is_validated_and_imported(good, tmp_path):
    old = tmp_path / "old.sqlite"
    connection = sqlite3.connect(old)
    connection.executescript((HERE / "fixtures" / "schema-0002.sql").read_text("utf-8"))
    uuid, number, title = connection.execute("SELECT case_uuid, number, title FROM case_info").fetchone()
    sequence, head = connection.execute("SELECT sequence, sha256 FROM audit_head").fetchone()
    connection.close()
    good.manifest = hostile.dataclasses.replace(good.manifest, files=good.manifest.files[:1])
    good.parts = {n: d for n, d in good.parts.items() if not n.startswith("blobs/") or d == good.database}
    about = {"case_uuid": uuid, "case_number": number, "case_title": title, "case_schema": "0002"}
    sent = tmp_path / "old.dfpack"
    sent.write_bytes(good.with_database(old.read_bytes(), audit_sequence=sequence, audit_head_sha256=head, **about))
    assert validate(sent).audit_entries == sequence
    import_package(sent, tmp_path / "old.dfcase")
    with CaseStore.open(tmp_path / "old.dfcase") as store:
        assert store.verify(evidence=False).ok


def test_staging_is_beside_the_target(package, tmp_path, monkeypatch):
    seen = []
    real = importing._write

    def watched(file, content):
        seen.append(file)
        real(file, content)

    monkeypatch.setattr(importing, "_write", watched)
    target = tmp_path / "deep" / "new.dfcase"
    target.parent.mkdir()
    import_package(package.path, target)
    assert seen
    assert all(p.is_relative_to(target.parent) for p in seen)
    assert {os.path.relpath(p, target.parent).split(os.sep)[0].endswith(".importing") for p in seen} == {True}


def killed_import(package, target):
    """Import in a process of its own that is killed when the evidence lies in the staging folder."""
    code = (
        "import os, signal, sys; from pathlib import Path; from deepfake_studio.case import importing; "
        "importing._enter = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL); "
        "importing.import_package(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(package), str(target)], check=False)
    assert ended.returncode == -signal.SIGKILL
    return [p for p in target.parent.iterdir() if p.name.endswith(".importing")]


@pytest.mark.parametrize("how", ["import", "open"])
def test_what_a_killed_import_left_goes_with_the_next_case(package, tmp_path, how):
    place = tmp_path / "cases"
    place.mkdir()
    CaseStore.create(place / "other.dfcase").close()
    (left,) = killed_import(package.path, place / "imported.dfcase")
    assert any((left / "evidence").iterdir())
    living = place / staging.place(place / "x").name
    strange = place / ".0123456789abcdef.importing"
    for folder in (living, strange):
        folder.mkdir()
    if how == "import":
        import_package(package.path, place / "imported.dfcase")
    else:
        CaseStore.open(place / "other.dfcase", read_only=True).close()
        assert left.exists()  # who only looks changes nothing
        CaseStore.open(place / "other.dfcase").close()
    assert (left.exists(), living.exists(), strange.exists()) == (False, True, True)
