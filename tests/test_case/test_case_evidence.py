"""Working copies, re-hashing, and what is said about files that changed."""

import hashlib
import os

import pytest

from deepfake_studio.case import CaseStore, evidence
from deepfake_studio.errors import CaseError, JobCancelled


class Watching:
    """A job that counts reports and asks to stop after some."""

    def __init__(self, stop_after=None):
        self.reports, self.stop_after = [], stop_after

    def progress(self, done, total, note=""):
        self.reports.append((done, total, note))
        if self.stop_after is not None and len(self.reports) > self.stop_after:
            raise JobCancelled

    def partial(self, value):
        raise AssertionError("nothing partial here")

    def cancelled(self):
        return False


def test_a_copy_is_verified_named_by_content_and_write_protected(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "Clip.MP4", os.urandom(3_000_000))
    job = Watching()
    record = store.add_exhibit(exhibit, copy=True, job=job)
    assert record.copied_to == f"evidence/{exhibit.sha256}.mp4"
    copy = store.working_path(record)
    assert copy == store.folder / record.copied_to
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == exhibit.sha256
    assert copy.stat().st_mode & 0o222 == 0
    assert {note for *_, note in job.reports} == {"copying", "verifying the copy"}
    assert store.add_exhibit(exhibit, copy=True).copied_to == record.copied_to
    assert [f.name for f in copy.parent.iterdir()] == [copy.name]


def test_without_a_copy_the_original_is_examined(store, tmp_path, nouns):
    record = store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"))
    assert store.working_path(record) == tmp_path / "a.mp4"


def test_a_damaged_copy_is_replaced(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "a.strange suffix")
    copy = store.working_path(store.add_exhibit(exhibit, copy=True))
    assert copy.name == exhibit.sha256
    copy.chmod(0o644)
    copy.write_bytes(b"damaged")
    store.add_exhibit(exhibit, copy=True)
    assert copy.read_bytes() == b"evidence"


def test_a_source_that_changed_or_went_is_not_copied(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "a.mp4")
    (tmp_path / "a.mp4").write_bytes(b"Evidence")
    with pytest.raises(CaseError, match="has changed since it was acquired"):
        store.add_exhibit(exhibit, copy=True)
    (tmp_path / "a.mp4").unlink()
    with pytest.raises(CaseError, match="does not exist"):
        store.add_exhibit(exhibit, copy=True)
    assert store.exhibits() == ()
    assert list((store.folder / "evidence").iterdir()) == []


def test_a_copy_that_comes_out_different_is_refused(store, tmp_path, nouns, monkeypatch):
    monkeypatch.setattr(evidence, "sha256_of", lambda *_, **__: "0" * 64)
    with pytest.raises(CaseError, match="came out different; check the disk"):
        store.add_exhibit(nouns.exhibit(tmp_path / "a.mp4"), copy=True)


@pytest.mark.parametrize("after", [0, 2, 4])
def test_cancelled_copies_leave_nothing(store, tmp_path, nouns, after):
    exhibit = nouns.exhibit(tmp_path / "a.mp4", os.urandom(3_000_000))
    before = store.head()
    with pytest.raises(JobCancelled):
        store.add_exhibit(exhibit, copy=True, job=Watching(after))
    assert store.head() == before
    assert list((store.folder / "evidence").iterdir()) == []


def test_what_happened_to_a_file_is_named(store, tmp_path, nouns, monkeypatch):
    contents = {name: name.encode() for name in ("same", "changed", "longer", "gone", "folder", "closed")}
    for name, content in contents.items():
        store.add_exhibit(nouns.exhibit(tmp_path / name, content), number=name)
    (tmp_path / "changed").write_bytes(b"CHANGED")
    (tmp_path / "longer").write_bytes(b"longer and longer")
    (tmp_path / "gone").unlink()
    (tmp_path / "folder").unlink()
    (tmp_path / "folder").mkdir()
    opened = evidence._open_to_read

    def refuse(path):
        if path.name == "closed":
            raise PermissionError(13, "no", str(path))
        return opened(path)

    monkeypatch.setattr(evidence, "_open_to_read", refuse)
    states = {c.number: c.state for c in store.check_evidence()}
    expected = {"same": "unaltered", "changed": "altered", "longer": "altered", "gone": "missing", "folder": "altered"}
    assert states == {**expected, "closed": "unreadable"}
    quick = {c.number: c.state for c in store.check_evidence(rehash=False)}
    assert quick == {**states, "changed": "unaltered", "closed": "unaltered"}
    result = store.verify()
    assert (result.ok, result.first_bad_sequence, result.evidence_checked) == (False, None, 6)
    assert len(result.problems) == 5
    assert all(p.startswith("Exhibit ") and p.endswith(".") for p in result.problems)
    assert "'ok': false" in store.audit()[-1].detail.replace('"', "'").replace(":false", ": false")


def test_removed_exhibits_are_not_checked_and_one_can_be_asked_for(store, tmp_path, nouns):
    one = store.add_exhibit(nouns.exhibit(tmp_path / "a"))
    two = store.add_exhibit(nouns.exhibit(tmp_path / "b", b"b"))
    store.remove_exhibit(one.id, "x")
    assert [c.exhibit_id for c in store.check_evidence()] == [two.id]
    assert store.check_evidence(exhibit_ids=(one.id,)) == ()


def test_hashing_reports_and_can_be_stopped(store, tmp_path, nouns):
    store.add_exhibit(nouns.exhibit(tmp_path / "a", bytes(5_000_000)))
    job = Watching()
    store.check_evidence(job=job)
    assert job.reports[-1] == (5_000_000, 5_000_000, "exhibit 1")
    with pytest.raises(JobCancelled):
        store.check_evidence(job=Watching(2))


@pytest.mark.skipif(os.name == "nt", reason="needs a Linux machine")
def test_a_pipe_in_the_place_of_a_file_does_not_hang(store, tmp_path, nouns):
    exhibit = nouns.exhibit(tmp_path / "a", b"")
    store.add_exhibit(exhibit)
    (tmp_path / "a").unlink()
    os.mkfifo(tmp_path / "a")
    assert [c.state for c in store.check_evidence()] in (["altered"], ["unaltered"], ["unreadable"])


def test_altered_and_unreadable_reports_are_problems_moved_ones_are_not(store, monkeypatch):
    reports = store.subfolder("reports")
    for name in ("a", "b", "c"):
        (reports / name).write_bytes(b"r")
        store.record_report(reports / name, sha256=hashlib.sha256(b"r").hexdigest(), format="html")
    assert [p.name for p, _ in store.reports()] == ["a", "b", "c"]
    assert store.verify().ok
    (reports / "a").write_bytes(b"changed")
    (reports / "b").unlink()
    result = store.verify()
    assert (len(result.problems), result.first_bad_sequence) == (1, None)
    assert "reports/a was changed after it was written" in result.problems[0].replace(os.sep, "/")
    store.record_report(reports / "a", sha256=hashlib.sha256(b"changed").hexdigest(), format="html")
    assert store.verify().ok

    def refuse(path):
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(evidence, "_open_to_read", refuse)
    assert any("cannot be read" in p for p in store.verify().problems)


def test_a_subfolder_that_cannot_be_made_is_one_sentence(case):
    (case / "derived").write_bytes(b"in the way")
    with CaseStore.open(case) as store, pytest.raises(CaseError, match="cannot be used"):
        store.subfolder("derived")
