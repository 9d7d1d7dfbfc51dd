import csv
import io
import json
import os
import subprocess
import sys

import pytest

from deepfake_studio.casework import batch

ITEM_KEYS = {
    *("path", "sha256", "bytes", "media_type", "status", "reason", "outcome", "log10_lr", "log10_lr_interval"),
    *("detectors", "tracks", "coverage", "anomalies", "timeline", "seconds"),
}


def test_one_object_with_every_key_of_the_schema(examined, clip):
    path = clip("a.mp4")
    code, found, _ = examined(path)
    assert code == 0
    assert found["schema"] == "deepfake-studio/examination/1"
    item = found["items"][0]
    assert set(item) >= ITEM_KEYS
    assert item["path"] == str(path)
    assert (item["status"], item["outcome"], item["log10_lr_interval"]) == (
        "examined",
        "supports_manipulation",
        [0.2, 1.1],
    )
    assert item["timeline"]["log10_lr"] == [0.1, None, 0.3]
    assert set(item["detectors"][0]) == {
        *("id", "status", "reason", "logit", "log10_lr", "weights_sha256", "aggregator", "method", "boxes"),
    }
    assert set(item["tracks"][0]) == {"id", "start_seconds", "stop_seconds", "frames", "log10_lr"}
    assert set(item["anomalies"][0]) == {"kind", "start_seconds", "stop_seconds", "track", "strength", "description"}
    assert set(item["seconds"]) == {"acquire", "decode", "faces", "detectors", "total"}


def test_bad_items_never_stop_the_rest(examined, clip, tmp_path):
    names = ["1.mp4", "2crash.mp4", "3broken.mp4", "4bug.mp4", "5landscape.mp4", "6empty.mp4", "7.mp4"]
    for name in names:
        clip(name, b"" if "empty" in name else None)
    code, found, err = examined(tmp_path, tmp_path / "gone.mp4")
    assert code == 3
    status = [item["status"] for item in found["items"]]
    assert status == ["examined", "failed", "failed", "failed", "not_applicable", "failed", "examined", "failed"]
    reasons = [item["reason"] for item in found["items"]]
    assert "SIGSEGV" in reasons[1]
    assert "get another copy" in reasons[2]
    assert "KeyError" in reasons[3]
    assert all(
        item["outcome"] is None and item["log10_lr"] is None for item in found["items"] if item["status"] != "examined"
    )
    assert err.count("\n") == len(found["items"])


def test_not_applicable_is_no_failure(examined, clip):
    code, found, _ = examined(clip("landscape.mp4"))
    assert (code, found["items"][0]["status"]) == (0, "not_applicable")


def test_timeout_fails_the_item_with_a_sentence_and_the_next_one_runs(examined, clip, tmp_path):
    clip("1hang.mp4"), clip("2.mp4")
    code, found, _ = examined(tmp_path, "--timeout-seconds", "8")
    assert code == 3
    assert [item["status"] for item in found["items"]] == ["failed", "examined"]
    assert "took longer than 8 s" in found["items"][0]["reason"]


def test_folders_in_stable_order_others_skipped_links_not_entered(examined, clip, tmp_path):
    for name in ("b/2.mp4", "b/1.MOV", "a.png", "b/notes.txt", "z.dfcase/evidence/x.mp4", "B/3.mp4"):
        clip(name)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    code, found, err = examined(f"{tmp_path}/")
    assert [item["path"] for item in found["items"]] == [
        f"{tmp_path}/{n}" for n in ("a.png", "B/3.mp4", "b/1.MOV", "b/2.mp4")
    ]
    assert found["run"]["files_skipped"] == 1
    assert "Skipped 1 file" in err
    assert code == 0


def test_the_path_is_the_argument_as_given(examined, clip, tmp_path, monkeypatch):
    clip("sub/x.mp4")
    monkeypatch.chdir(tmp_path)
    _, found, _ = examined("./sub/", "sub/../sub/x.mp4")
    assert [item["path"] for item in found["items"]] == ["./sub/x.mp4", "sub/../sub/x.mp4"]


def test_equal_bytes_are_examined_once(examined, clip, tmp_path, monkeypatch):
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    clip("a.mp4", b"same"), clip("b.mp4", b"same"), clip("c.mp4", b"other")
    _, found, _ = examined(tmp_path / "a.mp4", tmp_path / "b.mp4", tmp_path / "c.mp4")
    assert (tmp_path / "log").read_text().split() == ["'a.mp4'", "'c.mp4'"]
    assert found["items"][1]["duplicate_of"] == str(tmp_path / "a.mp4")
    assert found["items"][1]["log10_lr"] == found["items"][0]["log10_lr"]


def test_list_file_with_hostile_names(examined, clip, tmp_path):
    names = [
        "caf\u00e9 \udcff.mp4",
        "\u202egnp.4pm.mp4",
        "\U0001f600.mp4",
        "שלום.mp4",
        "x" * 246 + ".mp4",
        "tab\t\x1b[31m.mp4",
    ]
    for name in names:
        clip(name)
    (tmp_path / "list").write_bytes(b"\n".join(os.fsencode(tmp_path / name) for name in names) + b"\n\n")
    code, found, err = examined("--list", tmp_path / "list")
    assert code == 0
    assert [item["path"] for item in found["items"]] == [str(tmp_path / name) for name in names]
    assert "\x1b" not in err
    assert "\u202e" not in err


def test_a_newline_in_a_name_is_one_line(examined, clip, tmp_path):
    clip("two\nlines.mp4")
    code, found, err = examined(tmp_path)
    assert code == 0
    assert found["items"][0]["path"].endswith("two\nlines.mp4")
    assert err.count("\n") == 1


def test_csv_is_safe_against_formulas(cli, clip, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clip("=cmd()broken.mp4"), clip("ok.mp4")
    code, out, _ = cli("examine", "=cmd()broken.mp4", "ok.mp4", "--csv", "out.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert rows[0]["path"].startswith("'=")
    assert rows[1]["outcome"] == "supports_manipulation"
    assert (code, out) == (3, "")


def test_without_other_outputs_the_sentences_are_the_output(cli, clip):
    code, out, err = cli("examine", clip("a.mp4"))
    assert "supports manipulation, log10 LR +0.70 [+0.20, +1.10]" in out
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    "argv",
    [
        ["examine"],
        ["examine", "x.mp4", "--resume"],
        ["examine", "x.mp4", "--copy"],
        ["examine", "x.mp4", "--plan", "hasty"],
        ["examine", "x.mp4", "--device", "abacus"],
        ["examine", "x.mp4", "--detectors", "no.such"],
        ["examine", "x.mp4", "--timeout-seconds", "-1"],
        ["examine", "x.mp4", "--json", "/no/such/folder/x.json"],
        ["examine", "--list", "/no/such/list"],
        ["no-such-command"],
        [],
    ],
)
def test_usage_errors_are_two(cli, argv):
    code, out, err = cli(*argv)
    assert (code, out) == (2, "")
    assert err


def test_evidence_is_never_overwritten(cli, clip):
    path = clip("a.mp4", b"evidence")
    code, _, err = cli("examine", path, "--json", path)
    assert code == 2
    assert "must not be overwritten" in err
    assert path.read_bytes() == b"evidence"


def test_evidence_keeps_its_bytes_and_times(examined, clip):
    path = clip("a.mp4")
    before = path.stat()
    examined(path)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_atime_ns, before.st_size) == (
        after.st_mtime_ns,
        after.st_atime_ns,
        after.st_size,
    )


def test_a_full_disk_is_said_first(cli, clip, tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 1000})()
    monkeypatch.setattr("deepfake_studio.cli.outputs.shutil.disk_usage", lambda folder: usage)
    code, _, err = cli("examine", clip("a.mp4"), "--case", tmp_path / "c.dfcase")
    assert code == 3
    assert "too full" in err
    assert not (tmp_path / "c.dfcase").exists()


def test_ctrl_c_keeps_what_is_done(fake_worker, clip, tmp_path, capsysbinary, monkeypatch):
    from deepfake_studio.cli import main

    for name in ("1.mp4", "2.mp4", "3.mp4"):
        clip(name)
    original = batch.Batch.one

    def one(self, item, *, show):
        if item.shown.endswith("2.mp4"):
            os.kill(os.getpid(), 2)
        return original(self, item, show=show)

    monkeypatch.setattr(batch.Batch, "one", one)
    assert main(["examine", str(tmp_path), "--json", "-"]) == 130
    out, err = capsysbinary.readouterr()
    found = json.loads(out)
    assert [item["status"] for item in found["items"]] == ["examined"]
    assert found["run"]["cancelled"] is True
    assert b"1 of 3 items" in err


def test_real_process_ctrl_c_and_a_closed_pipe(tmp_path, clip):
    """The real entry point, interrupted while its worker starts; and writing into a pipe that nobody reads."""
    command = [sys.executable, "-m", "deepfake_studio", "case", "list", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    script = f"{sys.executable} -m deepfake_studio --help | true"
    closed = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" not in closed.stderr


def test_a_device_that_is_not_there_is_usage(cli, clip, tmp_path):
    clip("1.mp4"), clip("2.mp4")
    code, out, err = cli("examine", tmp_path, "--device", "cuda:9")
    assert (code, out, err.count("no device")) == (2, "", 1)
