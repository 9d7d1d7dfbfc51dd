import json

import pytest


@pytest.fixture
def listing(clip, tmp_path):
    rows = ["path,label,group,generator,has_face"]
    for number in range(6):
        for label, generator in (("real", ""), ("fake", "Some Swap")):
            path = clip(f"{label}{number}.mp4", folder=tmp_path / "clips")
            rows.append(f"clips/{path.name},{label},{label}{number},{generator},yes")
    rows.append("clips/gone.mp4,fake,gone,Some Swap,yes")
    (tmp_path / "list.csv").write_text("\n".join(rows) + "\n")
    return tmp_path / "list.csv"


def test_tables_on_stdout_and_in_files_missing_clips_are_rows(cli, listing, tmp_path, monkeypatch):
    monkeypatch.setenv("FAKE_LOG", str(tmp_path / "log"))
    code, out, err = cli("evaluate", listing, "--out", tmp_path / "out", "--plan", "quick")
    assert code == 0
    assert "Some Swap" in out
    assert "gone.mp4" in err
    assert len((tmp_path / "log").read_text().split()) == 12
    found = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert found["list"] == "list.csv"
    assert "missing" in (tmp_path / "out" / "clips.csv").read_text()
    (tmp_path / "log").unlink()
    again = cli("evaluate", listing, "--out", tmp_path / "out", "--plan", "quick")
    assert (again[0], again[1]) == (0, out)
    assert not (tmp_path / "log").exists()  # everything came from the cache


def test_a_clip_that_fails_is_told_by_the_code(cli, listing, clip, tmp_path):
    clip("broken.mp4", folder=tmp_path / "clips")
    with listing.open("a") as file:
        file.write("clips/broken.mp4,fake,b,Some Swap,yes\n")
    assert cli("evaluate", listing, "--out", tmp_path / "out", "--plan", "quick")[0] == 3


def test_conditions_are_rows_even_where_no_copy_can_be_made(cli, listing, tmp_path):
    code, out, _ = cli(
        "evaluate",
        listing,
        "--out",
        tmp_path / "out",
        "--plan",
        "quick",
        "--conditions",
        "share",
        "--copies",
        tmp_path / "copies",
        "--cache",
        tmp_path / "cache",
    )
    assert code == 3  # these clips hold no pictures
    assert "| generator group | as-is | share |" in out
    written = json.loads((tmp_path / "out" / "conditions" / "share" / "evaluation.json").read_text())
    assert [c["status"] for c in written["clips"]].count("failed") == 12
    assert all("no copy: " in c["reason"] for c in written["clips"])
    assert (tmp_path / "copies" / "share" / "share.csv").exists()
    assert (tmp_path / "cache").is_dir()
    assert (tmp_path / "out" / "evaluation.html").exists()


def test_an_unknown_condition_is_usage(cli, listing, tmp_path):
    code, out, err = cli("evaluate", listing, "--out", tmp_path / "out", "--conditions", "crf99")
    assert (code, out) == (2, "")
    assert "share-twice" in err


def test_a_missing_list_is_usage(cli, tmp_path):
    code, out, err = cli("evaluate", tmp_path / "no.csv")
    assert (code, out) == (2, "")
    assert "path,label,group" in err


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (["prepare", "no-such-folder", "--out", "x"], "does not exist"),
        (["resume", "no-such-run"], "no training run"),
        (["run", "--data", "x", "--recipe", "no.toml", "--out", "y"], "cannot be used"),
        (["export", "no-such-run", "--out", "x.safetensors"], "no training run"),
    ],
)
def test_train_refuses_in_one_sentence(cli, tmp_path, monkeypatch, argv, text):
    monkeypatch.chdir(tmp_path)
    code, out, err = cli("train", *argv)
    assert code in (2, 3)
    assert (out, text in err, "Traceback" in err) == ("", True, False)
