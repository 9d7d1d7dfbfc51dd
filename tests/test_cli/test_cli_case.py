import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

FAKE = Path(__file__).with_name("fake_cli_worker.py")


@pytest.fixture
def case(cli, tmp_path):
    folder = tmp_path / "night.dfcase"
    assert (
        cli("case", "new", folder, "--number", "2026-17", "--question", "Is it altered?", "--examiner", "A. Examiner")[
            0
        ]
        == 0
    )
    return folder


def test_new_add_list_show_verify(cli, case, clip):
    path = clip("a.mp4")
    code, out, _ = cli("case", "add", case, path, "--received-from", "Desk 4", "--note", "by mail")
    assert code == 0
    assert str(path) in out
    code, out, _ = cli("case", "list", case)
    assert out.count("\n") == 1
    code, out, _ = cli("case", "list", case.parent)
    assert "2026-17" in out
    code, out, _ = cli("case", "show", case)
    assert "Is it altered?" in out
    assert "A. Examiner" in out
    code, out, _ = cli("case", "verify", case)
    assert (code, out.startswith("intact")) == (0, True)


def test_a_relative_path_still_names_its_file_when_read_from_elsewhere(cli, case, clip, tmp_path, monkeypatch):
    path = clip("a.mp4")
    monkeypatch.chdir(path.parent)
    assert cli("case", "add", case, path.name)[0] == 0
    monkeypatch.chdir(tmp_path.root)
    code, out, _ = cli("case", "verify", case)
    assert (code, out.startswith("intact")) == (0, True)


def test_changed_evidence_is_told_by_verify(cli, case, clip):
    path = clip("a.mp4")
    cli("case", "add", case, path)
    path.write_bytes(b"something else")
    code, out, _ = cli("case", "verify", case)
    assert code == 3
    assert "NOT INTACT" in out
    assert "a.mp4" in out


def test_examine_into_a_case_and_resume(examined, cli, clip, tmp_path, monkeypatch):
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    folder = tmp_path / "in"
    for name in ("1.mp4", "2broken.mp4", "3landscape.mp4"):
        clip(name, folder=folder)
    code, first, err = examined(folder, "--case", tmp_path / "new.dfcase", "--examiner", "B")
    assert code == 3
    assert "Made the case" in err
    (tmp_path / "log").unlink()
    code, second, _ = examined(folder, "--case", tmp_path / "new.dfcase")
    assert (tmp_path / "log").read_text().split() == ["'2broken.mp4'"]  # only what failed is tried again
    assert [item["resumed"] for item in second["items"]] == [True, False, True]
    assert second["items"][0]["detectors"] == first["items"][0]["detectors"]
    assert second["items"][0]["timeline"] == first["items"][0]["timeline"]
    (tmp_path / "log").unlink()
    examined(folder, "--case", tmp_path / "new.dfcase", "--no-resume")
    assert len((tmp_path / "log").read_text().split()) == 3
    (tmp_path / "log").unlink()
    examined(folder, "--case", tmp_path / "new.dfcase", "--plan", "quick")  # another recipe is another examination
    assert len((tmp_path / "log").read_text().split()) == 3
    assert cli("case", "verify", tmp_path / "new.dfcase")[0] == 0


def test_copy_puts_the_evidence_into_the_case(examined, clip, tmp_path):
    path = clip("a.mp4", b"evidence")
    examined(path, "--case", tmp_path / "c.dfcase", "--copy")
    copies = [file for file in (tmp_path / "c.dfcase" / "evidence").rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in copies] == [b"evidence"]


def test_findings(cli, examined, clip, case):
    examined(clip("a.mp4"), "--case", case)
    number = cli("case", "list", case)[1].split("\t")[0]
    code, _, _ = cli("finding", "add", case, "--exhibit", number, "--statement", "Edges flicker.", "--examiner", "B")
    assert code == 0
    assert "Edges flicker." in cli("case", "show", case)[1]
    code, _, err = cli("finding", "add", case, "--exhibit", "none-such", "--statement", "x")
    assert (code, "none-such" in err) == (2, True)


@pytest.mark.parametrize("argv", [["case", "show"], ["case", "verify"], ["case", "add"], ["report"]])
def test_a_case_that_is_none_is_one_sentence(cli, tmp_path, clip, argv):
    extra = {"add": [clip("a.mp4")], "report": ["--out", tmp_path / "r.html"]}.get(argv[-1], [])
    code, out, err = cli(*argv, tmp_path / "no.dfcase", *extra)
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def _start(folder, case, log, seconds):
    script = (
        "import sys; from deepfake_studio.worker_client import client; "
        f"client.default_command = lambda: [sys.executable, {str(FAKE)!r}]; "
        "from deepfake_studio.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    environment = {**os.environ, "FAKE_SECONDS": str(seconds), "FAKE_LOG": str(log)}
    command = [sys.executable, "-c", script, "examine", str(folder), "--case", str(case), "--json", f"{case}.json"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)


def _acknowledged(process, count):
    """The lines of ``count`` finished items."""
    lines = []
    while len(lines) < count:
        line = process.stderr.readline()
        assert line, "ended too early"
        lines += [line] if line.startswith("[") else []
    return lines


def test_killed_then_resumed_loses_nothing(cli, examined, clip, tmp_path):
    folder, case = tmp_path / "in", tmp_path / "c.dfcase"
    for number in range(4):
        clip(f"{number}.mp4", folder=folder)
    process = _start(folder, case, tmp_path / "log", 0.3)
    _acknowledged(process, 2)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    assert not psutil.wait_procs(workers, timeout=10)[1]
    assert cli("case", "verify", case)[0] == 0
    (tmp_path / "log").unlink()
    code, found, _ = examined(folder, "--case", case)
    assert code == 0
    assert [item["resumed"] for item in found["items"]][:2] == [True, True]
    _, undisturbed, _ = examined(folder)
    assert [item["detectors"] for item in found["items"]] == [item["detectors"] for item in undisturbed["items"]]


def test_ctrl_c_in_a_real_process(clip, tmp_path):
    folder, case = tmp_path / "in", tmp_path / "c.dfcase"
    for number in range(3):
        clip(f"{number}.mp4", folder=folder)
    process = _start(folder, case, tmp_path / "log", 2.0)
    _acknowledged(process, 1)
    time.sleep(0.3)
    process.send_signal(2)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "1 of 3 items" in err
    assert len(json.loads(Path(f"{case}.json").read_text())["items"]) == 1
    rows = sqlite3.connect(f"file:{case / 'case.sqlite'}?mode=ro", uri=True)
    assert rows.execute("select count(*) from examinations").fetchone() == (1,)
    rows.close()


def test_a_case_that_was_killed_while_it_was_made_is_made_again(examined, clip, tmp_path):
    case = tmp_path / "half.dfcase"
    case.mkdir()
    code, _, err = examined(clip("a.mp4"), "--case", case)
    assert (code, "Made the case" in err) == (0, True)


def test_a_folder_of_other_things_does_not_become_a_case(cli, clip, tmp_path):
    clip("other.txt", folder=tmp_path / "mine.dfcase")
    code, _, _ = cli("examine", clip("a.mp4"), "--case", tmp_path / "mine.dfcase")
    assert code == 3
    assert [file.name for file in (tmp_path / "mine.dfcase").iterdir()] == ["other.txt"]
