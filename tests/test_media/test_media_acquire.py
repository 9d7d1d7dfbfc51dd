"""Acquisition hashes once, changes nothing and refuses what is not a file."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime

import pytest

from deepfake_studio.errors import JobCancelled, MediaError
from deepfake_studio.job import QuietJob
from deepfake_studio.media import acquire as module
from deepfake_studio.media import files
from deepfake_studio.media.acquire import acquire
from deepfake_studio.media.limits import Limits


@pytest.fixture
def evidence(tmp_path):
    path = tmp_path / "Beweis 证据 🎥 \u202egpj.mp4"
    path.write_bytes(os.urandom(300_000))
    return path


def test_digests_agree_with_hashlib_and_nothing_changes(evidence):
    data, before = evidence.read_bytes(), evidence.stat()
    found = acquire(evidence, md5=True, sha1=True)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.md5 == hashlib.md5(data).hexdigest()
    assert found.sha1 == hashlib.sha1(data).hexdigest()
    assert found.size_bytes == len(data)
    after = evidence.stat()
    assert (before.st_mtime_ns, before.st_ctime_ns, before.st_atime_ns) == (
        after.st_mtime_ns,
        after.st_ctime_ns,
        after.st_atime_ns,
    )
    assert datetime.fromisoformat(found.modified_utc).timestamp() == pytest.approx(before.st_mtime, abs=1e-5)
    assert datetime.fromisoformat(found.acquired_utc).utcoffset().total_seconds() == 0


def test_weaker_digests_only_when_asked(evidence):
    found = acquire(evidence)
    assert (found.md5, found.sha1) == (None, None)


def test_blocks_cover_the_whole_file(evidence, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_BYTES", 4096)
    assert acquire(evidence).sha256 == hashlib.sha256(evidence.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: None, "does not exist"),
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.touch(), "is empty"),
        (lambda p: os.mkfifo(p), "not a regular file"),
        (lambda p: p.symlink_to(p), "cannot be opened"),
    ],
)
def test_what_is_no_file_is_refused_with_a_sentence(tmp_path, make, words):
    path = tmp_path / "x"
    make(path)
    with pytest.raises(MediaError, match=words) as caught:
        acquire(path)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_name_with_a_zero_byte_is_refused(tmp_path):
    with pytest.raises(MediaError, match="cannot be opened"):
        acquire(tmp_path / "a\0b")


def test_names_that_are_no_text_are_read_and_shown(tmp_path):
    path = tmp_path / os.fsdecode(b"bad-\xff\n.bin")
    path.write_bytes(b"data")
    assert acquire(path).size_bytes == 4
    assert files.shown(path).isprintable()


def test_no_permission(evidence, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(MediaError, match="may not be read by this user"):
        acquire(evidence)


def test_a_folder_error_from_the_system(evidence, monkeypatch):
    def refuse(*_):
        raise IsADirectoryError(21, "Is a directory")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(MediaError, match="is a folder"):
        acquire(evidence)


def test_another_owners_file_is_opened_without_the_quiet_flag(evidence, monkeypatch):
    real, asked = os.open, []

    def owner_only(path, flags):
        asked.append(flags)
        if flags & os.O_NOATIME:
            raise PermissionError(1, "Operation not permitted")
        return real(path, flags)

    monkeypatch.setattr(os, "open", owner_only)
    assert acquire(evidence).size_bytes == 300_000
    assert len(asked) == 2


def test_a_system_without_the_quiet_flag(evidence, monkeypatch):
    monkeypatch.delattr(os, "O_NOATIME")
    assert acquire(evidence).size_bytes == 300_000


def test_the_size_limit(evidence):
    with pytest.raises(MediaError, match="more than the limit of 1000"):
        acquire(evidence, limits=Limits(max_bytes=1000))


class _Meddling(QuietJob):
    """A job that changes the file while it is read."""

    def __init__(self, meddle):
        super().__init__()
        self._meddle = meddle

    def progress(self, done, total, note=""):
        super().progress(done, total, note)
        self._meddle()


@pytest.mark.parametrize("mode", ["ab", "r+b"])
def test_a_file_that_changes_is_refused(evidence, monkeypatch, mode):
    monkeypatch.setattr(module, "BLOCK_BYTES", 65536)

    def write():
        with evidence.open(mode) as f:
            f.write(b"x" * 100_000)
        os.utime(evidence, ns=(1, evidence.stat().st_mtime_ns + 1_000_000))

    with pytest.raises(MediaError, match="changed while it was read"):
        acquire(evidence, job=_Meddling(write))


def test_a_disk_error_is_a_sentence(evidence, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(MediaError, match="could not be read to its end"):
        acquire(evidence)
    with pytest.raises(MediaError, match="cannot be opened"):
        files.head_and_size(evidence, head_bytes=10)


def test_cancel(evidence):
    job = QuietJob()
    job.cancel()
    with pytest.raises(JobCancelled):
        acquire(evidence, job=job)


def test_impossible_times_do_not_stop_acquisition():
    assert module._utc(10**25).startswith("1970-01-01")
