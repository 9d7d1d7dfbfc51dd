"""Reports are written whole or not at all, never over evidence, with a checksum that tools can read."""

import errno
import hashlib
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from deepfake_studio.errors import StudioError
from deepfake_studio.report import csv_writer, files, html, json_writer
from deepfake_studio.report.build import build

pytestmark = pytest.mark.usefixtures("no_figures")


@pytest.fixture
def document(make):
    return build(make.one())


@pytest.mark.parametrize("writer", [html, json_writer, csv_writer])
def test_the_file_and_its_hash(writer, document, tmp_path):
    out = tmp_path / "report of case 2026-117"
    written = files.write(document, out, writer.render)
    assert written.path == out
    assert written.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert written.content_sha256 == document.content_sha256
    assert sorted(p.name for p in tmp_path.iterdir()) == [out.name, out.name + ".sha256"]


@pytest.mark.parametrize("name", ["plain.json", "with space.json", "back\\slash.json", "line\nbreak.json", "קליפ.json"])
def test_sha256sum_accepts_the_checksum_file(name, document, tmp_path):
    files.write(document, tmp_path / name, json_writer.render)
    done = subprocess.run(["sha256sum", "--check", "--strict", f"{name}.sha256"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done


def test_writing_again_replaces(document, tmp_path):
    out = tmp_path / "r.json"
    files.write(document, out, json_writer.render)
    second = files.write(replace(document, generated_utc="2031-01-01T00:00:00Z"), out, json_writer.render)
    assert second.sha256 in (tmp_path / "r.json.sha256").read_text()
    assert b"2031" in out.read_bytes()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("at", [1, 2])
def test_a_full_disk_changes_nothing(code, at, document, tmp_path, monkeypatch):
    out = tmp_path / "r.json"
    files.write(document, out, json_writer.render)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    calls = []

    def full(path, data):
        calls.append(path)
        path.write_bytes(data[: len(data) // 2])
        if len(calls) == at:
            raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(files, "_write_through", full)
    with pytest.raises(StudioError) as caught:
        files.write(replace(document, generated_utc="2031-01-01T00:00:00Z"), out, json_writer.render)
    assert str(out) in str(caught.value)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_really_full_disk(document):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs a Linux machine")
    with pytest.raises(OSError, match="No space"), full.open("wb", buffering=0) as file:
        file.write(b"x")


def _missing(tmp_path):
    return tmp_path / "no such folder" / "r.html"


def _folder(tmp_path):
    (tmp_path / "r.html").mkdir()
    return tmp_path / "r.html"


def _long(tmp_path):
    return tmp_path / ("r" * 300)


def _file_as_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    return tmp_path / "file" / "r.html"


def _nul(tmp_path):
    return tmp_path / "a\0b"


def _device(tmp_path):
    return Path("/")


@pytest.mark.parametrize("make_target", [_missing, _folder, _long, _file_as_folder, _nul, _device])
def test_a_bad_target_is_one_sentence(make_target, document, tmp_path):
    target = make_target(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StudioError) as caught:
        files.write(document, target, html.render)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["clip.mp4", "link.html", "hard.html"])
def test_evidence_is_never_overwritten(name, make, tmp_path):
    evidence = tmp_path / "clip.mp4"
    evidence.write_bytes(b"evidence")
    (tmp_path / "link.html").symlink_to(evidence)
    os.link(evidence, tmp_path / "hard.html")
    record = make.exhibit_record()
    record = replace(record, exhibit=replace(record.exhibit, path=str(evidence)))
    with pytest.raises(StudioError, match="exhibit of this case"):
        files.write(build(make.snapshot(exhibits=[record])), tmp_path / name, html.render)
    assert evidence.read_bytes() == b"evidence"


def test_an_exhibit_called_like_the_checksum_file_is_safe(make, tmp_path):
    evidence = tmp_path / "r.html.sha256"
    evidence.write_bytes(b"evidence")
    record = make.exhibit_record(copied_to=str(evidence))
    with pytest.raises(StudioError, match="exhibit of this case"):
        files.write(build(make.snapshot(exhibits=[record])), tmp_path / "r.html", html.render)
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize("name", ["case.sqlite", "evidence/clip.mp4", "derived/x.html", "evidence/x.html"])
def test_the_records_of_a_case_are_never_overwritten(name, document, tmp_path):
    target = tmp_path / "a.dfcase" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with pytest.raises(StudioError, match=r"a\.dfcase/reports"):
        files.write(document, target, json_writer.render)
    assert not target.exists()


def test_a_report_may_lie_in_the_reports_of_a_case(document, tmp_path):
    target = tmp_path / "a.dfcase" / "reports" / "r.json"
    target.parent.mkdir(parents=True)
    assert files.write(document, target, json_writer.render).path.exists()
